"""What the figures about drafts and scheduled articles say."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.charts.buckets import bucket_name, day_of
from dashboard.charts.drafts import BANDS
from dashboard.charts.rows import FEW
from dashboard.findings.finding import Finding, few, names_of
from dashboard.words import Words, counted


def draft_share(frame: pd.DataFrame, words: Words, by: str) -> Finding:
    """Drafts of drafts and published, and where their share is largest among those with ten or more (`draft_share`)."""
    drafts, n = int(frame["drafts"].sum()), int(frame["n"].sum())
    if n < FEW:
        return few(n)
    values: dict[str, Any] = {"n": drafts, "total": n, "percent": words.percent(drafts / n)}
    known = frame[(frame["n"] >= FEW) & (frame["drafts"] > 0)]
    if by == "all" or known.empty or len(frame) < 2:
        return Finding("finding.draft_share.all", values)
    share = known["drafts"] / known["n"]
    leaders = known[share == share.max()].sort_values("category")
    values["what"] = names_of(list(leaders["category"]), words, by)
    if len(leaders) > 1:
        return Finding("finding.draft_share.several", values | {"most": words.percent(float(share.max()))})
    row = leaders.iloc[0]
    return Finding("finding.draft_share.one", values | {"k": int(row["drafts"]), "of": int(row["n"])})


def draft_share_tags(frame: pd.DataFrame, labels: Mapping[str, str]) -> Finding:
    """The tag that is most often still draft, of those with ten articles or more (query `draft_share` by tag)."""
    known = frame[(frame["n"] >= FEW) & (frame["drafts"] > 0) & (frame["category"] != "")]
    if known.empty:
        return Finding("finding.draft_share_tags.none", {"n": FEW})
    share = known["drafts"] / known["n"]
    leaders = known[share == share.max()].sort_values("category")
    row = leaders.iloc[0]
    if len(leaders) > 1:
        return Finding("finding.draft_share_tags.several", {"what": len(leaders), "share": float(100 * share.max())})
    values = {"what": labels.get(row["category"], row["category"]), "k": int(row["drafts"]), "of": int(row["n"])}
    return Finding("finding.draft_share_tags.one", values)


def ahead(frame: pd.DataFrame, words: Words) -> Finding:
    """How much is scheduled, and how many weeks after the running one have nothing, else which has least (`ahead`)."""
    n = int(frame["path"].notna().sum())
    weeks = frame[frame["bucket"].notna()].drop_duplicates("bucket").iloc[1:]
    empty = int((weeks["articles"] == 0).sum())
    if not n:
        return Finding("finding.ahead.none", {"weeks": len(weeks)})
    if empty:
        return Finding("finding.ahead.empty", {"n": n, "empty": empty, "weeks": len(weeks)})
    least = weeks.sort_values(["articles", "bucket"], kind="stable").iloc[0]
    week = bucket_name(day_of(least["bucket"]), day_of(least["bucket_end"]), "week", words)
    return Finding("finding.ahead.full", {"n": n, "weeks": len(weeks), "k": int(least["articles"]), "week": week})


def draft_ages(frame: pd.DataFrame, words: Words) -> Finding:
    """How many drafts wait longer than the last band but one, or two (query `drafts`); drafts of unknown age apart."""
    ages = frame["age_days"].dropna()
    if frame.empty:
        return Finding("finding.draft_ages.none")
    if ages.empty:
        return Finding("finding.draft_ages.unknown", {"n": len(frame)})
    for _, limit in reversed(BANDS[1:-1]):
        older = int((ages > limit).sum())
        if older:
            return Finding(
                "finding.draft_ages.older",
                {"n": older, "total": counted("drafts", len(ages)), "limit": words("chart.days", n=limit)},
            )
    return Finding("finding.draft_ages.fresh", {"n": len(ages), "limit": words("chart.days", n=BANDS[1][1])})
