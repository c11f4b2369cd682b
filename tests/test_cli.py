"""Each command as a person runs it: what it prints, where, and with which exit code. Never a traceback."""

import csv
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from dashboard import terminal
from dashboard.cli import PROGRAM, cli
from dashboard.warehouse import query_names
from tests.conftest import HOME, Run, write


@pytest.fixture
def database(command: Run, folder: Path, tmp_path: Path) -> Path:
    path = tmp_path / "three.duckdb"
    assert command("load", folder, "--database", path).returncode == 0
    return path


def test_load_says_what_became_of_each_file(command: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "_index.md").write_text("---\ntitle: List\n---\n", encoding="utf-8")
    (folder / "broken.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    first = command("load", folder, "--database", tmp_path / "a.duckdb")
    assert (first.returncode, first.stderr) == (0, "")
    assert "3 articles from" in first.stdout
    assert "5 files found = 3 read + 0 unchanged + 1 ignored + 1 skipped" in first.stdout
    assert re.search(rf"{folder / 'broken.md'}:\d: error front_matter_invalid ", first.stdout)
    again = command("load", folder, "--database", tmp_path / "a.duckdb")
    assert "5 files found = 0 read + 3 unchanged + 1 ignored + 1 skipped" in again.stdout
    full = command("load", folder, "--database", tmp_path / "a.duckdb", "--full")
    assert "5 files found = 3 read + 0 unchanged" in full.stdout


def test_load_as_json(command: Run, folder: Path, tmp_path: Path) -> None:
    done = command("load", folder, "--database", tmp_path / "a.duckdb", "--format", "json")
    row = json.loads(done.stdout)
    assert row["articles"] == row["found"] == row["read"] == 3
    assert row["warnings"] == sum(problem["severity"] == "warning" for problem in row["problems"]) > 0


def test_load_as_json_tells_its_error_as_json_too(command: Run, tmp_path: Path) -> None:
    done = command("load", tmp_path / "none", "--database", tmp_path / "a.duckdb", "--format", "json")
    assert done.returncode == 2
    assert done.stderr == f"Error: {json.loads(done.stdout)['sentence']}\n"


def test_load_strict_fails_on_a_warning(command: Run, folder: Path, tmp_path: Path) -> None:
    assert command("load", folder, "--database", tmp_path / "a.duckdb", "--strict").returncode == 1
    (folder / "draft.md").unlink()
    assert command("load", folder, "--database", tmp_path / "a.duckdb", "--strict").returncode == 0


def test_check_exits_with_1_on_errors_only(command: Run, folder: Path) -> None:
    done = command("check", folder)
    assert done.returncode == 0
    assert f"{folder / 'draft.md'}:3: warning date_invalid " in done.stdout
    assert done.stderr.startswith("0 errors, ")
    assert command("check", folder, "--strict").returncode == 1
    (folder / "broken.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    assert command("check", folder).returncode == 1


def test_check_of_a_sound_folder(command: Run, folder: Path) -> None:
    (folder / "draft.md").unlink()
    done = command("check", folder, "--strict")
    assert (done.returncode, [line for line in done.stdout.splitlines() if ": notice " not in line]) == (0, [])


def test_check_as_json_and_for_github(command: Run, folder: Path) -> None:
    rows = json.loads(command("check", folder, "--format", "json").stdout)
    dates = [row for row in rows if row["code"] == "date_invalid"]
    assert [(row["path"], row["line"], row["severity"], row["value"]) for row in dates] == [
        ("draft.md", 3, "warning", "2026-02-30")
    ]
    lines = command("check", folder, "--format", "github").stdout.splitlines()
    assert len(lines) == len(rows)
    assert any(line.startswith(f"::warning file={folder / 'draft.md'},line=3,title=date_invalid::") for line in lines)


def test_github_annotations_escape_what_github_reads(command: Run, folder: Path) -> None:
    write(folder / "50%, a:b.md", title="Odd name", date="2026-02-31", sectie="geld", doelgroep="X", tags="[ai]")
    lines = command("check", folder, "--format", "github").stdout.splitlines()
    assert any("50%25%2C a%3Ab.md,line=3,title=date_invalid::" in line for line in lines)


def test_check_leaves_nothing_behind(command: Run, folder: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    before = sorted(folder.rglob("*"))
    command("check", folder, env={"TMPDIR": str(temporary)})
    assert (sorted(folder.rglob("*")), list(temporary.iterdir())) == (before, [])


def test_query_as_table_csv_and_json(command: Run, database: Path) -> None:
    arguments = ("query", "articles", "--database", database, "--period", "all", "--as-of", "2026-03-13")
    rows = json.loads(command(*arguments, "--format", "json").stdout)
    assert {row["title"] for row in rows} == {"One", "Two", "Three"}
    parsed = list(csv.DictReader(io.StringIO(command(*arguments, "--format", "csv").stdout)))
    assert [row["path"] for row in parsed] == [row["path"] for row in rows]
    table = command(*arguments).stdout.splitlines()
    assert table[0].split()[:2] == list(rows[0])[:2]
    assert len(table) == 2 + len(rows)


def test_query_takes_the_filters_of_the_page(command: Run, database: Path) -> None:
    def titles(*options: str) -> set[str]:
        done = command("query", "articles", "--database", database, "--format", "json", *options)
        return {row["title"] for row in json.loads(done.stdout)}

    assert titles("--from", "2026-03-01", "--to", "2026-03-05") == {"One"}
    assert titles("--period", "all", "--section", "groei") == {"Two", "Three"}
    assert titles("--period", "all", "--section", "groei", "--section", "geld") == {"One", "Two", "Three"}
    assert titles("--period", "all", "--audience", "") == {"Three"}
    assert titles("--period", "all", "--tag", "kassa") == {"One"}
    assert titles("--period", "all", "--status", "draft") == {"Three"}
    assert titles("--period", "all", "--set", "search=two") == {"Two"}


@pytest.mark.parametrize("name", query_names())
def test_every_query_runs_on_the_command_line(command: Run, database: Path, name: str) -> None:
    own = ("--set", "path=one.md") if name == "article" else ()
    done = command("query", name, "--database", database, *own)
    assert (done.returncode, done.stderr) == (0, "")


def test_query_list_names_every_query_with_its_question(command: Run) -> None:
    rows = command("query", "--list").stdout.splitlines()[2:]
    assert [row.split()[0] for row in rows] == query_names()
    assert all(row.endswith("?") for row in rows)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["load", "no-such-folder", "--database", "a.duckdb"], "no-such-folder"),
        (["check", "no-such-folder"], "no-such-folder"),
        (["serve", "no-such-folder"], "no-such-folder"),
        (["load", "empty", "--database", "a.duckdb"], "empty"),
        (["load", "pictures", "--database", "a.duckdb"], ".jpg"),
        (["check", "pictures/one.jpg"], "one.jpg"),
        (["load", "empty"], "--database"),
        (["load", "empty", "--database", "pictures"], "pictures"),
        (["query", "volum"], "did you mean `volume`?"),
        (["query", "volume", "--database", "no.duckdb"], "editorial-dashboard load"),
        (["query", "volume", "--database", "pictures/one.jpg"], "one.jpg"),
        (["query"], "--list"),
        (["query", "volume", "--from", "2026-02-30"], "2026-03-13"),
        (["query", "volume", "--as-of", "tomorrow"], "today, latest or a day"),
        (["query", "volume", "--status", "drft"], "draft"),
        (["query", "volume", "--set", "granularity"], "NAME=VALUE"),
        (["load", "empty", "--databse", "a.duckdb"], "did you mean --database?"),
        (["laod", "empty"], "did you mean load?"),
        (["empty"], "editorial-dashboard serve empty"),
        (["serve", "empty", "--port", "99999"], "65535"),
        (["check", "empty", "--settings", "no.toml"], "no.toml"),
        (["load", "mistaken", "--database", "a.duckdb"], "time_zone"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_is_one_sentence_and_exit_code_2(
    command: Run, tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "one.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / "mistaken").mkdir()
    (tmp_path / "mistaken" / "dashboard.toml").write_text('time_zone = "Amsterdam"', encoding="utf-8")
    done = command(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_query_parameters_that_are_not_there(command: Run, database: Path) -> None:
    unknown = command("query", "latest", "--database", database, "--set", "colour=red")
    assert (unknown.returncode, unknown.stderr) == (
        2,
        "Error: The query latest has no parameter `colour`; it takes as_of.\n",
    )
    wrong = command("query", "volume", "--database", database, "--set", "from_day=soon")
    assert wrong.returncode == 2
    assert wrong.stderr.count("\n") == 1


def test_a_database_of_a_newer_version_is_left_alone(command: Run, folder: Path, database: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute("update snapshot set schema_version = 999")
    before = database.read_bytes()
    for arguments in (["load", folder, "--database", database], ["query", "volume", "--database", database]):
        done = command(*arguments)
        assert done.returncode == 2
        assert "newer version" in done.stderr
        assert done.stderr.count("\n") == 1
    done = command("serve", folder, "--database", database, "--port", str(_free_port()))
    assert (done.returncode, "newer version" in done.stderr) == (2, True)
    assert database.read_bytes() == before


def test_a_port_in_use_names_one_that_is_free(command: Run, folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = command("serve", folder, "--port", port)
        assert done.returncode == 2
        assert done.stderr.startswith(
            f"Error: Port {port} is in use by another program; choose another one with --port "
        )
        proposed = int(done.stderr.rstrip(".\n").split()[-1])
        with socket.socket() as free:
            free.bind(("127.0.0.1", proposed))


def test_an_address_of_another_machine(command: Run, folder: Path) -> None:
    done = command("serve", folder, "--address", "192.0.2.1")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "no address of this machine" in done.stderr


def test_something_unexpected_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the moon\nis full")

    monkeypatch.setattr("dashboard.loader.load", fail)
    arguments = ["load", str(folder), "--database", str(tmp_path / "a.duckdb")]
    assert terminal.run(cli, PROGRAM, arguments) == 2
    said = capsys.readouterr().err
    assert "RuntimeError: the moon is full" in said
    assert said.count("\n") == 1
    monkeypatch.setenv("DASHBOARD_DEBUG", "1")
    with pytest.raises(RuntimeError):
        terminal.run(cli, PROGRAM, arguments)


def test_a_closed_pipe_is_no_error(folder: Path) -> None:
    for number in range(300):
        write(folder / f"{number}.md", title=f"Title {number}", date="2026-02-30", tags="[ai]")
    check = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "check", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=HOME,
    )
    assert check.stdout is not None
    assert check.stderr is not None
    check.stdout.read(1)
    check.stdout.close()
    said = check.stderr.read().decode()
    assert check.wait(timeout=30) == 141
    assert "Traceback" not in said
    assert "Broken" not in said


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_ctrl_c_during_a_load_keeps_the_last_database(folder: Path, database: Path) -> None:
    before = database.read_bytes()
    one = write(folder / "many.md", title="Many", date="2026-02-20", tags="[ai]")
    for number in range(60_000):  # a load that lasts long enough to be stopped, on a busy machine too
        (folder / f"{number}.md").hardlink_to(one)
    load = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "load", str(folder), "--database", str(database)],
        stderr=subprocess.PIPE,
        cwd=HOME,
        text=True,
    )
    deadline = time.monotonic() + 20
    while not list(database.parent.glob(f"{database.name}.new-*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    load.send_signal(signal.SIGINT)
    _, said = load.communicate(timeout=30)
    assert (load.returncode, said) == (130, "Error: stopped before it was done.\n")
    assert database.read_bytes() == before
    assert list(database.parent.glob(f"{database.name}.*")) == []


@pytest.mark.parametrize(
    "arguments", [["--help"], ["load", "{folder}", "--database", "{database}"]], ids=["help", "load"]
)
def test_heavy_libraries_stay_out(command: Run, folder: Path, tmp_path: Path, arguments: list[str]) -> None:
    words = [word.format(folder=folder, database=tmp_path / "a.duckdb") for word in arguments]
    done = command(*words, env={"PYTHONPROFILEIMPORTTIME": "1"})
    assert done.returncode == 0
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time")}
    assert "click" in imported
    assert not imported & {"altair", "numpy", "pandas", "pyarrow", "streamlit"}


def test_version(command: Run) -> None:
    from dashboard import __version__

    assert command("--version").stdout == f"editorial-dashboard {__version__}\n"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_check_lists_every_problem_of_a_folder_in_which_nothing_is_right(command: Run, tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("---\ntitle: [\n---\n", encoding="utf-8")
    done = command("check", str(tmp_path))
    assert done.returncode == 1
    assert [line.split(" ")[1:3] for line in done.stdout.splitlines()] == [["error", "front_matter_invalid"]] * 2
    assert "files found: 2 (2 .md), and none is an article" in done.stderr
