"""What stands out in a period, or between two, in sentences."""

from dashboard.charts.rows import FEW
from dashboard.context import Context
from dashboard.figures.figure import shared
from dashboard.findings import Finding
from dashboard.headlines import Headline, headlines
from dashboard.review import Review, changes, moves


@shared
def stands_out(context: Context) -> list[Headline]:
    last = context.filters.days(context.as_of)[1]
    return headlines(
        context.frame,
        context.words,
        narrowed=bool(context.filters.narrowed),
        running=last is None or last >= context.as_of,
    )


def nothing_stands_out(context: Context) -> Finding:
    """What is said instead: of a few articles nothing can be."""
    n = context.row("totals")["published"]
    return Finding("overview.too_few", {"n": n}) if n < FEW else Finding("overview.nothing_stands_out")


@shared
def what_changed(found: Review) -> tuple[list[Headline], bool]:
    """What changed most between two periods, beyond chance; else, and then it says False, what moved most."""
    said = changes(found)
    return (said, True) if said else (moves(found), False)
