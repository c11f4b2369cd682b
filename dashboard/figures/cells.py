"""The ranked gaps."""

import pandas as pd

from dashboard import charts, findings
from dashboard.context import Context
from dashboard.figures.figure import Figure, shared


@shared
def gap_cells(context: Context, against: str) -> Figure:
    """The gaps that are not hidden, ranked by what is lacking against what was to be expected, or planned."""
    short = {"expected": "short", "planned": "plan_short"}[against]
    frame = ranked(context.frame("gap_cells"), short)
    frame = frame[frame["reason"].isna()].drop(columns=["reason", "waiting"])
    chart = charts.gap_cells(frame, context.words, context.look, against, narrow=context.narrow)
    finding = findings.gap_cells(frame, context.words, against, short)
    return Figure(f"gap_cells_{against}", "gaps", frame, chart, finding, key="gap_cells")


def ranked(gaps: pd.DataFrame, short: str) -> pd.DataFrame:
    """Those that lack something by this measure, the most first."""
    return gaps[gaps[short].notna()].sort_values(short, ascending=False, kind="stable", ignore_index=True)
