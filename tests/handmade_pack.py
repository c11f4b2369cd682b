"""A small pack from plain texts, for the tests of paper and slides: everything that a pack can hold, once."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from dashboard.charts import LIGHT
from dashboard.charts import volume as draw
from dashboard.pack.document import Block, Decision, Exhibit, Moved, Pack, Table
from dashboard.words import words
from tests import frames
from tests.conftest import HOME

if TYPE_CHECKING:
    from collections.abc import Iterator

HOSTILE = (
    "#panic()",
    '#import "@preview/x:1.0.0"',
    "$x$ en $ y",
    "@ref <label>",
    "*b* _c_ `d` = kop",
    "eind \\",
    "<script>alert(1)</script> &amp; ]]>",
    "{page} van {pages} {0}",
    "// niets /* hier */",
)
CONTROL = "a\x00b\x07c\x1bd\x7fe\ud800f\ufffeg"  # what is left of it: abcdefg
UNUSUAL = "🎉 漢字 عنوان עברית"


def pack(language: str = "nl", **changes: Any) -> Pack:
    """`changes`: fields of the pack."""
    reader = words(language)
    made = Pack(
        words=reader,
        title="De Proefkrant",
        subtitle="1 jan – 13 mrt 2026",
        facts=(
            ("Sectie", "groei, geld"),
            ("Peildag", "13 mrt 2026"),
            ("Link", "http://localhost:8501/?period=12m&tag="),
        ),
        blocks=(
            Block(
                "first", "Het eerste deel", ("Een zin die opvalt.", "Nog een."), (table(),), "Wat de redactie schreef."
            ),
            Block("second", "Het tweede deel", (), (figure(language),), "Ook hierbij een opmerking."),
        ),
        note="Welkom bij het overleg.",
        since_day=date(2026, 2, 13),
        since=(Moved(Decision("Meer over werk", "Noor", date(2026, 3, 2)), ("Werk: toen 11 %, nu 17 %.",)),),
        since_figures=("Gepubliceerd: toen 41, nu 35.",),
        since_heading="De cijfers van toen (december) en nu (maart)",
        decisions=(Decision("Twee stukken over geld", "Sam", date(2026, 4, 17)), Decision("De lijst nalopen")),
    )
    return replace(made, **changes)


def table(rows: int = 3, more: int = 0, **changes: Any) -> Exhibit:
    """An exhibit that is a table; its cells tell row and column."""
    cells = Table(
        ("Onderwerp", "Aantal"), tuple((f"rij {row}", f"{row},5") for row in range(1, rows + 1)), (False, True), more
    )
    made = Exhibit("table", "Wat er in de tabel staat", None, "Bij de tabel.", "", "Geteld over alles.", cells)
    return replace(made, **changes)


def figure(language: str = "nl", **changes: Any) -> Exhibit:
    """An exhibit with a chart: ten weeks."""
    chart = draw(frames.volume([3, 5, 0, 4, 6, 2, 5, 7, 4, 1]), words(language), LIGHT, "week")
    cells = Table(("Week van", "Stukken"), (("1 dec 2025", "3"), ("8 dec 2025", "5")), (False, True), 8)
    made = Exhibit(
        "volume", "Gemiddeld vier per week", chart, "Staven tellen stukken.", "Tien weken.", "Per week.", cells
    )
    return replace(made, **changes)


def with_exhibit(exhibit: Exhibit, **changes: Any) -> Pack:
    """A pack of this exhibit alone."""
    alone = {"note": "", "since": (), "since_figures": (), "decisions": ()}
    return pack(blocks=(Block("only", "Het enige deel", (), (exhibit,)),), **{**alone, **changes})


def digests(kind: str) -> Iterator[str]:
    """Of the same pack, made by two processes."""
    code = (
        f"import hashlib, tests.handmade_pack as h, dashboard.pack.{kind} as k;"
        "print(hashlib.sha256(k.render(h.pack())).hexdigest())"
    )
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONPATH": str(HOME), "PYTHONHASHSEED": seed, "TZ": f"Etc/GMT-{seed}"}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        yield done.stdout.strip()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
