"""What waits: the share of drafts, and how old they are."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

import altair as alt
import pandas as pd
from babel.dates import format_date

from dashboard.charts.alt_text import draft_ages_alt, draft_share_alt
from dashboard.charts.balance import share_label, share_rows, share_says
from dashboard.charts.rows import FADING, FEW, distinct
from dashboard.charts.theme import Drawn, Look, empty, finish
from dashboard.words import Words

BANDS = ((0, 14), (15, 30), (31, 90), (91, None))  # days, both included
DOTS = 600  # drafts; of more there is a bar for each place on the axis
_SLOTS, _PHONE_SLOTS = 16, 9  # places on the axis for each band
_TALLEST = 150  # pixels
_ACROSS = alt.Scale(domain=[0, len(BANDS)], nice=False)
MONTHS = 18  # a row each; the ones before share one
TAGS = 12  # those with most drafts
BLANK = 20  # so many sections or audiences without any draft or article are drawn; more are counted


def draft_share(
    frame: pd.DataFrame,
    words: Words,
    look: Look,
    by: str,
    narrow: bool = False,
    labels: Mapping[str, str] | None = None,
) -> Drawn:
    """Drafts of all drafts and published articles (query `draft_share`), months in order, categories by share.

    labels: how tags are written; of tags, only those with most drafts are drawn.
    """
    blank = frame["n"] == 0
    left_out = int(blank.sum()) if by in ("section", "audience") and blank.sum() > BLANK else 0
    if left_out:
        frame = frame[~blank]
    if by == "tag":
        frame = frame[frame["drafts"] > 0].sort_values(["drafts", "n", "category"], ascending=[False, True, True])
        frame = frame.head(TAGS)
    if frame.empty:
        return empty(look, words)
    data = frame.rename(columns={"drafts": "articles"}).copy()
    if by == "month":
        data = _months(data, words)
    else:
        few = data["n"] < FEW
        data = data.assign(few=few).sort_values(
            ["few", "share", "n", "category"], ascending=[True, False, False, True], kind="stable"
        )
        data[by] = data["category"]
        names = [(labels or {}).get(category, category) for category in data["category"]]
        data["name"] = distinct(names, words(f"chart.none.{by}"))
    data["few"] = data["n"] < FEW
    data["target"] = float("nan")
    data["filled"] = data["share"].astype(float).fillna(0.0)
    data["most"] = data["filled"]
    data["says"] = [share_says(row, words) for row in data.to_dict("records")]
    data["count"] = [share_label(row, words) for row in data.to_dict("records")]
    fields = ["first", "last"] if by == "month" else [by]
    remark = words(f"chart.draft_share.blank_{by}", n=left_out) if left_out else ""
    chart = share_rows(data, look, fields, narrow, {}, remark)
    return finish(chart, look, words, draft_share_alt(frame, words, by, labels or {}))


def draft_ages(frame: pd.DataFrame, words: Words, look: Look, narrow: bool = False) -> Drawn:
    """A dot for each draft (query `drafts`) by its age, in four bands of equal width; a dot opens its article.

    Of more drafts than DOTS, a bar for each place on the axis.
    """
    known = frame[frame["age_days"].notna()]
    if known.empty:
        return empty(look, words)
    slots = _PHONE_SLOTS if narrow else _SLOTS
    data = known.sort_values(["age_days", "path"], kind="stable")[["path", "title", "age_days"]].copy()
    data["age_days"] = data["age_days"].clip(lower=0).astype(int)
    oldest = max(int(data["age_days"].max()), BANDS[-1][0] + 1)
    data["band"] = data["age_days"].map(band_of)
    data["slot"] = [_slot(age, band, oldest, slots) for age, band in zip(data["age_days"], data["band"], strict=True)]
    counts = data.groupby("band").size().reindex(range(len(BANDS)), fill_value=0)
    marks, tall = (_bars if stands_in_bars(known) else _dots)(data, words, look, slots)

    bands = pd.DataFrame({"left": range(len(BANDS)), "right": range(1, len(BANDS) + 1), "count": list(counts)})
    bands["name"] = [words(f"chart.draft_ages.band_{low}") for low, _ in BANDS]
    bands["count"] = [words.number(int(count)) for count in bands["count"]]
    base = alt.Chart(bands).encode(x=alt.X("left:Q", scale=_ACROSS, axis=None))
    text = base.mark_text(align="left", baseline="bottom", aria=False)
    layers = [
        base.mark_rule(color=look.rule, aria=False).encode(y=alt.YValue(-34), y2=alt.Y2Value(tall)),
        base.mark_rule(color=look.rule, aria=False).encode(x2=alt.X2("right:Q"), y=alt.YValue(tall)),
        text.mark_text(
            align="left", baseline="bottom", dx=6, fontSize=15, fontWeight=600, color=look.text, aria=False
        ).encode(y=alt.YValue(-18), text=alt.Text("count:N")),
        text.mark_text(align="left", baseline="bottom", dx=6, color=look.muted, aria=False).encode(
            y=alt.YValue(-3), text=alt.Text("name:N")
        ),
        marks.add_params(alt.selection_point(name="picked", fields=["path"])),
    ]
    return finish(alt.layer(*layers).properties(height=tall), look, words, draft_ages_alt(frame, words))


def stands_in_bars(frame: pd.DataFrame) -> bool:
    """Are there more drafts of a known age than dots can be told apart?"""
    return int(frame["age_days"].notna().sum()) > DOTS


def _dots(data: pd.DataFrame, words: Words, look: Look, _slots: int) -> tuple[alt.Chart, int]:
    """The dots, and how many pixels they are tall together."""
    data = data.assign(level=data.groupby("slot").cumcount() + 0.5)
    data["says"] = [_says(row, words) for row in data.to_dict("records")]
    levels = float(data["level"].max()) + 0.5
    tall = int(min(_TALLEST, max(48, levels * 13)))
    dots = alt.Chart(data).mark_circle(
        size=max(8, min(70, (tall / levels) ** 2 * 0.6)), color=look.blue, cursor="pointer"
    )
    return dots.encode(
        x=alt.X("slot:Q", scale=_ACROSS, axis=None),
        y=alt.Y("level:Q", scale=alt.Scale(domain=[0, levels], nice=False), axis=None),
        opacity=FADING,
        tooltip=alt.Tooltip("says:N"),
        description=alt.Description("says:N"),
    ), tall


def _bars(data: pd.DataFrame, words: Words, look: Look, slots: int) -> tuple[alt.Chart, int]:
    """As `_dots`; each bar counts the drafts of some days. No filter names these: it opens its only draft, or none."""
    ages = data.groupby("slot", as_index=False).agg(
        n=("path", "size"), youngest=("age_days", "min"), oldest=("age_days", "max"), path=("path", "first")
    )
    ages["path"] = ages["path"].where(ages["n"] == 1, "")
    ages["left"], ages["right"] = ages["slot"] - 0.4 / slots, ages["slot"] + 0.4 / slots
    ages["says"] = [_days_of(row, words) + ": " + words.number(row["n"]) for row in ages.to_dict("records")]
    bars = alt.Chart(ages).mark_bar(color=look.blue)
    return bars.encode(
        x=alt.X("left:Q", scale=_ACROSS, axis=None),
        x2=alt.X2("right:Q"),
        y=alt.Y("n:Q", scale=alt.Scale(domain=[0, int(ages["n"].max())], nice=False), axis=None),
        y2=alt.Y2Datum(0),
        opacity=FADING,
        tooltip=alt.Tooltip("says:N"),
        description=alt.Description("says:N"),
    ), _TALLEST


def band_of(age: int) -> int:
    """The place in BANDS of an age in days."""
    return next(place for place, (_, last) in enumerate(BANDS) if last is None or age <= last)


def _slot(age: int, band: int, oldest: int, slots: int) -> float:
    """Where an age lies on the axis: its band, and its place in the band on a grid, so that dots pile up neatly."""
    first, last = BANDS[band]
    part = (age - first) / max((last if last is not None else oldest) - first, 1)
    return band + (min(int(part * slots), slots - 1) + 0.5) / slots * 0.92 + 0.04


def _months(data: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Rows of months in time order with `first`, `last` and `name`; the early ones of a long history together."""
    data = data.sort_values("category", kind="stable").reset_index(drop=True)
    undated, dated = data[data["category"] == ""], data[data["category"] != ""]
    starts = [pd.Period(month, freq="M").start_time.date() for month in dated["category"]]
    dated = dated.assign(
        first=[start.isoformat() for start in starts],
        last=[pd.Period(start, freq="M").end_time.date().isoformat() for start in starts],
        name=[_month(start, words) for start in starts],
    )
    if len(dated) > MONTHS:
        early, dated = dated.iloc[:-MONTHS], dated.iloc[-MONTHS:]
        drafts, n = int(early["articles"].sum()), int(early["n"].sum())
        low, high = wilson(drafts, n)
        together = {
            "category": "",
            "articles": drafts,
            "n": n,
            "share": drafts / n if n else float("nan"),
            "low": low,
            "high": high,
            "first": early["first"].iloc[0],
            "last": early["last"].iloc[-1],
            "name": words("chart.draft_share.before", n=len(early)),
        }
        dated = pd.concat([pd.DataFrame([together]), dated], ignore_index=True)
    return pd.concat([undated.assign(first="", last="", name=words("chart.none.month")), dated], ignore_index=True)


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 95 % interval of k out of n, as shares (Wilson 1927); nan when n = 0."""
    if n == 0:
        return float("nan"), float("nan")
    z = 1.96
    middle, half = k + z * z / 2, z * math.sqrt(k * (n - k) / n + z * z / 4)
    return max(0.0, (middle - half) / (n + z * z)), min(1.0, (middle + half) / (n + z * z))


def _says(row: dict[Any, Any], words: Words) -> str:
    name = row["title"] if pd.notna(row["title"]) and row["title"].strip() else row["path"]
    return f"{name}: " + words("chart.days", n=int(row["age_days"]))


def _days_of(row: dict[Any, Any], words: Words) -> str:
    if row["youngest"] == row["oldest"]:
        return words("chart.days", n=row["oldest"])
    return words("chart.draft_ages.bar", first=row["youngest"], last=row["oldest"])


def _month(day: date, words: Words) -> str:
    return str(format_date(day, "MMM y", locale=words.locale)).replace(".", "")
