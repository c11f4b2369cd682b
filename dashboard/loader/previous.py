"""What the last load left: which files it saw, and when each article was first seen."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from dashboard.errors import DashboardError
from dashboard.resources import SCHEMA_VERSION

_CLOCK_STEP = 2  # seconds: a file written this shortly before a load may change again without another time
_IN = "where path in (select unnest($paths::varchar[]))"


class DamagedError(Exception):
    """The previous snapshot cannot be read; everything is loaded anew."""


@dataclass(frozen=True, slots=True)
class Previous:
    """The snapshot of the last load. Every method raises DamagedError where the file cannot be read.

    Of one of an older form, nothing can be read but the facts that stand here.
    """

    database: Path
    schema: int
    content_root: str
    settings_hash: str
    started_at: datetime  # of its load: local wall time
    time_zone: str

    @property
    def is_of_this_form(self) -> bool:
        return self.schema == SCHEMA_VERSION

    @property
    def sure_before(self) -> int:
        """Files whose time (in ns) lies before this, and is still the same, are certain to be what that load read."""
        return sure_before(self.started_at.replace(tzinfo=ZoneInfo(self.time_zone)))

    def files(self) -> dict[str, tuple[int, int]]:
        """Path -> size and time of every file it saw."""
        rows = self._rows("select path, size, mtime_ns from old.files")
        return {path: (size, mtime_ns) for path, size, mtime_ns in rows}

    def unread(self) -> set[str]:
        """Paths of the files whose content it could not read."""
        return {path for (path,) in self._rows("select path from old.files where hash is null")}

    def hashes(self, paths: Collection[str]) -> dict[str, str]:
        """Path -> hash of the content, of those among `paths` that it read."""
        rows = self._rows(f"select path, hash from old.files {_IN} and hash is not null", paths)
        return dict(rows)

    def first_seen(self, paths: Collection[str]) -> dict[str, tuple[date, str]]:
        """Path -> the day a file was first seen and what told it, of those among `paths`."""
        query = f"select path, first_seen_on, first_seen_from from old.files {_IN} and first_seen_on is not null"
        return {path: (day, source) for path, day, source in self._rows(query, paths)}

    def waits_for_git(self) -> bool:
        """Is there a file whose first commit was not known yet?"""
        return bool(self._rows("from old.files where first_seen_from in ('load', 'file') limit 1"))

    def check(self) -> None:
        """Reads every page. Raises DamagedError for one that is not as DuckDB wrote it."""
        for (table,) in self._rows("select table_name from duckdb_tables() where database_name = 'old'"):
            self._rows(f"select bit_xor(hash(t)) from old.{table} as t")

    def _rows(self, query: str, paths: Collection[str] | None = None) -> list[Any]:
        with _opened(self.database) as connection:
            return connection.execute(query, None if paths is None else {"paths": list(paths)}).fetchall()


def sure_before(started: datetime) -> int:
    """The moment, in ns, before which a file was written that a load that `started` then has read for certain."""
    return int((started.timestamp() - _CLOCK_STEP) * 1_000_000_000)


def read_previous(database: Path) -> Previous | None:
    """What the snapshot at `database` says about itself; None when there is none.

    Raises DamagedError for a file that cannot be read, and DashboardError for one that a newer program wrote or that
    holds other tables.
    """
    if not database.is_file() or database.stat().st_size == 0:
        return None
    with _opened(database) as connection:
        try:
            facts = connection.execute(
                """
                select schema_version, content_root, settings_hash, (select max(started_at) from old.loads), time_zone
                from old.snapshot
                """
            ).fetchone()
        except duckdb.CatalogException:
            named = "select table_name from duckdb_tables() where database_name = 'old'"
            tables = {table for (table,) in connection.execute(named).fetchall()}
            if tables and "snapshot" not in tables:
                raise DashboardError("other_database", database=database) from None
            raise
    if facts is None or facts[3] is None:
        raise DamagedError
    if facts[0] > SCHEMA_VERSION:
        raise DashboardError("database_newer", database=database, found=facts[0], known=SCHEMA_VERSION)
    return Previous(database, *facts)


@contextmanager
def _opened(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the snapshot attached as `old`, closed at once: a process with threads cannot be copied."""
    try:
        with duckdb.connect(":memory:") as connection:
            attach(connection, database)
            yield connection
    except duckdb.Error as error:
        raise DamagedError from error


def attach(connection: duckdb.DuckDBPyConnection, database: Path, name: str = "old", how: str = "read_only") -> None:
    file = str(database).replace("'", "''")
    connection.execute(f"attach '{file}' as {name} ({how})")
