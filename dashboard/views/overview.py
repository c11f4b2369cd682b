"""What should we talk about today? The findings, four numbers, and the figures behind them."""

import streamlit as st

from dashboard.views import figures
from dashboard.views.card import nothing_published
from dashboard.views.context import Context, current


def numbers(context: Context) -> None:
    words = context.words
    totals, cadence = context.row("totals"), context.row("cadence")
    drafts = context.row("draft_share", by="all")
    columns = st.columns(4)
    before = totals["published_before"]
    columns[0].metric(
        words("overview.published"),
        words.number(totals["published"]),
        delta=None
        if before is None
        else words("overview.against", change=words.signed(totals["published"] - before), before=words.number(before)),
        delta_color="off",
        delta_arrow="off",
        border=True,
        height="stretch",
        help=words("overview.published_help"),
    )
    columns[1].metric(
        words("overview.per_week"),
        words.number(cadence["per_week"]) if cadence["per_week"] is not None else words("none.value"),
        delta=words("overview.weeks", n=cadence["weeks"]),
        delta_color="off",
        delta_arrow="off",
        border=True,
        height="stretch",
        help=words("overview.per_week_help"),
    )
    columns[2].metric(
        words("overview.drafts"),
        words("overview.of", k=drafts["drafts"], n=drafts["n"]),
        delta=words("overview.drafts_waiting", n=totals["drafts_waiting"]),
        delta_color="off",
        delta_arrow="off",
        border=True,
        height="stretch",
        help=words("overview.drafts_help"),
    )
    gap = cadence["longest_gap"]
    columns[3].metric(
        words("overview.longest_gap"),
        words("unit.days", n=gap) if gap is not None else words("none.value"),
        delta=None if gap is None else words("overview.gap_days", first=cadence["gap_from"], last=cadence["gap_to"]),
        delta_color="off",
        delta_arrow="off",
        border=True,
        height="stretch",
        help=words("overview.longest_gap_help"),
    )


def what_stands_out(context: Context, found: list[figures.Figure]) -> None:
    words = context.words
    st.subheader(words("overview.stands_out"))
    columns = st.columns(len(found))
    for column, figure in zip(columns, found, strict=True):
        with column:
            st.markdown(words.markdown(figure.finding.key, **figure.finding.values))
            st.page_link(
                f"views/{figure.page}.py", label=words(f"page.{figure.page}.title") + " →", query_params=context.query()
            )


def drafts(context: Context) -> list[figures.Figure]:
    """What waits is worth a sentence when something does."""
    if context.frame("drafts").empty:
        return []
    return [figures.draft_ages(context), figures.draft_share(context, "section")]


def page(context: Context) -> None:
    if nothing_published(context):
        return
    found = [
        figures.volume(context, "week"),
        figures.shares(context, "section"),
        figures.tags(context, top=10),
        figures.balance(context),
    ]
    what_stands_out(context, [figures.shares(context, "audience"), *drafts(context)])
    numbers(context)
    for row, widths in ((found[:2], (2, 1)), (found[2:], (1, 1))):
        for column, figure in zip(st.columns(widths), row, strict=True):
            with column:
                figure.draw(context)


page(current())
