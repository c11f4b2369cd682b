"""Each sentence is worked out again here in plain Python, or known by hand."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import findings
from dashboard.findings import Finding
from dashboard.words import Words, words
from tests.frames import balance, draft_share, drafts, shares, tag_trend, tags, volume, volume_by

NL, EN = words("nl"), words("en")


def nl(finding: Finding) -> str:
    return NL(finding.key, **finding.values).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ([4, 6, 5, 5, 2], "Gemiddeld 5 stukken per week, geen week zonder"),  # the running week (2) is no part of it
        ([4, 0, 5, 6, 0], "Gemiddeld 3,8 stukken per week; 1 week zonder"),
        ([4, 0, 5, 0, 6, 1], "Gemiddeld 3 stukken per week; 2 weken zonder"),
        (
            [4, 6, 5, 0, 0, 5, 1],  # from 1 December: the fourth and fifth week are silent
            "Gemiddeld 3,3 stukken per week; het langst stil: 2 weken (22 dec 2025\u2009–\u20094 jan 2026)",
        ),
        ([6, 0, 0, 6, 0, 0, 6, 1], "Gemiddeld 2,6 stukken per week; 4 weken zonder"),  # two silences as long
        ([3, 1], "Te weinig stukken voor een uitspraak: 4"),
        ([30], "Te weinig stukken voor een uitspraak: 30"),  # one running week
    ],
)
def test_volume(counts: list[int], sentence: str) -> None:
    assert nl(findings.volume(volume(counts), NL, "week")) == sentence


def test_volume_that_rounds_to_nothing_gives_the_count() -> None:
    counts = [0] * 300 + [10, 0]
    assert nl(findings.volume(volume(counts, "day"), NL, "day")) == "10 stukken in 301 dagen"


def test_volume_by_names_equals_together() -> None:
    frame = volume_by({"werk": [5, 5], "groei": [6, 4], "": [1, 1]})
    assert nl(findings.volume_by(frame, NL, "section")) == "Het meest: groei en werk, elk 10 van 22 stukken (45 %)"


def test_volume_by_of_one_category() -> None:
    assert nl(findings.volume_by(volume_by({"": [5, 5]}), NL, "section")) == "Alle 10 stukken: zonder sectie"


def test_share_over_time_compares_the_halves_of_the_complete_buckets() -> None:
    frame = volume_by({"geld": [8, 8, 5, 5, 99], "werk": [2, 2, 5, 5, 0], "groei": [10, 10, 10, 10, 0]})
    # first half 16 of 40, second half 10 of 40; werk 4 of 40 -> 10 of 40; the running month counts for nothing
    assert nl(findings.share_over_time(frame, NL, "section")) == "Meest verschoven: geld en werk, elk 15 procentpunten"


def test_share_over_time_of_one_mover() -> None:
    frame = volume_by({"geld": [10, 10, 16, 1], "werk": [10, 10, 12, 1], "": [20, 20, 12, 1]})
    # three complete months: the first against the last; '' 20 of 40 -> 12 of 40
    assert nl(findings.share_over_time(frame, NL, "section")) == "zonder sectie zakte van 50 % naar 30 % van de stukken"


def test_share_over_time_that_rose_or_stood_still() -> None:
    risen = volume_by({"geld": [5, 10, 0], "werk": [5, 2, 0], "groei": [10, 8, 0]})
    assert nl(findings.share_over_time(risen, NL, "section")) == "geld ging van 25 % naar 50 % van de stukken"
    still = volume_by({"geld": [5, 10, 0], "werk": [5, 10, 9]})
    assert nl(findings.share_over_time(still, NL, "section")) == "De verdeling bleef gelijk"


def test_share_over_time_needs_ten_articles_in_each_half() -> None:
    frame = volume_by({"geld": [5, 30, 3], "werk": [4, 30, 0]})
    assert findings.share_over_time(frame, NL, "section") == Finding("finding.few", {"n": 72})


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ({"avg": (21, 6), "ai": (40, 38)}, "‘avg’ stijgt het meest: 21 stukken, eerder 6"),
        ({"avg": (9, 6), "ai": (11, 8)}, "‘avg’ en ‘ai’ stijgen het meest: elk 3 stukken meer"),
        ({"avg": (1, 6), "ai": (10, 8)}, "‘avg’ daalt het meest: 1 stuk, eerder 6"),  # a rise of 2 is chance
        ({"avg": (6, 6), "ai": (10, 8)}, "Geen tag steeg of daalde meer dan 2 stukken"),
        ({"avg": (6, None), "ai": (10, None)}, "‘ai’ komt het vaakst voor: bij 10 van 100 stukken"),
    ],
)
def test_tag_bars(rows: dict[str, tuple[int, int | None]], sentence: str) -> None:
    assert nl(findings.tag_bars(tags(rows), NL)) == sentence


def test_tag_bars_compares_with_no_base_under_ten() -> None:
    frame = tags({"avg": (21, 6)}, before_n=9)
    assert nl(findings.tag_bars(frame, NL)) == "‘avg’ komt het vaakst voor: bij 21 van 100 stukken"


def test_tag_trend_looks_for_the_peak_in_complete_months() -> None:
    frame = tag_trend({"ai": [3, 9, 4, 30], "avg": [1, 2, 3, 4]})
    assert nl(findings.tag_trend(frame, NL, "month")) == "‘ai’ piekt in april 2025: 9 stukken"


def test_tag_trend_with_two_peaks_names_the_commonest() -> None:
    frame = tag_trend({"ai": [9, 9, 1, 0], "avg": [1, 2, 3, 4]})
    assert nl(findings.tag_trend(frame, NL, "month")) == "‘ai’ komt het vaakst voor: 19 stukken"


def test_balance_names_what_an_audience_misses() -> None:
    cells = {("geld", "STARTER"): 0, ("regels", "STARTER"): 0, ("werk", "STARTER"): 10}
    cells |= {("geld", "BAAS"): 10, ("regels", "BAAS"): 10, ("werk", "BAAS"): 10, ("", "STARTER"): 0, ("", "BAAS"): 9}
    # expected for geld × STARTER: 10 × 10 / 49 = 2.04, under three: chance
    assert nl(findings.balance(balance(cells), NL)) == "Het meest: BAAS, 39 van 49 stukken (80 %)"
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
    assert nl(findings.balance(balance(cells), NL)) == "Het meest: werk, 20 van 30 stukken (67 %)"


@pytest.mark.parametrize(
    ("targets", "sentence"),
    [
        ({"werk": 0.30, "groei": 0.24}, "werk 13 punten onder plan, groei 5 erboven"),
        ({"werk": 0.30, "geld": 0.31}, "geld en werk 13 punten onder plan"),
        ({"groei": 0.28}, "groei 1 punt boven plan"),
        ({"groei": 0.29, "werk": 0.17}, "Alles zit binnen een punt van het plan"),
        ({"sport": 0.1}, "sport 10 punten onder plan"),  # planned, and nowhere to be seen
        ({}, "Het meest: groei, 69 van 236 stukken (29 %)"),
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


@settings(max_examples=25, deadline=None)
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
        both(findings.tag_bars(tags(pairs, n=sum(now for now, _ in pairs.values())), spoken), spoken)
        trend = tag_trend(parts) if parts else tag_trend({"": [1]}).head(0)
        both(findings.tag_trend(trend, spoken, "month"), spoken)
        both(findings.balance(balance(cells), spoken), spoken)
        both(findings.shares(shares(totals), spoken, "section", targets), spoken)
        both(findings.draft_share(draft_share(halves), spoken, "audience"), spoken)
        both(findings.draft_share(draft_share(months), spoken, "month"), spoken)
        both(findings.draft_ages(drafts(ages), spoken), spoken)
