"""The rows of a figure, with the reader's words and formats."""

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.context import Context
from dashboard.first_page import STEP, STEPS
from dashboard.readable import CODES, NAMED, column_label, formats, readable
from dashboard.words import escape_markdown

FIRST = 100  # rows on the screen; the file has all
ROW, MOST_HIGH = 35, 400  # pixels of a row, and of a table that says nothing of its height
OPENED = 1_000  # of a table that stands there only when it is asked for: writing the cells takes its time


def room(key: str, height: float) -> DeltaGenerator:
    """The place of a chart or table, as high as that will be (first_page.py)."""
    return st.container(key=f"room{min(round(height / STEP), STEPS)}.{key}")


def table(context: Context, frame: pd.DataFrame, *, most: int = FIRST, **options: Any) -> Any:
    """A table of at most so many rows, to scroll and sort; `options` are those of st.dataframe.

    A column's own format would follow the browser's language; the text of a Styler follows the page's, and the browser
    still sorts by the values.
    """
    # A Styler wants each row to have a number of its own.
    first = readable(context, frame.head(most).reset_index(drop=True))
    configuration: dict[str, Any] = {}
    for column in map(str, first.columns):
        of_text = column in (*CODES, *NAMED, "weekday")
        kind = st.column_config.TextColumn if of_text else st.column_config.Column
        configuration[column] = kind(column_label(context, column))
    written: dict[Any, Any] = {**formats(context, first)}
    asked, rows = options.get("height"), (len(first) + 1) * ROW
    with room(options["key"], asked if isinstance(asked, int) else min(rows, MOST_HIGH)):
        shown = st.dataframe(
            first.style.hide(axis="index").format(written, na_rep=""),  # hidden here, too: a Styler takes long over it
            hide_index=True,
            column_config=configuration,
            placeholder=context.words("none.value"),
            **options,
        )
    if len(frame) > most:
        st.caption(context.words("card.first", first=most, n=len(frame)))
    return shown


def plain_table(context: Context, frame: pd.DataFrame, name: str) -> None:
    """Few rows: its sentences wrap, and a screen reader reads them under this name. What articles say stays text."""
    escaped = frame.map(lambda value: escape_markdown(value) if isinstance(value, str) else value)
    named = escaped.rename(columns=lambda column: column_label(context, column))
    with room(name, (len(frame) + 1) * ROW):
        st.table(named, border="horizontal", hide_index=True, alt=name)
