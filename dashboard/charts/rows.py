"""What charts with a row for each category share: names that never collide, and labels exactly on their rows.

On a narrow screen the label stands above its row, so that the marks keep the whole width.
"""

import math
from collections.abc import Iterable, Mapping, Sequence

import altair as alt
import pandas as pd

from dashboard.charts.theme import ONE, Look

# Pixels: some forty letters, but at most half of what a page leaves the chart; a saved picture has no container.
LABEL_LIMIT = alt.ExprRef("containerSize()[0] > 0 ? min(260, containerSize()[0] / 2) : 260")
FEW = 10  # under this many a share makes no sentence and its bar is grey
NEWS = 365  # days: a tag that has been silent for longer is none
NOTICEABLE = 3  # articles: a smaller change of a tag, or a smaller expected count of a cell, is chance
FADED = 0.3  # what is left of a mark when another is selected
# Channels are written as Altair's own classes everywhere: from a text or a table it makes them seventy times slower.
FADING = alt.OpacityValue(FADED, condition={"param": "picked", "value": 1})
_STEP, _NARROW_STEP = 24, 42  # pixels a row
_DROP = 8  # how far the marks of a narrow row stand below its middle


def whole(articles: float) -> int:
    """A target in whole articles, a half upwards: what there is and what is lacking then add up to it."""
    return math.floor(round(articles, 6) + 0.5)


def distinct(labels: Iterable[str], none: str = "") -> list[str]:
    """Labels on one line, '' as `none`, and no two alike: an axis would take them for one row."""
    shown: list[str] = []
    taken: set[str] = set()
    for label in labels:
        name = " ".join(label.split()) or none
        while name in taken:
            name += "\u200b"
        taken.add(name)
        shown.append(name)
    return shown


def foremost(data: pd.DataFrame, top: int | None, named: "pd.Series[bool]") -> pd.DataFrame:
    """The first `top` rows, in their order; those that the title names are drawn in place of the last of them."""
    if top is None or len(data) <= top:
        return data
    drawn = data[named.to_numpy()].head(top)
    others = data[~named.to_numpy()].head(top - len(drawn))
    return data[data.index.isin([*drawn.index, *others.index])]


def row_axis(order: Sequence[str], look: Look, narrow: bool) -> alt.Y:
    """The y channel of field `name`, in the given order."""
    axis = alt.Axis(
        labels=not narrow,
        labelLimit=LABEL_LIMIT,
        labelColor=look.text,
        labelOverlap=False,
        labelFlush=False,
        labelBaseline="middle",
        labelPadding=10,
        title=None,
    )
    return alt.Y("name:N", sort=list(order), axis=axis, scale=alt.Scale(domain=list(order), padding=0))


def row_labels(data: pd.DataFrame, y: alt.Y, look: Look, narrow: bool) -> list[alt.Chart]:
    """The labels above the rows, on a narrow screen; else nothing."""
    if not narrow:
        return []
    mark = alt.Chart(data).mark_text(
        align="left", baseline="middle", dy=-10, limit=alt.ExprRef("width"), color=look.text, aria=False
    )
    return [mark.encode(x=alt.XValue(0), y=y, text=alt.Text("name:N"))]


def height(rows: int, narrow: bool) -> int:
    return rows * (_NARROW_STEP if narrow else _STEP)


def drop(narrow: bool) -> int:
    return _DROP if narrow else 0


def bar_tick_count(data: pd.DataFrame, y: alt.Y, look: Look, narrow: bool) -> tuple[alt.Chart, alt.Chart, alt.Chart]:
    """A bar for what there is, an orange tick at `target` and words beside them, on their rows; without their x."""
    base, down, band = alt.Chart(data).encode(y=y, opacity=FADING), drop(narrow), 0.3 if narrow else 0.6
    bar = base.mark_bar(height=alt.RelativeBandSize(band), yOffset=down, aria=False)
    tick = base.transform_filter("isValid(datum.target)").mark_tick(
        orient="vertical",
        height=alt.RelativeBandSize(band + 0.25),
        thickness=3,
        color=look.orange,
        yOffset=down,
        aria=False,
    )
    count = base.mark_text(align="left", baseline="middle", dx=7, yOffset=down, color=look.muted, aria=False)
    return bar, tick, count


def room_for(pixels: int) -> list[int | alt.ExprRef]:
    """The range of an x scale that leaves so many pixels for the numbers beside the marks."""
    return [0, alt.ExprRef(f"max(40, width - {pixels})")]


def hit_rows(base: alt.Chart, picked: alt.Parameter) -> alt.Chart:
    """A transparent row over the whole width: it answers to the pointer and speaks for its marks."""
    mark = base.mark_rect(color="transparent", cursor="pointer")
    rows: alt.Chart = mark.encode(
        x=alt.XValue(0), x2=alt.X2Value("width"), tooltip=alt.Tooltip("says:N"), description=alt.Description("says:N")
    ).add_params(picked)
    return rows


def key(parts: Mapping[str, str]) -> list[alt.Chart]:
    """What the marks are, in their own colours, on one line above the plot: {'● now': blue, …}."""
    layers: list[alt.Chart] = []
    left = 0
    for text, colour in parts.items():
        layers.append(note(text, colour, left))
        left += round(len(text) * 6.2) + 16
    return layers


def note(text: str, colour: str, left: int | str = 0, lines_up: int = 0) -> alt.Chart:
    """Words above the plot, at its left side or so many pixels from it, or at its right side ('width')."""
    mark = alt.Chart(ONE).mark_text(
        align="right" if left == "width" else "left", baseline="bottom", color=colour, text=text, aria=False
    )
    text_mark: alt.Chart = mark.encode(x=alt.XValue(left), y=alt.YValue(-8 - 16 * lines_up))
    return text_mark
