"""The few numbers that a meeting comes back to: of this period, of the one before, of the meeting before."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from dashboard import figures
from dashboard.charts import FEW
from dashboard.charts.buckets import day_of
from dashboard.charts.rows import whole
from dashboard.context import Context
from dashboard.plan import attained_of, main_field
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
OF_A_DAY = ("drafts_waiting", "scheduled")  # as it stands, whatever the period
# No "before": no period changes what waits, and drafts of an older one had more time to come out.
NOT_BEFORE = (*OF_A_DAY, "drafts", "draft_share")
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
        "longest_gap": longest_silence(context)[0],
        "drafts_waiting": totals["drafts_waiting"],
        "scheduled": totals["scheduled"],
    }
    if (attained := plan_attained(context)) is not None:
        found |= {"plan": attained[0] / attained[1], "plan_there": attained[0], "plan_asked": attained[1]}
    for field in SHARES:
        rows = context.frame("shares", by=field)
        found |= {f"{field}:{name}": share for name, share in zip(rows["category"], rows["share"], strict=True)}
    return {code: None if pd.isna(value) else float(value) for code, value in found.items()}


def plan_attained(context: Context) -> tuple[float, float] | None:
    """What there is of what is planned, without what is too much, and what that is; None without a plan.

    Of the whole publication: what a filter leaves has no plan. Up to as_of, or a running period seems behind.
    """
    last = context.filters.days(context.as_of)[1]
    rows = context.frame("plan", plan_to=min(last or context.as_of, context.as_of))
    return None if context.filters.narrowed else attained_of(rows[rows["field"] == main_field(rows)])


def longest_silence(context: Context) -> tuple[int | None, str | None]:
    """Days between two publishing days, and which. The silence of now is none of a period that is yet to begin."""
    first = context.filters.days(context.as_of)[0]
    ahead = first is not None and first > context.as_of
    return (None, None) if ahead else figures.longest_silence(context, context.row("cadence"))


def period_before(context: Context) -> Context | None:
    """To compare with; None when there is none, or the publication had not begun."""
    days = context.filters.days_before(context.as_of)
    if days is None or context.row("totals")["published_before"] is None:
        return None
    return replace(context, filters=context.filters.with_(period="own", start=days[0], end=days[1]))


def of_before(then: Context) -> KeyFigures:
    """Those of such a period that can be compared."""
    return {code: value for code, value in key_figures(then).items() if code not in NOT_BEFORE}


def can_be_followed(context: Context) -> list[str]:
    """Codes of what a decision may be meant to move; the other figures are what shares are made of."""
    return [*HEADLINE, *(code for code in key_figures(context) if ":" in code)]


def is_followed(code: str) -> bool:
    return code in HEADLINE or ":" in code


def label(context: Context, code: str) -> str:
    """What nobody can follow, which a hand wrote in the file, goes by its code."""
    words, (field, of, name) = context.words, code.partition(":")
    if of:
        return words("pack.share_of", what=context.name(field, name))
    if code == "plan" and (main := main_field(context.frame("plan"))):
        so_far = (context.filters.plan_end(context.as_of) or context.as_of) > context.as_of
        return words("pack.plan_so_far_of" if so_far else "pack.plan_of", of=words(f"plan.attained_of.{main}"))
    return words(f"pack.figure.{code}") if code in HEADLINE else code


def said(words: Words, code: str, found: KeyFigures, few: bool = False) -> str:
    """The value with what it is of: 224 · 4,3 · 17 % (38 van 224) · 81 % van 261 · 2 van 5 · 9 dagen.

    few: it stands beside one of too few for a percentage.
    """
    value = found.get(code)
    if value is None:
        return words("none.value")
    if part := counted(code, found):
        k, n = part
        few = few or n < FEW
        if few:
            return words("overview.of", k=k, n=n)
        # Of a plan no k: what it asks of each is not whole, and k of n, both rounded, would be another percentage.
        return words("pack.of_plan" if code == "plan" else "pack.of", k=k, n=n, share=words.percent(value))
    match kind(code):
        case "share":
            return words.percent(value)
        case "days":
            return words("unit.days", n=value)
    return words.number(value)


def silence(context: Context, found: KeyFigures) -> str:
    """When the longest was: 2–11 mrt 2026. context: that of these figures, as far as it still gives them."""
    length, when = longest_silence(context)
    if not when or length != found.get("longest_gap"):
        return ""
    first, cadence = context.filters.days(context.as_of)[0], context.row("cadence")
    earlier = first and length == cadence["longest_gap"] and day_of(cadence["gap_from"]) < first
    return context.words("pack.silence_earlier", days=when) if earlier else when


def kind(code: str) -> str:
    return "share" if ":" in code else HEADLINE[code]


def change(words: Words, code: str, before: KeyFigures, after: KeyFigures, unit: str = "points") -> str:
    """+7, or in percentage points: between the two values as they are written."""
    then, now = before.get(code), after.get(code)
    if then is None or now is None or too_few(code, before, after):
        return words("none.value")
    if kind(code) == "share":
        points = round(now * 100) - round(then * 100)
        return words(f"pack.{unit}", n=points, change=words.signed(points))
    return words.signed(round(round(now, 1) - round(then, 1), 1))


def counted(code: str, found: KeyFigures) -> tuple[int, int] | None:
    """k and n of a share; None for what is none, or where it was not kept."""
    share, published = found.get(code), found.get("published")
    if code == "plan":
        k, n = found.get("plan_there"), found.get("plan_asked")
        return None if share is None or k is None or n is None else (whole(k), whole(n))
    if share is None or published is None:
        return None
    if code == "draft_share":
        drafts = found.get("drafts")
        return None if drafts is None else (int(drafts), int(drafts + published))
    return (round(share * published), int(published)) if ":" in code else None


def too_few(code: str, *found: KeyFigures) -> bool:
    """Is one of these a share of fewer than say something?"""
    return any(part[1] < FEW for one in found if (part := counted(code, one)))


def moved(then: Context, now: Context, code: str, before: KeyFigures, after: KeyFigures) -> str:
    """One sentence: what it was at the meeting before, and what it is now. Each with the context of its figures."""
    words, known = now.words, before.get(code) is not None and after.get(code) is not None
    few = known and too_few(code, before, after)
    told = {"then": said(words, code, before, few), "now": said(words, code, after, few)}
    if code == "longest_gap":
        for name, of, found in (("then", then, before), ("now", now, after)):
            if when := silence(of, found):
                told[name] = words("pack.named_days", name=told[name], days=when)
    values = {"what": label(now, code), **told}
    if few:
        return words("pack.moved_few", **values)
    if told["then"] == told["now"]:
        return words("pack.same", **values)
    by = change(words, code, before, after)
    if not known or by in (words.signed(0), words("pack.points", n=0, change=words.signed(0))):
        return words("pack.moved_unknown", **values)
    return words("pack.moved_share" if kind(code) in ("share", "days") else "pack.moved", change=by, **values)
