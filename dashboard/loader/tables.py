"""Articles and problems -> the tables of one new snapshot (queries/schema.sql)."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from dashboard.loader.article import Article
from dashboard.loader.problems import ABOUT_THE_FOLDER, Problem
from dashboard.loader.tags import tag_key
from dashboard.resources import QUERIES

_ROW = tuple(name for name in Article.__slots__ if name not in ("body", "tags", "keys"))
_REQUIRED = ("title", "date", "tags", "section", "audience")  # what an article misses when others have it
_FLUSH_EVERY = 2_000  # articles: their texts wait in memory until then
# Which key filled which field of which article: so that a load that reads three files can still count them all.
_ARTICLE_FIELDS = """
create table if not exists article_fields (path varchar not null, field varchar not null, key varchar not null)
"""


class Tables:
    """Fills one database file, whose connection it owns."""

    def __init__(self, file: Path) -> None:
        self.connection = duckdb.connect(str(file))
        self.connection.execute((QUERIES / "schema.sql").read_text(encoding="utf-8"))
        self.connection.execute(_ARTICLE_FIELDS)
        # Only the temporary table knows no order; the table itself is written once, sorted by day.
        self.connection.execute("create temp table new_articles as from articles limit 0")
        self._appenders: dict[str, Any] = {}
        self._waiting = 0

    def append(self, table: str, row: Sequence[Any]) -> None:
        if table not in self._appenders:
            self._appenders[table] = self.connection.appender(table)
        self._appenders[table].append_row(*row)

    def flush(self) -> None:
        for appender in self._appenders.values():
            appender.flush()
        self._waiting = 0

    def add_article(self, article: Article, store_text: bool) -> None:
        self.append("new_articles", [getattr(article, name) for name in _ROW])
        if store_text:
            self.append("article_texts", (article.path, article.body))
        for position, (tag, label) in enumerate(article.tags, start=1):
            self.append("article_tags", (article.path, tag, label, position))
        for field, key in article.keys.items():
            self.append("article_fields", (article.path, field, key))
        self._waiting += 1
        if self._waiting == _FLUSH_EVERY:
            self.flush()

    def add_problems(self, problems: Iterable[Problem]) -> None:
        for p in problems:
            row = (p.path, p.line, p.severity, p.code, p.field, p.value, p.message, p.remedy)
            self.append("problems", row)

    def add_file(self, path: str, size: int, mtime_ns: int, content_hash: str | None, outcome: str) -> None:
        self.append("files", (path, size, mtime_ns, content_hash, outcome))

    def carry_over(self, paths: Sequence[str]) -> None:
        """Takes all that the attached snapshot `old` knows about these files, except what depends on other files."""
        self.connection.execute("create temp table kept (path varchar)")
        for path in paths:
            self.append("kept", (path,))
        self.flush()
        kept = "where path in (from kept)"
        for table in ("article_texts", "article_tags", "article_fields"):
            self.connection.execute(f"insert into {table} from old.{table} {kept}")
        self.connection.execute(f"insert into new_articles from old.articles {kept}")
        self.connection.execute(
            f"insert into problems from old.problems {kept} and not list_contains($codes, code)",
            {"codes": list(ABOUT_THE_FOLDER)},
        )

    def carry_over_loads(self) -> None:
        self.connection.execute("insert into loads from old.loads order by started_at")

    def sort_articles(self) -> None:
        """By day, which makes every question about a period read less."""
        self.flush()
        self.connection.execute("insert into articles from new_articles order by published_on nulls last, path")
        self.connection.execute("drop table new_articles")
        self._appenders.clear()

    def add_missing(self, sources: Mapping[str, Sequence[str]]) -> None:
        """Warns of each article without a title, day, tag, section, audience; tells once what no article has."""
        filled = {field for (field,) in self._rows("select distinct field from article_fields")}
        for field in _REQUIRED:
            if field not in filled:
                keys = ", ".join(source.lstrip("@") for source in sources.get(field, ()))
                self.add_problems([Problem(".", "field_not_used", field=field, value=keys)])
                continue
            without = self._rows(
                """
                from articles anti join (from article_fields where field = $field) using (path)
                anti join (from problems where field = $field and severity = 'warning') using (path)
                select path order by path
                """,
                {"field": field},
            )
            self.add_problems(Problem(path, f"missing_{field}", 1, field) for (path,) in without)
        self.flush()

    def add_tags(self, aliases: Mapping[str, str]) -> None:
        """Each tag under its commonest spelling; of equally common ones, the first in the alphabet.

        A spelling that only an alias leads to the tag is never shown; `aliases` are those of the settings, as written.
        """
        self.flush()
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
            from article_fields group by field, key order by field, count(*) desc, key
            """,
            {"settings": list(from_settings), "preset": preset},
        )

    def count_articles(self) -> int:
        return int(self._rows("select count(*) from articles")[0][0])

    def problems(self) -> list[Problem]:
        rows = self._rows("select path, code, line, field, value from problems order by path, line, code, value")
        return [Problem(*row) for row in rows]

    def close(self) -> None:
        self.connection.close()

    def _rows(self, query: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        return self.connection.execute(query, parameters).fetchall()
