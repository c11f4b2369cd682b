"""Every way in which a date stands in front matter -> a day, and a local time where one is known.

A date with an offset is converted to the editorial time zone before its day is taken; a date without one is local
and never moves.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

_TIME = r"""(?:(?:[T\s]|,\s*)\s*(?:om\s+|at\s+)?
    (?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?
    \s*(?P<half>[ap]\.?m\.?)?\s*(?:uur\b\s*)?(?P<zone>Z|UTC|GMT|CES?T|MES?Z|(?:(?:UTC|GMT)\s*)?[+-]\d{1,2}(?::?\d\d)?)?)?"""
_WEEKDAY = r"(?:[a-zé]{2,9}\.?,?\s+)?"
_MONTH = r"(?P<name>[a-zäé]{3,9})\.?"
_FORMS = tuple(
    re.compile(form + _TIME + r"\s*(?:\([A-Z]+\))?", re.VERBOSE | re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        r"(?P<first>\d{1,2})[-/.](?P<second_number>\d{1,2})[-/.](?P<year>\d{4})",
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:e|st|nd|rd|th|\.)?[\s-]+{_MONTH},?[\s-]+(?P<year>\d{{4}})",
        rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    )
)
_INCOMPLETE = re.compile(r"\d{4}(?:[-/.]\d{1,2})?|(?:[a-zé]{3,9}\.?\s+)\d{4}", re.IGNORECASE)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari february",
            "mrt maart mar march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "aug augustus august",
            "sep sept september",
            "okt oktober oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_NAMED_ZONES = {"CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2}  # hours
_FILE_NAME = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?=[-_. ]|$)")
_PATH = re.compile(r"/?(?:blog/|posts?/)?(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)")
_EARLIEST_YEAR = 1000  # programs write year 1 for "no date"


class DateError(ValueError):
    """A value that gives no day: `date_incomplete` (a year, a month) or `date_invalid`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Moment(NamedTuple):
    day: date  # in the editorial time zone
    at: datetime | None  # local wall time there; None when only the day is known
    ambiguous: bool = False  # 01-07-2026: read day first


def read_date(value: object, zone: ZoneInfo) -> Moment:
    """The moment a value of front matter means. Raises DateError."""
    try:
        moment = _read(value, zone)
    except DateError:
        raise
    except (ValueError, OverflowError):  # the 30th of February, 25 o'clock, an offset of a week
        raise DateError("date_invalid") from None
    if moment.day.year < _EARLIEST_YEAR:
        raise DateError("date_invalid")
    return moment


def date_in_file_name(path: str) -> date | None:
    """2014-03-12-slug.md, or 2014-03-12-slug/index.md. None when there is no day that exists."""
    *folders, name = path.split("/")
    if name.split(".", 1)[0] == "index" and folders:
        name = folders[-1]
    return _day_of(_FILE_NAME.match(name))


def date_in_path(text: str) -> date | None:
    """2019/05/15/slug, as in the keys path and slug."""
    return _day_of(_PATH.match(text))


def _day_of(found: re.Match[str] | None) -> date | None:
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
    return day if day and day.year >= _EARLIEST_YEAR else None


def _read(value: object, zone: ZoneInfo) -> Moment:
    if isinstance(value, datetime):
        return _local(value, zone)
    if isinstance(value, date):
        return Moment(value, None)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise DateError("date_invalid")
    text = " ".join(str(value).split())
    for form in _FORMS:
        found = form.fullmatch(text)
        if found:
            return _from_parts(found.groupdict(), zone)
    raise DateError("date_incomplete" if _INCOMPLETE.fullmatch(text) else "date_invalid")


def _local(moment: datetime, zone: ZoneInfo) -> Moment:
    if moment.tzinfo is not None:
        moment = moment.astimezone(zone).replace(tzinfo=None)
    return Moment(moment.date(), moment)


def _from_parts(parts: dict[str, str | None], zone: ZoneInfo) -> Moment:
    day, ambiguous = _day(parts)
    if parts["hour"] is None:
        return Moment(day, None, ambiguous)
    hour = int(parts["hour"])
    if parts["half"]:
        if not 1 <= hour <= 12:
            raise DateError("date_invalid")
        hour = hour % 12 + (12 if parts["half"][0] in "pP" else 0)
    fraction = (parts["fraction"] or "0")[:6].ljust(6, "0")
    wall = (hour, int(parts["minute"] or 0), int(parts["second"] or 0), int(fraction))
    offset = _offset(parts["zone"]) if parts["zone"] else None
    moment = _local(datetime(day.year, day.month, day.day, *wall, tzinfo=offset), zone)
    return moment._replace(ambiguous=ambiguous)


def _day(parts: dict[str, str | None]) -> tuple[date, bool]:
    year = int(parts["year"] or 0)
    if parts.get("first"):
        day, month = int(parts["first"] or 0), int(parts["second_number"] or 0)
        if month > 12 >= day:  # 07/14/2026 can only be month first
            return date(year, day, month), True
        return date(year, month, day), day <= 12 and day != month
    if parts.get("name"):
        month = _MONTHS.get((parts["name"] or "").lower(), 0)
        return date(year, month, int(parts["day"] or 0)), False
    return date(year, int(parts["month"] or 0), int(parts["day"] or 0)), False


def _offset(text: str) -> tzinfo:
    """Z, UTC, +2, -0400, +05:30, GMT+2, CEST."""
    text = text.upper()
    if text in _NAMED_ZONES:
        return timezone(timedelta(hours=_NAMED_ZONES[text]))
    text = text.removeprefix("UTC").removeprefix("GMT").strip()
    if text in ("", "Z"):
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if text[0] == "-" else offset)
