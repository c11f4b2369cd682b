"""`editorial-dashboard pack`: the same pack as the page makes, for a timer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations
from pathlib import Path
from textwrap import shorten
from typing import Any

from dashboard.charts import LIGHT
from dashboard.context import Context
from dashboard.errors import DashboardError
from dashboard.filters import Filters, as_known
from dashboard.pack import memory
from dashboard.pack.blocks import BLOCKS, USUAL
from dashboard.pack.document import ENDS, Decision, one_line
from dashboard.pack.files import renderer_of, replace_file
from dashboard.pack.followed import Name, end, ended, followed
from dashboard.pack.key_figures import can_be_followed
from dashboard.pack.links import link_back
from dashboard.pack.make import GENERAL, make_pack
from dashboard.report import unmeant
from dashboard.settings import FILE_NAME, SettingsError, read_toml, usable_settings
from dashboard.targets import all_mistakes, known_names
from dashboard.warehouse import Snapshot
from dashboard.words import Sentence, words

_DECISION = ("text", "owner", "due", "figure")


@dataclass(frozen=True)
class Notes:
    """What the editor wrote in a file beside the pack."""

    notes: Mapping[str, str] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    ends: Mapping[str, Sequence[str]] = field(default_factory=dict)  # texts of what is done, and of what is dropped


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
    """Makes the file, and remembers its decisions and which are done.

    Returns what went wrong without keeping the pack from being made.
    Raises DashboardError for what does.
    """
    render = renderer_of(file)
    for name in blocks:
        if name not in BLOCKS:
            raise DashboardError("pack_block_unknown", block=name, known=", ".join(BLOCKS))
    context, mistakes = _context(database, filters, settings_file, language)
    written = _read_notes(notes_file, context) if notes_file else Notes()
    blocks = tuple(dict.fromkeys(blocks)) or USUAL
    troubles = [*map(str, [*mistakes, *_unknown(context)]), *_unmeant(context, settings_file)]
    meetings, ends = list[memory.Meeting](), dict[Name, str]()
    link = link_back(link, context) or link
    try:
        meetings = memory.read(database)
    except DashboardError as error:
        troubles.append(str(error))
    else:
        troubles += map(str, memory.troubles(database, meetings))
        ends, unknown = _ends(meetings, context.as_of, written)
        meetings = ended(meetings, context.as_of, ends)
        troubles += [str(_not_open(notes_file, text, meetings, context.as_of)) for text in unknown]
    told = _with_kept(written, meetings, context.as_of)
    replace_file(file, render(make_pack(context, blocks, told.notes, told.decisions, meetings, link)))
    try:
        if written.decisions:
            memory.keep(database, memory.meeting_of(context, blocks, written.notes, written.decisions))
        if ends:
            end(database, context.as_of, ends)
    except DashboardError as error:
        troubles.append(str(error))
    return troubles


def _unknown(context: Context) -> list[DashboardError]:
    """What is filtered by, and no article has: a slip in a line that a timer runs would send empty packs for weeks."""
    known = context.snapshot.known_values
    return [
        DashboardError("filter_unknown", field=field, value=value or '""')
        for field, values in known.items()
        for value in getattr(context.filters, field)
        if value not in values
    ]


def _unmeant(context: Context, settings_file: Path | None) -> list[str]:
    """What of the settings cannot be meant, with its line: the pack has it as if it were news."""
    found = all_mistakes(context.settings, known_names(context.snapshot))
    file = settings_file or Path(context.row("snapshot")["content_root"]) / FILE_NAME
    told = unmeant(found, file) if found else []
    return [f"{one.path}:{one.line}: {one.message}" if one.line else f"{one.path}: {one.message}" for one in told]


def _with_kept(written: Notes, meetings: Sequence[memory.Meeting], day: date) -> Notes:
    """And what is kept of this very day, as the page begins with it; what is closed already stands among that."""
    for kept in (meeting for meeting in meetings if meeting.day == day):
        both = memory.together(kept, memory.Meeting(day, notes=written.notes, decisions=written.decisions))
        decisions = tuple(one.ending(None) for one in both.decisions if not one.closed or one.closed > day)
        written = replace(written, notes=both.notes, decisions=decisions)
    return written


def _ends(meetings: Sequence[memory.Meeting], day: date, written: Notes) -> tuple[dict[Name, str], list[str]]:
    """How which decisions end, and the texts of which none is open. The same file twice on a day is no mistake."""
    found, unknown = dict[Name, str](), []
    known = [one for one in followed(meetings, day) if one.decision.closed in (None, day)]
    for how, texts in written.ends.items():
        for text in texts:
            names = [one.name for one in known if one_line(one.decision.text) == one_line(text)]
            found |= dict.fromkeys(names, how)
            unknown += [] if names else [text]
    return found, unknown


def _not_open(file: Path | None, text: str, meetings: Sequence[memory.Meeting], day: date) -> DashboardError:
    still = [one.decision.text for one in followed(meetings, day) if not one.decision.closed]
    named = ", ".join(f"“{shorten(one, 80, placeholder='…')}”" for one in still)
    key = "decision_not_open" if still else "decision_none_open"
    return DashboardError(key, file=file, text=shorten(text, 80, placeholder="…"), open=named)


def _context(
    database: Path, filters: Mapping[str, Sequence[str]], settings_file: Path | None, language: str | None
) -> tuple[Context, list[SettingsError]]:
    """And what is wrong in the settings: a pack goes on with the rest of them, as the pages do."""
    snapshot = Snapshot(database)
    root = snapshot.row("snapshot", {}).get("content_root")
    settings, mistakes = usable_settings(Path(root) if root else None, settings_file)
    chosen = as_known(Filters.from_query(filters), snapshot.known_values, settings)
    context = Context(
        words=words(language or settings.language),
        look=LIGHT,
        settings=settings,
        snapshot=snapshot,
        filters=chosen,
        as_of=snapshot.as_of(chosen.as_of or settings.as_of),
    )
    return context, mistakes


def _read_notes(file: Path, context: Context) -> Notes:
    """TOML: `note`, lists `done` and `dropped`, a table `notes` by block, tables `decisions`.

    Raises DashboardError for anything else.
    """
    table = read_toml(file)
    _known(file, table, ("note", *ENDS, "notes", "decisions"))
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
    ends = {how: table.get(how, []) for how in ENDS}
    for how, texts in ends.items():
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise _not_allowed(file, how, texts, "texts")
    _each_once(file, {**ends, "decisions": [row["text"] for row in decisions]})
    figures = can_be_followed(context)
    return Notes(notes, tuple(_decision(file, row, figures) for row in decisions), ends)


def _each_once(file: Path, texts: Mapping[str, Sequence[Any]]) -> None:
    """Raises DashboardError for a decision that ends, and ends otherwise or is taken anew: whichever came last."""
    for (one, said), (other, again) in combinations(texts.items(), 2):
        known = {one_line(text) for text in said}
        for text in again:
            if isinstance(text, str) and one_line(text) in known:
                raise DashboardError(
                    "decision_twice", file=file, text=shorten(text, 80, placeholder="…"), one=one, other=other
                )


def _decision(file: Path, row: Mapping[str, Any], figures: Sequence[str]) -> Decision:
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
