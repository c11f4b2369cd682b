"""Do sections and audiences get their share? Counts, shares, and shares over time."""

import streamlit as st

from dashboard.views import figures
from dashboard.views.card import names_some, nothing_published, says_none
from dashboard.views.context import Context, choice, current


def page(context: Context) -> None:
    words = context.words
    if nothing_published(context):
        return
    left, right = st.columns(2)
    for column, field in ((left, "section"), (right, "audience")):
        with column:
            if not says_none(context, field):
                figures.shares(context, field).draw(context)
    if not names_some(context, "section") and not names_some(context, "audience"):
        return
    figures.balance(context).draw(context)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        per = choice(
            "per",
            {code: words(f"granularity.{code}") for code in ("month", "quarter", "year")},
            "month",
            words("granularity.label"),
        )
        split = choice(
            "by", {code: words(f"split.{code}") for code in ("section", "audience")}, "section", words("split.label")
        )
    figures.share_over_time(context, per, split).draw(context)


page(current())
