"""Two periods side by side: which they are, what their figures are made from, and what changed most between them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd
from dateutil.relativedelta import relativedelta

from dashboard.charts.buckets import days
from dashboard.charts.rows import FEW, NOTICEABLE
from dashboard.context import Context
from dashboard.headlines import RULES as OF_A_PERIOD
from dashboard.headlines import Headline, Rule, headlines
from dashboard.spans import Span, last_whole, span_before

MOST = 8  # sentences
_BEYOND_CHANCE = 1.96  # standard errors, of which chance goes beyond, on either side, in
_TAIL = 0.025  # of the cases
_LONGER = 2.0  # times as long, and
_DAYS = 3  # so many days more: a longest silence that is another one

Frame = pd.DataFrame
Column = Any  # a pandas Series


@dataclass(frozen=True)
class Review(Context):
    """A context whose period is compared with any other: every figure that compares can be made from it."""

    now: Span = (date.min, date.min)  # as chosen
    before: Span = (date.min, date.min)  # what it is compared with: of a period that still runs as many days
    since_begun: bool = False  # both without the days before the first article

    def parameters(self, **own: Any) -> dict[str, Any]:
        """Of what is still to come neither a draft nor a part of the plan counts: the other period has none of it."""
        last = min(self.now[1], self.as_of)
        days = {"to_day": last, "plan_to": last, "before_from": self.before[0], "before_to": self.before[1]}
        return super().parameters(**days | own)

    @cached_property
    def key(self) -> str:
        return repr((super().key, self.before))

    @property
    def period_text(self) -> str:
        """Both periods, in words."""
        return self.words("review.against", now=days(*self.now, self.words), before=days(*self.before, self.words))

    @property
    def to_come(self) -> bool:
        return self.as_of < self.now[0]

    @property
    def running(self) -> bool:
        return self.now[0] <= self.as_of < self.now[1]

    @property
    def pace(self) -> float:
        """Days of the period, so far, for each day of the other one."""
        return self.weeks / self.weeks_before

    @property
    def weeks(self) -> float:
        return _days((self.now[0], min(self.now[1], self.as_of))) / 7

    @property
    def weeks_before(self) -> float:
        return _days(self.before) / 7

    @cached_property
    def comparable(self) -> bool:
        """Did the publication exist at the beginning of the other period?"""
        return self.row("totals")["published_before"] is not None

    def both(self, query: str, **own: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The first row of a query for the period, and for the one it is compared with."""
        return self.row(query, **own), self.row(query, **self.earlier, **own)

    @property
    def earlier(self) -> Mapping[str, Any]:
        """The parameters with which a query is about the other period."""
        first, last = self.before
        return {"from_day": first, "to_day": last, "plan_to": last, "before_from": None, "before_to": None}


def _days(span: Span) -> int:
    return max((span[1] - span[0]).days + 1, 0)


def review(context: Context, now: Span | None = None, before: Span | None = None) -> Review:
    """The last whole quarter against the one before it, or the periods that are given.

    Where the publication began in the first half of the other period, both are compared from that day on.
    """
    now = now or last_whole(context.as_of, "quarter")
    before = before or span_before(now, "quarter")
    if now[0] <= context.as_of < now[1]:  # as many days as have elapsed
        before = before[0], min(before[1], before[0] + (context.as_of - now[0]))
    begun = context.row("latest")["earliest"]
    late = begun is not None and before[0] < begun and 2 * _days((begun, before[1])) >= _days(before)
    if late:
        now, before = (_same_day(begun, before, now), now[1]), (begun, before[1])
    filters = context.filters.with_(period="own", start=now[0], end=now[1])
    same = {field.name: getattr(context, field.name) for field in fields(Context)}
    return Review(**same | {"filters": filters, "now": now, "before": before, "since_begun": late})


def _same_day(day: date, span: Span, other: Span) -> date:
    """The day as far into the other span; where both begin on one day of the year, the same day of the year."""
    if (span[0].month, span[0].day) == (other[0].month, other[0].day):
        return day + relativedelta(years=other[0].year - span[0].year)
    return min(other[0] + (day - span[0]), other[1])


def changes(found: Review) -> list[Headline]:
    """What changed most, in order; the `page` of each rule names the block of the review that its table is in."""

    def ask(query: str, **own: Any) -> pd.DataFrame:
        return beside(found, query, **own)

    if not found.comparable or found.to_come:
        return []
    narrowed = bool(found.filters.narrowed)
    return headlines(ask, found.words, narrowed=narrowed, running=found.running, rules=RULES, least=MOST, most=MOST)


def beside(found: Review, query: str, **own: Any) -> pd.DataFrame:
    """A query's rows, with what the rules ask of the other period where the query itself does not compare."""
    frame = found.frame(query, **own)
    if query == "cadence":
        row = found.row(query, **found.earlier, **own)
        lengths = {"days": round(7 * found.weeks), "before_days": round(7 * found.weeks_before)}
        return frame.assign(**{f"before_{name}": value for name, value in row.items()}, **lengths)
    if query == "totals":
        before = frame["published_before"].astype(float)
        weeks = {"per_week": frame["published"] / found.weeks, "before_per_week": before / found.weeks_before}
        return frame.assign(hoped=before * found.pace, pace=found.pace, **weeks)
    if query == "tags":
        return frame.assign(is_new=frame["first_on"] >= pd.Timestamp(found.now[0]))
    return frame


def _enough(rows: Frame, n: str = "n") -> Column:
    return rows[[n, f"before_{n}"]].astype(float).min(axis=1) >= FEW


def _moved(rows: Frame) -> Column:
    """Articles more or fewer than the share before would have given."""
    return (rows["articles"] - rows["before_share"] * rows["n"]).abs()


def _volume(rows: Frame) -> Column:
    """More than two counts of one pace differ by chance, where the periods may be of different lengths."""
    both = rows["published"] + rows["published_before"].astype(float)
    most = rows[["published", "published_before"]].astype(float).max(axis=1)
    return (most >= FEW) & (_volume_moved(rows) >= _BEYOND_CHANCE * (both * rows["pace"]) ** 0.5)


def _volume_moved(rows: Frame) -> Column:
    return (rows["published"] - rows["hoped"]).abs()


def _silence(rows: Frame) -> Column:
    """Much longer than in the other period, and than chance makes of so many days with something."""
    now, before = (rows[name].astype(float) for name in ("longest_gap", "before_longest_gap"))
    other = (now >= _LONGER * before) | (before >= _LONGER * now)
    beyond_chance = _of_chance(rows, "").where(now >= before, _of_chance(rows, "before_")) <= _TAIL
    return _enough(rows, "publishing_days") & other & ((now - before).abs() >= _DAYS) & beyond_chance


def _of_chance(rows: Frame, period: str) -> Column:
    counts = rows[[f"{period}{name}" for name in ("longest_gap", "publishing_days", "days")]].fillna(0).astype(int)
    chance = [silences_by_chance(*count) for count in counts.itertuples(index=False)]
    return pd.Series(chance, index=rows.index, dtype=float)


def silences_by_chance(gap: int, filled: int, days: int) -> float:
    """How many gaps so long or longer to expect, when the days on which something comes out are drawn blindly.

    Of all choices of `filled` out of so many days: each gap of which gap - 1 days are taken out leaves a choice of as
    many from fewer days. There is one at least no more often than that, and where they are rare, hardly less often.
    """
    shorter = gap - 1
    if shorter < 1 or not days >= filled >= 2:
        return 1.0
    return (filled - 1) * math.comb(days - shorter, filled) / math.comb(days, filled)


def _silence_weight(rows: Frame) -> Column:
    """What would have come out in the days between."""
    now, before = (rows[name].astype(float) for name in ("longest_gap", "before_longest_gap"))
    return (now - before).abs() / 7 * rows["per_week"].astype(float).fillna(0)


def _part_moved(rows: Frame) -> Column:
    return _enough(rows) & (rows["state"] != "usual") & (_moved(rows) >= NOTICEABLE)


def _gone(rows: Frame) -> Column:
    beyond_chance = _of_one_period(rows, "before_n", "n") <= _TAIL
    return _enough(rows) & (rows["articles"] == 0) & beyond_chance & (_gone_weight(rows) >= NOTICEABLE)


def _new(rows: Frame) -> Column:
    beyond_chance = _of_one_period(rows, "n", "before_n") <= _TAIL
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


RULES = (
    Rule("review_volume", "totals", "volume", _volume, _volume_moved),
    Rule("review_silence", "cadence", "volume", _silence, _silence_weight),
    Rule("review_section", "review_shares", "balance", _part_moved, _moved, {"by": "section"}),
    Rule("review_audience", "review_shares", "balance", _part_moved, _moved, {"by": "audience"}),
    Rule("review_gone", "tags", "topics", _gone, _gone_weight),
    Rule(
        "review_new",
        "tags",
        "topics",
        where=_new,
        weight=lambda rows: rows["articles"],
    ),
    *(rule for rule in OF_A_PERIOD if rule.name in ("rising", "falling")),
)
