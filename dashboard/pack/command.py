"""`editorial-dashboard pack`: the same pack as the page makes, for a timer."""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.charts import LIGHT
from dashboard.context import Context
from dashboard.errors import DashboardError
from dashboard.filters import Filters
from dashboard.pack import memory
from dashboard.pack.blocks import BLOCKS, USUAL
from dashboard.pack.document import Decision
from dashboard.pack.files import renderer_of, replace_file
from dashboard.pack.key_figures import key_figures
from dashboard.pack.links import link_to
from dashboard.pack.make import GENERAL, make_pack
from dashboard.settings import read_settings
from dashboard.warehouse import Snapshot
from dashboard.words import Sentence, words

_DECISION = ("text", "owner", "due", "figure")


@dataclass(frozen=True)
class Notes:
    """What the editor wrote in a file beside the pack."""

    notes: Mapping[str, str] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()


def write_pack(
    file: Path,
    database: Path,
    filters: Mapping[str, Sequence[str]],
    blocks: Sequence[str] = (),
    notes_file: Path | None = None,
    language: str | None = None,
    settings_file: Path | None = None,
    link: str = "",
) -> list[str]:
    """Makes the file and remembers its decisions. Returns what went wrong without keeping the pack from being made.

    Raises DashboardError for what does.
    """
    render = renderer_of(file)
    for name in blocks:
        if name not in BLOCKS:
            raise DashboardError("pack_block_unknown", block=name, known=", ".join(BLOCKS))
    context = _context(database, filters, settings_file, language)
    written = _read_notes(notes_file, context) if notes_file else Notes()
    blocks, troubles, since = tuple(dict.fromkeys(blocks)) or USUAL, [], None
    link = link_to(link, context.query() | {"lang": [context.words.language]}) or link
    try:
        since = memory.last_before(memory.read(database), context.as_of)
    except DashboardError as error:
        troubles.append(str(error))
    replace_file(file, render(make_pack(context, blocks, written.notes, written.decisions, since, link)))
    if written.decisions:
        try:
            memory.keep(database, memory.meeting_of(context, blocks, written.notes, written.decisions))
        except DashboardError as error:
            troubles.append(str(error))
    return troubles


def _context(
    database: Path, filters: Mapping[str, Sequence[str]], settings_file: Path | None, language: str | None
) -> Context:
    snapshot = Snapshot(database)
    root = snapshot.row("snapshot", {}).get("content_root")
    settings = read_settings(Path(root) if root else None, settings_file)
    chosen = Filters.from_query(filters)
    return Context(
        words=words(language or settings.language),
        look=LIGHT,
        settings=settings,
        snapshot=snapshot,
        filters=chosen,
        as_of=snapshot.as_of(chosen.as_of or settings.as_of),
    )


def _read_notes(file: Path, context: Context) -> Notes:
    """TOML: `note`, a table `notes` by block, tables `decisions`. Raises DashboardError for anything else."""
    table = _read_toml(file)
    _known(file, table, ("note", "notes", "decisions"))
    by_block, decisions = table.get("notes", {}), table.get("decisions", [])
    if not isinstance(by_block, dict):
        raise _not_allowed(file, "notes", by_block, "notes")
    if not isinstance(decisions, list) or not all(isinstance(row, dict) and row.get("text") for row in decisions):
        raise _not_allowed(file, "decisions", decisions, "decisions")
    _known(file, by_block, BLOCKS)
    notes = {GENERAL: table.get("note", ""), **by_block}
    for name, note in notes.items():
        if not isinstance(note, str):
            raise _not_allowed(file, name or "note", note, "text")
    figures = key_figures(context)
    return Notes(notes, tuple(_decision(file, row, figures) for row in decisions))


def _decision(file: Path, row: Mapping[str, Any], figures: Mapping[str, Any]) -> Decision:
    _known(file, row, _DECISION)
    for key in ("text", "owner", "figure"):
        if not isinstance(row.get(key, ""), str):
            raise _not_allowed(file, key, row[key], "text")
    day = row.get("due")
    if day is not None and type(day) is not date:
        raise _not_allowed(file, "due", day, "due")
    figure = row.get("figure", "")
    if figure and figure not in figures:
        raise _not_allowed(file, "figure", figure, "one_of", names=", ".join(figures))
    return Decision(row["text"], row.get("owner", ""), day, figure)


def _known(file: Path, table: Mapping[str, Any], names: Collection[str]) -> None:
    for key in table:
        if key not in names:
            hint = Sentence("error.hint.known", {"names": ", ".join(names)})
            raise DashboardError("setting_unknown", where=file, key=key, hint=hint)


def _not_allowed(file: Path, key: str, value: Any, allowed: str, **values: str) -> DashboardError:
    shown = "…" if isinstance(value, dict | list) else repr(value)
    sentence = Sentence(f"error.allowed.{allowed}", values)
    return DashboardError("setting_value", where=file, key=key, value=shown, allowed=sentence)


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise DashboardError("settings_not_toml", file=file, reason=error) from None
    except UnicodeDecodeError:
        raise DashboardError("settings_not_utf8", file=file) from None
    except OSError as error:
        raise DashboardError("file_unreadable", file=file, reason=error.strerror) from None
