"""Which key fills which field, with what it holds; and the keys that fill none, with the settings that change that."""

import json
from collections.abc import Iterable, Sequence

import pandas as pd
import streamlit as st

from dashboard.context import Context
from dashboard.readable import column_label
from dashboard.settings import FIELDS, FILE_NAME
from dashboard.views.download import download
from dashboard.views.table import plain_table

NO_KEYS = ("file name", "folder", "path", "suffix")  # where a value comes from when no key holds it
LABELS = {"date": "published_on", "updated": "updated_on", "expires": "expires_on", "created": "first_seen_on"}
FIRST = 25  # keys on the screen; the file has all
LONGEST = 60  # characters of a key or an example


def mapping(context: Context) -> None:
    """Every field that something fills, the keys it takes its value from, and what it holds; then the fields that stay
    empty.
    """
    words, snapshot = context.words, context.row("snapshot")
    title = words("data.fields")
    st.header(title)
    why, _, file = snapshot["preset_reason"].partition(":")
    preset = words(f"data.preset_name.{snapshot['preset']}")
    st.markdown(words.markdown("data.preset", preset=preset, reason=words(f"data.reason.{why}", file=file)))
    fields, examples = context.frame("fields"), context.frame("field_examples")
    rows, empty = [], []
    for field in dict.fromkeys((*FIELDS, *fields["field"])):
        filled, held = fields[fields["field"] == field], examples[examples["field"] == field]
        sources = [
            _source(context, *row) for row in zip(filled["key"], filled["articles"], filled["source"], strict=True)
        ]
        values = [_example(context, field, *row) for row in zip(held["example"], held["articles"], strict=True)]
        if sources:
            rows.append({"field": field_name(context, field), "from": _row_of(sources), "examples": _row_of(values)})
        else:
            empty.append(field_name(context, field))
    plain_table(context, pd.DataFrame(rows, columns=["field", "from", "examples"]), title)
    if empty:
        st.markdown(words("data.nothing_fills", n=len(empty), fields=", ".join(empty)))


def unmapped(context: Context) -> None:
    """What stands in the articles and counts nowhere, and the settings that make it count."""
    words, keys = context.words, context.frame("unmapped_keys")
    title = words("data.keys")
    st.header(title)
    if keys.empty:
        st.markdown(words("data.keys_none"))
        return
    st.markdown(words("data.keys_help", n=len(keys), file=FILE_NAME))
    first = keys.head(FIRST)
    shown = pd.DataFrame(
        {
            "key": first["key"].map(_cut),
            "articles": first["articles"],
            "examples": [_row_of(map(_cut, examples)) for examples in first["examples"]],
        }
    )
    plain_table(context, shown, title)
    if len(keys) > FIRST:
        st.caption(words("data.keys_first", first=FIRST, n=len(keys)))
    download(context, "keys", keys, whole=True)
    _settings_for_a_key(context, list(first["key"]))


def _settings_for_a_key(context: Context, keys: list[str]) -> None:
    words, fields = context.words, context.frame("fields")
    names, choose = {field: field_name(context, field) for field in FIELDS}, words("data.choose")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = st.selectbox(words("data.choose_key"), keys, None, _cut, placeholder=choose, width=260)
        field = st.selectbox(words("data.choose_field"), FIELDS, None, names.__getitem__, placeholder=choose, width=260)
    if key and field:
        st.code(settings_lines(field, key, list(fields.loc[fields["field"] == field, "key"])), language="toml")


def settings_lines(field: str, key: str, filled_by: Sequence[str]) -> str:
    """What makes `key` fill this field in dashboard.toml; what fills it now still does where that key is not there."""
    keys = ", ".join(_toml_text(name) for name in (key, *(_as_set(field, name) for name in filled_by)))
    return f"[fields]\n{field} = " + (f"[{keys}]" if filled_by else keys)


def _as_set(field: str, key: str) -> str:
    """A source of a field as settings and presets write it."""
    if key in NO_KEYS:
        return f"@{key}"
    return f"!{key}" if (field, key) == ("draft", "published") else key


def _toml_text(text: str) -> str:
    """JSON's strings are TOML's, but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def field_name(context: Context, field: str) -> str:
    return column_label(context, LABELS.get(field, field))


def _source(context: Context, key: str, articles: int, source: str) -> str:
    words = context.words
    name = words(f"data.key.{key.replace(' ', '_')}") if key in NO_KEYS else _cut(key)
    text = "data.key_count_settings" if source == "settings" else "data.key_count"
    return words(text, key=name, n=articles, file=FILE_NAME)


def _example(context: Context, field: str, value: str, articles: int) -> str:
    words = context.words
    if field in LABELS:  # a day
        value = words.day(pd.Timestamp(value).date())
    elif field == "draft":
        value = words(f"data.{value}")
    return words("data.example_count", example=_cut(value), n=articles) if articles > 1 else _cut(value)


def _row_of(texts: Iterable[str]) -> str:
    """Side by side; each kept apart from the others, or one written from right to left would reorder them."""
    return " · ".join(f"\u2068{text}\u2069" for text in texts)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
