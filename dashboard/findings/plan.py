"""What the figures about the plan say."""

from typing import Any

import pandas as pd

from dashboard.charts.buckets import day_of
from dashboard.charts.rows import FEW, whole
from dashboard.findings.finding import Finding, names_of, quoted
from dashboard.plan import Forecast, attained_of, attainment, main_field
from dashboard.words import Sentence, Words, counted


def plan_as_a_whole(rows: pd.DataFrame, words: Words) -> Finding:
    """How far the plan is attained and the period gone, and who is furthest behind (query `plan`)."""
    main = rows[rows["field"] == main_field(rows)]
    attained = attainment(main)
    if attained is None:
        return Finding("finding.plan.none")
    if main["target"].sum() < FEW:
        return Finding("finding.plan.few", {"n": FEW})
    shares = rows[rows["target"].notna() & ((rows["field"] != "volume") | (main_field(rows) == "volume"))]
    values = {"percent": words.percent(attained), "elapsed": words.percent(_elapsed(rows))}
    return _behind(shares, words, "finding.plan.whole", values)


def plan_attained(rows: pd.DataFrame, words: Words) -> Finding:
    """How far the plan of what is attained, with the numbers, and how far the period is gone (query `plan`)."""
    field = main_field(rows)
    main = rows[rows["field"] == field]
    attained = attained_of(main)
    if attained is None:
        return Finding("finding.plan.none")
    if attained[1] < FEW:
        return Finding("finding.plan.few", {"n": FEW})
    there, asked = attained
    too_many = float(main.loc[main["target"].notna(), "articles"].sum()) - there >= 0.5
    values = {
        "plan": Sentence(f"finding.plan.of_{field}"),
        "percent": words.percent(there / asked),
        "n": whole(asked),
        "elapsed": words.percent(_elapsed(rows)),
        "surplus": Sentence("finding.plan.surplus") if too_many else "",
    }
    return Finding(f"finding.plan.attained_{_state(rows)}", values)


def plan(rows: pd.DataFrame, words: Words) -> Finding:
    """Who is furthest behind what should be there by now, of the rows of one field of query `plan`."""
    planned = rows[rows["target"].notna()]
    if planned["target"].sum() < FEW:
        return Finding("finding.plan.few", {"n": FEW})
    return _behind(planned, words, "finding.plan.field", {})


def _behind(planned: pd.DataFrame, words: Words, key: str, values: dict[str, Any]) -> Finding:
    state = _state(planned)
    behind = planned["behind"].round(6)
    worst = planned[behind == behind.max()]
    row = worst.iloc[0]
    k, due = int(row["articles"]), whole(row["due"])
    if due <= k:
        attained = state == "over" or not (planned["short"] >= 0.5).any()
        return Finding(f"{key}_{state}.{'none' if attained else 'on_time'}", values)
    values |= {
        "what": _names(worst, words),
        "k": k,
        "due": due,
        "by_now": Sentence("plan.by_now", {"n": due}),
        "planned": Sentence("plan.planned_articles", {"n": due}),
        "behind": Sentence("plan.articles", {"n": due - k}),
        "to_go": _to_go(row),
    }
    return Finding(f"{key}_{state}.{'one' if len(worst) == 1 else 'several'}", values)


def _state(rows: pd.DataFrame) -> str:
    return "running" if rows["weeks_left"].iloc[0] else "over"


def _to_go(row: Any) -> Sentence:
    """12 more (beside 1 scheduled) in 27 days (3.1 a week) make the 45; no pace a week with less than a week left."""
    ahead, target, days = int(row["scheduled"]), whole(row["target"]), round(7 * row["weeks_left"])
    short = target - int(row["articles"]) - ahead
    if short <= 0:
        return Sentence("plan.to_go_none", {"target": target})
    values = {
        "short": short,
        "target": target,
        "left": Sentence("unit.days", {"n": days}),
        "beside": Sentence("plan.beside_scheduled", {"ahead": ahead}) if ahead else "",
    }
    if days < 7:
        return Sentence("plan.to_go", values)
    return Sentence("plan.to_go_per_week", values | {"per_week": float(row["needed_per_week"])})


def _names(rows: pd.DataFrame, words: Words) -> str:
    """Of one field only: beside a section and an audience that lack as much, the section."""
    field = str(rows["field"].iloc[0])
    here = rows[rows["field"] == field]
    if field == "tag":
        return quoted(list(here["label"]), words)
    return words("plan.the_whole") if field == "volume" else names_of(list(here["category"]), words, field)


def _elapsed(rows: pd.DataFrame) -> float:
    row = rows.iloc[0]
    days = (day_of(row["last_day"]) - day_of(row["first_day"])).days + 1
    return 1 - 7 * float(row["weeks_left"]) / days


def forecast(course: pd.DataFrame, found: Forecast) -> Finding:
    """How many there will be at the end of the period, or why that is not said (query `forecast`)."""
    if course.empty:
        return Finding("finding.forecast.nothing")
    last = course.iloc[-1]
    day = day_of(last["day"])
    planned = "" if pd.isna(last["planned"]) else Sentence("plan.of_planned", {"planned": whole(last["planned"])})
    if found.hidden in ("over", "endless"):
        n = int(course["published"].max())
        return Finding("finding.forecast.over", {"n": n, "day": day, "planned": planned})
    if found.hidden == "young":
        return Finding("finding.forecast.young")
    if found.hidden == "worse":
        missed = {"n": found.tested, "error": _missed(found), "last_error": found.last_error}
        return Finding("finding.forecast.worse", missed)
    values = {"n": round(found.expected), "day": day, "planned": planned}
    if found.too_sure:
        return Finding("finding.forecast.tried", values)
    return Finding("finding.forecast.expected", values | {"low": found.low, "high": found.high})


def _missed(found: Forecast) -> Sentence:
    return counted("articles", round(found.error, 1))


def forecast_tried(found: Forecast) -> Finding | None:
    """How good it was for earlier periods, or that it has not been tried yet; None where no forecast is said."""
    if found.hidden:
        return None
    if not found.tested:
        return Finding("plan.not_tried")
    values = {"n": found.tested, "held": found.held, "error": _missed(found), "last_error": found.last_error}
    if found.too_sure:  # its title leaves the band out
        return Finding("plan.tried_less", values | {"low": found.low, "high": found.high})
    return Finding("plan.tried", values)
