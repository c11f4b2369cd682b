"""Upkeep, length, reading ease."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard import charts, findings
from dashboard.context import PUBLISHED, Context
from dashboard.figures.figure import Figure, shared


@shared
def upkeep(context: Context) -> Figure:
    frame = context.frame("upkeep")
    names = {code: lacking(context, code) for code in frame["code"]}
    chart = charts.upkeep(frame, context.words, context.look, names, context.narrow)
    rows = frame.assign(lacking=list(names.values()))[["lacking", "articles", "of", "code"]]
    return Figure("upkeep", "quality", rows, chart, findings.upkeep(frame, names), counted(context))


def counted(context: Context) -> Mapping[str, Any]:
    """The statuses that quality is about: those chosen, else what counts as published."""
    return {"status": context.filters.status or PUBLISHED}


def lacking(context: Context, code: str) -> str:
    """A code of query `upkeep` in words."""
    kind, _, heading = code.partition(":")
    values = {"heading": heading, "n": context.settings.stale_after_days}
    return context.words(f"upkeep.{kind}", **values)


@shared
def lengths(context: Context, by: str) -> Figure:
    frame = context.frame("lengths", by=by)
    chart = charts.lengths(frame, context.words, context.look, by, context.narrow)
    finding = findings.lengths(frame, context.words, by)
    opens, category = counted(context), of_articles(by)
    return Figure("lengths", "quality", frame, chart, finding, opens, category, choices=(by,))


def reading_ease(context: Context, frame: pd.DataFrame, by: str) -> Figure:
    """`frame`: the middles by category, as `reading.by_category` gives them."""
    chart = charts.reading_ease(frame, context.words, context.look, by, context.narrow)
    finding = findings.reading_ease(frame, context.words, by)
    opens, category = counted(context), of_articles(by)
    return Figure("reading_ease", "quality", frame, chart, finding, opens, category, choices=(by,))


def of_articles(by: str) -> str:
    """What a click on a row filters by: nothing when there is one row for all."""
    return by if by in ("section", "audience") else ""
