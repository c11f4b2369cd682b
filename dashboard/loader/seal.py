"""A mark behind the last page of a snapshot: which files it was made from, and a checksum of every byte.

DuckDB takes no notice of it. A snapshot with a true seal is bit for bit what a load wrote, so the next load may copy
it and change the few rows that differ. Without one (written by hand, damaged, cut off) it takes the longer way,
through DuckDB, which notices damaged pages.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from threading import Thread

_MARK = b"editorial-seal-1"
_SIGNATURE, _DIGEST = 32, 32  # bytes
_SIZE = len(_MARK) + _SIGNATURE + _DIGEST
_PIECE = 1 << 20
NOTHING_SURE = "0" * 64  # the signature of a load after which some file must be looked into again


def seal(database: Path, signature: str) -> None:
    """Puts the mark behind the file, and all of it on the disk. `signature`: 64 hexadecimal digits."""
    with database.open("r+b", buffering=0) as file:
        digest = hashlib.sha256()
        while piece := file.read(_PIECE):
            digest.update(piece)
        told = _MARK + bytes.fromhex(signature)
        digest.update(told)
        file.write(told + digest.digest())
        os.fsync(file.fileno())


class Copy(Thread):
    """Copies a sealed snapshot, without its seal, while this process does something else."""

    def __init__(self, database: Path, target: Path) -> None:
        super().__init__(daemon=True)
        self._database, self._target = database, target
        self._signature: str | None = None

    def run(self) -> None:
        with suppress(OSError):
            self._signature = self._copy()

    def end(self) -> None:
        if self.is_alive():
            self.join()

    def wait(self) -> str | None:
        """The signature of the files, once all is copied and the seal has proved true; else None."""
        self.end()
        return self._signature

    def _copy(self) -> str | None:
        with self._database.open("rb", buffering=0) as source:
            left = os.fstat(source.fileno()).st_size - _SIZE
            source.seek(max(left, 0))
            mark = source.read(_SIZE)
            if left <= 0 or not mark.startswith(_MARK):
                return None
            source.seek(0)
            digest = hashlib.sha256()
            with self._target.open("wb") as target:
                while left and (piece := source.read(min(left, _PIECE))):
                    digest.update(piece)
                    target.write(piece)
                    left -= len(piece)
        digest.update(mark[:-_DIGEST])
        return mark[len(_MARK) : -_DIGEST].hex() if digest.digest() == mark[-_DIGEST:] else None
