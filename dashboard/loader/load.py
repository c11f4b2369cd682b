"""A content folder -> a snapshot: the whole way, from files to tables."""

import hashlib
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from dashboard import __version__
from dashboard.errors import DashboardError
from dashboard.loader import snapshot
from dashboard.loader.context import Context
from dashboard.loader.files import ContentFile, Listing, find_files
from dashboard.loader.first_seen import FirstSeen, first_commits
from dashboard.loader.outcome import ARTICLE, IGNORED, SKIPPED, Outcome, read_article
from dashboard.loader.presets import choose_preset
from dashboard.loader.problems import FOLDER, Problem
from dashboard.loader.result import LOADS_ROW, LoadResult
from dashboard.loader.snapshot import DamagedError, Previous
from dashboard.loader.tables import Tables
from dashboard.settings import Settings

Progress = Callable[[int, int], None]  # files done, files in all
_CLOCK_STEP = 2  # seconds: a file written this shortly before a load may change again without another time


def load(
    content: Path, database: Path, settings: Settings, *, full: bool = False, progress: Progress | None = None
) -> LoadResult:
    """Puts a new snapshot of `content` at `database`. Files that did not change are taken over from the last one.

    `full` reads every file again. Raises DashboardError, and leaves the database as it was, for a folder that cannot be
    read or holds no article, and for a database that is not ours, newer, in use by another load, or not writable.
    """
    snapshot.check_target(database)
    listing = find_files(content)
    if not listing.files and not listing.other_suffixes:
        raise DashboardError("folder_empty", folder=content)
    with snapshot.lock(database):
        try:
            snapshot.remove_leftovers(database)
            try:
                return _load(content, database, settings, listing, full, progress)
            except DamagedError:
                snapshot.remove_leftovers(database)
                listing.problems.append(Problem(FOLDER, "snapshot_damaged", value=database.name))
                return _load(content, database, settings, listing, full, progress, damaged=True)
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            raise DashboardError("database_not_written", database=database, reason=reason) from error
        finally:
            snapshot.remove_leftovers(database)


def _load(
    content: Path,
    database: Path,
    settings: Settings,
    listing: Listing,
    full: bool,
    progress: Progress | None,
    damaged: bool = False,
) -> LoadResult:
    new = snapshot.new_file(database)
    tables = Tables(new)
    previous = None
    try:
        previous = None if damaged else snapshot.attach_previous(tables.connection, database)
        result = _Load(content, settings, listing, tables, previous, full).run(progress)
    except duckdb.Error as error:
        if previous is None:
            raise
        raise DamagedError from error  # its first pages could be read, and others not
    finally:
        tables.close()
    snapshot.put_in_place(new, database)
    return result


class _Load:
    """One load on its way into one new file."""

    def __init__(
        self,
        content: Path,
        settings: Settings,
        listing: Listing,
        tables: Tables,
        previous: Previous | None,
        full: bool,
    ) -> None:
        self.clock = time.perf_counter()
        self.content, self.listing, self.tables = content, listing, tables
        self.paths = [file.path for file in listing.files]
        self.context = Context(settings, choose_preset(content, self.paths, settings))
        self.started = self._now()
        self.root = str(content.resolve())
        self.history = previous  # its loads are kept, whatever folder they were of
        self.previous = previous if previous and previous.content_root == self.root else None
        self.known = {}
        if self.previous and not full and self.previous.settings_hash == self.context.settings_hash:
            self.known = dict(self.previous.files)
        self.first_seen = self._first_seen(full)
        self.kept: list[str] = []
        self.counts: Counter[str] = Counter()

    def run(self, progress: Progress | None) -> LoadResult:
        unsure = _nanoseconds(self.previous) if self.previous else 0
        for done, file in enumerate(self.listing.files, start=1):
            self._take(file, unsure)
            if progress:
                progress(done, len(self.listing.files))
        if not self.counts[ARTICLE] + self.counts["unchanged"]:
            raise self._no_article()
        self._finish_tables()
        result = self._result()
        self.tables.append("loads", [getattr(result, name) for name in LOADS_ROW])
        self.tables.flush()
        return result

    def _take(self, file: ContentFile, unsure: int) -> None:
        """One file: kept as it was, or read."""
        known = self.known.get(file.path)
        same_facts = known and known.hash and (known.size, known.mtime_ns) == (file.size, file.mtime_ns)
        if known and same_facts and file.mtime_ns < unsure:
            self._keep(file, known.hash, known.outcome)
            return
        content_hash, data, outcome = self._bytes(file)
        if known and content_hash and known.hash == content_hash:
            self._keep(file, content_hash, known.outcome)
            return
        if outcome is None:
            outcome = read_article(file.path, data, self.context)
        if outcome.article:
            if outcome.article.first_seen_on is None:
                seen = self.first_seen.of(file.path, content_hash, file.mtime_ns)
                outcome.article.first_seen_on, outcome.article.first_seen_from = seen
            self.tables.add_article(outcome.article, self.context.settings.store_texts)
        self.tables.add_problems(outcome.problems)
        self.tables.add_file(file.path, file.size, file.mtime_ns, content_hash, outcome.kind)
        self.counts[outcome.kind] += 1

    def _keep(self, file: ContentFile, content_hash: str | None, kind: str) -> None:
        self.kept.append(file.path)
        self.tables.add_file(file.path, file.size, file.mtime_ns, content_hash, kind)
        self.counts["unchanged" if kind == ARTICLE else kind] += 1

    def _bytes(self, file: ContentFile) -> tuple[str | None, bytes, Outcome | None]:
        """Hash and content of a file, or what becomes of it without them."""
        most = self.context.settings.max_file_bytes
        if file.outside:
            return None, b"", Outcome(IGNORED, None, [Problem(file.path, "link_outside")])
        if file.size > most:
            return None, b"", _skipped(file, "too_large", f"{file.size} > {most}")
        if file.size < 0:
            return None, b"", _skipped(file, "unreadable", None)
        try:
            data = Path(file.absolute).read_bytes()
        except OSError as error:
            return None, b"", _skipped(file, "unreadable", error.strerror)
        return hashlib.blake2b(data, digest_size=16).hexdigest(), data, None

    def _first_seen(self, full: bool) -> FirstSeen:
        """Asks git only when there is a file that no load has seen: its whole history takes a while."""
        unseen = full or self.previous is None or any(path not in self.previous.files for path in self.paths)
        commits = first_commits(self.content, self.context.zone) if unseen else {}
        if self.previous and not full:  # what a load has told once, it does not take back
            commits = {path: day for path, day in commits.items() if path not in self.previous.first_seen}
        return FirstSeen(self.started.date(), self.context.zone, commits, self.previous, set(self.paths))

    def _finish_tables(self) -> None:
        tables, preset, settings = self.tables, self.context.preset, self.context.settings
        tables.add_problems(self.listing.problems)
        if self.kept:
            tables.carry_over(self.kept)
        if self.history:
            tables.carry_over_loads()
        tables.sort_articles()
        tables.add_missing(preset.sources)
        tables.add_tags(settings.tag_aliases)
        tables.add_fields(preset.name, preset.from_settings)
        tables.append(
            "snapshot",
            (
                snapshot.SCHEMA_VERSION,
                __version__,
                self.context.settings_hash,
                self.root,
                preset.name,
                preset.reason,
                settings.time_zone,
            ),
        )
        tables.flush()

    def _result(self) -> LoadResult:
        removed = set(self.previous.files) - set(self.paths) if self.previous else ()
        return LoadResult(
            started_at=self.started,
            finished_at=self._now(),
            content_root=self.root,
            found=len(self.listing.files),
            read=self.counts[ARTICLE],
            unchanged=self.counts["unchanged"],
            ignored=self.counts[IGNORED],
            skipped=self.counts[SKIPPED],
            removed=len(removed),
            articles=self.tables.count_articles(),
            seconds=round(time.perf_counter() - self.clock, 3),
            version=__version__,
            preset=self.context.preset.name,
            preset_reason=self.context.preset.reason,
            problems=self.tables.problems(),
        )

    def _no_article(self) -> DashboardError:
        suffixes = self.listing.other_suffixes + Counter(Path(path).suffix.lower() for path in self.paths)
        counted = ", ".join(f"{n} {suffix or '?'}" for suffix, n in suffixes.most_common(5))
        seen: dict[str, Any] = {"folder": self.content, "files": suffixes.total(), "counted": counted}
        if self.counts[SKIPPED]:
            self.tables.flush()
            first = next(problem for problem in self.tables.problems() if problem.severity == "error")
            return DashboardError(
                "no_article_readable", **seen, place=f"{first.path}:{first.line or 1}", why=first.sentence
            )
        return DashboardError("no_article", **seen)

    def _now(self) -> datetime:
        return datetime.now(UTC).astimezone(self.context.zone).replace(tzinfo=None, microsecond=0)


def _skipped(file: ContentFile, code: str, value: str | None) -> Outcome:
    return Outcome(SKIPPED, None, [Problem(file.path, code, value=value)])


def _nanoseconds(previous: Previous) -> int:
    """Files changed before this moment, and not since, are certain to be what the load before read."""
    started = previous.started_at.replace(tzinfo=ZoneInfo(previous.time_zone))
    return int((started.timestamp() - _CLOCK_STEP) * 1_000_000_000)
