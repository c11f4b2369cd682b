"""Files -> what becomes of each of them: in this process, or in others beside it when there are thousands."""

import gc
import hashlib
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from operator import attrgetter
from typing import Any, NamedTuple, cast

from dashboard.loader.article import Article
from dashboard.loader.context import Context
from dashboard.loader.files import ContentFile, Listing, Tasks, mtime_of
from dashboard.loader.first_seen import FirstSeen
from dashboard.loader.outcome import Outcome, read_articles
from dashboard.loader.presets import Preset
from dashboard.loader.problems import Problem
from dashboard.loader.result import IGNORED, SAME, SKIPPED
from dashboard.loader.twin import is_alone
from dashboard.settings import Settings

TABLES = ("articles", "article_texts", "article_tags", "article_fields", "files", "problems")
_COLUMNS = tuple(name for name in Article.__slots__ if name not in ("body", "tags", "keys", "unmapped"))
FEW = 2_000  # files that one process reads faster than it starts another
_AT_ONCE = 200  # files in one message between processes
_ENOUGH = 1_000_000  # bytes of files that are in memory together
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_row = attrgetter(*_COLUMNS)


Work = tuple[Tasks, Settings, Preset, FirstSeen]


class Batch(NamedTuple):
    """What became of some files, as plain values that pass quickly from one process to another."""

    outcomes: list[tuple[str, bool]]  # of each file: article, ignored, skipped or same; and is that certain to last?
    rows: dict[str, list[tuple[Any, ...]]]  # by table


class _Content(NamedTuple):
    """What a file holds; or, where that is not asked for, what becomes of it."""

    file: ContentFile
    outcome: Outcome | None = None
    data: bytes = b""
    hash: str | None = None
    is_sure: bool = False  # is it certain to last?


class Reader:
    """Reads files, some at a time, with what it knows about the folder."""

    def __init__(self, context: Context, first_seen: FirstSeen) -> None:
        self._context, self._first_seen = context, first_seen
        self._shapes: dict[Any, int] = {}
        self._rows: dict[str, list[tuple[Any, ...]]] = {}

    def batch(self, tasks: Tasks, start: int) -> Batch:
        """What becomes of the files from `start` on, as many as go in one message."""
        self._rows = {table: [] for table in TABLES}
        outcomes: list[tuple[str, bool]] = []
        for numbers in _groups(tasks.numbers[start : start + _AT_ONCE], tasks.listing):
            # Step by step, all files in each: several steps for one file would push each other out of the processor.
            contents = [self._content(tasks.listing[number], tasks.known_hashes) for number in numbers]
            texts = [(one.file.path, one.data) for one in contents if one.outcome is None]
            read = iter(read_articles(texts, self._context))
            outcomes += [(self._take(one, one.outcome or next(read)), one.is_sure) for one in contents]
        return Batch(outcomes, self._rows)

    def _content(self, file: ContentFile, known_hashes: Mapping[str, str]) -> _Content:
        most = self._context.settings.max_file_bytes
        if file.outside:
            return _Content(file, Outcome(IGNORED, None, [Problem(file.path, "link_outside")]))
        if file.size > most:
            return _skipped(file, "too_large", f"{file.size} > {most}")
        if file.size < 0:
            return _skipped(file, "unreadable", None)
        try:
            data, size, mtime_ns = read_bytes(file.absolute, file.size, most)
        except OSError as error:
            return _skipped(file, "unreadable", error.strerror)
        is_sure = (size, mtime_ns) == (file.size, file.mtime_ns)
        if not is_sure:  # another file than the one that was listed: what is noted is what was read
            file = file._replace(size=size, mtime_ns=mtime_ns)
        if len(data) > most:
            return _skipped(file, "too_large", f"more than {most}")
        content_hash = hashlib.sha256(data).hexdigest()[:32]
        if content_hash == known_hashes.get(file.path) and is_sure:
            return _Content(file, Outcome(SAME, None, []), is_sure=True)
        return _Content(file, None, data, content_hash, is_sure)

    def _take(self, content: _Content, outcome: Outcome) -> str:
        """Its rows, unless it is as it was."""
        if outcome.kind == SAME:
            return SAME
        file, content_hash = content.file, content.hash
        rows, path, article, shape = self._rows, file.path, outcome.article, None
        seen: tuple[Any, Any] = None, None
        if article is not None and article.first_seen_on is not None:
            seen = article.first_seen_on, article.first_seen_from
        elif content_hash is not None:
            seen = self._first_seen.of(path, content_hash, file.mtime_ns)
        if article is not None:
            article.first_seen_on, article.first_seen_from = seen
            shape = self._shape(article)
            rows["articles"].append(_row(article))
            if self._context.settings.store_texts:
                rows["article_texts"].append((path, article.body))
            if article.tags:
                rows["article_tags"] += [(path, tag, label, n) for n, (tag, label) in enumerate(article.tags, start=1)]
        rows["files"].append((path, file.size, file.mtime_ns, content_hash, outcome.kind, shape, *seen))
        if outcome.problems:
            rows["problems"] += [problem.row for problem in outcome.problems]
        return outcome.kind

    def _shape(self, article: Article) -> int:
        """The number of the keys it has; their rows are added where this reader meets them first."""
        definition = (tuple(article.keys.items()), article.unmapped)
        shape = self._shapes.get(definition)
        if shape is None:
            filled = sorted((key, field) for field, key in article.keys.items())
            fields: list[tuple[str, str | None]] = [*filled, *((key, None) for key in article.unmapped)]
            digest = hashlib.sha256(repr(fields).encode("utf-8", "replace")).digest()
            shape = self._shapes[definition] = int.from_bytes(digest[:8], "big", signed=True)
            self._rows["article_fields"] += [(shape, key, field) for key, field in fields]
        return shape


def _groups(numbers: Sequence[int], listing: Listing) -> Iterator[list[int]]:
    """As many files at a time as are no burden to the memory together."""
    group: list[int] = []
    size = 0
    for number in numbers:
        group.append(number)
        size += listing.sizes[number]
        if size >= _ENOUGH:
            yield group
            group, size = [], 0
    if group:
        yield group


def _skipped(file: ContentFile, code: str, value: str | None) -> _Content:
    return _Content(file, Outcome(SKIPPED, None, [Problem(file.path, code, value=value)]))


def read_bytes(path: str, size: int, most: int) -> tuple[bytes, int, int]:
    """All of a file of some `size` bytes, at most one byte beyond `most`; and the size and time it had before that."""
    file = os.open(path, _READ)
    try:
        status = os.fstat(file)
        data = os.read(file, size + 1)
        while size < len(data) <= most and (more := os.read(file, most + 1 - len(data))):
            data += more
        return data, status.st_size, mtime_of(status)
    finally:
        os.close(file)


def read_all(tasks: Tasks, context: Context, first_seen: FirstSeen, jobs: int | None) -> Iterator[Batch]:
    """What becomes of the files, in the order of `tasks`. Other processes, if any, are started at once.

    `jobs`: how many read; none: as many as are worth having.
    """
    readers = (jobs or _processors()) if len(tasks.numbers) > FEW else 1
    here = Reader(context, first_seen)
    if readers > 1:
        return _received(tasks, here, *_start(readers, tasks, context, first_seen))
    return (here.batch(tasks, start) for start in range(0, len(tasks.numbers), _AT_ONCE))


def _processors() -> int:
    """Readers worth having: this process writes what they read, and keeps up with four of them."""
    try:
        return min(4, len(os.sched_getaffinity(0)))
    except AttributeError:
        return min(4, os.cpu_count() or 1)


def _start(
    readers: int, tasks: Tasks, context: Context, first_seen: FirstSeen
) -> tuple[dict[Connection, deque[int]], list[BaseProcess]]:
    """Processes that end with this one, and the pipe to each, with the pieces of work it has been given."""
    is_copied = is_alone()
    ways: Any = multiprocessing.get_context("fork" if is_copied else "spawn")
    work = (tasks, context.settings, context.preset, first_seen)
    pipes: dict[Connection, deque[int]] = {}
    processes: list[BaseProcess] = []
    for _ in range(readers):
        ours, theirs = ways.Pipe()
        told = (theirs, [*pipes, ours], work) if is_copied else (theirs, [], None)
        process = ways.Process(target=_serve, args=told, daemon=True, name="reader")
        process.start()
        theirs.close()
        pipes[ours] = deque()
        processes.append(process)
    if not is_copied:  # not among `args`: Python would wait for ever for a process that dies before it has read them
        for pipe in pipes:
            with suppress(OSError):
                pipe.send(work)
    return pipes, processes


def _received(
    tasks: Tasks, here: Reader, pipes: dict[Connection, deque[int]], processes: list[BaseProcess]
) -> Iterator[Batch]:
    """What the readers send, in order. The work of one that has died is done here."""
    pieces = deque(range(0, len(tasks.numbers), _AT_ONCE))
    done: dict[int, Batch] = {}
    try:
        for pipe in [*pipes, *pipes]:  # two each: none waits for the next
            _give(pipe, pipes, pieces)
        for start in range(0, len(tasks.numbers), _AT_ONCE):
            while start not in done:
                if not any(start in given for given in pipes.values()):
                    pieces = deque(piece for piece in pieces if piece != start)
                    done[start] = here.batch(tasks, start)
                    break
                for pipe in cast("list[Connection]", wait(list(pipes))):
                    try:
                        done[pipes[pipe][0]] = pipe.recv()
                    except (EOFError, OSError):
                        del pipes[pipe]
                        continue
                    pipes[pipe].popleft()
                    _give(pipe, pipes, pieces)
            yield done.pop(start)
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


def _serve(pipe: Connection, inherited: list[Connection], work: Work | None) -> None:
    """A reader's life: pieces in, their files out, until the other end is closed, also when its process is killed.

    `work`: all there is to read, and what to read it with; none: it comes first through the pipe.
    """
    for other in inherited:  # a copy of that end in here would keep it open
        other.close()
    gc.set_threshold(100_000, 50, 50)  # what is read here holds no circles to speak of
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asked
    try:
        tasks, settings, preset, first_seen = work or pipe.recv()
        reader = Reader(Context(settings, preset), first_seen)
        while True:
            start = pipe.recv()
            pipe.send(reader.batch(tasks, start))
    except (EOFError, OSError):
        pass
