"""Drafts as a reader uses it: what is stuck, the weeks ahead, and what the page says when there is nothing."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import live
from dashboard.resources import SAMPLE
from dashboard.words import words
from tests.conftest import write
from tests.counting_rules import status
from tests.plain_reader import read_folder
from tests.test_pages import assert_fine, everything, metrics, page, serve

EN = words("en")
AS_OF = date(2026, 3, 13)


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    yield
    import streamlit as st

    st.cache_resource.clear()


def opened(serving: live.Live, **query: list[str]) -> AppTest:
    live.start(serving, watch=False)
    app = page("drafts", "en", as_of=[AS_OF.isoformat()], **query)
    assert_fine(app)
    return app


def test_the_stuck_the_others_and_the_oldest(tmp_path: Path) -> None:
    """Of the sample, worked out from its files; the period does not matter."""
    serving = serve(SAMPLE, tmp_path / "sample.duckdb")
    articles = read_folder(SAMPLE, serving.settings().zone, serving.settings().tag_aliases)
    ages = sorted(((AS_OF - a.created).days for a in articles if a.draft and a.created), reverse=True)
    stuck = [age for age in ages if age > 90]
    assert stuck
    app = opened(serving, period=["month"])
    lists = [table.value for table in app.dataframe if "path" in table.value and "week" not in table.value]
    tables = [list(shown["age_days"]) for shown in lists]
    assert tables[-2:] == [stuck, ages[len(stuck) :]]
    assert EN("drafts.stuck", n=len(stuck), limit=90) in everything(app)
    age, since = metrics(app)[EN("drafts.oldest")]
    assert age == EN("unit.days", n=ages[0])
    assert EN("first_seen_from.created") in since
    assert f"{EN('first_seen_from.created')} ({len(ages)})" in everything(app)


def test_the_weeks_ahead_stand_there_with_their_titles_and_the_empty_ones_too(tmp_path: Path) -> None:
    serving = serve(SAMPLE, tmp_path / "sample.duckdb")
    articles = read_folder(SAMPLE, serving.settings().zone, serving.settings().tag_aliases)
    scheduled = sorted((a.day, a.title) for a in articles if status(a, AS_OF) == "scheduled" and a.day)
    weeks = {a_day.isocalendar().week for a_day, _ in scheduled}
    app = opened(serving)
    (shown,) = [table.value for table in app.dataframe if "week" in table.value]
    nothing = EN("drafts.week_empty")
    assert [title for title in shown["title"] if title != nothing] == [title for _, title in scheduled]
    assert len(shown) == len(scheduled) + len(set(range(11, max(weeks) + 1)) - weeks)
    empty = shown[shown["title"] == nothing]
    assert set(empty["articles"]) == {0}
    assert set(empty["section"]) == {EN("none.value")}
    assert metrics(app)[EN("drafts.scheduled_now")][0] == str(len(scheduled))


def test_a_folder_without_drafts_says_what_one_is(tmp_path: Path) -> None:
    content = tmp_path / "content"
    write(content / "one.md", title="One", date="2026-03-02", sectie="geld")
    text = everything(opened(serve(content, tmp_path / "one.duckdb")))
    assert EN("drafts.waiting_none") in text
    assert EN("drafts.ahead_none", day=AS_OF) in text
    assert EN("drafts.shares_none", n=1, period="14 Mar 2025 – 13 Mar 2026") in text


def test_drafts_whose_age_is_not_known_yet(tmp_path: Path) -> None:
    """First seen after the day one looks from: the age is unknown then, and not negative."""
    content = tmp_path / "content"
    write(content / "new.md", title="New", draft="true", created="2026-03-20")
    write(content / "old.md", title="Old", draft="true", created="2026-03-01")
    write(content / "far.md", title="Far ahead", date="2027-06-01")
    app = opened(serve(content, tmp_path / "two.duckdb"))
    text = everything(app)
    assert EN("drafts.age_unknown", n=1) in text
    assert EN("drafts.stuck_none", limit=90) in text
    assert EN("drafts.later", n=1) in text
    assert metrics(app)[EN("drafts.oldest")][0] == EN("unit.days", n=12)
