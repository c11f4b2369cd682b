"""The page Calendar as a reader uses it: another month, what is late, what has no date, the file to take along."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import live
from dashboard.words import LANGUAGES, words
from tests.conftest import write
from tests.counting_rules import status
from tests.plain_reader import Article
from tests.test_pages import AS_OF, assert_fine, everything, page, serve

pytestmark = pytest.mark.usefixtures("forget")


def opened(serving: live.Live, lang: str = "en", **query: list[str]) -> AppTest:
    live.start(serving, watch=False)
    app = page("calendar", lang, as_of=[AS_OF.isoformat()], **query)
    assert_fine(app)
    return app


def click(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert_fine(app)
    return app


def alternative(app: AppTest) -> str:
    return str(app.get("vega_lite_chart")[0].proto.spec)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_month_of_as_of_then_the_next_one_and_back(sample: live.Live, lang: str) -> None:
    app = opened(sample, lang)
    months = {"nl": ("maart 2026", "april 2026", "februari 2026"), "en": ("March 2026", "April 2026", "February 2026")}
    now, after, before = months[lang]
    assert now in [header.value for header in app.header]
    click(app, "calendar.after")
    assert after in [header.value for header in app.header]
    assert app.query_params["month"] in ("2026-04", ["2026-04"])
    click(click(app, "calendar.before"), "calendar.before")
    assert before in [header.value for header in app.header]
    click(app, "calendar.today")
    assert now in [header.value for header in app.header]
    assert "month" not in app.query_params


@pytest.mark.parametrize("month", ["nonsense", "2026-13", "0001-01", "", "2026-02-01"])
def test_a_month_that_is_none_is_that_of_as_of(sample: live.Live, month: str) -> None:
    assert "March 2026" in [header.value for header in opened(sample, month=[month]).header]


def test_the_table_has_the_articles_of_the_weeks_of_the_month(sample: live.Live, articles: list[Article]) -> None:
    app = opened(sample, month=["2026-04"], figure=["schedule"])  # with its table open
    (table,) = [frame.value for frame in app.dataframe if "overdue" in frame.value]
    here = [a for a in articles if a.day and date(2026, 3, 30) <= a.day <= date(2026, 5, 3)]
    assert sorted(table["path"]) == sorted(a.path for a in here)
    text = words("en")
    counts = Counter(text(f"status.{status(a, AS_OF)}") for a in here)
    assert Counter(table["status"]) == counts


def test_the_drafts_that_are_late_and_those_without_a_date(sample: live.Live, articles: list[Article]) -> None:
    text = words("en")
    late = sorted((a.day, a.path) for a in articles if a.draft and a.day and a.day < AS_OF)
    undated = sum(a.draft and a.day is None for a in articles)
    assert late
    assert undated
    for query in ({}, {"period": ["month"]}):  # whatever the period
        app = opened(sample, **query)
        (table,) = [frame.value for frame in app.dataframe if "days_since" in frame.value]
        assert list(table["path"]) == [path for _, path in late]
        assert list(table["days_since"]) == [(AS_OF - day).days for day, _ in late if day]
        assert text("calendar.late_found", n=len(late)) in everything(app)
        labels = [link.proto.label for link in app.get("page_link")]
        assert text("calendar.undated", n=undated) + " →" in labels


def test_the_file_has_what_is_scheduled_and_the_drafts_by_choice(sample: live.Live, articles: list[Article]) -> None:
    text = words("en")
    scheduled = sum(status(a, AS_OF) == "scheduled" for a in articles)
    drafts = sum(a.draft and a.day is not None and a.day >= AS_OF for a in articles)
    app = opened(sample)

    def label() -> str:
        (button,) = [b for b in app.get("download_button") if b.proto.label.startswith("iCalendar")]
        return str(button.proto.label)

    assert label() == text("calendar.file_button", n=scheduled)
    app.toggle(key="calendar.tentative").set_value(True).run()
    assert_fine(app)
    assert label() == text("calendar.file_button", n=scheduled + drafts)


def test_the_filters_count_and_a_status_that_is_filtered_out_is_in_no_file(sample: live.Live) -> None:
    app = opened(sample, status=["published"])
    assert not [b for b in app.get("download_button") if b.proto.label.startswith("iCalendar")]
    assert words("en")("calendar.file_none") in everything(app)
    assert words("en")("calendar.late_none") in everything(app)


def test_a_folder_without_a_single_date(tmp_path: Path) -> None:
    write(tmp_path / "content" / "one.md", title="One")
    write(tmp_path / "content" / "two.md", title="Two", draft="true")
    for lang in LANGUAGES:
        app = opened(serve(tmp_path / "content", tmp_path / "none.duckdb"), lang)
        assert words(lang)("calendar.undated", n=1) + " →" in [link.proto.label for link in app.get("page_link")]


def test_fifty_on_a_day_and_a_hostile_title(tmp_path: Path) -> None:
    for n in range(50):
        write(tmp_path / "content" / f"{n}.md", title=f"'<b>{n}</b> :red[x] {{y}}'", date="2026-03-20", sectie="geld")
    app = opened(serve(tmp_path / "content", tmp_path / "fifty.duckdb"), figure=["schedule"])
    assert "+46 more" in alternative(app) or "+46 more" in str(app.get("vega_lite_chart")[0].proto)
    (table,) = [frame.value for frame in app.dataframe if "overdue" in frame.value]
    assert len(table) == 50
