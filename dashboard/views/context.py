"""What a page asks of its reader's browser: language, look, width, and the choices that live in its URL."""

from collections.abc import Mapping

import streamlit as st

from dashboard.charts import DARK, LIGHT, Look
from dashboard.context import BUCKET_DAYS, Context, days_shown, fitting_granularity
from dashboard.settings import Settings
from dashboard.words import LANGUAGES

MOST_BUCKETS = 2000  # more bars than a screen has pixels say nothing
PAGE_PARAMETERS = (
    "lang",
    "per",
    "by",
    "form",
    "show",
    "list",
    "against",
    "in_section",
    "in_audience",
    "count",
    "measure",
    "severity",
    "cause",
    "folder",
    "columns",
    "sort",
    "month",
    "now",
    "then",
)  # in the URL beside the filters; kept from page to page
# What narrows a list beside the filters; not taken along to another page.
OF_A_LIST = ("search", "with", "lacks", "author", "weekday", "hour")


def kept_parameters() -> dict[str, list[str]]:
    """What the URL holds beside the filters, and keeps from page to page."""
    return {name: st.query_params.get_all(name) for name in PAGE_PARAMETERS if name in st.query_params}


def current() -> Context:
    """This run's context."""
    context: Context = st.session_state["context"]
    return context


def language(settings: Settings) -> str:
    """The URL's language, else the browser's, else the newsroom's."""
    browser = (st.context.locale or "").split("-")[0].lower()
    for code in (st.query_params.get("lang", ""), browser):
        if code in LANGUAGES:
            return code
    return settings.language


def look() -> Look:
    return DARK if st.context.theme.type == "dark" else LIGHT


def narrow() -> bool:
    """A phone? The server does not know the width of a window; phones say so in their name."""
    return "Mobi" in st.context.headers.get("User-Agent", "")


def choice(name: str, options: Mapping[str, str], default: str, label: str, *, many: bool = False) -> str:
    """A choice that belongs to one page and lives in the URL under `name`; `options` are code -> words.

    Segments side by side, or a list to choose from when there are `many`.
    """
    chosen = st.query_params.get(name, default)
    key = f"choice.{name}"
    st.session_state[key] = chosen if chosen in options else default

    def keep() -> None:
        st.query_params.pop("page", None)  # of a list: it begins at its first row again
        if st.session_state[key] == default:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = st.session_state[key]

    names = options.__getitem__
    if many:
        return str(st.selectbox(label, list(options), format_func=names, key=key, on_change=keep, width=260))
    value = st.segmented_control(label, list(options), format_func=names, key=key, on_change=keep, required=True)
    return str(value)


def granularity(context: Context) -> str:
    """Day to year; as long as the reader has not chosen, the one that gives the period some ten to a hundred bars."""
    words, days = context.words, days_shown(context)
    options = {
        code: words(f"granularity.{code}") for code, length in BUCKET_DAYS.items() if days / length <= MOST_BUCKETS
    }
    return choice("per", options, fitting_granularity(context), words("granularity.label"))
