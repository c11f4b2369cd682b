"""The decisions of a meeting: those of earlier ones to tick off, and the table of its own."""

import re
import zlib
from textwrap import shorten
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.buckets import day_of
from dashboard.context import Context
from dashboard.errors import DashboardError
from dashboard.pack import key_figures
from dashboard.pack.document import ENDS, NO_TEXT, Decision
from dashboard.pack.followed import Followed, end, standing
from dashboard.words import escape_markdown

SHOWN = 600  # characters of a decision or a note on the page; the file has it whole
COLUMNS = ("text", "owner", "due", "figure")
ROOM = 3  # empty rows to begin with
TROUBLE = "pack.trouble"  # why the last thing that was ticked off was not kept


def follow(context: Context, found: list[Followed]) -> None:
    """What earlier meetings decided, to tick off. It is kept at once: who only ticks off makes no pack."""
    words = context.words
    if not found:
        return
    st.header(words("pack.page.earlier"))
    st.caption(words("pack.page.earlier_help"))
    if trouble := st.session_state.pop(TROUBLE, None):
        st.warning(words.markdown("pack.page.trouble", reason=trouble))

    def keep(one: Followed, key: str) -> None:
        try:
            end(context.snapshot.path, context.as_of, {one.name: st.session_state[key]})
        except DashboardError as error:
            st.session_state[TROUBLE] = error.sentence(words)

    for one in found:
        key = f"pack.follow.{zlib.crc32(repr(one.name).encode()):x}"
        ended = next((how for how in ENDS if getattr(one.decision, how)), "")
        st.session_state[key] = ended
        said = shorten(one.decision.text, SHOWN, placeholder=" …")
        with st.container(gap=None):
            st.markdown(f"{escape_markdown(said)} :gray[{escape_markdown(standing(one, context.as_of, words))}]")
            st.radio(
                re.sub(r"[\W_]+", " ", said).strip() or words("pack.decision"),  # is read aloud, and not as Markdown
                ("", *ENDS),
                format_func=lambda how: words(f"pack.page.state.{how or 'open'}"),
                key=key,
                on_change=keep,
                args=(one, key),
                horizontal=True,
                label_visibility="collapsed",
            )


def decide(context: Context, written: dict[str, Any]) -> None:
    """The table of decisions. A new table (another language, other sections) begins with what the last one held.

    That of another day is another table.
    """
    words = context.words
    codes = key_figures.can_be_followed(context)
    names = {code: key_figures.label(context, code) for code in codes}
    key = f"pack.decisions.{zlib.crc32(repr((context.as_of, names)).encode()):x}"
    if key not in st.session_state:
        written["table"] = written["decisions"].reset_index(drop=True)
    columns: dict[str, Any] = {
        "text": st.column_config.TextColumn(words("pack.decision"), width="medium"),
        "owner": st.column_config.TextColumn(words("pack.owner")),
        "due": st.column_config.DateColumn(words("pack.due"), format="DD-MM-YYYY"),
        "figure": st.column_config.SelectboxColumn(
            words("pack.page.figure"), options=codes, format_func=lambda code: names.get(str(code), str(code))
        ),
    }
    table: pd.DataFrame = written["table"]
    written["decisions"] = st.data_editor(
        table, key=key, num_rows="dynamic", hide_index=True, column_config=columns, placeholder=""
    )
    if any(decision.text == NO_TEXT for decision in decisions_of(written["decisions"])):
        st.warning(words("pack.page.no_text"))


def as_rows(decisions: tuple[Decision, ...]) -> pd.DataFrame:
    rows: list[tuple[Any, ...]] = [(one.text, one.owner, one.due, one.figure or None) for one in decisions]
    rows += [(None, None, None, None)] * (ROOM - len(rows))
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"text": "str", "owner": "str", "figure": "str"})
    return frame.assign(due=pd.to_datetime(frame["due"]))


def decisions_of(rows: pd.DataFrame) -> tuple[Decision, ...]:
    """The rows that say something; of whom and when alone, too."""
    found = []
    for row in rows.to_dict("records"):
        text, owner, figure = (
            "" if pd.isna(row[name]) else str(row[name]).strip() for name in ("text", "owner", "figure")
        )
        due = None if pd.isna(row["due"]) else day_of(row["due"])
        if text or owner or due:
            found.append(Decision(text or NO_TEXT, owner, due, figure))
    return tuple(found)
