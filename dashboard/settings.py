"""`dashboard.toml` and the environment -> Settings; a mistake is named with key, value and what is allowed."""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from dashboard.errors import DashboardError
from dashboard.words import Sentence, words

FILE_NAME = "dashboard.toml"
ENVIRONMENT_PREFIX = "DASHBOARD_"
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


class SettingsError(DashboardError):
    """A value in the settings that cannot be used."""


class NotAllowedError(ValueError):
    """A value that its setting does not take; `allowed` says what it does.

    at: the keys below the setting that lead to the value, where the setting is a table; given: that value.
    """

    def __init__(self, key: str, /, *, at: tuple[str, ...] = (), given: Any = None, **values: Any) -> None:
        super().__init__(key, values)
        self.allowed = Sentence(f"error.allowed.{key}", values)
        self.at, self.given = at, given

    def __str__(self) -> str:
        return words("en").value(self.allowed)

    def named(self, key: str, value: Any) -> dict[str, Any]:
        """What was wrong in the setting `key`, which is `value`: for a sentence with key, value and allowed."""
        wrong = self.given if self.at else value
        path = [part if re.fullmatch(r"[\w-]+", part) else f'"{part}"' for part in (key, *self.at)]
        shown = "…" if isinstance(wrong, dict | list) else repr(wrong)
        return {"key": ".".join(path), "value": shown, "allowed": self.allowed}


@dataclass(frozen=True)
class Settings:
    """What a newsroom may set. Names and meanings are those of `dashboard.toml`."""

    title: str = ""  # of the publication; empty: the folder's name
    time_zone: str = "Europe/Amsterdam"  # the day of an article is its day here
    language: str = "nl"  # of the dashboard, for a browser that asks for neither Dutch nor English
    as_of: str = "today"  # today, latest (the newest published article) or a day as 2026-03-13
    base_url: str = ""  # of the site
    edit_url: str = ""  # with {path}
    preset: str = "auto"
    store_texts: bool = True
    max_file_bytes: int = 5_000_000  # a larger file is skipped with an error
    max_tags: int = 200  # for one article; the rest is dropped with a warning
    max_depth: int = 16  # of nested front matter
    max_aliases: int = 10_000  # values that the aliases of YAML may add to one file
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # field -> keys, overrules the preset
    tag_aliases: Mapping[str, str] = field(default_factory=dict)
    agreed_tags: tuple[str, ...] = ()  # none: any tag will do
    targets: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # section, audience, tag, volume
    required: tuple[Mapping[str, str], ...] = ()  # cells that must never be empty
    hidden_gaps: tuple[Mapping[str, str], ...] = ()  # section or audience, tag, and the reason to leave the gap
    required_headings: tuple[str, ...] = ()  # of the house style: in every text
    stale_after_days: int = 730  # without an update
    words_a_minute: int = 238  # that a reader reads (Brysbaert 2019)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def on_site(self, url: str) -> str:
        """The address of an article: on the newsroom's own site, whatever the article says."""
        return self.base_url.rstrip("/") + "/" + quote(urlsplit(url).path.lstrip("/"), safe="/%")


def read_settings(
    content: Path | None = None, file: Path | None = None, environment: Mapping[str, str] = os.environ
) -> Settings:
    """Settings from `file`, else from `dashboard.toml` in the content folder, else the defaults.

    Environment variables (`DASHBOARD_TIME_ZONE`, …) win over the file, for all settings that are one value.
    Raises SettingsError for a named file that is not there, a file that is no TOML, or a value that is not allowed.
    """
    settings, mistakes = usable_settings(content, file, environment)
    if mistakes:
        raise mistakes[0]
    return settings


def usable_settings(
    content: Path | None = None, file: Path | None = None, environment: Mapping[str, str] = os.environ
) -> tuple[Settings, list[SettingsError]]:
    """As `read_settings`, but a mistake spoils only its own setting, which has its default; and all mistakes.

    Raises SettingsError for what is wrong in the command: a named file that is not there, a variable.
    """
    if file is not None and not file.is_file():
        raise SettingsError("no_settings_file", file=file)
    path = file or (content / FILE_NAME if content is not None else None)
    table: dict[str, Any] = {}
    if path is not None and path.is_file():
        try:
            table = _read_toml(path)
        except SettingsError as error:
            return _settings_of({}, str(path), environment)[0], [error]
    return _settings_of(table, str(path), environment)


def settings_of(table: Mapping[str, Any], where: str, environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the table that the file `where` holds. Raises SettingsError for a value that is not allowed."""
    settings, mistakes = _settings_of(table, where, environment)
    if mistakes:
        raise mistakes[0]
    return settings


def _settings_of(
    table: Mapping[str, Any], where: str, environment: Mapping[str, str]
) -> tuple[Settings, list[SettingsError]]:
    values: dict[str, Any] = {}
    mistakes = []
    for key, value in table.items():
        try:
            if key not in _CHECKS:
                raise SettingsError("setting_unknown", where=where, key=key, hint=_suggest(key, _CHECKS))
            values.update(_check(where, key, value))
        except SettingsError as error:
            mistakes.append(error)
    for key, from_text in _FROM_TEXT.items():
        variable = ENVIRONMENT_PREFIX + key.upper()
        if variable in environment:
            values.update(_check(variable, key, from_text(environment[variable])))
    return Settings(**values), mistakes


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError("settings_not_toml", file=path, reason=error) from None
    except UnicodeDecodeError:
        raise SettingsError("settings_not_utf8", file=path) from None
    except OSError as error:
        raise SettingsError("file_unreadable", file=path, reason=error.strerror) from None


def _suggest(word: str, known: Mapping[str, Any] | tuple[str, ...]) -> Sentence:
    import difflib  # only a mistake needs it, and it takes its time to load

    close = difflib.get_close_matches(word, list(known), n=1)
    if close:
        return Sentence("error.hint.close", {"name": close[0]})
    return Sentence("error.hint.known", {"names": ", ".join(known)})


def _check(where: str, key: str, value: Any) -> dict[str, Any]:
    try:
        return (_CHECKS | _QUALITY)[key](value)
    except NotAllowedError as error:
        raise SettingsError("setting_value", where=where, **error.named(key, value)) from None


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
    except (OSError, TypeError, ValueError):  # ZoneInfoNotFoundError is a KeyError on some systems
        raise NotAllowedError("time_zone") from None
    except KeyError:
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
    for name, keys in value.items():
        if name not in FIELDS:
            raise NotAllowedError("field_name", name=name, hint=_suggest(name, FIELDS))
        keys = [keys] if isinstance(keys, str) else keys
        if not isinstance(keys, list) or not keys or not all(isinstance(key, str) and key for key in keys):
            raise NotAllowedError("field_keys", name=name)
        unknown = next((key for key in keys if key.startswith("@") and key not in SOURCES), None)
        if unknown is not None:
            raise NotAllowedError("field_source", source=unknown, hint=_suggest(unknown, SOURCES))
        result[name] = tuple(keys)
    return {"fields": result}


def _tags(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or set(value) - {"aliases", "agreed"}:
        raise NotAllowedError("tags")
    aliases = value.get("aliases", {})
    if not isinstance(aliases, dict) or not all(isinstance(tag, str) and tag.strip() for tag in aliases.values()):
        raise NotAllowedError("aliases")
    agreed = value.get("agreed", [])
    if not isinstance(agreed, list) or not all(isinstance(tag, str) and tag.strip() for tag in agreed):
        raise NotAllowedError("agreed")
    return {"tag_aliases": aliases, "agreed_tags": tuple(agreed)}


def check_targets(value: Any) -> dict[str, Any]:
    """The plan as settings. Raises NotAllowedError, with field, name and value, for the first that is not allowed."""
    if not isinstance(value, dict):
        raise NotAllowedError("targets")
    for field_, table in value.items():
        if field_ not in PLANNED:
            raise NotAllowedError("target_name", at=(field_,), given=table, hint=_suggest(field_, PLANNED))
        if not isinstance(table, dict):
            raise NotAllowedError("target_table", at=(field_,), given=table, name=field_)
        for key, given in table.items():
            most = 1 if field_ != "volume" else _MOST_PLANNED
            allowed = isinstance(given, int | float) and not isinstance(given, bool) and 0 <= given <= most
            if field_ == "volume" and key not in VOLUMES:
                raise NotAllowedError("target_volume_name", at=(field_, key), given=given)
            if not allowed:
                kind = "target_volume" if field_ == "volume" else "target_share"
                raise NotAllowedError(kind, at=(field_, key), given=given)
    return {"targets": value}


def _required(value: Any) -> dict[str, Any]:
    cells = value.get("cells") if isinstance(value, dict) else None
    if not isinstance(cells, list) or not all(_named(cell, {"section", "audience", "tag"}) for cell in cells):
        raise NotAllowedError("required", example=_REQUIRED_EXAMPLE)
    return {"required": tuple(cells)}


def _gaps(value: Any) -> dict[str, Any]:
    hidden = value.get("hidden") if isinstance(value, dict) and set(value) == {"hidden"} else None
    if not isinstance(hidden, list) or not all(
        _named(gap, {"section", "audience", "tag", "reason"})
        and {"tag", "reason"} <= set(gap)
        and ("section" in gap) != ("audience" in gap)
        for gap in hidden
    ):
        raise NotAllowedError("gaps")
    return {"hidden_gaps": tuple(hidden)}


def _named(table: Any, keys: set[str]) -> bool:
    """A table with some of these keys, each with a text."""
    return (
        isinstance(table, dict)
        and bool(table)
        and set(table) <= keys
        and all(isinstance(text, str) and text.strip() for text in table.values())
    )


def _quality(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise NotAllowedError("quality", names=", ".join(_QUALITY))
    values: dict[str, Any] = {}
    for name, given in value.items():
        if name not in _QUALITY:
            raise NotAllowedError("quality_name", at=(name,), given=given, hint=_suggest(name, _QUALITY))
        try:
            values |= _QUALITY[name](given)
        except NotAllowedError as error:
            error.at, error.given = (name,), given
            raise
    return values


def _headings(value: Any) -> dict[str, Any]:
    if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
        raise NotAllowedError("headings")
    return {"required_headings": tuple(dict.fromkeys(" ".join(text.split()) for text in value))}


_REQUIRED_EXAMPLE = 'cells = [{section = "geld", audience = "STARTER"}]'

_QUALITY: dict[str, Callable[[Any], dict[str, Any]]] = {
    "required_headings": _headings,
    "stale_after_days": _count("stale_after_days"),
    "words_a_minute": _count("words_a_minute"),
}

_CHECKS: dict[str, Callable[[Any], dict[str, Any]]] = {
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


def _flag_text(text: str) -> Any:
    return {"true": True, "1": True, "false": False, "0": False}.get(text.strip().lower(), text)


def _number_text(text: str) -> Any:
    return int(text) if text.strip().isdecimal() and len(text) < 20 else text


_FROM_TEXT: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("title", "time_zone", "language", "as_of", "base_url", "edit_url", "preset"), str),
    "store_texts": _flag_text,
    **dict.fromkeys(
        ("max_file_bytes", "max_tags", "max_depth", "max_aliases", "stale_after_days", "words_a_minute"), _number_text
    ),
}
