"""Do sections and audiences get their share? Shares against the plan, section against audience, and over time."""

import pandas as pd
import streamlit as st

from dashboard import figures
from dashboard.charts import SHOWS
from dashboard.context import PUBLISHED, Context
from dashboard.views.card import draw, names_some, nothing_published, open_behind, says_none
from dashboard.views.context import choice, current
from dashboard.views.download import download
from dashboard.views.table import table

FIELDS = ("section", "audience")


def divides(context: Context, field: str) -> bool:
    """Is there more than one section, or audience, that articles go to or were meant to go to?"""
    return len(context.frame("shares", by=field)) > 1


def all_in_one(context: Context, field: str) -> None:
    """One line in place of a chart that could only say 100 %."""
    words, only = context.words, context.frame("shares", by=field).iloc[0]
    key = f"balance.all_in.{field}" + ("" if only["category"] else "_none")
    said = words.markdown(key, n=int(only["articles"]), what=str(only["category"]), days=context.period_text)
    with st.container(border=True):
        st.markdown(said)


def shares(context: Context, field: str) -> None:
    """The share of each, and how many articles are in another place than planned."""
    if says_none(context, field):
        return
    if not divides(context, field):
        all_in_one(context, field)
        return
    draw(context, figures.shares(context, field, top=None))
    if finding := figures.to_move(context, field):
        st.markdown(context.words.markdown(finding.key, **finding.values))


def cells(context: Context) -> None:
    """Section against audience, and below it what one of the cells lacks."""
    words = context.words
    show = choice("show", {code: words(f"balance.show.{code}") for code in SHOWS}, "count", words("balance.show.label"))
    draw(context, figures.balance(context, show, top=None))
    # The only cell there is has no elsewhere, and without tags none are missing.
    if len(context.frame("balance")) > 1 and any(context.options("tag")):
        missing(context)


def missing(context: Context) -> None:
    """Tags that are common elsewhere, and never there in one cell: the one that falls short most, or the chosen one."""
    words, frame = context.words, context.frame("balance")
    st.header(words("balance.missing"))
    short = shortest(frame)
    chosen = {}
    with st.container(horizontal=True):
        for field in FIELDS:
            options = {value: context.name(field, value) for value in dict.fromkeys(frame[field])}
            chosen[field] = choice(f"in_{field}", options, short[field], words(f"field.{field}"), many=True)
    section, audience = chosen["section"], chosen["audience"]
    names = {field: context.name(field, value) for field, value in chosen.items()}
    cell = frame[(frame["section"] == section) & (frame["audience"] == audience)]
    here = int(cell["articles"].sum())
    tags = context.frame("missing_tags", cell_section=section, cell_audience=audience)
    if tags.empty:
        st.caption(words.markdown("balance.missing_none", **names))
        return
    st.markdown(words.markdown("balance.missing_found", n=len(tags), here=here, **names))
    shown = tags[["label", "elsewhere", "in_section", "in_audience", "share", "last_here"]]

    def picked() -> None:
        rows = st.session_state["balance.missing"]["selection"]["rows"]
        if rows:
            open_behind(context, {"tag": str(tags["tag"].iloc[rows[0]])}, {"status": PUBLISHED})

    height = "auto" if len(tags) <= 8 else 330
    table(context, shown, key="balance.missing", on_select=picked, selection_mode="single-row", height=height)
    st.caption(words("balance.missing_note"))
    download(context, f"missing-tags-{section}-{audience}", tags, shown=shown)


def shortest(frame: pd.DataFrame) -> dict[str, str]:
    """The cell that is furthest under what was to be expected, of those with a name if there are any."""
    named = frame[(frame["section"] != "") & (frame["audience"] != "")]
    cell = (named if len(named) else frame).copy()
    cell["short"] = (cell["expected"] - cell["articles"]).fillna(0)
    worst = cell.sort_values("short", ascending=False, kind="stable").iloc[0]
    return {field: str(worst[field]) for field in FIELDS}


def page(context: Context) -> None:
    words = context.words
    if nothing_published(context):
        return
    st.header(words("balance.heading"))
    for column, field in zip(st.columns(2), FIELDS, strict=True):
        with column:
            shares(context, field)
    spread = [field for field in FIELDS if names_some(context, field) and divides(context, field)]
    if not spread:
        return
    cells(context)
    st.header(words("balance.over_time"))
    for column, field in zip(st.columns(2), spread, strict=False):
        with column:
            draw(context, figures.evenness(context, field))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        per = choice(
            "per",
            {code: words(f"granularity.{code}") for code in ("month", "quarter", "year")},
            "month",
            words("granularity.label"),
        )
        split = spread[0]
        if len(spread) > 1:
            split = choice("by", {code: words(f"split.{code}") for code in spread}, split, words("split.label"))
    draw(context, figures.share_over_time(context, per, split))


page(current())
