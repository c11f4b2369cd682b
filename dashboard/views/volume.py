"""Do we publish steadily? Volume by day to year, whole or divided; the calendar, the silences, the hours."""

from typing import Any

import streamlit as st

from dashboard import figures
from dashboard.charts.buckets import days
from dashboard.context import Context
from dashboard.views.card import draw, nothing_published, number, number_row
from dashboard.views.context import choice, current, granularity

SPLITS = ("none", "section", "audience", "tag", "language", "author", "status")
FORMS = ("auto", "stacked", "multiples")


def page(context: Context) -> None:
    words = context.words
    if nothing_published(context):
        return
    st.header(words("volume.heading"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        per = granularity(context)
        split = choice("by", {code: words(f"split.{code}") for code in SPLITS}, "none", words("split.label"))
        form = "auto"
        if split not in ("none", "tag", "author"):  # these overlap, and cannot be stacked
            form = choice("form", {code: words(f"form.{code}") for code in FORMS}, "auto", words("form.label"))
        count = count_of(context)
    if split == "none":
        draw(context, figures.volume(context, per, count))
    else:
        draw(context, figures.volume_by(context, per, split, form, count))
    rhythm(context, per, count)
    draw(context, figures.calendar(context, count))
    left, right = st.columns(2)
    with left:
        draw(context, figures.gaps(context, count))
    with right:
        draw(context, figures.hours(context, count))


def count_of(context: Context) -> str:
    """Articles or stories; a choice only where there are translations, and then the page says which it is."""
    words, found = context.words, context.row("stories")
    if not found["shared"]:
        return "articles"
    count = choice(
        "count", {code: words(f"count.{code}") for code in ("articles", "stories")}, "articles", words("count.label")
    )
    st.caption(words(f"count.said.{count}", **found))
    return count


def rhythm(context: Context, per: str, count: str) -> None:
    """Against before, and cadence, in numbers (metrics.md)."""
    words, cadence = context.words, context.row("cadence", count=count)
    st.header(words("volume.rhythm"))

    def length(count: float | None) -> str:
        return words("none.value") if count is None else words("unit.days", n=count)

    gap, gap_days = figures.longest_silence(context, cadence)
    last_on = cadence["last_on"]
    with st.container(key="rhythm"), number_row(3):
        compared(context, per, count)
        number(words("volume.median_gap"), length(cadence["median_gap"]), None, words("volume.median_gap_help"))
        number(
            words("volume.longest_gap"),
            length(gap),
            gap_days,
            words("volume.longest_gap_help"),
        )
        number(
            words("volume.running_gap"),
            length(cadence["running_gap"]),
            None if last_on is None else words("volume.last_on", day=last_on),
            words("volume.running_gap_help"),
        )
        number(
            words("volume.streak"),
            words("unit.weeks", n=cadence["streak"]),
            longest_streak(context, cadence),
            f"{words('volume.streak_help')} ({words('volume.of_weeks', n=cadence['weeks'])})",
        )


def compared(context: Context, per: str, count: str) -> None:
    """The period against the one it is compared with, and what still runs against as many days."""
    words, compare = context.words, context.filters.compare
    columns, found = context.snapshot.rows("compared", context.parameters(granularity=per, count=count))
    rows = {row["what"]: row for row in (dict(zip(columns, values, strict=True)) for values in found)}
    number(
        words("volume.published"),
        words.number(rows["period"]["articles"]),
        against(context, rows["period"]),
        words("volume.published_help"),
    )
    running = rows.get("running_year" if compare == "year" else "running_before")
    if running:
        number(
            words(f"volume.running_{per}"),
            words.number(running["articles"]),
            None if compare == "none" else against(context, running),
            words("volume.running_help"),
        )


def against(context: Context, row: dict[str, Any]) -> str | None:
    """+12 against 224 (14 Mar 2024 – 13 Mar 2025); a phone has no room for the days."""
    words, before = context.words, row["before"]
    if before is None:
        return None
    change = row["articles"] - before
    said = words("volume.against", change=words.signed(change), before=before) if change else words("volume.same")
    if context.narrow:
        return said
    return words("volume.within", what=said, days=days(row["before_from"], row["before_to"], words))


def longest_streak(context: Context, cadence: dict[str, Any]) -> str:
    """The longest, and when, where it was another; its card has no room for more."""
    words = context.words
    if context.narrow or cadence["longest_streak"] <= cadence["streak"]:
        return words("volume.of_weeks", n=cadence["weeks"])
    span = days(cadence["streak_from"], cadence["streak_to"], words)
    return words("volume.longest_streak", n=cadence["longest_streak"], days=span)


page(current())
