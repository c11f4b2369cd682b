"""What the reader chose: the URL <-> Filters -> the parameters of the queries.

The URL holds plain codes (`period=12m&section=groei&section=`), never words of one language, so that a link
means the same in every browser. An empty value stands for "no section", "no audience", "no tags".
"""

import calendar
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from dashboard.loader.tags import alias_keys, tag_key
from dashboard.settings import Settings, parse_as_of

PERIODS = ("4w", "month", "quarter", "12m", "year", "all", "own")
COMPARISONS = ("before", "year", "none")
STATUSES = ("published", "expired", "scheduled", "draft", "undated")
GRANULARITIES = ("day", "week", "month", "quarter", "year")

# The parameters of a URL that are filters.
QUERY_NAMES = ("period", "from", "to", "compare", "section", "audience", "tag", "language", "status", "as_of")

Days = tuple[date | None, date | None]

USUAL = "12m"  # the period as long as nobody chose one
USUAL_OF = {"plan": "quarter"}  # by page: what is over cannot be planned any more

_RUNNING = {"quarter": relativedelta(months=3), "year": relativedelta(years=1)}  # their last day is as_of
_FIRST_YEAR, _LAST_YEAR = 1000, 2999  # a day outside these is a mistake, and would make millions of buckets

# What a query's own parameters are when the reader (or the command line) says nothing.
QUERY_DEFAULTS: Mapping[str, Any] = {
    "granularity": "week",
    "split": "section",
    "by": "section",
    "against": "expected",
    "top": 9,
    "count": "articles",
    "search": "",
    "path": "",
    "with_tags": (),
    "authors": (),
    "weekday": None,
    "hour": None,
    "cell_section": "",
    "cell_audience": "",
    "other_path": "",
    "lacks": "",
    "texts": 5_000,
    "titles": 20_000,
    "paths": (),
    "patterns": (),
    "sort": "-published_on",
    "rows": None,
    "skip": 0,
    "severity": "",
    "code": "",
    "folder": "",
}


@dataclass(frozen=True)
class Filters:
    """One state of the filter bar. Field names are the names in the URL, but for `start` and `end` (`from`, `to`)."""

    period: str = USUAL
    start: date | None = None  # own dates only
    end: date | None = None
    compare: str = "before"
    section: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    as_of: str = ""  # empty: as the settings say
    chosen: bool = field(default=False, compare=False, repr=False)  # the period, or is it the page's own?

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]], page: str = "") -> "Filters":
        """Filters of the parameters in the URL of a page. What is not allowed is left at its default."""
        values: dict[str, Any] = {}
        for name in ("section", "audience", "tag", "language"):
            values[name] = tuple(filter(_is_text, dict.fromkeys(query.get(name, ()))))
        values["status"] = tuple(s for s in dict.fromkeys(query.get("status", ())) if s in STATUSES)
        for name, allowed in (("period", PERIODS), ("compare", COMPARISONS)):
            if (given := _last(query, name)) in allowed:
                values[name] = given
        for name, side in (("from", "start"), ("to", "end")):
            values[side] = _day(_last(query, name))
        as_of = _last(query, "as_of")
        with suppress(ValueError):
            if as_of in ("today", "latest") or _day(as_of):
                values["as_of"] = parse_as_of(as_of)
        start, end = values["start"], values["end"]
        if start and end and start > end:
            values |= {"start": end, "end": start}
        if not start and not end and values.get("period") == "own":
            del values["period"]
        if (start or end) and "period" not in values:
            values["period"] = "own"
        values["chosen"] = "period" in values
        values.setdefault("period", USUAL_OF.get(page, USUAL))
        return cls(**values)

    def to_query(self, page: str = "") -> dict[str, list[str]]:
        """The parameters for the URL of a page; what is at its default there is left out, but not a chosen period."""
        query: dict[str, list[str]] = {}
        default = Filters(USUAL_OF.get(page, USUAL))
        for each in filter(lambda each: each.compare, fields(self)):
            value, chosen = getattr(self, each.name), self.chosen and each.name == "period"
            if value == getattr(default, each.name) and not chosen:
                continue
            if each.name in ("start", "end") and self.period != "own":
                continue
            name = {"start": "from", "end": "to"}.get(each.name, each.name)
            query[name] = list(value) if isinstance(value, tuple) else [str(value)]
        return query

    def with_(self, **changes: Any) -> "Filters":
        return replace(self, **({"chosen": True} if "period" in changes else {}) | changes)

    @property
    def narrowed(self) -> int:
        """How many values are set beside the period and the comparison."""
        return len(self.section) + len(self.audience) + len(self.tag) + len(self.language) + len(self.status)

    def days(self, as_of: date) -> Days:
        """First and last day of the period, both in it; None leaves that side open."""
        match self.period:
            case "4w":
                return as_of - timedelta(days=27), as_of
            case "month":
                last = as_of.replace(day=1) - timedelta(days=1)
                return last.replace(day=1), last
            case "quarter":
                return _quarter_start(as_of), as_of
            case "12m":
                return _same_day(as_of, relativedelta(years=1)) + timedelta(days=1), as_of
            case "year":
                return as_of.replace(month=1, day=1), as_of
            case "own":
                return self.start, self.end
        return None, None

    def plan_end(self, as_of: date) -> date | None:
        """The last day of the period as a plan sees it: a quarter or year is planned whole, also while it runs."""
        first, last = self.days(as_of)
        if first and self.period in _RUNNING:
            whole: date = first + _RUNNING[self.period] - timedelta(days=1)
            return whole
        return last

    def days_before(self, as_of: date) -> Days | None:
        """The period to compare with; None: there is none.

        Whole months and years are compared with whole ones, what is still running with as many days as have elapsed.
        """
        first, end = self.days(as_of)
        last = min(end or as_of, as_of)  # of own days ahead nothing has been published yet
        if self.compare == "none" or first is None or last < first:
            return None
        try:
            if self.period in _RUNNING:
                length = _RUNNING[self.period]
                start = first - (relativedelta(years=1) if self.compare == "year" else length)
                return start, min(start + (last - first), start + length - timedelta(days=1))
            if self.compare == "year":
                return self._year_before(first, last, whole=last == end)
            start = first - (last - first) - timedelta(days=1)
            if self.period == "month":
                start = first - relativedelta(months=1)
            if self.period == "12m":
                start = first - relativedelta(years=1)
            return start, first - timedelta(days=1)
        except (ValueError, OverflowError):  # before the year 1
            return None

    def _year_before(self, first: date, last: date, whole: bool) -> tuple[date, date]:
        if self.period == "4w":  # 52 weeks keep the days of the week
            return first - timedelta(weeks=52), last - timedelta(weeks=52)
        start = first - relativedelta(years=1)
        if not whole:
            return start, start + (last - first)
        return start, _same_day(last, relativedelta(years=1)) if first.day == 1 else last - relativedelta(years=1)

    def parameters(self, as_of: date, settings: Settings) -> dict[str, Any]:
        """Every parameter a query may ask for, by name, with the defaults of those that belong to one query."""
        first, last = self.days(as_of)
        before = self.days_before(as_of) or (None, None)
        return {
            **QUERY_DEFAULTS,
            "as_of": as_of,
            "from_day": first,
            "to_day": last,
            "before_from": before[0],
            "before_to": before[1],
            "sections": self.section,
            "audiences": self.audience,
            "tags": self.tag,
            "languages": self.language,
            "statuses": self.status,
            "intended_sections": tuple(settings.targets.get("section", ())),
            "intended_audiences": tuple(settings.targets.get("audience", ())),
            # The plan is about the whole publication: beside a part of it, it would only measure the filter.
            "targets": () if self.narrowed else planned_shares(settings),
            **dict.fromkeys(("per_week", "per_month")),
            **({} if self.narrowed else settings.targets.get("volume", {})),
            "plan_to": self.plan_end(as_of),
            "required": _cells(settings, settings.required, "section", "audience", "tag"),
            "hidden": _cells(settings, settings.hidden_gaps, "section", "audience", "tag", "reason"),
            "agreed": tuple(agreed_tags(settings)),
            "headings": settings.required_headings,
            "stale_after_days": settings.stale_after_days,
            "words_a_minute": settings.words_a_minute,
        }


def as_known(filters: Filters, known: Mapping[str, Collection[str]], settings: Settings) -> Filters:
    """The same filters with the values that the folder has: a tag however it is typed, the rest in any case.

    known: section, audience, tag, language -> its values. What could be two of them, or is none, stays as it is.
    """

    def one(field: str, value: str) -> str:
        if value in known[field]:
            return value
        if field == "tag":
            key = tag_of(value, settings)
            return key if key in known[field] else value
        alike = [other for other in known[field] if other.casefold() == value.casefold()]
        return alike[0] if len(alike) == 1 else value

    return filters.with_(
        **{field: tuple(dict.fromkeys(one(field, value) for value in getattr(filters, field))) for field in known}
    )


def agreed_tags(settings: Settings) -> dict[str, str]:
    """The tags agreed upon, by the key an article counts for: key -> as written in the settings."""
    keys = {tag_of(label, settings): label for label in settings.agreed_tags}
    return {key: label for key, label in keys.items() if key}


def planned_shares(settings: Settings) -> tuple[tuple[str, str, str], ...]:
    """Rows of field, name (of a tag its key) and share, as the queries take them; of one tag written twice the last."""
    shares = {
        (field, tag_of(name, settings) if field == "tag" else name): str(float(share))
        for field in ("section", "audience", "tag")
        for name, share in settings.targets.get(field, {}).items()
    }
    return tuple((field, name, share) for (field, name), share in shares.items())


def _cells(settings: Settings, cells: Sequence[Mapping[str, str]], *columns: str) -> tuple[tuple[str | None, ...], ...]:
    """Tables of the settings as rows, of a tag its key; None for what a table does not name."""
    keyed = ({**cell, "tag": tag_of(cell["tag"], settings)} if "tag" in cell else cell for cell in cells)
    return tuple(tuple(cell.get(column) for column in columns) for cell in keyed)


def tag_of(label: str, settings: Settings) -> str:
    """The key an article with this tag counts for."""
    key = tag_key(label)
    return alias_keys(settings.tag_aliases).get(key, key)


def _last(query: Mapping[str, Sequence[str]], name: str) -> str:
    values = query.get(name, ())
    return values[-1] if values else ""


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def _is_text(value: str) -> bool:
    """No half of a character: a damaged link may hold one, and no database takes it."""
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _quarter_start(day: date) -> date:
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def _same_day(day: date, back: relativedelta) -> date:
    """The same day earlier; of whole months, the end of February stays the end of February."""
    earlier: date = day - back
    if day.month == 2 and day.day == calendar.monthrange(day.year, 2)[1]:
        return earlier.replace(day=calendar.monthrange(earlier.year, 2)[1])
    return earlier
