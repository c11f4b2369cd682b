"""What a pack remembers: decisions and figures, a meeting a day, a file that is never half written nor lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from dashboard.errors import DashboardError
from dashboard.pack import key_figures, memory
from dashboard.pack.blocks import BLOCKS
from dashboard.pack.document import Decision
from dashboard.pack.make import make_pack
from dashboard.words import LANGUAGES, words
from tests.packing import AS_OF, by_hand
from tests.plain_reader import Article

if TYPE_CHECKING:
    from pathlib import Path

    from dashboard.context import Context

NL = words("nl")
MONDAY, NEXT = date(2026, 3, 2), date(2026, 3, 9)
DECIDED = (
    Decision("Meer geld <b>nu</b> 🙂", "Noor", date(2026, 4, 17), "section:geld"),
    Decision("Opruimen"),
)


@pytest.fixture
def context(tmp_path: Path) -> Context:
    """Ten articles by 2 March, of which two about geld; two more the week after, both about geld."""
    articles = [
        Article(f"{n}.md", day=date(2026, 2, 1 + 2 * n), section="geld" if n < 2 else "werk") for n in range(10)
    ]
    articles += [Article(f"new{n}.md", day=date(2026, 3, 4 + n), section="geld") for n in range(2)]
    return by_hand(tmp_path / "m.duckdb", articles, MONDAY)


def held(context: Context, day: date = MONDAY, decisions: tuple[Decision, ...] = DECIDED) -> memory.Meeting:
    return memory.meeting_of(replace(context, as_of=day), tuple(BLOCKS), {"": "hallo", "volume": "x"}, decisions)


def test_what_is_kept_is_read_back(context: Context) -> None:
    database = context.snapshot.path
    assert memory.read(database) == []
    meeting = held(replace(context, filters=context.filters.with_(section=("geld", ""), as_of="2026-03-02")))
    assert memory.keep(database, meeting) is None
    assert memory.read(database) == [meeting]
    assert meeting.filters == {"section": ["geld", ""]}
    assert memory.path_of(database).name == "m.meetings.json"
    assert [path for path in database.parent.iterdir() if path.name.startswith(".m.meetings")] == []


def test_two_meetings_on_a_day_replace_each_other_and_others_stay_in_order(context: Context) -> None:
    database = context.snapshot.path
    for day, text in ((NEXT, "b"), (MONDAY, "a"), (NEXT, "c")):
        memory.keep(database, held(context, day, (Decision(text),)))
    assert [(one.day, one.decisions[0].text) for one in memory.read(database)] == [(MONDAY, "a"), (NEXT, "c")]


def test_the_meeting_before_is_never_that_of_the_day_itself(context: Context) -> None:
    meetings = [held(context, MONDAY), held(context, NEXT)]
    before = memory.last_before(meetings, NEXT)
    assert before is not None
    assert before.day == MONDAY
    assert memory.last_before(meetings, MONDAY) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_next_pack_begins_with_how_the_figures_moved(context: Context, language: str) -> None:
    """Worked out by hand: 2 of 10 are about geld on 2 March, 4 of 12 a week later."""
    text = words(language)
    now = replace(context, as_of=NEXT, words=text)
    pack = make_pack(now, (), since=held(context))
    assert pack.since_day == MONDAY
    tied, untied = pack.since
    assert (tied.decision, untied.decision) == DECIDED
    change = text("pack.points", n=13, change="+13")
    share = text("pack.share_of", what="geld")
    assert tied.before == (
        text("pack.moved", what=share, then=text.percent(0.2), now=text.percent(1 / 3), change=change),
    )
    assert untied.before == ()
    published = text("pack.figure.published")
    assert pack.since_figures[0] == text("pack.moved", what=published, then="10", now="12", change="+2")
    drafts = text("pack.figure.drafts_waiting")
    assert text("pack.same", what=drafts, now="0") in pack.since_figures
    assert len(pack.since_figures) == len(key_figures.HEADLINE) - 1  # there is no plan


def test_when_each_decision_has_its_figure_the_others_are_left_out(context: Context) -> None:
    now = replace(context, as_of=NEXT)
    assert make_pack(now, (), since=held(context, decisions=DECIDED[:1])).since_figures == ()
    assert make_pack(now, (), since=held(context, decisions=())).since_figures != ()
    assert make_pack(now, ()).since_day is None


def test_figures_are_counted_through_the_filters_of_then(context: Context) -> None:
    then = held(replace(context, filters=context.filters.with_(section=("geld",))))
    pack = make_pack(replace(context, as_of=NEXT, filters=context.filters.with_(period="4w")), (), since=then)
    said, published, *_ = pack.since_figures
    assert published == NL("pack.moved", what=NL("pack.figure.published"), then="2", now="4", change="+2")
    days = NL("bar.period", first=date(2025, 3, 10), last=NEXT)
    assert said == NL("pack.as_then", filters=f"{days} · {NL('field.section')}: geld")


def test_a_figure_that_is_gone_is_said_to_be_unknown(context: Context) -> None:
    meeting = held(context, decisions=(Decision("x", figure="section:weg"),))
    meeting = replace(meeting, figures={**meeting.figures, "section:weg": 0.5})
    (moved,) = make_pack(replace(context, as_of=NEXT), (), since=meeting).since
    assert moved.before == (
        NL("pack.moved_unknown", what=NL("pack.share_of", what="weg"), then=NL.percent(0.5), now=NL("none.value")),
    )
    unknown = held(context, decisions=(Decision("x", figure="no such figure"),))
    assert make_pack(replace(context, as_of=NEXT), (), since=unknown).since[0].before == ()


DAMAGE: dict[str, Any] = {
    "empty": "",
    "half": '{"format": 1, "meetings": [{"day": "2026-',
    "other": "[1, 2]",
    "no list": '{"meetings": 3}',
    "bad day": '{"meetings": [{"day": "2026-02-30"}]}',
    "no text": {"decisions": [{"text": 3, "owner": "", "due": None, "figure": ""}]},
    "no number": {"figures": {"published": "many"}},
    "deep": "[" * 100_000,
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_file_is_named_and_kept_aside(context: Context, kind: str) -> None:
    database = context.snapshot.path
    memory.keep(database, held(context))
    file = memory.path_of(database)
    damage = DAMAGE[kind]
    if isinstance(damage, dict):
        whole = json.loads(file.read_text(encoding="utf-8"))
        whole["meetings"][0] |= damage
        damage = json.dumps(whole)
    file.write_text(damage, encoding="utf-8")
    with pytest.raises(DashboardError) as raised:
        memory.read(database)
    assert str(file) in str(raised.value)
    assert file.read_text(encoding="utf-8") == damage  # reading changes nothing
    aside = memory.keep(database, held(context))
    assert aside is not None
    assert aside.read_text(encoding="utf-8") == damage
    assert memory.read(database) == [held(context)]
    file.write_text(damage, encoding="utf-8")
    again = memory.keep(database, held(context))
    assert again not in (None, aside)
    assert aside.exists()


def test_a_folder_that_takes_no_file_is_named(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    database = context.snapshot.path
    memory.keep(database, held(context))
    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(DashboardError, match="No space left on device"):
        memory.keep(database, held(context, NEXT))
    assert [one.day for one in memory.read(database)] == [MONDAY]


def test_half_a_character_can_be_kept(context: Context) -> None:
    memory.keep(context.snapshot.path, held(context, decisions=(Decision("a\ud800b"),)))
    assert memory.read(context.snapshot.path)[0].decisions[0].text == "a?b"


def test_key_figures_of_the_sample_day(context: Context) -> None:
    found = key_figures.key_figures(replace(context, as_of=AS_OF))
    assert found["published"] == 12
    assert found["section:geld"] == pytest.approx(4 / 12)
    assert found["draft_share"] == 0
    assert found["longest_gap"] == max(date(2026, 3, 4).toordinal() - date(2026, 2, 19).toordinal(), 8)


def test_the_silence_that_still_lasts_may_be_the_longest(context: Context) -> None:
    later = date(2026, 4, 30)
    assert key_figures.longest_gap(replace(context, as_of=later)) == (later - date(2026, 3, 5)).days
    over = context.filters.with_(period="own", start=date(2026, 2, 1), end=date(2026, 3, 31))
    assert key_figures.longest_gap(replace(context, as_of=later, filters=over)) == 13
