"""The frame around every chart: finding, chart, what the marks mean, table, CSV, definition.

A click on a mark opens the articles behind it.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.theme import Drawn
from dashboard.findings import Finding
from dashboard.views.context import Context
from dashboard.views.filter_bar import clear_filters, look_from, show_everything

Picked = Mapping[str, Any]
_SPREADSHEET_FORMULA = re.compile(r"^[=+\-@\t\r]")


def card(
    context: Context,
    name: str,
    *,
    frame: pd.DataFrame,
    chart: Drawn,
    finding: Finding,
    opens: Mapping[str, Any],
    category: str = "",
    key: str,
) -> None:
    """One figure. `name` finds its words (`chart.<name>.about`, `.note`); `key` is its own on the page.

    category: what the column `category` of the frame holds: section, audience or month.
    """
    words = context.words
    with st.container(border=True, height="stretch"):
        st.markdown("#### " + words.markdown(finding.key, **finding.values))
        st.altair_chart(
            chart,
            key=f"chart.{key}",
            theme=None,
            on_select=lambda: _open_picked(context, f"chart.{key}", opens),
        )
        st.caption(words(f"chart.{name}.note"))
        with st.container(horizontal=True, gap="small"):
            with st.popover(words("card.table"), type="tertiary", key=f"table.{key}"):
                st.caption(words("card.table_help"))
                table(
                    context,
                    frame,
                    width=300 if context.narrow else 640,
                    key=f"rows.{key}",
                    selection_mode="single-row",
                    on_select=lambda: _open_row(context, f"rows.{key}", frame, category, opens),
                )
            download(context, key, frame)
            with st.popover(words("card.about"), type="tertiary", key=f"about.{key}"):
                st.markdown(words(f"chart.{name}.about"))
                st.caption(context.period_text)


def number(label: str, value: str, below: str | None = None, explained: str | None = None) -> None:
    """One number in a card, with a small grey line below it."""
    st.metric(label, value, below, delta_color="off", delta_arrow="off", border=True, height="stretch", help=explained)


def number_row(cards: int) -> Any:
    """Cards beside each other on a laptop, two in a row on a phone."""
    return st.grid(cards, min_column_width=150)


def column_label(context: Context, column: str) -> str:
    key = f"column.{column}"
    return context.words(key) if context.words.has(key) else column


def table(context: Context, frame: pd.DataFrame, **options: Any) -> Any:
    """The rows of a figure, with the reader's words and formats."""
    words = context.words
    configuration: dict[str, Any] = {}
    shown = frame.copy(deep=False)
    for column in frame.columns:
        label = column_label(context, column)
        if str(column).endswith("share") or column in ("share", "low", "high"):
            configuration[column] = st.column_config.NumberColumn(label, format="percent")
        elif str(column).endswith("_at"):
            configuration[column] = st.column_config.DatetimeColumn(label, format="DD-MM-YYYY HH:mm")
        elif pd.api.types.is_datetime64_any_dtype(frame[column]):
            configuration[column] = st.column_config.DateColumn(label, format="DD-MM-YYYY")
        elif column in ("state", "first_seen_from"):
            shown[column] = [words(f"{column}.{value}") if value else None for value in frame[column]]
            configuration[column] = st.column_config.TextColumn(label)
        elif column in ("section", "audience", "category", "language"):
            shown[column] = [words("none.any") if value == "" or pd.isna(value) else value for value in frame[column]]
            configuration[column] = st.column_config.TextColumn(label)
        else:
            configuration[column] = st.column_config.Column(label)
    return st.dataframe(shown, hide_index=True, column_config=configuration, placeholder=words("none.value"), **options)


def download(context: Context, name: str, frame: pd.DataFrame, *, stock: bool = False) -> None:
    """`stock`: these rows do not depend on the period, so the file's name does not say one."""
    st.download_button(
        "CSV",
        lambda: as_csv(frame),
        file_name=file_name(context, name, stock=stock),
        mime="text/csv",
        key=f"csv.{name}",
        on_click="ignore",
        type="tertiary",
        help=context.words("card.csv_help"),
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


def file_name(context: Context, name: str, *, stock: bool = False) -> str:
    """Name, period and filters: editorial-volume-2025-03-14-2026-03-13-section-groei.csv."""
    first, last = context.filters.days(context.as_of)
    days = [str(context.as_of)] if stock else [str(first or "begin"), str(last or context.as_of)]
    parts = ["editorial", name, *days]
    for field in ("section", "audience", "tag", "language", "status"):
        values = getattr(context.filters, field)
        parts += [field, *(value or "none" for value in values)] if values else []
    plain = unicodedata.normalize("NFKD", "-".join(parts)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:150] + ".csv"


def open_articles(context: Context, **changes: Any) -> None:
    """Ask app.py to open the Articles page with these filters (a callback cannot switch pages itself)."""
    st.session_state["open_articles"] = context.query(**changes)


def open_article(context: Context, path: str) -> None:
    st.session_state["open_articles"] = context.query() | {"path": [path]}


def _open_picked(context: Context, key: str, opens: Mapping[str, Any]) -> None:
    """A mark was clicked: open the articles it counts, or the one it stands for."""
    picked = st.session_state[key].get("selection", {}).get("picked")
    if picked:
        _open(context, picked[0], opens)


def _open_row(context: Context, key: str, frame: pd.DataFrame, category: str, opens: Mapping[str, Any]) -> None:
    """A row of a figure's table was chosen, with the keyboard perhaps: the same as a click on its mark."""
    rows = st.session_state[key]["selection"]["rows"]
    if rows:
        _open(context, picked_of(frame.iloc[rows[0]].to_dict(), category), opens)


def picked_of(row: Mapping[str, Any], category: str = "") -> dict[str, Any]:
    """What a click on the mark of this row would pick."""
    picked = {name: row[name] for name in ("section", "audience", "tag", "path") if name in row}
    if "path" not in row and "bucket" in row:
        picked |= {"first": f"{row['bucket']:%Y-%m-%d}", "last": f"{row['bucket_end']:%Y-%m-%d}"}
    if category == "month":
        month = pd.Period(row["category"], "M")
        picked |= {"first": f"{month.start_time:%Y-%m-%d}", "last": f"{month.end_time:%Y-%m-%d}"}
    elif category:
        picked[category] = row["category"]
    return picked


def _open(context: Context, picked: Picked, opens: Mapping[str, Any]) -> None:
    if "path" in picked:
        open_article(context, picked["path"])
        return
    query = context.query(**{**opens, **changes_for(context, picked, opens)})
    if "tag" in picked and context.filters.tag:  # one of the filter's tags, and this one as well
        query |= {"with": [picked["tag"]]}
    st.session_state["open_articles"] = query


def changes_for(context: Context, picked: Picked, opens: Mapping[str, Any]) -> dict[str, Any]:
    """The filters that a mark stands for: its days (within the period on the screen), its category, its statuses."""
    chosen = set(context.filters.status)
    changes: dict[str, Any] = {"status": tuple(s for s in opens["status"] if not chosen or s in chosen)}
    if "first" in picked:
        first, last = date.fromisoformat(picked["first"][:10]), date.fromisoformat(picked["last"][:10])
        start, end = context.filters.days(context.as_of)
        changes |= {
            "period": "own",
            "start": max(first, start) if start else first,
            "end": min(last, end) if end else last,
        }
    for field in ("section", "audience", "tag"):
        if field in picked and not (field == "tag" and context.filters.tag):
            changes[field] = (picked[field],)
    return changes


def empty(context: Context, key: str, action: str, on_click: Callable[..., None], *args: Any) -> None:
    """Says why there is nothing, and offers what to do."""
    with st.container(border=True):
        st.markdown(context.words.markdown(key, period=context.period_text))
        st.button(context.words(action), on_click=on_click, args=args)


def nothing_published(context: Context) -> bool:
    """Draws why there is nothing to count, when nothing is."""
    words = context.words
    if context.row("totals")["published"]:
        return False
    newest = context.row("latest")["latest"]
    if context.filters.narrowed:
        empty(context, "empty.filtered", "bar.clear", clear_filters, context)
    elif newest:
        with st.container(border=True):
            st.markdown(words.markdown("empty.period", period=context.period_text, newest=newest))
            with st.container(horizontal=True):
                st.button(words("bar.look_from", day=newest), on_click=look_from, args=(context, newest))
                st.button(words("bar.show_everything"), on_click=show_everything, args=(context,))
    else:
        st.info(words("empty.never"))
    return True


def names_some(context: Context, field: str) -> bool:
    """Does any article of the folder name a section, or an audience?"""
    return any(context.options(field))


def says_none(context: Context, field: str) -> bool:
    """Draws what to do where no article of the folder names a section, or an audience."""
    if names_some(context, field):
        return False
    with st.container(border=True, height="stretch"):
        st.markdown(context.words(f"empty.no_{field}"))
    return True
