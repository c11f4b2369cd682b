"""A chart as a picture to put into a slide: its finding above it, what it counts below that, as on the screen.

Drawn by vl-convert (the extra `pictures`), which brings its own browser engine: nothing is fetched. Its font is that of
the screen, which comes with the same extra; an SVG takes it along.
"""

import json
import re
import textwrap
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import altair as alt

from dashboard.charts.theme import FONT, SIZE, Drawn, Look

FAMILY = "Liberation Sans"  # of a pack: vl-convert brings it, and measures it right; as wide as Arial
SCREEN = "Source Sans Pro"  # of a picture: the name under which Source Sans comes as files that vl-convert can read
_FACES = {"normal": (400, ""), "600": (600, "Semibold"), "bold": (700, "Bold"), "700": (700, "Bold")}
_WEIGHT = re.compile('font-weight="(.*?)"')
_NOT_IN_IT = re.compile("[\u0530-\u1dff\u2066-\u2069\u2600-\U0010ffff]")  # Source Sans: Latin, Greek, Cyrillic, signs
_KEY = re.compile(">([\u2500-\u25ff]) ([^<]+)<")  # ● now: the sign of a mark, and what it means
_KEY_WIDTH = 13  # pixels of such a sign
_ISOLATES = dict.fromkeys(range(0x2066, 0x206A), "\u200e")  # marks no font has, for one that many have and does as well

WIDTH = 900  # pixels, of the whole picture but for its margins; a PNG has twice as many
_MARGIN = 24
_LETTERS = {20: 84, 13: 120}  # that fit on one line of a title or of the line below it, by size
_MOST_LINES = 3
_LARGE = re.compile("[\U00010000-\U0010ffff]")
_PRIVATE = range(0xE000, 0xF900)


@cache
def available() -> bool:
    """Is the extra installed?"""
    return all(map(find_spec, ("vl_convert", "font_source_sans_pro")))


def svg(chart: Drawn, look: Look, title: str, below: str) -> bytes:
    """With the font in it: a program that does not read that takes one of about the same width."""
    drawn = _as_on_screen(chart, look, title, below)
    weights = {_FACES[weight] for weight in {"normal", *_WEIGHT.findall(drawn)}}
    faces = "".join(_face(weight, name) for weight, name in sorted(weights)) if SCREEN in drawn else ""
    drawn = drawn.replace(f'font-family="{SCREEN}"', f'font-family="{FONT}"')
    return drawn.replace(">", f"><style>{faces}</style>", 1).encode()


def png(chart: Drawn, look: Look, title: str, below: str) -> bytes:
    import vl_convert

    picture: bytes = vl_convert.svg_to_png(_as_on_screen(chart, look, title, below), scale=2)
    return picture


def _as_on_screen(chart: Drawn, look: Look, title: str, below: str) -> str:
    """In the screen's font; with letters that this has not, as Hebrew or emoji, in one that has more of them.

    vl-convert sets all the words of a line in the font of a letter that is missing, bold and slanted perhaps: so the
    signs of a key stand apart from their words.
    """
    spec = _spec(chart, look, title, below)
    drawn = draw(spec, FAMILY if _NOT_IN_IT.search(json.dumps(spec, ensure_ascii=False)) else _screen_font())
    return _KEY.sub(rf'>\1<tspan x="{_KEY_WIDTH}">\2</tspan><', drawn.translate(_ISOLATES))


@cache
def _screen_font() -> str:
    """The family of the screen, once vl-convert knows where its files are."""
    import vl_convert
    from font_source_sans_pro import font_directory

    vl_convert.register_font_directory(font_directory)
    return SCREEN


@cache
def _face(weight: int, name: str) -> str:
    from font_source_sans_pro import font_files_otf

    data = b64encode(Path(font_files_otf[f"SourceSansPro{name}"]).read_bytes()).decode()
    source = f"url(data:font/otf;base64,{data})"
    return f"@font-face{{font-family:'{SCREEN}';font-weight:{weight};src:{source}}}"


def draw(spec: Mapping[str, Any], family: str = FAMILY) -> str:
    """The SVG of a Vega-Lite chart. Raises ValueError when vl-convert cannot draw it.

    Vega cuts a text that is too long between two UTF-16 units, and vl-convert fails on half an emoji: while they draw,
    a private character stands for each character of two units.
    """
    import vl_convert

    text = json.dumps(spec, ensure_ascii=False).replace(FONT, family)
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
