"""Two periods side by side. Each takes any context: of one that is no review, the last whole quarter is reviewed."""

from dashboard import charts, findings
from dashboard.context import PUBLISHED, Context
from dashboard.figures.figure import Figure, shared
from dashboard.review import Review, review
from dashboard.spans import kind_of_span

BOTH = {"status": PUBLISHED, "period": "all"}  # a click opens days of either period
_WEEKS, _YEARS = 100, 1500  # days: of shorter periods weeks are paired, of longer ones years
COLUMNS = ["category", "articles", "n", "share", "before", "before_n", "before_share", "points", "points_low"]


@shared
def review_volume(context: Context) -> Figure:
    found = _reviewed(context)
    per = granularity(found)
    frame = found.frame("review_volume", granularity=per)
    names = names_of(found)
    chart = charts.review_volume(frame, found.words, found.look, per, names, found.narrow)
    return Figure("review_volume", "review", frame, chart, findings.review_volume(frame, found.words), BOTH)


@shared
def review_shares(context: Context, by: str) -> Figure:
    found = _reviewed(context)
    frame = found.frame("review_shares", by=by)
    chart = charts.review_shares(frame, found.words, found.look, by, names_of(found), found.narrow)
    finding = findings.review_shares(frame, found.words, by)
    rows = frame[[*COLUMNS, "points_high", "state"]]
    return Figure("review_shares", "review", rows, chart, finding, category=by, key=f"review_shares.{by}")


def granularity(found: Review) -> str:
    """Of the longer of the two: months, of less than a hundred days in a row weeks when they are no quarter."""
    longest = max((last - first).days for first, last in (found.now, found.before))
    if longest >= _YEARS:
        return "year"
    quarter = kind_of_span(found.now) == "quarter"
    return "week" if longest < _WEEKS and not quarter else "month"


def names_of(found: Review) -> tuple[str, str]:
    """The two periods in words."""
    now, before = found.now, found.before
    return (
        charts.span_name(*now, kind_of_span(now), found.words),
        charts.span_name(*before, kind_of_span(before), found.words),
    )


def _reviewed(context: Context) -> Review:
    return context if isinstance(context, Review) else review(context)
