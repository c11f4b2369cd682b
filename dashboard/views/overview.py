"""What should we talk about today? Three to five sentences, four numbers, and the figures behind them."""

from typing import Any

import streamlit as st

from dashboard import figures
from dashboard.context import Context, fitting_granularity
from dashboard.plan import attainment, main_field
from dashboard.targets import known_names, mistakes
from dashboard.views.card import draw, nothing_published, number, number_row
from dashboard.views.context import current
from dashboard.views.landing import link_to


def numbers(context: Context) -> None:
    words = context.words
    totals, cadence = context.row("totals"), context.row("cadence")
    drafts = context.row("draft_share", by="all")
    before = totals["published_before"]
    gap, gap_days = figures.longest_silence(context, cadence)
    with number_row(4):
        number(
            words("overview.published"),
            words.number(totals["published"]),
            None if before is None else against(context, totals["published"], before),
            words("overview.published_help"),
        )
        plan_or_pace(context, cadence)
        number(
            words("overview.drafts"),
            words("overview.of", k=drafts["drafts"], n=drafts["n"]),
            words("overview.drafts_waiting", n=totals["drafts_waiting"]),
            words("overview.drafts_help"),
        )
        number(
            words("volume.longest_gap"),
            words("none.value") if gap is None else words("unit.days", n=gap),
            gap_days,
            words("volume.longest_gap_help"),
        )


def plan_or_pace(context: Context, cadence: dict[str, Any]) -> None:
    """How far the plan is; without one, how many came out a week."""
    words, rows = context.words, context.frame("plan")
    pace = words("none.value") if cadence["per_week"] is None else words.number(cadence["per_week"])
    first = main_field(rows)
    attained = attainment(rows[rows["field"] == first])
    if attained is None:
        number(
            words("overview.per_week"),
            pace,
            words("overview.weeks", n=cadence["weeks"]),
            words("overview.per_week_help"),
        )
        return
    below = words(f"plan.attained_of.{first}")
    number(words("plan.attained"), words.percent(attained), below, words("plan.attained_help"))


def against(context: Context, now: int, before: int) -> str:
    """12 more than before (210)."""
    how = "same" if now == before else "more" if now > before else "fewer"
    return context.words(f"overview.{how}", n=abs(now - before), before=before)


def what_stands_out(context: Context) -> None:
    """The sentences, what matters most first, each with a link to its table."""
    words = context.words
    found = figures.stands_out(context)
    st.header(words("overview.stands_out"))
    if not found:
        finding = figures.nothing_stands_out(context)
        st.markdown(words(finding.key, **finding.values))
        return
    for headline in found:
        said, to = st.columns((5, 1), vertical_alignment="center")
        page = headline.rule.page
        said.markdown(words.markdown(headline.finding.key, **headline.finding.values))
        query = link_to(context, headline.rule.table, page)
        to.page_link(f"views/{page}.py", label=words(f"page.{page}.title") + " →", query_params=query)
    st.caption(words("overview.ranked"))


def mistaken_plan(context: Context) -> None:
    """One line about what of the plan cannot be meant, with the way to the page that has it all."""
    words = context.words
    found = mistakes(context.settings.targets, context.settings, known_names(context.snapshot))
    if found:
        said, to = st.columns((5, 1), vertical_alignment="center")
        said.caption(words.markdown("overview.plan_mistakes", n=len(found), first=found[0]))
        to.page_link("views/plan.py", label=words("page.plan.title") + " →", query_params=context.query("plan"))


def page(context: Context) -> None:
    if nothing_published(context):
        mistaken_plan(context)
        return
    found = [
        figures.volume(context, fitting_granularity(context)),
        figures.shares(context, "section"),
        figures.tags(context, top=10),
        figures.balance(context),
    ]
    what_stands_out(context)
    mistaken_plan(context)
    numbers(context)
    for row, widths in ((found[:2], (2, 1)), (found[2:], (1, 1))):
        for column, figure in zip(st.columns(widths), row, strict=True):
            with column:
                draw(context, figure)


page(current())
