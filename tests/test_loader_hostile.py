"""Files made to cost time, memory or the process: each is one problem in one sentence, and the rest is loaded."""

import time
from pathlib import Path

import pytest

from tests.loading import Loaded, load_files, load_folder, put

GOOD = "---\ntitle: Goed\ndate: 2026-01-01\ntags: [a]\nsectie: s\ndoelgroep: d\n---\nTekst.\n"
NINE = ", ".join(["*a{n}"] * 9)
ALIASES = "\n".join(["a0: &a0 [x]", *(f"a{n}: &a{n} [{NINE.format(n=n - 1)}]" for n in range(1, 12))])
MERGES = "\n".join(
    ["a0: &a0 {k: v}", *(f"a{n}: &a{n} {{<<: [{NINE.format(n=n - 1)}], k{n}: v}}" for n in range(1, 12))]
)


def yaml(block: str) -> str:
    return GOOD.replace("title: Goed\n", f"title: Goed\n{block}\n")


# name -> content, the code it must get, the setting its words must name, is it still an article?
MANY = ", ".join(f"t{n}" for n in range(200_000))
HUGE = "0x" + "f" * 5_000  # Python reads it, and refuses to write it in decimals
TWICE = ",\n".join(f'"k{n}": 1,\n"k{n}": 2' for n in range(10_000))
LETTERS = "".join(map(chr, range(0x10000, 0x1FFFF)))  # each another one
HOSTILE: dict[str, tuple[str | bytes, str, str, bool]] = {
    "aliases.md": (yaml(ALIASES), "too_many_aliases", "max_aliases", False),
    "merges.md": (yaml(MERGES), "too_many_aliases", "max_aliases", False),
    "lists.md": (yaml("x: " + "[" * 40_000), "too_deep", "max_depth", False),
    "tables.md": (yaml("x: " + "{a: " * 40_000), "too_deep", "max_depth", False),
    "dashes.md": (yaml("x:\n  " + "- " * 40_000 + "x"), "too_deep", "max_depth", False),
    "toml.md": ("+++\nx = " + "[" * 40_000 + "]" * 40_000 + "\n+++\n", "too_deep", "max_depth", False),
    "json.md": ('{"x": ' + "[" * 40_000 + "]" * 40_000 + "}\n", "too_deep", "max_depth", False),
    "tags.md": (GOOD.replace("[a]", f"[{MANY}]"), "too_many_tags", "max_tags", True),
    "nul.md": (GOOD.encode() + b"\x00", "not_text", "", False),
    "picture.md": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "not_text", "", False),
    "number.md": (GOOD.replace("2026-01-01", "9" * 5_000), "date_invalid", "", True),
    "huge_title.md": (GOOD.replace("Goed", f"{{a: {HUGE}}}"), "wrong_type", "", True),
    "huge_draft.md": (yaml(f"draft: [{HUGE}]"), "draft_unclear", "", True),
    "huge_date.md": (GOOD.replace("2026-01-01", f"[{HUGE}]"), "date_invalid", "", True),
    "huge_key.md": (yaml(f"? {HUGE}\n: x"), "", "", True),
    "huge_tagged.md": (yaml(f"x: !!int {HUGE}"), "front_matter_invalid", "", False),
    "huge_toml.md": (f"+++\ntitle = {{a = [{HUGE}]}}\n+++\n", "wrong_type", "", True),
    "sexagesimal.md": (yaml("x: 1" + ":59" * 100_000), "", "", True),
    "dotted.md": ("+++\nx = 1\n" + "a." * 100_000 + "b = 1\n+++\n", "too_deep", "max_depth", False),
    "dotted_table.md": ('+++\n[[ "a" .' + "a." * 100_000 + "b]]\n+++\n", "too_deep", "max_depth", False),
    "dotted_inline.md": ("+++\nx = {y = 1," + "a." * 100_000 + "b = 1}\n+++\n", "too_deep", "max_depth", False),
    "letters.md": (GOOD + LETTERS * 4, "", "", True),
    "half.md": (b'{"title": "a\\ud83db", "date": "2026-01-01"}\n', "", "", True),
    "key.md": (yaml(f"{'k' * 500}: x"), "", "", True),
    "line.md": (GOOD + "woord " * 500_000, "", "", True),
    "brackets.md": (GOOD + "[" * 200_000 + "](" * 100_000 + "<" * 100_000 + "`" * 99_999 + "{{" * 99_999, "", "", True),
    "html.md": (GOOD.replace("Goed", "<script>alert(1)</script>"), "", "", True),
    "sql.md": (GOOD.replace("Goed", "x'); drop table articles; --"), "", "", True),
}  # fmt: skip


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Loaded, float]:
    files = {name: content for name, (content, *_) in HOSTILE.items()} | {"goed.md": GOOD}
    clock = time.perf_counter()
    made = load_files(tmp_path_factory.mktemp("hostile"), files)
    return made, time.perf_counter() - clock


@pytest.mark.parametrize("name", HOSTILE)
def test_each_is_told_in_one_problem_that_names_the_limit(loaded: tuple[Loaded, float], name: str) -> None:
    _, code, setting, is_article = HOSTILE[name]
    problems = [problem for problem in loaded[0].result.problems if problem.path == name]
    assert [problem.code for problem in problems if not problem.code.startswith("missing_")] == [code] * bool(code)
    for problem in problems:
        assert setting in problem.message
        assert "\n" not in problem.message + problem.remedy
        assert len(problem.message) < 500
    assert loaded[0].rows(f"select count(*) from articles where path = '{name}'") == [(int(is_article),)]


def test_the_rest_is_loaded_and_nothing_is_lost(loaded: tuple[Loaded, float]) -> None:
    result = loaded[0].result
    assert result.found == len(HOSTILE) + 1 == result.read + result.ignored + result.skipped
    assert loaded[0].rows("select title from articles where path = 'goed.md'") == [("Goed",)]
    assert loaded[0].rows("select count(*) from article_tags where path = 'tags.md'") == [(200,)]
    assert loaded[1] < 30  # no bomb went off: each of them would have taken hours, or the memory of the machine


def test_many_repairs_and_many_keys_that_stand_twice_are_told_a_hundred_times(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"twice.md": f"{{{TWICE}}}", "garbled.md": GOOD + "cafÃ©\n" * 20_000}
    clock = time.perf_counter()
    problems = load_files(tmp_path, files).result.problems
    assert time.perf_counter() - clock < 20  # each grew by the square
    lines = {
        code: [problem.line for problem in problems if problem.code == code]
        for code in ("duplicate_key", "mojibake_repaired")
    }
    assert lines == {"duplicate_key": [*range(2, 202, 2)], "mojibake_repaired": [*range(9, 109)]}


def test_of_a_file_of_a_gigabyte_nothing_is_read(tmp_path: Path) -> None:
    content = put(tmp_path / "articles", {"goed.md": GOOD})
    with (content / "groot.md").open("wb") as file:
        file.truncate(1 << 30)
    loaded = load_folder(content, tmp_path / "x.duckdb")
    problem = next(problem for problem in loaded.result.problems if problem.path == "groot.md")
    assert (problem.code, problem.value) == ("too_large", f"{1 << 30} > 5000000")
    assert "max_file_bytes" in problem.message
    assert loaded.result.articles == 1


def test_the_limits_are_settings(tmp_path: Path) -> None:
    few = "a: &a [1, 2, 3]\nb: [*a, *a]"
    files: dict[str, str | bytes] = {"aliases.md": yaml(few), "deep.md": yaml("x: [[[1]]]"), "goed.md": GOOD}
    assert load_files(tmp_path, files).result.skipped == 0
    strict = load_folder(tmp_path / "articles", tmp_path / "y.duckdb", max_aliases=5, max_depth=3)
    assert [(problem.path, problem.code) for problem in strict.result.problems if problem.severity == "error"] == [
        ("aliases.md", "too_many_aliases"),
        ("deep.md", "too_deep"),
    ]
