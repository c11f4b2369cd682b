"""Where a tag falls short: what there is and what was to be expected, or planned, on one row each."""

from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts.alt_text import gap_cells_alt, places
from dashboard.charts.rows import FADING, distinct, drop, height, hit_rows, key, note, room_for, row_axis, row_labels
from dashboard.charts.theme import Drawn, Look, empty, finish
from dashboard.words import Words


def gap_cells(
    frame: pd.DataFrame, words: Words, look: Look, against: str, top: int = 15, narrow: bool = False
) -> Drawn:
    """The first rows of query `gap_cells`: a dot for the articles, a tick for `against` (expected or planned)."""
    if frame.empty:
        return empty(look, words)
    data = frame.head(top)[["category", "tag", "label", "articles", against]].rename(columns={against: "hope"})
    data["name"] = distinct(places(data))
    data["count"] = [_count(row, words, against) for row in data.to_dict("records")]
    data["says"] = data["name"] + ": " + data["count"]
    data["brief"] = [
        words("chart.gap_cells.brief", n=int(n), hope=hope) for n, hope in data[["articles", "hope"]].values
    ]

    picked = alt.selection_point(name="picked", fields=["tag"])
    faded = FADING
    y, down = row_axis(list(data["name"]), look, narrow), drop(narrow)
    scale = alt.Scale(domain=[0, float(data["hope"].max())], nice=False, range=room_for(80 if narrow else 200))
    axis = alt.Axis(tickMinStep=1, tickCount=5, format="d", grid=True, title=None)
    base = alt.Chart(data).encode(y=y, opacity=faded)
    articles, hope = (alt.X(f"{field}:Q", scale=scale, axis=axis) for field in ("articles", "hope"))
    between = base.mark_rule(strokeWidth=2, color=look.unfinished, yOffset=down, aria=False)
    tick = base.mark_tick(thickness=3, size=14, color=look.orange, yOffset=down, aria=False)
    dot = base.mark_point(filled=True, size=85, color=look.blue, yOffset=down, aria=False)
    count = base.mark_text(align="left", baseline="middle", dx=11, yOffset=down, color=look.muted, aria=False)
    layers = [
        *row_labels(data, y, look, narrow),
        between.encode(x=articles, x2=alt.X2("hope:Q")),
        tick.encode(x=hope),
        dot.encode(x=articles),
        count.encode(x=hope, text=alt.Text("brief:N") if narrow else alt.Text("count:N")),
        *key({words("chart.gap_cells.now"): look.blue, words(f"chart.gap_cells.{against}"): look.orange_text}),
        hit_rows(alt.Chart(data).encode(y=y), picked),
    ]
    if len(frame) > top:
        layers.append(note(words("chart.gap_cells.left_out", n=len(frame) - top), look.muted, lines_up=1))
    drawn = alt.layer(*layers).properties(height=height(len(data), narrow))
    return finish(drawn, look, words, gap_cells_alt(frame, words, against))


def _count(row: dict[Any, Any], words: Words, against: str) -> str:
    return words(f"chart.gap_cells.count_{against}", n=int(row["articles"]), hope=float(row["hope"]))
