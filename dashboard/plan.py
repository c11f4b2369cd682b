"""What a plan comes to, beyond its rows: how far it is attained, what will be, its mistakes, and where to begin."""

import difflib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.charts.rows import FEW
from dashboard.filters import tag_of
from dashboard.settings import PLANNED, NotAllowedError, Settings, check_targets
from dashboard.words import Sentence

SHARES = ("section", "audience", "tag")  # what a plan gives a share
WHOLE = ("section", "audience")  # of these an article has one, so that their shares add up to one at most
_TOO_MUCH, _TOO_LITTLE = 1.005, 0.995

Targets = Mapping[str, Mapping[str, float]]


def attainment(rows: pd.DataFrame) -> float | None:
    """Σ min(x, T) / Σ T of rows of query `plan`: a surplus in one hides no gap in another. None without a plan."""
    planned = rows[rows["target"].notna()]
    total = float(planned["target"].sum())
    return float(planned["attained"].sum()) / total if total else None


def main_field(rows: pd.DataFrame) -> str:
    """What the plan is measured by: its sections, else its audiences, else its tags, else how many; '' = no plan."""
    fields = set(rows.loc[rows["target"].notna(), "field"])
    return next((field for field in PLANNED if field in fields), "")


@dataclass(frozen=True)
class Forecast:
    """How many there will be at the end, with a chance of 80 % between low and high; or why that is not said."""

    hidden: str  # '', over, endless, young (no 8 complete weeks yet), worse (than to say: as many as the last time)
    expected: float = math.nan
    low: float = math.nan
    high: float = math.nan
    tested: int = 0  # earlier periods of which the forecast was tried
    error: float = math.nan  # articles that it missed by, on average
    last_error: float = math.nan  # that ‘as many as the last time’ missed by


def forecast(course: pd.DataFrame, tried: pd.DataFrame, as_of: date, end: date | None) -> Forecast:
    """From queries `forecast` and `backtest`; `end`: the last day of the plan's period."""
    if end is None or end <= as_of:
        return Forecast("endless" if end is None else "over")
    if course.empty or pd.isna(course["expected"].iloc[-1]):
        return Forecast("young")
    last = course.iloc[-1]
    error, last_error = float(tried["error"].mean()), float(tried["last_error"].mean())
    hidden = "worse" if error > last_error else ""  # nothing to try it on is not worse
    return Forecast(
        hidden, float(last["expected"]), float(last["low"]), float(last["high"]), len(tried), error, last_error
    )


def mistakes(targets: Targets, settings: Settings, known: Mapping[str, Iterable[str]]) -> list[Sentence]:
    """What of a plan can be read and cannot be meant; the rest of it works.

    known: of each field the names that articles have, of tags their labels.
    """
    found = [
        Sentence("plan.mistake.sum", {"field": field, "total": round(100 * total, 1)})
        for field in WHOLE
        if (total := sum(targets.get(field, {}).values())) > _TOO_MUCH
    ]
    for field in WHOLE:
        total, names = sum(targets.get(field, {}).values()), set(filter(None, known.get(field, ())))
        if names and names <= targets.get(field, {}).keys() and total < _TOO_LITTLE:
            found.append(Sentence(f"plan.mistake.rest_{field}", {"rest": round(100 * (1 - total), 1)}))
    for field in filter(targets.get, SHARES):
        keys = {tag_of(name, settings) if field == "tag" else name: name for name in known.get(field, ())}
        seen: dict[str, str] = {}
        for name in targets[field]:
            key = tag_of(name, settings) if field == "tag" else name
            if key in seen:
                found.append(Sentence("plan.mistake.twice", {"field": field, "name": name, "other": seen[key]}))
            elif key and key not in keys:  # '' is what has none
                found.append(Sentence(f"plan.mistake.unknown_{field}", {"what": _named(name, keys)}))
            seen[key] = name
    if len(targets.get("volume", {})) > 1:
        found.append(Sentence("plan.mistake.two_volumes"))
    return found


def refused(targets: Targets) -> list[Sentence]:
    """What of a plan cannot be read at all, each with key, value and what is allowed."""
    found = []
    for field, shares in targets.items():
        for name, share in shares.items():
            try:
                check_targets({field: {name: share}})
            except NotAllowedError as error:
                found.append(Sentence("plan.not_allowed", error.named("targets", targets)))
    return found


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


def _named(name: str, keys: Mapping[str, str]) -> Sentence:
    """The name, and the one that may have been meant."""
    folded = {known.casefold(): known for known in keys.values() if known}
    close = difflib.get_close_matches(name.casefold(), folded, n=1)
    if not close:
        return Sentence("plan.mistake.name", {"name": name})
    return Sentence("plan.mistake.name_close", {"name": name, "close": folded[close[0]]})
