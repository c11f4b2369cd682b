"""Quarters, months, years and own days: their first and last day, and their code in a link."""

import re
from calendar import monthrange
from contextlib import suppress
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

KINDS = ("quarter", "month", "year", "own")
Span = tuple[date, date]  # first and last day, both in it
_MONTHS = {"quarter": 3, "month": 1, "year": 12}
_CODE = re.compile(r"([12]\d{3})(?:-Q([1-4])|-(\d\d))?")


def span_of(code: str) -> Span | None:
    """2025-Q4, 2025-12, 2025 or 2025-10-01..2025-12-15 as its days; None: this is no period."""
    with suppress(ValueError):
        if ".." in code:
            first, last = sorted(map(date.fromisoformat, code.split("..")))
            return (first, last) if first.year >= 1000 and last.year <= 2999 else None
        if found := _CODE.fullmatch(code):
            year, quarter, month = (int(part or 0) for part in found.groups())
            if quarter or month:
                start = date(year, month or 3 * quarter - 2, 1)
                return _months(start, 3 if quarter else 1)
            return _months(date(year, 1, 1), 12) if found[3] is None else None
    return None


def kind_of(code: str) -> str:
    if ".." in code:
        return "own"
    return "quarter" if "Q" in code else "month" if "-" in code else "year"


def kind_of_span(span: Span) -> str:
    """quarter, month or year when it is a whole one, else own."""
    return next((kind for kind in _MONTHS if span_around(span[0], kind) == span), "own")


def code_of(span: Span, kind: str) -> str:
    first, last = span
    if kind == "own":
        return f"{first}..{last}"
    return {"quarter": f"{first.year}-Q{(first.month + 2) // 3}", "month": f"{first:%Y-%m}"}.get(kind, f"{first:%Y}")


def span_around(day: date, kind: str) -> Span:
    """The quarter, month or year that a day is in."""
    length = _MONTHS[kind]
    return _months(date(day.year, (day.month - 1) // length * length + 1, 1), length)


def last_whole(as_of: date, kind: str) -> Span:
    """The last quarter, month or year that was over on as_of."""
    first, last = span_around(as_of, kind)
    return (first, last) if last <= as_of else span_before((first, last), kind)


def span_before(span: Span, kind: str) -> Span:
    """The quarter, month or year before; before own days as many days."""
    first, last = span
    if kind == "own":
        return first - (last - first) - timedelta(1), first - timedelta(1)
    return _months(first - relativedelta(months=_MONTHS[kind]), _MONTHS[kind])


def _months(start: date, length: int) -> Span:
    end = start + relativedelta(months=length - 1)
    return start, end.replace(day=monthrange(end.year, end.month)[1])
