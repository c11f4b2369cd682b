"""A load that is killed or starved, or finds a damaged database, leaves the last good snapshot or a new one."""

import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from dashboard.errors import DashboardError
from tests.conftest import HOME
from tests.loading import Loaded, load_files, load_folder, put
from tests.loads import FILES, article, beside, link, linked_folder, loads_of, needs_linux, shown

pytestmark = needs_linux

KILLS = 50


def test_a_load_killed_at_any_moment_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    chance = random.Random(20260313)
    content, now = linked_folder(tmp_path)
    database = tmp_path / "data" / "x.duckdb"
    database.parent.mkdir()
    load_folder(content, database)
    seconds = {"part": 0.3, "much": 0.5, "full": 0.5}
    killed = rounds = 0
    left: set[str] = set()
    good: list[dict[str, str]] = []  # what the database may hold
    with loads_of(content, database) as loads:
        while killed < KILLS:
            way = ("part", "much", "full")[rounds % 3]
            rounds += 1
            assert rounds < 3 * KILLS, "the loads end before they are killed"
            changed = chance.sample(sorted(now), 400 if way == "much" else 5)
            for title in "AB":
                chosen = [name for name in changed if (now[name] == "A") == (title == "B")]
                link(content, tmp_path / "sources" / f"{'AB'.index(title)}.md", chosen)
                now.update(dict.fromkeys(chosen, title))
            gone = chance.choice(changed)
            (content / gone).rename(content / f"new{rounds}.md")
            now[f"new{rounds}.md"] = now.pop(gone)
            if rounds <= 3:  # the first of each way shows how long it takes
                clock = time.monotonic()
                assert loads.end_of(loads.start(way)) == "done"
                seconds[way] = time.monotonic() - clock
                good = [dict(now)]
                assert shown(database) == now
                continue
            good.append(dict(now))
            pid = loads.start(way)
            time.sleep(chance.uniform(0, seconds[way] * 1.02))
            if loads.kill(pid):
                killed += 1
            else:
                assert loads.ended[pid] == "done"
            left.update(name.split("-")[0] for name in beside(database))
            found = shown(database)
            assert found in (good if pid not in loads.ended else [now])
            good = [found]  # what is there now stays until a load gets through
            if rounds % 4 == 0:
                load_folder(content, database)
                good = [dict(now)]
                assert shown(database) == now
                assert beside(database) == ["x.duckdb"]
    load_folder(content, database)
    assert beside(database) == ["x.duckdb"]
    assert left == {"x.duckdb", "x.duckdb.lock", "x.duckdb.new"}, "no kill came while a file was being written"
    full = load_folder(content, tmp_path / "full.duckdb")
    assert Loaded(full.result, database).tables() == full.tables()


def test_what_a_killed_load_had_put_aside_is_taken_away(tmp_path: Path) -> None:
    """DuckDB puts what does not fit into memory into a folder beside the file it writes."""
    loaded = load_files(tmp_path, FILES)
    (tmp_path / "editorial.duckdb.new-1.tmp").mkdir()
    (tmp_path / "editorial.duckdb.new-1.tmp" / "duckdb_temp_storage_DEFAULT-0.tmp").write_bytes(b"half")
    load_folder(tmp_path / "articles", loaded.database)
    assert beside(loaded.database) == ["articles", "editorial.duckdb"]


@pytest.mark.parametrize(("share", "full"), [(0, False), (0.5, True), (0.99, False)])
def test_a_full_disk_is_told_in_one_sentence(tmp_path: Path, share: float, full: bool) -> None:
    content = put(tmp_path / "articles", {f"{n}.md": random.Random(n).randbytes(9_000).hex() for n in range(20)})
    for path in content.iterdir():
        put(content, {path.name: article(path.stem, body=path.read_text())})
    database = tmp_path / "data" / "x.duckdb"
    load_folder(content, database)
    before = database.read_bytes()
    put(content, {"vier.md": article("Vier", body=random.Random(4).randbytes(9_000).hex())})
    most = int(len(before) * share)
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", "load", str(content), "--database", str(database), *["--full"] * full],
        capture_output=True, text=True, timeout=60, check=False, env={**os.environ, "PYTHONPATH": str(HOME)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, ""), done
    assert "cannot be written" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert database.read_bytes() == before
    assert beside(database) == ["x.duckdb"]
    assert load_folder(content, database).result.articles == 21


def test_a_disk_that_fills_up_at_any_point_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    """DuckDB keeps silent about what it could not write while it closes a file."""
    content, database = put(tmp_path / "articles", FILES), tmp_path / "x.duckdb"
    load_folder(content, database)
    good = database.read_bytes()
    old = Loaded(None, database).rows("select path, title from articles order by path")  # type: ignore[arg-type]
    put(content, {"vier.md": article("Vier")})
    new = sorted([*old, ("vier.md", "Vier")])
    limits = [0, 10_000, *range(30_000, 300_000, 30_000), 10**6, len(good) // 2, len(good) - 1, 3 * len(good)]
    ends = []
    with loads_of(content, database) as loads:
        for most in limits:
            database.write_bytes(good)
            said = loads.end_of(loads.start(f"limit {most}"))
            ends.append(said.split()[0])
            if said == "done":
                found = Loaded(None, database).rows("select path, title from articles order by path")  # type: ignore[arg-type]
                assert found == new, f"a limit of {most} bytes"
            else:
                assert said.startswith(f"refused {database}: cannot be written"), f"a limit of {most} bytes"
                assert database.read_bytes() == good
            assert beside(database) == ["articles", "x.duckdb"]
    assert (ends[0], ends[-1]) == ("refused", "done")


def damaged(data: bytes, chance: random.Random, way: str) -> bytes:
    if way == "cut":
        return data[: chance.randrange(13, len(data))]
    # As often in the headers, and in the seal, as in all the rest.
    first, last = chance.choice([(12, 3 * 4096), (3 * 4096, len(data)), (len(data) - 80, len(data))])
    if way == "tables":
        first, last = 3 * 4096, len(data)
    flipped = bytearray(data)
    for _ in range(1 if way == "bit" else 40):
        flipped[chance.randrange(first, last)] ^= 1 << chance.randrange(8)
    return bytes(flipped)


def put_at(path: Path, text: str | bytes) -> None:
    """The same text, the same time: a file can become what it was."""
    put(path.parent, {path.name: text})
    os.utime(path, (1_700_000_000 + len(text),) * 2)


@pytest.mark.parametrize("way", ["cut", "bit", "tables"])
def test_no_damage_gets_into_the_next_snapshot(tmp_path: Path, way: str) -> None:
    chance = random.Random(f"damage {way}")
    content = put(tmp_path / "articles", FILES)
    put_at(content / "een.md", FILES["een.md"])
    good = load_folder(content, tmp_path / "x.duckdb")
    data = good.database.read_bytes()
    first, other = FILES["een.md"], article("Anders", "tags: [z]")
    expected = []
    for text in (first, other):
        put_at(content / "een.md", text)
        expected.append(load_folder(content, tmp_path / "full.duckdb", full=True).tables())
    assert expected[0] != expected[1]
    outcomes: set[str] = set()
    refused: list[DashboardError] = []
    for round_ in range(8):
        put_at(content / "een.md", (first, other)[round_ % 2])
        good.database.write_bytes(damaged(data, chance, way))
        try:
            again = load_folder(content, good.database)
        except DashboardError as error:
            refused.append(error)
            continue
        found = again.tables()
        if "snapshot_damaged" in again.codes("."):
            outcomes.add("told")
            assert again.result.read == 3
            found["problems"] = [row for row in found["problems"] if "snapshot_damaged" not in row]
        else:
            outcomes.add("unharmed")
        assert found == expected[round_ % 2]
    assert "told" in outcomes
    for one in refused:
        assert one.key in ("database_damaged", "database_newer", "other_database"), one
        assert "\n" not in str(one)


def test_a_damaged_page_that_no_question_of_the_load_reads_is_noticed(tmp_path: Path) -> None:
    """The pages of a text are copied, not read: only the checksum in the seal tells that one is not as it was."""
    long = random.Random(1).randbytes(200_000).hex()
    content = put(tmp_path / "articles", {**FILES, "lang.md": article("Lang", body=long)})
    database = load_folder(content, tmp_path / "x.duckdb").database
    good = database.read_bytes()
    told = 0
    for place in range(3 * 4096, len(good), len(good) // 25):
        data = bytearray(good)
        data[place] ^= 1
        database.write_bytes(data)
        put(content, {"vier.md": article(f"Vier {place}")})
        again = load_folder(content, database)
        told += "snapshot_damaged" in again.codes(".")
        assert again.rows("select body from article_texts where path = 'lang.md'") == [(long + "\n",)]
    assert told


def test_a_row_that_someone_changed_by_hand_is_carried_over_and_no_damage(tmp_path: Path) -> None:
    loaded = load_files(tmp_path, FILES)
    with duckdb.connect(str(loaded.database)) as connection:
        connection.execute("update articles set first_seen_on = '2001-01-01', first_seen_from = 'git'")
    again = load_folder(tmp_path / "articles", loaded.database)
    assert (again.result.read, again.codes(".")) == (0, loaded.codes("."))
    assert again.rows("select distinct first_seen_on::varchar from articles") == [("2001-01-01",)]
