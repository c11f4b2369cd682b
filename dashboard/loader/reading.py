"""Files -> what becomes of each of them: in this process, or in others beside it when there are thousands."""

import hashlib
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from io import FileIO
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple, cast

from dashboard.loader.article import Article
from dashboard.loader.context import Context
from dashboard.loader.files import ContentFile
from dashboard.loader.outcome import ARTICLE, IGNORED, SKIPPED, Outcome, read_article
from dashboard.loader.presets import Preset
from dashboard.loader.problems import Problem
from dashboard.settings import Settings

SAME = "same"  # the outcome of a file whose bytes are those of the load before
COLUMNS = tuple(name for name in Article.__slots__ if name not in ("body", "tags", "keys", "unmapped"))
FEW = 2_000  # files that one process reads faster than it starts another
_AT_ONCE = 200  # files in one message between processes
_row = attrgetter(*COLUMNS)


class Task(NamedTuple):
    """A file to read, and the hash its bytes had at the load before."""

    file: ContentFile
    known_hash: str | None


class FileRead(NamedTuple):
    """What became of a file, as plain values that pass quickly from one process to another."""

    kind: str  # article, ignored, skipped, same
    content_hash: str | None
    row: tuple[Any, ...] | None  # the columns of `articles`, in order
    body: str
    tags: list[tuple[str, str]]  # key, label
    shape: int | None
    fields: tuple[tuple[str, str | None], ...] | None  # key, field: only where this reader meets the shape first
    problems: list[Problem]


class Reader:
    """Reads files one by one, with what it knows about the folder."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._shapes: dict[Any, int] = {}

    def read(self, task: Task) -> FileRead:
        file, most = task.file, self._context.settings.max_file_bytes
        if file.outside:
            return _nothing(Outcome(IGNORED, None, [Problem(file.path, "link_outside")]))
        if file.size > most:
            return _skipped(file, "too_large", f"{file.size} > {most}")
        if file.size < 0:
            return _skipped(file, "unreadable", None)
        try:
            data = read_bytes(file.absolute, file.size, most)
        except OSError as error:
            return _skipped(file, "unreadable", error.strerror)
        if len(data) > most:
            return _skipped(file, "too_large", f"{len(data)} > {most}")
        content_hash = hashlib.sha256(data).hexdigest()[:32]
        if content_hash == task.known_hash:
            return FileRead(SAME, content_hash, None, "", [], None, None, [])
        outcome = read_article(file.path, data, self._context)
        article = outcome.article
        if article is None:
            return _nothing(outcome)._replace(content_hash=content_hash)
        shape, fields = self._shape(article)
        return FileRead(
            ARTICLE, content_hash, _row(article), article.body, article.tags, shape, fields, outcome.problems
        )

    def _shape(self, article: Article) -> tuple[int, tuple[tuple[str, str | None], ...] | None]:
        definition = (tuple(article.keys.items()), article.unmapped)
        shape = self._shapes.get(definition)
        if shape is not None:
            return shape, None
        filled = sorted((key, field) for field, key in article.keys.items())
        fields = (*filled, *((key, None) for key in article.unmapped))
        digest = hashlib.sha256(repr(fields).encode("utf-8", "replace")).digest()
        shape = self._shapes[definition] = int.from_bytes(digest[:8], "big", signed=True)
        return shape, fields


def read_bytes(path: str, size: int, most: int) -> bytes:
    """All of a file of `size` bytes; of one that has grown meanwhile, no more than one byte beyond `most`."""
    with FileIO(path) as file:
        data = file.read(size + 1)
        while size < len(data) <= most and (more := file.read(most + 1 - len(data))):
            data += more
        return data


def read_all(tasks: Sequence[Task], context: Context) -> Iterator[FileRead]:
    """What becomes of each file, in the order of `tasks`. Other processes, if any, are started at once."""
    readers = _processors() if len(tasks) > FEW else 1
    if readers > 1:
        pipes, processes = _start(readers, tasks, context)
        return _received(tasks, context, pipes, processes)
    return map(Reader(context).read, tasks)


def _nothing(outcome: Outcome) -> FileRead:
    return FileRead(outcome.kind, None, None, "", [], None, None, outcome.problems)


def _skipped(file: ContentFile, code: str, value: str | None) -> FileRead:
    return _nothing(Outcome(SKIPPED, None, [Problem(file.path, code, value=value)]))


def _processors() -> int:
    """Readers worth having: this process writes what they read, and keeps up with four of them."""
    try:
        return min(4, len(os.sched_getaffinity(0)))
    except AttributeError:
        return min(4, os.cpu_count() or 1)


def _start(
    readers: int, tasks: Sequence[Task], context: Context
) -> tuple[dict[Connection, deque[int]], list[BaseProcess]]:
    """Processes that end with this one, and the pipe to each, with the pieces of work it has been given."""
    is_copied = _is_alone()
    ways: Any = multiprocessing.get_context("fork" if is_copied else "spawn")
    pipes: dict[Connection, deque[int]] = {}
    processes: list[BaseProcess] = []
    for _ in range(readers):
        ours, theirs = ways.Pipe()
        told = (theirs, [*pipes, ours] if is_copied else [], tasks, context.settings, context.preset)
        process = ways.Process(target=_serve, args=told, daemon=True, name="reader")
        process.start()
        theirs.close()
        pipes[ours] = deque()
        processes.append(process)
    return pipes, processes


def _received(
    tasks: Sequence[Task], context: Context, pipes: dict[Connection, deque[int]], processes: list[BaseProcess]
) -> Iterator[FileRead]:
    """What the readers send, in order. The work of one that has died is done here."""
    pieces = deque(range(0, len(tasks), _AT_ONCE))
    done: dict[int, list[FileRead]] = {}
    here = Reader(context)
    try:
        for pipe in [*pipes, *pipes]:  # two each: none waits for the next
            _give(pipe, pipes, pieces)
        for start in range(0, len(tasks), _AT_ONCE):
            while start not in done:
                if not any(start in given for given in pipes.values()):
                    pieces = deque(piece for piece in pieces if piece != start)
                    done[start] = [here.read(task) for task in tasks[start : start + _AT_ONCE]]
                    break
                for pipe in cast("list[Connection]", wait(list(pipes))):
                    try:
                        done[pipes[pipe][0]] = pipe.recv()
                    except (EOFError, OSError):
                        del pipes[pipe]
                        continue
                    pipes[pipe].popleft()
                    _give(pipe, pipes, pieces)
            yield from done.pop(start)
    finally:
        for pipe in pipes:
            pipe.close()
        for process in processes:
            process.join()


def _give(pipe: Connection, pipes: dict[Connection, deque[int]], pieces: deque[int]) -> None:
    if pieces:
        pipes[pipe].append(pieces[0])
        try:
            pipe.send(pieces.popleft())
        except OSError:  # it has ended: the next `recv` says so
            pass


def _serve(
    pipe: Connection, inherited: list[Connection], tasks: Sequence[Task], settings: Settings, preset: Preset
) -> None:
    """A reader's life: pieces in, their files out, until the other end is closed, also when its process is killed."""
    for other in inherited:  # a copy of that end in here would keep it open
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asked
    reader = Reader(Context(settings, preset))
    try:
        while True:
            start = pipe.recv()
            pipe.send([reader.read(task) for task in tasks[start : start + _AT_ONCE]])
    except (EOFError, OSError):
        pass


def _is_alone() -> bool:
    """Has this process one thread only? Then, and only then, a copy of it (which starts at once) is a sound one."""
    if sys.platform != "linux":
        return False
    return len(list(Path("/proc/self/task").iterdir())) == 1
