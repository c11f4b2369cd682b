"""What each setting of `dashboard.toml` may be; a mistake is named with key, value and what is allowed."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.errors import DashboardError
from dashboard.words import Sentence, words

PRESETS = ("auto", "hugo", "jekyll", "zola", "eleventy", "dutch", "plain")
SOURCES = ("@file name", "@path", "@folder", "@suffix")  # where a value may come from that no key holds
FIELDS = (
    "title",
    "date",
    "updated",
    "expires",
    "tags",
    "section",
    "audience",
    "draft",
    "authors",
    "summary",
    "cover_image",
    "cover_alt",
    "cover_caption",
    "language",
    "slug",
    "created",
)
PLANNED = ("section", "audience", "tag", "volume")  # what a plan may be about
VOLUMES = ("per_week", "per_month")
_MOST_PLANNED = 100_000  # articles a week or month: more is a mistake
_LONGEST_SHOWN = 80  # letters of a value in a sentence


class SettingsError(DashboardError):
    """A value in the settings that cannot be used."""


class NotAllowedError(ValueError):
    """A value that its setting does not take; `allowed` says what it does.

    at: the keys below the setting that lead to the value, and its place in a list (from 1); given: that value.
    """

    def __init__(self, key: str, /, *, at: tuple[str | int, ...] = (), given: Any = None, **values: Any) -> None:
        super().__init__(key, values)
        self.allowed = Sentence(f"error.allowed.{key}", values)
        self.at, self.given = at, given

    def __str__(self) -> str:
        return words("en").value(self.allowed)

    def named(self, key: str, value: Any) -> dict[str, Any]:
        """What was wrong in the setting `key`, which is `value`: for a sentence with key, value and allowed."""
        shown = _shown(self.given if self.at else value)
        return {"key": dotted(key, *self.at), "value": shown, "allowed": self.allowed}

    def told(self, where: str, key: str, value: Any) -> SettingsError:
        """The mistake, for its reader; `where`: the file or the variable with the setting `key`, which is `value`."""
        return SettingsError("setting_value", where=where, **self.named(key, value))


class UnknownNameError(NotAllowedError):
    """A name that no setting has, among those of a table."""

    def __init__(self, known: Collection[str], *at: str) -> None:
        super().__init__("one_of", at=at, names=", ".join(known))
        self.known = tuple(known)

    def told(self, where: str, key: str, value: Any) -> SettingsError:  # noqa: ARG002 - the name is what is wrong
        return unknown_name(where, self.known, key, *self.at)


def dotted(*path: str | int) -> str:
    """The path of a setting as TOML writes it, a place in a list in brackets: `gaps.hidden[2].tag`."""
    parts = [
        f"[{part}]" if isinstance(part, int) else f".{part}" if re.fullmatch(r"[\w-]+", part) else f'."{part}"'
        for part in path
    ]
    return "".join(parts).removeprefix(".")


def _shown(value: Any) -> str:
    """A value in a sentence, not longer than the rest of it."""
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def unknown_name(where: str, known: Iterable[str], *path: str | int) -> SettingsError:
    """The mistake that the last part of `path` is none of the names in the file or variable `where`."""
    return SettingsError("setting_unknown", where=where, key=dotted(*path), hint=_suggest(str(path[-1]), known))


def _suggest(word: str, known: Iterable[str]) -> Sentence:
    import difflib  # only a mistake needs it, and it takes its time to load

    known = list(known)
    close = difflib.get_close_matches(word, known, n=1)
    if close:
        return Sentence("error.hint.close", {"name": close[0]})
    return Sentence("error.hint.known", {"names": ", ".join(known)})


def _text(key: str) -> Callable[[Any], dict[str, Any]]:
    def check(value: Any) -> dict[str, Any]:
        if not isinstance(value, str):
            raise NotAllowedError("text")
        return {key: value}

    return check


def _one_of(key: str, allowed: tuple[str, ...]) -> Callable[[Any], dict[str, Any]]:
    def check(value: Any) -> dict[str, Any]:
        if value not in allowed:
            raise NotAllowedError("one_of", names=", ".join(allowed))
        return {key: value}

    return check


def _count(key: str) -> Callable[[Any], dict[str, Any]]:
    def check(value: Any) -> dict[str, Any]:
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise NotAllowedError("count")
        return {key: value}

    return check


def _flag(value: Any) -> dict[str, Any]:
    if not isinstance(value, bool):
        raise NotAllowedError("flag")
    return {"store_texts": value}


def _time_zone(value: Any) -> dict[str, Any]:
    try:
        ZoneInfo(value)
    except (KeyError, OSError, TypeError, ValueError):  # one that is not there is a KeyError
        raise NotAllowedError("time_zone") from None
    return {"time_zone": value}


def parse_as_of(value: Any) -> str:
    """`today`, `latest` or an ISO day, as text. Raises NotAllowedError."""
    if isinstance(value, date):  # TOML has days of its own
        value = value.isoformat()[:10]
    if value in ("today", "latest"):
        return str(value)
    if isinstance(value, str) and re.fullmatch(r"[12]\d{3}-\d\d-\d\d", value):
        with suppress(ValueError):
            return date.fromisoformat(value).isoformat()
    raise NotAllowedError("as_of")


def _fields(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise NotAllowedError("fields")
    result = {}
    for name, given in value.items():
        if name not in FIELDS:
            raise UnknownNameError(FIELDS, name)
        keys = [given] if isinstance(given, str) else given
        if not isinstance(keys, list) or not keys or not all(isinstance(key, str) and key for key in keys):
            raise NotAllowedError("field_keys", at=(name,), given=given)
        if any(key.startswith("@") and key not in SOURCES for key in keys):
            raise NotAllowedError("field_source", at=(name,), given=given, names=", ".join(SOURCES))
        result[name] = tuple(keys)
    return {"fields": result}


def _tags(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise NotAllowedError("tags")
    _only(("agreed", "aliases"), value)
    aliases = value.get("aliases", {})
    if not isinstance(aliases, dict):
        raise NotAllowedError("aliases", at=("aliases",), given=aliases)
    for alias, tag in aliases.items():
        if not _is_name(tag):
            raise NotAllowedError("alias", at=("aliases", alias), given=tag)
    agreed = value.get("agreed", [])
    if not isinstance(agreed, list) or not all(map(_is_name, agreed)):
        raise NotAllowedError("agreed", at=("agreed",), given=agreed)
    return {"tag_aliases": aliases, "agreed_tags": tuple(agreed)}


def check_targets(value: Any) -> dict[str, Any]:
    """The plan as settings. Raises NotAllowedError, with field, name and value, for the first that is not allowed."""
    if not isinstance(value, dict):
        raise NotAllowedError("targets")
    good, wrong = usable_targets(value)
    if wrong:
        raise wrong[0]
    return {"targets": good}


def usable_targets(plan: Mapping[str, Any]) -> tuple[dict[str, dict[str, float]], list[NotAllowedError]]:
    """What of a plan is allowed, and what is wrong with each part that is not."""
    good: dict[str, dict[str, float]] = {}
    wrong: list[NotAllowedError] = []
    for part, table in plan.items():
        if part not in PLANNED:
            wrong.append(UnknownNameError(PLANNED, part))
        elif not isinstance(table, dict):
            wrong.append(NotAllowedError("target_table", at=(part,), given=table, name=part))
        else:
            mistakes = {name: _wrong_target(part, name, given) for name, given in table.items()}
            wrong += filter(None, mistakes.values())
            good[part] = {name: given for name, given in table.items() if mistakes[name] is None}
    return good, wrong


def _wrong_target(part: str, name: str, given: Any) -> NotAllowedError | None:
    if part == "volume" and name not in VOLUMES:
        return UnknownNameError(VOLUMES, part, name)
    number = isinstance(given, int | float) and not isinstance(given, bool)
    if number and 0 <= given <= (_MOST_PLANNED if part == "volume" else 1):  # NaN is in neither
        return None
    if part == "volume":
        return NotAllowedError("target_volume", at=(part, name), given=given, most=_MOST_PLANNED)
    return NotAllowedError("target_share", at=(part, name), given=given)


def _required(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not value:
        raise NotAllowedError("required", example=_REQUIRED_EXAMPLE)
    _only(("cells",), value)
    cells = value["cells"]
    if not isinstance(cells, list):
        raise NotAllowedError("required", at=("cells",), given=cells, example=_REQUIRED_EXAMPLE)
    for place, cell in enumerate(cells, 1):
        if not _named(cell, {"section", "audience", "tag"}):
            raise NotAllowedError("required_cell", at=("cells", place), given=cell)
    return {"required": tuple(cells)}


def _gaps(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not value:
        raise NotAllowedError("gaps")
    _only(("hidden",), value)
    hidden = value["hidden"]
    if not isinstance(hidden, list):
        raise NotAllowedError("gaps", at=("hidden",), given=hidden)
    for place, gap in enumerate(hidden, 1):
        named = _named(gap, {"section", "audience", "tag", "reason"})
        if not (named and {"tag", "reason"} <= set(gap) and ("section" in gap) != ("audience" in gap)):
            raise NotAllowedError("gap", at=("hidden", place), given=gap)
    return {"hidden_gaps": tuple(hidden)}


def _only(known: tuple[str, ...], table: Mapping[str, Any]) -> None:
    for name in table:
        if name not in known:
            raise UnknownNameError(known, name)


def _named(table: Any, keys: set[str]) -> bool:
    """A table with some of these keys, each with a text."""
    return isinstance(table, dict) and bool(table) and set(table) <= keys and all(map(_is_name, table.values()))


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _quality(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise NotAllowedError("quality", names=", ".join(_QUALITY))
    _only(tuple(_QUALITY), value)
    values: dict[str, Any] = {}
    for name, given in value.items():
        try:
            values |= _QUALITY[name](given)
        except NotAllowedError as error:
            error.at, error.given = (name,), given
            raise
    return values


def _headings(value: Any) -> dict[str, Any]:
    if not isinstance(value, list) or not all(map(_is_name, value)):
        raise NotAllowedError("headings")
    return {"required_headings": tuple(dict.fromkeys(" ".join(text.split()) for text in value))}


_REQUIRED_EXAMPLE = 'cells = [{section = "geld", audience = "STARTER"}]'

_QUALITY: dict[str, Callable[[Any], dict[str, Any]]] = {
    "required_headings": _headings,
    "stale_after_days": _count("stale_after_days"),
    "words_a_minute": _count("words_a_minute"),
}

CHECKS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "title": _text("title"),
    "time_zone": _time_zone,
    "language": _one_of("language", ("nl", "en")),
    "as_of": lambda value: {"as_of": parse_as_of(value)},
    "base_url": _text("base_url"),
    "edit_url": _text("edit_url"),
    "preset": _one_of("preset", PRESETS),
    "store_texts": _flag,
    "max_file_bytes": _count("max_file_bytes"),
    "max_tags": _count("max_tags"),
    "max_depth": _count("max_depth"),
    "max_aliases": _count("max_aliases"),
    "fields": _fields,
    "tags": _tags,
    "targets": check_targets,
    "required": _required,
    "gaps": _gaps,
    "quality": _quality,
}
OF_ONE_VALUE = CHECKS | _QUALITY  # what a variable can hold, wherever it stands in the file
