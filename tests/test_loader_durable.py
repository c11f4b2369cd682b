"""Whatever befalls a load: the reader sees the old content or the new, and the next load leaves nothing behind."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest

from dashboard.errors import DashboardError
from dashboard.loader import load
from dashboard.loader.files import find_files
from dashboard.settings import Settings
from tests.conftest import HOME
from tests.loading import Loaded, load_folder, put

CODE = (
    "import sys; from pathlib import Path; import dashboard.loader.reading as reading\n"
    "from dashboard.loader import load; from dashboard.settings import Settings\n"
    "from dashboard.errors import DashboardError\n"
    "reading.FEW = 300; print('ready', flush=True)\n"
    "try: load(Path(sys.argv[1]), Path(sys.argv[2]), Settings(), full='full' in sys.argv)\n"
    "except DashboardError as error: sys.exit(str(error))"
)


def text(number: int, version: int = 1) -> str:
    head = f"title: T{number}\ndate: 2026-01-{number % 28 + 1:02}\ntags: [a, t{number % 7}]\nsectie: geld"
    return f"---\n{head}\nversion: {version}\n---\n{'woord ' * 50}\n"


def start(content: Path, database: Path, *more: str) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-c", CODE, str(content), str(database), *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(HOME)},
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def versions(database: Path) -> list[tuple[str, int]]:
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"attach '{database}' as s (read_only)")
        return connection.execute(
            "select front_matter ->> 'version', count(*) from s.articles group by 1 order by 1"
        ).fetchall()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_fifty_kills_at_random_moments(tmp_path: Path) -> None:
    content = put(tmp_path / "articles", {f"{n % 9}/{n}.md": text(n) for n in range(600)})
    database = tmp_path / "x.duckdb"
    clock = time.perf_counter()
    process = start(content, database)
    process.communicate()
    longest = time.perf_counter() - clock
    chance, old = random.Random(7), 1
    for round_ in range(50):
        new = old + 1
        put(content, {f"{n % 9}/{n}.md": text(n, new) for n in range(600)})
        process = start(content, database, *(["full"] if round_ % 2 else []))
        time.sleep(chance.random() * longest)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert versions(database) in ([(str(old), 600)], [(str(new), 600)])
        if round_ % 10 == 9:
            loaded = load_folder(content, database)
            assert versions(database) == [(str(new), 600)]
            assert sorted(path.name for path in tmp_path.iterdir()) == ["articles", "x.duckdb"]
            assert loaded.tables() == load_folder(content, tmp_path / "full.duckdb", full=True).tables()
            (tmp_path / "full.duckdb").unlink()
        old = int(versions(database)[0][0])


@pytest.fixture
def loaded(tmp_path: Path) -> Loaded:
    content = put(tmp_path / "articles", {f"{n}.md": text(n) for n in range(60)})
    return load_folder(content, tmp_path / "x.duckdb")


@pytest.mark.parametrize("seed", range(20))
def test_a_flipped_bit_never_reaches_the_next_snapshot(loaded: Loaded, tmp_path: Path, seed: int) -> None:
    good = loaded.tables()
    data = bytearray(loaded.database.read_bytes())
    place = random.Random(seed).randrange(len(data))
    data[place] ^= 1 << seed % 8
    loaded.database.write_bytes(data)
    again = None
    with suppress(DashboardError):  # it may no longer be seen that the file is ours
        again = load_folder(tmp_path / "articles", loaded.database)
    if again is None:
        assert loaded.database.read_bytes() == data
        return
    assert again.tables() | {"problems": []} == good | {"problems": []}
    assert set(again.codes(".")) <= {"snapshot_damaged", "field_not_used"}


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_database_that_was_cut_off_is_filled_anew(loaded: Loaded, tmp_path: Path, share: float) -> None:
    good = loaded.tables()
    data = loaded.database.read_bytes()
    loaded.database.write_bytes(data[: int(len(data) * share)])
    again = load_folder(tmp_path / "articles", loaded.database)
    assert again.tables() | {"problems": []} == good | {"problems": []}


def test_a_row_that_someone_changed_by_hand_is_carried_over_and_no_damage(loaded: Loaded, tmp_path: Path) -> None:
    with duckdb.connect(str(loaded.database)) as connection:
        connection.execute("update articles set first_seen_on = '2001-01-01', first_seen_from = 'git'")
    again = load_folder(tmp_path / "articles", loaded.database)
    assert (again.result.read, again.codes(".")) == (0, loaded.codes("."))
    assert again.rows("select distinct first_seen_on::varchar from articles") == [("2001-01-01",)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no limits on files there")
def test_a_full_disk(loaded: Loaded, tmp_path: Path) -> None:
    """The largest file this process may write stands in for the disk: at every size, the old content or the new."""
    content = put(tmp_path / "articles", {f"new{n}.md": text(n) for n in range(30)})
    before, failed = loaded.database.read_bytes(), 0
    for size in range(0, len(before) + 600_000, 150_000):
        limit = (
            "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", limit + CODE, str(content), str(loaded.database)],
            capture_output=True, env={**os.environ, "PYTHONPATH": str(HOME)}, check=False,
        )  # fmt: skip
        if done.returncode == 0:
            break
        failed += 1
        assert loaded.database.read_bytes() == before
        assert b"Traceback" not in done.stderr, done.stderr
        assert sorted(path.name for path in tmp_path.iterdir()) == ["articles", "x.duckdb"]
    assert failed
    assert load_folder(content, loaded.database).result.articles == 90


def test_two_loads_at_once(loaded: Loaded, tmp_path: Path) -> None:
    put(tmp_path / "articles", {f"new{n}.md": text(n) for n in range(500)})
    processes = [start(tmp_path / "articles", loaded.database, "full") for _ in range(3)]
    said = [process.communicate()[1].decode() for process in processes]
    codes = [process.returncode for process in processes]
    assert 0 in codes
    assert all(code == 0 or "another load is filling" in words for code, words in zip(codes, said, strict=True))
    assert versions(loaded.database) == [("1", 560)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles", "x.duckdb"]


def test_a_folder_that_changes_during_the_load(loaded: Loaded, tmp_path: Path) -> None:
    content = tmp_path / "articles"
    stop = threading.Event()

    def change() -> None:
        chance, number = random.Random(3), 0
        while not stop.is_set():
            number += 1
            path = content / f"{chance.randrange(80)}.md"
            if chance.random() < 0.3:
                path.unlink(missing_ok=True)
            else:
                path.write_text(text(number, number))

    worker = threading.Thread(target=change)
    worker.start()
    try:
        for _ in range(5):
            load(content, loaded.database, Settings())
    finally:
        stop.set()
        worker.join()
    after = load_folder(content, loaded.database)
    assert after.tables() == load_folder(content, tmp_path / "full.duckdb").tables()


def test_a_file_that_goes_between_listing_and_reading_is_told(
    loaded: Loaded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = put(tmp_path / "articles", {"gone.md": text(1), "grown.md": text(2)})
    listing = find_files(content)
    (content / "gone.md").unlink()
    (content / "grown.md").write_text(text(3) + "meer " * 100)
    monkeypatch.setattr(sys.modules["dashboard.loader.load"], "find_files", lambda _: listing)
    first = load_folder(content, loaded.database)
    assert first.codes("gone.md") == ["unreadable"]
    monkeypatch.undo()
    second = load_folder(content, loaded.database)
    assert second.codes("gone.md") == []
    assert second.tables() == load_folder(content, tmp_path / "full.duckdb").tables()
