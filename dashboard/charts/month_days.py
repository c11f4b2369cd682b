"""Where each day of a month and each of its articles stands: in a grid of weeks, on a phone in a list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import pandas as pd

from dashboard.charts.buckets import bucket_name, day_of
from dashboard.charts.colour import mix, readable_on
from dashboard.charts.theme import Look
from dashboard.words import Words

ROOM = 5  # places in a day; of more articles, the last place says how many are left
INSET = 0.03  # of a day's width, on both sides of what stands in it
_DRAWN, _SAID = 90, 300  # letters of a title on the screen, and at the pointer
_PALE = 0.12  # of the way from the ground to a section's colour, behind a draft


@dataclass(frozen=True)
class Layout:
    """Pixels: room at the left, above a day's first article, of an article, from one to the next; least of a day."""

    left: int
    head: int
    tall: int
    step: int
    least: int
    columns: int


GRID = Layout(left=62, head=24, tall=20, step=23, least=78, columns=7)
LIST = Layout(left=62, head=6, tall=26, step=30, least=42, columns=1)
WEEK_LINE = 34  # pixels above the days of a week, in the list


@dataclass(frozen=True)
class Day:
    day: date
    column: int
    top: float
    bottom: float
    row: Mapping[str, Any]  # what query `schedule` says of the day and its week
    articles: list[Mapping[str, Any]]

    @property
    def edges(self) -> dict[str, float]:
        return {"x0": self.column, "x1": self.column + 1, "y0": self.top, "y1": self.bottom}

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


def weeks_of(frame: pd.DataFrame, narrow: bool) -> list[Week]:
    """All days in a grid; in a list those that have something, or should have had."""
    by_day = [list(rows) for _, rows in groupby(frame.to_dict("records"), key=lambda row: row["day"])]
    weeks, top = [], 0.0
    for _, group in groupby(by_day, key=lambda rows: rows[0]["bucket"]):
        week = list(group)
        start = top
        if narrow:
            top += WEEK_LINE
            days = []
            for rows in week:
                day = _day(rows, 0, top, top + _height(len(_articles(rows)), LIST))
                if day.articles or day.empty:
                    days.append(day)
                    top = day.bottom
            days = days or [_day(week[0], 0, top, top)]
        else:
            top += _height(max(len(_articles(rows)) for rows in week), GRID)
            days = [_day(rows, place, start, top) for place, rows in enumerate(week)]
        weeks.append(Week(days, start, top))
    return weeks


def chips(week: Week, layout: Layout, shades: Mapping[str, str], words: Words, look: Look) -> Iterator[dict[str, Any]]:
    """What is drawn for the articles of a week: published filled, scheduled outlined, drafts dashed and pale."""
    for day in week.days:
        shown = day.articles if len(day.articles) <= ROOM else day.articles[: ROOM - 1]
        for place, article in enumerate(shown):
            shade = shades.get(str(article["section"]), shades[""])
            title = title_of(article)
            yield _placed(day, place, layout) | {
                "path": article["path"],
                "text": ("! " if article["overdue"] else "") + title[:_DRAWN],
                "says": says(article, day.day, words),
                **_style(article, shade, look),
            }
        if left := len(day.articles) - len(shown):
            more = {"path": "", "text": words("chart.schedule.more", n=left), "says": day_says(day, words)}
            paint = {"fill": "transparent", "stroke": "transparent", "ink": look.blue, "dashed": False}
            yield _placed(day, len(shown), layout) | more | paint


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


def day_says(day: Day, words: Words) -> str:
    """di 14 apr 2026: 5 stukken, gewoonlijk 1,4"""
    said = words("chart.says.articles", n=int(day.row["articles"]), what=bucket_name(day.day, day.day, "day", words))
    usual = day.row["usual"]
    return said if pd.isna(usual) else said + words("chart.schedule.usual", usual=float(usual))


def _style(article: Mapping[str, Any], shade: str, look: Look) -> dict[str, Any]:
    if article["status"] == "draft":
        fill = mix(look.ground, shade, _PALE)
        stroke = look.orange if article["overdue"] else shade
        return {"fill": fill, "stroke": stroke, "ink": readable_on(fill, look.muted, look.text), "dashed": True}
    if article["status"] == "scheduled":
        return {"fill": look.ground, "stroke": shade, "ink": look.text, "dashed": False}
    return {"fill": shade, "stroke": shade, "ink": readable_on(shade, look.ground, look.text), "dashed": False}


def _placed(day: Day, place: int, layout: Layout) -> dict[str, Any]:
    top = day.top + layout.head + place * layout.step
    iso = day.day.isoformat()
    edges = {"x0": day.column + INSET, "x1": day.column + 1 - INSET, "y0": top, "y1": top + layout.tall}
    return edges | {"y": top + layout.tall / 2 + 1, "first": iso, "last": iso}


def _articles(rows: list[dict[Any, Any]]) -> list[Mapping[str, Any]]:
    return [row for row in rows if isinstance(row["path"], str)]


def _day(rows: list[dict[Any, Any]], column: int, top: float, bottom: float) -> Day:
    return Day(day_of(rows[0]["day"]), column, top, bottom, rows[0], _articles(rows))


def _height(articles: int, layout: Layout) -> float:
    return max(layout.least, layout.head + min(articles, ROOM) * layout.step + 5)
