"""Snapshots: which files are taken, when the next one is noticed, many readers at once, and what no query may do."""

from __future__ import annotations

import gc
import hashlib
import os
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import TYPE_CHECKING

import duckdb
import pytest

from dashboard import warehouse
from dashboard.errors import DashboardError
from dashboard.filters import Filters
from dashboard.resources import QUERIES, SCHEMA_VERSION
from dashboard.settings import Settings
from dashboard.warehouse import Snapshot, Warehouse, query_names, query_text
from tests.figures import fill, parameters
from tests.plain_reader import Article

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 3, 13)
SECTIONS = ("geld", "groei", "werk")
Fake = Callable[[str], None]


def some_articles(count: int) -> list[Article]:
    """One a day back from DAY, the sections in turn."""
    return [
        Article(f"{n}.md", title=f"Title {n}", section=SECTIONS[n % 3], day=DAY - timedelta(days=n), tags={"ai": "AI"})
        for n in range(count)
    ]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return fill(tmp_path / "editorial.duckdb", some_articles(60))


@pytest.fixture
def query(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Path) -> Fake:
    """Runs this SQL as if it were a file of queries/."""

    def run(sql: str) -> None:
        folder = tmp_path / "queries"
        folder.mkdir()
        (folder / "attempt.sql").write_text(sql, encoding="utf-8")
        monkeypatch.setattr(warehouse, "QUERIES", folder)
        query_text.cache_clear()
        warehouse.query_parameters.cache_clear()
        try:
            Snapshot(database).rows("attempt", {})
        finally:
            query_text.cache_clear()
            warehouse.query_parameters.cache_clear()

    return run


def published(snapshot: Snapshot) -> int:
    return int(snapshot.row("totals", parameters(DAY))["published"])


def is_one_sentence(error: DashboardError, path: Path) -> bool:
    return str(error).startswith(f"{path}: ") and str(error).endswith(".") and "\n" not in str(error)


# ------------------------------------------------------------------ which files are taken


def test_a_database_of_an_older_program_says_what_to_do(tmp_path: Path) -> None:
    """Its macros are not those that the queries call."""
    database = fill(tmp_path / "old.duckdb", [], schema_version=SCHEMA_VERSION - 1)
    with pytest.raises(DashboardError, match=r"older version of this program .* load the folder again") as raised:
        Snapshot(database)
    assert is_one_sentence(raised.value, database)


def test_the_schema_has_a_version_of_its_own() -> None:
    """Another schema.sql, another number: raise SCHEMA_VERSION, and write down here what it stands for."""
    content = (QUERIES / "schema.sql").read_bytes().replace(b"\r\n", b"\n")
    assert (SCHEMA_VERSION, hashlib.sha256(content).hexdigest()[:16]) == (3, "2f3dd498ce7219ff")


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    database = fill(tmp_path / "new.duckdb", [], schema_version=SCHEMA_VERSION + 1)
    with pytest.raises(DashboardError, match="newer version of this program") as raised:
        Snapshot(database)
    assert is_one_sentence(raised.value, database)


def test_a_missing_file(tmp_path: Path) -> None:
    for path in (tmp_path / "none.duckdb", tmp_path):
        with pytest.raises(DashboardError, match="no such database; make it with") as raised:
            Snapshot(path)
        assert is_one_sentence(raised.value, path)
    assert list(tmp_path.iterdir()) == []  # looking made no file


@pytest.mark.parametrize("kind", ["empty", "text", "junk", "truncated", "bits flipped", "another database", "no row"])
def test_a_damaged_file(tmp_path: Path, database: Path, kind: str) -> None:
    path = tmp_path / "bad.duckdb"
    content = database.read_bytes()
    if kind == "another database":
        with duckdb.connect(path) as connection:
            connection.execute("create table snapshot (name varchar)")
    elif kind == "no row":
        fill(path, [])
        with duckdb.connect(path) as connection:
            connection.execute("delete from snapshot")
    else:
        path.write_bytes(
            {
                "empty": b"",
                "text": b"title: An article\n" * 1000,
                "junk": bytes(range(256)) * 100,
                "truncated": content[:-4096],
                "bits flipped": content[:4096] + bytes(byte ^ 255 for byte in content[4096:]),
            }[kind]
        )
    with pytest.raises(DashboardError, match="damaged or no database of this program") as raised:
        Snapshot(path)
    assert is_one_sentence(raised.value, path)


def test_damage_in_the_middle_is_found_by_the_query(tmp_path: Path, database: Path) -> None:
    """DuckDB opens such a file: only reading that block shows it."""
    content = bytearray(database.read_bytes())
    for place in range(12288 + 262144, len(content), 4096):  # all blocks but the first
        content[place] ^= 255
    path = tmp_path / "bad.duckdb"
    path.write_bytes(content)
    snapshot = Snapshot(path)
    with pytest.raises(DashboardError, match="damaged or no database of this program") as raised:
        snapshot.rows("articles", parameters(DAY))
    assert is_one_sentence(raised.value, path)


@pytest.mark.parametrize("name", ["it's; drop table articles; --.duckdb", "naïve 💶 name.duckdb", "100%.duckdb"])
def test_any_name_of_a_file(tmp_path: Path, database: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(database.read_bytes())
    assert published(Snapshot(path)) == 60


# ------------------------------------------------------------------ the next one


def test_the_next_snapshot_is_noticed(tmp_path: Path, database: Path) -> None:
    """While a reader holds the old one, which keeps its content."""
    house = Warehouse(database)
    old = house.snapshot()
    cursor = old._connection.cursor()
    cursor.execute("select path from snapshot.articles")
    assert cursor.fetchone() is not None
    key = house.file_key()
    assert house.snapshot() is old

    os.replace(fill(tmp_path / "next.duckdb", some_articles(7)), database)  # noqa: PTH105 — as the loader does it
    assert house.file_key() != key
    assert published(house.snapshot()) == 7
    assert published(old) == 60
    assert len(cursor.fetchall()) == 59


def test_a_replaced_snapshot_is_let_go_with_its_last_reader(tmp_path: Path, database: Path) -> None:
    """And not at the next look for garbage, which may be long after."""
    house = Warehouse(database)
    old = house.snapshot()
    assert published(old) == 60
    old.frame("volume", parameters(DAY))
    assert old.time_zone
    seen = weakref.ref(old)
    gc.disable()
    try:
        os.replace(fill(tmp_path / "next.duckdb", some_articles(7)), database)  # noqa: PTH105 — as the loader does it
        assert published(house.snapshot()) == 7
        assert len(old.frame("volume", parameters(DAY, granularity="day"))) == 60  # not asked before
        del old
        assert seen() is None
    finally:
        gc.enable()


def test_the_last_good_snapshot_stays(tmp_path: Path, database: Path) -> None:
    house = Warehouse(database)
    house.snapshot()
    damaged = tmp_path / "damaged"
    damaged.write_bytes(b"no database")
    damaged.replace(database)
    assert published(house.snapshot()) == 60
    assert "damaged" in str(house.refused)
    database.unlink()
    assert published(house.snapshot()) == 60
    fill(tmp_path / "next.duckdb", some_articles(3)).replace(database)
    assert published(house.snapshot()) == 3
    assert house.refused is None


def test_without_any_snapshot_the_error_says_so(tmp_path: Path) -> None:
    house = Warehouse(tmp_path / "editorial.duckdb")
    assert house.file_key() is None
    with pytest.raises(DashboardError, match="no such database"):
        house.snapshot()
    fill(house.path, some_articles(2))
    assert published(house.snapshot()) == 2


# ------------------------------------------------------------------ many readers


def test_threads_get_their_own_rows(database: Path) -> None:
    """16 threads, three questions in turn, 240 answers: each one right, through the cache and past it."""
    snapshot = Snapshot(database)

    def ask(number: int) -> bool:
        size = number % 20 + 1
        period = Filters("own", DAY - timedelta(days=size - 1), DAY, section=(SECTIONS[number % 3],))
        p = parameters(DAY, period)
        expected = sum(n % 3 == number % 3 for n in range(size))
        listed = [row[2] for row in snapshot.rows("articles", p)[1]]
        volume = snapshot.frame("volume", p | {"granularity": "day"})
        return (
            snapshot.row("totals", p)["published"] == expected
            and listed == [SECTIONS[number % 3]] * expected
            and (len(volume), volume["articles"].sum()) == (size, expected)
        )

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(ask, range(240)))


def test_threads_share_one_new_snapshot(database: Path) -> None:
    house = Warehouse(database)
    with ThreadPoolExecutor(16) as pool:
        assert len({id(snapshot) for snapshot in pool.map(lambda _: house.snapshot(), range(64))}) == 1


def test_a_frame_is_made_once(database: Path) -> None:
    snapshot = Snapshot(database)
    frame = snapshot.frame("volume", parameters(DAY))
    assert snapshot.frame("volume", parameters(DAY, search="not asked for", sections=[])) is frame
    assert snapshot.frame("volume", parameters(DAY, granularity="day")) is not frame


# ------------------------------------------------------------------ what no query may do


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('{file}')",
        "select * from read_text('{file}')",
        "select * from '{file}'",
        "select * from glob('*')",
        "copy (select 1) to '{new}'",
        "attach '{new}' as other",
        "export database '{new}'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set memory_limit = '1GB'",
        "reset threads",
        "insert into articles (path, draft, word_count) values ('x', false, 1)",
        "delete from articles",
        "create table snapshot.more (x integer)",
        "select * from frame_of_pandas",
    ],
)
def test_queries_are_locked_in(tmp_path: Path, query: Fake, sql: str) -> None:
    import pandas as pd

    frame_of_pandas = pd.DataFrame({"x": [1]})
    file, new = tmp_path / "secret.csv", tmp_path / "new.file"
    file.write_text("a,b\n1,2\n")
    with pytest.raises((duckdb.Error, DashboardError)):
        query(sql.format(file=file, new=new))
    assert not new.exists()
    assert len(frame_of_pandas) == 1


def test_the_lock_is_not_always_shut(query: Fake) -> None:
    query("select 1")


# ------------------------------------------------------------------ asking


def test_an_unknown_query_suggests(database: Path) -> None:
    with pytest.raises(DashboardError, match=r"There is no query `volumes` \(did you mean `volume`\?\)"):
        Snapshot(database).rows("volumes", {})
    for name in ("zzz", "schema", "../queries/volume", ""):
        with pytest.raises(DashboardError, match="There is no query"):
            Snapshot(database).rows(name, {})
    assert "schema" not in query_names()


def test_a_missing_parameter_is_named(database: Path) -> None:
    p = parameters(DAY)
    del p["search"]
    with pytest.raises(DashboardError, match="articles also needs search; add --set search=VALUE"):
        Snapshot(database).rows("articles", p)


@pytest.mark.parametrize(
    "wrong", [{"as_of": "soon"}, {"from_day": "2026-02-30"}, {"granularity": "fortnight"}, {"tags": ("\ud800",)}]
)
def test_a_value_that_cannot_be_used(database: Path, wrong: dict[str, str]) -> None:
    for ask in (Snapshot(database).rows, Snapshot(database).frame):
        with pytest.raises(DashboardError, match="The query volume cannot use these values") as raised:
            ask("volume", parameters(DAY) | wrong)
        assert "\n" not in str(raised.value)


def test_values_are_never_sql(database: Path) -> None:
    p = parameters(DAY, Filters("all", tag=("'); delete from articles; --",), section=("' or 1=1 --",)))
    snapshot = Snapshot(database)
    assert snapshot.row("totals", p)["published"] == 0
    assert snapshot.rows("articles", parameters(DAY, search="' or '1'='1"))[1] == []
    assert published(snapshot) == 60


def test_as_of(tmp_path: Path) -> None:
    tomorrow = Snapshot(fill(tmp_path / "none.duckdb", [])).as_of("today") + timedelta(days=1)
    others = [Article("ahead.md", day=tomorrow), Article("draft.md", day=DAY + timedelta(days=1), draft=True)]
    snapshot = Snapshot(fill(tmp_path / "some.duckdb", [*some_articles(3), *others]))
    assert snapshot.as_of("latest") == DAY  # what is ahead, or a draft, is not published
    assert snapshot.as_of("2024-02-29") == date(2024, 2, 29)
    assert snapshot.as_of("today") in (tomorrow - timedelta(days=1), tomorrow)
    assert Snapshot(tmp_path / "none.duckdb").as_of("latest") == snapshot.as_of("today")
    assert str(snapshot.time_zone) == Settings().time_zone


def test_a_row_that_is_not_there(database: Path) -> None:
    assert Snapshot(database).row("article", parameters(DAY, path="none.md")) == {}
