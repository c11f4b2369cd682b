"""Figures, notes and decisions -> Pack. The same for the page and the command; no clock and no chance in it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dashboard.charts import LIGHT
from dashboard.context import FILTERED, Context
from dashboard.pack.blocks import blocks as filled
from dashboard.pack.document import Block, Decision, Pack
from dashboard.pack.followed import since_then
from dashboard.pack.key_figures import label
from dashboard.pack.memory import Meeting

GENERAL = ""  # whose note it is that belongs to no block
_AHEAD = ("drafts", "calendar", "plan")  # blocks that have something to say where nothing was published yet


def make_pack(
    context: Context,
    blocks: Sequence[str],
    notes: Mapping[str, str] | None = None,
    decisions: Sequence[Decision] = (),
    meetings: Sequence[Meeting] = (),
    link: str = "",
) -> Pack:
    """blocks: of BLOCKS, in this order; notes: by block, GENERAL for the whole; meetings: all that are kept.

    Paper is light and has one width, whatever the screen of who makes the pack.
    """
    context, notes = replace(context, look=LIGHT, narrow=False), notes or {}
    nothing, made = why_empty(context), tuple[Block, ...]()
    if not nothing:
        made = filled(context, blocks, notes)
    elif looks_ahead(context):
        ahead = [
            block for block in filled(context, [name for name in blocks if name in _AHEAD], notes) if block.exhibits
        ]
        if ahead:
            made, nothing = (replace(ahead[0], sentences=(nothing, *ahead[0].sentences)), *ahead[1:]), ""
    since = since_then(context, meetings, decisions)
    return Pack(
        words=context.words,
        title=publication(context),
        subtitle=context.period_text,
        facts=tuple(facts(context, link)),
        blocks=made,
        note=notes.get(GENERAL, "").strip(),
        since_day=since.day,
        since=since.open,
        since_closed=since.closed,
        since_figures=() if nothing else since.figures,
        since_heading=since.heading,
        decisions=since.new,
        moves=tuple((code, label(context, code)) for code in dict.fromkeys(one.figure for one in since.new) if code),
        empty=nothing,
    )


def publication(context: Context) -> str:
    return context.settings.title or Path(str(context.row("snapshot")["content_root"])).name


def facts(context: Context, link: str) -> list[tuple[str, str]]:
    """What the figures are of, all of it spelled out: a filter that is not set, too."""
    words, filters, load = context.words, context.filters, last_change(context)
    period = context.period_text
    if filters.period not in ("all", "own"):
        so_far = (filters.plan_end(context.as_of) or context.as_of) > context.as_of
        key = "pack.so_far" if so_far else "pack.named_days"
        period = words(key, name=words(f"period.{filters.period}"), days=period)
    found = [
        (words("bar.period_label"), period),
        (words("bar.compare_label"), compared(context)),
    ]
    for field in FILTERED:
        values = getattr(filters, field)
        chosen = ", ".join(context.name(field, value) for value in values)
        found.append((words(f"field.{field}"), chosen or words("pack.no_filter")))
    found += [
        (words("pack.as_of"), words.day(context.as_of)),
        (words("pack.time_zone"), context.snapshot.time_zone.key),
        (
            words("pack.snapshot"),
            words(
                "pack.snapshot_of",
                at=load["finished_at"],
                articles=words("pack.count_articles", n=load["articles"]),
                skipped=words("pack.unreadable", n=load["skipped"]),
            ),
        ),
    ]
    return [*found, (words("pack.link"), link)] if link else found


def last_change(context: Context) -> dict[str, Any]:
    """The last load that found anything else than the one before: reading the folder again changes no pack."""
    loads = context.frame("loads")
    changed = loads[(loads["read"] > 0) | (loads["removed"] > 0)]
    load: Mapping[Any, Any] = (changed if len(changed) else loads.tail(1)).iloc[0].to_dict()
    return dict(load)


def compared(context: Context) -> str:
    """With which days; or that there is nothing to compare with."""
    words, compare = context.words, context.filters.compare
    if compare == "none":
        return words("pack.compare_none")
    first, last = context.filters.days_before(context.as_of) or (None, None)
    if first is None or context.row("totals")["published_before"] is None:
        return words("pack.compare_nothing")
    days = words("bar.period", first=first, last=last)
    if compare == "before" and (context.filters.plan_end(context.as_of) or context.as_of) > context.as_of:
        return words("pack.compare_so_far", days=days)
    return words("pack.named_days", name=words(f"pack.compare_{compare}"), days=days)


def looks_ahead(context: Context) -> bool:
    """Is it about what is still to come: days ahead, drafts, or a publication that has not begun?"""
    last, chosen = context.filters.days(context.as_of)[1], context.filters.status
    to_come = last is not None and last > context.as_of
    return to_come or bool(chosen and "published" not in chosen) or context.row("latest")["latest"] is None


def why_empty(context: Context) -> str:
    """Why there is nothing to show; empty when there is something."""
    if context.row("totals")["published"]:
        return ""
    words, newest = context.words, context.row("latest")["latest"]
    if newest is None:
        return words.plain("empty.never")
    if context.filters.narrowed:
        return words.plain("empty.filtered", period=context.period_text)
    return words.plain("empty.period", period=context.period_text, newest=newest)
