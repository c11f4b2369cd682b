"""What changed? Two quarters, months, years or own periods side by side, and first of all what changed most."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import figures
from dashboard.charts import FEW
from dashboard.charts.buckets import days
from dashboard.charts.rows import NOTICEABLE
from dashboard.context import PUBLISHED, Context
from dashboard.plan import attainment, main_field
from dashboard.review import Review
from dashboard.views.card import draw, empty, names_some, number, number_row, open_behind
from dashboard.views.context import current
from dashboard.views.filter_bar import clear_filters
from dashboard.views.review_periods import chosen
from dashboard.views.table import table

TAGS = 12  # that are drawn


def page(context: Context) -> None:
    found = chosen(context)
    words = context.words
    if found.to_come:
        st.info(words.markdown("review.to_come", period=days(*found.now, words)))
        return
    if not found.comparable:
        begun, last = found.row("latest")["earliest"], found.before[1]
        key = "alone" if begun is None or begun > last else "begun_late"
        st.info(words.markdown(f"review.{key}", period=days(*found.before, words), day=begun))
    elif found.since_begun:
        now = days(found.now[0], min(found.now[1], found.as_of), words)
        values = {"day": found.before[0], "now": now, "before": days(*found.before, words)}
        st.info(words.markdown("review.since_begun", **values))
    elif found.running:
        st.caption(words("review.running", day=context.as_of, days=days(*found.before, words)))
    totals = found.row("totals")
    if not totals["published"] and not totals["published_before"]:
        nothing(context, found)
        return
    most_changed(found)
    volume(found)
    balance(found)
    topics(found)
    drafts(found)
    plan(found)


def nothing(context: Context, found: Review) -> None:
    """Neither in the period nor in the other one."""
    if context.filters.narrowed:
        empty(found, "empty.filtered", "bar.clear", clear_filters, context)
    else:
        st.info(context.words.markdown("review.nothing", period=found.period_text))


def most_changed(found: Review) -> None:
    """The sentences, what changed most first; each leads to its table, further down.

    When nothing changed beyond chance, what moved most, with the word that it may be chance.
    """
    words = found.words
    st.header(words("review.changed"))
    said, beyond_chance = figures.what_changed(found)
    if not said:
        st.markdown(words("review.nothing_changed" if found.comparable else "review.no_changes"))
        return
    if not beyond_chance:
        st.markdown(words("review.perhaps_chance"))
    lines = []
    for place, headline in enumerate(said, start=1):
        block = headline.rule.page
        sentence = words.markdown(headline.finding.key, **headline.finding.values)
        lines.append(f"{place}. {sentence} [{words(f'review.{block}')} ↓](#{block})")
    st.markdown("\n".join(lines))
    st.caption(words("review.ranked" if beyond_chance else "review.ranked_chance"))


def volume(found: Review) -> None:
    words = found.words
    now, before = found.both("cadence")
    totals = found.row("totals")

    def shown(value: Any, unit: str = "") -> str:
        return words("none.value") if value is None else words(unit, n=value) if unit else words.number(value)

    def against(value: Any, unit: str = "") -> str | None:
        return words("review.before", value=shown(value, unit)) if found.comparable else None

    st.header(words("review.volume"), anchor="volume")
    with number_row(4):
        number(words("review.published"), shown(totals["published"]), against(totals["published_before"]))
        number(words("review.per_week"), shown(now["per_week"]), against(before["per_week"]))
        number(
            words("review.longest_gap"),
            shown(now["longest_gap"], "unit.days"),
            against(before["longest_gap"], "unit.days"),
        )
        number(
            words("review.longest_streak"),
            shown(now["longest_streak"], "unit.weeks"),
            against(before["longest_streak"], "unit.weeks"),
        )
    draw(found, figures.review_volume(found))


def balance(found: Review) -> None:
    if not found.comparable:
        return
    named = [by for by in ("section", "audience") if names_some(found, by)]
    made = [figures.review_shares(found, by) for by in named]
    drawn = [figure for figure in made if figure.frame["points"].notna().sum() > 1]
    if drawn:
        st.header(found.words("review.balance"), anchor="balance")
        for figure, column in zip(drawn, st.columns(len(drawn)), strict=True):
            with column:
                draw(found, figure)


def topics(found: Review) -> None:
    words, tags = found.words, figures.tags(found, TAGS)
    if tags.frame.empty:
        return
    st.header(words("review.topics"), anchor="topics")
    draw(found, tags)
    if not found.comparable:
        return
    moved = figures.rising(found)
    if moved.frame.empty:
        st.caption(words(moved.finding.key, **moved.finding.values) + ".")
    else:
        draw(found, moved)
    frame = tags.frame
    gone = frame[(frame["articles"] == 0) & (frame["before"] >= NOTICEABLE)].sort_values("before", ascending=False)
    new = frame[(frame["articles"] > 0) & (frame["first_on"] >= pd.Timestamp(found.now[0]))]
    for name, rows, columns, column in zip(
        ("gone", "new"),
        (gone, new),
        (["label", "before", "before_n"], ["label", "articles", "first_on"]),
        st.columns(2),
        strict=True,
    ):
        with column:
            st.subheader(words(f"review.{name}"))
            tag_rows(found, f"review.{name}", rows, columns)


def tag_rows(found: Review, key: str, tags: pd.DataFrame, columns: list[str]) -> None:
    """Each row opens the articles with its tag, of all days."""
    if tags.empty:
        st.caption(found.words(f"{key}_none", n=NOTICEABLE))
        return

    def picked() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        if rows:
            tag = str(tags["tag"].iloc[rows[0]])
            open_behind(found, {"tag": tag}, {"status": PUBLISHED, "period": "all"})

    height: Any = "auto" if len(tags) <= 8 else 330
    table(found, tags[columns], key=key, on_select=picked, selection_mode="single-row", height=height)


def drafts(found: Review) -> None:
    """What is still a draft of what is dated in the period; of the other one that says nothing to compare with."""
    words, now = found.words, found.row("draft_share", by="all")
    said = words("overview.of", k=now["drafts"], n=now["n"])
    if now["n"] >= FEW and not found.narrow:  # of fewer a percentage says nothing, and a phone has no room for it
        said += f" ({words.percent(now['share'])})"
    st.header(words("review.drafts"), anchor="drafts")
    with number_row(2):
        number(words("review.still_draft"), said, explained=words("review.still_draft_help"))
    if found.comparable:
        st.caption(words("review.still_draft_alone"))


def plan(found: Review) -> None:
    """How far the plan of today was attained in both; a plan is about the whole publication."""
    words, rows = found.words, found.frame("plan")
    field = main_field(rows)
    if not field:
        return
    st.header(words("review.plan"), anchor="plan")
    earlier = found.frame("plan", **found.earlier)
    with number_row(4):
        for one in [name for name in ("volume", "section", "audience", "tag") if (rows["field"] == name).any()]:
            attained = attainment(rows[rows["field"] == one])
            if attained is None:
                continue
            before = attainment(earlier[earlier["field"] == one]) if found.comparable else None
            below = None if before is None else words("review.before", value=words.percent(before))
            number(words(f"review.plan_{one}"), words.percent(attained), below, words("review.plan_help"))
    st.page_link("views/plan.py", label=words("page.plan.title") + " →", query_params=found.query())


page(current())
