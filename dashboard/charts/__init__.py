"""DataFrame -> Altair chart: one function a figure. No SQL and no Streamlit here."""

from dashboard.charts.ahead import ahead
from dashboard.charts.balance import shares
from dashboard.charts.balance_cells import SHOWS, balance_heatmap
from dashboard.charts.calendar import YEARS as CALENDAR_YEARS
from dashboard.charts.calendar import calendar
from dashboard.charts.drafts import BANDS, DOTS, draft_ages, draft_share, stands_in_bars
from dashboard.charts.evenness import evenness
from dashboard.charts.forecast import forecast
from dashboard.charts.gap_cells import gap_cells
from dashboard.charts.gap_heat import gap_heat
from dashboard.charts.gaps import gaps
from dashboard.charts.hours import hours
from dashboard.charts.month import schedule
from dashboard.charts.over_time import share_over_time, volume_by
from dashboard.charts.plan import plan
from dashboard.charts.quality import lengths, reading_ease, upkeep
from dashboard.charts.review import review_shares, review_volume, span_name
from dashboard.charts.rising import rising
from dashboard.charts.rows import FEW
from dashboard.charts.tag_pairs import tag_pairs
from dashboard.charts.theme import DARK, LIGHT, Look, colours
from dashboard.charts.topics import quiet_tags, tag_bars, tag_trend
from dashboard.charts.volume import volume

__all__ = [
    "BANDS",
    "CALENDAR_YEARS",
    "DARK",
    "DOTS",
    "FEW",
    "LIGHT",
    "SHOWS",
    "Look",
    "ahead",
    "balance_heatmap",
    "calendar",
    "colours",
    "draft_ages",
    "draft_share",
    "evenness",
    "forecast",
    "gap_cells",
    "gap_heat",
    "gaps",
    "hours",
    "lengths",
    "plan",
    "quiet_tags",
    "reading_ease",
    "review_shares",
    "review_volume",
    "rising",
    "schedule",
    "share_over_time",
    "shares",
    "span_name",
    "stands_in_bars",
    "tag_bars",
    "tag_pairs",
    "tag_trend",
    "upkeep",
    "volume",
    "volume_by",
]
