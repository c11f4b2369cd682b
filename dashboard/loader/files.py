"""The content folder -> the files in it that can be articles."""

import os
import re
import stat
from array import array
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from operator import itemgetter
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


class ContentFile(NamedTuple):
    """A file that can be an article. `path` is relative to the content folder, with `/`; it is the article's key."""

    path: str
    absolute: str
    size: int  # bytes; -1 where even that could not be asked
    mtime_ns: int
    outside: bool = False  # a link to a file outside the content folder, which is not followed


@dataclass(slots=True)
class Listing:
    files: list[ContentFile] = field(default_factory=list)  # sorted by path
    problems: list[Problem] = field(default_factory=list)
    other_suffixes: Counter[str] = field(default_factory=Counter)  # of the files that can be no article

    def signature(self, commit: str = "") -> str:
        """Another one as soon as a file has come, gone or changed, by its name, size and time, or was committed."""
        files = self.files
        told = sha256("\0".join([file.path for file in files]).encode())
        told.update(array("q", [file.size for file in files]).tobytes())
        told.update(array("q", [file.mtime_ns for file in files]).tobytes())
        told.update(repr([file.path for file in files if file.outside]).encode())
        told.update(repr(sorted((problem.path, problem.code, problem.value) for problem in self.problems)).encode())
        told.update(commit.encode())
        return told.hexdigest()


def find_files(content: Path) -> Listing:
    """All files below `content` with a suffix of Markdown or HTML.

    Hidden folders, node_modules, and what a site generator keeps beside its configuration are not entered. Links to
    folders are not followed: what lies inside the content folder is found at its own place, the rest is none of ours.
    Raises DashboardError for a folder that is not there, is no folder, or cannot be read.
    """
    root = checked_folder(content)
    listing = Listing()
    folders = [(root, "")]
    while folders:
        folder, relative = folders.pop()
        try:
            with os.scandir(folder) as scan:
                entries = list(scan)
        except OSError as error:
            listing.problems.append(Problem(readable(relative) or FOLDER, "unreadable_folder", value=error.strerror))
            continue
        above = f"{relative}/" if relative else ""
        folders += [(entry.path, above + entry.name) for entry in _take(folder, entries, above, root, listing)]
    listing.files.sort(key=itemgetter(0))
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


def _take(
    folder: str, entries: "list[os.DirEntry[str]]", above: str, root: str, listing: Listing
) -> "list[os.DirEntry[str]]":
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
                path = above + name
                listing.files.append(_plain_file(entry, readable(path)))
            else:
                listing.other_suffixes[suffix] += 1
        elif entry.is_dir(follow_symlinks=False):
            inner.append(entry)
        else:  # a link, a pipe, a device
            names.append(name)
            linked.append(entry)
    for entry in linked:
        path, suffix = readable(above + entry.name), PurePath(entry.name).suffix.lower()
        if entry.name.startswith("."):
            continue
        if entry.is_symlink() and _is_folder(entry):
            listing.problems.append(Problem(path, "link_to_folder"))
        elif suffix in SUFFIXES:
            listing.files.append(_content_file(entry, path, root))
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


def _plain_file(entry: "os.DirEntry[str]", path: str) -> ContentFile:
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:  # gone meanwhile
        return ContentFile(path, entry.path, -1, 0)
    return ContentFile(path, entry.path, status.st_size, mtime_of(status))


def _content_file(entry: "os.DirEntry[str]", path: str, root: str) -> ContentFile:
    try:
        status = entry.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe would wait for ever
            return ContentFile(path, entry.path, -1, 0)
        outside = entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(root)
        return ContentFile(path, entry.path, status.st_size, mtime_of(status), outside)
    except (OSError, RuntimeError):
        return ContentFile(path, entry.path, -1, 0)


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
