"""Articles with a day -> an iCalendar file (RFC 5545) for anyone's calendar. The same articles give the same bytes."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

import pandas as pd
from icalendar import Calendar, Event, Timezone

from dashboard import __version__
from dashboard.filters import Filters, as_known
from dashboard.settings import Settings, read_settings
from dashboard.warehouse import Snapshot

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # no calendar may hold these

_ZONES = 1970, 2100  # years that the rules of a time zone are written out for


def ahead(
    snapshot: Snapshot, filters: Filters, settings: Settings, as_of: date, *, drafts: bool = False
) -> pd.DataFrame:
    """What is scheduled, whatever the period of the filters; with the drafts whose day is still to come, or without."""
    wanted = ("scheduled", "draft") if drafts else ("scheduled",)
    statuses = tuple(status for status in wanted if not filters.status or status in filters.status)
    own = {"from_day": as_of, "to_day": None, "statuses": statuses or ("none",), "sort": "published_on"}
    return snapshot.frame("articles", filters.parameters(as_of, settings) | own)


def scheduled_file(
    database: Path, filters: Filters, settings_file: Path | None = None, *, drafts: bool = False
) -> tuple[bytes, int]:
    """The file for what a database holds, and how many articles are in it. Raises DashboardError."""
    snapshot = Snapshot(database)
    root = snapshot.row("snapshot", {}).get("content_root")
    settings = read_settings(Path(root) if root else None, settings_file)
    filters = as_known(filters, snapshot.known_values, settings)
    articles = ahead(snapshot, filters, settings, snapshot.as_of(filters.as_of or settings.as_of), drafts=drafts)
    return to_ical(snapshot, articles, settings), len(articles)


def to_ical(snapshot: Snapshot, articles: pd.DataFrame, settings: Settings) -> bytes:
    """Rows of `ahead` as a file, stamped with the time the folder was read."""
    read_at = snapshot.row("loads", {})["finished_at"]
    return as_ical(articles.to_dict("records"), settings, snapshot.time_zone, read_at)


def as_ical(articles: Iterable[Mapping[Any, Any]], settings: Settings, zone: ZoneInfo, read_at: datetime) -> bytes:
    """Rows of query `articles` as events; those without a day have no place in it. Drafts are tentative.

    Without any it is a calendar all the same, so that what is gone disappears for who follows the file.
    read_at: when the folder was read, local time in `zone`; it stamps the events, so that no clock is asked.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//editorial-dashboard//{__version__}//{settings.language.upper()}")
    if settings.title:
        calendar.add("x-wr-calname", _line(settings.title))
    stamp = read_at.replace(tzinfo=zone, microsecond=0).astimezone(UTC)
    days = []
    for article in articles:
        if not pd.isna(article["published_on"]):
            days.append(_day(article["published_on"]))
            calendar.add_component(_event(article, settings, zone, stamp))
    if days:
        first, last = (min(max(day.year, _ZONES[0]), _ZONES[1]) for day in (min(days), max(days)))
        calendar.add_missing_timezones(date(first, 1, 1), date(last + 1, 12, 31))
    else:  # one component at least, says the RFC (3.4); a time zone is no event
        year = read_at.year
        calendar.add_component(Timezone.from_tzinfo(zone, zone.key, date(year, 1, 1), date(year + 1, 12, 31)))
    return bytes(calendar.to_ical())


def _event(article: Mapping[Any, Any], settings: Settings, zone: ZoneInfo, stamp: datetime) -> Event:
    event = Event()
    # Of the path alone, within the site where one is named: another title, day or setting makes it no other event.
    event.add("uid", str(uuid5(uuid5(NAMESPACE_URL, settings.base_url), article["path"])))
    event.add("dtstamp", stamp)
    event.add("last-modified", _modified(article, zone, stamp))
    title = article["title"]
    event.add("summary", _line(title) if isinstance(title, str) and title.strip() else article["path"])
    at = article["published_at"]
    if pd.isna(at):
        event.add("dtstart", _day(article["published_on"]))  # without an end: all that day
    else:
        event.add("dtstart", pd.Timestamp(at).to_pydatetime().replace(microsecond=0, tzinfo=zone))
    event.add("status", "TENTATIVE" if article["status"] == "draft" else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # nobody is busy because of it
    categories = [_line(name) for name in (article["section"], *article["tags"]) if isinstance(name, str)]
    if categories:
        event.add("categories", categories)
    if settings.base_url and isinstance(article["url"], str):
        event.add("url", settings.on_site(article["url"]))
    return event


def _modified(article: Mapping[Any, Any], zone: ZoneInfo, stamp: datetime) -> datetime:
    """When the article says it was changed; an article that says nothing, when it was read."""
    if pd.isna(article["updated_on"]):
        return stamp
    return datetime.combine(_day(article["updated_on"]), time(), zone).astimezone(UTC)


def _day(value: Any) -> date:
    return pd.Timestamp(value).date()


def _line(text: str) -> str:
    return " ".join(_CONTROL.sub("", text).split())
