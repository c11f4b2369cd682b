"""What a pack holds, in the reader's words and in order. The renderers (HTML, PDF, PPTX) only lay it out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dashboard.charts.theme import Drawn
from dashboard.words import Words

NO_TEXT = "–"  # of a decision of which only is known who, or when


@dataclass(frozen=True)
class Table:
    """Cells as the reader's language writes them: 1.234,5 and 14 apr 2026."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]  # of each column: set to the right
    more: int = 0  # rows that were left out


@dataclass(frozen=True)
class Exhibit:
    """One figure."""

    name: str
    title: str  # what it says
    chart: Drawn | None  # in the light look; none: the table is the figure
    note: str  # what the marks mean
    alt: str  # the chart in words
    about: str  # definition, denominator, what is left out
    table: Table
    narrow: Callable[[], Drawn] | None = None  # makes the chart for a screen as wide as a phone's


@dataclass(frozen=True)
class Block:
    """A part of the pack that the editor chose, with the note that was written to it."""

    name: str
    heading: str
    sentences: tuple[str, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Decision:
    text: str
    owner: str = ""
    due: date | None = None
    figure: str = ""  # code of the key figure it is meant to move; none: all of them


@dataclass(frozen=True)
class Moved:
    """A decision of the meeting before, and how its figures moved since."""

    decision: Decision
    before: tuple[str, ...] = ()  # one sentence a figure, with the value of then and of now


@dataclass(frozen=True)
class Pack:
    words: Words
    title: str  # of the publication
    subtitle: str  # the period
    # Name and value: period, comparison, every filter, as-of day, zone, snapshot, link.
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    note: str = ""  # what the editor wrote to the whole
    since_day: date | None = None  # of the meeting before
    since: tuple[Moved, ...] = ()  # what came of the last decisions
    since_figures: tuple[str, ...] = ()  # how the key figures moved, for decisions that are tied to none
    decisions: tuple[Decision, ...] = ()
    empty: str = ""  # why there is nothing to show: then this is all the pack says
