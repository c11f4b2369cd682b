"""The rows of a figure, with the reader's words and formats."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.context import Context
from dashboard.readable import CODES, NAMED, column_label, is_share, readable
from dashboard.words import escape_markdown


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
