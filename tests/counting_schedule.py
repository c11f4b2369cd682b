"""The editorial calendar once more, in plain Python and never from the SQL: days, weeks, what is empty or crowded."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tests.counting_rules import ONE_DAY, Parameters, Rows, bucket, first_published, published, status, wanted

if TYPE_CHECKING:
    from tests.plain_reader import Article

FEWEST, MOST = 4, 26  # complete weeks that tell what is usual


def complete_weeks(articles: list[Article], as_of: date, shown: date | None) -> list[date]:
    """The Mondays of the last complete weeks before the days shown and before as_of, the publication's own."""
    begun = first_published(articles, as_of)
    if begun is None:
        return []
    last = bucket("week", min(as_of, shown or as_of)) - timedelta(7)
    mondays = [last - timedelta(7 * back) for back in range(MOST)]
    return [monday for monday in mondays if monday >= begun]


def schedule(articles: list[Article], p: Parameters) -> Rows:
    as_of, begun = p["as_of"], first_published(articles, p["as_of"])
    dated = [a for a in wanted(articles, p) if a.day]
    own_days = [a.day for a in dated if a.day]
    first = p["from_day"] or min(own_days, default=None)
    last = p["to_day"] or max([as_of, *own_days])
    if first is None:
        return []
    weeks = complete_weeks(articles, as_of, p["from_day"])
    past = [a.day for a in published(dated, as_of) if a.day and bucket("week", a.day) in weeks]

    def of_history(kept: list[date]) -> tuple[float | None, bool]:
        """How many a week, and whether in half of the weeks or more there was one."""
        if len(weeks) < FEWEST:
            return None, False
        return len(kept) / len(weeks), 2 * len({bucket("week", day) for day in kept}) >= len(weeks)

    def overdue(a: Article) -> bool:
        return a.draft and a.day is not None and a.day < as_of

    def state(n: int, usual: float | None, often: bool, since: date) -> str | None:
        if usual is None or begun is None or since < begun:
            return None
        if n == 0 and often:
            return "empty"
        return "crowded" if n >= 3 and n > 2 * usual else "usual"

    counts = Counter(a.day for a in dated if not overdue(a))
    of_week = Counter(bucket("week", a.day) for a in dated if a.day and not overdue(a))
    rows: Rows = []
    day = bucket("week", first)
    while day <= bucket("week", last) + timedelta(6):
        monday = bucket("week", day)
        usual, often = of_history([other for other in past if other.isoweekday() == day.isoweekday()])
        week_usual, week_often = of_history(past)
        row = {
            "bucket": monday,
            "bucket_end": monday + timedelta(6),
            "day": day,
            "articles": counts[day],
            "usual": usual,
            "state": state(counts[day], usual, often, day),
            "week_articles": of_week[monday],
            "week_usual": week_usual,
            "week_state": state(of_week[monday], week_usual, week_often, monday),
        }
        here = sorted(
            (a for a in dated if a.day == day),
            key=lambda a: (a.draft, a.moment or datetime.min, a.path),  # noqa: DTZ901
        )
        for a in here:
            own = {"path": a.path, "title": a.title, "section": a.section, "audience": a.audience}
            rows.append(row | own | {"status": status(a, as_of), "overdue": overdue(a), "published_at": a.moment})
        if not here:
            nothing = ("path", "title", "section", "audience", "status", "overdue", "published_at")
            rows.append(row | dict.fromkeys(nothing))
        day += ONE_DAY
    return rows
