"""What a click on a mark opens, and what a download holds."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pytest

from dashboard.charts import LIGHT
from dashboard.context import PUBLISHED, Context
from dashboard.filters import Filters
from dashboard.settings import Settings
from dashboard.views.card import changes_for, picked_of
from dashboard.views.download import as_csv, as_xlsx, file_name
from dashboard.warehouse import Snapshot
from dashboard.words import Words, words
from tests.figures import fill
from tests.plain_reader import Article

AS_OF = date(2026, 3, 13)
OPENS: dict[str, Any] = {"status": PUBLISHED}


@dataclass
class Stub:
    filters: Filters = field(default_factory=Filters)
    as_of: date = AS_OF
    words: Words = field(default_factory=lambda: words("nl"))


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


def test_a_mark_of_a_language_or_a_status_opens_only_those() -> None:
    assert changes(Filters(), language="")["language"] == ("",)
    assert changes(Filters(), status="draft", first="2026-03-02", last="2026-03-08")["status"] == ("draft",)


def test_a_row_picks_what_its_mark_does() -> None:
    days = {"bucket": pd.Timestamp("2026-03-02"), "bucket_end": pd.Timestamp("2026-03-08")}
    picked = {"first": "2026-03-02", "last": "2026-03-08"}
    assert picked_of(days | {"articles": 3}) == picked
    assert picked_of(days | {"status": "draft"}) == picked | {"status": "draft"}
    assert picked_of(days | {"tag": "ai", "label": "AI"}) == picked | {"tag": "ai"}
    hour = {"weekday": 2, "hour": 9, "articles": 4, "with_time": 6, "n": 10}
    assert picked_of(hour) == {"weekday": 2, "hour": 9}
    assert picked_of(days | {"author": "Ada", "articles": 3}) == picked | {"author": "Ada"}
    silence = {"gap_from": days["bucket"], "gap_to": days["bucket_end"], "days": 6}
    assert picked_of(silence) == picked


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


def test_excel_holds_what_the_table_shows_and_runs_nothing() -> None:
    frame = pd.DataFrame(
        {
            "section": ["geld", "", "=1+1"],
            "state": ["quiet", "slowing", "quiet"],
            "articles": [3, 0, 12],
            "share": [0.25, 0.0, 0.75],
            "bucket": pd.to_datetime(["2026-01-02", None, "2026-03-29"]),
            "title": ["http://example.org", "x" * 40_000, "ë\n2"],
        }
    )
    content = as_xlsx(cast("Context", Stub()), frame)
    found = pd.read_excel(io.BytesIO(content), sheet_name=0)
    nl = words("nl")
    assert list(found.columns) == [nl(f"column.{name}") if nl.has(f"column.{name}") else name for name in frame.columns]
    rows = found.values.tolist()
    assert [row[0] for row in rows] == ["geld", nl("none.any"), "=1+1"]
    assert [row[1] for row in rows] == [nl("state.quiet"), nl("state.slowing"), nl("state.quiet")]
    assert [row[2:4] for row in rows] == [[3, 0.25], [0, 0], [12, 0.75]]
    assert [row[4] for row in rows][::2] == [pd.Timestamp("2026-01-02"), pd.Timestamp("2026-03-29")]
    assert [row[5] for row in rows] == ["http://example.org", "x" * 32_767, "ë\n2"]
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_no_rows_make_a_file_too() -> None:
    empty = pd.DataFrame({"section": pd.Series([], dtype="str"), "articles": pd.Series([], dtype="int")})
    assert as_xlsx(cast("Context", Stub()), empty).startswith(b"PK")
    assert b"section,articles" in as_csv(empty)


@pytest.mark.parametrize(
    ("filters", "name"),
    [
        (Filters(), "editorial-volume-2025-03-14-2026-03-13.csv"),
        (Filters(period="all"), "editorial-volume-begin-2026-03-13.csv"),
        (
            Filters(period="month", section=("geld", ""), tag=("ai & wet",)),
            "editorial-volume-2026-02-01-2026-02-28-section-geld-none-tag-ai-wet-@.csv",
        ),
        (Filters(tag=("../" * 200,)), "editorial-volume-2025-03-14-2026-03-13-tag-@.csv"),
        (Filters(section=("Zaïre שלום",)), "editorial-volume-2025-03-14-2026-03-13-section-zaïre-שלום.csv"),
        (Filters(tag=("a" * 200,)), f"editorial-volume-2025-03-14-2026-03-13-tag-{'a' * 57}-@.csv"),
    ],
)
def test_a_file_name_says_period_and_filters(filters: Filters, name: str) -> None:
    """@: six digits that tell apart what lost a sign."""
    found = file_name(cast("Context", Stub(filters)), "volume", "csv")
    assert re.fullmatch(re.escape(name).replace("@", "[0-9a-f]{6}"), found), found


def test_two_filters_never_have_one_file_name() -> None:
    tags = ["c", "c#", "c++", "🎉", "🎈", "a" * 150, "a" * 151]
    names = {file_name(cast("Context", Stub(Filters(tag=(tag,)))), "articles", "csv") for tag in tags}
    assert len(names) == len(tags)


def test_what_is_compared_has_both_periods_in_its_name() -> None:
    for compare, days in (("before", "2025-10-23-2025-12-31"), ("year", "2025-01-01-2025-03-13")):
        filters = Filters(period="quarter", compare=compare)
        found = file_name(cast("Context", Stub(filters)), "tag_bars", "csv", compared=True)
        assert found.startswith("editorial-tag-bars-2026-01-01-2026-03-13-before-")
        assert compare != "year" or days in found


def test_the_filters_in_words_set_apart_what_is_written_from_right_to_left(tmp_path: Path) -> None:
    article = Article("a.md", day=date(2026, 3, 2), section="שלום", tags={"ai": "ai"})
    snapshot = Snapshot(fill(tmp_path / "rtl.duckdb", [article]))
    filters = Filters(section=("שלום", "werk"), tag=("ai",))
    context = Context(words("nl"), LIGHT, Settings(), snapshot, filters, AS_OF)
    assert context.filters_text == ["Sectie: \u2068שלום\u2069, werk", "Tag: ai"]
