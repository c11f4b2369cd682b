"""The iCalendar file, read back: days, times, what hostile titles become, and the same bytes for the same articles."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from icalendar import Calendar, Event

from dashboard.ical import as_ical
from dashboard.settings import Settings
from tests.conftest import Run, write

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
READ_AT = datetime(2026, 3, 13, 9, 14, 33, 123456)  # noqa: DTZ001 — as the snapshot holds it, local
SITE = Settings(title="De Werkbank", base_url="https://werkbank.example/nieuws/")


def article(path: str = "one.md", **values: Any) -> dict[str, Any]:
    usual = {
        "path": path,
        "title": "One",
        "section": "geld",
        "tags": ["ai", "kassa"],
        "status": "scheduled",
        "published_on": pd.Timestamp("2026-04-14"),
        "published_at": pd.NaT,
        "updated_on": pd.NaT,
        "url": None,
    }
    return usual | values


def made(*articles: dict[str, Any], settings: Settings = SITE, zone: ZoneInfo = AMSTERDAM) -> bytes:
    return as_ical(articles, settings, zone, READ_AT)


def events(content: bytes) -> list[Event]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def event(**values: Any) -> Event:
    (only,) = events(made(article(**values)))
    return only


def test_a_day_is_a_whole_day_and_a_time_a_local_time() -> None:
    assert event()["dtstart"].dt == date(2026, 4, 14)
    at = event(published_at=pd.Timestamp("2026-04-14 08:56:12.267"))["dtstart"]
    assert at.dt == datetime(2026, 4, 14, 8, 56, 12, tzinfo=AMSTERDAM)
    assert at.params["TZID"] == "Europe/Amsterdam"
    text = made(article(published_at=pd.Timestamp("2026-04-14 08:56"))).decode()
    assert "BEGIN:VTIMEZONE\r\nTZID:Europe/Amsterdam\r\n" in text
    assert "BEGIN:VTIMEZONE" not in made(article()).decode()  # a day has no time zone


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2026-03-29 01:59", "00:59"),
        ("2026-03-29 03:00", "01:00"),
        ("2026-10-25 01:59", "23:59"),
        ("2026-10-25 03:00", "02:00"),
        ("2026-12-31 23:30", "22:30"),
    ],
)
def test_around_the_change_of_the_clocks_it_is_the_same_moment(local: str, utc: str) -> None:
    start = event(published_at=pd.Timestamp(local))["dtstart"].dt
    assert f"{start.astimezone(UTC):%H:%M}" == utc
    assert f"{start:%Y-%m-%d %H:%M}" == local


def test_an_hour_that_is_not_there_keeps_its_numbers() -> None:
    """02:30 on 29 March: the clock jumps over it. RFC 5545 says what a reader makes of it."""
    assert "DTSTART;TZID=Europe/Amsterdam:20260329T023000\r\n" in (
        made(article(published_at=pd.Timestamp("2026-03-29 02:30"))).decode()
    )


HOSTILE = [
    "a\r\nBEGIN:VEVENT\r\nSUMMARY:b",
    "a\rEND:VCALENDAR\rb",
    'comma, semicolon; backslash \\ \\n quote " colon:',
    "\x00\x07 bell \x1b[31m",
    "<b>x</b> & <script>",
    "🎉" * 200,
    "مرحبا بالعالم",
    "x" * 2000,
    "line\u2028separator\u0085next",
]


@pytest.mark.parametrize("title", HOSTILE, ids=repr)
def test_a_hostile_title_is_one_summary_and_nothing_else(title: str) -> None:
    content = made(article(title=title, section=title, tags=[title]), article("two.md"))
    first, second = events(content)
    plain = " ".join("".join(letter for letter in title if letter >= " " or letter.isspace()).split())
    assert str(first["summary"]) == plain
    assert [str(name) for name in first["categories"].cats] == [plain, plain]
    assert str(second["summary"]) == "One"
    assert content.count(b"\r\nBEGIN:VEVENT\r\n") == 2
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert not any(byte < 32 and byte not in (10, 13) for byte in content)


def test_without_a_title_the_path_stands_there() -> None:
    for title in (None, float("nan"), "  "):
        assert str(event(title=title)["summary"]) == "one.md"


def test_what_is_known_and_nothing_else() -> None:
    bare = event(section=None, tags=[])
    assert "categories" not in bare
    assert "url" not in bare
    assert str(bare["status"]) == "CONFIRMED"
    assert str(bare["transp"]) == "TRANSPARENT"
    assert bare["dtstamp"].dt == bare["last-modified"].dt == datetime(2026, 3, 13, 8, 14, 33, tzinfo=UTC)
    changed = event(updated_on=pd.Timestamp("2026-03-01"))
    assert changed["last-modified"].dt == datetime(2026, 2, 28, 23, tzinfo=UTC)  # midnight in Amsterdam
    assert str(event(status="draft")["status"]) == "TENTATIVE"


def test_the_address_is_on_the_newsrooms_own_site() -> None:
    assert str(event(url="/geld/een stuk/")["url"]) == "https://werkbank.example/nieuws/geld/een%20stuk/"
    assert str(event(url="https://elsewhere.example/x\r\nATTACH:y")["url"]).startswith("https://werkbank.example/")
    (nowhere,) = events(made(article(url="/x"), settings=Settings(title="x")))
    assert "url" not in nowhere


def test_an_article_keeps_its_name_whatever_is_renamed_and_two_sites_share_none() -> None:
    def names(*settings: Settings) -> list[str]:
        return [str(events(made(article(), settings=one))[0]["uid"]) for one in settings]

    assert str(event()["uid"]) == str(event(title="Other", published_on=pd.Timestamp("2026-05-01"))["uid"])
    assert str(event()["uid"]) != str(event(path="two.md")["uid"])
    other = Settings(title="De Werkbank", base_url="https://other.example")
    assert len(set(names(SITE, other, Settings()))) == 3
    assert len(set(names(Settings(), Settings(title="A"), Settings(title="B", language="en")))) == 1
    assert "example" not in names(SITE)[0]


def test_the_same_articles_give_the_same_bytes() -> None:
    rows = [article(str(n), published_at=pd.Timestamp(f"2026-0{n}-01 08:00")) for n in range(4, 8)]
    assert made(*rows) == made(*rows)


def test_no_articles_is_a_calendar_without_events() -> None:
    content = made()
    assert events(content) == []
    assert events(made(article(published_on=pd.NaT))) == []
    empty = Calendar.from_ical(content)
    assert str(empty["x-wr-calname"]) == "De Werkbank"
    (component,) = empty.subcomponents  # RFC 5545, 3.4: there must be one
    assert component.name == "VTIMEZONE"
    assert component.to_tz().utcoffset(datetime(2026, 7, 1)) == timedelta(hours=2)  # noqa: DTZ001
    assert made() == content
    for zone in ("UTC", "Etc/GMT+5", "Asia/Kathmandu"):
        assert len(Calendar.from_ical(made(zone=ZoneInfo(zone))).subcomponents) == 1


@pytest.mark.parametrize("year", ["1500", "1970", "2038", "2262"])
def test_a_far_year_is_only_far(year: str) -> None:
    at = datetime.fromisoformat(f"{year}-07-01T08:00:00")
    (far,) = events(made(article(published_on=at.date(), published_at=at)))
    assert far["dtstart"].dt.replace(tzinfo=None) == at


def test_the_command_writes_what_the_page_offers(command: Run, folder: Path, tmp_path: Path) -> None:
    """Of a folder with one scheduled article, one draft to come, one that is late; twice the same bytes."""
    write(folder / "ahead.md", title="Ahead", date="2026-03-20 09:30", sectie="geld", tags="[ai]")
    write(folder / "to-come.md", title="To come", date="2026-03-24", draft="true")
    write(folder / "late.md", title="Late", date="2026-03-01", draft="true")
    (folder / "dashboard.toml").write_text('title = "The Bench"\nas_of = "2026-03-13"\n', encoding="utf-8")
    database = tmp_path / "x.duckdb"
    assert command("load", folder, "--database", database).returncode == 0
    made: list[bytes] = []
    for _ in range(2):
        done = command("calendar", tmp_path / "x.ics", "--database", database)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.endswith("x.ics: 1 article\n")
        made.append((tmp_path / "x.ics").read_bytes())
    assert made[0] == made[1]
    (only,) = events(made[0])
    assert (str(only["summary"]), str(only["status"])) == ("Ahead", "CONFIRMED")
    assert f"{only['dtstart'].dt:%Y-%m-%d %H:%M %Z}" == "2026-03-20 09:30 CET"
    assert command("calendar", tmp_path / "x.ics", "--database", database, "--drafts").stdout.endswith(": 2 articles\n")
    both = events((tmp_path / "x.ics").read_bytes())
    assert [(str(one["summary"]), str(one["status"])) for one in both] == [
        ("Ahead", "CONFIRMED"),
        ("To come", "TENTATIVE"),
    ]
    none = command("calendar", tmp_path / "x.ics", "--database", database, "--section", "groei")
    assert (none.returncode, none.stderr) == (0, "")
    assert none.stdout.endswith("x.ics: 0 articles: nothing is scheduled, so the calendar is empty\n")
    assert events((tmp_path / "x.ics").read_bytes()) == []  # in place of the older file
    wrong = command("calendar", tmp_path / "no such folder" / "x.ics", "--database", database)
    assert wrong.returncode == 2
    assert "no such folder" in wrong.stderr
