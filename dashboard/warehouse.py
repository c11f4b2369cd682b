"""Opens a snapshot, notices the next one, runs a query of queries/ by name.

One in-memory connection for each snapshot, with the file attached read-only: a load that puts a new file in its
place never waits for a reader, and a reader never sees half a load (DuckDB would otherwise go on handing out the
old content to every new connection on the same path).
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import proxy
from zoneinfo import ZoneInfo

import duckdb

from dashboard.errors import DashboardError
from dashboard.resources import QUERIES, SCHEMA_VERSION
from dashboard.search import patterns
from dashboard.words import Sentence

if TYPE_CHECKING:
    import pandas as pd

_LOCKDOWN = (
    "set enable_external_access = false",
    "set autoinstall_known_extensions = false",
    "set autoload_known_extensions = false",
    "set allow_community_extensions = false",
    "set lock_configuration = true",
)
# A file that was cut off opens, and fails where a query meets the end.
_FORMAT_AND_SIZE = """
    select schema_version, 3 * 4096 + block_size * used_blocks  -- three headers, then at least the blocks in use
    from snapshot.snapshot, pragma_database_size()
    where database_name = 'snapshot'
"""
_DAMAGE = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)
_LONG = ("articles", "problems", "texts")
_AS_ROWS = ("loads", "options", "totals", "cadence")  # few rows that a page wants as rows as well: read once
_Key = tuple[tuple[str, Any], ...]


class Snapshot:
    """One load's content, read-only; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Raises DashboardError when there is no such file, it is no snapshot, or another version wrote it."""
        self.path = path
        if not path.is_file():
            raise DashboardError("no_such_database", database=path)
        self.key = file_key(path)  # another key, other content
        self._connection = duckdb.connect(":memory:")
        version = self._attach()
        if version != SCHEMA_VERSION:
            self._connection.close()
            kind = "newer" if version > SCHEMA_VERSION else "older"
            raise DashboardError(f"database_{kind}", database=path, found=version, known=SCHEMA_VERSION)
        # What does not fit into memory goes beside the file, not into the folder the reader happened to start from.
        self._connection.execute("set temp_directory = $folder", {"folder": f"{path}.tmp"})
        for statement in _LOCKDOWN:
            self._connection.execute(statement)
        # A cache that held this snapshot would hold itself, and its file until the next look for garbage.
        self._frame = lru_cache(maxsize=512)(partial(Snapshot._read_frame, proxy(self)))
        self._rows = lru_cache(maxsize=512)(partial(Snapshot._read_rows, proxy(self)))

    def _attach(self) -> int:
        """Makes the file's tables readable; its schema version."""
        quoted = str(self.path).replace("'", "''")
        try:
            self._connection.execute(f"attach '{quoted}' as snapshot (read_only)")
            found = self._connection.execute(_FORMAT_AND_SIZE).fetchone()
        except duckdb.Error:
            found = None
        if found is None or self.path.stat().st_size < found[1]:
            self._connection.close()
            raise self._damaged()
        return int(found[0])

    def _damaged(self) -> DashboardError:
        return DashboardError("database_damaged", database=self.path)

    def rows(self, name: str, parameters: Mapping[str, Any]) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Column names and rows of a query, as plain Python values."""
        return self._rows(name, _as_key(self._bind(name, parameters)))

    def row(self, name: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """The only row of a query, by column name; empty when there is none."""
        columns, rows = self.rows(name, parameters)
        return dict(zip(columns, rows[0], strict=True)) if rows else {}

    def frame(self, name: str, parameters: Mapping[str, Any]) -> "pd.DataFrame":
        """A query's rows as a DataFrame. It is shared by all readers of this snapshot: never change it in place."""
        bound = _as_key(self._bind(name, parameters))
        # A list of articles is as long as the folder, and each search word makes another: not kept, unless it is named
        # which they are.
        kept = name not in _LONG or parameters.get("paths")
        return self._frame(name, bound) if kept else self._read_frame(name, bound)

    @cached_property
    def time_zone(self) -> ZoneInfo:
        return ZoneInfo(self.row("snapshot", {})["time_zone"])

    @cached_property
    def known_values(self) -> dict[str, set[str]]:
        """Every section, audience, tag and language of the folder; '' for what has none."""
        known: dict[str, set[str]] = {field: set() for field in ("section", "audience", "tag", "language")}
        for field, value, *_ in self.rows("options", {})[1]:
            known[field].add(value)
        return known

    def as_of(self, setting: str) -> date:
        """The day `today`, `latest` or an ISO day stands for, in the editorial time zone."""
        today = datetime.now(self.time_zone).date()
        if setting == "latest":
            latest = self.row("latest", {"as_of": today}).get("latest")
            return latest if isinstance(latest, date) else today
        return today if setting == "today" else date.fromisoformat(setting)

    def _read_rows(self, name: str, bound: _Key) -> tuple[list[str], list[tuple[Any, ...]]]:
        with self._cursor(name) as cursor:
            cursor.execute(query_text(name), self._bind(name, dict(bound)))
            return [column[0] for column in cursor.description or ()], cursor.fetchall()

    def _read_frame(self, name: str, bound: _Key) -> "pd.DataFrame":
        if name in _AS_ROWS:
            import pandas as pd  # not for the command line, which asks for rows

            columns, rows = self._rows(name, bound)
            return pd.DataFrame(rows, columns=columns).fillna(float("nan")).infer_objects()
        with self._cursor(name) as cursor:
            return cursor.execute(query_text(name), self._bind(name, dict(bound))).df()

    def _bind(self, name: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Only the parameters the query names: DuckDB refuses a missing one and an extra one."""
        wanted = query_parameters(name)
        missing = [key for key in wanted if key not in parameters]
        if missing:
            raise DashboardError("query_needs", query=name, names=", ".join(missing), first=missing[0])
        if "patterns" in wanted:  # here, so that the page and the command line find the same
            parameters = {**parameters, "patterns": patterns(parameters["search"])}
        values = {key: parameters[key] for key in wanted}
        return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}

    @contextmanager
    def _cursor(self, name: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor for one call (a shared one mixes up the rows of two threads); its errors as sentences."""
        try:
            with self._connection.cursor() as cursor:
                yield cursor.execute("use snapshot")
        except (duckdb.ConversionException, duckdb.InvalidInputException) as error:
            raise DashboardError("query_values", query=name, reason=str(error).splitlines()[0]) from None
        except duckdb.Error as error:
            if isinstance(error, _DAMAGE) or type(error) is duckdb.Error:  # the latter for a wrong checksum
                raise self._damaged() from None
            raise


class Warehouse:
    """The newest snapshot at one path."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.refused: DashboardError | None = None  # why the file there now is not the snapshot in use
        self._lock = Lock()
        self._snapshot: Snapshot | None = None
        self._key: tuple[int, int] | None = None  # of the file last looked at, good or bad

    def snapshot(self) -> Snapshot:
        """The newest readable snapshot. Keeps the last good one when the new file cannot be used (see `refused`).

        Raises DashboardError when there has been none yet.
        """
        with self._lock:
            key = self.file_key()
            if self._snapshot is None or key != self._key:
                try:
                    self._snapshot, self.refused = Snapshot(self.path), None
                except DashboardError as error:
                    if self._snapshot is None:
                        raise
                    self.refused = error
                self._key = key
            return self._snapshot

    def file_key(self) -> tuple[int, int] | None:
        return file_key(self.path)


def file_key(path: Path) -> tuple[int, int] | None:
    """Names the file at the path; another key, other content. None when there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns


def _as_key(bound: Mapping[str, Any]) -> _Key:
    """Parameters that can be compared: the same ones, the same answer."""
    return tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in bound.items())


def query_names() -> list[str]:
    return sorted(path.stem for path in QUERIES.glob("*.sql") if path.stem != "schema")


@cache
def query_text(name: str) -> str:
    """The SQL of a query. Raises DashboardError for a name that is not there."""
    names = query_names()
    if name not in names:
        close = difflib.get_close_matches(name, names, n=1)
        hint = Sentence("error.hint.close", {"name": close[0]}) if close else ""
        raise DashboardError("query_unknown", query=name, hint=hint)
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


@cache
def query_parameters(name: str) -> tuple[str, ...]:
    """The names of a query's parameters, in order."""
    code = re.sub(r"--.*", "", query_text(name))
    return tuple(dict.fromkeys(re.findall(r"\$([a-z_]+)", code)))


def query_question(name: str) -> str:
    """The question a query answers: its first comment line."""
    return query_text(name).splitlines()[0].removeprefix("--").strip()
