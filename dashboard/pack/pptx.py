"""A pack on the screen of a meeting room: 16:9, a slide a figure, tables that can be edited, charts that stay sharp.

What is too long for a slide stands whole in the notes under it.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dashboard.charts import LIGHT
from dashboard.charts.theme import Drawn
from dashboard.pack.blank import BOTTOM, ROOM
from dashboard.pack.deck import TITLES, Deck, Line
from dashboard.pack.document import Block, Exhibit, Pack
from dashboard.pack.drawn import Drawing, drawing
from dashboard.pack.fitting import LINE, Grid, cut, fit, grid, lines, room
from dashboard.pack.links import WEB
from dashboard.pack.plain import due, plain, promised, require

_NARROWEST, _WIDEST = 640, 1400  # pixels of a chart: the fewer, the larger its letters
_ROWS = 12  # of a table on one slide
_TO_FILL_IN = 6
_NOTES = (12.0, 11.0, 10.0, 9.0)


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
    for exhibit in (exhibit for block in pack.blocks for exhibit in block.exhibits):
        if exhibit.chart is not None and exhibit.table.columns:
            _table(deck, exhibit, words("pack.print.figures"), pack)
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
    if not pack.since and not pack.since_figures:
        return
    words = pack.words
    said: list[Line] = []
    if pack.since_figures:
        said.append(Line(words("pack.since_figures"), 14, muted=True))
        said += [Line(figure, bullet=True) for figure in pack.since_figures]
    for moved in pack.since:
        said.append(Line(moved.decision.text, bold=True, before=14))
        if by := promised(moved.decision, words):
            said.append(Line(by, 14, muted=True, before=2))
        said += [Line(sentence, bullet=True) for sentence in moved.before]
    _flow(deck, words("pack.since", day=pack.since_day), said)


def _block(deck: Deck, block: Block, pack: Pack) -> None:
    note = block.note
    if block.sentences or not block.exhibits:
        said = [Line(sentence, bullet=True, before=10) for sentence in block.sentences or filter(None, [note])]
        _flow(deck, block.heading, said, note if block.sentences else "")
        note = ""
    for exhibit in block.exhibits:
        if exhibit.chart is None:
            _table(deck, exhibit, block.heading, pack, note)
        else:
            _chart(deck, exhibit, exhibit.chart, block.heading, pack, note)
        note = ""  # once is enough


def _chart(deck: Deck, exhibit: Exhibit, chart: Drawn, above: str, pack: Pack, note: str) -> None:
    slide, top = deck.slide(exhibit.title, above, _spoken(exhibit, pack, note))
    said, size = fit(exhibit.note, _NOTES, ROOM, 30)
    below = LINE * size * lines(said, size, ROOM)
    height = BOTTOM - top - below - 10
    drawn = _filling(chart, ROOM / height)
    high = deck.picture(slide, drawn, exhibit.alt, top, height)
    deck.text(slide, top + high + 8, below, [Line(said, size, muted=True, before=0)])
    if said != exhibit.note:
        deck.note(slide, exhibit.note)


def _filling(chart: Drawn, shape: float) -> Drawing:
    """As wide as its height asks for in a room of this shape."""
    drawn = drawing(chart, _NARROWEST, LIGHT.ground)  # see-through pixels get dark rims where they are scaled
    wanted = min(round(drawn.height * shape), _WIDEST)
    return drawing(chart, wanted, LIGHT.ground) if wanted > _NARROWEST else drawn


def _table(deck: Deck, exhibit: Exhibit, above: str, pack: Pack, note: str = "") -> None:
    table = exhibit.table
    slide, top = deck.slide(exhibit.title, above, _spoken(exhibit, pack, note))
    said, size = fit(exhibit.note, _NOTES, ROOM, 30) if exhibit.chart is None else ("", _NOTES[0])
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
