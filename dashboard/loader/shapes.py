"""Which keys front matter has, and where each of them stands. Articles of one folder share a few such shapes."""

from collections.abc import Mapping, Sequence
from typing import Any

Path = tuple[Any, ...]  # the keys that lead to a value, as the file writes them

_MOST_KEPT = 5_000
_MOST_KEYS = 1_000
_LONGEST_KEY = 200
_TEXTS = ("title", "summary", "section", "audience", "cover_image", "cover_alt", "cover_caption", "slug")
# Looked at, though no field takes its value from them.
_OTHER_KEYS = ("headless", "path", "slug", "build.render", "build.list", "_build.render", "_build.list")


class Shape:
    """The keys of one kind of front matter, looked up without regard to case, and the fields they can fill."""

    def __init__(self, metadata: Mapping[Any, Any], sources: Mapping[str, Sequence[str]], depth: int) -> None:
        """`sources`: of each field, in the order in which they count. `@` begins one that is no key, `!` a key's
        opposite.
        """
        self._paths: dict[str, Path] = {}  # lower-case name, with dots -> path
        self._leaves: list[tuple[str, Path]] = []  # every key with a value of its own: as written, with dots
        self._add(metadata, (), "", depth)
        # Without those that are keys and not there: most fields have none left, or one.
        self.sources = {field: left for field, some in sources.items() if (left := tuple(filter(self._is_there, some)))}
        self.keys = {
            field: tuple((key, path) for key in left if key[0] not in "@!" and (path := self.path(key)) is not None)
            for field, left in self.sources.items()
        }
        # Of the fields that hold one text: the first source, where that is a key.
        self.texts = tuple(
            (field, *self.keys[field][0]) for field in _TEXTS if self.sources.get(field, ("@",))[0][0] != "@"
        )
        known = {key.lstrip("!").lower() for some in sources.values() for key in some}.union(_OTHER_KEYS)
        names = sorted({name for name, path in self._leaves if path[0] is not None})
        # The keys with a value that fill no field; nor does any table they stand in.
        self.unmapped = tuple(name for name in names if name.lower() not in known)

    def _is_there(self, source: str) -> bool:
        return source[0] == "@" or self.path(source.lstrip("!")) is not None

    def _add(self, table: Mapping[Any, Any], above: Path, prefix: str, depth: int) -> None:
        # A key that holds a dot itself comes before a key in a table; of two that differ in case only, the first.
        inner: list[tuple[Mapping[Any, Any], Path, str]] = []
        for key, value in table.items():
            path = (*above, key)
            name = prefix + str(key)
            self._paths.setdefault(name.lower(), path)
            if isinstance(value, dict) and value and len(path) < depth:
                inner.append((value, path, f"{name}."))
            elif len(self._leaves) < _MOST_KEYS:
                self._leaves.append((name[:_LONGEST_KEY], path))
        for value, path, name in inner:
            if self._paths[name[:-1].lower()] == path:
                self._add(value, path, name, depth)

    def path(self, key: str) -> Path | None:
        return self._paths.get(key.lower())


class Shapes:
    """The shapes met so far, for these sources of fields."""

    def __init__(self, sources: Mapping[str, Sequence[str]]) -> None:
        self._sources = sources
        keys = [key for some in sources.values() for key in some]
        self._depth = max(2, *(key.count(".") + 1 for key in keys))  # how many keys lead to the deepest value asked for
        self._known: dict[Any, Shape] = {}

    def of(self, metadata: Mapping[Any, Any]) -> Shape:
        signature = _signature(metadata, self._depth)
        shape = self._known.get(signature)
        if shape is None:
            shape = Shape(metadata, self._sources, self._depth)
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
