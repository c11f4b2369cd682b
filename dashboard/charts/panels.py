"""Small multiples on one scale, laid out inside one plot.

Vega-Lite's own facets have a fixed width: they run over the edge of a card or leave it half empty. One plot stretches.
"""

from collections.abc import Sequence
from typing import Literal

import altair as alt
import pandas as pd
from babel.dates import format_date

from dashboard.charts.rows import FADING, note
from dashboard.charts.theme import Drawn, Look
from dashboard.words import Words

ROW = 126  # pixels
_GAP = 0.035  # between columns, of the plot's width
_FLOOR, _ROOM = 0.24, 0.5  # where the bars of a row of panels stand and how high they may be, of the row's height


def panels(
    data: pd.DataFrame,
    titles: Sequence[str],
    value: str,
    top_label: str,
    top: float,
    fields: Sequence[str],
    words: Words,
    look: Look,
    columns: int,
    remark: str = "",
) -> Drawn:
    """A panel for each title, bars in time in each.

    data: rows of `buckets.with_edges` with `panel` (a title), `value`, `complete`, `says` and the `fields` of a click.
    top: the value that the upper rule stands for, written as top_label. remark: stands above all.
    """
    places = {title: (i % columns, i // columns) for i, title in enumerate(titles)}
    wide = (1 - _GAP * (columns - 1)) / columns
    begin, end = data["start"].min(), data["end"].max()

    marks = data[["first", "last", "complete", "says", *(f for f in fields if f not in ("first", "last"))]]
    marks = marks.copy()
    left = data["panel"].map(lambda title: places[title][0] * (wide + _GAP))
    floor = data["panel"].map(lambda title: -1 - places[title][1] + _FLOOR)
    for edge in ("x0", "x1", "start", "end"):
        marks[edge] = left + (data[edge] - begin) / (end - begin) * wide
    marks["floor"] = floor
    marks["ceiling"] = floor + _ROOM
    marks["height"] = floor + data[value].fillna(0) / top * _ROOM

    frames = pd.DataFrame(
        {
            "title": list(titles),
            "left": [places[title][0] * (wide + _GAP) for title in titles],
            "right": [places[title][0] * (wide + _GAP) + wide for title in titles],
            "floor": [-1 - places[title][1] + _FLOOR for title in titles],
            "ceiling": [-1 - places[title][1] + _FLOOR + _ROOM for title in titles],
        }
    )
    rows = -(-len(titles) // columns)
    picked = alt.selection_point(name="picked", fields=list(fields))
    bar = (
        alt.Chart(marks)
        .mark_rect(aria=False)
        .encode(
            x=_x("x0"),
            x2=alt.X2("x1:Q"),
            y=_y("floor", rows),
            y2=alt.Y2("height:Q"),
            color=alt.ColorValue(look.unfinished, condition={"test": "datum.complete", "value": look.blue}),
            opacity=FADING,
        )
    )
    column = (
        alt.Chart(marks)
        .mark_rect(color="transparent", cursor="pointer")
        .encode(
            x=_x("start"),
            x2=alt.X2("end:Q"),
            y=_y("floor", rows),
            y2=alt.Y2("ceiling:Q"),
            tooltip=alt.Tooltip("says:N"),
            description=alt.Description("says:N"),
        )
    )
    return alt.layer(
        *_guides(frames, rows, columns, top_label, look),
        *_dates(frames, rows, begin, end - pd.Timedelta(days=1), words, look),
        bar,
        column.add_params(picked),
        *([note(remark, look.muted)] if remark else []),
    ).properties(height=rows * ROW)


def _guides(frames: pd.DataFrame, rows: int, columns: int, top_label: str, look: Look) -> list[alt.Chart]:
    base = alt.Chart(frames)
    rule = base.mark_rule(color=look.rule, aria=False).encode(x=_x("left"), x2=alt.X2("right:Q"))
    title = base.mark_text(
        align="left",
        baseline="bottom",
        dy=-19,
        fontWeight=600,
        color=look.text,
        aria=False,
        limit=alt.ExprRef(f"width * {(1 - _GAP * (columns - 1)) / columns:.4f}"),
    )
    number = base.mark_text(align="left", baseline="bottom", dy=-2, color=look.muted, text=top_label, aria=False)
    return [
        rule.encode(y=_y("floor", rows)),
        rule.encode(y=_y("ceiling", rows)),
        title.encode(x=_x("left"), y=_y("ceiling", rows), text=alt.Text("title:N")),
        number.encode(x=_x("left"), y=_y("ceiling", rows)),
    ]


def _dates(
    frames: pd.DataFrame, rows: int, begin: pd.Timestamp, end: pd.Timestamp, words: Words, look: Look
) -> list[alt.Chart]:
    pattern = "MMM y" if (end - begin).days > 90 else "d MMM"
    texts = [str(format_date(day, pattern, locale=words.locale)).replace(".", "") for day in (begin, end)]
    layers: list[alt.Chart] = []
    sides: tuple[Literal["left", "right"], ...] = ("left", "right")
    for text, side in zip(texts[: 1 if texts[0] == texts[1] else 2], sides, strict=False):
        mark = alt.Chart(frames).mark_text(align=side, baseline="top", dy=5, color=look.muted, text=text, aria=False)
        layers.append(mark.encode(x=_x(side), y=_y("floor", rows)))
    return layers


def _x(field: str) -> alt.X:
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, 1], nice=False, zero=False), axis=None)


def _y(field: str, rows: int) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[-rows, 0], nice=False, zero=False), axis=None)
