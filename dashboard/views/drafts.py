"""What is waiting? The share of drafts, the drafts by age, and what is scheduled."""

import pandas as pd
import streamlit as st

from dashboard.charts import FEW
from dashboard.views import figures
from dashboard.views.card import download, number, number_row, open_article, table
from dashboard.views.context import Context, current

FILES = {"list": "drafts", "ahead": "scheduled"}  # what the CSV is called


def article_list(context: Context, name: str, frame: pd.DataFrame, columns: list[str]) -> None:
    """A list whose rows open their article."""
    words = context.words
    st.subheader(words(f"drafts.{name}", n=len(frame)))
    if frame.empty:
        st.caption(words(f"drafts.{name}_none"))
        return
    key = f"drafts.{name}.table"

    def picked() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        if rows:
            open_article(context, str(frame["path"].iloc[rows[0]]))

    table(context, frame[columns], key=key, on_select=picked, selection_mode="single-row")
    download(context, FILES[name], frame, stock=True)


def page(context: Context) -> None:
    words = context.words
    totals, share = context.row("totals"), context.row("draft_share", by="all")
    with number_row(3):
        number(
            words("drafts.share"),
            words("overview.of", k=share["drafts"], n=share["n"]),
            words.percent(share["share"]) if share["n"] >= FEW else None,  # of fewer, a percentage says nothing
            words("drafts.share_help"),
        )
        number(words("drafts.waiting_now"), words.number(totals["drafts_waiting"]), None, words("drafts.waiting_help"))
        number(words("drafts.scheduled_now"), words.number(totals["scheduled"]), None, words("drafts.scheduled_help"))
    if share["n"]:
        left, right = st.columns(2)
        with left:
            figures.draft_share(context, "section").draw(context)
        with right:
            figures.draft_share(context, "audience").draw(context)
        figures.draft_share(context, "month").draw(context)
    waiting = context.frame("drafts")
    if len(waiting):
        figures.draft_ages(context).draw(context)
    article_list(
        context,
        "list",
        waiting,
        ["title", "section", "audience", "published_on", "first_seen_on", "first_seen_from", "age_days", "path"],
    )
    scheduled = context.frame("articles", from_day=None, to_day=None, statuses=("scheduled",))
    article_list(context, "ahead", scheduled.iloc[::-1], ["published_on", "title", "section", "audience", "path"])


page(current())
