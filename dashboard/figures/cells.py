"""The ranked gaps, and the heatmaps around them."""

import pandas as pd

from dashboard import charts, findings
from dashboard.context import Context
from dashboard.figures.figure import Figure, shared

HEAT_TOP = 12  # tags, and sections or audiences: more is no picture any more
HEAT_NARROW = 6  # sections or audiences that a phone has room for
COLUMNS = ["field", "category", "label", "articles", "expected", "short", "planned", "plan_short", "most_short"]
COLUMNS += ["last_on", "drafts", "scheduled", "category_total", "tag_total", "total", "tag"]
HEAT_COLUMNS = ["category", "label", "articles", "hope", "difference", "residual", "reason"]
HEAT_COLUMNS += ["category_total", "tag_total", "total", "tag"]


@shared
def gap_cells(context: Context, against: str) -> Figure:
    """The gaps that are not hidden, ranked by what is lacking against what was to be expected, or planned."""
    short = {"expected": "short", "planned": "plan_short"}[against]
    frame = ranked(context.frame("gap_cells"), short)
    frame = frame.loc[frame["reason"].isna(), COLUMNS]
    chart = charts.gap_cells(frame, context.words, context.look, against, narrow=context.narrow)
    finding = findings.gap_cells(frame, context.words, against, short)
    return Figure(f"gap_cells_{against}", "gaps", frame, chart, finding, key="gap_cells", choices=(against,))


@shared
def gap_heat(context: Context, by: str, against: str) -> Figure:
    """The tags that lack most somewhere, against the sections or audiences that do: both sides of each gap."""
    frame = context.frame("gap_heat", by=by, against=against, top=HEAT_TOP)
    if context.narrow:  # what is said is said of what is drawn
        frame = frame[frame["category_rank"] <= HEAT_NARROW]
        frame = frame[frame.groupby("tag")["difference"].transform("count") > 0]
    chart = charts.gap_heat(frame, context.words, context.look, by, against, context.narrow)
    finding = findings.gap_heat(frame, context.words, by, against)
    rows = frame[HEAT_COLUMNS].rename(columns={"hope": against})
    name, key = f"gap_heat_{against}", f"gap_heat.{by}"
    return Figure(name, "gaps", rows, chart, finding, category=by, key=key, choices=(against,))


def ranked(gaps: pd.DataFrame, short: str) -> pd.DataFrame:
    """Those that lack something by this measure, the most first."""
    return gaps[gaps[short].notna()].sort_values(short, ascending=False, kind="stable", ignore_index=True)
