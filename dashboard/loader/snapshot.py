"""The database file: one load at a time, and the next snapshot put in the place of the last one whole."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dashboard.errors import DashboardError

_MAGIC = b"DUCK"  # at byte 8 of every DuckDB file


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
    _held.add(handle)
    try:
        yield
    finally:
        _held.discard(handle)
        if sys.platform == "win32":  # an open file cannot be removed there
            os.close(handle)
            with suppress(OSError):
                path.unlink()
        else:
            with suppress(OSError):
                path.unlink()
            os.close(handle)


def _let_go() -> None:
    """A process that was copied from one with a lock holds it too, and must not: it may live on for a moment."""
    for handle in _held:
        os.close(handle)
    _held.clear()


_held: set[int] = set()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


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


def new_file(database: Path) -> Path:
    """Where the next snapshot is written: beside the last one, so that one rename puts it in place."""
    return database.with_name(f"{database.name}.new-{os.getpid()}")


def remove_leftovers(database: Path) -> None:
    """Takes away what a load that was killed left behind. Call under the lock."""
    for path in database.parent.glob(f"{_escaped(database.name)}.new-*"):
        with suppress(OSError):
            if path.is_dir():  # what DuckDB put aside for want of memory
                shutil.rmtree(path)
            else:
                path.unlink()


def put_in_place(new: Path, database: Path) -> None:
    """The new snapshot takes the old one's name: readers see the one or the other. Raises DashboardError."""
    try:
        new.replace(database)
    except OSError as error:
        raise DashboardError("database_in_use", database=database, reason=error.strerror) from None


def _escaped(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)
