"""How much room a text takes on a slide, where no program has laid it out yet: estimates, on the safe side."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from typing import ClassVar

LINE = 1.2  # of the letters' size, from one line to the next
_NARROW, _BROAD = set(" .,;:!|'’‘`()[]/-·fijlrtIJ\u00a0"), set("mwMW@%—…")


MORE = " …"


def fit(text: str, sizes: Sequence[float], width: float, height: float, more: str = MORE) -> tuple[str, float]:
    """The text and the largest of the sizes in which it fits; in the smallest it is cut to what fits. All in points."""
    for size in sizes:
        if lines(text, size, width) <= room(height, size):
            return text, size
    return cut(text, sizes[-1], width, room(height, sizes[-1]), more), sizes[-1]


def room(height: float, size: float) -> int:
    """Lines that fit; one at least."""
    return max(1, int(height / (LINE * size)))


def lines(text: str, size: float, width: float) -> int:
    return sum(_wrapped(line, size, width) for line in text.split("\n"))


def cut(text: str, size: float, width: float, most: int, more: str = MORE) -> str:
    """The longest beginning that takes no more than `most` lines, with `more` where something was left out."""
    if lines(text, size, width) <= most:
        return text
    least, enough = 0, len(text)
    while enough - least > 1:
        middle = (least + enough) // 2
        if lines(text[:middle] + more, size, width) <= most:
            least = middle
        else:
            enough = middle
    return text[:least].rstrip() + more


def beside(size: float) -> float:
    return 0.55 * size


def wide(text: str, size: float) -> float:
    """Of one line, in points: a little more than Arial takes."""
    return size * sum(map(_em, text))


def _wrapped(line: str, size: float, width: float) -> int:
    count, used = 1, 0.0
    for word in line.split(" "):
        long = wide(word, size)
        if used and used + long > width:
            count, used = count + 1, 0.0
        if long > width:  # broken wherever the line ends
            count += int((used + long) // width)
            used = (used + long) % width
        else:
            used += long
        used += wide(" ", size)
    return count


@cache
def _em(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    if letter in _NARROW:
        return 0.36
    if letter in _BROAD:
        return 1.05
    return 0.74 if letter.isupper() else 0.58


@dataclass(frozen=True)
class Grid:
    """A table as it fits, its cells cut where they must be. In points."""

    ABOVE: ClassVar[float] = 3.0  # a cell's text, and below it

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    size: float


def grid(
    rows: Sequence[Sequence[str]],
    width: float,
    height: float,
    *,
    sizes: Sequence[float] = (20.0, 18.0, 16.0, 14.0, 12.0, 11.0, 10.0, 9.0),
    most: int,
    tallest: int = 4,
    shares: Sequence[float] = (),
) -> Grid:
    """The first rows, as large as they fit: at most `most`, none higher than `tallest` lines.

    shares: of the width, for each column, where their texts should not decide.
    """
    rows = rows[:most]
    for size in sizes:
        made = _grid(rows, width, size, tallest, shares)
        if sum(made.heights) <= height:
            return made
    kept = [place for place, used in enumerate(accumulate(made.heights)) if used <= height]
    return replace(made, rows=made.rows[: len(kept)], heights=made.heights[: len(kept)])


def _grid(rows: Sequence[Sequence[str]], width: float, size: float, tallest: int, shares: Sequence[float]) -> Grid:
    wanted = [max(wide(said, size) for said in column) + 2 * beside(size) + 4 for column in zip(*rows, strict=True)]
    widths = [share * width for share in shares] or _narrowed(wanted, width)
    inside = [one - 2 * beside(size) for one in widths]
    cells = tuple(tuple(cut(said, size, room, tallest) for said, room in zip(row, inside, strict=True)) for row in rows)
    highest = [max(lines(said, size, room) for said, room in zip(row, inside, strict=True)) for row in cells]
    return Grid(cells, tuple(widths), tuple(LINE * size * count + 2 * Grid.ABOVE for count in highest), size)


def _narrowed(wanted: Sequence[float], width: float) -> list[float]:
    """The widths that were wanted; where that is too much, the widest give way first."""
    left, widest = width, 0.0
    for place, one in enumerate(sorted(wanted)):
        widest = left / (len(wanted) - place)
        if one > widest:
            return [min(one, widest) for one in wanted]
        left -= one
    return list(wanted)
