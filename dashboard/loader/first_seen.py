"""When an article was first seen: for how long a draft has been lying there. Never the article's own date."""

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from dashboard.loader.files import SUFFIXES, readable

Seen = tuple[date, str]  # the day, and what told it

_TIMEOUT = 20  # seconds; a history that takes longer is not asked
# A folder's own git configuration may name programs to run, and leave out the first commit or half of each name.
_SETTINGS = ("core.fsmonitor=false", "log.showSignature=false", "log.showRoot=true", "diff.relative=false")
_GIT = ("git", "--no-pager", *(part for setting in _SETTINGS for part in ("-c", setting)))
_LOG = ("log", "--reverse", "-M", "--diff-filter=AR", "--name-status", "-z", "--format=%x01%at", "--", ".")
# Articles elsewhere in the repository too: the whole folder may once have stood there, under another name.
_ANYWHERE = tuple(f":(top,icase)*{suffix}" for suffix in SUFFIXES)
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}


def first_commits(content: Path, zone: ZoneInfo) -> dict[str, date]:
    """Path relative to `content` -> the local day of its first commit; a renamed file keeps its first name's day.

    Empty outside a git work tree, where no file of the folder is tracked, in a shallow clone (it has forgotten the
    first commits), and where git is absent or takes too long.
    """
    facts = _git(content, "rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "--show-prefix")
    if facts is None or facts.split("\n")[:2] != ["true", "false"]:
        return {}
    prefix = facts.split("\n")[2]
    if not _git(content, "ls-files", "-z", "--", "."):
        return {}
    log = _git(content, *_LOG, *_ANYWHERE)
    return _first_days(log, prefix, zone) if log else {}


def last_commit(content: Path) -> str:
    """Names the commit that the folder stands at: with another one, git may know other files. '' outside of git."""
    root = content.resolve()
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return ""
    return (_git(content, "rev-parse", "HEAD") or "").strip()


def _first_days(log: str, prefix: str, zone: ZoneInfo) -> dict[str, date]:
    first: dict[str, date] = {}
    day: date | None = None
    fields = iter(log.split("\0"))
    for told in fields:  # a file's name may hold any other character: it is never looked at as anything else
        told = told.lstrip("\n")
        if told.startswith("\x01"):
            day = _day_of(told[1:], zone)
        elif told.startswith("R"):
            old, new = next(fields, ""), next(fields, "")
            if known := first.get(old) or day:
                first.setdefault(new, known)
        elif told.startswith("A"):
            name = next(fields, "")
            if day:
                first.setdefault(name, day)
    return {readable(path.removeprefix(prefix)): day for path, day in first.items() if path.startswith(prefix)}


def _day_of(stamp: str, zone: ZoneInfo) -> date | None:
    try:
        return datetime.fromtimestamp(int(stamp), UTC).astimezone(zone).date()
    except (ValueError, OverflowError, OSError):  # a commit of the year 318857
        return None


def _git(folder: Path, *arguments: str) -> str | None:
    import subprocess  # most folders need none

    try:
        done = subprocess.run(
            [*_GIT, *arguments],
            cwd=folder,
            env={**os.environ, **_QUIET},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "surrogateescape") if done.returncode == 0 else None


class FirstSeen:
    """Answers for each article: the day it was first seen, and what told so (git, load, file)."""

    def __init__(
        self,
        today: date,
        zone: ZoneInfo,
        commits: Mapping[str, date],
        known: Mapping[str, Seen] | None,
        gone: Mapping[str, str],
    ) -> None:
        """`known`: what the load before says, by path; None for the first load of a database.

        `gone`: path -> hash of the files that were there then, and are no more.
        """
        self._today, self._zone, self._commits = today, zone, commits
        self._known = known or {}
        self._is_first_load = known is None
        self._moved = {told: self._known[path] for path, told in sorted(gone.items()) if path in self._known}

    def of(self, path: str, content_hash: str | None, mtime_ns: int) -> Seen:
        if path in self._commits:
            return self._commits[path], "git"
        if path in self._known:
            return self._known[path]
        if content_hash in self._moved:  # the same text under another name
            return self._moved[content_hash]
        if not self._is_first_load:
            return self._today, "load"
        return min(_day_of_minute(mtime_ns // 60_000_000_000, self._zone), self._today), "file"


@lru_cache(maxsize=1_000)  # thousands of files have the time at which the folder was copied
def _day_of_minute(minute: int, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(minute * 60, UTC).astimezone(zone).date()
