"""`dashboard.toml` and the environment -> Settings; a mistake is named with key, value and what is allowed."""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from dashboard.allowed import (
    CHECKS,
    FIELDS,
    OF_ONE_VALUE,
    PLANNED,
    PRESETS,
    VOLUMES,
    NotAllowedError,
    SettingsError,
    parse_as_of,
    unknown_name,
    usable_targets,
)

__all__ = [
    "ENVIRONMENT_PREFIX",
    "FIELDS",
    "FILE_NAME",
    "PLANNED",
    "PRESETS",
    "VOLUMES",
    "NotAllowedError",
    "Settings",
    "SettingsError",
    "parse_as_of",
    "read_settings",
    "settings_of",
    "usable_settings",
]

FILE_NAME = "dashboard.toml"
ENVIRONMENT_PREFIX = "DASHBOARD_"


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

    Of the plan it spoils only its own number. Raises SettingsError for a named file that is not there.
    """
    if file is not None and not file.is_file():
        raise SettingsError("no_settings_file", file=file)
    path = file or (content / FILE_NAME if content is not None else None)
    table: dict[str, Any] = {}
    if path is not None and path.is_file():
        try:
            table = read_toml(path)
        except SettingsError as error:
            settings, mistakes = _settings_of({}, str(path), environment)
            return settings, [error, *mistakes]
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
        if key not in CHECKS:
            mistakes.append(unknown_name(where, CHECKS, key))
        elif key == "targets" and isinstance(value, dict):
            values["targets"], wrong = usable_targets(value)
            mistakes += [error.told(where, key, value) for error in wrong]
        else:
            try:
                values.update(CHECKS[key](value))
            except NotAllowedError as error:
                mistakes.append(error.told(where, key, value))
    for key, from_text in _FROM_TEXT.items():
        variable = ENVIRONMENT_PREFIX + key.upper()
        if variable in environment:
            value = from_text(environment[variable])
            try:
                values.update(OF_ONE_VALUE[key](value))
            except NotAllowedError as error:
                mistakes.append(error.told(variable, key, value))
    return Settings(**values), mistakes


def read_toml(path: Path) -> dict[str, Any]:
    """Raises SettingsError for a file that is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError("settings_not_toml", file=path, reason=error) from None
    except UnicodeDecodeError:
        raise SettingsError("settings_not_utf8", file=path) from None
    except OSError as error:
        raise SettingsError("file_unreadable", file=path, reason=error.strerror) from None


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
