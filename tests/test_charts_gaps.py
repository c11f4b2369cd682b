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


def nl(finding: Finding) -> str:
    return NL(finding.key, **finding.values)


def drawings(look: Look, lang: str) -> Iterator[Drawn]:
    """Over odd, long, many and no rows."""
    odd = frames.gap_cells({(name, other): (place, 20.0) for place, name in enumerate(LONG) for other in LONG})
    for narrow in (False, True):
        for against in ("expected", "planned"):
            for frame in (odd, odd.head(0), frames.gap_cells({("a", "b"): (0, 3.0)})):
                yield charts.gap_cells(frame, words(lang), look, against, narrow=narrow)


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
    assert (first["says"], first["brief"], first["tag"]) == ("geld × avg: 0, gepland 7,5", "0 van 7,5", "avg")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (GAPS, "geld × avg blijft het meest achter: 0 stukken, waar 6,5 te verwachten waren"),
        (
            {("geld", "avg"): (1, 5.04), ("werk", "ai"): (0, 4.0)},
            "geld × avg en werk × ai blijven het meest achter: elk 4 stukken onder wat te verwachten was",
        ),
        ({}, "Geen tag blijft ergens achter bij wat te verwachten was"),
    ],
)
def test_the_sentence(rows: dict[tuple[str, str], tuple[int, float]], sentence: str) -> None:
    assert nl(findings.gap_cells(frames.gap_cells(rows), NL, "expected", "short")) == sentence
