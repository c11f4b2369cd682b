"""On which weekdays and at what hours articles come out, of those that carry a time."""

from typing import Any

import altair as alt
import pandas as pd
from babel.dates import get_day_names

from dashboard.charts.alt_text import hours_alt
from dashboard.charts.colour import readable_on
from dashboard.charts.heat import scale, shade
from dashboard.charts.rows import note
from dashboard.charts.theme import Drawn, Look, empty, finish
from dashboard.words import Words, counted

_ROW = 28  # pixels


def hours(frame: pd.DataFrame, words: Words, look: Look, narrow: bool = False) -> Drawn:
    """Weekday × hour (query `hours`), every number printed where there is room; how many carry a time stands above."""
    timed = 0 if frame.empty else int(frame["with_time"].iloc[0])
    if not timed:
        return empty(look, words)
    data = frame.copy()
    weekdays: Any = get_day_names("abbreviated", context="stand-alone", locale=words.locale)
    wide: Any = get_day_names("wide", context="stand-alone", locale=words.locale)
    order = [weekdays[day].replace(".", "") for day in range(7)]
    most = int(data["articles"].max())
    data["day"] = [order[int(weekday) - 1] for weekday in data["weekday"]]
    data["clock"] = data["hour"].astype(int).astype(str)
    data["fill"] = [shade(int(n), most, look) for n in data["articles"]]
    data["ink"] = [readable_on(fill, look.text, look.ground) for fill in data["fill"]]
    data["says"] = [
        words("chart.says.articles", n=int(n), what=words("chart.hours.at", day=wide[int(day) - 1], hour=int(hour)))
        for day, hour, n in zip(data["weekday"], data["hour"], data["articles"], strict=True)
    ]
    data[["weekday", "hour"]] = data[["weekday", "hour"]].astype(str)  # a click on a number comes back changed
    clock = alt.Axis(
        orient="bottom",
        labelAngle=0,
        labelOverlap=False,
        values=[str(hour) for hour in range(0, 24, 3)] if narrow else [str(hour) for hour in range(24)],
        title=None,
    )
    names = alt.Axis(labelColor=look.text, labelOverlap=False, title=None)
    hours_scale = alt.Scale(domain=[str(hour) for hour in range(24)], padding=0.06)
    base = alt.Chart(data).encode(
        x=alt.X("clock:N", sort=None, scale=hours_scale, axis=clock),
        y=alt.Y("day:N", sort=None, scale=alt.Scale(domain=order, padding=0.06), axis=names),
    )
    picked = alt.selection_point(name="picked", fields=["weekday", "hour"])
    box = base.mark_rect(cursor="pointer", cornerRadius=2).encode(
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.StrokeValue(look.rule, condition={"test": "datum.articles > 0", "value": None}),
        tooltip=alt.Tooltip("says:N"),
        description=alt.Description("says:N"),
    )
    number = base.transform_filter("datum.articles > 0").encode(
        text=alt.Text("articles:Q"), color=alt.Color("ink:N", scale=None)
    )
    carry = words("chart.hours.carry", n=timed, total=counted("articles", int(data["n"].iloc[0])))
    layers = [
        box.add_params(picked),
        *(scale(most, look) if narrow else [number.mark_text(aria=False, fontSize=11)]),
        note(carry, look.muted, lines_up=1 if narrow else 0),
    ]
    return finish(alt.layer(*layers).properties(height=7 * _ROW), look, words, hours_alt(frame, words))
