"""The ground rules of `metrics.md` in plain Python: status, filters, periods, shares.

`p` are the parameters of the queries by name.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.plain_reader import Article

Rows = list[dict[str, Any]]
Parameters = Mapping[str, Any]
ONE_DAY = timedelta(days=1)


def status(a: Article, as_of: date) -> str:
    if a.draft:
        return "draft"
    if a.day is None:
        return "undated"
    if a.day > as_of:
        return "scheduled"
    return "expired" if a.expires is not None and a.expires <= as_of else "published"


def wanted(articles: Iterable[Article], p: Parameters) -> list[Article]:
    """Those that pass every filter but the period."""

    def passes(a: Article) -> bool:
        return (
            (not p["sections"] or (a.section or "") in p["sections"])
            and (not p["audiences"] or (a.audience or "") in p["audiences"])
            and (not p["languages"] or (a.language or "") in p["languages"])
            and (not p["statuses"] or status(a, p["as_of"]) in p["statuses"])
            and (not p["tags"] or any(tag in p["tags"] for tag in a.tags or [""]))
        )

    return [a for a in articles if passes(a)]


def within(articles: Iterable[Article], first: date | None, last: date | None) -> list[Article]:
    if first is None and last is None:
        return list(articles)
    return [a for a in articles if a.day and (first or date.min) <= a.day <= (last or date.max)]


def published(articles: Iterable[Article], as_of: date) -> list[Article]:
    return [a for a in articles if status(a, as_of) in ("published", "expired")]


def first_published(articles: Iterable[Article], as_of: date) -> date | None:
    """Before this day there was no publication: nothing to count, and nothing to compare with."""
    return min((a.day for a in articles if not a.draft and a.day and a.day <= as_of), default=None)


def chosen(articles: list[Article], p: Parameters) -> list[Article]:
    """What counts as published in the period."""
    return within(published(wanted(articles, p), p["as_of"]), p["from_day"], p["to_day"])


def chosen_before(articles: list[Article], p: Parameters) -> list[Article] | None:
    earliest = first_published(articles, p["as_of"])
    if p["before_from"] is None or earliest is None or p["before_from"] < earliest:
        return None
    return within(published(wanted(articles, p), p["as_of"]), p["before_from"], p["before_to"])


# ------------------------------------------------------------------ periods


def bucket(granularity: str, day: date) -> date:
    if granularity == "week":
        return date.fromisocalendar(*day.isocalendar()[:2], 1)
    month = {"month": day.month, "quarter": [1, 4, 7, 10][(day.month - 1) // 3], "year": 1}.get(granularity)
    return date(day.year, month, 1) if month else day


def next_bucket(granularity: str, start: date) -> date:
    at_least = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
    return bucket(granularity, start + timedelta(days=at_least[granularity]))


def buckets(articles: list[Article], days: list[date], granularity: str, p: Parameters) -> Rows:
    """bucket, bucket_end and complete, without a hole from the first day to as_of, which is not over itself."""
    first = p["from_day"] or min(days, default=None)
    if p["from_day"] and (earliest := first_published(articles, p["as_of"])):
        first = max(p["from_day"], earliest)
    last = min(p["to_day"] or p["as_of"], p["as_of"])
    rows: Rows = []
    start = bucket(granularity, first) if first and first <= last else None
    while start and start <= last:
        end = next_bucket(granularity, start) - ONE_DAY
        whole = end <= last and end < p["as_of"] and (p["from_day"] is None or start >= p["from_day"])
        rows.append({"bucket": start, "bucket_end": end, "complete": whole})
        start = end + ONE_DAY
    return rows


def in_bucket(articles: Iterable[Article], row: Mapping[str, Any]) -> list[Article]:
    return within(articles, row["bucket"], row["bucket_end"])


# ------------------------------------------------------------------ shares


def share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def wilson(k: int, n: int) -> tuple[float | None, float | None]:
    """The two roots of (p̂ - p)² = z² p(1 - p)/n (Wilson 1927), which is where the interval comes from."""
    if not n:
        return None, None
    z2, observed = 1.96**2, k / n
    a, b, c = 1 + z2 / n, -(2 * observed + z2 / n), observed**2
    root = math.sqrt(max(0, b * b - 4 * a * c))
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def of(a: Article, by: str) -> str:
    return {"section": a.section, "audience": a.audience, "language": a.language}.get(by) or ""


def seen(articles: list[Article], by: str, p: Parameters) -> list[str]:
    """The categories that must be there: seen or intended, and chosen; whatever the other filters leave. '' last."""
    languages = p["languages"]
    names = {of(a, by) for a in articles if not languages or (a.language or "") in languages}
    names |= set(p.get(f"intended_{by}s", ()))
    picked = p[f"{by}s"]
    return sorted((name for name in names if not picked or name in picked), key=lambda name: (name == "", name))
