"""Every number of the pages, for real folders and many states of the filter bar, is what a plain count gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from dashboard.filters import COMPARISONS, GRANULARITIES, PERIODS, STATUSES, Filters
from dashboard.loader import load
from dashboard.resources import SAMPLE
from dashboard.settings import Settings, read_settings
from dashboard.warehouse import Snapshot
from tests.conftest import CORPORA
from tests.figures import check, parameters
from tests.plain_reader import Article, read_folder

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Folder:
    content: Path
    as_of: date
    section: str
    audience: str
    tag: str
    other_tag: str
    search: str
    own: tuple[date, date]
    collection: str | None = None

    def between(self, **others: Any) -> Filters:
        """Its own days."""
        return Filters("own", *self.own).with_(**others)


@dataclass(frozen=True)
class Loaded:
    folder: Folder
    settings: Settings
    snapshot: Snapshot
    articles: list[Article]


FOLDERS = {
    "sample": Folder(
        SAMPLE,
        date(2026, 3, 13),
        "regels",
        "STARTER",
        "ai-strategie",
        "avg",
        "KLÉIN",
        (date(2024, 3, 31), date(2025, 5, 1)),
    ),
    "18f": Folder(
        CORPORA / "18f" / "posts",
        date(2026, 11, 21),
        "posts",
        "nobody",
        "how-we-work",
        "agile",
        "Government",
        (date(2015, 2, 17), date(2016, 6, 30)),
        collection="posts",
    ),
    "seeds": Folder(
        CORPORA / "seeds",
        date(2026, 2, 27),
        "groei",
        "BESLISSER",
        "ai-strategie",
        "cloud",
        "financiele",
        (date(2026, 2, 1), date(2026, 2, 26)),
    ),
}

PLAN = (("section", "werk", "0.3"), ("section", "sport", "0.1"), ("audience", "STARTER", "0.2"), ("tag", "avg", "0.1"))
PLAN += (("tag", "nowhere", "0.05"), ("tag", "how-we-work", "0.5"))
HIDDEN = (("groei", None, "boekhouding", "because"), (None, "STARTER", "avg", "so"))
REQUIRED = (("regels", "STARTER", None), (None, "STARTER", "avg"), ("geld", None, "nowhere"), (None, None, "agile"))

# What is asked of each query beside the filters.
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("totals", {}),
    ("cadence", {}),
    ("tags", {}),
    ("balance", {}),
    ("drafts", {}),
    ("articles", {}),
    *(("volume", {"granularity": granularity}) for granularity in GRANULARITIES),
    ("volume_by", {"granularity": "week", "split": "section"}),
    ("volume_by", {"granularity": "month", "split": "audience"}),
    ("volume_by", {"granularity": "quarter", "split": "language"}),
    ("volume_by", {"granularity": "month", "split": "tag"}),
    ("volume_by", {"granularity": "quarter", "split": "author", "top": 3}),
    ("volume_by", {"granularity": "year", "split": "status"}),
    ("compared", {"granularity": "week"}),
    ("compared", {"granularity": "quarter"}),
    ("gaps", {}),
    ("hours", {}),
    ("stories", {}),
    ("rising", {}),
    ("tags_agreed", {"agreed": ("ai-strategie", "how-we-work", "nowhere")}),
    ("tag_pairs", {"top": 12}),
    *(("evenness", {"by": by}) for by in ("section", "audience")),
    ("missing_tags", {"cell_section": "geld", "cell_audience": "STARTER"}),
    ("missing_tags", {"cell_section": "posts", "cell_audience": ""}),
    ("gap_cells", {}),
    ("gap_cells", {"targets": PLAN, "hidden": HIDDEN}),
    *(("gap_heat", {"by": by, "top": top}) for by, top in (("section", 12), ("audience", 3))),
    ("gap_heat", {"against": "planned", "targets": PLAN, "hidden": HIDDEN}),
    ("required_cells", {"required": REQUIRED}),
    ("one_audience", {}),
    ("plan", {"targets": PLAN, "per_week": 5}),
    ("plan", {"targets": PLAN, "per_month": 22.5}),
    ("plan", {"targets": PLAN}),
    ("forecast", {"per_week": 5}),
    ("forecast", {"per_month": 22.5}),
    ("backtest", {}),
    ("tag_trend", {"granularity": "month", "top": 9}),
    ("tag_trend", {"granularity": "week", "top": 3}),
    *(("shares", {"by": by}) for by in ("section", "audience", "language")),
    *(("draft_share", {"by": by}) for by in ("all", "section", "audience", "tag", "month")),
    ("ahead", {}),
    ("schedule", {}),
    *(("review_shares", {"by": by}) for by in ("section", "audience")),
    *(("review_volume", {"granularity": granularity}) for granularity in ("week", "month", "quarter")),
]

State = Callable[[Folder], Filters]


def compared(period: str, comparison: str) -> State:
    return lambda folder: folder.between(period=period, compare=comparison)


def with_status(status: str) -> State:
    return lambda _: Filters("all", status=(status,))


STATES: dict[str, State] = {
    f"{period}, {comparison}": compared(period, comparison) for period in PERIODS for comparison in COMPARISONS
}
STATES |= {
    "from": lambda folder: Filters("own", start=folder.own[0]),
    "to": lambda folder: Filters("own", end=folder.own[1]),
    "own without days": lambda _: Filters("own"),
    "one day": lambda folder: Filters("own", folder.own[1], folder.own[1]),
    "ends before it begins": lambda folder: Filters("own", folder.own[1], folder.own[0]),
    "ends after as_of": lambda folder: Filters("own", folder.own[0], date(2027, 6, 30)),
    "begins after as_of": lambda _: Filters("own", date(2027, 1, 1), date(2027, 6, 30)),
    "section": lambda folder: Filters("all", section=(folder.section,)),
    "no section": lambda _: Filters("all", section=("",)),
    "a section or none": lambda folder: Filters("12m", section=(folder.section, "")),
    "audience": lambda folder: Filters("all", audience=(folder.audience,)),
    "no audience": lambda _: Filters("all", audience=("",)),
    "tag": lambda folder: Filters("all", tag=(folder.tag,)),
    "no tags": lambda _: Filters("all", tag=("",)),
    "two tags": lambda folder: folder.between(tag=(folder.tag, folder.other_tag)),
    "a tag or none": lambda folder: Filters("all", tag=(folder.tag, "")),
    "language": lambda _: Filters("all", language=("en",)),
    "no language": lambda _: Filters("all", language=("",)),
    "section and audience": lambda folder: Filters("all", section=(folder.section,), audience=(folder.audience,)),
    "section and tag": lambda folder: folder.between(section=(folder.section,), tag=(folder.tag,)),
    "audience and status": lambda folder: Filters("all", audience=(folder.audience,), status=("published", "draft")),
    "nothing left": lambda _: Filters("12m", section=("no such section",)),
    **{status: with_status(status) for status in STATUSES},
}

AS_OF = {
    "before the first article": date(2013, 12, 31),
    "leap day": date(2024, 2, 29),
    "the last day of the quarter": date(2025, 3, 31),
    "a Sunday": date(2026, 3, 15),
    "the day after a week": date(2026, 3, 16),
    "week 53": date(2026, 12, 31),
    "the Sunday of week 53": date(2027, 1, 3),
    "week 1": date(2027, 1, 4),
}


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Loaded]:
    """Each folder by name, loaded once."""

    @cache
    def by_name(name: str) -> Loaded:
        folder = FOLDERS[name]
        settings = read_settings(folder.content, environment={})
        database = tmp_path_factory.mktemp("figures") / "editorial.duckdb"
        load(folder.content, database, settings)
        articles = read_folder(folder.content, settings.zone, settings.tag_aliases, folder.collection)
        return Loaded(folder, settings, Snapshot(database), articles)

    def get(name: str) -> Loaded:
        if not FOLDERS[name].content.is_dir():
            pytest.skip("the corpora are not beside this checkout")
        return by_name(name)

    return get


def ask_everything(folder: Loaded, filters: Filters, as_of: date) -> None:
    p = parameters(as_of, filters, folder.settings)
    for name, own in QUESTIONS:
        check(folder.snapshot, folder.articles, name, p | own)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", FOLDERS)
def test_filters(loaded: Callable[[str], Loaded], name: str, state: str) -> None:
    folder = loaded(name)
    ask_everything(folder, STATES[state](folder.folder), folder.folder.as_of)


@pytest.mark.parametrize("day", AS_OF)
@pytest.mark.parametrize("period", ["4w", "12m", "all"])
@pytest.mark.parametrize("name", FOLDERS)
def test_as_of(loaded: Callable[[str], Loaded], name: str, period: str, day: str) -> None:
    ask_everything(loaded(name), Filters(period), AS_OF[day])


@pytest.mark.parametrize("name", FOLDERS)
def test_search(loaded: Callable[[str], Loaded], name: str) -> None:
    folder = loaded(name)
    search = folder.folder.search
    found = check(folder.snapshot, folder.articles, "articles", parameters(folder.folder.as_of, search=search))
    assert 0 < len(found) < len(folder.articles) or name == "seeds"
    assert found
    p = parameters(folder.folder.as_of)
    assert not check(folder.snapshot, folder.articles, "articles", p | {"search": "zeppelinkassa"})
    check(folder.snapshot, folder.articles, "articles", p | {"search": folder.folder.tag})


@pytest.mark.parametrize("name", FOLDERS)
def test_neighbours(loaded: Callable[[str], Loaded], name: str) -> None:
    folder = loaded(name)
    for article in folder.articles[:: max(1, len(folder.articles) // 25)]:
        p = parameters(folder.folder.as_of, path=article.path)
        assert check(folder.snapshot, folder.articles, "neighbours", p) or name == "seeds"


@pytest.mark.parametrize("name", FOLDERS)
def test_nothing_vanishes(loaded: Callable[[str], Loaded], name: str) -> None:
    """Drafts, scheduled, undated and published articles are all there is."""
    folder = loaded(name)
    totals = folder.snapshot.row("totals", parameters(folder.folder.as_of))
    parts = ("published", "drafts_waiting", "scheduled", "undated")
    assert sum(totals[part] for part in parts) == len(folder.articles)
    for granularity in GRANULARITIES:
        volume = folder.snapshot.frame("volume", parameters(folder.folder.as_of, granularity=granularity))
        assert volume["articles"].sum() == totals["published"]


def test_the_sample_by_eye(loaded: Callable[[str], Loaded]) -> None:
    """Counted with grep in the folder itself."""
    folder = loaded("sample")
    as_of = folder.folder.as_of
    totals = folder.snapshot.row("totals", parameters(as_of))
    assert totals == {
        "published": 450,
        "published_before": None,
        "drafts": 22,
        "drafts_waiting": 22,
        "scheduled": 7,
        "undated": 3,
        "expired": 0,
    }
    balance = folder.snapshot.frame("balance", parameters(as_of))
    cell = balance[(balance["section"] == "regels") & (balance["audience"] == "STARTER")]
    assert list(cell["articles"]) == [0]


def test_one_section_still_shows_the_audience_it_never_served(loaded: Callable[[str], Loaded]) -> None:
    folder = loaded("sample")
    p = parameters(folder.folder.as_of, Filters("all", section=("regels",)))  # no targets in these settings
    assert not p["intended_audiences"]
    served = {row["audience"]: row["articles"] for row in check(folder.snapshot, folder.articles, "balance", p)}
    assert served["STARTER"] == 0
    assert served["BESLISSER"] > 0


def test_18f_a_long_silence_is_drawn(loaded: Callable[[str], Loaded]) -> None:
    """Nothing since 10 December 2024: two years of weeks with 0, and a running gap."""
    folder = loaded("18f")
    p = parameters(date(2026, 11, 21), granularity="month")
    months = folder.snapshot.frame("volume", p)
    assert str(months["bucket"].iloc[-1].date()) == "2026-11-01"
    assert list(months["articles"].iloc[-23:]) == [0] * 23
    assert not months["complete"].iloc[-1]
    cadence = folder.snapshot.row("cadence", p)
    assert (cadence["last_on"], cadence["running_gap"], cadence["streak"]) == (date(2024, 12, 10), 711, 0)
