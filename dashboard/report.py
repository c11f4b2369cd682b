"""What a load found, as text for a person, as JSON for a program, as annotations for GitHub."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.words import words

if TYPE_CHECKING:
    from dashboard.loader import LoadResult, Problem


def summary(result: "LoadResult", content: Path, database: Path, few: int = 5) -> str:
    """Several lines: articles, where every file went, and the first `few` of the gravest problems."""
    articles, files = _number(result.articles, "article"), _number(result.found, "file")
    again = f"; {read_again(result.reason)}" if result.reason else ""
    lines = [
        f"{articles} from {shown(content)} in {result.seconds:.1f} s, kept in {shown(database)}{again}",
        f"{files} found = {result.read:,} read + {result.unchanged:,} unchanged + {result.ignored:,} ignored"
        f" + {result.skipped:,} skipped",
        counts(result),
    ]
    grave = [problem for name in ("error", "warning") for problem in result.problems if problem.severity == name]
    lines += [f"  {_line(problem, content)}" for problem in grave[:few]]
    if len(grave) > few > 0:
        lines.append(f"  … and {len(grave) - few:,} more: editorial-dashboard check {shown(content)}")
    return "\n".join(lines)


def shown(path: Path) -> str:
    """A path as a person would type it here: from this folder, else from the home folder."""
    with suppress(ValueError):
        return str(path.absolute().relative_to(Path.cwd()))
    with suppress(ValueError, RuntimeError):
        return str("~" / path.absolute().relative_to(Path.home()))
    return str(path)


def read_again(reason: str) -> str:
    """Why a load read every file, for a log."""
    return words("en")(f"load.again.{reason}")


def counts(result: "LoadResult") -> str:
    """`2 errors, 14 warnings, 1 notice`."""
    if not result.problems:
        return "No problems"
    numbers = {"error": result.errors, "warning": result.warnings, "notice": result.notices}
    return ", ".join(_number(number, name) for name, number in numbers.items())


def exit_code(result: "LoadResult", strict: bool) -> int:
    return 1 if result.errors or (strict and result.warnings) else 0


def problems(found: "Sequence[Problem]", content: Path, form: str) -> Iterator[str]:
    """All problems, by file and line: `text` or `github` gives a line each, `json` one array."""
    if form == "json":
        yield json.dumps([_row(problem) for problem in found], ensure_ascii=False, indent=2)
        return
    for problem in found:
        yield f"{_line(problem, content)} {problem.remedy}" if form == "text" else _annotation(problem, content)


def as_json(result: "LoadResult") -> str:
    """The row of `loads`, with the problems and how many there are of each severity."""
    row: dict[str, Any] = {
        name: getattr(result, name)
        for name in (
            "found",
            "read",
            "unchanged",
            "ignored",
            "skipped",
            "removed",
            "articles",
            "seconds",
            "version",
            "preset",
            "reason",
        )
    }
    row |= {"errors": result.errors, "warnings": result.warnings, "notices": result.notices}
    row["problems"] = [_row(problem) for problem in result.problems]
    return json.dumps(row, ensure_ascii=False, indent=2)


def _row(problem: "Problem") -> dict[str, Any]:
    names = ("path", "line", "severity", "code", "field", "value", "message", "remedy")
    return {name: getattr(problem, name) for name in names}


def _line(problem: "Problem", content: Path) -> str:
    path = "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in str(content / problem.path))
    place = path + (f":{problem.line}" if problem.line else "")
    return f"{place}: {problem.severity} {problem.code} {problem.message}"


def _annotation(problem: "Problem", content: Path) -> str:
    """A GitHub workflow command; `%`, line ends and in properties `:` and `,` are written as it asks."""
    text = _escape(f"{problem.message} {problem.remedy}")
    place = {"file": str(content / problem.path), "line": problem.line, "title": problem.code}
    properties = ",".join(f"{name}={_escape(str(value), ':,')}" for name, value in place.items() if value is not None)
    return f"::{problem.severity} {properties}::{text}"


def _escape(text: str, also: str = "") -> str:
    return "".join(f"%{ord(letter):02X}" if letter in "%\r\n" + also else letter for letter in text)


def _number(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
