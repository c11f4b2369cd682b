"""A chart as a picture to put into a slide: its finding above it, what it counts below that, as on the screen.

Drawn by vl-convert (the extra `pictures`), which brings its own browser engine: nothing is fetched.
"""

import json
import re
import textwrap
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

import altair as alt

from dashboard.charts.theme import FONT, SIZE, Drawn, Look

FAMILY = "Liberation Sans"  # of the pictures: vl-convert brings it, and measures it right; as wide as Arial

WIDTH = 900  # pixels, of the whole picture but for its margins; a PNG has twice as many
_MARGIN = 24
_LETTERS = {20: 84, 13: 120}  # that fit on one line of a title or of the line below it, by size
_MOST_LINES = 3
_LARGE = re.compile("[\U00010000-\U0010ffff]")
_PRIVATE = range(0xE000, 0xF900)


def available() -> bool:
    """Is the extra installed?"""
    return find_spec("vl_convert") is not None


def svg(chart: Drawn, look: Look, title: str, below: str) -> bytes:
    return draw(_spec(chart, look, title, below)).encode()


def png(chart: Drawn, look: Look, title: str, below: str) -> bytes:
    import vl_convert

    picture: bytes = vl_convert.svg_to_png(draw(_spec(chart, look, title, below)), scale=2)
    return picture


def draw(spec: Mapping[str, Any]) -> str:
    """The SVG of a Vega-Lite chart. Raises ValueError when vl-convert cannot draw it.

    Vega cuts a text that is too long between two UTF-16 units, and vl-convert fails on half an emoji: while they draw,
    a private character stands for each character of two units.
    """
    import vl_convert

    text = json.dumps(spec, ensure_ascii=False).replace(FONT, FAMILY)
    free = (chr(code) for code in _PRIVATE if chr(code) not in text)
    stands = dict(zip(sorted(set(_LARGE.findall(text))), free, strict=False))
    text = _LARGE.sub(lambda found: stands.get(found[0], "\ufffd"), text)
    svg: str = vl_convert.vegalite_to_svg(text, allowed_base_urls=[])
    return svg.translate({ord(private): large for large, private in stands.items()})


def _spec(chart: Drawn, look: Look, title: str, below: str) -> dict[str, Any]:
    """The chart at a width of its own, on the page's ground, with title and subtitle."""
    titled = chart.properties(
        width=WIDTH,
        padding=_MARGIN,
        background=look.ground,
        title=alt.TitleParams(
            text=_lines(title, 20),
            subtitle=_lines(below, 13),
            anchor="start",
            frame="bounds",
            offset=16,
            font=FONT,
            fontSize=20,
            fontWeight=600,
            color=look.text,
            subtitleFont=FONT,
            subtitleFontSize=SIZE + 1,
            subtitleColor=look.muted,
            subtitlePadding=6,
        ),
    )
    spec: dict[str, Any] = titled.to_dict()
    spec["config"].pop("background", None)  # the page's is transparent
    return spec


def _lines(text: str, size: int) -> list[str]:
    return textwrap.wrap(text, _LETTERS[size], max_lines=_MOST_LINES, placeholder=" …") or [""]
