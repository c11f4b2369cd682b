"""What came of the decisions of earlier meetings: which are open, which are closed, and how their figures moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dashboard.charts.buckets import days
from dashboard.context import FILTERED, Context
from dashboard.filters import Filters
from dashboard.pack import key_figures, memory
from dashboard.pack.document import Decision, Moved
from dashboard.pack.memory import Meeting
from dashboard.words import Words

Name = tuple[object, ...]  # of a decision that is followed
_RUNNING = ("quarter", "year")  # periods that begin anew: another one cannot be compared with how far the last one was


@dataclass(frozen=True)
class Followed:
    """A decision, as often as it was taken again while it was open."""

    decision: Decision  # as it was last put
    meetings: tuple[Meeting, ...]  # that took it, the oldest first

    @property
    def name(self) -> Name:
        """What tells it from any other, open or closed."""
        return (self.taken, *self.decision.same)

    @property
    def taken(self) -> date:
        return self.meetings[0].day


@dataclass(frozen=True)
class SinceThen:
    day: date | None  # of the meeting before
    open: tuple[Moved, ...]
    closed: tuple[Moved, ...]
    figures: tuple[str, ...]
    heading: str  # of those: of which days they are
    new: tuple[Decision, ...]  # of this meeting, without those that were open already


def followed(meetings: Sequence[Meeting], day: date) -> list[Followed]:
    """What meetings before this day decided, as it was on this day: the oldest first, each decision once.

    What one of the day itself decides again is that decision too; one that was closed and is taken again is another.
    """
    found: dict[tuple[object, ...], Followed] = {}
    for meeting in sorted(meetings, key=lambda meeting: meeting.day):
        for decision in meeting.decisions if meeting.day <= day else ():
            if decision.closed and decision.closed > day:
                decision = decision.ending(None)
            key = (decision.same, decision.done, decision.dropped)
            earlier = found.get(key, Followed(decision, ()))
            found[key] = Followed(_again(earlier.decision, decision), (*earlier.meetings, meeting))
    return [one for one in found.values() if one.taken < day]


def _again(earlier: Decision, later: Decision) -> Decision:
    """Who says a decision again need not say again who, when and what it moves."""
    return replace(
        later,
        owner=later.owner or earlier.owner,
        due=later.due or earlier.due,
        figure=later.figure or earlier.figure,
    )


def lately(meetings: Sequence[Meeting], day: date) -> list[Followed]:
    """Those that a meeting of this day goes over: open, or closed since the meeting before, or at it."""
    last = memory.last_before(meetings, day)
    return [
        one
        for one in followed(meetings, day)
        if last and (one.decision.closed is None or last.day <= one.decision.closed)
    ]


def ended(meetings: Sequence[Meeting], day: date, ends: Mapping[Name, str]) -> list[Meeting]:
    """The meetings with what was decided marked as done or dropped on this day; for an empty end, as open.

    ends: by name of what is followed.
    """
    changed = {
        (meeting.day, one.decision.same, one.decision.closed): ends[one.name]
        for one in followed(meetings, day)
        if one.name in ends
        for meeting in one.meetings
    }

    def now(meeting: Meeting, decision: Decision) -> Decision:
        closed = None if decision.closed and decision.closed > day else decision.closed
        how = changed.get((meeting.day, decision.same, closed))
        if how is None:
            return decision
        return decision.ending(day, how) if how else decision.ending(None)

    return [replace(one, decisions=tuple(now(one, made) for made in one.decisions)) for one in meetings]


def end(database: Path, day: date, ends: Mapping[Name, str]) -> None:
    """The same in the file, whatever others kept in it meanwhile. Raises DashboardError where it cannot be."""
    file = memory.path_of(database)
    with memory.alone(file):
        memory.write(file, ended(memory.read(database), day, ends))


def since_then(context: Context, meetings: Sequence[Meeting], decisions: Sequence[Decision]) -> SinceThen:
    """decisions: of this very meeting, whether they are kept or not."""
    day, words = context.as_of, context.words
    before = [meeting for meeting in meetings if meeting.day < day]
    last = memory.last_before(before, day)
    if last is None:
        return SinceThen(None, (), (), (), "", tuple(decisions))
    found = lately([*before, Meeting(day, decisions=tuple(decisions))], day)
    moved = [Moved(one.decision, _moved(context, one), standing(one, day, words)) for one in found]
    still = tuple(one for one in moved if not one.decision.closed)
    again = {one.decision.same for one in still}
    figures = _figures(context, last) if not still or any(not one.before for one in still) else ()
    return SinceThen(
        last.day,
        still,
        tuple(one for one in moved if one.decision.closed),
        figures,
        _heading(context, last) if figures else "",
        tuple(one for one in decisions if one.same not in again),
    )


def _moved(context: Context, one: Followed) -> tuple[str, ...]:
    """Since the day that it was decided; what is no longer wanted need not move."""
    code = one.decision.figure
    began = next((meeting for meeting in one.meetings if code in meeting.figures), None)
    if began is None or one.decision.dropped or not key_figures.is_followed(code):
        return ()
    words, (then, now) = context.words, _then_and_now(context, began)
    moved = key_figures.moved(then, now, code, began.figures, key_figures.key_figures(now))
    said = [words("pack.followed", said=moved)]
    seen = _filters(context, now)
    if code not in key_figures.OF_A_DAY:
        if _span(then) != _span(now):
            said.append(words("pack.then_and_now", then=_span(then), now=_span(now)))
        elif _span(now) != _span(context):
            seen = [_span(now), *seen]
    if seen:
        said.append(words("pack.as_then", filters=" · ".join(seen)))
    return (" ".join(said),)


def _figures(context: Context, last: Meeting) -> tuple[str, ...]:
    if not last.figures:
        return ()
    then, now = _then_and_now(context, last)
    found = key_figures.key_figures(now)
    known = [code for code in key_figures.HEADLINE if last.figures.get(code) is not None or found.get(code) is not None]
    return tuple(key_figures.moved(then, now, code, last.figures, found) for code in known)


def _heading(context: Context, last: Meeting) -> str:
    """Which days all figures below it are of, and with which filters, once."""
    words, (then, now) = context.words, _then_and_now(context, last)
    if _span(then) != _span(now):
        key = "pack.since_figures_of" if _span(now) == _span(context) else "pack.since_figures_then"
        said = [words(key, then=_span(then), now=_span(now))]
    else:
        said = [words("pack.since_figures"), *([_span(now)] if _span(now) != _span(context) else [])]
    return " · ".join(said + _filters(context, now))


def _then_and_now(context: Context, meeting: Meeting) -> tuple[Context, Context]:
    """The filters of then, from the day of then and from that of now."""
    filters = Filters.from_query(meeting.filters)
    then, first = replace(context, filters=filters, as_of=meeting.day), filters.days(meeting.day)[0]
    if filters.period in _RUNNING and first != filters.days(context.as_of)[0]:
        filters = filters.with_(period="own", start=first, end=context.as_of)  # on from the day that it began
    return then, replace(context, filters=filters)


def _span(context: Context) -> str:
    """Of the period, as far as it has come."""
    first, last = context.filters.days(context.as_of)
    last = min(last or context.as_of, context.as_of)
    if first is None:
        return context.words("bar.everything", day=last)
    return days(first, last, context.words) if first <= last else context.period_text


def _filters(context: Context, now: Context) -> list[str]:
    """In words, where they are not those of the pack."""
    if all(getattr(context.filters, name) == getattr(now.filters, name) for name in FILTERED):
        return []
    return now.filters_text or [context.words("pack.unfiltered")]


def standing(one: Followed, day: date, words: Words) -> str:
    """`Noor · uiterlijk 1 apr 2026, 3 dagen te laat · besloten op 2 mrt 2026`; of a closed one, how it ended first."""
    made, again = one.decision, one.meetings[-1].day
    said = [words("pack.done", day=made.done)] if made.done else []
    said += [words("pack.dropped", day=made.dropped)] if made.dropped else []
    said += [made.owner] if made.owner else []
    if made.due and made.due < day and not made.closed:
        said.append(words("pack.overdue", day=made.due, n=(day - made.due).days))
    elif made.due:
        said.append(words("pack.due_by", day=made.due))
    said.append(words("pack.taken" if again == one.taken else "pack.taken_again", day=one.taken, again=again))
    return " · ".join(said)
