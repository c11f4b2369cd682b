"""The frame around every chart: finding, chart, what the marks mean, table, downloads, definition.

A click on a mark opens the articles behind it.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.dataframe_util import convert_anything_to_arrow_bytes

from dashboard.context import Context
from dashboard.figures import Figure
from dashboard.views.download import Picture, download
from dashboard.views.filter_bar import clear_filters, look_from, show_everything
from dashboard.views.landing import linked
from dashboard.views.table import OPENED, room, table

Picked = Mapping[str, Any]
OF_A_LIST = ("author", "weekday", "hour")  # that the list of articles is narrowed by, and no other page
AXES = 48  # pixels of labels above and below most charts, beside the height of their plot
ANY_DAY = ("stale",)  # what lacks is counted over all days, whatever the period


def draw(context: Context, figure: Figure) -> None:
    """One figure: what it says, its chart, its rows, its files, its definition."""
    words, frame, finding, key = context.words, figure.frame, figure.finding, figure.key or figure.name
    on_mark: dict[str, Any] = {}
    on_row: dict[str, Any] = {}
    if (opens := figure.opens) is not None:
        on_mark["on_select"] = lambda: _open_picked(context, f"chart.{key}", opens)
        on_row["on_select"] = lambda: _open_row(context, f"rows.{key}", frame, figure.category, opens)
        on_row["selection_mode"] = "single-row"
    if linked(key):
        st.session_state.setdefault(f"table.{key}", True)
    with st.container(border=True, height="stretch", key=key):
        st.markdown("### " + words.markdown(finding.key, **finding.values))
        with room(f"chart.{key}", figure.chart.height + AXES):
            st.vega_lite_chart(spec=_as_sent(figure), key=f"chart.{key}", theme=None, **on_mark)
        st.caption(f"{words(f'chart.{figure.name}.{figure.note}')} {context.before_text if figure.compares else ''}")
        if figure.proof:
            st.caption(words.markdown(figure.proof.key, **figure.proof.values))
        with st.container(horizontal=True, gap="small"):
            # Made when it is opened: writing the cells of every table takes longer than all else on a page.
            with st.popover(words("card.table"), type="tertiary", key=f"table.{key}", on_change="rerun") as rows:
                if rows.open:
                    if on_row:
                        st.caption(words("card.table_help"))
                    width = 300 if context.narrow else 640
                    table(context, frame, most=OPENED, width=width, key=f"rows.{key}", **on_row)
            title = words(finding.key, **finding.values)
            drawn = Picture(figure.chart, title, days_of(context, figure))
            download(context, key, frame, drawn=drawn, choices=figure.choices, stock=figure.stock)
            with st.popover(words("card.about"), type="tertiary", key=f"about.{key}"):
                st.markdown(words(f"chart.{figure.name}.about"))
                st.caption(days_of(context, figure))


def days_of(context: Context, figure: Figure) -> str:
    """Which days the figure is of."""
    if figure.stock:
        return context.words("card.as_of", day=context.as_of)
    return " · ".join(filter(None, (context.period_text, context.before_text if figure.compares else "")))


@lru_cache(maxsize=500)
def _as_sent(figure: Figure) -> dict[str, Any]:
    """What a browser draws, its rows as Streamlit sends them: made once for all readers, and not at each click."""
    rows = figure.spec.get("datasets", {})
    return figure.spec | {"datasets": {name: convert_anything_to_arrow_bytes(of) for name, of in rows.items()}}


def number(label: str, value: str, below: str | None = None, explained: str | None = None) -> None:
    """One number in a card, with a small grey line below it."""
    st.metric(label, value, below, delta_color="off", delta_arrow="off", border=True, height="stretch", help=explained)


def number_row(cards: int) -> Any:
    """Cards beside each other on a laptop, two in a row on a phone."""
    return st.grid(cards, min_column_width=150)


def open_articles(context: Context, **changes: Any) -> None:
    """Ask app.py to open the Articles page with these filters (a callback cannot switch pages itself)."""
    st.session_state["open_articles"] = context.query(**changes)


def open_article(context: Context, path: str) -> None:
    st.session_state["open_articles"] = context.query() | {"path": [path]}


def _open_picked(context: Context, key: str, opens: Mapping[str, Any]) -> None:
    """A mark was clicked: open the articles it counts, or the one it stands for."""
    picked = st.session_state[key].get("selection", {}).get("picked")
    if picked and picked[0] != {"path": ""}:  # several articles that no filter names
        open_behind(context, picked[0], opens)


def _open_row(context: Context, key: str, frame: pd.DataFrame, category: str, opens: Mapping[str, Any]) -> None:
    """A row of a figure's table was chosen, with the keyboard perhaps: the same as a click on its mark."""
    rows = st.session_state[key]["selection"]["rows"]
    if rows:
        open_behind(context, picked_of(frame.iloc[rows[0]].to_dict(), category), opens)


def picked_of(row: Mapping[str, Any], category: str = "") -> dict[str, Any]:
    """What a click on the mark of this row would pick."""
    fields = ("section", "audience", "tag", "other_tag", "language", "status", "path", *OF_A_LIST)
    picked = {name: row[name] for name in fields if name in row}
    if "code" in row:
        picked["lacks"] = row["code"]
    if "path" not in row and "bucket" in row:
        # A row of two periods side by side may have a part of the other one only.
        days = "before_bucket" if pd.isna(row["bucket"]) else "bucket"
        picked |= {"first": f"{row[days]:%Y-%m-%d}", "last": f"{row[f'{days}_end']:%Y-%m-%d}"}
    if "gap_from" in row:
        picked |= {"first": f"{row['gap_from']:%Y-%m-%d}", "last": f"{row['gap_to']:%Y-%m-%d}"}
    if category == "month":
        month = pd.Period(row["category"], "M")
        picked |= {"first": f"{month.start_time:%Y-%m-%d}", "last": f"{month.end_time:%Y-%m-%d}"}
    elif category:
        picked[category] = row["category"]
    return picked


def open_behind(context: Context, picked: Picked, opens: Mapping[str, Any]) -> None:
    """Open the articles behind a mark or a row: `picked` says which, `opens` with which filters."""
    if picked.get("path"):  # a mark that stands for several articles has none
        open_article(context, picked["path"])
        return
    query = context.query(**{**opens, **changes_for(context, picked, opens)})
    also = [picked["tag"]] if "tag" in picked and context.filters.tag else []  # beside one of the filter's tags
    also += [picked["other_tag"]] if "other_tag" in picked else []
    if also:
        query |= {"with": also}
    if "section" in picked and "audience" in picked:  # back on Balance, its missing tags are those of this cell
        query |= {"in_section": [picked["section"]], "in_audience": [picked["audience"]]}
    query |= {name: [str(picked[name])] for name in OF_A_LIST if name in picked}
    if "lacks" in picked:
        query |= {"lacks": [picked["lacks"]]}
    st.session_state["open_articles"] = query


def changes_for(context: Context, picked: Picked, opens: Mapping[str, Any]) -> dict[str, Any]:
    """The filters that a mark stands for: its days (within the period on the screen), its category, its statuses."""
    chosen = set(context.filters.status)
    changes: dict[str, Any] = {"status": tuple(s for s in opens["status"] if not chosen or s in chosen)}
    if "first" in picked:
        first, last = date.fromisoformat(picked["first"][:10]), date.fromisoformat(picked["last"][:10])
        start, end = (None, None) if opens.get("period") == "all" else context.filters.days(context.as_of)
        changes |= {
            "period": "own",
            "start": max(first, start) if start else first,
            "end": min(last, end) if end else last,
        }
    if picked.get("lacks") in ANY_DAY:
        changes["period"] = "all"
    if "status" in picked:
        changes["status"] = (picked["status"],)
    for field in ("section", "audience", "tag", "language"):
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
        with st.container(border=True):
            st.markdown(words("empty.never"))
            st.page_link("views/drafts.py", label=words("empty.to_waiting") + " →", query_params=context.query())
    return True


def names_some(context: Context, field: str) -> bool:
    """Does any article of the folder name a section, or an audience?"""
    return any(context.options(field))


def no_tags(context: Context) -> None:
    """Draws what to do where no published article has a tag."""
    if any(context.options("tag")) and context.filters.narrowed:
        empty(context, "empty.filtered_tags", "bar.clear", clear_filters, context)
    else:
        mapped_nothing(context, "empty.no_tag")


def mapped_nothing(context: Context, key: str) -> None:
    """Says which line of the settings would help, with the way to the keys that there are."""
    with st.container(border=True):
        st.markdown(context.words(key))
        st.page_link("views/data.py", label=context.words("empty.to_keys") + " →", query_params=context.query())


def says_none(context: Context, field: str) -> bool:
    """Draws what to do where no article of the folder names a section, or an audience."""
    if names_some(context, field):
        return False
    mapped_nothing(context, f"empty.no_{field}")
    return True
