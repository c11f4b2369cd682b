"""The plan and the trial of its forecast on small tables, with every number worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from dashboard.filters import Filters
from dashboard.plan import attainment
from dashboard.settings import Settings
from dashboard.warehouse import Snapshot
from tests.figures import fill
from tests.plain_reader import Article

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

# The second quarter of 2026 has 91 days, thirteen weeks; on 10 May forty are gone and 51 are left.
AS_OF = date(2026, 5, 10)
PLAN = {
    "section": {"geld": 0.5, "werk": 0.25, "zorg": 0.1},
    "audience": {"BAAS": 1.0},
    "tag": {"AI": 0.2},
    "volume": {"per_week": 2},
}


def articles() -> list[Article]:
    """Twelve came out in the quarter: 7 on geld, 4 on werk, 1 without a section; before it a few, after as_of three."""
    found = [Article("first.md", day=date(2026, 1, 1), section="geld", audience="BAAS")]
    found += [
        Article(f"march-{n}.md", day=date(2026, 3, 20 + n), section="werk", audience="BAAS", tags={"ai": "AI"})
        for n in range(3)
    ]
    found += [Article(f"geld-{n}.md", day=date(2026, 4, 1 + n), section="geld", audience="BAAS") for n in range(7)]
    found += [Article(f"werk-{n}.md", day=date(2026, 5, 1 + n), section="werk", tags={"ai": "AI"}) for n in range(4)]
    found += [Article("none.md", day=date(2026, 5, 10), audience="STARTER")]
    found += [Article("ahead-1.md", day=date(2026, 5, 11), section="werk")]
    found += [Article("ahead-2.md", day=date(2026, 6, 30), section="zorg", audience="BAAS")]
    found += [Article("later.md", day=date(2026, 7, 1), section="werk")]
    found += [
        Article("draft.md", day=date(2026, 5, 1), section="zorg", draft=True),
        Article("no-day.md", section="zorg"),
    ]
    return found


def asked(
    folder: Path, query: str, filters: Filters, as_of: date, found: list[Article], **targets: Any
) -> pd.DataFrame:
    database = fill(folder / "hand.duckdb", found)
    return Snapshot(database).frame(query, filters.parameters(as_of, Settings(targets=targets)))


def values(frame: pd.DataFrame, *columns: str) -> list[list[Any]]:
    """As a table: numbers to six digits, None where there is none."""
    shown = frame[list(columns)].round(6)
    return shown.astype(object).where(shown.notna(), None).to_numpy().tolist()


def test_every_number_of_a_plan(tmp_path: Path) -> None:
    """2 a week for 13 weeks are 26; of that half is 13 and a quarter 6.5; 40/91 of it should be there by now."""
    frame = asked(tmp_path, "plan", Filters("quarter"), AS_OF, articles(), **PLAN)
    assert values(frame, "field", "category", "articles", "n", "target", "attained", "scheduled", "short") == [
        ["volume", "", 12, 12, 26.0, 12.0, 2, 12.0],
        ["section", "zorg", 0, 12, 2.6, 0.0, 1, 1.6],
        ["section", "werk", 4, 12, 6.5, 4.0, 1, 1.5],  # 1.1 more than what is due
        ["section", "geld", 7, 12, 13.0, 7.0, 0, 6.0],  # 1.3 more
        ["section", "", 1, 12, None, None, 0, None],
        ["audience", "BAAS", 7, 12, 26.0, 7.0, 1, 18.0],
        ["audience", "", 4, 12, None, None, 1, None],
        ["audience", "STARTER", 1, 12, None, None, 0, None],
        ["tag", "ai", 4, 12, 5.2, 4.0, 0, 1.2],
    ]
    rows = {(row["field"], row["category"]): row for row in frame.to_dict("records")}
    shares = {place: row["share"] for place, row in rows.items() if row["field"] == "section"}
    assert shares == {
        ("section", "zorg"): 0,
        ("section", "geld"): 7 / 12,
        ("section", "werk"): 1 / 3,
        ("section", ""): 1 / 12,
    }
    due = {place: round(row["due"], 6) for place, row in rows.items() if row["due"] == row["due"]}
    assert due == {
        ("volume", ""): 11.428571,  # 26 × 40/91 = 80/7
        ("section", "zorg"): 1.142857,  # 8/7
        ("section", "geld"): 5.714286,  # 40/7
        ("section", "werk"): 2.857143,  # 20/7
        ("audience", "BAAS"): 11.428571,
        ("tag", "ai"): 2.285714,  # 16/7
    }
    needed = {place: round(row["needed_per_week"], 6) for place, row in rows.items() if row["target"] == row["target"]}
    assert needed == {  # 51 days are 7.285714 weeks
        ("volume", ""): 1.647059,  # 12 × 7 / 51
        ("section", "zorg"): 0.219608,
        ("section", "geld"): 0.823529,
        ("section", "werk"): 0.205882,
        ("audience", "BAAS"): 2.470588,
        ("tag", "ai"): 0.164706,
    }
    # The last eight complete weeks are 9 March to 3 May: 3 in March, 7 on geld in April, 3 on werk in May.
    assert rows["volume", ""]["usual_per_week"] == 13 / 8
    assert rows["section", "werk"]["usual_per_week"] == 6 / 8
    assert rows["section", "zorg"]["usual_per_week"] == 0
    assert attainment(frame[frame["field"] == "section"]) == 11 / (13 + 6.5 + 2.6)
    assert [str(day)[:10] for day in (frame["first_day"].iloc[0], frame["last_day"].iloc[0])] == [
        "2026-04-01",
        "2026-06-30",
    ]


def test_a_period_that_is_over(tmp_path: Path) -> None:
    """January to March: one on geld and three on werk of four; without a number the plan is a part of those four."""
    first_quarter = Filters("own", date(2026, 1, 1), date(2026, 3, 31))
    frame = asked(tmp_path, "plan", first_quarter, AS_OF, articles(), section={"geld": 0.75, "werk": 0.25})
    assert values(frame, "field", "category", "articles", "target", "attained", "due", "behind", "short") == [
        ["volume", "", 4, None, None, None, None, None],
        ["section", "geld", 1, 3.0, 1.0, 3.0, 2.0, 2.0],
        ["section", "werk", 3, 1.0, 1.0, 1.0, -2.0, 0.0],
        ["section", "", 0, None, None, None, None, None],
        ["audience", "BAAS", 4, None, None, None, None, None],
        ["audience", "STARTER", 0, None, None, None, None, None],
        ["audience", "", 0, None, None, None, None, None],
    ]
    assert frame["needed_per_week"].isna().all()
    assert attainment(frame[frame["field"] == "section"]) == 2 / 4  # the surplus on werk does not help geld


def test_every_number_of_a_trial(tmp_path: Path) -> None:
    """Periods of 112 days, on their way for 56: after none in eight weeks nothing is expected, and at most 2.

    With none in 56 days, 56 more bring 0, 1, 2 with the chances √½ = 0.707, √½/4 = 0.177 and 3√½/32 = 0.066: up to
    1 with 0.884 and up to 2 with 0.950, so that the ninetieth percentile is 2.
    """
    days = [date(2025, 12, 1), date(2025, 12, 2), date(2025, 8, 1), date(2025, 8, 2), date(2025, 8, 3)]
    found = [Article("first.md", day=date(2020, 1, 1)), *(Article(f"{day}.md", day=day) for day in days)]
    half_way = Filters("own", date(2026, 1, 1), date(2026, 4, 22))
    frame = asked(tmp_path, "backtest", half_way, date(2026, 2, 25), found)
    for column in ("first_day", "last_day", "until"):
        frame[column] = frame[column].astype(str).str[:10]
    columns = ["first_day", "last_day", "until", "published", "expected", "low", "high", "articles", "held", "before"]
    assert values(frame.head(4), *columns, "error", "last_error") == [
        ["2025-09-11", "2025-12-31", "2025-11-05", 0, 0.0, 0, 2, 2, True, 3, 2.0, 1],
        ["2025-05-22", "2025-09-10", "2025-07-16", 0, 0.0, 0, 2, 3, False, 0, 3.0, 3],
        ["2025-01-30", "2025-05-21", "2025-03-26", 0, 0.0, 0, 2, 0, True, 0, 0.0, 0],
        ["2024-10-10", "2025-01-29", "2024-12-04", 0, 0.0, 0, 2, 0, True, 0, 0.0, 0],
    ]
    assert len(frame) == 8
    assert (len(frame) - int(frame["held"].sum())) == 1


def test_what_had_come_out_stands_below_the_band(tmp_path: Path) -> None:
    """One a day for a year: half way there are 56, 56 more are expected, and it became 112."""
    start = date(2025, 1, 1)
    found = [Article(f"{n}.md", day=start + timedelta(days=n)) for n in range(421)]  # up to as_of
    half_way = Filters("own", date(2026, 1, 1), date(2026, 4, 22))
    (row, *_) = asked(tmp_path, "backtest", half_way, date(2026, 2, 25), found).to_dict("records")
    assert (row["published"], row["pace"], row["expected"], row["articles"], row["error"]) == (56, 1, 112, 112, 0)
    # Of 56 in 56 days and as many to come the variance is 56.5 × 2 = 113: 1.28 standard deviations are some 14.
    assert (row["low"], row["high"], row["held"]) == (99, 126, True)
