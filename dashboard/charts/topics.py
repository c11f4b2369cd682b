"""Tags: how often now against before, and how each came and went."""

from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts.alt_text import quiet_tag_count, quiet_tags_alt, tag_bars_alt, tag_trend_alt
from dashboard.charts.buckets import with_edges
from dashboard.charts.panels import panels
from dashboard.charts.rows import (
    FADING,
    FEW,
    NOTICEABLE,
    distinct,
    drop,
    foremost,
    height,
    hit_rows,
    key,
    note,
    room_for,
    row_axis,
    row_labels,
)
from dashboard.charts.theme import Drawn, Look, empty, finish
from dashboard.words import Words, counted


def movers(frame: pd.DataFrame) -> pd.DataFrame:
    """The tags that moved most (query `tags`), of a rise and a fall as large the rise; none where all moved little."""
    compared = frame[frame["before"].notna() & (frame["before_n"].fillna(0) >= FEW)]
    change = compared["articles"].astype(int) - compared["before"].astype(int)
    if compared.empty or max(change.max(), -change.min()) < NOTICEABLE:
        return compared.head(0)
    return compared[change == (change.max() if change.max() >= -change.min() else change.min())]


def tag_bars(frame: pd.DataFrame, words: Words, look: Look, top: int = 20, narrow: bool = False) -> Drawn:
    """The commonest `top` tags (query `tags`), a row each, and those that the title names: a tag that fell to 0 too.

    With a comparison: now filled, before hollow; else bars.
    """
    if frame.empty:
        return empty(look, words)
    data = foremost(frame, top, frame.index.to_series().isin(movers(frame).index)).copy()
    compared = bool(data["before"].notna().any())
    data["name"] = distinct(data["label"], words("chart.none.tag"))
    data["says"] = [_tag_says(row, words) for row in data.to_dict("records")]
    data["count"] = [_count(row, words, narrow) for row in data.to_dict("records")]
    data["most"] = data[["articles", "before"]].astype(float).max(axis=1)

    picked = alt.selection_point(name="picked", fields=["tag"])
    faded = FADING
    y, down = row_axis(list(data["name"]), look, narrow), drop(narrow)
    widest = max(float(data["most"].max()), 1.0)
    axis = alt.Axis(tickMinStep=1, tickCount=4, format=",.0f", grid=True, title=None)
    scale = alt.Scale(domain=[0, widest], nice=False, range=room_for((78 if narrow else 124) if compared else 34))

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=axis)

    base = alt.Chart(data).encode(y=y, opacity=faded)
    layers = row_labels(data, y, look, narrow)
    if compared:
        both = base.transform_filter("isValid(datum.before)")
        between = both.mark_rule(strokeWidth=2, color=look.unfinished, yOffset=down, aria=False)
        layers += [
            between.encode(x=x("before"), x2=alt.X2("articles:Q")),
            both.mark_point(
                filled=True, size=64, fill=look.ground, stroke=look.muted, strokeWidth=1.5, yOffset=down, aria=False
            ).encode(x=x("before")),
            base.mark_point(filled=True, size=85, color=look.blue, yOffset=down, aria=False).encode(x=x("articles")),
            *key({words("chart.tag_bars.now"): look.blue, words("chart.tag_bars.before"): look.muted}),
        ]
    else:
        thick = alt.RelativeBandSize(0.3 if narrow else 0.6)
        bar = base.mark_bar(height=thick, color=look.blue, yOffset=down, aria=False)
        layers.append(bar.encode(x=x("articles"), x2=alt.datum(0)))
    count = base.mark_text(
        align="left", baseline="middle", dx=11 if compared else 6, yOffset=down, color=look.muted, aria=False
    )
    layers += [count.encode(x=x("most"), text=alt.Text("count:N")), hit_rows(alt.Chart(data).encode(y=y), picked)]
    return finish(
        alt.layer(*layers).properties(height=height(len(data), narrow)), look, words, tag_bars_alt(frame, words)
    )


def quiet_tags(frame: pd.DataFrame, words: Words, look: Look, narrow: bool = False, top: int = 15) -> Drawn:
    """Tags that are silent for longer than usual (query `quiet_tags`), a row each: the usual gap, and the silence.

    The first `top` of them; a line above says how many more there are.
    """
    if frame.empty:
        return empty(look, words)
    data = frame.head(top).copy()
    data["name"] = distinct(data["label"], words("chart.none.tag"))
    usual = zip(data["mean_gap"], data["silence"], strict=True)
    data["count"] = [quiet_tag_count(gap, days, words) for gap, days in usual]
    data["says"] = data["name"] + ": " + data["count"]

    picked = alt.selection_point(name="picked", fields=["tag"])
    faded = FADING
    y, down = row_axis(list(data["name"]), look, narrow), drop(narrow)
    axis = alt.Axis(tickMinStep=1, tickCount=4, format=",.0f", grid=True, title=None)
    widest = max(float(data["silence"].max()), float(data["mean_gap"].max()), 1.0)
    scale = alt.Scale(domain=[0, widest], nice=False, range=room_for(70 if narrow else 230))
    silence = alt.X("silence:Q", scale=scale, axis=axis)
    gap = alt.X("mean_gap:Q", scale=scale, axis=axis)
    base = alt.Chart(data).encode(y=y, opacity=faded)
    stem = base.mark_rule(strokeWidth=2, color=look.unfinished, yOffset=down, aria=False)
    tick = base.mark_tick(thickness=3, size=14, color=look.orange, yOffset=down, aria=False)
    dot = base.mark_point(filled=True, size=85, color=look.blue, yOffset=down, aria=False)
    count = base.mark_text(align="left", baseline="middle", dx=11, yOffset=down, color=look.muted, aria=False)
    layers = [
        *row_labels(data, y, look, narrow),
        stem.encode(x=gap, x2=alt.X2("silence:Q")),
        tick.encode(x=gap),
        dot.encode(x=silence),
        count.encode(x=silence, text=alt.Text("silence:Q") if narrow else alt.Text("count:N")),
        *key({words("chart.quiet_tags.usual"): look.orange_text, words("chart.quiet_tags.silent"): look.blue}),
        hit_rows(alt.Chart(data).encode(y=y), picked),
    ]
    if len(frame) > top:
        layers.append(note(words("chart.quiet_tags.left_out", n=len(frame) - top), look.muted, lines_up=1))
    drawn = alt.layer(*layers).properties(height=height(len(data), narrow))
    return finish(drawn, look, words, quiet_tags_alt(frame, words))


def tag_trend(frame: pd.DataFrame, words: Words, look: Look, granularity: str, narrow: bool = False) -> Drawn:
    """A small panel for each tag of query `tag_trend`, in order of rank, all on one scale."""
    if frame.empty:
        return empty(look, words)
    data = with_edges(frame, granularity, words).sort_values(["rank", "start"], kind="stable")
    tags = data.drop_duplicates("tag")
    titles = distinct(tags["label"], words("chart.none.tag"))
    data["panel"] = data["tag"].map(dict(zip(tags["tag"], titles, strict=True)))
    data["says"] = [
        words("chart.says.articles", n=int(row["articles"]), what=f"{row['panel']}, {row['name']}")
        + ("" if row["complete"] else " · " + words("chart.says.incomplete"))
        for row in data.to_dict("records")
    ]
    top = max(int(data["articles"].max()), 1)
    drawn = panels(
        data, titles, "articles", words.number(top), top, ["tag", "first", "last"], words, look, 1 if narrow else 3
    )
    return finish(drawn, look, words, tag_trend_alt(frame, words, granularity))


def _tag_says(row: dict[Any, Any], words: Words) -> str:
    said = words("chart.says.of", n=int(row["articles"]), total=counted("articles", int(row["n"])), what=row["name"])
    if row["n"] >= FEW:
        said += f" ({words.percent(row['share'])})"
    if pd.notna(row["before"]):
        said += " · " + words("chart.says.before", n=int(row["before"]), total=int(row["before_n"]))
    return said


def _count(row: dict[Any, Any], words: Words, narrow: bool) -> str:
    """62 (+14, +29 %): the difference first, and a percentage only where the query gives one."""
    now = words.number(row["articles"])
    if pd.isna(row["before"]):
        return now
    difference = words.signed(row["articles"] - row["before"])
    if narrow or pd.isna(row["change_share"]):
        return f"{now} ({difference})"
    percent = words.percent(row["change_share"]).replace("-", "−")
    return f"{now} ({difference}, {'+' if row['change_share'] > 0 else ''}{percent})"
