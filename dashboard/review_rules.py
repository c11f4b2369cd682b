"""What may be said of two periods: which rows changed beyond chance, or at all, and how much that is in articles."""

import math
from typing import Any

import pandas as pd

from dashboard.chance import BEYOND_CHANCE, TAIL, silent_beyond_chance
from dashboard.charts.rows import FEW, NOTICEABLE
from dashboard.headlines import RULES as OF_A_PERIOD
from dashboard.headlines import Rule, moved

_LONGER = 2.0  # times as long, and
_DAYS = 3  # so many days more: a longest silence that is another one

Frame = pd.DataFrame
Column = Any  # a pandas Series


def _enough(rows: Frame, n: str = "n") -> Column:
    return rows[[n, f"before_{n}"]].astype(float).min(axis=1) >= FEW


def _volume(rows: Frame) -> Column:
    """More than two counts of one pace differ by chance, where the periods may be of different lengths."""
    both = rows["published"] + rows["published_before"].astype(float)
    return _volume_other(rows) & (_volume_moved(rows) >= BEYOND_CHANCE * (both * rows["pace"]) ** 0.5)


def _volume_other(rows: Frame) -> Column:
    most = rows[["published", "published_before"]].astype(float).max(axis=1)
    return (most >= FEW) & (_volume_moved(rows) >= NOTICEABLE)


def _volume_moved(rows: Frame) -> Column:
    return (rows["published"] - rows["hoped"]).abs()


def _silence(rows: Frame) -> Column:
    """Much longer than in the other period, and than chance makes of so many days with something."""
    now, before = (rows[name].astype(float) for name in ("longest_gap", "before_longest_gap"))
    other = (now >= _LONGER * before) | (before >= _LONGER * now)
    here, there = (silent_beyond_chance(rows, "longest_gap", period) for period in ("", "before_"))
    return _silence_other(rows) & other & here.where(now >= before, there)


def _silence_other(rows: Frame) -> Column:
    now, before = (rows[name].astype(float) for name in ("longest_gap", "before_longest_gap"))
    return _enough(rows, "publishing_days") & ((now - before).abs() >= _DAYS)


def _silence_weight(rows: Frame) -> Column:
    """What would have come out in the days between."""
    now, before = (rows[name].astype(float) for name in ("longest_gap", "before_longest_gap"))
    return (now - before).abs() / 7 * rows["per_week"].astype(float).fillna(0)


def _part_moved(rows: Frame) -> Column:
    return _part_other(rows) & (rows["state"] != "usual")


def _part_other(rows: Frame) -> Column:
    return _enough(rows) & (moved(rows) >= NOTICEABLE)


def _gone(rows: Frame) -> Column:
    beyond_chance = _of_one_period(rows, "before_n", "n") <= TAIL
    return _enough(rows) & (rows["articles"] == 0) & beyond_chance & (_gone_weight(rows) >= NOTICEABLE)


def _new(rows: Frame) -> Column:
    beyond_chance = _of_one_period(rows, "n", "before_n") <= TAIL
    return _enough(rows) & rows["is_new"] & beyond_chance & (rows["articles"] >= NOTICEABLE)


def _of_one_period(rows: Frame, one: str, other: str) -> Column:
    """Fisher's exact test: how likely all articles with a tag are of the one period, if which they are of is chance."""
    counts = pd.DataFrame({"here": rows[one], "there": rows[other], "k": rows["articles"] + rows["before"]})
    chance = [
        math.comb(here, k) / math.comb(here + there, k) if k <= here + there else 1.0
        for here, there, k in counts.fillna(0).astype(int).itertuples(index=False)
    ]
    return pd.Series(chance, index=rows.index, dtype=float)


def _gone_weight(rows: Frame) -> Column:
    return rows["before"].astype(float) / rows["before_n"].astype(float) * rows["n"]


def _plan(rows: Frame) -> Column:
    """More than chance makes of what was attained, were that a Poisson count: cut off by the plan, it varies less."""
    of_chance = rows["attained"] / rows["target"] ** 2 + rows["before_attained"] / rows["before_target"] ** 2
    by = (rows["attained_share"] - rows["before_attained_share"]).abs()
    return _plan_other(rows) & (by >= BEYOND_CHANCE * of_chance**0.5)


def _plan_other(rows: Frame) -> Column:
    return _enough(rows) & _enough(rows, "target") & (_plan_moved(rows) >= NOTICEABLE)


def _plan_moved(rows: Frame) -> Column:
    """Articles of the plan more or fewer than the part attained before would have been."""
    return (rows["attained_share"] - rows["before_attained_share"]).abs() * rows["target"]


# Of drafts there is no rule, for none is fair. What was still a draft when the other period ended is not known: a file
# says that it is no draft now, not since when. And as they are now, the drafts of the older period have had longer to
# come out, so that of two periods that went alike the newer would always seem to lag.
RULES = (
    Rule("review_volume", "totals", "volume", _volume, _volume_moved),
    Rule("review_silence", "cadence", "volume", _silence, _silence_weight),
    Rule("review_section", "review_shares", "balance", _part_moved, moved, {"by": "section"}),
    Rule("review_audience", "review_shares", "balance", _part_moved, moved, {"by": "audience"}),
    Rule("review_gone", "tags", "topics", _gone, _gone_weight),
    Rule("review_new", "tags", "topics", _new, weight=lambda rows: rows["articles"]),
    *(rule for rule in OF_A_PERIOD if rule.name in ("rising", "falling")),
    Rule("review_plan", "plan", "plan", _plan, _plan_moved),
)

# What moved, by chance or not: for when nothing moved beyond it.
ANY = (
    Rule("review_volume", "totals", "volume", _volume_other, _volume_moved),
    Rule("review_silence", "cadence", "volume", _silence_other, _silence_weight),
    Rule("review_section", "review_shares", "balance", _part_other, moved, {"by": "section"}),
    Rule("review_audience", "review_shares", "balance", _part_other, moved, {"by": "audience"}),
    Rule("review_tag", "tags", "topics", _part_other, moved),
    Rule("review_plan", "plan", "plan", _plan_other, _plan_moved),
)
