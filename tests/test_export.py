"""Every table comes out whole, in each form."""

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard.errors import DashboardError
from dashboard.export import export_tables
from tests.loading import load_files

ARTICLE = "---\ntitle: '=1+1'\ndate: 2026-03-01 10:00\ntags: [ai, werk]\nauthors: [Ann, Bob]\nsectie: {0}\n---\n{1}\n"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    files: dict[str, str | bytes] = {f"{n}.md": ARTICLE.format("geld", "woord " * 10) for n in range(3)}
    return load_files(tmp_path, {**files, "lang.md": ARTICLE.format("groei", "x" * 40_000)}).database


def tables(database: Path) -> dict[str, int]:
    with duckdb.connect(str(database), read_only=True) as connection:
        names = connection.execute("select table_name from duckdb_tables()").fetchall()
        return {name: len(connection.table(name)) for (name,) in names}


@pytest.mark.parametrize("form", ["parquet", "csv", "xlsx"])
def test_every_table_with_all_its_rows(database: Path, tmp_path: Path, form: str) -> None:
    folder = tmp_path / "uit voer's" / "nu"
    for _ in range(2):  # the second takes the place of the first
        assert dict(export_tables(database, folder, form)) == tables(database)
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{name}.{form}" for name in tables(database))
    file = folder / f"articles.{form}"
    read = {"parquet": pd.read_parquet, "csv": pd.read_csv, "xlsx": pd.read_excel}[form]
    found = read(file).sort_values("path")
    assert list(found["path"]) == ["0.md", "1.md", "2.md", "lang.md"]
    assert set(found["title"]) == {"=1+1"}
    assert list(found["section"]) == ["geld", "geld", "geld", "groei"]
    assert [str(day)[:10] for day in found["published_on"]] == ["2026-03-01"] * 4
    bodies = read(folder / f"article_texts.{form}").set_index("path")["body"]
    assert len(bodies["lang.md"]) == (32_767 if form == "xlsx" else 40_001)


def test_what_cannot_be_written_is_told_in_one_sentence(database: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(DashboardError, match="cannot be written"):
        list(export_tables(database, tmp_path / "file", "csv"))
    with pytest.raises(DashboardError, match="there is no such database"):
        list(export_tables(tmp_path / "none.duckdb", tmp_path / "out", "csv"))
