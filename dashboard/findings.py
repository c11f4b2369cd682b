"""What a figure says in one line: DataFrame -> Finding. Every number in it can be worked out again from the same frame.

Shares of fewer than ten make no sentence, unfinished buckets enter no mean or trend, and equals are named together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from dashboard.charts.alt_text import called, listed
from dashboard.charts.buckets import bucket_name, day_of, days
from dashboard.charts.drafts import BANDS
from dashboard.charts.rows import FEW
from dashboard.words import Words

NOTICEABLE = 3  # articles: a smaller change of a tag, or a smaller expected count of a cell, is chance
_NAMED = 3  # equals that are named; the rest is counted


@dataclass(frozen=True)
class Finding:
    """A sentence's key in the words, and what goes into it: text, numbers and days."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


def volume(frame: pd.DataFrame, words: Words, granularity: str) -> Finding:
    """The mean of the complete buckets, and the longest silence in them (query `volume`)."""
    done = frame[frame["complete"].astype(bool)]
    total, counts = int(frame["articles"].sum()), [int(n) for n in done["articles"]]
    if total < FEW or len(counts) < 2:
        return _few(total)
    mean = sum(counts) / len(counts)
    if round(mean, 1) == 0:
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
    """The largest section or audience of the period (query `volume_by`)."""
    totals = frame.groupby("category")["articles"].sum()
    return _largest({str(name): int(n) for name, n in totals.items()}, int(totals.sum()), words, split)


def share_over_time(frame: pd.DataFrame, words: Words, split: str) -> Finding:
    """The share that moved most between the first and the second half of the complete buckets (query `volume_by`)."""
    done = frame[frame["complete"].astype(bool)]
    buckets = sorted(done["bucket"].unique())
    half = len(buckets) // 2
    early, late = (done[done["bucket"].isin(part)] for part in (buckets[:half], buckets[len(buckets) - half :]))
    n_early, n_late = int(early["articles"].sum()), int(late["articles"].sum())
    if n_early < FEW or n_late < FEW:
        return _few(int(frame["articles"].sum()))
    before, after = early.groupby("category")["articles"].sum(), late.groupby("category")["articles"].sum()
    names = sorted(before.index)
    shares = {str(name): (int(before[name]) / n_early, int(after[name]) / n_late) for name in names}
    points = {name: round(100 * (second - first)) for name, (first, second) in shares.items()}
    most = max(abs(move) for move in points.values())
    if most == 0:
        return Finding("finding.share_over_time.still")
    movers = [name for name, move in points.items() if abs(move) == most]
    if len(movers) > 1:
        return Finding("finding.share_over_time.several", {"what": _names(movers, words, split), "n": most})
    first, second = shares[movers[0]]
    values = {"what": _names(movers, words, split), "before": words.percent(first), "after": words.percent(second)}
    return Finding(f"finding.share_over_time.{'up' if second > first else 'down'}", values)


def tag_bars(frame: pd.DataFrame, words: Words) -> Finding:
    """The tag that rose most, else the one that fell most; without a comparison the commonest (query `tags`)."""
    n = 0 if frame.empty else int(frame["n"].iloc[0])
    if n < FEW:
        return _few(n)
    compared = frame[frame["before"].notna() & (frame["before_n"].fillna(0) >= FEW)]
    if compared.empty:
        most = int(frame["articles"].max())
        leaders = list(frame.loc[frame["articles"] == most, "label"])
        return _one_or_several("tag_bars.commonest", leaders, words, {"n": most, "total": n})
    change = compared["articles"].astype(int) - compared["before"].astype(int)
    for direction, extreme in (("rise", int(change.max())), ("fall", int(change.min()))):
        if extreme >= NOTICEABLE if direction == "rise" else extreme <= -NOTICEABLE:
            movers = compared[change == extreme]
            values = {
                "n": int(movers["articles"].iloc[0]),
                "before": int(movers["before"].iloc[0]),
                "change": abs(extreme),
            }
            return _one_or_several(f"tag_bars.{direction}", list(movers["label"]), words, values)
    return Finding("finding.tag_bars.still", {"most": NOTICEABLE - 1})


def quiet_tags(frame: pd.DataFrame, words: Words) -> Finding:
    """The quietest tag, when one is quiet (query `quiet_tags`)."""
    quiet = frame[frame["state"] == "quiet"]
    if quiet.empty:
        return Finding("finding.quiet_tags.none")
    first = quiet.iloc[0]
    values = {
        "what": _quoted([first["label"]], words),
        "gap": round(float(first["mean_gap"])),
        "n": int(first["silence"]),
    }
    return Finding("finding.quiet_tags.one", values)


def tag_trend(frame: pd.DataFrame, words: Words, granularity: str) -> Finding:
    """The highest peak of the tags drawn, complete buckets only (query `tag_trend`)."""
    done = frame[frame["complete"].astype(bool)]
    total = int(frame["articles"].sum())
    if total < FEW or done.empty:
        return _few(total)
    most = int(done["articles"].max())
    peaks = done[done["articles"] == most]
    if len(peaks) == 1:
        peak = peaks.iloc[0]
        when = bucket_name(day_of(peak["bucket"]), day_of(peak["bucket_end"]), granularity, words)
        return Finding("finding.tag_trend.peak", {"what": _quoted([peak["label"]], words), "when": when, "n": most})
    totals = frame.groupby(["tag", "label"])["articles"].sum().reset_index()
    highest = int(totals["articles"].max())
    leaders = list(totals.loc[totals["articles"] == highest, "label"])
    return _one_or_several("tag_trend.leader", leaders, words, {"n": highest})


def balance(frame: pd.DataFrame, words: Words) -> Finding:
    """An audience that gets nothing at all, or nothing where three or more were expected; else the largest audience.

    Expected: section total × audience total / total, as if the two had nothing to do with each other (query `balance`).
    """
    total = int(frame["articles"].sum())
    if total < FEW:
        return _few(total)
    audiences = {str(name): int(n) for name, n in frame.groupby("audience")["articles"].sum().items()}
    nothing = sorted(name for name, n in audiences.items() if name and n == 0)
    if nothing:
        return _one_or_several("balance.nothing", nothing, words, {})
    expected = frame["section_total"] * frame["audience_total"] / total
    gaps = frame[
        (frame["articles"] == 0) & (expected >= NOTICEABLE) & (frame["section"] != "") & (frame["audience"] != "")
    ]
    if len(gaps):
        counts = gaps.groupby("audience")["section"].size()
        worst = sorted(counts[counts == counts.max()].index)
        if len(worst) > 1:
            return Finding("finding.balance.cells", {"n": len(gaps), "least": NOTICEABLE})
        sections = sorted(gaps.loc[gaps["audience"] == worst[0], "section"])
        return Finding("finding.balance.gap", {"what": worst[0], "where": _names(sections, words, "section")})
    if set(audiences) == {""}:
        sections_only = {str(name): int(n) for name, n in frame.groupby("section")["articles"].sum().items()}
        return _largest(sections_only, total, words, "section")
    return _largest(audiences, total, words, "audience")


def shares(frame: pd.DataFrame, words: Words, split: str, targets: Mapping[str, float] | None = None) -> Finding:
    """How far under and over plan, in points; without a plan the largest (query `shares`)."""
    counts = {str(name): int(k) for name, k in zip(frame["category"], frame["articles"], strict=True)}
    n = sum(counts.values())
    if n < FEW:
        return _few(n)
    if not targets:
        return _largest(counts, n, words, split)
    points = {name: round(100 * (counts.get(name, 0) / n - target)) for name, target in sorted(targets.items())}
    low, high = min(points.values()), max(points.values())
    under = _names([name for name, gap in points.items() if gap == low], words, split)
    over = _names([name for name, gap in points.items() if gap == high], words, split)
    if low >= 0 and high <= 0:
        return Finding("finding.shares.on_plan")
    if high <= 0:
        return Finding("finding.shares.under", {"under": under, "n": -low})
    if low >= 0:
        return Finding("finding.shares.over", {"over": over, "n": high})
    return Finding("finding.shares.both", {"under": under, "n": -low, "over": over, "above": high})


def draft_share(frame: pd.DataFrame, words: Words, by: str) -> Finding:
    """Drafts of drafts and published, and where their share is largest among those with ten or more (`draft_share`)."""
    drafts, n = int(frame["drafts"].sum()), int(frame["n"].sum())
    if n < FEW:
        return _few(n)
    values: dict[str, Any] = {"n": drafts, "total": n, "percent": words.percent(drafts / n)}
    known = frame[(frame["n"] >= FEW) & (frame["drafts"] > 0)]
    if by == "all" or known.empty or len(frame) < 2:
        return Finding("finding.draft_share.all", values)
    share = known["drafts"] / known["n"]
    leaders = known[share == share.max()].sort_values("category")
    values["what"] = _names(list(leaders["category"]), words, by)
    if len(leaders) > 1:
        return Finding("finding.draft_share.several", values | {"most": words.percent(float(share.max()))})
    row = leaders.iloc[0]
    return Finding("finding.draft_share.one", values | {"k": int(row["drafts"]), "of": int(row["n"])})


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
                "finding.draft_ages.older", {"n": older, "total": len(ages), "limit": words("chart.days", n=limit)}
            )
    return Finding("finding.draft_ages.fresh", {"total": len(ages), "limit": words("chart.days", n=BANDS[1][1])})


def _few(n: int) -> Finding:
    return Finding("finding.few", {"n": n})


def _silences(counts: Sequence[int]) -> list[tuple[int, int]]:
    """Where runs of zeros begin and end (exclusive)."""
    runs: list[tuple[int, int]] = []
    for place, count in enumerate(counts):
        if count == 0 and place and counts[place - 1] == 0:
            runs[-1] = (runs[-1][0], place + 1)
        elif count == 0:
            runs.append((place, place + 1))
    return runs


def _largest(counts: Mapping[str, int], n: int, words: Words, split: str) -> Finding:
    if n < FEW:
        return _few(n)
    most = max(counts.values())
    leaders = sorted((name for name, count in counts.items() if count == most), key=lambda name: (name == "", name))
    values = {"what": _names(leaders, words, split), "k": most, "n": n, "percent": words.percent(most / n)}
    if most == n:
        return Finding("finding.largest.only", values)
    return Finding("finding.largest.several" if len(leaders) > 1 else "finding.largest.one", values)


def _one_or_several(key: str, labels: Sequence[str], words: Words, values: Mapping[str, Any]) -> Finding:
    quoted = labels if key.startswith("balance") else [f"‘{label}’" for label in labels]
    form = "one" if len(labels) == 1 else "several"
    return Finding(f"finding.{key}_{form}", {"what": listed(list(quoted), words, _NAMED), **values})


def _quoted(labels: Sequence[str], words: Words) -> str:
    return listed([f"‘{label}’" for label in labels], words, _NAMED)


def _names(categories: Sequence[str], words: Words, split: str) -> str:
    return listed([called(name, words, split) for name in categories], words, _NAMED)
