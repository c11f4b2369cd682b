"""The two periods of the review, chosen and kept in the URL."""

from datetime import date
from typing import Any

import streamlit as st

from dashboard.charts import span_name
from dashboard.context import Context
from dashboard.review import Review, review
from dashboard.spans import KINDS, Span, code_of, kind_of, last_whole, span_around, span_before, span_of

MOST_OFFERED = 60  # periods to choose from


def chosen(context: Context) -> Review:
    """The two periods of the URL; else the last whole quarter and the one before."""
    words, as_of = context.words, context.as_of
    codes = [st.query_params.get(name, "") for name in ("now", "then")]
    kind = kind_of(codes[0]) if span_of(codes[0]) else "quarter"
    now = span_of(codes[0]) or last_whole(as_of, "quarter")
    before = span_of(codes[1]) or span_before(now, kind)

    def turn() -> None:
        """Another kind begins with its last whole period."""
        st.query_params.pop("then", None)
        asked = st.session_state["review.kind"]
        st.query_params["now"] = code_of(now if asked == "own" else last_whole(as_of, asked), asked)
        if asked == "quarter":
            st.query_params.pop("now")

    st.session_state["review.kind"] = kind
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            words("review.kind"),
            KINDS,
            format_func=lambda code: words(f"review.kind_{code}"),
            key="review.kind",
            on_change=turn,
            required=True,
        )
        for name, span in (("now", now), ("then", before)):
            (own_days if kind == "own" else period)(context, name, span, kind)
    st.caption(words("review.filters"))
    return review(context, now, before)


def period(context: Context, name: str, span: Span, kind: str) -> None:
    """A list of all quarters, months or years from the first article on, the newest first."""
    words = context.words
    begin = context.row("latest")["earliest"] or context.as_of
    spans = [span_around(context.as_of, kind)]
    while spans[-1][0] > begin and len(spans) < MOST_OFFERED:
        spans.append(span_before(spans[-1], kind))
    codes = {code_of(one, kind): span_name(*one, kind, words) for one in spans}
    codes.setdefault(code_of(span, kind), span_name(*span, kind, words))
    key = f"review.{name}.{kind}"
    st.session_state[key] = code_of(span, kind)

    def keep() -> None:
        st.query_params[name] = st.session_state[key]
        if name == "now":  # the one before it comes along
            st.query_params.pop("then", None)

    st.selectbox(
        words(f"review.{name}"), list(codes), format_func=codes.__getitem__, key=key, on_change=keep, width=240
    )


def own_days(context: Context, name: str, span: Span, kind: str) -> None:
    key = f"review.{name}.{kind}"
    st.session_state[key] = span

    def keep() -> None:
        picked: Any = st.session_state[key]
        if isinstance(picked, tuple) and len(picked) == 2:  # else the second day is still to be clicked
            st.query_params[name] = code_of((picked[0], picked[1]), "own")

    st.date_input(
        context.words(f"review.{name}"),
        key=key,
        format="DD-MM-YYYY",
        on_change=keep,
        min_value=min(span[0], date(1990, 1, 1)),
        max_value=max(span[1], date(context.as_of.year + 5, 12, 31)),
        width=260,
    )
