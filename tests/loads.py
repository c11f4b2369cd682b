"""Loads in processes of their own, to be killed, starved and raced; and a folder of thousands of links for them."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest

from tests.conftest import HOME
from tests.loading import Loaded, put

if TYPE_CHECKING:
    from collections.abc import Iterator

needs_linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="kills and limits as Linux has them")
LINKED = 2_100  # files: more than one process reads alone

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
        # Its threads may outlive the first of them, and with them the lock: gone is what the system has forgotten.
        while (alive := living(pid)) or Path(f"/proc/{pid}").exists():
            assert time.monotonic() < until, f"processes {alive or pid} outlived their load"
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
