"""What a figure says in one line: DataFrame -> Finding. Every number in it can be worked out again from the same frame.

Shares of fewer than ten make no sentence, unfinished buckets enter no mean or trend, and equals are named together.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
from babel.dates import get_day_names

from dashboard.charts.alt_text import called, listed, places
from dashboard.charts.buckets import bucket_name, day_of, days
from dashboard.charts.drafts import BANDS
from dashboard.charts.rows import FEW, NOTICEABLE
from dashboard.words import Sentence, Words

_DEVIANT = 2.0  # a Pearson residual from here on is more than chance
_NAMED = 3  # equals that are named; the rest is counted


@dataclass(frozen=True)
class Finding:
    """A sentence's key in the words, and what goes into it: text, numbers and days."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


def volume(frame: pd.DataFrame, words: Words, granularity: str) -> Finding:
    """The mean of the complete buckets, and the longest silence in them (query `volume`)."""
    done = frame[frame["complete"].astype(bool)]
    total, counts = int(frame["articles"].sum()), [int(n) for n in done["articles"]]
    if total < FEW:
        return _few(total)
    if len(counts) < 2:
        return _unfinished(len(counts))
    mean = Sentence("finding.volume.mean", {"n": round(sum(counts) / len(counts), 1)})
    if not mean.values["n"]:
        return Finding(f"finding.volume.sparse_{granularity}", {"total": sum(counts), "n": len(counts)})
    without = counts.count(0)
    if not without:
        return Finding(f"finding.volume.steady_{granularity}", {"mean": mean})
    runs = _silences(counts)
    longest = max(end - start for start, end in runs)
    longest_runs = [(start, end) for start, end in runs if end - start == longest]
    if longest >= 2 and len(longest_runs) == 1:
        start, end = longest_runs[0]
        silence = days(day_of(done["bucket"].iloc[start]), day_of(done["bucket_end"].iloc[end - 1]), words)
        return Finding(f"finding.volume.silence_{granularity}", {"mean": mean, "n": longest, "days": silence})
    return Finding(f"finding.volume.without_{granularity}", {"mean": mean, "n": without})


def volume_by(frame: pd.DataFrame, words: Words, split: str) -> Finding:
    """The largest section, tag, author, … of the period (query `volume_by`), of all its articles."""
    totals = frame.groupby("label")["articles"].sum()
    if split == "status" and totals.get("draft", 0) and totals.sum() >= FEW:
        share = words.percent(totals["draft"] / totals.sum())
        return Finding(
            "finding.volume_drafts", {"n": int(totals["draft"]), "total": int(totals.sum()), "percent": share}
        )
    n = int(frame.drop_duplicates("bucket")["total"].sum())
    return _largest({str(name): int(k) for name, k in totals.items()}, n, words, split)


def calendar(frame: pd.DataFrame, words: Words, begin: date | None = None) -> Finding:
    """On how many days something came out, and the busiest day of the week (query `volume` by day).

    begin: where the frame begins, when the period begins before it.
    """
    total, n = int(frame["articles"].sum()), int((frame["articles"] > 0).sum())
    if total < FEW:
        return _few(total)
    weekdays = frame.groupby(pd.to_datetime(frame["bucket"]).dt.day_of_week)["articles"].sum()
    most = int(weekdays.max())
    names: Any = get_day_names("wide", context="stand-alone", locale=words.locale)
    busiest = listed([names[day] for day in sorted(weekdays.index[weekdays == most])], words, 7)
    days_in_all = Sentence("finding.days_since", {"n": len(frame), "day": begin}) if begin else None
    values = {
        "n": n,
        "days": days_in_all or Sentence("unit.days", {"n": len(frame)}),
        "what": busiest,
        "k": most,
        "total": total,
    }
    return Finding("finding.calendar_one" if (weekdays == most).sum() == 1 else "finding.calendar_several", values)


def gaps(frame: pd.DataFrame, words: Words) -> Finding:
    """The longest silence, when it was, and what is usual (query `gaps`)."""
    if frame.empty:
        return Finding("finding.gaps.none")
    most = int(frame["days"].max())
    longest = frame[frame["days"] == most]
    if len(longest) > 1:
        return Finding("finding.gaps.several", {"n": len(longest), "days": most})
    row = longest.iloc[0]
    if row["running"]:
        return Finding("finding.gaps.running", {"n": most, "day": day_of(row["gap_from"])})
    return Finding("finding.gaps.one", {"n": most, "days": days(day_of(row["gap_from"]), day_of(row["gap_to"]), words)})


def hours(frame: pd.DataFrame, words: Words) -> Finding:
    """The busiest hour of those that are known (query `hours`)."""
    timed, n = int(frame["with_time"].iloc[0]), int(frame["n"].iloc[0])
    if not timed:
        return Finding("finding.hours.none", {"n": n})
    if timed < FEW:
        return _few(timed)
    by_hour = frame.groupby("hour")["articles"].sum()
    most = int(by_hour.max())
    spans = [words("chart.hours.span", hour=int(hour), next=int(hour) + 1) for hour in by_hour.index[by_hour == most]]
    values = {"what": listed(spans, words, _NAMED), "k": most, "n": timed, "percent": words.percent(most / timed)}
    return Finding("finding.hours.one" if len(spans) == 1 else "finding.hours.several", values)


def share_over_time(frame: pd.DataFrame, words: Words, split: str) -> Finding:
    """The share that moved most between the first and the second half of the complete buckets (query `volume_by`)."""
    done = frame[frame["complete"].astype(bool)]
    buckets = sorted(done["bucket"].unique())
    half = len(buckets) // 2
    total = int(frame["articles"].sum())
    if total < FEW:
        return _few(total)
    if not half:
        return _unfinished(len(buckets))
    early, late = (done[done["bucket"].isin(part)] for part in (buckets[:half], buckets[len(buckets) - half :]))
    n_early, n_late = int(early["articles"].sum()), int(late["articles"].sum())
    if min(n_early, n_late) < FEW:
        return _few(min(n_early, n_late))
    before, after = early.groupby("category")["articles"].sum(), late.groupby("category")["articles"].sum()
    names = sorted(before.index)
    shares = {str(name): (int(before[name]) / n_early, int(after[name]) / n_late) for name in names}
    points = {name: round(100 * (second - first)) for name, (first, second) in shares.items()}
    most = max(abs(move) for move in points.values())
    if most == 0:
        return Finding("finding.share_over_time.still")
    movers = [name for name, move in points.items() if abs(move) == most]
    if len(movers) > 1:
        return Finding("finding.share_over_time.several", {"what": _names(movers, words, split), "n": most})
    first, second = shares[movers[0]]
    values = {"what": _names(movers, words, split), "before": words.percent(first), "after": words.percent(second)}
    return Finding(f"finding.share_over_time.{'up' if second > first else 'down'}", values)


def tag_bars(frame: pd.DataFrame, words: Words) -> Finding:
    """The tag that rose most, else the one that fell most; without a comparison the commonest (query `tags`)."""
    n = 0 if frame.empty else int(frame["n"].iloc[0])
    if n < FEW:
        return _few(n)
    compared = frame[frame["before"].notna() & (frame["before_n"].fillna(0) >= FEW)]
    if compared.empty:
        most = int(frame["articles"].max())
        leaders = list(frame.loc[frame["articles"] == most, "label"])
        return _one_or_several("tag_bars.commonest", leaders, words, {"n": most, "total": n})
    change = compared["articles"].astype(int) - compared["before"].astype(int)
    for direction, extreme in (("rise", int(change.max())), ("fall", int(change.min()))):
        if extreme >= NOTICEABLE if direction == "rise" else extreme <= -NOTICEABLE:
            movers = compared[change == extreme]
            values = {
                "n": int(movers["articles"].iloc[0]),
                "before": int(movers["before"].iloc[0]),
                "change": abs(extreme),
            }
            return _one_or_several(f"tag_bars.{direction}", list(movers["label"]), words, values)
    return Finding("finding.tag_bars.still", {"most": NOTICEABLE - 1})


def quiet_tags(frame: pd.DataFrame, words: Words) -> Finding:
    """The quietest tag, when one is quiet (query `quiet_tags`)."""
    if frame.empty:
        return Finding("finding.quiet_tags.unknown")
    quiet = frame[frame["state"] == "quiet"]
    if quiet.empty:
        return Finding("finding.quiet_tags.none")
    first = quiet.iloc[0]
    values = {
        "what": _quoted([first["label"]], words),
        "gap": Sentence("chart.every", {"n": round(float(first["mean_gap"]))}),
        "n": int(first["silence"]),
    }
    return Finding("finding.quiet_tags.one", values)


def rising(frame: pd.DataFrame, words: Words) -> Finding:
    """The tag that rose or fell most beyond chance (query `rising`, all rows)."""
    if frame.empty:
        return Finding("finding.rising.no_comparison")
    fewest = int(min(frame["n"].iloc[0], frame["before_n"].iloc[0]))
    if fewest < FEW:
        return _few(fewest)
    moved = frame[frame["state"] != "usual"]
    if moved.empty:
        return Finding("finding.rising.still")
    most = moved[moved["z"].abs() == moved["z"].abs().max()].iloc[0]
    values = {
        "what": _quoted([most["label"]], words),
        "before": words.percent(most["before_share"]),
        "now": words.percent(most["share"]),
    }
    return Finding(f"finding.rising.{most['state']}", values)


def tag_pairs(frame: pd.DataFrame) -> Finding:
    """The two that go together most often beyond chance, in three articles or more (query `tag_pairs`)."""
    n = 0 if frame.empty else int(frame["n"].iloc[0])
    if n < FEW:
        return _few(n)
    known = frame[frame["lift"] > 1]
    if known.empty:
        return Finding("finding.tag_pairs.none", {"least": NOTICEABLE})
    pair = known.sort_values(["lift", "articles", "rank", "other_rank"], ascending=[False, False, True, True]).iloc[0]
    values = {
        "one": f"‘{pair['label']}’",
        "other": f"‘{pair['other_label']}’",
        "k": int(pair["articles"]),
        "lift": float(pair["lift"]),
    }
    return Finding("finding.tag_pairs.most", values)


def tag_trend(frame: pd.DataFrame, words: Words, granularity: str) -> Finding:
    """The highest peak of the tags drawn, complete buckets only (query `tag_trend`)."""
    done = frame[frame["complete"].astype(bool)]
    total = int(frame["articles"].sum())
    if total < FEW:
        return _few(total)
    if done.empty:
        return _unfinished(0)
    most = int(done["articles"].max())
    peaks = done[done["articles"] == most]
    if len(peaks) == 1:
        peak = peaks.iloc[0]
        when = bucket_name(day_of(peak["bucket"]), day_of(peak["bucket_end"]), granularity, words)
        return Finding("finding.tag_trend.peak", {"what": _quoted([peak["label"]], words), "when": when, "n": most})
    totals = frame.groupby(["tag", "label"])["articles"].sum().reset_index()
    highest = int(totals["articles"].max())
    leaders = list(totals.loc[totals["articles"] == highest, "label"])
    return _one_or_several("tag_trend.leader", leaders, words, {"n": highest})


def balance(frame: pd.DataFrame, words: Words) -> Finding:
    """An audience that gets nothing at all, or nothing where three or more were expected; else the largest audience.

    Expected: section total × audience total / total, as if the two had nothing to do with each other (query `balance`).
    """
    total = int(frame["articles"].sum())
    if total < FEW:
        return _few(total)
    audiences = {str(name): int(n) for name, n in frame.groupby("audience")["articles"].sum().items()}
    nothing = sorted(name for name, n in audiences.items() if name and n == 0)
    if nothing:
        return _one_or_several("balance.nothing", nothing, words, {})
    expected = frame["section_total"] * frame["audience_total"] / total
    gaps = frame[
        (frame["articles"] == 0) & (expected >= NOTICEABLE) & (frame["section"] != "") & (frame["audience"] != "")
    ]
    if len(gaps):
        counts = gaps.groupby("audience")["section"].size()
        worst = sorted(counts[counts == counts.max()].index)
        if len(worst) > 1:
            return Finding("finding.balance.cells", {"n": len(gaps), "least": NOTICEABLE})
        sections = sorted(gaps.loc[gaps["audience"] == worst[0], "section"])
        return Finding("finding.balance.gap", {"what": worst[0], "where": _names(sections, words, "section")})
    if set(audiences) == {""}:
        sections_only = {str(name): int(n) for name, n in frame.groupby("section")["articles"].sum().items()}
        return _largest(sections_only, total, words, "section")
    return _largest(audiences, total, words, "audience")


def balance_residual(frame: pd.DataFrame, words: Words) -> Finding:
    """The cell furthest from what was to be expected, of those where that is three or more (query `balance`)."""
    total = int(frame["articles"].sum())
    if total < FEW:
        return _few(total)
    known = frame[frame["expected"] >= NOTICEABLE]
    far = known[known["residual"].abs() >= _DEVIANT]
    if far.empty:
        return Finding("finding.balance.as_expected")
    cell = far[far["residual"].abs() == far["residual"].abs().max()].iloc[0]
    values = {
        "section": called(cell["section"], words, "section"),
        "audience": called(cell["audience"], words, "audience"),
        "n": int(cell["articles"]),
        "expected": float(cell["expected"]),
    }
    return Finding(f"finding.balance.{'more' if cell['residual'] > 0 else 'fewer'}", values)


def gap_cells(frame: pd.DataFrame, words: Words, against: str, short: str) -> Finding:
    """The place that falls furthest short of what was expected or planned (query `gap_cells`, ranked by `short`)."""
    if frame.empty:
        return Finding(f"finding.gap_cells.none_{against}")
    most = frame[short].round(1).max()
    worst = frame[frame[short].round(1) == most]
    names = places(worst)
    if len(worst) > 1:
        values = {"what": listed(names, words, _NAMED), "short": float(most)}
        return Finding(f"finding.gap_cells.several_{against}", values)
    values = {"what": names[0], "n": int(worst["articles"].iloc[0]), "hope": float(worst[against].iloc[0])}
    return Finding(f"finding.gap_cells.one_{against}", values)


def to_move(frame: pd.DataFrame, words: Words, split: str, targets: Mapping[str, float]) -> Finding | None:
    """How many articles would have to change places to be on plan, and how many more the furthest behind needs.

    N · ½ Σ |p - t| (metrics.md, Against target). What the plan does not name shares what the plan leaves (query
    `shares`). None without a plan, with one that asks for more than there is, or for fewer than ten articles.
    """
    counts = {str(name): int(k) for name, k in zip(frame["category"], frame["articles"], strict=True)}
    n, left = sum(counts.values()), 1 - sum(targets.values())
    if not targets or n < FEW or left < -0.005:
        return None
    gaps = {name: target * n - counts.get(name, 0) for name, target in sorted(targets.items())}
    rest = max(left, 0) * n - sum(k for name, k in counts.items() if name not in targets)
    move = round((sum(map(abs, gaps.values())) + abs(rest)) / 2)
    if not move:
        return Finding("finding.to_move.none", {"total": n})
    behind = max(gaps, key=lambda name: gaps[name])
    values: dict[str, Any] = {"n": move, "total": n}
    if gaps[behind] <= 0 or targets[behind] >= 1:
        return Finding("finding.to_move.only", values)
    more = math.ceil(round(gaps[behind] / (1 - targets[behind]), 6))  # if nothing else came out meanwhile
    return Finding("finding.to_move.most", values | {"what": called(behind, words, split), "more": more})


def evenness(frame: pd.DataFrame, split: str) -> Finding:
    """As how many of one size it feels, over all the months together (query `evenness`)."""
    n = 0 if frame.empty else int(frame["all_n"].iloc[0])
    if n < FEW:
        return _few(n)
    row = frame.iloc[0]
    if int(row["k"]) < 2:
        return Finding(f"finding.evenness.only_{split}", {"n": n})
    values = {"effective": float(row["all_effective"]), "n": int(row["k"]), "months": len(frame)}
    return Finding(f"finding.evenness.{split}{'_or_none' if row['with_none'] else ''}", values)


def shares(frame: pd.DataFrame, words: Words, split: str, targets: Mapping[str, float] | None = None) -> Finding:
    """How far under and over plan, in points; without a plan the largest (query `shares`)."""
    counts = {str(name): int(k) for name, k in zip(frame["category"], frame["articles"], strict=True)}
    n = sum(counts.values())
    if n < FEW:
        return _few(n)
    if not targets:
        return _largest(counts, n, words, split)
    points = {name: round(100 * (counts.get(name, 0) / n - target)) for name, target in sorted(targets.items())}
    low, high = min(points.values()), max(points.values())
    under = _names([name for name, gap in points.items() if gap == low], words, split)
    over = _names([name for name, gap in points.items() if gap == high], words, split)
    if low >= 0 and high <= 0:
        return Finding("finding.shares.on_plan")
    if high <= 0:
        return Finding("finding.shares.under", {"under": under, "n": -low})
    if low >= 0:
        return Finding("finding.shares.over", {"over": over, "n": high})
    return Finding("finding.shares.both", {"under": under, "n": -low, "over": over, "above": high})


def draft_share(frame: pd.DataFrame, words: Words, by: str) -> Finding:
    """Drafts of drafts and published, and where their share is largest among those with ten or more (`draft_share`)."""
    drafts, n = int(frame["drafts"].sum()), int(frame["n"].sum())
    if n < FEW:
        return _few(n)
    values: dict[str, Any] = {"n": drafts, "total": n, "percent": words.percent(drafts / n)}
    known = frame[(frame["n"] >= FEW) & (frame["drafts"] > 0)]
    if by == "all" or known.empty or len(frame) < 2:
        return Finding("finding.draft_share.all", values)
    share = known["drafts"] / known["n"]
    leaders = known[share == share.max()].sort_values("category")
    values["what"] = _names(list(leaders["category"]), words, by)
    if len(leaders) > 1:
        return Finding("finding.draft_share.several", values | {"most": words.percent(float(share.max()))})
    row = leaders.iloc[0]
    return Finding("finding.draft_share.one", values | {"k": int(row["drafts"]), "of": int(row["n"])})


def draft_share_tags(frame: pd.DataFrame, labels: Mapping[str, str]) -> Finding:
    """The tag that is most often still draft, of those with ten articles or more (query `draft_share` by tag)."""
    known = frame[(frame["n"] >= FEW) & (frame["drafts"] > 0) & (frame["category"] != "")]
    if known.empty:
        return Finding("finding.draft_share_tags.none", {"n": FEW})
    share = known["drafts"] / known["n"]
    leaders = known[share == share.max()].sort_values("category")
    row = leaders.iloc[0]
    if len(leaders) > 1:
        return Finding("finding.draft_share_tags.several", {"what": len(leaders), "share": float(100 * share.max())})
    values = {"what": labels.get(row["category"], row["category"]), "k": int(row["drafts"]), "of": int(row["n"])}
    return Finding("finding.draft_share_tags.one", values)


def ahead(frame: pd.DataFrame, words: Words) -> Finding:
    """How much is scheduled, and how many weeks after the running one have nothing, else which has least (`ahead`)."""
    n = int(frame["path"].notna().sum())
    weeks = frame[frame["bucket"].notna()].drop_duplicates("bucket").iloc[1:]
    empty = int((weeks["articles"] == 0).sum())
    if not n:
        return Finding("finding.ahead.none", {"weeks": len(weeks)})
    if empty:
        return Finding("finding.ahead.empty", {"n": n, "empty": empty, "weeks": len(weeks)})
    least = weeks.sort_values(["articles", "bucket"], kind="stable").iloc[0]
    week = bucket_name(day_of(least["bucket"]), day_of(least["bucket_end"]), "week", words)
    return Finding("finding.ahead.full", {"n": n, "weeks": len(weeks), "k": int(least["articles"]), "week": week})


def draft_ages(frame: pd.DataFrame, words: Words) -> Finding:
    """How many drafts wait longer than the last band but one, or two (query `drafts`); drafts of unknown age apart."""
    ages = frame["age_days"].dropna()
    if frame.empty:
        return Finding("finding.draft_ages.none")
    if ages.empty:
        return Finding("finding.draft_ages.unknown", {"n": len(frame)})
    for _, limit in reversed(BANDS[1:-1]):
        older = int((ages > limit).sum())
        if older:
            return Finding(
                "finding.draft_ages.older", {"n": older, "total": len(ages), "limit": words("chart.days", n=limit)}
            )
    return Finding("finding.draft_ages.fresh", {"total": len(ages), "limit": words("chart.days", n=BANDS[1][1])})


def upkeep(frame: pd.DataFrame, names: Mapping[str, str]) -> Finding:
    """What is lacking most often (query `upkeep`); `names` are its codes in words."""
    first = frame.iloc[0]
    if not first["articles"]:
        return Finding("finding.upkeep.none", {"n": int(frame["of"].max())})
    most = frame[(frame["articles"] == first["articles"]) & (frame["of"] == first["of"])]
    if len(most) > 1:
        return Finding("finding.upkeep.several", {"n": int(first["articles"]), "what": len(most)})
    return Finding("finding.upkeep.one", {"what": names[first["code"]], "n": int(first["articles"]), "of": first["of"]})


def lengths(frame: pd.DataFrame, words: Words, by: str) -> Finding:
    """The longest and the shortest middle among categories of ten or more (query `lengths`)."""
    return _spread("lengths", frame, words, by)


def reading_ease(frame: pd.DataFrame, words: Words, by: str) -> Finding:
    """The easiest and the hardest middle among categories of ten or more."""
    return _spread("reading_ease", frame, words, by)


def _spread(name: str, frame: pd.DataFrame, words: Words, by: str) -> Finding:
    n = int(frame["n"].sum())
    known = frame[frame["n"] >= FEW]
    if known.empty:
        return _few(n)
    middles = known["middle"].round()
    high, low = (known[middles == extreme] for extreme in (middles.max(), middles.min()))
    values: dict[str, Any] = {"high": int(middles.max()), "low": int(middles.min())}
    if values["high"] == values["low"]:
        return Finding(f"finding.{name}.{'same' if len(known) > 1 else 'one'}", values)
    values["most"] = _names(sorted(high["category"]), words, by)
    values["least"] = _names(sorted(low["category"]), words, by)
    return Finding(f"finding.{name}.apart", values)


def _few(n: int) -> Finding:
    return Finding("finding.few", {"n": n})


def _unfinished(n: int) -> Finding:
    """There are articles, and yet too few buckets that are complete."""
    return Finding("finding.unfinished", {"n": n})


def _silences(counts: Sequence[int]) -> list[tuple[int, int]]:
    """Where runs of zeros begin and end (exclusive)."""
    runs: list[tuple[int, int]] = []
    for place, count in enumerate(counts):
        if count == 0 and place and counts[place - 1] == 0:
            runs[-1] = (runs[-1][0], place + 1)
        elif count == 0:
            runs.append((place, place + 1))
    return runs


def _largest(counts: Mapping[str, int], n: int, words: Words, split: str) -> Finding:
    if n < FEW:
        return _few(n)
    most = max(counts.values())
    leaders = sorted((name for name, count in counts.items() if count == most), key=lambda name: (name == "", name))
    values = {"what": _names(leaders, words, split), "k": most, "n": n, "percent": words.percent(most / n)}
    if most == n:
        return Finding("finding.largest.only", values)
    return Finding("finding.largest.several" if len(leaders) > 1 else "finding.largest.one", values)


def _one_or_several(key: str, labels: Sequence[str], words: Words, values: Mapping[str, Any]) -> Finding:
    quoted = labels if key.startswith("balance") else [f"‘{label}’" for label in labels]
    form = "one" if len(labels) == 1 else "several"
    return Finding(f"finding.{key}_{form}", {"what": listed(list(quoted), words, _NAMED), **values})


def _quoted(labels: Sequence[str], words: Words) -> str:
    return listed([f"‘{label}’" for label in labels], words, _NAMED)


def _names(categories: Sequence[str], words: Words, split: str) -> str:
    return listed([called(name, words, split) for name in categories], words, _NAMED)
