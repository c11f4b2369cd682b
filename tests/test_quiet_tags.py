"""Quiet tags: the query against a count in plain Python, and the sentence that comes of it."""

import math
from collections import defaultdict
from datetime import date

import pytest

from dashboard import charts, findings
from dashboard.charts import LIGHT
from dashboard.filters import Filters
from dashboard.loader import load
from dashboard.resources import SAMPLE
from dashboard.settings import read_settings
from dashboard.warehouse import Snapshot
from dashboard.words import LANGUAGES, words
from tests import frames
from tests.counting_rules import published
from tests.plain_reader import read_folder

AS_OF = date(2026, 3, 13)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    database = tmp_path_factory.mktemp("quiet") / "sample.duckdb"
    load(SAMPLE, database, read_settings(SAMPLE))
    return Snapshot(database)


def test_equals_a_plain_count(sample: Snapshot) -> None:
    days: dict[str, list[date]] = defaultdict(list)
    settings = read_settings(SAMPLE)
    for article in published(read_folder(SAMPLE, settings.zone, settings.tag_aliases), AS_OF):
        for tag in article.tags:
            days[tag].append(article.day or date.max)
    expected = {}
    for tag, found in days.items():
        distinct = sorted(set(found))
        if len(found) >= 4 and len(distinct) >= 2:
            gap = (distinct[-1] - distinct[0]).days / (len(distinct) - 1)
            silence = (AS_OF - distinct[-1]).days
            expected[tag] = (len(found), gap, distinct[-1], silence, silence / gap)
    parameters = Filters(period="4w").parameters(AS_OF, read_settings(SAMPLE))  # the period must not matter
    columns, rows = sample.rows("quiet_tags", parameters)
    assert len(rows) == len(expected) > 30
    for row in (dict(zip(columns, values, strict=True)) for values in rows):
        articles, gap, last_on, silence, q = expected[row["tag"]]
        assert (row["articles"], row["last_on"], row["silence"]) == (articles, last_on, silence)
        assert row["mean_gap"] == pytest.approx(gap)
        assert row["q"] == pytest.approx(q)
        assert row["chance"] == pytest.approx(math.exp(-q))
        assert row["state"] == ("quiet" if q >= 3 else "slowing" if q >= 2 else "usual")
    assert [row[columns.index("q")] for row in rows] == sorted((v[4] for v in expected.values()), reverse=True)


def test_the_sample_has_its_quiet_topic(sample: Snapshot) -> None:
    frame = sample.frame("quiet_tags", Filters().parameters(AS_OF, read_settings(SAMPLE)))
    finding = findings.quiet_tags(frame, words("nl"))
    told = words("nl")(finding.key, **finding.values)
    assert told == "‘boekhouding’ is stil: gewoonlijk elke 11 dagen een stuk, nu 46 dagen niets"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_quiet_is_said_as_well(lang: str) -> None:
    finding = findings.quiet_tags(frames.quiet_tags({"ai": (9.0, 20)}), words(lang))
    assert finding.key == "finding.quiet_tags.none"
    assert words(lang)(finding.key, **finding.values)


def test_a_tag_that_fell_silent_years_ago_is_no_news() -> None:
    rows = {"old": (2.0, 3183), "older": (1.0, 4000), "new": (10.0, 365), "slow": (10.0, 25)}
    told = [findings.quiet_tags(frames.quiet_tags(some), words("en")) for some in (rows, rows | {"new": (10.0, 366)})]
    said = [words("en")(finding.key, **finding.values) for finding in told]
    assert said == [
        "‘new’ went quiet: usually an article every 10 days, nothing for 365 days",
        "No tag went quiet in the past year; 3 have been for longer",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_slowing_is_not_called_quiet(lang: str) -> None:
    drawn = str(charts.quiet_tags(frames.quiet_tags({"slow": (10.0, 25)}), words(lang), LIGHT).to_dict())
    assert "25" in drawn
    quiet = {"nl": "nu stil", "en": "silent now"}[lang]
    assert quiet not in drawn
    assert words(lang)("chart.quiet_tags.silent") in drawn


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_four_articles_of_a_tag_nothing_is_said_of_silence(lang: str) -> None:
    finding = findings.quiet_tags(frames.quiet_tags({"ai": (9.0, 20)}).head(0), words(lang))
    assert finding.key == "finding.quiet_tags.unknown"
    assert words(lang)(finding.key, **finding.values)


def test_a_tag_of_every_day() -> None:
    finding = findings.quiet_tags(frames.quiet_tags({"ai": (1.2, 20)}), words("nl"))
    told = words("nl")(finding.key, **finding.values)
    assert told == "‘ai’ is stil: gewoonlijk elke dag een stuk, nu 20 dagen niets"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_chart_says_its_numbers_and_answers_a_click(lang: str) -> None:
    frame = frames.quiet_tags({"boekhouding": (10.8, 46), "<b>": (9.0, 20)})
    drawn = charts.quiet_tags(frame, words(lang), LIGHT).to_dict()
    assert "46" in drawn["description"]
    assert [parameter["select"]["fields"] for parameter in drawn["params"]] == [["tag"]]
    assert charts.quiet_tags(frame.head(0), words(lang), LIGHT).to_dict()["description"]
