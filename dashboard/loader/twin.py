"""A copy of this process that does half of the work."""

import os
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Found = TypeVar("Found")


def is_alone() -> bool:
    """Has this process one thread only? Then, and only then, a copy of it (which starts at once) is a sound one."""
    if sys.platform != "linux":
        return False
    return len(list(Path("/proc/self/task").iterdir())) == 1


def begun(work: Callable[[], Found]) -> Callable[[], Found]:
    """Begins `work` in a copy of this process. What is returned waits for its result, and does the work itself if the
    copy has died. Call it once.
    """
    ours, theirs = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            with os.fdopen(theirs, "wb") as pipe:
                pickle.dump(work(), pipe)
        finally:
            os._exit(0)
    os.close(theirs)

    def result() -> Found:
        with os.fdopen(ours, "rb") as pipe:
            told = pipe.read()
        os.waitpid(process, 0)
        try:
            found: Found = pickle.loads(told)  # noqa: S301 - by a copy of this very process
        except (EOFError, pickle.UnpicklingError):
            return work()
        return found

    return result
