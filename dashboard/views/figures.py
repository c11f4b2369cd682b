"""Each figure of the pages: its query, its chart, its finding. A new figure is one function here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from dashboard import charts, findings
from dashboard.charts.theme import Drawn
from dashboard.findings import Finding
from dashboard.views.card import card
from dashboard.views.context import PUBLISHED, Context

ALL_TIME = {"status": PUBLISHED, "period": "all"}
DRAFTS = {"status": ("draft",)}


@dataclass(frozen=True)
class Figure:
    name: str  # its words are chart.<name>.about and .note
    page: str  # where it is at home
    frame: pd.DataFrame
    chart: Drawn
    finding: Finding
    opens: Mapping[str, Any] = field(default_factory=lambda: {"status": PUBLISHED})  # filters of what a click opens
    category: str = ""  # what the frame's column `category` holds: section, audience, month
    key: str = ""  # tells two figures of one name on one page apart

    def draw(self, context: Context) -> None:
        card(
            context,
            self.name,
            frame=self.frame,
            chart=self.chart,
            finding=self.finding,
            opens=self.opens,
            category=self.category,
            key=self.key or self.name,
        )


def volume(context: Context, per: str) -> Figure:
    frame = context.frame("volume", granularity=per)
    chart = charts.volume(frame, context.words, context.look, per, context.narrow, until=context.as_of)
    return Figure("volume", "volume", frame, chart, findings.volume(frame, context.words, per))


def volume_by(context: Context, per: str, split: str, form: str) -> Figure:
    frame = context.frame("volume_by", granularity=per, split=split)
    known = context.options(split)
    chart = charts.volume_by(frame, context.words, context.look, per, split, form, known, context.narrow)
    return Figure("volume_by", "volume", frame, chart, findings.volume_by(frame, context.words, split), category=split)


def share_over_time(context: Context, per: str, split: str) -> Figure:
    frame = context.frame("volume_by", granularity=per, split=split)
    known = context.options(split)
    chart = charts.share_over_time(frame, context.words, context.look, per, split, known, context.narrow)
    return Figure(
        "share_over_time",
        "balance",
        frame,
        chart,
        findings.share_over_time(frame, context.words, split),
        category=split,
    )


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


def balance(context: Context) -> Figure:
    frame = context.frame("balance")
    chart = charts.balance_heatmap(frame, context.words, context.look, context.narrow)
    return Figure("balance", "balance", frame, chart, findings.balance(frame, context.words))


def tags(context: Context, top: int) -> Figure:
    frame = context.frame("tags")
    chart = charts.tag_bars(frame, context.words, context.look, top, context.narrow)
    return Figure("tag_bars", "topics", frame, chart, findings.tag_bars(frame, context.words))


def quiet_tags(context: Context) -> Figure:
    """Only the tags that are slowing or quiet."""
    frame = context.frame("quiet_tags")
    silent = frame[frame["state"] != "usual"]
    chart = charts.quiet_tags(silent, context.words, context.look, context.narrow)
    return Figure("quiet_tags", "topics", silent, chart, findings.quiet_tags(frame, context.words), ALL_TIME)


def tag_trend(context: Context, per: str) -> Figure:
    frame = context.frame("tag_trend", granularity=per)
    chart = charts.tag_trend(frame, context.words, context.look, per, context.narrow)
    return Figure("tag_trend", "topics", frame, chart, findings.tag_trend(frame, context.words, per))


def draft_share(context: Context, by: str) -> Figure:
    frame = context.frame("draft_share", by=by)
    chart = charts.draft_share(frame, context.words, context.look, by, context.narrow)
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


def draft_ages(context: Context) -> Figure:
    frame = context.frame("drafts")
    chart = charts.draft_ages(frame, context.words, context.look, context.narrow)
    return Figure("draft_ages", "drafts", frame, chart, findings.draft_ages(frame, context.words), DRAFTS)
