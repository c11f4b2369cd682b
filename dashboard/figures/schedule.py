"""The editorial calendar: what came out, what is scheduled, which drafts have a day."""

import calendar
from datetime import date

from dashboard import charts, findings
from dashboard.context import PUBLISHED, Context
from dashboard.figures.figure import Figure, shared

DATED = {"status": (*PUBLISHED, "scheduled", "draft"), "period": "all"}
COLUMNS = ["day", "articles", "state", "title", "status", "overdue", "section", "audience", "published_at", "path"]


@shared
def schedule(context: Context, month: date | None = None, printed: int = 0) -> Figure:
    """The month of a day, of as_of when none is given, in whole weeks; the filters count, the period does not.

    Its table has a row for each article; a day without any has none.
    """
    first = (month or context.as_of).replace(day=1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    frame = context.frame("schedule", from_day=first, to_day=last)
    known = context.options("section")
    chart = charts.schedule(frame, context.words, context.look, first, context.as_of, known, context.narrow, printed)
    rows = frame.loc[frame["path"].notna(), COLUMNS].reset_index(drop=True)
    finding = findings.schedule(frame, context.words, first, context.as_of)
    return Figure("schedule", "calendar", rows, chart, finding, DATED)
