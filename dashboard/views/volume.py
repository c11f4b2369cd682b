"""Do we publish steadily? Volume by day to year, whole or divided."""

import streamlit as st

from dashboard.views import figures
from dashboard.views.card import nothing_published, number, number_row
from dashboard.views.context import Context, choice, current, granularity


def page(context: Context) -> None:
    words = context.words
    if nothing_published(context):
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        per = granularity(context)
        split = choice(
            "by",
            {code: words(f"split.{code}") for code in ("none", "section", "audience")},
            "none",
            words("split.label"),
        )
        form = "stacked"
        if split != "none":
            form = choice(
                "form",
                {code: words(f"form.{code}") for code in ("auto", "stacked", "multiples")},
                "auto",
                words("form.label"),
            )
    if split == "none":
        figures.volume(context, per).draw(context)
    else:
        figures.volume_by(context, per, split, form).draw(context)
    rhythm(context)


def rhythm(context: Context) -> None:
    """Cadence in numbers (metrics.md)."""
    words, cadence = context.words, context.row("cadence")
    st.subheader(words("volume.rhythm"))

    def days(count: float | None) -> str:
        return words("none.value") if count is None else words("unit.days", n=count)

    gap, last_on = cadence["longest_gap"], cadence["last_on"]
    with number_row(4):
        number(words("volume.median_gap"), days(cadence["median_gap"]), None, words("volume.median_gap_help"))
        number(
            words("volume.longest_gap"),
            days(gap),
            None if gap is None else words("overview.gap_days", first=cadence["gap_from"], last=cadence["gap_to"]),
            words("volume.longest_gap_help"),
        )
        number(
            words("volume.running_gap"),
            days(cadence["running_gap"]),
            None if last_on is None else words("volume.last_on", day=last_on),
            words("volume.running_gap_help"),
        )
        number(
            words("volume.streak"),
            words("unit.weeks", n=cadence["streak"]),
            words("volume.of_weeks", n=cadence["weeks"]),
            words("volume.streak_help"),
        )


page(current())
