"""Writes what is decided on a page to `dashboard.toml`: one clean change, with comments, order and other keys kept.

The file as it was is kept beside it, under a name that is still free (`dashboard.toml.bak`, `dashboard.toml.2.bak`, …):
nothing that anyone wrote is lost. The new one takes its place at once: whoever reads it sees the one or the other. What
is wanted is read back before anything is written.
"""

import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Comment, InlineTable, Null, Table, Whitespace

from dashboard.settings import PLANNED, SettingsError, settings_of

Targets = Mapping[str, Mapping[str, float]]
Gap = Mapping[str, str]  # section or audience, tag, reason
_BOM = "\ufeff"
_HIDDEN = re.compile(r"\s*\[\[\s*gaps\s*\.\s*hidden\s*\]\]")
_NOTHING = re.compile(r"\s*(#|$)")  # a comment, an empty line
_lock = Lock()


def read(path: Path) -> bytes | None:
    """The file as it is, to compare with when it is written; None when there is none. Raises SettingsError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsError("file_unreadable", file=path, reason=error.strerror) from None


def save_targets(path: Path, seen: bytes | None, targets: Targets) -> Path | None:
    """Puts the plan into the file. `seen`: the file as it was when the reader began to change the plan.

    Returns where that one is kept; None when there was none.
    Raises SettingsError, and writes nothing, when the file is another by now, cannot be written, or would not be read
    back as meant.
    """
    return _save(
        path, seen, lambda text: with_targets(text, targets), lambda table: table | {"targets": _filled(targets)}
    )


def save_hidden(path: Path, seen: bytes | None, gaps: Sequence[Gap]) -> None:
    """Adds gaps that are as they should be, each with its reason. `seen` and errors: as for `save_targets`."""

    def wanted(table: dict[str, Any]) -> dict[str, Any]:
        hidden = [*table.get("gaps", {}).get("hidden", []), *gaps]
        return table | {"gaps": table.get("gaps", {}) | {"hidden": hidden}}

    def changed(text: str) -> str:
        line_end = "\r\n" if "\r\n" in text else "\n"
        above = "" if not text.strip(_BOM) else "\n" if text.endswith("\n") else "\n\n"
        return text + (above + hidden_lines(gaps) + "\n").replace("\n", line_end)

    _save(path, seen, changed, wanted)


def save_shown(path: Path, seen: bytes | None, gaps: Sequence[Gap]) -> None:
    """Takes gaps out of those that are hidden: they count again. `seen` and errors: as for `save_targets`."""

    def wanted(table: dict[str, Any]) -> dict[str, Any]:
        hidden = [gap for gap in table.get("gaps", {}).get("hidden", []) if gap not in gaps]
        rest = {name: value for name, value in table.items() if name != "gaps"}
        return rest | ({"gaps": {"hidden": hidden}} if hidden else {})

    _save(path, seen, lambda text: _without(text, gaps), wanted)


def _without(text: str, gaps: Sequence[Gap]) -> str:
    """Without the tables of these gaps, and the comments directly above them.

    Line by line: to tomlkit, what stands between two tables is part of the first, and would go with it.
    Raises ValueError where not each of them is a table of its own.
    """
    lines = text.splitlines(keepends=True)
    heads = [place for place, line in enumerate(lines) if line.lstrip(_BOM).lstrip().startswith("[")] + [len(lines)]
    hidden = [place for place in heads[:-1] if _HIDDEN.match(lines[place].lstrip(_BOM))]
    said = tomllib.loads(text.removeprefix(_BOM)).get("gaps", {}).get("hidden", [])
    for place, gap in reversed(list(zip(hidden, said, strict=True))):
        if gap not in gaps:
            continue
        first, last = place, min(head for head in heads if head > place)
        while last > place and _NOTHING.match(lines[last - 1]):  # of the table below, or of nothing
            last -= 1
        while first and lines[first - 1].lstrip().startswith("#"):
            first -= 1
        while last < len(lines) and not lines[last].strip():
            last += 1
        del lines[first:last]
    return "".join(lines)


def hidden_lines(gaps: Sequence[Gap]) -> str:
    """A table of `[[gaps.hidden]]` for each."""
    return "\n\n".join("[[gaps.hidden]]\n" + tomlkit.dumps(dict(gap)).rstrip("\n") for gap in gaps)


def _save(
    path: Path,
    seen: bytes | None,
    change: Callable[[str], str],
    mean: Callable[[dict[str, Any]], dict[str, Any]],
) -> Path | None:
    """`change`: the old text -> the new; `mean`: what the old one says -> what the new one must. Returns the copy."""
    path = path.resolve()  # a link stays a link
    with _lock:
        if read(path) != seen:
            raise SettingsError("settings_changed", file=path)
        try:
            old = (seen or b"").decode("utf-8")
            wanted = _wanted(path, old, mean)
        except UnicodeDecodeError:
            raise SettingsError("settings_not_utf8", file=path) from None
        except tomllib.TOMLDecodeError as error:
            raise SettingsError("settings_not_toml", file=path, reason=error) from None
        try:
            new = change(old)
        except (TOMLKitError, ValueError):
            raise SettingsError("settings_not_rewritten", file=path) from None
        if _said(new) != wanted:
            raise SettingsError("settings_not_rewritten", file=path)
        try:
            return _put(path, new.encode("utf-8"))
        except OSError as error:
            raise SettingsError("settings_not_written", file=path, reason=error.strerror) from None


def with_targets(text: str, targets: Targets) -> str:
    """The text of the file with this plan, and the rest as it was."""
    mark, text = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    line_end = "\r\n" if "\r\n" in text else "\n"
    document = tomlkit.parse(text)
    plan: Any = document.get("targets", {})
    missing = {}
    for field in PLANNED:
        if field in plan:
            _change(plan[field], targets.get(field, {}), line_end)
        elif targets.get(field):
            missing[field] = targets[field]
    if isinstance(plan, InlineTable):
        for field, shares in missing.items():
            plan[field] = tomlkit.inline_table()
            _change(plan[field], shares, line_end)
        missing = {}
    new = tomlkit.dumps(document)
    for table in toml_tables(missing):
        lines = table if not new else "\n" + table if new.endswith("\n") else "\n\n" + table
        new += lines.replace("\n", line_end)
    return mark + new


def toml_lines(targets: Targets) -> str:
    """The plan as lines to copy into a file."""
    return "\n".join(toml_tables(targets))


def toml_tables(targets: Targets) -> list[str]:
    """Each part of the plan as a table of TOML."""
    found = []
    for field in PLANNED:
        if shares := targets.get(field):
            table = tomlkit.table()
            _change(table, shares, "\n")
            found.append(f"[targets.{field}]\n{table.as_string()}")
    return found


def _change(table: Any, shares: Mapping[str, float], line_end: str) -> None:
    """Only what differs: a value that stays keeps the form it was written in, and each key its comment.

    Raises ValueError for a table that is written in several places (`targets.section.werk = 0.3`).
    """
    if dict(table) == dict(shares):
        return
    if not isinstance(table, Table | InlineTable):
        raise ValueError(type(table).__name__)
    gone = [name for name in table if name not in shares]
    if isinstance(table, Table):
        _remove_comments(table, gone)
    for name in gone:
        del table[name]
    for name, share in shares.items():
        if name in table:
            if table[name] != share:
                table[name] = share
        elif isinstance(table, Table):
            item = tomlkit.item(share)
            item.trivia.trail = line_end
            # What stands below the last key, such as the comment above the next table, stays below the new one.
            body = table.value.body
            below: list[Any] = []
            while body and body[-1][0] is None:
                below.insert(0, body.pop())
            table.append(name, item)
            body.extend(below)
        else:
            table[name] = share


def _remove_comments(table: Table, gone: Collection[str]) -> None:
    """Those directly above names that go: a comment is about what stands below it, up to the next empty line."""
    body = table.value.body
    above: list[int] = []  # comments
    below: list[str] = []  # names directly under them

    def end() -> None:
        if below and all(name in gone for name in below):
            for place in above:
                body[place] = (None, Null())
        above.clear()
        below.clear()

    for place, (key, item) in enumerate(body):
        if isinstance(item, Comment):
            if below:
                end()
            above.append(place)
        elif key is not None:
            below.append(key.key)
        elif isinstance(item, Whitespace):
            end()
    end()


def _wanted(path: Path, old: str, mean: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """What the file must say. Raises SettingsError for a mistake in what it says now, or in what is to be written."""
    before = tomllib.loads(old.removeprefix(_BOM))
    settings_of(before, str(path), {})
    wanted = mean(before)
    wanted["targets"] = _filled(wanted.get("targets", {}))
    settings_of(wanted, str(path), {})
    return wanted


def _said(text: str) -> dict[str, Any] | None:
    """What a text says; None when no file can hold it."""
    try:
        text.encode("utf-8")
        found = tomllib.loads(text.removeprefix(_BOM))
    except ValueError:
        return None
    found["targets"] = _filled(found.get("targets", {}))
    return found


def _filled(targets: Targets) -> dict[str, dict[str, float]]:
    return {field: dict(shares) for field, shares in targets.items() if shares}


def _put(path: Path, content: bytes) -> Path | None:
    kept = _keep(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.is_file():
            shutil.copymode(path, name)
        else:
            Path(name).chmod(0o644)
        Path(name).replace(path)
        return kept
    except BaseException:
        Path(name).unlink(missing_ok=True)
        if kept is not None:
            kept.unlink(missing_ok=True)  # nothing has changed
        raise


def _keep(path: Path) -> Path | None:
    """A copy of the file under the first name that is free; None when there is no file."""
    if not path.is_file():
        return None
    number, kept = 1, path.with_name(f"{path.name}.bak")
    while True:
        try:
            kept.touch(exist_ok=False)  # another program may save at the same time
        except FileExistsError:
            number += 1
            kept = path.with_name(f"{path.name}.{number}.bak")
        else:
            break
    try:
        shutil.copy2(path, kept)
    except OSError:
        kept.unlink(missing_ok=True)
        raise
    return kept
