"""What every page needs for one run: words, look, filters, day, snapshot. app.py makes it, the pages read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts import DARK, LIGHT, Look
from dashboard.filters import Filters
from dashboard.settings import Settings
from dashboard.warehouse import Snapshot
from dashboard.words import LANGUAGES, Words

BUCKET_DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
MOST_BUCKETS = 2000  # more bars than a screen has pixels say nothing
PAGE_PARAMETERS = (
    "lang",
    "per",
    "by",
    "form",
    "show",
    "list",
    "against",
    "in_section",
    "in_audience",
    "count",
    "measure",
    "severity",
    "cause",
    "folder",
    "columns",
    "sort",
)  # in the URL beside the filters; kept from page to page
OF_A_LIST = ("search", "with", "lacks")  # what narrows a list beside the filters; not taken along to another page
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

    def parameters(self, **own: Any) -> dict[str, Any]:
        return self.filters.parameters(self.as_of, self.settings) | own

    def frame(self, query: str, **own: Any) -> pd.DataFrame:
        """A query's rows with the page's filters; `own` sets its own parameters or overrules a filter."""
        return self.snapshot.frame(query, self.parameters(**own))

    def row(self, query: str, **own: Any) -> dict[str, Any]:
        return self.snapshot.row(query, self.parameters(**own))

    def options(self, field: str) -> list[str]:
        """All values of section, audience, tag or language, in the order of the filter bar; '' = none."""
        rows = self.frame("options")
        return [str(value) for value in rows.loc[rows["field"] == field, "value"]]

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
    def filters_text(self) -> list[str]:
        """Each filter that is set, in words: `sectie: groei, geld`."""
        set_now = {field: getattr(self.filters, field) for field in FILTERED}
        return [
            f"{self.words(f'field.{field}')}: {', '.join(self.name(field, value) for value in values)}"
            for field, values in set_now.items()
            if values
        ]

    @cached_property
    def key(self) -> str:
        """Names all that a figure depends on: another key, another figure."""
        seen = (self.snapshot.path, self.snapshot.key, self.settings, self.filters, self.as_of)
        return repr((*seen, self.words.language, self.look.ground, self.narrow))

    def query(self, **changes: Any) -> dict[str, list[str]]:
        """The URL's parameters for these filters, with changes, in this language."""
        return url_parameters(self.filters.with_(**changes))


def url_parameters(filters: Filters) -> dict[str, list[str]]:
    query = filters.to_query()
    return query | {name: st.query_params.get_all(name) for name in PAGE_PARAMETERS if name in st.query_params}


def current() -> Context:
    """This run's context."""
    context: Context = st.session_state["context"]
    return context


def language(settings: Settings) -> str:
    """The URL's language, else the browser's, else the newsroom's."""
    browser = (st.context.locale or "").split("-")[0].lower()
    for code in (st.query_params.get("lang", ""), browser):
        if code in LANGUAGES:
            return code
    return settings.language


def look() -> Look:
    return DARK if st.context.theme.type == "dark" else LIGHT


def narrow() -> bool:
    """A phone? The server does not know the width of a window; phones say so in their name."""
    return "Mobi" in st.context.headers.get("User-Agent", "")


def choice(name: str, options: Mapping[str, str], default: str, label: str, *, many: bool = False) -> str:
    """A choice that belongs to one page and lives in the URL under `name`; `options` are code -> words.

    Segments side by side, or a list to choose from when there are `many`.
    """
    chosen = st.query_params.get(name, default)
    key = f"choice.{name}"
    st.session_state[key] = chosen if chosen in options else default

    def keep() -> None:
        st.query_params.pop("page", None)  # of a list: it begins at its first row again
        if st.session_state[key] == default:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = st.session_state[key]

    names = options.__getitem__
    if many:
        return str(st.selectbox(label, list(options), format_func=names, key=key, on_change=keep, width=260))
    value = st.segmented_control(label, list(options), format_func=names, key=key, on_change=keep, required=True)
    return str(value)


def granularity(context: Context) -> str:
    """Day to year; as long as the reader has not chosen, the one that gives the period some ten to a hundred bars."""
    words, days = context.words, days_shown(context)
    options = {
        code: words(f"granularity.{code}") for code, length in BUCKET_DAYS.items() if days / length <= MOST_BUCKETS
    }
    return choice("per", options, fitting_granularity(context), words("granularity.label"))


def fitting_granularity(context: Context) -> str:
    days = days_shown(context)
    return "day" if days <= 45 else "week" if days <= 500 else "month" if days <= 4000 else "year"


def days_shown(context: Context) -> int:
    first, last = context.days_drawn
    return (last - first).days
