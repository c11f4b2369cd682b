"""Two periods side by side: their parts as pairs of bars, the shares of sections and audiences as dumbbells."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import altair as alt
import pandas as pd
from babel.dates import format_date

from dashboard.charts.alt_text import review_shares_alt, review_volume_alt
from dashboard.charts.buckets import bucket_name, day_of, days
from dashboard.charts.rising import dumbbells
from dashboard.charts.rows import FADING, FEW, distinct, key
from dashboard.charts.theme import Drawn, Look, empty, finish
from dashboard.words import Words

_HEIGHT = 200
_WIDEST, _WIDEST_NARROW = 1 / 6, 1 / 3  # of the plot, for a pair: wider bars are walls
_NUMBERED = 14  # pairs that have room for their numbers; on a phone half of them
_MOST = 12  # sections or audiences
_EDGES = {"now": (-0.38, -0.01), "before": (0.01, 0.38)}  # of the bars, from the middle of their pair


def review_volume(
    frame: pd.DataFrame,
    words: Words,
    look: Look,
    granularity: str,
    names: tuple[str, str],
    narrow: bool = False,
) -> Drawn:
    """Query `review_volume`: filled the period (grey: not complete), outlined the other one. names: of both."""
    if frame.empty:
        return empty(look, words)
    places = int(frame["place"].max())
    widest = _WIDEST_NARROW if narrow else _WIDEST
    bars = pd.DataFrame(_bars(frame, granularity, names, words, min(1.0, widest * places)))
    top = max(float(bars["articles"].max()), 1.0)
    x_scale = alt.Scale(domain=[0, places], nice=False, zero=False)
    y_axis = alt.Axis(grid=True, tickMinStep=1, tickCount=4, format=",.0f", title=None)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=x_scale, axis=None)

    y = alt.Y("articles:Q", scale=alt.Scale(domain=[0, top * 1.06], nice=False), axis=y_axis)
    base = alt.Chart(bars)
    edges = {"x": x("x0"), "x2": alt.X2("x1:Q"), "y": y, "y2": alt.datum(0)}
    filled = alt.ColorValue(look.unfinished, condition={"test": "datum.complete", "value": look.blue})
    names_of_parts = base.mark_text(baseline="top", aria=False, fontSize=11 if narrow else 12)
    now = base.transform_filter("datum.side == 'now'").mark_rect(aria=False)
    before = base.transform_filter("datum.side == 'before'").mark_rect(
        aria=False, fill=look.ground, stroke=look.muted, strokeWidth=1.5
    )
    layers = [now.encode(**edges, color=filled, opacity=FADING), before.encode(**edges, opacity=FADING)]
    for side, ink in (("now", look.text), ("before", look.muted)):
        of_side = f"datum.side == '{side}'"
        if places <= (_NUMBERED // 2 if narrow else _NUMBERED):
            number = base.transform_filter(of_side).mark_text(baseline="bottom", dy=-3, color=ink, aria=False)
            layers.append(number.encode(x=x("middle"), y=y, text=alt.Text("articles:Q", format=",.0f")))
        below = alt.YValue(alt.ExprRef(f"height + {6 if side == 'now' else 22}"))  # a slide makes it higher
        shown = f"{of_side} && (datum.place - 1) % {max(1, -(-places // (6 if narrow else 24)))} == 0"
        part = names_of_parts.transform_filter(shown).encode(x=x("centre"), y=below, color=alt.ColorValue(ink))
        layers.append(part.encode(text=alt.Text("part:N")))
    picked = alt.selection_point(name="picked", fields=["first", "last"])
    column = base.mark_rect(color="transparent", cursor="pointer").encode(
        x=x("x0"), x2=alt.X2("x1:Q"), y=alt.YValue(0), y2=alt.Y2Value(alt.ExprRef("height"))
    )
    layers.append(
        column.encode(tooltip=alt.Tooltip("says:N"), description=alt.Description("says:N")).add_params(picked)
    )
    layers += key({f"■ {names[0]}": look.blue, f"□ {names[1]}": look.muted})
    drawn = alt.layer(*layers).properties(height=_HEIGHT)
    return finish(drawn, look, words, review_volume_alt(frame, words, granularity, names))


def review_shares(
    frame: pd.DataFrame, words: Words, look: Look, by: str, names: tuple[str, str], narrow: bool = False
) -> Drawn:
    """Query `review_shares`, the largest moves: blue where more than chance explains them, and both have enough.

    names: of both periods.
    """
    known = frame[frame["points"].notna()]
    if known.empty:
        return empty(look, words)
    enough = known[["n", "before_n"]].astype(float).min(axis=1) >= FEW
    data = known.assign(sure=enough & (known["state"] != "usual"), **{by: known["category"]})
    most = data["points"].abs().rank(method="first", ascending=False) <= _MOST
    drawn = data[most].assign(name=distinct(data.loc[most, "category"], words(f"chart.none.{by}")))
    chart = dumbbells(drawn, words, look, by, narrow, left_out=len(data) - len(drawn), names=names)
    return finish(chart, look, words, review_shares_alt(frame, words, by))


def span_name(first: date, last: date, kind: str, words: Words) -> str:
    """4e kwartaal 2025; of own days 1 okt – 15 dec 2025."""
    return days(first, last, words) if kind == "own" else bucket_name(first, last, kind, words)


def _bars(
    frame: pd.DataFrame, granularity: str, names: tuple[str, str], words: Words, width: float
) -> Iterator[dict[str, Any]]:
    """width: of a pair, in its place."""
    pattern = {"month": "MMM", "quarter": "QQQ", "year": "y"}.get(granularity, "d MMM")
    for row in frame.to_dict("records"):
        for side, prefix, name in (("now", "", names[0]), ("before", "before_", names[1])):
            first, last = row[f"{prefix}bucket"], row[f"{prefix}bucket_end"]
            if pd.isna(first):
                continue
            start, end = (row["place"] - 0.5 + width * edge for edge in _EDGES[side])
            n = int(row["articles" if side == "now" else "before"])
            span = days(day_of(first), day_of(last), words)
            says = words("chart.says.articles", n=n, what=f"{span} ({name})")
            open_ = side == "now" and not row["complete"]
            yield {
                "side": side,
                "place": int(row["place"]),
                "articles": n,
                "complete": not open_,
                "x0": start,
                "x1": end,
                "middle": (start + end) / 2,
                "centre": row["place"] - 0.5,
                "part": str(format_date(first, pattern, locale=words.locale)).replace(".", ""),
                "first": day_of(first).isoformat(),
                "last": day_of(last).isoformat(),
                "says": f"{says} · {words('chart.says.incomplete')}" if open_ else says,
            }
