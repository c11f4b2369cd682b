"""Which stories are behind this? Search, sort, choose columns, download; a row opens its article."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboard.context import Context
from dashboard.figures import lacking
from dashboard.readable import column_label, weekday_names
from dashboard.search import LONGEST
from dashboard.views import article
from dashboard.views.article_list import article_list, nothing_picked
from dashboard.views.card import empty
from dashboard.views.context import OF_A_LIST, choice, current
from dashboard.views.download import download
from dashboard.views.filter_bar import clear_filters, show_everything

ROWS = 500  # on the screen at once; the file has all
COLUMNS = (
    "published_on",
    "title",
    "section",
    "audience",
    "status",
    "tags",
    "word_count",
    "path",
    "summary",
    "authors",
    "language",
    "published_at",
    "updated_on",
    "expires_on",
    "first_seen_on",
    "cover_image",
    "cover_alt",
    "cover_caption",
    "url",
    "slug",
)
TABLE = "articles.table"
USUAL = COLUMNS[:8]  # as long as the reader has not chosen
# What a list can be put in order by, and what its first row is then called: first in the alphabet, oldest, fewest.
SORTS = {
    "published_on": "day",
    "title": "text",
    "section": "text",
    "audience": "text",
    "status": "text",
    "word_count": "number",
    "path": "text",
    "language": "text",
    "updated_on": "day",
    "expires_on": "day",
    "first_seen_on": "day",
}
NEWEST = "-published_on"
NO_FILE = ("",)  # no article has this path


def page(context: Context) -> None:
    words = context.words
    if path := st.query_params.get("path"):
        article.opened(context, path, on_close=lambda: nothing_picked(TABLE))
    columns = chosen_columns()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        asked = search_box(context)
        sort = choice("sort", sorts(context, columns), NEWEST, words("articles.sort"), many=True)
        column_picker(context, columns)
    chips(context)
    which = limits(context) | {"search": asked, "sort": sort}
    number = page_number()
    frame = context.frame("articles", **which, rows=ROWS, skip=(number - 1) * ROWS)
    if frame.empty and number > 1:  # a link to a page that is no longer there
        number, frame = 1, context.frame("articles", **which, rows=ROWS)
    count = int(frame["found"].iloc[0]) if len(frame) else 0
    if frame.empty:
        nothing_found(context, which)
    else:
        st.caption(words("articles.count", n=count))
        article_list(
            context,
            frame[columns],
            frame["path"],
            key=TABLE,
            on_open=open_here,
            on_column=sort_by,
            most=ROWS,
            height="auto" if len(frame) <= 14 else 560,
        )
        pages(context, number, count)
        download(context, file_part(context), lambda: context.frame("articles", **which)[columns])


def search_box(context: Context) -> str:
    words = context.words
    # A damaged link may hold half of a character, which no database takes.
    asked = st.query_params.get("search", "")[:LONGEST].encode("utf-8", "ignore").decode()
    st.session_state["articles.search"] = asked

    def keep() -> None:
        put("search", st.session_state["articles.search"].strip())

    return st.text_input(
        words("articles.search"),
        key="articles.search",
        on_change=keep,
        max_chars=LONGEST,
        placeholder=words("articles.search_help" if context.settings.store_texts else "articles.search_help_no_texts"),
        help=words("articles.search_about"),
    )


def put(name: str, value: str) -> None:
    """In the URL, or out of it; the list begins at its first row again."""
    st.query_params.pop("page", None)
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def chips(context: Context) -> None:
    """What narrows the list beside the filters of the bar, each removed by a click."""
    words, code = context.words, lacks(context)
    shown: list[tuple[str, str, str, Callable[[str], None], str]] = [
        (f"articles.with.{tag}", words("field.tag"), context.name("tag", tag), drop_tag, tag) for tag in with_tags()
    ]
    if code:
        shown.append(("articles.lacks", words("page.quality.title"), lacking(context, code), drop, "lacks"))
    for name, value in one_of(context).items():
        shown.append((f"articles.{name}", column_label(context, name), value, drop, name))
    if not shown:
        return
    with st.container(horizontal=True, gap="xsmall"):
        for key, field, value, take_away, what in shown:
            label = words.markdown("bar.chip", field=field, value=value)
            st.button(label, key=key, help=words("bar.chip_help"), on_click=take_away, args=(what,))


def one_of(context: Context) -> dict[str, str]:
    """What a click on Volume narrowed the list by, in words: an author, a day of the week, an hour of the day."""
    words, said = context.words, {}
    if "author" in st.query_params:
        said["author"] = st.query_params["author"] or words("chart.none.author")
    if (weekday := whole("weekday", 1, 7)) is not None:
        said["weekday"] = weekday_names(words)[weekday - 1]
    if (hour := whole("hour", 0, 23)) is not None:
        said["hour"] = words("chart.hours.span", hour=hour, next=hour + 1)
    return said


def whole(name: str, least: int, most: int) -> int | None:
    """A whole number of the URL; None when it is not there, or is none of these."""
    text = st.query_params.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 3 and least <= int(text) <= most else None


def drop(name: str) -> None:
    put(name, "")


def with_tags() -> tuple[str, ...]:
    return tuple(dict.fromkeys(st.query_params.get_all("with")))


def drop_tag(tag: str) -> None:
    st.query_params["with"] = [other for other in st.query_params.get_all("with") if other != tag]


def lacks(context: Context) -> str:
    """The bar of Quality whose articles these are, when the link names one that is there."""
    code = st.query_params.get("lacks", "")
    return code if code and code in set(context.frame("upkeep")["code"]) else ""


def limits(context: Context) -> dict[str, Any]:
    """What the chips say, as parameters of query `articles`."""
    own: dict[str, Any] = {"with_tags": with_tags(), "weekday": whole("weekday", 1, 7), "hour": whole("hour", 0, 23)}
    if "author" in st.query_params:
        own["authors"] = (st.query_params["author"],)
    if code := lacks(context):
        upkeep = context.frame("upkeep", lacks=code)
        own["paths"] = tuple(upkeep.loc[upkeep["code"] == code, "paths"].iloc[0]) or NO_FILE
    return own


def chosen_columns() -> list[str]:
    """The columns of the screen and of the files, in the order the reader chose them."""
    chosen = [name for name in dict.fromkeys(st.query_params.get_all("columns")) if name in COLUMNS]
    return chosen or list(USUAL)


def column_picker(context: Context, chosen: list[str]) -> None:
    words = context.words
    st.session_state["articles.columns"] = chosen

    def keep() -> None:
        picked = st.session_state["articles.columns"]
        st.query_params["columns"] = [] if picked == list(USUAL) else picked

    with st.popover(words("articles.columns", n=len(chosen))):
        st.multiselect(
            words("articles.columns_label"),
            COLUMNS,
            format_func=lambda name: column_label(context, name),
            key="articles.columns",
            on_change=keep,
            help=words("articles.columns_help"),
        )


def sorts(context: Context, columns: list[str]) -> Mapping[str, str]:
    """Every order of the columns that are shown, and the one in the URL."""
    current_sort = st.query_params.get("sort", NEWEST).removeprefix("-")
    names = [name for name in SORTS if name in (*columns, "published_on", current_sort)]
    return {
        code: context.words(
            f"articles.order.{SORTS[name]}{'_back' if code != name else ''}", column=column_label(context, name)
        )
        for name in names
        for code in sort_codes(name)
    }


def open_here(path: str) -> None:
    st.query_params["path"] = path


def sort_by(column: str) -> None:
    """The whole list in the order of one of its columns, not only what is on the screen; a second time backwards."""
    if column in SORTS:
        first, second = sort_codes(column)
        chosen = second if st.query_params.get("sort", NEWEST) == first else first
        put("sort", "" if chosen == NEWEST else chosen)
        # The click on the name may have reached us as one on the last cell first, which opened its article.
        st.query_params.pop("path", None)


def sort_codes(column: str) -> tuple[str, str]:
    """Its two orders: the newest and the most come first, but text begins at A."""
    return (column, f"-{column}") if SORTS[column] == "text" else (f"-{column}", column)


def page_number() -> int:
    text = st.query_params.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1


def pages(context: Context, number: int, count: int) -> None:
    """Which rows these are, and the way to the others."""
    if count <= ROWS:
        return
    words, first = context.words, (number - 1) * ROWS + 1

    def turn(to: int) -> None:
        put("page", str(to) if to > 1 else "")

    with st.container(horizontal=True, vertical_alignment="center"):
        if number > 1:
            st.button(words("articles.previous", n=ROWS), key="articles.previous", on_click=turn, args=(number - 1,))
        if (rest := count - number * ROWS) > 0:
            st.button(words("articles.next", n=min(rest, ROWS)), key="articles.next", on_click=turn, args=(number + 1,))
        st.caption(words("articles.rows", first=first, last=min(number * ROWS, count), n=count), width="content")


def file_part(context: Context) -> str:
    """What the files are called, beside period and filters: articles, and all else that narrows the list."""
    parts = {"search": [st.query_params.get("search", "")], "with": with_tags(), "lacks": [lacks(context)]}
    parts |= {name: [value] for name, value in one_of(context).items()}
    said = [part for name, values in parts.items() if any(values) for part in (name, *values)]
    return "-".join(["articles", *said])


def nothing_found(context: Context, which: Mapping[str, Any]) -> None:
    """Why there is nothing: the period, the search or the filters; and what shows something."""
    narrowed = any(name in st.query_params for name in OF_A_LIST) or context.filters.narrowed
    if not narrowed:
        empty(context, "articles.none_period", "bar.show_everything", show_everything, context)
        return
    any_day = context.row("articles", **which, rows=1, from_day=None, to_day=None)
    words = context.words
    with st.container(border=True):
        key = "articles.none_here" if any_day else "articles.none_filtered"
        st.markdown(words.markdown(key, period=context.period_text, n=any_day.get("found", 0)))
        with st.container(horizontal=True):
            if any_day:
                st.button(words("bar.show_everything"), on_click=show_everything, args=(context,))
            st.button(words("bar.clear"), on_click=clear_all, args=(context,))


def clear_all(context: Context) -> None:
    for name in OF_A_LIST:
        st.query_params.pop(name, None)
    clear_filters(context)


page(current())
