"""What stands out in a period, or between two, in sentences."""

from dashboard.context import Context
from dashboard.figures.figure import shared
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


@shared
def what_changed(found: Review) -> tuple[list[Headline], bool]:
    """What changed most between two periods, beyond chance; else, and then it says False, what moved most."""
    said = changes(found)
    return (said, True) if said else (moves(found), False)
