"""What two periods side by side say."""

import pandas as pd

from dashboard.charts.rows import FEW
from dashboard.findings.finding import Finding, few, few_before, names_of
from dashboard.words import Words


def review_volume(frame: pd.DataFrame, words: Words) -> Finding:
    """How many more or fewer, of both periods together, when there are ten or more (query `review_volume`)."""
    n = int(frame["articles"].sum())
    if frame["before"].isna().all():
        return Finding("finding.review_volume.alone", {"n": n})
    before = int(frame["before"].sum())
    if n + before < FEW:
        return few(n + before)
    values = {"n": n, "before": before, "change": words.signed(n - before)}
    return Finding(f"finding.review_volume.{'same' if n == before else 'other'}", values)


def review_shares(frame: pd.DataFrame, words: Words, by: str) -> Finding:
    """The share that moved most of those that moved beyond chance (query `review_shares`)."""
    if frame["before"].isna().all():
        return Finding("finding.review_shares.no_comparison")
    n, before_n = int(frame["n"].iloc[0]), int(frame["before_n"].iloc[0])
    if min(n, before_n) < FEW:
        return few(n) if n < FEW else few_before(before_n)
    moved = frame[frame["state"] != "usual"]
    if moved.empty:
        return Finding(f"finding.review_shares.still_{by}")
    most = moved[moved["points"].abs() == moved["points"].abs().max()].iloc[0]
    values = {
        "what": names_of([most["category"]], words, by),
        "before": words.percent(most["before_share"]),
        "now": words.percent(most["share"]),
    }
    return Finding(f"finding.review_shares.{most['state']}", values)
