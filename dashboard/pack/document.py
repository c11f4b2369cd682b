"""What a pack holds, in the reader's words and in order. The renderers (HTML, PDF, PPTX) only lay it out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from dashboard.charts.theme import Drawn
from dashboard.words import Words

NO_TEXT = "–"  # of a decision of which only is known who, or when
ENDS = ("done", "dropped")  # how a decision ends: a field of it, with the day


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
    shown: int = 0  # rows that paper and slides have below the chart: what it does not say itself, as titles
    listed: str = ""  # what the rows are called where they stand apart from the chart; none: as the chart
    least: int = 0  # pixels that the chart needs in width
    narrow: Callable[[], Drawn] | None = None  # makes the chart for a screen as wide as a phone's
    projected: Callable[[], "Exhibit"] | None = None  # the same for a slide, where that is another chart

    @property
    def beside(self) -> Table:
        """The rows on paper and slides: all, where they are the figure."""
        if self.chart is None:
            return self.table
        left = len(self.table.rows) - self.shown if self.shown else 0
        return replace(self.table, rows=self.table.rows[: self.shown], more=self.table.more + max(left, 0))


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
    """Open until the day that it is done or, no longer wanted, dropped."""

    text: str
    owner: str = ""
    due: date | None = None
    figure: str = ""  # code of the key figure it is meant to move; none: all of them
    done: date | None = None
    dropped: date | None = None

    @property
    def closed(self) -> date | None:
        return self.done or self.dropped

    @property
    def same(self) -> tuple[object, ...]:
        """Equal for what is the same decision, whoever says it again; without text, of the same one on the same day."""
        return (self.owner, self.due) if self.text == NO_TEXT else (one_line(self.text),)

    def ending(self, day: date | None, end: str = "done") -> "Decision":
        """The same with the day on which it was done or dropped; no day: open."""
        return replace(self, done=day if end == "done" else None, dropped=day if end == "dropped" else None)


def one_line(text: str) -> str:
    return " ".join(text.split()).casefold()


@dataclass(frozen=True)
class Moved:
    """A decision of an earlier meeting, and how its figures moved since."""

    decision: Decision
    before: tuple[str, ...] = ()  # one sentence a figure, with the value of then and of now
    by: str = ""  # how it ended; who does it and until when, taken when


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
    since: tuple[Moved, ...] = ()  # what is still open of all that earlier meetings decided
    since_closed: tuple[Moved, ...] = ()  # what was done or dropped since the meeting before
    since_figures: tuple[str, ...] = ()  # how the key figures moved, for decisions that are tied to none
    since_heading: str = ""  # of those: which days they are of, then and now
    decisions: tuple[Decision, ...] = ()
    moves: tuple[tuple[str, str], ...] = ()  # code and name of each key figure that these are meant to move
    empty: str = ""  # why there is nothing to show of the period

    @property
    def followed(self) -> tuple[tuple[str, tuple[Moved, ...]], ...]:
        """Key of the heading, and what stands below it, of what earlier meetings decided."""
        groups = (("pack.since_open", self.since), ("pack.since_closed", self.since_closed))
        return tuple((heading, group) for heading, group in groups if group)

    @property
    def decisions_heading(self) -> str:
        """Not as if they were all, where others are still open."""
        return self.words("pack.decisions_new" if self.since else "pack.decisions")

    @property
    def looks_back(self) -> bool:
        return bool(self.followed or self.since_figures)
