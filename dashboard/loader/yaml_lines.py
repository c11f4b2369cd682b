"""The plainest YAML, line by line: what most front matter is written in, several times faster than libyaml's events.

Each line must be sure to mean one thing only: `key: text`, `key: "text"`, `key: [a, "b"]`, or a key whose items or
keys stand indented below it. Anything else (an escape, a comment, a value on several lines, a key that stands twice)
makes `read_plain_yaml` answer None, and `read_yaml` reads the text. A test holds the two to equal answers.
"""

import re
from typing import Any

from dashboard.loader.yaml_events import YamlTable, read_scalar

# Text without quotes begins with a letter, a digit or one of a few harmless marks, and holds neither `: ` nor ` #`.
_WORD = r"""[^\W_][\w.+/&'()!%=*@;$€’“”‘–—…-]*"""
_PLAIN = r"""[\w/(][^#:]*(?:(?:(?<![ ])\#|:(?=[^ \n]))[^#:]*)*"""
_QUOTED = r""" "[^"\\]*" | '[^']*' """
_ITEM = rf"""(?: {_QUOTED} | {_WORD}(?:[ ]+{_WORD})* )"""
_LIST = re.compile(rf"""\[ [ ]* {_ITEM} (?: [ ]*,[ ]* {_ITEM} )* [ ]* \]""", re.VERBOSE)
_ITEMS = re.compile(rf""" "([^"\\]*)" | '([^']*)' | ({_WORD}(?:[ ]+{_WORD})*) """, re.VERBOSE)
_LINE = re.compile(
    rf"""([ ]{{0,8}}) (-[ ]+)? (?:([A-Za-z_][\w-]{{0,99}}):(?:[ ]+|$))?
    (?: "([^"\\]*)" | '([^']*)' | ({_PLAIN}) | (\[.*\]) | )[ ]*""",
    re.VERBOSE,
)
_LONGEST = 1_000  # characters of a line: libyaml looks no further for the end of a key


def read_plain_yaml(text: str, max_depth: int) -> YamlTable | None:
    """As `read_yaml`; None for a text that is not plain enough."""
    if max_depth < 2 or not text.replace("\n", "").isprintable():
        return None
    table = YamlTable()
    top: dict[Any, Any] = {}
    table.value = top
    inner: dict[Any, Any] | list[Any] | None = None  # what stands below the last key
    last: str | None = None  # that key, while it has no value
    indent = -1
    for number, line in enumerate(text.split("\n")):
        if not line:
            continue
        found = _LINE.fullmatch(line) if len(line) < _LONGEST else None
        if found is None:
            return None
        margin, dash, key, double, single, plain, items = found.groups()
        if dash or margin:  # below the last key: an item, or a key of its own
            if last is None or bool(dash) == bool(key):
                return None
            if inner is None:
                inner, indent = [] if dash else {}, len(margin)
                top[last] = inner
                del table.written[last,]
            elif len(margin) != indent or isinstance(inner, list) != bool(dash):
                return None
            place: tuple[Any, ...] = (last, len(inner) if dash else key)
        elif key:
            inner, last, place = None, None, (key,)
        else:
            return None
        if key and (key in (top if not margin else inner or ()) or not read_scalar(key)[1]):
            return None
        if plain is not None:
            value, is_text = read_scalar(plain.rstrip())
            if not is_text:
                table.written[place] = plain.rstrip()
        elif items is not None:
            value = _items(items, place, table)
            if value is None:
                return None
        elif double is not None or single is not None:
            value = double if double is not None else single
        else:
            value = None
            table.written[place] = ""
            if len(place) == 1:
                last = key
        if len(place) == 1:
            top[key] = value
            table.lines[key] = number
        elif isinstance(inner, list):
            inner.append(value)
        elif inner is not None:
            inner[key] = value
            table.lines[place] = number
    return table if top else None


def _items(text: str, place: tuple[Any, ...], table: YamlTable) -> list[Any] | None:
    """A list on one line; None where it is not plain enough."""
    if not _LIST.fullmatch(text):
        return [] if text == "[]" else None
    values: list[Any] = []
    for double, single, plain in _ITEMS.findall(text):
        value: Any = double or single
        if plain:
            value, is_text = read_scalar(plain)
            if not is_text:
                table.written[*place, len(values)] = plain
        values.append(value)
    return values
