"""What meetings decided, and the key figures of that day: one JSON file beside the database.

The next pack begins with it. A meeting has one entry a day; what is decided later that day is added to it.
"""

import json
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.context import Context
from dashboard.errors import DashboardError
from dashboard.filters import Filters
from dashboard.loader.snapshot import lock
from dashboard.pack import key_figures
from dashboard.pack.document import NO_TEXT, Decision, Moved
from dashboard.pack.files import replace_file

FORMAT = 1
_RUNNING = ("quarter", "year")  # periods that begin anew: another one cannot be compared with how far the last one was
_PATIENCE = 10.0  # seconds, for another meeting that is being kept


@dataclass(frozen=True)
class Meeting:
    day: date
    filters: Mapping[str, list[str]] = field(default_factory=dict)  # as in a page's URL
    blocks: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    figures: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True)
class SinceThen:
    decisions: tuple[Moved, ...]
    figures: tuple[str, ...]


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


def since_then(context: Context, meeting: Meeting) -> SinceThen:
    """How the figures moved since: seen through the filters of then, from the day of now."""
    filters = Filters.from_query(meeting.filters)
    first = filters.days(meeting.day)[0]
    if filters.period in _RUNNING and first != filters.days(context.as_of)[0]:
        filters = filters.with_(period="own", start=first, end=context.as_of)  # on from the day that it began
    then = replace(context, filters=filters)
    now = key_figures.key_figures(then)

    def moved(code: str) -> str:
        return key_figures.moved(context, code, meeting.figures, now)

    decisions = tuple(
        Moved(decision, (moved(decision.figure),) if decision.figure in meeting.figures else ())
        for decision in meeting.decisions
    )
    untied = not decisions or any(not found.before for found in decisions)
    known = [
        code for code in key_figures.HEADLINE if meeting.figures.get(code) is not None or now.get(code) is not None
    ]
    figures = list(map(moved, known)) if untied else []
    if then.filters != context.filters.with_(as_of=""):
        seen_through = " · ".join((then.period_text, *then.filters_text))
        figures.insert(0, context.words("pack.as_then", filters=seen_through))
    return SinceThen(decisions, tuple(figures))


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


def keep(database: Path, meeting: Meeting, began: Meeting | None = None) -> Path | None:
    """Adds the meeting to what is kept of its day. Returns where a damaged file was put aside, if there was one.

    began: what the writer had before them: what is gone from that, they took out.
    Raises DashboardError when the folder cannot be written to.
    """
    file = path_of(database)
    aside = None
    with _alone(file):
        try:
            meetings = read(database)
        except DashboardError as error:
            if error.key != "meetings_damaged":
                raise
            meetings, aside = [], _put_aside(file)
        others = [other for other in meetings if other.day != meeting.day]
        for same_day in (other for other in meetings if other.day == meeting.day):
            meeting = _together(same_day, meeting, began or Meeting(meeting.day))
        entries = [_entry(one) for one in sorted([*others, meeting], key=lambda one: one.day)]
        text = json.dumps({"format": FORMAT, "meetings": entries}, ensure_ascii=False, indent=1)
        replace_file(file, text.encode("utf-8", "replace"))
    return aside


def _together(kept: Meeting, new: Meeting, began: Meeting) -> Meeting:
    """What others kept that day stays; the same decision, or a note to the same block, is that of the last one."""
    again = {decision.text for decision in new.decisions} - {NO_TEXT}
    gone = (*began.decisions, *new.decisions)
    stay = tuple(one for one in kept.decisions if one.text not in again and one not in gone)
    notes = {name: note for name, note in kept.notes.items() if began.notes.get(name) != note}
    notes = {**new.notes, **{name: note for name, note in notes.items() if not new.notes.get(name)}}
    return replace(new, decisions=(*stay, *new.decisions), notes=notes)


def _alone(file: Path) -> ExitStack:
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
            }
            for decision in meeting.decisions
        ],
        "figures": dict(meeting.figures),
    }


def _meeting(entry: dict[str, Any]) -> Meeting:
    """Raises ValueError, TypeError, KeyError or AttributeError for anything but what `_entry` writes."""
    return Meeting(
        day=date.fromisoformat(entry["day"]),
        filters={str(name): [_text(value) for value in values] for name, values in entry["filters"].items()},
        blocks=tuple(map(_text, entry["blocks"])),
        notes={str(name): _text(note) for name, note in entry["notes"].items()},
        decisions=tuple(
            Decision(
                _text(found["text"]),
                _text(found["owner"]),
                date.fromisoformat(found["due"]) if found["due"] is not None else None,
                _text(found["figure"]),
            )
            for found in entry["decisions"]
        ),
        figures={str(code): None if value is None else float(value) for code, value in entry["figures"].items()},
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
