"""Tag against section, or audience: how many articles more or fewer than was to be expected, or planned."""

from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts.alt_text import gap_heat_alt
from dashboard.charts.balance_cells import column_names, diverging, row_names
from dashboard.charts.colour import mix, readable_on
from dashboard.charts.rows import FADING, distinct
from dashboard.charts.theme import ONE, Drawn, Look, empty, finish
from dashboard.words import Words

_STRONGEST = 3.0  # a residual from here on has the full colour, as on Balance
_ROW = 28  # pixels


def gap_heat(frame: pd.DataFrame, words: Words, look: Look, by: str, against: str, narrow: bool = False) -> Drawn:
    """Query `gap_heat`: blue more than was hoped for, orange less; grey where that says nothing, or is hidden."""
    if frame.empty:
        return empty(look, words)
    data = frame.assign(**{by: frame["category"]})
    tags, columns = data.drop_duplicates("tag"), sorted(set(data["category"]))
    rows = dict(zip(tags["tag"], distinct(tags["label"]), strict=True))
    across = dict(zip(columns, distinct(columns), strict=True))
    data["row"], data["column"] = data["tag"].map(rows), data["category"].map(across)
    data["blank"] = data["difference"].isna() | data["reason"].notna()
    grey = mix(look.ground, look.unfinished, 0.3)
    data["fill"] = [
        grey if blank else diverging(residual / _STRONGEST, look)
        for blank, residual in zip(data["blank"], data["residual"], strict=True)
    ]
    data["ink"] = [
        look.muted if blank else readable_on(fill, look.text, look.ground)
        for blank, fill in zip(data["blank"], data["fill"], strict=True)
    ]
    # In whole articles; nobody writes a third of one.
    data["number"] = ["·" if pd.isna(difference) else words.signed(difference, 0) for difference in data["difference"]]
    data["says"] = [_says(row, words, against) for row in data.to_dict("records")]

    x = alt.X(
        "column:N", sort=None, scale=alt.Scale(domain=list(across.values()), padding=0.04), axis=column_names(look)
    )
    y = alt.Y(
        "row:N", sort=None, scale=alt.Scale(domain=list(rows.values()), padding=0.04), axis=row_names(look, narrow)
    )
    picked = alt.selection_point(name="picked", fields=[by, "tag"])
    columns_drawn = [by, "tag", "row", "column", "fill", "ink", "number", "says"]
    base = alt.Chart(data[columns_drawn]).encode(x=x, y=y, opacity=FADING)
    cell = base.mark_rect(cursor="pointer", cornerRadius=2).encode(
        color=alt.Color("fill:N", scale=None),
        stroke=alt.StrokeValue(look.rule, condition={"test": f"datum.fill != '{look.ground}'", "value": None}),
        tooltip=alt.Tooltip("says:N"),
        description=alt.Description("says:N"),
    )
    number = base.mark_text(aria=False, fontSize=10 if narrow else 12).encode(
        text=alt.Text("number:N"), color=alt.Color("ink:N", scale=None)
    )
    layers = [cell.add_params(picked), number]
    height = _ROW * len(rows)
    if left_out := _left_out(data, words, by):  # below: above stand the names of the columns
        mark = alt.Chart(ONE).mark_text(align="right", baseline="top", color=look.muted, text=left_out, aria=False)
        layers.append(mark.encode(x=alt.XValue("width"), y=alt.YValue(height + 8)))
    drawn = alt.layer(*layers).properties(height=height)
    return finish(drawn, look, words, gap_heat_alt(data, words, by, against))


def _says(row: dict[Any, Any], words: Words, against: str) -> str:
    what = f"{row['row']} × {row['column']}"
    said = words("chart.says.articles", n=int(row["articles"]), what=what)
    if pd.notna(row["hope"]):
        said += " · " + words(f"chart.gap_heat.hope_{against}", n=float(row["hope"]))
    if pd.notna(row["reason"]):
        said += " · " + words("chart.gap_heat.hidden", reason=row["reason"])
    return said


def _left_out(drawn: pd.DataFrame, words: Words, by: str) -> list[str]:
    """One line for the tags, one for the sections or audiences, of which others lack less."""
    first = drawn.iloc[0]
    parts = (("tag", "tags", drawn["tag"].nunique()), (by, "categories", drawn["category"].nunique()))
    return [
        words(f"chart.gap_heat.left_out_{name}", n=int(first[every]) - shown)
        for name, every, shown in parts
        if first[every] > shown
    ]
