"""Loads beside loads and readers, and of a folder that changes: at the latest after the next load, all is right."""

import os
import random
import shutil
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.errors import DashboardError
from dashboard.loader import NoArticleError
from dashboard.loader.files import find_files
from dashboard.warehouse import Warehouse
from tests.loading import Loaded, load_files, load_folder, put
from tests.loads import FILES, article, beside, link, linked_folder, loads_of, needs_linux, shown


@needs_linux
def test_of_loads_at_once_one_wins_and_the_others_say_so(tmp_path: Path) -> None:
    chance = random.Random(7)
    content, now = linked_folder(tmp_path)
    database = tmp_path / "data" / "x.duckdb"
    said: list[str] = []
    with loads_of(content, database) as loads:
        for round_ in range(4):
            link(content, tmp_path / "sources" / "1.md", [f"{round_}.md"])
            now[f"{round_}.md"] = "B"
            pids = []
            for _ in range(4):
                pids.append(loads.start("full"))
                time.sleep(chance.choice([0, 0, 0.02, 0.2]))
            ends = [loads.end_of(pid) for pid in pids]
            assert "done" in ends
            said += ends
            assert shown(database) == now
            assert beside(database) == ["x.duckdb"]
    refused = {end for end in said if end != "done"}
    assert refused == {f"refused {DashboardError('database_busy', database=database)}"}
    assert len(Loaded(None, database).rows("from loads")) == said.count("done")  # type: ignore[arg-type]


def test_a_reader_keeps_its_rows_and_sees_the_new_ones_at_its_next_look(tmp_path: Path) -> None:
    def titles(snapshot: Any) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = (
            snapshot._connection.cursor()
            .execute("select title, body from snapshot.articles join snapshot.article_texts using (path) order by path")
            .fetchall()
        )
        return rows

    loaded = load_files(tmp_path, FILES)
    warehouse = Warehouse(loaded.database)
    seen = [warehouse.snapshot()]
    assert warehouse.snapshot() is seen[0]
    for n, full in enumerate([False, True, False]):
        put(tmp_path / "articles", {"een.md": article(f"Nieuw {n}", body=f"Body {n}.")})
        load_folder(tmp_path / "articles", loaded.database, full=full)
        seen.append(warehouse.snapshot())
        assert warehouse.refused is None
    # Nothing of the first three was read before they were replaced.
    wanted = [("een", "Tekst.\n"), *[(f"Nieuw {n}", f"Body {n}.\n") for n in range(3)]]
    assert [titles(snapshot)[1] for snapshot in seen] == wanted
    assert [snapshot.row("snapshot", {})["content_root"] for snapshot in seen] == [str(tmp_path / "articles")] * 4


def test_files_that_change_come_and_go_while_they_are_read(tmp_path: Path) -> None:
    content, _ = linked_folder(tmp_path, 900)
    database = tmp_path / "x.duckdb"
    stop, changes = threading.Event(), 0

    def meddle() -> None:
        nonlocal changes
        chance = random.Random(11)
        while not stop.is_set():
            path = content / f"{chance.randrange(900)}.md"
            way = chance.randrange(5)
            if way == 0:
                path.unlink(missing_ok=True)
            elif way == 1:
                with suppress(FileNotFoundError):
                    path.rename(content / f"moved{chance.randrange(50)}.md")
            elif way == 2:
                (content / "deep").mkdir(exist_ok=True)
                (content / "deep" / path.name).write_text(article("Diep"))
            elif way == 3:
                shutil.rmtree(content / "deep", ignore_errors=True)
            else:
                path.unlink(missing_ok=True)  # the two sources stay as they are
                path.write_text(article(f"T{chance.random()}", "tags: [q]", body="w " * chance.randrange(500)))
            changes += 1
            time.sleep(0.0005)

    thread = threading.Thread(target=meddle)
    thread.start()
    try:
        results = [load_folder(content, database, full=n == 1).result for n in range(4)]  # counts what was found
    finally:
        stop.set()
        thread.join()
    assert changes > 100
    assert any(problem.code == "unreadable" for result in results for problem in result.problems), "nothing vanished"
    after = load_folder(content, database)
    full = load_folder(content, tmp_path / "full.duckdb")
    assert after.tables() == full.tables()
    assert "unreadable" not in after.codes()


def test_a_file_that_goes_between_listing_and_reading_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = put(tmp_path / "articles", {**FILES, "gone.md": article("Weg"), "grown.md": article("Klein")})
    database = tmp_path / "x.duckdb"
    listing = find_files(content)
    (content / "gone.md").unlink()
    (content / "grown.md").write_text(article("Groot", body="meer " * 100))
    monkeypatch.setattr(sys.modules["dashboard.loader.load"], "find_files", lambda _: listing)
    assert load_folder(content, database).codes("gone.md") == ["unreadable"]
    monkeypatch.undo()
    second = load_folder(content, database)
    assert second.codes("gone.md") == []
    assert second.tables() == load_folder(content, tmp_path / "full.duckdb").tables()


def test_a_file_that_was_another_one_while_it_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Swapped after the listing, and swapped back: size and time are those of the listing, the rows are not."""
    content, database = put(tmp_path / "articles", FILES), tmp_path / "x.duckdb"
    listing = find_files(content)
    (content / "een.md").rename(tmp_path / "aside")
    put(content, {"een.md": article("Anders, en langer")})
    monkeypatch.setattr(sys.modules["dashboard.loader.load"], "find_files", lambda _: listing)
    load_folder(content, database)
    monkeypatch.undo()
    (tmp_path / "aside").rename(content / "een.md")
    after = load_folder(content, database)
    assert after.rows("select title from articles where path = 'een.md'") == [("een",)]
    assert after.tables() == load_folder(content, tmp_path / "full.duckdb").tables()


NAMES = ["a.md", "b.md", "groei/a.md", "groei/b.nl.md", "groei/b.en.md", "_index.md"]

TEXTS: list[str | bytes] = [
    article("Een", "date: 2026-01-01", "tags: [ai, AI-tools, werk]", "sectie: geld", "doelgroep: A"),
    article("Twee", "date: 2026-02-30", "tags: [Ai, Werk]", "section: groei"),
    article("Drie", "draft: true", "tags: ai, 'a i'", "eigen: 1"),
    article("''", "categories: [geld, groei]", "audience: B", "cover: {image: x.jpg}"),
    article("Kapot: ja", "tags: ["),
    "Geen front matter.",
    b"\x89PNG\x00\x00",
]

ALIASES: list[dict[str, str]] = [{}, {"werk": "ai"}, {"ai": "Kunstmatig", "a i": "ai"}]

name, text = st.sampled_from(NAMES), st.sampled_from(TEXTS)

step = st.one_of(
    st.tuples(st.just("write"), name, text),
    st.tuples(st.just("write"), name, text),
    st.tuples(st.just("rename"), name, name),
    st.tuples(st.just("delete"), name, name),
    st.tuples(st.just("touch"), name, name),
    st.tuples(st.just("alias"), st.sampled_from(ALIASES), name),
    st.tuples(st.just("config"), st.booleans(), name),
)


def take(step_: Any, content: Path, chosen: dict[str, Any]) -> None:
    """Does what a step says to the folder or the settings."""
    kind, first, second = step_
    if kind == "write":
        put(content, {first: second})
    elif kind == "alias":
        chosen["tag_aliases"] = first
    elif kind == "config":  # another preset
        put(content, {"hugo.toml": ""}) if first else (content / "hugo.toml").unlink(missing_ok=True)
    elif (content / first).exists():
        if kind == "delete":
            (content / first).unlink()
        elif kind == "rename":
            (content / second).parent.mkdir(exist_ok=True)
            (content / first).rename(content / second)
        else:
            os.utime(content / first, ns=(0, (content / first).stat().st_mtime_ns - 1_000_000_007))


@settings(max_examples=5, derandomize=True, suppress_health_check=list(HealthCheck))
@given(first=st.dictionaries(name, text, min_size=2), steps=st.lists(step, min_size=3, max_size=8))
def test_any_way_to_a_folder_gives_the_tables_of_a_full_load(
    first: dict[str, str | bytes], steps: list[tuple[Any, ...]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        content, database = put(Path(folder) / "articles", {**first, "vast.md": TEXTS[0]}), Path(folder) / "x.duckdb"
        chosen: dict[str, Any] = {"targets": {"section": {"geld": 0.5}}}
        load_folder(content, database, **chosen)
        for step_ in steps:
            take(step_, content, chosen)
            fresh = Path(folder) / "full.duckdb"
            fresh.unlink(missing_ok=True)
            try:
                expected = load_folder(content, fresh, **chosen).tables()
            except NoArticleError:
                with pytest.raises(NoArticleError):
                    load_folder(content, database, **chosen)
                continue
            assert load_folder(content, database, **chosen).tables() == expected
