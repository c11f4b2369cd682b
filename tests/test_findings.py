"""Each sentence is worked out again here in plain Python, or known by hand."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import findings
from dashboard.chance import difference_of_shares
from dashboard.findings import Finding
from dashboard.words import Words, words
from tests.frames import (
    ahead,
    balance,
    calendar,
    draft_share,
    drafts,
    gaps,
    hours,
    shares,
    tag_trend,
    tags,
    volume,
    volume_by,
)

NL, EN = words("nl"), words("en")


def nl(finding: Finding) -> str:
    return NL(finding.key, **finding.values).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (
            [4, 6, 5, 5, 2],
            "Gemiddeld 5 stukken per week, geen volle week zonder stuk",
        ),  # the running week (2) is no part of it
        ([4, 0, 5, 6, 0], "Gemiddeld 3,8 stukken per week; 1 volle week zonder stuk"),
        ([4, 0, 5, 0, 6, 1], "Gemiddeld 3 stukken per week; 2 volle weken zonder stuk"),
        (
            [4, 6, 5, 0, 0, 5, 1],  # from 1 December: the fourth and fifth week are silent
            "Gemiddeld 3,3 stukken per week; 2 volle weken achtereen zonder stuk (22 dec 2025\u2009–\u20094 jan 2026)",
        ),
        ([6, 0, 0, 6, 0, 0, 6, 1], "Gemiddeld 2,6 stukken per week; 4 volle weken zonder stuk"),  # two silences as long
        (
            [4, 0, 0, 0, 1, 0, 0, 3, 1, 2, 0, 1, 0],
            "Gemiddeld 1 stuk per week; 3 volle weken achtereen zonder stuk (8–28 dec 2025)",
        ),
        ([3, 1], "Te weinig stukken voor een uitspraak: 4"),
        ([30], "Te weinig volledige perioden voor een uitspraak: 0; kies kortere"),  # one running week
    ],
)
def test_volume(counts: list[int], sentence: str) -> None:
    assert nl(findings.volume(volume(counts), NL, "week")) == sentence


def test_volume_that_rounds_to_nothing_gives_the_count() -> None:
    counts = [0] * 300 + [10, 0]
    assert nl(findings.volume(volume(counts, "day"), NL, "day")) == "10 stukken in 301 dagen"


def test_volume_by_names_equals_together() -> None:
    frame = volume_by({"werk": [5, 5], "groei": [6, 4], "": [1, 1]})
    assert nl(findings.volume_by(frame, NL, "section")) == "De meeste stukken: groei en werk, elk 10 van 22 (45 %)"


def test_volume_by_of_one_category() -> None:
    assert nl(findings.volume_by(volume_by({"": [5, 5]}), NL, "section")) == "Alle 10 stukken: zonder sectie"


def test_volume_by_tag_is_of_all_articles_each_once() -> None:
    frame = volume_by({"ai": [5, 5], "avg": [5, 3]}).assign(total=8)
    assert nl(findings.volume_by(frame, NL, "tag")) == "De meeste stukken: ai, 10 van 16 (62 %)"


def test_volume_by_status_speaks_of_drafts() -> None:
    frame = volume_by({"published": [9, 9], "draft": [1, 1]})
    sentence = "2 van 20 stukken in deze periode zijn nog concept (10 %)"
    assert nl(findings.volume_by(frame, NL, "status")) == sentence
    frame = volume_by({"published": [9, 9]})
    assert nl(findings.volume_by(frame, NL, "status")) == "Alle 18 stukken: gepubliceerd"


def test_calendar() -> None:
    week = calendar(date(2026, 3, 2), [4, 6, 0, 0, 0, 0, 2] * 2)
    assert nl(findings.calendar(week, NL)) == "Stukken op 6 van 14 dagen; dinsdag is het drukst: 12 van 24 stukken"
    sentence = "Stukken op 4 van 14 dagen sinds 2 mrt 2026; maandag en dinsdag zijn het drukst: elk 6 van 12 stukken"
    even = calendar(date(2026, 3, 2), [3, 3, 0, 0, 0, 0, 0] * 2)
    assert nl(findings.calendar(even, NL, date(2026, 3, 2))) == sentence
    assert findings.calendar(calendar(date(2026, 3, 2), [9]), NL) == Finding("finding.few", {"n": 9})


@pytest.mark.parametrize(
    ("ends", "running", "sentence"),
    [
        ([], False, "Geen tussenpoos van twee dagen of meer"),
        ([9, 5], False, "De langste tussenpoos: 9 dagen (1–10 mrt 2026)"),
        ([5, 9], True, "Niets gepubliceerd sinds 1 mrt 2026: 9 dagen, de langste tussenpoos"),
        ([9, 5], True, "De langste tussenpoos: 9 dagen (1–10 mrt 2026)"),
        ([5, 5], False, "2 tussenpozen van 5 dagen zijn de langste"),
    ],
)
def test_gaps(ends: list[int], running: bool, sentence: str) -> None:
    first = date(2026, 3, 1)
    assert nl(findings.gaps(gaps([(first, first + timedelta(days=n)) for n in ends], running), NL)) == sentence


@pytest.mark.parametrize(
    ("counts", "n", "sentence"),
    [
        ({(1, 9): 5, (5, 9): 3, (2, 8): 6}, 20, "Drukste uur: tussen 9 en 10 uur, 8 van 14 stukken (57 %)"),
        (
            {(1, 9): 5, (2, 8): 5},
            20,
            "Drukste uren: tussen 8 en 9 uur en tussen 9 en 10 uur, elk 5 van 10 stukken (50 %)",
        ),
        ({(1, 9): 9}, 9, "Te weinig stukken voor een uitspraak: 9"),
        ({(1, 9): 9}, 20, "9 stukken hebben een tijdstip: te weinig voor een uitspraak"),
        ({}, 20, "Geen van de 20 stukken heeft een tijdstip"),
        ({}, 1, "Het stuk heeft geen tijdstip"),
    ],
)
def test_hours(counts: dict[tuple[int, int], int], n: int, sentence: str) -> None:
    assert nl(findings.hours(hours(counts, n), NL)) == sentence


def test_share_over_time_compares_the_halves_of_the_complete_buckets() -> None:
    frame = volume_by({"geld": [32, 32, 20, 20, 99], "werk": [8, 8, 20, 20, 0], "groei": [40, 40, 40, 40, 0]})
    # first half 64 of 160, second half 40 of 160; werk 16 of 160 -> 40 of 160; the running month counts for nothing
    assert nl(findings.share_over_time(frame, NL, "section")) == "Meest verschoven: geld en werk, elk 15 procentpunten"


def test_share_over_time_of_one_mover() -> None:
    frame = volume_by({"geld": [40, 40, 64, 1], "werk": [40, 40, 48, 1], "": [80, 80, 48, 1]})
    # three complete months: the first against the last; '' 80 of 160 -> 48 of 160
    assert nl(findings.share_over_time(frame, NL, "section")) == "zonder sectie zakte van 50 % naar 30 % van de stukken"


def test_share_over_time_that_rose_or_stood_still() -> None:
    risen = volume_by({"geld": [20, 40, 0], "werk": [20, 11, 0], "groei": [40, 29, 0]})
    assert nl(findings.share_over_time(risen, NL, "section")) == "geld ging van 25 % naar 50 % van de stukken"
    still = volume_by({"geld": [5, 10, 0], "werk": [5, 10, 9]})
    assert nl(findings.share_over_time(still, NL, "section")) == "Geen aandeel verschoof meer dan toeval verklaart"


@pytest.mark.parametrize(
    ("before", "n_before", "after", "n_after", "moved"),
    [
        # From 50 of 200: of 200 the change to 67 is 8.5 points, give or take 8.8; to 68 it is 9, give or take 8.8.
        (50, 200, 67, 200, False),
        (50, 200, 68, 200, True),
        # 6 % to 29 %: 2.0 standard errors, and yet the interval of Newcombe is from -3 to 46 points.
        (1, 17, 6, 21, False),
        (1, 17, 8, 21, True),
        (0, 10, 3, 10, False),  # a standard error of a share of 0 is 0
    ],
)
def test_share_over_time_names_no_move_within_chance(
    before: int, n_before: int, after: int, n_after: int, moved: bool
) -> None:
    frame = volume_by({"geld": [before, after, 0], "werk": [n_before - before, n_after - after, 0]})
    assert (findings.share_over_time(frame, NL, "section").key == "finding.share_over_time.several") is moved


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((10, 10), (0, 10), 0.6075, 1.0)],
)
def test_a_difference_of_shares_lies_where_newcombe_says(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    """The examples a, b and h of his table II, method 10."""
    assert difference_of_shares(*one, *other) == pytest.approx((low, high), abs=0.00005)
    assert difference_of_shares(*other, *one) == pytest.approx((-high, -low), abs=0.00005)


def test_sixty_shares_that_move_a_point_are_no_headline() -> None:
    parts = {f"{place}": [5 + place % 2, 6 - place % 2, 0] for place in range(60)}
    assert findings.share_over_time(volume_by(parts), NL, "section").key == "finding.share_over_time.still"


def test_share_over_time_needs_ten_articles_in_each_half() -> None:
    for counts, sentence in (
        ([5, 4, 0], "Te weinig stukken voor een uitspraak: 9"),
        ([9, 30, 3], "De eerste helft van de volledige perioden had 9 stukken: te weinig voor een uitspraak"),
        ([0, 0, 30, 10, 1], "De eerste helft van de volledige perioden had 0 stukken: te weinig voor een uitspraak"),
        ([10, 1, 41], "De tweede helft van de volledige perioden had 1 stuk: te weinig voor een uitspraak"),
        (
            [9, 9, 41],
            "Beide helften van de volledige perioden hadden minder dan tien stukken: te weinig voor een uitspraak",
        ),
    ):
        assert nl(findings.share_over_time(volume_by({"geld": counts}), NL, "section")) == sentence
    assert nl(findings.share_over_time(volume_by({"geld": [30, 3]}), NL, "section")) == (
        "Te weinig volledige perioden voor een uitspraak: 1; kies kortere"
    )


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ({"avg": (21, 6), "ai": (40, 38)}, "‘avg’ stijgt het meest: 21 stukken, eerder 6"),
        ({"avg": (9, 6), "ai": (11, 8)}, "‘avg’ en ‘ai’ stijgen het meest: elk 3 stukken meer"),
        ({"avg": (1, 6), "ai": (10, 8)}, "‘avg’ daalt het meest: 1 stuk, eerder 6"),  # a rise of 2 is chance
        ({"avg": (1, 9), "ai": (11, 8)}, "‘avg’ daalt het meest: 1 stuk, eerder 9"),  # more than the largest rise
        ({"avg": (1, 4), "ai": (11, 8)}, "‘ai’ stijgt het meest: 11 stukken, eerder 8"),  # as much, and first in line
        ({"avg": (6, 6), "ai": (10, 8)}, "Geen tag steeg of daalde meer dan 2 stukken"),
        ({"avg": (6, None), "ai": (10, None)}, "‘ai’ komt het vaakst voor: bij 10 van 100 stukken"),
    ],
)
def test_tag_bars(rows: dict[str, tuple[int, int | None]], sentence: str) -> None:
    assert nl(findings.tag_bars(tags(rows), NL)) == sentence


def test_quotes_and_commas_stand_where_they_belong_beside_what_is_written_from_right_to_left() -> None:
    said = nl(findings.tag_bars(tags({"שלום": (9, 6), "ai": (11, 8), "מה": (12, 9)}), NL))
    one, two = "‘\u2068שלום\u2069’", "‘\u2068מה\u2069’"
    assert said.index(one) < said.index("‘ai’") < said.index(two)  # each quote is outside, on its own side


def test_tag_bars_compares_with_no_base_under_ten() -> None:
    frame = tags({"avg": (21, 6)}, before_n=9)
    assert nl(findings.tag_bars(frame, NL)) == "‘avg’ komt het vaakst voor: bij 21 van 100 stukken"


def test_tag_trend_looks_for_the_peak_in_complete_months() -> None:
    frame = tag_trend({"ai": [3, 9, 4, 30], "avg": [1, 2, 3, 4]})
    assert nl(findings.tag_trend(frame, NL, "month")) == "‘ai’ piekt in april 2025: 9 stukken"


def test_tag_trend_with_two_peaks_names_the_commonest() -> None:
    frame = tag_trend({"ai": [9, 9, 1, 0], "avg": [1, 2, 3, 4]})
    assert nl(findings.tag_trend(frame, NL, "month")) == "‘ai’ komt het vaakst voor: 19 stukken"


@pytest.mark.parametrize(
    ("n", "sentence"),
    [
        (2, "Te weinig stukken voor een uitspraak: 2"),
        (9, "Te weinig stukken voor een uitspraak: 9"),
        (10, "‘ai’ piekt in april 2025: 4 stukken"),
    ],
)
def test_tag_trend_counts_articles_and_not_their_tags(n: int, sentence: str) -> None:
    frame = tag_trend({"ai": [1, 4, 1, 0], "avg": [1, 3, 1, 0]}, n=n)
    assert nl(findings.tag_trend(frame, NL, "month")) == sentence


def test_tags_that_are_not_there_are_no_count_of_articles() -> None:
    assert nl(findings.tag_trend(tag_trend({"ai": [9]}).head(0), NL, "month")) == "Geen stuk met een tag"
    assert nl(findings.tag_bars(tags({}), NL)) == "Geen stuk met een tag"


def test_nothing_is_no_peak() -> None:
    assert nl(findings.tag_trend(tag_trend({"ai": [0, 12]}), NL, "month")) == "‘ai’ komt het vaakst voor: 12 stukken"


def test_balance_names_what_an_audience_misses() -> None:
    cells = {("geld", "STARTER"): 0, ("regels", "STARTER"): 0, ("werk", "STARTER"): 10}
    cells |= {("geld", "BAAS"): 10, ("regels", "BAAS"): 10, ("werk", "BAAS"): 10, ("", "STARTER"): 0, ("", "BAAS"): 9}
    # expected for geld × STARTER: 10 × 10 / 49 = 2.04, under three: chance
    assert nl(findings.balance(balance(cells), NL)) == "De meeste stukken: BAAS, 39 van 49 (80 %)"
    cells[("werk", "STARTER")] = 20  # 10 × 20 / 59 = 3.4
    assert nl(findings.balance(balance(cells), NL)) == "STARTER krijgt niets in geld en regels"


def test_balance_counts_the_gaps_of_equals() -> None:
    cells = {("geld", "A"): 0, ("werk", "A"): 10, ("geld", "B"): 10, ("werk", "B"): 0}
    sentence = "2 vakken zijn leeg waar 3 of meer stukken te verwachten waren"
    assert nl(findings.balance(balance(cells), NL)) == sentence


def test_balance_of_an_audience_without_any_article() -> None:
    cells = {("geld", "A"): 10, ("geld", "B"): 0, ("geld", "C"): 0}
    assert nl(findings.balance(balance(cells), NL)) == "B en C krijgen geen enkel stuk"


def test_balance_without_audiences_speaks_of_sections() -> None:
    cells = {("geld", ""): 10, ("werk", ""): 20}
    assert nl(findings.balance(balance(cells), NL)) == "De meeste stukken: werk, 20 van 30 (67 %)"


@pytest.mark.parametrize(
    ("targets", "sentence"),
    [
        ({"werk": 0.30, "groei": 0.24}, "werk 13 punten onder plan, groei 5 erboven"),
        ({"werk": 0.30, "geld": 0.31}, "geld en werk 13 punten onder plan"),
        ({"groei": 0.28}, "groei 1 punt boven plan"),
        ({"groei": 0.29, "werk": 0.17}, "Alles zit binnen een punt van het plan"),
        ({"sport": 0.1}, "sport 10 punten onder plan"),  # planned, and nowhere to be seen
        ({}, "De meeste stukken: groei, 69 van 236 (29 %)"),
    ],
)
def test_shares(targets: dict[str, float], sentence: str) -> None:
    frame = shares({"werk": 39, "groei": 69, "geld": 43, "tools": 85 - 4, "": 4})
    frame.loc[frame["category"] == "tools", "articles"] = 68
    frame.loc[frame["category"] == "", "articles"] = 17
    assert frame["articles"].sum() == 236
    assert nl(findings.shares(frame, NL, "section", targets)) == sentence


def test_shares_of_nine_make_no_sentence() -> None:
    frame = shares({"werk": 4, "groei": 5})
    assert nl(findings.shares(frame, NL, "section", {"werk": 0.9})) == "Te weinig stukken voor een uitspraak: 9"


def test_draft_share_leaves_small_categories_out() -> None:
    frame = draft_share({"regels": (9, 52), "geld": (3, 58), "": (6, 2)})
    assert (
        nl(findings.draft_share(frame, NL, "section"))
        == "18 concepten op 130 stukken (14 %); regels het meest: 9 van 61"
    )


def test_draft_share_of_equals_and_months() -> None:
    frame = draft_share({"2026-01": (2, 18), "2026-02": (1, 9), "2026-03": (0, 30)})
    sentence = "3 concepten op 60 stukken (5 %); januari 2026 en februari 2026 het meest: elk 10 %"
    assert nl(findings.draft_share(frame, NL, "month")) == sentence


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({"avg": (2, 9), "ai": (1, 40), "": (9, 1)}, "‘AVG’ is het vaakst nog concept: 2 van 11 stukken"),
        ({"avg": (2, 18), "ai": (4, 36)}, "2 tags zijn even vaak nog concept: 10 % van hun stukken"),
        ({"avg": (2, 7), "ai": (0, 40)}, "Geen tag met 10 stukken of meer heeft een concept"),
        ({}, "Geen tag met 10 stukken of meer heeft een concept"),
    ],
)
def test_draft_share_of_tags(counts: dict[str, tuple[int, int]], sentence: str) -> None:
    assert nl(findings.draft_share_tags(draft_share(counts), {"avg": "AVG"})) == sentence


@pytest.mark.parametrize(
    ("weeks", "sentence"),
    [
        ([0] * 5, "Er staat niets ingepland"),
        ([9, 2, 0, 1, 0], "12 stukken ingepland; nog leeg: 2 van de 4 weken na deze"),
        (
            [0, 2, 1, 1, 4],
            "8 stukken ingepland, in elk van de 4 weken na deze; het minst in week 13 (23–29 mrt 2026): 1",
        ),
    ],
)
def test_ahead(weeks: list[int], sentence: str) -> None:
    """The running week is nearly over, and not counted as empty; nor is it the one with least."""
    assert nl(findings.ahead(ahead(weeks), NL)) == sentence


@pytest.mark.parametrize(
    ("ages", "sentence"),
    [
        ([], "Er wachten geen concepten"),
        ([None], "Van 1 concept is niet bekend hoe lang het wacht"),
        ([3, 30, None], "Geen van de 2 concepten wacht langer dan 30 dagen"),
        ([3, 31, 90], "2 van 3 concepten wachten langer dan 30 dagen"),
        ([3, 31, 91], "1 van 3 concepten wacht langer dan 90 dagen"),
    ],
)
def test_draft_ages(ages: list[int | None], sentence: str) -> None:
    assert nl(findings.draft_ages(drafts(ages), NL)) == sentence


def test_what_an_article_says_is_escaped_on_a_page() -> None:
    finding = findings.tag_bars(tags({"*a* [b](c)": (21, 6)}), NL)
    assert r"\*a\* \[b\]\(c\)" in NL.markdown(finding.key, **finding.values)


NAMES = st.sampled_from(["", "geld", "werk", "groei", "regels", "🎉", "{n}", "a" * 200, "وسم"])
COUNTS = st.integers(0, 40)


def both(finding: Finding, spoken: Words) -> None:
    for say in (spoken, spoken.markdown):
        text = say(finding.key, **finding.values)
        assert text
        assert not re.search(r"\b(nan|NaT|None(?! of))\b", text)


@settings(max_examples=25)
@given(st.data())
def test_no_frame_makes_a_finding_fail(data: Any) -> None:
    counts = data.draw(st.lists(COUNTS, max_size=8))
    parts = data.draw(st.dictionaries(NAMES, st.lists(COUNTS, min_size=3, max_size=3), max_size=5))
    pairs = data.draw(st.dictionaries(NAMES, st.tuples(COUNTS, st.one_of(st.none(), COUNTS)), max_size=5))
    cells = data.draw(st.dictionaries(st.tuples(NAMES, NAMES), COUNTS, max_size=9))
    totals = data.draw(st.dictionaries(NAMES, COUNTS, max_size=6))
    halves = data.draw(st.dictionaries(NAMES, st.tuples(COUNTS, COUNTS), max_size=6))
    targets = data.draw(st.dictionaries(NAMES, st.floats(0, 1), max_size=4))
    ages = data.draw(st.lists(st.one_of(st.none(), st.integers(0, 5000)), max_size=9))
    granularity = data.draw(st.sampled_from(["day", "week", "month", "quarter", "year"]))
    divided = volume_by(parts) if parts else volume_by({"": [1]}).head(0)
    months = {f"2026-{place + 1:02d}": value for place, value in enumerate(halves.values())}
    for spoken in (NL, EN):
        both(findings.volume(volume(counts, granularity), spoken, granularity), spoken)
        both(findings.volume_by(divided, spoken, "section"), spoken)
        both(findings.share_over_time(divided, spoken, "audience"), spoken)
        both(findings.draft_share_tags(draft_share(halves), {}), spoken)
        both(findings.ahead(ahead([0, *counts, 0], later=len(ages)), spoken), spoken)
        both(findings.tag_bars(tags(pairs, n=sum(now for now, _ in pairs.values())), spoken), spoken)
        trend = tag_trend(parts) if parts else tag_trend({"": [1]}).head(0)
        both(findings.tag_trend(trend, spoken, "month"), spoken)
        both(findings.balance(balance(cells), spoken), spoken)
        both(findings.shares(shares(totals), spoken, "section", targets), spoken)
        both(findings.draft_share(draft_share(halves), spoken, "audience"), spoken)
        both(findings.draft_share(draft_share(months), spoken, "month"), spoken)
        both(findings.draft_ages(drafts(ages), spoken), spoken)
