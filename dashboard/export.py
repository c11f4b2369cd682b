"""The tables of a snapshot as files for other programs: Parquet, CSV or Excel."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from dashboard.errors import DashboardError
from dashboard.warehouse import Snapshot

_MOST_ROWS = 1_048_575  # of a sheet, below its heading
_LONGEST = 32_767  # characters of a cell


def export_tables(database: Path, folder: Path, form: str) -> Iterator[tuple[str, int]]:
    """Writes each table to `folder`/<table>.<form>, in place of the file there; yields its name and how many rows.

    In Excel a text is cut where a cell ends. Raises DashboardError for a database or a folder that cannot be used, and
    for a table that has more rows than a sheet.
    """
    Snapshot(database)  # says what is wrong with it
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with duckdb.connect(":memory:") as connection:
            connection.execute(f"attach {_quoted(database)} as snapshot (read_only)")
            connection.execute("use snapshot")
            named = "select table_name from duckdb_tables() where database_name = 'snapshot' order by table_name"
            for (table,) in connection.execute(named).fetchall():
                target = folder / f"{table}.{form}"
                new = target.with_name(f".{target.name}.new")
                count = len(connection.table(table))
                if form == "xlsx":
                    _write_sheet(connection, table, count, new)
                else:
                    header = ", header" if form == "csv" else ""
                    connection.execute(f"copy {table} to {_quoted(new)} (format {form}{header})")
                new.replace(target)
                yield table, count
    except OSError as error:
        raise DashboardError("folder_not_written", folder=folder, reason=error.strerror) from None
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise DashboardError("folder_not_written", folder=folder, reason=reason) from None


def _write_sheet(connection: duckdb.DuckDBPyConnection, table: str, count: int, file: Path) -> None:
    from xlsxwriter import Workbook

    if count > _MOST_ROWS:
        raise DashboardError("too_many_for_a_sheet", table=table, rows=count, most=_MOST_ROWS)
    plain = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(str(file), {**plain, "default_date_format": "yyyy-mm-dd", "remove_timezone": True}) as book:
        sheet = book.add_worksheet(table)
        sheet.freeze_panes(1, 0)
        rows = connection.execute(f"from {table}")
        sheet.write_row(0, 0, [column[0] for column in rows.description or ()])
        number = 0
        while (row := rows.fetchone()) is not None:
            number += 1
            for place, value in enumerate(row):
                if value is not None:
                    sheet.write(number, place, _cell(value))


def _cell(value: Any) -> Any:
    """What a sheet can hold: numbers, days and moments as they are, a list as its texts, the rest as text."""
    if isinstance(value, bool | int | float | date):
        return value
    return (", ".join(map(str, value)) if isinstance(value, list) else str(value))[:_LONGEST]


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
