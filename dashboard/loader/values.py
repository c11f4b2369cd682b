"""Finds the value of a field in front matter, and makes it text, a list of texts, or yes or no."""

import html
import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from dashboard.loader.front_matter import FrontMatter
from dashboard.loader.shapes import Shape, Shapes

_YES = frozenset(("true", "yes", "ja", "waar", "1", "on", "y", "j"))
_NO = frozenset(("false", "no", "nee", "onwaar", "0", "off", "n"))
_NAMES_IN_TABLE = ("name", "title", "naam", "label", "id", "slug")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


class Found(NamedTuple):
    """A value, and where it stood."""

    key: str  # as the source writes it, with dots
    value: Any
    path: tuple[Any, ...]  # the keys as the file writes them
    line: int | None  # of the key, where it stands in a table in a table that of the second


class Values:
    """Looks values up without regard to case."""

    def __init__(self, front_matter: FrontMatter, shape: Shape | None = None) -> None:
        self.shape = shape or Shapes().of(front_matter.metadata)
        self._metadata = front_matter.metadata
        self._lines, self._written = front_matter.lines, front_matter.written

    def get(self, key: str) -> Found | None:
        """The value of a key, or of `table.key`; None when it is not there or empty."""
        path = self.shape.path(key)
        return None if path is None else self._at(key, path)

    def each(self, keys: tuple[str, ...]) -> Iterator[Found]:
        for key, path in self.shape.present(keys):
            found = self._at(key, path)
            if found is not None:
                yield found

    def first_text(self, keys: tuple[str, ...]) -> tuple[str, str] | None:
        """The first key that is there and its value, where that is a text; None asks for a closer look."""
        for key, path in self.shape.present(keys):
            value = self._metadata[path[0]]
            for part in path[1:]:
                value = value[part]
            if type(value) is not str or not (text := clean(value)):
                return None
            return key, text
        return None

    def _at(self, key: str, path: tuple[Any, ...]) -> Found | None:
        value = self._metadata[path[0]]
        for part in path[1:]:
            value = value[part]
        if value is None or (isinstance(value, str) and (not value or value.isspace())) or value in ([], {}):
            return None
        return Found(key, value, path, self._lines.get(path[:2], self._lines.get(path[0])))

    def text(self, found: Found) -> str | None:
        """One text; the first of a list. None for a table, or nothing."""
        if type(found.value) is str:
            return clean(found.value) or None
        return next(iter(self.texts(found)), None)

    def texts(self, found: Found) -> list[str]:
        """Texts of a value or a nested list, as the file writes them; of a table its name. Empty ones are left out."""
        return [text for text in self._texts(found.value, found.path) if text]

    def _texts(self, value: Any, path: tuple[Any, ...]) -> Iterator[str]:
        if isinstance(value, list) and set(map(type, value)) == {str}:
            yield from map(clean, value)
            return
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
                yield clean(self._written.get(path) or plain(value))


def clean(text: str) -> str:
    """Without outer spaces and line ends, and with `&amp;` as the character it stands for.

    An entity ends with `;`: in an address, `&section=` is no `§`.
    """
    text = " ".join(text.split())
    return _ENTITY.sub(_unescaped, text) if ";" in text and "&" in text else text


def _unescaped(entity: re.Match[str]) -> str:
    return html.unescape(entity[0])


def plain(value: Any) -> str:
    """A value of TOML or JSON as those write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    try:
        return str(value)
    except ValueError:  # an integer of more than 4,300 digits, by itself or in a list
        return hex(value) if isinstance(value, int) else json.dumps(_jsonable(value), ensure_ascii=False)


def yes_or_no(value: Any) -> bool | None:
    """true, `ja`, 1, … -> True; false, `nee`, 0, … -> False; anything else -> None."""
    if isinstance(value, bool):
        return value
    text = plain(value).strip().lower()
    return True if text in _YES else False if text in _NO else None


def _folded(table: dict[Any, Any]) -> dict[str, Any]:
    """Lower-case name -> the key as written. Of two that differ in case only, the first."""
    return {str(key).lower(): key for key in reversed(table)}


_encode = json.JSONEncoder(ensure_ascii=False, default=plain, allow_nan=False).encode


def as_json(metadata: dict[Any, Any]) -> str:
    """All of it as JSON; dates, and what JSON has no form for, as text."""
    try:
        return _encode(metadata)
    except (TypeError, ValueError):  # a key that is a date; a number that is none, or is too long
        return json.dumps(_jsonable(metadata), ensure_ascii=False, default=plain)


def _jsonable(value: Any) -> Any:
    if isinstance(value, dict):
        return {plain(key): _jsonable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_jsonable(item) for item in value]
    return value if value is None or isinstance(value, bool | str) else plain(value)
