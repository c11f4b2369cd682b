"""Will we make the plan? How far it is, what each part still needs, how the period will end; and the plan itself."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import figures
from dashboard.charts.alt_text import called
from dashboard.charts.buckets import day_of, days
from dashboard.charts.rows import whole
from dashboard.context import PUBLISHED, Context
from dashboard.filters import USUAL
from dashboard.plan import Forecast, attainment, beginning, main_field
from dashboard.targets import SHARES, WHOLE, known_names, mistakes
from dashboard.views.card import draw, names_some, nothing_published, number, number_row, open_behind
from dashboard.views.context import current
from dashboard.views.download import download
from dashboard.views.filter_bar import clear_filters
from dashboard.views.plan_editor import editor
from dashboard.views.table import plain_table, table

COLUMNS = ["field", "category", "articles", "share", "planned_share", "target", "behind", "scheduled"]
COLUMNS += ["short", "needed_per_week", "usual_per_week"]
AHEAD = ("quarter", "year")  # periods that still run


def page(context: Context) -> None:
    words, known = context.words, known_names(context.snapshot)
    if found := mistakes(context.settings.targets, context.settings, known):
        st.warning("\n\n".join(words.markdown(mistake.key, **mistake.values) for mistake in found))
    rows = context.frame("plan")
    begun = {} if context.filters.narrowed else beginning(of_a_year(context))
    any_or_running = bool(rows["articles"].any() or rows["weeks_left"].iloc[0])
    if context.filters.narrowed:
        with st.container(border=True):
            st.markdown(words("plan.narrowed"))
            st.button(words("bar.clear"), on_click=clear_filters, args=(context,))
    elif not main_field(rows):
        with st.container(border=True):
            st.markdown(words("plan.empty" if begun else "plan.empty_page"))
    elif any_or_running:
        against_plan(context, rows)
    if any_or_running and not silent(rows):
        st.header(words("plan.ends"))
        draw(context, figures.forecast(context))
        tried(context)
    elif not context.filters.narrowed:
        nothing_published(context)
    if not context.filters.narrowed:
        moving(context)
    editor(context, begun, known)


def silent(rows: pd.DataFrame) -> bool:
    """Did nothing come out, neither in the period nor in the last weeks, and is nothing scheduled?"""
    whole = rows[rows["field"] == "volume"][["articles", "scheduled", "usual_per_week"]]
    return not whole.fillna(0).to_numpy().any()


def of_a_year(context: Context) -> pd.DataFrame:
    """The rows to begin a plan from: of a quarter that has just begun there are too few."""
    return replace(context, filters=context.filters.with_(period=USUAL)).frame("plan")


def against_plan(context: Context, rows: pd.DataFrame) -> None:
    words, finding = context.words, figures.plan_as_a_whole(context)
    st.markdown(words.markdown(finding.key, **finding.values))
    period(context, rows)
    numbers(context, rows)
    st.header(words("plan.parts"))
    fields = [field for field in SHARES if rows.loc[rows["field"] == field, "target"].notna().any()]
    for place in range(0, len(fields), 2):
        for field, column in zip(fields[place : place + 2], st.columns(min(len(fields), 2)), strict=False):
            with column:
                draw(context, figures.planned(context, field))
    without = [field for field in SHARES if field not in fields and names_some(context, field)]
    if without:
        st.caption(" ".join(words(f"plan.without.{field}") for field in without))
    each(context, rows)


def period(context: Context, rows: pd.DataFrame) -> None:
    """Which days the plan is about, and how many are left; of what is over, a way to what still runs."""
    words, row = context.words, rows.iloc[0]
    span = days(day_of(row["first_day"]), day_of(row["last_day"]), words)
    left = round(7 * row["weeks_left"])
    if left:
        own = [] if context.filters.chosen else [words("plan.period_own")]
        st.caption(" ".join([words("plan.period", n=left, days=span), *own]))
        return
    endless = context.filters.plan_end(context.as_of) is None
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(words("plan.period_endless" if endless else "plan.period_over", days=span), width="content")
        for name in AHEAD:
            query = context.query("plan", period=name)
            st.page_link("views/plan.py", label=words(f"plan.ahead.{name}"), query_params=query)


def numbers(context: Context, rows: pd.DataFrame) -> None:
    words, row = context.words, rows[rows["field"] == "volume"].iloc[0]
    planned, nothing = pd.notna(row["target"]), words("none.value")
    with number_row(4):
        out, below = words.number(int(row["articles"])), pace(context)
        if planned and context.narrow:  # a phone has no room for both, nor for the pace
            below = words("plan.of_target", target=whole(row["target"]))
        elif planned:
            out = words("overview.of", k=int(row["articles"]), n=whole(row["target"]))
        number(words("plan.published"), out, below, " ".join([words("plan.published_help"), *in_weeks(context)]))
        parts = {field: attainment(rows[rows["field"] == field]) for field in (*SHARES, "volume")}
        known = {field: words.percent(share) for field, share in parts.items() if share is not None}
        first = main_field(rows)
        also = [
            words(f"plan.also.{field}", percent=known[field]) for field in SHARES if field in known and field != first
        ]
        of_what = words(f"plan.attained_of.{first}")
        number(
            words("plan.attained"),
            known.get(first, nothing),
            of_what if context.narrow else " · ".join([of_what, *also]),
            words("plan.attained_help"),
        )
        needed = row["needed_per_week"]
        usual = None if pd.isna(row["usual_per_week"]) else words("plan.usual", per_week=float(row["usual_per_week"]))
        days_left = round(7 * row["weeks_left"])
        if planned and 0 < days_left < 7:  # a pace a week would promise more than there is time for
            still = max(whole(row["target"]) - int(row["articles"]) - int(row["scheduled"]), 0)
            number(words("plan.needed_last"), str(still), words("plan.in_days", n=days_left), words("plan.needed_help"))
        else:
            number(
                words("plan.needed"),
                nothing if pd.isna(needed) else words.number(needed),
                usual if planned and days_left else words("plan.over" if planned else "plan.no_number"),
                words("plan.needed_help"),
            )
        found = figures.expected(context)
        number(
            words("plan.forecast"),
            nothing if found.hidden else words.number(found.expected, 0),
            words(f"plan.hidden.{found.hidden}") if found.hidden else band(context, found),
            words("chart.forecast.about"),
        )


def band(context: Context, found: Forecast) -> str:
    """With what chance; where it did not come true that often, how often it did."""
    ends = {"low": found.low, "high": found.high}
    if found.too_sure:
        return context.words("plan.band_tried", **ends, held=found.held, n=found.tested)
    return context.words("plan.band", **ends)


def tried(context: Context) -> None:
    """What was forecast of earlier periods, and what came of it."""
    words, found, rows = context.words, figures.expected(context), context.frame("backtest")
    if found.hidden not in ("", "worse") or rows.empty:
        return
    shown = pd.DataFrame(
        {
            "tried_period": days(day_of(row["first_day"]), day_of(row["last_day"]), words),
            "tried_until": words.day(day_of(row["until"])),
            "published": words.number(row["published"]),
            "tried_expected": words.number(row["expected"], 0),
            "tried_band": words("plan.tried_band", low=row["low"], high=row["high"]),
            "tried_articles": words.number(row["articles"]),
            "tried_held": words("plan.tried_held" if row["held"] else "plan.tried_not_held"),
            "tried_before": words.number(row["before"]),
        }
        for row in rows.to_dict("records")
    )
    if context.narrow:
        shown = shown[["tried_period", "tried_band", "tried_articles", "tried_held"]]
    with st.expander(words("plan.tried_table")):
        plain_table(context, shown, words("plan.tried_table"))
        st.caption(words("plan.tried_help"))
        download(context, "backtest", rows)


def pace(context: Context) -> str | None:
    """4.9 a week, the plan is 5: of the complete weeks of the period."""
    words, per_week = context.words, context.row("cadence")["per_week"]
    planned = context.settings.targets.get("volume", {})
    unit = next((unit for unit in ("per_week", "per_month") if unit in planned), "")
    said = [] if per_week is None else [words("plan.pace", per_week=per_week)]
    if unit:
        said.append(words(f"plan.pace_{unit}", n=planned[unit]))
    return ", ".join(said) or None


def in_weeks(context: Context) -> list[str]:
    """What the mean a week is made of."""
    cadence = context.row("cadence")
    return (
        [context.words("plan.in_weeks", n=cadence["weeks"], k=cadence["articles_in_weeks"])] if cadence["weeks"] else []
    )


def each(context: Context, rows: pd.DataFrame) -> None:
    """All that has a plan, and below them what has none; a row opens its articles."""
    words = context.words
    st.header(words("plan.each"))
    with_plan = {field for field in SHARES if rows.loc[rows["field"] == field, "target"].notna().any()} | {"volume"}
    shown = rows[rows["field"].isin(with_plan) & (rows["target"].notna() | (rows["articles"] + rows["scheduled"] > 0))]
    shown = shown.sort_values("target", key=lambda column: column.isna(), kind="stable")

    def picked() -> None:
        chosen = st.session_state["plan.each"]["selection"]["rows"]
        if chosen:
            row = shown.iloc[chosen[0]]
            cell = {} if row["field"] == "volume" else {str(row["field"]): str(row["category"])}
            open_behind(context, cell, {"status": PUBLISHED})

    names = [
        words("plan.all") if field == "volume" else label if field == "tag" else called(label, words, field)
        for field, label in zip(shown["field"], shown["label"], strict=True)
    ]
    named = shown.assign(category=names, field=[words(f"plan.field.{field}") for field in shown["field"]])
    rounded = {"target": 1, "behind": 1, "short": 1, "needed_per_week": 1, "usual_per_week": 1}
    height = "content" if len(shown) <= 14 else 520
    table(
        context,
        named[COLUMNS].round(rounded),
        key="plan.each",
        on_select=picked,
        selection_mode="single-row",
        height=height,
    )
    st.caption(words("plan.each_note"))
    download(context, "plan", shown)


def moving(context: Context) -> None:
    """How many articles are in another place than planned, of sections and of audiences."""
    words = context.words
    found = {field: figures.to_move(context, field) for field in WHOLE}
    if not any(found.values()):
        return
    st.header(words("plan.move"))
    for field, finding in found.items():
        if finding:
            said = words.markdown(finding.key, **finding.values)
            st.markdown(f"**{words(f'plan.field.{field}')}**: {said}")
    st.caption(words("plan.move_note"))


page(current())
