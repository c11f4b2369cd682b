"""Small content folders, loaded: what the tests of the loader share."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from dashboard.loader import LoadResult, load
from dashboard.loader.context import Context
from dashboard.loader.front_matter import FrontMatter, split_front_matter
from dashboard.loader.outcome import Outcome, read_articles
from dashboard.loader.presets import choose_preset
from dashboard.loader.problems import Notes
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.loader.article import Article


@dataclass
class Loaded:
    """A snapshot, and what the load that made it said."""

    result: LoadResult
    database: Path

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self.open() as connection:
            return connection.execute(query).fetchall()

    def open(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(":memory:")
        name = str(self.database).replace("'", "''")
        connection.execute(f"attach '{name}' as snapshot (read_only)")
        return connection.execute("use snapshot")

    def codes(self, path: str | None = None) -> list[str]:
        return [problem.code for problem in self.result.problems if path in (None, problem.path)]

    def tables(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table that depends on the content only; when an article was first seen does not."""
        with self.open() as connection:
            names = connection.execute(
                "select table_name from duckdb_tables() where database_name = 'snapshot'"
            ).fetchall()
            found = {}
            for (name,) in names:
                columns = "* exclude (first_seen_on, first_seen_from)" if name in ("articles", "files") else "*"
                rows = connection.execute(f"select {columns} from {name}").fetchall()
                found[name] = sorted(rows, key=repr)
        del found["loads"]
        return found


def put(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Writes files, and sets their clocks back: a change in the same moment as a load is a test of its own."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        earlier = path.stat().st_mtime_ns - 60_000_000_000
        os.utime(path, ns=(earlier, earlier))
    return folder


def load_files(tmp_path: Path, files: dict[str, str | bytes], **settings: Any) -> Loaded:
    """Loads these files, as the folder `articles`, into a database beside it."""
    return load_folder(put(tmp_path / "articles", files), tmp_path / "editorial.duckdb", **settings)


def load_folder(content: Path, database: Path, full: bool = False, **settings: Any) -> Loaded:
    result = load(content, database, Settings(**settings), full=full)
    assert result.found == result.read + result.unchanged + result.ignored + result.skipped
    return Loaded(result, database)


def article_of(
    text: str | bytes, path: str = "one.md", **settings: Any
) -> tuple[Article, list[tuple[str, int | None]]]:
    """The article of one file, and its problems as (code, line)."""
    outcome = outcome_of(text, path, **settings)
    assert outcome.article is not None, outcome
    return outcome.article, [(problem.code, problem.line) for problem in outcome.problems]


def outcome_of(text: str | bytes, path: str = "one.md", **settings: Any) -> Outcome:
    chosen = Settings(**{"preset": "plain", **settings})
    context = Context(chosen, choose_preset(Path(__file__).parent, [path], chosen))
    data = text.encode() if isinstance(text, str) else text
    return read_articles([(path, data)], context)[0]


def split(text: str, **settings: Any) -> tuple[FrontMatter | None, Notes]:
    notes = Notes("one.md")
    return split_front_matter(text, notes, Settings(**settings)), notes
