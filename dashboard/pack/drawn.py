"""The charts of a pack as vectors, for paper and slides, and as the pixels beside them.

Drawn by vl-convert in the sans that it brings, so that a pack looks the same on every machine.
"""

import json
import re
from dataclasses import dataclass

from dashboard.charts.picture import FAMILY
from dashboard.charts.theme import FONT, Drawn
from dashboard.pack.plain import plain

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


def drawing(chart: Drawn, width: int, ground: str = "transparent", taller: float = 1) -> Drawing:
    """The chart, `width` pixels wide with its labels, on this ground; its height is its own, or as much taller."""
    import vl_convert

    drawn = chart.properties(width=width).to_dict(validate=False)
    drawn["config"]["background"] = ground
    drawn["height"] *= taller
    spec = json.dumps(drawn)
    svg = plain(vl_convert.vegalite_to_svg(spec.replace(FONT, FAMILY), allowed_base_urls=[]))
    size = _SIZE.match(svg)
    assert size, "vl-convert writes the size of a drawing first"
    return Drawing(svg, float(size[1]), float(size[2]))
