"""What the configuration of a Hugo site says about its articles: how it names its tags, and which languages it has."""

import json
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from dashboard.loader.problems import SkipFileError
from dashboard.loader.yaml_events import read_yaml

_LONGEST = 1_000_000  # bytes
_OTHERS = ("category", "series", "author", "authors")  # taxonomies that hold no tags


def site_configuration(site: Path) -> dict[str, Any]:
    """The tables of `hugo.*` or `config.*`, in the site's folder or in `config/_default`; keys in lower case.

    What cannot be read says nothing: that is for Hugo to tell.
    """
    found: dict[str, Any] = {}
    for folder in (site, site / "config" / "_default"):
        for name in ("config", "hugo"):
            found |= _table(folder / name)
    for name in ("taxonomies", "languages"):  # there each table may have a file of its own
        if table := _table(site / "config" / "_default" / name):
            found[name] = table
    return found


def tags_key(configuration: Mapping[str, Any]) -> str | None:
    """The key that holds the tags where the site has no taxonomy `tags`, and only where one can be meant."""
    names = _names(configuration.get("taxonomies"))
    if "tags" in names.values():
        return None
    plurals = {plural for name, plural in names.items() if name not in _OTHERS}
    return names.get("tag") or (plurals.pop() if len(plurals) == 1 else None)


def languages(configuration: Mapping[str, Any]) -> frozenset[str]:
    table = configuration.get("languages")
    return frozenset(str(name).lower() for name in table) if isinstance(table, dict) else frozenset()


def _names(taxonomies: Any) -> dict[str, str]:
    if not isinstance(taxonomies, dict):
        return {}
    return {str(name).lower(): plural for name, plural in taxonomies.items() if isinstance(plural, str) and plural}


def _table(path: Path) -> dict[str, Any]:
    for suffix, read in _READERS.items():
        try:
            with path.with_suffix(suffix).open("rb") as file:
                table = read(file.read(_LONGEST).decode("utf-8-sig"))
        except (OSError, ValueError, RecursionError, yaml.YAMLError, SkipFileError):
            continue
        if isinstance(table, dict):
            return {str(key).lower(): value for key, value in table.items()}
    return {}


_READERS: Mapping[str, Callable[[str], Any]] = {
    ".toml": tomllib.loads,
    ".yaml": lambda text: read_yaml(text, 16, 10_000).value,
    ".yml": lambda text: read_yaml(text, 16, 10_000).value,
    ".json": json.loads,
}
