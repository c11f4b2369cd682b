import os
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dashboard.loader.first_seen import first_commits
from tests.loading import Loaded, load_folder, put

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ARTICLE = "---\ntitle: Over van alles\ndate: 2020-01-01\n---\nGenoeg tekst om na een verhuizing te herkennen.\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    try:
        git(folder, "init", "--quiet")
    except FileNotFoundError:
        pytest.skip("git is not installed")
    return folder


def git(folder: Path, *arguments: str, at: str = "2026-01-01T12:00:00Z") -> None:
    name = {"GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x@x", "GIT_COMMITTER_NAME": "x", "GIT_COMMITTER_EMAIL": "x@x"}
    dates = {
        "GIT_AUTHOR_DATE": at,
        "GIT_COMMITTER_DATE": at,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
    }
    subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, env={**os.environ, **name, **dates}
    )


def commit(folder: Path, at: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "x", at=at)


def seen(loaded: Loaded) -> dict[str, tuple[date, str]]:
    return {
        path: (day, source)
        for path, day, source in loaded.rows("select path, first_seen_on, first_seen_from from articles")
    }


def test_the_first_commit_of_each_file_also_after_a_rename(repository: Path) -> None:
    put(repository, {"content/één.md": ARTICLE, "content/b.md": "b", "elsewhere.md": "c"})
    commit(repository, "2026-01-01T23:30:00Z")  # the next day in Amsterdam
    put(repository, {"content/b.md": "changed"})
    commit(repository, "2026-02-01T12:00:00Z")
    (repository / "content" / "één.md").rename(repository / "content" / "2026 een.md")
    commit(repository, "2026-03-01T12:00:00Z")
    days = first_commits(repository / "content", AMSTERDAM)
    assert days["2026 een.md"] == date(2026, 1, 2)
    assert days["b.md"] == date(2026, 1, 2)
    assert "elsewhere.md" not in days


def test_whatever_the_names_the_dates_and_the_settings_of_the_repository(repository: Path) -> None:
    name = "a\x011\n2.md"
    try:
        put(repository, {"content/R100": "x", f"content/{name}": ARTICLE})
    except OSError:
        pytest.skip("this system takes no such names")
    commit(repository, "2026-01-01T12:00:00Z")
    put(repository, {"content/late.md": "late"})
    commit(repository, "@9999999999999 +0000")  # the year 318857
    git(repository, "config", "log.showRoot", "false")
    git(repository, "config", "diff.relative", "true")
    assert first_commits(repository / "content", AMSTERDAM) == dict.fromkeys(("R100", name), date(2026, 1, 1))


def test_no_history_no_days(repository: Path, tmp_path: Path) -> None:
    put(repository, {"a.md": ARTICLE})
    assert first_commits(repository, AMSTERDAM) == {}  # nothing is tracked
    assert first_commits(tmp_path, AMSTERDAM) == {}  # no repository


def test_a_shallow_clone_has_forgotten(repository: Path, tmp_path: Path) -> None:
    put(repository, {"a.md": ARTICLE})
    commit(repository, "2026-01-01T12:00:00Z")
    put(repository, {"b.md": ARTICLE})
    commit(repository, "2026-02-01T12:00:00Z")
    git(tmp_path, "clone", "--quiet", "--depth=1", repository.as_uri(), "shallow")
    assert first_commits(tmp_path / "shallow", AMSTERDAM) == {}


def test_without_git_nothing_breaks(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert first_commits(repository, AMSTERDAM) == {}


def test_created_before_git_before_the_load_before_the_file(repository: Path, tmp_path: Path) -> None:
    database = tmp_path / "x.duckdb"
    put(repository, {"git.md": ARTICLE, "created.md": ARTICLE.replace("date:", "created: 2025-05-05\ndate:")})
    commit(repository, "2026-01-01T12:00:00Z")
    put(repository, {"file.md": ARTICLE})
    day = datetime(2026, 4, 5, 23, 0, tzinfo=UTC).timestamp()
    os.utime(repository / "file.md", (day, day))
    first = seen(load_folder(repository, database))
    assert first == {
        "git.md": (date(2026, 1, 1), "git"),
        "created.md": (date(2025, 5, 5), "created"),
        "file.md": (date(2026, 4, 6), "file"),  # the time of the file, in Amsterdam
    }
    put(repository, {"git.md": ARTICLE + "more\n", "file.md": ARTICLE + "more\n", "new.md": ARTICLE + "new\n"})
    second = seen(load_folder(repository, database))
    today = datetime.now(AMSTERDAM).date()
    assert second == {**first, "new.md": (today, "load")}
    commit(repository, "2026-05-01T12:00:00Z")
    put(repository, {"file.md": ARTICLE + "once more\n", "newer.md": ARTICLE})
    committed = {name: (date(2026, 5, 1), "git") for name in ("file.md", "new.md")}  # read again, and taken over
    third = {**second, "newer.md": (today, "load"), **committed}
    assert seen(load_folder(repository, database)) == third
    assert seen(load_folder(repository, database, full=True)) == third


def test_a_commit_is_noticed_though_no_file_has_changed(repository: Path, tmp_path: Path) -> None:
    put(repository, {"a.md": ARTICLE})
    commit(repository, "2026-01-01T12:00:00Z")
    content = put(repository, {"b.md": ARTICLE, "aside.md": "---\nheadless: true\n---\nx"})
    database = tmp_path / "x.duckdb"
    assert seen(load_folder(content, database))["b.md"][1] == "file"
    commit(repository, "2026-05-01T12:00:00Z")
    loaded = load_folder(content, database)
    assert (loaded.result.read, loaded.result.unchanged) == (0, 2)
    assert seen(loaded)["b.md"] == (date(2026, 5, 1), "git")
    told = "select path, first_seen_on, first_seen_from from files order by path"
    assert loaded.rows(told) == load_folder(content, tmp_path / "full.duckdb").rows(told)


def test_a_folder_that_was_moved_counts_from_its_first_place(repository: Path) -> None:
    put(repository, {"content/posts/a.md": ARTICLE, "content/posts/b.markdown": ARTICLE + "b\n"})
    commit(repository, "2026-01-01T12:00:00Z")
    (repository / "content").rename(repository / "site")
    commit(repository, "2026-02-01T12:00:00Z")
    day = date(2026, 1, 1)
    assert first_commits(repository / "site" / "posts", AMSTERDAM) == {"a.md": day, "b.markdown": day}


def test_the_same_text_under_another_name_keeps_its_day(tmp_path: Path) -> None:
    database = tmp_path / "x.duckdb"
    content = put(tmp_path / "articles", {"a.md": ARTICLE, "b.md": ARTICLE + "b\n"})
    os.utime(content / "a.md", (1_700_000_000, 1_700_000_000))
    first = seen(load_folder(content, database))
    (content / "a.md").rename(content / "c.md")
    assert seen(load_folder(content, database))["c.md"] == first["a.md"] == (date(2023, 11, 14), "file")


def test_a_draft_that_was_broken_for_a_while_is_as_old_as_it_was(tmp_path: Path) -> None:
    database = tmp_path / "x.duckdb"
    content = put(tmp_path / "articles", {"a.md": ARTICLE, "b.md": ARTICLE + "b\n"})
    os.utime(content / "a.md", (1_700_000_000, 1_700_000_000))
    first = seen(load_folder(content, database))
    for text in ("---\ntitle: half", "Geen front matter meer.", ARTICLE + "weer heel\n"):
        put(content, {"a.md": text})
        loaded = load_folder(content, database)
    assert seen(loaded)["a.md"] == first["a.md"] == (date(2023, 11, 14), "file")


def test_the_date_key_never_tells_when_an_article_was_first_seen(tmp_path: Path) -> None:
    content = put(tmp_path / "articles", {"a.md": ARTICLE})
    day, _ = seen(load_folder(content, tmp_path / "x.duckdb"))["a.md"]
    assert day != date(2020, 1, 1)
