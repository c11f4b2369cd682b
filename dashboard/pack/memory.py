"""What meetings decided, and the key figures of that day: one JSON file beside the database.

The next packs begin with it. A meeting has one entry a day; what is decided later that day is added to it. Nothing
leaves it by itself: a decision that is done or dropped stays, with the day.
"""

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.context import Context
from dashboard.errors import DashboardError
from dashboard.filters import USUAL, Filters
from dashboard.loader.snapshot import lock
from dashboard.pack import key_figures
from dashboard.pack.document import ENDS, Decision
from dashboard.pack.files import replace_file

FORMAT = 2  # since decisions can be done or dropped: a program that only knows 1 would forget that they are
_FIRST_YEAR, _MOST = 1000, 1e9
_USUAL = {name: [value] for name, value in (("period", USUAL), ("compare", Filters().compare))}
_PATIENCE = 10.0  # seconds, for another meeting that is being kept


@dataclass(frozen=True)
class Meeting:
    day: date
    filters: Mapping[str, list[str]] = field(default_factory=dict)  # as in a page's URL
    blocks: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    figures: Mapping[str, float | None] = field(default_factory=dict)
    # What a hand made unreadable: its keys; and, as it stands in the file, where it stays until that is mended.
    unread: tuple[str, ...] = ()
    as_found: Mapping[str, Any] = field(default_factory=dict)


def path_of(database: Path) -> Path:
    return database.with_name(f"{database.stem}.meetings.json")


def meeting_of(
    context: Context, blocks: Sequence[str], notes: Mapping[str, str], decisions: Sequence[Decision]
) -> Meeting:
    """This meeting, to be remembered."""
    query = context.filters.to_query()
    query.pop("as_of", None)  # the next one looks from its own day
    return Meeting(context.as_of, query, tuple(blocks), dict(notes), tuple(decisions), key_figures.key_figures(context))


def last_before(meetings: Sequence[Meeting], day: date) -> Meeting | None:
    return max((meeting for meeting in meetings if meeting.day < day), key=lambda meeting: meeting.day, default=None)


def read(database: Path) -> list[Meeting]:
    """All meetings, the oldest first; none when there is no file. Raises DashboardError for one that it cannot read."""
    file = path_of(database)
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        if int(found["format"]) > FORMAT:
            raise DashboardError("meetings_newer", file=file)
        meetings = [_meeting(entry) for entry in found["meetings"]]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise DashboardError("file_unreadable", file=file, reason=error.strerror) from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise DashboardError("meetings_damaged", file=file) from None
    return sorted(meetings, key=lambda meeting: meeting.day)


def troubles(database: Path, meetings: Iterable[Meeting]) -> list[DashboardError]:
    """A sentence for each value that could not be read, and that the rest does without."""
    file = path_of(database)
    return [DashboardError("meetings_value", file=file, key=key, day=one.day) for one in meetings for key in one.unread]


def keep(database: Path, meeting: Meeting, began: Meeting | None = None) -> Path | None:
    """Adds the meeting to what is kept of its day. Returns where a damaged file was put aside, if there was one.

    began: what the writer had before them: what is gone from that, they took out.
    Raises DashboardError when the folder cannot be written to.
    """
    file = path_of(database)
    aside = None
    with alone(file):
        try:
            meetings = read(database)
        except DashboardError as error:
            if error.key != "meetings_damaged":
                raise
            meetings, aside = [], _put_aside(file)
        others = [other for other in meetings if other.day != meeting.day]
        for same_day in (other for other in meetings if other.day == meeting.day):
            meeting = together(same_day, meeting, began)
        write(file, [*others, meeting])
    return aside


def write(file: Path, meetings: Iterable[Meeting]) -> None:
    """By whoever has the file alone."""
    entries = [_entry(one) for one in sorted(meetings, key=lambda one: one.day)]
    text = json.dumps({"format": FORMAT, "meetings": entries}, ensure_ascii=False, indent=1)
    replace_file(file, text.encode("utf-8", "replace"))


def together(kept: Meeting, new: Meeting, began: Meeting | None = None) -> Meeting:
    """What others kept that day stays; the same decision, or a note to the same block, is that of the last one."""
    began = began or Meeting(new.day)
    ended = {decision.same: _ends(decision) for decision in kept.decisions}
    decisions = tuple(replace(one, **ended.get(one.same, {})) for one in new.decisions)
    again = {one.same for one in new.decisions}
    gone = {one.ending(None) for one in began.decisions}
    stay = tuple(one for one in kept.decisions if one.same not in again and one.ending(None) not in gone)
    notes = {name: note for name, note in kept.notes.items() if began.notes.get(name) != note}
    notes = {**new.notes, **{name: note for name, note in notes.items() if not new.notes.get(name)}}
    return replace(new, decisions=(*stay, *decisions), notes=notes)


def alone(file: Path) -> ExitStack:
    """From reading to replacing nobody else keeps a meeting, also in another process."""
    until, held = time.monotonic() + _PATIENCE, ExitStack()
    while True:
        try:
            held.enter_context(lock(file))
        except DashboardError as error:
            if error.key != "database_busy":
                raise DashboardError("file_not_written", file=file, reason=error.values.get("reason")) from None
            if time.monotonic() > until:
                raise DashboardError("meetings_busy", file=file) from None
            time.sleep(0.02)
        else:
            return held


def _put_aside(file: Path) -> Path:
    """Under a name that is not taken."""
    number = 1
    while (aside := file.with_name(f"{file.stem}.damaged-{number}.json")).exists():
        number += 1
    try:
        return file.rename(aside)
    except OSError as error:
        raise DashboardError("file_not_written", file=file, reason=error.strerror) from None


def _entry(meeting: Meeting) -> dict[str, Any]:
    return {
        "day": meeting.day.isoformat(),
        "filters": dict(meeting.filters),
        "blocks": list(meeting.blocks),
        "notes": dict(meeting.notes),
        "decisions": [
            {
                "text": decision.text,
                "owner": decision.owner,
                "due": decision.due.isoformat() if decision.due else None,
                "figure": decision.figure,
                **{end: day.isoformat() for end, day in _ends(decision).items() if day},
            }
            for decision in meeting.decisions
        ],
        "figures": dict(meeting.figures),
        **meeting.as_found,
    }


def _meeting(entry: dict[str, Any]) -> Meeting:
    """Filters and figures as far as they can be read: without them, only how the figures moved cannot be told.

    Raises ValueError, TypeError, KeyError or AttributeError for anything else but what `_entry` writes.
    """
    filters, odd_filters = _known_filters(entry["filters"])
    figures, odd_figures = _known_figures(entry["figures"])
    if odd_filters:  # figures of another selection would be compared with those of this one
        figures = {}
    return Meeting(
        day=_day(entry["day"]),
        filters=filters,
        blocks=tuple(map(_text, entry["blocks"])),
        notes={str(name): _text(note) for name, note in entry["notes"].items()},
        decisions=tuple(
            Decision(
                _text(found["text"]),
                _text(found["owner"]),
                date.fromisoformat(found["due"]) if found["due"] is not None else None,
                _text(found["figure"]),
                **{end: date.fromisoformat(found[end]) for end in ENDS if found.get(end)},
            )
            for found in entry["decisions"]
        ),
        figures=figures,
        unread=(*odd_filters, *odd_figures),
        as_found={name: entry[name] for name in ("filters", "figures") if odd_filters or odd_figures},
    )


def _known_filters(found: Any) -> tuple[dict[str, list[str]], list[str]]:
    """Those that a page's URL would keep, and the keys of others."""
    if not isinstance(found, dict):
        return {}, ["filters"]
    texts = {name: values for name, values in found.items() if _is_texts(values)}
    kept = Filters.from_query(texts).to_query()
    said = {**_USUAL, "as_of": texts.get("as_of"), **kept}
    odd = [name for name in found if name not in texts or (texts[name] and texts[name] != said.get(name))]
    return kept, [f"filters.{name}" for name in odd]


def _known_figures(found: Any) -> tuple[dict[str, float | None], list[str]]:
    if not isinstance(found, dict):
        return {}, ["figures"]
    known = {code: value and float(value) for code, value in found.items() if value is None or _is_count(value)}
    return known, [f"figures.{code}" for code in found if code not in known]


def _is_texts(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def _is_count(value: Any) -> bool:
    return isinstance(value, int | float) and abs(value) < _MOST  # neither infinite nor, as NaN, no number


def _day(text: str) -> date:
    """Of a year that periods can be counted back from."""
    day = date.fromisoformat(text)
    if day.year < _FIRST_YEAR:
        raise ValueError(text)
    return day


def _ends(decision: Decision) -> dict[str, Any]:
    return {end: getattr(decision, end) for end in ENDS}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
