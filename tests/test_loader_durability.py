"""A load that is killed, starved, raced or lied to leaves the last good snapshot, or a new one that is right."""

import os
import random
import resource
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.errors import DashboardError
from dashboard.loader import NoArticleError
from dashboard.warehouse import Warehouse
from tests.conftest import HOME
from tests.loading import Loaded, load_files, load_folder, put

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="kills and limits as Linux has them")

LINKED = 2_100  # files: more than one process reads alone
# Starts loads in copies of itself, which costs no import each time; a line in, `<pid> started` and how it ended out.
STARTER = """
import os, resource, signal, sys
from pathlib import Path
from dashboard.errors import DashboardError
from dashboard.loader import load
from dashboard.settings import Settings
content, database = map(Path, sys.argv[1:])
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:
    child = os.fork()
    if child:
        os.write(1, f"{child} started\\n".encode())
        continue
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    if line.startswith("limit "):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(line[6:]),) * 2)
    try:
        load(content, database, Settings(), full=line == "full\\n")
        said = "done"
    except DashboardError as error:
        said = f"refused {error}"
    except BaseException as error:
        said = f"raised {error!r}"
    os.write(1, f"{os.getpid()} {said!s}\\n".encode())
    os._exit(0)
"""


def article(title: str, *more: str, body: str = "Tekst.") -> str:
    return "\n".join(("---", f"title: {title}", *more, "---", body, ""))


FILES: dict[str, str | bytes] = {
    f"{name}.md": article(name, f"date: 2026-01-0{n}", f"tags: [ai, {name}]", "sectie: geld")
    for n, name in enumerate(("een", "twee", "drie"), start=1)
}


class Loads:
    """Loads of one folder into one database, each in a process of its own."""

    def __init__(self, input_: IO[bytes], output: IO[bytes]) -> None:
        self._input, self._output, self._text = input_, output, b""
        self.ended: dict[int, str] = {}

    def start(self, way: str) -> int:
        self._input.write(f"{way}\n".encode())
        self._input.flush()
        while True:
            pid, _, said = self._line().partition(" ")
            if said == "started":
                return int(pid)
            self.ended[int(pid)] = said

    def end_of(self, pid: int) -> str:
        """What the load said at its end: done, refused and the sentence, or raised and what."""
        while pid not in self.ended:
            other, _, said = self._line().partition(" ")
            self.ended[int(other)] = said
        return self.ended[pid]

    def kill(self, pid: int) -> bool:
        """Ends the load, not the readers it has started: those must end by themselves. Was it still at work?"""
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        until = time.monotonic() + 10
        while alive := living(pid):
            assert time.monotonic() < until, f"processes {alive} outlived their load"
            time.sleep(0.005)
        while self._text or select.select([self._output], [], [], 0)[0]:
            other, _, said = self._line().partition(" ")
            self.ended[int(other)] = said
        return pid not in self.ended

    def _line(self) -> str:
        while b"\n" not in self._text:
            more = os.read(self._output.fileno(), 4096) if select.select([self._output], [], [], 30)[0] else b""
            assert more, "the loads say nothing any more"
            self._text += more
        line, _, self._text = self._text.partition(b"\n")
        return line.decode()


def living(group: int) -> list[int]:
    """The processes of this group that run; one that has ended and was not asked after does not."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, of_group = path.read_text().rpartition(")")[2].split()[:3]
            if int(of_group) == group and state not in "ZX":
                found.append(int(path.parent.name))
    return found


@contextmanager
def loads_of(content: Path, database: Path) -> Iterator[Loads]:
    process = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(content), str(database)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, env={**os.environ, "PYTHONPATH": str(HOME)},
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        yield Loads(process.stdin, process.stdout)
        process.stdin.close()


def link(content: Path, source: Path, names: list[str]) -> None:
    content.mkdir(exist_ok=True)
    for name in names:
        (content / name).unlink(missing_ok=True)
        os.link(source, content / name)


def linked_folder(tmp_path: Path, count: int = LINKED) -> tuple[Path, dict[str, str]]:
    """A folder of `count` names for two files, and the title each of them shows."""
    put(tmp_path / "sources", {"0.md": article("A", "tags: [x]"), "1.md": article("B", "tags: [x, y]", body="b " * 9)})
    names = [f"{n}.md" for n in range(count)]
    link(tmp_path / "articles", tmp_path / "sources" / "0.md", names)
    return tmp_path / "articles", dict.fromkeys(names, "A")


def shown(database: Path) -> dict[str, str]:
    """Path -> title, after a look at whether the other tables speak of the same articles."""
    with Loaded(None, database).open() as connection:  # type: ignore[arg-type]

        def rows(query: str) -> list[tuple[Any, ...]]:
            return connection.execute(query).fetchall()

        articles = rows("select path, title from articles")
        told: dict[str, str] = dict(articles)
        assert len(articles) == len(told)
        for table in ("article_texts", "files"):
            assert sorted(path for (path,) in rows(f"select path from {table}")) == sorted(told)
        tags = rows("select path, count(*) from article_tags group by path")
    assert sorted(tags) == sorted((path, 2 if title == "B" else 1) for path, title in told.items())
    return told


def beside(database: Path) -> list[str]:
    return sorted(path.name for path in database.parent.iterdir())


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


@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
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
