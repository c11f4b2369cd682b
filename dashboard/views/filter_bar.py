"""The bar above every page: period, filters, comparison, link, language; and the line that says what is on the screen.

The URL is the only state: widgets are filled from it before they are drawn, and write to it when they change.
(Streamlit's own `bind` writes the words of one language into the link, which a reader of the other cannot use.)
"""

from datetime import date
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

from dashboard.context import Context
from dashboard.filters import COMPARISONS, PERIODS, STATUSES, Filters
from dashboard.views.context import OF_A_LIST, kept_parameters
from dashboard.views.landing import FIGURE
from dashboard.words import LANGUAGES

LISTS = ("section", "audience", "tag", "language", "status")


def _replace_url(filters: Filters) -> None:
    """Other filters, the same page: what narrows its list stays, and it begins at its first row."""
    here = st.session_state["page"]
    st.query_params.from_dict(filters.to_query(here) | kept_parameters() | _of_this_page(OF_A_LIST))


def _of_this_page(names: tuple[str, ...]) -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in names if name in st.query_params}


def _keep(context: Context, field: str) -> None:
    """A widget changed: write its value to the URL."""
    value: Any = st.session_state[f"filter.{field}"]
    changes: dict[str, Any] = {field: tuple(value) if field in LISTS else value}
    if field == "period" and value == "own":  # begin with the days that are on the screen
        first, last = context.filters.days(context.as_of)
        changes |= {"start": first, "end": last}
    if field == "days":
        days = value if isinstance(value, tuple) else (value,)
        if len(days) != 2:  # the second day is still to be clicked
            return
        changes = {"start": days[0], "end": days[1]}
    _replace_url(context.filters.with_(**changes))


def _keep_language() -> None:
    st.query_params["lang"] = st.session_state["filter.lang"]


def clear_filters(context: Context) -> None:
    _replace_url(context.filters.with_(**dict.fromkeys(LISTS, ())))


def show_everything(context: Context) -> None:
    _replace_url(context.filters.with_(period="all"))


def heading(context: Context, title: str) -> None:
    """The page's title, and the switch between languages."""
    words = context.words
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(title, width="content")
        st.session_state["filter.lang"] = words.language
        st.segmented_control(
            words("bar.language_label"),
            LANGUAGES,
            format_func=str.upper,
            key="filter.lang",
            on_change=_keep_language,
            required=True,
            label_visibility="collapsed",
        )


def look_from(context: Context, day: date) -> None:
    """As if `day` were today."""
    _replace_url(context.filters.with_(as_of=day.isoformat()))


def draw(context: Context) -> None:
    words, filters = context.words, context.filters
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.session_state["filter.period"] = filters.period
        st.segmented_control(
            words("bar.period_label"),
            PERIODS,
            format_func=lambda code: words(f"period.{code}"),
            key="filter.period",
            on_change=_keep,
            args=(context, "period"),
            required=True,
            label_visibility="collapsed",
        )
        if filters.period == "own":
            _own_days(context)
        _more_filters(context)
        if not context.narrow:
            _comparison(context)
        with st.popover(words("bar.link"), type="tertiary"):
            st.caption(words("bar.link_help"))
            st.code(link(context), language=None, wrap_lines=True)
    _chips(context)


def link(context: Context) -> str:
    """The address of this page with every filter, the day and the language in it."""
    parts = urlsplit(st.context.url or "")
    query = context.query() | {"lang": [context.words.language]}
    query |= _of_this_page((*OF_A_LIST, "page", "path", FIGURE))
    return parts._replace(query=urlencode(query, doseq=True), fragment="").geturl()


def _own_days(context: Context) -> None:
    start, end = context.filters.start, context.filters.end
    st.session_state["filter.days"] = (start or context.as_of, end or context.as_of)
    st.date_input(
        context.words("bar.days_label"),
        key="filter.days",
        format="DD-MM-YYYY",
        on_change=_keep,
        args=(context, "days"),
        label_visibility="collapsed",
        width=240,
    )


def _comparison(context: Context) -> None:
    words = context.words
    st.session_state["filter.compare"] = context.filters.compare
    st.selectbox(
        words("bar.compare_label"),
        COMPARISONS,
        format_func=lambda code: words(f"compare.{code}"),
        key="filter.compare",
        on_change=_keep,
        args=(context, "compare"),
        label_visibility="collapsed",
        width=250,
    )


def _more_filters(context: Context) -> None:
    words, filters = context.words, context.filters
    set_now = words("bar.filters_set", n=filters.narrowed) if filters.narrowed else words("bar.filters_none")
    with st.popover(set_now):
        if context.narrow:  # a phone has no room for it beside the button
            _comparison(context)
        for field in LISTS:
            options = list(STATUSES) if field == "status" else context.options(field)
            chosen = getattr(filters, field)
            # A link may name a tag that is gone: keep it visible, or the page would show less than the filter says.
            options += [value for value in chosen if value not in options]
            if field != "status" and len(options) < 2 and not chosen:
                continue
            names = {value: context.name(field, value) for value in options}
            st.session_state[f"filter.{field}"] = list(chosen)
            st.multiselect(
                words(f"field.{field}"),
                options,
                format_func=names.__getitem__,
                key=f"filter.{field}",
                on_change=_keep,
                args=(context, field),
                placeholder=words("bar.all"),
                select_all=False,
            )
        if filters.narrowed:
            st.button(words("bar.clear"), on_click=clear_filters, args=(context,), type="tertiary")


def _chips(context: Context) -> None:
    """The filters that are set, each removed by a click."""
    words, filters = context.words, context.filters
    if not filters.narrowed and not filters.as_of:
        return
    with st.container(horizontal=True, gap="xsmall"):
        if filters.as_of:
            st.button(
                words("bar.as_of", day=context.as_of),
                key="chip.as_of",
                help=words("bar.chip_help"),
                on_click=_replace_url,
                args=(filters.with_(as_of=""),),
            )
        for field in LISTS:
            for value in getattr(filters, field):
                name = context.name(field, value)
                rest = tuple(other for other in getattr(filters, field) if other != value)
                st.button(
                    words.markdown("bar.chip", field=words(f"field.{field}"), value=name),
                    key=f"chip.{field}.{value}",
                    help=words("bar.chip_help"),
                    on_click=_replace_url,
                    args=(filters.with_(**{field: rest}),),
                )


def status_line(context: Context) -> None:
    """What is on the screen: how many, which days, which time zone, read when, and what could not be read."""
    words = context.words
    totals = context.row("totals")
    load = context.row("loads")
    parts = [
        words("bar.published", n=totals["published"]),
        context.period_text,
        words("bar.undated", n=totals["undated"]) if totals["undated"] else "",
        context.snapshot.time_zone.key,
        words("bar.read_at", time=read_at(context, load)),
    ]
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="status"):
        st.caption(" · ".join(part for part in parts if part), width="content")
        if load["skipped"]:
            st.page_link(
                "views/data.py",
                label=f":small[{words('bar.skipped', n=load['skipped'])}]",
                query_params=context.query(),
            )


def read_at(context: Context, load: dict[str, Any]) -> str:
    """Only the time when the folder was read today, the day too otherwise."""
    finished = load["finished_at"]
    today = finished.date() == context.snapshot.as_of("today")
    return context.words.clock(finished) if today else context.words.moment(finished)
