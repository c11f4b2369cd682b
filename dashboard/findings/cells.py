"""What the ranked gaps say."""

import pandas as pd

from dashboard.charts.alt_text import listed, places
from dashboard.findings.finding import NAMED, Finding
from dashboard.words import Words


def gap_cells(frame: pd.DataFrame, words: Words, against: str, short: str) -> Finding:
    """The place that falls furthest short of what was expected or planned (query `gap_cells`, ranked by `short`)."""
    if frame.empty:
        return Finding(f"finding.gap_cells.none_{against}")
    most = frame[short].round(1).max()
    worst = frame[frame[short].round(1) == most]
    names = places(worst)
    if len(worst) > 1:
        values = {"what": listed(names, words, NAMED), "short": float(most)}
        return Finding(f"finding.gap_cells.several_{against}", values)
    values = {"what": names[0], "n": int(worst["articles"].iloc[0]), "hope": float(worst[against].iloc[0])}
    return Finding(f"finding.gap_cells.one_{against}", values)
