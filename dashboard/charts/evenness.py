"""How evenly the articles are spread, month by month: as so many sections or audiences of one size."""

from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts.alt_text import evenness_alt
from dashboard.charts.buckets import day_of, time_axis, with_edges
from dashboard.charts.rows import FEW, note
from dashboard.charts.theme import Drawn, Look, empty, finish
from dashboard.words import Words

_HEIGHT = 180


def evenness(frame: pd.DataFrame, words: Words, look: Look, split: str, narrow: bool = False) -> Drawn:
    """The effective number of each month (query `evenness`) against the number there is, an orange line.

    A month of fewer than ten articles is grey, and the line does not pass through it; an empty one has no dot.
    """
    known = frame[frame["effective"].notna()] if len(frame) else frame
    if known.empty or int(known["k"].iloc[0]) < 2:
        return empty(look, words)
    most = int(frame["k"].iloc[0])
    data = with_edges(frame, "month", words)
    data["few"] = data["n"] < FEW
    data["drawn"] = data["effective"].where(~data["few"])
    data["says"] = [_says(row, words) for row in data.to_dict("records")]
    last = data[~data["few"]].tail(1)
    data["count"] = [words.number(value) if index in last.index else "" for index, value in data["effective"].items()]

    first, until = day_of(frame["bucket"].min()), day_of(frame["bucket_end"].max())
    picked = alt.selection_point(name="picked", fields=["first", "last"])
    x = alt.X("middle:T", axis=time_axis(first, until, "month", words, 4 if narrow else 7))
    scale = alt.Scale(domain=[0, most * 1.04], nice=False)
    axis = alt.Axis(grid=True, tickMinStep=1, tickCount=min(most, 5), format=",.0f")
    base = alt.Chart(data).encode(x=x)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=scale, axis=axis)

    line = base.mark_line(color=look.blue, strokeWidth=2, invalid="break-paths-show-path-domains", aria=False)
    dot = base.transform_filter("isValid(datum.effective)").mark_point(filled=True, size=60, opacity=1, aria=False)
    label = base.transform_filter("datum.count != ''").mark_text(dy=-12, color=look.text, aria=False)
    hit = alt.Chart(data).mark_rect(color="transparent", cursor="pointer")
    equal = alt.Chart(pd.DataFrame({"most": [most]})).mark_rule(color=look.orange, strokeWidth=2, aria=False)
    layers = [
        equal.encode(y=y("most")),
        line.encode(y=y("drawn")),
        dot.encode(
            y=y("effective"), color=alt.ColorValue(look.blue, condition={"test": "datum.few", "value": look.unfinished})
        ),
        label.encode(y=y("effective"), text=alt.Text("count:N")),
        hit.encode(
            x=alt.X("start:T"),
            x2=alt.X2("end:T"),
            y=alt.YValue(0),
            y2=alt.Y2Value("height"),
            tooltip=alt.Tooltip("says:N"),
            description=alt.Description("says:N"),
        ).add_params(picked),
        note(words(f"chart.evenness.unit_{split}"), look.muted),
        note(words("chart.evenness.equal", n=most), look.orange_text, "width"),
    ]
    drawn = alt.layer(*layers).properties(height=_HEIGHT)
    return finish(drawn, look, words, evenness_alt(frame, words, split))


def _says(row: dict[Any, Any], words: Words) -> str:
    said = words("chart.says.articles", n=int(row["n"]), what=row["name"])
    if pd.isna(row["effective"]) or row["few"]:
        return said
    return f"{said} · " + words(
        "chart.evenness.says", effective=float(row["effective"]), evenness=words.number(row["evenness"], 2)
    )
