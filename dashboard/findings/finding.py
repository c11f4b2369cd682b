"""One line about a figure: a sentence and what goes into it, and what many findings share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.charts.alt_text import called, listed
from dashboard.charts.rows import FEW
from dashboard.words import Words, isolated

NAMED = 3  # equals that are named; the rest is counted


@dataclass(frozen=True)
class Finding:
    """A sentence's key in the words, and what goes into it: text, numbers and days."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


def few(n: int) -> Finding:
    """Of all that the page is about; what counts only some of it has a sentence of its own in `finding.few`."""
    return Finding("finding.few", {"n": n})


def few_before(n: int) -> Finding:
    return Finding("finding.few.before", {"n": n})


def unfinished(n: int) -> Finding:
    """There are articles, and yet too few buckets that are complete."""
    return Finding("finding.unfinished", {"n": n})


def largest(counts: Mapping[str, int], n: int, words: Words, split: str) -> Finding:
    if n < FEW:
        return few(n)
    most = max(counts.values())
    leaders = sorted((name for name, count in counts.items() if count == most), key=lambda name: (name == "", name))
    values = {"what": names_of(leaders, words, split), "k": most, "n": n, "percent": words.percent(most / n)}
    if most == n:
        return Finding("finding.largest.only", values)
    return Finding("finding.largest.several" if len(leaders) > 1 else "finding.largest.one", values)


def one_or_several(key: str, labels: Sequence[str], words: Words, values: Mapping[str, Any]) -> Finding:
    quoted = labels if key.startswith("balance") else [in_quotes(label) for label in labels]
    form = "one" if len(labels) == 1 else "several"
    return Finding(f"finding.{key}_{form}", {"what": listed(list(quoted), words, NAMED), **values})


def quoted(labels: Sequence[str], words: Words) -> str:
    return listed([in_quotes(label) for label in labels], words, NAMED)


def in_quotes(label: str) -> str:
    """Of a label that is written from right to left, each quote stays on its own side."""
    return f"‘{isolated(label)}’"


def names_of(categories: Sequence[str], words: Words, split: str) -> str:
    return listed([called(name, words, split) for name in categories], words, NAMED)
