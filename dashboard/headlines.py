"""What to talk about today: the rows that stand out most in the tables of the other pages, each as one sentence.

RULES holds everything there is to say: which query, which of its rows stand out, how much that matters, where the
table is. All weights are in articles (those that are lacking, too many, or waiting), so that they can be compared.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from dashboard.chance import BEYOND_CHANCE, silent_beyond_chance
from dashboard.charts.alt_text import called, listed, places
from dashboard.charts.buckets import day_of
from dashboard.charts.drafts import BANDS
from dashboard.charts.rows import FEW, NEWS, NOTICEABLE, whole
from dashboard.findings.finding import Finding, in_quotes
from dashboard.settings import PLANNED
from dashboard.words import Sentence, Words, counted

MOST, LEAST = 5, 3  # sentences; fewer than three only when there is no more to say
_DEVIANT = 2.0  # Pearson's residual of a cell
_POINTS = 0.02  # of a share: a smaller difference from the plan is none
_OLD = BANDS[-2][1]  # days that a draft waits
_NAMED = 3

Frame = pd.DataFrame
Column = Any  # a pandas Series; its stubs know no arithmetic on columns of unknown type
Ask = Callable[..., Frame]  # a query's rows with the page's filters: ask("shares", by="section")


@dataclass(frozen=True)
class Rule:
    name: str  # the sentence is headline.<name>; its placeholders are the columns of the row
    query: str
    page: str  # where its table is
    where: Callable[[Frame], Column]  # the rows that stand out
    weight: Callable[[Frame], Column]  # how much that matters, in articles
    own: Mapping[str, Any] = field(default_factory=dict)  # the query's own parameters
    plan: str = ""  # of query `plan` the rows of this field that have a target
    at_once: bool = False  # one sentence about all these rows: n of so many
    least: int = 1  # so many rows, or nothing is said
    running: bool = False  # only of a period that still runs
    table: str = ""  # which of the page's figures or tables it is


@dataclass(frozen=True)
class Headline:
    rule: Rule
    finding: Finding
    weight: float


def _behind(rows: Frame) -> Column:
    """What should be there by now, as the page Plan counts it, of a publication that is not too small for a share."""
    behind, of_all = rows["due"].map(whole) - rows["articles"], rows["due"] / rows["planned_share"].fillna(1)
    return (of_all >= FEW) & (behind >= NOTICEABLE) & (rows["behind"] >= _POINTS * of_all)


def _how_far(rows: Frame) -> Column:
    return rows["behind"]


def _short(rows: Frame) -> Column:
    return rows["short"]


def moved(rows: Frame) -> Column:
    """Articles more or fewer than the share before would have given."""
    return (rows["articles"] - rows["before_share"] * rows["n"]).abs()


def _tag_moved(state: str) -> Callable[[Frame], Column]:
    return lambda rows: (
        (rows["state"] == state) & (rows[["n", "before_n"]].min(axis=1) >= FEW) & (moved(rows) >= NOTICEABLE)
    )


def _missed(rows: Frame) -> Column:
    """As many as would have come out since, but for the days on which nothing at all did."""
    return (rows["silence"] - rows["silence"].min()) / rows["mean_gap"]


def _difference(rows: Frame) -> Column:
    return (rows["published"] - rows["published_before"]).astype(float).abs()


RULES = (
    Rule(
        "required",
        "required_cells",
        "gaps",
        where=lambda rows: rows["articles"] == 0,
        weight=lambda rows: rows["articles"] + math.inf,  # a promise was broken: before all that is only uneven
        at_once=True,
        table="gaps.required",
    ),
    *(Rule(f"{field}_plan", "plan", "plan", _behind, _how_far, plan=field, table="plan.each") for field in PLANNED),
    Rule(
        "change",
        "totals",
        "volume",
        where=lambda rows: (
            (rows["published_before"] >= FEW)
            & (_difference(rows) >= BEYOND_CHANCE * (rows["published"] + rows["published_before"]) ** 0.5)
        ),
        weight=_difference,
        table="rhythm",
    ),
    Rule(
        "silence",
        "cadence",
        "volume",
        where=lambda rows: (
            (rows["publishing_days"] >= FEW)
            & (rows["running_gap"] >= 3 * rows["median_gap"].clip(lower=2))
            & silent_beyond_chance(rows, "running_gap")
        ),
        weight=lambda rows: rows["running_gap"] / rows["median_gap"],
        running=True,
        table="rhythm",
    ),
    Rule(
        "cell",
        "balance",
        "balance",
        where=lambda rows: (
            (rows["total"] >= FEW)
            & (rows["expected"] >= NOTICEABLE)
            & (rows["residual"] <= -_DEVIANT)
            & (rows["section"] != "")
            & (rows["audience"] != "")
        ),
        weight=lambda rows: rows["expected"] - rows["articles"],
        table="balance",
    ),
    Rule(
        "gap",
        "gap_cells",
        "gaps",
        where=lambda rows: (
            rows["reason"].isna()
            & (rows["total"] >= FEW)
            & (rows["short"] >= NOTICEABLE)
            & (rows["short"] >= _DEVIANT * rows["expected"] ** 0.5)
        ),
        weight=_short,
        table="gap_cells",
    ),
    Rule(
        "quiet",
        "quiet_tags",
        "topics",
        where=lambda rows: (_missed(rows) >= 3) & (rows["silence"] <= NEWS),
        weight=lambda rows: _missed(rows).clip(upper=rows["articles"].astype(float)),
        table="quiet_tags",
    ),
    Rule("rising", "rising", "topics", _tag_moved("rising"), moved, table="rising"),
    Rule("falling", "rising", "topics", _tag_moved("falling"), moved, table="rising"),
    Rule(
        "old_drafts",
        "drafts",
        "drafts",
        where=lambda rows: rows["age_days"] > _OLD,
        weight=lambda rows: rows["age_days"] * 0 + 1,
        at_once=True,
        least=NOTICEABLE,
        table="drafts.stuck",
    ),
)


def headlines(
    ask: Ask,
    words: Words,
    *,
    narrowed: bool,
    running: bool,
    rules: Sequence[Rule] = RULES,
    least: int = LEAST,
    most: int = MOST,
) -> list[Headline]:
    """Three to five, what matters most first; fewer when fewer stand out, none when nothing does.

    narrowed: the filters leave a part of the publication, of which a plan says nothing; running: the period runs to
    the day one looks from. Up to `most` when that many rules have something to say, up to `least` from any of them.
    """
    best: list[Headline] = []
    rest: list[Headline] = []
    for rule in rules:
        if (rule.plan and narrowed) or (rule.running and not running):
            continue
        found = _of_rule(rule, ask, words, max(1, least))
        best += found[:1]
        rest += found[1:]
    best = _once(sorted(best, key=_weight))[:most]
    if len(best) < least:
        best = sorted(_once(best + sorted(rest, key=_weight))[:least], key=_weight)
    return best


def _weight(headline: Headline) -> float:
    return -headline.weight


def _once(found: list[Headline]) -> list[Headline]:
    """One sentence about a tag: the first, which matters most."""
    said: set[Any] = set()
    kept = []
    for headline in found:
        tag = headline.finding.values.get("label")
        if tag is None or tag not in said:
            kept.append(headline)
        said.add(tag)
    return kept


def _of_rule(rule: Rule, ask: Ask, words: Words, most: int) -> list[Headline]:
    frame = ask(rule.query, **rule.own)
    if rule.plan:
        frame = frame[(frame["field"] == rule.plan) & frame["target"].notna()]
    if frame.empty:
        return []
    stands_out = rule.where(frame).fillna(False).astype(bool)
    rows = frame.assign(weight=rule.weight(frame).astype(float))[stands_out]
    rows = rows.sort_values("weight", ascending=False, kind="stable")
    if len(rows) < rule.least:
        return []
    if rule.at_once:
        what = listed(places(rows), words, _NAMED)
        values = {"n": len(rows), "of": len(frame), "what": what, "limit": _OLD}
        return [Headline(rule, Finding(f"headline.{rule.name}", values), float(rows["weight"].sum()))]
    return [
        Headline(rule, Finding(f"headline.{rule.name}", _values(row, rule, words)), float(row["weight"]))
        for row in rows.head(most).to_dict("records")
    ]


def _values(row: Mapping[Any, Any], rule: Rule, words: Words) -> dict[str, Any]:
    """The row in the reader's words: its columns, and what follows from them."""
    values = {
        str(name): _value(str(name), value, rule, words)
        for name, value in row.items()
        if pd.api.types.is_scalar(value) and pd.notna(value)
    }
    if rule.plan:
        values |= _of_plan(row, words)
        return values if rule.plan == "tag" else {name: values[name] for name in values if name != "label"}
    short = row["expected"] - row["articles"] if "residual" in row else row.get("short")
    if short is not None and pd.notna(short):
        low, high = (
            math.floor(round(short, 1)),
            math.ceil(round(short, 1)),
        )  # as the number that is hoped for is written
        values["behind"] = Sentence(
            f"headline.articles_{'even' if low == high else 'between'}", {"n": high, "low": low}
        )
    if "published_before" in row and pd.notna(row["published_before"]):
        values["change"] = words.signed(row["published"] - row["published_before"])
    return values


def _of_plan(row: Mapping[Any, Any], words: Words) -> dict[str, Any]:
    """Of what came out it has one share, of what is planned it should have another: both are said with their whole.

    Where no number of articles is planned, the plan too is of what came out.
    """
    k, n, due = int(row["articles"]), int(row["n"]), whole(row["due"])
    values: dict[str, Any] = {
        "articles": counted("articles", k),
        "due": due,
        "behind": Sentence("plan.articles", {"n": due - k}),
    }
    if pd.notna(row["planned_share"]):
        share = {"n": k, "total": n, "share": words.percent(row["share"])} if n >= FEW else None
        values["got"] = Sentence("headline.of_all", share) if share else values["articles"]
        planned = whole(row["due"] / row["planned_share"])
        of_planned = Sentence(f"headline.of_planned{'_by_now' if row['weeks_left'] else ''}", {"n": planned})
        values["of"] = "" if planned == n else of_planned
    return values


def _value(name: str, value: Any, rule: Rule, words: Words) -> Any:
    if name == "label":
        return in_quotes(value)
    if name in ("category", "section", "audience") and rule.plan != "volume":
        return called(str(value), words, rule.plan or str(rule.own.get("by", name)))
    if name == "published":
        return counted("articles", value)
    if name in ("longest_gap", "before_longest_gap", "days", "before_days"):
        return counted("days", value)
    if isinstance(value, float) and name.endswith("share"):
        return words.percent(value)
    if isinstance(value, date):
        return day_of(value)
    if isinstance(value, float):
        nouns = {"mean_gap": ("headline.every", round(value)), "median_gap": ("unit.days", value)}
        return Sentence(nouns[name][0], {"n": nouns[name][1]}) if name in nouns else value
    return value
