"""What a figure says in one line: DataFrame -> Finding. Every number in it can be worked out again from the same frame.

Shares of fewer than ten make no sentence, unfinished buckets enter no mean or trend, and equals are named together.
"""

from dashboard.findings.balance import balance, balance_residual, evenness, share_over_time, shares, to_move
from dashboard.findings.cells import gap_cells, gap_heat, required_cells
from dashboard.findings.drafts import ahead, draft_ages, draft_share, draft_share_tags
from dashboard.findings.finding import Finding
from dashboard.findings.plan import forecast, forecast_tried, plan, plan_as_a_whole, plan_attained
from dashboard.findings.quality import lengths, reading_ease, upkeep
from dashboard.findings.review import review_shares, review_volume
from dashboard.findings.rhythm import calendar, gaps, hours, volume, volume_by
from dashboard.findings.schedule import schedule
from dashboard.findings.topics import quiet_tags, rising, tag_bars, tag_pairs, tag_trend

__all__ = [
    "Finding",
    "ahead",
    "balance",
    "balance_residual",
    "calendar",
    "draft_ages",
    "draft_share",
    "draft_share_tags",
    "evenness",
    "forecast",
    "forecast_tried",
    "gap_cells",
    "gap_heat",
    "gaps",
    "hours",
    "lengths",
    "plan",
    "plan_as_a_whole",
    "plan_attained",
    "quiet_tags",
    "reading_ease",
    "required_cells",
    "review_shares",
    "review_volume",
    "rising",
    "schedule",
    "share_over_time",
    "shares",
    "tag_bars",
    "tag_pairs",
    "tag_trend",
    "to_move",
    "upkeep",
    "volume",
    "volume_by",
]
