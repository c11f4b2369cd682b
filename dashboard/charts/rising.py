"""Tags that rose or fell more than chance explains: the share before and now, on one row each."""

from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts.alt_text import rising_alt
from dashboard.charts.rows import (
    FADING,
    FEW,
    distinct,
    drop,
    height,
    hit_rows,
    key,
    note,
    room_for,
    row_axis,
    row_labels,
)
from dashboard.charts.theme import Drawn, Look, empty, finish
from dashboard.words import Sentence, Words


def rising(frame: pd.DataFrame, words: Words, look: Look, narrow: bool = False) -> Drawn:
    """Rows of query `rising`, a dumbbell each: the period before hollow, now filled; all grey when either has few."""
    if frame.empty:
        return empty(look, words)
    few = bool((frame[["n", "before_n"]].min(axis=1) < FEW).any())
    names = distinct(frame["label"], words("chart.none.tag"))
    data = frame.assign(name=names, points=100 * frame["change"], sure=not few)
    return finish(dumbbells(data, words, look, "tag", narrow), look, words, rising_alt(frame, words))


def dumbbells(
    data: pd.DataFrame,
    words: Words,
    look: Look,
    field: str,
    narrow: bool,
    left_out: int = 0,
    names: tuple[str, str] | None = None,
) -> Drawn:
    """A row for each `name`, from `before_share` (hollow) to `share` (filled; grey where it is not `sure`).

    A click picks `field`. left_out: how many there are besides. names: of the two periods, if not now and before.
    """
    marks = [f"{mark} {name}" for mark, name in zip("●○", names, strict=True)] if names else []
    now_is, before_was = marks or (words("chart.tag_bars.now"), words("chart.tag_bars.before"))
    data = data.assign(moved=data["points"].round(1), points=[words.signed(points) for points in data["points"]])
    data["count"] = data["points"] if narrow else [_count(row, words) for row in data.to_dict("records")]
    data["says"] = [f"{row['name']}: {_count(row, words)}" for row in data.to_dict("records")]
    data["most"] = data[["share", "before_share"]].max(axis=1)

    picked = alt.selection_point(name="picked", fields=[field])
    y, down = row_axis(list(data["name"]), look, narrow), drop(narrow)
    widest = float(data["most"].max()) or 1.0
    scale = alt.Scale(domain=[0, widest], nice=False, range=room_for(50 if narrow else 270))
    axis = alt.Axis(format="%", tickCount=4, grid=True, title=None)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=axis)

    base = alt.Chart(data).encode(y=y, opacity=FADING)
    between = base.mark_rule(strokeWidth=2, color=look.unfinished, yOffset=down, aria=False)
    before = base.mark_point(
        filled=True, size=64, fill=look.ground, stroke=look.muted, strokeWidth=1.5, yOffset=down, aria=False
    )
    now = base.mark_point(filled=True, size=85, yOffset=down, aria=False)
    colour = alt.ColorValue(look.unfinished, condition={"test": "datum.sure", "value": look.blue})
    count = base.mark_text(align="left", baseline="middle", dx=11, yOffset=down, color=look.muted, aria=False)
    layers = [
        *row_labels(data, y, look, narrow),
        between.encode(x=x("before_share"), x2=alt.X2("share:Q")),
        before.encode(x=x("before_share")),
        now.encode(x=x("share"), color=colour),
        count.encode(x=x("most"), text=alt.Text("count:N")),
        *key({now_is: look.blue if data["sure"].any() else look.muted, before_was: look.muted}),
        hit_rows(alt.Chart(data).encode(y=y), picked),
    ]
    if left_out:
        layers.append(note(words("chart.left_out", n=left_out), look.muted, "width"))
    return alt.layer(*layers).properties(height=height(len(data), narrow))


def _count(row: dict[Any, Any], words: Words) -> str:
    return words(
        "chart.rising.count",
        points=Sentence("unit.points", {"n": row["moved"], "signed": row["points"]}),
        k=int(row["articles"]),
        n=int(row["n"]),
        before=int(row["before"]),
        before_n=int(row["before_n"]),
    )
