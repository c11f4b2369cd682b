"""The page Quality: a count opens its list, the numbers are those of a plain count, and it says what it left out."""

import statistics
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import charts, findings, live
from dashboard.charts import DARK, LIGHT
from dashboard.findings import Finding
from dashboard.reading_ease import Measured, measure
from dashboard.views import reading
from dashboard.views.card import picked_of
from dashboard.warehouse import Snapshot
from dashboard.words import words
from tests.figures import parameters, rows
from tests.test_pages import assert_fine, everything, forget, page, sample, serve

__all__ = ["forget", "sample"]  # fixtures

NL, EN = words("nl"), words("en")
NAMES = {"alt": "Cover without alt text", "summary": "No summary", "tags": "No tags"}


def upkeep_frame(*counts: tuple[str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(counts, columns=["code", "articles", "of"])


def test_nothing_lacks_only_where_one_could_look() -> None:
    frame = upkeep_frame(("alt", 0, 444), ("tags", 0, 450), ("summary", 0, 0))
    assert said(findings.upkeep(frame, NAMES)) == "Of 3 points 2 could be looked at, and nothing is lacking there"
    assert said(findings.upkeep(frame.head(2), NAMES)) == "Nothing is lacking: 450 articles looked at"


def test_the_page_says_what_was_not_looked_at_and_why(tmp_path: Path) -> None:
    (tmp_path / "few").mkdir()
    for n in range(12):
        write(tmp_path / "few", f"{n}.md", f"title: Title {n}\nsummary: Some\nsectie: geld", "Words.")
    (tmp_path / "few" / "dashboard.toml").write_text("store_texts = false\n", encoding="utf-8")
    serve(tmp_path / "few", tmp_path / "few.duckdb")
    app = page("quality", "en", as_of=["2026-03-02"])
    assert_fine(app)
    (caption,) = (one.value.replace("\\", "") for one in app.caption if one.value.startswith("Could not be looked at"))
    assert "(no article of the whole folder has one)" in caption
    assert "No tags" in caption
    assert "Image in the text without alt text (the texts are not kept)" in caption
    assert "No summary" not in caption


def spread_frame(**middles: tuple[int, float]) -> pd.DataFrame:
    """{category: (n, middle)}, 'none' is no category."""
    rows = [
        {
            "category": "" if name == "none" else name,
            "n": n,
            "tenth": middle - 30,
            "quarter": middle - 10,
            "middle": middle,
            "three_quarters": middle + 10,
            "nine_tenths": middle + 30,
            "minutes": middle / 238,
        }
        for name, (n, middle) in middles.items()
    ]
    return pd.DataFrame(rows)


def said(finding: Finding) -> str:
    return EN(finding.key, **finding.values)


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (
            [("alt", 7, 444), ("tags", 2, 450)],
            "Most often missing or not right: Cover without alt text, in 7 of 444 articles",
        ),
        (
            [("alt", 7, 450), ("tags", 7, 450), ("summary", 0, 450)],
            "2 points are the most frequent, each in 7 articles",
        ),
        ([("alt", 0, 3), ("tags", 0, 450)], "Nothing is lacking: 450 articles looked at"),
    ],
)
def test_finding_of_upkeep(counts: list[tuple[str, int, int]], sentence: str) -> None:
    assert said(findings.upkeep(upkeep_frame(*counts), NAMES)) == sentence


def test_findings_of_length_and_ease_leave_out_small_categories() -> None:
    frame = spread_frame(a=(30, 812.4), b=(10, 401), c=(9, 2000), none=(12, 500))
    longest = "a longest, b shortest, of those with ten articles or more: 812 against 401 words"
    assert said(findings.lengths(frame, EN, "section")) == longest
    near = spread_frame(a=(30, 400), b=(10, 360))
    assert (
        said(findings.lengths(near, EN, "section"))
        == "Articles are about equally long everywhere: the middle one 360 to 400 words"
    )
    some = spread_frame(a=(30, 400), b=(10, 360), c=(9, 2000))
    assert said(findings.lengths(some, EN, "section")).startswith("Groups of ten articles or more are about")
    apart = spread_frame(a=(30, 400), b=(10, 359))
    assert said(findings.lengths(apart, EN, "section")) == "a longest, b shortest: 400 against 359 words"
    assert said(findings.reading_ease(frame, EN, "section")) == "a reads easiest, b hardest: 812 against 401"
    assert said(findings.lengths(spread_frame(a=(30, 400.2), b=(10, 399.8)), EN, "section")).startswith("Everywhere")
    assert said(findings.reading_ease(spread_frame(none=(30, 47.3)), EN, "all")) == "Reading ease is 47"


@pytest.mark.parametrize(
    ("middles", "of_length", "of_ease"),
    [
        (
            {f"audience {number}": (6, 400.0) for number in range(7)},
            "Geen doelgroep heeft tien stukken met tekst: te weinig voor een uitspraak",
            "Geen doelgroep heeft tien stukken met een gemeten leesgemak: te weinig voor een uitspraak",
        ),
        (
            {"a": (4, 400.0), "b": (5, 300.0)},
            "9 stukken met tekst: te weinig voor een uitspraak",
            "Van 9 stukken is het leesgemak te meten: te weinig voor een uitspraak",
        ),
        (
            {},
            "Geen stuk met tekst om te meten",
            "Van geen enkel stuk is het leesgemak te meten: te kort, of in een taal zonder maat",
        ),
    ],
)
def test_too_few_says_of_what(middles: dict[str, tuple[int, float]], of_length: str, of_ease: str) -> None:
    frame = spread_frame(**middles).reindex(columns=["category", "n", "middle"])
    for says, sentence in ((findings.lengths, of_length), (findings.reading_ease, of_ease)):
        finding = says(frame, NL, "audience")
        assert NL(finding.key, **finding.values) == sentence


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_charts_tell_their_numbers(look: Any, narrow: bool) -> None:
    drawn = charts.upkeep(upkeep_frame(("alt", 7, 444), ("tags", 1, 4), ("summary", 0, 0)), EN, look, NAMES, narrow)
    spec = drawn.to_json()
    for text in ("Cover without alt text: 7 of 444", "No tags: 1 of 4", "No summary: does not apply"):
        assert text in spec
    assert "‘Cover without alt text’ 7 of 444 and ‘No tags’ 1 of 4" in drawn.to_dict()["description"]
    drawn = charts.lengths(spread_frame(a=(30, 812.4), none=(2, 100)), NL, look, "section", narrow)
    assert "812 · 3 minuten" in drawn.to_json()
    assert "het midden van 32 stukken: a 812 en zonder sectie 100" in drawn.to_dict()["description"]
    drawn = charts.reading_ease(spread_frame(a=(30, 61.6), none=(2, -12)), EN, look, "audience", narrow)
    assert "a: 62 in the middle, the middle half from 52 to 72 (30 articles)" in drawn.to_json()


def test_empty_charts_say_so() -> None:
    for drawn in (
        charts.upkeep(upkeep_frame(), EN, LIGHT, {}),
        charts.lengths(spread_frame().reindex(columns=["n", "nine_tenths", "category"]), EN, LIGHT, "section"),
        charts.reading_ease(spread_frame().reindex(columns=["tenth", "nine_tenths"]), EN, LIGHT, "section"),
    ):
        assert drawn.to_dict()["description"] == EN("chart.nothing")


def test_a_row_of_upkeep_picks_its_code() -> None:
    assert picked_of({"lacking": "No tags", "articles": 2, "of": 450, "code": "tags"}) == {"lacks": "tags"}


def articles_page(lang: str = "en", **query: list[str]) -> AppTest:
    return page("articles", lang, **query)


@pytest.mark.parametrize("code", ["alt", "cover", "section", "useless_alt", "duplicate_title", "stale"])
def test_a_count_opens_its_list(sample: live.Live, code: str) -> None:
    live.start(sample, watch=False)
    p = parameters(date(2026, 3, 13), settings=sample.settings())
    counted = {row["code"]: row["articles"] for row in rows(Snapshot(sample.database), "upkeep", p)}
    assert counted[code]
    app = articles_page(period=["all"], status=["published", "expired"], lacks=[code])
    assert_fine(app)
    assert EN("articles.count", n=counted[code]) in [caption.value for caption in app.caption]
    chip = next(button for button in app.button if button.key == "articles.lacks")
    chip.click().run()
    assert "lacks" not in app.query_params
    assert EN("articles.count", n=counted[code]) not in [caption.value for caption in app.caption]


def test_a_code_that_is_not_there_is_no_filter(sample: live.Live) -> None:
    live.start(sample, watch=False)
    app = articles_page(period=["all"], lacks=["heading:<b>nobody asks for</b>"])
    assert_fine(app)
    assert not [button for button in app.button if button.key == "articles.lacks"]


def test_the_measures_on_the_page_are_those_of_each_text(sample: live.Live) -> None:
    """The middle of each audience, from the bodies in the tables."""
    live.start(sample, watch=False)
    snapshot = Snapshot(sample.database)
    p = parameters(date(2026, 3, 13))
    listed = rows(snapshot, "readable", p)
    bodies = {row["path"]: row["body"] for row in rows(snapshot, "texts", p | {"paths": [r["path"] for r in listed]})}
    counts = [measure(bodies[row["path"]]) for row in listed]
    frame = reading.by_category(reading.with_counts(snapshot.frame("readable", p), counts), "audience")
    for category, found in frame.set_index("category").iterrows():
        eases = [
            one.ease
            for row, one in zip(listed, counts, strict=True)
            if (row["audience"] or "") == category and one.ease is not None
        ]
        parts = statistics.quantiles(eases, n=20, method="inclusive")
        assert found["n"] == len(eases)
        assert list(found[["tenth", "quarter", "middle", "three_quarters", "nine_tenths"]]) == pytest.approx(
            [parts[place] for place in (1, 4, 9, 14, 17)]
        )
    assert frame["n"].sum() == 450
    app = page("quality", "en", period=["all"])
    assert EN("quality.measured", n=450, total="450 texts") in everything(app)


def test_a_text_is_measured_once(sample: live.Live, monkeypatch: pytest.MonkeyPatch) -> None:
    live.start(sample, watch=False)
    calls: list[str] = []

    def counted(body: str, language: str | None = None) -> Measured:
        calls.append(body)
        return measure(body, language)

    monkeypatch.setattr(reading, "measure", counted)
    app = page("quality", "en", period=["12m"])
    first = len(calls)
    assert 0 < first < 450
    app.run()
    assert len(calls) == first
    app.query_params["period"] = "all"
    app.run()
    assert len(calls) == 450


def test_too_many_texts_are_said(sample: live.Live, monkeypatch: pytest.MonkeyPatch) -> None:
    live.start(sample, watch=False)
    monkeypatch.setattr(reading, "MOST", 20)
    text = everything(page("quality", "en", period=["all"]))
    assert EN("quality.measured", n=20, total="450 texts") in text
    assert EN("quality.measured_newest", n=20) in text


def write(folder: Path, name: str, front: str, body: str) -> None:
    (folder / name).write_text(f"---\ndate: 2026-03-01\n{front}\n---\n{body}\n", encoding="utf-8")


def test_texts_that_are_not_kept_are_not_judged(tmp_path: Path) -> None:
    write(tmp_path, "one.md", "title: One", "The cat and the dog sat on the table. " * 20)
    (tmp_path / "dashboard.toml").write_text('store_texts = false\nas_of = "2026-03-13"\n', encoding="utf-8")
    serve(tmp_path, tmp_path / "one.duckdb")
    app = page("quality", "nl")
    assert_fine(app)
    assert NL("quality.no_texts") in [info.value for info in app.info]


def test_the_shared_passage_is_text_and_no_markup(tmp_path: Path) -> None:
    shared = "ook *ster* ## kop [link](x) <b>vet</b> :smile: en nog tien andere woorden op een rij die gelijk zijn"
    for name in ("one", "two"):
        write(tmp_path, f"{name}.md", f"title: '**{name}**'", f"{shared} en {name}")
    (tmp_path / "dashboard.toml").write_text('as_of = "2026-03-13"\n', encoding="utf-8")
    serve(tmp_path, tmp_path / "two.duckdb")
    app = page("quality", "nl")
    assert_fine(app)
    quote = next(element.value for element in app.markdown if element.value.startswith("> "))
    assert "ster kop" in " ".join(quote.split())
    assert "<b>" not in quote
    opened = next(button for button in app.button if button.key == "quality.texts.open.other_")
    assert r"\*\*two\*\*" in opened.label
    opened.click().run()
    assert app.query_params["path"] in ("two.md", ["two.md"])


def test_a_required_heading_opens_its_list(tmp_path: Path) -> None:
    heading = "Hoe kun je dit vandaag toepassen?"
    write(tmp_path, "good.md", "title: Good", f"Tekst.\n\n## {heading}\n\nDoen.")
    write(tmp_path, "bad.md", "title: Bad", "Tekst.")
    (tmp_path / "dashboard.toml").write_text(
        f'as_of = "2026-03-13"\n[quality]\nrequired_headings = ["{heading}"]\n', encoding="utf-8"
    )
    serve(tmp_path, tmp_path / "style.duckdb")
    assert_fine(page("quality", "en"))
    app = articles_page(lacks=[f"heading:{heading}"])
    assert EN("articles.count", n=1) in [caption.value for caption in app.caption]
