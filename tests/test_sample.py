"""The sample content is what its generator writes, and shows what the dashboard claims to find."""

from __future__ import annotations

import importlib
import re
import tomllib
import unicodedata
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

DATA = Path(__file__).parent.parent / "data"
ARTICLES = DATA / "articles"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
AS_OF = date(2026, 3, 13)
FRONT_MATTER = re.compile(r"---\n(.*?\n)---\n(.*)", re.DOTALL)

Article = dict[str, Any]


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def parse(content: bytes) -> Article:
    found = FRONT_MATTER.match(content.decode("utf-8"))
    if not found:
        raise ValueError("no front matter")
    meta = yaml.safe_load(found[1])
    if not isinstance(meta, dict):
        raise ValueError("front matter is no mapping")
    return meta | {"body": found[2]}


def tag_key(tag: str) -> str:
    return re.sub(r"[-_\s]+", " ", unicodedata.normalize("NFKC", tag).casefold().strip())


def day(article: Article) -> date | None:
    moment = article.get("date")
    return moment.astimezone(AMSTERDAM).date() if isinstance(moment, datetime) else None


def tags(article: Article) -> list[str]:
    return article["tags"] if isinstance(article["tags"], list) else article["tags"].split(", ")


def tag_days(articles: list[Article], tag: str) -> list[date]:
    return sorted({day(a) for a in articles if tag in {tag_key(t) for t in tags(a)}})


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    """Path → article, for every file that can be read."""
    read = {}
    for path, content in contents(ARTICLES).items():
        try:
            read[path] = parse(content)
        except (ValueError, yaml.YAMLError):
            continue
    return read


@pytest.fixture(scope="module")
def published(articles: dict[str, Article]) -> list[Article]:
    ready = [a for a in articles.values() if a["draft"] in (False, "nee")]
    return [a for a in ready if day(a) and day(a) <= AS_OF]


def test_generator_writes_the_committed_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(DATA)
    make_sample = importlib.import_module("make_sample")
    (tmp_path / "2023").mkdir()
    (tmp_path / "2023" / "left-over.md").write_text("no longer made")
    make_sample.write(tmp_path)
    made, committed = contents(tmp_path), contents(ARTICLES)
    assert list(made) == list(committed)
    assert [path for path in made if made[path] != committed[path]] == []
    assert not (tmp_path / "2023").exists()


def test_size(articles: dict[str, Article], published: list[Article]) -> None:
    assert len(articles) >= 450
    assert len(published) >= 300
    assert sum(map(len, contents(ARTICLES).values())) < 2_000_000
    words = [len(a["body"].split()) for a in articles.values()]
    assert min(words) >= 150
    assert max(words) <= 420


def test_bodies(articles: dict[str, Article]) -> None:
    for path, article in articles.items():
        headings = re.findall(r"^## (.*)$", article["body"], re.MULTILINE)
        assert len(headings) in (3, 4), path
        assert headings[-1] == "Hoe kun je dit vandaag toepassen?", path
        assert not re.search(r"[{}|]", article["title"] + str(article.get("summary")) + article["body"]), path


def test_titles_are_distinct_but_for_one_pair(articles: dict[str, Article]) -> None:
    counts = Counter(article["title"] for article in articles.values())
    assert [count for count in counts.values() if count > 1] == [2]


def test_sections_and_audiences(published: list[Article]) -> None:
    cells = Counter((a.get("sectie"), a.get("doelgroep")) for a in published)
    assert {section for section, _ in cells} == {"groei", "werk", "geld", "regels", "tools", None}
    assert {audience for _, audience in cells} == {"BESLISSER", "UITVOERDER", "STARTER", None}
    assert cells["regels", "STARTER"] == 0
    assert 0 < cells["geld", "STARTER"] < 10
    werk = sum(n for (section, _), n in cells.items() if section == "werk") / len(published)
    assert werk < 0.25  # the plan says 0.30


def test_tags(published: list[Article]) -> None:
    counts = Counter(key for a in published for key in {tag_key(t) for t in tags(a)})
    assert 40 <= len(counts) <= 60
    top, count = counts.most_common(1)[0]
    assert top == "ai strategie"
    assert 0.2 <= count / len(published) <= 0.3
    assert sum(count <= 2 for count in counts.values()) >= 3

    spellings: dict[str, set[str]] = {}
    for article in published:
        for tag in tags(article):
            spellings.setdefault(tag_key(tag), set()).add(tag)
    assert {"ai-strategie", "AI-strategie", "ai strategie"} <= spellings["ai strategie"]
    assert {"digitale soevereiniteit", "digitale-soevereiniteit"} <= spellings["digitale soevereiniteit"]
    assert len(spellings["ai act"]) >= 2
    assert {"chatbot", "chatbots"} <= set(counts)  # not the same tag
    assert sum(len(tags(a)) > len(set(tags(a))) for a in published) == 3


def test_nothing_at_the_turn_of_the_year(articles: dict[str, Article]) -> None:
    days = {day(a) for a in articles.values()} - {None}
    for year in (2024, 2025):
        assert not {d for d in days if date(year, 12, 22) <= d <= date(year + 1, 1, 4)}


def test_quiet_topics(published: list[Article]) -> None:
    def quiet(tag: str) -> bool:
        days = tag_days(published, tag)
        if len(days) < 4:
            return False
        mean_gap = (days[-1] - days[0]).days / (len(days) - 1)
        return (AS_OF - days[-1]).days >= 3 * mean_gap

    every_tag = {tag_key(t) for a in published for t in tags(a)}
    assert {tag for tag in every_tag if quiet(tag)} == {"boekhouding"}
    days = tag_days(published, "boekhouding")
    assert date(2026, 1, 15) <= days[-1] <= date(2026, 1, 31)
    assert 8 <= (days[-1] - days[0]).days / (len(days) - 1) <= 11


def test_rising_and_falling_topics(published: list[Article]) -> None:
    recent, before = AS_OF - timedelta(weeks=12), AS_OF - timedelta(weeks=24)
    days = tag_days(published, "digitale soevereiniteit")
    assert sum(d > recent for d in days) >= 3 * max(1, sum(before < d <= recent for d in days))

    year = AS_OF - timedelta(weeks=52)
    days = tag_days(published, "prompts")
    assert sum(d > year for d in days) * 2 < sum(d <= year for d in days)


def test_status(articles: dict[str, Article], published: list[Article]) -> None:
    drafts = [a for a in articles.values() if a["draft"] in (True, "ja")]
    ready = [a for a in articles.values() if a["draft"] in (False, "nee")]
    assert len(drafts) == 22
    assert len(drafts) + len(ready) == len(articles)
    assert sum("date" not in a for a in drafts) >= 5
    assert Counter(a["sectie"] for a in drafts).most_common(1)[0][0] == "regels"
    scheduled = [day(a) for a in ready if day(a) and day(a) > AS_OF]
    assert len(scheduled) == 7
    assert max(scheduled) <= date(2026, 4, 20)
    assert sum("date" not in a for a in ready) == 2
    assert [a["date"] for a in ready if isinstance(a.get("date"), str)] == ["14 apr 2025"]
    assert sorted(a["draft"] for a in articles.values() if isinstance(a["draft"], str)) == ["ja", "nee"]


def test_days_around_midnight(published: list[Article]) -> None:
    moved = [a for a in published if a["date"].date() != day(a)]
    assert len(moved) >= 5
    assert any(a["date"].month != day(a).month for a in moved)
    clock_changes = {date(2024, 3, 31), date(2024, 10, 27), date(2025, 3, 30), date(2025, 10, 26)}
    assert clock_changes <= {day(a) for a in published}


def test_upkeep_flaws(articles: dict[str, Article]) -> None:
    every = list(articles.values())
    covers = [a["cover"] for a in every if "cover" in a]
    assert sum("summary" not in a for a in every) == 5
    assert len(every) - len(covers) == 6
    assert sum(cover["alt"] == "" for cover in covers) == 7
    assert sum(a["cover"]["alt"] == a["title"] for a in every if "cover" in a) == 4
    assert sum(a["tags"] == [] for a in every) == 2
    assert sum(isinstance(a["tags"], str) for a in every) == 1
    assert sum("ge√Øntegreerd" in a["body"] for a in every) == 1


def test_broken_files(articles: dict[str, Article]) -> None:
    files = contents(ARTICLES)
    unread = sorted(path for path in files if path.endswith(".md") and path not in articles)
    assert unread == [
        "2024/2024-06-11-kassa-koppelen-aan-de-voorraad.md",
        "2024/2024-10-08-omslag-nieuwsbrief.md",
        "2024/2024-11-19-beeldbank-opruimen.md",
        "2025/2025-02-30-de-kortste-maand.md",
        "2025/2025-05-20-een-rustige-mailbox.md",
        "2025/2025-09-23-lijstje-voor-de-herfst.md",
        "README.md",
    ]

    def line(path: str, number: int) -> str:
        return files[path].decode().splitlines()[number - 1]

    assert files[unread[0]].count(b"---") == 1
    with pytest.raises(UnicodeDecodeError):
        files[unread[1]].decode()
    assert line(unread[2], 6).startswith("\timage:")
    assert line(unread[3], 3) == "date: 2025-02-30T09:00:00.000Z"
    assert line(unread[4], 5).count('"') == 1
    assert line(unread[5], 2).startswith("- ")
    assert not files[unread[6]].startswith(b"---")


def test_settings() -> None:
    settings = tomllib.loads((ARTICLES / "dashboard.toml").read_text(encoding="utf-8"))
    assert settings["as_of"] == AS_OF.isoformat()
    assert sum(settings["targets"]["section"].values()) == pytest.approx(1)
    assert sum(settings["targets"]["audience"].values()) == pytest.approx(1)
