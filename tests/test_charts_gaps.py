"""The chart of Gaps and the sentence above it: what its marks say, and what stands first."""

from collections.abc import Iterator

import pytest
import vl_convert

from dashboard import charts, findings
from dashboard.charts import DARK, LIGHT, Look
from dashboard.charts.theme import Drawn
from dashboard.findings import Finding
from dashboard.words import LANGUAGES, words
from tests import frames
from tests.test_charts import ODD, rows_of, spec

NL = words("nl")
LONG = [*ODD, "t" * 2000]
GAPS = {("geld", "avg"): (0, 6.5), ("werk", "avg"): (15, 20.25), ("werk", "<b>x</b>"): (2, 3.0)}


HEAT: dict[tuple[str, str], tuple[int, float | None]] = {
    ("geld", "avg"): (0, 6.5),
    ("werk", "avg"): (15, 6.5),
    ("geld", "ai"): (2, 3.4),
    ("werk", "ai"): (9, 2.9),
    ("geld", "x"): (0, None),
    ("werk", "x"): (4, 4.3),
}


def nl(finding: Finding) -> str:
    return NL(finding.key, **finding.values)


def drawings(look: Look, lang: str) -> Iterator[Drawn]:
    """Over odd, long, many and no rows."""
    all_odd = frames.gap_heat(
        {(name, other): (place, 3.0 * place) for place, name in enumerate(LONG) for other in LONG}
    )
    odd = frames.gap_cells({(name, other): (place, 20.0) for place, name in enumerate(LONG) for other in LONG})
    for narrow in (False, True):
        for against in ("expected", "planned"):
            for frame in (odd, odd.head(0), frames.gap_cells({("a", "b"): (0, 3.0)})):
                yield charts.gap_cells(frame, words(lang), look, against, narrow=narrow)
            for frame in (all_odd, all_odd.head(0), frames.gap_heat(HEAT)):
                for by in ("section", "audience"):
                    yield charts.gap_heat(frame, words(lang), look, by, against, narrow)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_every_frame_can_be_drawn_and_clicked(look: Look, lang: str) -> None:
    for chart in drawings(look, lang):
        drawn = spec(chart)
        assert drawn["description"]
        rows = [row for data in drawn.get("datasets", {}).values() for row in data]
        assert all(isinstance(row["tag"], str) for row in rows if "tag" in row)


def test_pictures_can_be_saved() -> None:
    for chart in list(drawings(LIGHT, "nl"))[::5]:
        assert "NaN" not in vl_convert.vegalite_to_svg(spec(chart.properties(width=640)))


def test_the_marks_say_what_is_there_and_what_was_hoped_for() -> None:
    rows = rows_of(charts.gap_cells(frames.gap_cells(GAPS), NL, LIGHT, "expected"), "says")
    assert [row["says"] for row in rows] == [
        "geld × avg: 0, te verwachten 6,5",
        "werk × avg: 15, te verwachten 20,2",
        "werk × <b>x</b>: 2, te verwachten 3",
    ]
    (first, *_) = rows_of(charts.gap_cells(frames.gap_cells(GAPS), NL, LIGHT, "planned", top=1), "says")
    assert (first["says"], first["brief"], first["tag"]) == ("geld × avg: 0, plan 7,5", "0 van 7,5", "avg")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            GAPS,
            "Grootste hiaat bij gelijke verdeling: geld × avg, 0 stukken waar er 6,5 te verwachten waren",
        ),
        (
            {("geld", "avg"): (1, 5.04), ("werk", "ai"): (0, 4.0)},
            "Grootste hiaten bij gelijke verdeling: geld × avg en werk × ai, elk 4 stukken te weinig",
        ),
        ({}, "Geen tag blijft ergens achter bij wat te verwachten was"),
    ],
)
def test_the_sentence(rows: dict[tuple[str, str], tuple[int, float]], sentence: str) -> None:
    assert nl(findings.gap_cells(frames.gap_cells(rows), NL, "expected", "short")) == sentence


def test_the_cells_of_the_heatmap() -> None:
    """More is blue, fewer orange; where too little is to be expected, and where a gap is hidden, all is grey."""
    rows = rows_of(charts.gap_heat(frames.gap_heat(HEAT), NL, LIGHT, "section", "expected"), "says")
    found = {(row["section"], row["tag"]): (row["number"], row["says"].split(": ", 1)[1], row["fill"]) for row in rows}
    assert [said[:2] for said in found.values()] == [
        ("−6", "0 stukken · te verwachten: 6,5"),  # half an article goes to the even number
        ("+8", "15 stukken · te verwachten: 6,5"),
        ("−1", "2 stukken · te verwachten: 3,4"),
        ("·", "9 stukken · te verwachten: 2,9"),
        ("·", "0 stukken"),
        ("0", "4 stukken · te verwachten: 4,3"),
    ]
    orange, blue, pale, grey, also_grey, _ = (fill for *_, fill in found.values())
    assert grey == also_grey
    assert len({orange, blue, pale, grey}) == 4
    hidden = frames.gap_heat(HEAT, hidden=[("geld", "avg")])
    first, *_ = rows_of(charts.gap_heat(hidden, NL, LIGHT, "section", "planned"), "says")
    assert first["says"] == "avg × geld: 0 stukken · plan: 6,5 · verborgen: zo"
    assert first["fill"] == grey


def test_the_heatmap_says_what_it_leaves_out() -> None:
    wide = frames.gap_heat({(f"s{n}", "avg"): (0, 3.0) for n in range(9)})  # of fourteen
    chart = charts.gap_heat(wide, NL, LIGHT, "section", "expected")
    assert len(rows_of(chart, "says")) == 9
    assert "Niet getekend: nog 5 secties." in str(spec(chart))
    assert " tag." not in str(spec(chart))


@pytest.mark.parametrize(
    ("rows", "hidden", "sentence"),
    [
        (HEAT, [], "geld krijgt van 2 van deze 3 tags minder stukken dan te verwachten was"),
        (HEAT, [("geld", "avg")], "geld krijgt van 1 van deze 3 tags minder stukken dan te verwachten was"),
        (
            {("geld", "avg"): (0, 3.0), ("werk", "avg"): (1, 3.0), ("groei", "avg"): (9, 3.0)},
            [],
            "geld en werk krijgen elk van de enige tag hier minder stukken dan te verwachten was",
        ),
        ({("geld", "avg"): (3, 3.5)}, [], "Geen van deze tags blijft ergens achter bij wat te verwachten was"),
    ],
)
def test_the_sentence_of_the_heatmap(
    rows: dict[tuple[str, str], tuple[int, float | None]], hidden: list[tuple[str, str]], sentence: str
) -> None:
    assert nl(findings.gap_heat(frames.gap_heat(rows, hidden), NL, "section", "expected")) == sentence
