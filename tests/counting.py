"""Every figure once more, counted in plain Python from `metrics.md` and never from the SQL.

`p` are the parameters of the queries by name; each function gives the rows a query must give, in order.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from statistics import mean, median
from typing import Any

from tests.plain_reader import Article

Rows = list[dict[str, Any]]
Parameters = Mapping[str, Any]
ONE_DAY = timedelta(days=1)
MEAN_OVER = {"day": 28, "week": 4, "month": 3, "quarter": 4}


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


def chosen(articles: list[Article], p: Parameters) -> list[Article]:
    """What counts as published in the period."""
    return within(published(wanted(articles, p), p["as_of"]), p["from_day"], p["to_day"])


def chosen_before(articles: list[Article], p: Parameters) -> list[Article] | None:
    if p["before_from"] is None:
        return None
    return within(published(wanted(articles, p), p["as_of"]), p["before_from"], p["before_to"])


# ------------------------------------------------------------------ periods


def bucket(granularity: str, day: date) -> date:
    if granularity == "week":
        return date.fromisocalendar(*day.isocalendar()[:2], 1)
    month = {"month": day.month, "quarter": [1, 4, 7, 10][(day.month - 1) // 3], "year": 1}.get(granularity)
    return date(day.year, month, 1) if month else day


def next_bucket(granularity: str, start: date) -> date:
    return bucket(granularity, start + timedelta({"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}[granularity]))


def buckets(days: list[date], granularity: str, p: Parameters) -> Rows:
    """bucket, bucket_end and complete, without a hole from the first day to the last one elapsed."""
    first = p["from_day"] or min(days, default=None)
    last = min(p["to_day"] or p["as_of"], p["as_of"])
    rows: Rows = []
    start = bucket(granularity, first) if first and first <= last else None
    while start and start <= last:
        end = next_bucket(granularity, start) - ONE_DAY
        whole = end <= last and (p["from_day"] is None or start >= p["from_day"])
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


# ------------------------------------------------------------------ the figures


def totals(articles: list[Article], p: Parameters) -> Rows:
    any_day = Counter(status(a, p["as_of"]) for a in wanted(articles, p))
    period = Counter(status(a, p["as_of"]) for a in within(wanted(articles, p), p["from_day"], p["to_day"]))
    before = chosen_before(articles, p)
    row = {
        "published": period["published"] + period["expired"],
        "published_before": None if before is None else len(before),
        "drafts": period["draft"],
        "drafts_waiting": any_day["draft"],
        "scheduled": any_day["scheduled"],
        "undated": any_day["undated"],
        "expired": period["expired"],
    }
    return [row]


def volume(articles: list[Article], p: Parameters) -> Rows:
    found = chosen(articles, p)
    rows = buckets([a.day for a in found if a.day], p["granularity"], p)
    counts = Counter(bucket(p["granularity"], a.day) for a in found if a.day)
    size = MEAN_OVER.get(p["granularity"])
    whole: list[int] = []
    for row in rows:
        row["articles"], row["mean"] = counts[row["bucket"]], None
        if row["complete"]:
            whole.append(row["articles"])
            if size and len(whole) >= size:
                row["mean"] = sum(whole[-size:]) / size
    return rows


def volume_by(articles: list[Article], p: Parameters) -> Rows:
    found = chosen(articles, p)
    rows: Rows = []
    for row in buckets([a.day for a in found if a.day], p["granularity"], p):
        here = in_bucket(found, row)
        for name in seen(published(articles, p["as_of"]), p["split"], p):
            n = sum(of(a, p["split"]) == name for a in here)
            rows.append(row | {"category": name, "articles": n, "total": len(here), "share": share(n, len(here))})
    return rows


def cadence(articles: list[Article], p: Parameters) -> Rows:
    found = chosen(articles, p)
    days = sorted({a.day for a in found if a.day})
    weeks = [len(in_bucket(found, row)) for row in buckets(days, "week", p) if row["complete"]]
    gaps = [((after - before).days, after, before) for before, after in pairwise(days)]
    length, gap_to, gap_from = max(gaps, default=(None, None, None))
    last_on = max((a.day for a in published(wanted(articles, p), p["as_of"]) if a.day), default=None)
    streak = next((number for number, count in enumerate(reversed(weeks)) if not count), len(weeks))
    row = {
        "weeks": len(weeks),
        "articles_in_weeks": sum(weeks),
        "per_week": mean(weeks) if weeks else None,
        "publishing_days": len(days),
        "median_gap": median(gap[0] for gap in gaps) if gaps else None,
        "longest_gap": length,
        "gap_from": gap_from,
        "gap_to": gap_to,
        "running_gap": (p["as_of"] - last_on).days if last_on else None,
        "last_on": last_on,
        "streak": streak,
    }
    return [row]


def labels(articles: list[Article]) -> dict[str, str]:
    """The commonest spelling of each tag; of equally common ones the first in the alphabet."""
    spellings = Counter(item for a in articles for item in a.tags.items())
    best = sorted(spellings, key=lambda item: (-spellings[item], item[1]))
    return {tag: next(label for key, label in best if key == tag) for tag, _ in best}


def tags(articles: list[Article], p: Parameters) -> Rows:
    found, before = chosen(articles, p), chosen_before(articles, p)
    now = Counter(tag for a in found for tag in a.tags)
    then = Counter(tag for a in before or () for tag in a.tags)
    label, ever = labels(articles), published(wanted(articles, p), p["as_of"])
    rows: Rows = []
    for tag in now.keys() | then.keys():
        days = sorted(a.day for a in ever if tag in a.tags and a.day)
        rows.append({
            "tag": tag,
            "label": label[tag],
            "articles": now[tag],
            "n": len(found),
            "share": share(now[tag], len(found)),
            "before": None if before is None else then[tag],
            "before_n": None if before is None else len(before),
            "change": None if before is None else now[tag] - then[tag],
            "first_on": days[0],
            "last_on": days[-1],
            "days_since": (p["as_of"] - days[-1]).days,
        })
    return sorted(rows, key=lambda row: (-row["articles"], row["label"]))


def tag_trend(articles: list[Article], p: Parameters) -> Rows:
    found, label = chosen(articles, p), labels(articles)
    count = Counter(tag for a in found for tag in a.tags)
    top = sorted(count, key=lambda tag: (-count[tag], label[tag]))[: p["top"]]
    return [
        row | {"tag": tag, "label": label[tag], "rank": rank, "articles": sum(tag in a.tags for a in in_bucket(found, row))}
        for rank, tag in enumerate(top, start=1)
        for row in buckets([a.day for a in found if a.day], p["granularity"], p)
    ]


def balance(articles: list[Article], p: Parameters) -> Rows:
    found, all_days = chosen(articles, p), published(articles, p["as_of"])
    rows: Rows = []
    for section in seen(all_days, "section", p):
        for audience in seen(all_days, "audience", p):
            n = sum((of(a, "section"), of(a, "audience")) == (section, audience) for a in found)
            row_total = sum(of(a, "section") == section for a in found)
            column_total = sum(of(a, "audience") == audience for a in found)
            rows.append({
                "section": section,
                "audience": audience,
                "articles": n,
                "section_total": row_total,
                "audience_total": column_total,
                "total": len(found),
                "section_share": share(n, row_total),
                "audience_share": share(n, column_total),
                "share": share(n, len(found)),
            })
    return rows


def shares(articles: list[Article], p: Parameters) -> Rows:
    found, before = chosen(articles, p), chosen_before(articles, p)
    rows: Rows = []
    for name in seen(published(articles, p["as_of"]), p["by"], p):
        k = sum(of(a, p["by"]) == name for a in found)
        k_before = None if before is None else sum(of(a, p["by"]) == name for a in before)
        low, high = wilson(k, len(found))
        rows.append({
            "category": name,
            "articles": k,
            "n": len(found),
            "share": share(k, len(found)),
            "low": low,
            "high": high,
            "before": k_before,
            "before_n": None if before is None else len(before),
            "before_share": None if before is None else share(k_before or 0, len(before)),
        })
    return sorted(rows, key=lambda row: (row["category"] == "", -row["articles"]))


def draft_share(articles: list[Article], p: Parameters) -> Rows:
    by, as_of = p["by"], p["as_of"]
    any_day = [a for a in articles if status(a, as_of) in ("draft", "published", "expired")]
    found = within(wanted(any_day, p), p["from_day"], p["to_day"])
    if by == "month":
        days = [a.day for a in found if a.day]
        names = _months(p["from_day"] or min(days, default=None), p["to_day"] or max([as_of, *days]))
    else:
        names = [""] if by == "all" else seen(any_day, by, p)
    category: Callable[[Article], str] = lambda a: f"{a.day:%Y-%m}" if by == "month" and a.day else of(a, by)  # noqa: E731
    rows: Rows = []
    for name in names:
        here = [status(a, as_of) == "draft" for a in found if category(a) == name]
        low, high = wilson(sum(here), len(here))
        row = {"category": name, "drafts": sum(here), "published": here.count(False), "n": len(here)}
        rows.append(row | {"share": share(sum(here), len(here)), "low": low, "high": high})
    return rows


def _months(first: date | None, last: date) -> list[str]:
    if first is None:
        return []
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in months]


def drafts(articles: list[Article], p: Parameters) -> Rows:
    rows: Rows = [
        {
            "path": a.path,
            "title": a.title,
            "section": a.section,
            "audience": a.audience,
            "published_on": a.day,
            "first_seen_on": a.created,
            "first_seen_from": "created" if a.created else None,
            "age_days": (p["as_of"] - a.created).days if a.created and a.created <= p["as_of"] else None,
        }
        for a in wanted(articles, p)
        if status(a, p["as_of"]) == "draft"
    ]
    return sorted(rows, key=lambda row: (row["first_seen_on"] or date.max, row["path"]))


def listed(articles: list[Article], p: Parameters) -> Rows:
    """The query `articles`, without the columns that are copied from the file as they are."""

    def folded(text: str) -> str:
        parts = unicodedata.normalize("NFD", text.lower())
        return "".join(c for c in parts if not unicodedata.combining(c))

    found = within(wanted(articles, p), p["from_day"], p["to_day"])
    texts = {a.path: " ".join([a.title or "", a.summary or "", a.path, *a.tags.values()]) for a in found}
    found = [a for a in found if folded(p["search"]) in folded(texts[a.path])]
    found.sort(key=lambda a: a.path)
    found.sort(key=lambda a: (a.day is not None, a.day or date.min, a.moment is not None, str(a.moment)), reverse=True)
    return [
        {
            "path": a.path,
            "title": a.title,
            "section": a.section,
            "audience": a.audience,
            "tags": list(a.tags.values()),
            "status": status(a, p["as_of"]),
            "published_on": a.day,
            "published_at": a.moment,
            "summary": a.summary,
            "language": a.language,
        }
        for a in found
    ]
