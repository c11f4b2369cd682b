"""The rows of a figure in the reader's words: on the screen, in Excel, in a pack."""

from collections.abc import Callable
from typing import Any

import pandas as pd
from babel.dates import get_day_names

from dashboard.context import Context
from dashboard.words import Words

NAMED = ("section", "audience", "category", "language", "author")  # columns where nothing is a value of its own
CODES = ("state", "status", "first_seen_from", "field")  # columns whose values have words
KEYS = {"tag": "label", "other_tag": "other_label"}  # what a program knows a tag by, and what stands there in its place
SCORES = ("log_odds", "z")  # what rows are ranked by, and nobody reads
_DIGITS = 2  # of a number that is not whole


def column_label(context: Context, column: str) -> str:
    key = f"column.{column}"
    return context.words(key) if context.words.has(key) else column


def is_share(column: str) -> bool:
    return column.endswith("share") or column in ("low", "high")


def weekday_names(words: Words) -> list[str]:
    """From Monday on."""
    names: Any = get_day_names("wide", context="stand-alone", locale=words.locale)
    return [str(names[day]) for day in range(7)]


def readable(context: Context, frame: pd.DataFrame) -> pd.DataFrame:
    """The same rows; codes and what has no name in the reader's words, and without columns for programs only."""
    words = context.words
    unread = [*SCORES, *(key for key, label in KEYS.items() if label in frame)]
    shown = frame.drop(columns=unread, errors="ignore")
    for column in shown.columns:
        if column in CODES:
            shown[column] = [words(key) if words.has(key := f"{column}.{code}") else code for code in frame[column]]
        elif column == "weekday":
            names = weekday_names(words)
            shown[column] = [names[day - 1] for day in frame[column]]
        elif column in NAMED:
            shown[column] = [words("none.any") if value == "" or pd.isna(value) else value for value in frame[column]]
    return shown


def formats(context: Context, frame: pd.DataFrame) -> dict[str, Callable[[Any], str]]:
    """How the numbers, shares, days and moments of each column are written; the others are written as they are."""
    words, kinds = context.words, pd.api.types
    found: dict[str, Callable[[Any], str]] = {}
    for column in map(str, frame.columns):
        if column in (*CODES, *NAMED, "weekday"):
            continue
        if kinds.is_datetime64_any_dtype(frame[column]):
            found[column] = words.moment if column.endswith("_at") else words.day
        elif is_share(column):
            found[column] = lambda share: words.percent(share, 1)
        elif kinds.is_numeric_dtype(frame[column]) and not kinds.is_bool_dtype(frame[column]):
            found[column] = lambda value: words.number(value, _DIGITS)
    return found
