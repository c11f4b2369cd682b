"""What the figures about sections and audiences say."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.chance import difference_of_shares
from dashboard.charts.alt_text import called
from dashboard.charts.balance import furthest, plan_gaps
from dashboard.charts.balance_cells import holes
from dashboard.charts.rows import FEW, NOTICEABLE
from dashboard.findings.finding import Finding, few, largest, names_of, one_or_several, unfinished
from dashboard.words import Words

_DEVIANT = 2.0  # a Pearson residual from here on is more than chance


def shares(frame: pd.DataFrame, words: Words, split: str, targets: Mapping[str, float] | None = None) -> Finding:
    """How far under and over plan, in points; without a plan the largest (query `shares`)."""
    counts = {str(name): int(k) for name, k in zip(frame["category"], frame["articles"], strict=True)}
    n = sum(counts.values())
    if n < FEW:
        return few(n)
    if not targets:
        return largest(counts, n, words, split)
    points = plan_gaps(frame, targets)
    low, high = min(points.values()), max(points.values())
    under, over = (names_of(names, words, split) for names in furthest(points))
    if low >= 0 and high <= 0:
        return Finding("finding.shares.on_plan")
    if high <= 0:
        return Finding("finding.shares.under", {"under": under, "n": -low})
    if low >= 0:
        return Finding("finding.shares.over", {"over": over, "n": high})
    return Finding("finding.shares.both", {"under": under, "n": -low, "over": over, "above": high})


def to_move(frame: pd.DataFrame, words: Words, split: str, targets: Mapping[str, float]) -> Finding | None:
    """How many articles would have to change places to be on plan, and how many more the furthest behind needs.

    N · ½ Σ |p - t| (metrics.md, Against target). What the plan does not name shares what the plan leaves (query
    `shares`). None without a plan, with one that asks for more than there is, or for fewer than ten articles.
    """
    counts = {str(name): int(k) for name, k in zip(frame["category"], frame["articles"], strict=True)}
    n, left = sum(counts.values()), 1 - sum(targets.values())
    if not targets or n < FEW or left < -0.005:
        return None
    gaps = {name: target * n - counts.get(name, 0) for name, target in sorted(targets.items())}
    rest = max(left, 0) * n - sum(k for name, k in counts.items() if name not in targets)
    move = round((sum(map(abs, gaps.values())) + abs(rest)) / 2)
    if not move:
        return Finding("finding.to_move.none", {"total": n})
    behind = max(gaps, key=lambda name: gaps[name])
    values: dict[str, Any] = {"n": move, "total": n}
    if gaps[behind] <= 0 or targets[behind] >= 1:
        return Finding("finding.to_move.only", values)
    more = math.ceil(round(gaps[behind] / (1 - targets[behind]), 6))  # if nothing else came out meanwhile
    return Finding("finding.to_move.most", values | {"what": called(behind, words, split), "more": more})


def share_over_time(frame: pd.DataFrame, words: Words, split: str) -> Finding:
    """The share that moved most between the first and the second half of the complete buckets (query `volume_by`).

    Of those that moved more than chance: 0 lies outside the interval of the difference.
    """
    done = frame[frame["complete"].astype(bool)]
    buckets = sorted(done["bucket"].unique())
    half = len(buckets) // 2
    total = int(frame["articles"].sum())
    if total < FEW:
        return few(total)
    if not half:
        return unfinished(len(buckets))
    early, late = (done[done["bucket"].isin(part)] for part in (buckets[:half], buckets[len(buckets) - half :]))
    n_early, n_late = int(early["articles"].sum()), int(late["articles"].sum())
    if max(n_early, n_late) < FEW:
        return Finding("finding.few.halves")
    if n_early < FEW:
        return Finding("finding.few.first_half", {"n": n_early})
    if n_late < FEW:
        return Finding("finding.few.second_half", {"n": n_late})
    before, after = early.groupby("category")["articles"].sum(), late.groupby("category")["articles"].sum()
    names = sorted(before.index)
    shares = {str(name): (int(before[name]) / n_early, int(after[name]) / n_late) for name in names}
    ranges = {str(name): difference_of_shares(after[name], n_late, before[name], n_early) for name in names}
    points = {
        name: round(100 * (second - first))
        for name, (first, second) in shares.items()
        if ranges[name][0] > 0 or ranges[name][1] < 0
    }
    most = max(map(abs, points.values()), default=0)
    if most == 0:
        return Finding("finding.share_over_time.still")
    movers = [name for name, move in points.items() if abs(move) == most]
    if len(movers) > 1:
        return Finding("finding.share_over_time.several", {"what": names_of(movers, words, split), "n": most})
    first, second = shares[movers[0]]
    values = {"what": names_of(movers, words, split), "before": words.percent(first), "after": words.percent(second)}
    return Finding(f"finding.share_over_time.{'up' if second > first else 'down'}", values)


def balance(frame: pd.DataFrame, words: Words) -> Finding:
    """An audience that gets nothing at all, or nothing where three or more were expected; else the largest audience.

    Expected: section total × audience total / total, as if the two had nothing to do with each other (query `balance`).
    """
    total = int(frame["articles"].sum())
    if total < FEW:
        return few(total)
    audiences = {str(name): int(n) for name, n in frame.groupby("audience")["articles"].sum().items()}
    gaps = holes(frame)
    if len(gaps) and not gaps["audience_total"].any():
        return one_or_several("balance.nothing", sorted(set(gaps["audience"])), words, {})
    if len(gaps):
        counts = gaps.groupby("audience")["section"].size()
        worst = sorted(counts[counts == counts.max()].index)
        if len(worst) > 1:
            return Finding("finding.balance.cells", {"n": len(gaps), "least": NOTICEABLE})
        empty = gaps[gaps["audience"] == worst[0]]
        sections = list(empty.sort_values(["section_total", "section"], ascending=[False, True])["section"])
        return Finding("finding.balance.gap", {"what": worst[0], "where": names_of(sections, words, "section")})
    if set(audiences) == {""}:
        sections_only = {str(name): int(n) for name, n in frame.groupby("section")["articles"].sum().items()}
        return largest(sections_only, total, words, "section")
    return largest(audiences, total, words, "audience")


def balance_residual(frame: pd.DataFrame, words: Words) -> Finding:
    """The cell furthest from what was to be expected, of those where that is three or more (query `balance`)."""
    total = int(frame["articles"].sum())
    if total < FEW:
        return few(total)
    known = frame[frame["expected"] >= NOTICEABLE]
    far = known[known["residual"].abs() >= _DEVIANT]
    if far.empty:
        return Finding("finding.balance.as_expected")
    cell = far[far["residual"].abs() == far["residual"].abs().max()].iloc[0]
    values = {
        "section": called(cell["section"], words, "section"),
        "audience": called(cell["audience"], words, "audience"),
        "n": int(cell["articles"]),
        "expected": float(cell["expected"]),
    }
    return Finding(f"finding.balance.{'more' if cell['residual'] > 0 else 'fewer'}", values)


def evenness(frame: pd.DataFrame, split: str) -> Finding:
    """As how many of one size it feels, over all the months together (query `evenness`)."""
    if frame.empty:
        return Finding("finding.few.no_month")
    row = frame.iloc[0]
    n = int(row["all_n"])
    if n < FEW:
        return Finding("finding.few.in_months", {"n": n})
    if int(row["k"]) < 2:
        return Finding(f"finding.evenness.only_{split}", {"n": n})
    values = {"effective": float(row["all_effective"]), "n": int(row["k"]), "months": len(frame)}
    return Finding(f"finding.evenness.{split}{'_or_none' if row['with_none'] else ''}", values)
