"""What chance makes of counts: a difference or a silence that it explains is not said, on no page."""

import math
from typing import Any

import pandas as pd

BEYOND_CHANCE = 1.96  # standard errors, of which chance goes beyond, on either side, in
TAIL = 0.025  # of the cases


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
