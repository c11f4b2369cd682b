"""The meeting pack page as a reader uses it: what is written stays, what is decided is kept, the file says it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from streamlit.testing.v1 import AppTest

from dashboard import live
from dashboard.pack import memory
from dashboard.pack.blocks import BLOCKS, USUAL
from dashboard.pack.document import ENDS, NO_TEXT, Decision
from dashboard.resources import SAMPLE
from dashboard.words import LANGUAGES, escape_markdown, words
from tests import browsing
from tests.conftest import write
from tests.packing import AS_OF, context_of
from tests.test_pages import assert_fine, everything, page, serve

NL, EN = words("nl"), words("en")
HOSTILE = "<b>x</b> :red[y] $z$ [a](javascript:b) **c** {d} %s\n# kop"
DECIDED = Decision("Meer <b>geld</b>", "Noor", date(2026, 4, 17), "section:geld")


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    yield
    import streamlit as st

    st.cache_resource.clear()


@pytest.fixture
def serving(tmp_path: Path) -> live.Live:
    return serve(SAMPLE, tmp_path / "sample.duckdb")


def kept(serving: live.Live, day: date, *decisions: Decision) -> memory.Meeting:
    from dashboard.warehouse import Snapshot

    context = context_of(Snapshot(serving.database), as_of=day, settings=serving.settings())
    meeting = memory.meeting_of(context, ("volume",), {"": "Hallo", "volume": HOSTILE}, decisions)
    memory.keep(serving.database, meeting)
    return meeting


def outline(app: AppTest) -> str:
    return next(found.value for found in app.markdown if found.value.startswith("### De Werkbank"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_outline_names_every_block_figure_and_filter(serving: live.Live, language: str) -> None:
    text = words(language)
    app = page("pack", language, section=["geld"])
    assert_fine(app)
    said = outline(app)
    assert [box.label for box in app.checkbox] == [text(f"page.{name}.title") for name in BLOCKS]
    assert [name for name, box in zip(BLOCKS, app.checkbox, strict=True) if box.value] == list(USUAL)
    shown, nothing = said.split(f"#### {text('pack.nothing_title')}")  # of a part there is no plan, for one
    for name in USUAL:
        title = text(f"page.{name}.title")
        assert (f"#### {title}" in shown) is not (f"- {title}:" in nothing)
    assert f"- {text('page.plan.title')}:" in nothing
    assert escape_markdown(f"{text('field.section')}: geld") in said
    assert escape_markdown(text("pack.no_filter")) in said
    app.checkbox[1].uncheck().run()
    assert f"#### {text('page.volume.title')}" not in outline(app)


def test_what_is_written_stays_when_filters_page_and_language_change(serving: live.Live) -> None:
    app = page("pack", "nl")
    app.text_area(key="pack.note.nl.volume").set_value(HOSTILE).run()
    app.checkbox[2].uncheck().run()
    app.text_input(key="pack.address").set_value("https://example.org/d").run()
    app.query_params["period"] = "quarter"
    app.run()
    assert app.text_area(key="pack.note.nl.volume").value == HOSTILE
    app.switch_page("views/volume.py").run()
    app.switch_page("views/pack.py").run()
    assert app.text_area(key="pack.note.nl.volume").value == HOSTILE
    app.query_params["lang"] = "en"
    app.run()
    assert app.text_area(key="pack.note.en.volume").value == HOSTILE
    assert not app.checkbox[2].value
    assert escape_markdown(" ".join(HOSTILE.split())) in outline(app)
    assert "<b>" not in outline(app)
    assert escape_markdown("https://example.org/d/?period=quarter") in outline(app)
    app.text_input(key="pack.address").set_value("javascript:alert(1)").run()
    assert EN("pack.link") not in outline(app)


def test_a_meeting_of_the_day_itself_goes_on_and_the_one_before_comes_first(serving: live.Live) -> None:
    kept(serving, date(2026, 3, 6), DECIDED)
    kept(serving, AS_OF, replace(DECIDED, text="Van vandaag"))
    app = page("pack", "nl")
    assert not app.exception
    said = outline(app)
    first = said.index(NL("pack.since", day=date(2026, 3, 6)))
    assert escape_markdown(DECIDED.text) in said[first:]
    assert said.index(f"#### {NL('page.volume.title')}") > first
    assert [box.value for box in app.checkbox] == [name == "volume" for name in BLOCKS]
    assert app.text_area(key="pack.note.nl.").value == "Hallo"
    assert "Van vandaag · Noor · 17 apr 2026" in said
    assert escape_markdown(NL("pack.share_of", what="geld")) in said


def earlier(app: AppTest) -> list[str]:
    return [radio.value for radio in app.radio if str(radio.key).startswith("pack.follow.")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_earlier_decision_is_ticked_off_at_once_and_can_be_opened_again(serving: live.Live, language: str) -> None:
    text = words(language)
    kept(serving, date(2026, 2, 2), DECIDED, Decision("Bellen", due=date(2026, 3, 1)))
    kept(serving, date(2026, 3, 6))
    app = page("pack", language)
    assert_fine(app)
    assert earlier(app) == ["", ""]
    late = text("pack.overdue", day=date(2026, 3, 1), n=12)
    assert escape_markdown(late) in outline(app)
    assert f"##### {text('pack.since_open')}" in outline(app)
    for how in (*ENDS, ""):
        app.radio[0].set_value(how).run()
        assert not app.exception
        (meeting, _) = memory.read(serving.database)
        assert meeting.decisions[0] == (DECIDED.ending(AS_OF, how) if how else DECIDED), "without another button"
        assert earlier(app) == [how, ""]
        assert (f"##### {text('pack.since_closed')}" in outline(app)) == bool(how)
    assert meeting.notes["volume"] == HOSTILE


def test_what_another_window_ticked_off_meanwhile_stays(serving: live.Live) -> None:
    """Each ticks off another one, and keeps a meeting of the same day."""
    kept(serving, date(2026, 3, 6), DECIDED, Decision("Bellen"))
    kept(serving, AS_OF, Decision("Vandaag"))
    mine, other = page("pack", "nl"), page("pack", "nl")
    mine.radio[0].set_value("done").run()
    other.radio[1].set_value("dropped").run()
    mine.button(key="pack.keep").click().run()
    other.button(key="pack.keep").click().run()
    ends = [(one.done, one.dropped) for one in memory.read(serving.database)[0].decisions]
    assert ends == [(AS_OF, None), (None, AS_OF)]


def test_what_cannot_be_ticked_off_is_told_and_stays_open(serving: live.Live, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    kept(serving, date(2026, 3, 6), DECIDED)
    app = page("pack", "nl")
    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.write_bytes", full)
        app.radio[0].set_value("done").run()
    assert not app.exception
    assert any("No space left on device" in warning.value for warning in app.warning)
    assert earlier(app) == [""]
    app.run()
    assert not app.warning


def test_what_an_earlier_decision_says_is_only_text(serving: live.Live) -> None:
    kept(serving, date(2026, 3, 6), Decision(HOSTILE, HOSTILE), Decision("😀 ..."), Decision("x" * 10_000))
    app = page("pack", "nl")
    assert not app.exception
    assert [radio.label for radio in app.radio][:2] == ["b x b red y z a javascript b c d s kop", NL("pack.decision")]
    assert all(len(radio.label) <= 600 for radio in app.radio)
    shown = next(found.value for found in app.markdown if ":gray[" in found.value)
    assert shown.startswith(escape_markdown(HOSTILE) + " :gray[" + escape_markdown(HOSTILE))


def test_keeping_the_decisions_keeps_notes_and_figures_too(serving: live.Live) -> None:
    kept(serving, AS_OF, DECIDED)
    app = page("pack", "nl")
    app.text_area(key="pack.note.nl.").set_value("Anders").run()
    app.button(key="pack.keep").click().run()
    assert not app.exception
    assert NL("pack.page.kept", n=1, day=AS_OF) in everything(app)
    (meeting,) = memory.read(serving.database)
    assert meeting.decisions == (DECIDED,)
    assert meeting.notes[""] == "Anders"
    assert meeting.figures["published"] == 222


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_an_empty_table_there_is_nothing_to_keep(serving: live.Live, language: str) -> None:
    app = page("pack", language)
    app.text_area(key=f"pack.note.{language}.volume").set_value("Hallo").run()
    app.button(key="pack.keep").click().run()
    assert not app.exception
    assert words(language)("pack.page.keep_nothing") in [info.value for info in app.info]
    assert not app.success
    assert memory.read(serving.database) == []


def test_a_plan_that_cannot_be_meant_is_told_on_the_page(tmp_path: Path) -> None:
    content = tmp_path / "content"
    write(content / "one.md", title="One", date="2026-03-02", sectie="geld")
    (content / "dashboard.toml").write_text("[targets.section]\ngeld = 0.3\nged = 0.9\n", encoding="utf-8")
    serve(content, tmp_path / "wrong.duckdb")
    app = page("pack", "nl", as_of=["2026-03-13"])
    assert_fine(app)
    (warning,) = app.warning
    assert "120 %" in warning.value.replace("\u00a0", " ")
    assert "‘ged’" in warning.value
    assert "kloppen 2 dingen niet" in next(found.value for found in app.markdown if found.value.startswith("### "))


def test_what_is_decided_again_is_kept_with_who_and_when_of_now(serving: live.Live) -> None:
    """The pack tells it among what is open, with this meeting's promise: so that is what the next one goes by."""
    kept(serving, date(2026, 3, 6), Decision("Meer geld", "Noor", date(2026, 3, 10)))
    again = Decision("Meer geld", "Sam", date(2026, 3, 27))
    kept(serving, AS_OF, again)
    app = page("pack", "nl")
    app.button(key="pack.keep").click().run()
    assert NL("pack.page.kept", n=1, day=AS_OF) in everything(app)
    assert [meeting.decisions for meeting in memory.read(serving.database) if meeting.day == AS_OF] == [(again,)]


def test_another_day_begins_anew_and_the_first_one_is_as_it_was(serving: live.Live) -> None:
    """A window that stays open from one Monday to the next."""
    kept(serving, AS_OF, DECIDED)
    app = page("pack", "nl")
    app.text_area(key="pack.note.nl.volume").set_value("Van vorige week").run()
    app.text_input(key="pack.address").set_value("https://example.org/d").run()
    app.query_params["as_of"] = "2026-03-20"
    app.run()
    assert not app.exception
    assert app.text_area(key="pack.note.nl.volume").value == ""
    said = outline(app)
    assert NL("pack.since", day=AS_OF) in said
    assert f"#### {NL('pack.decisions')}" not in said, "last week's are not decided again"
    assert app.text_input(key="pack.address").value == "https://example.org/d"
    app.button(key="pack.keep").click().run()
    (meeting,) = memory.read(serving.database)
    assert (meeting.day, meeting.decisions) == (AS_OF, (DECIDED,))
    app.query_params["as_of"] = AS_OF.isoformat()
    app.run()
    assert app.text_area(key="pack.note.nl.volume").value == "Van vorige week"
    assert f"#### {NL('pack.decisions')}" in outline(app)


def test_a_decision_of_whom_and_when_alone_is_in_it(serving: live.Live) -> None:
    kept(serving, AS_OF, Decision("", "Noor"), Decision("", "", date(2026, 4, 17)), Decision("", figure="published"))
    app = page("pack", "nl")
    said = outline(app)
    assert f"- {NO_TEXT} · Noor\n- {NO_TEXT} · 17 apr 2026" in said
    assert said.count(f"- {NO_TEXT}") == 2
    assert NL("pack.page.no_text") in [warning.value for warning in app.warning]


def test_a_damaged_memory_is_named_and_kept_aside(serving: live.Live) -> None:
    file = memory.path_of(serving.database)
    kept(serving, AS_OF, DECIDED)
    app = page("pack", "nl")
    file.write_text("{", encoding="utf-8")
    app.run()
    assert not app.exception
    assert any(escape_markdown(str(file)) in warning.value for warning in app.warning)
    app.button(key="pack.keep").click().run()
    assert escape_markdown("damaged-1.json") in app.info[0].value
    assert file.with_name(f"{file.stem}.damaged-1.json").read_text(encoding="utf-8") == "{"


def test_an_empty_selection_says_so(serving: live.Live) -> None:
    app = page("pack", "en", section=["none such"])
    assert_fine(app)
    assert escape_markdown(EN.plain("empty.filtered", period="14 Mar 2025 – 13 Mar 2026")) in outline(app)


def test_a_file_is_made_when_asked_and_gone_when_the_state_is_another(serving: live.Live) -> None:
    pytest.importorskip("vl_convert", reason="the extra `pack` is not installed")
    kept(serving, AS_OF, DECIDED)
    app = page("pack", "nl")
    assert not app.get("download_button")
    app.button(key="pack.make.html").click().run()
    assert not app.exception
    (made,) = app.get("download_button")
    assert made.proto.label.startswith("HTML")
    assert NL("pack.page.kept", n=1, day=AS_OF) in everything(app)
    _, suffix, content = app.session_state["pack.made"]
    assert suffix == "html"
    assert b"Meer &lt;b&gt;geld" in content
    app.run()
    assert app.get("download_button")
    app.text_area(key="pack.note.nl.").set_value("Anders").run()
    assert not app.get("download_button")


def test_without_the_extra_the_page_says_what_to_install(serving: live.Live, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = ("vl_convert", "typst", "pptx")
    monkeypatch.setattr("dashboard.pack.files.find_spec", lambda name: None if name in hidden else find_spec(name))
    app = page("pack", "nl")
    assert_fine(app)
    assert not [button for button in app.button if str(button.key).startswith("pack.make.")]
    assert "dashboard\\[pack\\]" in app.info[0].value
    assert app.button(key="pack.keep")


@pytest.mark.usefixtures("chromium")
@pytest.mark.timeout(240)
def test_in_a_browser_a_note_typed_last_is_in_the_file_and_decisions_are_kept(tmp_path: Path) -> None:
    database = tmp_path / "browser.duckdb"
    memory.keep(database, memory.Meeting(date(2026, 3, 6), decisions=(DECIDED, Decision("Bellen"))))
    with browsing.served(SAMPLE, database, "--no-watch") as address, browsing.browser() as started:
        _tick_off(started, address)
        _make_one(started, address, tmp_path)
    earlier, meeting = memory.read(database)
    assert [one.closed for one in earlier.decisions] == [None, AS_OF]
    assert [(one.text, one.owner) for one in meeting.decisions] == [("Meer over geld", "Noor")]


def _tick_off(started: Browser, address: str) -> None:
    """With the keyboard alone: one is done and, on second thoughts, open again; the other is dropped."""
    screen = browsing.opened(browsing.new_page(started), f"{address}/pack?lang=nl")
    for name, keys in (("Meer b geld b", ("ArrowRight", "ArrowLeft")), ("Bellen", ("ArrowRight", "ArrowRight"))):
        screen.get_by_role("radiogroup", name=name).get_by_role("radio").first.focus()
        for key in keys:
            screen.keyboard.press(key)
            browsing.settled(screen)
    expect(screen.get_by_role("radiogroup", name="Bellen").get_by_role("radio", name="Vervallen")).to_be_checked()
    # beside it, and in what the pack will say
    expect(screen.get_by_text(NL("pack.dropped", day=AS_OF))).to_have_count(2, timeout=20_000)
    screen.context.close()


def _make_one(started: Browser, address: str, folder: Path) -> None:
    screen = browsing.opened(browsing.new_page(started), f"{address}/pack?lang=nl&period=quarter&section=geld")
    grid = screen.locator("[data-testid=stDataFrame]")
    grid.scroll_into_view_if_needed()
    screen.wait_for_timeout(500)
    box = grid.bounding_box()
    assert box
    screen.mouse.click(box["x"] + 120, box["y"] + 50)
    screen.wait_for_timeout(500)
    for typed, key in (("Meer over geld", "Tab"), ("Noor", "Enter")):
        screen.keyboard.type(typed, delay=20)
        screen.keyboard.press(key)
        screen.wait_for_timeout(1500)
    browsing.settled(screen)
    note = NL("pack.page.note_to", block=NL("page.volume.title"))
    screen.get_by_placeholder(note).fill("Op het laatst <b>getypt</b> 🙂")
    screen.get_by_role("button", name=NL("pack.page.as_html")).click()
    save = screen.locator("[data-testid=stDownloadButton] button")
    save.wait_for(timeout=60_000)
    with screen.expect_download() as download:
        save.click()
    assert download.value.suggested_filename == "editorial-pack-2026-01-01-2026-03-13-section-geld.html"
    download.value.save_as(folder / "made.html")
    text = (folder / "made.html").read_text(encoding="utf-8")
    assert "Op het laatst &lt;b&gt;getypt&lt;/b&gt; 🙂" in text
    assert "Meer over geld" in text
    assert address not in text, "nobody else can follow it"
    screen.context.close()
