"""What comes out when? A month of articles, scheduled ones and drafts; what is late; a file for one's calendar."""

from contextlib import suppress
from datetime import date

import pandas as pd
import streamlit as st
from dateutil.relativedelta import relativedelta

from dashboard import figures
from dashboard.charts.buckets import bucket_name
from dashboard.context import Context
from dashboard.ical import ahead, to_ical
from dashboard.views.article_list import article_list
from dashboard.views.card import draw, open_article
from dashboard.views.context import current
from dashboard.views.download import file_name

LATE = ["published_on", "days_since", "title", "section", "audience", "path"]


def page(context: Context) -> None:
    month = chosen_month(context)
    st.caption(context.words("calendar.filters"))
    choose_month(context, month)
    draw(context, figures.schedule(context, month))
    drafts(context)
    take_along(context)


def chosen_month(context: Context) -> date:
    """The first day of the month in the URL, else of the one that as_of is in."""
    with suppress(ValueError):
        month = date.fromisoformat(st.query_params.get("month", "") + "-01")
        if 1000 <= month.year <= 2999:
            return month
    return context.as_of.replace(day=1)


def choose_month(context: Context, month: date) -> None:
    words, now = context.words, context.as_of.replace(day=1)

    def turn(to: date) -> None:
        if to == now:
            st.query_params.pop("month", None)
        else:
            st.query_params["month"] = f"{to:%Y-%m}"

    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.header(bucket_name(month, month, "month", words), width="content")
        before, after = month - relativedelta(months=1), month + relativedelta(months=1)
        for key, label, to in (
            ("before", "← " + bucket_name(before, before, "month", words), before),
            ("today", words("calendar.today"), now),
            ("after", bucket_name(after, after, "month", words) + " →", after),
        ):
            st.button(label, key=f"calendar.{key}", on_click=turn, args=(to,), disabled=to == month)


def drafts(context: Context) -> None:
    """The drafts whose day has passed, the longest ago first; and how many have none."""
    words, waiting = context.words, context.frame("drafts")
    late = waiting[waiting["published_on"] < pd.Timestamp(context.as_of)].sort_values("published_on", kind="stable")
    undated = int(waiting["published_on"].isna().sum())
    st.header(words("calendar.late"))
    if late.empty:
        st.caption(words("calendar.late_none"))
    else:
        st.markdown(words("calendar.late_found", n=len(late)))

        def opened(path: str) -> None:
            open_article(context, path)

        late = late.assign(days_since=(pd.Timestamp(context.as_of) - late["published_on"]).dt.days)
        article_list(context, late[LATE], late["path"], key="calendar.late", on_open=opened)
    if undated:
        label = words("calendar.undated", n=undated) + " →"
        st.page_link("views/drafts.py", label=label, query_params=context.query())


def take_along(context: Context) -> None:
    """The file of what is scheduled; with the drafts that have a day, when the reader wants those."""
    words = context.words
    st.header(words("calendar.file"))
    st.markdown(words("calendar.file_help"))
    with st.container(horizontal=True, vertical_alignment="center"):
        tentative = st.toggle(words("calendar.file_drafts"), key="calendar.tentative")
        articles = ahead(context.snapshot, context.filters, context.settings, context.as_of, drafts=tentative)
        if articles.empty:  # for one that is read once, an empty calendar is nothing to read
            st.caption(words("calendar.file_none"))
            return
        st.download_button(
            words("calendar.file_button", n=len(articles)),
            lambda: to_ical(context.snapshot, articles, context.settings),
            file_name=file_name(context, "calendar", "ics", stock=True),
            mime="text/calendar",
            key="calendar.ics",
            on_click="ignore",
        )


page(current())
