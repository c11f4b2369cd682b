"""Volume, calendar, silences, hours."""

from datetime import date

from dashboard import charts, findings
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
    return Figure("hours", "volume", frame, chart, findings.hours(frame, context.words))
