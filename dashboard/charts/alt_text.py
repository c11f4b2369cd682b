"""What a chart says to who cannot see it: one or two sentences with its main numbers."""

from collections.abc import Iterable

import pandas as pd
from babel.lists import format_list

from dashboard.charts.buckets import bucket_name, day_of
from dashboard.words import Words

_NAMED = 5  # of a ranking; the rest is counted


def volume_alt(frame: pd.DataFrame, words: Words, granularity: str) -> str:
    if frame.empty:
        return words("chart.nothing")
    name = [
        bucket_name(day_of(a), day_of(b), granularity, words)
        for a, b in zip(frame["bucket"], frame["bucket_end"], strict=True)
    ]
    counts = [int(n) for n in frame["articles"]]
    high, low = counts.index(max(counts)), counts.index(min(counts))
    return words(
        "chart.alt.volume",
        unit=words(f"chart.volume.unit_{granularity}"),
        total=sum(counts),
        first=name[0],
        last=name[-1],
        high=name[high],
        high_n=counts[high],
        low=name[low],
        low_n=counts[low],
        latest_n=counts[-1],
    )


def volume_by_alt(frame: pd.DataFrame, words: Words, granularity: str, split: str) -> str:
    unit = words(f"chart.volume.unit_{granularity}")
    return words("chart.alt.volume_by", unit=unit, ranking=_totals(frame, "category", words, split))


def share_over_time_alt(frame: pd.DataFrame, words: Words, granularity: str, split: str) -> str:
    unit = words(f"chart.volume.unit_{granularity}")
    return words("chart.alt.share_over_time", unit=unit, ranking=_totals(frame, "category", words, split))


def tag_bars_alt(frame: pd.DataFrame, words: Words) -> str:
    pairs = [
        (label, words.number(n) if pd.isna(before) else words("chart.alt.before", n=int(n), before=int(before)))
        for label, n, before in zip(frame["label"], frame["articles"], frame["before"], strict=True)
    ]
    return words("chart.alt.tag_bars", tags=len(frame), ranking=ranking(pairs, words))


def quiet_tags_alt(frame: pd.DataFrame, words: Words) -> str:
    rows = zip(frame["label"], frame["mean_gap"], frame["silence"], strict=True)
    pairs = [(label, words("chart.quiet_tags.count", gap=words.number(gap, 0), n=int(n))) for label, gap, n in rows]
    return words("chart.alt.quiet_tags", ranking=ranking(pairs, words))


def tag_trend_alt(frame: pd.DataFrame, words: Words, granularity: str) -> str:
    unit = words(f"chart.volume.unit_{granularity}")
    return words("chart.alt.tag_trend", unit=unit, ranking=_totals(frame, "label", words, "tag"))


def balance_alt(frame: pd.DataFrame, words: Words) -> str:
    if frame.empty:
        return words("chart.nothing")
    top = frame.sort_values(["articles", "section", "audience"], ascending=[False, True, True]).iloc[0]
    return words(
        "chart.alt.balance",
        total=int(frame["articles"].sum()),
        cells=len(frame),
        empty=int((frame["articles"] == 0).sum()),
        section=top["section"] or words("chart.none.section"),
        audience=top["audience"] or words("chart.none.audience"),
        most=int(top["articles"]),
    )


def shares_alt(frame: pd.DataFrame, words: Words, split: str) -> str:
    return words("chart.alt.shares", ranking=_parts(frame, "articles", words, split))


def draft_share_alt(frame: pd.DataFrame, words: Words, by: str) -> str:
    return words("chart.alt.draft_share", ranking=_parts(frame, "drafts", words, by))


def draft_ages_alt(frame: pd.DataFrame, words: Words) -> str:
    ages = frame["age_days"].dropna()
    old, older = int((ages > 30).sum()), int((ages > 90).sum())
    return words("chart.alt.draft_ages", known=len(ages), unknown=len(frame) - len(ages), old=old, older=older)


def ranking(pairs: Iterable[tuple[str, str]], words: Words) -> str:
    """groei 69, geld 43, werk 39 and 2 others."""
    parts = [f"{name} {value}" for name, value in pairs]
    return listed(parts, words, _NAMED)


def listed(parts: list[str], words: Words, most: int) -> str:
    """a, b and c, as the language writes it; past `most` the rest is counted."""
    if len(parts) > most:
        parts = [*parts[: most - 1], words("chart.others", n=len(parts) - most + 1)]
    return str(format_list(parts, locale=words.locale)) if parts else words("chart.nothing")


def _totals(frame: pd.DataFrame, field: str, words: Words, split: str) -> str:
    totals = frame.groupby(field)["articles"].sum()
    order = sorted(totals.index, key=lambda name: (-int(totals[name]), name))
    return ranking(((name or words(f"chart.none.{split}"), words.number(int(totals[name]))) for name in order), words)


def _parts(frame: pd.DataFrame, count: str, words: Words, split: str) -> str:
    rows = frame.sort_values([count, "category"], ascending=[False, True])
    return ranking(
        (
            (called(category, words, split), words("chart.k_of_n", k=int(k), n=int(n)))
            for category, k, n in zip(rows["category"], rows[count], rows["n"], strict=True)
        ),
        words,
    )


def called(category: str, words: Words, split: str) -> str:
    """A category of a frame in words: '' is none of its kind, 2026-03 a month."""
    if category and split == "month":
        month = pd.Period(category, freq="M")
        return bucket_name(month.start_time.date(), month.end_time.date(), "month", words)
    return category or words(f"chart.none.{split}")
