"""Shares of sections and audiences, their cells, their evenness."""

from dashboard import charts, findings
from dashboard.context import Context
from dashboard.figures.figure import ALL_TIME, Figure, shared
from dashboard.findings import Finding

LARGEST = 12  # sections, and audiences: more is no picture any more beside others


@shared
def shares(context: Context, split: str, top: int | None = LARGEST) -> Figure:
    frame = context.frame("shares", by=split)
    # The plan is about the whole publication: beside a part of it, it would only measure the filter.
    targets = {} if context.filters.narrowed else context.settings.targets.get(split, {})
    chart = charts.shares(frame, context.words, context.look, split, targets, context.narrow, top)
    return Figure(
        "shares",
        "balance",
        frame,
        chart,
        findings.shares(frame, context.words, split, targets),
        category=split,
        key=f"shares.{split}",
        note="note" if frame["category"].isin(list(targets)).any() else "note_unplanned",
    )


def to_move(context: Context, split: str) -> Finding | None:
    """What a plan asks, of the whole publication (see `shares`)."""
    targets = {} if context.filters.narrowed else context.settings.targets.get(split, {})
    return findings.to_move(context.frame("shares", by=split), context.words, split, targets)


@shared
def share_over_time(context: Context, per: str, split: str) -> Figure:
    frame = context.frame("volume_by", granularity=per, split=split)
    known = context.options(split)
    chart = charts.share_over_time(frame, context.words, context.look, per, split, known, context.narrow)
    rows = frame.drop(columns=["label", "left_out"]).rename(columns={"category": split})
    finding = findings.share_over_time(frame, context.words, split)
    return Figure("share_over_time", "balance", rows, chart, finding, choices=(split, per))


@shared
def balance(context: Context, show: str = "count", top: int | None = LARGEST) -> Figure:
    frame = context.frame("balance")
    chart = charts.balance_heatmap(frame, context.words, context.look, context.narrow, show, top)
    says = findings.balance_residual if show == "residual" else findings.balance
    name = "balance" if show == "count" else f"balance_{show}"
    return Figure(name, "balance", frame, chart, says(frame, context.words), key="balance", choices=(show,))


@shared
def evenness(context: Context, split: str) -> Figure:
    frame = context.frame("evenness", by=split)
    chart = charts.evenness(frame, context.words, context.look, split, context.narrow)
    finding = findings.evenness(frame, split)
    return Figure("evenness", "balance", frame, chart, finding, ALL_TIME, key=f"evenness.{split}", stock=True)
