"""DataFrame -> Altair chart: one function a figure. No SQL and no Streamlit here."""

from dashboard.charts.balance import balance_heatmap, shares
from dashboard.charts.drafts import draft_ages, draft_share
from dashboard.charts.over_time import share_over_time, volume_by
from dashboard.charts.rows import FEW
from dashboard.charts.theme import DARK, LIGHT, Look, colours
from dashboard.charts.topics import quiet_tags, tag_bars, tag_trend
from dashboard.charts.volume import volume

__all__ = [
    "DARK",
    "FEW",
    "LIGHT",
    "Look",
    "balance_heatmap",
    "colours",
    "draft_ages",
    "draft_share",
    "quiet_tags",
    "share_over_time",
    "shares",
    "tag_bars",
    "tag_trend",
    "volume",
    "volume_by",
]
