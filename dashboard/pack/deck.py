"""What the slides of a pack are made of: title, text, table, picture, foot. Sizes and places in points."""

import io
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from dashboard.charts import LIGHT
from dashboard.charts.picture import FAMILY
from dashboard.pack.blank import LEFT, ROOM, SANS, TITLE_HEIGHT, TITLE_TOP, a, blank, kind
from dashboard.pack.drawn import Drawing
from dashboard.pack.fitting import LINE, Grid, beside, fit, lines
from dashboard.words import Words

TITLES = (28.0, 24.0, 20.0, 17.0, 14.0)
_GEORGIA = 1.12  # as wide as Arial, in bold
_PIXELS = 2880  # across a picture, for programs that draw no vectors
_NEVER = (1980, 1, 1, 0, 0, 0)  # the same file whenever it was made
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's name for: no style, no grid


@dataclass(frozen=True)
class Line:
    """A paragraph."""

    text: str
    size: float = 18.0
    bold: bool = False
    muted: bool = False
    bullet: bool = False
    before: float = 6.0

    def height(self, width: float) -> float:
        inside = width - indent(self.size) if self.bullet else width
        return self.before + LINE * self.size * lines(self.text, self.size, inside)


def indent(size: float) -> float:
    """Between a bullet and its text."""
    return 0.8 * size


class Deck:
    """Slides in the order in which they are added. Its texts hold no control characters (see plain.py)."""

    def __init__(self, words: Words, title: str, foot: str) -> None:
        from pptx.enum.lang import MSO_LANGUAGE_ID
        from pptx.util import Pt

        self._words, self._foot, self._pt = words, foot, Pt
        self.in_notes = words("pack.in_notes")  # in place of what is too long for a slide
        self._language = {"nl": MSO_LANGUAGE_ID.DUTCH, "en": MSO_LANGUAGE_ID.ENGLISH_UK}[words.language]
        self._show = blank()
        properties = self._show.core_properties
        properties.title, properties.language = title[:255], str(words.locale).replace("_", "-")

    # Slides and what is on them.

    def slide(
        self, title: str, above: str = "", notes: Sequence[str] = (), sizes: Sequence[float] = TITLES
    ) -> tuple[Any, float]:
        """A slide with its title, and where the room below that begins. What does not fit goes into the notes."""
        slide = self._show.slides.add_slide(self._show.slide_layouts[0])
        shown, size = fit(title, sizes, ROOM / _GEORGIA, TITLE_HEIGHT)
        height = LINE * size * lines(shown, size, ROOM / _GEORGIA)
        holder = slide.shapes.title
        self._place(holder, LEFT, TITLE_TOP, ROOM, height)
        self._write(holder.text_frame, [Line(shown, size, bold=True, before=0)])
        if above:
            self.text(slide, 24, 16, [Line(fit(above, (11,), ROOM, 16)[0], 11, muted=True, before=0)])
        self.note(slide, *([title] if shown != title else []), *notes)
        return slide, TITLE_TOP + height + 12

    def note(self, slide: Any, *texts: str) -> None:
        """Adds to what the speaker reads."""
        if said := [text for text in texts if text]:
            frame = slide.notes_slide.notes_text_frame
            frame.text = "\n\n".join([*filter(None, [frame.text]), *said])

    def text(
        self,
        slide: Any,
        top: float,
        height: float,
        paragraphs: Sequence[Line],
        width: float = ROOM,
        left: float = LEFT,
    ) -> None:
        box = slide.shapes.add_textbox(0, 0, 0, 0)
        self._place(box, left, top, width, height)
        self._write(box.text_frame, paragraphs)

    def rule(self, slide: Any, top: float) -> None:
        from pptx.enum.shapes import MSO_CONNECTOR

        line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *map(self._pt, (LEFT, top, LEFT + ROOM, top)))
        line.line.color.rgb, line.line.width = _rgb(LIGHT.blue), self._pt(2)
        line._element.remove(line._element.find("{*}style"))  # it would throw a shadow

    def picture(self, slide: Any, drawn: Drawing, alt: str, top: float, height: float) -> float:
        """The vector, with pixels for programs that know none. Returns how high it became, at most `height`."""
        from pptx.opc.constants import RELATIONSHIP_TYPE
        from pptx.opc.package import Part
        from pptx.oxml import parse_xml

        scale = min(ROOM / drawn.width, height / drawn.height)
        pixels = io.BytesIO(drawn.png(_PIXELS / drawn.width))
        shape = slide.shapes.add_picture(pixels, 0, 0)
        self._place(shape, LEFT, top, drawn.width * scale, drawn.height * scale)
        shape._element.nvPicPr.cNvPr.set("descr", alt)
        package = slide.part.package
        vector = drawn.svg.replace(f'font-family="{FAMILY}"', f'font-family="{SANS}"').encode()
        part = Part(package.next_partname("/ppt/media/drawing%d.svg"), "image/svg+xml", package, vector)
        related = slide.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        namespaces = (
            'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        )
        extension = (
            f'<a:extLst {namespaces}><a:ext uri="{_SVG_EXTENSION}">'
            f'<asvg:svgBlip xmlns:asvg="{_SVG}" r:embed="{related}"/></a:ext></a:extLst>'
        )
        shape._element.blipFill.blip.append(parse_xml(extension))
        return drawn.height * scale

    def table(
        self,
        slide: Any,
        grid: Grid,
        top: float,
        numeric: Sequence[bool],
        *,
        heading: bool = True,
        links: Sequence[str] = (),
        left: float = LEFT,
    ) -> None:
        """heading: the first row is; else the first column is. links: of each row where its last cell leads, or ''."""
        rows, widths = grid.rows, grid.widths
        if not rows or not widths:
            return
        frame = slide.shapes.add_table(len(rows), len(widths), 0, 0, self._pt(sum(widths)), self._pt(sum(grid.heights)))
        frame.left, frame.top = self._pt(left), self._pt(top)
        table = frame.table
        table._tbl.tblPr.find("{*}tableStyleId").text = _PLAIN_TABLE
        table.horz_banding, table.first_row, table.first_col = False, heading, not heading
        for place, width in enumerate(widths):
            table.columns[place].width = self._pt(width)
        for number, (row, height) in enumerate(zip(rows, grid.heights, strict=True)):
            table.rows[number].height = self._pt(height)
            for place, said in enumerate(row):
                names = number == 0 if heading else place == 0
                self._cell(table.cell(number, place), said, grid.size, names, heading and number == 0, numeric[place])
        for number, link in enumerate(links[: len(rows)]):
            for run in table.cell(number, len(widths) - 1).text_frame.paragraphs[0].runs if link else ():
                run.hyperlink.address = link

    def saved(self) -> bytes:
        """The file, the same whenever it is made."""
        count = len(self._show.slides)
        for number, slide in enumerate(self._show.slides, start=1):
            self._number(slide, number, count)
        made, fixed = io.BytesIO(), io.BytesIO()
        self._show.save(made)
        with zipfile.ZipFile(made) as source, zipfile.ZipFile(fixed, "w") as target:
            for item in source.infolist():
                entry = zipfile.ZipInfo(item.filename, _NEVER)
                entry.create_system = 0  # or the file would tell on which system it was made
                target.writestr(entry, source.read(item), zipfile.ZIP_DEFLATED)
        return fixed.getvalue()

    # How they look.

    def _place(self, shape: Any, left: float, top: float, width: float, height: float) -> None:
        shape.left, shape.top, shape.width, shape.height = map(self._pt, (left, top, width, height))

    def _write(self, frame: Any, paragraphs: Sequence[Line]) -> None:
        from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE

        frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for number, line in enumerate(paragraphs):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            self._paragraph(paragraph, line)

    def _paragraph(self, paragraph: Any, line: Line) -> None:
        paragraph.text = line.text.replace("\n", "\v")  # a line of the same paragraph
        paragraph.space_before, paragraph.line_spacing = self._pt(line.before), 1.0
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.language_id = self._pt(line.size), line.bold, self._language
            if line.muted:
                run.font.color.rgb = _rgb(LIGHT.muted)
        if line.bullet:
            properties = paragraph._p.get_or_add_pPr()
            properties.set("marL", str(self._pt(indent(line.size))))
            properties.set("indent", str(-self._pt(indent(line.size))))
            properties.append(properties.makeelement(a("buChar"), {"char": "•"}))

    def _cell(self, cell: Any, said: str, size: float, names: bool, heading: bool, numeric: bool) -> None:
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

        cell.margin_left = cell.margin_right = self._pt(beside(size))
        cell.margin_top = cell.margin_bottom = self._pt(Grid.ABOVE)
        cell.vertical_anchor = MSO_ANCHOR.BOTTOM if heading else MSO_ANCHOR.TOP
        paragraph = cell.text_frame.paragraphs[0]
        self._paragraph(paragraph, Line(said, size, muted=names, before=0))
        paragraph.alignment = PP_ALIGN.RIGHT if numeric else PP_ALIGN.LEFT
        properties = cell._tc.get_or_add_tcPr()
        line = properties.makeelement(a("lnB"), {"w": str(self._pt(1 if heading else 0.5))})
        fill = line.makeelement(a("solidFill"), {})
        fill.append(fill.makeelement(a("srgbClr"), {"val": (LIGHT.muted if heading else LIGHT.rule)[1:]}))
        line.append(fill)
        properties.insert(0, line)

    def _number(self, slide: Any, number: int, count: int) -> None:
        """The foot: publication and period, and which slide this is, as the layout has them."""
        before, after = self._words("pack.print.page", page="\n", pages=count).split("\n")
        holders: Any = self._show.slide_layouts[0].placeholders
        for holder in holders:
            if kind(holder) not in ("ftr", "sldNum"):
                continue
            copied = deepcopy(holder.element)
            slide.shapes._spTree.append(copied)
            copied.find(".//{*}cNvPr").set("id", str(max(shape.shape_id for shape in slide.shapes) + 1))
            paragraph = copied.find(".//{*}p")
            if kind(holder) == "ftr":
                slide.shapes[-1].text_frame.text = self._foot
                continue
            field = paragraph.find(a("fld"))
            field.find(a("t")).text = str(number)
            for text, add in ((before, field.addprevious), (after, field.addnext)):
                if text:
                    run = paragraph.makeelement(a("r"), {})
                    run.append(run.makeelement(a("t"), {}))
                    run[0].text = text
                    add(run)


def _rgb(colour: str) -> Any:
    from pptx.dml.color import RGBColor

    from_string: Any = RGBColor.from_string
    return from_string(colour[1:])
