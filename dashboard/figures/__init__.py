"""Each figure: its query, its chart, its finding. A new figure is one function here; no Streamlit."""

from dashboard.figures.balance import balance, evenness, share_over_time, shares, to_move
from dashboard.figures.cells import gap_cells, gap_heat, ranked
from dashboard.figures.drafts import ahead, draft_ages, draft_share
from dashboard.figures.figure import Figure
from dashboard.figures.plan import expected, forecast, plan_as_a_whole, plan_attained, planned
from dashboard.figures.quality import counted, lacking, lengths, of_articles, reading_ease, upkeep
from dashboard.figures.review import names_of, review_shares, review_volume
from dashboard.figures.rhythm import calendar, gaps, hours, longest_silence, volume, volume_by
from dashboard.figures.schedule import schedule
from dashboard.figures.sentences import nothing_stands_out, stands_out, what_changed
from dashboard.figures.topics import quiet_tags, rising, tag_pairs, tag_trend, tags

__all__ = [
    "Figure",
    "ahead",
    "balance",
    "calendar",
    "counted",
    "draft_ages",
    "draft_share",
    "evenness",
    "expected",
    "forecast",
    "gap_cells",
    "gap_heat",
    "gaps",
    "hours",
    "lacking",
    "lengths",
    "longest_silence",
    "names_of",
    "nothing_stands_out",
    "of_articles",
    "plan_as_a_whole",
    "plan_attained",
    "planned",
    "quiet_tags",
    "ranked",
    "reading_ease",
    "review_shares",
    "review_volume",
    "rising",
    "schedule",
    "share_over_time",
    "shares",
    "stands_out",
    "tag_pairs",
    "tag_trend",
    "tags",
    "to_move",
    "upkeep",
    "volume",
    "volume_by",
    "what_changed",
]
