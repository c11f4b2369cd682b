"""What should we talk about today? The findings, four numbers, and the figures behind them."""

import streamlit as st

from dashboard.views import figures
from dashboard.views.card import nothing_published, number, number_row
from dashboard.views.context import Context, current


def numbers(context: Context) -> None:
    words = context.words
    totals, cadence = context.row("totals"), context.row("cadence")
    drafts = context.row("draft_share", by="all")
    before, gap = totals["published_before"], cadence["longest_gap"]
    with number_row(4):
        number(
            words("overview.published"),
            words.number(totals["published"]),
            None
            if before is None
            else words("overview.against", change=words.signed(totals["published"] - before), before=before),
            words("overview.published_help"),
        )
        number(
            words("overview.per_week"),
            words("none.value") if cadence["per_week"] is None else words.number(cadence["per_week"]),
            words("overview.weeks", n=cadence["weeks"]),
            words("overview.per_week_help"),
        )
        number(
            words("overview.drafts"),
            words("overview.of", k=drafts["drafts"], n=drafts["n"]),
            words("overview.drafts_waiting", n=totals["drafts_waiting"]),
            words("overview.drafts_help"),
        )
        number(
            words("overview.longest_gap"),
            words("none.value") if gap is None else words("unit.days", n=gap),
            None if gap is None else words("overview.gap_days", first=cadence["gap_from"], last=cadence["gap_to"]),
            words("overview.longest_gap_help"),
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
