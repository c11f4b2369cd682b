"""The progress bar: files, rate and time left on a terminal, nothing in a pipe."""

import io
import itertools
import sys
import time

import pytest

from dashboard.terminal import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, total: int) -> list[str]:
    """What was drawn while `total` files were read at a hundred a second."""
    seconds = itertools.count()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(time, "time", lambda: next(seconds) / 100)
    with Progress() as progress:
        for done in range(1, total + 1):
            progress(done, total)
    return [line for line in stream.getvalue().replace("\n", "\r").split("\r") if "Reading" in line]


def test_files_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(monkeypatch, Terminal(), 1_000)
    half = next(line for line in lines if " 500/1000 " in line)
    assert "files/s" in half
    assert "00:00:" in half
    assert "1000/1000" in lines[-1]


def test_a_large_folder_is_not_drawn_file_by_file(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(monkeypatch, Terminal(), 50_000)
    assert 100 < len(lines) < 600
    assert "50000/50000" in lines[-1]


def test_nothing_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, io.StringIO(), 1_000) == []
