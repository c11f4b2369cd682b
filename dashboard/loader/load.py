"""A content folder -> a snapshot: the whole way, from files to tables."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from dashboard.errors import DashboardError
from dashboard.loader import snapshot
from dashboard.loader.files import Listing, checked_folder, find_files
from dashboard.loader.filling import Load
from dashboard.loader.previous import DamagedError, read_previous
from dashboard.loader.problems import FOLDER, Problem
from dashboard.loader.result import LoadResult
from dashboard.loader.seal import Copy, seal
from dashboard.loader.tables import Tables
from dashboard.settings import Settings

Progress = Callable[[int, int], None]  # files done, files in all


def load(
    content: Path,
    database: Path,
    settings: Settings,
    *,
    full: bool = False,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> LoadResult:
    """Puts a new snapshot of `content` at `database`. Files that did not change are taken over from the last one.

    `full` reads every file again; `jobs`: how many processes read thousands of files, else as many as are worth it.
    Raises DashboardError, and leaves the database as it was, for a folder that cannot be read or holds no article, and
    for a database that is not ours, newer, in use by another load, or not writable.
    """
    with _no_search_for_circles():
        return _load_locked(content, database, settings, full, jobs, progress)


@contextmanager
def _no_search_for_circles() -> Iterator[None]:
    """Python looks for garbage in circles each time some thousand things are made: here they are all kept, for now."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _load_locked(
    content: Path, database: Path, settings: Settings, full: bool, jobs: int | None, progress: Progress | None
) -> LoadResult:
    clock = time.perf_counter()
    snapshot.check_target(database)
    checked_folder(content)
    with snapshot.lock(database):
        try:
            snapshot.remove_leftovers(database)
            new = snapshot.new_file(database)
            copy = Copy(database, new)
            listing = find_files(content)
            if database.is_file() and not full:
                copy.start()  # after the listing, which may be made by two processes
            if not listing.paths and not listing.other_suffixes:
                raise DashboardError("folder_empty", folder=content)
            try:
                return _load(content, database, settings, listing, full, jobs, progress, clock, copy)
            except DamagedError:
                snapshot.remove_leftovers(database)
                listing.problems.append(Problem(FOLDER, "snapshot_damaged", value=database.name))
                return _load(content, database, settings, listing, full, jobs, progress, clock, None)
        except (duckdb.Error, OSError) as error:
            reason = str(error).splitlines()[0] if isinstance(error, duckdb.Error) else error.strerror
            raise DashboardError("database_not_written", database=database, reason=reason) from error
        finally:
            copy.end()
            snapshot.remove_leftovers(database)


def _load(
    content: Path,
    database: Path,
    settings: Settings,
    listing: Listing,
    full: bool,
    jobs: int | None,
    progress: Progress | None,
    clock: float,
    copy: Copy | None,
) -> LoadResult:
    previous = read_previous(database) if copy is not None else None
    new = snapshot.new_file(database)
    one = Load(content, settings, listing, previous, full, copy, clock)
    tables: Tables | None = None
    try:
        reads = one.start_reading(jobs)
        if not one.is_small_change:
            with suppress(FileNotFoundError):
                new.unlink()
        tables = Tables(new, is_copy=one.is_small_change)
        result = one.fill(tables, reads, progress)
        tables.close(keep=True)
    finally:
        if tables is not None:
            tables.close(keep=False)
    seal(new, one.signature())
    snapshot.put_in_place(new, database)
    return result
