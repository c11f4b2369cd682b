"""Finds the value of a field in front matter, and makes it text, a list of texts, or yes or no."""

import html
import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from dashboard.loader.front_matter import FrontMatter

_NO_VALUES: tuple[object, ...] = (None, "", [], {})
_YES = frozenset(("true", "yes", "ja", "waar", "1", "on", "y", "j"))
_NO = frozenset(("false", "no", "nee", "onwaar", "0", "off", "n"))
_NAMES_IN_TABLE = ("name", "title", "naam", "label", "id", "slug")


class Found(NamedTuple):
    """A value, and where it stood."""

    key: str  # as the source writes it, with dots
    value: Any
    path: tuple[Any, ...]  # the keys as the file writes them
    line: int | None  # of the top-level key


class Values:
    """Looks values up without regard to case."""

    def __init__(self, front_matter: FrontMatter) -> None:
        self._front_matter = front_matter
        self._metadata = front_matter.metadata
        self._top = _folded(front_matter.metadata)

    def get(self, key: str) -> Found | None:
        """The value of a key, or of `table.key`; None when it is not there or empty."""
        if key.lower() in self._top:  # a key may hold a dot itself
            written = self._top[key.lower()]
            path: tuple[Any, ...] = (written,)
            value = self._metadata[written]
        else:
            value, path = self._metadata, ()
            names = self._top
            for part in key.lower().split("."):
                if part not in names:
                    return None
                path = (*path, names[part])
                value = value[names[part]]
                names = _folded(value) if isinstance(value, dict) else {}
        if isinstance(value, str) and not value.strip():
            return None
        if any(value is none or value == none for none in _NO_VALUES):
            return None
        return Found(key, value, path, self._front_matter.lines.get(path[0]))

    def first(self, keys: Sequence[str]) -> Found | None:
        return next(self.each(keys), None)

    def each(self, keys: Sequence[str]) -> Iterator[Found]:
        for key in keys:
            found = self.get(key)
            if found is not None:
                yield found

    def text(self, found: Found) -> str | None:
        """One text; the first of a list. None for a table, or nothing."""
        return next(iter(self.texts(found)), None)

    def texts(self, found: Found) -> list[str]:
        """Texts of a value or a nested list, as the file writes them; of a table its name. Empty ones are left out."""
        return [text for text in self._texts(found.value, found.path) if text]

    def _texts(self, value: Any, path: tuple[Any, ...]) -> Iterator[str]:
        stack = [(value, path)]
        while stack:
            value, path = stack.pop()
            if isinstance(value, list):
                stack += [(item, (*path, n)) for n, item in reversed(list(enumerate(value)))]
            elif isinstance(value, dict):
                names = _folded(value)
                name = next((names[n] for n in _NAMES_IN_TABLE if n in names), None)
                if name is not None:
                    stack.append((value[name], (*path, name)))
            elif value is not None:
                yield clean(self._front_matter.written.get(path) or plain(value))


def clean(text: str) -> str:
    """Without outer spaces and line ends, and with `&amp;` as the character it stands for."""
    text = " ".join(text.split())
    return html.unescape(text) if "&" in text else text


def plain(value: Any) -> str:
    """A value of TOML or JSON as those write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    try:
        return str(value)
    except ValueError:  # an integer of more than 4,300 digits
        return hex(value)


def yes_or_no(value: Any) -> bool | None:
    """true, `ja`, 1, … -> True; false, `nee`, 0, … -> False; anything else -> None."""
    text = plain(value).strip().lower()
    return True if text in _YES else False if text in _NO else None


def _folded(table: dict[Any, Any]) -> dict[str, Any]:
    """Lower-case name -> the key as written. Of two that differ in case only, the first."""
    return {str(key).lower(): key for key in reversed(table)}


def as_json(metadata: dict[Any, Any]) -> str:
    """All of it as JSON; dates, and what JSON has no form for, as text."""
    try:
        return json.dumps(metadata, ensure_ascii=False, default=plain, allow_nan=False)
    except (TypeError, ValueError):  # a key that is a date; a number that is none, or is too long
        return json.dumps(_jsonable(metadata), ensure_ascii=False, default=plain)


def _jsonable(value: Any) -> Any:
    if isinstance(value, dict):
        return {plain(key): _jsonable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_jsonable(item) for item in value]
    return value if value is None or isinstance(value, bool | str) else plain(value)
