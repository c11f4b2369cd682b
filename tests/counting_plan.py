"""The plan once more in plain Python, from `metrics.md`: targets, what is needed, the forecast and its trial."""

from __future__ import annotations

import calendar
from bisect import bisect_right
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from tests.counting import labels
from tests.counting_rules import (
    ONE_DAY,
    Parameters,
    Rows,
    first_published,
    of,
    published,
    seen,
    share,
    status,
    wanted,
    within,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.plain_reader import Article

ORDER = ("volume", "section", "audience", "tag")


def planned_days(articles: list[Article], p: Parameters) -> list[date]:
    """Every day of the plan's period, one by one."""
    first, last = begins(articles, p), p["plan_to"] or p["as_of"]
    if first is None or first > last:
        return []
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def planned_by(days: list[date], p: Parameters) -> list[float | None]:
    """So many by the end of each day, which brings a seventh of a week, or its part of its month."""
    if p["per_week"] is None and p["per_month"] is None:
        return [None for _ in days]
    total, found = Fraction(0), []
    for day in days:
        if p["per_week"] is not None:
            total += Fraction(p["per_week"]) / 7
        else:
            total += Fraction(p["per_month"]) / calendar.monthrange(day.year, day.month)[1]
        found.append(float(total))
    return found


def last_eight_weeks(as_of: date) -> tuple[date, date]:
    """Their first and last day; the week that as_of is in still runs."""
    monday = as_of - timedelta(days=as_of.weekday())
    return monday - timedelta(weeks=8), monday - ONE_DAY


def plan(articles: list[Article], p: Parameters) -> Rows:
    as_of, days = p["as_of"], planned_days(articles, p)
    left = sum(day > as_of for day in days)
    number: float | None = None
    if p["per_week"] is not None or p["per_month"] is not None:
        number = planned_by(days, p)[-1] if days else 0.0
    fitting = wanted(articles, p)
    last_day = p["plan_to"] or as_of
    out = within(published(fitting, as_of), p["from_day"], last_day)
    waiting = within((a for a in fitting if status(a, as_of) == "scheduled"), p["from_day"] or date.min, last_day)
    first, last = last_eight_weeks(as_of)
    recent = within(published(fitting, as_of), first, last)
    known = begun(articles, first, as_of)
    aims = {(field, name): float(aim) for field, name, aim in p["targets"]}
    every = published(articles, as_of)
    names = [("volume", "")]
    for field in ("section", "audience"):
        names += [(field, name) for name in {*seen(every, field, p), *(n for f, n in aims if f == field)}]
    names += [(field, name) for field, name in aims if field == "tag"]
    label = labels(articles)
    rows: Rows = []
    for field, name in names:
        belongs = member(field, name)
        x, ahead = sum(map(belongs, out)), sum(map(belongs, waiting))
        aim = aims.get((field, name)) if field != "volume" else None
        target: float | None = None
        if field == "volume":
            target = number
        elif aim is not None:
            target = aim * (len(out) if number is None else number)
        short = None if target is None else max(target - x - ahead, 0)
        due = target
        if target is not None and number is not None:  # else the target grows with what comes out
            due = float(Fraction(str(round(target, 9))) * (len(days) - left) / len(days)) if days else 0.0
        rows.append(
            {
                "field": field,
                "category": name,
                "label": label.get(name, name) if field == "tag" else name,
                "articles": x,
                "n": len(out),
                "share": share(x, len(out)),
                "planned_share": aim,
                "target": target,
                "attained": None if target is None else min(x, target),
                "due": due,
                "behind": None if due is None else due - x,
                "scheduled": ahead,
                "short": short,
                "needed_per_week": None if short is None or left < 7 else short * 7 / left,
                "usual_per_week": sum(map(belongs, recent)) / 8 if known else None,
                "first_day": begins(articles, p),
                "last_day": last_day,
                "weeks_left": left / 7,
            }
        )

    def place(row: dict[str, object]) -> tuple[object, ...]:
        return (
            ORDER.index(str(row["field"])),
            row["target"] is None,
            -round(float(row["behind"] or 0), 9),  # type: ignore[arg-type]
            -int(row["articles"]),  # type: ignore[call-overload]
            row["category"] == "",
            row["label"],
            row["category"],
        )

    return sorted(rows, key=place)


def begins(articles: list[Article], p: Parameters) -> date | None:
    first = first_published(articles, p["as_of"])
    return max(p["from_day"], first or date.min) if p["from_day"] else first


def member(field: str, name: str) -> Callable[[Article], bool]:
    if field == "volume":
        return lambda _: True
    if field == "tag":
        return lambda a: name in a.tags
    return lambda a: of(a, field) == name


# ------------------------------------------------------------------ what will be


@cache
def quantile(count: float, days: int, chance: str) -> int:
    """The smallest k with P(X ≤ k) ≥ chance, X what `days` bring after `count` in 56, by the recursion of its chances.

    Of a rate with a Gamma(1/2) prior, `count` leaves Gamma(count + 1/2, 56); what a Poisson process then brings is
    negative binomial: P(0) = (56 / (56 + d))^r, P(k) = P(k - 1) (k - 1 + r) / k × d / (56 + d). In fifty digits.
    """
    with localcontext() as context:
        context.prec = 50
        r, p = Decimal(count) + Decimal("0.5"), Decimal(56) / (56 + days)
        part = p**r
        total, k = part, 0
        while total < Decimal(chance):
            k += 1
            part *= (k - 1 + r) / k * (1 - p)
            total += part
        return k


def forecast(articles: list[Article], p: Parameters) -> Rows:
    as_of, days = p["as_of"], planned_days(articles, p)
    if not days:
        return []
    fitting = wanted(articles, p)
    out = sorted(a.day for a in published(fitting, as_of) if a.day and a.day >= days[0])
    ahead = sorted(a.day for a in fitting if status(a, as_of) == "scheduled" and a.day and a.day >= days[0])
    planned = planned_by(days, p)
    first, last = last_eight_weeks(as_of)
    recent = len(within(published(fitting, as_of), first, last)) if begun(articles, first, as_of) else None
    today = max(as_of, days[0] - ONE_DAY)
    step = -(-len(days) // 400)
    rows: Rows = []
    for place, day in enumerate(days):
        if place % step and day not in (today, days[-1]):
            continue
        x, waiting = bisect_right(out, day), bisect_right(ahead, day)
        row: dict[str, object] = {
            "day": day,
            "planned": planned[place],
            "published": x if day <= as_of else None,
            "scheduled": waiting if day > as_of else None,
            **dict.fromkeys(("expected", "low", "high")),
        }
        if day >= today and recent is not None:
            to_come = (day - today).days
            row |= {"expected": float(x + max(waiting, Fraction(recent * to_come, 56)))}
            for name, chance in (("low", "0.1"), ("high", "0.9")):
                row[name] = x + max(waiting, quantile(recent, to_come, chance))
        rows.append(row)
    return rows


def backtest(articles: list[Article], p: Parameters) -> Rows:
    first, last, as_of = p["from_day"], p["plan_to"], p["as_of"]
    if first is None or last is None or last <= as_of or last < first:
        return []
    out = published(wanted(articles, p), as_of)
    length = (last - first).days + 1
    elapsed = max((as_of - first).days + 1, 0) / length
    starts = [first]
    for _ in range(9):
        starts.append(earlier(starts[-1], first, last))
    rows: Rows = []
    for start, after, before in zip(starts[1:], starts, starts[2:], strict=False):
        end = after - ONE_DAY
        until = start - ONE_DAY + timedelta(days=half_up(elapsed * ((end - start).days + 1)))
        monday = last_eight_weeks(until)[0]
        if end >= as_of or not begun(articles, min(before, monday), as_of):
            continue
        so_far, total = len(within(out, start, until)), len(within(out, start, end))
        recent, left = len(within(out, *last_eight_weeks(until))), (end - until).days
        pace = Fraction(recent, 56)
        expected = so_far + pace * left
        low, high = (so_far + quantile(recent, left, chance) for chance in ("0.1", "0.9"))
        last_time = len(within(out, before, start - ONE_DAY))
        rows.append(
            {
                "first_day": start,
                "last_day": end,
                "until": until,
                "published": so_far,
                "pace": float(pace),
                "expected": float(expected),
                "low": low,
                "high": high,
                "articles": total,
                "held": low <= total <= high,
                "before": last_time,
                "error": float(abs(expected - total)),
                "last_error": abs(last_time - total),
            }
        )
    return rows


def begun(articles: list[Article], day: date, as_of: date) -> bool:
    """Was there a publication by that day?"""
    first = first_published(articles, as_of)
    return first is not None and first <= day


def half_up(value: float) -> int:
    return int(value + 0.5)


def earlier(start: date, first: date, last: date) -> date:
    """The first day of the period before the one that starts there: so many months, or so many days."""
    after = last + ONE_DAY
    if first.day == 1 and after.day == 1:
        months = (after.year - first.year) * 12 + after.month - first.month
        count = start.year * 12 + start.month - 1 - months
        return date(count // 12, count % 12 + 1, 1)
    return start - (after - first)


def attained(rows: Rows, field: str) -> float | None:
    """Σ min(x, T) / Σ T."""
    planned = [row for row in rows if row["field"] == field and row["target"] is not None]
    total = sum(row["target"] for row in planned)
    return sum(min(row["articles"], row["target"]) for row in planned) / total if total else None
