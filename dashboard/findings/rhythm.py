"""What the figures about rhythm say: volume, calendar, silences, hours."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
from babel.dates import get_day_names

from dashboard.charts.alt_text import listed
from dashboard.charts.buckets import day_of, days
from dashboard.charts.rows import FEW
from dashboard.findings.finding import NAMED, Finding, few, largest, unfinished
from dashboard.words import Sentence, Words


def volume(frame: pd.DataFrame, words: Words, granularity: str) -> Finding:
    """The mean of the complete buckets, and the longest silence in them (query `volume`)."""
    done = frame[frame["complete"].astype(bool)]
    total, counts = int(frame["articles"].sum()), [int(n) for n in done["articles"]]
    if total < FEW:
        return few(total)
    if len(counts) < 2:
        return unfinished(len(counts))
    mean = Sentence("finding.volume.mean", {"n": round(sum(counts) / len(counts), 1)})
    if not mean.values["n"]:
        return Finding(f"finding.volume.sparse_{granularity}", {"total": sum(counts), "n": len(counts)})
    without = counts.count(0)
    if not without:
        return Finding(f"finding.volume.steady_{granularity}", {"mean": mean})
    runs = _silences(counts)
    longest = max(end - start for start, end in runs)
    longest_runs = [(start, end) for start, end in runs if end - start == longest]
    if longest >= 2 and len(longest_runs) == 1:
        start, end = longest_runs[0]
        silence = days(day_of(done["bucket"].iloc[start]), day_of(done["bucket_end"].iloc[end - 1]), words)
        return Finding(f"finding.volume.silence_{granularity}", {"mean": mean, "n": longest, "days": silence})
    return Finding(f"finding.volume.without_{granularity}", {"mean": mean, "n": without})


def volume_by(frame: pd.DataFrame, words: Words, split: str) -> Finding:
    """The largest section, tag, author, … of the period (query `volume_by`), of all its articles."""
    totals = frame.groupby("label")["articles"].sum()
    if split == "status" and totals.get("draft", 0) and totals.sum() >= FEW:
        share = words.percent(totals["draft"] / totals.sum())
        return Finding(
            "finding.volume_drafts", {"n": int(totals["draft"]), "total": int(totals.sum()), "percent": share}
        )
    n = int(frame.drop_duplicates("bucket")["total"].sum())
    return largest({str(name): int(k) for name, k in totals.items()}, n, words, split)


def calendar(frame: pd.DataFrame, words: Words, begin: date | None = None) -> Finding:
    """On how many days something came out, and the busiest day of the week (query `volume` by day).

    begin: where the frame begins, when the period begins before it.
    """
    total, n = int(frame["articles"].sum()), int((frame["articles"] > 0).sum())
    if total < FEW:
        return few(total)
    weekdays = frame.groupby(pd.to_datetime(frame["bucket"]).dt.day_of_week)["articles"].sum()
    most = int(weekdays.max())
    names: Any = get_day_names("wide", context="stand-alone", locale=words.locale)
    busiest = listed([names[day] for day in sorted(weekdays.index[weekdays == most])], words, 7)
    days_in_all = Sentence("finding.days_since", {"n": len(frame), "day": begin}) if begin else None
    values = {
        "n": n,
        "days": days_in_all or Sentence("unit.days", {"n": len(frame)}),
        "what": busiest,
        "k": most,
        "total": total,
    }
    return Finding("finding.calendar_one" if (weekdays == most).sum() == 1 else "finding.calendar_several", values)


def gaps(frame: pd.DataFrame, words: Words) -> Finding:
    """The longest silence, when it was, and what is usual (query `gaps`)."""
    if frame.empty:
        return Finding("finding.gaps.none")
    most = int(frame["days"].max())
    longest = frame[frame["days"] == most]
    if len(longest) > 1:
        return Finding("finding.gaps.several", {"n": len(longest), "days": most})
    row = longest.iloc[0]
    if row["running"]:
        return Finding("finding.gaps.running", {"n": most, "day": day_of(row["gap_from"])})
    return Finding("finding.gaps.one", {"n": most, "days": days(day_of(row["gap_from"]), day_of(row["gap_to"]), words)})


def hours(frame: pd.DataFrame, words: Words) -> Finding:
    """The busiest hour of those that are known (query `hours`)."""
    timed, n = int(frame["with_time"].iloc[0]), int(frame["n"].iloc[0])
    if not timed:
        return Finding("finding.hours.none", {"n": n})
    if timed < FEW:
        return few(n) if n == timed else Finding("finding.few.timed", {"n": timed})
    by_hour = frame.groupby("hour")["articles"].sum()
    most = int(by_hour.max())
    spans = [words("chart.hours.span", hour=int(hour), next=int(hour) + 1) for hour in by_hour.index[by_hour == most]]
    values = {"what": listed(spans, words, NAMED), "k": most, "n": timed, "percent": words.percent(most / timed)}
    return Finding("finding.hours.one" if len(spans) == 1 else "finding.hours.several", values)


def _silences(counts: Sequence[int]) -> list[tuple[int, int]]:
    """Where runs of zeros begin and end (exclusive)."""
    runs: list[tuple[int, int]] = []
    for place, count in enumerate(counts):
        if count == 0 and place and counts[place - 1] == 0:
            runs[-1] = (runs[-1][0], place + 1)
        elif count == 0:
            runs.append((place, place + 1))
    return runs
