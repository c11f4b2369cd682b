"""What every figure is made from: words, look, filters, day, snapshot. app.py makes one a run, a pack makes its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.charts import Look
from dashboard.filters import Filters
from dashboard.settings import Settings
from dashboard.warehouse import Snapshot
from dashboard.words import Words, isolated

BUCKET_DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
PUBLISHED = ("published", "expired")
FILTERED = ("section", "audience", "tag", "language", "status")


@dataclass(frozen=True)
class Context:
    words: Words
    look: Look
    settings: Settings
    snapshot: Snapshot
    filters: Filters
    as_of: date
    narrow: bool = False  # a phone
    kept: Mapping[str, list[str]] = field(default_factory=dict)  # beside the filters in the URL, from page to page

    def parameters(self, **own: Any) -> dict[str, Any]:
        return self.filters.parameters(self.as_of, self.settings) | own

    def frame(self, query: str, **own: Any) -> pd.DataFrame:
        """A query's rows with the page's filters; `own` sets its own parameters or overrules a filter."""
        return self.snapshot.frame(query, self.parameters(**own))

    def row(self, query: str, **own: Any) -> dict[str, Any]:
        return self.snapshot.row(query, self.parameters(**own))

    def options(self, field: str) -> list[str]:
        """All values of section, audience, tag or language, in the order of the filter bar; '' = none."""
        return list(self._options.get(field, ()))

    @cached_property
    def _options(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for of, value, *_ in self.snapshot.rows("options", self.parameters())[1]:
            found.setdefault(of, []).append(str(value))
        return found

    def name(self, field: str, value: str) -> str:
        """A section, audience, tag, language or status as the reader sees it."""
        if value == "":
            return self.words(f"none.{field}")
        if field == "status":
            return self.words(f"status.{value}")
        return self._labels.get((field, value), value)

    @cached_property
    def _labels(self) -> dict[tuple[str, str], str]:
        rows = self.frame("options")
        return dict(zip(zip(rows["field"], rows["value"], strict=True), rows["label"], strict=True))

    @property
    def days_drawn(self) -> tuple[date, date]:
        """From the first day on the screen, or the first article, to the last day of the period that has come."""
        first, last = self.filters.days(self.as_of)
        earliest: date = self.row("latest")["earliest"] or self.as_of
        return max(first or earliest, earliest), min(last or self.as_of, self.as_of)

    @property
    def period_text(self) -> str:
        """The days on the screen, in words."""
        first, last = self.filters.days(self.as_of)
        if first and last:
            return self.words("bar.period", first=first, last=last)
        if first or last:
            return self.words("bar.from_day", day=first) if first else self.words("bar.to_day", day=last)
        return self.words("bar.everything", day=self.as_of)

    @property
    def before_text(self) -> str:
        """Which days these are compared with, in words; empty when they are with none."""
        days = self.filters.days_before(self.as_of)
        if days is None or self.row("totals")["published_before"] is None:
            return ""
        return self.words("bar.before", days=self.words("bar.period", first=days[0], last=days[1]))

    @property
    def filters_text(self) -> list[str]:
        """Each filter that is set, in words: `sectie: groei, geld`."""
        set_now = {field: getattr(self.filters, field) for field in FILTERED}
        return [
            f"{self.words(f'field.{field}')}: {', '.join(isolated(self.name(field, value)) for value in values)}"
            for field, values in set_now.items()
            if values
        ]

    @cached_property
    def key(self) -> str:
        """Names all that a figure depends on: another key, another figure."""
        seen = (self.snapshot.path, self.snapshot.key, self.settings, self.filters, self.as_of)
        return repr((*seen, self.words.language, self.look.ground, self.narrow))

    def query(self, page: str = "", /, **changes: Any) -> dict[str, list[str]]:
        """The parameters for the URL of a page with these filters, with changes, in this language."""
        return {**self.filters.with_(**changes).to_query(page), **self.kept}


def fitting_granularity(context: Context) -> str:
    days = days_shown(context)
    return "day" if days <= 45 else "week" if days <= 500 else "month" if days <= 4000 else "year"


def days_shown(context: Context) -> int:
    first, last = context.days_drawn
    return (last - first).days
