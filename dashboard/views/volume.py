"""Do we publish steadily? Volume by day to year, whole or divided."""

import streamlit as st

from dashboard.views import figures
from dashboard.views.card import nothing_published
from dashboard.views.context import Context, choice, current, granularity


def page(context: Context) -> None:
    words = context.words
    if nothing_published(context):
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        per = granularity(context)
        split = choice("by", {code: words(f"split.{code}") for code in ("none", "section", "audience")}, "none", words("split.label"))
        form = "stacked"
        if split != "none":
            form = choice("form", {code: words(f"form.{code}") for code in ("auto", "stacked", "multiples")}, "auto", words("form.label"))
    if split == "none":
        figures.volume(context, per).draw(context)
    else:
        figures.volume_by(context, per, split, form).draw(context)
    rhythm(context)


def rhythm(context: Context) -> None:
    """Cadence in numbers (metrics.md)."""
    words, cadence = context.words, context.row("cadence")
    st.subheader(words("volume.rhythm"))
    columns = st.columns(4)

    def days(number: float | None) -> str:
        return words("none.value") if number is None else words("unit.days", n=number)

    columns[0].metric(words("volume.median_gap"), days(cadence["median_gap"]), border=True, height="stretch", help=words("volume.median_gap_help"))
    columns[1].metric(
        words("volume.longest_gap"),
        days(cadence["longest_gap"]),
        delta=None if cadence["longest_gap"] is None else words("overview.gap_days", first=cadence["gap_from"], last=cadence["gap_to"]),
        delta_color="off",
        delta_arrow="off",
        border=True,
        height="stretch",
    )
    columns[2].metric(
        words("volume.running_gap"),
        days(cadence["running_gap"]),
        delta=None if cadence["last_on"] is None else words("volume.last_on", day=cadence["last_on"]),
        delta_color="off",
        delta_arrow="off",
        border=True,
        height="stretch",
    )
    columns[3].metric(
        words("volume.streak"),
        words("unit.weeks", n=cadence["streak"]),
        delta=words("volume.of_weeks", n=cadence["weeks"]),
        delta_color="off",
        delta_arrow="off",
        border=True,
        height="stretch",
        help=words("volume.streak_help"),
    )


page(current())
