"""The plan and what there is of it: a bar for what came out, paler what is scheduled, an orange tick for the target."""

from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts.alt_text import plan_alt
from dashboard.charts.colour import mix
from dashboard.charts.rows import (
    bar_tick_count,
    distinct,
    drop,
    height,
    hit_rows,
    key,
    note,
    room_for,
    row_axis,
    row_labels,
    whole,
)
from dashboard.charts.theme import Drawn, Look, empty, finish
from dashboard.words import Words

_MOST = 20  # rows


def plan(frame: pd.DataFrame, words: Words, look: Look, field: str, narrow: bool = False) -> Drawn:
    """The first rows of one field of query `plan`, what is furthest behind first; the last have no plan."""
    shown = frame[frame["target"].notna() | (frame["articles"] + frame["scheduled"] > 0)]
    if shown.empty:
        return empty(look, words)
    data = shown.head(_MOST).drop(columns=["first_day", "last_day"])
    data[field] = data["category"]
    data["name"] = distinct(data["label"], words(f"chart.none.{field}"))
    data["count"] = [plan_count(row, words, brief=narrow) for row in data.to_dict("records")]
    data["says"] = [f"{row['name']}: {plan_says(row, words)}" for row in data.to_dict("records")]
    data["reached"] = data["articles"] + data["scheduled"]
    data["most"] = data[["reached", "target"]].astype(float).max(axis=1)

    picked = alt.selection_point(name="picked", fields=[field])
    y = row_axis(list(data["name"]), look, narrow)
    widest = max(float(data["most"].max()), 1.0)
    scale = alt.Scale(domain=[0, widest], nice=False, range=room_for(96 if narrow else 150))
    axis = alt.Axis(tickMinStep=1, tickCount=4, format=",.0f", grid=True, title=None)

    def x(name: str) -> alt.X:
        return alt.X(f"{name}:Q", scale=scale, axis=axis)

    bar, tick, count = bar_tick_count(data, y, look, narrow)
    pale = mix(look.blue, look.ground, 0.6)
    has_plan, is_running = bool(data["target"].notna().any()), bool(data["weeks_left"].any())
    legend = {words("chart.plan.target"): look.orange_text} if has_plan else {}
    legend |= {words("chart.plan.due"): look.muted} if has_plan and is_running else {}
    legend |= {words("chart.plan.scheduled"): look.muted} if data["scheduled"].any() else {}
    layers = [
        *row_labels(data, y, look, narrow),
        bar.encode(x=x("reached"), x2=alt.X2("articles:Q"), color=alt.ColorValue(pale)),
        bar.encode(x=x("articles"), x2=alt.datum(0), color=alt.ColorValue(look.blue)),
        *(_due(tick.encode(x=x("due")), look, narrow) if has_plan and is_running else []),
        *([tick.encode(x=x("target"))] if has_plan else []),
        count.encode(x=x("most"), text=alt.Text("count:N")),
        hit_rows(alt.Chart(data).encode(y=y), picked),
        *key(legend),
    ]
    if len(shown) > _MOST:
        layers.append(note(words("chart.left_out", n=len(shown) - _MOST), look.muted, lines_up=1))
    drawn = alt.layer(*layers).properties(height=height(len(data), narrow))
    return finish(drawn, look, words, plan_alt(shown, words, field))


def _due(tick: alt.Chart, look: Look, narrow: bool) -> list[alt.Chart]:
    """What should be there by now: a thin stroke, seen on a bar too."""
    mark: dict[str, Any] = {"orient": "vertical", "height": alt.RelativeBandSize(0.3 if narrow else 0.6)}
    strokes = ((look.ground, 4.0), (look.muted, 1.5))
    return [
        tick.mark_tick(color=colour, thickness=thick, yOffset=drop(narrow), aria=False, **mark)
        for colour, thick in strokes
    ]


def plan_count(row: dict[Any, Any], words: Words, *, brief: bool = False) -> str:
    """6 of 19 · 13 to go; with one scheduled 6 + 1 of 19 · 12 to go; 3 · no plan. In whole articles, that add up."""
    k = int(row["articles"])
    if pd.isna(row["target"]):
        return words("chart.plan.unplanned", k=k)
    target, ahead = whole(row["target"]), int(row["scheduled"])
    said = words(f"chart.plan.{'of_both' if ahead else 'of'}", k=k, target=target, ahead=ahead)
    if brief or target <= k + ahead:
        return said
    return words(f"chart.plan.{'to_go' if row['weeks_left'] else 'lacking'}", said=said, short=target - k - ahead)


def plan_says(row: dict[Any, Any], words: Words) -> str:
    parts = [plan_count(row, words)]
    if row["scheduled"]:
        parts.append(words("chart.plan.says_scheduled", n=int(row["scheduled"])))
    if row["weeks_left"] and pd.notna(row["due"]):
        parts.append(words("chart.plan.says_due", n=whole(row["due"])))
    if pd.notna(row["needed_per_week"]) and row["needed_per_week"]:
        parts.append(words("chart.plan.says_needed", per_week=float(row["needed_per_week"])))
    if pd.notna(row["usual_per_week"]) and row["weeks_left"]:
        parts.append(words("chart.plan.says_usual", per_week=float(row["usual_per_week"])))
    return " · ".join(parts)
