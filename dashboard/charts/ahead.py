"""What is scheduled: a row for each week ahead, a box for each day, and the week's total beside them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import altair as alt
import pandas as pd
from babel.dates import get_day_names

from dashboard.charts.alt_text import ahead_alt
from dashboard.charts.buckets import bucket_name, day_and_month, day_of
from dashboard.charts.colour import readable_on
from dashboard.charts.heat import shade
from dashboard.charts.rows import FADING
from dashboard.charts.theme import Drawn, Look, empty, finish
from dashboard.words import Words

_ROW = 28  # pixels


def ahead(frame: pd.DataFrame, words: Words, look: Look, as_of: date, narrow: bool = False) -> Drawn:
    """The weeks of query `ahead`; days up to as_of are past, and not drawn."""
    dated = frame[frame["bucket"].notna()]
    if dated["path"].isna().all():
        return empty(look, words)
    weekdays: Any = get_day_names("abbreviated", context="stand-alone", locale=words.locale)
    total = words("chart.ahead.total")
    columns = [*(weekdays[day].replace(".", "") for day in range(7)), total]
    cells = pd.DataFrame(_cells(dated, columns, words, as_of, narrow))
    most = int(cells.loc[cells["column"] != total, "articles"].max())
    cells["fill"] = [
        look.ground if column == total else shade(n, most, look)
        for column, n in zip(cells["column"], cells["articles"], strict=True)
    ]
    cells["ink"] = [readable_on(fill, look.text, look.ground) for fill in cells["fill"]]
    names = alt.Axis(labelColor=look.text, labelOverlap=False, title=None)
    over = alt.Axis(orient="top", labelAngle=0, labelOverlap=False, title=None)
    picked = alt.selection_point(name="picked", fields=["first", "last"])
    base = alt.Chart(cells).encode(
        x=alt.X("column:N", sort=None, scale=alt.Scale(domain=columns, padding=0.06), axis=over),
        y=alt.Y(
            "week:N", sort=None, scale=alt.Scale(domain=list(dict.fromkeys(cells["week"])), padding=0.06), axis=names
        ),
        opacity=FADING,
    )
    box = base.mark_rect(cornerRadius=2, cursor="pointer").encode(
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.StrokeValue(
            look.rule, condition={"test": f"datum.articles > 0 || datum.column == {total!r}", "value": None}
        ),
        tooltip=alt.Tooltip("says:N"),
        description=alt.Description("says:N"),
    )
    number = base.mark_text(aria=False, fontSize=11).encode(
        text=alt.Text("articles:Q"), color=alt.Color("ink:N", scale=None)
    )
    layers = [
        box.add_params(picked),
        number.transform_filter(f"datum.articles > 0 && datum.column != {total!r}"),
        number.transform_filter(f"datum.column == {total!r}").mark_text(aria=False, fontSize=13, fontWeight=600),
    ]
    height = cells["week"].nunique() * _ROW
    return finish(alt.layer(*layers).properties(height=height), look, words, ahead_alt(frame, words))


def _cells(
    frame: pd.DataFrame, columns: list[str], words: Words, as_of: date, narrow: bool
) -> Iterator[dict[str, Any]]:
    counts = frame.groupby(frame["published_on"].map(day_of, na_action="ignore")).size()
    weeks = frame.drop_duplicates("bucket")
    for bucket, articles in zip(weeks["bucket"].map(day_of), weeks["articles"], strict=True):
        end = bucket + timedelta(days=6)
        name = bucket_name(bucket, end, "week", words)
        if bucket <= as_of <= end:
            name = words("chart.ahead.this_week")
        row = {"week": day_and_month(bucket, words) if narrow else name}
        for weekday in range(7):
            day = bucket + timedelta(days=weekday)
            if day > as_of:
                what = bucket_name(day, day, "day", words)
                yield row | _cell(columns[weekday], day, day, int(counts.get(day, 0)), what, words)
        yield row | _cell(columns[7], bucket, end, int(articles), name, words)


def _cell(column: str, first: date, last: date, n: int, what: str, words: Words) -> dict[str, Any]:
    return {
        "column": column,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "articles": n,
        "says": words("chart.says.articles", n=n, what=what),
    }
