"""What the editorial calendar says: the weeks that are empty, and the days that are crowded."""

from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboard.charts.alt_text import listed
from dashboard.charts.buckets import bucket_name, day_of
from dashboard.findings.finding import NAMED, Finding
from dashboard.words import Sentence, Words


def schedule(frame: pd.DataFrame, words: Words, month: date, as_of: date) -> Finding:
    """The empty weeks, those to come before those that are past, and the busiest crowded day (query `schedule`)."""
    days = frame.drop_duplicates("day")
    weeks = days.drop_duplicates("bucket")
    if days["path"].isna().all():
        return Finding("finding.schedule.nothing", {"month": bucket_name(month, month, "month", words)})
    hole = _hole(weeks[weeks["week_state"] == "empty"], as_of)
    crowd = _crowd(days[days["state"] == "crowded"], words)
    if hole and crowd:
        return Finding("finding.schedule.both", {"hole": hole, "crowd": crowd})
    if hole or crowd:
        return Finding(f"finding.schedule.{'hole' if hole else 'crowd'}", {"what": hole or crowd})
    here = [day_of(day).replace(day=1) == month for day in days["day"]]
    counts = days.loc[here, "articles"]
    values = {
        "n": int(counts.sum()),
        "days": Sentence("finding.schedule.days", {"n": int((counts > 0).sum())}),
        "month": bucket_name(month, month, "month", words),
    }
    known = bool(days["state"].notna().any())
    return Finding("finding.schedule.steady" if known else "finding.schedule.counted", values)


def _hole(weeks: pd.DataFrame, as_of: date) -> Sentence | None:
    ahead = [day_of(day) for day, end in zip(weeks["bucket"], weeks["bucket_end"], strict=True) if day_of(end) >= as_of]
    if len(ahead) == 1:
        monday = as_of - timedelta(as_of.weekday())
        name = {monday: "this", monday + timedelta(7): "next"}.get(ahead[0], "week")
        return Sentence(f"finding.schedule.still_{name}", {"week": ahead[0].isocalendar().week})
    if ahead:
        return Sentence("finding.schedule.still_several", {"weeks": len(ahead)})
    if len(weeks) == 1:
        return Sentence("finding.schedule.was_one", {"week": day_of(weeks["bucket"].iloc[0]).isocalendar().week})
    return Sentence("finding.schedule.was_several", {"weeks": len(weeks)}) if len(weeks) else None


def _crowd(days: pd.DataFrame, words: Words) -> Sentence | None:
    if days.empty:
        return None
    most = int(days["articles"].max())
    busiest = [words.day(day_of(day)) for day in days.loc[days["articles"] == most, "day"]]
    values: dict[str, Any] = {"day": listed(busiest, words, NAMED), "n": most}
    return Sentence(f"finding.schedule.crowd_{'one' if len(busiest) == 1 else 'several'}", values)
