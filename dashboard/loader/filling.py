"""One load: what has to be read, what stays, and the tables filled with both."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from dashboard import __version__
from dashboard.loader.context import Context
from dashboard.loader.files import Listing, Tasks
from dashboard.loader.first_seen import FirstSeen, first_commits, last_commit
from dashboard.loader.presets import choose_preset
from dashboard.loader.previous import Previous, sure_before
from dashboard.loader.problems import NoArticleError
from dashboard.loader.result import ARTICLE, IGNORED, LOADS_ROW, SAME, SKIPPED, LoadResult
from dashboard.loader.seal import NOTHING_SURE, Copy
from dashboard.loader.tables import Tables
from dashboard.resources import SCHEMA_VERSION
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.loader.reading import Batch

_FEW = 100  # files; as many changes, or a tenth of all files, are made in a copy of the last snapshot


class Load:
    """Plans, reads and writes; the caller owns the files of the database."""

    def __init__(
        self,
        content: Path,
        settings: Settings,
        listing: Listing,
        previous: Previous | None,
        full: bool,
        copy: Copy | None,
        clock: float,
    ) -> None:
        self.clock, self.content, self.listing = clock, content, listing
        self.context = Context(settings, choose_preset(content, listing.paths, settings))
        self.started = self._now()
        self.root = str(content.resolve())
        self.reason = ""
        of_this_folder = previous is not None and previous.content_root == self.root
        if previous and of_this_folder and not full:
            self.reason = self.context.reason(previous.settings_hash) if previous.is_of_this_form else "version"
        if previous and not previous.is_of_this_form:
            previous, of_this_folder = None, False
        self.history = previous  # its loads are kept, whatever folder they were of
        self.previous = previous if of_this_folder else None
        self.tasks = Tasks(listing, (), {})
        self.kept: Sequence[int] = ()  # numbers of files in the listing
        self.removed: set[str] = set()
        self.touched: list[int] = []  # read again, and found to hold the same bytes
        self.commits: Mapping[str, date] = {}  # where git was asked: path -> day of the first commit
        self.counts: Counter[str] = Counter()
        self.unsure = False  # some file has to be looked into again by the next load
        same_rules = self.previous is not None and not self.reason
        copied = copy.wait() if copy else None
        signature = copied if same_rules else None
        self._commit = last_commit(content)
        self._seen = listing.signature(self._commit)
        self.is_unchanged = not full and signature == self._seen
        if self.is_unchanged:
            self.kept = range(len(listing))
        else:
            self._plan(full or not same_rules)
        changes = len(self.tasks.numbers) + len(self.removed)
        self.is_small_change = not full and signature is not None and changes <= max(_FEW, len(listing) // 10)

    def _plan(self, all_of_it: bool) -> None:
        """Which files are read, and which are taken over."""
        listing, previous = self.listing, self.previous
        known = previous.files() if previous else {}
        self.removed = known.keys() - set(listing.paths)
        if previous is None or all_of_it:
            self.tasks = Tasks(listing, range(len(listing)), {})
            return
        sure, unread = previous.sure_before, previous.unread()
        kept: list[int] = []
        changed: list[int] = []
        for n, (path, size, time_ns) in enumerate(zip(listing.paths, listing.sizes, listing.times, strict=True)):
            is_same = known.get(path) == (size, time_ns) and time_ns < sure and path not in unread
            (kept if is_same else changed).append(n)
        self.kept = kept
        self.tasks = Tasks(listing, changed, previous.hashes([listing.paths[n] for n in changed]))

    def start_reading(self, jobs: int | None) -> "Iterator[Batch]":
        """Starts the readers, if there is enough for them to do; what they find is for `fill`."""
        first_seen = self._first_seen()
        if not self.tasks.numbers:
            return iter(())
        from dashboard.loader.reading import read_all  # with all that reads YAML, which takes its time to load

        return read_all(self.tasks, self.context, first_seen, jobs)

    def _first_seen(self) -> FirstSeen:
        """Asks git only when there is a file whose first commit is not known: its whole history takes a while."""
        paths = [self.listing.paths[number] for number in self.tasks.numbers]
        previous = self.previous
        known = previous.first_seen([*paths, *self.removed]) if previous and paths else {}
        gone = previous.hashes(self.removed) if previous and paths and self.removed else {}
        if self._commit and not self.is_unchanged:
            is_new = previous is None or not self.kept or not all(path in known for path in paths)
            if is_new or (previous and previous.waits_for_git()):
                self.commits = first_commits(self.content, self.context.zone)
        return FirstSeen(
            self.started.date(), self.context.zone, self.commits, known if previous is not None else None, gone
        )

    def fill(self, tables: Tables, reads: "Iterator[Batch]", progress: Callable[[int, int], None] | None) -> LoadResult:
        if not self.is_unchanged:
            self._fill(tables, reads, progress)
        elif progress:
            progress(len(self.kept), len(self.listing))
        result = self._result(tables)
        tables.append("loads", [getattr(result, name) for name in LOADS_ROW])
        tables.flush()
        return result

    def _fill(self, tables: Tables, reads: "Iterator[Batch]", progress: Callable[[int, int], None] | None) -> None:
        done, total = len(self.kept), len(self.listing)
        if progress and done:
            progress(done, total)
        batches: list[Batch] = []
        fresh: list[str] = []  # read now, and not as they were
        numbers = iter(self.tasks.numbers)
        for batch in reads:
            for (kind, is_sure), number in zip(batch.outcomes, numbers, strict=False):
                if kind == SAME:
                    self.touched.append(number)
                else:
                    self.counts[kind] += 1
                    self.unsure = self.unsure or not is_sure
                    if self.is_small_change:
                        fresh.append(self.listing.paths[number])
                done += 1
                if progress:
                    progress(done, total)
            if self.is_small_change:
                batches.append(batch)
            else:
                tables.add(batch)
        if self.is_small_change:
            tables.remove([*self.removed, *fresh])
            tables.note_times(self.listing, self.touched)
            for batch in batches:
                tables.add(batch)
        elif self.history:
            self._carry_over(tables, self.history)
        self._finish(tables)

    def _carry_over(self, tables: Tables, history: Previous) -> None:
        tables.flush()
        try:
            if self.kept or self.touched:
                tables.carry_over(history.database, self.listing, [*self.kept, *self.touched])
            tables.carry_over_loads(history.database)
        except duckdb.Error:
            history.check()  # raises DamagedError; else it is the new file that cannot be written
            raise

    def _finish(self, tables: Tables) -> None:
        preset, settings = self.context.preset, self.context.settings
        tables.add_problems(self.listing.problems)
        if self.commits and self.kept:
            tables.note_commits(self.commits)
        tables.sort_articles()
        if not tables.count_outcomes().get(ARTICLE):
            raise self._no_article(tables)
        tables.keep_shapes_in_use()
        tables.add_missing(preset.sources)
        tables.add_tags(settings.tag_aliases)
        tables.add_fields(preset.name, preset.from_settings)
        about = (SCHEMA_VERSION, __version__, self.context.settings_hash, self.root)
        tables.append("snapshot", (*about, preset.name, preset.reason, settings.time_zone))
        tables.flush()

    def signature(self) -> str:
        """What the next load compares the folder with; one that fits no folder where a file must be read again."""
        sure = sure_before(self.started.replace(tzinfo=self.context.zone))
        if self.unsure or max(self.listing.times, default=0) >= sure or -1 in self.listing.sizes:
            return NOTHING_SURE
        return self._seen

    def _result(self, tables: Tables) -> LoadResult:
        outcomes = tables.count_outcomes()
        return LoadResult(
            started_at=self.started,
            finished_at=self._now(),
            content_root=self.root,
            found=len(self.listing),
            read=self.counts[ARTICLE],
            unchanged=outcomes[ARTICLE] - self.counts[ARTICLE],
            ignored=outcomes.get(IGNORED, 0),
            skipped=outcomes.get(SKIPPED, 0),
            removed=len(self.removed),
            articles=outcomes[ARTICLE],
            seconds=round(time.perf_counter() - self.clock, 3),
            version=__version__,
            preset=self.context.preset.name,
            preset_reason=self.context.preset.reason,
            problems=tables.problems(),
            reason=self.reason,
        )

    def _no_article(self, tables: Tables) -> NoArticleError:
        suffixes = self.listing.other_suffixes + Counter(Path(path).suffix.lower() for path in self.listing.paths)
        counted = ", ".join(f"{n} {suffix or '?'}" for suffix, n in suffixes.most_common(5))
        seen: dict[str, Any] = {"folder": self.content, "files": suffixes.total(), "counted": counted}
        problems = tables.problems()
        first = next((problem for problem in problems if problem.severity == "error"), None)
        if self.counts[SKIPPED] and first is not None:
            place = f"{first.path}:{first.line or 1}"
            return NoArticleError("no_article_readable", problems=problems, **seen, place=place, why=first.sentence)
        return NoArticleError("no_article", problems=problems, **seen)

    def _now(self) -> datetime:
        return datetime.now(UTC).astimezone(self.context.zone).replace(tzinfo=None, microsecond=0)
