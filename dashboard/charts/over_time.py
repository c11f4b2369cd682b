"""What the articles are divided over, in time, counted or as shares: stacked up to four parts, else side by side."""

from collections.abc import Sequence
from typing import Any, Literal

import altair as alt
import pandas as pd

from dashboard.charts.alt_text import called, share_over_time_alt, volume_by_alt
from dashboard.charts.buckets import FEW_LABELS, day_of, span, time_axis, with_edges
from dashboard.charts.colour import legible
from dashboard.charts.panels import panels
from dashboard.charts.rows import FADED, FEW, distinct, note
from dashboard.charts.theme import Drawn, Look, by_status, colours, empty, finish
from dashboard.words import Words, counted

STACKED = 4  # more parts than this cannot be followed in a stack
PARTS = 12  # of a stack that was asked for all the same: the largest, and the others as one
PANELS = 12  # the largest; a line says how many are left out
# An article counts for each of these: stacked, they would make more articles than there are.
OVERLAPPING = ("tag", "author")
_HEIGHT = 240


def volume_by(
    frame: pd.DataFrame,
    words: Words,
    look: Look,
    granularity: str,
    split: str,
    mode: str = "auto",
    all_categories: Sequence[str] = (),
    narrow: bool = False,
) -> Drawn:
    """Articles a bucket and category (query `volume_by`). all_categories: all known ones, which fixes the colours.

    mode: stacked, multiples, or auto, which chooses by the number of categories.
    """
    if frame.empty:
        return empty(look, words)
    data = _prepared(frame, words, granularity, split)
    data["says"] = [
        words("chart.says.articles", n=int(row["articles"]), what=f"{row['panel']}, {row['name']}") + _open(row, words)
        for row in data.to_dict("records")
    ]
    stacked = mode == "stacked" or (mode == "auto" and _parts(data) <= STACKED)
    if stacked and split not in OVERLAPPING:
        top = max(float(data.groupby("start")["articles"].sum().max()), 1.0)
        unit = words(f"chart.volume.unit_{granularity}")
        chart = _stack(data, "articles", top, ",.0f", unit, split, all_categories, words, look, granularity, narrow)
    else:
        highest = max(int(data["articles"].max()), 1)
        chart = _panels(data, "articles", words.number(highest), highest, split, words, look, narrow)
    return finish(chart, look, words, volume_by_alt(frame, words, granularity, split))


def share_over_time(
    frame: pd.DataFrame,
    words: Words,
    look: Look,
    granularity: str,
    split: str,
    all_categories: Sequence[str] = (),
    narrow: bool = False,
) -> Drawn:
    """Shares of each bucket (query `volume_by`): nothing is drawn where nothing was published."""
    if frame.empty:
        return empty(look, words)
    data = _prepared(frame, words, granularity, split)
    data["says"] = [_share_says(row, words) + _open(row, words) for row in data.to_dict("records")]
    # A share of a handful is drawn as faint as an unfinished one.
    data["complete"] &= data["total"] >= FEW
    if _parts(data) <= STACKED:
        unit = words("chart.share_over_time.unit")
        chart = _stack(data, "share", 1.0, "%", unit, split, all_categories, words, look, granularity, narrow)
    else:
        highest = float(data["share"].max()) if data["share"].notna().any() else 1.0
        top = min(1.0, -(-highest * 20 // 1) / 20) or 1.0  # the next multiple of five percent
        chart = _panels(data, "share", words.percent(top), top, split, words, look, narrow)
    return finish(chart, look, words, share_over_time_alt(frame, words, granularity, split))


def _prepared(frame: pd.DataFrame, words: Words, granularity: str, split: str) -> pd.DataFrame:
    data = with_edges(frame, granularity, words)
    totals = data.groupby("category")["articles"].sum()
    order = sorted(totals.index, key=lambda category: (category == "", -int(totals[category]), category))
    labels = dict(zip(data["category"], data["label"], strict=True))
    titles = distinct(called(labels[category], words, split) for category in order)
    data["rank"] = data["category"].map({category: place for place, category in enumerate(order)})
    data["panel"], data[split] = data["category"].map(dict(zip(order, titles, strict=True))), data["category"]
    data["complete"] = data["complete"].astype(bool)
    return data.sort_values(["rank", "start"], kind="stable").reset_index(drop=True)


def _parts(data: pd.DataFrame) -> int:
    return int(data["panel"].nunique())


def _panels(
    data: pd.DataFrame, value: str, top_label: str, top: float, split: str, words: Words, look: Look, narrow: bool
) -> Drawn:
    titles = list(data["panel"].unique())
    shown = titles[:PANELS]
    drawn = data[data["panel"].isin(shown)]
    left_out = words("chart.left_out", n=len(titles) - PANELS) if len(titles) > PANELS else ""
    if beyond := int(data["left_out"].max()):
        left_out = words("chart.left_out_of_all", n=beyond)
    fields, columns = [split, "first", "last"], 1 if narrow else 3
    return panels(drawn, shown, value, top_label, top, fields, words, look, columns, left_out)


def _stack(
    data: pd.DataFrame,
    value: str,
    top: float,
    number: str,
    unit: str,
    split: str,
    all_categories: Sequence[str],
    words: Words,
    look: Look,
    granularity: str,
    narrow: bool,
) -> Drawn:
    data = _folded(data, split, words)
    data = data.assign(height=data[value].fillna(0.0).astype(float))
    data["y1"] = data.groupby("start")["height"].cumsum()
    data["y0"] = data["y1"] - data["height"]
    data["solid"] = [1.0 if complete else 0.45 for complete in data["complete"]]

    room = 104 if narrow else 130  # pixels for the names beside the last bar
    first, last = day_of(data["start"].min()), day_of(data["end"].max() - pd.Timedelta(days=1))
    buckets = pd.DataFrame({"bucket": data["start"], "bucket_end": data["end"] - pd.Timedelta(days=1)})
    scale = alt.Scale(domain=span(buckets), range=[0, alt.ExprRef(f"max(40, width - {room})")])
    axis = time_axis(first, last, granularity, words, 4 if narrow else FEW_LABELS)
    y_axis = alt.Axis(grid=True, tickMinStep=1 if value == "articles" else 0.25, tickCount=4, format=number, title=None)
    y_scale = alt.Scale(domain=[0, top], nice=False)
    seen = set(data.loc[~data["folded"], split])
    # Of more than a stack has parts, each with a colour of its own, many would be as dark as the ink.
    known = seen.union(all_categories)
    shade = by_status(look) if split == "status" else colours(known if len(known) <= PARTS else seen, look)
    shades = alt.Scale(domain=list(shade), range=list(shade.values()))
    grey = look.muted  # darker than what has no category
    # The others are no category that a click could open.
    elsewhere = "click[!(event.item && event.item.datum && event.item.datum.folded)]"
    picked = alt.selection_point(name="picked", fields=[split, "first", "last"], on=elsewhere)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", axis=y_axis, scale=y_scale)

    seam = 0.5 if data["start"].nunique() <= 60 else 0

    def bars(
        rows: pd.DataFrame, cursor: Literal["pointer", "default"], colour: alt.Color | alt.ColorValue
    ) -> alt.Chart:
        rects = alt.Chart(rows).mark_rect(cursor=cursor, stroke=look.ground, strokeWidth=seam)
        drawn: alt.Chart = rects.encode(
            x=alt.X("x0:T", scale=scale, axis=axis),
            x2=alt.X2("x1:T"),
            y=y("y0"),
            y2=alt.Y2("y1:Q"),
            color=colour,
            opacity=alt.OpacityValue(
                FADED / 2,
                condition={"param": "picked", "field": "solid", "type": "quantitative", "scale": None, "legend": None},
            ),
            tooltip=alt.Tooltip("says:N"),
            description=alt.Description("says:N"),
        )
        return drawn

    named = bars(data[~data["folded"]], "pointer", alt.Color(f"{split}:N", scale=shades, legend=None))
    layers = [named.add_params(picked)]
    if data["folded"].any():
        layers.append(bars(data[data["folded"]].drop(columns=split), "default", alt.ColorValue(grey)))
    ends = _beside(data, top)
    ends["ink"] = [
        legible(grey if folded else shade[category], look.ground, look.text)
        for category, folded in zip(ends[split], ends["folded"], strict=True)
    ]
    names = alt.Chart(ends[["panel", "place", "ink"]]).mark_text(
        align="left", baseline="middle", dx=8, limit=room - 10, fontWeight=600, aria=False
    )
    side = alt.XValue(alt.ExprRef(f"max(40, width - {room})"))
    labels = names.encode(x=side, y=y("place"), text=alt.Text("panel:N"), fill=alt.Fill("ink:N", scale=None))
    return alt.layer(*layers, labels, note(unit, look.muted)).properties(height=_HEIGHT)


def _folded(data: pd.DataFrame, split: str, words: Words) -> pd.DataFrame:
    """The same with the smallest as one part, `folded`, where a stack would have too many; none ('') stays itself."""
    order = data.drop_duplicates("rank").sort_values("rank")
    none = order[split] == ""
    rest = order.loc[~none, "rank"].iloc[PARTS - 1 - int(none.sum()) :] if len(order) > PARTS else order["rank"].head(0)
    folded = data["rank"].isin(rest)
    kept = data[~folded].assign(folded=False)
    if rest.empty:
        return kept
    others = (
        data[folded]
        .groupby("start", as_index=False)
        .agg(
            dict.fromkeys(data.columns.drop(["start", "articles", "share"]), "first")
            | {"articles": "sum", "share": "sum"}
        )
    )
    panel = words("chart.folded", n=len(rest))
    others["panel"], others[split], others["folded"] = panel, None, True
    others["rank"] = int(data["rank"].max()) + 1
    others["says"] = [
        words("chart.says.articles", n=int(row["articles"]), what=f"{panel}, {row['name']}") + _open(row, words)
        for row in others.to_dict("records")
    ]
    return pd.concat([kept, others], ignore_index=True)


def _beside(data: pd.DataFrame, top: float) -> pd.DataFrame:
    """A label at the height of each part that the last finished bucket has, kept a line apart."""
    filled = data[data.groupby("start")["height"].transform("sum") > 0]
    finished = filled[filled["complete"]]
    last = finished if len(finished) else filled if len(filled) else data
    ends = last[(last["start"] == last["start"].max()) & (last["height"] > 0)].sort_values("rank").copy()
    line, below = 16 / _HEIGHT * top, -1e9
    places = []
    for middle in (ends["y0"] + ends["y1"]) / 2:
        below = max(middle, below + line)
        places.append(below)
    over = max(0.0, (places[-1] if places else 0.0) - top)
    labels: pd.DataFrame = ends.assign(
        place=[max(place - over, line * (index + 0.5)) for index, place in enumerate(places)]
    )
    return labels


def _share_says(row: dict[Any, Any], words: Words) -> str:
    what = f"{row['panel']}, {row['name']}"
    said = words("chart.says.of", n=int(row["articles"]), total=counted("articles", int(row["total"])), what=what)
    return f"{said} ({words.percent(row['share'])})" if row["total"] >= FEW else said


def _open(row: dict[Any, Any], words: Words) -> str:
    return "" if row["complete"] else " · " + words("chart.says.incomplete")
