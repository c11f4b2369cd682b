"""Small frames in the shape of the queries, from plain lists: what the tests of charts and findings draw and judge."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations

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
    frame["year_before"] = pd.Series([place % 3 if place else None for place in range(len(counts))], dtype="Int64")
    return frame


def calendar(first: date, counts: Sequence[int]) -> pd.DataFrame:
    return buckets(first, counts, "day").drop(columns="complete")


def gaps(rows: Sequence[tuple[date, date]], running: bool = False, usual: float | None = 1.0) -> pd.DataFrame:
    """Silences from day to day; the last still lasts when `running`."""
    frame = pd.DataFrame({"gap_from": [a for a, _ in rows], "gap_to": [b for _, b in rows]}, dtype="datetime64[us]")
    frame["days"] = (frame["gap_to"] - frame["gap_from"]).dt.days.astype("int64")
    frame["running"] = [running and place == len(rows) - 1 for place in range(len(rows))]
    frame["usual"] = pd.Series([usual] * len(rows), dtype="float64")
    return frame


def hours(counts: Mapping[tuple[int, int], int], n: int | None = None) -> pd.DataFrame:
    """{(weekday from 1, hour): articles}."""
    cells = [(weekday, hour) for weekday in range(1, 8) for hour in range(24)]
    frame = pd.DataFrame(cells, columns=["weekday", "hour"])
    frame["articles"] = pd.Series([counts.get(cell, 0) for cell in cells], dtype="int64")
    frame["with_time"] = sum(counts.values())
    frame["n"] = sum(counts.values()) if n is None else n
    return frame


def volume_by(
    parts: Mapping[str, Sequence[int]], granularity: str = "month", first: date = date(2025, 3, 1)
) -> pd.DataFrame:
    frame = pd.concat([buckets(first, counts, granularity).assign(category=name) for name, counts in parts.items()])
    frame["total"] = frame.groupby("bucket")["articles"].transform("sum")
    frame["share"] = frame["articles"] / frame["total"].where(frame["total"] > 0)
    frame["label"], frame["left_out"] = frame["category"], 0
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
    frame["change_share"] = frame["change"] / frame["before"].where(frame["before"] >= 10)
    return frame


def tag_trend(rows: Mapping[str, Sequence[int]], granularity: str = "month", n: int | None = None) -> pd.DataFrame:
    """n: how many articles in all, when one has more than one tag, or none."""
    n = sum(map(sum, rows.values())) if n is None else n
    return pd.concat(
        [
            buckets(date(2025, 3, 1), counts, granularity).assign(
                tag=label.casefold(), label=label, rank=place + 1, n=n
            )
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
    total = frame["total"].where(frame["total"] > 0)
    frame["expected"] = frame["section_total"] * frame["audience_total"] / total
    frame["residual"] = (frame["articles"] - frame["expected"]) / frame["expected"].where(frame["expected"] > 0) ** 0.5
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


def ahead(counts: Sequence[int], later: int = 0) -> pd.DataFrame:
    """Scheduled articles in each week from Monday 9 March 2026 on, one a day from Tuesday; and some later ones."""
    monday, rows = pd.Timestamp("2026-03-09"), []
    for week, n in enumerate(counts):
        start = monday + pd.Timedelta(weeks=week)
        for place in range(max(n, 1)):
            day = start + pd.Timedelta(days=1 + place % 6) if n else pd.NaT
            rows.append((start, start + pd.Timedelta(days=6), n, day, f"{week}-{place}.md" if n else None))
    rows += [(pd.NaT, pd.NaT, later, pd.Timestamp("2027-03-09"), f"later-{place}.md") for place in range(later)]
    return pd.DataFrame(rows, columns=["bucket", "bucket_end", "articles", "published_on", "path"])


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


def gap_cells(rows: Mapping[tuple[str, str], tuple[int, float]]) -> pd.DataFrame:
    """{(section, label): (articles, expected)}, the largest shortfall first."""
    frame = pd.DataFrame([(category, label) for category, label in rows], columns=["category", "label"], dtype="str")
    frame.insert(0, "field", "section")
    frame["tag"] = frame["label"].str.casefold()
    frame["articles"] = pd.Series([n for n, _ in rows.values()], dtype="int64")
    frame["expected"] = pd.Series([e for _, e in rows.values()], dtype="float64")
    frame["planned"] = frame["expected"] + 1
    frame["short"], frame["plan_short"] = frame["expected"] - frame["articles"], frame["planned"] - frame["articles"]
    return frame.sort_values("short", ascending=False, kind="stable", ignore_index=True)


def gap_heat(
    rows: Mapping[tuple[str, str], tuple[int, float | None]], hidden: Sequence[tuple[str, str]] = ()
) -> pd.DataFrame:
    """{(category, label): (articles, hope)}, in the order in which categories and tags are ranked."""
    frame = pd.DataFrame([(category, label) for category, label in rows], columns=["category", "label"], dtype="str")
    frame["tag"] = frame["label"].str.casefold()
    frame["articles"] = pd.Series([n for n, _ in rows.values()], dtype="int64")
    frame["hope"] = pd.Series([hope for _, hope in rows.values()], dtype="float64")
    frame["difference"] = (frame["articles"] - frame["hope"]).where(frame["hope"] >= 3)
    frame["residual"] = frame["difference"] / frame["hope"] ** 0.5
    frame["reason"] = pd.Series(["zo" if cell in hidden else None for cell in rows], dtype="str")
    for name, ranked in (("tag", "label"), ("category", "category")):
        frame[f"{name}_rank"] = pd.factorize(frame[ranked])[0] + 1
    return frame.assign(categories=frame["category"].nunique() + 5, tags=frame["tag"].nunique())


def rising(rows: Mapping[str, tuple[int, int]], n: int = 100, before_n: int = 90) -> pd.DataFrame:
    """{label: (articles, before)}: every tag moved, by the sign of its difference."""
    frame = tags({label: (now, before) for label, (now, before) in rows.items()}, n, before_n)
    frame["before_share"] = frame["before"] / before_n
    frame["change"] = frame["share"] - frame["before_share"]
    frame["z"] = frame["change"] * 30
    frame["state"] = ["rising" if change > 0 else "falling" for change in frame["change"]]
    return frame.sort_values("z", ascending=False, ignore_index=True)


def tag_pairs(tags: Mapping[str, int], both: Mapping[tuple[str, str], int], n: int = 100) -> pd.DataFrame:
    """{label: articles}, and how many have two of them."""
    ranks = {label: rank for rank, label in enumerate(tags, start=1)}
    rows = [
        {
            "tag": f"{ranks[one]} {one}",
            "label": one,
            "rank": ranks[one],
            "tag_articles": tags[one],
            "other_tag": f"{ranks[other]} {other}",
            "other_label": other,
            "other_rank": ranks[other],
            "other_articles": tags[other],
            "articles": (k := both.get((one, other), 0)),
            "n": n,
            "lift": k * n / (tags[one] * tags[other]) if k >= 3 else float("nan"),
        }
        for one, other in combinations(tags, 2)
    ]
    return pd.DataFrame(rows, columns=["tag", "label", "rank", "tag_articles", "other_tag", "other_label", *_OF_A_PAIR])


_OF_A_PAIR = ("other_rank", "other_articles", "articles", "n", "lift")


def evenness(counts: Sequence[int], k: int = 5, effective: float = 3.5, with_none: bool = False) -> pd.DataFrame:
    """Months with so many articles, each spread over `effective` of `k` parts."""
    frame = buckets(date(2025, 3, 1), counts, "month").rename(columns={"articles": "n"}).drop(columns="complete")
    frame["k"], frame["with_none"] = k, with_none
    frame["effective"] = pd.Series([effective if n else float("nan") for n in counts], dtype="float64")
    frame["evenness"] = [math.log(value) / math.log(k) if k > 1 else float("nan") for value in frame["effective"]]
    frame["hhi"] = 1 / frame["effective"]
    frame["all_n"], frame["all_effective"] = sum(counts), effective
    return frame
