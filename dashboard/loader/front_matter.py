"""Text of a file -> its front matter (YAML, TOML or JSON) and its body.

python-frontmatter's handlers say how each kind is detected, split and read. `frontmatter.loads` itself is left
aside: it answers a file that is damaged with empty metadata and no error.
"""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml
from frontmatter.default_handlers import BaseHandler

from dashboard.loader.problems import Notes, SkipFileError
from dashboard.loader.yaml_events import read_yaml
from dashboard.loader.yaml_lines import read_plain_yaml
from dashboard.settings import Settings

_KEY = re.compile(r"""["']?[\w.-]+["']?\s*:(\s|$)""")
_KEY_WITH_SPACES = re.compile(r"[\w'\"][^:\n]{0,40}:(\s|$)")
_LIST = re.compile(r"(-\s|\[|\{)")
_TOML_LINE = re.compile(r"\(at line (\d+),")
_TOML_KEY = re.compile(r"""^\s*(?:\[+\s*)?["']?([^\s"'=.\[\]]+)["']?\s*[=.\]]""")
# One part of a dotted key of TOML, with the dot after it. No part of it looks twice at the same place.
_TOML_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""
_TOML_HEADER = re.compile(r"\s*\[[^\].]*\]")  # of a table at the top
_JSON_KEY = re.compile(r'"([^"\\]*)"\s*:')
_JSON_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*+)"(\s*:)?|[][{}\n]')
_OPENED = ("while scanning a quoted scalar", "while parsing a flow ")
_LONGEST_PLAIN = 100_000  # characters
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


@dataclass(slots=True)
class FrontMatter:
    """What stands above an article. Lines count from 1, at the file's first line."""

    metadata: dict[Any, Any]
    body: str
    lines: dict[Any, int] = field(default_factory=dict)  # of each key, and of (key, key) in a table below it
    written: dict[tuple[Any, ...], str] = field(default_factory=dict)  # path -> source of what YAML read as no text


class YamlHandler(BaseHandler):
    """`---` above and below; below, `...` will do."""

    FM_BOUNDARY = re.compile(r"^(?:-{3,}|\.{3})[ \t]*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "---"

    def detect(self, text: str) -> bool:
        """A rule above a paragraph looks the same: so what follows must look like a key, or stand right below."""
        if not text.startswith("---") or not super().detect(text):
            return False
        lines = text.split("\n", 40)[1:40]
        if lines and lines[0].strip() in ("---", "..."):
            return True  # no keys at all
        first = next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")
        if _KEY.match(first):
            return True
        right_below = bool(lines) and lines[0].strip() != ""
        ends = any(line.rstrip() in ("---", "...") for line in lines)
        return right_below and bool(ends or _LIST.match(first) or _KEY_WITH_SPACES.match(first))


class TomlHandler(BaseHandler):
    """`+++` above and below."""

    FM_BOUNDARY = re.compile(r"^\+{3,}[ \t]*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "+++"

    def load(self, fm: str) -> dict[str, Any]:
        return tomllib.loads(fm)


class JsonHandler(BaseHandler):
    """A JSON table, on one line or on many, and the body after it."""

    FM_BOUNDARY = re.compile(r'\{\s*["}]')  # `{{< figure >}}` and `{% include %}` are no front matter

    def split(self, text: str) -> tuple[str, str]:
        _, end = json.JSONDecoder().raw_decode(text)
        return text[:end], text[end:]


_YAML, _TOML, _JSON = YamlHandler(), TomlHandler(), JsonHandler()


def split_front_matter(text: str, notes: Notes, limits: Settings) -> FrontMatter | None:
    """Metadata and body; None when the text has no front matter.

    Blank lines above it are passed over. Raises SkipFileError for front matter that does not end
    (`unterminated`), cannot be read (`front_matter_invalid`), or is a list or a word (`front_matter_no_table`).
    """
    if (plain := _read_plain(text, limits.max_depth)) is not None:
        return plain
    start = len(text) - len(text.lstrip())
    above = text.count("\n", 0, start)
    text = text[start:]
    if _YAML.detect(text):
        return _read_yaml(text, above, notes, limits)
    if _TOML.detect(text):
        return _read_toml(text, above, limits.max_depth)
    return _read_json(text, above, notes, limits.max_depth) if _JSON.detect(text) else None


def _read_plain(text: str, max_depth: int) -> FrontMatter | None:
    """The commonest case, several times faster: YAML of plain lines, between two lines `---` and nothing about them."""
    end = text.find("\n---\n", 3) if text.startswith("---\n") else -1
    if end < 0 or end > _LONGEST_PLAIN:
        return None
    table = read_plain_yaml(text[4 : end + 1], max_depth, 2)
    return FrontMatter(table.value, text[end + 5 :], table.lines, table.written) if table is not None else None


def _split(handler: BaseHandler, text: str, above: int) -> tuple[str, str]:
    try:
        block, body = handler.split(text)
    except ValueError:  # there is no second boundary
        raise SkipFileError("unterminated", above + 1, handler.START_DELIMITER) from None
    return block, body.removeprefix("\n")


def _read_yaml(text: str, above: int, notes: Notes, limits: Settings) -> FrontMatter:
    block, body = _split(_YAML, text, above)
    first = above + 1  # the block begins at the end of the line with the dashes
    try:
        table = read_yaml(block, limits.max_depth, limits.max_aliases)
    except SkipFileError as error:
        raise SkipFileError(error.code, (error.line or 0) + first, error.value) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if error.context_mark and str(error.context).startswith(_OPENED):
            mark = error.context_mark  # a quote or a bracket that is not closed is noticed further down only
        told = ", ".join(part for part in (error.context, error.problem) if part)
        last = block.rstrip().count("\n")  # of `tags: [` it is noticed below that all, at the closing dashes
        raise SkipFileError("front_matter_invalid", first + min(mark.line if mark else 0, last), told) from None
    except yaml.YAMLError as error:
        at = getattr(error, "position", 0)
        raise SkipFileError("front_matter_invalid", first + block.count("\n", 0, at), str(error)) from None
    if table.value is not None and not isinstance(table.value, dict):
        raise SkipFileError("front_matter_no_table", first, type(table.value).__name__)
    for key, line in table.duplicates:
        notes.add("duplicate_key", line + first, str(key), key)
    lines = {key: line + first for key, line in table.lines.items()}
    metadata = _without_half_characters(table.value or {}, block)
    return FrontMatter(metadata, body, lines, table.written)


def _read_toml(text: str, above: int, max_depth: int) -> FrontMatter:
    block, body = _split(_TOML, text, above)
    # tomllib takes time and memory by the square of a key's parts.
    deep = re.search(rf"(?:^[ \t]*+\[{{0,2}}+|[{{,])[ \t]*+(?:{_TOML_PART}){{{max_depth}}}", block, re.MULTILINE)
    if deep is not None:
        raise SkipFileError("too_deep", above + 1 + block.count("\n", 0, deep.end()))
    try:
        metadata = _TOML.load(block)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        line = int(found[1]) if found else block.count("\n")
        told = _TOML_LINE.split(str(error))[0].strip()
        raise SkipFileError("front_matter_invalid", above + line, told) from None
    except (ValueError, RecursionError) as error:  # a day that does not exist, a number that is too long; nesting
        raise SkipFileError(_code_of(error), above + 1, str(error)) from None
    _check_depth(metadata, max_depth, above + 1)
    return FrontMatter(metadata, body, _toml_lines(metadata, block, above + 1))


def _read_json(text: str, above: int, notes: Notes, max_depth: int) -> FrontMatter:
    twice: list[str] = []
    try:
        block, body = _JSON.split(text)
        metadata = json.loads(block, object_pairs_hook=_pairs_into(twice))
    except json.JSONDecodeError as error:
        code = "unterminated" if error.pos >= len(text.rstrip()) else "front_matter_invalid"
        raise SkipFileError(code, above + error.lineno, error.msg) from None
    except (ValueError, RecursionError) as error:
        raise SkipFileError(_code_of(error), above + 1, str(error)) from None
    _check_depth(metadata, max_depth, above + 1)
    last = {key: n for n, line in enumerate(block.split("\n")) for key in _JSON_KEY.findall(line)} if twice else {}
    for key in dict.fromkeys(twice):
        notes.add("duplicate_key", above + 1 + last.get(key, 0), key, key)
    lines = _json_lines(block, above + 1)
    return FrontMatter(_without_half_characters(metadata, block), body.removeprefix("\n"), lines)


def _pairs_into(twice: list[str]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    """Makes tables as json.loads does, and keeps the keys that stand twice in one of them."""

    def table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice.extend(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        return found

    return table


def _code_of(error: Exception) -> str:
    return "too_deep" if isinstance(error, RecursionError) else "front_matter_invalid"


def _toml_lines(metadata: dict[str, Any], block: str, first: int) -> dict[Any, int]:
    """The line of each key: the parser does not tell, so its first mention in its table is looked up."""
    lines: dict[Any, int] = {}
    above: str | None = None
    for number, line in enumerate(block.split("\n"), start=first):
        found = _TOML_KEY.match(line)
        if found is None:
            continue
        key, is_header = found[1], _TOML_HEADER.match(line) is not None
        table = metadata.get(above) if above is not None and not is_header else None
        if isinstance(table, dict) and key in table:
            lines.setdefault((above, key), number)
        elif key in metadata:
            lines.setdefault(key, number)
            if is_header:
                above = key
    return lines


def _json_lines(block: str, first: int) -> dict[Any, int]:
    """The line of each key: of two that are the same, the last, whose value counts."""
    lines: dict[Any, int] = {}
    above: Any = None
    depth, number = 0, first
    for token in _JSON_TOKEN.finditer(block):
        if token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1
        elif token[2] is not None and depth <= 2:
            key = json.loads(f'"{token[1]}"') if "\\" in token[1] else token[1]
            above = key if depth == 1 else above
            lines[key if depth == 1 else (above, key)] = number
        number += token[0].count("\n")
    return lines


def _check_depth(value: Any, max_depth: int, line: int) -> None:
    level = [value]
    for _ in range(max_depth + 1):
        level = [child for item in level for child in _children(item)]
        if not level:
            return
    raise SkipFileError("too_deep", line)


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _without_half_characters(value: Any, source: str) -> Any:
    r"""`"\ud83d"` is half a character, which no database takes; only an escape can bring one in."""
    if "\\u" not in source and "\\U" not in source:
        return value
    if isinstance(value, str):
        return _HALF_CHARACTER.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_without_half_characters(k, source): _without_half_characters(v, source) for k, v in value.items()}
    if isinstance(value, list):
        return [_without_half_characters(item, source) for item in value]
    return value
