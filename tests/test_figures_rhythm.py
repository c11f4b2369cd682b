"""The figures of the page Volume on small tables that one can work out on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from dashboard import figures
from dashboard.charts import LIGHT
from dashboard.context import Context
from dashboard.errors import DashboardError
from dashboard.filters import Filters
from dashboard.settings import Settings
from dashboard.warehouse import Snapshot
from dashboard.words import words
from tests.figures import check, fill, parameters, rows
from tests.plain_reader import Article

if TYPE_CHECKING:
    from pathlib import Path

Made = Callable[..., tuple[Snapshot, list[Article]]]
MONDAY = date(2026, 3, 2)
FRIDAY = date(2026, 3, 13)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    def make(*articles: Article) -> tuple[Snapshot, list[Article]]:
        return Snapshot(fill(tmp_path / "editorial.duckdb", articles)), list(articles)

    return make


def on(*days: date, **same: Any) -> list[Article]:
    return [Article(f"{number}-{day}.md", day=day, **same) for number, day in enumerate(days)]


# ------------------------------------------------------------------ a year before


def test_a_week_is_compared_with_the_one_52_weeks_before(made: Made) -> None:
    """Monday 2 March 2026 with Monday 3 March 2025, not with Sunday the 2nd."""
    snapshot, articles = made(*on(date(2025, 2, 24), date(2025, 3, 2), date(2025, 3, 3), date(2025, 3, 9), MONDAY))
    p = parameters(date(2026, 3, 8), Filters("own", MONDAY, date(2026, 3, 8)))
    assert [(row["articles"], row["year_before"]) for row in check(snapshot, articles, "volume", p)] == [(1, 2)]
    monday = check(snapshot, articles, "volume", p | {"granularity": "day"})[0]
    assert (monday["bucket"], monday["year_before"]) == (MONDAY, 1)


def test_the_running_bucket_is_compared_with_as_many_days(made: Made) -> None:
    """To Friday 13 March: of March 2025 the 14th does not count, of that week the Saturday does not."""
    days = [date(2025, 2, 3), date(2025, 3, 1), date(2025, 3, 13), date(2025, 3, 14), date(2025, 3, 15), FRIDAY]
    snapshot, articles = made(*on(*days))
    p = parameters(FRIDAY, Filters("year"))
    march = check(snapshot, articles, "volume", p | {"granularity": "month"})[-1]
    assert (march["complete"], march["articles"], march["year_before"]) == (False, 1, 2)
    week = check(snapshot, articles, "volume", p | {"granularity": "week"})[-1]  # 10–14 March 2025
    assert (week["complete"], week["articles"], week["year_before"]) == (False, 1, 2)


def test_a_bucket_that_begins_before_the_period_is_compared_with_its_days_in_it(made: Made) -> None:
    snapshot, articles = made(*on(date(2025, 1, 1), date(2025, 2, 13), date(2025, 2, 14), date(2026, 2, 20)))
    p = parameters(FRIDAY, Filters("4w"), granularity="month")  # from 14 February
    february = check(snapshot, articles, "volume", p)[0]
    assert (february["complete"], february["articles"], february["year_before"]) == (False, 1, 1)


def test_all_of_february_is_compared_with_all_of_february(made: Made) -> None:
    """In a leap year and after one."""
    snapshot, articles = made(*on(date(2022, 12, 1), date(2023, 2, 28), date(2024, 2, 29), date(2025, 2, 28)))
    p = parameters(date(2025, 12, 31), granularity="month")
    found = {row["bucket"]: row["year_before"] for row in check(snapshot, articles, "volume", p)}
    assert [found[date(year, 2, 1)] for year in (2023, 2024, 2025)] == [None, 1, 1]


def test_before_the_publication_began_there_is_no_year_before(made: Made) -> None:
    """Not 0: also when a filter hides its first articles."""
    snapshot, articles = made(*on(date(2025, 3, 5)), *on(date(2026, 2, 4), MONDAY, section="geld"))
    p = parameters(FRIDAY, Filters("year", section=("geld",)), granularity="month")
    found = [row["year_before"] for row in check(snapshot, articles, "volume", p)]
    assert found == [None, None, None]  # March 2025 began on the 5th
    p = parameters(date(2026, 4, 30), Filters("year", section=("geld",)), granularity="month")
    assert [row["year_before"] for row in check(snapshot, articles, "volume", p)] == [None, None, None, 0]


def test_compared(made: Made) -> None:
    """The week runs to Friday: neither Saturday 7 March nor Saturday 15 March 2025 counts for the weeks before."""
    days = [date(2025, 1, 1), date(2025, 3, 11), date(2025, 3, 15), MONDAY, date(2026, 3, 7), date(2026, 3, 9), FRIDAY]
    snapshot, articles = made(*on(*days))
    found = {row["what"]: row for row in check(snapshot, articles, "compared", parameters(FRIDAY, Filters("12m")))}
    assert (found["period"]["articles"], found["period"]["before"]) == (5, None)  # began 1 January 2025
    assert (found["running_before"]["articles"], found["running_before"]["before"]) == (2, 1)
    assert (found["running_before"]["before_from"], found["running_before"]["before_to"]) == (MONDAY, date(2026, 3, 6))
    assert (found["running_year"]["articles"], found["running_year"]["before"]) == (2, 1)
    month = parameters(date(2026, 3, 30), granularity="month")
    february = {row["what"]: row for row in check(snapshot, articles, "compared", month)}["running_before"]
    assert february["before_to"] == date(2026, 2, 28)  # thirty days of March against all of February


@pytest.mark.parametrize(
    ("as_of", "filters", "own"),
    [
        (FRIDAY, Filters("month"), {}),  # February
        (FRIDAY, Filters("own", date(2026, 3, 11), FRIDAY), {}),  # only a part of the week
        (FRIDAY, Filters("all"), {"granularity": "day"}),  # which has no part that is over
    ],
)
def test_nothing_runs(made: Made, as_of: date, filters: Filters, own: dict[str, str]) -> None:
    snapshot, articles = made(*on(MONDAY, FRIDAY))
    found = check(snapshot, articles, "compared", parameters(as_of, filters, **own))
    assert [row["what"] for row in found] == ["period"]


# ------------------------------------------------------------------ divided


def parts(found: list[dict[str, Any]]) -> dict[str, tuple[int, int]]:
    """Of one bucket: articles and total by label."""
    return {row["label"]: (row["articles"], row["total"]) for row in found}


def test_tags_and_authors_overlap(made: Made) -> None:
    snapshot, articles = made(
        Article("a.md", day=MONDAY, tags={"ai": "AI", "avg": "AVG"}, authors=["An", "Bo, redacteur", "An"]),
        Article("b.md", day=MONDAY, tags={"ai": "ai"}, authors=["An"]),
        Article("c.md", day=MONDAY, tags={"ai": "AI"}),
    )
    p = parameters(date(2026, 3, 8))
    tags = check(snapshot, articles, "volume_by", p | {"split": "tag"})
    assert parts(tags) == {"AI": (3, 3), "AVG": (1, 3)}
    assert {row["category"] for row in tags} == {"ai", "avg"}  # what a click hands on
    assert sum(row["share"] for row in tags) == pytest.approx(4 / 3)
    authors = check(snapshot, articles, "volume_by", p | {"split": "author"})
    assert parts(authors) == {"An": (2, 3), "Bo, redacteur": (1, 3), "": (1, 3)}


def test_of_many_tags_the_most_used_are_left_and_the_rest_is_counted(made: Made) -> None:
    """What has no tag at all is no tag: it takes no place, and is never left out."""
    many = {f"t{number:04}": f"t{number:04}" for number in range(500)}
    snapshot, articles = made(
        Article("a.md", day=MONDAY, tags=many),
        *on(*[MONDAY] * 3, tags={"t0400": "t0400", "t0007": "t0007"}),
        Article("none.md", day=MONDAY),
    )
    found = check(snapshot, articles, "volume_by", parameters(date(2026, 3, 8), split="tag", top=3))
    assert [(row["category"], row["articles"]) for row in found] == [("t0000", 1), ("t0007", 4), ("t0400", 4), ("", 1)]
    assert {row["left_out"] for row in found} == {497}


def test_sections_are_all_there(made: Made) -> None:
    snapshot, articles = made(*(Article(f"{n}.md", day=MONDAY, section=f"s{n:02}") for n in range(30)))
    found = check(snapshot, articles, "volume_by", parameters(date(2026, 3, 8), split="section", top=3))
    assert len(found) == 30
    assert {row["left_out"] for row in found} == {0}


def test_by_status_drafts_count_on_their_own_day_and_what_lies_ahead_does_not(made: Made) -> None:
    snapshot, articles = made(
        Article("published.md", day=MONDAY),
        Article("expired.md", day=MONDAY, expires=FRIDAY),
        Article("draft.md", day=MONDAY, draft=True),
        Article("draft-ahead.md", day=FRIDAY + timedelta(1), draft=True),
        Article("draft-undated.md", draft=True),
        Article("scheduled.md", day=FRIDAY + timedelta(1)),
    )
    found = check(snapshot, articles, "volume_by", parameters(FRIDAY, split="status", granularity="month"))
    assert parts(found) == {"published": (1, 3), "expired": (1, 3), "draft": (1, 3)}
    for split in ("section", "tag", "language"):  # and elsewhere no draft counts
        found = check(snapshot, articles, "volume_by", parameters(FRIDAY, split=split, granularity="month"))
        assert parts(found) == {"": (2, 2)}


# ------------------------------------------------------------------ stories


def translated() -> list[Article]:
    def article(language: str, story: str | None, day: date, hour: int | None = None, **other: Any) -> Article:
        moment = None if hour is None else datetime.combine(day, time(hour))
        path = f"{language}/{story or day}.md"
        return Article(path, language=language, story=story, day=day, moment=moment, **other)

    return [
        article("nl", "a", MONDAY, section="geld", tags={"ai": "ai"}),
        article("en", "a", MONDAY + timedelta(7), section="money"),
        article("nl", "b", MONDAY, 9),
        article("en", "b", MONDAY, 8),
        article("nl", None, MONDAY),
        article("nl", "c", FRIDAY + timedelta(3)),  # its translation is out, it is not
        article("en", "c", MONDAY + timedelta(7)),
    ]


def test_a_story_counts_once_where_and_when_it_came_out_first(made: Made) -> None:
    snapshot, articles = made(*translated())
    p = parameters(FRIDAY, count="stories")
    assert [row["articles"] for row in check(snapshot, articles, "volume", p)] == [3, 1]
    assert [row["articles"] for row in check(snapshot, articles, "volume", p | {"count": "articles"})] == [4, 2]
    first_week = check(snapshot, articles, "volume_by", p | {"split": "language"})[:2]
    assert parts(first_week) == {"en": (1, 3), "nl": (2, 3)}  # b came out an hour earlier in English
    assert rows(snapshot, "stories", p) == [{"articles": 7, "stories": 4, "shared": 6}]


def test_a_bucket_holds_the_same_stories_in_every_period(made: Made) -> None:
    """The translation of an older story is no new story of this week; with only its language in the filter it is."""
    snapshot, articles = made(*translated())
    week = Filters("own", date(2026, 3, 9), FRIDAY)
    p = parameters(FRIDAY, week, count="stories")
    assert [row["articles"] for row in check(snapshot, articles, "volume", p)] == [1]
    english = parameters(FRIDAY, week.with_(language=("en",)), count="stories")
    assert [row["articles"] for row in check(snapshot, articles, "volume", english)] == [2]
    for name in ("cadence", "gaps", "hours", "compared"):
        check(snapshot, articles, name, p)


def test_a_draft_and_what_is_published_are_two_of_one_story(made: Made) -> None:
    snapshot, articles = made(
        Article("nl.md", story="a", day=date(2026, 3, 3)), Article("en.md", story="a", day=MONDAY, draft=True)
    )
    found = check(snapshot, articles, "volume_by", parameters(date(2026, 3, 8), split="status", count="stories"))
    assert parts(found) == {"published": (1, 2), "draft": (1, 2)}


@pytest.mark.parametrize("name", ["volume", "volume_by", "cadence", "gaps", "hours", "compared"])
def test_what_is_no_count_is_refused(made: Made, name: str) -> None:
    snapshot, _ = made(*translated())
    with pytest.raises(DashboardError, match="articles or stories"):
        rows(snapshot, name, parameters(FRIDAY, count="words"))


# ------------------------------------------------------------------ gaps, streaks, hours


def test_gaps(made: Made) -> None:
    """From day to day is no silence; the one that still lasts is there, and enters no median."""
    days = [MONDAY, MONDAY, MONDAY + timedelta(1), MONDAY + timedelta(4), MONDAY + timedelta(6)]
    snapshot, articles = made(*on(*days))
    found = check(snapshot, articles, "gaps", parameters(FRIDAY + timedelta(1)))
    assert [(row["gap_from"].day, row["gap_to"].day, row["days"], row["running"]) for row in found] == [
        (3, 6, 3, False),
        (6, 8, 2, False),
        (8, 14, 6, True),
    ]
    assert {row["usual"] for row in found} == {2}  # of 1, 3 and 2
    past = check(snapshot, articles, "gaps", parameters(FRIDAY, Filters("own", MONDAY, MONDAY + timedelta(6))))
    assert not any(row["running"] for row in past)
    assert check(snapshot, articles, "gaps", parameters(MONDAY - timedelta(1))) == []


def test_a_silence_over_the_turn_of_the_year(made: Made) -> None:
    """It counts in the period in which it ended, whole, also when it began before; and the running one likewise."""
    days = [date(2025, 12, 15), date(2025, 12, 19), date(2026, 1, 6), date(2026, 1, 7)]
    snapshot, articles = made(*on(*days))

    def found(as_of: date, first: date, last: date | None) -> tuple[dict[str, Any], list[tuple[int, bool, float]]]:
        p = parameters(as_of, Filters("own", first, last))
        silences = check(snapshot, articles, "gaps", p)
        return check(snapshot, articles, "cadence", p)[0], [(r["days"], r["running"], r["usual"]) for r in silences]

    cadence, silences = found(date(2026, 1, 8), date(2026, 1, 1), date(2026, 12, 31))
    assert (cadence["longest_gap"], cadence["gap_from"], cadence["gap_to"]) == (18, days[1], days[2])
    assert (cadence["publishing_days"], cadence["median_gap"], cadence["running_gap"]) == (2, 9.5, 1)
    assert silences == [(18, False, 9.5)]
    # Of the year before it is not: there it had not ended.
    cadence, silences = found(date(2026, 1, 8), date(2025, 1, 1), date(2025, 12, 31))
    assert (cadence["longest_gap"], cadence["publishing_days"], cadence["median_gap"]) == (4, 2, 4)
    assert silences == [(4, False, 4)]
    # In days between, it is neither; and in a year in which nothing came out yet it still lasts.
    assert found(date(2026, 1, 8), date(2025, 12, 20), date(2026, 1, 5))[0]["longest_gap"] is None
    assert found(date(2026, 1, 8), date(2025, 12, 20), date(2026, 1, 5))[1] == []
    cadence, silences = found(date(2026, 1, 4), date(2026, 1, 1), None)
    assert (cadence["longest_gap"], cadence["running_gap"]) == (None, 16)
    assert silences == [(16, True, None)]
    assert found(date(2026, 1, 4), date(2026, 1, 5), None)[1] == []  # a period ahead


@pytest.mark.parametrize(
    ("as_of", "last", "shown"),
    [
        (date(2026, 1, 8), None, (18, "19 dec 2025 – 6 jan 2026")),
        (date(2026, 1, 25), None, (18, "19 dec 2025 – 6 jan 2026")),  # as long as the one that lasts
        (date(2026, 1, 26), None, (19, "stil sinds 7 jan 2026")),
        (date(2026, 1, 26), date(2026, 1, 25), (18, "19 dec 2025 – 6 jan 2026")),  # the period ends before
        (date(2025, 12, 19), None, (4, "15–19 dec 2025")),
        (date(2025, 12, 15), None, (None, None)),
    ],
)
def test_the_longest_silence_may_still_last(
    made: Made, as_of: date, last: date | None, shown: tuple[int | None, str | None]
) -> None:
    snapshot, _ = made(*on(date(2025, 12, 15), date(2025, 12, 19), date(2026, 1, 6), date(2026, 1, 7)))
    filters = Filters("own", date(as_of.year, 1, 1), last)
    context = Context(words("nl"), LIGHT, Settings(), snapshot, filters, as_of)
    length, when = figures.longest_silence(context, context.row("cadence"))
    assert (length, when and when.replace("\u2009", " ")) == shown
    phone = replace(context, narrow=True)
    on_phone = {18: "vanaf 19 dec 2025", 4: "vanaf 15 dec 2025"}
    assert figures.longest_silence(phone, phone.row("cadence")) == (length, on_phone.get(length or 0, when))


def test_silences_are_drawn_from_where_the_first_began(made: Made) -> None:
    snapshot, _ = made(*on(date(2025, 12, 19), date(2026, 1, 6), date(2026, 1, 7)))
    filters = Filters("own", date(2026, 1, 1), date(2026, 12, 31))
    context = Context(words("nl"), LIGHT, Settings(), snapshot, filters, date(2026, 1, 8))
    domain = figures.gaps(context, "articles").spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert [moment["expr"] for moment in domain] == ["datetime(2025, 11, 19)", "datetime(2026, 0, 8)"]


def test_the_longest_streak(made: Made) -> None:
    """Three weeks, one without, two weeks, and the running one, which counts for neither."""
    weeks = [0, 1, 2, 4, 5, 6]
    first = date(2026, 1, 26)
    snapshot, articles = made(*on(*(first + timedelta(weeks=week) for week in weeks)))
    cadence = check(snapshot, articles, "cadence", parameters(FRIDAY))[0]
    assert (cadence["streak"], cadence["longest_streak"]) == (2, 3)
    assert (cadence["streak_from"], cadence["streak_to"]) == (first, first + timedelta(days=20))
    assert check(snapshot, articles, "cadence", parameters(first))[0]["longest_streak"] == 0


def test_hours(made: Made) -> None:
    """Monday is 1, Sunday 7; midnight is an hour; what carries no time is counted apart."""
    sunday = date(2026, 3, 8)
    snapshot, articles = made(
        Article("a.md", day=MONDAY, moment=datetime.combine(MONDAY, time(0))),
        Article("b.md", day=sunday, moment=datetime.combine(sunday, time(23, 59))),
        Article("c.md", day=sunday, moment=datetime.combine(sunday, time(23))),
        Article("d.md", day=MONDAY),
    )
    found = check(snapshot, articles, "hours", parameters(FRIDAY))
    assert len(found) == 7 * 24
    assert {(row["weekday"], row["hour"]): row["articles"] for row in found if row["articles"]} == {
        (1, 0): 1,
        (7, 23): 2,
    }
    assert {(row["with_time"], row["n"]) for row in found} == {(3, 4)}


def test_types_in_pandas(tmp_path: Path) -> None:
    for articles in ((), tuple(translated())):
        snapshot = Snapshot(fill(tmp_path / f"{len(articles)}.duckdb", articles))
        p = parameters(FRIDAY, settings=Settings())
        frame = snapshot.frame("gaps", p)
        assert [frame[name].dtype.kind for name in ("gap_from", "gap_to", "days", "running")] == list("MMib")
        frame = snapshot.frame("hours", p)
        assert [frame[name].dtype.kind for name in frame.columns] == list("iiiii")
        frame = snapshot.frame("volume_by", p | {"split": "tag"})
        assert [frame[name].dtype.kind for name in ("articles", "total", "left_out")] == list("iii")
