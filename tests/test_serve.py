"""The server as a real process: it starts, follows its folder, says what is wrong, and stops cleanly."""

import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from dashboard import follow
from dashboard import live as serving
from dashboard import serve as server
from dashboard.errors import DashboardError
from dashboard.live import Live
from dashboard.report import shown
from dashboard.settings import Settings, SettingsError, read_settings
from tests.conftest import HOME, write

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(true: Callable[[], object], seconds: float = 20) -> float:
    """Seconds until it was true; fails when it never was."""
    begin = time.monotonic()
    while time.monotonic() - begin < seconds:
        if true():
            return time.monotonic() - begin
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} seconds")


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except OSError:
        return 0, ""


class Server:
    """A running `editorial-dashboard serve`, started from a folder that holds nothing."""

    def __init__(self, tmp_path: Path, *arguments: str | Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = tmp_path / "server.log"
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir(exist_ok=True)
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "dashboard", "serve", *map(str, arguments), "--port", str(self.port)],
                cwd=elsewhere,
                env={**os.environ, "PYTHONPATH": str(HOME)},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        wait_for(lambda: self.process.poll() is not None or get(f"{self.url}/healthz")[0] == 200, 40)

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(timeout=15)


@pytest.fixture
def servers() -> Iterator[list[Server]]:
    """Those that a test started, stopped when it ends."""
    started: list[Server] = []
    yield started
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()


def titles(database: Path) -> set[str]:
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"attach '{database}' as now (read_only)")
        return {title for (title,) in connection.execute("select title from now.articles").fetchall()}


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_serves_follows_and_stops(servers: list[Server], folder: Path, tmp_path: Path, how: signal.Signals) -> None:
    database = tmp_path / "a.duckdb"
    one = Server(tmp_path, folder, "--database", database)
    servers.append(one)
    assert get(f"{one.url}/healthz") == (200, "ok\n")
    status, page = get(f"{one.url}/")
    assert (status, '<div id="root">' in page) == (200, True)
    assert f"Serving {shown(folder)} on http://localhost:{one.port} " in one.said()

    write(folder / "new" / "four.md", title="Four", date="2026-03-10")
    assert wait_for(lambda: "Four" in titles(database)) < 10
    write(folder / "one.md", title="One, corrected", date="2026-03-02")
    assert wait_for(lambda: "One, corrected" in titles(database)) < 10
    shutil.rmtree(folder / "new")
    assert wait_for(lambda: "Four" not in titles(database)) < 10

    assert one.stop(how) == 0
    assert "Traceback" not in one.said()
    assert "streamlit" not in one.said().lower()
    assert one.said().count("\n") <= 12


def test_an_empty_folder_is_served_and_fills(servers: list[Server], tmp_path: Path) -> None:
    content = tmp_path / "empty"
    content.mkdir()
    one = Server(tmp_path, content, "--database", tmp_path / "a.duckdb")
    servers.append(one)
    assert one.process.poll() is None
    assert "this folder is empty" in one.said()
    write(content / "one.md", title="One", date="2026-03-02")
    wait_for(lambda: (tmp_path / "a.duckdb").is_file() and titles(tmp_path / "a.duckdb") == {"One"})
    assert one.stop() == 0, one.said()


def test_without_watching_nothing_is_read_again(servers: list[Server], folder: Path, tmp_path: Path) -> None:
    one = Server(tmp_path, folder, "--database", tmp_path / "a.duckdb", "--no-watch")
    servers.append(one)
    write(folder / "four.md", title="Four", date="2026-03-10")
    time.sleep(2)
    assert "Four" not in titles(tmp_path / "a.duckdb")


def test_only_this_machine_can_connect(servers: list[Server], folder: Path, tmp_path: Path) -> None:
    one = Server(tmp_path, folder, "--database", tmp_path / "a.duckdb", "--no-watch")
    servers.append(one)
    listening = Path("/proc/net/tcp")
    if not listening.is_file():
        pytest.skip("this system does not list its sockets in /proc/net/tcp")
    rows = [line.split() for line in listening.read_text().splitlines()[1:]]
    addresses = {row[1] for row in rows if row[1].endswith(f":{one.port:04X}") and row[3] == "0A"}
    assert addresses == {f"0100007F:{one.port:04X}"}  # 127.0.0.1


@pytest.fixture
def watched(folder: Path, tmp_path: Path) -> Iterator[Live]:
    live = Live(folder, tmp_path / "a.duckdb")
    live.load()
    live.watch()
    yield live
    live.stop()


def test_a_folder_that_disappears_and_comes_back(watched: Live) -> None:
    (watched.content / "dashboard.toml").write_text('title = "The Paper"\n', encoding="utf-8")
    assert watched.settings().title == "The Paper"
    aside = watched.content.with_name("aside")
    watched.content.rename(aside)
    wait_for(lambda: watched.error)
    assert "no such folder" in str(watched.error)
    assert "One" in titles(watched.database)  # the last good one stays
    assert watched.settings().title == "The Paper"
    write(aside / "five.md", title="Five", date="2026-03-11")
    aside.rename(watched.content)
    wait_for(lambda: watched.error is None)
    assert "Five" in titles(watched.database)
    write(watched.content / "six.md", title="Six", date="2026-03-11")
    assert wait_for(lambda: "Six" in titles(watched.database)) < 10


def test_a_load_at_work_is_ended_with_the_server(folder: Path, tmp_path: Path) -> None:
    live = Live(folder, tmp_path / "a.duckdb")
    live.load()
    one = write(folder / "many.md", title="Many", date="2026-02-20", tags="[ai]")
    for number in range(60_000):  # a load that lasts long enough to be stopped, on a busy machine too
        (folder / f"{number}.md").hardlink_to(one)
    live.watch()
    write(folder / "four.md", title="Four", date="2026-03-10")
    wait_for(lambda: list(tmp_path.glob("a.duckdb.new-*")))
    live.stop()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.duckdb", "content"]
    assert "Four" not in titles(live.database)


def test_another_folder_in_its_place(watched: Live, tmp_path: Path) -> None:
    other = tmp_path / "other"
    write(other / "seven.md", title="Seven", date="2026-03-11")
    watched.content.rename(tmp_path / "before")
    other.rename(watched.content)
    wait_for(lambda: titles(watched.database) == {"Seven"})


def test_a_mistake_in_the_settings_keeps_the_last_good_ones(watched: Live) -> None:
    file = watched.content / "dashboard.toml"
    file.write_text('title = "The Paper"\n[tags.aliases]\nai = "robots"\n', encoding="utf-8")
    wait_for(lambda: watched.settings().title == "The Paper")
    assert watched.error is None
    file.write_text('title = "The Paper"\nlanguage = "de"\n', encoding="utf-8")
    wait_for(lambda: watched.error)
    assert "`language` is 'de'" in str(watched.error)
    assert watched.settings().title == "The Paper"
    assert watched.load_error is None
    write(watched.content / "five.md", title="Five", date="2026-03-11", tags=["ai"])  # is read by the last good ones
    wait_for(lambda: "Five" in titles(watched.database))
    assert "robots" in tags_of(watched.database)
    assert watched.load_error is None
    file.write_text('title = "The Other Paper"\n', encoding="utf-8")
    wait_for(lambda: watched.error is None and watched.settings().title == "The Other Paper")


def test_a_mistake_at_the_start_is_told_once_and_the_rest_works(
    servers: list[Server], folder: Path, tmp_path: Path
) -> None:
    settings = folder / "dashboard.toml"
    settings.write_text('[targets.section]\nwerk = 2\n\n[tags.aliases]\nai = "robots"\n', encoding="utf-8")
    one = Server(tmp_path, folder, "--database", tmp_path / "a.duckdb")
    servers.append(one)
    assert one.process.poll() is None, one.said()
    assert tags_of(tmp_path / "a.duckdb") == {"kassa", "robots"}
    write(folder / "four.md", title="Four", date="2026-03-10")
    wait_for(lambda: "Four" in titles(tmp_path / "a.duckdb"))
    assert tags_of(tmp_path / "a.duckdb") == {"kassa", "robots"}  # the same settings as at the start
    assert one.stop() == 0
    assert one.said().count("`targets.section.werk` is 2") == 1
    assert "Traceback" not in one.said()


@pytest.mark.parametrize("text", ["[targets\n", 'title = "The Paper"\nlanguage = "de"\n', "titel = 'x'\n", "\xff"])
def test_a_mistake_that_was_there_at_the_start_is_shown_until_it_is_mended(
    folder: Path, tmp_path: Path, text: str
) -> None:
    file = folder / "dashboard.toml"
    file.write_bytes(text.encode("latin-1"))
    live = Live(folder, tmp_path / "a.duckdb")
    assert live.load().articles == 3
    assert isinstance(live.error, SettingsError)
    assert live.settings() == Settings(title="The Paper" if "Paper" in text else "")
    with pytest.raises(SettingsError):
        read_settings(folder, environment={})
    file.write_text('title = "The Other Paper"\n', encoding="utf-8")
    assert live.error is None
    assert live.settings().title == "The Other Paper"
    file.write_text('title = "No Paper"\n[targets.section]\nwerk = 2', encoding="utf-8")
    assert "targets.section.werk" in str(live.error)
    assert live.settings().title == "The Other Paper"


def test_a_wrong_variable_is_told_and_the_rest_works(
    servers: list[Server], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_LANGUAGE", "de")
    one = Server(tmp_path, folder, "--database", tmp_path / "a.duckdb")
    servers.append(one)
    assert one.process.poll() is None, one.said()
    assert len(titles(tmp_path / "a.duckdb")) == 3
    live = Live(folder, tmp_path / "a.duckdb")
    assert "DASHBOARD_LANGUAGE: `language` is 'de'" in str(live.error)  # on every page
    (folder / "dashboard.toml").write_text('title = "The Paper"\n', encoding="utf-8")
    assert live.settings().title == "The Paper"  # also what is changed later
    write(folder / "four.md", title="Four", date="2026-03-10")
    wait_for(lambda: "Four" in titles(tmp_path / "a.duckdb"))
    assert one.stop() == 0
    assert one.said().count("Warning: DASHBOARD_LANGUAGE: `language` is 'de'") == 1


def test_a_settings_file_that_is_not_there_is_a_mistake_in_the_command(
    servers: list[Server], folder: Path, tmp_path: Path
) -> None:
    done = Server(tmp_path, folder, "--database", tmp_path / "a.duckdb", "--settings", folder / "no.toml")
    servers.append(done)
    assert done.process.wait(timeout=20) == 2
    assert done.said().startswith(f"Error: {folder / 'no.toml'}: no such settings file; ")


def tags_of(database: Path) -> set[str]:
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"attach '{database}' as now (read_only)")
        return {tag for (tag,) in connection.execute("select tag from now.tags").fetchall()}


def test_changes_in_the_settings_are_loaded(watched: Live) -> None:
    (watched.content / "dashboard.toml").write_text('[tags.aliases]\nkassa = "till"\n', encoding="utf-8")
    wait_for(lambda: tags_of(watched.database) == {"ai", "till"})


def test_files_that_are_no_articles_cause_no_load(watched: Live) -> None:
    before = watched.database.stat().st_ino
    (watched.content / "picture.jpg").write_bytes(b"\xff\xd8")
    write(watched.content / ".git" / "notes.md", title="Not an article")
    (watched.content / "one.md.swp").write_text("x", encoding="utf-8")
    time.sleep(2)
    assert watched.database.stat().st_ino == before


def test_a_database_inside_the_folder_does_not_wake_the_watcher(folder: Path) -> None:
    live = Live(folder, folder / "a.duckdb")
    live.load()
    live.watch()
    try:
        write(folder / "four.md", title="Four", date="2026-03-10")
        wait_for(lambda: "Four" in titles(live.database))
        time.sleep(1)
        with duckdb.connect(":memory:") as connection:
            connection.execute(f"attach '{live.database}' as now (read_only)")
            assert connection.execute("select count(*) from now.loads").fetchone() == (2,)
    finally:
        live.stop()


def test_when_the_system_follows_no_more_folders_they_are_looked_at(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = follow.watchfiles.watch

    def watch(*paths: Path, force_polling: bool | None, **options: object) -> object:
        if not force_polling:
            raise OSError("OS file watch limit reached.")
        return real(*paths, force_polling=True, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(follow.watchfiles, "watch", watch)
    live = Live(folder, tmp_path / "a.duckdb")
    live.load()
    with caplog.at_level(logging.WARNING):
        live.watch()
        try:
            write(folder / "four.md", title="Four", date="2026-03-10")
            wait_for(lambda: "Four" in titles(live.database))
        finally:
            live.stop()
    assert "max_user_watches" in caplog.text


def test_a_load_that_was_refused_is_tried_again(watched: Live, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(serving, "_RETRY", 0.5)
    posts = watched.content.rename(tmp_path / "posts")
    watched.content.mkdir()
    wait_for(lambda: watched.error)
    posts.rename(watched.content / "posts")
    wait_for(lambda: watched.error is None)


def test_a_change_among_500_files_is_seen_within_a_second(folder: Path, tmp_path: Path) -> None:
    for number in range(500):
        write(folder / f"{number}.md", title=f"Title {number}", date="2026-02-20", tags="[ai]")
    live = Live(folder, tmp_path / "a.duckdb")
    live.load()
    begin = time.monotonic()
    live.reload()
    loading = time.monotonic() - begin  # 0.4 s, or whatever this machine makes of it now
    live.watch()

    def seconds(attempt: int) -> float:
        write(folder / "0.md", title=f"Changed {attempt}", date="2026-02-20")
        return wait_for(lambda: f"Changed {attempt}" in titles(live.database))

    try:
        took = [seconds(attempt) for attempt in range(3)]
        assert min(took) < loading + 1, took
    finally:
        live.stop()


def test_the_sample_is_served_when_nothing_was_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(serving, "_current", None)
    monkeypatch.setenv("DASHBOARD_DATABASE", str(tmp_path / "sample.duckdb"))
    live = serving.current()
    assert live.error is None
    assert live.settings().title == "De Werkbank"
    assert len(titles(live.database)) > 400
    assert serving.current() is live


def test_each_folder_has_its_own_database(tmp_path: Path) -> None:
    one, other = tmp_path / "a" / "content", tmp_path / "b" / "content"
    names = {serving.default_database(folder).name for folder in (one, other, other / ".." / "content")}
    assert len(names) == 2
    assert all(name.startswith("content-") and name.endswith(".duckdb") for name in names)


def test_as_of_overrules_the_settings(folder: Path, tmp_path: Path) -> None:
    (folder / "dashboard.toml").write_text('as_of = "2026-03-13"', encoding="utf-8")
    assert Live(folder, tmp_path / "a.duckdb").settings().as_of == "2026-03-13"
    assert Live(folder, tmp_path / "a.duckdb", as_of="latest").settings().as_of == "latest"


def test_streamlit_gets_the_programs_own_settings() -> None:
    options = server.streamlit_options(8600, "127.0.0.1")
    assert options["browser.gatherUsageStats"] is False
    assert options["server.port"] == 8600
    assert options["theme.light.primaryColor"] == "#12436D"
    assert options["server.allowedHosts"] == ["127.0.0.1", "localhost", "::1"]
    assert "server.allowedHosts" not in server.streamlit_options(8600, "0.0.0.0")


def test_streamlit_knows_every_setting() -> None:
    from streamlit import config

    for name in server.streamlit_options(8600, "127.0.0.1"):
        config.get_option(name)  # raises for one it does not know


def test_a_port_below_1024_without_the_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_bind", lambda port, address: 13 if port < 1024 else None)
    with pytest.raises(DashboardError, match=r"Port 80 may not be used without more rights; .* --port 8501\."):
        server.check_port(80, "127.0.0.1")


def test_load_results_reach_the_log(watched: Live, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="dashboard"):
        watched.reload()
    assert watched.error is None
    assert "Read again: 3 articles, 0 of 3 files were new or changed." in caplog.text
