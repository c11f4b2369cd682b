"""A query of queries/ from the command line: the page's filters and the query's own parameters -> rows as text."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from dashboard import warehouse
from dashboard.errors import DashboardError
from dashboard.filters import Filters, as_known
from dashboard.settings import read_settings

Rows = Sequence[Sequence[Any]]


def answer(
    name: str,
    database: Path,
    filters: Mapping[str, Sequence[str]],
    own: Mapping[str, str],
    settings_file: Path | None = None,
) -> tuple[list[str], Rows]:
    """Column names and rows of a query. `filters` as in a page's URL; `own` is name -> value as typed.

    Raises DashboardError for an unknown query or parameter, and a database that cannot be used.
    """
    wanted = warehouse.query_parameters(name)
    snapshot = warehouse.Snapshot(database)
    root = snapshot.row("snapshot", {}).get("content_root")
    settings = read_settings(Path(root) if root else None, settings_file)
    chosen = as_known(Filters.from_query(filters), snapshot.known_values, settings)
    values = chosen.parameters(snapshot.as_of(chosen.as_of or settings.as_of), settings)
    for key, text in own.items():
        if key not in wanted:
            raise DashboardError("query_parameter_unknown", name=name, parameter=key, known=", ".join(wanted) or "–")
        values[key] = _value(key, text, values.get(key))
    return snapshot.rows(name, values)


def questions() -> tuple[list[str], Rows]:
    """Every query's name and the question it answers."""
    return ["query", "question"], [(name, warehouse.query_question(name)) for name in warehouse.query_names()]


def render(columns: Sequence[str], rows: Rows, form: str) -> str:
    """Rows as `table`, `csv` or `json`, without a line end after the last."""
    if form == "json":
        records = [dict(zip(columns, row, strict=True)) for row in rows]
        return json.dumps(records, ensure_ascii=False, indent=2, default=_plain)
    if form == "csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_exact(value) for value in row] for row in rows)
        return text.getvalue().rstrip("\n")
    return "\n".join(_table(columns, rows))


def _value(key: str, text: str, default: Any) -> Any:
    """A value as typed, in the type of the parameter's default."""
    try:
        if isinstance(default, tuple):
            return tuple(text.split(",")) if text else ()
        if isinstance(default, bool):
            return {"true": True, "false": False}[text.lower()]
        if isinstance(default, int):
            return int(text)
        if isinstance(default, date):
            return date.fromisoformat(text)
    except (KeyError, ValueError):
        raise DashboardError("query_value", text=text, parameter=key, example=_cell(default)) from None
    return text


def _table(columns: Sequence[str], rows: Rows) -> Iterator[str]:
    """Columns as wide as their widest cell, numbers to the right."""
    cells = [[" ".join(_cell(value).split()) for value in row] for row in rows]
    widths = [max(map(len, map(str, column))) for column in zip(columns, *cells, strict=True)]
    right = [
        any(value is not None for value in column)
        and all(isinstance(value, int | float | Decimal | None) for value in column)
        for column in zip(*rows, strict=True)
    ] or [False] * len(columns)
    for line in (columns, ["─" * width for width in widths], *cells):
        padded = (
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(line, widths, right, strict=True)
        )
        yield "  ".join(padded).rstrip()


_WIDEST = 100  # characters of a cell on a terminal


def _cell(value: Any) -> str:
    """For reading: four digits will do, and the beginning of a long text."""
    if isinstance(value, float | Decimal):
        number = float(value)
        return f"{number:.4g}" if abs(number) < 10_000 else f"{number:.1f}"
    text = _exact(value)
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def _exact(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)
