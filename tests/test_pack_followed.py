"""A decision stays open until it is done or dropped: what the next packs say of it, and that nothing is ever lost."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.buckets import days
from dashboard.errors import DashboardError
from dashboard.pack import memory
from dashboard.pack.document import ENDS, NO_TEXT, Decision
from dashboard.pack.followed import end, ended, followed, lately
from dashboard.pack.make import make_pack
from dashboard.pack.memory import Meeting
from dashboard.words import LANGUAGES, words
from tests.conftest import HOME
from tests.packing import by_hand
from tests.plain_reader import Article

if TYPE_CHECKING:
    from dashboard.context import Context
    from dashboard.pack.document import Moved, Pack

NL = words("nl")
MONDAYS = [date(2026, 3, 2) + timedelta(weeks=n) for n in range(4)]
FIRST, SECOND, THIRD, FOURTH = MONDAYS


@pytest.fixture
def context(tmp_path: Path) -> Context:
    """Ten articles by the first Monday, two about geld; then one about geld every Thursday."""
    articles = [
        Article(f"{n}.md", day=date(2026, 2, 1 + 2 * n), section="geld" if n < 2 else "werk") for n in range(10)
    ]
    articles += [Article(f"new{n}.md", day=date(2026, 3, 5) + timedelta(weeks=n), section="geld") for n in range(3)]
    return by_hand(tmp_path / "m.duckdb", articles, FIRST)


def held(context: Context, day: date, *decisions: Decision) -> Meeting:
    return memory.meeting_of(replace(context, as_of=day), (), {}, decisions)


def seen(context: Context, day: date, meetings: list[Meeting], *decisions: Decision) -> Pack:
    return make_pack(replace(context, as_of=day), (), decisions=decisions, meetings=meetings)


def said(moved: tuple[Moved, ...]) -> list[str]:
    return [one.decision.text for one in moved]


def close(meetings: list[Meeting], day: date, text: str, how: str = "done") -> list[Meeting]:
    return ended(meetings, day, {one.name: how for one in followed(meetings, day) if one.decision.text == text})


def test_what_nobody_finished_is_there_until_somebody_does(context: Context) -> None:
    meetings = [held(context, FIRST, Decision("a"), Decision("b")), held(context, SECOND, Decision("c"))]
    assert said(seen(context, THIRD, meetings).since) == ["a", "b", "c"]
    meetings.append(held(context, THIRD))
    assert said(seen(context, FOURTH, meetings).since) == ["a", "b", "c"], "a meeting that decides nothing forgets none"
    meetings = close(meetings, FOURTH, "b")
    pack = seen(context, FOURTH, meetings)
    assert (said(pack.since), said(pack.since_closed)) == (["a", "c"], ["b"])
    assert pack.since_day == THIRD


def test_what_was_closed_is_told_once_more_and_then_no_longer(context: Context) -> None:
    meetings = [held(context, day, Decision(f"of {day}")) for day in MONDAYS[:3]]
    meetings = close(meetings, SECOND, f"of {FIRST}", "dropped")
    for day, closed in ((SECOND, [f"of {FIRST}"]), (THIRD, [f"of {FIRST}"]), (FOURTH, [])):
        assert said(seen(context, day, meetings).since_closed) == closed
    assert said(seen(context, FOURTH, meetings).since) == [f"of {SECOND}", f"of {THIRD}"]


def test_an_earlier_day_is_seen_as_it_was(context: Context) -> None:
    meetings = close([held(context, FIRST, Decision("a"))], THIRD, "a")
    pack = seen(context, SECOND, meetings)
    assert (said(pack.since), pack.since_closed) == (["a"], ())


def test_without_an_earlier_meeting_nothing_is_followed(context: Context) -> None:
    for meetings in ([], [held(context, FIRST, Decision("a"))], [held(context, THIRD, Decision("a"))]):
        pack = seen(context, FIRST, meetings, Decision("a"))
        assert (pack.since_day, pack.since, pack.since_closed, pack.since_figures) == (None, (), (), ())
        assert pack.decisions == (Decision("a"),)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_when_since_when_and_how_late_is_said_in_words(context: Context, language: str) -> None:
    text = words(language)
    late, soon = Decision("a", "Noor", date(2026, 3, 8)), Decision("b", due=date(2026, 3, 9))
    meetings = close([held(context, FIRST, late, soon, Decision("c"), Decision("d", "Sam"))], SECOND, "c")
    meetings = close(meetings, SECOND, "d", "dropped")
    pack = seen(replace(context, words=text), SECOND, meetings)
    taken = text("pack.taken", day=FIRST)
    assert [one.by for one in pack.since] == [
        f"Noor · {text('pack.overdue', day=date(2026, 3, 8), n=1)} · {taken}",
        f"{text('pack.due_by', day=date(2026, 3, 9))} · {taken}",
    ]
    assert [one.by for one in pack.since_closed] == [
        f"{text('pack.done', day=SECOND)} · {taken}",
        f"{text('pack.dropped', day=SECOND)} · Sam · {taken}",
    ]
    assert {"nl": "1 dag te laat", "en": "1 day overdue"}[language] in pack.since[0].by
    much = seen(replace(context, words=text), FOURTH, meetings).since[0].by
    assert {"nl": "15 dagen te laat", "en": "15 days overdue"}[language] in much


def test_a_figure_moved_since_the_day_it_was_decided(context: Context) -> None:
    """2 of 10 on the first Monday, 3 of 11 on the second, 5 of 13 on the fourth."""
    made = Decision("a", figure="section:geld")
    meetings = [held(context, FIRST, made), held(context, SECOND, replace(made, text="b"))]
    (first,), (second,) = (one.before for one in seen(context, FOURTH, meetings).since)
    assert NL("pack.of", k=2, n=10, share=NL.percent(0.2)) in first
    assert NL("pack.of", k=3, n=11, share=NL.percent(3 / 11)) in second
    for sentence in (first, second):
        assert NL("pack.of", k=5, n=13, share=NL.percent(5 / 13)) in sentence
    done = close(close(meetings, FOURTH, "a"), FOURTH, "b", "dropped")
    closed = seen(context, FOURTH, done).since_closed
    assert [one.before for one in closed] == [(first,), ()], "what is no longer wanted need not move"


def test_each_is_counted_through_the_filters_of_its_own_meeting(context: Context) -> None:
    narrow = replace(context, filters=context.filters.with_(section=("geld",)))
    meetings = [
        held(narrow, FIRST, Decision("a", figure="published")),
        held(context, SECOND, Decision("b", figure="published")),
    ]
    first, second = (one.before for one in seen(context, FOURTH, meetings).since)
    what, year = NL("pack.figure.published"), {FIRST: date(2025, 3, 3), SECOND: date(2025, 3, 10)}

    def spans(then: date) -> str:
        now = days(date(2025, 3, 24), FOURTH, NL)
        return NL("pack.then_and_now", then=days(year[then], then, NL), now=now)

    moved = NL("pack.followed", said=NL("pack.moved", what=what, then="2", now="5", change="+3"))
    seen_through = NL("pack.as_then", filters=f"{NL('field.section')}: geld")
    assert first == (f"{moved} {spans(FIRST)} {seen_through}",)
    moved = NL("pack.followed", said=NL("pack.moved", what=what, then="11", now="13", change="+2"))
    assert second == (f"{moved} {spans(SECOND)}",)
    narrowed = replace(context, filters=context.filters.with_(section=("werk",)))
    (_, plain) = (one.before for one in seen(narrowed, FOURTH, meetings).since)
    assert plain == (f"{moved} {spans(SECOND)} {NL('pack.as_then', filters=NL('pack.unfiltered'))}",)


def test_the_same_decision_again_is_not_doubled(context: Context) -> None:
    first = Decision("Meer  geld", "Noor", date(2026, 3, 6), "section:geld")
    again = Decision("meer geld", due=date(2026, 3, 27))
    new = Decision("iets anders")
    meetings = [held(context, FIRST, first)]
    pack = seen(context, SECOND, meetings, again, new)
    assert pack.decisions == (new,)
    (one,) = pack.since
    assert one.decision == Decision("meer geld", "Noor", date(2026, 3, 27), "section:geld")
    assert one.by.endswith(NL("pack.taken_again", day=FIRST, again=SECOND))
    assert len(one.before) == 1
    kept = [*meetings, held(context, SECOND, again, new)]
    assert seen(context, SECOND, kept, again, new) == pack, "whether it is kept yet or not"
    assert said(seen(context, THIRD, kept).since) == ["meer geld", "iets anders"]
    (renewed,) = seen(context, THIRD, kept, Decision("MEER GELD", "Sam")).since[:1]
    assert renewed.decision == Decision("MEER GELD", "Sam", date(2026, 3, 27), "section:geld")
    both = close(kept, THIRD, "meer geld")
    assert [made.done for meeting in both for made in meeting.decisions] == [THIRD, THIRD, None]
    assert said(seen(context, FOURTH, both).since) == ["iets anders"]


def test_what_was_closed_and_is_taken_again_is_another(context: Context) -> None:
    meetings = close([held(context, FIRST, Decision("a"))], SECOND, "a")
    pack = seen(context, SECOND, meetings, Decision("a"))
    assert (said(pack.since), said(pack.since_closed), pack.decisions) == ([], ["a"], (Decision("a"),))
    pack = seen(context, THIRD, [*meetings, held(context, SECOND, Decision("a"))])
    assert (said(pack.since), said(pack.since_closed)) == (["a"], ["a"])


def test_of_two_without_text_each_is_its_own() -> None:
    noor, ali = Decision(NO_TEXT, "Noor"), Decision(NO_TEXT, "Ali")
    meetings = [Meeting(FIRST, decisions=(noor, ali))]
    one, other = followed(meetings, SECOND)
    assert (one.decision, other.decision) == (noor, ali)
    (after,) = ended(meetings, SECOND, {one.name: "done"})
    assert after.decisions == (noor.ending(SECOND), ali)


def test_in_the_file_a_day_stands_with_what_is_done_and_nothing_with_what_is_open(tmp_path: Path) -> None:
    database = tmp_path / "m.duckdb"
    memory.keep(database, Meeting(FIRST, decisions=(Decision("a"), Decision("b"), Decision("c"))))
    a, b, _ = followed(memory.read(database), SECOND)
    end(database, SECOND, {a.name: "done", b.name: "dropped"})
    kept = json.loads(memory.path_of(database).read_text(encoding="utf-8"))["meetings"][0]["decisions"]
    assert [{how: made[how] for how in ENDS if how in made} for made in kept] == [
        {"done": SECOND.isoformat()},
        {"dropped": SECOND.isoformat()},
        {},
    ]
    assert [made.closed for made in memory.read(database)[0].decisions] == [SECOND, SECOND, None]
    end(database, THIRD, {a.name: "", b.name: "done"})
    assert memory.read(database)[0].decisions == (
        Decision("a"),
        Decision("b", done=THIRD),
        Decision("c"),
    )


OLDER = """{"format": 1, "meetings": [{"day": "2026-03-02", "filters": {}, "blocks": ["volume"], "notes": {"": "Hallo"},
"decisions": [{"text": "a", "owner": "Noor", "due": "2026-03-09", "figure": ""}], "figures": {"published": 3.0}}]}"""


def test_the_file_of_an_older_program_reads_and_what_it_says_is_open(tmp_path: Path) -> None:
    database = tmp_path / "m.duckdb"
    memory.path_of(database).write_text(OLDER, encoding="utf-8")
    (one,) = followed(memory.read(database), SECOND)
    assert one.decision == Decision("a", "Noor", date(2026, 3, 9))
    end(database, SECOND, {one.name: "done"})
    (meeting,) = memory.read(database)
    assert meeting.decisions == (replace(one.decision, done=SECOND),)
    assert (meeting.notes, meeting.figures) == ({"": "Hallo"}, {"published": 3.0})


def test_ending_leaves_a_damaged_file_as_it_is(tmp_path: Path) -> None:
    database = tmp_path / "m.duckdb"
    memory.path_of(database).write_text("{", encoding="utf-8")
    with pytest.raises(DashboardError) as raised:
        end(database, SECOND, {})
    assert raised.value.key == "meetings_damaged"
    assert memory.path_of(database).read_text(encoding="utf-8") == "{"


def test_who_keeps_a_meeting_opens_nothing_that_another_closed(tmp_path: Path) -> None:
    """A window of the second meeting stays open; somebody else ticks off, of that meeting too, a week later."""
    database = tmp_path / "m.duckdb"
    memory.keep(database, Meeting(FIRST, decisions=(Decision("a"),)))
    began = Meeting(SECOND, decisions=(Decision("b", "Noor"),))
    memory.keep(database, began)
    end(database, THIRD, {one.name: "done" for one in followed(memory.read(database), THIRD)})
    memory.keep(database, Meeting(SECOND, decisions=(Decision("b", "Ali"), Decision("c"))), began)
    assert [made for meeting in memory.read(database) for made in meeting.decisions] == [
        Decision("a", done=THIRD),
        Decision("b", "Ali", done=THIRD),
        Decision("c"),
    ]


ENDER = """
import sys
from datetime import date
from pathlib import Path
from dashboard.pack import memory
from dashboard.pack.document import Decision
from dashboard.pack.followed import end, followed
database, first, day = Path(sys.argv[1]), int(sys.argv[2]), date(2026, 3, 9)
for number in range(first, first + 20):
    name, = [one.name for one in followed(memory.read(database), day) if one.decision.text == str(number)]
    end(database, day, {name: "done"})
    memory.keep(database, memory.Meeting(day, decisions=(Decision(f"new {number}"),)))
"""


def test_two_who_tick_off_at_once_lose_nothing(tmp_path: Path) -> None:
    database = tmp_path / "both.duckdb"
    memory.keep(database, Meeting(FIRST, decisions=tuple(Decision(str(n)) for n in range(40))))
    enders = [subprocess.Popen([sys.executable, "-c", ENDER, str(database), str(n)], cwd=HOME) for n in (0, 20)]
    assert [ender.wait(timeout=60) for ender in enders] == [0, 0]
    first, second = memory.read(database)
    assert [made.done for made in first.decisions] == [SECOND] * 40
    assert {made.text for made in second.decisions} == {f"new {n}" for n in range(40)}


STEPS = st.lists(
    st.tuples(
        st.integers(0, 5),  # day
        st.one_of(
            st.lists(st.sampled_from(["a", "A", "b", "c d", "c  d", NO_TEXT]), max_size=3),  # decided
            st.tuples(st.integers(0, 9), st.sampled_from(["", *ENDS])),  # which of those followed, and how it ends
        ),
    ),
    max_size=14,
)


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_whatever_meetings_do_nothing_is_lost(steps: list[tuple[int, list[str] | tuple[int, str]]]) -> None:
    """Every decision of every day stays in the file; it changes only by who ends it; and it is open or it is closed."""
    days = [FIRST + timedelta(days=n) for n in range(7)]
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "m.duckdb"
        decided: set[tuple[date, tuple[object, ...]]] = set()
        for number, step in steps:
            day, before = days[number], memory.read(database)
            if isinstance(step, list):
                made = tuple(Decision(text, "Noor") for text in step)
                memory.keep(database, Meeting(day, decisions=made))
                decided |= {(day, one.same) for one in made}
                assert closings(before) <= closings(memory.read(database))
            elif found := followed(before, day):
                one = found[step[0] % len(found)]
                end(database, day, {one.name: step[1]})
                changed = closings(before) ^ closings(memory.read(database))
                assert {same for _, same, *_ in changed} <= {one.decision.same}
                after = [two for two in followed(memory.read(database), day) if two.decision.same == one.decision.same]
                assert (day if step[1] else None) in {two.decision.closed for two in after}
        meetings = memory.read(database)
        assert {(meeting.day, one.same) for meeting in meetings for one in meeting.decisions} == decided
        still = [one.decision.same for one in lately(meetings, days[-1]) if not one.decision.closed]
        assert len(still) == len(set(still)), "what is open is there once"
        opened = {one.same for meeting in meetings for one in meeting.decisions if not one.closed}
        assert set(still) == opened, "and all of it"


def closings(meetings: list[Meeting]) -> set[tuple[object, ...]]:
    return {
        (meeting.day, one.same, one.done, one.dropped)
        for meeting in meetings
        for one in meeting.decisions
        if one.closed
    }
