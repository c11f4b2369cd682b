"""Files to take along: the rows of a figure for other programs (CSV) and for people (Excel), its chart as a picture."""

import hashlib
import io
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from dashboard.charts import picture
from dashboard.charts.theme import Drawn
from dashboard.context import Context
from dashboard.readable import column_label, is_share, readable

Rows = pd.DataFrame | Callable[[], pd.DataFrame]
_SPREADSHEET_FORMULA = re.compile(r"^[=+\-@\t\r]")
_MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "svg": "image/svg+xml",
}
_AS_IT_OPENS = ("auto", "articles", "count", "expected")  # choices that a file's name need not say
_WIDEST = 60  # characters of a column in Excel
_LONGEST = 32_767  # characters of a cell there
_LONGEST_NAME = 100  # characters of a file's name: of letters of three bytes, some systems take no more
_LOST = re.compile(r"[^\w .-]")


class Picture(NamedTuple):
    """A chart, the sentence that stands above it, and the days that it is of."""

    chart: Drawn
    title: str
    days: str


def download(
    context: Context,
    name: str,
    frame: Rows,
    *,
    shown: Rows | None = None,
    stock: bool = False,
    whole: bool = False,
    drawn: Picture | None = None,
    choices: Sequence[str] = (),
) -> None:
    """A button that offers the files. Each is made when it is asked for.

    The rows may be a function, when they take a while; `shown`: the same with the columns of the screen, for Excel;
    `stock`: these rows do not depend on the period, nor, `whole`, on any filter: so the file's name
    names none; `choices`: what else makes these rows others under the same name.
    """

    def made(rows: Rows) -> pd.DataFrame:
        return rows() if callable(rows) else rows

    files: dict[str, Callable[[], bytes]] = {
        "csv": lambda: as_csv(made(frame)),
        "xlsx": lambda: as_xlsx(context, made(frame if shown is None else shown)),
    }
    if drawn is not None and picture.available():
        below = " · ".join(filter(None, (context.settings.title, drawn.days, *context.filters_text)))
        files["png"] = lambda: picture.png(drawn.chart, context.look, drawn.title, below)
        files["svg"] = lambda: picture.svg(drawn.chart, context.look, drawn.title, below)
    named = "-".join([name, *(choice for choice in choices if choice not in _AS_IT_OPENS)])
    compared = isinstance(frame, pd.DataFrame) and any(column.startswith("before") for column in map(str, frame))
    with st.popover(context.words("card.download"), type="tertiary", key=f"download.{name}"):
        for suffix, make in files.items():
            st.download_button(
                context.words(f"card.as_{suffix}"),
                make,
                file_name=file_name(context, named, suffix, stock=stock or whole, whole=whole, compared=compared),
                mime=_MIME[suffix],
                key=f"{suffix}.{name}",
                on_click="ignore",
                type="tertiary",
            )


def as_csv(frame: pd.DataFrame) -> bytes:
    """UTF-8 with the byte-order mark that spreadsheets need; a text they would run as a formula gets an apostrophe."""
    safe = frame.copy(deep=False)
    for column in frame.columns:
        if pd.api.types.is_string_dtype(frame[column]) or frame[column].dtype == object:
            safe[column] = frame[column].map(_harmless, na_action="ignore")
    return safe.to_csv(index=False).encode("utf-8-sig")


def _harmless(value: Any) -> Any:
    if isinstance(value, str):
        return "'" + value if _SPREADSHEET_FORMULA.match(value) else value
    if hasattr(value, "__iter__"):
        return _harmless(", ".join(map(str, value)))
    return value


def as_xlsx(context: Context, frame: pd.DataFrame) -> bytes:
    """What the table on the screen shows, with its words: a sheet whose days are days, and whose text is only text."""
    shown = readable(context, frame)
    for column in shown.columns:
        if pd.api.types.is_string_dtype(shown[column]) or shown[column].dtype == object:
            shown[column] = shown[column].map(_cell, na_action="ignore")
    labels = [column_label(context, str(column)) for column in shown.columns]
    file = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with pd.ExcelWriter(
        file, "xlsxwriter", date_format="dd-mm-yyyy", datetime_format="dd-mm-yyyy", engine_kwargs={"options": plain}
    ) as writer:
        shown.to_excel(writer, sheet_name="1", header=labels, index=False, freeze_panes=(1, 0))
        sheet: Any = writer.sheets["1"]
        percent: Any = writer.book.add_format({"num_format": "0%"})
        for place, (column, label) in enumerate(zip(shown.columns, labels, strict=True)):
            widest = max([len(label), *(len(str(value)) for value in shown[column].head(200))])
            sheet.set_column(place, place, min(widest + 2, _WIDEST), percent if is_share(str(column)) else None)
        sheet.autofilter(0, 0, max(len(shown), 1), max(len(labels) - 1, 0))
    return file.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return value[:_LONGEST]
    return _cell(", ".join(map(str, value))) if hasattr(value, "__iter__") else value


def file_name(
    context: Context, name: str, suffix: str, *, stock: bool = False, whole: bool = False, compared: bool = False
) -> str:
    """Name, period, filters: editorial-volume-2025-03-14-2026-03-13-section-groei.csv; compared: the days before, too.

    Where a sign is lost that tells two filters apart (c, c#), or the end, some digits tell them apart.
    """
    first, last = context.filters.days(context.as_of)
    days = [str(context.as_of)] if stock else [str(first or "begin"), str(last or context.as_of)]
    if compared and (before := context.filters.days_before(context.as_of)):
        days += ["before", *map(str, before)]
    parts = ["editorial", name, *days]
    for field in ("section", "audience", "tag", "language", "status"):
        values = () if whole else getattr(context.filters, field)
        parts += [field, *(value or "none" for value in values)] if values else []
    written = unicodedata.normalize("NFC", "-".join(parts)).casefold()
    plain = re.sub(r"[\W_]+", "-", written).strip("-")
    if len(plain) > _LONGEST_NAME or _LOST.search(written):
        plain = f"{plain[:_LONGEST_NAME].strip('-')}-{hashlib.sha256(written.encode()).hexdigest()[:6]}"
    return f"{plain}.{suffix}"
