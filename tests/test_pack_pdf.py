"""The pack on paper says all of it, on pages that hold together, the same each time."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pypdf
import pytest
from pyphen import Pyphen

from dashboard.errors import DashboardError
from dashboard.pack import pdf
from dashboard.pack.blocks import BLOCKS, USUAL
from dashboard.pack.document import Block, Decision
from dashboard.pack.make import make_pack
from dashboard.pack.memory import meeting_of
from dashboard.resources import SAMPLE
from dashboard.settings import read_settings
from dashboard.words import LANGUAGES
from tests.handmade_pack import CONTROL, HOSTILE, UNUSUAL, digest, digests, figure, pack, table, with_exhibit
from tests.packing import context_of, loaded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboard.pack.document import Pack

A4 = (595, 842)
WIDEST = 482  # points between the margins


def read(made: Pack) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf.render(made)))


@cache
def pages(reader: pypdf.PdfReader) -> list[str]:
    return [page.extract_text() for page in reader.pages]


def bare(text: str) -> str:
    """Without what a line's end may add or take: spaces, hyphens."""
    return re.sub(r"[\s\u00ad\u2060-]", "", text)


def missing(texts: Iterable[str], reader: pypdf.PdfReader) -> list[str]:
    # A text may go on over a page's end, where head and foot come between.
    there = bare("".join(pages(reader)))
    return [text for text in texts if bare(text) not in there]


@pytest.fixture(scope="module", params=LANGUAGES)
def of_sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Pack, pypdf.PdfReader]:
    """Everything that can be in a pack of the sample."""
    snapshot = loaded(SAMPLE, tmp_path_factory.mktemp("pdf") / "sample.duckdb")
    settings = read_settings(SAMPLE)
    decisions = (Decision("Twee stukken over geld", "Noor"), Decision("Concepten weg of af", "Sam"))
    context = context_of(snapshot, request.param, settings=settings)
    earlier = (Decision("Eén stuk over groei", "Ali", date(2026, 3, 9), "section:groei"), Decision("Bellen"))
    before = meeting_of(replace(context, as_of=date(2026, 3, 2)), ("volume",), {}, earlier)
    notes = {"": "Welkom.", "volume": "De zomer was stil: <b>bewust</b>."}
    made = make_pack(context, tuple(BLOCKS), notes, decisions, [before], "http://localhost:8501/?period=12m")
    return made, read(made)


@pytest.mark.parametrize("tail", ["?period=12m", "?section=" + "geld&section=" * 60 + "werk"])
def test_the_link_leads_to_the_dashboard(tail: str) -> None:
    address = f"https://example.org/{tail}"
    reader = read(pack(facts=(("Sectie", "geld"), ("In het dashboard", address))))
    found = [note.get_object().get("/A", {}).get("/URI") for note in reader.pages[0].get("/Annots", [])]
    assert address in found
    assert {link for link in found if link} == {address}


def test_every_word_of_the_pack_is_there(of_sample: tuple[Pack, pypdf.PdfReader]) -> None:
    made, reader = of_sample
    said = [made.title, made.subtitle, made.note, *(text for fact in made.facts for text in fact)]
    said += [
        made.since_heading,
        *made.since_figures,
        *(s for m in made.since for s in (m.decision.text, m.by, *m.before)),
    ]
    for block in made.blocks:
        said += [block.heading, block.note, *block.sentences]
        for exhibit in block.exhibits:
            said += [exhibit.title, exhibit.note, exhibit.about]
            said += [cell for row in exhibit.beside.rows for cell in (*exhibit.table.columns, *row)]
    said += [text for decision in made.decisions for text in (decision.text, decision.owner)]
    assert len(said) > 500
    assert not missing(said, reader)


def test_the_charts_are_vectors_whose_letters_can_be_selected(of_sample: tuple[Pack, pypdf.PdfReader]) -> None:
    made, reader = of_sample
    unit = made.words("chart.volume.unit_week")
    assert not missing([unit, "digitale soevereiniteit", "UITVOERDER × ai-strategie"], reader)
    assert not [image.name for page in reader.pages for image in page.images], "pixels"


def test_what_a_meeting_gets_it_can_read(of_sample: tuple[Pack, pypdf.PdfReader]) -> None:
    """As long as nobody chose other blocks."""
    made, _ = of_sample
    usual = replace(made, blocks=tuple(block for block in made.blocks if block.name in USUAL))
    assert len(usual.blocks) == len(USUAL)
    assert len(read(usual).pages) <= 8


def test_each_page_says_which_it_is_of_how_many(of_sample: tuple[Pack, pypdf.PdfReader]) -> None:
    made, reader = of_sample
    for number, text in enumerate(pages(reader), start=1):
        assert made.words("pack.print.page", page=number, pages=len(reader.pages)) in text
        assert (f"{made.title} · {made.subtitle}" in " ".join(text.split())) == (number > 1)


def test_finding_chart_and_note_stay_together() -> None:
    """Of two that do not fit on a page, the second begins the next, though its chart would fit."""
    notes = [f"Noot {number}. " + "En zo verder. " * 160 + f"Einde {number}." for number in range(3)]
    figures = tuple(figure(title=f"Bevinding {number}.", note=note) for number, note in enumerate(notes))
    all_pages = pages(read(pack(blocks=(Block("b", "Deel", (), figures),))))
    for number in range(3):
        (page,) = [text for text in all_pages if f"Noot {number}." in text]
        assert f"Bevinding {number}." in page
        assert f"Einde {number}." in page
        assert page.count("gemiddelde over 4 weken") == 1


def test_the_first_figure_follows_its_heading() -> None:
    """Also behind what stands out and a note."""
    for filling in (0, 15, 24):
        first = Block("a", "Vulling", ("Een zin.",) * filling)
        second = Block("b", "Begin", ("Opvallend.",), (figure(),), "Opgemerkt.")
        after = pages(read(pack(note="", since=(), since_figures=(), blocks=(first, second))))
        (page,) = [text for text in after if "Opgemerkt." in text]
        assert "Begin\n• Opvallend." in page
        assert "gemiddelde over 4 weken" in page


def test_how_it_was_counted_is_on_one_page() -> None:
    """No few lines of it have the last page to themselves."""
    said = " ".join(["Zo is er geteld, en dat staat hier."] * 40)
    for filling in range(10, 58, 8):
        sentences, last = ("Een zin.",) * filling, table(about=f"Begin. {said} Einde.")
        reader = read(pack(blocks=(Block("b", "Deel", sentences, (table(),)), Block("c", "Slot", (), (last,)))))
        (page,) = [text for text in pages(reader) if "Begin." in text]
        assert "Hoe er is geteld" in page
        assert "Einde." in bare(page)


def test_more_than_a_page_of_how_it_was_counted_breaks_between_entries() -> None:
    said = " ".join(["Zo is er geteld, en dat staat hier."] * 60)
    blocks = [Block(f"b{n}", f"Deel {n}", (), (table(about=f"Begin {n}. {said} Einde {n}."),)) for n in range(9)]
    last = Block("z", "Slot", (), (table(about="Eén regel."),))
    all_pages = pages(read(pack(blocks=(*blocks, last))))
    for n in range(9):
        (page,) = [text for text in all_pages if f"Begin {n}." in text]
        assert f"Einde{n}." in bare(page)
    assert "Einde8." in bare(all_pages[-1])
    assert "Eénregel." in bare(all_pages[-1])


@pytest.mark.parametrize("moved", ["", "Aandeel van geld"])
def test_a_decision_names_the_figure_that_it_is_to_move(moved: str) -> None:
    decisions = (Decision("Twee over geld", figure="section:geld" if moved else ""), Decision("Bellen"))
    made = pack(decisions=decisions, moves=(("section:geld", moved),) if moved else ())
    last = bare(pages(read(made))[-1])
    assert (bare(made.words("pack.to_move")) in last, bare("Aandeel van geld") in last) == (bool(moved), bool(moved))


def test_it_names_itself_and_no_moment(of_sample: tuple[Pack, pypdf.PdfReader]) -> None:
    made, reader = of_sample
    assert reader.metadata is not None
    assert made.title in str(reader.metadata.title)
    assert made.subtitle in str(reader.metadata.title)
    assert reader.trailer["/Root"]["/Lang"] == made.words.language
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"], "read aloud, it has an order"
    assert reader.metadata.creation_date is None
    assert reader.metadata.modification_date is None
    assert all(tuple(map(round, page.mediabox[2:])) == A4 for page in reader.pages)


def alternatives(reader: pypdf.PdfReader) -> list[str]:
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, dict):
            if "/Alt" in node:
                found.append(str(node["/Alt"]))
            walk(node.get("/K"))
        elif isinstance(node, list):
            for one in node:
                walk(one)

    walk(reader.trailer["/Root"]["/StructTreeRoot"].get("/K"))
    return found


def test_each_chart_has_its_words_for_who_cannot_see_it(of_sample: tuple[Pack, pypdf.PdfReader]) -> None:
    made, reader = of_sample
    charts = [exhibit for block in made.blocks for exhibit in block.exhibits if exhibit.chart is not None]
    assert alternatives(reader) == [exhibit.alt for exhibit in charts]


def test_the_same_pack_is_the_same_file() -> None:
    assert {*digests("pdf"), digest(pdf.render(pack()))} == {digest(pdf.render(pack()))}


def test_another_pack_is_another_file() -> None:
    assert digest(pdf.render(pack(blocks=()))) != digest(pdf.render(pack(blocks=(), note="Anders.")))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_anyone_wrote_is_text(text: str) -> None:
    exhibit = table(title=text, note=text, about=text)
    exhibit = replace(exhibit, table=replace(exhibit.table, columns=(text, text), rows=((text, text),)))
    block = Block("b", text, (text,), (exhibit,), text)
    decision = Decision(text, text)
    made = pack(title=text, subtitle=text, facts=((text, text),), blocks=(block,), note=text, decisions=(decision,))
    reader = read(made)
    times = bare("".join(pages(reader))).count(bare(text))
    # Title, period, fact, note; contents; heading, sentence, note; finding, cells, note, definition; decision.
    assert times >= 1 + 1 + 2 + 1 + 2 + 3 + 1 + 4 + 2 + 2, times


def test_what_no_file_takes_is_left_out() -> None:
    reader = read(pack(title=CONTROL, note=CONTROL, blocks=(Block("b", CONTROL, (CONTROL,)),)))
    assert not missing(["abcdefg"], reader)


@pytest.mark.parametrize("letter", ["😀", "漢"])
def test_letters_that_the_packaged_fonts_lack_come_from_the_machine(letter: str) -> None:
    if not shutil.which("fc-list"):
        pytest.skip("nothing here tells which fonts there are")
    with_it = subprocess.run(["fc-list", f":charset={ord(letter):x}"], capture_output=True, text=True, check=True)
    if not with_it.stdout.strip():
        pytest.skip(f"no font of this machine has {letter}")
    plain, unusual = read(pack(note="Hallo.")), read(pack(note=f"Hallo {letter}."))
    assert fonts(unusual) > fonts(plain), "one more is embedded, for this letter"
    assert not missing([f"Hallo {letter}."], unusual)
    again = pack(note=f"Hallo {letter}.")
    assert pdf.render(again) == pdf.render(again)


def fonts(reader: pypdf.PdfReader) -> set[str]:
    """Without the tags of their subsets; one that draws its letters itself, as emoji in colour, has no name."""
    found = [font for page in reader.pages for font in (page["/Resources"].get("/Font") or {}).values()]
    names = {str(font.get_object().get("/BaseFont", font.get_object()["/Subtype"])) for font in found}
    return {name.partition("+")[2] or name for name in names}


def test_letters_that_no_font_has_do_not_stop_it() -> None:
    reader = read(pack(title=UNUSUAL, blocks=(Block("b", UNUSUAL, (), (table(title=UNUSUAL, note="Erna."),)),)))
    assert not missing(["Erna.", "rij 3"], reader)


def test_a_word_that_never_ends_stays_on_the_page() -> None:
    word = "8" * 300  # letters would find a hyphen
    exhibit = table(title=word, note=word, about=word)
    exhibit = replace(exhibit, table=replace(exhibit.table, rows=((word, word), ("a", "b"))))
    block, decision = Block("b", word, (word,), (exhibit,), word), Decision(word, word)
    reader = read(pack(title=word, subtitle=word, blocks=(block,), decisions=(decision,)))
    runs = [run for text in pages(reader) for run in re.findall("8+", text)]
    assert max(map(len, runs)) * 3.2 < WIDEST, "an 8 of the smallest letters is that wide"
    assert "".join(runs).count("8") >= 12 * 300


def test_a_note_of_ten_thousand_letters_runs_over_the_pages() -> None:
    note = "\n".join(f"woord{number:04}" for number in range(1_000))
    reader = read(with_exhibit(figure(), note=note))
    assert len(reader.pages) > 10
    assert not missing(note.split(), reader)


def test_a_finding_longer_than_a_page_is_there_whole() -> None:
    long = " ".join(f"woord{number}" for number in range(900))
    assert not missing(re.findall(r"woord\d+", long), read(with_exhibit(figure(title=long))))


def test_a_long_table_says_its_columns_on_every_page() -> None:
    reader = read(with_exhibit(table(rows=120, more=7)))
    with_rows = [text for text in pages(reader) if re.search(r"rij \d", text)]
    assert len(with_rows) > 2
    assert all("Onderwerp" in text and "Aantal" in text for text in with_rows)
    assert not missing([f"rij {row}" for row in range(1, 121)] + [pack().words("pack.more", n=7)], reader)


def test_dutch_words_break_where_dutch_does() -> None:
    word = "aansprakelijkheidsverzekering"
    reader = read(with_exhibit(table(), note=f"{word} " * 40))
    breaks = set(re.findall(r"(\w+)\xad\n", pages(reader)[0]))
    assert breaks
    assert {len(beginning) for beginning in breaks} <= set(Pyphen(lang="nl").positions(word))


def test_with_nothing_decided_there_is_room_to_write() -> None:
    with_some, with_none = (read(with_exhibit(table(), decisions=made)) for made in ((Decision("Zo doen we het"),), ()))
    assert not missing(["Besluiten", "Wie", "Uiterlijk"], with_none)
    some, none = (reader.pages[-1].get_contents() for reader in (with_some, with_none))
    assert some is not None
    assert none is not None
    assert none.get_data().count(b" l\n") > some.get_data().count(b" l\n"), "six rows, each with its rule"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_pack_is_one_page_that_says_why(language: str) -> None:
    reader = read(
        pack(
            language,
            blocks=(),
            since=(),
            since_figures=(),
            decisions=(),
            empty="In deze periode is niets gepubliceerd.",
        )
    )
    assert len(reader.pages) == 1
    assert not missing(["De Proefkrant", "Peildag", "In deze periode is niets gepubliceerd."], reader)


def test_an_empty_pack_still_tells_what_is_open() -> None:
    reader = read(pack(blocks=(), since_figures=(), decisions=(), empty="Niets gepubliceerd."))
    assert not missing(["Niets gepubliceerd.", "Meer over werk"], reader)


def test_a_pack_of_nothing_at_all() -> None:
    assert len(read(pack(title="", subtitle="", facts=(), blocks=(), note="", since=(), since_figures=())).pages) == 1


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(DashboardError, match=re.escape("pip install 'editorial-dashboard[pack]'")):
        pdf.render(pack())


def test_a_chart_that_cannot_be_drawn_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_spec: Any) -> str:
        raise ValueError("unexpected end of hex escape")

    monkeypatch.setattr("dashboard.pack.drawn.draw", fail)
    made = pack()
    last = made.blocks[-1].exhibits[0]
    assert not missing([made.words("pack.not_drawn"), last.title, last.note, made.decisions[-1].text], read(made))
