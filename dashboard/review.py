"""Two periods side by side: which they are, what their figures are made from, and what changed most between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd
from dateutil.relativedelta import relativedelta

from dashboard.charts.buckets import days
from dashboard.charts.rows import whole
from dashboard.context import Context
from dashboard.headlines import Headline, Rule, headlines
from dashboard.plan import attainment
from dashboard.review_rules import ANY, RULES
from dashboard.spans import Span, last_whole, span_before
from dashboard.targets import WHOLE

MOST, BY_CHANCE = 8, 5  # sentences


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
        return self.days / self.days_before

    @property
    def days(self) -> int:
        return _days((self.now[0], min(self.now[1], self.as_of)))

    @property
    def days_before(self) -> int:
        return _days(self.before)

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

    Where the publication began in the first half of the other period, both are compared from that day on, if that
    leaves half of this one.
    """
    now = now or last_whole(context.as_of, "quarter")
    before = before or span_before(now, "quarter")
    if now[0] <= context.as_of < now[1]:  # as many days as have elapsed
        before = before[0], min(before[1], before[0] + (context.as_of - now[0]))
    begun = context.row("latest")["earliest"]
    late = begun is not None and before[0] < begun and 2 * _days((begun, before[1])) >= _days(before)
    late = late and 2 * (begun - before[0]).days <= _days((now[0], min(now[1], context.as_of)))
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
    return _ranked(found, RULES, MOST)


def moves(found: Review) -> list[Headline]:
    """What moved most, whether chance explains it or not."""
    return _ranked(found, ANY, BY_CHANCE)


def _ranked(found: Review, rules: Sequence[Rule], most: int) -> list[Headline]:
    def ask(query: str, **own: Any) -> pd.DataFrame:
        return beside(found, query, **own)

    if not found.comparable or found.to_come:
        return []
    narrowed = bool(found.filters.narrowed)
    return headlines(ask, found.words, narrowed=narrowed, running=found.running, rules=rules, least=most, most=most)


def beside(found: Review, query: str, **own: Any) -> pd.DataFrame:
    """A query's rows, with what the rules ask of the other period where the query itself does not compare."""
    frame = found.frame(query, **own)
    if query == "cadence":
        row = found.row(query, **found.earlier, **own)
        return frame.assign(**{f"before_{name}": value for name, value in row.items()})
    if query == "totals":
        before = frame["published_before"].astype(float)
        return frame.assign(hoped=before * found.pace, pace=found.pace, days=found.days, before_days=found.days_before)
    if query == "tags":
        shares = {"before_share": frame["before"].astype(float) / frame["before_n"].astype(float)}
        return frame.assign(is_new=frame["first_on"] >= pd.Timestamp(found.now[0]), **shares)
    if query == "plan":
        return _attained(found, frame, found.frame(query, **found.earlier, **own))
    return frame


def _attained(found: Review, now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """How far the plan of today was attained in both periods: a row for sections and one for audiences.

    Not for tags, of which an article has several, so that they come in bunches; and how many came out says `totals`.
    """
    rows = []
    for field in WHOLE:
        row: dict[str, Any] = {"what": found.words(f"plan.attained_of.{field}")}
        for period, frame in (("", now), ("before_", before)):
            planned = frame[(frame["field"] == field) & frame["target"].notna()]
            row[f"{period}n"] = frame["n"].max()
            for name in ("attained", "target"):
                row[f"{period}{name}"] = planned[name].sum()
            row[f"{period}target_said"] = whole(row[f"{period}target"])
            row[f"{period}attained_share"] = attainment(planned)
        rows.append(row)
    return pd.DataFrame(rows).dropna()
