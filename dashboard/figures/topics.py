"""Tags: how many, rising, quiet, together."""

import pandas as pd

from dashboard import charts, findings
from dashboard.context import Context
from dashboard.figures.figure import ALL_TIME, Figure, shared

MOST_MOVED = 10  # tags that rose, and as many that fell


@shared
def tags(context: Context, top: int) -> Figure:
    frame = context.frame("tags")
    frame = frame[(frame["articles"] > 0) | (frame["before"] > 0)]  # the others are of other days
    chart = charts.tag_bars(frame, context.words, context.look, top, context.narrow)
    return Figure("tag_bars", "topics", frame, chart, findings.tag_bars(frame, context.words), compares=True)


@shared
def quiet_tags(context: Context) -> Figure:
    """Only the tags that are slowing or quiet."""
    frame = context.frame("quiet_tags")
    silent = frame[frame["state"] != "usual"]
    chart = charts.quiet_tags(silent, context.words, context.look, context.narrow)
    return Figure(
        "quiet_tags", "topics", silent, chart, findings.quiet_tags(frame, context.words), ALL_TIME, stock=True
    )


@shared
def rising(context: Context) -> Figure:
    """Only the tags that rose or fell beyond chance, the strongest of each."""
    frame = context.frame("rising")
    risen, fallen = (frame[frame["state"] == state] for state in ("rising", "falling"))
    moved = pd.concat([risen.head(MOST_MOVED), fallen.tail(MOST_MOVED)])
    chart = charts.rising(moved, context.words, context.look, context.narrow)
    return Figure("rising", "topics", moved, chart, findings.rising(frame, context.words), compares=True)


@shared
def tag_pairs(context: Context, top: int) -> Figure:
    frame = context.frame("tag_pairs", top=top)
    chart = charts.tag_pairs(frame, context.words, context.look, context.narrow)
    return Figure("tag_pairs", "topics", frame, chart, findings.tag_pairs(frame))


@shared
def tag_trend(context: Context, per: str) -> Figure:
    frame = context.frame("tag_trend", granularity=per)
    chart = charts.tag_trend(frame, context.words, context.look, per, context.narrow)
    finding = findings.tag_trend(frame, context.words, per)
    return Figure("tag_trend", "topics", frame, chart, finding, choices=(per,))
