import re
from pathlib import Path

import pytest

from dashboard.loader.problems import ABOUT_THE_FOLDER, SEVERITY, Notes, Problem
from dashboard.words import words

LOADER = Path(__file__).parent.parent / "dashboard" / "loader"


@pytest.mark.parametrize("code", SEVERITY)
def test_every_problem_is_told_in_one_sentence_each(code: str) -> None:
    problem = Problem("map/een.md", code, 3, "date", "2026-02-30")
    for sentence in (problem.message, problem.remedy):
        assert sentence.endswith(".")
        assert "{" not in sentence
        assert "\n" not in sentence


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_row_of_the_table_is_enough_to_tell_it_in_either_language(language: str) -> None:
    for code in SEVERITY:
        for part in ("message", "remedy"):
            words(language)(f"problem.{code}.{part}", path="een.md", line="3", field="date", value="x")


def test_there_is_no_code_that_nothing_reports_and_none_that_is_not_listed() -> None:
    source = "".join(path.read_text("utf-8") for path in LOADER.glob("*.py") if path.name != "problems.py")
    families = {f"missing_{field}" for field in ("title", "date", "tags", "section", "audience")}
    families |= {"unknown_section", "unknown_audience"}
    unused = [code for code in SEVERITY if code not in families and f'"{code}"' not in source]
    assert unused == []
    reported = re.findall(r'(?:notes\.add|SkipFileError|DateError)\(\s*"([a-z_]+)"', source)
    assert set(reported) <= set(SEVERITY)
    assert set(ABOUT_THE_FOLDER) <= set(SEVERITY)


def test_a_value_is_shown_on_one_line_and_cut() -> None:
    notes = Notes("een.md")
    notes.add("wrong_type", 1, "title", "x\n" * 500)
    notes.add("wrong_type", 1, "title", "half \ud83d")
    notes.add("wrong_type", 1, "title", "\x1b[31m red\x9b")
    long, half, red = (problem.value or "" for problem in notes.problems)
    assert len(long) == 200
    assert long.endswith("…")
    assert "\n" not in long
    assert half == "half ?"
    assert red == "\ufffd[31m red\ufffd"  # what steers a terminal
