"""What the figures about upkeep, length and reading ease say."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.charts.rows import FEW
from dashboard.findings.finding import Finding, names_of
from dashboard.words import Sentence, Words, counted

_ALIKE = 0.9  # of the longest: lengths as near as this are no news


def upkeep(frame: pd.DataFrame, names: Mapping[str, str]) -> Finding:
    """What is lacking most often (query `upkeep`); `names` are its codes in words.

    Where nothing is, also at how many of the points there was anything to look at.
    """
    first = frame.iloc[0]
    if not first["articles"]:
        seen = int((frame["of"] > 0).sum())
        if seen < len(frame):
            return Finding("finding.upkeep.none_seen", {"n": seen, "all": len(frame)})
        return Finding("finding.upkeep.none", {"n": int(frame["of"].max())})
    most = frame[(frame["articles"] == first["articles"]) & (frame["of"] == first["of"])]
    if len(most) > 1:
        return Finding("finding.upkeep.several", {"n": int(first["articles"]), "what": len(most)})
    of = counted("articles", int(first["of"]))
    return Finding("finding.upkeep.one", {"what": names[first["code"]], "n": int(first["articles"]), "of": of})


def lengths(frame: pd.DataFrame, words: Words, by: str) -> Finding:
    """The longest and the shortest middle among categories of ten or more (query `lengths`)."""
    return _spread("lengths", frame, words, by)


def reading_ease(frame: pd.DataFrame, words: Words, by: str) -> Finding:
    """The easiest and the hardest middle among categories of ten or more."""
    return _spread("reading_ease", frame, words, by)


def _spread(name: str, frame: pd.DataFrame, words: Words, by: str) -> Finding:
    n = int(frame["n"].sum())
    known = frame[frame["n"] >= FEW]
    if not n:
        return Finding(f"finding.few.{name}_none")
    if known.empty:
        return Finding(f"finding.few.{name}_{by}" if n >= FEW else f"finding.few.{name}", {"n": n})
    middles = known["middle"].round()
    high, low = (known[middles == extreme] for extreme in (middles.max(), middles.min()))
    most, least = int(middles.max()), int(middles.min())
    values: dict[str, Any]
    last = counted("words", least) if name == "lengths" else least
    if most == least:
        return Finding(f"finding.{name}.{'same' if len(known) > 1 else 'one'}", {"high": last})
    some = name == "lengths" and len(known) < len(frame)
    if name == "lengths" and least >= _ALIKE * most:
        values = {"least": least, "high": counted("words", most)}
        return Finding(f"finding.lengths.alike{'_among' if some else ''}", values)
    values = {"high": most, "low": last, "among": Sentence("finding.lengths.among") if some else ""}
    values["most"] = names_of(sorted(high["category"]), words, by)
    values["least"] = names_of(sorted(low["category"]), words, by)
    return Finding(f"finding.{name}.apart", values)
