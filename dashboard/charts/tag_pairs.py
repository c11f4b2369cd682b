"""Which tags go together: a square of the most used ones, each pair in both its cells."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from dashboard.charts.alt_text import tag_pairs_alt
from dashboard.charts.balance_cells import column_names, diverging, row_names
from dashboard.charts.colour import readable_on
from dashboard.charts.rows import FADING, distinct
from dashboard.charts.theme import Drawn, Look, empty, finish
from dashboard.words import Words

_STRONGEST = 3.0  # doublings: eight times as often as chance has the full colour
_ROW = 30  # pixels


def tag_pairs(frame: pd.DataFrame, words: Words, look: Look, narrow: bool = False) -> Drawn:
    """Pairs of tags (query `tag_pairs`): the number of articles with both; blue more often than chance, orange less.

    Under three articles a pair has no colour. The diagonal is the tag's own number.
    """
    if frame.empty:
        return empty(look, words)
    back = frame.rename(columns=_turned)
    both = pd.concat([frame, back[frame.columns]], ignore_index=True)
    tags = both.sort_values("rank").drop_duplicates("tag")
    names = dict(zip(tags["tag"], distinct(tags["label"], words("chart.none.tag")), strict=True))
    both["row"], both["column"] = both["tag"].map(names), both["other_tag"].map(names)
    strength = np.log2(both["lift"].astype(float)) / _STRONGEST
    both["fill"] = [look.ground if np.isnan(value) else diverging(value, look) for value in strength]
    both["ink"] = [
        look.muted if np.isnan(value) else readable_on(fill, look.text, look.ground)
        for fill, value in zip(both["fill"], strength, strict=True)
    ]
    both["number"] = [words.number(int(n)) for n in both["articles"]]
    both["says"] = [_says(row, words) for row in both.to_dict("records")]
    own = tags.assign(row=tags["tag"].map(names), column=tags["tag"].map(names))[["row", "column", "tag_articles"]]
    own["number"] = [words.number(int(n)) for n in own["tag_articles"]]

    order = list(names.values())
    x = alt.X("column:N", sort=None, scale=alt.Scale(domain=order, padding=0.04), axis=column_names(look))
    y = alt.Y("row:N", sort=None, scale=alt.Scale(domain=order, padding=0.04), axis=row_names(look, narrow))
    picked = alt.selection_point(name="picked", fields=["tag", "other_tag"])
    size = 10 if narrow else 12
    base = alt.Chart(both).encode(x=x, y=y, opacity=FADING)
    cell = base.mark_rect(cursor="pointer", cornerRadius=2).encode(
        color=alt.Color("fill:N", scale=None),
        stroke=alt.StrokeValue(look.rule, condition={"test": f"datum.fill != '{look.ground}'", "value": None}),
        tooltip=alt.Tooltip("says:N"),
        description=alt.Description("says:N"),
    )
    number = base.mark_text(aria=False, fontSize=size).encode(
        text=alt.Text("number:N"), color=alt.Color("ink:N", scale=None)
    )
    diagonal = alt.Chart(own).mark_text(aria=False, fontSize=size, fontStyle="italic", color=look.muted)
    layers = alt.layer(cell.add_params(picked), number, diagonal.encode(x=x, y=y, text=alt.Text("number:N")))
    return finish(layers.properties(height=_ROW * len(order)), look, words, tag_pairs_alt(frame, words))


def _turned(column: str) -> str:
    """The name of a column when a pair is read the other way round."""
    pairs = {"tag": "other_tag", "label": "other_label", "rank": "other_rank", "tag_articles": "other_articles"}
    return (pairs | {other: one for one, other in pairs.items()}).get(column, column)


def _says(row: dict[Any, Any], words: Words) -> str:
    both = f"{row['row']} + {row['column']}"
    said = words("chart.says.articles", n=int(row["articles"]), what=both)
    if pd.isna(row["lift"]):
        return said
    return f"{said} · " + words("chart.tag_pairs.lift", lift=float(row["lift"]))
