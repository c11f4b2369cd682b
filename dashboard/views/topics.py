"""What do we cover, what changed, and which words do we use for it?"""

import streamlit as st

from dashboard import figures
from dashboard.context import Context
from dashboard.views.card import draw, empty, no_tags, nothing_published
from dashboard.views.context import choice, current
from dashboard.views.filter_bar import show_everything
from dashboard.views.tag_list import tag_list
from dashboard.views.vocabulary import agreed, variants

PAIRED, PAIRED_NARROW = 12, 8  # tags in the table of pairs


def rising(context: Context) -> None:
    figure = figures.rising(context)
    if context.frame("rising").empty:  # nothing to compare with: a sentence says what to do, a chart would be empty
        with st.container(border=True):
            st.markdown(context.words(figure.finding.key) + ".")
    else:
        draw(context, figure)


def page(context: Context) -> None:
    words = context.words
    if nothing_published(context):
        return
    if context.frame("tags").empty:
        no_tags(context)
        return
    st.header(words("topics.heading"))
    in_period = figures.tags(context, top=20)
    if in_period.frame.empty:
        empty(context, "topics.none_period", "bar.show_everything", show_everything, context)
    else:
        draw(context, in_period)
    draw(context, figures.quiet_tags(context))
    if not in_period.frame.empty:
        rising(context)
        per = choice(
            "per",
            {code: words(f"granularity.{code}") for code in ("week", "month", "quarter", "year")},
            "month",
            words("granularity.label"),
        )
        draw(context, figures.tag_trend(context, per))
        pairs = figures.tag_pairs(context, PAIRED_NARROW if context.narrow else PAIRED)
        if len(pairs.frame):
            draw(context, pairs)
    tag_list(context)
    variants(context)
    agreed(context)


page(current())
