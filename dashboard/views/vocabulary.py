"""The words that tags are made of: which may be two spellings of one, and which are not on the agreed list."""

import json

import pandas as pd
import streamlit as st

from dashboard.context import Context
from dashboard.filters import agreed_tags
from dashboard.settings import FILE_NAME
from dashboard.views.card import open_behind
from dashboard.views.download import download
from dashboard.views.table import table
from dashboard.words import counted

WHOLE_FOLDER = {"status": (), "period": "all"}


def variants(context: Context) -> None:
    """Suggestions; the lines for the settings that merge the chosen ones."""
    words, pairs = context.words, context.frame("tag_variants")
    st.header(words("topics.variants"))
    if pairs.empty:
        st.caption(words("topics.variants_none"))
        return
    st.markdown(words("topics.variants_help", n=len(pairs), file=FILE_NAME))
    shown = pairs[["label", "articles", "other_label", "other_articles"]].rename(columns={"other_label": "merge_into"})
    shown = shown.assign(why=[words(f"topics.why.{why}") for why in pairs["why"]])
    chosen = table(
        context,
        shown,
        key="topics.variants",
        on_select="rerun",
        selection_mode="multi-row",
        height="auto" if len(pairs) <= 10 else 380,
    )
    rows = [row for row in chosen["selection"]["rows"] if row < len(pairs)] or [0]
    st.code(alias_lines(pairs.iloc[rows]), language="toml", wrap_lines=True)
    download(context, "tag-variants", pairs, shown=shown, whole=True)


def alias_lines(pairs: pd.DataFrame) -> str:
    """Lines for `[tags.aliases]`; a tag that could be two others goes into the first: a key may stand there once."""
    first = pairs.drop_duplicates("tag")
    return "\n".join(
        f"{toml_text(old)} = {toml_text(new)}" for old, new in zip(first["label"], first["other_label"], strict=True)
    )


def toml_text(text: str) -> str:
    """A basic string of TOML: that of JSON, but for the one control character that JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def agreed(context: Context) -> None:
    """Only where the settings name a list: what is used outside it, and what of it is not used."""
    words, named = context.words, agreed_tags(context.settings)
    if not named:
        return
    frame = context.frame("tags_agreed")
    st.header(words("topics.agreed", n=len(named)))
    outside = frame[frame["state"] == "outside"].reset_index(drop=True)
    if outside.empty:
        st.caption(words("topics.agreed_all"))
    else:
        st.markdown(
            words(
                "topics.agreed_outside",
                n=len(outside),
                uses=counted("times", int(outside["articles"].sum())),
            )
        )

        def picked() -> None:
            rows = st.session_state["topics.agreed"]["selection"]["rows"]
            if rows:
                open_behind(context, {"tag": str(outside["tag"].iloc[rows[0]])}, WHOLE_FOLDER)

        shown = outside[["label", "articles", "first_on", "last_on"]]
        height = "auto" if len(outside) <= 10 else 300
        table(context, shown, key="topics.agreed", on_select=picked, selection_mode="single-row", height=height)
    unused = [named[tag] for tag in frame.loc[frame["state"] == "unused", "tag"]]
    if unused:
        st.markdown(words.markdown("topics.agreed_unused", n=len(unused), tags=", ".join(f"‘{tag}’" for tag in unused)))
    download(context, "tags-agreed", frame, whole=True)
