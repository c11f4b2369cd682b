"""The plan: targets, what is still needed, the forecast, and what is said about them; by hand and on the sample."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from dashboard import figures
from dashboard.charts import DARK, LIGHT
from dashboard.charts.plan import plan_count
from dashboard.context import Context
from dashboard.filters import Filters
from dashboard.headlines import RULES
from dashboard.loader import load
from dashboard.plan import Forecast, attainment, beginning, forecast, main_field
from dashboard.resources import SAMPLE
from dashboard.settings import Settings, read_settings
from dashboard.targets import mistakes, refused
from dashboard.warehouse import Snapshot
from dashboard.words import words
from tests.counting_plan import attained, quantile
from tests.figures import check, fill, parameters
from tests.plain_reader import Article, read_folder
from tests.test_charts import ODD, spec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dashboard.findings import Finding
    from tests.counting_rules import Rows

NL = words("nl")
AS_OF = date(2026, 3, 4)  # a Wednesday, 27 days before the end of the quarter
QUARTER = Filters("quarter", compare="none")
LONG_AGO = Article("first.md", day=date(2020, 1, 1))


def nl(finding: Finding) -> str:
    return NL(finding.key, **finding.values).replace("\u00a0", " ").replace("\u2009", " ")


def out(many: int, day: date = date(2026, 2, 2), **kind: Any) -> list[Article]:
    """So many of a kind, on one day."""
    mark = "-".join(str(value) for value in kind.values())
    return [Article(f"{day}-{mark}-{n}.md", day=day, **kind) for n in range(many)]


def seen(
    folder: Path,
    articles: list[Article],
    targets: dict[str, dict[str, float]],
    filters: Filters = QUARTER,
    as_of: date = AS_OF,
    language: str = "nl",
) -> Context:
    snapshot = Snapshot(fill(folder / f"{len(list(folder.iterdir()))}.duckdb", articles))
    return Context(words(language), LIGHT, Settings(targets=targets), snapshot, filters, as_of)


def rows(context: Context, articles: list[Article], query: str = "plan") -> Rows:
    """The rows of a query, which are also those of the plain count."""
    return check(context.snapshot, articles, query, context.parameters())


def row(found: Rows, field: str, category: str = "") -> dict[str, Any]:
    (one,) = [row for row in found if (row["field"], row["category"]) == (field, category)]
    return one


# ------------------------------------------------------------------ targets


def test_what_a_section_still_needs(tmp_path: Path) -> None:
    """Ninety days of seven a week are 90; half of them are 45; 20 came out, 1 is scheduled, 27 days are left."""
    articles = [
        LONG_AGO,
        *out(20, section="werk"),
        *out(40, section="geld"),
        *out(1, date(2026, 3, 20), section="werk"),
        *out(1, date(2026, 4, 1), section="werk"),  # after the quarter
        *out(5, date(2025, 12, 31), section="werk"),  # before it
        Article("draft.md", day=date(2026, 3, 20), section="werk", draft=True),
    ]
    plan = {"section": {"werk": 0.5, "geld": 0.25}, "volume": {"per_week": 7}}
    found = rows(seen(tmp_path, articles, plan), articles)
    werk = row(found, "section", "werk")
    assert (werk["target"], werk["articles"], werk["scheduled"], werk["short"]) == (45, 20, 1, 24)
    assert werk["needed_per_week"] == pytest.approx(24 / 27 * 7)
    assert werk["usual_per_week"] == 20 / 8  # of 5 January to 1 March
    assert (row(found, "volume")["target"], row(found, "volume")["short"]) == (90, 29)
    geld = row(found, "section", "geld")
    assert (geld["target"], geld["attained"], geld["short"], geld["needed_per_week"]) == (22.5, 22.5, 0, 0)


def test_a_surplus_hides_no_gap(tmp_path: Path) -> None:
    articles = [*out(80, section="werk"), *out(10, section="geld")]
    context = seen(tmp_path, articles, {"section": {"werk": 0.5, "geld": 0.5}, "volume": {"per_week": 7}})
    frame = context.frame("plan")
    sections = frame[frame["field"] == "section"]
    assert attainment(sections) == attained(rows(context, articles), "section")
    assert attainment(sections) == pytest.approx((29 + 10) / 58)  # 58 days since the first article: 2 February
    assert attainment(frame[frame["field"] == "volume"]) == 1


def test_zero_and_whole_shares(tmp_path: Path) -> None:
    articles = [LONG_AGO, *out(20, section="werk"), *out(10, section="geld")]
    found = rows(seen(tmp_path, articles, {"section": {"werk": 1, "geld": 0, "nieuw": 0}}), articles)
    assert [row(found, "section", name)["target"] for name in ("werk", "geld", "nieuw")] == [30, 0, 0]
    assert [row(found, "section", name)["short"] for name in ("werk", "geld", "nieuw")] == [10, 0, 0]
    nothing = seen(tmp_path, articles, {"section": {"geld": 0}})
    assert attainment(nothing.frame("plan")) is None
    assert figures.plan_as_a_whole(nothing).key == "finding.plan.none"


def test_without_a_number_the_plan_is_a_part_of_what_came_out(tmp_path: Path) -> None:
    articles = [LONG_AGO, *out(20, section="werk"), *out(10, section="geld")]
    found = rows(seen(tmp_path, articles, {"section": {"geld": 0.5}}), articles)
    assert row(found, "section", "geld")["target"] == 15
    assert row(found, "section", "werk")["target"] is None
    assert row(found, "volume")["target"] is row(found, "volume")["needed_per_week"] is None


def test_months_count_whole(tmp_path: Path) -> None:
    """Three whole months of twenty are sixty, whatever their days; 10 February to 3 March is 19/28 and 3/31."""
    articles = [LONG_AGO, *out(1)]
    plan = {"volume": {"per_month": 20}}
    assert row(rows(seen(tmp_path, articles, plan), articles), "volume")["target"] == pytest.approx(60)
    part = Filters("own", date(2026, 2, 10), date(2026, 3, 3))
    found = row(rows(seen(tmp_path, articles, plan, part), articles), "volume")
    assert found["target"] == pytest.approx(20 * (19 / 28 + 3 / 31))
    both = {"volume": {"per_month": 20, "per_week": 7}}
    assert row(rows(seen(tmp_path, articles, both), articles), "volume")["target"] == 90


def test_when_no_week_is_left(tmp_path: Path) -> None:
    articles = [LONG_AGO, *out(20, section="werk")]
    plan = {"section": {"werk": 0.9}, "volume": {"per_week": 7}}
    for filters in (Filters("month"), Filters("12m"), Filters("own", date(2026, 1, 1), AS_OF), Filters("all")):
        context = seen(tmp_path, articles, plan, filters)
        for found in rows(context, articles):
            assert found["needed_per_week"] is None
            assert found["weeks_left"] == 0
        assert figures.expected(context).hidden == ("endless" if filters.period == "all" else "over")
    last_day = seen(tmp_path, articles, plan, as_of=date(2026, 3, 31))
    assert row(rows(last_day, articles), "volume")["needed_per_week"] is None


def test_a_period_to_come_counts_whole(tmp_path: Path) -> None:
    articles = [LONG_AGO, *out(3, date(2026, 5, 5), section="werk")]
    ahead = Filters("own", date(2026, 4, 1), date(2026, 6, 30))
    context = seen(tmp_path, articles, {"volume": {"per_week": 7}, "section": {"werk": 0.5}}, ahead)
    found = row(rows(context, articles), "volume")
    assert (found["target"], found["articles"], found["scheduled"], found["weeks_left"]) == (91, 0, 3, 13)
    assert found["needed_per_week"] == pytest.approx(88 / 13)
    assert nl(figures.plan_as_a_whole(context)) == (
        "**0 % van het plan staat er; 0 % van de periode is om.** Niets loopt achter op wat er nu zou moeten staan."
    )
    assert row(rows(context, articles), "section", "werk")["due"] == 0
    course = context.frame("forecast")
    assert len(course) == 91
    assert course["published"].isna().all()


def test_nothing_published_ever(tmp_path: Path) -> None:
    for articles in ([], [Article("draft.md", draft=True)]):
        for filters in (QUARTER, Filters("all")):
            context = seen(tmp_path, articles, {"section": {"werk": 0.5}, "volume": {"per_week": 7}}, filters)
            rows(context, articles)
            rows(context, articles, "forecast")
            assert not rows(context, articles, "backtest")
            assert figures.expected(context).hidden == ("young" if filters == QUARTER else "endless")
            assert figures.forecast(context).spec


def test_a_tag_is_planned_by_its_key(tmp_path: Path) -> None:
    articles = [LONG_AGO, *out(20, tags={"ai-act": "AI Act"}), *out(20, section="werk")]
    context = seen(tmp_path, articles, {"tag": {"AI  act": 0.5, "nooit": 0.25}})
    found = rows(context, articles)
    assert [(r["label"], r["target"], r["articles"]) for r in found if r["field"] == "tag"] == [
        ("nooit", 10, 0),
        ("AI Act", 20, 20),
    ]
    twice = seen(tmp_path, articles, {"tag": {"AI act": 0.5, "ai-act": 0.1}})
    assert [r["target"] for r in rows(twice, articles) if r["field"] == "tag"] == [4]


def test_beside_a_part_of_the_publication_there_is_no_plan(tmp_path: Path) -> None:
    articles = [LONG_AGO, *out(20, section="werk")]
    narrowed = QUARTER.with_(section=("werk",))
    context = seen(tmp_path, articles, {"section": {"werk": 0.5}, "volume": {"per_week": 7}}, narrowed)
    assert all(r["target"] is None for r in rows(context, articles))
    assert context.frame("forecast")["planned"].isna().all()


@pytest.mark.parametrize(
    ("filters", "end"),
    [
        (Filters("quarter"), date(2026, 3, 31)),
        (Filters("year"), date(2026, 12, 31)),
        (Filters("month"), date(2026, 2, 28)),
        (Filters("4w"), AS_OF),
        (Filters("12m"), AS_OF),
        (Filters("all"), None),
        (Filters("own", date(2026, 1, 1)), None),
        (Filters("own", date(2026, 1, 1), date(2027, 1, 1)), date(2027, 1, 1)),
    ],
)
def test_the_last_day_of_the_plan(filters: Filters, end: date | None) -> None:
    assert filters.plan_end(AS_OF) == end
    assert parameters(AS_OF, filters)["plan_to"] == end


# ------------------------------------------------------------------ forecast


def test_percentiles_worked_out_by_hand() -> None:
    """After none in 56 days, 56 more bring 0, 1, 2 with the chances √½ = 0.707, 0.177 and 0.066."""
    assert [quantile(0, 56, chance) for chance in ("0.1", "0.7", "0.71", "0.88", "0.89", "0.95")] == [0, 0, 1, 1, 2, 2]
    assert quantile(0, 56, "0.9") == 2


@pytest.mark.parametrize("days", [18, 90, 293])
def test_the_band_holds_what_comes_four_times_in_five(days: int) -> None:
    """Of ten thousand publications of five a week, of which only what eight weeks brought is known."""
    chance = np.random.default_rng(days)
    recent, more = chance.poisson(5 / 7 * 56, 10_000), chance.poisson(5 / 7 * days, 10_000)
    held = [
        quantile(int(c), days, "0.1") <= k <= quantile(int(c), days, "0.9") for c, k in zip(recent, more, strict=True)
    ]
    assert 0.78 <= sum(held) / len(held) <= 0.86  # whole articles: a little more than 80 %


def test_the_band_knows_the_pace_from_eight_weeks(tmp_path: Path) -> None:
    """One a day in the last eight complete weeks: after so many days one a day is expected."""
    monday = date(2026, 3, 2)
    articles = [LONG_AGO, *(Article(f"{n}.md", day=monday - timedelta(days=n)) for n in range(1, 57))]
    ahead = Filters("own", date(2026, 3, 5), date(2028, 12, 31))
    context = seen(tmp_path, articles, {}, ahead)
    found = {r["day"]: r for r in rows(context, articles, "forecast")}
    step = 3  # 1033 days are more than four hundred
    chance = np.random.default_rng(1)
    for days in (1, 10, 100, 1033):
        r = found[AS_OF + timedelta(days=days)]
        assert (days - 1) % step == 0
        drawn = chance.poisson(days * chance.gamma(56.5, 1 / 56, 200_000))
        assert r["expected"] == days
        for name, part in (("low", 0.1), ("high", 0.9)):
            assert (drawn <= r[name]).mean() >= part - 0.004
            assert (drawn < r[name]).mean() <= part + 0.004


@pytest.mark.parametrize(("scheduled", "expected"), [(0, 83), (3, 83), (27, 83), (40, 96)])
def test_what_is_scheduled_is_not_counted_twice(tmp_path: Path, scheduled: int, expected: int) -> None:
    """56 came out, one a day, and 27 days are left: what is scheduled is a part of those 27, unless it is more."""
    monday = date(2026, 3, 2)
    articles = [LONG_AGO, *(Article(f"{n}.md", day=monday - timedelta(days=n)) for n in range(1, 57))]
    articles += [
        Article(f"ahead-{n}.md", day=AS_OF + timedelta(days=1 + n % 27), section="werk") for n in range(scheduled)
    ]
    context = seen(tmp_path, articles, {"volume": {"per_week": 7}})
    last = rows(context, articles, "forecast")[-1]
    assert (last["planned"], last["scheduled"], last["expected"]) == (90, scheduled, expected)
    assert 56 + scheduled <= last["high"]
    assert last["low"] >= 56 + scheduled


def test_none_in_eight_weeks_does_not_mean_none_will_come(tmp_path: Path) -> None:
    """None in eight weeks: none expected, and yet some may come."""
    articles = [LONG_AGO]
    last = rows(seen(tmp_path, articles, {}), articles, "forecast")[-1]
    assert (last["expected"], last["low"], last["high"]) == (0, 0, 1)


def course(expected: float | None = 10) -> pd.DataFrame:
    frame = pd.DataFrame({"day": pd.to_datetime(["2026-03-04", "2026-03-31"]), "published": [5.0, None]})
    return frame.assign(planned=[4.0, 12.0], scheduled=[None, 0], expected=[5.0, expected], low=[5, 8], high=[5, 13])


def tried(*errors: tuple[float, float]) -> pd.DataFrame:
    return pd.DataFrame(errors, columns=["error", "last_error"], dtype=float).assign(held=True)


@pytest.mark.parametrize(
    ("expected", "errors", "end", "hidden", "sentence"),
    [
        (
            10,
            [(1, 2), (3, 4)],
            date(2026, 3, 31),
            "",
            "Naar verwachting 10 stukken op 31 mrt 2026, met 80 % kans 8 tot",
        ),
        (10, [], date(2026, 3, 31), "", "Naar verwachting 10 stukken"),
        (10, [(1, 2), (3, 2)], date(2026, 3, 31), "", "Naar verwachting"),  # not worse
        (
            10,
            [(1, 2), (4, 2)],
            date(2026, 3, 31),
            "worse",
            "Geen prognose: over 2 eerdere perioden zat zij er gemiddeld 2,5 stukken naast, "
            "en ‘evenveel als de vorige keer’ 2",
        ),
        (None, [], date(2026, 3, 31), "young", "Nog geen prognose: er zijn nog geen acht volle weken"),
        (10, [], AS_OF, "over", "5 stukken tot en met 31 mrt 2026; het plan is 12"),
        (10, [], None, "endless", "5 stukken tot en met"),
    ],
)
def test_when_the_forecast_is_said(
    expected: float | None, errors: list[tuple[float, float]], end: date | None, hidden: str, sentence: str
) -> None:
    from dashboard import findings

    found = forecast(course(expected), tried(*errors), AS_OF, end)
    assert found.hidden == hidden
    assert nl(findings.forecast(course(expected), found)).startswith(sentence)
    assert findings.forecast(course().head(0), Forecast("young")).key == "finding.forecast.nothing"


def test_a_forecast_that_missed_is_not_drawn(tmp_path: Path) -> None:
    """Every quarter has forty, all of them early: to go on as in January is wrong, as many as the last time right."""
    starts = [date(year, month, 1) for year in (2023, 2024, 2025) for month in (1, 4, 7, 10)] + [date(2026, 1, 1)]
    articles = [Article(f"{start}-{n}.md", day=start + timedelta(days=n)) for start in starts for n in range(40)]
    context = seen(tmp_path, articles, {})
    backtest = rows(context, articles, "backtest")
    assert [r["first_day"] for r in backtest[:2]] == [date(2025, 10, 1), date(2025, 7, 1)]
    assert len(backtest) == 8
    assert {r["last_error"] for r in backtest} == {0}
    figure = figures.forecast(context)
    assert figures.expected(context).hidden == "worse"
    assert nl(figure.finding).startswith("Geen prognose: over 8 eerdere perioden")
    assert "expected" not in figure.frame
    assert "area" not in str(figure.spec)


def test_a_forecast_that_came_closer_is_drawn_with_how_often_it_held(tmp_path: Path) -> None:
    """One article a day more in each quarter: the pace of the last weeks knows, as many as the last time is too few."""
    starts = [date(year, month, 1) for year in (2023, 2024, 2025) for month in (1, 4, 7, 10)] + [date(2026, 1, 1)]
    articles = [
        Article(f"{start}-{day}-{n}.md", day=start + timedelta(days=day))
        for place, start in enumerate(starts, 1)
        for day in range(89)
        for n in range(place)
        if start + timedelta(days=day) <= AS_OF
    ]
    context = seen(tmp_path, articles, {})
    backtest = rows(context, articles, "backtest")
    assert len(backtest) == 8
    assert all(r["error"] < r["last_error"] for r in backtest)
    figure, found = figures.forecast(context), figures.expected(context)
    assert (found.hidden, found.tested, found.held) == ("", 8, sum(r["held"] for r in backtest))
    assert {"expected", "likely_low", "likely_high"} <= set(figure.frame)
    assert "area" in str(figure.spec)
    assert figure.proof is not None
    assert f"over 8 eerdere perioden: in {found.held} daarvan lag de uitkomst in de band. De verw" in nl(figure.proof)


def test_a_forecast_as_good_as_the_last_count_is_said(tmp_path: Path) -> None:
    """An article every day, in periods of as many days: neither misses, and that is not worse."""
    articles = [Article(f"{n}.md", day=AS_OF - timedelta(days=n)) for n in range(1200)]
    days = Filters("own", AS_OF - timedelta(days=49), AS_OF + timedelta(days=50))
    context = seen(tmp_path, articles, {}, days)
    backtest = rows(context, articles, "backtest")
    assert {(r["error"], r["last_error"], r["held"]) for r in backtest} == {(0, 0, True)}
    found = figures.expected(context)
    assert (found.hidden, found.expected, found.held) == ("", 100, len(backtest))


def test_a_band_that_never_held_says_so(tmp_path: Path) -> None:
    """Nothing until each period is half over, then thirty: none are expected, and thirty are far above the band."""
    starts = [AS_OF - timedelta(days=49 + 100 * back) for back in range(9)]
    late = [start + timedelta(days=99 - n % 20) for start in starts[1:] for n in range(30)]
    articles = [Article(f"{n}.md", day=day) for n, day in enumerate([date(2020, 1, 1), *late])]
    days = Filters("own", starts[0], starts[0] + timedelta(days=99))
    context = seen(tmp_path, articles, {}, days)
    backtest = rows(context, articles, "backtest")
    assert not any(r["held"] for r in backtest if r["articles"])


@pytest.mark.parametrize(
    ("tested", "held", "less"),
    [(1, 0, False), (2, 0, True), (6, 3, False), (6, 2, True), (8, 4, False), (8, 3, True), (8, 8, False)],
)
def test_a_band_that_holds_less_often_than_it_says_is_told(tested: int, held: int, less: bool) -> None:
    """None of 2 has a chance of 4 %; of 6, at most 2 of 1.7 % and 3 of 9.9 %; of 8, at most 3 of 1 % and 4 of 5.6 %."""
    from dashboard import findings

    proof = findings.forecast_tried(Forecast("", 60, 55, 66, tested, held, 4, 9))
    assert proof is not None
    narrow = f"{held} keer in het lichte vlak (nu 55 tot 66), bedoeld voor 8 van de 10 keer"
    assert (f"in {tested} even lange perioden ervoor lag de uitkomst {narrow}" in nl(proof)) == less
    assert (f"in {held} daarvan" in nl(proof)) != less
    said = nl(findings.forecast(course(), Forecast("", 60, 55, 66, tested, held, 4, 9)))
    assert ("80 % kans" in said) != less
    assert said.startswith("Ruwe schatting: 60 stukken") == less
    assert ("55 tot 66" in said) != less


def test_of_one_article_it_is_singular(tmp_path: Path) -> None:
    """Missed by one; one of ten planned, of which nothing came: in the end, and when it should be there by now."""
    from dashboard import findings

    worse = findings.forecast(course(), Forecast("worse", tested=2, error=1.04, last_error=1))
    assert nl(worse).startswith("Geen prognose: over 2 eerdere perioden zat zij er gemiddeld 1 stuk naast")
    proof = findings.forecast_tried(Forecast("", 60, 55, 66, 1, 1, 1, 9))
    assert proof is not None
    assert "De verwachting zat er 1 stuk naast" in nl(proof)
    articles = [LONG_AGO, *out(10, section="geld")]
    context = seen(tmp_path, articles, {"section": {"werk": 0.1, "geld": 0.9}})
    over = replace(context, filters=Filters("own", date(2026, 1, 1), date(2026, 2, 28)))
    assert (
        nl(figures.planned(over, "section").finding) == "werk bleef het verst achter: 0 van het ene stuk van het plan"
    )
    running = nl(figures.planned(context, "section").finding)
    assert running == "werk loopt het verst achter: 0, waar er nu 1 zou moeten staan"


def test_what_is_not_forecast_has_no_proof(tmp_path: Path) -> None:
    articles = [LONG_AGO, *out(20)]
    assert figures.forecast(seen(tmp_path, articles, {}, Filters("month"))).proof is None
    young = [*out(1, date(2026, 1, 1)), *out(20)]
    proof = figures.forecast(seen(tmp_path, young, {})).proof
    assert proof is not None
    assert nl(proof).startswith("Nog niet nagerekend")


def test_a_pack_says_how_often_the_band_held(sample_context: Context) -> None:
    from dashboard.pack.blocks import block

    exhibits = {exhibit.name: exhibit for exhibit in block(sample_context, "plan").exhibits}
    said = exhibits["forecast"].note.replace("\u00a0", " ")
    narrow = "in 6 even lange perioden ervoor lag de uitkomst 2 keer in het lichte vlak (nu 55 tot 66), bedoeld"
    assert narrow in said


def test_periods_of_the_same_kind(tmp_path: Path) -> None:
    """Whole months go back by months, other days by as many days; and as far on in them."""
    articles = [*out(1, date(2019, 1, 1)), *out(1)]
    half = Filters("own", date(2026, 1, 1), date(2026, 6, 30))
    found = rows(seen(tmp_path, articles, {}, half), articles, "backtest")
    assert [(r["first_day"], r["last_day"]) for r in found[:2]] == [
        (date(2025, 7, 1), date(2025, 12, 31)),
        (date(2025, 1, 1), date(2025, 6, 30)),
    ]
    days = Filters("own", date(2026, 2, 23), date(2026, 3, 14))  # twenty days, of which ten are over
    found = rows(seen(tmp_path, articles, {}, days), articles, "backtest")
    assert [(r["first_day"], r["until"], r["last_day"]) for r in found[:1]] == [
        (date(2026, 2, 3), date(2026, 2, 12), date(2026, 2, 22))
    ]


# ------------------------------------------------------------------ what is said


def test_who_is_furthest_behind(tmp_path: Path) -> None:
    articles = [LONG_AGO, *out(20, section="werk"), *out(40, section="geld", audience="BAAS")]
    plan = {"section": {"werk": 0.5, "geld": 0.5}, "audience": {"BAAS": 0.4}, "volume": {"per_week": 7}}
    context = seen(tmp_path, articles, plan)
    assert nl(figures.plan_as_a_whole(context)) == (
        "**67 % van het plan staat er; 70 % van de periode is om.** "
        "werk loopt het verst achter: 20, waar er nu 32 zouden moeten staan: 12 stukken te weinig. "
        "Nog 25 in 27 dagen om op 45 te komen: 6,5 per week."
    )  # 45 × 63 / 90 = 31.5
    assert nl(figures.planned(context, "section").finding) == (
        "werk loopt het verst achter: 20, waar er nu 32 zouden moeten staan"
    )
    assert nl(figures.planned(context, "audience").finding) == "Met wat is ingepland is alles gehaald"
    even = {"section": {"werk": 0.4, "geld": 0.4 + 20 / 63}, "volume": {"per_week": 7}}  # 25.2 and 45.2 by now
    context = seen(tmp_path, articles, even)
    assert nl(figures.planned(context, "section").finding) == (
        "geld en werk lopen het verst achter: elk 5 stukken minder dan er nu zouden moeten staan"
    )
    over = seen(
        tmp_path, articles, plan, as_of=date(2026, 4, 1), filters=Filters("own", date(2026, 1, 1), date(2026, 3, 31))
    )
    assert nl(figures.plan_as_a_whole(over)) == (
        "**Het plan is voor 67 % gehaald.** werk bleef het verst achter: 20 van de 45, dus 25 stukken te weinig."
    )
    assert nl(figures.planned(over, "audience").finding) == "Nergens te weinig"
    number = seen(tmp_path, articles, {"volume": {"per_week": 7}})
    assert "het geheel loopt het verst achter: 60, waar er nu 63 " in nl(figures.plan_as_a_whole(number))


def test_early_on_the_largest_is_not_the_furthest_behind(tmp_path: Path) -> None:
    """Ten days of ninety: of 60 seven are due and there are seven, of 20 two are due and there is none."""
    articles = [LONG_AGO, *out(7, date(2026, 1, 5), section="groot")]
    plan = {"section": {"groot": 60 / 90, "klein": 20 / 90}, "volume": {"per_week": 7}}
    context = seen(tmp_path, articles, plan, as_of=date(2026, 1, 10))
    assert [(r["category"], round(r["due"], 1)) for r in rows(context, articles) if r["planned_share"]] == [
        ("klein", 2.2),
        ("groot", 6.7),
    ]
    assert nl(figures.planned(context, "section").finding).startswith("klein loopt het verst achter: 0, waar er nu 2")


def test_what_is_due_grows_by_itself_where_no_number_is_planned(tmp_path: Path) -> None:
    articles = [LONG_AGO, *out(20, section="werk"), *out(20, section="geld")]
    found = row(rows(seen(tmp_path, articles, {"section": {"werk": 0.75}}), articles), "section", "werk")
    assert (found["target"], found["due"], found["behind"]) == (30, 30, 10)


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        (date(2026, 3, 24), "Nog 24 in 7 dagen om op 45 te komen, naast 1 ingepland: 24 per week."),
        (date(2026, 3, 30), "Nog 24 in 1 dag om op 45 te komen, naast 1 ingepland."),
    ],
)
def test_no_pace_a_week_with_less_than_a_week_left(tmp_path: Path, as_of: date, said: str) -> None:
    articles = [LONG_AGO, *out(20, section="werk"), *out(1, date(2026, 3, 31), section="werk")]
    context = seen(tmp_path, articles, {"section": {"werk": 0.5}, "volume": {"per_week": 7}}, as_of=as_of)
    assert nl(figures.plan_as_a_whole(context)).endswith(said)
    needed = row(rows(context, articles), "section", "werk")["needed_per_week"]
    assert needed == (24 if as_of.day == 24 else None)


@pytest.mark.parametrize("share", [n / 100 for n in range(1, 101, 7)])
def test_what_is_said_of_whole_articles_adds_up(tmp_path: Path, share: float) -> None:
    """The label of each bar: there is + scheduled + to go = the target, within half an article of the plan."""
    articles = [LONG_AGO, *out(2, section="werk"), *out(1, date(2026, 3, 20), section="werk")]
    context = seen(tmp_path, articles, {"section": {"werk": share}, "volume": {"per_week": 7}})
    frame = context.frame("plan")
    (found,) = [r for r in frame.to_dict("records") if r["category"] == "werk"]
    k, ahead, target, *short = map(int, re.findall(r"\d+", plan_count(found, NL)))
    assert (k, ahead) == (2, 1)
    assert abs(target - 90 * share) <= 0.5
    assert sum(short) == max(target - 3, 0)


def test_shares_of_every_section_that_leave_something_over() -> None:
    known = {"section": ["werk", "geld", ""], "audience": [], "tag": []}
    (said,) = mistakes({"section": {"werk": 0.5, "geld": 0.4}}, Settings(), known)
    assert NL(said.key, **said.values).endswith(": 10\u00a0% is aan geen sectie toegekend.")
    assert mistakes({"section": {"werk": 0.5}, "audience": {}}, Settings(), known) == []  # the rest is geld's
    assert mistakes({"section": {"werk": 0.5, "geld": 0.5}}, Settings(), known) == []


def test_of_fewer_than_ten_nothing_is_said(tmp_path: Path) -> None:
    articles = [LONG_AGO, *out(9, section="werk")]
    context = seen(tmp_path, articles, {"section": {"werk": 1}})
    assert nl(figures.plan_as_a_whole(context)).startswith("Het plan gaat over minder dan 10 stukken")
    assert figures.planned(context, "section").finding.key == "finding.plan.few"


def test_what_cannot_be_meant_is_named() -> None:
    known = {"section": ["werk", "geld"], "audience": ["STARTER"], "tag": ["AI Act"]}
    plan: dict[str, dict[str, float]] = {
        "section": {"werk": 0.7, "gled": 0.5},
        "audience": {"Starter": 1.004},
        "tag": {"ai act": 0.5, "AI-act": 0.8, "<b>": 0.1},
        "volume": {"per_week": 3, "per_month": 3},
    }
    said = [NL(mistake.key, **mistake.values) for mistake in mistakes(plan, Settings(), known)]
    found = mistakes(plan, Settings(), known)
    assert [(mistake.values["key"], mistake.values["value"]) for mistake in found] == [
        ("targets.section", "1.2"),
        ("targets.section.gled", "0.5"),
        ("targets.audience.Starter", "1.004"),
        ("targets.tag.AI-act", "0.8"),
        ('targets.tag."<b>"', "0.1"),
        ("targets.volume.per_month", "3"),
    ]
    assert all(mistake.values["key"] in sentence for mistake, sentence in zip(found, said, strict=True))
    assert "samen 120\u00a0%" in said[0]
    assert "‘gled’ (bedoel je ‘geld’?)" in said[1]
    assert "‘Starter’ (bedoel je ‘STARTER’?)" in said[2]
    assert "‘AI-act’ en ‘ai act’" in said[3]
    assert "‘<b>’." in said[4]
    assert mistakes({"section": {"werk": 1}, "tag": {"AI-act": 1}}, Settings(), known) == []
    aliased = Settings(tag_aliases={"wet": "AI Act"})
    assert mistakes({"tag": {"Wet": 0.1}}, aliased, known) == []
    for nothing in ("", "--"):  # none of them is a tag; a section that is '' is what has none
        assert [one.key for one in mistakes({"tag": {nothing: 0.1}}, Settings(), known)] == ["plan.mistake.unknown_tag"]
    assert mistakes({"section": {"": 0.1}}, Settings(), known) == []


def test_what_cannot_be_read_is_named_with_its_value() -> None:
    wrong = {"section": {"werk": -0.1, "geld": 0.5, "x": 1.2}, "volume": {"per_week": -3}}
    said = [NL.value(sentence) for sentence in refused(wrong)]
    assert len(said) == 3
    assert [value in sentence for value, sentence in zip(("-0.1", "1.2", "-3"), said, strict=True)] == [True] * 3


def test_a_plan_to_begin_with(tmp_path: Path) -> None:
    """7, 7 and 7 of 21: 34 + 33 + 33 make a hundred. Those without a section have no plan."""
    articles = [LONG_AGO, *out(7, section="a"), *out(7, section="b"), *out(7, section="c"), *out(5)]
    begun = beginning(seen(tmp_path, articles, {}).frame("plan"))
    assert sorted(begun["section"].values()) == [0.33, 0.33, 0.34]
    assert begun["volume"] == {"per_week": 3}  # 26 in eight weeks
    assert "audience" not in begun
    few = [LONG_AGO, *out(9, section="a")]
    assert "section" not in beginning(seen(tmp_path, few, {}).frame("plan"))
    assert beginning(seen(tmp_path, [], {}).frame("plan")) == {}


def test_the_headlines_of_the_plan_lead_to_this_page() -> None:
    assert {rule.page for rule in RULES if rule.plan} == {"plan"}


# ------------------------------------------------------------------ drawn


def drawings(folder: Path) -> Iterator[Context]:
    odd: list[Article] = []
    for place, name in enumerate([*ODD, "t" * 2000]):
        odd += out(place + 1, section=name or None, audience=name or None, tags={f"t{place}": name or "x"})
    plan = {"section": dict.fromkeys([*ODD, "nooit"], 0.1), "tag": {f"t{n}": 0.2 for n in range(30)}}
    for filters in (QUARTER, Filters("all"), Filters("year"), Filters("own", date(2026, 5, 1), date(2026, 6, 1))):
        for targets in (plan, plan | {"volume": {"per_month": 90.5}}, {}):
            context = seen(folder, [LONG_AGO, *odd], targets, filters)
            for language, look, narrow in (("nl", LIGHT, False), ("en", DARK, True)):
                yield Context(words(language), look, context.settings, context.snapshot, filters, AS_OF, narrow)


def test_every_plan_can_be_drawn(tmp_path: Path) -> None:
    for context in drawings(tmp_path):
        for figure in (*(figures.planned(context, field) for field in ("section", "tag")), figures.forecast(context)):
            drawn = spec(figure.chart)
            assert drawn["description"]
            assert "NaN" not in json.dumps(drawn.get("datasets", {}), allow_nan=True)
            assert NL(figure.finding.key, **figure.finding.values)


@pytest.fixture
def sample_context(tmp_path: Path) -> Context:
    given = read_settings(SAMPLE, environment={})
    load(SAMPLE, tmp_path / "sample.duckdb", given)
    return Context(NL, LIGHT, given, Snapshot(tmp_path / "sample.duckdb"), QUARTER, date(2026, 3, 13))


def test_the_sample_by_eye(sample_context: Context) -> None:
    """The first quarter of 2026 on 13 March: 48 of 64.3 articles came out, werk got 6 of 19.3."""
    context, given = sample_context, sample_context.settings
    articles = read_folder(SAMPLE, given.zone, given.tag_aliases)
    found = rows(context, articles)
    frame = context.frame("plan")
    assert main_field(frame) == "section"
    for field in ("section", "audience", "volume"):
        assert attainment(frame[frame["field"] == field]) == pytest.approx(attained(found, field))
    assert nl(figures.plan_as_a_whole(context)) == (
        "**62 % van het plan staat er; 80 % van de periode is om.** "
        "werk loopt het verst achter: 6, waar er nu 15 zouden moeten staan: 9 stukken te weinig. "
        "Nog 13 in 18 dagen om op 19 te komen: 5,2 per week."  # 13.3 × 7/18, as the table has it
    )
    will = figures.expected(context)
    assert (round(will.expected, 1), will.low, will.high, will.tested, will.held) == (60.2, 55, 66, 6, 2)
    assert will.error < will.last_error
    said = nl(figures.forecast(context).finding)
    assert said == "Ruwe schatting: 60 stukken op 31 mrt 2026; het plan is 64"
