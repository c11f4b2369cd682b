"""Who gets how much of what: section against audience, and the share of each against the plan."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts.alt_text import balance_alt, shares_alt
from dashboard.charts.colour import mix, readable_on
from dashboard.charts.rows import (
    FADED,
    FEW,
    LABEL_LIMIT,
    distinct,
    drop,
    height,
    hit_rows,
    key,
    room_for,
    row_axis,
    row_labels,
)
from dashboard.charts.theme import Drawn, Look, empty, finish
from dashboard.words import Words


def balance_heatmap(frame: pd.DataFrame, words: Words, look: Look, narrow: bool = False) -> Drawn:
    """Section × audience (query `balance`), every number printed; an empty cell an outlined 0, totals aside."""
    if frame.empty:
        return empty(look, words)
    data = frame.copy()
    sections, audiences = sorted(set(data["section"]), key=_none_last), sorted(set(data["audience"]), key=_none_last)
    rows = dict(zip(sections, distinct(sections, words("chart.none.section")), strict=True))
    columns = dict(zip(audiences, distinct(audiences, words("chart.none.audience")), strict=True))
    if len(columns) > (6 if narrow else 14) and len(rows) < len(columns):  # the longer list goes down, not across
        data["row"], data["column"] = data["audience"].map(columns), data["section"].map(rows)
        rows, columns = columns, rows
    else:
        data["row"], data["column"] = data["section"].map(rows), data["audience"].map(columns)
    *_, total_column = distinct([*columns.values(), words("chart.total")])
    *_, total_row = distinct([*rows.values(), words("chart.total")])
    most = max(int(data["articles"].max()), 1)
    data["fill"] = [mix(look.low, look.blue, n / most) if n else look.ground for n in data["articles"]]
    data["ink"] = [readable_on(fill, look.text, look.ground) for fill in data["fill"]]
    data["number"] = [words.number(n) for n in data["articles"]]
    data["says"] = [_cell_says(row, words) for row in data.to_dict("records")]

    room = (190 if narrow else 480) // (len(columns) + 1)  # pixels a column, about
    x_order, y_order = [*columns.values(), total_column], [*rows.values(), total_row]
    x = alt.X("column:N", sort=None, scale=alt.Scale(domain=x_order, padding=0.04), axis=_column_names(look))
    y = alt.Y("row:N", sort=None, scale=alt.Scale(domain=y_order, padding=0.04), axis=_row_names(look, narrow))
    picked = alt.selection_point(name="picked", fields=["section", "audience"])
    faded = alt.condition(picked, alt.value(1), alt.value(FADED))
    size = 13 if room >= 30 else 10
    base = alt.Chart(data).encode(x=x, y=y, opacity=faded)
    cell = base.mark_rect(cursor="pointer", cornerRadius=2).encode(
        color=alt.Color("fill:N", scale=None),
        stroke=alt.condition("datum.articles > 0", alt.value(None), alt.value(look.rule)),
        tooltip="says:N",
        description="says:N",
    )
    number = base.mark_text(aria=False, fontSize=size).encode(text="number:N", color=alt.Color("ink:N", scale=None))
    margin = alt.Chart(_margins(frame, data, total_row, total_column, words)).mark_text(
        color=look.muted, fontSize=size, aria=False
    )
    layers = alt.layer(cell.add_params(picked), number, margin.encode(x=x, y=y, text="number:N"))
    return finish(layers.properties(height=34 * len(y_order)), look, words, balance_alt(frame, words))


def shares(
    frame: pd.DataFrame,
    words: Words,
    look: Look,
    split: str,
    targets: Mapping[str, float] | None = None,
    narrow: bool = False,
) -> Drawn:
    """The share of each section or audience (query `shares`), the largest first; a target is an orange tick."""
    targets = targets or {}
    if frame.empty:
        return empty(look, words)
    data = frame.sort_values(["articles", "category"], ascending=[False, True], kind="stable").copy()
    data[split] = data["category"]
    data["name"] = distinct(data["category"], words(f"chart.none.{split}"))
    data["target"] = data["category"].map(targets).astype(float)
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
    )
    return finish(chart, look, words, shares_alt(frame, words, split))


def share_rows(data: pd.DataFrame, look: Look, fields: Sequence[str], narrow: bool, legend: Mapping[str, str]) -> Drawn:
    """Bars of `filled` with `count` beside them and a tick at `target`, a row for each `name`; grey where `few`."""
    picked = alt.selection_point(name="picked", fields=list(fields))
    faded = alt.condition(picked, alt.value(1), alt.value(FADED))
    y, down = row_axis(list(data["name"]), look, narrow), drop(narrow)
    widest = float(data["most"].max()) or 1.0
    scale = alt.Scale(domain=[0, widest], nice=False, range=room_for(118))
    axis = alt.Axis(format="%", tickCount=4, grid=True, title=None)

    def x(name: str) -> alt.X:
        return alt.X(f"{name}:Q", scale=scale, axis=axis)

    base = alt.Chart(data).encode(y=y, opacity=faded)
    band = 0.3 if narrow else 0.6
    bar = base.mark_bar(height=alt.RelativeBandSize(band), yOffset=down, aria=False)
    tick = base.transform_filter("isValid(datum.target)").mark_tick(
        orient="vertical",
        height=alt.RelativeBandSize(band + 0.25),
        thickness=3,
        color=look.orange,
        yOffset=down,
        aria=False,
    )
    count = base.mark_text(align="left", baseline="middle", dx=7, yOffset=down, color=look.muted, aria=False)
    fill = alt.condition("datum.few", alt.value(look.unfinished), alt.value(look.blue))
    layers = [
        *row_labels(data, y, look, narrow),
        bar.encode(x=x("filled"), x2=alt.datum(0), color=fill),
        *([tick.encode(x=x("target"))] if data["target"].notna().any() else []),
        count.encode(x=x("most"), text="count:N"),
        hit_rows(alt.Chart(data).encode(y=y), picked),
        *key(legend),
    ]
    return alt.layer(*layers).properties(height=height(len(data), narrow))


def share_label(row: dict[Any, Any], words: Words) -> str:
    count = words("chart.k_of_n", k=int(row["articles"]), n=int(row["n"]))
    return count if row["n"] < FEW else f"{words.percent(row['share'])} · {count}"


def share_says(row: dict[Any, Any], words: Words) -> str:
    """geld: 49 of 236 articles (21 %, with this few between 16 and 26 %)."""
    said = words("chart.says.of", n=int(row["articles"]), total=int(row["n"]), what=row["name"])
    if row["n"] < FEW:
        return said
    low, high = words.percent(row["low"]), words.percent(row["high"])
    return f"{said} ({words.percent(row['share'])}) · " + words("chart.says.interval", low=low, high=high)


def _target_says(target: Any, words: Words) -> str:
    return "" if pd.isna(target) else " · " + words("chart.says.target", percent=words.percent(target))


def _cell_says(row: dict[Any, Any], words: Words) -> str:
    said = words("chart.says.articles", n=int(row["articles"]), what=f"{row['row']} × {row['column']}")
    for side in ("section", "audience"):
        if row[f"{side}_total"] >= FEW:
            name = row[side] or words(f"chart.none.{side}")
            said += " · " + words("chart.says.part", percent=words.percent(row[f"{side}_share"]), what=name)
    return said


def _margins(frame: pd.DataFrame, data: pd.DataFrame, total_row: str, total_column: str, words: Words) -> pd.DataFrame:
    rows = data.groupby("row", as_index=False)["articles"].sum().assign(column=total_column)
    columns = data.groupby("column", as_index=False)["articles"].sum().assign(row=total_row)
    corner = pd.DataFrame({"row": [total_row], "column": [total_column], "articles": [int(frame["articles"].sum())]})
    out: pd.DataFrame = pd.concat([rows, columns, corner], ignore_index=True)
    out["number"] = [words.number(int(total)) for total in out["articles"]]
    return out


def _column_names(look: Look) -> alt.Axis:
    """Column names on one line where the columns are wide enough, else slanted: the browser knows how wide they are."""

    def either(narrow: str, wide: str) -> alt.ExprRef:
        return alt.ExprRef(f"bandwidth('x') < 90 ? {narrow} : {wide}")

    return alt.Axis(
        orient="top",
        labelColor=look.text,
        labelOverlap=False,
        labelFlush=False,
        labelAngle=either("-45", "0"),
        labelAlign=either("'left'", "'center'"),
        labelBaseline=either("'middle'", "'bottom'"),
        labelLimit=either("110", "bandwidth('x')"),
        title=None,
    )


def _row_names(look: Look, narrow: bool) -> alt.Axis:
    limit = 110 if narrow else LABEL_LIMIT
    return alt.Axis(
        labelLimit=limit, labelColor=look.text, labelOverlap=False, labelFlush=False, labelPadding=10, title=None
    )


def _none_last(category: str) -> tuple[bool, str]:
    return category == "", category
