"""The content folder -> the files in it that can be articles."""

import math
import os
import re
import stat
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from operator import attrgetter
from pathlib import Path, PurePath
from typing import NamedTuple

from dashboard.errors import DashboardError
from dashboard.loader.presets import folders_not_entered
from dashboard.loader.problems import FOLDER, Problem
from dashboard.loader.twin import begun, is_alone

SUFFIXES = (".md", ".markdown", ".mdx", ".mkd", ".mkdn", ".mkdown", ".mdown", ".html")
# Articles perhaps, in forms that are not read: told once for each, and no part of the files found.
OTHER_FORMATS = frozenset((".adoc", ".asciidoc", ".org", ".rst", ".textile", ".txt", ".docx", ".odt"))
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_MANY = 10_000  # files: to list as many takes longer than to begin another process
_MOST_NS = 2**63 - 1
_NAME = attrgetter("name")
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_BY_NUMBER = os.scandir in os.supports_fd  # on Windows, the names come with sizes and times


class ContentFile(NamedTuple):
    """A file that can be an article. `path` is relative to the content folder, with `/`; it is the article's key."""

    path: str
    absolute: str
    size: int  # bytes; -1 where even that could not be asked
    mtime_ns: int
    outside: bool = False  # a link to a file outside the content folder, which is not followed


@dataclass(slots=True)
class Listing:
    """The files, sorted by path, in columns: an object for each would take its time, and five times the memory."""

    root: str  # the content folder's absolute path
    paths: list[str] = field(default_factory=list)
    sizes: "array[int]" = field(default_factory=lambda: array("q"))
    times: "array[int]" = field(default_factory=lambda: array("q"))  # mtime_ns
    outside: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)  # path -> as the folder has it, where that is no valid text
    problems: list[Problem] = field(default_factory=list)
    other_suffixes: Counter[str] = field(default_factory=Counter)  # of the files that can be no article

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, number: int) -> ContentFile:
        path = self.paths[number]
        absolute = f"{self.root}/{self.names.get(path, path)}"
        return ContentFile(path, absolute, self.sizes[number], self.times[number], path in self.outside)

    def add(self, names: list[str], statuses: Sequence[os.stat_result | None]) -> None:
        """`names`: below the content folder. A status of None: that could not be asked."""
        paths = names
        if not all(map(str.isascii, names)):
            paths = [readable(name) for name in names]
            self.names.update((path, name) for path, name in zip(paths, names, strict=True) if path != name)
        self.paths += paths
        self.sizes.extend([-1 if status is None else status.st_size for status in statuses])
        self.times.extend([0 if status is None else mtime_of(status) for status in statuses])

    def add_all(self, other: "Listing") -> None:
        """What was found in other folders below the same root."""
        self.paths += other.paths
        self.sizes += other.sizes
        self.times += other.times
        self.outside |= other.outside
        self.names |= other.names
        self.problems += other.problems
        self.other_suffixes += other.other_suffixes

    def sort(self) -> None:
        if self.paths == sorted(self.paths):  # as they were found, most often
            return
        order = sorted(range(len(self)), key=self.paths.__getitem__)
        self.paths = [self.paths[number] for number in order]
        self.sizes = array("q", map(self.sizes.__getitem__, order))
        self.times = array("q", map(self.times.__getitem__, order))

    def signature(self, commit: str = "") -> str:
        """Another one as soon as a file has come, gone or changed, by its name, size and time, or was committed."""
        told = sha256("\0".join(self.paths).encode())
        told.update(self.sizes.tobytes())
        told.update(self.times.tobytes())
        told.update(repr(sorted(self.outside)).encode())
        told.update(repr(sorted((problem.path, problem.code, problem.value) for problem in self.problems)).encode())
        told.update(commit.encode())
        return told.hexdigest()


class Tasks(NamedTuple):
    """Which files of a listing to read, and the hashes that their bytes had at the load before, by path."""

    listing: Listing
    numbers: Sequence[int]
    known_hashes: Mapping[str, str]


def find_files(content: Path) -> Listing:
    """All files below `content` with a suffix of Markdown or HTML.

    Hidden folders, node_modules, and what a site generator keeps beside its configuration are not entered. Links to
    folders are not followed: what lies inside the content folder is found at its own place, the rest is none of ours.
    Raises DashboardError for a folder that is not there, is no folder, or cannot be read.
    """
    root = checked_folder(content)
    listing = Listing(root)
    folders = _walk([""], listing, _MANY)
    if len(folders) > 1 and is_alone():
        middle = len(folders) // 2  # the last ones come first
        later = begun(lambda: _walked(folders[:middle], root))
        _walk(folders[middle:], listing)
        listing.add_all(later())
    else:
        _walk(folders, listing)
    listing.sort()
    for suffix in sorted(OTHER_FORMATS & listing.other_suffixes.keys()):
        listing.problems.append(Problem(FOLDER, "other_format", value=f"{listing.other_suffixes[suffix]} {suffix}"))
    return listing


def _walked(folders: list[str], root: str) -> Listing:
    listing = Listing(root)
    _walk(folders, listing)
    return listing


def _walk(folders: list[str], listing: Listing, enough: float = math.inf) -> list[str]:
    """Lists what is below these folders; returns those that are left once `enough` files are found."""
    while folders and len(listing) < enough:
        above = folders.pop()
        try:
            with _opened(f"{listing.root}/{above}") as entries:
                folders += [f"{above}{name}/" for name in reversed(_take(entries, above, listing))]
        except OSError as error:
            path = readable(above[:-1]) or FOLDER
            listing.problems.append(Problem(path, "unreadable_folder", value=error.strerror))
    return folders


def checked_folder(content: Path) -> str:
    """Its absolute path. Raises DashboardError."""
    try:
        root = content.resolve(strict=True)
        if not root.is_dir():
            raise DashboardError("not_a_folder", folder=content)
        os.scandir(root).close()
    except (FileNotFoundError, NotADirectoryError):
        raise DashboardError("no_folder", folder=content) from None
    except PermissionError:
        raise DashboardError("folder_not_allowed", folder=content) from None
    except (OSError, ValueError) as error:  # a loop of links, a name that is too long, a NUL in the name
        raise DashboardError("folder_unreadable", folder=content, reason=error) from None
    return str(root)


@contextmanager
def _opened(folder: str) -> "Iterator[list[os.DirEntry[str]]]":
    """What lies in it, by name. As long as it is open, they are asked about without the way there, in less time."""
    place = os.open(folder, _FOLDER) if _BY_NUMBER else folder
    try:
        with os.scandir(place) as scan:
            entries = sorted(scan, key=_NAME)  # the sort of all files has little left to do then
        yield entries
    finally:
        if isinstance(place, int):
            os.close(place)


def _take(entries: "list[os.DirEntry[str]]", above: str, listing: Listing) -> list[str]:
    """Adds the files of one folder to the listing; returns the names of the folders in it that are entered."""
    inner: list[str] = []
    others: list[str] = []
    found: list[os.DirEntry[str]] = []
    for entry in entries:
        name = entry.name
        if entry.is_file(follow_symlinks=False):
            others.append(name)
            if name[0] == ".":
                continue
            if name.endswith(SUFFIXES) or (suffix := PurePath(name).suffix.lower()) in SUFFIXES:
                found.append(entry)
            else:
                listing.other_suffixes[suffix] += 1
        elif entry.is_dir(follow_symlinks=False):
            inner.append(name)
        else:  # a link, a pipe, a device
            others.append(name)
            if name[0] != ".":
                _take_linked(entry, above + name, listing)
    listing.add([above + entry.name for entry in found], [_status(entry) for entry in found])
    if not inner:
        return []
    not_entered = folders_not_entered(Path(listing.root, above), others)
    return [name for name in inner if name[0] != "." and name not in not_entered]


def _take_linked(entry: "os.DirEntry[str]", name: str, listing: Listing) -> None:
    suffix = PurePath(name).suffix.lower()
    if entry.is_symlink() and _is_folder(entry):
        listing.problems.append(Problem(readable(name), "link_to_folder"))
    elif suffix in SUFFIXES:
        _add_linked(entry, name, listing)
    else:
        listing.other_suffixes[suffix] += 1


def _status(entry: "os.DirEntry[str]") -> os.stat_result | None:
    try:
        return entry.stat(follow_symlinks=False)
    except OSError:  # gone meanwhile
        return None


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a loop of links
        return False


def _add_linked(entry: "os.DirEntry[str]", name: str, listing: Listing) -> None:
    status = None
    try:
        followed = entry.stat()
        if stat.S_ISREG(followed.st_mode):  # a pipe would wait for ever
            status = followed
            if entry.is_symlink() and not Path(listing.root, name).resolve().is_relative_to(listing.root):
                listing.outside.add(readable(name))
    except (OSError, RuntimeError):
        pass
    listing.add([name], [status])


def mtime_of(status: os.stat_result) -> int:
    """In ns; a clock that was wrong by centuries is cut to what fits a database, the years 1677 to 2262."""
    ns = status.st_mtime_ns
    return ns if -_MOST_NS <= ns <= _MOST_NS else max(-_MOST_NS, min(ns, _MOST_NS))


def readable(path: str) -> str:
    """A file name as text, one name for each: DuckDB takes no half characters, as bytes that are no UTF-8 become.

    They are written as `\ufffdff`, and the `\ufffd` of a name that is valid text as two of them.
    """
    if path.isascii():
        return path
    return _HALF_CHARACTER.sub(_named, path.replace("\ufffd", "\ufffd\ufffd"))


def _named(half: re.Match[str]) -> str:
    code = ord(half[0])
    return f"\ufffd{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\ufffdu{code:04x}"
