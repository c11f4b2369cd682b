"""Each figure of the pages: its query, its chart, its finding. A new figure is one function here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec

import pandas as pd
import streamlit as st

from dashboard import charts, findings
from dashboard.charts.theme import Drawn
from dashboard.findings import Finding
from dashboard.views.card import card
from dashboard.views.context import PUBLISHED, Context

ALL_TIME = {"status": PUBLISHED, "period": "all"}
DRAFTS = {"status": ("draft",)}
SCHEDULED = {"status": ("scheduled",), "period": "all"}
P = ParamSpec("P")
MOST_MOVED = 10  # tags that rose, and as many that fell


@dataclass(frozen=True)
class Figure:
    name: str  # its words are chart.<name>.about and .note
    page: str  # where it is at home
    frame: pd.DataFrame
    chart: Drawn
    finding: Finding
    # filters of what a click opens; None: nothing
    opens: Mapping[str, Any] | None = field(default_factory=lambda: {"status": PUBLISHED})
    category: str = ""  # what the frame's column `category` holds: section, audience, month
    key: str = ""  # tells two figures of one name on one page apart

    @cached_property
    def spec(self) -> dict[str, Any]:
        """What a browser draws. The tests hold every chart to Vega-Lite's schema: here that would only take time."""
        spec: dict[str, Any] = self.chart.to_dict(validate=False)
        return spec

    def draw(self, context: Context) -> None:
        card(
            context,
            self.name,
            frame=self.frame,
            chart=self.chart,
            spec=self.spec,
            finding=self.finding,
            opens=self.opens,
            category=self.category,
            key=self.key or self.name,
        )


@st.cache_resource(max_entries=500, show_spinner=False)
def _finished(key: str, _make: Callable[[], Figure]) -> Figure:  # noqa: ARG001 - Streamlit looks at it
    """Named by `key`, made once."""
    return _make()


def shared(make: Callable[Concatenate[Context, P], Figure]) -> Callable[Concatenate[Context, P], Figure]:
    """One figure for all readers who look at the same snapshot through the same filters in the same look."""

    @wraps(make)
    def figure(context: Context, /, *args: P.args, **kwargs: P.kwargs) -> Figure:
        key = repr((context.key, make.__name__, args, kwargs))
        return _finished(key, lambda: make(context, *args, **kwargs))

    return figure


@shared
def volume(context: Context, per: str, count: str = "articles") -> Figure:
    frame = context.frame("volume", granularity=per, count=count)
    chart = charts.volume(
        frame,
        context.words,
        context.look,
        per,
        context.narrow,
        until=context.as_of,
        year_before=context.filters.compare != "none",
    )
    return Figure("volume", "volume", frame, chart, findings.volume(frame, context.words, per))


@shared
def volume_by(context: Context, per: str, split: str, form: str, count: str) -> Figure:
    frame = context.frame("volume_by", granularity=per, split=split, count=count)
    known = context.options(split)
    chart = charts.volume_by(frame, context.words, context.look, per, split, form, known, context.narrow)
    rows = frame.drop(columns=["left_out"] if split == "tag" else ["left_out", "label"])
    return Figure(
        f"volume_by_{split}" if split in ("tag", "author", "status") else "volume_by",
        "volume",
        rows.rename(columns={"category": split}),
        chart,
        findings.volume_by(frame, context.words, split),
        None if split == "author" else {"status": PUBLISHED},
        key="volume_by",
    )


@shared
def calendar(context: Context, count: str) -> Figure:
    """Of a long period the last years only, so that each is there whole."""
    first, last = context.days_drawn
    begin = date(last.year - charts.CALENDAR_YEARS + 1, 1, 1)
    cut = first < begin
    only = {"from_day": begin} if cut else {}
    frame = context.frame("volume", granularity="day", count=count, **only)[["bucket", "bucket_end", "articles"]]
    chart = charts.calendar(frame, context.words, context.look, context.narrow, begin if cut else None)
    return Figure("calendar", "volume", frame, chart, findings.calendar(frame, context.words, begin if cut else None))


@shared
def gaps(context: Context, count: str) -> Figure:
    frame = context.frame("gaps", count=count)
    chart = charts.gaps(frame, context.words, context.look, *context.days_drawn, context.narrow)
    return Figure("gaps", "volume", frame, chart, findings.gaps(frame, context.words))


@shared
def hours(context: Context, count: str) -> Figure:
    frame = context.frame("hours", count=count)
    chart = charts.hours(frame, context.words, context.look, context.narrow)
    return Figure("hours", "volume", frame, chart, findings.hours(frame, context.words), None)


@shared
def share_over_time(context: Context, per: str, split: str) -> Figure:
    frame = context.frame("volume_by", granularity=per, split=split)
    known = context.options(split)
    chart = charts.share_over_time(frame, context.words, context.look, per, split, known, context.narrow)
    rows = frame.drop(columns=["label", "left_out"]).rename(columns={"category": split})
    return Figure("share_over_time", "balance", rows, chart, findings.share_over_time(frame, context.words, split))


@shared
def shares(context: Context, split: str) -> Figure:
    frame = context.frame("shares", by=split)
    # The plan is about the whole publication: beside a part of it, it would only measure the filter.
    targets = {} if context.filters.narrowed else context.settings.targets.get(split, {})
    chart = charts.shares(frame, context.words, context.look, split, targets, context.narrow)
    return Figure(
        "shares",
        "balance",
        frame,
        chart,
        findings.shares(frame, context.words, split, targets),
        category=split,
        key=f"shares.{split}",
    )


def to_move(context: Context, split: str) -> Finding | None:
    """What a plan asks, of the whole publication (see `shares`)."""
    targets = {} if context.filters.narrowed else context.settings.targets.get(split, {})
    return findings.to_move(context.frame("shares", by=split), context.words, split, targets)


@shared
def balance(context: Context, show: str = "count") -> Figure:
    frame = context.frame("balance")
    chart = charts.balance_heatmap(frame, context.words, context.look, context.narrow, show)
    says = findings.balance_residual if show == "residual" else findings.balance
    name = "balance" if show == "count" else f"balance_{show}"
    return Figure(name, "balance", frame, chart, says(frame, context.words), key="balance")


@shared
def evenness(context: Context, split: str) -> Figure:
    frame = context.frame("evenness", by=split)
    chart = charts.evenness(frame, context.words, context.look, split, context.narrow)
    finding = findings.evenness(frame, split)
    return Figure("evenness", "balance", frame, chart, finding, ALL_TIME, key=f"evenness.{split}")


@shared
def gap_cells(context: Context, against: str) -> Figure:
    """The gaps that are not hidden, ranked by what is lacking against what was to be expected, or planned."""
    short = {"expected": "short", "planned": "plan_short"}[against]
    frame = ranked(context.frame("gap_cells"), short)
    frame = frame[frame["reason"].isna()].drop(columns=["reason", "waiting"])
    chart = charts.gap_cells(frame, context.words, context.look, against, narrow=context.narrow)
    finding = findings.gap_cells(frame, context.words, against, short)
    return Figure(f"gap_cells_{against}", "gaps", frame, chart, finding, key="gap_cells")


def ranked(gaps: pd.DataFrame, short: str) -> pd.DataFrame:
    """Those that lack something by this measure, the most first."""
    return gaps[gaps[short].notna()].sort_values(short, ascending=False, kind="stable", ignore_index=True)


@shared
def tags(context: Context, top: int) -> Figure:
    frame = context.frame("tags")
    frame = frame[(frame["articles"] > 0) | (frame["before"] > 0)]  # the others are of other days
    chart = charts.tag_bars(frame, context.words, context.look, top, context.narrow)
    return Figure("tag_bars", "topics", frame, chart, findings.tag_bars(frame, context.words))


@shared
def quiet_tags(context: Context) -> Figure:
    """Only the tags that are slowing or quiet."""
    frame = context.frame("quiet_tags")
    silent = frame[frame["state"] != "usual"]
    chart = charts.quiet_tags(silent, context.words, context.look, context.narrow)
    return Figure("quiet_tags", "topics", silent, chart, findings.quiet_tags(frame, context.words), ALL_TIME)


@shared
def rising(context: Context) -> Figure:
    """Only the tags that rose or fell beyond chance, the strongest of each."""
    frame = context.frame("rising")
    risen, fallen = (frame[frame["state"] == state] for state in ("rising", "falling"))
    moved = pd.concat([risen.head(MOST_MOVED), fallen.tail(MOST_MOVED)])
    chart = charts.rising(moved, context.words, context.look, context.narrow)
    return Figure("rising", "topics", moved, chart, findings.rising(frame, context.words))


@shared
def tag_pairs(context: Context, top: int) -> Figure:
    frame = context.frame("tag_pairs", top=top)
    chart = charts.tag_pairs(frame, context.words, context.look, context.narrow)
    return Figure("tag_pairs", "topics", frame, chart, findings.tag_pairs(frame))


@shared
def tag_trend(context: Context, per: str) -> Figure:
    frame = context.frame("tag_trend", granularity=per)
    chart = charts.tag_trend(frame, context.words, context.look, per, context.narrow)
    return Figure("tag_trend", "topics", frame, chart, findings.tag_trend(frame, context.words, per))


@shared
def draft_share(context: Context, by: str) -> Figure:
    frame = context.frame("draft_share", by=by)
    labels = {tag: context.name("tag", tag) for tag in frame["category"]} if by == "tag" else {}
    chart = charts.draft_share(frame, context.words, context.look, by, context.narrow, labels)
    if by == "tag":
        finding = findings.draft_share_tags(frame, labels)
        rows = frame.assign(label=list(labels.values())).rename(columns={"category": "tag"})
        return Figure("draft_share_tags", "drafts", rows, chart, finding, DRAFTS, key="draft_share.tag")
    return Figure(
        "draft_share",
        "drafts",
        frame,
        chart,
        findings.draft_share(frame, context.words, by),
        DRAFTS,
        category=by,
        key=f"draft_share.{by}",
    )


@shared
def ahead(context: Context) -> Figure:
    """Its table is by week; the articles themselves stand in the list beside it."""
    frame = context.frame("ahead")
    chart = charts.ahead(frame, context.words, context.look, context.as_of, context.narrow)
    weeks = frame.loc[frame["bucket"].notna(), ["bucket", "bucket_end", "articles"]].drop_duplicates("bucket")
    return Figure("ahead", "drafts", weeks, chart, findings.ahead(frame, context.words), SCHEDULED)


@shared
def upkeep(context: Context) -> Figure:
    frame = context.frame("upkeep")
    names = {code: lacking(context, code) for code in frame["code"]}
    chart = charts.upkeep(frame, context.words, context.look, names, context.narrow)
    rows = frame.assign(lacking=list(names.values()))[["lacking", "articles", "of", "code"]]
    return Figure("upkeep", "quality", rows, chart, findings.upkeep(frame, names), counted(context))


def counted(context: Context) -> Mapping[str, Any]:
    """The statuses that quality is about: those chosen, else what counts as published."""
    return {"status": context.filters.status or PUBLISHED}


def lacking(context: Context, code: str) -> str:
    """A code of query `upkeep` in words."""
    kind, _, heading = code.partition(":")
    values = {"heading": heading, "n": context.settings.stale_after_days}
    return context.words(f"upkeep.{kind}", **values)


@shared
def lengths(context: Context, by: str) -> Figure:
    frame = context.frame("lengths", by=by)
    chart = charts.lengths(frame, context.words, context.look, by, context.narrow)
    finding = findings.lengths(frame, context.words, by)
    return Figure("lengths", "quality", frame, chart, finding, counted(context), category=of_articles(by))


def reading_ease(context: Context, frame: pd.DataFrame, by: str) -> Figure:
    """`frame`: the middles by category, as `reading.by_category` gives them."""
    chart = charts.reading_ease(frame, context.words, context.look, by, context.narrow)
    finding = findings.reading_ease(frame, context.words, by)
    return Figure("reading_ease", "quality", frame, chart, finding, counted(context), category=of_articles(by))


def of_articles(by: str) -> str:
    """What a click on a row filters by: nothing when there is one row for all."""
    return by if by in ("section", "audience") else ""


@shared
def draft_ages(context: Context) -> Figure:
    frame = context.frame("drafts")
    chart = charts.draft_ages(frame, context.words, context.look, context.narrow)
    return Figure("draft_ages", "drafts", frame, chart, findings.draft_ages(frame, context.words), DRAFTS)
