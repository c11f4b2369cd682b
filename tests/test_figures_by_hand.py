"""Small tables whose figures one can work out on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from dashboard.errors import DashboardError
from dashboard.filters import GRANULARITIES, Filters
from dashboard.settings import Settings
from dashboard.warehouse import Snapshot
from tests.figures import COUNTS, check, fill, parameters, rows
from tests.plain_reader import Article

if TYPE_CHECKING:
    from pathlib import Path

Made = Callable[..., tuple[Snapshot, list[Article]]]
MONDAY = date(2026, 3, 2)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """A snapshot of these articles, and the articles."""

    def make(*articles: Article) -> tuple[Snapshot, list[Article]]:
        return Snapshot(fill(tmp_path / "editorial.duckdb", articles)), list(articles)

    return make


def on(*days: date, **same: object) -> list[Article]:
    return [Article(f"{number}-{day}.md", title=f"Of {day}", day=day, **same) for number, day in enumerate(days)]  # type: ignore[arg-type]


def test_weeks_at_the_turn_of_the_year(made: Made) -> None:
    """28 December 2026 to 3 January 2027 is one week, 2026-W53; Monday 4 January begins 2027-W01."""
    snapshot, articles = made(
        *on(date(2026, 12, 27), date(2026, 12, 28), date(2026, 12, 31)),
        *on(date(2027, 1, 1), date(2027, 1, 3), date(2027, 1, 4)),
    )
    weeks = check(snapshot, articles, "volume", parameters(date(2027, 1, 10)))
    assert [(row["bucket"], row["bucket_end"], row["articles"]) for row in weeks] == [
        (date(2026, 12, 21), date(2026, 12, 27), 1),
        (date(2026, 12, 28), date(2027, 1, 3), 4),
        (date(2027, 1, 4), date(2027, 1, 10), 1),
    ]
    years = check(snapshot, articles, "volume", parameters(date(2027, 1, 10), granularity="year"))
    assert [(row["bucket"].year, row["articles"]) for row in years] == [(2026, 3), (2027, 3)]


def test_the_running_week_lowers_no_mean(made: Made) -> None:
    """Four weeks of three articles, and one on the Monday of the fifth."""
    days = [MONDAY + timedelta(weeks=week, days=day) for week in range(4) for day in (0, 2, 4)]
    snapshot, articles = made(*on(*days, MONDAY + timedelta(weeks=4)))
    as_of = MONDAY + timedelta(weeks=4, days=1)
    weeks = check(snapshot, articles, "volume", parameters(as_of))
    assert [row["complete"] for row in weeks] == [True] * 4 + [False]
    assert [row["mean"] for row in weeks] == [None, None, None, 3.0, None]
    cadence = check(snapshot, articles, "cadence", parameters(as_of))[0]
    assert (cadence["weeks"], cadence["per_week"], cadence["streak"]) == (4, 3.0, 4)
    assert (cadence["median_gap"], cadence["longest_gap"], cadence["running_gap"]) == (2, 3, 1)


def test_on_sunday_the_week_still_lowers_no_mean(made: Made) -> None:
    """Four weeks of three articles, and one in the fifth, of which the last day is not over."""
    days = [MONDAY + timedelta(weeks=week, days=day) for week in range(4) for day in (0, 2, 4)]
    snapshot, articles = made(*on(*days, MONDAY + timedelta(weeks=4), section="a"))
    sunday = MONDAY + timedelta(weeks=4, days=6)
    for as_of, mean, weeks in ((sunday, None, 4), (sunday + timedelta(days=1), 2.5, 5)):
        p = parameters(as_of, Filters("own", MONDAY, sunday))
        assert [row["mean"] for row in check(snapshot, articles, "volume", p)][3:] == [3.0, mean]
        cadence = check(snapshot, articles, "cadence", p)[0]
        assert (cadence["weeks"], cadence["per_week"]) == (weeks, pytest.approx(13 / 5 if mean else 3))
        day = check(snapshot, articles, "volume", p | {"granularity": "day"})[-1]
        assert (day["bucket"], day["complete"]) == (sunday, mean is not None)
    running = check(snapshot, articles, "compared", parameters(sunday, Filters("own", MONDAY, sunday)))[-2]
    assert (running["what"], running["articles"], running["before"]) == ("running_before", 1, 3)


@pytest.mark.parametrize("name", ["volume", "volume_by", "tag_trend"])
def test_a_week_is_whole_after_its_sunday(made: Made, name: str) -> None:
    """And not on that day itself; nor when the period begins on its Tuesday."""
    snapshot, articles = made(*on(MONDAY + timedelta(days=2), section="geld", tags={"a": "a"}))
    sunday = MONDAY + timedelta(days=6)

    def whole(as_of: date, first: date) -> bool:
        rows = check(snapshot, articles, name, parameters(as_of, Filters("own", first, sunday)))
        return bool(rows[0]["complete"])

    assert whole(sunday + timedelta(days=1), MONDAY)
    assert not whole(sunday, MONDAY)
    assert not whole(sunday + timedelta(days=1), MONDAY + timedelta(days=1))


def test_a_mean_over_months_needs_three_whole_ones(made: Made) -> None:
    days = (date(2026, 1, 5), date(2026, 2, 5), date(2026, 2, 6), date(2026, 3, 5), date(2026, 4, 1))
    snapshot, articles = made(*on(*days))
    months = check(snapshot, articles, "volume", parameters(date(2026, 4, 2), granularity="month"))
    assert [row["mean"] for row in months] == [None, None, pytest.approx(4 / 3), None]
    period = Filters("own", date(2026, 1, 15), date(2026, 4, 2))  # January is now in part outside
    months = check(snapshot, articles, "volume", parameters(date(2026, 4, 2), period, granularity="month"))
    assert [(row["articles"], row["complete"], row["mean"]) for row in months] == [
        (0, False, None),
        (2, True, None),
        (1, True, None),
        (1, False, None),
    ]


def test_status(made: Made) -> None:
    """Scheduled never counts, expired does, undated is apart, and a draft stays one whatever its date."""
    as_of = date(2026, 3, 13)
    snapshot, articles = made(
        Article("today.md", day=as_of),
        Article("expired-today.md", day=as_of - timedelta(9), expires=as_of),
        Article("expires-tomorrow.md", day=as_of - timedelta(9), expires=as_of + timedelta(1)),
        Article("tomorrow.md", day=as_of + timedelta(1)),
        Article("undated.md"),
        Article("draft.md", draft=True, day=as_of - timedelta(3)),
        Article("draft-ahead.md", draft=True, day=as_of + timedelta(3), expires=as_of),
        Article("draft-undated.md", draft=True),
    )
    assert check(snapshot, articles, "totals", parameters(as_of))[0] == {
        "published": 3,
        "published_before": None,
        "drafts": 3,
        "drafts_waiting": 3,
        "scheduled": 1,
        "undated": 1,
        "expired": 1,
    }
    month = check(snapshot, articles, "totals", parameters(as_of, Filters("year")))[0]
    assert (month["drafts"], month["drafts_waiting"], month["undated"], month["scheduled"]) == (1, 3, 1, 1)
    status = {row["path"]: row["status"] for row in rows(snapshot, "articles", parameters(as_of))}
    assert status["today.md"] == "published"
    assert status["expired-today.md"] == "expired"
    assert status["expires-tomorrow.md"] == "published"
    assert status["draft-ahead.md"] == "draft"
    for granularity in GRANULARITIES:
        volume = check(snapshot, articles, "volume", parameters(as_of, granularity=granularity))
        assert sum(row["articles"] for row in volume) == 3
    assert check(snapshot, articles, "cadence", parameters(as_of))[0]["running_gap"] == 0


def test_three_spellings_are_one_tag(made: Made) -> None:
    """The loader keeps one row for an article that writes a tag three times; the label is the commonest spelling."""
    snapshot, articles = made(
        Article("a.md", day=MONDAY, tags={"ai-act": "AI Act"}),
        Article("b.md", day=MONDAY, tags={"ai-act": "ai act", "avg": "AVG"}),
        Article("c.md", day=MONDAY, tags={"ai-act": "AI Act"}),
        Article("d.md", day=MONDAY),
    )
    found = check(snapshot, articles, "tags", parameters(MONDAY))
    assert [(row["tag"], row["label"], row["articles"], row["n"], row["share"]) for row in found] == [
        ("ai-act", "AI Act", 3, 4, 0.75),
        ("avg", "AVG", 1, 4, 0.25),
    ]


def test_change_of_a_tag(made: Made) -> None:
    """A tag that is gone now stays in the list with its fall; without a comparison there is no change."""
    snapshot, articles = made(
        Article("first.md", day=date(2026, 1, 1)),
        *on(date(2026, 2, 3), date(2026, 2, 10), tags={"a": "a"}),
        Article("now.md", day=date(2026, 3, 9), tags={"b": "b"}),
    )
    as_of = date(2026, 3, 13)
    found = check(snapshot, articles, "tags", parameters(as_of, Filters("4w")))
    changes = [(row["tag"], row["articles"], row["before"], row["change"]) for row in found]
    assert changes == [("b", 1, 0, 1), ("a", 0, 2, -2)]
    assert [row["days_since"] for row in found] == [4, 31]
    found = check(snapshot, articles, "tags", parameters(as_of, Filters("4w", compare="none")))
    changes = [(row["tag"], row["before"], row["before_n"], row["change"]) for row in found]
    assert changes == [("b", None, None, None), ("a", None, None, None)]


def test_before_the_first_article_there_is_nothing_to_count_or_compare(made: Made) -> None:
    """A publication that began on Wednesday 18 February was not silent in January."""
    snapshot, articles = made(*on(date(2026, 2, 18), date(2026, 3, 3), date(2026, 3, 12), tags={"a": "a"}))
    p = parameters(date(2026, 3, 13))
    weeks = check(snapshot, articles, "volume", p)
    assert [(str(row["bucket"]), row["articles"]) for row in weeks] == [
        ("2026-02-16", 1),
        ("2026-02-23", 0),
        ("2026-03-02", 1),
        ("2026-03-09", 1),
    ]
    assert check(snapshot, articles, "cadence", p)[0]["weeks"] == 3
    assert check(snapshot, articles, "totals", p)[0]["published_before"] is None
    assert [row["before"] for row in check(snapshot, articles, "tags", p)] == [None]


def test_first_and_last_day_of_both_periods_count(made: Made) -> None:
    """Four weeks to 13 March and the four before: 14 February is in the one, 13 February in the other."""
    edges = [date(2026, 1, 16), date(2026, 1, 17), date(2026, 2, 13), date(2026, 2, 14), date(2026, 3, 13)]
    snapshot, articles = made(*on(*edges, section="geld", tags={"a": "a"}))
    p = parameters(date(2026, 3, 13), Filters("4w"))
    for name in ("totals", "tags", "shares"):
        row = check(snapshot, articles, name, p)[0]
        now, before = (
            row[key] for key in (("published", "published_before") if name == "totals" else ("articles", "before"))
        )
        assert (now, before) == (2, 2)


def test_no_tags_no_section_no_audience(made: Made) -> None:
    """The empty value in a filter stands for articles that have none."""
    snapshot, articles = made(
        Article("a.md", day=MONDAY, tags={"a": "a"}, audience="STARTER"),
        Article("b.md", day=MONDAY, section="geld"),
        Article("c.md", day=MONDAY, tags={"b": "b"}, section="geld", audience="STARTER"),
    )
    for filters, paths in (
        (Filters("all", tag=("",)), ["b.md"]),
        (Filters("all", tag=("", "a")), ["a.md", "b.md"]),
        (Filters("all", section=("",)), ["a.md"]),
        (Filters("all", audience=("",)), ["b.md"]),
        (Filters("all", tag=("b",), section=("geld",)), ["c.md"]),
        (Filters("all", tag=("b",), section=("",)), []),
    ):
        assert [row["path"] for row in check(snapshot, articles, "articles", parameters(MONDAY, filters))] == paths


def test_an_article_is_one_article_however_many_tags_it_has(made: Made) -> None:
    many = {key: key for key in "abcd"}
    snapshot, articles = made(*on(MONDAY, MONDAY, tags=many), Article("bare.md", day=MONDAY))
    trend = check(snapshot, articles, "tag_trend", parameters(MONDAY, top=4))
    assert [(row["tag"], row["articles"], row["n"]) for row in trend] == [(tag, 2, 3) for tag in "abcd"]


def test_equals_stand_in_the_order_of_the_alphabet(made: Made) -> None:
    tags = {key: key.upper() for key in ("c", "a", "b")}
    snapshot, articles = made(*on(MONDAY, MONDAY, MONDAY, tags=tags))
    trend = check(snapshot, articles, "tag_trend", parameters(MONDAY, top=2))
    assert [(row["label"], row["rank"]) for row in trend] == [("A", 1), ("B", 2)]
    assert [row["label"] for row in check(snapshot, articles, "tags", parameters(MONDAY))] == ["A", "B", "C"]
    found = check(snapshot, articles, "articles", parameters(MONDAY))
    assert [row["path"][0] for row in found] == ["0", "1", "2"]


def test_intended_categories_are_there_with_0(made: Made) -> None:
    snapshot, articles = made(Article("a.md", day=MONDAY, section="geld", audience="STARTER"))
    settings = Settings(targets={"section": {"geld": 0.5, "werk": 0.5}, "audience": {"BESLISSER": 1.0}})
    p = parameters(MONDAY, settings=settings)
    cells = {(row["section"], row["audience"]): row["articles"] for row in check(snapshot, articles, "balance", p)}
    assert cells == {
        ("geld", "STARTER"): 1,
        ("geld", "BESLISSER"): 0,
        ("werk", "STARTER"): 0,
        ("werk", "BESLISSER"): 0,
    }
    for filters in (Filters("all", section=("werk",)), Filters("all", section=("werk",), audience=("BESLISSER",))):
        p = parameters(MONDAY, filters, settings)
        assert {row["section"] for row in check(snapshot, articles, "balance", p)} == {"werk"}
        for name in ("shares", "draft_share"):  # both by section
            assert [row["category"] for row in check(snapshot, articles, name, p)] == ["werk"]
        assert {row["category"] for row in check(snapshot, articles, "volume_by", p)} <= {"werk"}


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    # The bounds as R's prop.test(k, n, correct = FALSE) gives them, to four places.
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (1, 1, 0.2065, 1.0), (3, 10, 0.1078, 0.6032), (0, 1, 0.0, 0.7935)],
)
def test_wilson(made: Made, k: int, n: int, low: float, high: float) -> None:
    snapshot, articles = made(
        *(Article(f"{number}.md", day=MONDAY, section="yes" if number < k else "no") for number in range(n))
    )
    share = {row["category"]: row for row in check(snapshot, articles, "shares", parameters(MONDAY))}
    given = (share["yes"]["low"], share["yes"]["high"]) if k else (1 - share["no"]["high"], 1 - share["no"]["low"])
    assert given == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_draft_share_by_month(made: Made) -> None:
    """A month without articles is there, with no share; a draft without a date is in none."""
    snapshot, articles = made(
        *on(date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 7)),
        Article("draft.md", draft=True, day=date(2026, 1, 9)),
        Article("ahead.md", draft=True, day=date(2026, 5, 1)),
        Article("undated.md", draft=True),
    )
    found = check(snapshot, articles, "draft_share", parameters(date(2026, 3, 13), by="month"))
    assert [(row["category"], row["drafts"], row["n"], row["share"]) for row in found] == [
        ("2026-01", 1, 4, 0.25),
        ("2026-02", 0, 0, None),
        ("2026-03", 0, 0, None),
        ("2026-04", 0, 0, None),
        ("2026-05", 1, 1, 1.0),
    ]
    assert check(snapshot, articles, "draft_share", parameters(date(2026, 3, 13), by="all"))[0]["share"] == 0.5


def test_draft_age_is_from_first_seen(made: Made) -> None:
    """Never from the draft's own date; one first seen after as_of has no age yet."""
    snapshot, articles = made(
        Article("old.md", draft=True, day=date(2026, 3, 20), created=date(2026, 1, 1)),
        Article("later.md", draft=True, created=date(2026, 4, 1)),
        Article("unknown.md", draft=True),
    )
    found = check(snapshot, articles, "drafts", parameters(date(2026, 3, 13), Filters("4w")))
    ages = [(row["path"], row["age_days"]) for row in found]
    assert ages == [("old.md", 71), ("later.md", None), ("unknown.md", None)]


def test_the_running_gap_does_not_end_with_the_period(made: Made) -> None:
    """Last month's page does not say that nothing came out since."""
    snapshot, articles = made(*on(date(2026, 2, 3), date(2026, 2, 24), date(2026, 3, 11)))
    cadence = check(snapshot, articles, "cadence", parameters(date(2026, 3, 13), Filters("month")))[0]
    assert (cadence["last_on"], cadence["running_gap"]) == (date(2026, 3, 11), 2)
    assert (cadence["longest_gap"], cadence["gap_from"], cadence["gap_to"]) == (21, date(2026, 2, 3), date(2026, 2, 24))
    assert (cadence["weeks"], cadence["publishing_days"]) == (3, 2)  # 2–8, 9–15 and 16–22 February


def test_a_period_ahead_or_turned_round_is_empty(made: Made) -> None:
    snapshot, articles = made(*on(date(2026, 3, 2), date(2026, 3, 10)))
    for first, last in ((date(2026, 3, 11), date(2026, 3, 20)), (date(2026, 3, 9), date(2026, 3, 3))):
        p = parameters(date(2026, 3, 10), Filters("own", first, last))
        for granularity in GRANULARITIES:
            assert check(snapshot, articles, "volume", p | {"granularity": granularity}) == []


def test_search(made: Made) -> None:
    """In title, summary, tags and path; capitals and accents make no difference; % and _ are plain characters."""
    snapshot, articles = made(
        Article("a.md", title="Eén café", day=MONDAY, moment=datetime.combine(MONDAY, time(9, 5))),
        Article("b.md", summary="100% waar", day=MONDAY),
        Article("c.md", tags={"ai-act": "AI_Act"}, day=date(2026, 3, 1)),
        Article("d/cafe.md"),
    )

    def found(search: str) -> list[str]:
        return [row["path"] for row in check(snapshot, articles, "articles", parameters(MONDAY, search=search))]

    assert found("CAFE") == ["a.md", "d/cafe.md"]
    assert found("één") == ["a.md"]
    assert found("0%") == ["b.md"]
    assert found("%") == ["b.md"]
    assert found("_") == ["c.md"]
    assert found("") == found("  ") == found('""') == ["a.md", "b.md", "c.md", "d/cafe.md"]


def test_search_words_and_phrases(made: Made) -> None:
    """Each word somewhere, in the text too; a phrase as it stands; nothing typed is an expression or half a query."""
    snapshot, articles = made(
        Article("a.md", title="Financiële zaken", body="De kassa van\nde bakker.", day=MONDAY, authors=["Zoë Ünal"]),
        Article("b.md", title="Foto’s kiezen", body="Van de kassa (niet) [weg] a.b", day=MONDAY),
        Article("c.md", title="GDPR", tags={"avg": "gdpr"}, day=MONDAY),
        Article("d.md", title="Regels", tags={"avg": "AVG", "ai-act": "AI-Act"}, day=MONDAY),
        Article("e.md", title="De wet", tags={"avg": "AVG"}, summary="van", day=MONDAY),
    )

    def found(search: str) -> str:
        rows = check(snapshot, articles, "articles", parameters(MONDAY, search=search))
        return "".join(row["path"][0] for row in rows)

    assert found("FINANCIELE") == found("financi\u00ebl") == found("financie\u0308le") == "a"
    assert found("zoe unal") == "a"
    assert found("kassa de") == "ab"
    assert found("kassa de zaken") == "a"
    assert found('"van de"') == "ab"
    assert found('"de kassa van"') == found("“de kassa van” bakker") == found('bakker "de kassa van') == "a"
    assert found('"wet van"') == ""  # title and summary are two parts
    assert found("foto's") == "b"
    assert found("(niet) [weg]") == "b"
    assert found("a.b") == "b"
    assert found("a*b") == found("\\d") == found("'; drop table articles; --") == ""
    assert found("avg") == "cde"
    assert found('"ai act"') == "d"
    assert found("a e d . m md") == "abde"  # more words than the query has constants for
    assert found("x" * 500) == found("zeppelin") == ""


def test_the_order_of_a_list(made: Made) -> None:
    """By any column, what has no value last either way; a page of it knows how many there are in all."""
    snapshot, articles = made(
        Article("a.md", title="Éclair", section="werk", words=9, day=MONDAY),
        Article("b.md", title="zon", words=10, day=MONDAY, moment=datetime.combine(MONDAY, time(8)), updated=MONDAY),
        Article("c.md", section="geld", words=100),
        Article("d.md", title="Aap", section="geld", words=10, day=date(2026, 1, 1)),
    )

    def order(sort: str, **own: int) -> str:
        rows = check(snapshot, articles, "articles", parameters(MONDAY, sort=sort, **own))
        assert {row["found"] for row in rows} <= {4}
        return "".join(row["path"][0] for row in rows)

    assert order("-published_on") == "badc"
    assert order("published_on") == "dabc"
    assert order("title") == "dabc"
    assert order("-title") == "badc"
    assert order("section") == "dcab"
    assert order("-word_count") == "cbda"
    assert order("updated_on") == order("-updated_on") == "badc"
    assert order("title", rows=2, skip=1) == "ab"
    assert order("title", rows=2, skip=4) == ""
    with pytest.raises(DashboardError, match="sort is a column"):
        order("body")


def test_neighbours(made: Made) -> None:
    """In time, in its section, and by tags; in its own language, whatever their status."""
    as_of = date(2026, 3, 13)
    same = {"section": "geld", "language": "nl"}
    snapshot, articles = made(
        Article("this.md", day=as_of, moment=datetime.combine(as_of, time(9)), tags={"a": "a", "b": "b"}, **same),  # type: ignore[arg-type]
        Article("morning.md", day=as_of, moment=datetime.combine(as_of, time(8)), section="werk", language="nl"),
        Article("no-time.md", day=as_of, tags={"a": "a"}, **same),  # type: ignore[arg-type]
        Article("draft.md", day=date(2026, 3, 20), draft=True, tags={"b": "b", "a": "A"}, language="nl"),
        Article("later.md", day=date(2026, 4, 1), **same),  # type: ignore[arg-type]
        Article("english.md", day=as_of, language="en", tags={"a": "a", "b": "b"}),
        Article("undated.md", tags={"a": "a"}, **same),  # type: ignore[arg-type]
        *(Article(f"old-{n}.md", day=date(2020, 1, n), tags={"b": "b"}, language="nl") for n in range(1, 7)),
    )

    def found(path: str) -> list[tuple[str, str, int | None]]:
        rows = check(snapshot, articles, "neighbours", parameters(as_of, path=path))
        return [(row["relation"], row["path"].removesuffix(".md"), row["shared"]) for row in rows]

    assert found("this.md") == [
        ("before", "morning", None),
        ("after", "draft", None),
        ("section_before", "no-time", None),
        ("section_after", "later", None),
        ("tags", "draft", 2),
        ("tags", "no-time", 1),
        ("tags", "old-6", 1),
        ("tags", "old-5", 1),
        ("tags", "old-4", 1),
    ]
    assert found("undated.md") == [("tags", "draft", 1), ("tags", "no-time", 1), ("tags", "this", 1)]
    assert found("english.md") == []
    for article in articles:
        found(article.path)


def test_weeks_ahead(made: Made) -> None:
    """Four empty weeks at least, half a year at most; the running week has only the days to come."""
    friday = date(2026, 3, 13)
    snapshot, articles = made(
        *on(friday, date(2026, 3, 14), date(2026, 3, 23), date(2026, 3, 24), section="geld"),
        Article("draft.md", day=date(2026, 3, 17), draft=True),
        Article("undated.md"),
    )
    weeks = check(snapshot, articles, "ahead", parameters(friday, Filters("4w")))
    assert [(row["bucket"].day, row["articles"]) for row in weeks] == [
        (9, 1),
        (16, 0),
        (23, 2),
        (23, 2),
        (30, 0),
        (6, 0),
    ]
    nothing = check(snapshot, articles, "ahead", parameters(friday, Filters(section=("werk",))))
    assert [row["articles"] for row in nothing] == [0] * 5


def test_a_date_in_2099_makes_no_thousand_weeks(made: Made) -> None:
    snapshot, articles = made(*on(date(2026, 9, 11), date(2026, 9, 14), date(2099, 1, 1)))
    weeks = check(snapshot, articles, "ahead", parameters(date(2026, 3, 13)))
    assert len(weeks) == 26 + 1 + 2
    assert [(row["bucket"], row["published_on"]) for row in weeks[-3:]] == [
        (date(2026, 9, 7), date(2026, 9, 11)),
        (None, date(2026, 9, 14)),
        (None, date(2099, 1, 1)),
    ]


def test_draft_share_by_tag(made: Made) -> None:
    snapshot, articles = made(
        Article("a.md", day=MONDAY, draft=True, tags={"ai": "ai", "avg": "AVG"}),
        Article("b.md", day=MONDAY, tags={"ai": "ai"}),
        Article("c.md", day=MONDAY, draft=True),
        Article("d.md", day=MONDAY + timedelta(days=40), tags={"ai": "ai", "later": "later"}),
    )
    found = check(snapshot, articles, "draft_share", parameters(MONDAY, by="tag"))
    assert [(row["category"], row["drafts"], row["n"]) for row in found] == [("ai", 1, 2), ("avg", 1, 1), ("", 1, 1)]


def test_one_article(made: Made) -> None:
    snapshot, articles = made(Article("a.md", day=MONDAY, tags={"a": "a"}))
    for name in COUNTS:
        check(snapshot, articles, name, parameters(MONDAY + timedelta(20)))
    cadence = rows(snapshot, "cadence", parameters(MONDAY + timedelta(20)))[0]
    assert (cadence["publishing_days"], cadence["median_gap"], cadence["running_gap"]) == (1, None, 20)


def test_no_article(made: Made) -> None:
    snapshot, articles = made()
    for name in COUNTS:
        for filters in (Filters("all"), Filters("4w")):
            check(snapshot, articles, name, parameters(MONDAY, filters))
    assert rows(snapshot, "volume", parameters(MONDAY)) == []
    assert [row["articles"] for row in rows(snapshot, "volume", parameters(MONDAY, Filters("4w")))] == [0] * 5
    assert rows(snapshot, "totals", parameters(MONDAY))[0]["published"] == 0


def test_types_in_pandas(tmp_path: Path) -> None:
    """Dates are dates, counts are whole numbers and shares are numbers, also where there is nothing."""
    for articles in ((), (Article("a.md", day=MONDAY, section="geld", tags={"a": "a"}),)):
        snapshot = Snapshot(fill(tmp_path / f"{len(articles)}.duckdb", articles))
        frame = snapshot.frame("volume", parameters(MONDAY))
        names = ["bucket", "bucket_end", "articles", "complete", "mean"]
        assert [frame[name].dtype.kind for name in names] == list("MMibf")
        frame = snapshot.frame("volume_by", parameters(MONDAY))
        assert [frame[name].dtype.kind for name in ("articles", "total", "share")] == list("iif")
        frame = snapshot.frame("balance", parameters(MONDAY))
        names = ["articles", "section_total", "audience_total", "total"]
        assert [frame[name].dtype.kind for name in names] == list("iiii")
        names = ["section_share", "audience_share", "share"]
        assert [frame[name].dtype.kind for name in names] == list("fff")
        frame = snapshot.frame("shares", parameters(MONDAY))
        assert [frame[name].dtype.kind for name in ("articles", "n", "share", "low", "high")] == list("iifff")
        frame = snapshot.frame("tags", parameters(MONDAY))
        assert [frame[name].dtype.kind for name in ("articles", "n", "share", "first_on", "last_on")] == list("iifMM")
