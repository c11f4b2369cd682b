"""Where each day of a month and each of its articles stands: in a grid of weeks, on a phone in a list.

On paper nothing can be pointed at: there a past day counts the articles of each section, and titles take several lines.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby, pairwise
from operator import itemgetter
from textwrap import wrap
from typing import Any

import pandas as pd

from dashboard.charts.buckets import bucket_name, day_of
from dashboard.charts.colour import mix, readable_on
from dashboard.charts.theme import Look
from dashboard.words import Words

ROOM = 5  # places in a day; of more articles, the last place says how many are left
_LETTER, _LINES, LINE = 6.1, 5, 14  # pixels of a letter, about; lines of a title on paper, and pixels of one
_MARGINS = 12  # pixels beside the text of an entry
_WEEKEND, _WEEKDAY = (
    0.45,
    1.22,
)  # of the width of a day, where nothing comes out in weekends: what is left is for titles
INSET = 0.03  # of a day's width, on both sides of what stands in it
_DRAWN, _SAID = 90, 300  # letters of a title on the screen, and at the pointer
_PALE = 0.12  # of the way from the ground to a section's colour, behind a draft


@dataclass(frozen=True)
class Layout:
    """Pixels: room at the left, above a day's first entry, of an entry, from one to the next; least of a day."""

    left: int
    head: int
    tall: int
    step: int
    least: int
    columns: int
    printed: int = 0  # pixels of the width on paper, which nothing can change any more

    def letters(self, width: float) -> int:
        """That fit on a line of an entry, in a day so many columns wide."""
        return int(((self.printed - self.left) / self.columns * (width - 2 * INSET) - _MARGINS) / _LETTER)


GRID = Layout(left=62, head=24, tall=20, step=23, least=78, columns=7)
PRINTED = Layout(left=62, head=24, tall=20, step=23, least=56, columns=7)
LIST = Layout(left=62, head=6, tall=26, step=30, least=42, columns=1)
WEEK_LINE = 34  # pixels above the days of a week, in the list


@dataclass(frozen=True)
class Entry:
    """What stands in a day for one article, for several, or, without the colours of any, for those that are left."""

    text: str  # with its lines
    says: str
    path: str = ""
    article: Mapping[str, Any] | None = None

    @property
    def lower(self) -> int:
        """Pixels by which it is higher than one line."""
        return LINE * self.text.count("\n")


@dataclass(frozen=True)
class Day:
    day: date
    left: float
    right: float
    top: float
    bottom: float
    row: Mapping[str, Any]  # what query `schedule` says of the day and its week
    articles: list[Mapping[str, Any]]
    entries: list[Entry]

    @property
    def edges(self) -> dict[str, float]:
        return {"x0": self.left, "x1": self.right, "y0": self.top, "y1": self.bottom}

    @property
    def inside(self) -> dict[str, float]:
        """Where its entries stand."""
        return {"x0": self.left + INSET, "x1": self.right - INSET}

    @property
    def empty(self) -> bool:
        """Empty where it is not usual, in a week that has something: of an empty week all days are."""
        return bool(self.row["state"] == "empty" and self.row["week_state"] != "empty")


@dataclass(frozen=True)
class Week:
    days: list[Day]
    top: float
    bottom: float

    @property
    def row(self) -> Mapping[str, Any]:
        return self.days[0].row

    @property
    def empty(self) -> bool:
        return bool(self.row["week_state"] == "empty")


def weeks_of(frame: pd.DataFrame, layout: Layout, as_of: date, words: Words) -> list[Week]:
    """All days in a grid; in a list those that have something, or should have had."""
    by_day = [list(rows) for _, rows in groupby(frame.to_dict("records"), key=lambda row: row["day"])]
    weeks, top, edges = [], 0.0, _edges(frame, layout)
    for _, group in groupby(by_day, key=lambda rows: rows[0]["bucket"]):
        week = list(group)
        start = top
        entries = [_entries(rows, layout, as_of, words, layout.letters(edges[1])) for rows in week]
        if layout.columns == 1:
            top += WEEK_LINE
            days = []
            for rows, there in zip(week, entries, strict=True):
                day = _day(rows, there, (0, 1), top, top + _height(there, layout))
                if day.articles or day.empty:
                    days.append(day)
                    top = day.bottom
            days = days or [_day(week[0], [], (0, 1), top, top)]
        else:
            top += max(_height(there, layout) for there in entries)
            days = [
                _day(rows, there, across, start, top)
                for rows, there, across in zip(week, entries, pairwise(edges), strict=True)
            ]
        weeks.append(Week(days, start, top))
    return weeks


def chips(week: Week, layout: Layout, shades: Mapping[str, str], look: Look) -> Iterator[dict[str, Any]]:
    """What is drawn for the entries of a week: published filled, scheduled outlined, drafts dashed and pale."""
    for day in week.days:
        top, iso = day.top + layout.head, day.day.isoformat()
        for entry in day.entries:
            yield {
                **day.inside,
                "y0": top,
                "y1": top + layout.tall + entry.lower,
                "y": top + layout.tall / 2 + 1,  # of the first line
                "first": iso,
                "last": iso,
                "path": entry.path,
                "text": entry.text,
                "says": entry.says,
                **_style(entry.article, shades, look),
            }
            top += layout.step + entry.lower


def _edges(frame: pd.DataFrame, layout: Layout) -> list[float]:
    """Of the days, from left to right."""
    in_weekends = frame["path"].notna() & (pd.to_datetime(frame["day"]).dt.day_of_week >= 5)
    if not layout.printed or in_weekends.any():
        return [float(place) for place in range(layout.columns + 1)]
    return [*(_WEEKDAY * place for place in range(6)), 7 - _WEEKEND, 7.0]


def _entries(rows: list[dict[Any, Any]], layout: Layout, as_of: date, words: Words, letters: int) -> list[Entry]:
    articles, day = _articles(rows), day_of(rows[0]["day"])
    if layout.printed and day < as_of:
        found = _counted(articles, day, words, letters)
    else:
        fit = partial(_broken, letters=letters) if layout.printed else itemgetter(slice(_DRAWN))
        found = [
            Entry(fit(_marked(article, title_of(article))), says(article, day, words), article["path"], article)
            for article in articles
        ]
    if len(found) <= ROOM:
        return found
    left = len(found) - ROOM + 1
    return [*found[: ROOM - 1], Entry(words("chart.schedule.more", n=left), day_says(rows[0], words))]


def _counted(articles: list[Mapping[str, Any]], day: date, words: Words, letters: int) -> list[Entry]:
    """One for each section, and for its drafts that are late."""

    def kind(article: Mapping[str, Any]) -> tuple[bool, str]:
        return bool(article["overdue"]), article["section"] if isinstance(article["section"], str) else ""

    found = []
    for (_, section), same in groupby(sorted(articles, key=kind), key=kind):
        group = list(same)
        text = words("chart.schedule.counted", n=len(group), section=section or words("chart.none.section"))
        titles = "; ".join(map(title_of, group))
        told = f"{bucket_name(day, day, 'day', words)}: {titles[:_SAID]}"
        alone = group[0]["path"] if len(group) == 1 else ""
        found.append(Entry(_broken(_marked(group[0], text), letters), told, alone, group[0]))
    return found


def _marked(article: Mapping[str, Any], text: str) -> str:
    return ("! " if article["overdue"] else "") + text


def _broken(text: str, letters: int) -> str:
    return "\n".join(wrap(text, letters, max_lines=_LINES, placeholder=" …"))


def title_of(article: Mapping[str, Any]) -> str:
    """On one line; of an article without a title its path."""
    title = article["title"]
    return " ".join(title.split()) if isinstance(title, str) and title.strip() else str(article["path"])


def says(article: Mapping[str, Any], day: date, words: Words) -> str:
    """Title · ingepland · di 10 mrt 2026 08.16 · geld · STARTER"""
    at = article["published_at"]
    when = bucket_name(day, day, "day", words)
    parts = [
        title_of(article)[:_SAID],
        words("chart.schedule.overdue_says") if article["overdue"] else words(f"status.{article['status']}"),
        when if pd.isna(at) else f"{when} {words.clock(at)}",
        *(article[field] for field in ("section", "audience") if isinstance(article[field], str)),
    ]
    return " · ".join(parts)


def day_says(row: Mapping[str, Any], words: Words) -> str:
    """di 14 apr 2026: 5 stukken, gewoonlijk 1,4"""
    day, usual = day_of(row["day"]), row["usual"]
    said = words("chart.says.articles", n=int(row["articles"]), what=bucket_name(day, day, "day", words))
    return said if pd.isna(usual) else said + words("chart.schedule.usual", usual=float(usual))


def _style(article: Mapping[str, Any] | None, shades: Mapping[str, str], look: Look) -> dict[str, Any]:
    if article is None:
        return {"fill": "transparent", "stroke": "transparent", "ink": look.blue, "dashed": False}
    shade = shades.get(str(article["section"]), shades[""])
    if article["status"] == "draft":
        fill = mix(look.ground, shade, _PALE)
        stroke = look.orange if article["overdue"] else shade
        return {"fill": fill, "stroke": stroke, "ink": readable_on(fill, look.muted, look.text), "dashed": True}
    if article["status"] == "scheduled":
        return {"fill": look.ground, "stroke": shade, "ink": look.text, "dashed": False}
    return {"fill": shade, "stroke": shade, "ink": readable_on(shade, look.ground, look.text), "dashed": False}


def _articles(rows: list[dict[Any, Any]]) -> list[Mapping[str, Any]]:
    return [row for row in rows if isinstance(row["path"], str)]


def _day(
    rows: list[dict[Any, Any]], entries: list[Entry], across: tuple[float, float], top: float, bottom: float
) -> Day:
    return Day(day_of(rows[0]["day"]), *across, top, bottom, rows[0], _articles(rows), entries)


def _height(entries: list[Entry], layout: Layout) -> float:
    return max(layout.least, layout.head + sum(layout.step + entry.lower for entry in entries) + 5)
