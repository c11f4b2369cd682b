"""Days, weeks, months, quarters and years in words, and where a time axis puts its labels."""

from datetime import date, timedelta

import altair as alt
import pandas as pd
from babel.dates import format_date, format_interval

from dashboard.words import Words

FEW_LABELS, MANY_LABELS = 7, 13  # that fit half a card and a whole one
_MONTH_STEPS = (1, 2, 3, 6)
_YEAR_STEPS = (1, 2, 5, 10, 25, 50, 100)
_FEWEST = 8  # buckets that take the whole width


def day_of(value: object) -> date:
    """A date from whatever a frame holds for one."""
    return pd.Timestamp(value).date()  # type: ignore[arg-type]


def bucket_name(first: date, last: date, granularity: str, words: Words) -> str:
    """week 47 (16–22 nov 2026), november 2026, …"""
    if granularity == "week":
        return words("chart.week", week=first.isocalendar().week, days=days(first, last, words))
    pattern = {"day": "EEE d MMM y", "month": "MMMM y", "quarter": "QQQQ y", "year": "y"}[granularity]
    return str(format_date(first, pattern, locale=words.locale)).replace(".", "")


def days(first: date, last: date, words: Words) -> str:
    """16–22 nov 2026, 28 dec 2026 – 3 jan 2027."""
    if first == last:
        return words.day(first)
    return str(format_interval(first, last, "yMMMd", locale=words.locale)).replace(".", "")


def day_and_month(value: date, words: Words) -> str:
    return str(format_date(value, "d MMM", locale=words.locale)).replace(".", "")


def time_axis(first: date, last: date, granularity: str, words: Words, room: int) -> alt.Axis:
    """At most `room` labels, at round places only, the year under the first and under each January."""
    values, unit = ticks(first, last, granularity, room)
    places = [_place(value, unit, granularity) for value in values]
    shown = "timeOffset('day', datum.value, -3)" if unit == granularity == "week" else "datum.value"
    name = {
        "year": f"timeFormat({shown}, '%Y')",
        "month": f"timeFormat({shown}, '%b')",
        "quarter": f"'{words('chart.quarter')}' + quarter({shown})",
    }.get(unit, f"timeFormat({shown}, '%-d %b')")
    label = name
    if unit != "year":
        january = {"month": "month(datum.value) == 0", "quarter": "quarter(datum.value) == 1"}.get(unit, "false")
        is_first = f"timeFormat(datum.value, '%Y-%m-%d') == '{places[0]:%Y-%m-%d}'"
        label = f"{january} || {is_first} ? [{name}, timeFormat({shown}, '%Y')] : {name}"
    return alt.Axis(
        values=[_moment(place) for place in places],
        labelExpr=label,
        # Vega measures two lines as one long one: let it thin out only where the labels are many.
        labelOverlap=room > FEW_LABELS,
        labelAlign="center",
        title=None,
    )


def ticks(first: date, last: date, granularity: str, room: int) -> tuple[list[date], str]:
    """The days to label, and the unit of their labels: day, week, month, quarter or year."""
    span = (last - first).days + 1
    short_room = max(2, room * 5 // 8)  # "16 nov" is longer than "nov"
    if granularity == "day" and span <= 16:
        every = -(-span // short_room)
        return [first + timedelta(days=i) for i in range(0, span, every)], "day"
    if granularity in ("day", "week") and span <= 110:
        monday = first + timedelta(days=-first.weekday() % 7)
        mondays = [monday + timedelta(weeks=i) for i in range((last - monday).days // 7 + 1)]
        if mondays:
            return mondays[:: -(-len(mondays) // short_room)], "week"
    months = [month for month in _months(first, last) if granularity != "quarter" or month.month % 3 == 1]
    unit = "quarter" if granularity == "quarter" else "month"
    if granularity != "year" and months:
        for step in _MONTH_STEPS:
            chosen = [month for month in months if (month.month - 1) % step == 0]
            if 0 < len(chosen) <= room:
                return chosen, unit
    years = [date(year, 1, 1) for year in range(first.year, last.year + 1) if date(year, 1, 1) >= first]
    for step in _YEAR_STEPS:
        chosen = [year for year in years if year.year % step == 0]
        if 0 < len(chosen) <= room:
            return chosen, "year"
    return [first], "year" if granularity == "year" else "day"


def span(frame: pd.DataFrame) -> list[alt.ExprRef]:
    """The time scale's domain: all buckets, and room around them when there are few, so that no bar is a wall."""
    first = pd.Timestamp(frame["bucket"].min())
    end = pd.Timestamp(frame["bucket_end"].max()) + pd.Timedelta(days=1)
    buckets = max(frame["bucket"].nunique(), 1)
    room = (end - first) / buckets * max(0, _FEWEST - buckets) / 2
    # As expressions: Vega-Lite reads dates only once, and then finds the layers in conflict.
    return [
        alt.ExprRef(f"datetime({t.year}, {t.month - 1}, {t.day}, {t.hour}, {t.minute})")
        for t in (first - room, end + room)
    ]


def with_edges(frame: pd.DataFrame, granularity: str, words: Words) -> pd.DataFrame:
    """A copy with what every mark in time needs: bar edges `x0`, `x1` with air between the bars, bucket edges
    `start`, `end`, its `middle`, its `name`, and `first`, `last` as ISO days to select on."""
    out = frame.copy()
    out["start"] = pd.to_datetime(out["bucket"])
    out["end"] = pd.to_datetime(out["bucket_end"]) + pd.Timedelta(days=1)
    length = out["end"] - out["start"]
    air = length * (0.09 if out["start"].nunique() <= 150 else 0.0)
    out["x0"], out["x1"], out["middle"] = out["start"] + air, out["end"] - air, out["start"] + length / 2
    edges = [(day_of(a), day_of(b)) for a, b in zip(out["bucket"], out["bucket_end"], strict=True)]
    out["first"] = [a.isoformat() for a, _ in edges]
    out["last"] = [b.isoformat() for _, b in edges]
    out["name"] = [bucket_name(a, b, granularity, words) for a, b in edges]
    return out.drop(columns=["bucket", "bucket_end"])


def _months(first: date, last: date) -> list[date]:
    starts = pd.date_range(first, last, freq="MS")
    return [start.date() for start in starts]


def _place(value: date, unit: str, granularity: str) -> pd.Timestamp:
    """Under the middle of its bar where bar and label are the same unit; else at its beginning."""
    half = {"day": 0.5, "week": 3, "month": 14, "quarter": 45, "year": 182}
    return pd.Timestamp(value) + pd.Timedelta(days=half[unit] if unit == granularity else 0)


def _moment(stamp: pd.Timestamp) -> alt.DateTime:
    return alt.DateTime(year=stamp.year, month=stamp.month, date=stamp.day, hours=stamp.hour, minutes=stamp.minute)
