import os
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from dashboard.errors import DashboardError
from dashboard.loader import load
from dashboard.loader.snapshot import lock
from dashboard.resources import SCHEMA_VERSION
from dashboard.settings import Settings
from tests.conftest import HOME
from tests.loading import load_files, load_folder, put

ARTICLES: dict[str, str | bytes] = {
    "a.md": "---\ntitle: a\ndate: 2026-01-01\ntags: [x]\nsectie: geld\ndoelgroep: A\n---\nTekst.\n",
    "b.md": "---\ntitle: b\ndate: 2026-01-02\ntags: [x, y]\nsectie: geld\ndoelgroep: A\n---\nTekst.\n",
}


def test_nothing_is_left_beside_the_database(tmp_path: Path) -> None:
    database = load_files(tmp_path, ARTICLES).database
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles", database.name]


def test_a_reader_keeps_what_it_has_and_the_next_one_sees_the_new(tmp_path: Path) -> None:
    loaded = load_files(tmp_path, ARTICLES)
    with duckdb.connect(":memory:") as reader:
        reader.execute(f"attach '{loaded.database}' as snapshot (read_only)")
        put(tmp_path / "articles", {"c.md": ARTICLES["a.md"]})
        again = load_folder(tmp_path / "articles", loaded.database)
        assert reader.execute("select count(*) from snapshot.articles").fetchall() == [(2,)]
    assert again.rows("select count(*) from articles") == [(3,)]


def test_a_newer_database_is_left_alone(tmp_path: Path) -> None:
    loaded = load_files(tmp_path, ARTICLES)
    with duckdb.connect(str(loaded.database)) as connection:
        connection.execute(f"update snapshot set schema_version = {SCHEMA_VERSION + 1}")
    before = loaded.database.read_bytes()
    with pytest.raises(DashboardError, match=f"newer version of this program \\(format {SCHEMA_VERSION + 1}"):
        load_folder(tmp_path / "articles", loaded.database, full=True)
    assert loaded.database.read_bytes() == before


def test_an_older_database_is_filled_anew(tmp_path: Path) -> None:
    loaded = load_files(tmp_path, ARTICLES)
    with duckdb.connect(str(loaded.database)) as connection:
        connection.execute(f"update snapshot set schema_version = {SCHEMA_VERSION - 1}")
    assert load_folder(tmp_path / "articles", loaded.database).result.read == 2


@pytest.mark.parametrize("damage", ["junk", "cut in half", "pages", "no rows"])
def test_a_damaged_database_is_filled_anew_with_a_notice(tmp_path: Path, damage: str) -> None:
    loaded = load_files(tmp_path, ARTICLES)
    data = loaded.database.read_bytes()
    if damage == "junk":
        loaded.database.write_bytes(b"no database at all")
    elif damage == "cut in half":
        loaded.database.write_bytes(data[: len(data) // 2])
    elif damage == "pages":
        loaded.database.write_bytes(data[: 3 * 4096] + bytes(255 - byte for byte in data[3 * 4096 :]))
    else:
        with duckdb.connect(str(loaded.database)) as connection:
            connection.execute("delete from snapshot")
    again = load_folder(tmp_path / "articles", loaded.database)
    assert (again.result.read, again.result.articles) == (2, 2)
    assert "snapshot_damaged" in again.codes(".")
    assert "snapshot_damaged" not in load_folder(tmp_path / "articles", loaded.database).codes()


def test_an_empty_file_is_no_database_yet(tmp_path: Path) -> None:
    (tmp_path / "editorial.duckdb").touch()
    assert load_files(tmp_path, ARTICLES).codes() == []


def test_nothing_else_is_ever_overwritten(tmp_path: Path) -> None:
    content = put(tmp_path / "articles", ARTICLES)
    others = tmp_path / "others.duckdb"
    with duckdb.connect(str(others)) as connection:
        connection.execute("create table mine as select 42 as answer")
    for path, words in [
        (others, "holds other tables"),
        (content / "a.md", "is no database"),
        (content, "this is a folder"),
    ]:
        with pytest.raises(DashboardError, match=words):
            load(content, path, Settings())
    with duckdb.connect(str(others)) as connection:
        assert connection.execute("from mine").fetchall() == [(42,)]
    assert (content / "a.md").read_text() == ARTICLES["a.md"]


def test_one_load_at_a_time(tmp_path: Path) -> None:
    content = put(tmp_path / "articles", ARTICLES)
    database = tmp_path / "x.duckdb"
    with lock(database), pytest.raises(DashboardError, match="another load is filling this database"):
        load(content, database, Settings())
    assert load_folder(content, database).result.articles == 2


def test_the_lock_of_a_load_that_died_holds_nobody(tmp_path: Path) -> None:
    content = put(tmp_path / "articles", ARTICLES)
    (tmp_path / "x.duckdb.lock").touch()
    (tmp_path / "x.duckdb.new-1").write_bytes(b"half")
    (tmp_path / "x.duckdb.new-1.wal").write_bytes(b"half")
    load_folder(content, tmp_path / "x.duckdb")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles", "x.duckdb"]


def test_names_with_quotes_and_brackets(tmp_path: Path) -> None:
    folder = tmp_path / "it's [x] *"
    folder.mkdir()
    (folder / "o'k [1].duckdb.new-7").touch()
    content = put(tmp_path / "articles", ARTICLES)
    for _ in range(2):
        assert load(content, folder / "o'k [1].duckdb", Settings()).articles == 2
    assert [path.name for path in folder.iterdir()] == ["o'k [1].duckdb"]


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    content = put(tmp_path / "articles", ARTICLES)
    assert load(content, tmp_path / "new" / "deep" / "x.duckdb", Settings()).articles == 2


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    content = put(tmp_path / "articles", ARTICLES)
    with pytest.raises(DashboardError, match="cannot be written"):
        load(content, content / "a.md" / "x.duckdb", Settings())


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_load_that_is_killed_leaves_the_last_snapshot(tmp_path: Path) -> None:
    loaded = load_files(tmp_path, ARTICLES)
    before = loaded.database.read_bytes()
    put(tmp_path / "articles", {f"more/{n}.md": ARTICLES["a.md"] for n in range(300)})
    code = (
        "import sys, time; from pathlib import Path\n"
        "from dashboard.loader import load; from dashboard.settings import Settings\n"
        "def wait(done, total):\n    if done == 200: print('here', flush=True); time.sleep(60)\n"
        "load(Path(sys.argv[1]), Path(sys.argv[2]), Settings(), progress=wait)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "articles"), str(loaded.database)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(HOME)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"here\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert loaded.database.read_bytes() == before
    assert load_folder(tmp_path / "articles", loaded.database).result.articles == 302
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles", loaded.database.name]
