"""A pack on the screen of a meeting room: 16:9, a slide a figure, tables that can be edited, charts that stay sharp.

What is too long for a slide stands whole in the notes under it.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dashboard.charts import LIGHT
from dashboard.charts.theme import Drawn
from dashboard.pack.blank import BOTTOM, LEFT, ROOM
from dashboard.pack.deck import TITLES, Deck, Line
from dashboard.pack.document import Block, Exhibit, Pack, Table
from dashboard.pack.drawn import Drawing, drawing
from dashboard.pack.fitting import LINE, Grid, cut, fit, grid, lines, room
from dashboard.pack.links import WEB
from dashboard.pack.plain import due, plain, require

_NARROWEST, _WIDEST = 640, 1400  # pixels of a chart: the fewer, the larger its letters
_ROWS = 12  # of a table on one slide
_LISTED = 190  # points of a table below a chart
_LEAD, _HIGHEST_LEAD = 2, 70  # sentences above a figure, and points that they may take
_LEFT_HALF = 440  # points, and pixels, of a chart left of a table
_SAID, _HALF_HIGH = 430, 330  # points: of sentences left of a table, and how high they may be
_LINE_EACH = 26  # points of a row of that table: one line in the letters that it gets
_READABLE, _MORE = 0.95, 28  # points a pixel of a chart with a table below it, at least; points of the line below that
_TALLER = 1.7  # times as high as on a page, at most
_TO_FILL_IN = 6
_NOTES = (14.0, 12.0, 11.0, 10.0, 9.0)


def render(pack: Pack) -> bytes:
    """The same bytes for the same pack. Raises DashboardError where the extra is not installed."""
    require("pptx", "vl_convert")
    pack = plain(pack)
    words = pack.words
    # The mark keeps the days in their order behind a title that runs from right to left.
    foot, _ = fit(f"{pack.title}\u200e · {pack.subtitle}", (10.0,), 620, LINE * 10)
    deck = Deck(words, f"{words('page.pack.title')} · {pack.title} · {pack.subtitle}", foot)
    _first(deck, pack)
    if not pack.empty:
        _since(deck, pack)
        for block in pack.blocks:
            _block(deck, block, pack)
    if pack.decisions or not pack.empty:
        _decisions(deck, pack)
    return deck.saved()


def _first(deck: Deck, pack: Pack) -> None:
    words = pack.words
    slide, top = deck.slide(pack.title, words("page.pack.title"), sizes=(40.0, 34.0, *TITLES))
    subtitle, size = fit(pack.subtitle, (20.0, 16.0, 12.0), ROOM, 48)
    height = LINE * size * lines(subtitle, size, ROOM)
    deck.text(slide, top - 4, height, [Line(subtitle, size, muted=True, before=0)])
    deck.rule(slide, top + height + 6)
    top += height + 16
    said = pack.empty or pack.note
    shown, size = fit(said, (18.0, 16.0, 14.0, 12.0), ROOM, 110) if said else ("", 0.0)
    below = LINE * size * lines(shown, size, ROOM) + 16 if said else 0.0
    facts = _all_of(pack.facts, BOTTOM - top - below)
    links = [value if value.startswith(WEB) else "" for _, value in pack.facts]
    deck.table(slide, facts, top, (False, False), heading=False, links=links)
    if said:
        deck.text(slide, top + sum(facts.heights) + 12, below - 12, [Line(shown, size, before=0)])
    if shown != said:
        deck.note(slide, said)
    if facts.rows != pack.facts:
        deck.note(slide, "\n".join(f"{name}: {value}" for name, value in pack.facts))
    if pack.empty:
        deck.note(slide, pack.note)


def _all_of(facts: Sequence[Sequence[str]], height: float) -> Grid:
    """All of them, if with fewer lines for each."""
    sizes, shares = (14.0, 12.0, 11.0, 10.0, 9.0), (0.2, 0.8)
    for tallest in (3, 2, 1):
        made = grid(facts, ROOM, height, sizes=sizes, most=len(facts), tallest=tallest, shares=shares)
        if len(made.rows) == len(facts):
            break
    return made


def _since(deck: Deck, pack: Pack) -> None:
    if not pack.since and not pack.since_closed and not pack.since_figures:
        return
    words = pack.words
    said: list[Line] = []
    for heading, group in (("pack.since_open", pack.since), ("pack.since_closed", pack.since_closed)):
        if group:
            said.append(Line(words(heading), 14, muted=True, before=14))
        for moved in group:
            said.append(Line(moved.decision.text, bold=True, before=14))
            if moved.by:
                said.append(Line(moved.by, 14, muted=True, before=2))
            said += [Line(sentence, bullet=True) for sentence in moved.before]
    if pack.since_figures:
        said.append(Line(words("pack.since_figures"), 14, muted=True, before=14))
        said += [Line(figure, bullet=True) for figure in pack.since_figures]
    _flow(deck, words("pack.since", day=pack.since_day), said)


def _block(deck: Deck, block: Block, pack: Pack) -> None:
    """A slide a figure. What the block says stands above its first chart, or beside its first table."""
    note, said, exhibits = block.note, list(block.sentences), list(block.exhibits)
    if said and exhibits and exhibits[0].chart is None and _beside(deck, block, exhibits[0], pack):
        said, note = [], ""
        exhibits.pop(0)
    elif not exhibits or len(said) > _LEAD:
        points = [Line(sentence, bullet=True, before=10) for sentence in said or filter(None, [note])]
        _flow(deck, block.heading, points, note if said else "")
        said, note = [], ""
    for exhibit in exhibits:
        if exhibit.chart is None:
            _table(deck, exhibit, block.heading, pack, note, said)
        else:
            _chart(deck, exhibit, exhibit.chart, block.heading, pack, note, said)
        said, note = [], ""  # once is enough


def _beside(deck: Deck, block: Block, exhibit: Exhibit, pack: Pack) -> bool:
    """All on one slide: the first sentence is its title, the others stand left of the table. If there is room."""
    first, *others = block.sentences
    table, width = exhibit.table, _SAID - 24
    rows = (table.columns, *table.rows)
    made = grid(rows, ROOM - _SAID, _LINE_EACH * len(rows), sizes=(16.0, 14.0, 12.0, 11.0), most=_ROWS + 1)
    size = next((size for size in (20.0, 18.0, 16.0, 14.0) if _height(others, size, width) < _HALF_HIGH), 0)
    if not size or table.more or len(made.rows) <= len(table.rows) or lines(first, 20, ROOM / 1.12) > 2:
        return False
    slide, top = deck.slide(first, block.heading, _spoken(exhibit, pack, block.note))
    if others:
        deck.text(slide, top, _HALF_HIGH, [Line(said, size, bullet=True, before=10) for said in others], width)
    deck.table(slide, made, top, table.numeric, left=LEFT + _SAID if others else LEFT)
    remark, small = fit(exhibit.note, _NOTES, ROOM, 30)
    if remark:
        below = LINE * small * lines(remark, small, ROOM)
        deck.text(slide, BOTTOM - below, below, [Line(remark, small, muted=True, before=0)])
    _whole(deck, slide, made, rows)
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


def _chart(
    deck: Deck, exhibit: Exhibit, chart: Drawn, above: str, pack: Pack, note: str, lead: Sequence[str] = ()
) -> None:
    """The chart, what its marks mean, and its rows: below it, beside it, or on the next slide, as there is room."""
    slide, top = deck.slide(exhibit.title, above, _spoken(exhibit, pack, note))
    top = _lead(deck, slide, top, lead)
    said, size = fit(exhibit.note, _NOTES, ROOM, 36)
    below = LINE * size * lines(said, size, ROOM)
    height, table = BOTTOM - top - below - 10, exhibit.beside
    listed = _listed(table, ROOM, _LISTED) if table.rows else None
    drawn = drawing(chart, _NARROWEST, LIGHT.ground)  # see-through pixels get dark rims where they are scaled
    if listed is None:
        high = deck.picture(slide, _filling(chart, drawn, ROOM / height), exhibit.alt, top, height)
    elif drawn.height * _READABLE <= height - (below_it := sum(listed.heights) + _MORE):
        wide = _filling(chart, drawn, ROOM / (height - below_it), tallest=1)
        high = deck.picture(slide, wide, exhibit.alt, top, height - below_it)
        _rows(deck, slide, table, listed, top + high + below + 16, LEFT, pack)
    elif (drawn := drawing(chart, _LEFT_HALF, LIGHT.ground)).height <= height:
        taller = drawing(chart, _LEFT_HALF, LIGHT.ground, _grown(chart, drawn, height, _TALLER))
        high = deck.picture(slide, taller, exhibit.alt, top, taller.height)
        beside = _listed(table, ROOM - _LEFT_HALF - 24, height - _MORE)
        _rows(deck, slide, table, beside, top, LEFT + _LEFT_HALF + 24, pack)
    else:
        high = deck.picture(slide, _filling(chart, drawn, ROOM / height), exhibit.alt, top, height)
        _table(deck, replace(exhibit, chart=None, note="", about="", table=table), above, pack)
    deck.text(slide, top + high + 8, below, [Line(said, size, muted=True, before=0)])
    if said != exhibit.note:
        deck.note(slide, exhibit.note)


def _listed(table: Table, width: float, height: float) -> Grid:
    return grid((table.columns, *table.rows), width, height, sizes=(14.0, 12.0, 11.0, 10.0), most=_ROWS + 1)


def _rows(deck: Deck, slide: Any, table: Table, made: Grid, top: float, left: float, pack: Pack) -> None:
    deck.table(slide, made, top, table.numeric, left=left)
    if more := table.more + len(table.rows) - (len(made.rows) - 1):
        said = [Line(pack.words("pack.more", n=more), 11, muted=True, before=0)]
        deck.text(slide, top + sum(made.heights) + 3, 14, said, sum(made.widths), left)
    _whole(deck, slide, made, (table.columns, *table.rows))


def _filling(chart: Drawn, drawn: Drawing, shape: float, tallest: float = _TALLER) -> Drawing:
    """As wide as its height asks for in a room of this shape; a low one grows, as far as that looks well."""
    wanted = min(round(drawn.height * shape), _WIDEST)
    if wanted > _NARROWEST:
        return drawing(chart, wanted, LIGHT.ground)
    return drawing(chart, _NARROWEST, LIGHT.ground, _grown(chart, drawn, _NARROWEST / shape, tallest))


def _grown(chart: Drawn, drawn: Drawing, height: float, tallest: float) -> float:
    """How much taller the plot may be for the whole to be this high: only the plot grows, its labels do not."""
    plot: float = chart.to_dict(validate=False)["height"]
    return min(1 + (height - drawn.height) / plot, tallest)


def _table(deck: Deck, exhibit: Exhibit, above: str, pack: Pack, note: str = "", lead: Sequence[str] = ()) -> None:
    table = exhibit.table
    slide, top = deck.slide(exhibit.title, above, _spoken(exhibit, pack, note))
    top = _lead(deck, slide, top, lead)
    said, size = fit(exhibit.note, _NOTES, ROOM, 30)
    below = LINE * size * lines(said, size, ROOM) + 30
    made = grid((table.columns, *table.rows), ROOM, BOTTOM - top - below, most=_ROWS + 1)
    deck.table(slide, made, top, table.numeric)
    more = len(table.rows) + table.more - (len(made.rows) - 1)
    left = [Line(pack.words("pack.more", n=more), 12, muted=True, before=0)] if more else []
    left += [Line(said, size, muted=True)] if said else []
    if left:
        deck.text(slide, top + sum(made.heights) + 8, below - 8, left)
    _whole(deck, slide, made, (table.columns, *table.rows))


def _decisions(deck: Deck, pack: Pack) -> None:
    words = pack.words
    heading = (words("pack.decision"), words("pack.owner"), words("pack.due"))
    rows = [(decision.text, decision.owner, due(decision, words)) for decision in pack.decisions]
    rows = rows or [("", "", "")] * _TO_FILL_IN
    while rows:
        slide, top = deck.slide(words("pack.decisions"))
        made = grid(
            (heading, *rows),
            ROOM,
            BOTTOM - top,
            sizes=(18.0, 16.0, 14.0),
            most=_ROWS + 1,
            tallest=6,
            shares=(0.62, 0.21, 0.17),
        )
        if not pack.decisions:
            made = replace(made, heights=(made.heights[0], *[48.0] * _TO_FILL_IN))
        deck.table(slide, made, top, (False, False, False))
        shown = len(made.rows) - 1
        _whole(deck, slide, made, (heading, *rows[:shown]))
        rows = rows[shown:]


def _whole(deck: Deck, slide: Any, made: Grid, rows: Sequence[Sequence[str]]) -> None:
    """What was cut in the cells, whole."""
    for row, shown in zip(rows, made.rows, strict=False):
        deck.note(slide, *(said for said, cell in zip(row, shown, strict=True) if said != cell))


def _spoken(exhibit: Exhibit, pack: Pack, note: str) -> list[str]:
    """What stands under the slide: the editor's note, then the definition."""
    about = f"{pack.words('pack.about')}: {exhibit.about}" if exhibit.about else ""
    return [f"{pack.words('pack.note')}: {note}" if note else "", about]


def _flow(deck: Deck, title: str, said: Sequence[Line], *notes: str) -> None:
    """Paragraphs, on as many slides as they take."""
    slide, top = deck.slide(title, notes=notes)
    page: list[Line] = []
    for line in _enlarged(said, BOTTOM - top):
        most = room(BOTTOM - top - line.before, line.size)
        short = replace(line, text=cut(line.text, line.size, ROOM - 20, most))
        if page and sum(one.height(ROOM) for one in (*page, short)) > BOTTOM - top:
            deck.text(slide, top, BOTTOM - top, page)
            slide, top = deck.slide(title)
            page = []
        page.append(short)
        if short != line:
            deck.note(slide, line.text)
    if page:
        deck.text(slide, top, BOTTOM - top, page)


def _enlarged(said: Sequence[Line], height: float) -> Sequence[Line]:
    """In larger letters, where a slide has room for them."""
    for factor in (1.4, 1.2):
        larger = [replace(line, size=line.size * factor, before=line.before * factor) for line in said]
        if sum(line.height(ROOM) for line in larger) <= height:
            return larger
    return said
