from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.loader.dates import DateError, date_in_file_name, date_in_path, read_date

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("value", "day", "at"),
    [
        ("2026-07-01", date(2026, 7, 1), None),
        (date(2026, 7, 1), date(2026, 7, 1), None),
        ("2026/7/1", date(2026, 7, 1), None),
        ("20260701", date(2026, 7, 1), None),
        (20260701, date(2026, 7, 1), None),
        ("2026-07-01 00:30", date(2026, 7, 1), time(0, 30)),
        (datetime(2026, 7, 1, 0, 30), date(2026, 7, 1), time(0, 30)),  # noqa: DTZ001 — as YAML gives it
        ("2026-07-01T00:30:15.5", date(2026, 7, 1), time(0, 30, 15, 500_000)),
        ("2026-02-27T20:25:44.255Z", date(2026, 2, 27), time(21, 25, 44, 255_000)),
        ("2026-02-27T23:30:00Z", date(2026, 2, 28), time(0, 30)),  # another day here
        ("2026-12-31T23:30:00Z", date(2027, 1, 1), time(0, 30)),  # another year here
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), date(2026, 7, 2), time(0, 30)),
        ("2019-05-14 9:00:00 -0400", date(2019, 5, 14), time(15, 0)),
        ("2019-05-14 9:00:00 -4", date(2019, 5, 14), time(15, 0)),
        ("2019-05-14 09:00 -04:00", date(2019, 5, 14), time(15, 0)),
        ("2019-05-14T09:00:00+0530", date(2019, 5, 14), time(5, 30)),
        ("2019-05-14 09:00:00 UTC", date(2019, 5, 14), time(11, 0)),
        ("2019-05-14 09:00:00 GMT+2", date(2019, 5, 14), time(9, 0)),
        ("2026-01-14 09:00 CEST", date(2026, 1, 14), time(8, 0)),
        ("Tue, 14 May 2019 09:00:00 -0400 (EDT)", date(2019, 5, 14), time(15, 0)),
        ("14-07-2026", date(2026, 7, 14), None),
        ("14/7/2026", date(2026, 7, 14), None),
        ("14.07.2026 9.30 uur", date(2026, 7, 14), time(9, 30)),
        ("1 juli 2026", date(2026, 7, 1), None),
        ("  1  Juli   2026 ", date(2026, 7, 1), None),
        ("14 apr 2025", date(2025, 4, 14), None),
        ("14 apr. 2025 om 9:05", date(2025, 4, 14), time(9, 5)),
        ("maandag 3 maart 2025", date(2025, 3, 3), None),
        ("3 mrt 2025", date(2025, 3, 3), None),
        ("May 1, 2026 9:05 pm", date(2026, 5, 1), time(21, 5)),
        ("Sept 1st, 2026 12:05 am", date(2026, 9, 1), time(0, 5)),
        ("14-okt-2025", date(2025, 10, 14), None),
        ("2024-02-29", date(2024, 2, 29), None),
    ],
)
def test_every_form_gives_its_local_day_and_time(value: object, day: date, at: time | None) -> None:
    found = read_date(value, AMSTERDAM)
    assert (found.day, found.at.time() if found.at else None) == (day, at)
    assert found.at is None or (found.at.date() == day and found.at.tzinfo is None)
    assert not found.ambiguous


@pytest.mark.parametrize(
    ("value", "day"),
    [("01-07-2026", date(2026, 7, 1)), ("3/4/2026", date(2026, 4, 3)), ("07/14/2026", date(2026, 7, 14))],
)
def test_day_first_with_a_word_about_it_where_two_readings_exist(value: str, day: date) -> None:
    found = read_date(value, AMSTERDAM)
    assert (found.day, found.ambiguous) == (day, True)


def test_the_same_day_and_month_is_not_ambiguous() -> None:
    assert not read_date("03-03-2026", AMSTERDAM).ambiguous


@pytest.mark.parametrize("value", ["2026", 2026, "2026-07", "juli 2026", "2026/7"])
def test_less_than_a_day_is_incomplete(value: object) -> None:
    with pytest.raises(DateError) as error:
        read_date(value, AMSTERDAM)
    assert error.value.code == "date_incomplete"


@pytest.mark.parametrize(
    "value",
    [
        "2024-02-30",
        "2026-13-01",
        "32-01-2026",
        "31 juni 2026",
        "3 brumaire 2026",
        "2026-07-01 25:00",
        "2026-07-01 9:75",
        "2026-07-01 09:00 +99:00",
        "13:05 pm",
        "2026-07-01 13:05 pm",
        "0001-01-01T00:00:00Z",
        "0000-00-00",
        "gisteren",
        "",
        "9999-12-31T23:30:00-10:00",
        True,
        1.5,
        time(9, 30),
        ["2026-07-01"],
        {"day": 1},
        None,
        "2026-07-01-02",
        "1" * 400,
    ],
)
def test_what_is_no_day_is_invalid(value: object) -> None:
    with pytest.raises(DateError) as error:
        read_date(value, AMSTERDAM)
    assert error.value.code == "date_invalid"


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.timezones()))  # noqa: DTZ001
def test_an_iso_moment_is_the_same_moment_in_amsterdam(moment: datetime) -> None:
    expected = moment.astimezone(AMSTERDAM).replace(tzinfo=None)
    if moment.utcoffset() is None or moment.utcoffset().total_seconds() % 60:  # type: ignore[union-attr]
        return  # offsets with seconds, before 1940: no date is written with them
    found = read_date(moment.isoformat(), AMSTERDAM)
    assert (found.day, found.at) == (expected.date(), expected)


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_a_date_error(text: str) -> None:
    try:
        read_date(text, AMSTERDAM)
    except DateError:
        pass


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2014-03-12-coming-soon.md", date(2014, 3, 12)),
        ("nieuws/2014-3-12-slug.md", date(2014, 3, 12)),
        ("posts/2014-03-12-slug/index.md", date(2014, 3, 12)),
        ("2014-03-12.md", date(2014, 3, 12)),
        ("2014-02-30-slug.md", None),
        ("2014-03-123.md", None),
        ("slug-2014-03-12.md", None),
        ("index.md", None),
    ],
)
def test_date_in_a_file_name(path: str, day: date | None) -> None:
    assert date_in_file_name(path) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019/05/15/slug", date(2019, 5, 15)),
        ("/2019-05-15-slug", date(2019, 5, 15)),
        ("slug", None),
        ("2019/15/05", None),
    ],
)
def test_date_in_a_path(text: str, day: date | None) -> None:
    assert date_in_path(text) == day
