"""The query files keep their word: a question, the parameters, the columns; and they run in plain DuckDB."""

from __future__ import annotations

import re
from datetime import date
from itertools import takewhile
from typing import TYPE_CHECKING

import duckdb
import pytest

from dashboard.loader import load
from dashboard.resources import QUERIES, SAMPLE
from dashboard.settings import Settings, read_settings
from dashboard.warehouse import query_names, query_parameters, query_question
from tests.figures import parameters

if TYPE_CHECKING:
    from pathlib import Path

NAMES = sorted(path.stem for path in QUERIES.glob("*.sql") if path.stem != "schema")
PAGE_FILTERS = {"as_of", "from_day", "to_day", "sections", "audiences", "tags", "languages", "statuses"}
# These ask for some, and here for none.
OF_PATHS = ("article", "article_keys", "article_tags", "neighbours", "texts", "shared_passage")
COMPARING = ("backtest", "rising")  # no rows without a period, or one to compare with
OF_SETTINGS = ("required_cells",)  # and none without settings
CLEAN = ("unmapped_keys",)  # the sample has none
OF_A_TABLE = re.compile(r"(?:as the table (\w+)|see schema\.sql)")


def comment(name: str, part: str) -> str:
    """What the comment says after `-- Parameters:` or `-- Columns:`."""
    lines = (QUERIES / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    head = "\n".join(line.removeprefix("--").strip() for line in takewhile(lambda line: line.startswith("--"), lines))
    found = re.search(rf"^{part}: (.*?)(?=^[A-Z][a-z]+: |\Z)", head, re.MULTILINE | re.DOTALL)
    return found[1].replace("\n", " ") if found else ""


def code(name: str) -> str:
    return re.sub(r"--.*", "", (QUERIES / f"{name}.sql").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("queries") / "editorial.duckdb"
    load(SAMPLE, database, read_settings(SAMPLE, environment={}))
    return database


def test_every_file_is_a_query() -> None:
    assert query_names() == NAMES
    assert len(NAMES) >= 20


@pytest.mark.parametrize("name", NAMES)
def test_begins_with_its_question(name: str) -> None:
    first = (QUERIES / f"{name}.sql").read_text(encoding="utf-8").splitlines()[0]
    assert re.fullmatch(r"-- [A-Z].*\?", first)
    assert query_question(name) == first.removeprefix("-- ")


@pytest.mark.parametrize("name", NAMES)
def test_says_its_parameters(name: str) -> None:
    used = set(query_parameters(name))
    assert used == set(re.findall(r"\$(\w+)", code(name)))
    said = set(re.findall(r"\$(\w+)", comment(name, "Parameters")))
    if "the page's filters" in comment(name, "Parameters"):
        said |= PAGE_FILTERS
        used |= {"from_day", "to_day"}  # some leave the period out, and say so
    assert said == used


@pytest.mark.parametrize("name", NAMES)
def test_runs_in_plain_duckdb_and_says_its_columns(name: str, sample: Path) -> None:
    every = parameters(date(2026, 3, 13), settings=Settings())
    given = {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in every.items()
        if key in re.findall(r"\$(\w+)", code(name))
    }
    with duckdb.connect(sample, read_only=True) as connection:
        result = connection.execute((QUERIES / f"{name}.sql").read_text(encoding="utf-8"), given)
        columns = [column[0] for column in result.description or ()]
        assert result.fetchall() or name in OF_PATHS + COMPARING + OF_SETTINGS + CLEAN
        said = comment(name, "Columns")
        table = OF_A_TABLE.search(said)
        of_table: set[str] = set()
        if table:
            described = connection.execute(f"describe {table[1] or name}").fetchall()
            of_table = {str(row[0]) for row in described}
    words = set(re.findall(r"\w+", said))
    assert [column for column in columns if column not in words | of_table] == []


@pytest.mark.parametrize("name", [*NAMES, "schema"])
def test_asks_no_clock_and_fits_the_screen(name: str) -> None:
    assert not re.search(r"\bcurrent_|localtime|\b(now|today|getdate|\w*_current_\w*)\s*\(", code(name), re.IGNORECASE)
    lines = (QUERIES / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > 125] == []
