"""One article, opened: what was written and what was made of it, its tags, its neighbours, its problems, its links."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pandas as pd
import streamlit as st

from dashboard.context import PUBLISHED, Context
from dashboard.views.card import open_articles
from dashboard.views.field_list import NO_KEYS
from dashboard.views.problem_list import in_words
from dashboard.words import escape_markdown, isolated

# The rows of the comparison: a column of `articles`, and the fields of the front matter that it comes from.
SOURCES = {
    "title": ("title",),
    "summary": ("summary",),
    "section": ("section",),
    "audience": ("audience",),
    "tags": ("tags",),
    "status": ("draft",),
    "published_on": ("date",),
    "updated_on": ("updated",),
    "expires_on": ("expires",),
    "first_seen_on": ("created",),
    "authors": ("authors",),
    "language": ("language",),
    "slug": ("slug",),
    "cover_image": ("cover_image",),
    "cover_alt": ("cover_alt",),
    "cover_caption": ("cover_caption",),
    "word_count": (),
}
ALWAYS = ("section", "audience", "published_on", "tags", "cover_alt")  # worth a row when they are missing, too
LONGEST_TITLE, LONGEST_BUTTON = 160, 90  # characters
FEW_PROBLEMS = 5


def opened(context: Context, path: str, on_close: Callable[[], None]) -> None:
    """The article at `path` over the page, until the reader closes it."""

    def close() -> None:
        st.query_params.pop("path", None)
        on_close()

    article = context.row("article", path=path)
    if not article:
        st.warning(context.words.markdown("articles.gone", path=path))
        return
    title = escape_markdown(cut(named(article), LONGEST_TITLE))
    st.dialog(title, width="large", on_dismiss=close)(details)(context, article)


def details(context: Context, article: dict[str, Any]) -> None:
    words = context.words
    st.caption(standing(context, article))
    if article["summary"]:
        st.markdown(escape_markdown(article["summary"]))
    links(context, article)
    problems(context, article["path"])
    tags(context, article["path"])
    neighbours(context, article)
    st.markdown("### " + words("article.data"))
    compared(context, article)
    with st.expander(words("article.front_matter")):
        written = json.dumps(front_matter(article), ensure_ascii=False, indent=2)
        st.code(written, language="json", wrap_lines=True)


def standing(context: Context, article: dict[str, Any]) -> str:
    """In one line what an editor asks first: published or not, when, where, for whom."""
    words = context.words
    when = article["published_at"] or article["published_on"]
    parts = [
        words(f"status.{article['status']}"),
        words.value(when) if when else "",
        isolated(article["section"] or words("none.section")),
        isolated(article["audience"] or words("none.audience")),
        words("article.words", n=article["word_count"]),
    ]
    return escape_markdown(" · ".join(filter(None, parts)))


def links(context: Context, article: dict[str, Any]) -> None:
    """To the site and to the editor, where the settings say where those are; and the path, to copy."""
    words, settings = context.words, context.settings
    with st.container(horizontal=True, vertical_alignment="center"):
        if settings.base_url and article["url"]:
            st.link_button(words("articles.on_site"), settings.on_site(article["url"]))
        if settings.edit_url:
            st.link_button(words("articles.edit"), settings.edit_url.replace("{path}", quote(article["path"])))
        st.code(article["path"], language=None, wrap_lines=True, width="stretch")


def problems(context: Context, path: str) -> None:
    """What the load said about this file, with the line; of many, the rest behind a click."""
    words, told = context.words, []
    for problem in in_words(context, context.frame("problems", path=path)).to_dict("records"):
        line = "" if pd.isna(problem["line"]) else words("article.line", line=int(problem["line"])) + " "
        told.append("- " + escape_markdown(line + problem["message"] + " " + problem["remedy"]))
    if not told:
        return
    st.warning("\n".join(told[:FEW_PROBLEMS]))
    if rest := told[FEW_PROBLEMS:]:
        with st.expander(words("article.more_problems", n=len(rest))):
            st.markdown("\n".join(rest))


def tags(context: Context, path: str) -> None:
    """Each tag with how many published articles carry it; a click shows those."""
    words, frame = context.words, context.frame("article_tags", path=path)
    if frame.empty:
        return
    st.markdown("### " + words("article.tags"))
    with st.container(horizontal=True, gap="xsmall"):
        for tag, label, count in zip(frame["tag"], frame["label"], frame["articles"], strict=True):
            name = words.markdown("article.tag", tag=cut(label, LONGEST_BUTTON), n=int(count))
            if st.button(name, key=f"article.tag.{tag}", help=words("article.tag_help")):
                open_articles(context, period="all", tag=(tag,), status=PUBLISHED)
                st.rerun()


def neighbours(context: Context, article: dict[str, Any]) -> None:
    """Buttons to the articles beside this one, which keep the page's filters."""
    words, frame = context.words, context.frame("neighbours", path=article["path"])
    in_section = words("article.in_section", section=article["section"] or "")
    left, right = st.columns(2)
    for column, title, relations in (
        (left, words("article.in_time"), ["before", "after"]),
        (left, in_section, ["section_before", "section_after"]),
        (right, words("article.by_tags"), ["tags"]),
    ):
        group = frame[frame["relation"].isin(relations)]
        if len(group):
            with column, st.container(gap="xxsmall"):
                st.markdown("### " + escape_markdown(title))
                neighbour_buttons(context, group)


def neighbour_buttons(context: Context, group: pd.DataFrame) -> None:
    for place, other in enumerate(group.to_dict("records")):
        key = f"article.{other['relation']}.{place}"
        if st.button(neighbour(context, other), key=key, type="tertiary"):
            st.query_params["path"] = other["path"]
            st.rerun()


def neighbour(context: Context, other: dict[Any, Any]) -> str:
    """← The title · 5 Feb 2026 · draft"""
    words = context.words
    arrow = {"before": "←", "after": "→"}.get(other["relation"].removeprefix("section_"), "")
    parts = [
        " ".join(filter(None, (arrow, isolated(cut(named(other), LONGEST_BUTTON))))),
        "" if pd.isna(other["published_on"]) else words.day(other["published_on"]),
        "" if other["status"] in PUBLISHED else words(f"status.{other['status']}"),
        "" if pd.isna(other["shared"]) else words("article.shared", n=int(other["shared"])),
    ]
    return escape_markdown(" · ".join(filter(None, parts)))


def compared(context: Context, article: dict[str, Any]) -> None:
    """Each field as it was understood, beside what the file says."""
    words, keys = context.words, context.frame("article_keys", path=article["path"])
    matter = front_matter(article)
    labels = ", ".join(map(isolated, context.frame("article_tags", path=article["path"])["label"]))
    rows = []
    for column, fields in SOURCES.items():
        value = labels if column == "tags" else understood(context, article, column)
        written = [as_written(context, key, matter) for key in keys.loc[keys["field"].isin(fields), "key"]]
        if value or written or column in ALWAYS:
            rows.append((words(f"column.{column}"), value or words("none.value"), "\n".join(written)))
    columns = [words(f"column.{name}") for name in ("field", "understood", "written")]
    frame = pd.DataFrame([[markdown_lines(cell) for cell in row] for row in rows], columns=columns)
    options: dict[str, Any] = {"border": "horizontal", "hide_index": True}
    if not context.narrow:
        st.table(frame, alt=words("article.data"), **options)
        return
    for tab, column in zip(st.tabs(columns[1:]), columns[1:], strict=True):  # a phone has no room for them side by side
        with tab:
            st.table(frame.loc[frame[column] != "", [columns[0], column]], alt=column, **options)


def understood(context: Context, article: dict[str, Any], column: str) -> str:
    words, value = context.words, article[column]
    if column == "status":
        return words(f"status.{value}")
    if column == "published_on" and article["published_at"]:
        return words.moment(article["published_at"])
    if column == "first_seen_on" and value:
        source = words(f"first_seen_from.{article['first_seen_from']}")
        return words("article.according_to", day=value, source=source)
    if isinstance(value, list):
        return ", ".join(map(isolated, value))
    return "" if value in (None, "") else words.value(value)


def as_written(context: Context, key: str, matter: dict[str, Any]) -> str:
    """`sectie: tools`, or where the value comes from when no key holds it."""
    if key in NO_KEYS:
        return context.words("article.no_key", source=context.words(f"data.key.{key.replace(' ', '_')}"))
    value = held(matter, key)
    return f"{key}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"


def held(matter: Any, key: str) -> Any:
    """The value at `cover.image`; a key that has a dot in its own name goes first."""
    if not isinstance(matter, dict) or key in matter:
        return matter.get(key) if isinstance(matter, dict) else None
    found: Iterator[Any] = (
        held(matter[name], key[len(name) + 1 :]) for name in matter if key.startswith(f"{name}.") and name
    )
    return next(found, None)


def front_matter(article: dict[str, Any]) -> dict[str, Any]:
    matter: dict[str, Any] = json.loads(article["front_matter"] or "{}")
    return matter


def named(article: dict[Any, Any]) -> str:
    title = article["title"]
    return title if isinstance(title, str) and title.strip() else str(article["path"])


def cut(text: str, longest: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def markdown_lines(text: str) -> str:
    """As text in Markdown, each line on its own."""
    return "  \n".join(escape_markdown(line) for line in text.split("\n"))
