"""What of a period stands out, in sentences."""

from dashboard.context import Context
from dashboard.figures.figure import shared
from dashboard.headlines import Headline, headlines


@shared
def stands_out(context: Context) -> list[Headline]:
    last = context.filters.days(context.as_of)[1]
    return headlines(
        context.frame,
        context.words,
        narrowed=bool(context.filters.narrowed),
        running=last is None or last >= context.as_of,
    )
