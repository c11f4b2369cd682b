"""The figures of the page Volume once more, in plain Python from `metrics.md` and never from the SQL.

Each function gives the rows a query must give, in order; `p` are the parameters of the queries by name.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from statistics import mean, median
from typing import TYPE_CHECKING

from tests.counting import labels
from tests.counting_rules import (
    ONE_DAY,
    Parameters,
    Rows,
    bucket,
    buckets,
    first_published,
    in_bucket,
    next_bucket,
    of,
    published,
    seen,
    share,
    status,
    wanted,
    within,
)

if TYPE_CHECKING:
    from tests.plain_reader import Article

MEAN_OVER = {"day": 28, "week": 4, "month": 3, "quarter": 4}


def once(articles: list[Article], p: Parameters) -> list[Article]:
    """Each article; or of each story the one that came out first, of those that pass the filters."""
    if p["count"] == "articles":
        return articles
    first: dict[str, Article] = {}
    for a in sorted(articles, key=lambda a: (a.day, a.moment is None, str(a.moment), a.path)):
        first.setdefault(a.story or a.path, a)
    return list(first.values())


def ever(articles: list[Article], p: Parameters) -> list[Article]:
    return once(published(wanted(articles, p), p["as_of"]), p)


def chosen(articles: list[Article], p: Parameters) -> list[Article]:
    return within(ever(articles, p), p["from_day"], p["to_day"])


def days_of(articles: list[Article]) -> list[date]:
    return sorted({a.day for a in articles if a.day})


def silences(articles: list[Article], p: Parameters) -> list[tuple[date, date]]:
    """Each ends on a publishing day of the period; where it began is found by walking back, past the period's edge too.

    What came before the very first publishing day is no silence.
    """
    every = set(days_of(ever(articles, p)))
    found: list[tuple[date, date]] = []
    for day in days_of(chosen(articles, p)):
        if day == min(every):
            continue
        before = day - ONE_DAY
        while before not in every:
            before -= ONE_DAY
        found.append((before, day))
    return found


def a_year_before(granularity: str, start: date) -> date:
    if granularity in ("day", "week"):
        return start - timedelta(weeks=52)
    return start.replace(year=start.year - 1)


def volume(articles: list[Article], p: Parameters) -> Rows:
    granularity, any_day = p["granularity"], ever(articles, p)
    found = chosen(articles, p)
    rows = buckets(articles, days_of(found), granularity, p)
    begun, last = first_published(articles, p["as_of"]), min(p["to_day"] or p["as_of"], p["as_of"])
    size = MEAN_OVER.get(granularity)
    whole: list[int] = []
    for row in rows:
        start, end = row["bucket"], row["bucket_end"]
        row["articles"], row["mean"] = len(in_bucket(found, row)), None
        if row["complete"]:
            whole.append(row["articles"])
            if size and len(whole) >= size:
                row["mean"] = sum(whole[-size:]) / size
        # The same days of it, which are all of them when it is over
        back = a_year_before(granularity, start)
        back_end = next_bucket(granularity, back) - ONE_DAY
        first_back = back + max((p["from_day"] or start) - start, timedelta(0))
        over = end <= last and end < p["as_of"]
        last_back = back_end if over else min(back + (min(end, last) - start), back_end)
        compared = within(any_day, first_back, last_back) if begun and first_back >= begun else None
        row["year_before"] = None if compared is None else len(compared)
    return rows


def compared(articles: list[Article], p: Parameters) -> Rows:
    any_day, as_of, granularity = ever(articles, p), p["as_of"], p["granularity"]
    begun, last = first_published(articles, as_of), min(p["to_day"] or as_of, as_of)
    windows = [("period", p["from_day"], last, p["before_from"], p["before_to"])]
    start = bucket(granularity, as_of)
    # A day has no part that is over, to be compared with as much of another one.
    if granularity != "day" and (p["from_day"] or start) <= start and last == as_of:
        for what, back in (
            ("running_before", bucket(granularity, start - ONE_DAY)),
            ("running_year", a_year_before(granularity, start)),
        ):
            back_end = next_bucket(granularity, back) - ONE_DAY
            windows.append((what, start, as_of, back, min(back + (as_of - start), back_end)))
    rows: Rows = []
    for what, first, until, before_from, before_to in windows:
        known = before_from and begun and before_from >= begun
        rows.append(
            {
                "what": what,
                "first_day": first,
                "last_day": until,
                "articles": len(within(any_day, first, until)),
                "before_from": before_from,
                "before_to": before_to,
                "before": len(within(any_day, before_from, before_to)) if known else None,
            }
        )
    return rows


def volume_by(articles: list[Article], p: Parameters) -> Rows:
    split, label = p["split"], labels(articles)
    fits = wanted(articles, p)
    found = once(published(fits, p["as_of"]), p)
    if split == "status":
        found += once([a for a in fits if a.draft and a.day and a.day <= p["as_of"]], p)
    found = within(found, p["from_day"], p["to_day"])

    def parts(a: Article) -> list[str]:
        if split == "tag":
            return list(a.tags) or [""]
        if split == "author":
            return list(dict.fromkeys(a.authors)) or [""]
        return [status(a, p["as_of"]) if split == "status" else of(a, split)]

    count = Counter(name for a in found for name in parts(a))
    if split in ("section", "audience", "language"):
        names = seen(published(articles, p["as_of"]), split, p)
    else:
        names = sorted(count, key=lambda name: (name == "", name))
    best = sorted(filter(None, names), key=lambda name: (-count[name], label.get(name, name), name))
    if split in ("tag", "author"):
        kept = best[: p["top"]]
        names = sorted(kept) + [""] * ("" in names)
    left_out = len(best) - len([name for name in names if name])
    rows: Rows = []
    for row in buckets(articles, days_of(found), p["granularity"], p):
        here = in_bucket(found, row)
        counts = Counter(name for a in here for name in parts(a))
        for name in names:
            shown = label.get(name, name) if split == "tag" else name
            numbers = {"articles": counts[name], "total": len(here), "share": share(counts[name], len(here))}
            rows.append(row | {"category": name, "label": shown, **numbers, "left_out": left_out})
    return rows


def cadence(articles: list[Article], p: Parameters) -> Rows:
    found = chosen(articles, p)
    days = days_of(found)
    weeks = [row | {"n": len(in_bucket(found, row))} for row in buckets(articles, days, "week", p) if row["complete"]]
    counts = [row["n"] for row in weeks]
    gaps = [((after - before).days, after, before) for before, after in silences(articles, p)]
    length, gap_to, gap_from = max(gaps, default=(None, None, None))
    last_on = max(days_of(ever(articles, p)), default=None)
    streak = next((number for number, count in enumerate(reversed(counts)) if not count), len(counts))
    runs: list[list[dict[str, object]]] = [[]]
    for row in weeks:
        if row["n"]:
            runs[-1].append(row)
        else:
            runs.append([])
    longest = max(reversed(runs), key=len)
    begun, last = first_published(articles, p["as_of"]), min(p["to_day"] or p["as_of"], p["as_of"])
    first = max(p["from_day"], begun or date.min) if p["from_day"] else min(days, default=None)
    row = {
        "days": max((last - first).days + 1, 0) if first else 0,
        "weeks": len(weeks),
        "articles_in_weeks": sum(counts),
        "per_week": mean(counts) if counts else None,
        "publishing_days": len(days),
        "median_gap": median(gap[0] for gap in gaps) if gaps else None,
        "longest_gap": length,
        "gap_from": gap_from,
        "gap_to": gap_to,
        "running_gap": (p["as_of"] - last_on).days if last_on else None,
        "last_on": last_on,
        "streak": streak,
        "longest_streak": len(longest),
        "streak_from": longest[0]["bucket"] if longest else None,
        "streak_to": longest[-1]["bucket_end"] if longest else None,
    }
    return [row]


def gaps(articles: list[Article], p: Parameters) -> Rows:
    ended = [(before, after, False) for before, after in silences(articles, p)]
    usual = median((after - before).days for before, after, _ in ended) if ended else None
    every = days_of(ever(articles, p))
    if every and (p["from_day"] or p["as_of"]) <= p["as_of"] <= (p["to_day"] or p["as_of"]):
        ended.append((every[-1], p["as_of"], True))
    return [
        {"gap_from": first, "gap_to": last, "days": (last - first).days, "running": running, "usual": usual}
        for first, last, running in ended
        if (last - first).days > 1
    ]


def hours(articles: list[Article], p: Parameters) -> Rows:
    found = chosen(articles, p)
    moments = [a.moment for a in found if a.moment]
    counts = Counter((moment.isoweekday(), moment.hour) for moment in moments)
    return [
        {
            "weekday": weekday,
            "hour": hour,
            "articles": counts[weekday, hour],
            "with_time": len(moments),
            "n": len(found),
        }
        for weekday in range(1, 8)
        for hour in range(24)
    ]


def stories(articles: list[Article], p: Parameters) -> Rows:
    counts = Counter(a.story or a.path for a in articles)
    shared = sum(n for n in counts.values() if n > 1)
    return [{"articles": len(articles), "stories": len(counts), "shared": shared}]
