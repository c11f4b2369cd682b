"""The URL and the filters; the days of every period and of what it is compared with."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dashboard.filters import COMPARISONS, PERIODS, STATUSES, Filters, as_known
from dashboard.settings import Settings
from dashboard.warehouse import query_names, query_parameters

text = st.text(max_size=12)
values = st.lists(text, max_size=3, unique=True).map(tuple)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def d(iso: str) -> date:
    return date.fromisoformat(iso)


def through_the_url(filters: Filters) -> Filters:
    """As a browser hands a copied link back."""
    return Filters.from_query(parse_qs(urlencode(filters.to_query(), doseq=True), keep_blank_values=True))


@st.composite
def any_filters(draw: st.DrawFn) -> Filters:
    period = draw(st.sampled_from(PERIODS))
    own = period == "own"  # with another period the own days are not in the URL
    return Filters(
        period=period,
        start=draw(st.none() | days) if own else None,
        end=draw(st.none() | days) if own else None,
        compare=draw(st.sampled_from(COMPARISONS)),
        section=draw(values),
        audience=draw(values),
        tag=draw(values),
        language=draw(values),
        status=draw(st.lists(st.sampled_from(STATUSES), unique=True).map(tuple)),
        as_of=draw(st.sampled_from(("", "today", "latest")) | days.map(date.isoformat)),
    )


@given(any_filters())
@example(Filters(tag=("",), section=("", "a&b=c", "100%", "#", "+", " ", "é", "\x00", "💶")))
def test_a_link_gives_the_same_filters(filters: Filters) -> None:
    assume(filters.period != "own" or filters.start or filters.end)  # own days without a day are no period
    assume(not (filters.start and filters.end and filters.start > filters.end))
    assert through_the_url(filters) == filters


def test_own_days_the_wrong_way_round_are_turned_and_without_a_day_are_none() -> None:
    turned = Filters.from_query({"from": ["2026-05-01"], "to": ["2026-01-01"]})
    assert (turned.period, turned.start, turned.end) == ("own", d("2026-01-01"), d("2026-05-01"))
    assert Filters.from_query({"period": ["own"], "from": ["2026-13-45"]}) == Filters()


def test_the_link_is_short_and_in_plain_codes() -> None:
    assert Filters().to_query() == {}
    filters = Filters("own", d("2026-01-05"), None, section=("groei", ""), as_of="latest")
    assert filters.to_query() == {
        "period": ["own"],
        "from": ["2026-01-05"],
        "section": ["groei", ""],
        "as_of": ["latest"],
    }
    assert filters.narrowed == 2


@pytest.mark.parametrize(
    "query",
    [
        {"period": ["decade"]},
        {"period": [""]},
        {"period": []},
        {"compare": ["then"]},
        {"status": ["deleted", "Published"]},
        {"as_of": ["tomorrow"]},
        {"as_of": ["2026-02-30"]},
        {"as_of": ["0001-01-01"]},
        {"as_of": ["9999-12-31"]},
        {"from": ["yesterday"], "to": ["31-12-2026"]},
        {"from": ["0001-01-01"], "to": ["9999-12-31"]},
        {"tag": ["\ud800"]},
        {"lang": ["nl"], "utm_source": ["x"]},
    ],
)
def test_nonsense_in_the_url_is_ignored(query: dict[str, list[str]]) -> None:
    assert Filters.from_query(query) == Filters()


keys = st.sampled_from(["period", "from", "to", "compare", "section", "tag", "status", "as_of", "x"])


@given(st.dictionaries(keys, st.lists(st.text() | days.map(str))))
def test_any_url_gives_days(query: dict[str, list[str]]) -> None:
    filters = Filters.from_query(query)
    first, last = filters.days(d("2026-03-13"))
    before = filters.days_before(d("2026-03-13"))
    assert before is None or (before[0] is not None and before[1] is not None and first is not None)
    assert last is None or isinstance(last, date)


def test_plan_has_a_period_of_its_own_until_one_is_chosen() -> None:
    assert Filters.from_query({}, "plan").days(d("2026-03-13")) == (d("2026-01-01"), d("2026-03-13"))
    assert Filters.from_query({}, "volume") == Filters.from_query({})
    own = Filters.from_query({}, "plan")
    assert own.to_query("plan") == {}
    assert own.to_query() == own.to_query("articles") == {"period": ["quarter"]}  # a link from there to another page
    assert Filters().to_query("plan") == {"period": ["12m"]}  # and one from another page to there
    for page in ("", "plan"):
        for period in ("12m", "quarter", "all"):
            chosen = Filters.from_query({"period": [period]}, page)
            assert chosen.to_query("plan") == chosen.to_query() == {"period": [period]}
    assert own.with_(section=("werk",)).to_query("plan") == {"section": ["werk"]}
    assert own.with_(period="12m").to_query() == {"period": ["12m"]}
    assert Filters.from_query({"period": ["nonsense"]}, "plan").to_query("plan") == {}


def test_own_days_need_no_period() -> None:
    assert Filters.from_query({"from": ["2026-01-01"]}) == Filters("own", d("2026-01-01"))
    assert Filters.from_query({"period": ["4w"], "from": ["2026-01-01"]}).days(d("2026-03-13"))[0] == d("2026-02-14")


@pytest.mark.parametrize(
    ("period", "as_of", "first", "last"),
    [
        ("4w", "2026-03-13", "2026-02-14", "2026-03-13"),
        ("4w", "2024-03-01", "2024-02-03", "2024-03-01"),
        ("month", "2026-03-31", "2026-02-01", "2026-02-28"),
        ("month", "2024-03-01", "2024-02-01", "2024-02-29"),
        ("month", "2026-01-31", "2025-12-01", "2025-12-31"),
        ("quarter", "2026-03-31", "2026-01-01", "2026-03-31"),
        ("quarter", "2026-04-01", "2026-04-01", "2026-04-01"),
        ("quarter", "2026-12-31", "2026-10-01", "2026-12-31"),
        ("12m", "2026-03-13", "2025-03-14", "2026-03-13"),
        ("12m", "2024-02-29", "2023-03-01", "2024-02-29"),
        ("12m", "2025-02-28", "2024-03-01", "2025-02-28"),
        ("12m", "2025-12-31", "2025-01-01", "2025-12-31"),
        ("year", "2024-02-29", "2024-01-01", "2024-02-29"),
        ("year", "2026-01-01", "2026-01-01", "2026-01-01"),
    ],
)
def test_days(period: str, as_of: str, first: str, last: str) -> None:
    assert Filters(period).days(d(as_of)) == (d(first), d(last))


def test_open_periods() -> None:
    assert Filters("all").days(d("2026-03-13")) == (None, None)
    assert Filters("own", start=d("2026-01-01")).days(d("2026-03-13")) == (d("2026-01-01"), None)
    assert Filters("own", end=d("2026-01-01")).days(d("2026-03-13")) == (None, d("2026-01-01"))


@pytest.mark.parametrize(
    ("period", "as_of", "before", "year"),
    [
        ("4w", "2026-03-13", ("2026-01-17", "2026-02-13"), ("2025-02-15", "2025-03-14")),
        ("month", "2026-03-13", ("2026-01-01", "2026-01-31"), ("2025-02-01", "2025-02-28")),
        ("month", "2024-03-31", ("2024-01-01", "2024-01-31"), ("2023-02-01", "2023-02-28")),
        ("month", "2025-03-31", ("2025-01-01", "2025-01-31"), ("2024-02-01", "2024-02-29")),
        ("quarter", "2026-03-13", ("2025-10-01", "2025-12-11"), ("2025-01-01", "2025-03-13")),
        ("quarter", "2026-12-31", ("2026-07-01", "2026-09-30"), ("2025-10-01", "2025-12-31")),
        ("quarter", "2026-06-30", ("2026-01-01", "2026-03-31"), ("2025-04-01", "2025-06-30")),
        ("quarter", "2024-03-31", ("2023-10-01", "2023-12-30"), ("2023-01-01", "2023-03-31")),
        ("quarter", "2024-02-29", ("2023-10-01", "2023-11-29"), ("2023-01-01", "2023-03-01")),
        ("12m", "2026-03-13", ("2024-03-14", "2025-03-13"), ("2024-03-14", "2025-03-13")),
        ("12m", "2024-02-29", ("2022-03-01", "2023-02-28"), ("2022-03-01", "2023-02-28")),
        ("12m", "2025-02-28", ("2023-03-01", "2024-02-29"), ("2023-03-01", "2024-02-29")),
        ("year", "2026-03-13", ("2025-01-01", "2025-03-13"), ("2025-01-01", "2025-03-13")),
        ("year", "2025-03-13", ("2024-01-01", "2024-03-12"), ("2024-01-01", "2024-03-12")),
        ("year", "2024-12-31", ("2023-01-01", "2023-12-31"), ("2023-01-01", "2023-12-31")),
    ],
)
def test_days_before(period: str, as_of: str, before: tuple[str, str], year: tuple[str, str]) -> None:
    assert Filters(period, compare="before").days_before(d(as_of)) == (d(before[0]), d(before[1]))
    assert Filters(period, compare="year").days_before(d(as_of)) == (d(year[0]), d(year[1]))
    assert Filters(period, compare="none").days_before(d(as_of)) is None


@pytest.mark.parametrize(
    ("first", "last", "before", "year"),
    [
        ("2026-01-05", "2026-01-11", ("2025-12-29", "2026-01-04"), ("2025-01-05", "2025-01-11")),
        ("2025-02-28", "2025-02-28", ("2025-02-27", "2025-02-27"), ("2024-02-28", "2024-02-28")),
        ("2025-02-01", "2025-02-28", ("2025-01-04", "2025-01-31"), ("2024-02-01", "2024-02-29")),
        ("2024-02-29", "2024-02-29", ("2024-02-28", "2024-02-28"), ("2023-02-28", "2023-02-28")),
        # Still running on 13 March 2026: 13 days have gone, whatever its last day is.
        ("2026-03-01", "2026-03-31", ("2026-02-16", "2026-02-28"), ("2025-03-01", "2025-03-13")),
        ("2026-03-01", None, ("2026-02-16", "2026-02-28"), ("2025-03-01", "2025-03-13")),
    ],
)
def test_own_days_before(first: str, last: str | None, before: tuple[str, str], year: tuple[str, str]) -> None:
    filters = Filters("own", d(first), d(last) if last else None)
    as_of = d("2026-03-13")
    assert filters.days_before(as_of) == (d(before[0]), d(before[1]))
    assert filters.with_(compare="year").days_before(as_of) == (d(year[0]), d(year[1]))


@pytest.mark.parametrize(
    "filters",
    [
        Filters("all"),
        Filters("own"),
        Filters("own", end=d("2026-01-01")),
        Filters("own", d("2026-02-01"), d("2026-01-01")),
        Filters("own", d("2026-03-14"), d("2026-03-20")),  # nothing of it has gone by
        Filters("own", d("1000-01-01"), d("2026-01-01")),  # before the year 1
    ],
)
def test_nothing_to_compare_with(filters: Filters) -> None:
    assert filters.days_before(d("2026-03-13")) is None


@given(days, st.sampled_from(COMPARISONS[:2]), st.sampled_from(("4w", "quarter", "year", "own")), st.integers(0, 400))
def test_as_many_days_have_elapsed(as_of: date, compare: str, period: str, length: int) -> None:
    """But for a quarter or a year that had fewer days, and for a 29 February that the year before has not."""
    filters = Filters(period, as_of - timedelta(days=length), as_of + timedelta(days=5), compare=compare)
    first, _ = filters.days(as_of)
    before = filters.days_before(as_of)
    assert first is not None
    assert before is not None
    start, end = before
    assert start is not None
    assert end is not None
    elapsed, elapsed_before = (as_of - first).days, (end - start).days
    assert elapsed_before <= elapsed
    if elapsed_before < elapsed:
        assert period in ("quarter", "year")
        assert (end + timedelta(days=1)).day == 1
    if compare == "before" or period != "own":
        assert end < first


def test_every_parameter_of_every_query_has_a_value() -> None:
    settings = Settings(targets={"section": {"geld": 0.4}, "audience": {"STARTER": 0.2}})
    p = Filters(section=("",), tag=("ai",)).parameters(d("2026-03-13"), settings)
    assert {name for query in query_names() for name in query_parameters(query)} <= p.keys()
    assert (p["from_day"], p["to_day"], p["before_to"]) == (d("2025-03-14"), d("2026-03-13"), d("2025-03-13"))
    assert (p["sections"], p["tags"]) == (("",), ("ai",))
    assert (p["intended_sections"], p["intended_audiences"]) == (("geld",), ("STARTER",))
    assert Filters("all").parameters(d("2026-03-13"), settings)["before_from"] is None


def test_a_typed_name_is_the_one_the_folder_has() -> None:
    """A tag in any spelling or by its alias, a section in another case; what is there, unknown or double stays."""
    known = {
        "section": {"Geld", "werk", "Werk", ""},
        "audience": set(),
        "tag": {"ai-chips", "media"},
        "language": {"nl"},
    }
    typed = Filters(
        section=("geld", "WERK", "werk"), audience=("x",), tag=("AI chips", "pers", "no such"), language=("NL",)
    )
    found = as_known(typed, known, Settings(tag_aliases={"Pers": "Media"}))
    assert found == Filters(
        section=("Geld", "WERK", "werk"), audience=("x",), tag=("ai-chips", "media", "no such"), language=("nl",)
    )
    assert as_known(found, known, Settings()) == found
    assert as_known(Filters(tag=("AI chips", "ai_chips")), known, Settings()).tag == ("ai-chips",)
