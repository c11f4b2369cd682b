"""The silences between publishing days: each a bar as long, and as high, as it lasted."""

from datetime import date, timedelta

import altair as alt
import pandas as pd

from dashboard.charts.alt_text import gaps_alt
from dashboard.charts.buckets import FEW_LABELS, day_of, days, time_axis
from dashboard.charts.colour import mix
from dashboard.charts.rows import FADING, note
from dashboard.charts.theme import Drawn, Look, empty, finish
from dashboard.words import Words

DRAWN = 200  # the longest; more bars than that cannot be told apart
_LONGEST = 3  # in full blue, and labelled where there is room
_ROOM = 0.13  # of the width, for the label of one; twice that on a phone
_HEIGHT = 196


def gaps(frame: pd.DataFrame, words: Words, look: Look, first: date, last: date, narrow: bool = False) -> Drawn:
    """Silences of two days and more (query `gaps`) from `first` to `last`; one that still lasts is grey."""
    if frame.empty:
        return empty(look, words)
    longest = frame.sort_values(["days", "gap_to"], ascending=False, kind="stable").head(DRAWN)
    data = longest.assign(
        start=pd.to_datetime(longest["gap_from"]),
        end=pd.to_datetime(longest["gap_to"]),
        first=[day_of(day).isoformat() for day in longest["gap_from"]],
        last=[day_of(day).isoformat() for day in longest["gap_to"]],
        running=longest["running"].astype(bool),
        full=[place < _LONGEST for place in range(len(longest))],
    )
    data["middle"] = data["start"] + (data["end"] - data["start"]) / 2
    data["labelled"] = _labelled(data["middle"], (last - first) * _ROOM * (2 if narrow else 1))
    data = data.sort_values("gap_from")
    data["says"] = [
        _says(day_of(a), day_of(b), int(n), bool(running), words)
        for a, b, n, running in zip(data["gap_from"], data["gap_to"], data["days"], data["running"], strict=True)
    ]
    data["fill"] = [
        look.unfinished if running else look.blue if full else mix(look.blue, look.ground, 0.45)
        for running, full in zip(data["running"], data["full"], strict=True)
    ]
    data["count"] = [words("chart.days", n=int(n)) for n in data["days"]]
    usual = frame["usual"].iloc[0]
    data = data.drop(columns=["gap_from", "gap_to"])

    x_scale = alt.Scale(domain=[_moment(first), _moment(last)])
    axis = time_axis(first, last, "day", words, 4 if narrow else FEW_LABELS)
    top = float(data["days"].max())
    y_scale = alt.Scale(domain=[0, top * 1.12], nice=False)
    y_axis = alt.Axis(grid=True, tickMinStep=1, tickCount=4, format=",.0f", zindex=0)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=y_scale, axis=y_axis)

    picked = alt.selection_point(name="picked", fields=["first", "last"])
    base = alt.Chart(data)
    bar = base.mark_rect(cursor="pointer", stroke=look.ground, strokeWidth=0.5).encode(
        x=alt.X("start:T", scale=x_scale, axis=axis),
        x2=alt.X2("end:T"),
        y=y("days"),
        y2=alt.Y2Datum(0),
        fill=alt.Fill("fill:N", scale=None),
        opacity=FADING,
        tooltip=alt.Tooltip("says:N"),
        description=alt.Description("says:N"),
    )
    label = base.transform_filter("datum.labelled").mark_text(baseline="bottom", dy=-3, color=look.text, aria=False)
    layers = [
        bar.add_params(picked),
        label.encode(x=alt.X("middle:T", scale=x_scale), y=y("days"), text=alt.Text("count:N")),
        note(words("chart.gaps.unit"), look.muted),
    ]
    if pd.notna(usual):
        rule = alt.Chart(pd.DataFrame({"usual": [float(usual)]})).mark_rule(
            color=look.orange, strokeWidth=2, aria=False
        )
        layers += [
            rule.encode(y=y("usual")),
            note(words("chart.gaps.usual", n=float(usual)), look.orange_text, "width"),
        ]
    if len(frame) > DRAWN:
        layers.append(note(words("chart.gaps.left_out", n=len(frame) - DRAWN), look.muted, lines_up=1))
    return finish(alt.layer(*layers).properties(height=_HEIGHT), look, words, gaps_alt(frame, words))


def _labelled(middles: pd.Series, room: timedelta) -> list[bool]:
    """The longest, but for those whose label would stand on that of a longer one."""
    taken: list[pd.Timestamp] = []
    for middle in middles.head(_LONGEST):
        if all(abs(middle - other) >= room for other in taken):
            taken.append(middle)
    return [middle in taken for middle in middles]


def _says(first: date, last: date, n: int, running: bool, words: Words) -> str:
    if running:
        return words("chart.gaps.since", day=first, n=n)
    return words("chart.gaps.between", days=days(first, last, words), n=n)


def _moment(day: date) -> alt.ExprRef:
    return alt.ExprRef(f"datetime({day.year}, {day.month - 1}, {day.day})")
