"""The content folder -> the files in it that can be articles."""

import os
import re
import stat
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from operator import attrgetter
from pathlib import Path, PurePath
from typing import NamedTuple

from dashboard.errors import DashboardError
from dashboard.loader.presets import folders_not_entered
from dashboard.loader.problems import FOLDER, Problem

SUFFIXES = (".md", ".markdown", ".mdx", ".mkd", ".mkdn", ".mkdown", ".mdown", ".html")
# Articles perhaps, in forms that are not read: told once for each, and no part of the files found.
OTHER_FORMATS = frozenset((".adoc", ".asciidoc", ".org", ".rst", ".textile", ".txt", ".docx", ".odt"))
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_MOST_NS = 2**63 - 1
_NAME = attrgetter("name")


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

    def add(self, name: str, status: os.stat_result | None, *, outside: bool = False) -> None:
        """`name`: below the content folder. Without `status`, that could not be asked."""
        path = name
        if not name.isascii() and (path := readable(name)) != name:
            self.names[path] = name
        if outside:
            self.outside.add(path)
        self.paths.append(path)
        if status is None:
            self.sizes.append(-1)
            self.times.append(0)
            return
        self.sizes.append(status.st_size)
        try:
            self.times.append(status.st_mtime_ns)
        except OverflowError:
            self.times.append(mtime_of(status))

    def sort(self) -> None:
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
    folders = [(root, "")]
    while folders:
        folder, relative = folders.pop()
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=_NAME)  # the sort of all files has little left to do then
        except OSError as error:
            listing.problems.append(Problem(readable(relative) or FOLDER, "unreadable_folder", value=error.strerror))
            continue
        above = f"{relative}/" if relative else ""
        folders += [(entry.path, above + entry.name) for entry in reversed(_take(folder, entries, above, listing))]
    listing.sort()
    for suffix in sorted(OTHER_FORMATS & listing.other_suffixes.keys()):
        listing.problems.append(Problem(FOLDER, "other_format", value=f"{listing.other_suffixes[suffix]} {suffix}"))
    return listing


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


def _take(folder: str, entries: "list[os.DirEntry[str]]", above: str, listing: Listing) -> "list[os.DirEntry[str]]":
    """Adds the files of one folder to the listing; returns the folders in it that are entered."""
    inner: list[os.DirEntry[str]] = []
    linked: list[os.DirEntry[str]] = []
    names: list[str] = []
    for entry in entries:
        name = entry.name
        if entry.is_file(follow_symlinks=False):
            names.append(name)
            if name.startswith("."):
                continue
            if name.endswith(SUFFIXES) or (suffix := PurePath(name).suffix.lower()) in SUFFIXES:
                try:
                    listing.add(above + name, entry.stat(follow_symlinks=False))
                except OSError:  # gone meanwhile
                    listing.add(above + name, None)
            else:
                listing.other_suffixes[suffix] += 1
        elif entry.is_dir(follow_symlinks=False):
            inner.append(entry)
        else:  # a link, a pipe, a device
            names.append(name)
            linked.append(entry)
    for entry in linked:
        suffix = PurePath(entry.name).suffix.lower()
        if entry.name.startswith("."):
            continue
        if entry.is_symlink() and _is_folder(entry):
            listing.problems.append(Problem(readable(above + entry.name), "link_to_folder"))
        elif suffix in SUFFIXES:
            _add_linked(entry, above + entry.name, listing)
        else:
            listing.other_suffixes[suffix] += 1
    if not inner:
        return []
    not_entered = folders_not_entered(Path(folder), names)
    return [entry for entry in inner if not entry.name.startswith(".") and entry.name not in not_entered]


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a loop of links
        return False


def _add_linked(entry: "os.DirEntry[str]", name: str, listing: Listing) -> None:
    try:
        status = entry.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe would wait for ever
            listing.add(name, None)
            return
        outside = entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(listing.root)
        listing.add(name, status, outside=outside)
    except (OSError, RuntimeError):
        listing.add(name, None)


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
