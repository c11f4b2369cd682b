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

_LEAST_LETTERS = 4  # of the longer of two names that may be one


class Place(NamedTuple):
    """A folder, as far as it says something about the articles in it."""

    folders: tuple[str, ...]
    language: str | None
    story: str  # the folder without the one of its language


def _plain(name: str) -> str:
    """Without what is a matter of taste: capitals, hyphens, underscores, spaces."""
    return "".join(letter for letter in name.casefold() if letter not in "-_ ")


def _one_slip(a: str, b: str) -> bool:
    """Are they the same but for one letter more, less or other, or two neighbours swapped? Short ones never."""
    if a == b:
        return True
    a, b = sorted((a, b), key=len)
    if len(b) < _LEAST_LETTERS or len(b) - len(a) > 1:
        return False
    start = next((place for place, letter in enumerate(a) if letter != b[place]), len(a))
    one_more, one_other = a[start:] == b[start + 1 :], a[start + 1 :] == b[start + 1 :]
    swapped = a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]
    return one_more or (len(a) == len(b) and (one_other or swapped))


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
        """The section or audience of the plan that is meant, where another one is one slip away from it; else None.

        A plan need not be about all there is: a name that is like none of its names was left out on purpose.
        """
        known = self._known[field]
        if not known or value in known:
            return None
        if (field, value) not in self._nearest:
            near = (name for name in known if _one_slip(_plain(value), _plain(name)))
            self._nearest[field, value] = next(near, None)
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
