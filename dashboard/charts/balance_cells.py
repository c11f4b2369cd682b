"""Section against audience: a table of cells, as counts, as shares of a row or a column, or against chance."""

from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts.alt_text import balance_alt
from dashboard.charts.colour import mix, readable_on
from dashboard.charts.rows import FADING, FEW, LABEL_LIMIT, NOTICEABLE, distinct, foremost
from dashboard.charts.theme import ONE, Drawn, Look, empty, finish
from dashboard.words import Words

SHOWS = ("count", "row", "column", "residual")
_STRONGEST = 3.0  # a residual from here on has the full colour
_FAINTEST = 0.06  # of the way to it: what differs from the ground must look so


def holes(frame: pd.DataFrame) -> pd.DataFrame:
    """The cells of audiences that get nothing at all; else those without an article where three or more were expected.

    Expected: section total × audience total / total, as if the two had nothing to do with each other.
    """
    nothing = (frame["audience"] != "") & (frame["audience_total"] == 0)
    if nothing.any():
        return frame[nothing]
    named = (frame["section"] != "") & (frame["audience"] != "")
    return frame[named & (frame["articles"] == 0) & (frame["expected"] >= NOTICEABLE)]


def balance_heatmap(
    frame: pd.DataFrame,
    words: Words,
    look: Look,
    narrow: bool = False,
    show: str = "count",
    top: int | None = None,
) -> Drawn:
    """Section × audience (query `balance`), every number printed, totals aside.

    show: count; row or column (the share of the section's or of the audience's articles, grey under ten of them);
    residual (against what was to be expected: blue more, orange less, grey under three expected).
    top: only so many of the largest sections and audiences, and of those that the title names; a line says how many
    more there are. The totals are of all.
    """
    if frame.empty:
        return empty(look, words)
    data = frame[frame["section"].isin(_drawn(frame, "section", top))]
    data = data[data["audience"].isin(_drawn(frame, "audience", top))].copy()
    sections, audiences = sorted(set(data["section"]), key=_none_last), sorted(set(data["audience"]), key=_none_last)
    rows = dict(zip(sections, distinct(sections, words("chart.none.section")), strict=True))
    columns = dict(zip(audiences, distinct(audiences, words("chart.none.audience")), strict=True))
    turned = len(columns) > (6 if narrow else 14) and len(rows) < len(columns)  # the longer list goes down, not across
    if turned:
        rows, columns = columns, rows
    down, across = ("audience", "section") if turned else ("section", "audience")
    data["row"], data["column"] = data[down].map(rows), data[across].map(columns)
    *_, total_column = distinct([*columns.values(), words("chart.total")])
    *_, total_row = distinct([*rows.values(), words("chart.total")])
    data["number"] = [_number(row, show, words) for row in data.to_dict("records")]
    data["few"] = _few(data, show)
    data["fill"] = _fills(data, show, look)
    data["ink"] = [
        look.muted if few else readable_on(fill, look.text, look.ground)
        for fill, few in zip(data["fill"], data["few"], strict=True)
    ]
    data["says"] = [_says(row, words) for row in data.to_dict("records")]

    room = (190 if narrow else 480) // (len(columns) + 1)  # pixels a column, about
    x_order, y_order = [*columns.values(), total_column], [*rows.values(), total_row]
    x = alt.X("column:N", sort=None, scale=alt.Scale(domain=x_order, padding=0.04), axis=column_names(look))
    y = alt.Y("row:N", sort=None, scale=alt.Scale(domain=y_order, padding=0.04), axis=row_names(look, narrow))
    picked = alt.selection_point(name="picked", fields=["section", "audience"])
    faded = FADING
    size = 13 if room >= 30 and (show == "count" or not narrow) else 10
    base = alt.Chart(data).encode(x=x, y=y, opacity=faded)
    cell = base.mark_rect(cursor="pointer", cornerRadius=2).encode(
        color=alt.Color("fill:N", scale=None),
        stroke=alt.StrokeValue(look.rule, condition={"test": f"datum.fill != '{look.ground}'", "value": None}),
        tooltip=alt.Tooltip("says:N"),
        description=alt.Description("says:N"),
    )
    number = base.mark_text(aria=False, fontSize=size).encode(
        text=alt.Text("number:N"), color=alt.Color("ink:N", scale=None)
    )
    margins = _margins(data, show, words)
    margins["row"] = margins[down].map(rows).fillna(total_row)
    margins["column"] = margins[across].map(columns).fillna(total_column)
    margin = alt.Chart(margins[["row", "column", "number"]]).mark_text(color=look.muted, fontSize=size, aria=False)
    layers: list[alt.Chart] = [cell.add_params(picked), number, margin.encode(x=x, y=y, text=alt.Text("number:N"))]
    height = 34 * len(y_order)
    if left_out := [
        words(f"chart.gap_heat.left_out_{side}", n=more)
        for side in ("section", "audience")
        if (more := frame[side].nunique() - data[side].nunique())
    ]:  # below: above stand the names of the columns
        mark = alt.Chart(ONE).mark_text(align="right", baseline="top", color=look.muted, text=left_out, aria=False)
        layers.append(mark.encode(x=alt.XValue("width"), y=alt.YValue(height + 8)))
    return finish(alt.layer(*layers).properties(height=height), look, words, balance_alt(frame, words, show))


def _drawn(frame: pd.DataFrame, side: str, top: int | None) -> "pd.Series[str]":
    """The sections or audiences that are drawn, see `top`."""
    found = holes(frame)
    emptiest = found["audience"].value_counts()
    if side == "section":  # of an audience that gets nothing at all no section is named
        found = found[
            (found["audience_total"] > 0) & found["audience"].isin(emptiest[emptiest == emptiest.max()].index)
        ]
    rows = frame.drop_duplicates(side).sort_values([f"{side}_total", side], ascending=[False, True])
    drawn: pd.Series[str] = foremost(rows, top, rows[side].isin(found[side]))[side]
    return drawn


def diverging(strength: float, look: Look) -> str:
    """From orange (-1, less than expected) through the ground to blue (1, more)."""
    if abs(strength) < 0.02:
        return look.ground
    part = _FAINTEST + (1 - _FAINTEST) * min(abs(strength), 1)
    return mix(look.ground, look.blue if strength > 0 else look.orange, part)


def column_names(look: Look) -> alt.Axis:
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


def row_names(look: Look, narrow: bool) -> alt.Axis:
    limit = 110 if narrow else LABEL_LIMIT
    return alt.Axis(
        labelLimit=limit, labelColor=look.text, labelOverlap=False, labelFlush=False, labelPadding=10, title=None
    )


def _number(row: dict[Any, Any], show: str, words: Words) -> str:
    value = row[{"count": "articles", "row": "section_share", "column": "audience_share", "residual": "residual"}[show]]
    if pd.isna(value):
        return words("none.value")
    if show == "count":
        return words.number(value)
    return words.signed(value) if show == "residual" else words.percent(value)


def _few(data: pd.DataFrame, show: str) -> "pd.Series[bool]":
    """Cells that say nothing: a share of too few, or too few expected."""
    whole, least = {
        "count": ("total", 0),
        "row": ("section_total", FEW),
        "column": ("audience_total", FEW),
        "residual": ("expected", NOTICEABLE),
    }[show]
    return ~(data[whole] >= least)


def _fills(data: pd.DataFrame, show: str, look: Look) -> list[str]:
    grey = mix(look.ground, look.unfinished, 0.3)
    if show == "residual":
        fills = [diverging(0 if pd.isna(r) else r / _STRONGEST, look) for r in data["residual"]]
    else:
        values = data[{"count": "articles", "row": "section_share", "column": "audience_share"}[show]].astype(float)
        most = max(float(values[~data["few"]].max()), 1e-9) if (~data["few"]).any() else 1.0
        fills = [mix(look.low, look.blue, min(value / most, 1)) if value > 0 else look.ground for value in values]
    return [grey if few else fill for fill, few in zip(fills, data["few"], strict=True)]


def _says(row: dict[Any, Any], words: Words) -> str:
    said = words("chart.says.articles", n=int(row["articles"]), what=f"{row['row']} × {row['column']}")
    for side in ("section", "audience"):
        if row[f"{side}_total"] >= FEW:
            name = row[side] or words(f"chart.none.{side}")
            said += " · " + words("chart.says.part", percent=words.percent(row[f"{side}_share"]), what=name)
    if pd.notna(row["expected"]) and row["expected"] >= NOTICEABLE:
        said += " · " + words("chart.says.expected", n=float(row["expected"]))
    return said


def _margins(data: pd.DataFrame, show: str, words: Words) -> pd.DataFrame:
    """The total of each section and audience; beside shares of one of the two, the shares of the other in the whole."""
    total = int(data["total"].iloc[0])
    parts = []
    for side, shares in (("section", "column"), ("audience", "row")):
        part = data.drop_duplicates(side)[[side, f"{side}_total"]].rename(columns={f"{side}_total": "n"})
        counted = show != shares or not total
        part["number"] = [words.number(int(n)) if counted else words.percent(n / total) for n in part["n"]]
        parts.append(part)
    corner = pd.DataFrame({"number": [words.number(total)]})
    out: pd.DataFrame = pd.concat([*parts, corner], ignore_index=True)
    return out


def _none_last(category: str) -> tuple[bool, str]:
    return category == "", category
