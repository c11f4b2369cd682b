"""A pack about what is still to come, where nothing was published: it shows that, and says that nothing came out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from dashboard import charts
from dashboard.charts import LIGHT
from dashboard.pack.make import make_pack
from dashboard.settings import Settings
from dashboard.words import words
from tests.packing import AS_OF, by_hand
from tests.plain_reader import Article

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = [Article(f"{n}.md", day=AS_OF - timedelta(days=n + 1), section="geld", title=f"Was {n}") for n in range(12)]
DRAFTS = [
    Article(f"draft{n}.md", draft=True, section="geld", created=AS_OF - timedelta(days=40 + n)) for n in range(12)
]
LATER = [
    Article(f"later{n}.md", day=AS_OF + timedelta(days=4 * n), section="geld", title=f"Later {n}") for n in range(1, 13)
]
AHEAD: dict[str, Any] = {"period": "own", "start": AS_OF + timedelta(days=1), "end": AS_OF + timedelta(days=60)}
NL = words("nl")


@pytest.mark.parametrize(
    ("articles", "filters", "names"),
    [
        ([*BEFORE, *LATER], AHEAD, ["drafts", "calendar", "plan"]),
        ([*BEFORE, *DRAFTS], {"status": ("draft",)}, ["drafts"]),
        (LATER, {}, ["drafts", "calendar"]),
    ],
)
def test_what_is_to_come_is_shown(
    tmp_path: Path, articles: list[Article], filters: dict[str, Any], names: list[str]
) -> None:
    context = by_hand(tmp_path / "x.duckdb", articles, **filters)
    context = replace(context, settings=Settings(targets={"section": {"geld": 1.0}, "volume": {"per_week": 3}}))
    pack = make_pack(context, ["overview", "topics", *names])
    assert pack.empty == ""
    assert [block.name for block in pack.blocks] == names
    assert all(block.exhibits for block in pack.blocks)
    assert "gepubliceerd" in pack.blocks[0].sentences[0]


@pytest.mark.parametrize(
    "filters",
    [
        {"period": "own", "start": date(2020, 1, 1), "end": date(2020, 2, 1)},  # over, and nothing came out
        {"section": ("niets",), "period": "own", "start": AHEAD["start"], "end": AHEAD["end"]},  # nothing is to come
    ],
)
def test_else_it_is_one_page_that_says_so(tmp_path: Path, filters: dict[str, Any]) -> None:
    pack = make_pack(
        by_hand(tmp_path / "x.duckdb", [*BEFORE, *DRAFTS, *LATER], **filters), ["drafts", "calendar", "plan"]
    )
    assert pack.empty
    assert pack.blocks == ()


def test_of_many_sections_the_largest_moves_are_drawn() -> None:
    """In the order of the table, with how many there are besides."""
    n = 40
    frame = pd.DataFrame(
        {
            "category": [f"s{k:02}" for k in range(n)],
            "articles": 10,
            "n": 400,
            "share": [0.025] * n,
            "before": 10,
            "before_n": 400,
            "before_share": [0.025 - (k - 20) / 1000 for k in range(n)],
            "points": [(k - 20) / 10 for k in range(n)],
            "state": "usual",
        }
    ).sort_values("points", ascending=False)
    spec = charts.review_shares(frame, NL, LIGHT, "section", ("nu", "eerder")).to_dict()
    drawn = {row["section"] for rows in spec["datasets"].values() for row in rows if "section" in row}
    largest = frame.assign(size=frame["points"].abs()).nlargest(12, "size")
    assert drawn == set(largest["category"])
    assert NL("chart.left_out", n=n - 12) in str(spec)
