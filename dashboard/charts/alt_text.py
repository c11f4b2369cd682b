"""What a chart says to who cannot see it: one or two sentences with its main numbers."""

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd
from babel.lists import format_list

from dashboard.charts.buckets import bucket_name, day_of, days
from dashboard.charts.rows import whole
from dashboard.words import Sentence, Words, counted, isolated

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
    said = words(
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
    known = frame[frame["year_before"].notna()]
    if known.empty:
        return said
    now, before = int(known["articles"].sum()), int(known["year_before"].sum())
    return f"{said} {words('chart.alt.year_before', n=len(known), now=now, before=before)}"


def volume_by_alt(frame: pd.DataFrame, words: Words, granularity: str, split: str) -> str:
    unit = words(f"chart.volume.unit_{granularity}")
    return words("chart.alt.volume_by", unit=unit, ranking=_totals(frame, "label", words, split))


def share_over_time_alt(frame: pd.DataFrame, words: Words, granularity: str, split: str) -> str:
    unit = words(f"chart.volume.unit_{granularity}")
    return words("chart.alt.share_over_time", unit=unit, ranking=_totals(frame, "category", words, split))


def tag_bars_alt(frame: pd.DataFrame, words: Words) -> str:
    pairs = [
        (label, words.number(n) if pd.isna(before) else words("chart.alt.before", n=int(n), before=int(before)))
        for label, n, before in zip(frame["label"], frame["articles"], frame["before"], strict=True)
    ]
    return words("chart.alt.tag_bars", n=len(frame), ranking=ranking(pairs, words))


def quiet_tag_count(gap: float, silence: int, words: Words) -> str:
    """every 9 days, silent for 31 days"""
    return words("chart.quiet_tags.count", gap=Sentence("chart.every", {"n": round(gap)}), n=int(silence))


def quiet_tags_alt(frame: pd.DataFrame, words: Words) -> str:
    rows = zip(frame["label"], frame["mean_gap"], frame["silence"], strict=True)
    pairs = [(label, quiet_tag_count(gap, n, words)) for label, gap, n in rows]
    return words("chart.alt.quiet_tags", ranking=ranking(pairs, words))


def tag_trend_alt(frame: pd.DataFrame, words: Words, granularity: str) -> str:
    unit = words(f"chart.volume.unit_{granularity}")
    return words("chart.alt.tag_trend", unit=unit, ranking=_totals(frame, "label", words, "tag"))


def review_volume_alt(frame: pd.DataFrame, words: Words, granularity: str, names: tuple[str, str]) -> str:
    known = frame[frame["bucket"].notna()]
    pairs = [
        (
            bucket_name(day_of(first), day_of(last), granularity, words),
            words.number(n) if pd.isna(before) else words("chart.alt.before", n=int(n), before=int(before)),
        )
        for first, last, n, before in zip(
            known["bucket"], known["bucket_end"], known["articles"], known["before"], strict=True
        )
    ]
    return words("chart.alt.review_volume", now=names[0], before=names[1], ranking=ranking(pairs, words))


def review_shares_alt(frame: pd.DataFrame, words: Words, by: str) -> str:
    shares = zip(frame["category"], frame["before_share"], frame["share"], strict=True)
    pairs = [
        (called(name, words, by), words("chart.alt.from_to", before=words.percent(before), now=words.percent(now)))
        for name, before, now in shares
        if pd.notna(before) and pd.notna(now)
    ]
    return words("chart.alt.rising", ranking=ranking(pairs, words))


def rising_alt(frame: pd.DataFrame, words: Words) -> str:
    shares = zip(frame["label"], frame["before_share"], frame["share"], strict=True)
    pairs = [
        (name, words("chart.alt.from_to", before=words.percent(before), now=words.percent(now)))
        for name, before, now in shares
    ]
    return words("chart.alt.rising", ranking=ranking(pairs, words))


def tag_pairs_alt(frame: pd.DataFrame, words: Words) -> str:
    order = frame.sort_values(["articles", "rank", "other_rank"], ascending=[False, True, True])
    pairs = [
        (f"{one} + {other}", words.number(int(n)))
        for one, other, n in zip(order["label"], order["other_label"], order["articles"], strict=True)
    ]
    return words("chart.alt.tag_pairs", n=len(frame), ranking=ranking(pairs, words))


def evenness_alt(frame: pd.DataFrame, words: Words, split: str) -> str:
    known = frame[frame["effective"].notna()]
    low, high = known["effective"].min(), known["effective"].max()
    values = {
        "months": counted("months", len(known)),
        "low": float(low),
        "high": float(high),
        "n": int(frame["k"].iloc[0]),
    }
    return words("chart.alt.evenness", unit=words(f"chart.evenness.unit_{split}"), **values)


def balance_alt(frame: pd.DataFrame, words: Words, show: str = "count") -> str:
    if frame.empty:
        return words("chart.nothing")
    top = frame.sort_values(["articles", "section", "audience"], ascending=[False, True, True]).iloc[0]
    return words(
        "chart.alt.balance",
        show=words(f"balance.show.{show}"),
        total=counted("articles", int(frame["articles"].sum())),
        n=len(frame),
        empty=int((frame["articles"] == 0).sum()),
        section=top["section"] or words("chart.none.section"),
        audience=top["audience"] or words("chart.none.audience"),
        most=int(top["articles"]),
    )


def shares_alt(frame: pd.DataFrame, words: Words, split: str) -> str:
    return words("chart.alt.shares", ranking=_parts(frame, "articles", words, split))


def draft_share_alt(frame: pd.DataFrame, words: Words, by: str, labels: Mapping[str, str]) -> str:
    named = frame.assign(category=[labels.get(category, category) for category in frame["category"]])
    return words("chart.alt.draft_share", ranking=_parts(named, "drafts", words, by))


def ahead_alt(frame: pd.DataFrame, words: Words) -> str:
    weeks = frame[frame["bucket"].notna()].drop_duplicates("bucket")
    pairs = [
        (bucket_name(day_of(first), day_of(last), "week", words), words.number(int(n)))
        for first, last, n in zip(weeks["bucket"], weeks["bucket_end"], weeks["articles"], strict=True)
        if n
    ]
    empty = int((weeks["articles"] == 0).sum())
    return words("chart.alt.ahead", n=len(weeks), ranking=ranking(pairs, words), empty=empty)


def schedule_alt(frame: pd.DataFrame, words: Words, month: date) -> str:
    """Of whole weeks around a month (query `schedule`)."""
    days_of, weeks = frame.drop_duplicates("day"), frame.drop_duplicates("bucket")
    busiest = days_of[days_of["articles"] > 0].sort_values(["articles", "day"], ascending=[False, True])
    pairs = [
        (bucket_name(day_of(day), day_of(day), "day", words), words.number(int(n)))
        for day, n in zip(busiest["day"], busiest["articles"], strict=True)
    ]
    counts = frame["status"].value_counts()
    return words(
        "chart.alt.schedule",
        month=bucket_name(month, month, "month", words),
        first=day_of(frame["day"].min()),
        last=day_of(frame["day"].max()),
        published=int(counts.get("published", 0) + counts.get("expired", 0)),
        scheduled=int(counts.get("scheduled", 0)),
        drafts=counted("drafts", int(counts.get("draft", 0))),
        overdue=int(frame["overdue"].fillna(False).sum()),
        ranking=ranking(pairs, words),
        empty=int((weeks["week_state"] == "empty").sum()),
    )


def draft_ages_alt(frame: pd.DataFrame, words: Words) -> str:
    ages = frame["age_days"].dropna()
    old, older = int((ages > 30).sum()), int((ages > 90).sum())
    return words("chart.alt.draft_ages", known=len(ages), unknown=len(frame) - len(ages), old=old, older=older)


def upkeep_alt(frame: pd.DataFrame, words: Words, names: Mapping[str, str]) -> str:
    pairs = [
        (f"‘{names[code]}’", words("chart.k_of_n", k=int(k), n=int(n)))
        for code, k, n in zip(frame["code"], frame["articles"], frame["of"], strict=True)
        if n
    ]
    return words("chart.alt.upkeep", ranking=ranking(pairs, words))


def spread_alt(frame: pd.DataFrame, words: Words, by: str, name: str) -> str:
    """`name`: lengths or reading_ease."""
    middles = zip(frame["category"], frame["middle"], strict=True)
    pairs = [(called(category, words, by), words.number(middle, 0)) for category, middle in middles]
    return words(f"chart.alt.{name}", n=int(frame["n"].sum()), ranking=ranking(pairs, words))


def calendar_alt(frame: pd.DataFrame, words: Words) -> str:
    best = frame.sort_values(["articles", "bucket"], ascending=[False, False]).iloc[0]
    return words(
        "chart.alt.calendar",
        first=day_of(frame["bucket"].min()),
        last=day_of(frame["bucket"].max()),
        total=counted("articles", int(frame["articles"].sum())),
        days=int((frame["articles"] > 0).sum()),
        of=len(frame),
        most=int(best["articles"]),
        day=day_of(best["bucket"]),
    )


def gaps_alt(frame: pd.DataFrame, words: Words) -> str:
    longest = frame.sort_values(["days", "gap_to"], ascending=[False, False])
    pairs = [
        (days(day_of(a), day_of(b), words), words("chart.alt.gap", n=int(n)))
        for a, b, n in zip(longest["gap_from"], longest["gap_to"], longest["days"], strict=True)
    ]
    return words("chart.alt.gaps", n=len(frame), ranking=ranking(pairs, words))


def gap_cells_alt(frame: pd.DataFrame, words: Words, against: str) -> str:
    pairs = [
        (name, words(f"chart.gap_cells.count_{against}", n=int(n), hope=float(hope)))
        for name, n, hope in zip(places(frame), frame["articles"], frame[against], strict=True)
    ]
    return words("chart.alt.gap_cells", n=len(frame), ranking=ranking(pairs, words))


def gap_heat_alt(frame: pd.DataFrame, words: Words, by: str, against: str) -> str:
    lacking = frame[(frame["difference"] <= -1) & frame["reason"].isna()].sort_values("difference", kind="stable")
    pairs = [
        (f"{category} × {label}", words(f"chart.gap_cells.count_{against}", n=int(n), hope=float(hope)))
        for category, label, n, hope in lacking[["category", "label", "articles", "hope"]].itertuples(index=False)
    ]
    return words(
        f"chart.alt.gap_heat_{by}",
        tags=frame["tag"].nunique(),
        categories=frame["category"].nunique(),
        n=len(lacking),
        ranking=ranking(pairs, words),
    )


def plan_alt(frame: pd.DataFrame, words: Words, field: str) -> str:
    planned, others = frame[frame["target"].notna()], frame[frame["target"].isna()]
    pairs = [
        (label or words(f"chart.none.{field}"), words("chart.plan.of", k=int(k), target=whole(target)))
        for label, k, target in zip(planned["label"], planned["articles"], planned["target"], strict=True)
    ]
    return words("chart.alt.plan", ranking=ranking(pairs, words), others=len(others))


def forecast_alt(frame: pd.DataFrame, words: Words) -> str:
    first, last = frame.iloc[0], frame.iloc[-1]
    parts = [
        words(f"chart.alt.forecast_{name}", n=float(last[name]))
        for name in ("planned", "expected")
        if pd.notna(last[name])
    ]
    return " ".join(
        [
            words(
                "chart.alt.forecast",
                first=day_of(first["day"]),
                last=day_of(last["day"]),
                n=0 if frame["published"].isna().all() else int(frame["published"].max()),
            ),
            *parts,
        ]
    )


def hours_alt(frame: pd.DataFrame, words: Words) -> str:
    by_hour = frame.groupby("hour")["articles"].sum()
    order = sorted((hour for hour in by_hour.index if by_hour[hour]), key=lambda hour: (-int(by_hour[hour]), hour))
    pairs = [(words("chart.hours.span", hour=int(h), next=int(h) + 1), words.number(int(by_hour[h]))) for h in order]
    return words(
        "chart.alt.hours",
        n=int(frame["with_time"].iloc[0]),
        total=counted("articles", int(frame["n"].iloc[0])),
        ranking=ranking(pairs, words),
    )


def ranking(pairs: Iterable[tuple[str, str]], words: Words) -> str:
    """groei 69, geld 43, werk 39 and 2 others."""
    parts = [f"{name} {value}" for name, value in pairs]
    return listed(parts, words, _NAMED)


def listed(parts: list[str], words: Words, most: int) -> str:
    """a, b and c, as the language writes it; past `most` the rest is counted."""
    if len(parts) > most:
        parts = [*parts[: most - 1], words("chart.others", n=len(parts) - most + 1)]
    return str(format_list([*map(isolated, parts)], locale=words.locale)) if parts else words("chart.nothing")


def places(frame: pd.DataFrame) -> list[str]:
    """geld × STARTER × avg: what each row of `gap_cells` or `required_cells` is about."""
    parts = [part for part in ("section", "audience", "category", "label") if part in frame]
    rows, known = frame[parts].to_numpy(), frame[parts].notna().to_numpy()
    return [" × ".join(str(part) for part in row[there]) for row, there in zip(rows, known, strict=True)]


def _totals(frame: pd.DataFrame, field: str, words: Words, split: str) -> str:
    totals = frame.groupby(field)["articles"].sum()
    order = sorted(totals.index, key=lambda name: (-int(totals[name]), name))
    return ranking(((called(name, words, split), words.number(int(totals[name]))) for name in order), words)


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
    """A category of a frame in words: '' is none of its kind, 2026-03 a month, draft a status."""
    if split == "status":
        return words(f"status.{category}")
    if category and split == "month":
        month = pd.Period(category, freq="M")
        return bucket_name(month.start_time.date(), month.end_time.date(), "month", words)
    return category or words(f"chart.none.{split}")
