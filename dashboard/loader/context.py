"""What is the same for all files of one load."""

import hashlib
import json
from functools import cached_property
from typing import NamedTuple

from dashboard import __version__
from dashboard.loader.presets import Preset
from dashboard.loader.shapes import Shapes
from dashboard.loader.tags import alias_keys
from dashboard.resources import QUERIES
from dashboard.settings import Settings


class Place(NamedTuple):
    """A folder, as far as it says something about the articles in it."""

    folders: tuple[str, ...]
    language: str | None
    story: str  # the folder without the one of its language


class Context:
    """The settings and the preset, and what follows from them."""

    def __init__(self, settings: Settings, preset: Preset) -> None:
        self.settings, self.preset = settings, preset
        self.zone = settings.zone
        self.aliases = alias_keys(settings.tag_aliases)
        self.shapes = Shapes(preset.sources)
        self._places: dict[str, Place] = {}
        self._known = {field: tuple(settings.targets.get(field, ())) for field in ("section", "audience")}
        self._nearest: dict[tuple[str, str], str | None] = {}

    def nearest_known(self, field: str, value: str) -> str | None:
        """None for a section or audience among the targets, or when there are no targets; else the nearest, or ''."""
        known = self._known[field]
        if not known or value in known:
            return None
        if (field, value) not in self._nearest:
            import difflib  # few need it, and it takes its time to load

            folded = {name.casefold(): name for name in known}
            close = difflib.get_close_matches(value.casefold(), folded, n=1)
            self._nearest[field, value] = folded[close[0]] if close else ""
        return self._nearest[field, value]

    def place(self, path: str) -> Place:
        """What the folder of a file says about it."""
        folder = path[: path.rfind("/") + 1]
        place = self._places.get(folder)
        if place is None:
            folders, language = self.preset.folders(folder)
            story = folder
            if language is not None and "@folder" in self.preset.sources.get("language", ()):
                parts = folder.split("/")
                at = len(parts) - 2 - len(folders) + self.preset.language_level  # before those that say something else
                story = "/".join((*parts[:at], *parts[at + 1 :])) if at >= 0 and parts[at] == language else folder
            place = self._places[folder] = Place(folders, language, story)
        return place

    @cached_property
    def settings_hash(self) -> str:
        """Another one: what was read before is read again. In three parts, each of which is a reason for that."""
        settings = self.settings
        program = (__version__, (QUERIES / "schema.sql").read_text(encoding="utf-8"))
        chosen = (
            settings.preset,
            settings.time_zone,
            settings.store_texts,
            (settings.max_file_bytes, settings.max_tags, settings.max_depth, settings.max_aliases),
            sorted((field, list(keys)) for field, keys in settings.fields.items()),
            sorted(settings.tag_aliases.items()),
            sorted((field, sorted(names)) for field, names in self._known.items()),
        )
        parts = (json.dumps(part).encode() for part in (program, chosen, self.preset.layout))
        return ".".join(hashlib.blake2b(part, digest_size=16).hexdigest() for part in parts)

    def reason(self, before: str) -> str:
        """Why all is read again that was read under another hash: `version`, `settings` or `layout`; '' under this."""
        names, now, then = ("version", "settings", "layout"), self.settings_hash.split("."), before.split(".")
        if len(then) != len(now):
            return "version"
        return next((name for name, new, old in zip(names, now, then, strict=True) if new != old), "")
