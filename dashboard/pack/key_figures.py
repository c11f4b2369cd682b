"""The few numbers that a meeting comes back to: of this period, of the one before, of the meeting before."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from dashboard.charts import FEW
from dashboard.context import Context
from dashboard.figures import longest_silence
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
# No "before": no period changes what waits, and drafts of an older one had more time to come out.
NOT_BEFORE = ("drafts_waiting", "scheduled", "drafts", "draft_share")
SHARES = ("section", "audience")  # `section:werk` is the share of werk

KeyFigures = Mapping[str, float | None]


def key_figures(context: Context) -> KeyFigures:
    """Code -> value; None where it cannot be told."""
    totals, cadence, drafts = context.row("totals"), context.row("cadence"), context.row("draft_share", by="all")
    found = {
        "published": totals["published"],
        "per_week": cadence["per_week"],
        "drafts": drafts["drafts"],
        "draft_share": drafts["share"],
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
    """Of the whole publication: what a filter leaves has no plan. Up to as_of, or a running period seems behind."""
    last = context.filters.days(context.as_of)[1]
    rows = context.frame("plan", plan_to=min(last or context.as_of, context.as_of))
    return None if context.filters.narrowed else attainment(rows[rows["field"] == main_field(rows)])


def longest_gap(context: Context) -> int | None:
    """Days between two publishing days. The silence of now is none of a period that is yet to begin."""
    first = context.filters.days(context.as_of)[0]
    return None if first and first > context.as_of else longest_silence(context, context.row("cadence"))[0]


def before(context: Context) -> KeyFigures:
    """The same of the period to compare with; nothing when there is none, or the publication had not begun."""
    days = context.filters.days_before(context.as_of)
    if days is None or context.row("totals")["published_before"] is None:
        return {}
    then = replace(context, filters=context.filters.with_(period="own", start=days[0], end=days[1]))
    return {code: value for code, value in key_figures(then).items() if code not in NOT_BEFORE}


def label(context: Context, code: str) -> str:
    field, _, name = code.partition(":")
    if code == "plan" and (context.filters.plan_end(context.as_of) or context.as_of) > context.as_of:
        return context.words("pack.figure.plan_so_far")
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


def counted(code: str, figures: KeyFigures) -> tuple[int, int] | None:
    """k and n of a share; None for what is none, or where it was not kept."""
    share, published = figures.get(code), figures.get("published")
    if share is None or published is None:
        return None
    if code == "draft_share":
        drafts = figures.get("drafts")
        return None if drafts is None else (int(drafts), int(drafts + published))
    return (round(share * published), int(published)) if code.partition(":")[1] else None


def moved(context: Context, code: str, before: KeyFigures, after: KeyFigures) -> str:
    """One sentence: what it was at the meeting before, and what it is now."""
    words, then, now = context.words, before.get(code), after.get(code)
    values = {"what": label(context, code), "then": text(words, code, then), "now": text(words, code, now)}
    if then is None or now is None:
        return words("pack.same" if values["then"] == values["now"] else "pack.moved_unknown", **values)
    part, part_now = counted(code, before), counted(code, after)
    if part and part_now:
        (k, n), (k_now, n_now) = part, part_now
        values |= {
            "then": words("pack.of", k=k, n=n, share=values["then"]),
            "now": words("pack.of", k=k_now, n=n_now, share=values["now"]),
        }
        if min(n, n_now) < FEW:
            few = {"then": words("overview.of", k=k, n=n), "now": words("overview.of", k=k_now, n=n_now)}
            return words("pack.moved_few", **values | few)
    if values["then"] == values["now"]:
        return words("pack.same", **values)
    return words(
        "pack.moved_share" if part and part_now else "pack.moved", change=change(words, code, then, now), **values
    )
