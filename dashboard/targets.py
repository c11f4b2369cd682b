"""What of the settings cannot be meant: shares that do not add up, names that no article has. The rest works."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from dashboard.allowed import dotted, usable_targets
from dashboard.filters import tag_of
from dashboard.settings import Settings
from dashboard.warehouse import Snapshot
from dashboard.words import Sentence

SHARES = ("section", "audience", "tag")  # what a plan gives a share
WHOLE = ("section", "audience")  # of these an article has one, so that their shares add up to one at most
_TOO_MUCH, _TOO_LITTLE = 1.005, 0.995

Targets = Mapping[str, Mapping[str, float]]


def known_names(snapshot: Snapshot) -> dict[str, list[str]]:
    """The names that articles have: sections, audiences, tags by their commonest spelling."""
    rows = snapshot.rows("options", {})[1]
    return {field: [label for of, value, label, _ in rows if of == field and value] for field in SHARES}


def mistakes(targets: Targets, settings: Settings, known: Mapping[str, Iterable[str]]) -> list[Sentence]:
    """Each with the `key` in the settings, its `value`, and what to do about it.

    known: of each field the names that articles have, of tags their labels.
    """
    found = []
    for field in WHOLE:
        total, names = sum(targets.get(field, {}).values()), set(filter(None, known.get(field, ())))
        if total > _TOO_MUCH:
            found.append(_of("sum", ("targets", field), f"{total:.6g}", total=round(100 * total, 1)))
        elif names and names <= targets.get(field, {}).keys() and total < _TOO_LITTLE:
            rest = round(100 * (1 - total), 1)
            found.append(
                _of(f"rest_{field}", ("targets", field), f"{total:.6g}", total=round(100 * total, 1), rest=rest)
            )
    keys = _keys(settings, known)
    for field in filter(targets.get, SHARES):
        seen: dict[str, str] = {}
        for name, share in targets[field].items():
            key = _key(field, name, settings)
            if key in seen:
                found.append(_of("twice", ("targets", field, name), share, name=name, other=seen[key]))
            elif (key or field == "tag") and key not in keys[field]:  # a section '' is what has none
                found.append(_of(f"unknown_{field}", ("targets", field, name), share, what=_named(name, keys[field])))
            seen[key] = name
    if len(volumes := targets.get("volume", {})) > 1:
        found.append(_of("two_volumes", ("targets", "volume", "per_month"), volumes["per_month"]))
    return found


def unknown_places(settings: Settings, known: Mapping[str, Iterable[str]]) -> list[Sentence]:
    """Of what must never be empty, the names that no article has: it would be empty for ever. As for `mistakes`."""
    keys = _keys(settings, known)
    return [
        _of(f"unknown_{field}", ("required", "cells", place, field), name, what=_named(name, keys[field]))
        for place, cell in enumerate(settings.required, 1)
        for field, name in cell.items()
        if _key(field, name, settings) not in keys[field]
    ]


def all_mistakes(settings: Settings, known: Mapping[str, Iterable[str]]) -> list[Sentence]:
    """Of the plan and of what must never be empty. As for `mistakes`."""
    return [*mistakes(settings.targets, settings, known), *unknown_places(settings, known)]


def _keys(settings: Settings, known: Mapping[str, Iterable[str]]) -> dict[str, dict[str, str]]:
    return {field: {_key(field, name, settings): name for name in known.get(field, ())} for field in SHARES}


def _key(field: str, name: str, settings: Settings) -> str:
    return tag_of(name, settings) if field == "tag" else name


def refused(targets: Targets) -> list[Sentence]:
    """What of a plan cannot be read at all, each with key, value and what is allowed."""
    return [Sentence("plan.not_allowed", error.named("targets", targets)) for error in usable_targets(targets)[1]]


def _of(kind: str, at: tuple[str | int, ...], value: object, **values: Any) -> Sentence:
    return Sentence(f"plan.mistake.{kind}", {"key": dotted(*at), "value": str(value), **values})


def _named(name: str, keys: Mapping[str, str]) -> Sentence:
    """The name, and the one that may have been meant."""
    folded = {known.casefold(): known for known in keys.values() if known}
    close = difflib.get_close_matches(name.casefold(), folded, n=1)
    if not close:
        return Sentence("plan.mistake.name", {"name": name})
    return Sentence("plan.mistake.name_close", {"name": name, "close": folded[close[0]]})
