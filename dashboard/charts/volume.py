"""How much was published: bars from zero, the trailing mean as a line, and the same a year before as a thin one."""

from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts.alt_text import volume_alt
from dashboard.charts.buckets import MANY_LABELS, day_and_month, day_of, span, time_axis, with_edges
from dashboard.charts.colour import readable_on
from dashboard.charts.rows import FADING, note
from dashboard.charts.theme import SIZE, Drawn, Look, empty, finish
from dashboard.words import Words

_HEIGHT = 240
_FEW_BARS = 14  # so many have room for their numbers,
_STROKES = 60  # and so many for a stroke of their own for the year before; a line would only go up and down


def volume(
    frame: pd.DataFrame,
    words: Words,
    look: Look,
    granularity: str,
    narrow: bool = False,
    since: date | None = None,
    until: date | None = None,
    year_before: bool = True,
) -> Drawn:
    """Articles a bucket (query `volume`). Incomplete buckets are grey; at both ends they say from or until which day.

    since: the first day of the period. until: the day that counts as today, when it lies in the last bucket.
    year_before: draw the same a year before, where there was anything.
    """
    if frame.empty:
        return empty(look, words)
    before = frame["year_before"].astype("float64")
    # Beside a bar that counts a year, the one before it is there already.
    known = year_before and granularity != "year" and before.sum() > 0
    frame = frame.assign(year_before=before if known else float("nan"))
    data = _sentences(with_edges(frame, granularity, words), words, granularity)
    first, last = day_of(frame["bucket"].min()), day_of(frame["bucket_end"].max())
    picked = alt.selection_point(name="picked", fields=["first", "last"])
    top = float(max(data[["articles", "mean", "year_before"]].max().max(), 1))
    x = alt.X(
        "x0:T",
        scale=alt.Scale(domain=span(frame)),
        axis=time_axis(first, last, granularity, words, 5 if narrow else MANY_LABELS),
    )
    y_axis = alt.Axis(grid=True, tickMinStep=1, tickCount=4, format=",.0f", zindex=0)
    y = alt.Y("articles:Q", scale=alt.Scale(domain=[0, top * 1.08], nice=False), axis=y_axis)
    base = alt.Chart(data).encode(x=x, y=y)
    bars = base.mark_bar(aria=False).encode(
        x2=alt.X2("x1:T"),
        y2=alt.Y2Datum(0),
        color=alt.ColorValue(look.unfinished, condition={"test": "datum.complete", "value": look.blue}),
        opacity=FADING,
    )
    layers: list[alt.Chart] = [bars]
    if data["year_before"].notna().any():
        layers += _year_before(base, len(data), look, words, granularity, narrow)
    if data["mean"].notna().any():
        layers += _mean(base, look, words, granularity)
    layers += _labels(base, data, look, words, granularity, narrow, since, until, top)
    # The whole column answers to the pointer, so that a bucket without articles can be asked too.
    column = base.mark_rect(color="transparent", cursor="pointer").encode(
        x=alt.X("start:T"),
        x2=alt.X2("end:T"),
        y=alt.YValue(0),
        y2=alt.Y2Value("height"),
        tooltip=alt.Tooltip("says:N"),
        description=alt.Description("says:N"),
    )
    layers.append(column.add_params(picked))
    return finish(alt.layer(*layers).properties(height=_HEIGHT), look, words, volume_alt(frame, words, granularity))


def _sentences(data: pd.DataFrame, words: Words, granularity: str) -> pd.DataFrame:
    def sentence(name: str, articles: int, mean: float, year_before: float, complete: bool) -> str:
        parts = [words("chart.says.articles", n=articles, what=name)]
        if pd.notna(year_before):
            parts.append(words("chart.says.year_before", n=int(year_before)))
        if pd.notna(mean):
            parts.append(words(f"chart.says.mean_{granularity}", mean=float(mean)))
        if not complete:
            parts.append(words("chart.says.incomplete"))
        return " · ".join(parts)

    columns = zip(*(data[name] for name in ("name", "articles", "mean", "year_before", "complete")), strict=True)
    said = [sentence(name, int(n), mean, before, bool(done)) for name, n, mean, before, done in columns]
    return data.assign(says=said)


def _year_before(
    base: alt.Chart, bars: int, look: Look, words: Words, granularity: str, narrow: bool
) -> list[alt.Chart]:
    known = base.transform_filter("isValid(datum.year_before)").encode(y=alt.Y("year_before:Q"))
    if bars <= _STROKES:
        stroke = known.encode(x=alt.X("x0:T"), x2=alt.X2("x1:T"))
        lines = [
            stroke.mark_rule(color=look.ground, strokeWidth=4, aria=False),
            stroke.mark_rule(color=look.muted, strokeWidth=1.4, aria=False),
        ]
    else:
        line = known.encode(x=alt.X("middle:T"))
        lines = [
            line.mark_line(color=look.ground, strokeWidth=3, interpolate="linear", aria=False),
            line.mark_line(color=look.muted, strokeWidth=1.2, interpolate="linear", aria=False),
        ]
    # Beside the words for the bars; on a phone there is no room for that.
    left = 0 if narrow else round(len(words(f"chart.volume.unit_{granularity}")) * 6.2) + 18
    label = note(words("chart.volume.year_before"), look.muted, left, lines_up=1 if narrow else 0)
    return [*lines, label]


def _mean(base: alt.Chart, look: Look, words: Words, granularity: str) -> list[alt.Chart]:
    line = base.transform_filter("isValid(datum.mean)").encode(x=alt.X("middle:T"), y=alt.Y("mean:Q"))
    label = note(words(f"chart.volume.mean_{granularity}"), look.orange_text, "width")
    return [
        line.mark_line(color=look.ground, strokeWidth=4.5, interpolate="linear", aria=False),
        line.mark_line(color=look.orange, strokeWidth=2.2, interpolate="linear", aria=False),
        label,
    ]


def _labels(
    base: alt.Chart,
    data: pd.DataFrame,
    look: Look,
    words: Words,
    granularity: str,
    narrow: bool,
    since: date | None,
    until: date | None,
    top: float,
) -> list[alt.Chart]:
    layers = [note(words(f"chart.volume.unit_{granularity}"), look.muted)]
    numbered = len(data) <= (8 if narrow else _FEW_BARS)
    if numbered:  # room for the numbers: at the foot of a bar, above a low one
        low = f"datum.articles < {0.12 * top}"
        for inside, dy in ((f"!({low})", -6), (low, -3)):
            count = (
                base.transform_filter(inside)
                .mark_text(baseline="bottom", dy=dy, aria=False)
                .encode(
                    x=alt.X("middle:T"),
                    y=alt.Y("articles:Q") if inside == low else alt.Y(datum=0),
                    text=alt.Text("articles:Q", format=",.0f"),
                    color=alt.ColorValue(look.text)
                    if inside == low
                    else alt.ColorValue(
                        readable_on(look.unfinished, look.text),
                        condition={"test": "datum.complete", "value": readable_on(look.blue, look.ground)},
                    ),
                )
            )
            layers.append(count)
    running = words("chart.volume.until", day=day_and_month(until, words)) if until else words("chart.volume.running")
    # Far above a low, slim bar it would seem to be about the others.
    begun = words("chart.volume.since", day=day_and_month(since, words)) if since and numbered and len(data) > 1 else ""
    near = max(1, round(len(data) * (0.3 if narrow else 0.14)))  # bars that the words stand above
    edges: tuple[tuple[str, pd.DataFrame, pd.Series[Any], str, Any], ...] = (
        (begun, data.head(near), data.iloc[0], "x0:T", "left"),
        (running, data.tail(near), data.iloc[-1], "x1:T", "right"),
    )
    heights = ["articles", "mean", "year_before"]
    for said, bars, row, edge, align in edges:
        if row["complete"] or not said:
            continue
        # A wide bar has the words above itself alone, on two lines if it is not that wide and low enough.
        short = numbered and row[heights].max() < 0.75 * top
        own = len(data) < 8 or short
        above = float(row[heights].max() if own else bars[heights].max().max())
        number_there = numbered and row["articles"] < 0.12 * top and above - row["articles"] < 0.12 * top
        lines = said.split(" ", 1) if short and len(data) >= 8 else [said]
        mark = base.transform_filter(alt.datum.first == row["first"]).mark_text(
            align="center" if own else align,
            baseline="bottom",
            dy=(-6 if number_there else -3) - SIZE * (number_there + (len(lines) - 1) * 1.2),
            lineHeight=SIZE * 1.2,
            color=look.muted,
            text=lines if len(lines) > 1 else said,
            aria=False,
        )
        layers.append(mark.encode(x=alt.X("middle:T" if own else edge), y=alt.datum(above)))
    return layers
