"""What a click on a mark opens, and what a download holds."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import pandas as pd
import pytest

from dashboard.filters import Filters
from dashboard.views.card import as_csv, changes_for, file_name
from dashboard.views.context import PUBLISHED, Context

AS_OF = date(2026, 3, 13)
OPENS: dict[str, Any] = {"status": PUBLISHED}


@dataclass
class Stub:
    filters: Filters
    as_of: date = AS_OF


def changes(filters: Filters, **picked: Any) -> dict[str, Any]:
    return changes_for(cast("Context", Stub(filters)), picked, OPENS)


def test_a_bar_opens_its_days_within_the_period() -> None:
    found = changes(Filters(), first="2025-03-10", last="2025-03-16")
    assert (found["period"], found["start"], found["end"]) == ("own", date(2025, 3, 14), date(2025, 3, 16))
    found = changes(Filters(period="all"), first="2026-03-09", last="2026-03-15")
    assert (found["start"], found["end"]) == (date(2026, 3, 9), date(2026, 3, 15))


def test_a_cell_opens_its_section_and_audience_also_without_a_name() -> None:
    found = changes(Filters(section=("werk", "geld")), section="geld", audience="")
    assert (found["section"], found["audience"]) == (("geld",), ("",))


def test_a_status_that_is_chosen_is_not_widened() -> None:
    assert changes(Filters(), tag="ai")["status"] == PUBLISHED
    assert changes(Filters(status=("expired", "draft")), tag="ai")["status"] == ("expired",)


def test_a_tag_beside_a_chosen_tag_does_not_replace_it() -> None:
    assert changes(Filters(), tag="ai")["tag"] == ("ai",)
    assert "tag" not in changes(Filters(tag=("avg",)), tag="ai")


def test_csv_holds_every_row_and_runs_nothing() -> None:
    frame = pd.DataFrame(
        {
            "title": ["=1+1", "@x", "-3", "+4", "\tx", 'plain; "quoted"', "ë\n2"],
            "tags": [["a", "b"], [], ["=x"], ["c"], ["d"], ["e"], ["f"]],
            "n": range(7),
            "day": pd.to_datetime(["2026-01-02"] * 7),
        }
    )
    content = as_csv(frame)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["title"] for row in rows] == ["'=1+1", "'@x", "'-3", "'+4", "'\tx", 'plain; "quoted"', "ë\n2"]
    assert [row["tags"] for row in rows[:3]] == ["a, b", "", "'=x"]
    assert [row["n"] for row in rows] == list("0123456")
    assert rows[0]["day"] == "2026-01-02"


@pytest.mark.parametrize(
    ("filters", "name"),
    [
        (Filters(), "editorial-volume-2025-03-14-2026-03-13.csv"),
        (Filters(period="all"), "editorial-volume-begin-2026-03-13.csv"),
        (
            Filters(period="month", section=("geld", ""), tag=("ai & wet",)),
            "editorial-volume-2026-02-01-2026-02-28-section-geld-none-tag-ai-wet.csv",
        ),
        (Filters(tag=("../" * 200,)), "editorial-volume-2025-03-14-2026-03-13-tag.csv"),
    ],
)
def test_a_file_name_says_period_and_filters(filters: Filters, name: str) -> None:
    assert file_name(cast("Context", Stub(filters)), "volume") == name
