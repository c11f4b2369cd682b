"""For any small folder and any filters, a query gives what a plain count gives."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.filters import COMPARISONS, GRANULARITIES, PERIODS, STATUSES, Filters
from dashboard.settings import Settings
from dashboard.warehouse import Snapshot
from tests.figures import COUNTS, check, fill, parameters
from tests.plain_reader import Article

AS_OF = date(2027, 1, 3)  # the last day of 2026-W53
SECTIONS = (None, "geld", "werk", "a b")
AUDIENCES = (None, "STARTER", "BESLISSER")
TAGS = {"ai": "AI", "ai-act": "ai act", "avg": "AVG", "é": "É", "it's": "it's"}
SORTS = tuple(
    sign + column
    for column in ("published_on", "title", "section", "audience", "status", "expires_on", "first_seen_on", "path")
    for sign in ("", "-")
)

# Many on few days, so that the edges of periods are met; some far away.
days = st.dates(AS_OF - timedelta(days=9), AS_OF + timedelta(days=2)) | st.dates(date(2024, 12, 1), date(2027, 2, 1))


def some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


times = st.times(max_value=time(23, 59)) | st.just(time(0))


def dated(day: date | None, at: time | None) -> dict[str, Any]:
    return {"day": day, "moment": datetime.combine(day, at) if day and at else None}


@st.composite
def folders(draw: st.DrawFn) -> list[Article]:
    return [
        Article(
            f"{number}.md",
            section=draw(st.sampled_from(SECTIONS)),
            audience=draw(st.sampled_from(AUDIENCES)),
            language=draw(st.sampled_from((None, "nl"))),
            story=draw(st.sampled_from((None, "one", "two"))),
            authors=draw(st.lists(st.sampled_from(("An", "Bo, redacteur", "Çelik")), max_size=3)),
            **dated(draw(st.none() | days), draw(st.none() | times)),
            expires=draw(st.none() | days),
            draft=draw(st.booleans() if number % 3 == 0 else st.just(False)),
            created=draw(st.none() | days),
            tags={tag: TAGS[tag] for tag in draw(st.lists(st.sampled_from(list(TAGS)), max_size=3, unique=True))},
        )
        for number in range(draw(st.integers(0, 12)))
    ]


@st.composite
def states(draw: st.DrawFn) -> dict[str, Any]:
    filters = Filters(
        period=draw(st.sampled_from(PERIODS)),
        start=draw(st.none() | days),
        end=draw(st.none() | days),
        compare=draw(st.sampled_from(COMPARISONS)),
        section=draw(some("", "geld", "no such section")),
        audience=draw(some("", "STARTER")),
        tag=draw(some("", "ai", "é", "it's")),
        language=draw(some("", "nl")),
        status=draw(some(*STATUSES)),
    )
    intended = {"section": {"geld": 0.5, "plan": 0.5}} if draw(st.booleans()) else {}
    return parameters(
        draw(st.just(AS_OF) | days),
        filters,
        Settings(targets=intended),
        granularity=draw(st.sampled_from(GRANULARITIES)),
        split=draw(st.sampled_from(("section", "audience", "language", "tag", "author", "status"))),
        count=draw(st.sampled_from(("articles", "stories"))),
        top=draw(st.integers(1, 4)),
        against=draw(st.sampled_from(("expected", "planned"))),
        per_week=draw(st.sampled_from((None, 2.5))),
        per_month=draw(st.sampled_from((None, 9))),
        search=draw(st.sampled_from(("", "A", "ai act", "e", '"ai act"', "celik É", '.md "it’s'))),
        sort=draw(st.sampled_from(SORTS)),
        rows=draw(st.none() | st.integers(1, 3)),
        skip=draw(st.integers(0, 2)),
        authors=draw(st.sampled_from(((), ("",), ("An", "")))),
        weekday=draw(st.none() | st.integers(1, 7)),
        hour=draw(st.none() | st.integers(0, 23)),
        path=draw(st.sampled_from(("", "0.md", "1.md", "3.md"))),
        agreed=draw(st.sampled_from(((), ("ai", "nowhere")))),
        cell_section=draw(st.sampled_from(("", "geld"))),
        cell_audience=draw(st.sampled_from(("", "STARTER"))),
    )


@given(folders(), st.lists(states(), min_size=1, max_size=3))
@settings(max_examples=40)
def test_any_folder_and_any_filters(articles: list[Article], asked: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as folder:
        snapshot = Snapshot(fill(Path(folder) / "editorial.duckdb", articles))
        for p in asked:
            for name in COUNTS.keys() - {"shares", "draft_share"}:
                check(snapshot, articles, name, p)
            for by in ("section", "audience", "language"):
                check(snapshot, articles, "shares", p | {"by": by})
            for by in ("all", "section", "audience", "tag", "month"):
                check(snapshot, articles, "draft_share", p | {"by": by})
