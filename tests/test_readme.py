"""The README says what is so: its commands run, its output is what comes out, its files are there.

`python -m tests.test_readme` writes the output that comes out now into the README.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.settings import PLANNED, read_settings
from tests.conftest import HOME, write
from tests.loading import put
from tests.test_serve import free_port, get, wait_for

README = HOME / "README.md"
LONGEST = 8  # lines of output that the README shows

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the README's commands are those of a Unix shell")


@dataclass
class Command:
    text: str
    output: str

    @property
    def serves(self) -> bool:
        return self.text == "make run" or " serve " in f"{self.text} "


def blocks(language: str, text: str | None = None) -> list[str]:
    text = README.read_text(encoding="utf-8") if text is None else text
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def guide(site: str) -> str:
    """The settings that the README's guide for a kind of site gives."""
    text = README.read_text(encoding="utf-8")
    (settings,) = blocks("toml", text.split(f"\n### {site}\n")[1].split("\n#")[0])
    return settings


def commands() -> list[Command]:
    """Every `$ ` line, and what stands below it up to the next."""
    found: list[Command] = []
    for line in "".join(blocks("console")).splitlines():
        if line.startswith("$ "):
            found.append(Command(line[2:], ""))
        else:
            found[-1].output += line + "\n"
    return found


class Checkout:
    """This checkout as the README knows it, with `.venv` being the environment of these tests, and a home folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder / "checkout", folder / "home"
        (self.folder / ".venv" / "bin").mkdir(parents=True)
        for name in (
            "dashboard",
            "data",
            "queries",
            "tests",
            ".streamlit",
            "Makefile",
            "pyproject.toml",
            "requirements.lock",
        ):
            (self.folder / name).symlink_to(HOME / name)
        program(self.folder / ".venv/bin/python", f"exec '{sys.executable}' \"$@\"")
        program(self.folder / ".venv/bin/editorial-dashboard", f"exec '{sys.executable}' -m dashboard \"$@\"")
        for stamp in (".dependencies", ".installed"):
            (self.folder / ".venv" / stamp).touch()
        write(self.home / "site" / "content" / "posts" / "one.md", title="One", date="2026-03-02", tags="[ai]")
        put(self.home / "site", {"hugo.toml": "", ".github/dashboard.toml": guide("Hugo")})

    def environment(self) -> dict[str, str]:
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("DASHBOARD_", "XDG_", "MAKE"))
        }
        return {**inherited, "HOME": str(self.home), "PYTHONIOENCODING": "utf-8"}

    def run(self, text: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["sh", "-c", text],
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def serve(self, text: str) -> str:
        """Starts a command, asks for the page, stops it with Ctrl-C; returns what it printed."""
        port = free_port()
        log = self.folder / "server.log"
        with log.open("w") as output:
            process = subprocess.Popen(
                ["sh", "-c", f"exec {text} " + (f"PORT={port}" if text.startswith("make") else f"--port {port}")],
                cwd=self.folder,
                env=self.environment(),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            wait_for(lambda: process.poll() is not None or get(f"http://127.0.0.1:{port}/healthz")[0] == 200, 40)
            status, page = get(f"http://127.0.0.1:{port}/")
            assert (status, '<div id="root">' in page) == (200, True), log.read_text(encoding="utf-8")
        finally:
            os.killpg(process.pid, signal.SIGINT)  # as a terminal sends it: to make and to the program
            process.wait(timeout=20)
        return log.read_text(encoding="utf-8").replace(str(port), "8501").replace("Stopped.\n", "")


def program(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    path.chmod(0o755)


def steady(text: str) -> str:
    """Without what differs from one run to the next."""
    text = re.sub(r" in \d+\.\d s", " in 0.4 s", text)
    return re.sub(r"-[0-9a-f]{8}\.duckdb", "-1a2b3c4d.duckdb", text)


def played(checkout: Checkout) -> list[tuple[Command, str]]:
    """Each command that shows output in the README, or may, with what comes out."""
    pairs = []
    for one in commands():
        if one.text == "make test":
            continue
        if one.serves:
            said = checkout.serve(one.text)
        else:
            done = checkout.run(one.text)
            assert done.returncode in ((0, 1) if " check " in one.text else (0,)), done.stderr
            assert "Traceback" not in done.stderr
            said = done.stdout
        pairs.append((one, steady(said)))
    return pairs


def cut(said: str) -> str:
    """As the README shows it: lines that fit the page, and not too many of them."""
    lines = [line if len(line) <= 120 else line[:119] + "…" for line in said.splitlines()]
    return "".join(line + "\n" for line in (lines if len(lines) <= LONGEST else [*lines[:3], "…"]))


def test_commands_and_their_output(tmp_path: Path) -> None:
    pairs = played(Checkout(tmp_path))
    assert len(pairs) >= 5
    for one, said in pairs:
        if one.output:
            assert one.output == cut(said), f"{one.text}: run `python -m tests.test_readme` to renew the README"


def test_make_targets_are_there(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    named = set(
        re.findall(r"`make ([a-z]+)`|^\$ make ([a-z]+)", README.read_text(encoding="utf-8"), flags=re.MULTILINE)
    )
    targets = {first or second for first, second in named}
    assert {"run", "test", "check", "help"} <= targets
    for target in targets:
        done = checkout.run(f"make --dry-run {target}")
        assert done.returncode == 0, done.stderr


def test_make_says_what_is_missing(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    shutil.rmtree(checkout.folder / ".venv")
    for word, said in (("no-such-python", "There is no no-such-python"), ("old-python", "3.11 or newer is needed")):
        program(checkout.folder / "old-python", '[ "$1" != -V ] || echo Python 3.8.1; [ "$1" = -V ]')
        done = checkout.run(f'PATH="$PWD:$PATH" make check PYTHON={word}')
        assert done.returncode != 0
        assert said in done.stderr
        assert not (checkout.folder / ".venv").exists()


def test_settings_of_the_readme(tmp_path: Path) -> None:
    example = blocks("toml")[0]
    (tmp_path / "dashboard.toml").write_text(example, encoding="utf-8")
    settings = read_settings(tmp_path, environment={})
    assert settings.fields["audience"] == ("doelgroep", "params.audience")
    assert sum(settings.targets["section"].values()) == 1
    assert set(settings.targets) == set(PLANNED)


def test_files_of_the_readme() -> None:
    (listing,) = blocks("text")
    assert [line for line in listing.splitlines() if not (HOME / line.split()[0]).exists()] == []
    links = re.findall(r"\]\(([^):]+)\)", README.read_text(encoding="utf-8"))
    assert [link for link in links if not (HOME / link).exists()] == []


def test_exit_codes_of_the_readme() -> None:
    documented = {
        int(code) for code in re.findall(r"^\| (\d+) \|", README.read_text(encoding="utf-8"), flags=re.MULTILINE)
    }
    assert documented == {0, 1, 2, 130, 141}  # each is brought about in test_cli.py


def update(write_text: Callable[[str], object] = README.write_text) -> None:
    text = README.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for one, said in played(Checkout(Path(folder))):
            text = text.replace(f"$ {one.text}\n{one.output}", f"$ {one.text}\n{cut(said)}", 1)
    write_text(text)


if __name__ == "__main__":
    update()
