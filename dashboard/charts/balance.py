"""The share of each section or audience against the plan, and the rows that every chart of shares is made of."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts.alt_text import shares_alt
from dashboard.charts.rows import (
    FEW,
    bar_tick_count,
    distinct,
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


def shares(
    frame: pd.DataFrame,
    words: Words,
    look: Look,
    split: str,
    targets: Mapping[str, float] | None = None,
    narrow: bool = False,
    top: int | None = None,
) -> Drawn:
    """The share of each section or audience (query `shares`), the largest first; a target is an orange tick.

    With targets what is furthest behind its own comes first, and what has none last. top: only so many of the largest
    and of those that the title names; a line says how many more there are.
    """
    targets = targets or {}
    if frame.empty:
        return empty(look, words)
    data = frame.sort_values(["articles", "category"], ascending=[False, True], kind="stable").copy()
    if top is not None:
        gaps = plan_gaps(frame, targets)
        named = [name for ends in furthest(gaps) for name in ends[: top // 2]]
        data = foremost(data, top, data["category"].isin(named)).copy()
    data[split] = data["category"]
    data["name"] = distinct(data["category"], words(f"chart.none.{split}"))
    data["target"] = data["category"].map(targets).astype(float)
    if data["target"].notna().any():
        gap = (data["share"].fillna(0) - data["target"]).round(9)  # two that are as far behind stay in their order
        data = data.loc[gap.sort_values(kind="stable", na_position="last").index]
    data["few"] = data["n"] < FEW
    data["says"] = [share_says(row, words) + _target_says(row["target"], words) for row in data.to_dict("records")]
    data["count"] = [share_label(row, words) for row in data.to_dict("records")]
    data["filled"] = data["share"].fillna(0.0)
    data["most"] = data[["filled", "target"]].max(axis=1)
    chart = share_rows(
        data,
        look,
        [split],
        narrow,
        {words("chart.shares.target"): look.orange_text} if data["target"].notna().any() else {},
        words(f"chart.gap_heat.left_out_{split}", n=more) if (more := len(frame) - len(data)) else "",
    )
    return finish(chart, look, words, shares_alt(frame, words, split))


def plan_gaps(frame: pd.DataFrame, targets: Mapping[str, float]) -> dict[str, int]:
    """How many points each is over its target, by name (query `shares`)."""
    counts = {str(name): int(k) for name, k in zip(frame["category"], frame["articles"], strict=True)}
    n = sum(counts.values())
    return {name: round(100 * (counts.get(name, 0) / n - target)) for name, target in sorted(targets.items()) if n}


def furthest(gaps: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """Those that are furthest under plan, and those that are furthest over it."""
    low, high = min([0, *gaps.values()]), max([0, *gaps.values()])
    under = [name for name, gap in gaps.items() if gap == low < 0]
    return under, [name for name, gap in gaps.items() if gap == high > 0]


def share_rows(
    data: pd.DataFrame,
    look: Look,
    fields: Sequence[str],
    narrow: bool,
    legend: Mapping[str, str],
    remark: str = "",
) -> Drawn:
    """Bars of `filled` with `count` beside them and a tick at `target`, a row for each `name`; grey where `few`.

    remark: stands above all.
    """
    picked = alt.selection_point(name="picked", fields=list(fields))
    y = row_axis(list(data["name"]), look, narrow)
    widest = float(data["most"].max()) or 1.0
    scale = alt.Scale(domain=[0, widest], nice=False, range=room_for(118))
    # Small shares have long labels, 0.5 %: in a narrow chart only some of them fit.
    axis = alt.Axis(format="%", tickCount=4, grid=True, title=None, labelOverlap=True, labelSeparation=12)

    def x(name: str) -> alt.X:
        return alt.X(f"{name}:Q", scale=scale, axis=axis)

    bar, tick, count = bar_tick_count(data, y, look, narrow)
    fill = alt.ColorValue(look.blue, condition={"test": "datum.few", "value": look.unfinished})
    layers = [
        *row_labels(data, y, look, narrow),
        bar.encode(x=x("filled"), x2=alt.datum(0), color=fill),
        *([tick.encode(x=x("target"))] if data["target"].notna().any() else []),
        count.encode(x=x("most"), text=alt.Text("count:N")),
        hit_rows(alt.Chart(data).encode(y=y), picked),
        *key(legend),
        *([note(remark, look.muted, "width", lines_up=1 if legend else 0)] if remark else []),
    ]
    return alt.layer(*layers).properties(height=height(len(data), narrow))


def share_label(row: dict[Any, Any], words: Words) -> str:
    if not row["n"]:
        return words("none.not_applicable")
    count = words("chart.k_of_n", k=int(row["articles"]), n=int(row["n"]))
    return count if row["n"] < FEW else f"{words.percent(row['share'])} · {count}"


def share_says(row: dict[Any, Any], words: Words) -> str:
    """geld: 49 of 236 articles (21 %, with this few between 16 and 26 %)."""
    if not row["n"]:
        return f"{row['name']}: {words('none.not_applicable')}"
    said = words("chart.says.of", n=int(row["articles"]), total=counted("articles", int(row["n"])), what=row["name"])
    if row["n"] < FEW:
        return said
    low, high = words.percent(row["low"]), words.percent(row["high"])
    return f"{said} ({words.percent(row['share'])}) · " + words("chart.says.interval", low=low, high=high)


def _target_says(target: Any, words: Words) -> str:
    return "" if pd.isna(target) else " · " + words("chart.says.target", percent=words.percent(target))
