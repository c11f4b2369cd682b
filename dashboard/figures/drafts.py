"""What waits and what is scheduled."""

from dashboard import charts, findings
from dashboard.context import Context
from dashboard.figures.figure import Figure, shared

DRAFTS = {"status": ("draft",)}
SCHEDULED = {"status": ("scheduled",), "period": "all"}


@shared
def draft_share(context: Context, by: str) -> Figure:
    frame = context.frame("draft_share", by=by)
    labels = {tag: context.name("tag", tag) for tag in frame["category"]} if by == "tag" else {}
    chart = charts.draft_share(frame, context.words, context.look, by, context.narrow, labels)
    if by == "tag":
        finding = findings.draft_share_tags(frame, labels)
        rows = frame.rename(columns={"category": "tag"})
        rows.insert(0, "label", list(labels.values()))
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
def draft_ages(context: Context) -> Figure:
    frame = context.frame("drafts")
    chart = charts.draft_ages(frame, context.words, context.look, context.narrow)
    finding = findings.draft_ages(frame, context.words)
    note = "note_bars" if charts.stands_in_bars(frame) else "note"
    return Figure("draft_ages", "drafts", frame, chart, finding, DRAFTS, note=note, stock=True)


@shared
def ahead(context: Context) -> Figure:
    """Its table is by week; the articles themselves stand in the list beside it."""
    frame = context.frame("ahead")
    chart = charts.ahead(frame, context.words, context.look, context.as_of, context.narrow)
    weeks = frame.loc[frame["bucket"].notna(), ["bucket", "bucket_end", "articles"]].drop_duplicates("bucket")
    return Figure("ahead", "drafts", weeks, chart, findings.ahead(frame, context.words), SCHEDULED, stock=True)
