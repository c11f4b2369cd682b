"""The pack as one HTML file: opens offline, its charts answer the mouse, prints on A4.

The browser is told to run only the one script that is written here and to fetch nothing: what articles and editors
say is text, also where the escaping should fail.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from dashboard.pack.document import Block, Exhibit, Moved, Pack, Table
from dashboard.pack.drawn import drawing
from dashboard.pack.plain import due, plain, promised, require
from dashboard.words import Words

_STYLE = Path(__file__).with_name("pack.css")
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
    return "\n".join(_page(plain(pack))).encode("utf-8")


def _page(pack: Pack) -> Iterator[str]:
    words, script = pack.words, _script()
    heading = words("page.pack.title")
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'"
    )
    yield f'<!doctype html>\n<html lang="{words.language}">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}; form-action \'none\'">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(f'{heading} · {pack.title} · {pack.subtitle}')}</title>"
    yield f"<style>\n{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>"
    yield "<header>"
    yield f'<p class="publication">{_name(pack.title)}</p>'
    yield f"<h1>{_text(heading)}</h1>"
    yield f'<p class="period">{_text(pack.subtitle)}</p>'
    yield from _note(pack.note, words)
    yield from _facts(pack)
    if not pack.empty:
        yield from _contents(pack)
    yield "</header>\n<main>"
    yield from _since(pack)
    if pack.empty:
        yield f'<section class="empty"><p>{_text(pack.empty)}</p></section>'
    for block in pack.blocks:
        yield from _block(block, words)
    yield from _decisions(pack)
    yield "</main>"
    yield f'<script type="application/json" id="charts">{_data(_charts(pack))}</script>'
    yield f"<script>{script}</script>\n</body>\n</html>\n"


def _facts(pack: Pack) -> Iterator[str]:
    yield f'<section class="facts" aria-labelledby="facts"><h2 id="facts">{_text(pack.words("pack.facts"))}</h2><dl>'
    for name, value in pack.facts:
        link = value.startswith(("http://", "https://"))
        said = f'<a href="{escape(value)}" rel="noreferrer">{_text(value)}</a>' if link else _name(value)
        yield f"<div><dt>{_text(name)}</dt><dd>{said}</dd></div>"
    yield "</dl></section>"


def _contents(pack: Pack) -> Iterator[str]:
    parts = [(f"block-{block.name}", block.heading) for block in pack.blocks]
    if pack.since_day:
        parts.insert(0, ("since", pack.words("pack.since", day=pack.since_day)))
    if pack.decisions:
        parts.append(("decisions", pack.words("pack.decisions")))
    name = _text(pack.words("pack.print.contents"))
    yield f'<nav aria-label="{name}"><ul>'
    yield from (f'<li><a href="#{to}">{_text(heading)}</a></li>' for to, heading in parts)
    yield "</ul></nav>"


def _since(pack: Pack) -> Iterator[str]:
    if pack.since_day is None:
        return
    words = pack.words
    yield from _section("since", words("pack.since", day=pack.since_day))
    if pack.since:
        yield '<ol class="followed">'
        yield from (f"<li>{_followed(moved, words)}</li>" for moved in pack.since)
        yield "</ol>"
    if pack.since_figures:
        yield f"<h3>{_text(words('pack.since_figures'))}</h3>"
        yield from _list(pack.since_figures)
    yield "</section>"


def _followed(moved: Moved, words: Words) -> str:
    below = "<br>".join(_text(line) for line in (promised(moved.decision, words), *moved.before) if line)
    return f'<p dir="auto">{_text(moved.decision.text)}</p><p class="quiet">{below}</p>'


def _block(block: Block, words: Words) -> Iterator[str]:
    yield from _section(f"block-{block.name}", block.heading)
    yield from _note(block.note, words)
    if block.sentences:
        yield from _list(block.sentences)
    for exhibit in block.exhibits:
        yield from _exhibit(block, exhibit, words)
    yield "</section>"


def _exhibit(block: Block, exhibit: Exhibit, words: Words) -> Iterator[str]:
    place = _id(block, exhibit)
    yield f'<figure aria-labelledby="{place}-title"><h3 id="{place}-title">{_text(exhibit.title)}</h3>'
    if exhibit.chart is None:
        yield from _table(exhibit.table, words)
    else:
        source = base64.b64encode(drawing(exhibit.chart, _WIDTH).svg.encode()).decode()
        yield f'<div class="chart" id="{place}">'
        yield f'<img src="data:image/svg+xml;base64,{source}" alt="{escape(exhibit.alt)}"></div>'
        if exhibit.note:
            yield f'<figcaption class="quiet">{_text(exhibit.note)}</figcaption>'
    yield '<div class="folded">'
    if exhibit.chart is not None:
        yield f'<details class="rows"><summary>{_text(words("card.table"))}</summary>'
        yield from _table(exhibit.table, words)
        yield "</details>"
    if exhibit.about:
        about = _text(words("pack.about"))
        yield f'<details class="about"><summary>{about}</summary><p class="quiet">{_text(exhibit.about)}</p></details>'
    yield "</div></figure>"


def _table(table: Table, words: Words) -> Iterator[str]:
    kinds = [' class="number"' if numeric else "" for numeric in table.numeric]
    yield '<div class="wide" tabindex="0"><table><thead><tr>'
    yield from (f'<th scope="col"{kind}>{_text(name)}</th>' for name, kind in zip(table.columns, kinds, strict=True))
    yield "</tr></thead><tbody>"
    for row in table.rows:
        cells = (f"<td{kind or _kind(cell)}>{_name(cell)}</td>" for cell, kind in zip(row, kinds, strict=True))
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table></div>"
    if table.more:
        yield f'<p class="quiet">{_text(words("pack.more", n=table.more))}</p>'


def _kind(cell: str) -> str:
    return ' class="whole"' if len(cell) < _SHORT else ' class="long"' if len(cell) > _LONG else ""


def _decisions(pack: Pack) -> Iterator[str]:
    if not pack.decisions:
        return
    words = pack.words
    yield from _section("decisions", words("pack.decisions"))
    yield from _table(
        Table(
            (words("pack.decision"), words("pack.owner"), words("pack.due")),
            tuple((decision.text, decision.owner, due(decision, words)) for decision in pack.decisions),
            (False, False, False),
        ),
        words,
    )
    yield "</section>"


def _section(name: str, heading: str) -> Iterator[str]:
    yield f'<section id="{name}" aria-labelledby="{name}-title"><h2 id="{name}-title">{_text(heading)}</h2>'


def _note(note: str, words: Words) -> Iterator[str]:
    if note:
        name = escape(words("pack.note"))
        yield f'<aside class="note" aria-label="{name}"><p dir="auto">{_text(note)}</p></aside>'


def _list(sentences: Iterable[str]) -> Iterator[str]:
    yield "<ul>"
    yield from (f"<li>{_text(sentence)}</li>" for sentence in sentences)
    yield "</ul>"


def _text(text: str) -> str:
    """As text, whatever it holds; without the characters that turn what stands around them."""
    return escape(_TURNING.sub("", text))


def _name(text: str) -> str:
    """A text of its own, that may run from right to left in a page that does not."""
    return f"<bdi>{_text(text)}</bdi>"


def _id(block: Block, exhibit: Exhibit) -> str:
    return f"chart-{block.name}-{exhibit.name.replace('.', '-')}"


def _charts(pack: Pack) -> dict[str, Any]:
    return {
        _id(block, exhibit): {"wide": _spec(exhibit.chart), "narrow": _spec(exhibit.narrow or exhibit.chart)}
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
