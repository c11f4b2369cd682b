"""What do we cover, and what changed? Tags counted, compared and followed over time."""

import streamlit as st

from dashboard.views import figures
from dashboard.views.card import download, nothing_published, open_articles, table
from dashboard.views.context import Context, choice, current


def all_tags(context: Context) -> None:
    words = context.words
    frame = context.frame("tags")
    st.subheader(words("topics.all", n=len(frame)))
    shown = frame[["label", "articles", "share", "before", "change", "first_on", "last_on", "days_since"]]
    key = "topics.table"

    def picked() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        if rows:
            open_articles(context, tag=(str(frame["tag"].iloc[rows[0]]),))

    table(context, shown, key=key, on_select=picked, selection_mode="single-row", height=420)
    st.caption(words("topics.overlap"))
    download(context, "tags", frame)


def page(context: Context) -> None:
    words = context.words
    if nothing_published(context):
        return
    if context.frame("tags").empty:
        st.info(words("topics.none"))
        return
    figures.tags(context, top=20).draw(context)
    figures.quiet_tags(context).draw(context)
    per = choice(
        "per",
        {code: words(f"granularity.{code}") for code in ("week", "month", "quarter", "year")},
        "month",
        words("granularity.label"),
    )
    figures.tag_trend(context, per).draw(context)
    all_tags(context)


page(current())
