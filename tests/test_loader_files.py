import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.errors import DashboardError
from dashboard.loader import files, twin
from dashboard.loader.files import find_files
from tests.loading import put


def paths(folder: Path) -> list[str]:
    return find_files(folder).paths


def test_files_by_suffix_sorted_and_the_rest_counted(tmp_path: Path) -> None:
    put(
        tmp_path,
        dict.fromkeys(("b.md", "a/c.MARKDOWN", "a/d.mdx", "a/e.mkd", "e.html", "f.txt", "g.txt", "README"), "x"),
    )
    listing = find_files(tmp_path)
    assert listing.paths == ["a/c.MARKDOWN", "a/d.mdx", "a/e.mkd", "b.md", "e.html"]
    assert listing.other_suffixes == {".txt": 2, "": 1}
    assert all(file.size == 1 and file.mtime_ns > 0 for file in listing)


def test_folders_that_hold_no_articles_are_not_entered(tmp_path: Path) -> None:
    put(tmp_path, {f"{name}/a.md": "x" for name in (".git", "node_modules", "public", "nieuws", "nieuws/.obsidian")})
    put(tmp_path, {".verborgen.md": "x"})
    assert paths(tmp_path) == ["nieuws/a.md", "public/a.md"]
    put(tmp_path, {"hugo.toml": ""})
    assert paths(tmp_path) == ["nieuws/a.md"]


def test_a_configuration_of_some_other_program_closes_no_folder(tmp_path: Path) -> None:
    put(tmp_path, {"config.json": '{"theme": "dark"}', "public/a.md": "x", "static/b.md": "x"})
    assert paths(tmp_path) == ["public/a.md", "static/b.md"]


@pytest.mark.parametrize(("year", "first"), [(2300, 2**63 - 1), (1600, 1 - 2**63)])
def test_a_clock_that_was_wrong_by_centuries(tmp_path: Path, year: int, first: int) -> None:
    put(tmp_path, {"a.md": "x"})
    seconds = (year - 1970) * 31_556_952
    try:
        os.utime(tmp_path / "a.md", (seconds, seconds))
    except (OSError, OverflowError):
        pytest.skip("this system keeps no such times")
    if abs((tmp_path / "a.md").stat().st_mtime_ns) < 2**63:
        pytest.skip("this file system keeps no such times")
    listing = find_files(tmp_path)
    assert [file.mtime_ns for file in listing] == [first]
    assert listing.signature()


def test_links(tmp_path: Path) -> None:
    content = put(tmp_path / "content", {"a.md": "x", "map/b.md": "x"})
    put(tmp_path / "elsewhere", {"secret.md": "x"})
    try:
        (content / "loop").symlink_to(content, target_is_directory=True)
        (content / "away").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
        (content / "out.md").symlink_to(tmp_path / "elsewhere" / "secret.md")
        (content / "in.md").symlink_to(content / "a.md")
        (content / "dead.md").symlink_to(content / "nothing.md")
    except OSError:
        pytest.skip("this system makes no links")
    listing = find_files(content)
    facts = {file.path: (file.outside, file.size) for file in listing}
    assert facts == {
        "a.md": (False, 1),
        "dead.md": (False, -1),
        "in.md": (False, 1),
        "map/b.md": (False, 1),
        "out.md": (True, 1),
    }
    assert sorted((problem.path, problem.code) for problem in listing.problems) == [
        ("away", "link_to_folder"),
        ("loop", "link_to_folder"),
    ]


def test_the_content_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    put(tmp_path / "content", {"a.md": "x"})
    try:
        (tmp_path / "link").symlink_to(tmp_path / "content", target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    assert paths(tmp_path / "link") == ["a.md"]


def test_a_name_that_is_no_text_becomes_one_that_no_other_file_has(tmp_path: Path) -> None:
    names = (b"caf\xe9.md", b"caf\\xe9.md", "caf\ufffde9.md".encode(), b"caf\xc3\xa9.md")
    try:
        for name in names:
            Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("x")
    except OSError:
        pytest.skip("this file system takes only names in Unicode")
    assert sorted(paths(tmp_path)) == ["caf\\xe9.md", "café.md", "caf\ufffde9.md", "caf\ufffd\ufffde9.md"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert [file.size for file in find_files(tmp_path)] == [-1]


def test_a_folder_that_cannot_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, {"a.md": "x", "dicht/b.md": "x"})

    def refusing(ask: Callable[..., object]) -> Callable[..., object]:
        def refuse(path: object, *rest: object) -> object:
            if str(path).endswith("dicht/"):
                raise PermissionError(13, "Permission denied")
            return ask(path, *rest)

        return refuse

    for name in ("open", "scandir"):
        monkeypatch.setattr(os, name, refusing(getattr(os, name)))
    listing = find_files(tmp_path)
    assert listing.paths == ["a.md"]
    assert [(p.path, p.code, p.value) for p in listing.problems] == [
        ("dicht", "unreadable_folder", "Permission denied")
    ]


def test_a_folder_that_is_none_is_an_error_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, {"a.md": "x"})
    for path, words in [
        (tmp_path / "nowhere", "there is no such folder"),
        (tmp_path / "a.md", "this is a file, not a folder"),
        (tmp_path / "a.md" / "b", "there is no such folder"),
        (Path("x\0y"), "cannot be read"),
    ]:
        with pytest.raises(DashboardError, match=words):
            find_files(path)

    def refuse(path: str) -> object:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(DashboardError, match="no permission to read this folder"):
        find_files(tmp_path)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system makes no copies of a process")
def test_two_processes_list_what_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, {f"{n % 7}/{n % 3}/é{n}.{'txt' if n % 5 == 0 else 'md'}": "x" * n for n in range(60)})
    put(tmp_path, {"a.md": "x", "6/6.html": "x", "6/node_modules/x.md": "x", "7.md": "x"})
    (tmp_path / "6" / "around").symlink_to(tmp_path)
    (tmp_path / "0" / "passwd.md").symlink_to("/etc/passwd")
    alone = find_files(tmp_path)
    begun: list[object] = []
    monkeypatch.setattr(files, "_MANY", 2)
    monkeypatch.setattr(files, "is_alone", lambda: True)
    monkeypatch.setattr(files, "begun", lambda work: begun.append(work) or twin.begun(work))
    assert find_files(tmp_path) == alone
    assert len(begun) == 1
    assert len(alone) == 52
    assert alone.outside == {"0/passwd.md"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system makes no copies of a process")
def test_the_work_of_a_copy_that_dies_is_done_here() -> None:
    here = os.getpid()

    def work() -> str:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return "done"

    assert twin.begun(work)() == "done"
    assert twin.begun(os.getpid)() != here
