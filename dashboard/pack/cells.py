"""Rows of a figure as cells on paper: in the reader's words, and no more of them than a page takes."""

from collections.abc import Sequence
from datetime import date, datetime
from textwrap import shorten
from typing import Any

import pandas as pd

from dashboard.context import Context
from dashboard.pack.document import Table
from dashboard.readable import column_label, is_share, readable
from dashboard.words import Words

MOST_ROWS = 15
LONGEST = 140  # characters of a cell
CHOSEN = ("section", "audience")


def table_of(
    context: Context, frame: pd.DataFrame, columns: Sequence[str] = (), most: int = MOST_ROWS, of: str = ""
) -> Table:
    """The first rows; `columns`: only these, as far as the frame has them. of: what the column `category` holds."""
    kept = frame[[name for name in columns if name in frame] or list(frame.columns)]
    shown = readable(context, kept.head(most))
    for column in shown.columns:
        empty = kept[column].isna().all() or (column in CHOSEN and not any(context.options(column)))
        if empty or (pd.api.types.is_bool_dtype(kept[column]) and shown[column].nunique() < 2):
            shown = shown.drop(columns=column)  # a column that says the same in each row
    return Table(
        columns=tuple(
            column_label(context, of if column == "category" and of else str(column)) for column in shown.columns
        ),
        rows=tuple(
            tuple(cell(context.words, str(column), value) for column, value in zip(shown.columns, row, strict=True))
            for row in shown.itertuples(index=False, name=None)
        ),
        numeric=tuple(
            pd.api.types.is_numeric_dtype(shown[column]) and not pd.api.types.is_bool_dtype(shown[column])
            for column in shown.columns
        ),
        more=max(0, len(kept) - most),
    )


def cross_table(context: Context, frame: pd.DataFrame) -> Table:
    """Query `balance` as one sees it: a row a section, a column an audience, and what they add up to."""
    counts = frame.pivot(index="section", columns="audience", values="articles").astype(int)
    audiences = sorted(counts.columns, key=lambda name: (name == "", name))
    sections = sorted(counts.index, key=lambda name: (name == "", name))
    rows = [
        (context.name("section", section), [*counts.loc[section, audiences], counts.loc[section].sum()])
        for section in sections
    ]
    total = (context.words("column.total"), [*counts[audiences].sum(), counts.to_numpy().sum()])
    names = [context.name("audience", audience) for audience in audiences]
    return Table(
        columns=(context.words("column.section"), *names, context.words("column.total")),
        rows=tuple((name, *map(context.words.number, values)) for name, values in [*rows, total]),
        numeric=(False, *[True] * (len(names) + 1)),
    )


def cell(words: Words, column: str, value: Any) -> str:
    if isinstance(value, bool):
        return words("pack.yes" if value else "pack.no")
    if not isinstance(value, str) and hasattr(value, "__iter__"):
        return short(", ".join(map(str, value)))
    if pd.isna(value):
        return words("none.value")
    if isinstance(value, str):
        return short(value)
    if isinstance(value, date):  # a timestamp of pandas is one too
        return words.moment(value) if isinstance(value, datetime) and column.endswith("_at") else words.day(value)
    if column == "change":
        return words.signed(float(value))
    return words.percent(float(value)) if is_share(column) else words.number(float(value))


def short(text: str) -> str:
    """On one line, and no longer than a cell takes."""
    plain = " ".join(text.split())
    if len(plain) > LONGEST and " " not in plain[:LONGEST]:
        return plain[: LONGEST - 1] + "…"
    return shorten(plain, LONGEST, placeholder=" …")
