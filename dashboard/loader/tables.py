"""Articles and problems -> the tables of one new snapshot (queries/schema.sql)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from dashboard.loader.files import Listing
from dashboard.loader.previous import attach
from dashboard.loader.problems import ABOUT_THE_FOLDER, Problem
from dashboard.loader.tags import tag_key
from dashboard.resources import QUERIES

if TYPE_CHECKING:
    from dashboard.loader.reading import Batch

_REQUIRED = ("title", "date", "tags", "section", "audience")  # what an article misses when others have it
_FLUSH_EVERY = 2_000  # files: their texts wait in memory until then
_OF_AN_ARTICLE = ("articles", "article_texts", "article_tags")
_ORDER = "published_on nulls last, path"


class Tables:
    """Fills one database file, whose connection it owns: a new one, or a copy of the last snapshot."""

    def __init__(self, file: Path, *, is_copy: bool = False) -> None:
        aside = f"{file}.tmp"  # for what has no room in the memory
        # A second thread would only take the processor from those who read. With less memory, already the sort of
        # 100,000 articles would go by way of the disk.
        self.connection = duckdb.connect(config={"threads": 1, "memory_limit": "400MB", "temp_directory": aside})
        # A file that is not finished is thrown away: it needs no log from which to mend it. Row groups of half the
        # usual size are compressed in less time.
        attach(self.connection, file, "new", "recovery_mode no_wal_writes, row_group_size 61440")
        self.connection.execute("use new")
        self._is_copy = is_copy
        self._articles = "articles"
        if not is_copy:
            self.connection.execute((QUERIES / "schema.sql").read_text(encoding="utf-8"))
            # Only the temporary table knows no order; the table itself is written once, sorted by day.
            self._articles = "new_articles"
            self.connection.execute("create temp table new_articles as from articles limit 0")
        if is_copy:
            self.connection.begin()  # a new file is committed piece by piece: one large piece would fill the memory
        self._waiting: dict[str, list[Sequence[Any]]] = {}
        self._appenders: dict[str, Any] = {}
        self._files = 0

    def append(self, table: str, row: Sequence[Any]) -> None:
        self._waiting.setdefault(table, []).append(row)

    def flush(self) -> None:
        for table, rows in self._waiting.items():
            if table not in self._appenders:
                self._appenders[table] = self.connection.appender(table)
            self._appenders[table].append_rows(rows)
            self._appenders[table].flush()
        self._waiting.clear()
        self._files = 0

    def add(self, batch: "Batch") -> None:
        for table, rows in batch.rows.items():
            if rows:
                self._waiting.setdefault(self._articles if table == "articles" else table, []).extend(rows)
        self._files += len(batch.outcomes)
        if self._files >= _FLUSH_EVERY:
            self.flush()

    def add_problems(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.append("problems", problem.row)

    def remove(self, paths: Iterable[str]) -> None:
        """Takes these files out of a copy, with all that was read from them, and what depends on the whole folder."""
        self.connection.execute("create temp table gone (path varchar)")
        for path in paths:
            self.append("gone", (path,))
        self.flush()
        for table in (*_OF_AN_ARTICLE, "files", "problems"):
            self.connection.execute(f"delete from {table} where path in (from gone)")
        self.connection.execute(
            "delete from problems where list_contains($codes, code)", {"codes": list(ABOUT_THE_FOLDER)}
        )
        for table in ("tags", "fields", "snapshot"):
            self.connection.execute(f"delete from {table}")

    def note_times(self, listing: Listing, numbers: Iterable[int]) -> None:
        """Files of a copy whose time has changed and whose content has not."""
        self._name_files("touched", listing, numbers)
        self.connection.execute(
            """
            update files set size = touched.size, mtime_ns = touched.mtime_ns
            from touched where files.path = touched.path
            """
        )

    def note_commits(self, first: Mapping[str, date]) -> None:
        """Files that were committed, for the first time, after the load that read them."""
        self.connection.execute("create temp table commits (path varchar, day date)")
        for path, day in first.items():
            self.append("commits", (path, day))
        self.flush()
        for table in ("files", self._articles):
            self.connection.execute(
                f"""
                update {table} set first_seen_on = commits.day, first_seen_from = 'git'
                from commits where {table}.path = commits.path and {table}.first_seen_from in ('load', 'file')
                """
            )

    def carry_over(self, database: Path, listing: Listing, numbers: Iterable[int]) -> None:
        """Takes all that the last snapshot knows about these files, except what depends on other files."""
        attach(self.connection, database)
        self._name_files("kept", listing, numbers)
        self.connection.execute(
            """
            insert into files
            select path, kept.size, kept.mtime_ns, hash, outcome, shape, first_seen_on, first_seen_from
            from kept join old.files using (path)
            """
        )
        kept = "where path in (select path from kept)"
        for table in ("article_texts", "article_tags"):
            self.connection.execute(f"insert into {table} from old.{table} {kept}")
        self.connection.execute(f"insert into new_articles from old.articles {kept}")
        self.connection.execute("insert into article_fields from old.article_fields")
        self.connection.execute(
            f"insert into problems from old.problems {kept} and not list_contains($codes, code)",
            {"codes": list(ABOUT_THE_FOLDER)},
        )

    def carry_over_loads(self, database: Path) -> None:
        if not self._rows("from duckdb_databases() where database_name = 'old'"):
            attach(self.connection, database)
        self.connection.execute("insert into loads from old.loads order by started_at, rowid")

    def sort_articles(self) -> None:
        """By day, which makes every question about a period read less."""
        self.flush()
        if not self._is_copy:
            self.connection.execute(f"insert into articles from new_articles order by {_ORDER}")
            self.connection.execute("drop table new_articles")

    def keep_shapes_in_use(self) -> None:
        """Each shape once, and only those of articles that are there."""
        self.connection.execute(
            """
            create temp table shapes as
            select distinct * from article_fields where shape in (select shape from files)
            """
        )
        self.connection.execute("delete from article_fields")
        self.connection.execute("insert into article_fields from shapes order by shape, field nulls last, key")

    def add_missing(self, sources: Mapping[str, Sequence[str]]) -> None:
        """Warns of each article without a title, day, tag, section, audience; tells once what no article has."""
        filled = {field for (field,) in self._rows("select distinct field from article_fields")}
        for field in _REQUIRED:
            if field not in filled:
                keys = ", ".join(source.lstrip("@") for source in sources.get(field, ()))
                self.add_problems([Problem(".", "field_not_used", field=field, value=keys)])
                continue
            told = Problem("\1", f"missing_{field}", 1, field)
            self.connection.execute(
                """
                insert into problems
                select path, 1, $severity, $code, $field, null,
                    replace($message, chr(1), path), replace($remedy, chr(1), path)
                from files
                where outcome = 'article'
                  and shape not in (select shape from article_fields where field = $field)
                  and path not in (select path from problems where field = $field and severity = 'warning')
                  and not ($field = 'date' and path in (select path from articles where draft))  -- it has no day yet
                order by path
                """,
                {
                    "field": field,
                    "code": told.code,
                    "severity": told.severity,
                    "message": told.message,
                    "remedy": told.remedy,
                },
            )
        self.flush()

    def add_tags(self, aliases: Mapping[str, str]) -> None:
        """Each tag under its commonest spelling; of equally common ones, the first in the alphabet.

        A spelling that only an alias leads to the tag is never shown; `aliases` are those of the settings, as written.
        """
        rows = self._rows("from article_tags select tag, label, count(*) group by all order by count(*) desc, label")
        labels: dict[str, str] = {}
        for tag, label, _ in rows:
            if tag not in labels and tag_key(label) == tag:
                labels[tag] = label
        written = {tag_key(target): target for target in aliases.values()}
        for tag in sorted({tag for tag, _, _ in rows}):
            self.append("tags", (tag, labels.get(tag) or written.get(tag, tag)))
        self.flush()

    def add_fields(self, preset: str, from_settings: Iterable[str]) -> None:
        """Counts which key filled which field."""
        self.connection.execute(
            """
            insert into fields
            select field, key, if(list_contains($settings, field), 'settings', $preset), count(*)
            from article_fields join files using (shape)
            where field is not null
            group by field, key order by field, count(*) desc, key
            """,
            {"settings": list(from_settings), "preset": preset},
        )

    def count_outcomes(self) -> dict[str, int]:
        self.flush()
        return dict(self._rows("select outcome, count(*) from files group by outcome"))

    def problems(self) -> list[Problem]:
        self.flush()
        rows = self._rows("select path, code, line, field, value from problems order by path, line, code, value")
        return [Problem(*row) for row in rows]

    def close(self, *, keep: bool) -> None:
        """Writes it all to the file; or, when the load came to nothing, none of it."""
        self._appenders.clear()
        if keep and self._is_copy:
            self.connection.commit()
        if keep:  # closing would do it too, and say nothing when the disk is full
            self.connection.execute("checkpoint")
        self.connection.close()

    def _name_files(self, table: str, listing: Listing, numbers: Iterable[int]) -> None:
        self.connection.execute(f"create temp table {table} (path varchar, size bigint, mtime_ns bigint)")
        for number in numbers:
            self.append(table, (listing.paths[number], listing.sizes[number], listing.times[number]))
        self.flush()

    def _rows(self, query: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        return self.connection.execute(query, parameters).fetchall()
