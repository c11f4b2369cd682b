"""How the period fills: what came out so far, the line of the plan, and where it will end with a chance of 80 %."""

from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts.alt_text import forecast_alt
from dashboard.charts.buckets import MANY_LABELS, day_of, time_axis
from dashboard.charts.colour import mix
from dashboard.charts.rows import key, note, whole
from dashboard.charts.theme import Drawn, Look, empty, finish
from dashboard.words import Words

_HEIGHT = 240


def forecast(frame: pd.DataFrame, words: Words, look: Look, narrow: bool = False) -> Drawn:
    """Articles so far, day by day (query `forecast`); the band is there where its columns are filled."""
    if frame.empty:
        return empty(look, words)
    first, last = day_of(frame["day"].iloc[0]), day_of(frame["day"].iloc[-1])
    data = frame.copy()
    data["first"], data["last"] = first.isoformat(), [day_of(day).isoformat() for day in frame["day"]]
    data["says"] = [_says(row, words) for row in data.to_dict("records")]
    data["end"] = data["day"] + pd.Timedelta(days=1)
    most = max(float(data[["published", "planned", "expected", "high"]].max().max()), 1.0)
    banded = bool(data["expected"].notna().sum() > 1)
    planned = bool(data["planned"].notna().any())

    picked = alt.selection_point(name="picked", fields=["first", "last"])
    x = alt.X("day:T", axis=time_axis(first, last, "day", words, 4 if narrow else MANY_LABELS))
    axis = alt.Axis(grid=True, tickMinStep=1, tickCount=5, format=",.0f")
    scale = alt.Scale(domain=[0, most * 1.06], nice=False)
    base = alt.Chart(data).encode(x=x)

    def y(name: str) -> alt.Y:
        return alt.Y(f"{name}:Q", scale=scale, axis=axis)

    def line(name: str, colour: str, width: float, dash: tuple[int, int] = (1, 0)) -> alt.Chart:
        drawn = base.transform_filter(f"isValid(datum.{name})").encode(y=y(name))
        lines: alt.Chart = drawn.mark_line(color=colour, strokeWidth=width, strokeDash=list(dash), aria=False)
        return lines

    layers: list[alt.Chart] = []
    legend = {words("chart.forecast.published"): look.blue}
    if banded:
        band = base.transform_filter("isValid(datum.low)").mark_area(
            color=mix(look.blue, look.ground, 0.75), aria=False
        )
        layers.append(band.encode(y=y("low"), y2=alt.Y2("high:Q")))
    if planned:
        layers.append(line("planned", look.orange, 1.8))
        legend |= {words("chart.forecast.planned"): look.orange_text}
    if banded:
        layers.append(line("expected", look.blue, 1.8, (3, 3)))
        legend |= {words("chart.forecast.expected"): look.muted}
    layers.append(line("published", look.blue, 2.4))
    hit = base.mark_rect(color="transparent", cursor="pointer").encode(
        x2=alt.X2("end:T"),
        y=alt.YValue(0),
        y2=alt.Y2Value("height"),
        tooltip=alt.Tooltip("says:N"),
        description=alt.Description("says:N"),
    )
    layers.append(hit.add_params(picked))
    layers += key(legend) if not narrow else _below_each_other(legend)
    return finish(alt.layer(*layers).properties(height=_HEIGHT), look, words, forecast_alt(frame, words))


def _below_each_other(legend: dict[str, str]) -> list[alt.Chart]:
    """A phone has no room for them on one line."""
    return [note(text, colour, lines_up=len(legend) - 1 - place) for place, (text, colour) in enumerate(legend.items())]


def _says(row: dict[Any, Any], words: Words) -> str:
    """14 Feb 2026: 30 published · plan 32.9; 31 Mar 2026: 64 expected (60 to 69) · plan 64.3."""
    parts = []
    if pd.notna(row["published"]):
        parts.append(words("chart.forecast.says_published", n=int(row["published"])))
    elif pd.notna(row["expected"]):
        parts.append(words("chart.forecast.says_expected", n=round(row["expected"]), low=row["low"], high=row["high"]))
    if pd.notna(row["planned"]):
        parts.append(words("chart.forecast.says_planned", planned=whole(row["planned"])))
    return f"{words.day(day_of(row['day']))}: {' · '.join(parts) or words('none.value')}"
