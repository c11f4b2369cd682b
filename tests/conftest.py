"""What the tests of several modules share: the command line, a small folder, real folders, a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from dashboard.live import Live
    from tests.plain_reader import Article

HOME = Path(__file__).parent.parent
CORPORA = HOME.parent / "shared" / "corpora"

# How fast a machine is says nothing about right and wrong.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A real browser on a busy machine: what fails there is tried again, and the summary names it as rerun."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(autouse=True)
def own_surroundings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads this machine's settings or writes into its user's data folder."""
    for name in [name for name in os.environ if name.startswith(("DASHBOARD_", "STREAMLIT_", "XDG_"))]:
        if name != "DASHBOARD_TESTS_NEED_BROWSER":
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("user-data")))


@pytest.fixture
def command() -> Run:
    """Runs the program as a person does: `command("load", folder, "--database", file)`."""

    def run(
        *arguments: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None, timeout: float = 60
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "dashboard", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(HOME), "PYTHONIOENCODING": "utf-8", **(env or {})},
            timeout=timeout,
            check=False,
        )

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder of three articles; the third has two faults."""
    content = tmp_path / "content"
    content.mkdir()
    write(content / "one.md", title="One", date="2026-03-02", sectie="geld", doelgroep="STARTER", tags="[ai, kassa]")
    write(content / "two.md", title="Two", date="2026-03-09", sectie="groei", doelgroep="STARTER", tags="[ai]")
    write(content / "draft.md", title="Three", date="2026-02-30", sectie="groei", draft="true")
    return content


def write(path: Path, body: str = "Some words here.", **front_matter: str) -> Path:
    """An article with these keys, as YAML."""
    lines = [f"{key}: {value}" for key, value in front_matter.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["---", *lines, "---", "", body, ""]), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def corpus_18f() -> Path:
    """509 real posts and what a correct load of them gives."""
    if not (CORPORA / "18f" / "posts").is_dir():
        pytest.skip("the corpora are not beside this checkout")
    return CORPORA / "18f"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Live:
    """The sample as the pages are served it."""
    from dashboard.resources import SAMPLE
    from tests.test_pages import serve

    return serve(SAMPLE, tmp_path_factory.mktemp("sample") / "sample.duckdb")


@pytest.fixture(scope="module")
def articles(sample: Live) -> list[Article]:
    """Those of the sample, read without the loader."""
    from dashboard.resources import SAMPLE
    from tests.plain_reader import read_folder

    return read_folder(SAMPLE, sample.settings().zone, sample.settings().tag_aliases)


@pytest.fixture
def forget() -> Iterator[None]:
    """The next test opens its database anew."""
    yield
    import streamlit as st

    st.cache_resource.clear()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; `make test` sees to it that there is one where that is possible."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for path in map(shutil.which, filter(None, names)) if path), None)
    if found is None:
        missing = "no Chromium was found: install it, or name it in CHROMIUM"
        if os.environ.get("DASHBOARD_TESTS_NEED_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    return found
