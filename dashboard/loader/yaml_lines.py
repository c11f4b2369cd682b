"""The plainest YAML, line by line: what most front matter is written in, several times faster than libyaml's events.

Each line must be sure to mean one thing only: `key: text`, `key: "text"`, `key: [a, "b"]`, or a key whose items or
keys stand indented below it. Anything else (an escape, a comment, a value on several lines, a key that stands twice)
makes `read_plain_yaml` answer None, and `read_yaml` reads the text. A test holds the two to equal answers.
"""

import re
from functools import lru_cache
from typing import Any

from dashboard.loader.yaml_events import YamlTable, read_scalar

# Text without quotes begins with a letter, a digit or one of a few harmless marks, and holds neither `: ` nor ` #`.
_WORD = r"""[^\W_][\w.+/&'()!%=*@;$€’“”‘–—…-]*"""
_PLAIN = re.compile(r"""[\w/(][^#:]*(?:(?:(?<![ ])\#|:(?=[^ ]))[^#:]*)*""", re.VERBOSE)
_ITEM = rf"""(?: "[^"\\]*" | '[^']*' | {_WORD}(?:[ ]+{_WORD})* )"""
_LIST = re.compile(rf"""\[ [ ]* {_ITEM} (?: [ ]*,[ ]* {_ITEM} )* [ ]* \]""", re.VERBOSE)
_ITEMS = re.compile(rf""" "([^"\\]*)" | '([^']*)' | ({_WORD}(?:[ ]+{_WORD})*) """, re.VERBOSE)
_KEY = re.compile(r"[A-Za-z_][\w-]{0,99}")
_LONGEST = 1_000  # characters of a line: libyaml looks no further for the end of a key
_NOT_PLAIN = object()


def read_plain_yaml(text: str, max_depth: int, first: int = 0) -> YamlTable | None:
    """As `read_yaml`, with lines counted from `first`; None for a text that is not plain enough."""
    if max_depth < 2 or not text.replace("\n", "").isprintable():
        return None
    top: dict[Any, Any] = {}
    table = YamlTable(top)
    inner: dict[Any, Any] | list[Any] | None = None  # what stands below the last key
    last: str | None = None  # that key, while it has no value
    margin = 0
    for number, line in enumerate(text.split("\n"), first):
        if not line:
            continue
        if len(line) >= _LONGEST:
            return None
        key, colon, value = line.partition(": ")
        if not colon and line[-1] == ":":
            key, colon = line[:-1], ":"
        place: tuple[Any, ...] = (key,)
        keys = top
        if line[0] in " -":  # below the last key: an item, or a key of its own
            if last is None:
                return None
            rest = line.lstrip(" ")
            is_item = rest[:2] == "- "
            if inner is None:
                inner, margin = [] if is_item else {}, len(line) - len(rest)
                top[last] = inner
                del table.written[last,]
            elif margin != len(line) - len(rest) or isinstance(inner, list) != is_item:
                return None
            if isinstance(inner, list):
                item = _value(rest[2:].strip(" "), (last, len(inner)), table)
                if item is _NOT_PLAIN:
                    return None
                inner.append(item)
                continue
            key = key[margin:]
            keys, place = inner, (last, key)
        else:
            inner, last = None, None if value else key
        if not colon or key in keys or not _is_key(key):
            return None
        found = _value(value.strip(" "), place, table)
        if found is _NOT_PLAIN:
            return None
        keys[key] = found
        table.lines[key if keys is top else place] = number
    return table if top else None


@lru_cache(maxsize=4_096)
def _is_key(text: str) -> bool:
    return _KEY.fullmatch(text) is not None and read_scalar(text)[1]


def _value(text: str, place: tuple[Any, ...], table: YamlTable) -> Any:
    """What stands behind a key or a dash."""
    mark = text[:1]
    if mark in ('"', "'"):
        is_plain = text[-1] == mark and text.count(mark) == 2 and (mark == "'" or "\\" not in text)
        return text[1:-1] if is_plain else _NOT_PLAIN
    if mark == "[":
        return _items(text, place, table)
    if mark and not _PLAIN.fullmatch(text):
        return _NOT_PLAIN
    value, is_text = read_scalar(text)
    if not is_text:
        table.written[place] = text
    return value


def _items(text: str, place: tuple[Any, ...], table: YamlTable) -> Any:
    """A list on one line."""
    if text[:2] == '["' and text[-2:] == '"]' and "\\" not in text:
        quoted: list[Any] = text[2:-2].split('", "')
        if text.count('"') == 2 * len(quoted):  # the commonest way to write one
            return quoted
    if not _LIST.fullmatch(text):
        return [] if text == "[]" else _NOT_PLAIN
    values: list[Any] = []
    for double, single, plain in _ITEMS.findall(text):
        value: Any = double or single
        if plain:
            value, is_text = read_scalar(plain)
            if not is_text:
                table.written[*place, len(values)] = plain
        values.append(value)
    return values
