"""What needs upkeep, how long the articles are and how easily they read."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts.alt_text import called, spread_alt, upkeep_alt
from dashboard.charts.balance import share_rows
from dashboard.charts.rows import FADING, FEW, distinct, drop, height, hit_rows, key, room_for, row_axis, row_labels
from dashboard.charts.theme import Drawn, Look, empty, finish
from dashboard.words import Words, counted

_EASE_ROOM = 10  # points beside the outermost mark


def upkeep(frame: pd.DataFrame, words: Words, look: Look, names: Mapping[str, str], narrow: bool = False) -> Drawn:
    """A bar for each code (query `upkeep`), its part of what could have it; `names` are the codes in words."""
    if frame.empty:
        return empty(look, words)
    data = frame.rename(columns={"code": "lacks", "of": "n"})[["lacks", "articles", "n"]].copy()
    data["name"] = distinct([names[code] for code in data["lacks"]])
    data["share"] = data["articles"] / data["n"].where(data["n"] > 0)
    data["filled"] = data["most"] = data["share"].fillna(0.0)
    data["few"], data["target"] = data["n"] < FEW, float("nan")
    data["count"] = [_lacking(row, words) for row in data.to_dict("records")]
    data["says"] = data["name"] + ": " + data["count"]
    return finish(share_rows(data, look, ["lacks"], narrow, {}), look, words, upkeep_alt(frame, words, names))


def lengths(frame: pd.DataFrame, words: Words, look: Look, by: str, narrow: bool = False) -> Drawn:
    """How many words (query `lengths`): a row for each category."""
    top = float(frame["nine_tenths"].max()) if len(frame) else 1.0
    return _spread(frame, words, look, by, "lengths", (0.0, max(top, 1.0)), narrow)


def reading_ease(frame: pd.DataFrame, words: Words, look: Look, by: str, narrow: bool = False) -> Drawn:
    """How easily it reads: columns as of query `lengths`, in points of reading ease."""
    low, high = (float(frame["tenth"].min()), float(frame["nine_tenths"].max())) if len(frame) else (0.0, 100.0)
    return _spread(frame, words, look, by, "reading_ease", (low - _EASE_ROOM, high + _EASE_ROOM), narrow)


def _spread(
    frame: pd.DataFrame, words: Words, look: Look, by: str, name: str, domain: tuple[float, float], narrow: bool
) -> Drawn:
    """A thin line for the middle 80 %, a thick one for the middle half, a dot in the middle; grey under ten."""
    if frame.empty:
        return empty(look, words)
    data = frame.copy()
    if by != "all":
        data[by] = data["category"]
    data["name"] = distinct(called(category, words, by) for category in data["category"])
    data["few"] = data["n"] < FEW
    data["count"] = [_middle(row, words, name) for row in data.to_dict("records")]
    data["says"] = [_spread_says(row, words, name) for row in data.to_dict("records")]

    picked = alt.selection_point(name="picked", fields=[by] if by != "all" else ["nothing"])
    faded = FADING
    y, down = row_axis(list(data["name"]), look, narrow), drop(narrow)
    axis = alt.Axis(tickCount=4, format=",.0f", grid=True, title=None)
    scale = alt.Scale(domain=list(domain), nice=False, zero=False, range=room_for(130 if name == "lengths" else 96))

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=axis)

    base = alt.Chart(data).encode(y=y, opacity=faded)
    ink = alt.ColorValue(look.blue, condition={"test": "datum.few", "value": look.unfinished})
    most = base.mark_rule(strokeWidth=1.5, yOffset=down, color=look.unfinished, aria=False)
    half = base.mark_rule(strokeWidth=6, yOffset=down, opacity=0.45, aria=False)
    dot = base.mark_point(filled=True, size=95, yOffset=down, aria=False)
    count = base.mark_text(align="left", baseline="middle", dx=10, yOffset=down, color=look.muted, aria=False)
    layers = [
        *row_labels(data, y, look, narrow),
        most.encode(x=x("tenth"), x2=alt.X2("nine_tenths:Q")),
        half.encode(x=x("quarter"), x2=alt.X2("three_quarters:Q"), color=ink),
        dot.encode(x=x("middle"), color=ink),
        count.encode(x=x("nine_tenths"), text=alt.Text("count:N")),
        *key({words("chart.spread.middle"): look.blue, words("chart.spread.half"): look.blue}),
        hit_rows(alt.Chart(data).encode(y=y), picked),
    ]
    drawn = alt.layer(*layers).properties(height=height(len(data), narrow))
    return finish(drawn, look, words, spread_alt(frame, words, by, name))


def _lacking(row: dict[Any, Any], words: Words) -> str:
    if not row["n"]:
        return words("chart.upkeep.never")
    return words("chart.k_of_n", k=int(row["articles"]), n=int(row["n"]))


def _middle(row: dict[Any, Any], words: Words, name: str) -> str:
    middle = words.number(row["middle"], 0)
    if name != "lengths":
        return middle
    return words("chart.lengths.count", words=middle, n=max(1, round(row["minutes"])))


def _spread_says(row: dict[Any, Any], words: Words, name: str) -> str:
    values: dict[str, Any] = {field: words.number(row[field], 0) for field in ("middle", "quarter", "three_quarters")}
    if name == "lengths":
        values["middle"] = counted("words", round(row["middle"]))
    return words(f"chart.{name}.says", what=row["name"], n=int(row["n"]), **values)
