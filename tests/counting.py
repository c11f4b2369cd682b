"""Every figure once more, counted in plain Python from `metrics.md` and never from the SQL.

Each function gives the rows a query must give, in order; `p` are the parameters of the queries by name.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from tests.counting_rules import (
    Parameters,
    Rows,
    buckets,
    chosen,
    chosen_before,
    in_bucket,
    of,
    published,
    seen,
    share,
    status,
    wanted,
    wilson,
    within,
)

if TYPE_CHECKING:
    from tests.plain_reader import Article


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


def labels(articles: list[Article]) -> dict[str, str]:
    """The commonest spelling of each tag; of equally common ones the first in the alphabet."""
    spellings = Counter(item for a in articles for item in a.tags.items())
    best = sorted(spellings, key=lambda item: (-spellings[item], item[1]))
    return {tag: next(label for key, label in best if key == tag) for tag, _ in best}


def tags(articles: list[Article], p: Parameters) -> Rows:
    found, before = chosen(articles, p), chosen_before(articles, p)
    searched = folded(p["search"])
    now = Counter(tag for a in found for tag in a.tags)
    then = Counter(tag for a in before or () for tag in a.tags)
    label, ever = labels(articles), published(wanted(articles, p), p["as_of"])
    rows: Rows = []
    for tag in {tag for a in ever for tag in a.tags}:
        if not any(searched in folded(name) for name in (label[tag], tag, tag.replace("-", " "))):
            continue
        days = sorted(a.day for a in ever if tag in a.tags and a.day)
        rows.append(
            {
                "tag": tag,
                "label": label[tag],
                "articles": now[tag],
                "n": len(found),
                "share": share(now[tag], len(found)),
                "before": None if before is None else then[tag],
                "before_n": None if before is None else len(before),
                "change": None if before is None else now[tag] - then[tag],
                "change_share": (now[tag] - then[tag]) / then[tag] if before is not None and then[tag] >= 10 else None,
                "uses": len(days),
                "first_on": days[0],
                "last_on": days[-1],
                "days_since": (p["as_of"] - days[-1]).days,
            }
        )
    return sorted(rows, key=lambda row: (-row["articles"], row["label"], row["tag"]))


def tag_trend(articles: list[Article], p: Parameters) -> Rows:
    found, label = chosen(articles, p), labels(articles)
    count = Counter(tag for a in found for tag in a.tags)
    top = sorted(count, key=lambda tag: (-count[tag], label[tag]))[: p["top"]]
    rows: Rows = []
    for rank, tag in enumerate(top, start=1):
        for row in buckets(articles, [a.day for a in found if a.day], p["granularity"], p):
            n = sum(tag in a.tags for a in in_bucket(found, row))
            rows.append(row | {"tag": tag, "label": label[tag], "rank": rank, "articles": n, "n": len(found)})
    return rows


def balance(articles: list[Article], p: Parameters) -> Rows:
    found, all_days = chosen(articles, p), published(articles, p["as_of"])
    rows: Rows = []
    for section in seen(all_days, "section", p):
        for audience in seen(all_days, "audience", p):
            n = sum((of(a, "section"), of(a, "audience")) == (section, audience) for a in found)
            row_total = sum(of(a, "section") == section for a in found)
            column_total = sum(of(a, "audience") == audience for a in found)
            rows.append(
                {
                    "section": section,
                    "audience": audience,
                    "articles": n,
                    "section_total": row_total,
                    "audience_total": column_total,
                    "total": len(found),
                    "section_share": share(n, row_total),
                    "audience_share": share(n, column_total),
                    "share": share(n, len(found)),
                    "expected": share(row_total * column_total, len(found)),
                    "residual": _residual(n, share(row_total * column_total, len(found))),
                }
            )
    return rows


def _residual(n: int, expected: float | None) -> float | None:
    return (n - expected) / expected**0.5 if expected else None


def shares(articles: list[Article], p: Parameters) -> Rows:
    found, before = chosen(articles, p), chosen_before(articles, p)
    rows: Rows = []
    for name in seen(published(articles, p["as_of"]), p["by"], p):
        k = sum(of(a, p["by"]) == name for a in found)
        k_before = None if before is None else sum(of(a, p["by"]) == name for a in before)
        low, high = wilson(k, len(found))
        rows.append(
            {
                "category": name,
                "articles": k,
                "n": len(found),
                "share": share(k, len(found)),
                "low": low,
                "high": high,
                "before": k_before,
                "before_n": None if before is None else len(before),
                "before_share": None if before is None else share(k_before or 0, len(before)),
            }
        )
    return sorted(rows, key=lambda row: (row["category"] == "", -row["articles"]))


def draft_share(articles: list[Article], p: Parameters) -> Rows:
    by, as_of = p["by"], p["as_of"]
    any_day = [a for a in articles if status(a, as_of) in ("draft", "published", "expired")]
    found = within(wanted(any_day, p), p["from_day"], p["to_day"])
    if by == "month":
        days = [a.day for a in found if a.day]
        names = _months(p["from_day"] or min(days, default=None), p["to_day"] or max([as_of, *days]))
    elif by == "tag":
        seen_here = {tag for a in found for tag in a.tags or [""]}
        names = sorted(seen_here, key=lambda tag: (tag == "", tag))
    else:
        names = [""] if by == "all" else seen(any_day, by, p)
    rows: Rows = []
    for name in names:
        here = [status(a, as_of) == "draft" for a in found if name in _draft_categories(a, by)]
        low, high = wilson(sum(here), len(here))
        row = {"category": name, "drafts": sum(here), "published": here.count(False), "n": len(here)}
        rows.append(row | {"share": share(sum(here), len(here)), "low": low, "high": high})
    return rows


def _draft_categories(a: Article, by: str) -> list[str]:
    if by == "month":
        return [f"{a.day:%Y-%m}"] if a.day else []
    return list(a.tags) or [""] if by == "tag" else [of(a, by)]


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


def folded(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in parts if not unicodedata.combining(c))
