"""What this process serves: one content folder, its database, its settings, and the state of the last load.

The pages ask `current()`. A watcher follows the folder: each change is loaded by another process, so that no page
waits for it, and a load that fails leaves the last good snapshot in place and its sentence in `Live.error`.
"""

import hashlib
import json
import logging
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

import watchfiles
from platformdirs import user_data_path

from dashboard.errors import DashboardError
from dashboard.resources import SAMPLE
from dashboard.settings import FILE_NAME, Settings, read_settings

if TYPE_CHECKING:
    from watchfiles.main import FileChange

    from dashboard.loader import LoadResult

log = logging.getLogger(__name__)

_SUFFIXES = {".md", ".markdown", ".mdx", ".html"}
_RETRY = 10  # seconds after a failed load: a disk may have room again, another load may be done
_TICK = 250  # milliseconds between two looks at what the system does not tell: the folder itself, the settings file
_Signature = tuple[int, int, int] | None


@dataclass
class Live:
    """One folder being served. Safe to share between threads."""

    content: Path
    database: Path
    settings_file: Path | None = None  # none: dashboard.toml in the content folder, if it is there
    as_of: str | None = None  # overrules the settings
    loading: bool = field(default=False, init=False)
    _load_error: DashboardError | None = field(default=None, init=False)
    _settings_error: DashboardError | None = field(default=None, init=False)
    _tried: float = field(default=0.0, init=False)  # monotonic seconds
    _settings: Settings = field(default_factory=Settings, init=False)
    _settings_seen: _Signature | str = field(default="never", init=False)
    _settings_lock: Lock = field(default_factory=Lock, init=False)
    _load_lock: Lock = field(default_factory=Lock, init=False)
    _stop: Event = field(default_factory=Event, init=False)
    _watcher: Thread | None = field(default=None, init=False)

    def settings(self) -> Settings:
        """The settings as the file says now; the last good ones while the file has a mistake (see `error`)."""
        with self._settings_lock:
            seen = _signature(self._settings_path)
            if seen != self._settings_seen:
                self._settings_seen = seen
                try:
                    self._settings = read_settings(self.content, self.settings_file)
                    self._settings_error = None
                except DashboardError as error:
                    self._settings_error = error
            return replace(self._settings, as_of=self.as_of) if self.as_of else self._settings

    @property
    def error(self) -> DashboardError | None:
        """Why what the pages show is not what the folder holds; None when all is well."""
        self.settings()
        return self._settings_error or self._load_error

    def load(self, *, full: bool = False, progress: Callable[[int, int], None] | None = None) -> "LoadResult":
        """Load the folder here and now. Raises DashboardError, and keeps it as `error`."""
        from dashboard.loader import load

        with self._load_lock:
            self.loading = True
            try:
                settings = read_settings(self.content, self.settings_file)
                result = load(self.content, self.database, settings, full=full, progress=progress)
                self._load_error = None
                return result
            except DashboardError as error:
                self._load_error = error
                raise
            finally:
                self._tried, self.loading = time.monotonic(), False

    def reload(self) -> None:
        """Load the folder in another process. Never raises: what went wrong is `error`."""
        command = [sys.executable, "-P", "-m", "dashboard", "load", str(self.content), "--format", "json"]
        command += ["--database", str(self.database)]
        if self.settings_file is not None:
            command += ["--settings", str(self.settings_file)]
        with self._load_lock:
            self.loading = True
            try:
                done = subprocess.run(
                    command, capture_output=True, text=True, encoding="utf-8", env=_environment(), check=False
                )
                error = _load_error(done, self.content)
            except OSError as problem:
                error = DashboardError(f"{self.content}: reading could not be started ({problem.strerror}).")
            if error is None:
                log.info("%s", _summary(done.stdout))
            elif str(error) != str(self._load_error):
                log.warning("%s", error)
            self._load_error, self._tried, self.loading = error, time.monotonic(), False

    def watch(self) -> None:
        """Start following the folder; on return every later change will be seen."""
        ready = Event()
        self._watcher = Thread(target=self._follow, args=(ready,), name="watch-content", daemon=True)
        self._watcher.start()
        ready.wait(timeout=5)

    def stop(self) -> None:
        """Stop following the folder."""
        self._stop.set()
        if self._watcher is not None:
            self._watcher.join(timeout=5)

    @property
    def _settings_path(self) -> Path:
        return self.settings_file or self.content / FILE_NAME

    def _follow(self, ready: Event) -> None:
        polling: bool | None = None  # none: as the system allows
        loaded = _identity(self.content)
        settings = _signature(self._settings_path)
        said = False
        while not self._stop.is_set():
            folder = _identity(self.content)
            if folder is None:  # gone, or not there yet: said once, and looked for until it is back
                ready.set()
                if not said:
                    self.reload()
                loaded, said = None, True
                self._stop.wait(_TICK / 1000)
                continue
            said = False
            try:
                for changes in self._changes(polling):
                    ready.set()
                    if _identity(self.content) != folder:
                        break
                    retry = self._load_error is not None and time.monotonic() > self._tried + _RETRY
                    if changes or retry or loaded != folder or _signature(self._settings_path) != settings:
                        loaded, settings = folder, _signature(self._settings_path)
                        self.reload()
            except FileNotFoundError:  # gone between the look and the watch
                continue
            except OSError:
                if polling:
                    raise
                polling, loaded = True, None
                log.warning(
                    "The system cannot follow so many folders, so they are looked at every second instead; "
                    "raise fs.inotify.max_user_watches for quicker updates."
                )

    def _changes(self, polling: bool | None) -> "Iterator[set[FileChange]]":
        return watchfiles.watch(
            self.content.resolve(),
            watch_filter=self._is_relevant,
            debounce=1000,
            step=100,
            rust_timeout=_TICK,
            yield_on_timeout=True,
            stop_event=self._stop,
            force_polling=polling,
            poll_delay_ms=1000,
            ignore_permission_denied=True,
            raise_interrupt=False,
        )

    def _is_relevant(self, change: watchfiles.Change, name: str) -> bool:
        """Can this change an article? What disappears may have been a folder full of them."""
        path, root = Path(name), self.content.resolve()
        inside = path.relative_to(root) if path.is_relative_to(root) else path
        if any(part.startswith(".") or part == "node_modules" for part in inside.parts):
            return False
        if path.name.startswith(self.database.name) and path.parent == self.database.resolve().parent:
            return False
        return path.suffix.lower() in _SUFFIXES or change == watchfiles.Change.deleted or path.is_dir()


_current: Live | None = None
_current_lock = Lock()


def start(live: Live, *, watch: bool = True) -> None:
    """Make `live` what this process serves, and follow its folder. Loading it first is the caller's to do."""
    global _current  # noqa: PLW0603 - there is one a process, as there is one server
    with _current_lock:
        _current = live
    if watch:
        live.watch()


def current() -> Live:
    """What this process serves; the sample, loaded at first use, when nothing was started (`streamlit run`)."""
    global _current  # noqa: PLW0603
    with _current_lock:
        if _current is None:
            _current = Live(SAMPLE, default_database(SAMPLE))
            try:
                _current.load()
            except DashboardError as error:
                log.warning("%s", error)
        return _current


def default_database(content: Path) -> Path:
    """Where the database of a folder lies when nobody says: $DASHBOARD_DATABASE, else the user's data folder."""
    if named := os.environ.get("DASHBOARD_DATABASE"):
        return Path(named)
    whole = str(content.resolve())
    name = re.sub(r"[^\w.-]+", "-", content.resolve().name) or "content"
    mark = hashlib.sha256(whole.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return user_data_path("editorial-dashboard", appauthor=False) / f"{name}-{mark}.duckdb"


def _environment() -> dict[str, str]:
    """The other process finds this package wherever it was started (`-P` keeps a folder named dashboard out)."""
    here = str(Path(__file__).parent.parent)
    path = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}


def _load_error(done: "subprocess.CompletedProcess[str]", content: Path) -> DashboardError | None:
    if done.returncode == 0:
        return None
    lines = done.stderr.strip().splitlines()
    if done.returncode == 2 and lines:
        return DashboardError(lines[-1].removeprefix("Error: "))
    return DashboardError(
        f"{content}: reading stopped with code {done.returncode}; run `editorial-dashboard load` to see why."
    )


def _summary(text: str) -> str:
    row = json.loads(text)
    return f"Read again: {row['articles']} articles, {row['read']} of {row['found']} files were new or changed."


def _signature(path: Path) -> _Signature:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def _identity(folder: Path) -> tuple[int, int] | None:
    """Names the folder itself: another one under the same path has another identity."""
    if not folder.is_dir():
        return None
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
