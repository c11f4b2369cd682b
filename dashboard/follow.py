"""Follows a content folder and calls back after each change that can matter to an article."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import watchfiles

from dashboard.loader.files import SUFFIXES

if TYPE_CHECKING:
    from watchfiles.main import FileChange

log = logging.getLogger(__name__)

TICK = 250  # milliseconds between two looks at what the system does not tell: the folder itself, the settings file
Signature = tuple[int, int, int] | None


class Follower(Thread):
    """A thread that calls `on_change` until it is stopped; one call at a time, and none is lost meanwhile.

    Also called when the folder disappears, when it or another in its place is there, when the settings file changes,
    and when `again()` says that a call that failed should be tried once more.
    """

    def __init__(
        self, folder: Path, settings: Path, database: Path, on_change: Callable[[], None], again: Callable[[], bool]
    ) -> None:
        super().__init__(name="follow-content", daemon=True)
        self.ready = Event()  # set when every later change will be seen
        self._stop_asked = Event()
        self._folder, self._settings, self._database = folder, settings, database
        self._on_change, self._again = on_change, again

    def stop(self) -> None:
        """Ends the thread, and waits for it: one that is inside the watcher may not outlive Python."""
        self._stop_asked.set()
        self.join(timeout=10)

    def run(self) -> None:
        polling: bool | None = None  # none: as the system allows
        loaded, settings = _identity(self._folder), signature(self._settings)
        said = False
        while not self._stop_asked.is_set():
            folder = _identity(self._folder)
            if folder is None:  # gone, or not there yet: said once, and looked for until it is back
                self.ready.set()
                if not said:
                    self._on_change()
                loaded, said = None, True
                self._stop_asked.wait(TICK / 1000)
                continue
            said = False
            try:
                for changes in self._changes(polling):
                    self.ready.set()
                    if _identity(self._folder) != folder:
                        break
                    if changes or loaded != folder or signature(self._settings) != settings or self._again():
                        loaded, settings = folder, signature(self._settings)
                        self._on_change()
            except FileNotFoundError:  # gone between the look and the watch
                continue
            except OSError:
                if polling:
                    self._stop_asked.wait(10)
                    continue
                polling, loaded = True, None
                log.warning(
                    "The system cannot follow so many folders, so they are looked at every second instead; "
                    "raise fs.inotify.max_user_watches for quicker updates."
                )

    def _changes(self, polling: bool | None) -> "Iterator[set[FileChange]]":
        """Sets of changes, gathered until the folder is quiet for 0.1 s; an empty set at each tick."""
        return watchfiles.watch(
            self._folder.resolve(),
            watch_filter=self._matters,
            debounce=1000,
            step=100,
            rust_timeout=TICK,
            yield_on_timeout=True,
            stop_event=self._stop_asked,
            force_polling=polling,
            poll_delay_ms=1000,
            ignore_permission_denied=True,
            raise_interrupt=False,
        )

    def _matters(self, change: watchfiles.Change, name: str) -> bool:
        """Can this change an article? What disappears may have been a folder full of them."""
        path, root = Path(name), self._folder.resolve()
        inside = path.relative_to(root) if path.is_relative_to(root) else path
        if any(part.startswith(".") or part == "node_modules" for part in inside.parts):
            return False
        if path.name.startswith(self._database.name) and path.parent == self._database.resolve().parent:
            return False
        return path.suffix.lower() in SUFFIXES or change == watchfiles.Change.deleted or path.is_dir()


def signature(path: Path) -> Signature:
    """Differs when the file is another or was written; None when there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def _identity(folder: Path) -> tuple[int, int] | None:
    """Names the folder itself: another one under the same path has another identity."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if folder.is_dir() else None
