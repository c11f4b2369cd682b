"""Which stories are behind this? Search, sort, download; a row opens its article."""

import json
from typing import Any
from urllib.parse import quote, urlsplit

import pandas as pd
import streamlit as st

from dashboard.views.card import download, empty, table
from dashboard.views.context import Context, current
from dashboard.views.filter_bar import clear_filters, show_everything
from dashboard.views.problem_list import in_words
from dashboard.words import escape_markdown

FIRST = 2000  # rows on the screen; the file has all
COLUMNS = ["published_on", "title", "section", "audience", "status", "tags", "word_count", "path"]


def keep_search() -> None:
    text = st.session_state["articles.search"].strip()
    if text:
        st.query_params["search"] = text
    else:
        st.query_params.pop("search", None)


def drop_with_tag() -> None:
    st.query_params.pop("with", None)


def close_article() -> None:
    st.query_params.pop("path", None)


def page(context: Context) -> None:
    words = context.words
    st.session_state["articles.search"] = st.query_params.get("search", "")
    search = st.text_input(
        words("articles.search"),
        key="articles.search",
        on_change=keep_search,
        placeholder=words("articles.search_help"),
    )
    with_tag = st.query_params.get("with", "")
    if with_tag:
        label = words.markdown("bar.chip", field=words("field.tag"), value=context.name("tag", with_tag))
        st.button(label, key="articles.with", help=words("bar.chip_help"), on_click=drop_with_tag)
    frame = context.frame("articles", search=search, with_tag=with_tag)
    st.caption(words("articles.count", n=len(frame)))
    if frame.empty:
        if search or with_tag or context.filters.narrowed:
            empty(context, "articles.none_filtered", "bar.clear", clear_all, context)
        else:
            empty(context, "articles.none_period", "bar.show_everything", show_everything, context)
    else:
        first = frame.head(FIRST)
        if len(frame) > FIRST:
            st.caption(words("articles.first", first=FIRST, n=len(frame)))
        shown = first[COLUMNS].assign(status=[words(f"status.{status}") for status in first["status"]])

        def picked() -> None:
            rows = st.session_state["articles.table"]["selection"]["rows"]
            if rows:
                st.query_params["path"] = str(frame["path"].iloc[rows[0]])

        table(context, shown, key="articles.table", on_select=picked, selection_mode="single-row", height=560)
        download(context, "articles", frame)
    if path := st.query_params.get("path"):
        open_dialog(context, path)


def clear_all(context: Context) -> None:
    for name in ("search", "with"):
        st.query_params.pop(name, None)
    clear_filters(context)


def open_dialog(context: Context, path: str) -> None:
    article = context.row("article", path=path)
    if not article:
        st.warning(context.words.markdown("articles.gone", path=path))
        return
    title = escape_markdown(article["title"] or path)
    st.dialog(title, width="large", on_dismiss=close_article)(details)(context, article)


def on_site(base_url: str, url: str) -> str:
    """The article's address: on the newsroom's own site, whatever the article says."""
    return base_url.rstrip("/") + "/" + quote(urlsplit(url).path.lstrip("/"), safe="/%")


FACTS = (
    "status",
    "section",
    "audience",
    "published_on",
    "updated_on",
    "expires_on",
    "authors",
    "language",
    "word_count",
    "first_seen_on",
    "cover_image",
    "cover_alt",
    "cover_caption",
    "path",
)
ALWAYS = ("section", "audience", "published_on", "cover_alt")  # worth a line when they are missing, too


def facts(context: Context, article: dict[str, Any]) -> dict[str, str]:
    """What is known, by its name: as understood, in the reader's words."""
    words = context.words
    known: dict[str, str] = {}
    for field in FACTS:
        value = article[field]
        if field == "status":
            value = words(f"status.{value}")
        elif field == "published_on" and article["published_at"]:
            value = article["published_at"]
        elif isinstance(value, list):
            value = ", ".join(value)
        if value not in (None, ""):
            known[words(f"column.{field}")] = words.value(value)
        elif field in ALWAYS:
            known[words(f"column.{field}")] = words("none.value")
    tags = context.frame("article_tags", path=article["path"])
    if len(tags):
        counted = zip(tags["label"], tags["articles"], strict=True)
        known[words("column.tags")] = ", ".join(f"{label} ({words.number(n)})" for label, n in counted)
    return known


def details(context: Context, article: dict[str, Any]) -> None:
    words = context.words
    if article["summary"]:
        st.markdown(escape_markdown(article["summary"]))
    known = [(label, escape_markdown(value)) for label, value in facts(context, article).items()]
    st.table(pd.DataFrame(known), border="horizontal", hide_index=True, hide_header=True)
    problems = context.frame("problems", path=article["path"])
    for problem in in_words(context, problems).to_dict("records"):
        st.warning(escape_markdown(problem["message"] + " " + problem["remedy"]))
    with st.expander(words("articles.as_written")):
        st.code(
            json.dumps(json.loads(article["front_matter"] or "{}"), ensure_ascii=False, indent=2),
            language="json",
            wrap_lines=True,
        )
    settings = context.settings
    if settings.base_url and article["url"]:
        st.link_button(words("articles.on_site"), on_site(settings.base_url, article["url"]))
    if settings.edit_url:
        st.link_button(words("articles.edit"), settings.edit_url.replace("{path}", quote(article["path"])))


page(current())
