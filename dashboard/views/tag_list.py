"""Every tag there ever was, with a search: in use now, first and last seen, used once."""

import streamlit as st

from dashboard.context import PUBLISHED, Context
from dashboard.views.card import open_behind
from dashboard.views.context import choice
from dashboard.views.download import download
from dashboard.views.table import table

COLUMNS = [
    "label",
    "articles",
    "share",
    "before",
    "change",
    "change_share",
    "uses",
    "first_on",
    "last_on",
    "days_since",
]


def keep_search() -> None:
    text = st.session_state["topics.search"].strip()
    if text:
        st.query_params["search"] = text
    else:
        st.query_params.pop("search", None)


def tag_list(context: Context) -> None:
    words = context.words
    every = context.frame("tags")
    once = int((every["uses"] == 1).sum())
    st.header(words("topics.all", n=len(every)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.session_state["topics.search"] = st.query_params.get("search", "")
        search = st.text_input(
            words("topics.search"),
            key="topics.search",
            on_change=keep_search,
            placeholder=words("topics.search_help"),
            width=360,
        )
        options = {"all": words("topics.list.all"), "once": words("topics.list.once", n=once)}
        shown = choice("list", options, "all", words("topics.list.label"))
    frame = context.frame("tags", search=search)
    if shown == "once":
        frame = frame[frame["uses"] == 1].sort_values(["last_on", "label"], ascending=[False, True], kind="stable")
    if frame.empty:
        st.caption(words.markdown("topics.none_found", search=search) if search else words("topics.none_once"))
        return
    st.caption(words("topics.found", n=len(frame)) + " " + words("topics.overlap"))

    def picked() -> None:
        rows = st.session_state["topics.table"]["selection"]["rows"]
        if rows:
            row = frame.iloc[rows[0]]
            # A tag of other days opens those: its list would be empty here.
            opens = {"status": PUBLISHED} | ({} if row["articles"] else {"period": "all"})
            open_behind(context, {"tag": str(row["tag"])}, opens)

    height = "auto" if len(frame) <= 10 else 420
    table(context, frame[COLUMNS], key="topics.table", on_select=picked, selection_mode="single-row", height=height)
    name = "-".join(filter(None, ("tags", search, shown if shown != "all" else "")))
    download(context, name, frame, shown=frame[COLUMNS])
