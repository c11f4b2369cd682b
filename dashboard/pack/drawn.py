"""The charts of a pack as vectors, for paper and slides, and as the pixels beside them.

Drawn by vl-convert in the sans that it brings, so that a pack looks the same on every machine.
"""

import re
from dataclasses import dataclass
from html import escape

from dashboard.charts.picture import FAMILY, draw
from dashboard.charts.theme import SIZE, Drawn
from dashboard.pack.plain import plain
from dashboard.words import Words

_SIZE = re.compile(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"')


@dataclass(frozen=True)
class Drawing:
    svg: str
    width: float  # pixels, in which a label is 12 high
    height: float

    def pdf(self) -> bytes:
        import vl_convert

        return vl_convert.svg_to_pdf(self.svg)

    def png(self, scale: float) -> bytes:
        import vl_convert

        return vl_convert.svg_to_png(self.svg, scale=scale)


def drawing(chart: Drawn, words: Words, width: int, ground: str = "transparent", taller: float = 1) -> Drawing:
    """The chart, `width` pixels wide with its labels, on this ground; its height is its own, or as much taller.

    One that cannot be drawn is a sentence: it does not keep the rest of the pack from being made.
    """
    drawn = chart.properties(width=width).to_dict(validate=False)
    drawn["config"]["background"] = ground
    drawn["height"] *= taller
    try:
        svg = plain(draw(drawn))
    except ValueError:
        svg = _sentence(words("pack.not_drawn"), width)
    size = _SIZE.match(svg)
    assert size, "vl-convert writes the size of a drawing first"
    return Drawing(svg, float(size[1]), float(size[2]))


def _sentence(text: str, width: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{3 * SIZE}">'
        f'<text x="2" y="{2 * SIZE}" font-family="{FAMILY}" font-size="{SIZE}">{escape(text)}</text></svg>'
    )
