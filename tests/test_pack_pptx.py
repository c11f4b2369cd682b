"""The slides say all of the pack, nothing runs over an edge, and the file is the same each time."""

from __future__ import annotations

import io
import re
import sys
import unicodedata
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pptx
import pytest
from PIL import ImageFont
from pptx.util import Pt

from dashboard.errors import DashboardError
from dashboard.pack import pptx as slides_of
from dashboard.pack.blank import LEFT
from dashboard.pack.blocks import BLOCKS, USUAL
from dashboard.pack.document import Block, Decision
from dashboard.pack.drawn import drawing
from dashboard.pack.fitting import cut, fit, grid, lines, room, wide
from dashboard.pack.make import make_pack
from dashboard.pack.memory import meeting_of
from dashboard.resources import SAMPLE
from dashboard.settings import read_settings
from dashboard.words import LANGUAGES
from tests.handmade_pack import CONTROL, HOSTILE, UNUSUAL, digest, digests, figure, pack, table, with_exhibit
from tests.packing import context_of, loaded

if TYPE_CHECKING:
    from dashboard.pack.document import Exhibit, Pack

Show = Any  # python-pptx's own types say little
SVG = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
LONG = " ".join(f"woord{number}" for number in range(1_200))


def read(made: Pack) -> Show:
    return pptx.Presentation(io.BytesIO(slides_of.render(made)))


def shown(slide: Show) -> list[str]:
    """Every text on a slide."""
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return texts + [cell.text for one in tables for row in one.rows for cell in row.cells]


def spoken(slide: Show) -> str:
    return str(slide.notes_slide.notes_text_frame.text) if slide.has_notes_slide else ""


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def missing(texts: list[str], show: Show) -> list[str]:
    there = bare("".join("\n".join([*shown(slide), spoken(slide)]) for slide in show.slides))
    return [text for text in texts if bare(text) not in there]


def pictures(slide: Show) -> list[Any]:
    return [shape for shape in slide.shapes if hasattr(shape, "image")]


def slide_titled(show: Show, title: str) -> Show:
    return next(slide for slide in show.slides if slide.shapes.title.text_frame.text == title)


@pytest.fixture(scope="module", params=LANGUAGES)
def of_sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Pack, Show]:
    """Everything that can be in a pack of the sample."""
    snapshot = loaded(SAMPLE, tmp_path_factory.mktemp("pptx") / "sample.duckdb")
    context = context_of(snapshot, request.param, settings=read_settings(SAMPLE))
    decisions = (Decision("Twee stukken over geld", "Noor"), Decision("Concepten weg of af", "Sam"))
    earlier = (Decision("Eén stuk over groei", "Ali", date(2026, 3, 9), "section:groei"), Decision("Bellen"))
    before = meeting_of(replace(context, as_of=date(2026, 3, 2)), ("volume",), {}, earlier)
    notes = {"": "Welkom.", "volume": "De zomer was stil: <b>bewust</b>."}
    made = make_pack(context, tuple(BLOCKS), notes, decisions, [before], "http://localhost:8501/?period=12m")
    return made, read(made)


def exhibits(made: Pack) -> list[Exhibit]:
    return [exhibit for block in made.blocks for exhibit in block.exhibits]


def test_every_word_of_the_pack_is_there(of_sample: tuple[Pack, Show]) -> None:
    made, show = of_sample
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
            said += [cell for row in exhibit.beside.rows[:8] for cell in (*exhibit.table.columns, *row)]
    said += [text for decision in made.decisions for text in (decision.text, decision.owner)]
    assert len(said) > 400
    assert not missing(said, show)


def test_a_meeting_gets_no_more_slides_than_it_looks_at(of_sample: tuple[Pack, Show]) -> None:
    """As long as nobody chose other blocks."""
    made, _ = of_sample
    usual = replace(made, blocks=tuple(block for block in made.blocks if block.name in USUAL))
    assert len(usual.blocks) == len(USUAL)
    assert len(read(usual).slides) <= 15


def test_what_stands_out_is_on_one_slide_with_the_key_figures(of_sample: tuple[Pack, Show]) -> None:
    made, show = of_sample
    overview = next(block for block in made.blocks if block.name == "overview")
    first, *others = overview.sentences
    slide = slide_titled(show, first)
    assert "\n".join(others) in shown(slide)
    assert any(shape.has_table for shape in slide.shapes)


def test_a_calendar_has_its_slide_and_what_comes_another(of_sample: tuple[Pack, Show]) -> None:
    """Beside a list its letters could not be read."""
    made, show = of_sample
    (schedule,) = [exhibit for exhibit in exhibits(made) if exhibit.name == "schedule"]
    drawn = slide_titled(show, schedule.title)
    ahead = made.words("pack.listed_ahead", n=9, day=date(2026, 4, 5))
    assert len(schedule.table.rows) + schedule.table.more == 9
    listed = slide_titled(show, ahead)
    (picture,) = pictures(drawn)
    assert picture.width > 0.9 * show.slide_width
    assert {row[1] for row in schedule.beside.rows} <= set(shown(listed))


def test_names_below_a_chart_stay_there_where_a_slide_makes_it_higher(of_sample: tuple[Pack, Show]) -> None:
    made, _ = of_sample
    (volume,) = [exhibit for exhibit in exhibits(made) if exhibit.name == "review_volume"]
    assert volume.chart is not None

    def below(taller: float) -> float:
        """From the foot of the plot to the names of the months."""
        svg = drawing(volume.chart, made.words, 640, taller=taller).svg
        (plot,) = re.findall(r'd="M0,0h[\d.]+v([\d.]+)h', svg)[:1]
        (name,) = re.findall(r"translate\([\d.]+,([\d.]+)\)[^>]*>[Oo][ck]t<", svg)
        return float(name) - float(plot)

    assert below(1.5) == below(1) > 0


def test_each_figure_is_a_slide_titled_with_its_finding(of_sample: tuple[Pack, Show]) -> None:
    made, show = of_sample
    drawn = [slide for slide in show.slides if pictures(slide)]
    charts = [exhibit for exhibit in exhibits(made) if exhibit.chart is not None]
    assert [slide.shapes.title.text_frame.text for slide in drawn] == [exhibit.title for exhibit in charts]
    for slide, exhibit in zip(drawn, charts, strict=True):
        (picture,) = pictures(slide)
        assert picture._element.nvPicPr.cNvPr.get("descr") == exhibit.alt
        assert exhibit.about in spoken(slide)
        assert exhibit.note in shown(slide)


def test_a_chart_is_a_vector_with_sharp_pixels_behind_it(of_sample: tuple[Pack, Show]) -> None:
    _, show = of_sample
    for slide in show.slides:
        for picture in pictures(slide):
            width, height = picture.image.size
            assert width / (picture.width / 914_400) > 200, "pixels on an inch"
            assert width / height == pytest.approx(picture.width / picture.height, rel=0.01), "not stretched"
            vector = slide.part.related_part(picture._element.find(f".//{SVG}").get(EMBED))
            assert vector.content_type == "image/svg+xml"
            drawn = ElementTree.fromstring(vector.blob)
            assert {one.get("font-family") for one in drawn.iter("{http://www.w3.org/2000/svg}text")} <= {"Arial", None}
            assert "".join(drawn.itertext()).strip()


def test_nothing_leaves_the_slide(of_sample: tuple[Pack, Show]) -> None:
    inside(of_sample[1])


def inside(show: Show) -> None:
    """No box leaves the slide, none runs over another, and each is high enough for its text."""
    for slide in show.slides:
        boxes = []
        assert len({shape.shape_id for shape in slide.shapes}) == len(slide.shapes)
        for shape in slide.shapes:
            high = sum(row.height for row in shape.table.rows) if shape.has_table else shape.height
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= show.slide_width
            assert shape.top + high <= show.slide_height
            boxes.append((shape.top, shape.top + high, shape.left, shape.left + shape.width, shape.name))
            if shape.has_text_frame and shape.text_frame.text:
                assert taken(shape.text_frame, shape.width) <= high, shape.text_frame.text
            if shape.has_table:
                fits(shape.table)
                right = shape.left + sum(column.width for column in shape.table.columns)
                assert right <= show.slide_width - Pt(LEFT - 1)
        boxes.sort()
        for (_, end, left, right, name), (start, _, other_left, other_right, other) in pairwise(boxes):
            beside = right <= other_left or other_right <= left
            assert beside or end <= start + Pt(1), (slide.shapes.title.text_frame.text, name, other)


def fits(table: Any) -> None:
    for row in table.rows:
        for cell, column in zip(row.cells, table.columns, strict=True):
            room_below = row.height - cell.margin_top - cell.margin_bottom
            assert taken(cell.text_frame, column.width - cell.margin_left - cell.margin_right) <= room_below, cell.text


def taken(frame: Any, width: int) -> float:
    """How high the text is, measured in letters that are about as wide as Arial's."""
    high = 0.0
    for paragraph in frame.paragraphs:
        size = max((run.font.size.pt for run in paragraph.runs if run.font.size), default=10.0)
        inner = width / Pt(1) - (0.8 * size if paragraph._p.findall(".//{*}buChar") else 0)
        high += (paragraph.space_before or 0) / Pt(1)
        high += sum(wrapped(line, size, inner) for line in paragraph.text.split("\v")) * 1.15 * size
    return high * Pt(1)


def wrapped(line: str, size: float, width: float) -> int:
    count, used = 1, 0.0
    for word in re.findall(r"\S+\s*", line):
        if used and used + measured(word.rstrip(), size) > width:
            count, used = count + 1, 0.0
        for letter in word:
            if used and not letter.isspace() and used + measured(letter, size) > width:
                count, used = count + 1, 0.0
            used += measured(letter, size)
    return count


@cache
def measured(text: str, size: float) -> float:
    wide_letters = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    narrow = "".join(letter for letter in text if unicodedata.east_asian_width(letter) not in "WF")
    return float(font(size).getlength(narrow)) + wide_letters * size


font = cache(ImageFont.load_default)


def test_each_slide_says_which_it_is_of_how_many(of_sample: tuple[Pack, Show]) -> None:
    made, show = of_sample
    count = len(show.slides)
    for number, slide in enumerate(show.slides, start=1):
        # python-pptx leaves fields out of a text
        foot = ["".join(one.text for one in shape._element.findall(".//{*}t")) for shape in slide.placeholders]
        assert made.words("pack.print.page", page=number, pages=count) in foot
        assert slide._element.find(".//{*}fld").get("type") == "slidenum"


def test_tables_are_tables_with_a_heading(of_sample: tuple[Pack, Show]) -> None:
    made, show = of_sample
    tables = [shape.table for slide in list(show.slides)[1:] for shape in slide.shapes if shape.has_table]
    assert len(tables) == sum(bool(exhibit.beside.rows) for exhibit in exhibits(made)) + 1, "and the decisions"
    assert all(one.first_row and len(one.rows) <= 13 for one in tables)


def test_the_file_names_itself_and_no_moment(of_sample: tuple[Pack, Show]) -> None:
    made, show = of_sample
    properties = show.core_properties
    assert made.title in properties.title
    assert (properties.author, properties.last_modified_by, properties.created, properties.modified) == (
        "",
        "",
        None,
        None,
    )
    languages = set(re.findall(r'lang="([\w-]+)"', "".join(xml_of(show.slides[1]))))
    assert languages == {{"nl": "nl-NL", "en": "en-GB"}[made.words.language]}


def xml_of(slide: Show) -> list[str]:
    from lxml import etree

    return [etree.tostring(shape._element).decode() for shape in slide.shapes if shape.is_placeholder is False]


def test_the_same_pack_is_the_same_file() -> None:
    content = slides_of.render(pack())
    assert {*digests("pptx"), digest(content)} == {digest(content)}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if re.search("thumbnail|printer|app.xml", name)]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_anyone_wrote_is_text(text: str) -> None:
    exhibit = table(title=text, note=text, about=text)
    exhibit = replace(exhibit, table=replace(exhibit.table, columns=(text, text), rows=((text, text),)))
    block = Block("b", text, (text,), (exhibit,), text)
    made = pack(
        title=text, subtitle=text, facts=((text, text),), blocks=(block,), note=text, decisions=(Decision(text),)
    )
    show = read(made)
    said = "\n".join(text for slide in show.slides for text in [*shown(slide), spoken(slide)])
    assert said.count(text) >= 15
    inside(show)


def test_the_link_leads_to_the_dashboard() -> None:
    address = "https://example.org/?section=" + "geld&section=" * 60 + "werk"
    show = read(pack(facts=(("Sectie", "geld"), ("In het dashboard", address))))
    (found,) = [shape.table for shape in show.slides[0].shapes if shape.has_table]
    links = [run.hyperlink.address for cell in found.iter_cells() for run in cell.text_frame.paragraphs[0].runs]
    assert [link for link in links if link] == [address], "the whole of it, also where the text is cut"
    assert links[-1] == address


def test_what_no_file_takes_is_left_out() -> None:
    exhibit = table(title=CONTROL, note=CONTROL, about=CONTROL)
    show = read(pack(title=CONTROL, note=CONTROL, blocks=(Block("b", CONTROL, (CONTROL,), (exhibit,)),)))
    said = [text for slide in show.slides for text in [*shown(slide), spoken(slide)]]
    assert "abcdefg" in said
    assert not [text for text in said if re.search("[\x00-\x08\x1b\x7f]|_x00", text)]


@pytest.mark.parametrize(
    "text", [LONG[:300], LONG[:10_000], "W" * 300, "漢" * 300, UNUSUAL * 40, "regel\n" * 200], ids=lambda text: text[:8]
)
def test_a_long_text_stays_on_the_slide_and_is_whole_below_it(text: str) -> None:
    exhibit = table(title=text, note=text, about=text)
    exhibit = replace(exhibit, table=replace(exhibit.table, columns=(text, text), rows=((text, text),) * 3))
    block = Block("b", text, (text, text), (exhibit, figure(title=text, note=text)), text)
    facts = tuple((f"Feit {number}", text) for number in range(11))
    made = pack(title=text, subtitle=text, facts=facts, blocks=(block,), note=text, decisions=(Decision(text, text),))
    show = read(made)
    inside(show)
    for slide in show.slides:
        title = slide.shapes.title.text_frame.text
        if title.endswith("…"):
            assert bare(text) in bare(spoken(slide))
        else:
            own = {bare(text), bare(made.decisions_heading), bare(made.words("pack.since", day=made.since_day))}
            assert bare(title) in own
    assert not missing([text], show)
    assert {f"Feit {number}" for number in range(11)} <= set(shown(show.slides[0]))


@pytest.mark.parametrize(("rows", "more", "left"), [(3, 0, 0), (12, 0, 0), (40, 0, 28), (15, 185, 188)])
def test_a_table_says_how_many_rows_are_left_out(rows: int, more: int, left: int) -> None:
    show = read(with_exhibit(table(rows=rows, more=more)))
    slide = slide_titled(show, "Wat er in de tabel staat")
    (found,) = [shape.table for shape in slide.shapes if shape.has_table]
    assert len(found.rows) == 1 + min(rows, 12)
    said = pack().words("pack.more", n=left)
    assert any(said in text for text in shown(slide)) == bool(left)


def test_thirty_decisions_take_more_slides() -> None:
    decisions = tuple(Decision(f"Besluit {number}: " + "en zo verder " * 8, f"Naam {number}") for number in range(30))
    show = read(with_exhibit(table(), decisions=decisions))
    assert not missing([text for one in decisions for text in (one.text, one.owner)], show)
    assert sum(slide.shapes.title.text_frame.text == "Besluiten" for slide in show.slides) > 2
    inside(show)


def test_with_nothing_decided_there_is_room_to_write() -> None:
    show = read(with_exhibit(table()))
    (found,) = [shape.table for shape in slide_titled(show, "Besluiten").shapes if shape.has_table]
    assert [cell.text for cell in found.rows[0].cells] == ["Besluit", "Wie", "Uiterlijk"]
    assert {cell.text for row in list(found.rows)[1:] for cell in row.cells} == {""}
    assert len(found.rows) == 7
    inside(show)


def test_the_note_of_a_block_stands_under_its_first_slide() -> None:
    made = pack()
    show = read(made)
    assert [slide.slide_id for slide in show.slides if "Ook hierbij een opmerking." in spoken(slide)] == [
        next(slide.slide_id for slide in show.slides if pictures(slide))
    ]
    assert "Wat de redactie schreef." in spoken(slide_titled(show, "Een zin die opvalt."))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_pack_is_one_slide_that_says_why(language: str) -> None:
    show = read(
        pack(
            language,
            blocks=(),
            since=(),
            since_figures=(),
            decisions=(),
            empty="In deze periode is niets gepubliceerd.",
        )
    )
    assert len(show.slides) == 1
    assert {"De Proefkrant", "Peildag", "In deze periode is niets gepubliceerd."} <= set(shown(show.slides[0]))


def test_an_empty_pack_still_tells_what_is_open() -> None:
    show = read(pack(blocks=(), since_figures=(), decisions=(), empty="Niets gepubliceerd."))
    assert len(show.slides) == 2
    assert any("Meer over werk" in text for text in shown(show.slides[1]))


def test_a_pack_of_nothing_at_all() -> None:
    show = read(pack(title="", subtitle="", facts=(), blocks=(), note="", since=(), since_figures=(), decisions=()))
    assert len(show.slides) == 2, "a title and room for decisions"


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pptx", None)
    with pytest.raises(DashboardError, match=re.escape("pip install 'editorial-dashboard[pack]'")):
        slides_of.render(pack())


# How much room a text takes.


def test_what_fits_is_not_cut() -> None:
    assert fit("Kort", (28, 20), 200, 40) == ("Kort", 28)
    text, size = fit("Een kop die in de grootste letters niet past", (28, 20, 12), 200, 40)
    assert (text, size) == ("Een kop die in de grootste letters niet past", 12)


def test_what_does_not_fit_in_the_smallest_letters_is_cut_where_it_ends() -> None:
    text, size = fit(LONG, (28, 12), 200, 40)
    assert size == 12
    assert text.endswith(" …")
    assert LONG.startswith(text.removesuffix(" …"))
    assert lines(text, 12, 200) == room(40, 12) == 2
    assert lines(LONG[: len(text) + 8], 12, 200) > 2, "not a word too early"


def test_a_long_word_takes_as_many_lines_as_it_is_wide() -> None:
    assert lines("W" * 30, 10, wide("W" * 10, 10) + 1) == 3
    assert lines("a\nb\n\nc", 10, 100) == 4
    assert cut("W" * 300, 10, wide("W" * 10, 10) + 1, 2).count("W") <= 20


def test_the_widest_columns_give_way_first() -> None:
    made = grid([("a", "naam " * 40, "titel " * 40)], 400, 300, most=1)
    narrow, *equal = made.widths
    assert narrow == pytest.approx(wide("a", made.size) + 1.1 * made.size + 4)
    assert equal[0] == pytest.approx(equal[1])
    assert sum(made.widths) == pytest.approx(400)


def test_a_table_takes_the_largest_letters_that_leave_it_whole() -> None:
    rows = [("kop", "n"), *((f"rij {number}", "1") for number in range(9))]
    large, small = (grid(rows, 800, height, most=20) for height in (400, 180))
    assert large.size > small.size
    assert len(large.rows) == len(small.rows) == 10
    assert len(grid(rows, 800, 60, most=20).rows) < 10


@pytest.mark.parametrize("moved", ["", "Aandeel van geld"])
def test_a_decision_names_the_figure_that_it_is_to_move(moved: str) -> None:
    decisions = (Decision("Twee over geld", figure="section:geld" if moved else ""), Decision("Bellen"))
    made = pack(decisions=decisions, moves=(("section:geld", moved),) if moved else ())
    show = read(made)
    inside(show)
    (rows,) = [shape.table for shape in slide_titled(show, made.decisions_heading).shapes if shape.has_table]
    assert [[cell.text for cell in row.cells][3:] for row in rows.rows] == (
        [[made.words("pack.to_move")], [moved], [""]] if moved else [[], [], []]
    )


def test_a_chart_that_cannot_be_drawn_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_spec: Any) -> str:
        raise ValueError("unexpected end of hex escape")

    monkeypatch.setattr("dashboard.pack.drawn.draw", fail)
    made = pack()
    slide = slide_titled(read(made), made.blocks[-1].exhibits[0].title)
    (picture,) = pictures(slide)
    vector = slide.part.related_part(picture._element.find(f".//{SVG}").get(EMBED)).blob.decode()
    assert made.words("pack.not_drawn") in vector
