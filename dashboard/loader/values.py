"""Finds the value of a field in front matter, and makes it text, a list of texts, or yes or no."""

import html
import json
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from dashboard.loader.front_matter import FrontMatter
from dashboard.loader.shapes import Shape

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

    def __init__(self, front_matter: FrontMatter, shape: Shape) -> None:
        self.shape, self._metadata = shape, front_matter.metadata
        self._lines, self._written = front_matter.lines, front_matter.written

    def get(self, key: str) -> Found | None:
        """The value of a key, or of `table.key`; None when it is not there or empty."""
        path = self.shape.path(key)
        return None if path is None else self._at(key, path)

    def each(self, field: str) -> Iterator[Found]:
        """The values of the keys that can fill a field."""
        for key, path in self.shape.keys.get(field, ()):
            found = self._at(key, path)
            if found is not None:
                yield found

    def first_texts(self) -> Iterator[tuple[str, str, str]]:
        """Of the fields that hold one text: the first key, and its value; '' asks for a closer look."""
        for field, key, path in self.shape.texts:
            value = self._metadata[path[0]]
            for part in path[1:]:
                value = value[part]
            yield field, key, clean(value) if type(value) is str else ""

    def _at(self, key: str, path: tuple[Any, ...]) -> Found | None:
        value = self._metadata[path[0]]
        for part in path[1:]:
            value = value[part]
        if value is None or (not value or value.isspace() if isinstance(value, str) else value in ([], {})):
            return None
        return Found(key, value, path, self._lines.get(path[:2], self._lines.get(path[0])))

    def text(self, found: Found) -> str | None:
        """One text; the first of a list. None for a table, or nothing."""
        if type(found.value) is str:
            return clean(found.value) or None
        return next(iter(self.texts(found)), None)

    def texts(self, found: Found) -> list[str]:
        """Texts of a value or a nested list, as the file writes them; of a table its name. Empty ones are left out."""
        value = found.value
        texts = (
            map(_clean_once, value)
            if type(value) is list and set(map(type, value)) == {str}
            else self._texts(value, found.path)
        )
        return list(filter(None, texts))

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
                yield clean(self._written.get(path) or plain(value))


def clean(text: str) -> str:
    """Without outer spaces and line ends, and with `&amp;` as the character it stands for.

    An entity ends with `;`: in an address, `&section=` is no `§`.
    """
    if (
        "  " in text or not text.isprintable() or text[:1] == " " or text[-1:] == " "
    ):  # most texts need no more than that
        text = " ".join(text.split())
    return _ENTITY.sub(_unescaped, text) if ";" in text and "&" in text else text


_clean_once = lru_cache(maxsize=10_000)(clean)  # tags come back in one article after another


def _unescaped(entity: re.Match[str]) -> str:
    return html.unescape(entity[0])


def plain(value: Any) -> str:
    """A value of TOML or JSON as those write it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    try:
        return str(value)
    except ValueError:  # an integer of more than 4,300 digits, by itself or in a list
        return hex(value) if isinstance(value, int) else json.dumps(_jsonable(value), ensure_ascii=False)


def yes_or_no(value: Any) -> bool | None:
    """true, `ja`, 1, … -> True; false, `nee`, 0, … -> False; anything else -> None."""
    if value is True or value is False:
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
