"""What the figures about tags say."""

import pandas as pd

from dashboard.charts.buckets import bucket_name, day_of
from dashboard.charts.rows import FEW, NEWS, NOTICEABLE
from dashboard.charts.topics import movers
from dashboard.findings.finding import Finding, few, few_before, in_quotes, one_or_several, quoted, unfinished
from dashboard.words import Sentence, Words


def tag_bars(frame: pd.DataFrame, words: Words) -> Finding:
    """The tag that rose or fell most; without a comparison the commonest (query `tags`)."""
    if frame.empty:
        return Finding("finding.few.no_tag")
    n = int(frame["n"].iloc[0])
    if n < FEW:
        return few(n)
    if not (frame["before"].notna() & (frame["before_n"].fillna(0) >= FEW)).any():
        most = int(frame["articles"].max())
        leaders = list(frame.loc[frame["articles"] == most, "label"])
        return one_or_several("tag_bars.commonest", leaders, words, {"n": most, "total": n})
    moved = movers(frame)
    if moved.empty:
        return Finding("finding.tag_bars.still", {"most": NOTICEABLE - 1})
    now, before = int(moved["articles"].iloc[0]), int(moved["before"].iloc[0])
    values = {"n": now, "before": before, "change": abs(now - before)}
    return one_or_several(f"tag_bars.{'rise' if now > before else 'fall'}", list(moved["label"]), words, values)


def quiet_tags(frame: pd.DataFrame, words: Words) -> Finding:
    """The quietest tag of those that fell silent in the past year, else how many did before (query `quiet_tags`)."""
    if frame.empty:
        return Finding("finding.quiet_tags.unknown")
    quiet = frame[frame["state"] == "quiet"]
    if quiet.empty:
        return Finding("finding.quiet_tags.none")
    news = quiet[quiet["silence"] <= NEWS]
    if news.empty:
        return Finding("finding.quiet_tags.longer", {"n": len(quiet)})
    first = news.iloc[0]
    values = {
        "what": quoted([first["label"]], words),
        "gap": Sentence("chart.every", {"n": round(float(first["mean_gap"]))}),
        "n": int(first["silence"]),
    }
    return Finding("finding.quiet_tags.one", values)


def rising(frame: pd.DataFrame, words: Words) -> Finding:
    """The tag that rose or fell most beyond chance (query `rising`, all rows)."""
    if frame.empty:
        return Finding("finding.rising.no_comparison")
    n, before_n = int(frame["n"].iloc[0]), int(frame["before_n"].iloc[0])
    if min(n, before_n) < FEW:
        return few(n) if n < FEW else few_before(before_n)
    moved = frame[frame["state"] != "usual"]
    if moved.empty:
        return Finding("finding.rising.still")
    most = moved[moved["z"].abs() == moved["z"].abs().max()].iloc[0]
    values = {
        "what": quoted([most["label"]], words),
        "before": words.percent(most["before_share"]),
        "now": words.percent(most["share"]),
    }
    return Finding(f"finding.rising.{most['state']}", values)


def tag_pairs(frame: pd.DataFrame) -> Finding:
    """The two that go together most often beyond chance, in three articles or more (query `tag_pairs`)."""
    if frame.empty:
        return Finding("finding.few.no_pair")
    n = int(frame["n"].iloc[0])
    if n < FEW:
        return few(n)
    known = frame[frame["lift"] > 1]
    if known.empty:
        return Finding("finding.tag_pairs.none", {"least": NOTICEABLE})
    pair = known.sort_values(["lift", "articles", "rank", "other_rank"], ascending=[False, False, True, True]).iloc[0]
    values = {
        "one": in_quotes(pair["label"]),
        "other": in_quotes(pair["other_label"]),
        "k": int(pair["articles"]),
        "lift": float(pair["lift"]),
    }
    return Finding("finding.tag_pairs.most", values)


def tag_trend(frame: pd.DataFrame, words: Words, granularity: str) -> Finding:
    """The highest peak of the tags drawn, complete buckets only (query `tag_trend`)."""
    if frame.empty:
        return Finding("finding.few.no_tag")
    n = int(frame["n"].iloc[0])
    if n < FEW:
        return few(n)
    done = frame[frame["complete"].astype(bool)]
    if done.empty:
        return unfinished(0)
    most = int(done["articles"].max())
    peaks = done[done["articles"] == most]
    if len(peaks) == 1 and most:
        peak = peaks.iloc[0]
        when = bucket_name(day_of(peak["bucket"]), day_of(peak["bucket_end"]), granularity, words)
        return Finding("finding.tag_trend.peak", {"what": quoted([peak["label"]], words), "when": when, "n": most})
    totals = frame.groupby(["tag", "label"])["articles"].sum().reset_index()
    highest = int(totals["articles"].max())
    leaders = list(totals.loc[totals["articles"] == highest, "label"])
    return one_or_several("tag_trend.leader", leaders, words, {"n": highest})
