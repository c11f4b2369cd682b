"""What a pack remembers: decisions and figures, a meeting a day, a file that is never half written nor lost."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from dashboard.charts.buckets import days
from dashboard.errors import DashboardError
from dashboard.loader.snapshot import lock
from dashboard.pack import key_figures, memory
from dashboard.pack.blocks import BLOCKS
from dashboard.pack.document import NO_TEXT, Decision
from dashboard.pack.make import make_pack
from dashboard.settings import Settings
from dashboard.words import LANGUAGES, words
from tests.conftest import HOME
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


def test_a_second_meeting_of_a_day_adds_to_the_first(context: Context) -> None:
    database = context.snapshot.path
    for day, texts in ((NEXT, "bd"), (MONDAY, "a"), (NEXT, "cd")):
        memory.keep(database, held(context, day, tuple(Decision(text, owner=texts) for text in texts)))
    found = [(one.day, [(made.text, made.owner) for made in one.decisions]) for one in memory.read(database)]
    assert found == [(MONDAY, [("a", "a")]), (NEXT, [("b", "bd"), ("c", "cd"), ("d", "cd")])]


def test_notes_of_a_second_meeting_take_the_place_of_the_same_ones_only(context: Context) -> None:
    database = context.snapshot.path
    first = replace(held(context), notes={"": "one", "volume": "x", "drafts": "y"})
    memory.keep(database, first)
    memory.keep(database, replace(first, notes={"": "two", "volume": "", "gaps": "z"}))
    (both,) = memory.read(database)
    assert both.notes == {"": "two", "volume": "x", "drafts": "y", "gaps": "z"}


def test_what_a_writer_had_before_them_can_be_taken_out(context: Context) -> None:
    """One window rewords a decision and empties a note; the decision that somebody else kept meanwhile stays."""
    database = context.snapshot.path
    began = held(context, decisions=(Decision("a"), Decision("b")))
    memory.keep(database, began)
    memory.keep(database, held(context, decisions=(Decision("of another"),)))
    mine = replace(began, decisions=(Decision("a, in other words"), Decision("b")), notes={"": "hallo", "volume": ""})
    memory.keep(database, mine, began)
    (found,) = memory.read(database)
    assert [made.text for made in found.decisions] == ["of another", "a, in other words", "b"]
    assert found.notes == {"": "hallo", "volume": ""}


def test_decisions_without_text_do_not_replace_each_other(context: Context) -> None:
    database = context.snapshot.path
    for owner in ("Noor", "Ali"):
        memory.keep(database, held(context, decisions=(Decision(NO_TEXT, owner),)))
    assert [made.owner for made in memory.read(database)[0].decisions] == ["Noor", "Ali"]


KEEPER = """
import sys
from datetime import date, timedelta
from pathlib import Path
from dashboard.pack import memory
database, first = Path(sys.argv[1]), int(sys.argv[2])
for number in range(first, first + 40):
    memory.keep(database, memory.Meeting(date(2026, 1, 1) + timedelta(days=number)))
"""


def test_two_processes_lose_no_meeting_of_each_other(tmp_path: Path) -> None:
    database = tmp_path / "both.duckdb"
    keepers = [
        subprocess.Popen([sys.executable, "-c", KEEPER, str(database), str(first)], cwd=HOME) for first in (0, 40)
    ]
    assert [keeper.wait(timeout=60) for keeper in keepers] == [0, 0]
    assert len(memory.read(database)) == 80
    assert [path.name for path in tmp_path.iterdir()] == ["both.meetings.json"]


def test_a_file_that_is_held_too_long_is_named(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_PATIENCE", 0.1)
    file = memory.path_of(context.snapshot.path)
    with lock(file), pytest.raises(DashboardError) as raised:
        memory.keep(context.snapshot.path, held(context))
    assert raised.value.key == "meetings_busy"
    assert not file.exists()


def test_a_newer_format_is_named_and_left_alone(context: Context) -> None:
    database = context.snapshot.path
    memory.keep(database, held(context))
    file = memory.path_of(database)
    newer = json.dumps({"format": memory.FORMAT + 1, "meetings": {"of": "another form"}})
    file.write_text(newer, encoding="utf-8")
    for attempt in (lambda: memory.read(database), lambda: memory.keep(database, held(context))):
        with pytest.raises(DashboardError) as raised:
            attempt()
        assert raised.value.key == "meetings_newer"
        assert str(file) in str(raised.value)
    assert file.read_text(encoding="utf-8") == newer
    assert not list(file.parent.glob("*damaged*"))


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
    pack = make_pack(now, (), meetings=[held(context)])
    assert pack.since_day == MONDAY
    tied, untied = pack.since
    assert (tied.decision, untied.decision) == DECIDED
    change = text("pack.points", n=13, change="+13")
    share = text("pack.share_of", what="geld")
    spans = {"then": days(date(2025, 3, 3), MONDAY, text), "now": days(date(2025, 3, 10), NEXT, text)}
    moved = text(
        "pack.moved_share",
        what=share,
        then=text("pack.of", k=2, n=10, share=text.percent(0.2)),
        now=text("pack.of", k=4, n=12, share=text.percent(1 / 3)),
        change=change,
    )
    assert tied.before == (f"{text('pack.followed', said=moved)} {text('pack.then_and_now', **spans)}",)
    assert untied.before == ()
    assert pack.since_heading == text("pack.since_figures_of", **spans)
    published = text("pack.figure.published")
    assert pack.since_figures[0] == text("pack.moved", what=published, then="10", now="12", change="+2")
    drafts = text("pack.figure.drafts_waiting")
    assert text("pack.same", what=drafts, now="0") in pack.since_figures
    assert len(pack.since_figures) == len(key_figures.HEADLINE) - 1  # there is no plan


def test_when_each_decision_has_its_figure_the_others_are_left_out(context: Context) -> None:
    now = replace(context, as_of=NEXT)
    assert make_pack(now, (), meetings=[held(context, decisions=DECIDED[:1])]).since_figures == ()
    assert make_pack(now, (), meetings=[held(context, decisions=())]).since_figures != ()
    assert make_pack(now, ()).since_day is None


def test_figures_are_counted_through_the_filters_of_then(context: Context) -> None:
    then = held(replace(context, filters=context.filters.with_(section=("geld",))))
    pack = make_pack(replace(context, as_of=NEXT, filters=context.filters.with_(period="4w")), (), meetings=[then])
    published, *_ = pack.since_figures
    assert published == NL("pack.moved", what=NL("pack.figure.published"), then="2", now="4", change="+2")
    spans = {"then": days(date(2025, 3, 3), MONDAY, NL), "now": days(date(2025, 3, 10), NEXT, NL)}
    assert pack.since_heading == f"{NL('pack.since_figures_then', **spans)} · {NL('field.section')}: geld"


def test_a_quarter_that_ended_is_counted_on_from_its_first_day(tmp_path: Path) -> None:
    """Then: 12 days of the last quarter of the year with 12 articles; now: those, and two of the first fortnight of
    January. The new quarter alone would have said: from 12 to 2.
    """
    articles = [
        Article(f"{n}.md", day=date(2025, 12, 1 + n), section="geld" if n % 2 else "werk") for n in range(12)
    ] + [Article(f"new{n}.md", day=date(2026, 1, 5 + n), section="geld") for n in range(2)]
    targets = {"section": {"geld": 0.5}, "volume": {"per_week": 4}}
    context = by_hand(tmp_path / "q.duckdb", articles, date(2025, 12, 29), period="quarter")
    context = replace(context, settings=Settings(targets=targets))
    then = memory.meeting_of(context, (), {}, (Decision("x", figure="section:geld"), Decision("y", figure="plan")))
    pack = make_pack(replace(context, as_of=date(2026, 1, 14)), (), meetings=[then])
    first = date(2025, 10, 1)
    spans = {"then": days(first, date(2025, 12, 29), NL), "now": days(first, date(2026, 1, 14), NL)}
    (share,), (plan,) = (moved.before for moved in pack.since)
    assert share.endswith(NL("pack.then_and_now", **spans))
    assert plan.endswith(NL("pack.then_and_now", **spans))
    assert "6 van 12" in share
    assert "8 van 14" in share
    goals = [4 * days / 7 / 2 for days in (29, 45)]  # half of four a week, since the first article
    told = {"then": f"6 van {round(goals[0])}", "now": f"8 van {round(goals[1])}"}
    what = NL("pack.plan_of", of=NL("plan.attained_of.section"))
    assert plan.startswith(NL("pack.followed", said=NL("pack.moved_few", what=what, **told))), (
        "of the plan until then there were but eight"
    )
    whole = make_pack(replace(context, as_of=date(2026, 1, 14)), (), meetings=[replace(then, decisions=())])
    assert whole.since_heading == NL("pack.since_figures_then", **spans)
    assert whole.since_figures[0] == NL(
        "pack.moved", what=NL("pack.figure.published"), then="12", now="14", change="+2"
    )
    same_quarter = make_pack(replace(context, as_of=date(2025, 12, 30)), (), meetings=[replace(then, decisions=())])
    spans |= {"now": days(first, date(2025, 12, 30), NL)}
    assert same_quarter.since_heading == NL("pack.since_figures_of", **spans)


@pytest.mark.parametrize(("n", "few"), [(9, True), (10, False)])
def test_of_fewer_than_ten_a_share_is_too_few_to_say(tmp_path: Path, n: int, few: bool) -> None:
    articles = [Article(f"{k}.md", day=date(2026, 2, 1 + k), section="geld" if k < 3 else "werk") for k in range(n)]
    articles += [Article("new.md", day=date(2026, 3, 5), section="geld")]
    context = by_hand(tmp_path / "few.duckdb", articles, MONDAY)
    then = held(context, decisions=DECIDED[:1])
    (moved,) = make_pack(replace(context, as_of=NEXT), (), meetings=[then]).since
    assert f"3 van {n}" in moved.before[0]
    assert f"4 van {n + 1}" in moved.before[0]
    assert ("te weinig" in moved.before[0]) == few
    assert ("%" not in moved.before[0]) == few


def test_a_figure_that_is_gone_is_said_to_be_unknown(context: Context) -> None:
    meeting = held(context, decisions=(Decision("x", figure="section:weg"),))
    meeting = replace(meeting, figures={**meeting.figures, "section:weg": 0.5})
    (moved,) = make_pack(replace(context, as_of=NEXT), (), meetings=[meeting]).since
    then = NL("pack.of", share=NL.percent(0.5), k=5, n=10)
    gone = NL("pack.moved_unknown", what=NL("pack.share_of", what="weg"), then=then, now=NL("none.value"))
    assert moved.before[0].startswith(NL("pack.followed", said=gone))


@pytest.mark.parametrize("code", ["no such figure", "drafts", "plan_asked", "n"])
def test_what_is_no_figure_to_follow_is_not_told_as_one(context: Context, code: str) -> None:
    """A hand wrote it, or the command when it still took all that is kept: 9 drafts are not 900 %."""
    meeting = held(context, decisions=(Decision("x", figure=code),))
    meeting = replace(meeting, figures={**meeting.figures, code: 9.0})
    pack = make_pack(replace(context, as_of=NEXT), (), decisions=[Decision("y", figure=code)], meetings=[meeting])
    assert pack.since[0].before == ()
    assert pack.moves == ((code, code),)


DAMAGE: dict[str, Any] = {
    "empty": "",
    "half": '{"format": 1, "meetings": [{"day": "2026-',
    "other": "[1, 2]",
    "no list": '{"meetings": 3}',
    "bad day": '{"meetings": [{"day": "2026-02-30"}]}',
    "no text": {"decisions": [{"text": 3, "owner": "", "due": None, "figure": ""}]},
    "no day that counts": {"day": "0001-01-01"},
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


BROKEN: dict[str, tuple[dict[str, Any], list[str]]] = {
    "no list": ({"filters": {"section": "geld"}}, ["filters.section"]),
    "no text": ({"filters": {"section": [5], "tag": ["avg"]}}, ["filters.section"]),
    "no period": ({"filters": {"period": ["12 maanden"]}}, ["filters.period"]),
    "no day": ({"filters": {"period": ["own"], "from": ["2026-02-30"]}}, ["filters.period", "filters.from"]),
    "no filter": ({"filters": {"sectie": ["geld"]}}, ["filters.sectie"]),
    "no filters": ({"filters": None}, ["filters"]),
    "no number": ({"figures": {"published": "many", "per_week": 3.0}}, ["figures.published"]),
    "not a number": ({"figures": {"published": float("nan")}}, ["figures.published"]),
    "no end": (
        {"figures": {"section:geld": float("inf"), "published": 5e300}},
        ["figures.section:geld", "figures.published"],
    ),
    "no figures": ({"figures": []}, ["figures"]),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_value_that_a_hand_broke_is_named_and_stays_and_the_rest_is_followed(context: Context, kind: str) -> None:
    change, keys = BROKEN[kind]
    database = context.snapshot.path
    memory.keep(database, held(context))
    file = memory.path_of(database)
    whole = json.loads(file.read_text(encoding="utf-8"))
    whole["meetings"][0] |= change
    file.write_text(json.dumps(whole), encoding="utf-8")
    meetings = memory.read(database)
    said = [trouble.sentence(NL) for trouble in memory.troubles(database, meetings)]
    assert len(said) == len(keys)
    assert all(str(file) in one and key in one and str(MONDAY) in one for one, key in zip(said, keys, strict=True))
    pack = make_pack(replace(context, as_of=NEXT), (), meetings=meetings)
    assert [one.decision for one in pack.since] == list(DECIDED)
    assert not [text for one in pack.since for text in one.before if "nan" in text.lower()]
    memory.keep(database, held(context, NEXT, ()))
    later = json.loads(file.read_text(encoding="utf-8"))["meetings"][0]
    assert repr({name: later[name] for name in change}) == repr(change), "until a hand mends it"


def test_what_is_whole_has_no_troubles(context: Context) -> None:
    own = {"period": "own", "start": date(2026, 1, 1), "compare": "year", "section": ("geld", ""), "as_of": "latest"}
    for filters in ({}, {"period": "12m"}, own):
        memory.keep(context.snapshot.path, held(replace(context, filters=context.filters.with_(**filters))))
        meetings = memory.read(context.snapshot.path)
        assert memory.troubles(context.snapshot.path, meetings) == []


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


def test_a_figure_goes_by_the_name_it_has_through_the_filters_of_then(context: Context) -> None:
    """The plan of twelve months is not that of the quarter so far, in which the pack is now."""
    settings = Settings(targets={"section": {"geld": 1.0}, "volume": {"per_week": 3}})
    then = held(replace(context, settings=settings), decisions=(Decision("x", figure="plan"),))
    quarter = context.filters.with_(period="quarter")
    now = replace(context, settings=settings, as_of=NEXT, filters=quarter)
    (moved,) = make_pack(now, (), meetings=[then]).since
    of = NL("plan.attained_of.section")
    assert key_figures.label(now, "plan") == NL("pack.plan_so_far_of", of=of)
    asked = [3 * days / 7 for days in (30, 37)]  # since the first article
    told = [f"{NL.percent(k / n)} van {round(n)}" for k, n in zip((2, 4), asked, strict=True)]
    said = f"{NL('pack.plan_of', of=of)}: toen {told[0]}, nu {told[1]}: +"
    assert moved.before[0].startswith(NL("pack.followed", said=said))


def test_a_silence_says_when_it_was_then_and_now(context: Context) -> None:
    """After 19 February it was still on 2 March, the first meeting, and over on the fourth. Of a number that today's
    articles do not give any more, nobody knows when.
    """
    meeting = held(context, decisions=())
    other = replace(meeting, figures={**meeting.figures, "longest_gap": 99.0})
    since = date(2026, 2, 19)
    told = NL("pack.named_days", name=NL("unit.days", n=11), days=NL("volume.gap_since", day=since))
    over = NL("pack.named_days", name=NL("unit.days", n=13), days=days(since, date(2026, 3, 4), NL))
    for one, then, change in ((meeting, told, "+2"), (other, NL("unit.days", n=99), "\u221286")):
        figures = make_pack(replace(context, as_of=NEXT), (), meetings=[one]).since_figures
        what = NL("pack.figure.longest_gap")
        assert NL("pack.moved_share", what=what, then=then, now=over, change=change) in figures
    later = replace(context, as_of=date(2026, 3, 3))
    key = key_figures.key_figures(later)
    assert key_figures.silence(later, key) == NL("volume.gap_since", day=since)


def test_the_silence_that_still_lasts_may_be_the_longest(context: Context) -> None:
    later = date(2026, 4, 30)
    assert silence(replace(context, as_of=later)) == (later - date(2026, 3, 5)).days
    over = context.filters.with_(period="own", start=date(2026, 2, 1), end=date(2026, 3, 31))
    assert silence(replace(context, as_of=later, filters=over)) == 13
    ahead = context.filters.with_(period="own", start=date(2026, 5, 1), end=date(2026, 5, 31))
    assert silence(replace(context, as_of=later, filters=ahead)) is None, "nothing of it has come yet"


def silence(context: Context) -> float | None:
    return key_figures.key_figures(context)["longest_gap"]
