"""What is the same for all files of one load."""

import difflib
import hashlib
import json
from functools import cached_property

from dashboard import __version__
from dashboard.loader.presets import Preset
from dashboard.loader.tags import alias_keys
from dashboard.settings import Settings


class Context:
    """The settings and the preset, and what follows from them."""

    def __init__(self, settings: Settings, preset: Preset) -> None:
        self.settings, self.preset = settings, preset
        self.zone = settings.zone
        self.aliases = alias_keys(settings.tag_aliases)
        self._known = {field: tuple(settings.targets.get(field, ())) for field in ("section", "audience")}
        self._nearest: dict[tuple[str, str], str | None] = {}

    def nearest_known(self, field: str, value: str) -> str | None:
        """None for a section or audience among the targets, or when there are no targets; else the nearest, or ''."""
        known = self._known[field]
        if not known or value in known:
            return None
        if (field, value) not in self._nearest:
            folded = {name.casefold(): name for name in known}
            close = difflib.get_close_matches(value.casefold(), folded, n=1)
            self._nearest[field, value] = folded[close[0]] if close else ""
        return self._nearest[field, value]

    @cached_property
    def settings_hash(self) -> str:
        """Another hash: what was read before is read again."""
        settings = self.settings
        parts = (
            __version__,
            self.preset.layout,
            settings.time_zone,
            settings.store_texts,
            (settings.max_file_bytes, settings.max_tags, settings.max_depth),
            sorted((field, list(keys)) for field, keys in settings.fields.items()),
            sorted(settings.tag_aliases.items()),
            sorted((field, sorted(names)) for field, names in self._known.items()),
        )
        return hashlib.blake2b(json.dumps(parts).encode(), digest_size=16).hexdigest()
