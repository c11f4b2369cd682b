"""The review once more, in plain Python and never from the SQL: two periods side by side."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tests.counting_rules import (
    ONE_DAY,
    Parameters,
    Rows,
    bucket,
    chosen,
    chosen_before,
    first_published,
    next_bucket,
    of,
    published,
    seen,
    share,
    wanted,
    wilson,
    within,
)

if TYPE_CHECKING:
    from datetime import date

    from tests.plain_reader import Article


def review_shares(articles: list[Article], p: Parameters) -> Rows:
    found, before = chosen(articles, p), chosen_before(articles, p)
    rows: Rows = []
    for name in seen(published(articles, p["as_of"]), p["by"], p):
        k = sum(of(a, p["by"]) == name for a in found)
        row = {"category": name, "articles": k, "n": len(found), "share": share(k, len(found))}
        if before is None:
            row |= dict.fromkeys(("before", "before_n", "before_share"))
        else:
            k0 = sum(of(a, p["by"]) == name for a in before)
            row |= {"before": k0, "before_n": len(before), "before_share": share(k0, len(before))}
        rows.append(row | _difference(k, len(found), row["before"] or 0, len(before or ())))
    return sorted(
        rows, key=lambda row: (row["points"] is None, -(row["points"] or 0), row["category"] == "", row["category"])
    )


def _difference(k: int, n: int, k0: int, n0: int) -> dict[str, float | str | None]:
    """In points, with Newcombe's interval: what the two Wilson intervals leave free."""
    if not n or not n0:
        return {"points": None, "points_low": None, "points_high": None, "state": "usual"}
    (low, high), (low0, high0), d = wilson(k, n), wilson(k0, n0), k / n - k0 / n0
    assert low is not None
    assert high is not None
    assert low0 is not None
    assert high0 is not None
    lowest = d - math.hypot(k / n - low, high0 - k0 / n0)
    highest = d + math.hypot(high - k / n, k0 / n0 - low0)
    state = "rising" if lowest > 0 else "falling" if highest < 0 else "usual"
    return {"points": 100 * d, "points_low": 100 * lowest, "points_high": 100 * highest, "state": state}


def review_volume(articles: list[Article], p: Parameters) -> Rows:
    as_of, begun = p["as_of"], first_published(articles, p["as_of"])
    any_day = published(wanted(articles, p), as_of)

    def parts(first: date | None, last: date) -> Rows:
        rows: Rows = []
        start = bucket(p["granularity"], first) if first and first <= last else None
        while start and first and start <= last:
            end = next_bucket(p["granularity"], start) - ONE_DAY
            whole = start >= first and end <= last and end < as_of
            rows.append({"bucket": max(start, first), "bucket_end": min(end, last), "complete": whole})
            start = end + ONE_DAY
        for row in rows:
            row["articles"] = len(within(any_day, row["bucket"], row["bucket_end"]))
        return [row if begun and row["bucket_end"] >= begun else {} for row in rows]

    now = parts(p["from_day"] or begun, min(p["to_day"] or as_of, as_of))
    before: Rows = []
    if p["before_from"] and begun and p["before_from"] >= begun:
        before = parts(p["before_from"], min(p["before_to"], as_of))
    rows: Rows = []
    for place in range(max(len(now), len(before))):
        one = now[place] if place < len(now) else {}
        other = before[place] if place < len(before) else {}
        if one or other:
            row = {"place": place + 1}
            row |= {name: one.get(name) for name in ("bucket", "bucket_end", "articles", "complete")}
            row |= {"before_bucket": other.get("bucket"), "before_bucket_end": other.get("bucket_end")}
            rows.append(row | {"before": other.get("articles")})
    return rows


def so_long(gap: int, filled: int, days: int) -> float:
    """Gaps that long, of one before each day with something: the days before it, round the period, all stay empty."""
    empty = range(1, min(gap, days))
    return filled * math.prod((days - filled + 1 - place) / (days - place) for place in empty) if gap <= days else 0
