import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

import dashboard.loader.outcome
import dashboard.loader.reading
from dashboard.errors import DashboardError
from dashboard.loader import load
from dashboard.report import as_json, summary
from dashboard.settings import Settings
from tests.conftest import HOME
from tests.loading import load_files, load_folder, put


def article(title: str, *more: str, body: str = "Tekst.") -> str:
    return "\n".join(("---", f"title: {title}", *more, "---", body, ""))


FILES: dict[str, str | bytes] = {
    "een.md": article("Een", "date: 2026-01-01", "tags: [ai, werk]", "sectie: geld", "doelgroep: A"),
    "twee.md": article("Twee", "date: 2026-02-30", "tags: [AI]", "sectie: groei"),
    "drie.md": article("Drie", "date: 2026-01-03", "sectie: geld", "doelgroep: B"),
    "_index.md": article("Lijst"),
    "README.md": "Geen artikel.",
    "pagina.html": "<p>Geen artikel.</p>",
    "kapot.md": "---\ntitle: Een: twee\n---\n",
    "plaatje.md": b"\x89PNG\x00\x00",
}


def counts(loaded: object) -> dict[str, int]:
    names = ("found", "read", "unchanged", "ignored", "skipped", "removed", "articles")
    return {name: getattr(loaded, name) for name in names}


def test_every_file_is_accounted_for(tmp_path: Path) -> None:
    loaded = load_files(tmp_path, FILES)
    assert counts(loaded.result) == {
        "found": 8, "read": 3, "unchanged": 0, "ignored": 3, "skipped": 2, "removed": 0, "articles": 3,
    }  # fmt: skip
    assert loaded.rows("select outcome, count(*) from files group by 1 order by 1") == [
        ("article", 3),
        ("ignored", 3),
        ("skipped", 2),
    ]
    told = {(p.path, p.severity, p.code) for p in loaded.result.problems}
    assert ("kapot.md", "error", "front_matter_invalid") in told
    assert ("plaatje.md", "error", "not_text") in told
    assert ("_index.md", "notice", "list_page") in told
    assert ("README.md", "notice", "no_front_matter") in told
    assert loaded.codes("pagina.html") == []
    assert (loaded.result.errors, loaded.result.warnings) == (2, 3)
    row = loaded.rows("select found, read, unchanged, ignored, skipped, removed, articles from loads")[0]
    assert row == tuple(counts(loaded.result).values())


def test_a_second_load_reads_only_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_files(tmp_path, FILES)
    before = first.tables()
    content = tmp_path / "articles"
    monkeypatch.setattr("dashboard.loader.reading.read_bytes", lambda path, *_: pytest.fail(f"{path} was read"))
    second = load_folder(content, first.database)
    monkeypatch.undo()
    assert counts(second.result) == {
        "found": 8, "read": 0, "unchanged": 3, "ignored": 3, "skipped": 2, "removed": 0, "articles": 3,
    }  # fmt: skip
    assert second.tables() == before
    assert second.result.problems == first.result.problems
    assert len(second.rows("from loads")) == 2


def test_another_time_on_the_same_bytes_is_no_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_files(tmp_path, FILES)
    os.utime(tmp_path / "articles" / "een.md", (1_700_000_000, 1_700_000_000))
    monkeypatch.setattr(dashboard.loader.outcome, "make_article", lambda *_: pytest.fail("parsed"))
    second = load_folder(tmp_path / "articles", first.database)
    assert second.result.unchanged == 3


def test_a_change_in_the_very_moment_of_the_load_is_seen(tmp_path: Path) -> None:
    content = put(tmp_path / "articles", FILES)
    (content / "een.md").write_text(article("Oud"))
    clock = (content / "een.md").stat().st_mtime_ns
    first = load_folder(content, tmp_path / "x.duckdb")
    (content / "een.md").write_text(article("New"))  # as many bytes
    os.utime(content / "een.md", ns=(clock, clock))
    second = load_folder(content, first.database)
    assert second.rows("select title from articles where path = 'een.md'") == [("New",)]


@pytest.mark.parametrize("seed", range(4))
def test_after_any_change_the_tables_are_those_of_a_full_load(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    sections = ("geld", "groei", "''", "zzz")

    def some() -> str:
        keys = [f"sectie: {chance.choice(sections)}", f"tags: [{chance.choice(('ai', 'AI', 'a i'))}, werk, ai]"]
        keys += [f"doelgroep: {chance.choice('AB')}"] if chance.random() < 0.5 else []
        keys += [f"date: 2026-{chance.randint(1, 13)}-{chance.randint(1, 31)}"] if chance.random() < 0.8 else []
        kaput = "tags: [" if chance.random() < 0.1 else "x: 1"
        return article(
            f"T{chance.random()}", *chance.sample(keys, len(keys)), kaput, body="woord " * chance.randint(0, 9)
        )

    content = put(tmp_path / "articles", {f"map{n % 3}/{n}.md": some() for n in range(30)})
    settings: dict[str, Any] = {
        "targets": {"section": {"geld": 0.5, "groei": 0.5}},
        "preset": "dutch",
        "tag_aliases": {"a i": "ai"},
    }
    database = tmp_path / "x.duckdb"
    load_folder(content, database, **settings)
    for round_ in range(3):
        files = sorted(content.rglob("*.md"))
        for path in chance.sample(files, 3):
            path.unlink()
        for path in chance.sample([path for path in files if path.exists()], 3):
            path.rename(path.with_name(f"renamed{round_}-{path.name}"))
        left = [path.relative_to(content).as_posix() for path in sorted(content.rglob("*.md"))]
        put(content, {name: some() for name in chance.sample(left, 4)})
        put(content, {f"map0/new{round_}.md": some(), f"map9/_index{round_}.md": some()})
        incremental = load_folder(content, database, **settings)
        full = load_folder(content, tmp_path / f"full{round_}.duckdb", **settings)
        assert incremental.tables() == full.tables()
        assert incremental.result.unchanged > 10
        assert incremental.result.removed == 6
        again = load_folder(content, database, full=True, **settings)
        assert again.result.unchanged == 0
        assert again.tables() == full.tables()


def test_the_last_article_with_a_field_takes_the_warnings_about_it_along(tmp_path: Path) -> None:
    loaded = load_files(tmp_path, FILES)
    assert "missing_audience" in loaded.codes("twee.md")
    (tmp_path / "articles" / "een.md").unlink()
    (tmp_path / "articles" / "drie.md").unlink()
    loaded = load_folder(tmp_path / "articles", loaded.database)
    assert "missing_audience" not in loaded.codes("twee.md")
    assert "field_not_used" in loaded.codes(".")


@pytest.mark.parametrize(
    "settings",
    [
        {"time_zone": "America/New_York"},
        {"store_texts": False},
        {"max_tags": 1},
        {"preset": "plain"},
        {"fields": {"section": ("doelgroep",)}},
        {"tag_aliases": {"werk": "ai"}},
        {"targets": {"section": {"geld": 1.0}}},
    ],
)
def test_other_settings_read_everything_again(tmp_path: Path, settings: dict[str, Any]) -> None:
    first = load_files(tmp_path, FILES)
    assert load_folder(tmp_path / "articles", first.database, **settings).result.read == 3


@pytest.mark.parametrize(
    "settings", [{"title": "x"}, {"as_of": "latest"}, {"language": "en"}, {"targets": {"tag": {"ai": 0.1}}}]
)
def test_settings_that_change_no_table_do_not(tmp_path: Path, settings: dict[str, Any]) -> None:
    first = load_files(tmp_path, FILES)
    assert load_folder(tmp_path / "articles", first.database, **settings).result.read == 0


def test_another_preset_or_another_folder_reads_everything_again(tmp_path: Path) -> None:
    first = load_files(tmp_path, FILES)
    put(tmp_path / "articles", {"hugo.toml": ""})
    second = load_folder(tmp_path / "articles", first.database)
    assert (second.result.preset, second.result.read) == ("hugo", 3)
    (tmp_path / "articles").rename(tmp_path / "elsewhere")
    third = load_folder(tmp_path / "elsewhere", first.database)
    assert (third.result.read, third.result.removed) == (3, 0)
    assert [Path(root).name for (root,) in third.rows("select content_root from loads")] == [
        "articles",
        "articles",
        "elsewhere",
    ]


def test_the_reason_for_the_preset_is_that_of_the_last_load(tmp_path: Path) -> None:
    first = load_files(tmp_path, {**FILES, "hugo.toml": ""})
    (tmp_path / "articles" / "hugo.toml").rename(tmp_path / "articles" / "hugo.yaml")
    second = load_folder(tmp_path / "articles", first.database)
    assert second.rows("select preset_reason from snapshot") == [("config_in:hugo.yaml",)]


def test_a_new_version_reads_everything_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_files(tmp_path, FILES)
    monkeypatch.setattr("dashboard.loader.context.__version__", "99.0")
    again = load_folder(tmp_path / "articles", first.database).result
    assert (again.read, again.reason) == (3, "version")


def test_a_snapshot_of_an_older_form_is_made_anew(tmp_path: Path) -> None:
    first = load_files(tmp_path, FILES)
    with duckdb.connect(str(first.database)) as connection:
        connection.execute("update snapshot set schema_version = 0")
        connection.execute("drop table files")
    again = load_folder(tmp_path / "articles", first.database).result
    assert (again.read, again.reason, first.result.reason) == (3, "version", "")


@pytest.mark.parametrize(
    ("settings", "files", "reason"),
    [
        ({"tag_aliases": {"ai": "techniek"}}, {}, "settings"),
        ({"preset": "plain"}, {}, "settings"),
        ({}, {"hugo.toml": ""}, "layout"),
        ({}, {}, ""),
    ],
)
def test_a_load_says_why_it_reads_everything_again(
    tmp_path: Path, settings: dict[str, Any], files: dict[str, str | bytes], reason: str
) -> None:
    first = load_files(tmp_path, FILES)
    content = put(tmp_path / "articles", files)
    again = load_folder(content, first.database, **settings).result
    assert (again.reason, again.read) == (reason, 3 if reason else 0)
    told = summary(again, content, first.database).splitlines()[0]
    assert ("read again" in told) == bool(reason)
    assert json.loads(as_json(again))["reason"] == reason
    assert load_folder(content, first.database, **settings).result.reason == ""
    assert load_folder(content, first.database, full=True).result.reason == ""


def test_a_file_that_is_too_large_names_the_setting(tmp_path: Path) -> None:
    loaded = load_files(tmp_path, {**FILES, "groot.md": article("x", body="x" * 2000)}, max_file_bytes=1000)
    problem = next(p for p in loaded.result.problems if p.path == "groot.md")
    assert (problem.code, problem.severity) == ("too_large", "error")
    assert "max_file_bytes" in problem.message + problem.remedy
    assert loaded.rows("select outcome, hash from files where path = 'groot.md'") == [("skipped", None)]
    again = load_folder(tmp_path / "articles", loaded.database, max_file_bytes=1000)
    assert again.result.problems == loaded.result.problems
    assert load_folder(tmp_path / "articles", loaded.database).result.articles == 4


def test_large_files_are_not_in_memory_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    read = dashboard.loader.reading.read_articles

    def note(files: list[tuple[str, bytes]], context: Any) -> Any:
        sizes.append(sum(len(data) for _, data in files))
        return read(files, context)

    monkeypatch.setattr(dashboard.loader.reading, "read_articles", note)
    files: dict[str, str | bytes] = {f"{n}.md": article("Groot", body="woord " * 100_000) for n in range(5)}
    loaded = load_files(tmp_path, files)
    assert loaded.rows("select path, word_count from articles order by path") == [(path, 100_000) for path in files]
    assert len(sizes) == 3
    assert max(sizes) < 1_300_000


def test_a_file_that_cannot_be_opened_is_tried_again_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = put(tmp_path / "articles", FILES)
    read = dashboard.loader.reading.read_bytes

    def refuse(path: str, size: int, most: int) -> tuple[bytes, int, int]:
        if path.endswith("een.md"):
            raise PermissionError(13, "Permission denied")
        return read(path, size, most)

    monkeypatch.setattr(dashboard.loader.reading, "read_bytes", refuse)
    loaded = load_folder(content, tmp_path / "x.duckdb")
    assert [(p.code, p.value) for p in loaded.result.problems if p.path == "een.md"] == [
        ("unreadable", "Permission denied")
    ]
    monkeypatch.undo()
    again = load_folder(content, loaded.database)
    assert (again.result.read, again.codes("een.md")) == (1, [])


def test_what_a_link_leads_to_outside_is_not_read(tmp_path: Path) -> None:
    content = put(tmp_path / "articles", FILES)
    secret = put(tmp_path, {"secret.md": article("Geheim")}) / "secret.md"
    try:
        (content / "link.md").symlink_to(secret)
    except OSError:
        pytest.skip("this system makes no links")
    for _ in range(2):
        loaded = load_folder(content, tmp_path / "x.duckdb")
        assert loaded.codes("link.md") == ["link_outside"]
        assert loaded.rows("from articles where title = 'Geheim'") == []


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "is empty"),
        ({"a.txt": "x", "b.txt": "x", "c": "x"}, r"files found: 3 \(2 \.txt, 1 \?\), and none is an article"),
        ({"a.md": "x", "b.md": "x"}, r"files found: 2 \(2 \.md\), and none is an article; give the folder"),
        ({"a.md": "x", "b.md": "---\na: [\n---\n"}, r"can be read; the first, b\.md:\d+: The front matter"),
    ],
)
def test_a_folder_without_articles_is_an_error_and_the_last_database_stays(
    tmp_path: Path, files: dict[str, str | bytes], words: str
) -> None:
    good = load_files(tmp_path, FILES)
    before = good.database.read_bytes()
    other = tmp_path / "other"
    other.mkdir()
    put(other, files)
    with pytest.raises(DashboardError, match=words) as error:
        load(other, good.database, Settings())
    assert "\n" not in str(error.value)
    assert good.database.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles", "editorial.duckdb", "other"]


def test_progress_counts_every_file(tmp_path: Path) -> None:
    content = put(tmp_path / "articles", FILES)
    steps: list[tuple[int, int]] = []
    load(content, tmp_path / "x.duckdb", Settings(), progress=lambda done, total: steps.append((done, total)))
    assert steps == [(n, 8) for n in range(1, 9)]


def test_a_full_disk_is_told_and_leaves_the_last_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = load_files(tmp_path, FILES)
    before = good.database.read_bytes()

    def full(*_: object) -> None:
        raise duckdb.IOException("IO Error: No space left on device")

    put(tmp_path / "articles", {"vier.md": article("Vier")})
    monkeypatch.setattr("dashboard.loader.tables.Tables.sort_articles", full)
    with pytest.raises(DashboardError, match="No space left on device"):
        load_folder(tmp_path / "articles", good.database)
    assert good.database.read_bytes() == before


def test_loading_needs_neither_pandas_nor_streamlit(tmp_path: Path) -> None:
    content = put(tmp_path / "articles", FILES)
    code = (
        "import sys; from pathlib import Path\n"
        "from dashboard.loader import load; from dashboard.settings import Settings\n"
        "load(Path(sys.argv[1]), Path(sys.argv[2]), Settings())\n"
        "print(sorted({'pandas', 'numpy', 'pyarrow', 'streamlit', 'altair'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(content), str(tmp_path / "x.duckdb")],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(HOME)},
    )  # fmt: skip
    assert done.stdout == "[]\n"


def test_tags_of_a_site_with_names_of_its_own_show_in_the_mapping(tmp_path: Path) -> None:
    config = "[taxonomies]\ntag = 'onderwerpen'"
    loaded = load_files(
        tmp_path, {"hugo.toml": config, "a.md": article("a", "onderwerpen: [x, y]"), "b.md": article("b", "tags: [z]")}
    )
    assert loaded.rows("select path, tag from article_tags order by all") == [
        ("a.md", "x"), ("a.md", "y"), ("b.md", "z"),
    ]  # fmt: skip
    assert loaded.rows("select key, source, articles from fields where field = 'tags' order by key") == [
        ("onderwerpen", "hugo", 1), ("tags", "hugo", 1),
    ]  # fmt: skip


def test_what_lies_beside_the_index_of_a_hugo_article_is_part_of_it(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "hugo.toml": "",
        "content/post/index.md": article("Post"),
        "content/post/index.en.md": article("Post in English"),
        "content/post/bijlage.md": article("Bijlage"),
        "content/post/delen/een.md": article("Deel"),
        "content/post/reeks/index.md": article("Eigen artikel"),
        "content/los/a.md": article("Los"),
    }
    loaded = load_files(tmp_path, files)
    assert loaded.rows("select title from articles order by 1") == [
        ("Eigen artikel",), ("Los",), ("Post",), ("Post in English",),
    ]  # fmt: skip
    assert loaded.codes("content/post/bijlage.md") == loaded.codes("content/post/delen/een.md") == ["page_resource"]
    content = tmp_path / "articles"
    for name in ("index.md", "index.en.md"):  # no bundle any more: what was a part of it is an article
        (content / "content" / "post" / name).unlink()
    again = load_folder(content, loaded.database)
    assert ("Bijlage",) in again.rows("select title from articles")
    assert again.tables() == load_folder(content, tmp_path / "full.duckdb").tables()


@pytest.mark.parametrize(
    ("lines", "is_article"),
    [
        (("build:", "  render: never", "  list: never"), False),
        (("_build:", "  list: false", "  render: false"), False),
        (("build:", "  render: never"), True),
        (("build:", "  render: link", "  list: never"), True),
        (("build: nooit",), True),
    ],
)
def test_a_page_that_hugo_does_not_make_is_no_article(tmp_path: Path, lines: tuple[str, ...], is_article: bool) -> None:
    loaded = load_files(tmp_path, {"hugo.toml": "", "a.md": article("a"), "b.md": article("b", *lines)})
    assert ("not_built" in loaded.codes("b.md")) == (not is_article)
    assert loaded.result.articles == 1 + is_article


def test_files_of_another_form_are_told_once_for_each_and_are_not_found(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a.md": article("a"),
        "b.adoc": "= b",
        "x/c.adoc": "= c",
        "x/d.RST": "d",
        "e.jpg": b"",
        ".f.txt": "",
    }
    loaded = load_files(tmp_path, files)
    told = [(p.path, p.value, p.severity) for p in loaded.result.problems if p.code == "other_format"]
    assert told == [(".", "1 .rst", "notice"), (".", "2 .adoc", "notice")]
    assert loaded.result.found == 1
    again = load_folder(tmp_path / "articles", loaded.database)
    assert again.result.problems == loaded.result.problems
    (tmp_path / "articles" / "b.adoc").unlink()
    last = load_folder(tmp_path / "articles", loaded.database)
    assert [p.value for p in last.result.problems if p.code == "other_format"] == ["1 .adoc", "1 .rst"]
