"""The few numbers that a meeting comes back to: of this period, of the one before, of the meeting before."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from dashboard.context import Context
from dashboard.plan import attainment, main_field
from dashboard.words import Words

# Of the whole selection, and what each is: a count, a number, a share, days.
HEADLINE = {
    "published": "count",
    "per_week": "number",
    "plan": "share",
    "draft_share": "share",
    "longest_gap": "days",
    "drafts_waiting": "count",
    "scheduled": "count",
}
ANY_PERIOD = ("drafts_waiting", "scheduled")  # no period changes these: there is no "before"
SHARES = ("section", "audience")  # `section:werk` is the share of werk

KeyFigures = Mapping[str, float | None]


def key_figures(context: Context) -> KeyFigures:
    """Code -> value; None where it cannot be told."""
    totals, cadence = context.row("totals"), context.row("cadence")
    found = {
        "published": totals["published"],
        "per_week": cadence["per_week"],
        "draft_share": context.row("draft_share", by="all")["share"],
        "longest_gap": longest_gap(context),
        "drafts_waiting": totals["drafts_waiting"],
        "scheduled": totals["scheduled"],
    }
    if (attained := plan_attained(context)) is not None:
        found["plan"] = attained
    for field in SHARES:
        rows = context.frame("shares", by=field)
        found |= {f"{field}:{name}": share for name, share in zip(rows["category"], rows["share"], strict=True)}
    return {code: None if pd.isna(value) else float(value) for code, value in found.items()}


def plan_attained(context: Context) -> float | None:
    """Of the whole publication: what a filter leaves has no plan."""
    rows = context.frame("plan")
    return None if context.filters.narrowed else attainment(rows[rows["field"] == main_field(rows)])


def longest_gap(context: Context) -> int | None:
    """Days between two publishing days; the silence that still lasts may be the longest."""
    cadence, last = context.row("cadence"), context.filters.days(context.as_of)[1]
    gaps = [cadence["longest_gap"], cadence["running_gap"] if last is None or last >= context.as_of else None]
    return max((gap for gap in gaps if gap is not None), default=None)


def before(context: Context) -> KeyFigures:
    """The same of the period to compare with; nothing when there is none, or the publication had not begun."""
    days = context.filters.days_before(context.as_of)
    if days is None or context.row("totals")["published_before"] is None:
        return {}
    then = replace(context, filters=context.filters.with_(period="own", start=days[0], end=days[1]))
    return {code: value for code, value in key_figures(then).items() if code not in ANY_PERIOD}


def label(context: Context, code: str) -> str:
    field, _, name = code.partition(":")
    return context.words("pack.share_of", what=context.name(field, name)) if _ else context.words(f"pack.figure.{code}")


def text(words: Words, code: str, value: float | None) -> str:
    """224 · 4,3 · 17 % · 9 dagen."""
    if value is None:
        return words("none.value")
    match HEADLINE.get(code, "share"):
        case "share":
            return words.percent(value)
        case "days":
            return words("unit.days", n=value)
    return words.number(value)


def change(words: Words, code: str, then: float | None, now: float | None) -> str:
    """+7, or in percentage points: between the two values as they are written."""
    if then is None or now is None:
        return words("none.value")
    if HEADLINE.get(code, "share") == "share":
        points = round(now * 100) - round(then * 100)
        return words("pack.points", n=points, change=words.signed(points))
    return words.signed(round(round(now, 1) - round(then, 1), 1))


def moved(context: Context, code: str, then: float | None, now: float | None) -> str:
    """One sentence: what it was at the meeting before, and what it is now."""
    words = context.words
    values = {"what": label(context, code), "then": text(words, code, then), "now": text(words, code, now)}
    if values["then"] == values["now"]:
        return words("pack.same", **values)
    if then is None or now is None:
        return words("pack.moved_unknown", **values)
    return words("pack.moved", change=change(words, code, then, now), **values)
