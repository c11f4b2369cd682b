"""What the ranked gaps say, and the heatmaps of them."""

import pandas as pd

from dashboard.charts.alt_text import listed, places
from dashboard.findings.finding import NAMED, Finding, names_of
from dashboard.words import Sentence, Words, counted


def gap_cells(frame: pd.DataFrame, words: Words, against: str, short: str) -> Finding:
    """The place that falls furthest short of what was expected or planned (query `gap_cells`, ranked by `short`)."""
    if frame.empty:
        return Finding(f"finding.gap_cells.none_{against}")
    most = frame[short].round(1).max()
    worst = frame[frame[short].round(1) == most]
    names = places(worst)
    if len(worst) > 1:
        values = {"what": listed(names, words, NAMED), "n": counted("articles", float(most))}
        return Finding(f"finding.gap_cells.several_{against}", values)
    values = {
        "what": names[0],
        "n": counted("articles", int(worst["articles"].iloc[0])),
        "hope": float(worst[against].iloc[0]),
    }
    return Finding(f"finding.gap_cells.one_{against}", values)


def gap_heat(frame: pd.DataFrame, words: Words, by: str, against: str) -> Finding:
    """The section or audience that lacks articles with most of the tags (query `gap_heat`); no hidden gap counts."""
    tags = frame["tag"].nunique()
    lacking = frame[(frame["difference"] <= -1) & frame["reason"].isna()]
    if lacking.empty:
        return Finding(f"finding.gap_heat.none_{against}")
    counts = lacking.groupby("category").size()
    most = sorted(counts[counts == counts.max()].index)
    n = int(counts.max())
    of = Sentence("finding.gap_heat.of", {"n": n, "tags": tags}) if tags > 1 else Sentence("finding.gap_heat.only_tag")
    form = "one" if len(most) == 1 else "several"
    return Finding(f"finding.gap_heat.{form}_{against}", {"what": names_of(most, words, by), "of": of})


def required_cells(frame: pd.DataFrame) -> Finding:
    """How many of the places that must not be empty are (query `required_cells`)."""
    empty, of = int((frame["articles"] == 0).sum()), len(frame)
    if not empty:
        return Finding("gaps.required_none", {"n": of})
    return Finding("gaps.required_empty" if of > 1 else "gaps.required_all", {"n": empty, "of": of})
