"""The plan against what there is, and how the period will end."""

import math

from dashboard import charts, findings, plan
from dashboard.context import PUBLISHED, Context
from dashboard.figures.figure import Figure, shared
from dashboard.findings import Finding
from dashboard.plan import Forecast

_OF_THE_PERIOD = ["field", "n", "first_day", "last_day", "weeks_left"]  # the same in every row


@shared
def planned(context: Context, field: str) -> Figure:
    """Sections, audiences or tags; those without a plan stand last."""
    rows = context.frame("plan")
    rows = rows[rows["field"] == field]
    chart = charts.plan(rows, context.words, context.look, field, narrow=context.narrow)
    frame = rows.drop(columns=_OF_THE_PERIOD)
    frame = frame.rename(columns={"category": "tag"}) if field == "tag" else frame.drop(columns="label")
    finding = findings.plan(rows, context.words)
    note = "note" if rows["scheduled"].any() else "note_unscheduled" if rows["weeks_left"].any() else "note_over"
    category = "" if field == "tag" else field
    return Figure("plan", "plan", frame, chart, finding, category=category, key=f"plan.{field}", note=note)


def plan_as_a_whole(context: Context) -> Finding:
    return findings.plan_as_a_whole(context.frame("plan"), context.words)


def plan_attained(context: Context) -> Finding:
    return findings.plan_attained(context.frame("plan"), context.words)


def expected(context: Context) -> Forecast:
    """How the period will end, or why that is not said."""
    end = context.filters.plan_end(context.as_of)
    return plan.forecast(context.frame("forecast"), context.frame("backtest"), context.as_of, end)


@shared
def forecast(context: Context) -> Figure:
    """How the period fills; what will be only where the forecast is good for something."""
    found, frame = expected(context), context.frame("forecast")
    frame = frame.astype(dict.fromkeys(frame.columns.drop("day"), float))  # null where there is none
    if found.hidden:
        frame = frame.assign(**dict.fromkeys(("expected", "low", "high"), math.nan))
    chart = charts.forecast(frame, context.words, context.look, context.narrow)
    finding = findings.forecast(frame, found)
    rows = frame.rename(columns={"low": "likely_low", "high": "likely_high"})  # articles, where others are shares
    rows = rows.drop(columns=["expected", "likely_low", "likely_high"]) if found.hidden else rows
    proof = findings.forecast_tried(found)
    drawn = [name for name in ("planned", "expected") if frame[name].notna().sum() > 1]
    note = "note" if len(drawn) == 2 else f"note_{drawn[0] if drawn else 'published'}"
    return Figure("forecast", "plan", rows, chart, finding, {"status": PUBLISHED}, proof=proof, note=note)
