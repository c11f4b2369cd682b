"""Can I trust the figures? What was found, what was wrong, which keys were read, when."""

import streamlit as st

from dashboard.context import Context
from dashboard.views import field_list, problem_list
from dashboard.views.card import number, number_row
from dashboard.views.context import current
from dashboard.views.download import download
from dashboard.views.table import plain_table

FIRST = 20  # loads on the screen; the file has all
SUM = ("found", "read", "unchanged", "ignored", "skipped")


def found(context: Context) -> None:
    """found = read + unchanged + ignored + skipped, as one sum on the screen."""
    words, load = context.words, context.row("loads")
    st.header(words("data.sum", **{name: load[name] for name in SUM}))
    with number_row(5):
        for name in SUM:
            number(words(f"data.{name}"), words.number(load[name]), None, words(f"data.{name}_help"))
    snapshot = context.row("snapshot")
    st.caption(
        words.markdown(
            "data.folder",
            folder=snapshot["content_root"],
            time=load["finished_at"],
            seconds=words.number(load["seconds"], 2),
            version=load["version"],
        )
    )


def history(context: Context) -> None:
    words, loads = context.words, context.frame("loads")
    st.header(words("data.loads"))
    shown = loads.drop(columns=["content_root", "started_at"]).head(FIRST)
    shown = shown.assign(
        finished_at=shown["finished_at"].map(words.moment), seconds=[words.number(s, 2) for s in shown["seconds"]]
    )
    plain_table(context, shown, words("data.loads"))
    if len(loads) > FIRST:
        st.caption(words("data.loads_first", first=FIRST, n=len(loads)))
    download(context, "loads", loads, whole=True)


def page(context: Context) -> None:
    found(context)
    problem_list.draw(context)
    field_list.mapping(context)
    field_list.unmapped(context)
    history(context)


page(current())
