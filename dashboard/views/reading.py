"""How easily the texts of the selection read. Each text is measured once, however often the folder is read again."""

from collections.abc import MutableMapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.context import Context
from dashboard.reading_ease import Measured, measure

MOST = 5_000  # texts: some ten seconds, the first time
_AT_ONCE = 200  # between two steps of the progress bar
_KEPT = 100_000

Known = MutableMapping[tuple[str, str], Measured]


@st.cache_resource(show_spinner=False)
def known() -> Known:
    """What was measured since this server started, by the hash of the file and the language it names."""
    return {}


def measured(context: Context) -> tuple[pd.DataFrame, int]:
    """The newest MOST texts with measured_in, words, ease, words_a_sentence, syllables_a_word; and how many in all."""
    texts = context.frame("readable")
    first = texts.head(MOST)
    found = known()
    if len(found) > _KEPT:
        found.clear()
    keys = list(zip(first["hash"], first["language"].fillna(""), strict=True))
    counts = {key: one for key in keys if (one := found.get(key))}  # another session may empty it meanwhile
    missing = [(str(path), key) for path, key in zip(first["path"], keys, strict=True) if key not in counts]
    bar = st.progress(0.0, context.words("quality.measuring", n=len(missing))) if len(missing) > _AT_ONCE else None
    for start in range(0, len(missing), _AT_ONCE):
        part = missing[start : start + _AT_ONCE]
        bodies = context.frame("texts", paths=tuple(path for path, _ in part))
        by_path = dict(zip(bodies["path"], bodies["body"], strict=True))
        counts |= {key: measure(by_path[path], key[1]) for path, key in part}
        if bar is not None:
            bar.progress(min(1.0, (start + len(part)) / len(missing)))
    if bar is not None:
        bar.empty()
    found.update(counts)
    return with_counts(first, [counts[key] for key in keys]), len(texts)


def with_counts(texts: pd.DataFrame, counts: list[Measured]) -> pd.DataFrame:
    rows: list[dict[str, Any]] = [
        {
            "measured_in": one.language,
            "words": one.words,
            "ease": one.ease,
            "words_a_sentence": one.words / one.sentences if one.sentences else None,
            "syllables_a_word": one.syllables / one.words if one.words else None,
        }
        for one in counts
    ]
    columns = ["measured_in", "words", "ease", "words_a_sentence", "syllables_a_word"]
    numbers = pd.DataFrame(rows, columns=columns, index=texts.index)
    return texts.assign(**{name: numbers[name] for name in columns}).astype(dict.fromkeys(columns[2:], "float64"))


def by_category(texts: pd.DataFrame, by: str) -> pd.DataFrame:
    """The spread of reading ease, with the columns of query `lengths` but for minutes: the easiest first, none last."""
    known_ease = texts[texts["ease"].notna()]
    names = known_ease[by].fillna("") if by != "all" else pd.Series("", index=known_ease.index)
    grouped = known_ease.groupby(names.rename("category"))["ease"]
    parts = {"tenth": 0.1, "quarter": 0.25, "middle": 0.5, "three_quarters": 0.75, "nine_tenths": 0.9}
    frame = pd.DataFrame({"n": grouped.size()} | {name: grouped.quantile(q) for name, q in parts.items()})
    frame = frame.reset_index().assign(none=lambda rows: rows["category"] == "")
    order = frame.sort_values(["none", "middle", "category"], ascending=[True, False, True], ignore_index=True)
    return order.drop(columns="none")
