"""Volume, calendar, silences, hours."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dashboard import charts, findings
from dashboard.charts.buckets import day_of, days
from dashboard.context import Context
from dashboard.figures.figure import Figure, shared


@shared
def volume(context: Context, per: str, count: str = "articles") -> Figure:
    frame = context.frame("volume", granularity=per, count=count)
    chart = charts.volume(
        frame,
        context.words,
        context.look,
        per,
        context.narrow,
        since=context.filters.days(context.as_of)[0],
        until=context.as_of,
        year_before=context.filters.compare != "none",
    )
    finding = findings.volume(frame, context.words, per)
    note = "note" if frame["mean"].notna().any() else "note_no_mean"
    return Figure("volume", "volume", frame, chart, finding, choices=(per, count), note=note)


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
        key="volume_by",
        choices=(split, per, form, count),
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
    finding = findings.calendar(frame, context.words, begin if cut else None)
    return Figure("calendar", "volume", frame, chart, finding, choices=(count,))


@shared
def gaps(context: Context, count: str) -> Figure:
    """Drawn from the day the first silence began, which may be before the period."""
    frame = context.frame("gaps", count=count)
    first, last = context.days_drawn
    first = min([first, *map(day_of, frame["gap_from"])])
    chart = charts.gaps(frame, context.words, context.look, first, last, context.narrow)
    return Figure("gaps", "volume", frame, chart, findings.gaps(frame, context.words), choices=(count,))


def longest_silence(context: Context, cadence: Mapping[str, Any]) -> tuple[int | None, str | None]:
    """Its days, and when it was (query `cadence`); the silence that still lasts may be the longest.

    A phone has no room for the day on which it ended.
    """
    words, gap, running = context.words, cadence["longest_gap"], cadence["running_gap"]
    end = context.filters.days(context.as_of)[1]
    lasts_still = end is None or end >= context.as_of
    if lasts_still and running is not None and running > (gap or 0):
        return running, words("volume.gap_since", day=cadence["last_on"])
    if gap is None:
        return None, None
    first, last = cadence["gap_from"], cadence["gap_to"]
    return gap, words("bar.from_day", day=first) if context.narrow else days(first, last, words)


@shared
def hours(context: Context, count: str) -> Figure:
    frame = context.frame("hours", count=count)
    chart = charts.hours(frame, context.words, context.look, context.narrow)
    return Figure("hours", "volume", frame, chart, findings.hours(frame, context.words), choices=(count,))
