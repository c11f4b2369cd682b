"""What this process serves: one content folder, its database, its settings, and the state of the last load.

The pages ask `current()`. The folder is followed: each change is loaded by another process, so that no page waits for
it, and a load that fails leaves the last good snapshot in place and its sentence in `Live.error`.
"""

import hashlib
import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Lock
from typing import TYPE_CHECKING

from platformdirs import user_data_path

from dashboard.errors import DashboardError
from dashboard.follow import Follower, Signature, signature
from dashboard.resources import SAMPLE
from dashboard.settings import FILE_NAME, Settings, usable_settings
from dashboard.words import words

if TYPE_CHECKING:
    from dashboard.loader import LoadResult

log = logging.getLogger(__name__)

_RETRY = 10  # seconds after a failed load: a disk may have room again, a folder may have come back unseen


@dataclass
class Live:
    """One folder being served. Safe to share between threads."""

    content: Path
    database: Path
    settings_file: Path | None = None  # none: dashboard.toml in the content folder, if it is there
    as_of: str | None = None  # overrules the settings
    editable: bool = False  # may a reader change the settings on a page? Only where no other machine is served
    loading: bool = field(default=False, init=False)
    load_error: DashboardError | None = field(default=None, init=False)  # of the last load
    _mistakes: list[DashboardError] = field(default_factory=list, init=False)
    _tried: float = field(default=0.0, init=False)  # monotonic seconds
    _settings: Settings = field(default_factory=Settings, init=False)
    _settings_good: bytes | None = field(default=None, init=False)  # the file when it last was without a mistake
    _settings_seen: Signature | str = field(default="never", init=False)
    _settings_lock: Lock = field(default_factory=Lock, init=False)
    _load_lock: Lock = field(default_factory=Lock, init=False)
    _stopped: Event = field(default_factory=Event, init=False)
    _child: "subprocess.Popen[str] | None" = field(default=None, init=False)
    _follower: Follower | None = field(default=None, init=False)

    def settings(self) -> Settings:
        """The settings as the file says now; with a mistake in it (see `mistakes`) the last good ones.

        Where there were none yet: what is good of the file, and defaults.
        """
        settings = self._as_read()
        return replace(settings, as_of=self.as_of) if self.as_of else settings

    def _as_read(self) -> Settings:
        with self._settings_lock:
            seen = signature(self.settings_path)
            if seen != self._settings_seen and (self.settings_file or self.content.is_dir()):
                self._settings_seen = seen
                try:
                    settings, mistakes = usable_settings(self.content, self.settings_file)
                except DashboardError as error:
                    self._mistakes = [error]
                else:
                    self._mistakes = list(mistakes)
                    if not mistakes:
                        self._settings_good = _content(self.settings_path)
                    if not mistakes or self._settings_good is None:
                        self._settings = settings
            return self._settings

    @property
    def mistakes(self) -> list[DashboardError]:
        """What is wrong in the settings."""
        self.settings()
        return self._mistakes

    @property
    def error(self) -> DashboardError | None:
        """Why what the pages show is not what the folder holds; None when all is well."""
        return next(iter(self.mistakes), self.load_error)

    def load(self, *, full: bool = False, progress: Callable[[int, int], None] | None = None) -> "LoadResult":
        """Load the folder here and now. Raises DashboardError, and keeps it as `error`."""
        from dashboard.loader import load

        with self._load_lock:
            self.loading = True
            try:
                result = load(self.content, self.database, self._as_read(), full=full, progress=progress)
                self.load_error = None
                return result
            except DashboardError as error:
                self.load_error = error
                raise
            finally:
                self._tried, self.loading = time.monotonic(), False

    def reload(self) -> None:
        """Load the folder in another process. Never raises: what went wrong is `error`."""
        command = [sys.executable, "-P", "-m", "dashboard", "load", str(self.content), "--format", "json"]
        command += ["--database", str(self.database)]
        with self._load_lock:
            self.loading = True
            try:
                with TemporaryDirectory(prefix="editorial-dashboard-") as kept:
                    error = self._in_another_process(command + self._settings_as_shown(Path(kept)))
            except OSError as problem:
                error = DashboardError("load_not_started", folder=self.content, reason=problem.strerror)
            if error is not None and str(error) != str(self.load_error) and not self._stopped.is_set():
                log.warning("%s", error)
            self.load_error, self._tried, self.loading = error, time.monotonic(), False

    def _settings_as_shown(self, kept: Path) -> list[str]:
        """The options with which a load goes by the same settings as the pages; `kept`: a folder for them.

        Never by the file itself, which may be written, with a mistake, before the other process reads it.
        """
        self.settings()
        if self._settings_good is None:
            options = ["--settings", str(self.settings_file)] if self.settings_file is not None else []
            return [*options, "--usable-settings"]
        file = kept / FILE_NAME
        file.write_bytes(self._settings_good)
        return ["--settings", str(file)]

    def _in_another_process(self, command: list[str]) -> DashboardError | None:
        self._child = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=_environment()
        )
        if self._stopped.is_set():  # `stop` may have looked just before there was a child to end
            self._interrupt(self._child)
        said, wrong = self._child.communicate()
        try:
            found = json.loads(said)
        except ValueError:
            lines = wrong.strip().splitlines() or [f"code {self._child.returncode}"]
            return DashboardError("load_stopped", folder=self.content, reason=lines[-1].removeprefix("Error: "))
        if "error" in found:
            return DashboardError.from_json(found)
        log.info(
            "Read again: %s articles, %s of %s files were new or changed.",
            *(found[name] for name in ("articles", "read", "found")),
        )
        if found["reason"]:
            log.info("%s", words("en")(f"load.again.{found['reason']}").capitalize() + ".")
        return None

    def watch(self) -> None:
        """Start following the folder; on return every later change will be seen."""
        self._follower = Follower(self.content, self.settings_path, self.database, self.reload, self._try_again)
        self._follower.start()
        self._follower.ready.wait(timeout=5)

    def stop(self) -> None:
        """Stop following the folder, and a load that is at work."""
        self._stopped.set()
        if self._child is not None:
            self._interrupt(self._child)
        if self._follower is not None:
            self._follower.stop()

    @property
    def settings_path(self) -> Path:
        return self.settings_file or self.content / FILE_NAME

    def _try_again(self) -> bool:
        return self.load_error is not None and time.monotonic() > self._tried + _RETRY

    @staticmethod
    def _interrupt(child: "subprocess.Popen[str]") -> None:
        """As Ctrl-C does, so that it clears up after itself."""
        if child.poll() is None:
            child.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGINT)


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


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""


def _environment() -> dict[str, str]:
    """The other process finds this package wherever it was started (`-P` keeps a folder named dashboard out)."""
    here = str(Path(__file__).parent.parent)
    path = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
