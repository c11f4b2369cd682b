"""Two periods side by side: which they are, their figures, and what changed most, worked out from the articles."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from dashboard import figures
from dashboard.chance import silences_by_chance
from dashboard.charts import LIGHT
from dashboard.context import Context
from dashboard.filters import Filters
from dashboard.loader import load
from dashboard.resources import SAMPLE
from dashboard.review import Review, changes, moves, review
from dashboard.review_rules import _plan as beyond_chance
from dashboard.settings import Settings, read_settings
from dashboard.spans import code_of, kind_of, last_whole, span_around, span_before, span_of
from dashboard.warehouse import Snapshot
from dashboard.words import words
from tests.conftest import CORPORA
from tests.counting import labels
from tests.counting_plan import attained, plan
from tests.counting_review import _difference, so_long
from tests.counting_rhythm import cadence
from tests.counting_rules import published, within
from tests.figures import check, fill, parameters
from tests.plain_reader import Article, read_folder

if TYPE_CHECKING:
    from pathlib import Path

NL, EN = words("nl"), words("en")
AS_OF = date(2026, 3, 13)
Q4, Q3 = (date(2025, 10, 1), date(2025, 12, 31)), (date(2025, 7, 1), date(2025, 9, 30))


# ------------------------------------------------------------------ which periods


@pytest.mark.parametrize(
    ("code", "span", "kind"),
    [
        ("2025-Q4", Q4, "quarter"),
        ("2024-Q1", (date(2024, 1, 1), date(2024, 3, 31)), "quarter"),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29)), "month"),
        ("2025", (date(2025, 1, 1), date(2025, 12, 31)), "year"),
        ("2025-11-03..2025-12-14", (date(2025, 11, 3), date(2025, 12, 14)), "own"),
    ],
)
def test_a_code_is_its_days_and_back(code: str, span: tuple[date, date], kind: str) -> None:
    assert span_of(code) == span
    assert kind_of(code) == kind
    assert code_of(span, kind) == code


def test_days_in_the_wrong_order_are_put_right() -> None:
    assert span_of("2025-12-14..2025-11-03") == (date(2025, 11, 3), date(2025, 12, 14))


@pytest.mark.parametrize(
    "code",
    [
        *("", "nonsense", "2025-Q5", "2025-Q0", "2025-13", "2025-00", "0999", "3000-Q1", "2025-1", "..", "x..y"),
        *("2025-02-30..2025-03-01", "0001-01-01..0002-01-01", "2025-01-01..2025-02-01..2025-03-01", "2025\n"),
    ],
)
def test_what_is_no_period_is_none(code: str) -> None:
    assert span_of(code) is None


def test_the_last_whole_one_and_the_one_before() -> None:
    assert last_whole(AS_OF, "quarter") == Q4
    assert span_before(Q4, "quarter") == Q3
    assert last_whole(date(2026, 3, 31), "quarter") == (date(2026, 1, 1), date(2026, 3, 31))
    assert last_whole(date(2026, 3, 30), "month") == (date(2026, 2, 1), date(2026, 2, 28))
    assert span_before((date(2024, 3, 1), date(2024, 3, 31)), "month") == (date(2024, 2, 1), date(2024, 2, 29))
    assert span_before((date(2026, 1, 1), date(2026, 3, 31)), "quarter") == Q4
    assert span_before((date(2025, 3, 1), date(2025, 3, 10)), "own") == (date(2025, 2, 19), date(2025, 2, 28))
    assert span_around(date(2027, 1, 3), "year") == (date(2027, 1, 1), date(2027, 12, 31))


# ------------------------------------------------------------------ by hand

Reviewed = Callable[..., tuple[Review, list[Article]]]


@pytest.fixture
def reviewed(tmp_path: Path) -> Reviewed:
    def make(
        articles: list[Article],
        *spans: tuple[date, date],
        as_of: date = AS_OF,
        targets: dict[str, dict[str, float]] | None = None,
        **filters: Any,
    ) -> tuple[Review, list[Article]]:
        snapshot = Snapshot(fill(tmp_path / f"{len(list(tmp_path.iterdir()))}.duckdb", articles))
        settings = Settings(targets=targets or {})
        return review(Context(EN, LIGHT, settings, snapshot, Filters(**filters), as_of), *spans), articles

    return make


def some(n: int, first: date, **same: Any) -> list[Article]:
    """So many articles, one every other day from a day on."""
    days = [first + timedelta(2 * place) for place in range(n)]
    name = "-".join([str(first), *map(str, same.values())])
    return [Article(f"{name}-{day}.md", day=day, **same) for day in days]


# Before both periods, so that there is something to compare with; and as long before the older of two quarters as
# twenty articles, one every other day, leave empty before the newer.
BEGUN = [Article("first.md", day=date(2025, 5, 8))]


def sentences(found: Review) -> list[str]:
    return [found.words(headline.finding.key, **headline.finding.values) for headline in changes(found)]


def test_without_a_choice_it_is_the_last_quarter_against_the_one_before(reviewed: Reviewed) -> None:
    found, _ = reviewed([*BEGUN, *some(12, Q4[0]), *some(20, Q3[0])])
    assert (found.now, found.before, found.running) == (Q4, Q3, False)
    assert found.row("totals")["published"] == 12
    assert found.row("totals")["published_before"] == 20


def test_what_still_runs_stands_beside_as_many_days(reviewed: Reviewed) -> None:
    """1 January to 13 March are 72 days; so are 1 October to 11 December."""
    first = date(2026, 1, 1)
    found, articles = reviewed([*BEGUN, *some(30, first), *some(46, Q4[0])], (first, date(2026, 3, 31)), Q4)
    assert found.running
    assert found.before == (date(2025, 10, 1), date(2025, 12, 11))
    p = found.parameters(granularity="month")
    rows = check(found.snapshot, articles, "review_volume", p)
    assert [(row["bucket"].month, row["complete"], row["before_bucket"].month) for row in rows] == [
        (1, True, 10),
        (2, True, 11),
        (3, False, 12),
    ]
    assert rows[2]["before_bucket_end"] == date(2025, 12, 11)


def test_quarters_that_are_as_full_change_nothing(reviewed: Reviewed) -> None:
    found, _ = reviewed([*BEGUN, *some(30, Q4[0], section="geld"), *some(30, Q3[0], section="geld")])
    assert changes(found) == []


def test_fewer_than_ten_in_either_say_nothing(reviewed: Reviewed) -> None:
    """However different: nine of one section now, forty of another before."""
    for now, before in ((9, 40), (40, 9)):
        now_, before_ = some(now, Q4[0], section="geld"), some(before, Q3[0], section="werk")
        found, _ = reviewed([*BEGUN, *now_, *before_])
        assert not [said for said in sentences(found) if "geld" in said or "werk" in said]
        key = "finding.few" if now < before else "finding.few.before"  # its sentence says which period it is about
        finding = figures.review_shares(found, "section").finding
        assert (finding.key, finding.values) == (key, {"n": 9})


def test_a_section_that_grew_is_named_with_its_counts(reviewed: Reviewed) -> None:
    now = some(20, Q4[0], section="geld") + some(10, Q4[0], section="werk")
    before = some(5, Q3[0], section="geld") + some(25, Q3[0], section="werk")
    found, _ = reviewed([*BEGUN, *now, *before])
    said = sentences(found)
    assert "**geld** went from 5 of the 30 articles (17%) to 20 of the 30 (67%)." in said
    drawn = figures.review_shares(found, "section")
    assert EN(drawn.finding.key, **drawn.finding.values).startswith(("geld rose", "werk fell"))
    states = dict(zip(drawn.frame["category"], drawn.frame["state"], strict=True))
    assert (states["geld"], states["werk"]) == ("rising", "falling")


def test_half_as_many_in_half_as_many_days_is_no_change(reviewed: Reviewed) -> None:
    """And half as many in as many days is one."""
    half = (Q4[0], date(2025, 11, 15))
    articles = [*BEGUN, *some(46, Q3[0]), *some(23, Q4[0])]
    found, _ = reviewed(articles, half, Q3)
    assert not [h for h in changes(found) if h.rule.name == "review_volume"]
    found, _ = reviewed(articles, Q4, Q3)
    (volume,) = [h for h in changes(found) if h.rule.name == "review_volume"]
    assert volume.weight == pytest.approx(abs(23 - 46 * 92 / 92))
    assert "**23 articles** in 92 days; before, 46 in 92 days." in sentences(found)


def test_a_tag_that_stayed_away_and_one_that_is_new(reviewed: Reviewed) -> None:
    old, new = {"seo": "SEO"}, {"ai-act": "AI Act"}
    now, before = some(20, Q4[0]), some(20, Q3[0])
    for article in before[:6]:
        article.tags = dict(old)
    for article in now[:5]:
        article.tags = dict(new)
    found, _ = reviewed([*BEGUN, *now, *before])
    said = sentences(found)
    assert said[0] == "**‘SEO’** did not occur; before, in 6 of the 20 articles."
    assert "**‘AI Act’** is new: in 5 of the 20 articles, and never before." in said


@pytest.mark.parametrize("direction", ["gone", "new"])
@pytest.mark.parametrize(
    ("k", "here", "there", "said"),
    [(3, 20, 20, False), (4, 20, 20, False), (6, 20, 20, True), (10, 60, 20, False), (5, 40, 60, True)],
)
def test_a_tag_is_gone_or_new_only_beyond_chance(
    reviewed: Reviewed, k: int, here: int, there: int, said: bool, direction: str
) -> None:
    """Its k articles drawn blindly from those of both periods: how often are they all of the one that they are of?"""
    draws = random.Random(7)
    alike = sum(max(draws.sample(range(here + there), k)) < here for _ in range(20_000)) / 20_000
    assert (alike < 0.025) == said
    first, other = (Q3[0], Q4[0]) if direction == "gone" else (Q4[0], Q3[0])
    with_it, without = some(here, first), some(there, other)
    days = [first + timedelta(place % 90) for place in range(here)]
    for article, day in zip(with_it, days, strict=True):
        article.day = day
    for place, article in enumerate(without):
        article.day = other + timedelta(place % 90)
    for article in with_it[:k]:
        article.tags = {"seo": "SEO"}
    found, _ = reviewed([*BEGUN, *with_it, *without])
    sentence = "did not occur" if direction == "gone" else "is new"
    assert any("‘SEO’" in one and sentence in one for one in sentences(found)) == said


def test_drafts_have_no_before(reviewed: Reviewed) -> None:
    """Those of the older period had longer to come out, so that of two alike the newer always seems to lag."""
    stuck = [Article(f"draft-{n}.md", day=Q4[0] + timedelta(n), draft=True) for n in range(15)]
    found, _ = reviewed([*BEGUN, *some(20, Q4[0]), *some(20, Q3[0]), *stuck])
    assert found.row("draft_share", by="all")["drafts"] == 15
    assert sentences(found) == []


PLAN = {"section": {"werk": 0.5, "geld": 0.5}, "volume": {"per_month": 20}}  # 30 and 30 a quarter


def test_a_plan_that_was_attained_for_less_is_said_with_its_counts(reviewed: Reviewed) -> None:
    """30 of 60 now (30 on werk, and a surplus on werk fills no gap on geld), before 60 of 60: beyond chance.

    Of 60 planned 30 and 60 attained differ by a half, where 1.96 × √(30 / 60² + 60 / 60²) is 0.31.
    """
    now = [*some(46, Q4[0], section="werk"), *some(14, date(2025, 10, 2), section="werk")]
    before = [*some(30, Q3[0], section="werk"), *some(30, Q3[0], section="geld")]
    found, _ = reviewed([*BEGUN, *now, *before], targets=PLAN)
    (said,) = [headline for headline in changes(found) if headline.rule.name == "review_plan"]
    sentence = EN(said.finding.key, **said.finding.values)
    assert sentence == (
        "**50% of the plan for the sections was attained** (of 60 articles, surpluses not counted), "
        "100% before (of 60), against the present plan."
    )
    assert (said.weight, said.rule.page) == (30, "plan")
    narrowed, _ = reviewed([*BEGUN, *now, *before], targets=PLAN, section=("werk",))
    assert "review_plan" not in {headline.rule.name for headline in changes(narrowed)}
    without, _ = reviewed([*BEGUN, *now, *before])
    assert "review_plan" not in {headline.rule.name for headline in changes(without)}


@pytest.mark.parametrize(("now", "said"), [(24, True), (25, False)])
def test_a_plan_is_named_only_beyond_chance(reviewed: Reviewed, now: int, said: bool) -> None:
    """40 of 60 before: 16 fewer are more than 1.96 × √(24 + 40) = 15.7; 15 fewer are within 1.96 × √(25 + 40)."""
    here = [*some(12, Q4[0], section="werk"), *some(now - 12, Q4[0], section="geld")]
    before = [*some(20, Q3[0], section="werk"), *some(20, Q3[0], section="geld")]
    found, _ = reviewed([*BEGUN, *here, *before], targets=PLAN)
    assert ("review_plan" in {headline.rule.name for headline in changes(found)}) == said
    assert "review_plan" in {headline.rule.name for headline in moves(found)}


def test_what_is_attained_differs_by_chance_no_more_often_than_it_should() -> None:
    """Two quarters of one pace, five sections, a plan that is just attained, missed or exceeded: one in twenty."""
    draws = np.random.default_rng(7)
    for pace in (0.6, 1.0, 1.4):
        target = np.array([20, 15, 10, 10, 5])
        drawn = draws.poisson(pace * target, (2, 5_000, 5))
        reached = np.minimum(drawn, target).sum(axis=2)
        frame = pd.DataFrame({"n": drawn[0].sum(axis=1), "before_n": drawn[1].sum(axis=1)})
        frame = frame.assign(target=60.0, before_target=60.0, attained=reached[0], before_attained=reached[1])
        frame = frame.assign(attained_share=reached[0] / 60, before_attained_share=reached[1] / 60)
        assert beyond_chance(frame).mean() <= 0.055


def test_when_nothing_moved_beyond_chance_the_largest_moves_are_there_in_order(reviewed: Reviewed) -> None:
    """Of thirty each, 16 instead of 10 on geld and 8 with a tag instead of 4: neither is beyond chance."""
    now = some(16, Q4[0], section="geld") + some(14, Q4[0], section="werk")
    before = some(10, Q3[0], section="geld") + some(20, Q3[0], section="werk")
    for article in [*now[:8], *before[:4]]:
        article.tags = {"seo": "SEO"}
    found, _ = reviewed([*BEGUN, *now, *before])
    assert changes(found) == []
    said = [(headline.weight, EN(headline.finding.key, **headline.finding.values)) for headline in moves(found)]
    assert said == [
        (6, "**geld** went from 10 of the 30 articles (33%) to 16 of the 30 (53%)."),
        (6, "**werk** went from 20 of the 30 articles (67%) to 14 of the 30 (47%)."),
        (4, "**‘SEO’** went from 4 of the 30 articles (13%) to 8 of the 30 (27%)."),
    ]
    begun = Article("june.md", day=date(2025, 6, 29))
    still, _ = reviewed([begun, *some(44, Q4[0], section="geld"), *some(46, Q3[0], section="geld")])
    assert moves(still) == []  # two articles fewer


def test_a_draft_that_is_still_to_come_is_not_still_a_draft(reviewed: Reviewed) -> None:
    first, last = date(2026, 1, 1), date(2026, 3, 31)
    ahead = [Article(f"draft-{n}.md", day=AS_OF + timedelta(n), draft=True) for n in range(1, 15)]
    begun = Article("first.md", day=date(2025, 8, 8))
    found, _ = reviewed([begun, *some(20, first), *some(20, Q4[0]), *ahead], (first, last), Q4)
    assert found.row("draft_share", by="all")["drafts"] == 0
    assert changes(found) == []


def test_a_period_before_the_first_article_is_no_comparison(reviewed: Reviewed) -> None:
    found, articles = reviewed([*some(30, date(2025, 8, 20)), *some(20, Q4[0])])
    assert not found.comparable
    assert changes(found) == []
    assert figures.review_shares(found, "section").finding.key == "finding.review_shares.no_comparison"
    rows = check(found.snapshot, articles, "review_volume", found.parameters(granularity="month"))
    assert [row["before"] for row in rows] == [None, None, None]


def test_a_period_to_come_says_nothing(reviewed: Reviewed) -> None:
    found, _ = reviewed([*BEGUN, *some(40, Q4[0])], (date(2026, 4, 1), date(2026, 6, 30)), Q4)
    assert found.to_come
    assert changes(found) == []
    assert figures.review_volume(found).frame["articles"].isna().all()


def test_weeks_of_the_turn_of_the_year_stand_beside_those_of_the_month_before(reviewed: Reviewed) -> None:
    """December 2026: its last days are of 2026-W53, cut off where the month ends."""
    span = (date(2026, 12, 1), date(2026, 12, 31))
    articles = [*BEGUN, *[Article(f"{n}.md", day=date(2026, 12, 28) + timedelta(n)) for n in range(7)]]
    found, _ = reviewed(articles, span, span_before(span, "month"), as_of=date(2027, 1, 10))
    rows = check(found.snapshot, articles, "review_volume", found.parameters(granularity="week"))
    assert (rows[-2]["bucket"], rows[-2]["bucket_end"], rows[-2]["articles"]) == (
        date(2026, 12, 28),
        date(2026, 12, 31),
        4,
    )
    assert figures.review_volume(found).frame["place"].max() == 6  # November has a day in a sixth week


def test_any_context_gives_the_figures_of_the_last_quarter(reviewed: Reviewed) -> None:
    """As a pack asks for them."""
    found, _ = reviewed([*BEGUN, *some(30, Q4[0], section="a"), *some(30, Q3[0], section="b")])
    plain = Context(EN, LIGHT, Settings(), found.snapshot, Filters("4w"), AS_OF)
    for make in (figures.review_volume, lambda context: figures.review_shares(context, "section")):
        assert make(plain).frame.equals(make(found).frame)
    assert "4th quarter 2025" in str(figures.review_volume(plain).chart.description)


@pytest.mark.parametrize(("after", "of"), [(6, 21), (8, 21)])  # 29 % may be chance after 1 of 17, 38 % not
def test_the_page_balance_gives_the_same_verdict(reviewed: Reviewed, after: int, of: int) -> None:
    january, february = span_of("2026-01"), span_of("2026-02")
    (first, _), (then, _) = january, february
    found, _ = reviewed(
        [
            *BEGUN,
            *(Article(f"then {n}.md", day=first, section="geld" if n else "regels") for n in range(17)),
            *(Article(f"now {n}.md", day=then, section="regels" if n < after else "geld") for n in range(of)),
        ],
        february,
        january,
    )
    said = figures.review_shares(found, "section").finding
    both = replace(found, filters=Filters("own", first, february[1]))
    over_time = figures.share_over_time(both, "month", "section").finding
    still = "finding.review_shares.still_section", "finding.share_over_time.still"
    assert [said.key == still[0], over_time.key == still[1]] == [after == 6] * 2


# ------------------------------------------------------------------ real folders, from the articles themselves

PERIODS = {
    "sample": [
        ("2025-Q4", "2025-Q3"),
        ("2026-Q1", "2025-Q4"),
        ("2026-01", "2025-01"),
        ("2025-12", "2025-11"),
        ("2025-08", "2025-06"),
        ("2025", "2024"),  # of which publishing began in March
        ("2025-06-01..2026-02-15", "2024-09-01..2025-05-31"),
    ],
    "18f": [("2015", "2014"), ("2016", "2015"), ("2016-Q2", "2016-Q1"), ("2015", "2020"), ("2023", "2022")],
}


@pytest.fixture(scope="module", params=list(PERIODS))
def folder(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Context, list[Article]]:
    content = SAMPLE if request.param == "sample" else CORPORA / "18f" / "posts"
    if not content.is_dir():
        pytest.skip("the corpora are not beside this checkout")
    settings = read_settings(content, environment={})
    database = tmp_path_factory.mktemp("review") / "editorial.duckdb"
    load(content, database, settings)
    collection = None if request.param == "sample" else "posts"
    articles = read_folder(content, settings.zone, settings.tag_aliases, collection)
    as_of = AS_OF if request.param == "sample" else date(2024, 12, 10)
    return request.param, Context(EN, LIGHT, settings, Snapshot(database), Filters(), as_of), articles


def test_what_changed_can_be_worked_out_from_the_articles(folder: tuple[str, Context, list[Article]]) -> None:
    """Each sentence, its weight and their order; but for those of `rising`, which test_headlines works out."""
    name, context, articles = folder
    seen = 0
    for codes in PERIODS[name]:
        now, before = (span_of(code) for code in codes)
        found = review(context, now, before)
        expected = _worked_out(found, articles)
        said = changes(found)
        weights = [headline.weight for headline in said]
        assert weights == sorted(weights, reverse=True)
        for headline in said:
            if headline.rule.name not in ("rising", "falling"):
                sentence = EN(headline.finding.key, **headline.finding.values).replace("\u00a0", " ")
                assert sentence in expected, codes
                assert headline.weight == pytest.approx(expected[sentence])
                seen += 1
        least = min(weights, default=0) if len(said) >= 8 else 0
        missed = [one for one, weight in expected.items() if weight > least + 1e-9]
        tagged = [one for one in missed if "‘" in one]  # of one rule three at most, and each tag once
        shown = [EN(h.finding.key, **h.finding.values).replace("\u00a0", " ") for h in said]
        assert [one for one in missed if one not in tagged and one not in shown] == [], codes
    assert seen


def _worked_out(found: Review, articles: list[Article]) -> dict[str, float]:
    """Sentence -> weight."""
    p, as_of = found.parameters(), found.as_of
    every = published(articles, as_of)
    first = min(a.day for a in every if a.day)
    if found.before[0] < first:
        return {}
    last = min(found.now[1], as_of)
    now, before = within(every, found.now[0], last), within(every, *found.before)
    n, n0 = len(now), len(before)
    days, days0 = (last - found.now[0]).days + 1, (found.before[1] - found.before[0]).days + 1
    out: dict[str, float] = {}
    hoped = n0 * days / days0
    if max(n, n0) >= 10 and abs(n - hoped) >= 1.96 * math.sqrt((n + n0) * days / days0):
        out[f"**{n} articles** in {days} days; before, {n0} in {days0} days."] = abs(n - hoped)
    (rhythm,) = cadence(articles, p | {"count": "articles"})
    (rhythm0,) = cadence(articles, p | {"count": "articles"} | dict(found.earlier))
    gap, gap0 = rhythm["longest_gap"], rhythm0["longest_gap"]
    enough = min(rhythm["publishing_days"], rhythm0["publishing_days"]) >= 10
    longer = max((gap, rhythm["publishing_days"], days), (gap0, rhythm0["publishing_days"], days0))
    if enough and max(gap, gap0) >= 2 * min(gap, gap0) and abs(gap - gap0) >= 3 and so_long(*longer) <= 0.025:
        sentence = f"**The longest silence lasted {EN('unit.days', n=gap)}**, {EN('unit.days', n=gap0)} before."
        out[sentence] = abs(gap - gap0) / 7 * (rhythm["per_week"] or 0)
    if min(n, n0) < 10:
        return out
    for by in ("section", "audience"):
        for name in {getattr(a, by) or "" for a in every}:
            k, k0 = (sum((getattr(a, by) or "") == name for a in group) for group in (now, before))
            if _difference(k, n, k0, n0)["state"] != "usual" and abs(k - k0 / n0 * n) >= 3:
                called = name or f"no {by}"
                out[
                    f"**{called}** went from {k0} of the {n0} articles ({k0 / n0:.0%}) to {k} of the {n} ({k / n:.0%})."
                ] = abs(k - k0 / n0 * n)
    for field in ("section", "audience"):
        ones = [r for r in plan(articles, p) if r["field"] == field and r["target"]]
        others = [r for r in plan(articles, p | dict(found.earlier)) if r["field"] == field and r["target"]]
        (x, t), (x0, t0) = (
            (sum(min(r["articles"], r["target"]) for r in rows), sum(r["target"] for r in rows))
            for rows in (ones, others)
        )
        if min(t, t0) < 10:
            continue
        assert x / t == pytest.approx(attained(ones, field))
        if abs(x / t - x0 / t0) >= 1.96 * math.sqrt(x / t**2 + x0 / t0**2) and abs(x - x0 * t / t0) >= 3:
            what = f"**{x / t:.0%} of the plan for the {field}s was attained** ({x:.0f} of the {t:.0f} articles), "
            out[f"{what}{x0 / t0:.0%} before ({x0:.0f} of the {t0:.0f})."] = abs(x - x0 * t / t0)
    for tag, label in labels(articles).items():
        k, k0 = (sum(tag in a.tags for a in group) for group in (now, before))
        alike = math.prod((n0 - i) / (n + n0 - i) for i in range(k0))  # all drawn from before
        if k == 0 and k0 / n0 * n >= 3 and alike <= 0.025:
            out[f"**‘{label}’** did not occur; before, in {k0} of the {n0} articles."] = k0 / n0 * n
        alike = math.prod((n - i) / (n + n0 - i) for i in range(k))
        if k >= 3 and alike <= 0.025 and min(a.day for a in every if tag in a.tags and a.day) >= found.now[0]:
            out[f"**‘{label}’** is new: in {k} of the {n} articles, and never before."] = k
    return out


@pytest.mark.parametrize(("filled", "days"), [(2, 6), (3, 9), (5, 8), (9, 9)])
def test_chance_makes_so_many_silences(filled: int, days: int) -> None:
    """As counted in every choice of so many days of a period that comes after one just like it."""
    every = list(combinations(range(days), filled))
    for gap in range(2, 2 * days + 3):
        long = sum(later - earlier >= gap for one in every for earlier, later in pairwise((one[-1] - days, *one)))
        assert silences_by_chance(gap, filled, days) == pytest.approx(long / len(every), abs=1e-12)


def test_a_silence_is_beyond_chance_as_often_as_it_should() -> None:
    """Of periods of which the days, and those of the one before, are drawn blindly, one in forty has such a silence.

    And a hundred years take no time.
    """
    draws, filled, days = random.Random(7), 40, 92
    drawn = [sorted(draws.sample(range(days), filled)) for _ in range(8_000)]
    pairs = [(before[-1] - days, *one) for before, one in pairwise(drawn)]
    longest = [max(later - earlier for earlier, later in pairwise(one)) for one in pairs]
    least = min(gap for gap in range(2, days) if silences_by_chance(gap, filled, days) <= 0.025)
    assert sum(gap >= least for gap in longest) / len(drawn) <= 0.03
    assert sum(gap >= least - 1 for gap in longest) / len(drawn) > 0.02
    assert silences_by_chance(4, 20_000, 36_500) > 1


@pytest.mark.parametrize(("gap", "said"), [(12, False), (30, True)])
def test_a_silence_is_named_only_beyond_chance(reviewed: Reviewed, gap: int, said: bool) -> None:
    """Every third day something, the two quarters through, but for a longer silence in one of them."""
    sentence = f"**The longest silence lasted {gap} days**, 3 days before."
    found, _ = reviewed([*BEGUN, *every_third_day(Q4[0] + timedelta(30), gap)])
    assert (sentence in sentences(found)) == said
    turned, _ = reviewed([*BEGUN, *every_third_day(Q3[0] + timedelta(30), gap)])
    assert (f"**The longest silence lasted 3 days**, {gap} days before." in sentences(turned)) == said


def every_third_day(silent: date, gap: int) -> list[Article]:
    """From 2 June to 31 December 2025, but for `gap` days or two more, which begin in the days before `silent`."""
    days = [date(2025, 6, 2) + timedelta(3 * place) for place in range(71)]
    begin = max(day for day in days if day <= silent)
    return [Article(f"{day}.md", day=day) for day in days if not begin < day < begin + timedelta(gap)]


def test_a_silence_belongs_to_the_period_in_which_it_ended(reviewed: Reviewed) -> None:
    """30 days from 20 September, of which 20 are in the quarter; and one that is longer than the quarter it ends in."""
    silent = date(2025, 9, 20)
    found, articles = reviewed([*BEGUN, *every_third_day(silent, 30)])
    now, before = found.both("cadence", count="articles")
    assert (now["longest_gap"], now["gap_from"], now["gap_to"]) == (30, date(2025, 9, 18), date(2025, 10, 18))
    assert before["longest_gap"] == 3
    assert "**The longest silence lasted 30 days**, 3 days before." in sentences(found)
    begun = Article("first.md", day=date(2025, 1, 1))
    found, articles = reviewed([begun, *(a for a in articles if a.day and a.day > Q3[0])])
    sentence = "**The longest silence lasted 30 days**, 182 days before."
    assert sentence in sentences(found)
    assert _worked_out(found, articles)[sentence]


@pytest.mark.parametrize(
    ("begun", "now", "before"),
    [
        (date(2024, 3, 1), (date(2025, 3, 1), date(2025, 12, 31)), (date(2024, 3, 1), date(2024, 12, 31))),
        (date(2024, 2, 29), (date(2025, 2, 28), date(2025, 12, 31)), (date(2024, 2, 29), date(2024, 12, 31))),
        (date(2024, 1, 1), (date(2025, 1, 1), date(2025, 12, 31)), (date(2024, 1, 1), date(2024, 12, 31))),
    ],
)
def test_a_year_that_publishing_began_in_counts_from_that_day(
    reviewed: Reviewed, begun: date, now: tuple[date, date], before: tuple[date, date]
) -> None:
    years = [(date(year, 1, 1), date(year, 12, 31)) for year in (2025, 2024)]
    found, articles = reviewed([*some(40, begun), *some(30, date(2025, 4, 1))], *years)
    assert (found.now, found.before, found.since_begun) == (now, before, begun > before[0].replace(month=1, day=1))
    assert found.comparable
    check(found.snapshot, articles, "review_volume", found.parameters(granularity="month"))
    late, _ = reviewed(some(40, date(2024, 7, 3)), *years)
    assert (late.now, late.comparable) == (years[0], False)


def test_a_period_is_never_moved_beyond_its_own_end(reviewed: Reviewed) -> None:
    january, year = (date(2026, 1, 1), date(2026, 1, 31)), (date(2025, 1, 1), date(2025, 12, 31))
    found, _ = reviewed(some(40, date(2025, 5, 1)), january, year)
    assert (found.now, found.before, found.since_begun) == (january, year, False)
    found, _ = reviewed(some(40, date(2025, 1, 16)), january, year)
    assert found.now == (date(2026, 1, 16), january[1])


def test_a_quarter_that_publishing_began_in_counts_from_as_far_into_the_other(reviewed: Reviewed) -> None:
    found, _ = reviewed(some(60, date(2025, 8, 1)))
    assert (found.now, found.before) == ((date(2025, 11, 1), Q4[1]), (date(2025, 8, 1), Q3[1]))
    first = date(2026, 1, 1)
    running, _ = reviewed(some(90, date(2025, 10, 15)), (first, date(2026, 3, 31)), Q4)
    assert running.now == (date(2026, 1, 15), date(2026, 3, 31))
    assert running.before == (date(2025, 10, 15), date(2025, 12, 11))  # as many days as up to as_of


def test_the_parameters_of_both_are_those_of_the_queries(reviewed: Reviewed) -> None:
    """What Review overrules is known to the filters: a query asks for nothing else."""
    known = parameters(AS_OF).keys()
    found, _ = reviewed(BEGUN)
    assert set(found.earlier) <= set(known)
    assert set(found.parameters()) == set(known)
