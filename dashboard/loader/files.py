"""The content folder -> the files in it that can be articles."""

import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from dashboard.errors import DashboardError
from dashboard.loader.presets import folders_not_entered
from dashboard.loader.problems import FOLDER, Problem

SUFFIXES = (".md", ".markdown", ".mdx", ".html")


@dataclass(frozen=True, slots=True)
class ContentFile:
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


def find_files(content: Path) -> Listing:
    """All files below `content` with a suffix of Markdown or HTML.

    Hidden folders, node_modules, and what a site generator keeps beside its configuration are not entered. Links to
    folders are not followed: what lies inside the content folder is found at its own place, the rest is none of ours.
    Raises DashboardError for a folder that is not there, is no folder, or cannot be read.
    """
    root = _checked(content)
    listing = Listing()
    for entry, path in _walk(root, listing):
        suffix = PurePath(entry.name).suffix.lower()
        if suffix in SUFFIXES:
            listing.files.append(_content_file(entry, path, root))
        else:
            listing.other_suffixes[suffix] += 1
    listing.files.sort(key=lambda file: file.path)
    return listing


def _checked(content: Path) -> str:
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


def _walk(root: str, listing: Listing) -> Iterator[tuple["os.DirEntry[str]", str]]:
    """Every file that is not hidden, with its path relative to the root."""
    folders = [(root, "")]
    while folders:
        folder, relative = folders.pop()
        try:
            with os.scandir(folder) as scan:
                entries = list(scan)
        except OSError as error:
            listing.problems.append(Problem(readable(relative) or FOLDER, "unreadable_folder", value=error.strerror))
            continue
        not_entered = folders_not_entered(entry.name for entry in entries)
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path = f"{relative}/{entry.name}" if relative else entry.name
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in not_entered:
                    folders.append((entry.path, path))
            elif entry.is_symlink() and _is_folder(entry):
                listing.problems.append(Problem(readable(path), "link_to_folder"))
            else:
                yield entry, readable(path)


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a loop of links
        return False


def _content_file(entry: "os.DirEntry[str]", path: str, root: str) -> ContentFile:
    try:
        status = entry.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe would wait for ever
            return ContentFile(path, entry.path, -1, 0)
        outside = entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(root)
        return ContentFile(path, entry.path, status.st_size, status.st_mtime_ns, outside)
    except (OSError, RuntimeError):
        return ContentFile(path, entry.path, -1, 0)


def readable(path: str) -> str:
    """A file name that is no valid text stays unique and becomes text: DuckDB takes no half characters."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
