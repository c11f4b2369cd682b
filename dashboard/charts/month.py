"""A month as editors plan it: a row for each week, Monday first, with each day's articles; on a phone a list by day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import altair as alt
import pandas as pd
from babel.dates import format_date, get_day_names

from dashboard.charts.alt_text import schedule_alt
from dashboard.charts.buckets import day_and_month, days
from dashboard.charts.colour import mix
from dashboard.charts.month_days import (
    GRID,
    INSET,
    LINE,
    LIST,
    PRINTED,
    WEEK_LINE,
    Day,
    Layout,
    Week,
    chips,
    day_says,
    weeks_of,
)
from dashboard.charts.rows import FADING
from dashboard.charts.theme import ONE, Drawn, Look, colours, finish
from dashboard.words import Words

_KEY_WIDTH, _NARROW_KEY_WIDTH = 800, 320  # pixels of a line of the key
_HIT = ("x0", "x1", "y0", "y1", "path", "first", "last", "says")
_KEYS, _KEYS_NARROW = 12, 8  # sections in it, those with most articles


def schedule(
    frame: pd.DataFrame,
    words: Words,
    look: Look,
    month: date,
    as_of: date,
    known: Sequence[str] = (),
    narrow: bool = False,
    printed: int = 0,
) -> Drawn:
    """Whole weeks of query `schedule`; the days of other months than `month` are paler. known: all sections.

    printed: pixels of its width, where it is for paper.
    """
    layout = LIST if narrow else replace(PRINTED, printed=printed) if printed else GRID
    weeks = weeks_of(frame, layout, as_of, words)
    height = weeks[-1].bottom
    shades = _shades(frame, known, look)
    x_scale = alt.Scale(domain=[0, layout.columns], range=[layout.left, alt.ExprRef("width")], nice=False, zero=False)
    y_scale = alt.Scale(domain=[0, height], range=[0, height], nice=False, zero=False)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=x_scale, axis=None)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=y_scale, axis=None)

    def boxes(rows: list[dict[str, Any]], **mark: Any) -> list[alt.Chart]:
        if not rows:
            return []
        style: dict[str, Any] = {"aria": False} | mark
        base = alt.Chart(pd.DataFrame(rows)).mark_rect(**style)
        return [base.encode(x=x("x0"), x2=alt.X2("x1:Q"), y=y("y0"), y2=alt.Y2("y1:Q"))]

    def coloured(rows: list[dict[str, Any]], **mark: Any) -> list[alt.Chart]:
        fill, stroke = alt.Fill("fill:N", scale=None), alt.Stroke("stroke:N", scale=None)
        return [chart.encode(fill=fill, stroke=stroke, opacity=FADING) for chart in boxes(rows, **mark)]

    def texts(rows: list[dict[str, Any]], **mark: Any) -> list[alt.Chart]:
        """Rows with `x`: a place on the scale; without: at the left side."""
        if not rows:
            return []
        at = x("x") if "x" in rows[0] else alt.XValue(0)
        style: dict[str, Any] = {"baseline": "middle", "aria": False} | mark
        base = alt.Chart(pd.DataFrame(rows)).mark_text(**style)
        return [base.encode(x=at, y=y("y"), text=alt.Text("text:N"), color=alt.Color("ink:N", scale=None))]

    drawn = [chip for week in weeks for chip in chips(week, layout, shades, look)]
    titles = [chip | {"x": chip["x0"]} for chip in drawn]
    every = [day for week in weeks for day in week.days]
    lines: dict[str, Any] = {"lineBreak": "\n", "lineHeight": LINE} if layout.printed else {}
    limit = alt.ExprRef(f"(width - {layout.left}) / {layout.columns} * (datum.x1 - datum.x0) - 12")
    layers = [
        *(() if narrow else _cells(every, month, as_of, look, boxes)),
        *boxes([_across(week) for week in weeks if week.empty and not narrow], **_hole(look)),
        *boxes([_inside(day, layout) for day in every if day.empty], **_hole(look)),
        *coloured([chip for chip in drawn if not chip["dashed"]], cornerRadius=3, strokeWidth=1.5),
        *coloured([chip for chip in drawn if chip["dashed"]], cornerRadius=3, strokeWidth=1.5, strokeDash=[4, 3]),
        *(chart.encode(opacity=FADING) for chart in texts(titles, align="left", dx=6, limit=limit, **lines)),
        *(_list_labels if narrow else _grid_labels)(weeks, month, as_of, words, look, texts),
    ]
    picked = alt.selection_point(name="picked", fields=["path", "first", "last"])
    hits = [*drawn, *(() if narrow else (_head(day, words) for day in every if day.articles))]
    hits = hits or [_head(every[0], words)]  # a chart without a mark to pick is no answer to the page
    spoken = boxes(
        [{name: hit[name] for name in _HIT} for hit in hits], aria=True, color="transparent", cursor="pointer"
    )[0]
    layers.append(
        spoken.encode(tooltip=alt.Tooltip("says:N"), description=alt.Description("says:N")).add_params(picked)
    )
    layers += _key(frame, shades, words, look, narrow)
    return finish(alt.layer(*layers).properties(height=height), look, words, schedule_alt(frame, words, month))


def _hole(look: Look) -> dict[str, Any]:
    return {"fill": None, "stroke": look.orange, "strokeDash": [2, 4], "cornerRadius": 4}


def _cells(days: list[Day], month: date, as_of: date, look: Look, boxes: Any) -> Iterator[alt.Chart]:
    other = [day.edges for day in days if not _in(day.day, month)]
    yield from boxes(other, fill=mix(look.ground, look.rule, 0.35), stroke=None)
    yield from boxes([day.edges for day in days], fill=None, stroke=look.rule)
    yield from boxes([day.edges for day in days if day.day == as_of], fill=None, stroke=look.blue, strokeWidth=2)


def _across(week: Week) -> dict[str, float]:
    """The place of a whole week, below the numbers of its days."""
    return {"x0": INSET, "x1": 7 - INSET, "y0": week.top + GRID.head, "y1": week.bottom - 6}


def _inside(day: Day, layout: Layout) -> dict[str, float]:
    top = day.top + layout.head
    return {**day.inside, "y0": top, "y1": top + layout.tall}


def _head(day: Day, words: Words) -> dict[str, Any]:
    """The number of a day, to open all its articles by."""
    iso = day.day.isoformat()
    where = {**day.edges, "y1": day.top + GRID.head - 2}
    return where | {"path": "", "first": iso, "last": iso, "says": day_says(day.row, words)}


def _grid_labels(
    weeks: list[Week], month: date, as_of: date, words: Words, look: Look, texts: Any
) -> Iterator[alt.Chart]:
    names: Any = get_day_names("abbreviated", context="stand-alone", locale=words.locale)
    every = [day for week in weeks for day in week.days]
    ink = look.muted
    yield from texts(
        [
            {"x": day.left, "y": -9, "text": names[day.day.weekday()].replace(".", ""), "ink": ink}
            for day in weeks[0].days
        ],
        align="left",
    )
    numbers = [{"x": day.left, "y": day.top + 13, **_number(day, month, words, look)} for day in every]
    today = [day.day == as_of for day in every]
    plain = [number for number, now in zip(numbers, today, strict=True) if not now]
    yield from texts(plain, align="left", dx=6)
    bold: dict[str, Any] = {"align": "left", "dx": 6, "fontWeight": 700}
    yield from texts([number | {"ink": look.blue} for number, now in zip(numbers, today, strict=True) if now], **bold)
    counted = [day for day in every if day.row["articles"]]
    counts = [{"x": day.right, "y": day.top + 13, **_count(day, words, look)} for day in counted]
    yield from texts(counts, align="right", dx=-7)
    yield from texts([_hole_text(day, GRID, as_of, words, look) for day in every if day.empty], align="center")
    said = [
        {"x": 3.5, "y": (week.top + GRID.head + week.bottom - 6) / 2, "ink": look.orange_text}
        | {"text": words(f"chart.schedule.week_{_still(week.days[-1].day, as_of)}")}
        for week in weeks
        if week.empty
    ]
    yield from texts(said, align="center")
    numbered = [(week, words("chart.schedule.week", week=week.days[0].day.isocalendar().week)) for week in weeks]
    yield from texts([{"y": week.top + 13, "text": text, "ink": ink} for week, text in numbered], align="left")
    inks = [look.orange_text if week.empty else look.text for week in weeks]
    totals = [
        {"y": week.top + 34, "text": str(week.row["week_articles"]), "ink": own}
        for week, own in zip(weeks, inks, strict=True)
    ]
    yield from texts(totals, align="left", fontSize=15, fontWeight=600)


def _list_labels(
    weeks: list[Week], month: date, as_of: date, words: Words, look: Look, texts: Any
) -> Iterator[alt.Chart]:
    heads, lines = [], []
    for week in weeks:
        first, last = (week.row[edge] for edge in ("bucket", "bucket_end"))
        name = words("chart.week", week=first.isocalendar().week, days=days(first.date(), last.date(), words))
        empty = words(f"chart.schedule.{_still(last.date(), as_of)}") if week.empty else ""
        text = f"{name} · {empty or week.row['week_articles']}"
        own = look.orange_text if empty else look.muted
        heads.append({"y": week.top + WEEK_LINE / 2 + 2, "text": text, "ink": own})
        for day in week.days:
            if day.articles or day.empty:
                ink = look.text if _in(day.day, month) else look.muted
                text = str(format_date(day.day, "EEEEEE d", locale=words.locale)).replace(".", "")
                lines.append({"y": day.top + 19, "text": text, "ink": look.blue if day.day == as_of else ink})
    yield from texts(heads, align="left", fontWeight=600)
    yield from texts(lines, align="left", fontSize=13)
    every = [day for week in weeks for day in week.days]
    crowded = [day for day in every if day.row["state"] == "crowded"]
    yield from texts([{"y": day.top + 37, **_count(day, words, look)} for day in crowded], align="left")
    yield from texts([_hole_text(day, LIST, as_of, words, look) for day in every if day.empty], align="center")


def _number(day: Day, month: date, words: Words, look: Look) -> dict[str, str]:
    """9; of the first of a month 1 apr."""
    text = day_and_month(day.day, words) if day.day.day == 1 else str(day.day.day)
    return {"text": text, "ink": look.text if _in(day.day, month) else look.muted}


def _count(day: Day, words: Words, look: Look) -> dict[str, str]:
    n = int(day.row["articles"])
    if day.row["state"] == "crowded":
        return {"text": words("chart.schedule.crowded", n=n), "ink": look.orange_text}
    return {"text": str(n), "ink": look.muted}


def _hole_text(day: Day, layout: Layout, as_of: date, words: Words, look: Look) -> dict[str, Any]:
    text = words(f"chart.schedule.{_still(day.day, as_of)}")
    y = day.top + layout.head + layout.tall / 2 + 1
    return {"x": (day.left + day.right) / 2, "y": y, "text": text, "ink": look.orange_text}


def _still(day: date, as_of: date) -> str:
    return "still_empty" if day >= as_of else "empty"


def _in(day: date, month: date) -> bool:
    return (day.year, day.month) == (month.year, month.month)


def _key(frame: pd.DataFrame, shades: dict[str, str], words: Words, look: Look, narrow: bool) -> Iterator[alt.Chart]:
    """What the marks mean, and below that the colours of the sections, in as many lines as they need."""
    kinds: list[tuple[str, dict[str, Any]]] = [
        (words("status.published"), {"fill": look.muted}),
        (words("status.scheduled"), {"fill": look.ground, "stroke": look.muted}),
        (words("status.draft"), {"fill": look.ground, "stroke": look.muted, "strokeDash": [3, 2]}),
        ("! " + words("chart.schedule.overdue"), {"fill": look.ground, "stroke": look.orange, "strokeDash": [3, 2]}),
    ]
    most = _by_size(frame)
    sections = sorted(most[: _KEYS_NARROW if narrow else _KEYS], key=lambda name: (name == "", name))
    parts: list[tuple[str, dict[str, Any]]] = [
        (name or words("chart.none.section"), {"fill": shades[name]}) for name in sections
    ]
    if left := len(most) - len(sections):
        parts.append(
            (words("chart.others", n=left), {"fill": None if narrow or not _too_many(shades, look) else look.muted})
        )
    lines: list[list[tuple[str, dict[str, Any]]]] = []
    for group in (kinds, parts if len(parts) > 1 else []):
        line: list[tuple[str, dict[str, Any]]] = []
        for text, mark in group:
            if line and sum(map(_wide, (*(t for t, _ in line), text))) > (_NARROW_KEY_WIDTH if narrow else _KEY_WIDTH):
                lines.append(line)
                line = []
            line.append((text, mark))
        lines += [line] if line else []
    lift = 4 if narrow else 22
    for place, line in enumerate(reversed(lines)):
        left, top = 0, -lift - 18 * (place + 1)
        for text, mark in line:
            box = alt.Chart(ONE).mark_rect(aria=False, cornerRadius=2, **mark)
            right, bottom = alt.X2Value(left + 12), alt.Y2Value(top + 12)
            yield box.encode(x=alt.XValue(left), x2=right, y=alt.YValue(top), y2=bottom)
            name = alt.Chart(ONE).mark_text(
                align="left", baseline="middle", color=look.muted, text=text[:40], aria=False
            )
            yield name.encode(x=alt.XValue(left + 17), y=alt.YValue(top + 7))
            left += _wide(text)


def _shades(frame: pd.DataFrame, known: Sequence[str], look: Look) -> dict[str, str]:
    """Each section's own colour; of more than the palette holds those with most articles here, the others one grey."""
    shades = colours([*known, *frame["section"].dropna()], look)
    if not _too_many(shades, look):
        return shades
    return dict.fromkeys(shades, look.muted) | colours(_by_size(frame)[:_KEYS], look)


def _too_many(shades: Mapping[str, str], look: Look) -> bool:
    return len(shades) - 1 > len(look.categories)  # but for the grey of no section


def _by_size(frame: pd.DataFrame) -> list[str]:
    """The sections of these days, those with most articles first; '' = none."""
    counts = frame.loc[frame["path"].notna(), "section"].fillna("").value_counts()
    return sorted(counts.index, key=lambda name: (-int(counts[name]), name))


def _wide(text: str) -> int:
    """Pixels of one part of the key, about."""
    return round(len(text[:40]) * 6.3) + 17 + 16
