"""Any sequence of edits, then: the tables of an incremental load are those of a full one."""

import os
import sys
import tempfile
from multiprocessing import spawn
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.errors import DashboardError
from dashboard.loader import reading
from tests.loading import load_folder, put

NAMES = [
    f"{folder}{name}.md" for folder in ("", "nl/", "en/", "geld/") for name in ("a", "b", "_index", "2026-01-02-c")
]
TEXTS = [
    "---\ntitle: a\ndate: 2026-01-01\ntags: [x, Y]\nsectie: geld\n---\nEen.\n",
    "---\ntitle: a\ndate: 2026-01-01\ntags: [x, y]\ndoelgroep: A\nextra: 1\n---\nEen.\n",
    "---\ntitle: b\ncreated: 2020-01-01\ntags: z\ncover: {image: x, mood: y}\n---\nTwee drie.\n",
    "---\ntitle: [\n---\n",
    "Geen artikel.",
    "+++\ntitle = 'toml'\ndate = 2026-02-03\n+++\nVier.\n",
]
steps = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES), st.sampled_from(TEXTS)),
    st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("delete"), st.sampled_from(NAMES), st.just("")),
    st.tuples(st.just("touch"), st.sampled_from(NAMES), st.just("")),
    st.tuples(st.just("setting"), st.sampled_from(["max_tags", "fields", "preset"]), st.just("")),
    st.tuples(st.just("load"), st.just(""), st.just("")),
)
CHANGES: dict[str, dict[str, Any]] = {
    "max_tags": {"max_tags": 1},
    "fields": {"fields": {"section": ("doelgroep",)}},
    "preset": {"preset": "hugo"},
}


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(st.lists(steps, min_size=1, max_size=12), st.booleans())
def test_any_sequence_of_edits(made: list[tuple[str, str, str]], small: bool) -> None:
    with tempfile.TemporaryDirectory() as temporary, pytest.MonkeyPatch.context() as patch:
        if not small:  # the other way: a new file, and rows taken over
            patch.setattr("dashboard.loader.filling._FEW", 0)
        folder = Path(temporary)
        content = put(folder / "articles", {"stays.md": TEXTS[0]})
        chosen: dict[str, Any] = {}
        load_folder(content, folder / "x.duckdb")
        for kind, name, more in [*made, ("load", "", "")]:
            path = content / name
            if kind == "write":
                put(content, {name: more})
            elif kind == "rename" and path.is_file():
                (content / more).parent.mkdir(exist_ok=True)
                path.replace(content / more)
            elif kind == "delete":
                path.unlink(missing_ok=True)
            elif kind == "touch" and path.is_file():
                os.utime(path, (1_700_000_000, 1_700_000_000))
            elif kind == "setting":
                chosen = {} if chosen else CHANGES[name]
            elif kind == "load":
                incremental = load_folder(content, folder / "x.duckdb", **chosen)
                full = load_folder(content, folder / "full.duckdb", full=True, **chosen)
                assert incremental.tables() == full.tables()
                assert sorted(incremental.result.problems, key=repr) == sorted(full.result.problems, key=repr)


def test_the_number_of_processes_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {f"{n % 7}/{n}-{NAMES[n % 16].replace('/', '-')}": TEXTS[n % 6] for n in range(900)}
    content = put(tmp_path / "articles", {**texts})
    alone = load_folder(content, tmp_path / "alone.duckdb")
    monkeypatch.setattr(reading, "FEW", 10)
    for way in (True, False):  # copies of this process, and new ones
        monkeypatch.setattr(reading, "is_alone", lambda way=way: way)
        beside = load_folder(content, tmp_path / f"{way}.duckdb")
        assert beside.tables() == alone.tables()
        assert beside.result.problems == alone.result.problems


def test_what_a_reader_that_dies_leaves_is_read_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = put(tmp_path / "articles", {f"{n}.md": TEXTS[n % 6] for n in range(900)})
    alone = load_folder(content, tmp_path / "alone.duckdb")
    monkeypatch.setattr(reading, "FEW", 10)
    monkeypatch.setattr(reading, "_serve", _die)
    assert load_folder(content, tmp_path / "beside.duckdb").tables() == alone.tables()


def _die(pipe: Any, *_: Any) -> None:
    pipe.recv()
    os._exit(1)


@pytest.mark.timeout(60)  # it waited for ever, once
def test_a_new_process_that_dies_before_it_knows_its_work_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = put(tmp_path / "articles", {f"{'long' * 20}{n}.md": TEXTS[0] for n in range(1_500)})
    monkeypatch.setattr(reading, "FEW", 10)
    monkeypatch.setattr(reading, "is_alone", lambda: False)
    main = put(tmp_path, {"main.py": "import os; os._exit(1)"}) / "main.py"
    told = {"init_main_from_path": str(main), "sys_path": sys.path}
    monkeypatch.setattr(spawn, "get_preparation_data", lambda _: told)
    assert load_folder(content, tmp_path / "x.duckdb").result.read == 1_500


def test_a_folder_without_articles_left_is_an_error(tmp_path: Path) -> None:
    content = put(tmp_path / "articles", {"a.md": TEXTS[0], "b.md": TEXTS[4]})
    load_folder(content, tmp_path / "x.duckdb")
    (content / "a.md").unlink()
    with pytest.raises(DashboardError, match="is an article"):
        load_folder(content, tmp_path / "x.duckdb")
