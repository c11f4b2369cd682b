"""What a load found, as text for a person, as JSON for a program, as annotations for GitHub."""

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from dashboard.allowed import dotted
from dashboard.words import Sentence, words

if TYPE_CHECKING:
    from dashboard.allowed import SettingsError
    from dashboard.loader import LoadResult, Problem

    Told: TypeAlias = "Problem | Mistake"


@dataclass(frozen=True)
class Mistake:
    """A problem of the settings, told as those of the articles are."""

    path: str  # as it was named, and not below the content folder
    line: int | None
    severity: str
    code: str
    field: str | None  # the key: targets.section.werk
    value: str | None
    message: str
    remedy: str = ""  # the message says it


def unusable(errors: "Iterable[SettingsError]", file: Path) -> list[Mistake]:
    """Values of the settings that are not allowed."""
    found = []
    for error in errors:
        key, value = str(error.values["key"]), error.values.get("value")
        message = str(error).removeprefix(f"{error.values['where']}: ")
        message, said = message[:1].upper() + message[1:], None if value is None else str(value)
        found.append(Mistake(str(file), line_of(file, key), "error", error.key, key, said, message))
    return found


def unmeant(sentences: Iterable[Sentence], file: Path) -> list[Mistake]:
    """What of the plan can be read and cannot be meant (`targets.mistakes`)."""
    found = []
    for sentence in sentences:
        key, value = sentence.values["key"], sentence.values["value"]
        code = "plan_" + sentence.key.rpartition(".")[2]
        found.append(Mistake(str(file), line_of(file, key), "warning", code, key, value, words("en").value(sentence)))
    return found


def line_of(file: Path, key: str) -> int | None:
    """The line of the settings on which a key stands, or the table that it is in."""
    places: dict[str, int] = {}
    lists: Counter[str] = Counter()  # [[gaps.hidden]]: how many there have been
    table: tuple[str, ...] = ()
    for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), 1):
        header = line.lstrip().startswith("[")
        with suppress(tomllib.TOMLDecodeError):  # a line in the middle of a value
            found: Any = tomllib.loads(line if header else line.partition("=")[0] + "= 0")
            path: list[str] = []
            while isinstance(found, dict) and found:
                path += found
                found = found[path[-1]]
                found = found[0] if isinstance(found, list) else found
            if line.lstrip().startswith("[["):
                lists[dotted(*path)] += 1
                places[f"{dotted(*path)}[{lists[dotted(*path)]}]"] = number
            table = tuple(path) if header else table
            places.setdefault(dotted(*(path if header else (*table, *path))), number)
    above = [name for name in places if key == name or key.startswith((f"{name}.", f"{name}["))]
    return places[max(above, key=len)] if above else None


def summary(result: "LoadResult", content: Path, database: Path, few: int = 5) -> str:
    """Several lines: articles, where every file went, and the first `few` of the gravest problems."""
    articles, files = _number(result.articles, "article"), _number(result.found, "file")
    again = f"; {read_again(result.reason)}" if result.reason else ""
    lines = [
        f"{articles} from {shown(content)} in {result.seconds:.1f} s, kept in {shown(database)}{again}",
        f"{files} found = {result.read:,} read + {result.unchanged:,} unchanged + {result.ignored:,} ignored"
        f" + {result.skipped:,} skipped",
        counts(result.problems),
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


def counts(found: "Sequence[Told]") -> str:
    """`2 errors, 14 warnings, 1 notice`."""
    if not found:
        return "No problems"
    return ", ".join(
        _number(sum(problem.severity == name for problem in found), name) for name in ("error", "warning", "notice")
    )


def exit_code(found: "Sequence[Told]", strict: bool) -> int:
    fatal = ("error", "warning") if strict else ("error",)
    return int(any(problem.severity in fatal for problem in found))


def problems(found: "Sequence[Told]", content: Path, form: str) -> Iterator[str]:
    """All problems, in their order: `text` or `github` gives a line each, `json` one array."""
    if form == "json":
        yield json.dumps([_row(problem) for problem in found], ensure_ascii=False, indent=2)
        return
    for problem in found:
        if form == "text":
            yield f"{_line(problem, content)} {problem.remedy}".rstrip()
        else:
            yield _annotation(problem, content)


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


def _row(problem: "Told") -> dict[str, Any]:
    names = ("path", "line", "severity", "code", "field", "value", "message", "remedy")
    return {name: getattr(problem, name) for name in names}


def _line(problem: "Told", content: Path) -> str:
    path = "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in _path(problem, content))
    place = path + (f":{problem.line}" if problem.line else "")
    return f"{place}: {problem.severity} {problem.code} {problem.message}"


def _path(problem: "Told", content: Path) -> str:
    return problem.path if isinstance(problem, Mistake) else str(content / problem.path)


def _annotation(problem: "Told", content: Path) -> str:
    """A GitHub workflow command; `%`, line ends and in properties `:` and `,` are written as it asks."""
    text = _escape(f"{problem.message} {problem.remedy}".rstrip())
    place = {"file": _path(problem, content), "line": problem.line, "title": problem.code}
    properties = ",".join(f"{name}={_escape(str(value), ':,')}" for name, value in place.items() if value is not None)
    return f"::{problem.severity} {properties}::{text}"


def _escape(text: str, also: str = "") -> str:
    return "".join(f"%{ord(letter):02X}" if letter in "%\r\n" + also else letter for letter in text)


def _number(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
