"""What chance makes of counts: a difference or a silence that it explains is not said, on no page."""

import math
from typing import Any

import pandas as pd

BEYOND_CHANCE = 1.96  # standard errors, of which chance goes beyond, on either side, in
TAIL = 0.025  # of the cases


def difference_of_shares(k: int, n: int, before: int, before_n: int) -> tuple[float, float]:
    """Between which two shares k / n - before / before_n lies: its 95 % interval, each n being 1 or more.

    Newcombe's (1998, method 10) from the Wilson intervals of the two, as in query `review_shares`: the usual one, of
    standard errors, is too narrow for so few articles.
    """
    share, before_share = k / n, before / before_n
    (low, high), (before_low, before_high) = _wilson(k, n), _wilson(before, before_n)
    change = share - before_share
    below = math.hypot(share - low, before_high - before_share)
    above = math.hypot(high - share, before_share - before_low)
    return change - below, change + above


def _wilson(k: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927), as `wilson_low` and `wilson_high` in schema.sql."""
    z2 = BEYOND_CHANCE**2
    middle, reach = k + z2 / 2, BEYOND_CHANCE * math.sqrt(k * (n - k) / n + z2 / 4)
    return (middle - reach) / (n + z2), (middle + reach) / (n + z2)


def silences_by_chance(gap: int, filled: int, days: int) -> float:
    """How many gaps so long or longer to expect, when the days on which something comes out are drawn blindly.

    One ends on each of the `filled` days, and the first began before the period: as if its days stood in a circle. The
    others are any choice of those left, but for the gap - 1 days before it; one longer than the circle leaves none.
    There is one at least no more often than that, and where they are rare, hardly less often.
    """
    if gap < 2 or not days >= filled >= 2:
        return 1.0
    return filled * math.comb(max(days - gap, 0), filled - 1) / math.comb(days - 1, filled - 1)


def silent_beyond_chance(rows: pd.DataFrame, gap: str, period: str = "") -> Any:
    """Is the column `gap` of query `cadence` longer than chance makes of so many publishing days? (a Series)

    period: what the names of that period's columns begin with.
    """
    counts = rows[[f"{period}{name}" for name in (gap, "publishing_days", "days")]].fillna(0).astype(int)
    found = [silences_by_chance(*count) <= TAIL for count in counts.itertuples(index=False)]
    return pd.Series(found, index=rows.index, dtype=bool)
