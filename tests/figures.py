"""What the tests of the figures share: a snapshot filled by hand, and a query held against its count."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import duckdb

from dashboard.filters import Filters
from dashboard.resources import QUERIES, SCHEMA_VERSION
from dashboard.settings import Settings
from tests import (
    counting,
    counting_articles,
    counting_gaps,
    counting_plan,
    counting_quality,
    counting_review,
    counting_rhythm,
    counting_schedule,
    counting_topics,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from pathlib import Path

    from dashboard.warehouse import Snapshot
    from tests.counting_rules import Parameters, Rows
    from tests.plain_reader import Article

COUNTS: dict[str, Callable[[list[Article], Parameters], Rows]] = {
    "ahead": counting_articles.ahead,
    "articles": counting_articles.listed,
    "backtest": counting_plan.backtest,
    "balance": counting.balance,
    "cadence": counting_rhythm.cadence,
    "compared": counting_rhythm.compared,
    "draft_share": counting.draft_share,
    "drafts": counting.drafts,
    "evenness": counting_topics.evenness,
    "forecast": counting_plan.forecast,
    "gap_cells": counting_gaps.gap_cells,
    "gap_heat": counting_gaps.gap_heat,
    "gaps": counting_rhythm.gaps,
    "hours": counting_rhythm.hours,
    "missing_tags": counting_topics.missing_tags,
    "neighbours": counting_articles.neighbours,
    "review_shares": counting_review.review_shares,
    "review_volume": counting_review.review_volume,
    "plan": counting_plan.plan,
    "rising": counting_topics.rising,
    "schedule": counting_schedule.schedule,
    "lengths": counting_quality.lengths,
    "one_audience": counting_gaps.one_audience,
    "required_cells": counting_gaps.required_cells,
    "shares": counting.shares,
    "stories": counting_rhythm.stories,
    "tag_pairs": counting_topics.tag_pairs,
    "tag_trend": counting.tag_trend,
    "tag_variants": counting_topics.tag_variants,
    "tags": counting.tags,
    "tags_agreed": counting_topics.tags_agreed,
    "totals": counting.totals,
    "untagged_mentions": counting_gaps.untagged_mentions,
    "upkeep": counting_quality.upkeep,
    "volume": counting_rhythm.volume,
    "volume_by": counting_rhythm.volume_by,
}
COPIED = {  # columns that hold what the file holds
    "articles": {"authors", "word_count", "updated_on", "expires_on", "first_seen_on", "slug", "url"}
    | {"cover_image", "cover_alt", "cover_caption"}
}


def fill(database: Path, articles: Iterable[Article], schema_version: int = SCHEMA_VERSION) -> Path:
    """A snapshot with these articles, made through schema.sql alone."""
    articles = list(articles)
    with duckdb.connect(database) as connection:
        connection.begin()  # one commit: a test fills many of these
        connection.execute((QUERIES / "schema.sql").read_text(encoding="utf-8"))
        snapshot = [schema_version, "0", "", "content", "dutch", "by hand", Settings().time_zone]
        connection.execute("insert into snapshot values (?, ?, ?, ?, ?, ?, ?)", snapshot)
        for a in articles:
            row = {
                "path": a.path,
                "title": a.title,
                "summary": a.summary,
                "section": a.section,
                "audience": a.audience,
                "language": a.language,
                "story": a.story,
                "authors": a.authors or None,
                "published_on": a.day,
                "published_at": a.moment,
                "expires_on": a.expires,
                "draft": a.draft,
                "first_seen_on": a.created,
                "first_seen_from": "created" if a.created else None,
                "word_count": a.words,
                "slug": a.slug,
                "updated_on": a.updated,
                "cover_image": a.cover,
                "cover_alt": a.alt,
            }
            if a.body:
                connection.execute("insert into article_texts values (?, ?)", [a.path, a.body])
            names, marks = ", ".join(row), ", ".join("?" * len(row))
            connection.execute(f"insert into articles ({names}) values ({marks})", list(row.values()))
            for position, (tag, label) in enumerate(a.tags.items(), start=1):
                connection.execute("insert into article_tags values (?, ?, ?, ?)", [a.path, tag, label, position])
        for tag, label in counting.labels(articles).items():
            connection.execute("insert into tags values (?, ?)", [tag, label])
        connection.commit()
    return database


def parameters(
    as_of: date, filters: Filters | None = None, settings: Settings | None = None, **own: Any
) -> dict[str, Any]:
    """All of it without filters, but for what is given."""
    filters = filters or Filters(period="all", compare="none")
    return filters.parameters(as_of, settings or Settings()) | own


def rows(snapshot: Snapshot, name: str, p: Parameters) -> Rows:
    columns, found = snapshot.rows(name, p)
    return [dict(zip(columns, row, strict=True)) for row in found]


def check(snapshot: Snapshot, articles: list[Article], name: str, p: Parameters) -> Rows:
    """The query gives what was counted, row by row and column by column. Returns the rows."""
    found = [
        {column: value for column, value in row.items() if column not in COPIED.get(name, ())}
        for row in rows(snapshot, name, p)
    ]
    counted = COUNTS[name](articles, p)
    for number, (row, expected) in enumerate(zip(found, counted, strict=False)):
        assert row.keys() == expected.keys(), f"{name}: other columns"
        wrong = {column: (row[column], value) for column, value in expected.items() if not _equal(row[column], value)}
        assert not wrong, f"{name}, row {number}: (query, count) is {wrong}, in {row}"
    assert len(found) == len(counted), f"{name}: {len(found)} rows, counted {len(counted)}"
    return found


def _equal(value: Any, counted: Any) -> bool:
    if isinstance(value, float) or isinstance(counted, float):
        return value is not None and counted is not None and math.isclose(value, counted, abs_tol=1e-9)
    return bool(value == counted)
