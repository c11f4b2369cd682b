"""A link to one figure or table of a page: `?figure=balance` in its address names it by its key.

The page opens with it in view, and a figure with its table open.
"""

import json
import re

import streamlit as st

from dashboard.context import Context

FIGURE = "figure"  # the parameter in the address

# Charts above it are drawn later and push it down: it is looked for again for some seconds, or until the reader moves.
_INTO_VIEW = """
let left = 20;
const looking = setInterval(() => {
    const found = document.querySelector(%s);
    if (found) {
        found.style.scrollMarginTop = "4.5rem";  // the navigation stands above the page
        found.scrollIntoView();
    }
    if (--left === 0) clearInterval(looking);
}, 150);
for (const moved of ["wheel", "touchstart", "pointerdown", "keydown"])
    addEventListener(moved, () => clearInterval(looking), {once: true, passive: true});
"""


def link_to(context: Context, key: str, page: str = "") -> dict[str, list[str]]:
    """The parameters of the address of a figure or table on a page, with the filters of now."""
    return context.query(page) | {FIGURE: [key]}


def linked(key: str) -> bool:
    """Does the address name this figure?"""
    return st.query_params.get(FIGURE) == key


def into_view() -> None:
    """Brings what the address names into view, once; a name that nothing has does nothing."""
    if name := st.query_params.get(FIGURE):
        selector = ".st-key-" + re.sub(r"[^\w-]", "-", name, flags=re.ASCII)  # as Streamlit makes classes of keys
        script = _INTO_VIEW % json.dumps(selector)
        st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
