"""A list of articles: a click on a title, or a tick beside a row, opens the article."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.context import Context
from dashboard.views.table import table

NOTHING: dict[str, Any] = {"selection": {"rows": [], "columns": [], "cells": []}}


def article_list(
    context: Context,
    shown: pd.DataFrame,
    paths: "pd.Series[str]",
    *,
    key: str,
    on_open: Callable[[str], None],
    on_column: Callable[[str], None] | None = None,
    **options: Any,
) -> None:
    """`paths`: of each row of `shown`. on_column: a column's name was clicked; else the browser sorts what it has."""
    head = f"{key}.head"

    def picked() -> None:
        selection = st.session_state[key]["selection"]
        rows = selection["rows"] or [row for row, column in selection["cells"] if column == "title"]
        columns, before = selection["columns"], st.session_state.get(head)
        if not columns and not rows and not selection["cells"] and before is not None:
            columns = [before]  # a second click on its name takes the choice back
            del st.session_state[head]
        elif columns:
            st.session_state[head] = columns[0]
        clicked = columns and columns[0] != before  # the browser may still hold the row that was opened last
        if clicked and rows:
            st.session_state[key] = {"selection": {"rows": [], "columns": columns, "cells": []}}
        if rows and not clicked and isinstance(paths.iloc[rows[0]], str):  # a week without an article is a row, too
            on_open(str(paths.iloc[rows[0]]))
        elif columns and on_column is not None:
            on_column(columns[0])

    modes = ["single-row", "single-cell", *(["single-column"] if on_column else [])]
    table(context, shown, key=key, on_select=picked, selection_mode=modes, **options)


def nothing_picked(key: str) -> None:
    """In a callback: the list as if no row was chosen, so that the same one can be chosen again."""
    if key in st.session_state:
        st.session_state[key] = NOTHING
        st.session_state.pop(f"{key}.head", None)
