"""The rows of a figure in the reader's words: on the screen, in Excel, in a pack."""

from typing import Any

import pandas as pd
from babel.dates import get_day_names

from dashboard.context import Context

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
