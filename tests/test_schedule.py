"""The editorial calendar: which days and weeks are empty or crowded, what is late, and how a month is drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from dashboard import charts, figures, findings
from dashboard.charts import DARK, LIGHT, Look
from dashboard.charts.colour import contrast
from dashboard.charts.month_days import GRID, LIST, PRINTED, ROOM, weeks_of
from dashboard.context import Context
from dashboard.filters import Filters
from dashboard.settings import Settings
from dashboard.warehouse import Snapshot
from dashboard.words import words
from tests.figures import check, fill, parameters
from tests.plain_reader import Article

if TYPE_CHECKING:
    from pathlib import Path

NL, EN = words("nl"), words("en")
AS_OF = date(2026, 3, 13)  # a Friday
MONDAY = date(2026, 3, 9)
ON_PAPER = replace(PRINTED, printed=840)
Rows = list[dict[str, Any]]
Asked = Callable[..., Rows]


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    """The rows of query `schedule` for these articles, held against the plain count."""

    def ask(articles: list[Article], first: date | None, last: date, as_of: date = AS_OF, **filters: Any) -> Rows:
        database = tmp_path / f"{len(list(tmp_path.iterdir()))}.duckdb"
        snapshot = Snapshot(fill(database, articles))
        p = parameters(as_of, Filters("own", first, last, **filters))
        return check(snapshot, articles, "schedule", p)

    return ask


def weekly(weeks: int, *weekdays: int, until: date = MONDAY) -> list[Article]:
    """One article on each of these weekdays (from 0), in so many weeks before the week of `until`."""
    days = [until - timedelta(weeks=week) + timedelta(weekday) for week in range(1, weeks + 1) for weekday in weekdays]
    return [Article(f"{day}.md", title=f"Of {day}", day=day, section="geld") for day in days]


def on(day: date, n: int = 1, **same: Any) -> list[Article]:
    return [Article(f"{day} {place}.md", title=f"No. {place}", day=day, **same) for place in range(n)]


def states(rows: Rows) -> dict[date, str | None]:
    return {row["day"]: row["state"] for row in rows}


def test_a_day_is_empty_where_something_usually_comes_out(asked: Asked) -> None:
    """Tuesdays in ten of twenty weeks, Thursdays in nine: half is usual, less is not."""
    articles = weekly(20, 0) + weekly(10, 1) + weekly(9, 3)
    state = states(asked(articles, date(2026, 3, 16), date(2026, 3, 22)))
    assert [state[date(2026, 3, 16) + timedelta(n)] for n in range(7)] == ["empty", "empty", *["usual"] * 5]


def test_three_are_crowded_when_that_is_more_than_twice_the_usual(asked: Asked) -> None:
    tuesday, wednesday = date(2026, 3, 17), date(2026, 3, 18)
    usually = weekly(8, 0, 1) + [Article(f"more {a.path}", day=a.day) for a in weekly(4, 1)]  # 1.5 on a Tuesday
    rows = asked([*usually, *on(tuesday, 3), *on(wednesday, 2)], tuesday, wednesday)
    assert states(rows)[tuesday] == "usual"  # 3 is twice 1.5, and not more
    assert states(rows)[wednesday] == "usual"  # two are never a crowd
    rows = asked([*usually, *on(tuesday, 4), *on(wednesday, 3)], tuesday, wednesday)
    assert states(rows)[tuesday] == states(rows)[wednesday] == "crowded"


def test_with_fewer_than_four_weeks_nothing_is_known(asked: Asked) -> None:
    for weeks, known in ((3, None), (4, "empty")):
        rows = asked(weekly(weeks, 0), date(2026, 3, 16), date(2026, 3, 22))
        assert states(rows)[date(2026, 3, 16)] == known
        assert {row["week_state"] for row in rows} == {known}
        assert (rows[0]["usual"] is None) == (known is None)


def test_a_past_month_is_measured_by_the_weeks_before_it(asked: Asked) -> None:
    """Three a day in 2025, one a week since: then three were usual, and an empty Tuesday was not."""
    then = [a for place in range(3) for a in weekly(40, 0, 1, until=date(2025, 6, 2))]
    for place, article in enumerate(then):
        article.path = f"{place} {article.path}"
    now = weekly(30, 0)
    march = states(asked([*then, *now], date(2025, 3, 3), date(2025, 3, 9)))
    assert (march[date(2025, 3, 3)], march[date(2025, 3, 4)]) == ("usual", "usual")
    june = states(asked([*then, *now], date(2025, 6, 2), date(2025, 6, 8)))
    assert (june[date(2025, 6, 2)], june[date(2025, 6, 3)]) == ("empty", "empty")
    ahead = states(asked([*then, *now, *on(date(2026, 3, 23), 3)], date(2026, 3, 16), date(2026, 3, 29)))
    assert (ahead[date(2026, 3, 16)], ahead[date(2026, 3, 17)]) == ("empty", "usual")
    assert ahead[date(2026, 3, 23)] == "crowded"


def test_a_draft_to_come_fills_a_day_and_one_that_is_late_does_not(asked: Asked) -> None:
    late, today, ahead = date(2026, 3, 11), AS_OF, date(2026, 3, 18)
    drafts = [Article(f"{day}.draft.md", day=day, draft=True) for day in (late, today, ahead)]
    rows = asked([*weekly(8, 0, 1, 2, 3, 4), *drafts], MONDAY, ahead)
    found = {row["day"]: row for row in rows}
    assert [(found[day]["articles"], found[day]["overdue"]) for day in (late, today, ahead)] == [
        (0, True),
        (1, False),
        (1, False),
    ]
    assert [found[day]["state"] for day in (late, today, ahead)] == ["empty", "usual", "usual"]
    assert found[late]["week_articles"] == 1


def test_before_the_publication_began_nothing_was_empty(asked: Asked) -> None:
    rows = asked(weekly(8, 2), None, date(2026, 1, 18))  # the first on Wednesday 14 January
    state = states(rows)
    assert min(state) == date(2026, 1, 12)
    assert state[date(2026, 1, 13)] is None
    assert state[date(2026, 1, 14)] == "usual"
    assert {row["week_state"] for row in rows if row["bucket"] == date(2026, 1, 12)} == {None}  # it began within it


def test_the_period_is_filled_up_to_whole_weeks_also_at_the_turn_of_2026(asked: Asked) -> None:
    """December 2026 begins on a Tuesday and ends in 2026-W53, which lasts until 3 January."""
    articles = [*on(date(2026, 11, 30)), *on(date(2026, 12, 31)), *on(date(2027, 1, 3)), *on(date(2027, 1, 4))]
    rows = asked(articles, date(2026, 12, 1), date(2026, 12, 31), as_of=date(2026, 12, 15))
    days = sorted({row["day"] for row in rows})
    assert (days[0], days[-1], len(days)) == (date(2026, 11, 30), date(2027, 1, 3), 35)
    last = [row for row in rows if row["bucket"] == date(2026, 12, 28)]
    assert {row["bucket"].isocalendar()[:2] for row in last} == {(2026, 53)}
    assert last[0]["week_articles"] == 2
    assert {row["path"] for row in rows if row["path"]} == {a.path for a in articles[:3]}


def test_around_the_change_of_the_clocks_each_day_is_there_once(asked: Asked) -> None:
    for sunday in (date(2026, 3, 29), date(2026, 10, 25)):
        at = datetime.combine(sunday, datetime.min.time()).replace(hour=2, minute=30)
        rows = asked([Article("night.md", day=sunday, moment=at)], sunday - timedelta(6), sunday + timedelta(7))
        days = [row["day"] for row in rows]
        assert days == [sunday - timedelta(6) + timedelta(n) for n in range(14)]
        assert [row["published_at"] for row in rows if row["path"]] == [at]


def test_the_filters_count(asked: Asked) -> None:
    articles = [*weekly(8, 0), *on(date(2026, 3, 16), section="werk")]
    of_werk = asked(articles, date(2026, 3, 16), date(2026, 3, 22), section=("werk",))
    assert [row["path"] for row in of_werk if row["path"]] == ["2026-03-16 0.md"]
    assert {row["state"] for row in of_werk} == {"usual"}  # it has never had anything: no day is missed
    of_geld = asked(articles, date(2026, 3, 16), date(2026, 3, 22), section=("geld",))
    assert states(of_geld)[date(2026, 3, 16)] == "empty"


# ------------------------------------------------------------------ drawn and said


def frame_of(rows: Rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    for column in ("bucket", "bucket_end", "day", "published_at"):
        frame[column] = pd.to_datetime(frame[column])
    for column in ("path", "title", "section", "audience", "status", "state", "week_state"):
        frame[column] = frame[column].astype("str").where(frame[column].notna())
    return frame.assign(overdue=frame["overdue"].astype("boolean"))


def of_march(asked: Asked, articles: list[Article], **filters: Any) -> pd.DataFrame:
    return frame_of(asked(articles, date(2026, 3, 1), date(2026, 3, 31), **filters))


def find(spec: Any, key: str) -> Iterator[Any]:
    if isinstance(spec, dict):
        for name, value in spec.items():
            if name == key:
                yield value
            yield from find(value, key)
    elif isinstance(spec, list):
        for value in spec:
            yield from find(value, key)


def drawn_rows(spec: dict[str, Any], field: str) -> Rows:
    return [row for rows in spec["datasets"].values() for row in rows if field in row]


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("narrow", [False, True], ids=["grid", "list"])
@pytest.mark.parametrize("n", [0, 1, ROOM, ROOM + 1, 50])
def test_a_day_holds_any_number_of_articles(asked: Asked, n: int, narrow: bool, look: Any) -> None:
    day = date(2026, 3, 17)
    frame = of_march(asked, on(day, n, section="geld"))
    spec = charts.schedule(frame, NL, look, date(2026, 3, 1), AS_OF, ["geld"], narrow).to_dict()
    shown = [row for row in drawn_rows(spec, "says") if row["first"] == day.isoformat()]
    titles = {row["path"] for row in shown if row["path"]}
    assert len(titles) == (n if n <= ROOM else ROOM - 1)
    more = [row["text"] for row in drawn_rows(spec, "text") if str(row["text"]).startswith("+")]
    assert set(more) == ({f"+{n - ROOM + 1} meer"} if n > ROOM else set())
    assert spec["height"] < 1200
    assert list(find(spec, "name")).count("picked") == 1


def test_no_two_articles_of_a_day_lie_on_each_other(asked: Asked) -> None:
    articles = [a for n in range(1, 8) for a in on(date(2026, 3, n), n)]
    frame = of_march(asked, articles)
    for layout in (GRID, LIST, ON_PAPER):
        drawn = {"narrow": layout is LIST, "printed": layout.printed}
        spec = charts.schedule(frame, NL, LIGHT, date(2026, 3, 1), AS_OF, [], **drawn).to_dict()
        boxes = {(row["x0"], row["y0"], row["x1"], row["y1"]) for row in drawn_rows(spec, "dashed")}
        columns: dict[float, list[tuple[float, float]]] = {}
        for x0, y0, _, y1 in boxes:
            columns.setdefault(x0, []).append((y0, y1))
        for places in columns.values():
            ends = sorted(places)
            assert all(above[1] <= below[0] for above, below in pairwise(ends))
        weeks = weeks_of(frame, layout, AS_OF, NL)
        assert all(above.bottom <= below.top for above, below in pairwise(weeks))


def test_on_paper_a_past_day_counts_and_what_is_to_come_has_its_whole_title(asked: Asked) -> None:
    """Nothing can be pointed at there, so nothing may be cut that stands nowhere else."""
    past, ahead = date(2026, 3, 10), date(2026, 3, 17)
    long = "Hoorn laat zien hoe het ook kan: de kasstroom voorspellen zonder stress"
    articles = [
        *on(past, 2, section="geld"),
        Article("werk.md", title="Over werk", day=past, section="werk"),
        Article("none.md", title="Zonder", day=past),
        Article("late.md", title="Te laat", day=past, draft=True, section="geld"),
        Article("long.md", title=long, day=ahead, section="geld"),
    ]
    frame = of_march(asked, articles)
    spec = charts.schedule(frame, NL, LIGHT, date(2026, 3, 1), AS_OF, ["geld", "werk"], printed=840).to_dict()
    of_day = {
        day: {row["text"].replace("\n", " "): row for row in drawn_rows(spec, "dashed") if row["first"] == str(day)}
        for day in (past, ahead)
    }
    assert set(of_day[past]) == {"2 × geld", "1 × werk", f"1 × {NL('chart.none.section')}", "! 1 × geld"}
    assert of_day[past]["! 1 × geld"]["dashed"]
    assert "No. 0" in of_day[past]["2 × geld"]["says"]
    assert set(of_day[ahead]) == {long}
    row = of_day[ahead][long]
    lines = row["text"].split("\n")
    assert len(lines) > 2
    assert max(map(len, lines)) < 20
    assert row["y1"] - row["y0"] >= 14 * len(lines)
    assert {mark["lineBreak"] for mark in find(spec, "mark") if "lineBreak" in mark} == {"\n"}


@pytest.mark.parametrize(("weekday", "narrower"), [(4, True), (5, False)])
def test_on_paper_a_weekend_in_which_nothing_comes_out_leaves_its_room_to_the_titles(
    asked: Asked, weekday: int, narrower: bool
) -> None:
    frame = of_march(asked, on(MONDAY + timedelta(weekday)))
    (first, *_) = weeks_of(frame, ON_PAPER, AS_OF, NL)
    widths = [day.right - day.left for day in first.days]
    assert sum(widths) == pytest.approx(7)
    assert all(one.right == other.left for one, other in pairwise(first.days))
    assert (widths[6] < widths[0]) is narrower
    assert len(set(widths)) == 1 or narrower


def test_status_shows_in_more_than_colour(asked: Asked) -> None:
    articles = [
        *on(date(2026, 3, 10), section="geld"),
        *on(date(2026, 3, 17), section="geld"),
        Article("draft.md", title="Draft", day=date(2026, 3, 18), draft=True, section="geld"),
        Article("late.md", title="Late", day=date(2026, 3, 4), draft=True, section="geld"),
    ]
    spec = charts.schedule(of_march(asked, articles), EN, LIGHT, date(2026, 3, 1), AS_OF, ["geld"]).to_dict()
    chips = {row["path"]: row for row in drawn_rows(spec, "dashed")}
    published, scheduled = chips["2026-03-10 0.md"], chips["2026-03-17 0.md"]
    assert (published["fill"], published["stroke"], published["dashed"]) == (LIGHT.blue, LIGHT.blue, False)
    assert (scheduled["fill"], scheduled["stroke"], scheduled["dashed"]) == (LIGHT.ground, LIGHT.blue, False)
    assert chips["draft.md"]["dashed"]
    assert chips["late.md"]["dashed"]
    assert chips["late.md"]["stroke"] == LIGHT.orange
    assert chips["late.md"]["text"] == "! Late"
    assert "draft, overdue" in chips["late.md"]["says"]
    assert "scheduled" in scheduled["says"]


def test_a_section_has_its_colour_whatever_else_the_month_has(asked: Asked) -> None:
    known = ["geld", "regels", "werk"]
    found = set()
    for others in ([], on(date(2026, 3, 3), section="geld")):
        articles = [*on(date(2026, 3, 10), section="werk"), *others]
        spec = charts.schedule(of_march(asked, articles), NL, LIGHT, date(2026, 3, 1), AS_OF, known).to_dict()
        found |= {row["fill"] for row in drawn_rows(spec, "dashed") if row["path"].startswith("2026-03-10")}
    assert found == {charts.colours(known, LIGHT)["werk"]}


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("narrow", [False, True])
def test_of_sixty_sections_those_of_the_key_have_colours_and_the_others_one_grey(
    asked: Asked, look: Look, narrow: bool
) -> None:
    known = [f"section {place:02}" for place in range(60)]
    articles = [
        replace(one, path=f"{place} {one.path}", section=known[3 * place])
        for place in range(20)
        for one in on(date(2026, 3, 2 + place), n=1 + place % 4)
    ]
    spec = charts.schedule(of_march(asked, articles), NL, look, date(2026, 3, 1), AS_OF, known, narrow).to_dict()
    shades: dict[str, set[str]] = {}
    for row in drawn_rows(spec, "dashed"):
        if row["path"]:
            shades.setdefault(row["path"].split()[0], set()).add(row["stroke"])
    assert all(len(found) == 1 for found in shades.values())
    found = Counter(shade for (shade,) in shades.values())
    assert found.pop(look.muted) == 8
    assert len(found) == 12
    assert set(found) == set(look.categories)
    assert all(contrast(shade, look.ground) >= 3 for shade in [*found, look.muted])


def test_what_a_title_says_is_only_text_and_never_too_long(asked: Asked) -> None:
    titles = ["<b>x</b>\n\r**bold** datum.articles > 0", "x" * 2000, "مرحبا بالعالم", "🎉" * 200, "   "]
    articles = [Article(f"{n}.md", title=title, day=date(2026, 3, 10)) for n, title in enumerate(titles)]
    for narrow in (False, True):
        spec = charts.schedule(of_march(asked, articles), EN, LIGHT, date(2026, 3, 1), AS_OF, [], narrow).to_dict()
        said = {row["path"]: row for row in drawn_rows(spec, "dashed")}
        assert said["0.md"]["text"] == "<b>x</b> **bold** datum.articles > 0"
        assert said["4.md"]["text"] == "4.md"
        assert max(len(row["text"]) for row in said.values()) < 100
        assert max(len(row["says"]) for row in said.values()) < 400
    ahead = [replace(article, day=date(2026, 3, 20)) for article in articles]
    for found in (articles, ahead):
        frame = of_march(asked, found)
        spec = charts.schedule(frame, EN, LIGHT, date(2026, 3, 1), AS_OF, [], printed=840).to_dict()
        assert max(len(row["text"]) for row in drawn_rows(spec, "dashed")) < 100
        assert max(len(row["says"]) for row in drawn_rows(spec, "dashed")) < 400


SAID = {
    "nothing": ([], 3, "Nothing in March 2026: nothing published, scheduled or dated as a draft"),
    "next week": (
        weekly(8, 0) + on(MONDAY) + on(date(2026, 3, 23)) + on(date(2026, 3, 30)),
        3,
        "Next week is still empty",
    ),
    "this week": (
        [a for day in (16, 23, 30) for a in on(date(2026, 3, day))] + weekly(8, 0),
        3,
        "This week is still empty",
    ),
    "some weeks": (weekly(8, 0) + on(MONDAY), 3, "3 weeks are still empty"),
    "a past one": (
        [a for a in weekly(14, 0) if a.day != date(2026, 2, 9)]
        + [a for d in (9, 16, 23) for a in on(date(2026, 3, d))],
        2,
        "Week 7 stayed empty",
    ),
    "both": (
        weekly(8, 0) + on(MONDAY) + on(date(2026, 3, 23), 5) + on(date(2026, 3, 30)),
        3,
        "Next week is still empty; busiest day here is 23 Mar 2026, with 5 articles",
    ),
    "crowds": (
        [a for week in range(4) for a in on(MONDAY + timedelta(weeks=week), 4 if week in (1, 2) else 1)] + weekly(8, 0),
        3,
        "The busiest days here are 16 Mar 2026 and 23 Mar 2026, with 4 articles each",
    ),
    "steady": (
        [a for week in range(4) for a in on(MONDAY + timedelta(weeks=week))] + weekly(8, 0),
        3,
        "5 articles on 5 days in March 2026; no week unusually empty, no day crowded",
    ),
    "no history": (on(date(2026, 3, 17), 2), 3, "2 articles on 1 day in March 2026"),
}


@pytest.mark.parametrize("case", SAID)
def test_the_heading_names_the_empty_week_and_the_crowded_day(asked: Asked, case: str) -> None:
    articles, month, sentence = SAID[case]
    first = date(2026, month, 1)
    frame = frame_of(asked(articles, first, (first + timedelta(31)).replace(day=1) - timedelta(1)))
    finding = findings.schedule(frame, EN, first, AS_OF)
    assert EN(finding.key, **finding.values) == sentence
    dutch = findings.schedule(frame, NL, first, AS_OF)
    assert "{" not in NL(dutch.key, **dutch.values)


def test_the_figure_is_that_of_a_month_whatever_the_period(tmp_path: Path) -> None:
    """And without one, of the month of as_of. Its table has a row for each article and none for a day without."""
    articles = [*on(date(2026, 2, 27)), *on(date(2026, 3, 3), 2), *on(date(2026, 4, 20))]
    snapshot = Snapshot(fill(tmp_path / "x.duckdb", articles))
    context = Context(EN, LIGHT, Settings(), snapshot, Filters("own", date(2020, 1, 1), date(2020, 2, 1)), AS_OF)
    march = figures.schedule(context)
    assert list(march.frame["path"]) == ["2026-02-27 0.md", "2026-03-03 0.md", "2026-03-03 1.md"]
    assert list(figures.schedule(context, date(2026, 4, 30)).frame["path"]) == ["2026-04-20 0.md"]
    assert figures.schedule(context, date(2025, 1, 1)).frame.empty
    assert "Calendar of March 2026, in whole weeks from 23 Feb 2026 to 5 Apr 2026: 3 published" in str(
        march.chart.description
    )
