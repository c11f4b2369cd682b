"""What needs upkeep? What is lacking, how long and how easy the articles are, and which are nearly the same."""

import re
from textwrap import shorten
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import figures
from dashboard.charts import FEW
from dashboard.context import Context
from dashboard.filters import QUERY_DEFAULTS
from dashboard.views import reading
from dashboard.views.card import draw, names_some, nothing_published, open_article
from dashboard.views.context import choice, current
from dashboard.views.download import download
from dashboard.views.table import table
from dashboard.words import counted, escape_markdown

HARDEST = 10  # texts in the list
FIRST_PAIRS = 50  # on the screen; the file has all
AT_ONCE = 2_000  # articles in a folder whose texts are measured and compared without being asked
HALF = 0.5  # of the shorter text: nearly the same
LONGEST_QUOTE, LONGEST_TITLE = 700, 80  # characters of a shared passage, and of a title on a button
_MARKS = re.compile(r"\*+|_{2,}|`+|(?<!\S)(?:#+|>+|\|)(?=\s)")  # of Markdown: a quote is read, not edited


def not_seen(context: Context) -> None:
    """The points of upkeep that nothing here could lack, with the reason."""
    words, frame = context.words, context.frame("upkeep")
    by_reason: dict[str, list[str]] = {}
    for code in frame.loc[frame["of"] == 0, "code"]:
        by_reason.setdefault(why_not(context, code), []).append(figures.lacking(context, code))
    said = [
        words("quality.not_seen_why", lacking=", ".join(names), why=words(f"quality.why.{why}"))
        for why, names in by_reason.items()
    ]
    if said:
        st.caption(words.markdown("quality.not_seen", what="; ".join(said)))


def why_not(context: Context, code: str) -> str:
    """A key of the words `quality.why`."""
    kind = code.partition(":")[0]
    if kind in ("image_alt", "heading") and not context.settings.store_texts:
        return "no_texts"
    if kind in ("summary", "cover", "tags", "section", "audience"):
        return "never"
    return kind if kind in ("alt", "useless_alt", "image_alt", "stale") else "nothing"


def how_they_read(context: Context) -> None:
    """Length and reading ease, by section or audience."""
    words = context.words
    st.header(words("quality.reading"))
    options = {code: words(f"split.{code}") for code in ("section", "audience") if names_some(context, code)}
    by = next(reversed(options), "all")
    if len(options) > 1:
        by = choice("by", options, by, words("split.label"))
    length = figures.lengths(context, by)
    if length.frame.empty:
        st.caption(words("quality.no_words"))
        return
    left, right = st.columns(2)
    with left:
        draw(context, length)
    with right:
        if not asked(context):
            return
        texts, all_texts = reading.measured(context)
        if texts.empty:
            st.info(words("quality.no_texts"))
            return
        draw(context, figures.reading_ease(context, reading.by_category(texts, by), by))
    st.caption(" ".join(measured_on(context, texts, all_texts)))
    hardest(context, texts)


def at_once(context: Context) -> bool:
    return bool(context.row("loads")["articles"] <= AT_ONCE) or st.query_params.get("measure") == "texts"


def asked(context: Context) -> bool:
    """Thousands of texts take a while to measure and to compare: that waits until the reader asks for it."""
    words = context.words
    if at_once(context):
        return True
    with st.container(border=True, height="stretch"):
        st.markdown(words("quality.waits"))
        st.button(words("quality.measure"), on_click=lambda: st.query_params.update(measure="texts"))
    return False


def measured_on(context: Context, texts: pd.DataFrame, all_texts: int) -> list[str]:
    """On how many texts, and why not on the others."""
    words = context.words
    other = int((texts["measured_in"] == "").sum())
    short = int(texts["ease"].isna().sum()) - other
    said = [words("quality.measured", n=int(texts["ease"].notna().sum()), total=counted("texts", all_texts))]
    if all_texts > len(texts):
        said.append(words("quality.measured_newest", n=len(texts)))
    if short:
        said.append(words("quality.too_short", n=short))
    if other:
        said.append(words("quality.other_language", n=other))
    return said


def hardest(context: Context, texts: pd.DataFrame) -> None:
    words = context.words
    ranked = texts[texts["ease"].notna()].sort_values(["ease", "path"], kind="stable")
    if len(ranked) < FEW:
        return
    columns = ["title", "section", "audience", "ease", "words_a_sentence", "syllables_a_word"]
    columns = [name for name in columns if name not in ("section", "audience") or names_some(context, name)]
    st.markdown("### " + words("quality.hardest"))
    first = ranked.head(HARDEST)
    shown = ranked[columns].round({"ease": 0, "words_a_sentence": 1, "syllables_a_word": 2})

    def picked() -> None:
        rows = st.session_state["quality.hardest"]["selection"]["rows"]
        if rows:
            open_article(context, str(first["path"].iloc[rows[0]]))

    table(context, shown.head(HARDEST), key="quality.hardest", on_select=picked, selection_mode="single-row")
    download(context, "reading-ease", ranked.drop(columns="hash"), shown=shown)


def alike(context: Context, name: str, shown_here: set[str]) -> None:
    """Pairs of titles or texts, one of which is on the screen: a list, and below it the pair that was chosen."""
    words = context.words
    st.header(words(f"quality.{name}"))
    with st.spinner(words("quality.comparing")):
        pairs = context.frame(f"similar_{name}")
    pairs = pairs[pairs["path"].isin(shown_here) | pairs["other_path"].isin(shown_here)].reset_index(drop=True)
    if context.row("loads")["articles"] > QUERY_DEFAULTS[name]:
        st.caption(words("quality.compared_newest", n=QUERY_DEFAULTS[name]))
    if pairs.empty:
        st.caption(words(f"quality.{name}_none"))
        return
    nearly = int((pairs["share"] >= HALF).sum()) if name == "texts" else len(pairs)
    st.caption(words(f"quality.{name}_found", n=nearly, all=len(pairs)))
    first = pairs.head(FIRST_PAIRS)
    shown = pairs[["share", "title", "other_title"]]
    chosen = table(
        context,
        shown.head(FIRST_PAIRS),
        key=f"quality.{name}.table",
        on_select="rerun",
        selection_mode="single-row",
        height="auto" if len(first) <= 8 else 300,
    )
    if len(pairs) > FIRST_PAIRS:
        st.caption(words("quality.pairs_first", first=FIRST_PAIRS, n=len(pairs)))
    rows = chosen["selection"]["rows"]
    one_pair(context, name, first.iloc[rows[0] if rows and rows[0] < len(first) else 0])
    download(context, f"similar-{name}", pairs, shown=shown)


def one_pair(context: Context, name: str, pair: "pd.Series[Any]") -> None:
    """Where each of the two is, and the longest passage that they share."""
    words = context.words
    with st.container(border=True):
        if name == "texts":
            shared = context.row("shared_passage", path=pair["path"], other_path=pair["other_path"])
            st.markdown("**" + words("quality.passage", n=shared["words"]) + "**")
            passage = _MARKS.sub("", shared["passage"] or "")
            st.markdown("> " + escape_markdown(shorten(passage, LONGEST_QUOTE, placeholder=" …")))
        for side in ("", "other_"):
            path, title = str(pair[f"{side}path"]), pair[f"{side}title"]
            name_of = title if isinstance(title, str) and title.strip() else path
            short = name_of if len(name_of) <= LONGEST_TITLE else name_of[:LONGEST_TITLE] + "…"
            label = words.markdown("quality.open", title=short, path=path)
            key = f"quality.{name}.open.{side}"
            st.button(label, key=key, type="tertiary", on_click=open_article, args=(context, path))


def page(context: Context) -> None:
    if not context.filters.status and nothing_published(context):
        return
    st.header(context.words("quality.heading"))
    draw(context, figures.upkeep(context))
    not_seen(context)
    how_they_read(context)
    if at_once(context):
        shown_here = set(context.frame("articles")["path"])
        alike(context, "titles", shown_here)
        alike(context, "texts", shown_here)


page(current())
