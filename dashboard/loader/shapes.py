"""Which keys front matter has, and where each of them stands. Articles of one folder share a few such shapes."""

from collections.abc import Mapping, Sequence
from typing import Any

Path = tuple[Any, ...]  # the keys that lead to a value, as the file writes them

_MOST_KEPT = 5_000
_MOST_KEYS = 1_000
_LONGEST_KEY = 200


class Shape:
    """The keys of one kind of front matter, looked up without regard to case."""

    def __init__(self, metadata: Mapping[Any, Any], depth: int) -> None:
        self._paths: dict[str, Path] = {}  # lower-case name, with dots -> path
        self._unmapped: tuple[str, ...] | None = None
        self._available: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._present: dict[Sequence[str], tuple[tuple[str, Path], ...]] = {}
        self.leaves: list[tuple[str, Path]] = []  # every key with a value of its own: as written, with dots
        self._add(metadata, (), "", depth)

    def _add(self, table: Mapping[Any, Any], above: Path, prefix: str, depth: int) -> None:
        # A key that holds a dot itself comes before a key in a table; of two that differ in case only, the first.
        inner: list[tuple[Mapping[Any, Any], Path, str]] = []
        for key, value in table.items():
            path = (*above, key)
            name = prefix + str(key)
            self._paths.setdefault(name.lower(), path)
            if isinstance(value, dict) and value and len(path) < depth:
                inner.append((value, path, f"{name}."))
            elif len(self.leaves) < _MOST_KEYS:
                self.leaves.append((name[:_LONGEST_KEY], path))
        for value, path, name in inner:
            if self._paths[name[:-1].lower()] == path:
                self._add(value, path, name, depth)

    def path(self, key: str) -> Path | None:
        return self._paths.get(key.lower())

    def present(self, keys: tuple[str, ...]) -> tuple[tuple[str, Path], ...]:
        """Those of `keys` that are there, in the order asked, each with its path."""
        found = self._present.get(keys)
        if found is None:
            found = tuple((key, path) for key in keys if (path := self.path(key)) is not None)
            self._present[keys] = found
        return found

    def available(self, sources: tuple[str, ...]) -> tuple[str, ...]:
        """Without the sources that are keys and not there; `@` begins one that is no key, `!` a key's opposite."""
        found = self._available.get(sources)
        if found is None:
            found = tuple(source for source in sources if source[:1] == "@" or self.path(source.lstrip("!")))
            self._available[sources] = found
        return found

    def unmapped(self, known: frozenset[str]) -> tuple[str, ...]:
        """The keys with a value that are not among `known` (in lower case); nor is any table they stand in."""
        if self._unmapped is None:
            names = sorted({name for name, path in self.leaves if path[0] is not None})
            self._unmapped = tuple(name for name in names if name.lower() not in known)
        return self._unmapped


class Shapes:
    """The shapes met so far. `depth`: how many keys lead to the deepest value that is asked for."""

    def __init__(self, depth: int = 2) -> None:
        self._depth = depth
        self._known: dict[Any, Shape] = {}

    def of(self, metadata: Mapping[Any, Any]) -> Shape:
        signature = _signature(metadata, self._depth)
        shape = self._known.get(signature)
        if shape is None:
            shape = Shape(metadata, self._depth)
            if len(self._known) < _MOST_KEPT:
                self._known[signature] = shape
        return shape


def _signature(table: Mapping[Any, Any], depth: int) -> tuple[Any, ...]:
    """Equal for front matter with the same keys; 1, 1.0 and True are equal, so what is no text counts with its type."""
    keys = tuple(table)
    if set(map(type, keys)) - {str}:
        keys = tuple((type(key), key) for key in keys)
    if depth == 1:
        return keys
    inner = [(key, _signature(value, depth - 1)) for key, value in table.items() if type(value) is dict and value]
    return (keys, *inner) if inner else keys
