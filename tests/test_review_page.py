"""The page Review as a reader uses it: other periods, what changed, the numbers beside those of before."""

from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import live
from dashboard.charts.buckets import days
from dashboard.views.card import picked_of
from dashboard.words import LANGUAGES, words
from tests.counting_rules import published, within
from tests.plain_reader import Article
from tests.test_pages import AS_OF, assert_fine, everything, metrics, page

EN = words("en")


pytestmark = pytest.mark.usefixtures("forget")


def opened(serving: live.Live, lang: str = "en", **query: list[str]) -> AppTest:
    live.start(serving, watch=False)
    app = page("review", lang, as_of=[AS_OF.isoformat()], **query)
    assert_fine(app)
    return app


def of_url(app: AppTest, name: str) -> str:
    value = app.query_params.get(name, "")
    return value if isinstance(value, str) else value[-1]


PERIODS = [
    (["2025-Q4"], ["2025-Q3"], (date(2025, 10, 1), date(2025, 12, 31)), (date(2025, 7, 1), date(2025, 9, 30))),
    ([], [], (date(2025, 10, 1), date(2025, 12, 31)), (date(2025, 7, 1), date(2025, 9, 30))),
    (["2026-01"], ["2025-01"], (date(2026, 1, 1), date(2026, 1, 31)), (date(2025, 1, 1), date(2025, 1, 31))),
    (["2026-Q1"], [], (date(2026, 1, 1), AS_OF), (date(2025, 10, 1), date(2025, 12, 11))),
    (
        ["2025-11-03..2025-12-14"],
        ["2025-06-02..2025-06-29"],
        (date(2025, 11, 3), date(2025, 12, 14)),
        (date(2025, 6, 2), date(2025, 6, 29)),
    ),
    (["nonsense"], ["2025-99"], (date(2025, 10, 1), date(2025, 12, 31)), (date(2025, 7, 1), date(2025, 9, 30))),
]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("now", "then", "days", "days_before"), PERIODS, ids=str)
def test_the_numbers_stand_beside_those_of_the_other_period(
    sample: live.Live,
    articles: list[Article],
    now: list[str],
    then: list[str],
    days: tuple[date, date],
    days_before: tuple[date, date],
    lang: str,
) -> None:
    text = words(lang)
    app = opened(sample, lang, **({"now": now} if now else {}), **({"then": then} if then else {}))
    every = published(articles, AS_OF)
    here, before = within(every, *days), within(every, *days_before)
    shown = metrics(app)
    assert shown[text("review.published")] == (
        text.number(len(here)),
        text("review.before", value=text.number(len(before))),
    )
    drafts = [within([a for a in articles if a.draft], *span) for span in (days, days_before)]
    k, n = len(drafts[0]), len(drafts[0]) + len(here)
    assert shown[text("review.still_draft")][0].startswith(text("overview.of", k=k, n=n))


def test_another_kind_begins_with_its_last_whole_period(sample: live.Live) -> None:
    app = opened(sample)
    kinds = next(group for group in app.get("button_group") if group.label == EN("review.kind"))
    kinds.set_value("month").run()
    assert_fine(app)
    assert of_url(app, "now") == "2026-02"
    now, then = app.selectbox(key="review.now.month"), app.selectbox(key="review.then.month")
    assert (now.value, then.value) == ("2026-02", "2026-01")
    then.set_value("2025-02").run()
    assert_fine(app)
    assert of_url(app, "then") == "2025-02"
    app.selectbox(key="review.now.month").set_value("2025-12").run()
    assert app.selectbox(key="review.then.month").value == "2025-11"  # the one before it comes along
    kinds = next(group for group in app.get("button_group") if group.label == EN("review.kind"))
    kinds.set_value("quarter").run()
    assert_fine(app)
    assert of_url(app, "now") == of_url(app, "then") == ""
    assert app.selectbox(key="review.now.quarter").value == "2025-Q4"


def test_own_days_are_kept_in_the_link(sample: live.Live) -> None:
    app = opened(sample, now=["2025-11-03..2025-12-14"])
    app.date_input(key="review.now.own").set_value((date(2025, 11, 10), date(2025, 12, 14))).run()
    assert_fine(app)
    assert of_url(app, "now") == "2025-11-10..2025-12-14"
    assert app.date_input(key="review.then.own").value == (date(2025, 10, 6), date(2025, 11, 9))  # as many days


def test_each_sentence_leads_to_a_block_that_is_there(sample: live.Live) -> None:
    app = opened(sample, now=["2026-Q1"])
    (said,) = [element.value for element in app.markdown if element.value.startswith("1. ")]
    anchors = {header.proto.anchor for header in app.header}
    assert said.count("](#") == said.count("\n") + 1
    assert all(line.split("](#")[1].rstrip(")") in anchors for line in said.splitlines())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_may_be_chance_is_there_and_marked(sample: live.Live, lang: str) -> None:
    """Of the last quarter of 2025 nothing moved beyond chance: what moved most follows the word that it may be."""
    text = words(lang)
    app = opened(sample, lang)
    said = [element.value for element in app.markdown]
    place = said.index(text("review.perhaps_chance"))
    assert said[place + 1].startswith("1. ")
    assert text("review.ranked_chance") in [caption.value for caption in app.caption]
    beyond = [element.value for element in opened(sample, lang, now=["2026-02"]).markdown]
    assert text("review.perhaps_chance") not in beyond


def test_what_cannot_be_compared_says_why(sample: live.Live) -> None:
    for query, key in (
        ({"now": ["2024-Q2"]}, "review.begun_late"),  # of 2024-Q1 the month of March
        ({"now": ["2026-Q2"]}, "review.to_come"),
        ({"now": ["2020"], "then": ["2019"]}, "review.alone"),
        ({"now": ["2024"], "section": ["no such section"]}, "review.alone"),
        ({"section": ["no such section"]}, "empty.filtered"),
    ):
        app = opened(sample, **query)
        known = EN.markdown(key, period="§", day="§").split("§")
        assert all(part in everything(app) for part in known), key
    assert not app.metric
    assert next(button for button in app.button if button.label == EN("bar.clear"))


def test_a_year_in_which_publishing_began_stands_beside_the_same_days(
    sample: live.Live, articles: list[Article]
) -> None:
    every = published(articles, AS_OF)
    app = opened(sample, now=["2025"])
    begun = date(2024, 3, 1)
    assert begun == min(a.day for a in every if a.day)
    spans = [(date(2025, 3, 1), date(2025, 12, 31)), (begun, date(2024, 12, 31))]
    now, before = (days(*span, EN) for span in spans)
    assert EN.markdown("review.since_begun", day=begun, now=now, before=before) in [info.value for info in app.info]
    here, earlier = (len(within(every, *span)) for span in spans)
    assert metrics(app)[EN("review.published")] == (EN.number(here), EN("review.before", value=EN.number(earlier)))
    assert app.selectbox(key="review.now.year").value == "2025"  # what was chosen stays chosen


def test_the_filters_count_and_the_period_does_not(sample: live.Live, articles: list[Article]) -> None:
    every = within(published(articles, AS_OF), date(2025, 10, 1), date(2025, 12, 31))
    here = [a for a in every if a.section == "geld"]
    for query in ({}, {"period": ["4w"]}):
        shown = metrics(opened(sample, section=["geld"], **query))
        assert shown[EN("review.published")][0] == EN.number(len(here))
        assert EN("review.plan_section") not in shown  # a plan is about the whole publication


def test_a_row_opens_its_days_also_when_only_the_other_period_has_that_part() -> None:
    now, before = pd.Timestamp("2026-02-01"), pd.Timestamp("2025-02-01")
    row = {"bucket": now, "bucket_end": now, "before_bucket": before, "before_bucket_end": before}
    assert picked_of(row) == {"first": "2026-02-01", "last": "2026-02-01"}
    gone = row | {"bucket": pd.NaT, "bucket_end": pd.NaT}
    assert picked_of(gone) == {"first": "2025-02-01", "last": "2025-02-01"}
