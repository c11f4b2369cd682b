"""YAML in one pass over libyaml's events: values, the line of each key, keys that stand twice, guards against bombs.

`yaml.load` says nothing about lines and duplicate keys, and nested deep enough it ends the process. This reader
takes the same events, decides the type of a plain scalar with PyYAML's own resolvers and constructors, and keeps a
stack instead of calling itself. It differs from `CSafeLoader` on purpose in two things: a date that is no day
(`2024-02-30`) and a number of thousands of digits stay the text they are, instead of losing the whole file.
"""

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import yaml
from yaml.constructor import ConstructorError, SafeConstructor

from dashboard.loader.problems import SkipFileError

# PyYAML may have been built without libyaml. CParser is the part of CSafeLoader that reads events.
_PARSER: Any = vars(yaml.cyaml)["CParser"] if yaml.__with_libyaml__ else yaml.SafeLoader
_RESOLVERS: dict[str, list[tuple[str, re.Pattern[str]]]] = yaml.SafeLoader.yaml_implicit_resolvers  # by first letter
_CONSTRUCTOR = SafeConstructor()
_PREFIX = "tag:yaml.org,2002:"
_STR, _INT = _PREFIX + "str", _PREFIX + "int"
_SCALARS: dict[str, Callable[[SafeConstructor, yaml.ScalarNode], Any]] = {
    _PREFIX + name: SafeConstructor.yaml_constructors[_PREFIX + name]
    for name in ("null", "bool", "int", "float", "binary", "timestamp", "str")
}
_COLLECTIONS = (None, "!", _PREFIX + "map", _PREFIX + "seq")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{3})?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_LONGEST_NUMBER = 1_000  # characters; 1:59:59:… and 0xfff… know no limit of their own
_MERGE = object()  # the key `<<`


@dataclass(slots=True)
class YamlTable:
    """What one YAML text holds. Lines count from 0, at the text's first line."""

    value: Any = None
    lines: dict[Any, int] = field(default_factory=dict)  # of each key, and of (key, key) in a table below it
    duplicates: list[tuple[Any, int]] = field(default_factory=list)  # a key that stood there before, and its line
    written: dict[tuple[Any, ...], str] = field(default_factory=dict)  # path -> source of what is no text: 1.10, yes


class _Frame:
    """A mapping or a list that is being filled."""

    __slots__ = ("anchor", "height", "key", "merged", "path", "sequence", "size", "values", "waits")

    def __init__(self, path: tuple[Any, ...], anchor: str | None, is_sequence: bool) -> None:
        self.path, self.anchor = path, anchor
        self.sequence: list[Any] | None = [] if is_sequence else None
        self.values: dict[Any, Any] = {}
        self.merged: list[dict[Any, Any]] = []
        self.key: Any = None
        self.waits = False  # a key has been read, its value has not
        self.size = self.height = 1

    def path_of_next(self) -> tuple[Any, ...]:
        return (*self.path, self.key if self.sequence is None else len(self.sequence))

    def result(self) -> Any:
        if self.sequence is not None:
            return self.sequence
        if not self.merged:
            return self.values
        merged: dict[Any, Any] = {}
        for values in self.merged:
            merged.update(values)
        return merged | self.values


def read_yaml(text: str, max_depth: int, max_aliases: int) -> YamlTable:
    """The one document in `text`; `max_aliases`: values that aliases may add to it.

    Raises yaml.YAMLError (with `problem_mark`) for what is no YAML, and SkipFileError `too_deep` or
    `too_many_aliases`.
    """
    table = YamlTable()
    frames: list[_Frame] = []
    anchors: dict[str, tuple[Any, int, int]] = {}  # name -> value, how many values, how deep
    documents = aliased = 0
    next_event = _PARSER(text).get_event
    while (event := next_event()) is not None:
        kind = type(event)
        size, height = 1, 0
        if kind is yaml.ScalarEvent:
            value, is_text = _scalar(event)
            if not is_text and frames and (frames[-1].waits or frames[-1].sequence is not None):
                table.written[frames[-1].path_of_next()] = event.value
            if event.anchor:
                anchors[event.anchor] = (value, 1, 0)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            if len(frames) >= max_depth:
                raise SkipFileError("too_deep", event.start_mark.line)
            if event.tag not in _COLLECTIONS:
                raise _refused(event)
            path = frames[-1].path_of_next() if frames else ()
            frames.append(_Frame(path, event.anchor, kind is yaml.SequenceStartEvent))
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            frame = frames.pop()
            value, size, height = frame.result(), frame.size, frame.height
            if frame.anchor:
                anchors[frame.anchor] = (value, size, height)
        elif kind is yaml.AliasEvent:
            if event.anchor not in anchors:
                raise ConstructorError(None, None, f"the alias *{event.anchor} has no anchor", event.start_mark)
            value, size, height = anchors[event.anchor]
            aliased += size
            if aliased > max_aliases:
                raise SkipFileError("too_many_aliases", event.start_mark.line)
            if len(frames) + height > max_depth:
                raise SkipFileError("too_deep", event.start_mark.line)
        else:
            documents += kind is yaml.DocumentStartEvent
            if documents > 1:
                raise ConstructorError(None, None, "a second document begins here", event.start_mark)
            continue
        if not frames:
            table.value = value
            continue
        frame = frames[-1]
        frame.size += size
        frame.height = max(frame.height, height + 1)
        _place(value, frame, event, table)
    return table


def _place(value: Any, frame: _Frame, event: Any, table: YamlTable) -> None:
    """A finished value goes into the collection around it: as item, as key, or as the value of the key before."""
    if frame.sequence is not None:
        frame.sequence.append(value)
    elif frame.waits:
        frame.waits = False
        if frame.key is _MERGE:
            frame.merged += _mergeable(value, event)
        else:
            frame.values[frame.key] = value
    else:
        if not isinstance(value, Hashable):
            raise ConstructorError(None, None, "a list or a table cannot be a key", event.start_mark)
        frame.waits, frame.key = True, value
        if value == "<<" and getattr(event, "implicit", (False,))[0]:
            frame.key = _MERGE
            return
        line = event.start_mark.line
        if value in frame.values:
            table.duplicates.append((value, line))
        if len(frame.path) < 2:
            table.lines[(*frame.path, value) if frame.path else value] = line


def _mergeable(value: Any, event: Any) -> list[dict[Any, Any]]:
    """The tables behind a `<<`, the strongest last: the first of a list wins."""
    tables = value[::-1] if isinstance(value, list) else [value]
    if not all(isinstance(table, dict) for table in tables):
        raise ConstructorError(None, None, "only tables can be merged with <<", event.start_mark)
    return tables


@lru_cache(maxsize=4_096)
def read_scalar(text: str) -> tuple[Any, bool]:
    """The value of a text without quotes, and whether it is text as it stands."""
    if (moment := _MOMENT.fullmatch(text)) is not None:  # all that follows would say the same, many times slower
        try:
            return (datetime if moment[1] else date).fromisoformat(text), False
        except ValueError:
            return text, True
    tag = next((tag for tag, pattern in _RESOLVERS.get(text[:1], ()) if pattern.match(text)), None)
    if tag is None or tag not in _SCALARS or len(text) > _LONGEST_NUMBER:  # `<<` and `=`
        return text, True
    try:
        return _SCALARS[tag](_CONSTRUCTOR, yaml.ScalarNode(tag, text)), False
    except (ValueError, OverflowError):
        return text, True


def _scalar(event: Any) -> tuple[Any, bool]:
    """The value, and whether it is text as it stands."""
    text: str = event.value
    tag = event.tag
    if tag is None or tag == "!":
        return read_scalar(text) if event.implicit[0] else (text, True)
    if tag not in _SCALARS:
        raise _refused(event)
    try:
        if tag == _INT and len(text) > _LONGEST_NUMBER:
            raise ValueError
        return _SCALARS[tag](_CONSTRUCTOR, yaml.ScalarNode(tag, text, event.start_mark)), tag == _STR
    except (ValueError, OverflowError, LookupError, AttributeError):
        raise ConstructorError(None, None, f"{text!r} is no {tag.removeprefix(_PREFIX)}", event.start_mark) from None


def _refused(event: Any) -> ConstructorError:
    return ConstructorError(None, None, f"the tag {event.tag} is not supported", event.start_mark)
