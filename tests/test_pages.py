"""Every page, in both languages, on every kind of folder: it draws, without an error and without a word missing."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import live
from dashboard.errors import DashboardError
from dashboard.filters import Filters
from dashboard.resources import SAMPLE
from dashboard.views.context import language
from dashboard.words import LANGUAGES, words
from tests.counting_rules import chosen, chosen_before, status, wanted, within
from tests.plain_reader import read_folder

AS_OF = date(2026, 3, 13)  # of the sample, a Friday
APP = str(Path(__file__).parent.parent / "dashboard" / "app.py")
PAGES = ("overview", "volume", "topics", "balance", "review")
PAGES += ("gaps", "drafts", "calendar", "plan", "pack", "articles", "quality", "data")
CORPORA = Path(__file__).parent.parent.parent / "shared" / "corpora"


def serve(content: Path, database: Path) -> live.Live:
    serving = live.Live(content, database)
    try:
        serving.load()
    except DashboardError:
        pass
    live.start(serving, watch=False)
    return serving


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> live.Live:
    return serve(SAMPLE, tmp_path_factory.mktemp("sample") / "sample.duckdb")


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    yield
    import streamlit as st

    st.cache_resource.clear()


def page(name: str, lang: str = "nl", **query: list[str]) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["lang"] = lang
    for key, values in query.items():
        app.query_params[key] = values
    app.run()
    if name != "overview":
        app.switch_page(f"views/{name}.py").run()
    return app


def everything(app: AppTest) -> str:
    """All words on a page."""
    found = (getattr(element, name, None) for element in app.main for name in ("value", "label"))
    return "\n".join(text for text in found if isinstance(text, str) and not text.startswith("<script>"))


def assert_fine(app: AppTest) -> None:
    assert not app.exception, app.exception
    assert "{" not in everything(app).replace("{path}", "")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_page_draws_the_sample(sample: live.Live, name: str, lang: str) -> None:
    live.start(sample, watch=False)
    app = page(name, lang)
    assert_fine(app)
    assert app.title[0].value == words(lang)(f"page.{name}.title")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    "query",
    [
        {"period": ["all"]},
        {"period": ["4w"], "compare": ["year"], "per": ["day"], "by": ["section"]},
        {"section": ["geld", ""], "audience": ["STARTER"], "by": ["audience"], "form": ["multiples"]},
        {"from": ["2025-12-22"], "to": ["2026-01-03"]},
        {"tag": ["there is no such tag"]},
        {"status": ["draft"]},
        {"show": ["residual"], "in_section": [""], "in_audience": ["STARTER"], "list": ["once"], "search": ["AI"]},
        {"against": ["planned"], "compare": ["none"]},
        {"as_of": ["2020-01-01"]},
        {
            "period": ["nonsense"],
            "from": ["nonsense"],
            "as_of": ["nonsense"],
            "per": ["nonsense"],
            "path": ["nonsense"],
        },
    ],
    ids=lambda query: "&".join(query),
)
def test_page_draws_with_any_filters(sample: live.Live, name: str, query: dict[str, list[str]]) -> None:
    live.start(sample, watch=False)
    assert_fine(page(name, "nl", **query))


@pytest.mark.parametrize("name", PAGES)
def test_page_draws_a_real_folder(tmp_path: Path, name: str) -> None:
    posts = CORPORA / "18f" / "posts"
    if not posts.is_dir():
        pytest.skip("the 18f posts are not here")
    serve(posts, tmp_path / "18f.duckdb")
    assert_fine(page(name, "en"))
    assert_fine(page(name, "nl", period=["all"]))


@pytest.mark.parametrize("name", PAGES)
def test_page_draws_one_article(tmp_path: Path, name: str) -> None:
    (tmp_path / "one.md").write_text("---\ntitle: One\ndate: 2026-03-01\n---\nText.\n", encoding="utf-8")
    serve(tmp_path, tmp_path / "one.duckdb")
    for lang in LANGUAGES:
        assert_fine(page(name, lang, as_of=["2026-03-13"]))


HOSTILE = "<b>x</b> :red[y] $z$ :smile: [a](javascript:b) **c** {d} %s '; drop table articles; --"


@pytest.mark.parametrize("name", PAGES)
def test_what_an_article_says_is_only_text(tmp_path: Path, name: str) -> None:
    for day in range(1, 13):
        (tmp_path / f"{day}.md").write_text(
            f'---\ntitle: "{HOSTILE}"\ndate: 2026-03-{day:02}\ntags: ["{HOSTILE}"]\nsectie: "{HOSTILE}"\n'
            f'doelgroep: "{HOSTILE}"\nsummary: "{HOSTILE}"\n---\nText.\n',
            encoding="utf-8",
        )
    serve(tmp_path, tmp_path / "hostile.duckdb")
    app = page(name, "en", as_of=["2026-03-13"], path=["1.md"], section=[HOSTILE])
    assert not app.exception
    for element in app.markdown:
        assert "<b>" not in element.value
        assert not element.allow_html


SPLITS = ("section", "audience", "tag", "language", "author", "status")


@pytest.mark.parametrize("split", SPLITS)
def test_volume_divided_by_anything(sample: live.Live, split: str) -> None:
    live.start(sample, watch=False)
    app = page("volume", "nl", by=[split], per=["month"], form=["stacked"])
    assert_fine(app)
    offered = {str(control.label) for control in app.get("button_group")}
    assert (words("nl")("form.label") in offered) == (split not in ("tag", "author"))


def test_stories_can_be_counted_where_there_are_translations(tmp_path: Path) -> None:
    """And only there; the page says which of the two it counts."""
    text = words("en")
    for name, folders in (("one", ("nl",)), ("two", ("nl", "en"))):
        for place in folders:
            for day in range(2, 14):
                file = tmp_path / name / "content" / place / f"{day}.md"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(f"---\ntitle: x\ndate: 2026-03-{day:02}\n---\nText.\n", encoding="utf-8")
        (tmp_path / name / "content" / "dashboard.toml").write_text('preset = "hugo"', encoding="utf-8")
        serve(tmp_path / name / "content", tmp_path / f"{name}.duckdb")
        found = {}
        for count in ("articles", "stories"):
            app = page("volume", "en", count=[count], as_of=["2026-03-13"])
            assert_fine(app)
            said = text(f"count.said.{count}", articles=24, stories=12, shared=24)
            assert (said in [caption.value for caption in app.caption]) == (name == "two")
            found[count] = metrics(app)[text("volume.published")][0]
        assert found == ({"articles": "24", "stories": "12"} if name == "two" else dict.fromkeys(found, "12"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_folder_says_what_to_do(tmp_path: Path, lang: str) -> None:
    serve(tmp_path / "empty", tmp_path / "empty.duckdb")
    (tmp_path / "empty").mkdir()
    serve(tmp_path / "empty", tmp_path / "empty.duckdb")
    app = page("overview", lang)
    assert not app.exception
    assert app.warning
    text = words(lang)
    sentence = text("error.folder_empty", folder=str(tmp_path / "empty"))
    assert app.warning[0].value == text.markdown("folder.error", reason=sentence)
    assert not app.metric


def test_the_last_good_database_stays(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(SAMPLE / "2025", content)
    serving = serve(content, tmp_path / "sample.duckdb")
    shutil.rmtree(content)
    with pytest.raises(DashboardError):
        serving.load()
    app = page("overview", as_of=["2026-01-01"])
    assert_fine(app)
    assert app.warning
    assert app.metric


def test_an_empty_period_offers_everything(sample: live.Live) -> None:
    live.start(sample, watch=False)
    app = page("overview", "nl", **{"from": ["2025-12-23"], "to": ["2026-01-02"]})
    assert_fine(app)
    button = next(b for b in app.button if b.label == words("nl")("bar.show_everything"))
    button.click().run()
    assert app.query_params["period"] in ("all", ["all"])
    assert app.metric


def test_the_language_follows_url_then_browser_then_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    import streamlit as st

    from dashboard.settings import Settings

    monkeypatch.setattr(type(st.context), "locale", property(lambda self: "de-DE"))
    assert language(Settings(language="en")) == "en"
    monkeypatch.setattr(type(st.context), "locale", property(lambda self: "en-US"))
    assert language(Settings(language="nl")) == "en"


def test_a_tag_typed_in_the_address_is_found_and_written_back(sample: live.Live) -> None:
    live.start(sample, watch=False)
    app = page("articles", "en", tag=["AI Strategie"], section=["WERK"], period=["all"])
    assert (app.query_params["tag"], app.query_params["section"]) == ("ai-strategie", "werk")
    assert len(app.dataframe[0].value) > 0


def metrics(app: AppTest) -> dict[str, tuple[str, str]]:
    """Every number card of a page: label -> value, line below."""
    return {metric.label: (metric.value, metric.delta) for metric in app.metric}


@pytest.mark.parametrize(
    "query", [{}, {"period": ["all"]}, {"section": ["regels"], "period": ["year"], "compare": ["year"]}], ids=str
)
def test_the_numbers_on_the_pages_equal_a_plain_count(sample: live.Live, query: dict[str, list[str]]) -> None:
    live.start(sample, watch=False)
    settings = sample.settings()
    articles = read_folder(SAMPLE, settings.zone, settings.tag_aliases)
    parameters = Filters.from_query(query).parameters(date(2026, 3, 13), settings)
    text = words("en")
    published = chosen(articles, parameters)
    drafts = [
        a
        for a in within(wanted(articles, parameters), parameters["from_day"], parameters["to_day"])
        if status(a, parameters["as_of"]) == "draft"
    ]
    waiting = [a for a in wanted(articles, parameters) if status(a, parameters["as_of"]) == "draft"]
    of = text("overview.of", k=len(drafts), n=len(drafts) + len(published))

    shown = metrics(page("overview", "en", **query))
    assert shown[text("overview.published")][0] == text.number(len(published))
    assert shown[text("overview.drafts")] == (of, text("overview.drafts_waiting", n=len(waiting)))
    before = chosen_before(articles, parameters)
    if before is None:
        assert not shown[text("overview.published")][1]
    else:
        more = len(published) - len(before)
        how = "more" if more > 0 else "fewer" if more else "same"
        said = text(f"overview.{how}", n=abs(more), before=len(before))
        assert shown[text("overview.published")][1] == said

    shown = metrics(page("drafts", "en", **query))
    assert shown[text("drafts.share")][0] == of
    assert shown[text("drafts.waiting_now")][0] == text.number(len(waiting))

    longest = metrics(page("overview", "en", **query))[text("volume.longest_gap")]
    shown = metrics(page("volume", "en", per=["week"], **query))
    inside = {a.day for a in published if a.day}
    ever = chosen(articles, {**parameters, "from_day": None, "to_day": None})
    days = sorted({a.day for a in ever if a.day})
    gaps = [(later - earlier).days for earlier, later in pairwise(days) if later in inside]
    assert shown[text("volume.longest_gap")] == longest
    assert longest[0] == text("unit.days", n=max(*gaps, (AS_OF - days[-1]).days))  # each period runs to as_of
    assert shown[text("volume.median_gap")][0] == text("unit.days", n=median(gaps))

    assert shown[text("volume.published")][0] == text.number(len(published))
    before = chosen_before(articles, parameters)
    if before is not None:
        against = text("volume.against", change=text.signed(len(published) - len(before)), before=len(before))
        said = against if len(published) != len(before) else text("volume.same")
        assert shown[text("volume.published")][1].startswith(said)
    week = within(published, date(2026, 3, 9), AS_OF)  # runs to Friday 13 March
    back = timedelta(weeks=52 if query.get("compare") else 1)
    any_day = wanted([a for a in articles if status(a, AS_OF) == "published"], parameters)
    earlier = within(any_day, date(2026, 3, 9) - back, AS_OF - back)
    assert shown[text("volume.running_week")][0] == text.number(len(week))
    against = text("volume.against", change=text.signed(len(week) - len(earlier)), before=len(earlier))
    delta = shown[text("volume.running_week")][1]
    assert delta.startswith(against if len(week) != len(earlier) else text("volume.same"))

    app = page("articles", "en", **query, status=["published", "expired"])
    assert text("articles.count", n=len(published)) in [caption.value for caption in app.caption]
