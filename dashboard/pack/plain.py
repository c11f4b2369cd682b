"""What paper and slides share before they lay anything out."""

import re
from dataclasses import fields, is_dataclass, replace
from importlib.util import find_spec
from typing import Any, TypeVar, cast

from dashboard.errors import DashboardError
from dashboard.pack.document import Decision, Pack, Table
from dashboard.words import Words

# What neither XML nor a typesetter takes: control characters, halves of a pair, and what is no character at all.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
T = TypeVar("T")


def require(*modules: str) -> None:
    """Raises DashboardError where the extra `pack` is not installed."""
    if not all(map(find_spec, modules)):
        raise DashboardError("pack_extra_missing")


def plain(value: T) -> T:
    """The same text, or the same dataclass with its texts, without the characters that no file format takes."""
    made: Any = value
    if isinstance(value, str):
        made = _NO_TEXT.sub("", value)
    elif isinstance(value, tuple):
        made = tuple(map(plain, value))
    elif is_dataclass(value) and not isinstance(value, type):
        made = replace(value, **{field.name: plain(getattr(value, field.name)) for field in fields(value)})
    return cast("T", made)


def decided(pack: Pack) -> Table:
    """What this meeting decided; which figure it is to move, where any of it is tied to one."""
    words, names = pack.words, dict(pack.moves)
    columns = [words("pack.decision"), words("pack.owner"), words("pack.due")]
    rows = [[one.text, one.owner, due(one, words)] for one in pack.decisions]
    if any(one.figure for one in pack.decisions):
        columns.append(words("pack.to_move"))
        for row, one in zip(rows, pack.decisions, strict=True):
            row.append(names.get(one.figure, one.figure))
    return Table(tuple(columns), tuple(map(tuple, rows)), (False,) * len(columns))


def promised(decision: Decision, words: Words) -> str:
    """Who does it and when: `Noor · 1 apr 2026`."""
    return " · ".join(filter(None, (decision.owner, due(decision, words))))


def due(decision: Decision, words: Words) -> str:
    return words.day(decision.due) if decision.due else ""
