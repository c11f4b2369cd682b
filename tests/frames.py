"""Small frames in the shape of the queries, from plain lists: what the tests of charts and findings draw and judge."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pandas as pd

LENGTH = {"day": "D", "week": "W-MON", "month": "MS", "quarter": "QS", "year": "YS"}


def buckets(first: date, counts: Sequence[int], granularity: str = "week") -> pd.DataFrame:
    """Columns bucket, bucket_end, articles, complete (all but the last)."""
    starts = pd.date_range(first, periods=len(counts) + 1, freq=LENGTH[granularity])
    return pd.DataFrame(
        {
            "bucket": starts[:-1],
            "bucket_end": starts[1:] - timedelta(days=1),
            "articles": pd.Series(list(counts), dtype="int64"),
            "complete": [place < len(counts) - 1 for place in range(len(counts))],
        }
    )


def volume(counts: Sequence[int], granularity: str = "week", first: date = date(2025, 12, 1)) -> pd.DataFrame:
    frame = buckets(first, counts, granularity)
    frame["mean"] = frame["articles"].rolling(4).mean().where(frame["complete"])
    return frame


def volume_by(
    parts: Mapping[str, Sequence[int]], granularity: str = "month", first: date = date(2025, 3, 1)
) -> pd.DataFrame:
    frame = pd.concat([buckets(first, counts, granularity).assign(category=name) for name, counts in parts.items()])
    frame["total"] = frame.groupby("bucket")["articles"].transform("sum")
    frame["share"] = frame["articles"] / frame["total"].where(frame["total"] > 0)
    return frame.reset_index(drop=True)


def tags(rows: Mapping[str, tuple[int, int | None]], n: int = 100, before_n: int | None = 90) -> pd.DataFrame:
    """{label: (articles, before)}."""
    frame = pd.DataFrame(
        {"tag": [f"{place} {label}" for place, label in enumerate(rows)], "label": list(rows)}, dtype="str"
    )
    frame["articles"] = pd.Series([now for now, _ in rows.values()], dtype="int64")
    frame["n"] = n
    frame["share"] = frame["articles"] / n if n else float("nan")
    frame["before"] = pd.Series([before for _, before in rows.values()], dtype="float64")
    frame["before_n"] = float("nan") if before_n is None else float(before_n)
    frame["change"] = frame["articles"] - frame["before"]
    return frame


def tag_trend(rows: Mapping[str, Sequence[int]], granularity: str = "month") -> pd.DataFrame:
    return pd.concat(
        [
            buckets(date(2025, 3, 1), counts, granularity).assign(tag=label.casefold(), label=label, rank=place + 1)
            for place, (label, counts) in enumerate(rows.items())
        ],
        ignore_index=True,
    )


def balance(cells: Mapping[tuple[str, str], int]) -> pd.DataFrame:
    frame = pd.DataFrame([(s, a, n) for (s, a), n in cells.items()], columns=["section", "audience", "articles"])
    frame["section_total"] = frame.groupby("section")["articles"].transform("sum")
    frame["audience_total"] = frame.groupby("audience")["articles"].transform("sum")
    frame["total"] = int(frame["articles"].sum())
    for whole in ("section", "audience"):
        total = frame[f"{whole}_total"]
        frame[f"{whole}_share"] = frame["articles"] / total.where(total > 0)
    return frame


def shares(counts: Mapping[str, int]) -> pd.DataFrame:
    frame = pd.DataFrame({"category": list(counts), "articles": pd.Series(list(counts.values()), dtype="int64")})
    frame["n"] = int(frame["articles"].sum())
    frame["share"] = frame["articles"] / frame["n"].where(frame["n"] > 0)
    frame["low"], frame["high"] = frame["share"] * 0.8, (frame["share"] * 1.2).clip(upper=1)
    return frame


def draft_share(counts: Mapping[str, tuple[int, int]]) -> pd.DataFrame:
    """{category: (drafts, published)}."""
    frame = pd.DataFrame({"category": list(counts)}, dtype="str")
    frame["drafts"] = pd.Series([drafts for drafts, _ in counts.values()], dtype="int64")
    frame["published"] = pd.Series([published for _, published in counts.values()], dtype="int64")
    frame["n"] = frame["drafts"] + frame["published"]
    frame["share"] = frame["drafts"] / frame["n"].where(frame["n"] > 0)
    frame["low"], frame["high"] = frame["share"] * 0.8, (frame["share"] * 1.2).clip(upper=1)
    return frame


def drafts(ages: Sequence[int | None]) -> pd.DataFrame:
    frame = pd.DataFrame({"path": [f"{place}.md" for place in range(len(ages))]}, dtype="str")
    frame["title"] = pd.Series([f"Draft {place}" if place % 2 else None for place in range(len(ages))], dtype="str")
    frame["age_days"] = pd.Series(list(ages), dtype="float64")
    return frame


def quiet_tags(rows: Mapping[str, tuple[float, int]]) -> pd.DataFrame:
    """{label: (mean gap, silence)}, the quietest first."""
    frame = pd.DataFrame({"tag": [label.casefold() for label in rows], "label": list(rows)}, dtype="str")
    frame["articles"] = 10
    frame["mean_gap"] = [gap for gap, _ in rows.values()]
    frame["last_on"] = pd.Timestamp("2026-01-26")
    frame["silence"] = pd.Series([days for _, days in rows.values()], dtype="int64")
    frame["q"] = frame["silence"] / frame["mean_gap"]
    frame["state"] = ["quiet" if q >= 3 else "slowing" if q >= 2 else "usual" for q in frame["q"]]
    return frame.sort_values("q", ascending=False, ignore_index=True)
