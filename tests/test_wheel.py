"""The wheel and the sdist hold everything the program reads, and run without the checkout."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.conftest import HOME

pytestmark = pytest.mark.slow


def build(folder: Path, *options: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), *options, str(HOME)],
        check=True,
        capture_output=True,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel made from that sdist."""
    folder = tmp_path_factory.mktemp("dist")
    build(folder)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel unpacked as an installation would; what it depends on comes from this environment."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        wheel.extractall(folder)
    return folder


def in_checkout(folder: str, pattern: str) -> set[str]:
    return {path.relative_to(HOME / folder).as_posix() for path in (HOME / folder).rglob(pattern)}


def test_wheel_holds_what_the_program_reads(installed: Path) -> None:
    bundled = installed / "dashboard" / "_bundled"
    for folder, pattern in (("queries", "*.sql"), ("data/articles", "*.md"), ("data/articles", "*.toml")):
        there = {path.relative_to(bundled / folder).as_posix() for path in (bundled / folder).rglob(pattern)}
        assert there == in_checkout(folder, pattern)
        assert there
    assert (bundled / ".streamlit" / "config.toml").read_bytes() == (HOME / ".streamlit" / "config.toml").read_bytes()
    for pattern in ("*.py", "*.toml", "*.css", "*.jinja", "*.typ"):
        there = {
            path.relative_to(installed / "dashboard").as_posix() for path in (installed / "dashboard").rglob(pattern)
        }
        assert in_checkout("dashboard", pattern) <= there
    assert {"text/nl.toml", "text/en.toml"} <= in_checkout("dashboard", "*.toml")
    assert "pack/pack.typ" in in_checkout("dashboard", "*.typ")


def test_wheel_holds_nothing_else(installed: Path) -> None:
    assert {path.name for path in installed.iterdir()} == {
        "dashboard",
        *(p.name for p in installed.glob("*.dist-info")),
    }
    suffixes = {path.suffix for path in (installed / "dashboard").rglob("*") if path.is_file()}
    assert suffixes <= {".py", ".sql", ".toml", ".md", ".css", ".jinja", ".typ"}


def test_wheel_of_the_sdist_is_the_wheel_of_the_checkout(built: Path, tmp_path: Path) -> None:
    build(tmp_path, "--wheel")
    names = []
    for folder in (built, tmp_path):
        with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
            names.append({item.filename: item.CRC for item in wheel.infolist() if not item.filename.endswith("RECORD")})
    assert names[0] == names[1]


def test_sdist_holds_the_tests_and_the_pinned_set(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {"pyproject.toml", "README.md", "Makefile", "requirements.lock", "tests/test_wheel.py"} <= names
    assert not {name for name in names if name.endswith(".duckdb") or "__pycache__" in name}


def test_wheel_runs_without_the_checkout(installed: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1", "HOME": str(tmp_path)}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "dashboard", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
            env=environment,
            check=True,
        )
        return done.stdout

    where = "import dashboard.resources as r; print(r.SAMPLE, r.QUERIES, r.STREAMLIT_CONFIG, sep='\\n')"
    found = subprocess.run(
        [sys.executable, "-c", where], capture_output=True, text=True, cwd=tmp_path, env=environment, check=True
    ).stdout.splitlines()
    assert all(Path(path).is_relative_to(installed) and Path(path).exists() for path in found)
    said = run("load", found[0], "--database", "sample.duckdb")
    assert f"{len(in_checkout('data/articles', '*.md'))} files found" in said
    assert "bucket" in run("query", "volume", "--database", "sample.duckdb")


def test_the_pinned_set_names_no_place() -> None:
    """Every release by version and hash, none by address or path: any index may serve it."""
    lines = (HOME / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert len(pins) > 50
    assert all("==" in line and line.endswith("\\") for line in pins)
    assert not [line for line in lines if "://" in line or "--index" in line or "--find-links" in line or " /" in line]


def test_the_pinned_set_holds_every_dependency() -> None:
    import tomllib

    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))
    pinned = {}
    for line in (HOME / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            requirement = Requirement(line.rstrip("\\ "))
            pinned[canonicalize_name(requirement.name)] = next(iter(requirement.specifier)).version
    for text in [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]:
        wanted = Requirement(text)
        version = pinned.get(canonicalize_name(wanted.name))
        assert version is not None, f"{wanted.name}: run `make lock`"
        assert wanted.specifier.contains(version), f"{wanted.name} {version}: run `make lock`"
