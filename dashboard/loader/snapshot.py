"""The database file: one load at a time, the previous one read, the next one put in its place whole."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from dashboard.errors import DashboardError

SCHEMA_VERSION = 1  # of queries/schema.sql; raised when a table changes
_MAGIC = b"DUCK"  # at byte 8 of every DuckDB file


class DamagedError(Exception):
    """The previous snapshot cannot be read; everything is loaded anew."""


@dataclass(frozen=True, slots=True)
class KnownFile:
    size: int
    mtime_ns: int
    hash: str | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Previous:
    """What the last load left. The connection it was read with has it attached as `old`."""

    content_root: str
    settings_hash: str
    started_at: datetime  # of its load: local wall time
    time_zone: str
    files: Mapping[str, KnownFile]  # by path
    first_seen: Mapping[str, tuple[date, str]]  # by path: the day, and what told it


@contextmanager
def lock(database: Path) -> Iterator[None]:
    """One load at a time for each database, also between programs. Ends with the process, however it ends.

    Raises DashboardError when another load is at work, or the folder cannot be written.
    """
    path = database.with_name(database.name + ".lock")
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        while True:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
            if not _lock_file(handle):
                os.close(handle)
                raise DashboardError("database_busy", database=database)
            with suppress(FileNotFoundError):
                if path.stat().st_ino == os.fstat(handle).st_ino:
                    break
            os.close(handle)  # the load before took its lock file away between the two lines above
    except OSError as error:
        raise DashboardError("database_not_allowed", database=database, reason=error.strerror) from None
    try:
        yield
    finally:
        if sys.platform == "win32":  # an open file cannot be removed there
            os.close(handle)
            with suppress(OSError):
                path.unlink()
        else:
            with suppress(OSError):
                path.unlink()
            os.close(handle)


if sys.platform == "win32":

    def _lock_file(handle: int) -> bool:
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _lock_file(handle: int) -> bool:
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def check_target(database: Path) -> None:
    """Refuses to put a snapshot in the place of anything else. Raises DashboardError."""
    if database.is_dir():
        raise DashboardError("database_folder", database=database)
    if not database.is_file():
        return
    try:
        with database.open("rb") as file:
            head = file.read(12)
    except OSError as error:
        raise DashboardError("file_unreadable", file=database, reason=error.strerror) from None
    if head and head[8:] != _MAGIC and database.suffix != ".duckdb":
        raise DashboardError("no_database", database=database)


def attach_previous(connection: duckdb.DuckDBPyConnection, database: Path) -> Previous | None:
    """Attaches the snapshot at `database` read-only as `old`; None when there is none of this format.

    Raises DamagedError for a file that cannot be read, and DashboardError for one that a newer program wrote or that
    holds other tables.
    """
    if not database.is_file() or database.stat().st_size == 0:
        return None
    try:
        file = str(database).replace("'", "''")
        connection.execute(f"attach '{file}' as old (read_only)")
        named = "select table_name from duckdb_tables() where database_name = 'old'"
        tables = {table for (table,) in _rows(connection, named)}
        if tables and "snapshot" not in tables:
            raise DashboardError("other_database", database=database)
        facts = _rows(connection, "select schema_version, content_root, settings_hash, time_zone from old.snapshot")
        if not facts:
            raise DamagedError
        version, *about = facts[0]
        if version > SCHEMA_VERSION:
            raise DashboardError("database_newer", database=database, found=version, known=SCHEMA_VERSION)
        if version < SCHEMA_VERSION:
            connection.execute("detach old")
            return None
        return _previous(connection, *about)
    except duckdb.Error as error:
        raise DamagedError from error


def _previous(connection: duckdb.DuckDBPyConnection, content_root: str, settings_hash: str, time_zone: str) -> Previous:
    started = _rows(connection, "select max(started_at) from old.loads")[0][0]
    files = _rows(connection, "select path, size, mtime_ns, hash, outcome from old.files")
    seen = _rows(
        connection,
        "select path, first_seen_on, first_seen_from from old.articles where first_seen_on is not null",
    )
    return Previous(
        content_root,
        settings_hash,
        started,
        time_zone,
        {path: KnownFile(*rest) for path, *rest in files},
        {path: (day, source) for path, day, source in seen},
    )


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


def new_file(database: Path) -> Path:
    """Where the next snapshot is written: beside the last one, so that one rename puts it in place."""
    return database.with_name(f"{database.name}.new-{os.getpid()}")


def remove_leftovers(database: Path) -> None:
    """Takes away what a load that was killed left behind. Call under the lock."""
    for path in database.parent.glob(f"{_escaped(database.name)}.new-*"):
        with suppress(OSError):
            path.unlink()


def put_in_place(new: Path, database: Path) -> None:
    """The new snapshot takes the old one's name: readers see the one or the other. Raises DashboardError."""
    try:
        with new.open("r+b") as file:  # Windows flushes only what is open for writing
            os.fsync(file.fileno())
        new.replace(database)
    except OSError as error:
        raise DashboardError("database_in_use", database=database, reason=error.strerror) from None


def _escaped(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)
