"""Articles a day as a calendar: a column for each week, Monday on top; calendar years below each other."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import altair as alt
import pandas as pd
from babel.dates import format_date, get_day_names

from dashboard.charts.alt_text import calendar_alt
from dashboard.charts.buckets import bucket_name, day_of
from dashboard.charts.heat import scale, shade
from dashboard.charts.rows import FADING, note
from dashboard.charts.theme import Drawn, Look, empty, finish
from dashboard.words import Words

YEARS = 5  # calendar years that are drawn at most, the last ones
WEEKS = 54  # that fit beside each other; a year begins and ends within a week
_DAY = 15  # pixels, the height of a day
_WIDEST = 22  # pixels, the width of a week
_HEAD, _FOOT = 18, 10  # pixels above and below the days of a strip
_LEFT = 34  # pixels for the names of weekdays

Strip = tuple[date, date]


def calendar(frame: pd.DataFrame, words: Words, look: Look, narrow: bool = False, earlier: date | None = None) -> Drawn:
    """Each day of the frame (query `volume` by day). earlier: the first day drawn, when there were days before it."""
    if frame.empty:
        return empty(look, words)
    first, last = day_of(frame["bucket"].min()), day_of(frame["bucket"].max())
    parts = strips(first, last, narrow)
    columns = max(column(end, start) + 1 for start, end in parts)
    most = int(frame["articles"].max())
    days = pd.DataFrame(_cells(frame, parts, most, words, look))
    height = len(parts) * (_HEAD + 7 * _DAY + _FOOT)
    edge = alt.ExprRef(f"min(width, {_LEFT + columns * _WIDEST})")
    x_scale = alt.Scale(domain=[0, columns], range=[_LEFT, edge], nice=False, zero=False)
    y_scale = alt.Scale(domain=[0, height], range=[0, height], nice=False, zero=False)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=x_scale, axis=None)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=y_scale, axis=None)

    picked = alt.selection_point(name="picked", fields=["first", "last"])
    box = (
        alt.Chart(days)
        .mark_rect(cursor="pointer", cornerRadius=2)
        .encode(
            x=x("x0"),
            x2=alt.X2("x1:Q"),
            y=y("y0"),
            y2=alt.Y2("y1:Q"),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.StrokeValue(look.rule, condition={"test": "datum.articles > 0", "value": None}),
            opacity=FADING,
            tooltip=alt.Tooltip("says:N"),
            description=alt.Description("says:N"),
        )
    )
    names = alt.Chart(pd.DataFrame(_names(parts, first, last, narrow, words)))
    quiet: Any = {"align": "left", "baseline": "middle", "color": look.muted, "aria": False}
    weekday = names.transform_filter("datum.kind == 'weekday'").mark_text(**quiet)
    month = names.transform_filter("datum.kind == 'month'").mark_text(**quiet)
    year = names.transform_filter("datum.kind == 'year'").mark_text(
        align="left", baseline="middle", fontWeight=600, color=look.text, aria=False
    )
    at_side: Any = {"x": alt.XValue(0), "y": y("y"), "text": alt.Text("text:N")}
    layers = [
        box.add_params(picked),
        weekday.encode(**at_side),
        year.encode(**at_side),
        month.encode(x=x("x"), y=y("y"), text=alt.Text("text:N")),
        *scale(most, look, 0),
    ]
    if earlier:
        text = words("chart.calendar.earlier", day=earlier)
        layers.append(note(text, look.muted, lines_up=1) if narrow else note(text, look.muted, "width"))
    return finish(alt.layer(*layers).properties(height=height), look, words, calendar_alt(frame, words))


def strips(first: date, last: date, narrow: bool) -> list[Strip]:
    """First and last day of each row of weeks: one row where all of it fits, else calendar years; on a phone halves."""
    weeks = column(last, first) + 1
    if weeks <= WEEKS:
        parts = [(first, last)]
        if narrow and weeks > WEEKS // 2:
            middle = monday(first) + timedelta(weeks=-(-weeks // 2))
            parts = [(first, middle - timedelta(days=1)), (middle, last)]
        return parts
    years = range(first.year, last.year + 1)
    if not narrow:
        return [(date(year, 1, 1), date(year, 12, 31)) for year in years]
    halves = [
        half
        for year in years
        for half in ((date(year, 1, 1), date(year, 6, 30)), (date(year, 7, 1), date(year, 12, 31)))
    ]
    return [(start, end) for start, end in halves if end >= first and start <= last]


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def column(day: date, start: date) -> int:
    """In which week after that of `start` a day lies."""
    return (monday(day) - monday(start)).days // 7


def _top(place: int) -> int:
    return place * (_HEAD + 7 * _DAY + _FOOT) + _HEAD


def _cells(frame: pd.DataFrame, parts: list[Strip], most: int, words: Words, look: Look) -> Iterator[dict[str, Any]]:
    for stamp, count in zip(frame["bucket"], frame["articles"], strict=True):
        day, n = day_of(stamp), int(count)
        place = next(place for place, (start, end) in enumerate(parts) if start <= day <= end)
        left, top = column(day, parts[place][0]), _top(place) + day.weekday() * _DAY
        yield {
            "first": day.isoformat(),
            "last": day.isoformat(),
            "articles": n,
            "x0": left + 0.06,
            "x1": left + 0.94,
            "y0": top + 1,
            "y1": top + _DAY - 1,
            "fill": shade(n, most, look),
            "says": words("chart.says.articles", n=n, what=bucket_name(day, day, "day", words)),
        }


def _names(parts: list[Strip], first: date, last: date, narrow: bool, words: Words) -> Iterator[dict[str, Any]]:
    """The year and the weekdays at the side of each strip, the months that have days above it."""
    weekdays: Any = get_day_names("abbreviated", context="stand-alone", locale=words.locale)
    for place, (start, end) in enumerate(parts):
        top = _top(place)
        yield {"kind": "year", "text": str(start.year), "x": 0, "y": top - 9}
        for weekday in range(7):
            name = weekdays[weekday].replace(".", "")
            yield {"kind": "weekday", "text": name, "x": 0, "y": top + (weekday + 0.5) * _DAY}
        days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
        drawn = [day for day in days if first <= day <= last]
        months = [next(same) for _, same in groupby(drawn, key=lambda day: (day.year, day.month))]
        for month, following in zip(months, [*months[1:], None], strict=True):
            left = column(month, start) + (month.day == 1 and month.weekday() > 0 and month != start)
            if following and column(following, start) - left < 3:  # no room for its name
                continue
            pattern = "MMM" if month.year == start.year or month.month > 1 else "MMM ''yy" if narrow else "MMM y"
            text = format_date(month, pattern, locale=words.locale).replace(".", "")
            yield {"kind": "month", "text": text, "x": left, "y": top - 9}
