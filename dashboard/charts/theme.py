"""One look for the screen, the saved pictures and the meeting pack: paper, ink, one blue, one orange, grey."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import altair as alt
from altair.utils.schemapi import disable_debug_mode
from babel.dates import get_day_names, get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol
from cachetools import LRUCache

from dashboard.charts.colour import mix
from dashboard.words import Words

alt.theme.enable("none")  # the look is that of this file alone
disable_debug_mode()  # which checks each part as it is made; the tests hold every whole chart to Vega-Lite's schema
_made_rows: LRUCache[int, tuple[object, object]] = LRUCache(64)
_made_rows_lock = Lock()


def rows_once(data: Any, **_: object) -> object:
    """The rows of a frame as Vega takes them, made once for all layers that draw it; however many there are.

    Queries count: what is left is what a screen can show.
    """
    with _made_rows_lock:
        made = _made_rows.get(id(data))
    if made is None or made[0] is not data:  # no other frame has the number of one that is kept
        made = data, alt.to_values(data)
        with _made_rows_lock:
            _made_rows[id(data)] = made
    return made[1]


alt.data_transformers.register("rows_once", rows_once)
alt.data_transformers.enable("rows_once")

Drawn = alt.Chart | alt.LayerChart | alt.FacetChart  # the last only because alt.layer may return one
# The first is the one that Streamlit brings. Quoted, or the digit makes the whole list invalid.
FONT = "'Source Sans', 'Source Sans 3', 'Source Sans Pro', 'Liberation Sans', Arial, sans-serif"
SIZE = 12  # pixels, of every label
ONE = alt.InlineData(values=[{}])  # for a mark that stands for no row


@dataclass(frozen=True)
class Look:
    """Every colour and what it means. `categories` can be told apart with any common colour blindness."""

    ground: str
    text: str
    muted: str
    rule: str
    blue: str  # what is published
    orange: str  # what it is compared with: a mean, a plan
    orange_text: str  # the same for words, which need more contrast than marks
    unfinished: str  # incomplete, or too few to say something
    low: str  # where the scale towards blue begins
    categories: tuple[str, ...]


LIGHT = Look(
    ground="#FBFAF7",
    text="#161513",
    muted="#5B574F",
    rule="#E6E1D6",
    blue="#12436D",
    orange="#D9641E",
    orange_text="#A8480E",
    unfinished="#B9B3A6",
    low="#DFE6EC",
    categories=(
        *("#12436D", "#A68D11", "#D95782", "#457317", "#8282D9", "#732230"),
        *("#8A53A6", "#6913BF", "#4860E4", "#904860", "#3C0090", "#CC3C3C"),
    ),
)
DARK = Look(
    ground="#161512",
    text="#EDEAE3",
    muted="#A8A196",
    rule="#34312B",
    blue="#7FB2E5",
    orange="#F0904A",
    orange_text="#F0904A",
    unfinished="#7A756A",
    low="#232A31",
    categories=(
        *("#7FB2E5", "#F2C261", "#A6749D", "#98D9CE", "#6179F2", "#BF3939"),
        *("#9542A6", "#F27961", "#CC9CA8", "#C06C00", "#5454D8", "#9090F0"),
    ),
)


def colours(categories: Iterable[str], look: Look) -> dict[str, str]:
    """A colour for each of all known categories, by its place in their sorted list: no filter changes it.

    Past the palette's length the colours come back nearer to the ink; no category ('') is grey.
    """
    named, size = sorted(set(categories) - {""}), len(look.categories)
    shades = {name: _deeper(look, place % size, place // size) for place, name in enumerate(named)}
    return shades | {"": mix(look.muted, look.ground, 0.25)}


def by_status(look: Look) -> dict[str, str]:
    """What was published is blue, what expired since paler; what is still to come is orange."""
    return {"published": look.blue, "expired": mix(look.blue, look.ground, 0.4), "draft": look.orange}


def _deeper(look: Look, index: int, cycle: int) -> str:
    return mix(look.categories[index], look.text, 1 - 0.55**cycle)


def finish(chart: Drawn, look: Look, words: Words, description: str) -> Drawn:
    """The chart with fonts, colours, rules, the language's numbers and months, and its text alternative.

    Its width is the caller's: `properties(width=…)` for a file; a page stretches it.
    """
    drawn: Drawn = chart.properties(
        description=description,
        # The height is that of the plot, here as in a saved picture; only the width gives way to labels.
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        padding={"left": 0, "right": 2, "top": 2, "bottom": 2},
    ).configure(
        background="transparent",
        font=FONT,
        locale=locale(words),
        view=alt.ViewConfig(stroke=None, continuousWidth=640, discreteWidth=640),
        axis=alt.AxisConfig(
            aria=False,  # Vega's own words for axes are English; the description speaks for the whole
            domain=False,
            ticks=False,
            grid=False,
            gridColor=look.rule,
            labelColor=look.muted,
            labelFont=FONT,
            labelFontSize=SIZE,
            labelFontWeight="normal",
            labelFlush=False,  # a label stands at its tick or row, never beside it
            labelPadding=6,
            title=None,
            titleColor=look.muted,
            titleFont=FONT,
            titleFontSize=SIZE,
            titleFontWeight="normal",
        ),
        text=alt.MarkConfig(font=FONT, fontSize=SIZE, color=look.text),
        legend=alt.LegendConfig(disable=True),
        mark=alt.MarkConfig(tooltip=None, ariaRoleDescription=words("chart.mark")),
    )
    return drawn


def empty(look: Look, words: Words) -> Drawn:
    """In place of a chart when there is nothing to draw; the page asks every chart for its `picked`."""
    text = words("chart.nothing")
    mark = alt.Chart(ONE).mark_text(align="left", color=look.muted, text=text, aria=False)
    mark = mark.add_params(alt.selection_point(name="picked", fields=["nothing"]))
    return finish(mark.encode(x=alt.XValue(0), y=alt.YValue(20)).properties(height=40), look, words, text)


def locale(words: Words) -> alt.Locale:
    """Numbers, months and days for Vega, from the same source as the words."""
    months: Any = get_month_names
    days: Any = get_day_names
    order = (6, 0, 1, 2, 3, 4, 5)  # Vega counts from Sunday, Babel from Monday

    def names(source: Any, width: str, keys: Sequence[int]) -> list[str]:
        found = source(width, context="stand-alone", locale=words.locale)
        return [found[key].replace(".", "") for key in keys]

    return alt.Locale(
        number=alt.NumberLocale(
            decimal=get_decimal_symbol(words.locale),
            thousands=get_group_symbol(words.locale),
            grouping=[3],
            currency=["€\u00a0", ""],
            percent=words.percent(0).removeprefix("0"),
        ),
        time=alt.TimeLocale(
            dateTime="%a %e %B %Y %X",
            date="%d-%m-%Y",
            time="%H:%M:%S",
            periods=["AM", "PM"],
            days=names(days, "wide", order),
            shortDays=names(days, "abbreviated", order),
            months=names(months, "wide", range(1, 13)),
            shortMonths=names(months, "abbreviated", range(1, 13)),
        ),
    )
