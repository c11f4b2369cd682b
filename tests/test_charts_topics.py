"""The charts of Topics and Balance: what their marks say, and which numbers are too small to have a colour."""

from collections.abc import Iterator
from typing import Any

import pytest
import vl_convert

from dashboard import charts, findings
from dashboard.charts import DARK, LIGHT, SHOWS, Look
from dashboard.charts.balance_cells import diverging
from dashboard.charts.colour import contrast, readable_on
from dashboard.charts.theme import Drawn
from dashboard.findings import Finding
from dashboard.words import LANGUAGES, words
from tests import frames
from tests.test_charts import ODD, find, rows_of, spec

NL = words("nl")
LONG = [*ODD, "t" * 2000]
CELLS = {("geld", "A"): 5, ("geld", "B"): 25, ("werk", "A"): 15, ("werk", "B"): 15, ("", "A"): 0, ("", "B"): 4}


def nl(finding: Finding | None) -> str:
    assert finding is not None
    return NL(finding.key, **finding.values).replace("\u00a0", " ")


def drawings(look: Look, lang: str) -> Iterator[tuple[str, Drawn]]:
    """Every chart over odd, long, tiny and empty frames."""
    text = words(lang)
    cells = frames.balance({(s, a): (len(s) * 7 + len(a)) % 23 for s in LONG for a in LONG})
    pairs = frames.tag_pairs(dict.fromkeys(LONG, 9), {(LONG[0], LONG[1]): 8, (LONG[2], LONG[3]): 2})
    moved = frames.rising({name: (20 - place, 2 * place) for place, name in enumerate(LONG)})
    for narrow in (False, True):
        for show in SHOWS:
            for frame in (cells, cells.head(0), frames.balance({("", ""): 0}), frames.balance({("a", ""): 3})):
                yield show, charts.balance_heatmap(frame, text, look, narrow, show)
        for frame in (pairs, pairs.head(0)):
            yield "pairs", charts.tag_pairs(frame, text, look, narrow)
        for frame in (moved, moved.head(0), frames.rising({"x": (1, 0)}, 9, 9)):
            yield "rising", charts.rising(frame, text, look, narrow)
        for frame in (frames.evenness([0, 9, 30, 0]), frames.evenness([0, 0]), frames.evenness([20], k=1, effective=1)):
            yield "evenness", charts.evenness(frame, text, look, "section", narrow)
            yield "evenness", charts.evenness(frame.head(0), text, look, "audience", narrow)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_every_frame_can_be_drawn_and_clicked(look: Look, lang: str) -> None:
    for name, chart in drawings(look, lang):
        drawn = spec(chart)
        assert drawn["description"], name
        assert "nan" not in drawn["description"].split(), name
        rows = [row for data in drawn.get("datasets", {}).values() for row in data]
        assert not [row for row in rows if "nan" in str(row.get("says", "")).split()], name
        for parameter in drawn["params"]:
            fields = parameter["select"]["fields"]
            assert all(isinstance(row[field], str) for row in rows if set(fields) <= set(row) for field in fields), name


def test_pictures_can_be_saved() -> None:
    for name, chart in list(drawings(LIGHT, "nl"))[::5]:
        picture = vl_convert.vegalite_to_svg(spec(chart.properties(width=640)))
        assert "NaN" not in picture, name
        assert "undefined" not in picture, name


def numbers(chart: Any) -> dict[tuple[str, str], str]:
    return {(row["section"], row["audience"]): row["number"] for row in rows_of(chart, "says")}


def test_the_cells_say_what_was_asked() -> None:
    frame = frames.balance(CELLS)  # 64 in all: geld 30, werk 30, A 20, B 44
    shown = {show: numbers(charts.balance_heatmap(frame, NL, LIGHT, show=show)) for show in SHOWS}
    assert shown["count"]["geld", "A"] == "5"
    assert shown["row"]["geld", "A"].replace("\u00a0", " ") == "17 %"
    assert shown["column"]["geld", "A"].replace("\u00a0", " ") == "25 %"
    assert shown["residual"]["geld", "A"] == "−1,4"  # (5 − 9,375) / √9,375
    assert shown["count"]["", "A"] == "0"  # no section is a row like the others


def margins(chart: Any) -> dict[tuple[str, str], str]:
    rows = [row for row in rows_of(chart, "number") if "says" not in row]
    return {(row["row"], row["column"]): row["number"].replace("\u00a0", " ") for row in rows}


def test_shares_carry_their_n_and_the_whole_beside_them() -> None:
    frame = frames.balance(CELLS)
    by_row = margins(charts.balance_heatmap(frame, NL, LIGHT, show="row"))
    assert by_row["geld", "totaal"] == "30"
    assert by_row["totaal", "A"] == "31 %"  # 20 of 64
    by_column = margins(charts.balance_heatmap(frame, NL, LIGHT, show="column"))
    assert by_column["totaal", "A"] == "20"
    assert by_column["geld", "totaal"] == "47 %"
    assert margins(charts.balance_heatmap(frame, NL, LIGHT))["totaal", "totaal"] == "64"


def test_few_are_grey() -> None:
    frame = frames.balance(CELLS)

    def fills(show: str) -> dict[tuple[str, str], str]:
        return {
            (r["section"], r["audience"]): r["fill"]
            for r in rows_of(charts.balance_heatmap(frame, NL, LIGHT, show=show), "says")
        }

    grey = fills("row")["", "B"]  # 4 of 4
    assert grey not in (fills("row")["geld", "A"], LIGHT.ground)
    assert fills("residual")["", "A"] == grey  # 1.25 expected
    assert fills("residual")["geld", "A"] != grey
    assert fills("column")["", "B"] != grey  # 4 of 44


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_the_diverging_scale_is_neither_green_nor_red_and_its_words_are_readable(look: Look) -> None:
    assert diverging(0, look) == look.ground
    assert (diverging(1, look), diverging(-1, look)) == (look.blue, look.orange)
    assert diverging(9, look) == look.blue
    for strength in range(-100, 101, 5):
        fill = diverging(strength / 100, look)
        assert contrast(fill, readable_on(fill, look.text, look.ground)) >= 4.5


def test_the_longer_list_goes_down() -> None:
    frame = frames.balance({(s, a): 12 for s in ("x", "y") for a in map(str, range(20))})
    drawn = charts.balance_heatmap(frame, NL, LIGHT, show="row")
    assert {row["row"] for row in rows_of(drawn, "says")} == set(map(str, range(20)))
    assert margins(drawn)["totaal", "x"] == "240"  # of a section, though it is a column now


def test_a_pair_stands_in_both_its_cells() -> None:
    frame = frames.tag_pairs({"a": 20, "b": 10, "c": 5}, {("a", "b"): 8, ("b", "c"): 2})
    cells = {(row["row"], row["column"]): row for row in rows_of(charts.tag_pairs(frame, NL, LIGHT), "says")}
    assert len(cells) == 6
    assert cells["a", "b"]["number"] == cells["b", "a"]["number"] == "8"
    assert cells["a", "b"]["fill"] == cells["b", "a"]["fill"] != LIGHT.ground
    assert cells["b", "c"]["fill"] == LIGHT.ground  # two say nothing
    assert cells["a", "b"]["says"] == "a + b: 8 stukken · 4 keer zo vaak als bij toeval"
    assert (cells["b", "a"]["tag"], cells["b", "a"]["other_tag"]) == ("2 b", "1 a")
    own = {
        row["row"]: row["number"] for row in rows_of(charts.tag_pairs(frame, NL, LIGHT), "number") if "says" not in row
    }
    assert own == {"a": "20", "b": "10", "c": "5"}


def test_rising_says_the_difference_first() -> None:
    frame = frames.rising({"ai": (20, 9), "avg": (5, 18)})
    said = [row["says"] for row in rows_of(charts.rising(frame, NL, LIGHT), "says")]
    assert said == [
        "ai: +10 punten · 20 van 100, eerder 9 van 90",
        "avg: −15 punten · 5 van 100, eerder 18 van 90",
    ]


def test_tags_have_a_percentage_from_ten_on() -> None:
    frame = frames.tags({"ai": (15, 10), "avg": (15, 9), "seo": (8, 16), "crm": (10, 10)})
    said = [row["count"].replace("\u00a0", " ") for row in rows_of(charts.tag_bars(frame, NL, LIGHT), "count")]
    assert said == ["15 (+5, +50 %)", "15 (+6)", "8 (−8, −50 %)", "10 (0, 0 %)"]
    assert rows_of(charts.tag_bars(frame, NL, LIGHT, narrow=True), "count")[0]["count"] == "15 (+5)"


def test_many_quiet_tags_are_counted_above_the_chart() -> None:
    frame = frames.quiet_tags({f"tag {place}": (5.0, 40 + place) for place in range(400)})
    drawn = charts.quiet_tags(frame, NL, LIGHT)
    assert len(rows_of(drawn, "says")) == 15
    assert "385 tags die minder opvallen zijn niet getekend." in list(find(spec(drawn), "text"))


def test_rising_of_few_is_grey() -> None:
    def sure(n: int) -> bool:
        return bool(rows_of(charts.rising(frames.rising({"ai": (5, 1)}, n, 40), NL, LIGHT), "sure")[0]["sure"])

    assert sure(10)
    assert not sure(9)


def test_months_of_few_break_the_line() -> None:
    rows = rows_of(charts.evenness(frames.evenness([12, 9, 0, 14]), NL, LIGHT, "section"), "drawn")
    assert [row["drawn"] for row in rows] == [3.5, None, None, 3.5]
    assert [row["few"] for row in rows] == [False, True, True, False]
    assert rows[0]["says"] == "maart 2025: 12 stukken · voelt als 3,5, gelijkheid 0,78"
    assert rows[1]["says"] == "april 2025: 9 stukken"
    assert [row["count"] for row in rows] == ["", "", "", "3,5"]


# ------------------------------------------------------------------ their sentences


def test_rising_names_the_strongest() -> None:
    assert nl(findings.rising(frames.rising({"ai": (20, 9), "avg": (5, 18)}), NL)) == (
        "‘avg’ daalde meer dan toeval verklaart: van 20 % naar 5 % van de stukken"
    )
    assert nl(findings.rising(frames.rising({"ai": (20, 9)}), NL)).startswith("‘ai’ steeg meer dan toeval verklaart")
    still = frames.rising({"ai": (20, 9)}).assign(state="usual")
    assert nl(findings.rising(still, NL)) == "Geen tag steeg of daalde meer dan toeval verklaart"
    assert findings.rising(still.head(0), NL).key == "finding.rising.no_comparison"
    assert nl(findings.rising(frames.rising({"ai": (5, 20)}, 9, 100), NL)) == "Te weinig stukken voor een uitspraak: 9"
    assert nl(findings.rising(frames.rising({"ai": (5, 1)}, 9, 1), NL)) == "Te weinig stukken voor een uitspraak: 9"
    assert nl(findings.rising(frames.rising({"ai": (20, 1)}, 100, 1), NL)) == (
        "De periode waarmee vergeleken wordt had 1 stuk: te weinig voor een uitspraak"
    )


def test_tag_pairs_names_those_that_belong_together() -> None:
    frame = frames.tag_pairs({"a": 20, "b": 10, "c": 5}, {("a", "b"): 8, ("b", "c"): 3, ("a", "c"): 2})
    sentence = "‘b’ en ‘c’ horen het meest bij elkaar: 3 stukken met beide, 6 keer zo vaak als bij toeval"
    assert nl(findings.tag_pairs(frame)) == sentence
    apart = frames.tag_pairs({"a": 50, "b": 40}, {("a", "b"): 20})  # as often as chance: 1 is not more
    assert findings.tag_pairs(apart).key == "finding.tag_pairs.none"
    assert nl(findings.tag_pairs(frames.tag_pairs({"a": 50}, {}))) == "Geen twee tags om naast elkaar te leggen"


def test_balance_against_what_was_expected() -> None:
    frame = frames.balance({("geld", "A"): 0, ("geld", "B"): 30, ("werk", "A"): 20, ("werk", "B"): 14})
    # geld × A: 20 × 30 / 64 = 9.4 expected, residual −3.1, the largest
    sentence = "geld × A blijft het meest achter: 0 stukken, waar 9,4 te verwachten waren"
    assert nl(findings.balance_residual(frame, NL)) == sentence
    even = frames.balance({("geld", "A"): 10, ("geld", "B"): 10, ("werk", "A"): 10, ("werk", "B"): 10})
    assert nl(findings.balance_residual(even, NL)) == "Geen vak wijkt meer af dan toeval verklaart"
    assert (
        nl(findings.balance_residual(frames.balance({("a", "b"): 9}), NL)) == "Te weinig stukken voor een uitspraak: 9"
    )


@pytest.mark.parametrize(
    ("counts", "targets", "move", "more"),
    [
        # ½ (|30−50| + |50−30| + |20−20|) = 20; 20 more of 120 is 42 %: (50 − 30) / (1 − 0.5) = 40
        ({"a": 30, "b": 50, "c": 20}, {"a": 0.5, "b": 0.3, "c": 0.2}, 20, ("a", 40)),
        # the plan names a alone, the others share the rest: ½ (|30−40| + |70−60|) = 10; 10 / 0.6 = 16.7
        ({"a": 30, "b": 50, "": 20}, {"a": 0.4}, 10, ("a", 17)),
        # what no plan names is in the wrong place, no section too
        ({"a": 80, "": 20}, {"a": 1.0}, 20, None),
        ({"a": 80}, {"b": 1.0}, 80, None),
        ({"a": 50, "b": 50}, {"a": 0.5, "b": 0.5}, 0, None),
    ],
)
def test_articles_to_move(
    counts: dict[str, int], targets: dict[str, float], move: int, more: tuple[str, int] | None
) -> None:
    finding = findings.to_move(frames.shares(counts), NL, "section", targets)
    assert finding is not None
    assert finding.values.get("n", 0) == move
    assert (finding.values.get("what"), finding.values.get("more")) == (more or (None, None))
    if more:  # with that many more, and nothing else, it is on plan; with one fewer it is not
        name, extra = more
        n, k = sum(counts.values()), counts[name]
        assert (k + extra) / (n + extra) >= targets[name] > (k + extra - 1) / (n + extra - 1)


def test_nothing_to_move_without_a_plan_that_can_be_met() -> None:
    frame = frames.shares({"a": 30, "b": 50})
    assert findings.to_move(frame, NL, "section", {}) is None
    assert findings.to_move(frame, NL, "section", {"a": 0.8, "b": 0.8}) is None
    assert findings.to_move(frames.shares({"a": 9}), NL, "section", {"a": 0.5}) is None


def test_evenness_in_a_sentence() -> None:
    frame = frames.evenness([12, 9], k=6, effective=4.56)
    said = "De stukken zijn verdeeld als over 4,6 even grote secties, van de 6"
    assert nl(findings.evenness(frame, "section")) == said
    with_none = frames.evenness([12, 9], with_none=True)
    assert nl(findings.evenness(with_none, "audience")) == (
        "De stukken zijn verdeeld als over 3,5 even grote doelgroepen, van de 5 met ‘zonder doelgroep’ erbij"
    )
    few = "De volle maanden hadden samen 9 stukken: te weinig voor een uitspraak"
    assert nl(findings.evenness(frames.evenness([4, 5]), "section")) == few
    none = "Nog geen volle maand met stukken: te weinig voor een uitspraak"
    assert nl(findings.evenness(frames.evenness([]), "section")) == none
    one = frames.evenness([40], k=1, effective=1)
    assert nl(findings.evenness(one, "section")) == "Er is maar één sectie te verdelen, met 40 stukken"
