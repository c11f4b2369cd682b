"""The pack as one HTML file: opens offline, its charts answer the mouse, prints on A4.

The browser is told to run only the one script that is written here and to fetch nothing: what articles and editors
say is text, also where the escaping should fail.
"""

import base64
import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from dashboard.charts.theme import Drawn
from dashboard.pack.document import Block, Exhibit, Pack
from dashboard.pack.drawn import drawing
from dashboard.pack.plain import decided, plain, require
from dashboard.words import Words

_PAGE, _STYLE = (Path(__file__).with_name(name) for name in ("pack.html.jinja", "pack.css"))
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SHORT, _LONG = 13, 40  # letters of a cell that is not broken, as a day; and of one that needs room
_WIDTH = 720  # pixels, of the drawing that stands where no script runs
# Each chart takes the place of its drawing; definitions are unfolded on paper.
_START = """
const charts = JSON.parse(document.getElementById("charts").textContent);
const phone = window.matchMedia("(max-width: 600px)").matches;
const options = {mode: "vega-lite", renderer: "svg", actions: false, ast: true, logLevel: 1, tooltip: {theme: "pack"}};
for (const [id, {wide, narrow}] of Object.entries(charts)) {
  const place = document.getElementById(id), drawing = place.firstElementChild;
  vegaEmbed(place, phone ? narrow : wide, options).catch(() => place.replaceChildren(drawing));
}
const folded = [];
addEventListener("beforeprint", () => document.querySelectorAll("details.about:not([open])").forEach((one) => {
  one.open = true;
  folded.push(one);
}));
addEventListener("afterprint", () => folded.splice(0).forEach((one) => { one.open = false; }));
"""


def render(pack: Pack) -> bytes:
    """Raises DashboardError when the extra `pack` is not installed."""
    require("vl_convert")
    pack, words, script = plain(pack), pack.words, _script()
    page = _template().render(
        pack=pack,
        words=words,
        heading=words("page.pack.title"),
        decisions=decided(pack),
        kind=_kind,
        id=_id,
        picture=_picture,
        policy=f"default-src 'none'; script-src '{_hash(script)}'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'",
        style=Markup(_STYLE.read_text(encoding="utf-8")),
        charts=Markup(_data(_charts(pack))),
        script=Markup(script),
    )
    return page.encode("utf-8")


@cache
def _template() -> Template:
    """Escapes all it is given but what is marked as safe: here, above, and nowhere in the template."""
    return Environment(
        autoescape=True, undefined=StrictUndefined, finalize=_unturned, keep_trailing_newline=True
    ).from_string(_PAGE.read_text(encoding="utf-8"))


def _unturned(value: Any) -> Any:
    """A text without the characters that turn what stands around them."""
    return _TURNING.sub("", value) if type(value) is str else value


def _kind(cell: str, numeric: bool) -> str:
    return "number" if numeric else "whole" if len(cell) < _SHORT else "long" if len(cell) > _LONG else "text"


def _picture(chart: Drawn, words: Words) -> str:
    """What stands in the chart's place where no script runs."""
    return "data:image/svg+xml;base64," + base64.b64encode(drawing(chart, words, _WIDTH).svg.encode()).decode()


def _id(block: Block, exhibit: Exhibit) -> str:
    return f"chart-{block.name}-{exhibit.name.replace('.', '-')}"


def _charts(pack: Pack) -> dict[str, Any]:
    return {
        _id(block, exhibit): {
            "wide": _spec(exhibit.chart),
            "narrow": _spec(exhibit.narrow() if exhibit.narrow else exhibit.chart),
        }
        for block in pack.blocks
        for exhibit in block.exhibits
        if exhibit.chart is not None
    }


def _spec(chart: Any) -> dict[str, Any]:
    spec: dict[str, Any] = chart.to_dict(validate=False) | {"width": "container"}
    return spec


def _data(value: Any) -> str:
    """JSON that no text in it can end, nor begin anything else."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


@cache
def _script() -> str:
    """Vega, Vega-Lite and Vega-Embed, which vl-convert brings, and the few lines that start them."""
    import vl_convert

    return str(vl_convert.javascript_bundle(_START))


def _hash(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode()
