"""What is waiting? The drafts by age and the ones that are stuck, what is scheduled, and what share is still draft."""

import pandas as pd
import streamlit as st
from babel.lists import format_list

from dashboard import figures
from dashboard.charts import BANDS, FEW
from dashboard.charts.buckets import bucket_name, day_of
from dashboard.context import Context
from dashboard.views.article_list import article_list
from dashboard.views.card import draw, names_some, number, number_row, open_article
from dashboard.views.context import current
from dashboard.views.download import download

STUCK_AFTER = BANDS[-1][0] - 1  # days
COLUMNS = ["age_days", "title", "section", "audience", "first_seen_on", "first_seen_from", "published_on", "path"]

AHEAD = ["published_on", "title", "section", "audience"]


def page(context: Context) -> None:
    words = context.words
    share, waiting, scheduled = context.row("draft_share", by="all"), context.frame("drafts"), context.frame("ahead")
    numbers(context, waiting, int(scheduled["path"].notna().sum()))
    st.header(words("drafts.waiting"))
    if waiting.empty:
        st.caption(words("drafts.waiting_none"))
    else:
        draw(context, figures.draft_ages(context))
        waiting_lists(context, waiting)
    st.header(words("drafts.ahead"))
    if scheduled["path"].isna().all():
        st.caption(words("drafts.ahead_none", day=context.as_of))
    else:
        ahead(context, scheduled)
    if not share["n"]:
        return
    st.header(words("drafts.shares"))
    if not share["drafts"]:
        st.caption(words("drafts.shares_none", n=share["n"], period=context.period_text))
    else:
        cuts = [by for by in ("section", "audience", "tag") if names_some(context, by)] + ["month"]
        for place in range(0, len(cuts), 2):
            for by, column in zip(cuts[place : place + 2], st.columns(2), strict=False):
                with column:
                    draw(context, figures.draft_share(context, by))


def numbers(context: Context, waiting: pd.DataFrame, scheduled: int) -> None:
    words, share = context.words, context.row("draft_share", by="all")
    with number_row(4):
        number(
            words("drafts.share"),
            words("overview.of", k=share["drafts"], n=share["n"]),
            words.percent(share["share"]) if share["n"] >= FEW else None,  # of fewer, a percentage says nothing
            words("drafts.share_help"),
        )
        number(words("drafts.waiting_now"), words.number(len(waiting)), None, words("drafts.waiting_help"))
        known = waiting[waiting["age_days"].notna()]
        age, since = words("none.value"), None
        if len(known):
            oldest = known.iloc[0]
            source = words(f"first_seen_from.{oldest['first_seen_from']}")
            age = words("unit.days", n=int(oldest["age_days"]))
            since = words("drafts.according_to", day=day_of(oldest["first_seen_on"]), source=source)
        number(words("drafts.oldest"), age, since, words("drafts.oldest_help"))
        number(words("drafts.scheduled_now"), words.number(scheduled), None, words("drafts.scheduled_help"))


def waiting_lists(context: Context, waiting: pd.DataFrame) -> None:
    """The stuck drafts, then the others; all of them in one file."""
    words = context.words
    st.caption(ages_from(context, waiting) + " " + words("drafts.open_help"))
    stuck = waiting["age_days"] > STUCK_AFTER
    columns = [column for column in COLUMNS if column not in ("section", "audience") or names_some(context, column)]
    for name, rows in (("stuck", waiting[stuck]), ("others", waiting[~stuck])):
        if rows.empty:
            if name == "stuck":
                st.caption(words("drafts.stuck_none", limit=STUCK_AFTER))
            continue
        st.header(words(f"drafts.{name}", n=len(rows), limit=STUCK_AFTER))
        open_one(context, rows[columns], rows["path"], f"drafts.{name}")
    download(context, "drafts", waiting, shown=waiting[columns], stock=True)


def ages_from(context: Context, waiting: pd.DataFrame) -> str:
    """Which of the four sources the ages have, and how many of each."""
    words = context.words
    counts = waiting.loc[waiting["age_days"].notna(), "first_seen_from"].value_counts()
    said = [words("drafts.age_of", source=words(f"first_seen_from.{code}"), n=int(n)) for code, n in counts.items()]
    if unknown := int(waiting["age_days"].isna().sum()):
        said.append(words("drafts.age_unknown", n=unknown))
    return words("drafts.ages_from", sources=str(format_list(said, locale=words.locale)))


def ahead(context: Context, scheduled: pd.DataFrame) -> None:
    """The weeks to come as a calendar, and beside it their articles: empty weeks stand in both."""
    words = context.words
    per_week = context.row("cadence")["per_week"]
    left, right = st.columns([2, 3])
    with left:
        draw(context, figures.ahead(context))
    with right, st.container(border=True, height="stretch"):
        st.markdown("### " + words("drafts.ahead_list", n=int(scheduled["path"].notna().sum())))
        near = scheduled[scheduled["bucket"].notna()].reset_index(drop=True)
        weeks = [
            words("drafts.week", week=str(day_of(first).isocalendar().week))
            if context.narrow
            else bucket_name(day_of(first), day_of(last), "week", words)
            for first, last in zip(near["bucket"], near["bucket_end"], strict=True)
        ]
        # A week without articles has no section either, which is not "no section".
        nothing = {"title": words("drafts.week_empty"), **dict.fromkeys(("section", "audience"), words("none.value"))}
        near.loc[near["path"].isna(), list(nothing)] = list(nothing.values())
        shown = near.assign(week=weeks)[["week", "title", "published_on", "section", "audience", "articles"]]
        open_one(context, shown, near["path"], "drafts.ahead")
        said = [] if per_week is None else [words("drafts.usual", per_week=per_week)]
        if later := len(scheduled) - len(near):
            said.append(words("drafts.later", n=later))
        st.caption(" ".join([*said, words("drafts.open_help")]))
        articles = scheduled[scheduled["path"].notna()]
        download(context, "scheduled", articles, shown=articles[AHEAD], stock=True)


def open_one(context: Context, shown: pd.DataFrame, paths: "pd.Series[str]", key: str) -> None:
    def opened(path: str) -> None:
        open_article(context, path)

    article_list(context, shown, paths, key=key, on_open=opened, height="auto" if len(shown) <= 12 else 420)


page(current())
