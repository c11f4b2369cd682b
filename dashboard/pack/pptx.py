"""A pack on the screen of a meeting room: 16:9, a slide a figure, tables that can be edited, charts that stay sharp.

What is too long for a slide stands whole in the notes under it.
"""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.pack import slides
from dashboard.pack.blank import BOTTOM, ROOM
from dashboard.pack.deck import TITLES, Deck, Line
from dashboard.pack.document import Block, Pack
from dashboard.pack.fitting import LINE, Grid, cut, fit, grid, lines, room
from dashboard.pack.links import WEB
from dashboard.pack.plain import decided, plain, require

_LEAD = 2  # sentences above a figure; more have a slide of their own
_TO_FILL_IN = 6
_SHARES = {3: (0.62, 0.21, 0.17), 4: (0.46, 0.16, 0.14, 0.24)}  # of the width, for the columns of decisions


def render(pack: Pack) -> bytes:
    """The same bytes for the same pack. Raises DashboardError where the extra is not installed."""
    require("pptx", "vl_convert")
    pack = plain(pack)
    words = pack.words
    # The mark keeps the days in their order behind a title that runs from right to left.
    foot, _ = fit(f"{pack.title}\u200e · {pack.subtitle}", (10.0,), 620, LINE * 10)
    deck = Deck(words, f"{words('page.pack.title')} · {pack.title} · {pack.subtitle}", foot)
    _first(deck, pack)
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
    said = pack.empty or (words("pack.note_said", note=pack.note) if pack.note else "")
    shown, size = fit(said, (18.0, 16.0, 14.0, 12.0), ROOM, 110, deck.in_notes) if said else ("", 0.0)
    below = LINE * size * lines(shown, size, ROOM) + 16 if said else 0.0
    counted = (words("pack.print.figures"), words("pack.counted_in_notes"))
    told = tuple(sorted((*pack.facts, counted), key=lambda fact: fact[1].startswith(WEB)))  # the link last
    facts = _all_of(told, BOTTOM - top - below)
    links = [value if value.startswith(WEB) else "" for _, value in told]
    deck.table(slide, facts, top, (False, False), heading=False, links=links)
    if said:
        deck.text(slide, top + sum(facts.heights) + 12, below - 12, [Line(shown, size, before=0)])
    if shown != said:
        deck.note(slide, said)
    if facts.rows != told:
        deck.note(slide, "\n".join(f"{name}: {value}" for name, value in told))
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
    if not pack.looks_back:
        return
    words = pack.words
    said: list[Line] = []
    for heading, group in pack.followed:
        said.append(Line(words(heading), 14, muted=True, before=14))
        for moved in group:
            said.append(Line(moved.decision.text, bold=True, before=14))
            if moved.by:
                said.append(Line(moved.by, 14, muted=True, before=2))
            said += [Line(sentence, bullet=True) for sentence in moved.before]
    if pack.since_figures:
        said.append(Line(pack.since_heading, 14, muted=True, before=14))
        said += [Line(figure, bullet=True) for figure in pack.since_figures]
    _flow(deck, words("pack.since", day=pack.since_day), said)


def _block(deck: Deck, block: Block, pack: Pack) -> None:
    """A slide a figure. What the block says stands above its first chart, or beside its first table."""
    note, said, exhibits = block.note, list(block.sentences), list(block.exhibits)
    if said and exhibits and exhibits[0].chart is None and slides.beside_table(deck, block, exhibits[0], pack):
        said, note = [], ""
        exhibits.pop(0)
    elif not exhibits or len(said) > _LEAD:
        points = [Line(sentence, bullet=True, before=10) for sentence in said or filter(None, [note])]
        _flow(deck, block.heading, points, note if said else "")
        said, note = [], ""
    for exhibit in exhibits:
        if exhibit.chart is None:
            slides.table_slide(deck, exhibit, block.heading, pack, note, said)
        else:
            slides.chart_slide(deck, exhibit, exhibit.chart, block.heading, pack, note, said)
        said, note = [], ""  # once is enough


def _decisions(deck: Deck, pack: Pack) -> None:
    table = decided(pack)
    heading, rows = table.columns, table.rows or (("", "", ""),) * _TO_FILL_IN
    while rows:
        slide, top = deck.slide(pack.decisions_heading)
        made = grid(
            (heading, *rows),
            ROOM,
            BOTTOM - top,
            sizes=(18.0, 16.0, 14.0),
            most=slides.ROWS + 1,
            tallest=6,
            shares=_SHARES[len(heading)],
        )
        if not pack.decisions:
            made = replace(made, heights=(made.heights[0], *[48.0] * _TO_FILL_IN))
        deck.table(slide, made, top, table.numeric)
        shown = len(made.rows) - 1
        slides.whole(deck, slide, made, (heading, *rows[:shown]))
        rows = rows[shown:]


def _flow(deck: Deck, title: str, said: Sequence[Line], *notes: str) -> None:
    """Paragraphs, on as many slides as they take."""
    slide, top = deck.slide(title, notes=notes)
    page: list[Line] = []
    for line in _enlarged(said, BOTTOM - top):
        most = room(BOTTOM - top - line.before, line.size)
        short = replace(line, text=cut(line.text, line.size, ROOM - 20, most, deck.in_notes))
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
    """In larger letters, where a slide has room for them; in a little smaller ones, where they save a slide."""
    for factor in (1.4, 1.2, 1.0, 0.9):
        larger = [replace(line, size=line.size * factor, before=line.before * factor) for line in said]
        if sum(line.height(ROOM) for line in larger) <= height:
            return larger
    return said
