"""A pack on paper: A4, vectors, text that can be selected. Typst sets it with the fonts that it brings.

Only a pack with letters that these lack, as emoji or Chinese, may take the fonts of this machine: then the same pack
is the same file on one machine, and not on every one. What the pack says reaches the template as data, never as
markup; the template is pack.typ.
"""

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dashboard.charts import LIGHT
from dashboard.pack.document import Block, Exhibit, Pack
from dashboard.pack.drawn import drawing
from dashboard.pack.plain import decided, plain, require

_TEMPLATE = Path(__file__).with_name("pack.typ")
_WIDTH, _HIGHEST = 482.0, 500.0  # points: what A4 leaves between the margins, and what a chart may take of its height
_PIXELS = 700  # of a chart over that width: its labels become 8 points
_TALL, _PIXELS_TALL = 500, 840  # of a chart full of text, a calendar: its labels become 7 points, and more of them fits
# What is in none of Typst's own fonts: Latin, Greek, Cyrillic, Armenian and Hebrew are, and the usual signs.
_UNUSUAL = re.compile("[^\0-\u04ff\u0531-\u05f4\u1e00-\u20cf\u2150-\u222e\u2241-\u226b\u2500-\u25ff\ufeff]")
_HEAD = 80  # letters of each half of the line above a page


def render(pack: Pack) -> bytes:
    """The same bytes for the same pack. Raises DashboardError where the extra is not installed."""
    require("typst", "vl_convert")
    import typst

    with TemporaryDirectory() as folder:
        root = Path(folder)
        said = json.dumps(_said(plain(pack), root), ensure_ascii=False)
        (root / "pack.json").write_text(said, encoding="utf-8")
        template = root / _TEMPLATE.name
        template.write_bytes(_TEMPLATE.read_bytes())
        made = typst.compile(
            str(template), root=str(root), format="pdf", ignore_system_fonts=_UNUSUAL.search(said) is None
        )
    assert isinstance(made, bytes)
    return made


def _said(pack: Pack, root: Path) -> dict[str, Any]:
    """The pack as the template reads it; its charts become files in `root`."""
    words = pack.words
    return {
        "language": words.language,
        "title": pack.title,
        "subtitle": pack.subtitle,
        "head": [_short(pack.title), _short(pack.subtitle)],
        "look": {name: getattr(LIGHT, name) for name in ("text", "muted", "rule", "blue")},
        "words": {
            "page": words("pack.print.page", page="{page}", pages="{pages}"),
            "kind": words("page.pack.title"),
            "figures": words("pack.print.figures"),
            "note": words("pack.note"),
            "since_figures": pack.since_heading,
            "decisions": pack.decisions_heading,
            "columns": decided(pack).columns,
        },
        "facts": pack.facts,
        "empty": pack.empty,
        "note": pack.note,
        "since": _since(pack),
        "blocks": [_block(block, pack, root) for block in pack.blocks],
        "decisions": decided(pack).rows,
    }


def _since(pack: Pack) -> dict[str, Any] | None:
    if not pack.looks_back:
        return None
    groups = [
        {
            "heading": pack.words(heading),
            "moved": [{"decision": m.decision.text, "by": m.by, "sentences": m.before} for m in moved],
        }
        for heading, moved in pack.followed
    ]
    return {"heading": pack.words("pack.since", day=pack.since_day), "figures": pack.since_figures, "groups": groups}


def _block(block: Block, pack: Pack, root: Path) -> dict[str, Any]:
    exhibits = [_exhibit(exhibit, pack, root) for exhibit in block.exhibits]
    return {"heading": block.heading, "sentences": block.sentences, "note": block.note, "exhibits": exhibits}


def _exhibit(exhibit: Exhibit, pack: Pack, root: Path) -> dict[str, Any]:
    table = exhibit.beside
    return {
        "title": exhibit.title,
        "note": exhibit.note,
        "about": exhibit.about,
        "chart": _chart(exhibit, pack, root),
        "columns": table.columns if table.rows else (),
        "rows": table.rows,
        "numeric": table.numeric,
        "more": pack.words("pack.more", n=table.more) if table.more else "",
    }


def _chart(exhibit: Exhibit, pack: Pack, root: Path) -> dict[str, Any] | None:
    if exhibit.chart is None:
        return None
    drawn = drawing(exhibit.chart, pack.words, _PIXELS)
    if drawn.height > _TALL or exhibit.least > _PIXELS:
        drawn = drawing(exhibit.chart, pack.words, _PIXELS_TALL)
    scale = min(_WIDTH / drawn.width, _HIGHEST / drawn.height)
    file = root / f"{len(list(root.iterdir()))}.pdf"
    file.write_bytes(drawn.pdf())
    size = {"width": drawn.width * scale, "height": drawn.height * scale}
    return {"file": file.name, "alt": exhibit.alt, **size}


def _short(text: str) -> str:
    return text if len(text) <= _HEAD else text[: _HEAD - 1].rstrip() + "…"
