"""What a plan comes to, beyond its rows: how far it is attained, what will be, and where to begin."""

import math
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.charts.rows import FEW
from dashboard.settings import PLANNED
from dashboard.targets import WHOLE

CHANCE = 0.8  # that an outcome lies in the band of its forecast


def attainment(rows: pd.DataFrame) -> float | None:
    """Σ min(x, T) / Σ T of rows of query `plan`: a surplus in one hides no gap in another. None without a plan."""
    found = attained_of(rows)
    return found[0] / found[1] if found else None


def attained_of(rows: pd.DataFrame) -> tuple[float, float] | None:
    """Σ min(x, T) and Σ T."""
    planned = rows[rows["target"].notna()]
    total = float(planned["target"].sum())
    return (float(planned["attained"].sum()), total) if total else None


def main_field(rows: pd.DataFrame) -> str:
    """What the plan is measured by: its sections, else its audiences, else its tags, else how many; '' = no plan."""
    fields = set(rows.loc[rows["target"].notna(), "field"])
    return next((field for field in PLANNED if field in fields), "")


@dataclass(frozen=True)
class Forecast:
    """How many there will be at the end, with a chance of 80 % between low and high; or why that is not said.

    A chance of which the trial shows that it was less is not said either (`too_sure`): how often the band held is.
    """

    hidden: str  # '', over, endless, young (no 8 complete weeks yet), worse (than to say: as many as the last time)
    expected: float = math.nan
    low: float = math.nan
    high: float = math.nan
    tested: int = 0  # earlier periods of which the forecast was tried
    held: int = 0  # of these, those of which the outcome lay between low and high
    error: float = math.nan  # articles that it missed by, on average
    last_error: float = math.nan  # that ‘as many as the last time’ missed by

    @property
    def too_sure(self) -> bool:
        """Would so few in the band be a chance of less than 1 in 20, if it held four times in five?"""
        n = self.tested
        return sum(math.comb(n, k) * CHANCE**k * (1 - CHANCE) ** (n - k) for k in range(self.held + 1)) < 0.05


def forecast(course: pd.DataFrame, tried: pd.DataFrame, as_of: date, end: date | None) -> Forecast:
    """From queries `forecast` and `backtest`; `end`: the last day of the plan's period."""
    if end is None or end <= as_of:
        return Forecast("endless" if end is None else "over")
    if course.empty or pd.isna(course["expected"].iloc[-1]):
        return Forecast("young")
    last = course.iloc[-1]
    error, last_error = float(tried["error"].mean()), float(tried["last_error"].mean())
    hidden = "worse" if error > last_error else ""  # nothing to try it on is not worse
    held = int(tried["held"].sum())
    return Forecast(
        hidden, float(last["expected"]), float(last["low"]), float(last["high"]), len(tried), held, error, last_error
    )


def beginning(rows: pd.DataFrame) -> dict[str, dict[str, float]]:
    """A plan to begin with: the shares there are, in whole percents that add up to a hundred, and the usual pace."""
    plan: dict[str, dict[str, float]] = {}
    for field in WHOLE:
        named = rows[(rows["field"] == field) & (rows["category"] != "") & (rows["articles"] > 0)]
        total = int(named["articles"].sum())
        if total >= FEW and len(named) > 1:
            exact = {str(name): 100 * k / total for name, k in zip(named["category"], named["articles"], strict=True)}
            percents = {name: math.floor(share) for name, share in exact.items()}
            left = 100 - sum(percents.values())
            for name in sorted(exact, key=lambda name: percents[name] - exact[name])[:left]:
                percents[name] += 1
            plan[field] = {name: percent / 100 for name, percent in percents.items() if percent}
    usual = rows.loc[rows["field"] == "volume", "usual_per_week"]
    if len(usual) and pd.notna(usual.iloc[0]) and round(usual.iloc[0]):
        plan["volume"] = {"per_week": round(usual.iloc[0])}
    return plan
