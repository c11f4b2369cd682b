"""The rows of a figure, with the reader's words and formats."""

from typing import Any

import pandas as pd
import streamlit as st
from babel.dates import get_day_names

from dashboard.views.context import Context
from dashboard.words import escape_markdown

NAMED = ("section", "audience", "category", "language", "author")  # columns where nothing is a value of its own
CODES = ("state", "status", "first_seen_from")  # columns whose values have words


def column_label(context: Context, column: str) -> str:
    key = f"column.{column}"
    return context.words(key) if context.words.has(key) else column


def is_share(column: str) -> bool:
    return column.endswith("share") or column in ("low", "high")


def readable(context: Context, frame: pd.DataFrame) -> pd.DataFrame:
    """The same rows and columns; codes and what has no name in the reader's words."""
    words, shown = context.words, frame.copy(deep=False)
    for column in frame.columns:
        if column in CODES:
            shown[column] = [words(key) if words.has(key := f"{column}.{code}") else code for code in frame[column]]
        elif column == "weekday":
            names: Any = get_day_names("wide", context="stand-alone", locale=words.locale)
            shown[column] = [names[day - 1] for day in frame[column]]
        elif column in NAMED:
            shown[column] = [words("none.any") if value == "" or pd.isna(value) else value for value in frame[column]]
    return shown


def table(context: Context, frame: pd.DataFrame, **options: Any) -> Any:
    """A table to scroll and sort; `options` are those of st.dataframe."""
    configuration: dict[str, Any] = {}
    for column in map(str, frame.columns):
        label = column_label(context, column)
        if is_share(column):
            configuration[column] = st.column_config.NumberColumn(label, format="percent")
        elif column.endswith("_at"):
            configuration[column] = st.column_config.DatetimeColumn(label, format="DD-MM-YYYY HH:mm")
        elif pd.api.types.is_datetime64_any_dtype(frame[column]):
            configuration[column] = st.column_config.DateColumn(label, format="DD-MM-YYYY")
        elif column in (*CODES, *NAMED, "weekday"):
            configuration[column] = st.column_config.TextColumn(label)
        else:
            configuration[column] = st.column_config.Column(label)
    return st.dataframe(
        readable(context, frame),
        hide_index=True,
        column_config=configuration,
        placeholder=context.words("none.value"),
        **options,
    )


def plain_table(context: Context, frame: pd.DataFrame, name: str) -> None:
    """Few rows: its sentences wrap, and a screen reader reads them under this name. What articles say stays text."""
    escaped = frame.map(lambda value: escape_markdown(value) if isinstance(value, str) else value)
    named = escaped.rename(columns=lambda column: column_label(context, column))
    st.table(named, border="horizontal", hide_index=True, alt=name)
