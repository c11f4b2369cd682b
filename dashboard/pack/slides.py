"""The slides of figures: a chart with its rows, a table, the sentences beside or above them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dashboard.charts import LIGHT
from dashboard.charts.theme import Drawn
from dashboard.pack.blank import BOTTOM, LEFT, ROOM
from dashboard.pack.deck import Deck, Line
from dashboard.pack.document import Block, Exhibit, Pack, Table
from dashboard.pack.drawn import Drawing, drawing
from dashboard.pack.fitting import LINE, Grid, fit, grid, lines
from dashboard.words import Words

ROWS = 12  # of a table on one slide
_NARROWEST, _WIDEST = 640, 1400  # pixels of a chart: the fewer, the larger its letters
_LISTED = 190  # points of a table below a chart
_HIGHEST_LEAD = 70  # points that sentences above a figure may take
_LEFT_HALF = 440  # points, and pixels, of a chart left of a table
_SAID, _HALF_HIGH = 400, 330  # points: of sentences left of a table, and how high they may be
_LINE_EACH = 26  # points of a row of that table: one line in the letters that it gets, and room for two that take two
_READABLE, _MORE = 0.95, 28  # points a pixel of a chart with a table below it, at least; points of the line below that
_TALLER = 1.7  # times as high as on a page, at most
_NOTES, _NOTE_HIGH = (14.0, 12.0), 52  # points: sizes of what stands below a figure, and how high it may be


def beside_table(deck: Deck, block: Block, exhibit: Exhibit, pack: Pack) -> bool:
    """All on one slide: the first sentence is its title, the others stand left of the table. If there is room."""
    first, *others = block.sentences
    table, width = exhibit.table, _SAID - 24
    rows = (table.columns, *table.rows)
    made = grid(rows, ROOM - _SAID, _LINE_EACH * (len(rows) + 2), sizes=(16.0, 14.0, 12.0, 11.0), most=ROWS + 1)
    size = next((size for size in (20.0, 18.0, 16.0, 14.0) if _height(others, size, width) < _HALF_HIGH), 0)
    if not size or table.more or len(made.rows) <= len(table.rows) or lines(first, 20, ROOM / 1.12) > 2:
        return False
    slide, top = deck.slide(first, block.heading, _spoken(exhibit, pack, block.note))
    if others:
        deck.text(slide, top, _HALF_HIGH, [Line(said, size, bullet=True, before=10) for said in others], width)
    deck.table(slide, made, top, table.numeric, left=LEFT + _SAID if others else LEFT)
    remark, small = fit(exhibit.note, _NOTES, ROOM, _NOTE_HIGH, deck.in_notes)
    if remark:
        below = LINE * small * lines(remark, small, ROOM)
        deck.text(slide, BOTTOM - below, below, [Line(remark, small, muted=True, before=0)])
    whole(deck, slide, made, rows)
    deck.note(slide, exhibit.title)
    return True


def _height(said: Sequence[str], size: float, width: float) -> float:
    return sum(Line(one, size, bullet=True, before=10).height(width) for one in said)


def _lead(deck: Deck, slide: Any, top: float, said: Sequence[str]) -> float:
    """What the block says, above its first figure; returns where the figure begins."""
    paragraphs = [Line(one, 16, before=0 if number == 0 else 4) for number, one in enumerate(said)]
    height = sum(one.height(ROOM) for one in paragraphs)
    if height > _HIGHEST_LEAD:
        deck.note(slide, *said)
    elif paragraphs:
        deck.text(slide, top, height, paragraphs)
        return top + height + 8
    return top


def chart_slide(
    deck: Deck, exhibit: Exhibit, chart: Drawn, above: str, pack: Pack, note: str, lead: Sequence[str] = ()
) -> None:
    """The chart, what its marks mean, and its rows: below it, beside it, or on the next slide, as there is room."""
    exhibit = exhibit.projected() if exhibit.projected else exhibit
    chart = exhibit.chart or chart
    slide, top = deck.slide(exhibit.title, above, _spoken(exhibit, pack, note))
    top = _lead(deck, slide, top, lead)
    said, size = fit(exhibit.note, _NOTES, ROOM, _NOTE_HIGH, deck.in_notes)
    words = pack.words
    below = LINE * size * lines(said, size, ROOM)
    height, table = BOTTOM - top - below - 10, exhibit.beside
    listed = _listed(table, ROOM, _LISTED) if table.rows else None
    drawn = drawing(chart, words, _NARROWEST, LIGHT.ground)  # see-through pixels get dark rims where they are scaled
    if listed is None:
        high = deck.picture(slide, _filling(exhibit, words, drawn, ROOM / height), exhibit.alt, top, height)
    elif drawn.height * _READABLE <= height - (below_it := sum(listed.heights) + _MORE):
        wide = _filling(exhibit, words, drawn, ROOM / (height - below_it), tallest=1)
        high = deck.picture(slide, wide, exhibit.alt, top, height - below_it)
        _rows(deck, slide, table, listed, top + high + below + 16, LEFT, pack)
    elif exhibit.least <= _LEFT_HALF and (drawn := drawing(chart, words, _LEFT_HALF, LIGHT.ground)).height <= height:
        taller = drawing(chart, words, _LEFT_HALF, LIGHT.ground, _grown(chart, drawn, height, _TALLER))
        high = deck.picture(slide, taller, exhibit.alt, top, taller.height)
        beside = _listed(table, ROOM - _LEFT_HALF - 24, height - _MORE)
        _rows(deck, slide, table, beside, top, LEFT + _LEFT_HALF + 24, pack)
    else:
        high = deck.picture(slide, _filling(exhibit, words, drawn, ROOM / height), exhibit.alt, top, height)
        title = exhibit.listed or exhibit.title
        table_slide(deck, replace(exhibit, title=title, chart=None, note="", about="", table=table), above, pack)
    deck.text(slide, top + high + 8, below, [Line(said, size, muted=True, before=0)])
    if said != exhibit.note:
        deck.note(slide, exhibit.note)


def _listed(table: Table, width: float, height: float) -> Grid:
    return grid((table.columns, *table.rows), width, height, sizes=(14.0, 12.0, 11.0, 10.0), most=ROWS + 1)


def _rows(deck: Deck, slide: Any, table: Table, made: Grid, top: float, left: float, pack: Pack) -> None:
    deck.table(slide, made, top, table.numeric, left=left)
    if more := table.more + len(table.rows) - (len(made.rows) - 1):
        said = [Line(pack.words("pack.more", n=more), 11, muted=True, before=0)]
        deck.text(slide, top + sum(made.heights) + 3, 14, said, sum(made.widths), left)
    whole(deck, slide, made, (table.columns, *table.rows))


def _filling(exhibit: Exhibit, words: Words, drawn: Drawing, shape: float, tallest: float = _TALLER) -> Drawing:
    """As wide as its height asks for in a room of this shape; a low one grows, as far as that looks well."""
    chart, wanted = exhibit.chart, max(min(round(drawn.height * shape), _WIDEST), exhibit.least)
    assert chart is not None, "a table needs no drawing"
    if wanted > _NARROWEST:
        return drawing(chart, words, wanted, LIGHT.ground)
    return drawing(chart, words, _NARROWEST, LIGHT.ground, _grown(chart, drawn, _NARROWEST / shape, tallest))


def _grown(chart: Drawn, drawn: Drawing, height: float, tallest: float) -> float:
    """How much taller the plot may be for the whole to be this high: only the plot grows, its labels do not."""
    plot: float = chart.to_dict(validate=False)["height"]
    return min(1 + (height - drawn.height) / plot, tallest)


def table_slide(deck: Deck, exhibit: Exhibit, above: str, pack: Pack, note: str = "", lead: Sequence[str] = ()) -> None:
    table = exhibit.table
    slide, top = deck.slide(exhibit.title, above, _spoken(exhibit, pack, note))
    top = _lead(deck, slide, top, lead)
    said, size = fit(exhibit.note, _NOTES, ROOM, _NOTE_HIGH, deck.in_notes)
    below = LINE * size * lines(said, size, ROOM) + 30
    made = grid((table.columns, *table.rows), ROOM, BOTTOM - top - below, most=ROWS + 1)
    deck.table(slide, made, top, table.numeric)
    more = len(table.rows) + table.more - (len(made.rows) - 1)
    left = [Line(pack.words("pack.more", n=more), 12, muted=True, before=0)] if more else []
    left += [Line(said, size, muted=True)] if said else []
    if left:
        deck.text(slide, top + sum(made.heights) + 8, below - 8, left)
    whole(deck, slide, made, (table.columns, *table.rows))


def whole(deck: Deck, slide: Any, made: Grid, rows: Sequence[Sequence[str]]) -> None:
    """What was cut in the cells, whole."""
    for row, shown in zip(rows, made.rows, strict=False):
        deck.note(slide, *(said for said, cell in zip(row, shown, strict=True) if said != cell))


def _spoken(exhibit: Exhibit, pack: Pack, note: str) -> list[str]:
    """What stands under the slide: the editor's note, then the definition."""
    about = f"{pack.words('pack.about')}: {exhibit.about}" if exhibit.about else ""
    return [f"{pack.words('pack.note')}: {note}" if note else "", about]
