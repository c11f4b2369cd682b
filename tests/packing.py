"""What the tests of the meeting pack share: a folder as a context, and all that a pack says."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from dashboard.charts import LIGHT
from dashboard.context import Context
from dashboard.filters import Filters
from dashboard.loader import load
from dashboard.settings import Settings, read_settings
from dashboard.warehouse import Snapshot
from dashboard.words import words
from tests.figures import fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.plain_reader import Article

AS_OF = date(2026, 3, 13)  # of the sample


def loaded(content: Path, database: Path) -> Snapshot:
    load(content, database, read_settings(content))
    return Snapshot(database)


def context_of(
    snapshot: Snapshot, lang: str = "nl", as_of: date = AS_OF, settings: Settings | None = None, **filters: Any
) -> Context:
    return Context(words(lang), LIGHT, settings or Settings(), snapshot, Filters(**filters), as_of)


def by_hand(database: Path, articles: list[Article], as_of: date = AS_OF, **filters: Any) -> Context:
    return context_of(Snapshot(fill_read(database, articles)), as_of=as_of, **filters)


def fill_read(database: Path, articles: list[Article]) -> Path:
    """With the row that a load leaves behind: a pack says when the folder was read."""
    import duckdb

    fill(database, articles)
    with duckdb.connect(database) as connection:
        columns = [row[0] for row in connection.execute("describe loads").fetchall()]
        kinds = {row[0]: row[1] for row in connection.execute("describe loads").fetchall()}
        values = ["2026-03-13 09:14:00" if kinds[name].startswith("TIMESTAMP") else 0 for name in columns]
        values = [len(articles) if name == "articles" else value for name, value in zip(columns, values, strict=True)]
        connection.execute(f"insert into loads values ({', '.join('?' * len(values))})", values)
    return database


def texts(part: Any) -> Iterator[str]:
    """Every text of a pack, wherever it stands, but for what a chart draws."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from texts(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from texts(getattr(part, field.name))
