"""Articles as a reader uses it: search, columns, order, pages, files; and one article, opened."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest

from dashboard import live, search
from dashboard.resources import SAMPLE
from dashboard.views import card, download
from dashboard.views.download import as_csv
from dashboard.words import words
from tests import browsing
from tests.conftest import write
from tests.test_pages import assert_fine, everything, page, serve

EN = words("en")
SETTINGS = 'as_of = "2026-03-13"\nbase_url = "https://site.example/"\nedit_url = "https://edit.example/{path}"\n'
Files = dict[str, Callable[[], pd.DataFrame]]


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    yield
    import streamlit as st

    st.cache_resource.clear()


@pytest.fixture(scope="module")
def long_list(tmp_path_factory: pytest.TempPathFactory) -> live.Live:
    """520 articles of one day, and one that stands out."""
    content = tmp_path_factory.mktemp("long") / "content"
    for n in range(520):
        write(content / f"{n:03}.md", title=f"Article {n:03}", date="2026-03-02", tags="[ai]", sectie="geld")
    write(
        content / "map" / "café.md",
        body="De financiële kassa, met\nde hand.",
        title='"Zon & *maan*"',
        date="2026-03-05T10:00:00+01:00",
        tags="[ai, AI, 'kassa']",
        doelgroep="STARTER",
        sectie="werk",
        summary="Kort.",
    )
    (content / "dashboard.toml").write_text(SETTINGS, encoding="utf-8")
    return serve(content, content.parent / "long.duckdb")


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Files:
    """What the page offers to download: name -> its rows."""
    offered: Files = {}

    def note(context: Any, name: str, frame: Any, **options: Any) -> None:
        offered[name] = frame if callable(frame) else lambda: frame

    monkeypatch.setattr(card, "download", lambda *_, **__: None)  # the figures of the page that is opened first
    monkeypatch.setattr(download, "download", note)
    return offered


def opened(serving: live.Live, lang: str = "en", **query: str | list[str]) -> AppTest:
    live.start(serving, watch=False)
    given = {name: [value] if isinstance(value, str) else value for name, value in query.items()}
    app = page("articles", lang, **given)
    assert_fine(app)
    return app


def listed(app: AppTest) -> pd.DataFrame:
    frame: pd.DataFrame = app.dataframe[0].value
    return frame


def said(app: AppTest, name: str) -> str | list[str] | None:
    value = app.query_params.get(name)
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def test_search_looks_everywhere_and_stays_when_the_period_changes(long_list: live.Live) -> None:
    for asked in ("FINANCIELE hand", '"met de hand"', "cafe", "maan kassa", "map/"):
        assert list(listed(opened(long_list, search=asked))["title"]) == ["Zon & *maan*"], asked
    app = opened(long_list, search="kassa", page="2", period="12m")
    app.text_input(key="articles.search").set_value("  geld werk ").run()
    assert (said(app, "search"), said(app, "page")) == ("geld werk", None)
    assert not app.dataframe
    app = opened(long_list, search="kassa", **{"from": "2024-01-01", "to": "2024-02-01"})
    assert not app.dataframe
    assert "outside it, 1 does" in everything(app)
    next(button for button in app.button if button.label == EN("bar.show_everything")).click().run()
    assert said(app, "search") == "kassa"
    assert len(listed(app)) == 1


def test_a_search_that_finds_nothing_anywhere_offers_to_clear_it(long_list: live.Live) -> None:
    app = opened(long_list, search="zeppelin % _ ( [", section="geld")
    assert not app.dataframe
    [button for button in app.button if button.label == EN("bar.clear")][-1].click().run()
    assert (said(app, "search"), said(app, "section")) == (None, None)
    assert len(listed(app)) == 500


def test_pages_hold_five_hundred_rows_and_the_file_holds_all(long_list: live.Live, files: Files) -> None:
    app = opened(long_list, sort="title")
    assert list(listed(app)["title"]) == [f"Article {n:03}" for n in range(500)]
    assert EN("articles.count", n=521) in [caption.value for caption in app.caption]
    assert EN("articles.rows", first=1, last=500, n=521) in [caption.value for caption in app.caption]
    app.button(key="articles.next").click().run()
    assert said(app, "page") == "2"
    assert list(listed(app)["title"]) == [*(f"Article {n:03}" for n in range(500, 520)), "Zon & *maan*"]
    assert list(files["articles"]()["title"]) == [*(f"Article {n:03}" for n in range(520)), "Zon & *maan*"]
    app.button(key="articles.previous").click().run()
    assert said(app, "page") is None
    for nonsense in ("3", "99999999", "-1", "x", "0"):
        assert len(listed(opened(long_list, page=nonsense))) == 500


@pytest.mark.parametrize("sort", ["-title", "word_count", "section", "nonsense"])
def test_the_file_is_what_the_screen_shows(long_list: live.Live, files: Files, sort: str) -> None:
    columns = ["title", "word_count", "tags", "published_at", "url"]
    app = opened(long_list, columns=[*columns, "no such column"], sort=sort, search='"article 00"')
    shown = listed(app)
    assert list(shown) == columns
    ((name, rows),) = files.items()
    assert name == 'articles-search-"article 00"'
    read = list(csv.DictReader(io.StringIO(as_csv(rows()).decode("utf-8-sig"))))
    assert [row["title"] for row in read] == list(shown["title"])
    assert list(read[0]) == columns
    assert len(read) == 10
    if sort == "-title":
        assert read[0]["title"] == "Article 009"


def test_columns_are_chosen_in_words_and_kept_as_codes(long_list: live.Live) -> None:
    app = opened(long_list)
    usual = app.multiselect(key="articles.columns").value
    assert list(listed(app)) == usual
    app.multiselect(key="articles.columns").set_value(["path", "title"]).run()
    assert list(listed(app)) == app.query_params["columns"] == ["path", "title"]
    app.multiselect(key="articles.columns").set_value([]).run()
    assert list(listed(app)) == usual


def test_an_opened_article_says_all_that_is_known(long_list: live.Live) -> None:
    app = opened(long_list, path="map/café.md", section="werk")
    assert "published · 5 Mar 2026 10:00 · werk · STARTER · 6 words" in [caption.value for caption in app.caption]
    assert EN("article.line", line=4) in "".join(warning.value for warning in app.warning)  # the tag that is repeated
    rows = {row[0]: row[1:] for row in app.table[0].value.values.tolist()}
    assert rows[EN("column.section")] == ["werk", "sectie: werk"]
    assert rows[EN("column.published_on")][0] == "5 Mar 2026 10:00"
    assert (
        rows[EN("column.published_on")][1]
        .replace("\\", "")
        .replace("\u2060", "")
        .startswith("date: 2026-03-05T10:00:00+01:00")
    )
    assert rows[EN("column.tags")] == ["ai, kassa", r'tags: \["ai", "AI", "kassa"\]']
    assert rows[EN("column.status")] == ["published", ""]
    labels = {button.key: button.label for button in app.button if str(button.key).startswith("article.")}
    assert labels["article.tag.ai"] == EN.markdown("article.tag", tag="ai", n=521)
    assert "Article 519" in labels["article.before.0"]
    assert "article.after.0" not in labels
    assert "article.section_before.0" not in labels  # the only one in its section
    assert [key for key in labels if ".tags." in key] == [f"article.tags.{place}" for place in range(5)]
    assert "map/café.md" in [code.value for code in app.code]


def test_a_neighbour_opens_with_the_same_filters(long_list: live.Live) -> None:
    app = opened(long_list, path="map/café.md", audience="STARTER", search="kassa", sort="title")
    app.button(key="article.before.0").click().run()
    assert said(app, "path") == "519.md"
    assert (said(app, "audience"), said(app, "search"), said(app, "sort")) == ("STARTER", "kassa", "title")
    app.button(key="article.after.1").click().run()
    assert said(app, "path") == "map/café.md"


def test_links_lead_to_the_site_and_to_the_editor(tmp_path: Path) -> None:
    content = tmp_path / "content"
    write(content / "2026-03-02-één.md", title="Een", date="2026-03-02", url='"https://evil.example/een/"')
    (content / "dashboard.toml").write_text(SETTINGS + 'preset = "hugo"\n', encoding="utf-8")
    app = opened(serve(content, tmp_path / "links.duckdb"), path="2026-03-02-één.md")
    links = {link.proto.label: link.proto.url for link in app.get("link_button")}
    assert links[EN("articles.edit")] == "https://edit.example/2026-03-02-%C3%A9%C3%A9n.md"
    assert links.get(EN("articles.on_site"), "https://site.example/").startswith("https://site.example/")


def test_an_article_that_is_gone_is_said_to_be(long_list: live.Live) -> None:
    app = opened(long_list, path="nope.md")
    assert app.warning[0].value == EN.markdown("articles.gone", path="nope.md")
    assert len(listed(app)) == 500


@pytest.mark.parametrize(
    ("asked", "found"),
    [("financiele", "FINANCIËLE"), ("FINANCIËLE", "financie\u0308le"), ("foto's", "foto’s"), ("istanbul", "İstanbul")],
)
def test_patterns_forgive_case_accents_and_apostrophes(asked: str, found: str) -> None:
    (pattern,) = search.patterns(asked)
    assert re.search(pattern, found)


def test_patterns_are_words_and_phrases_the_longest_first() -> None:
    assert len(search.patterns('de "van de" KASSA kassa')) == 3
    assert re.search(search.patterns('"de  kassa')[0], "de\nkassa")
    assert not re.search(search.patterns("a.b")[0], "axb")
    assert search.patterns(' "" ” ') == ()


@pytest.mark.usefixtures("chromium")
def test_a_click_on_a_title_opens_it_and_on_a_column_sorts_all(tmp_path: Path) -> None:
    """With mouse and keyboard; and the file has the rows of the screen."""
    with browsing.served(SAMPLE, tmp_path / "articles.duckdb") as address, browsing.browser() as started:
        there = browsing.new_page(started)
        browsing.opened(there, f"{address}/articles?lang=en&search=kassa")
        grid = there.locator("[data-testid=stDataFrame]").first
        grid.locator("canvas").first.wait_for()

        def click(x: int, y: int) -> None:
            there.wait_for_timeout(1_500)  # the grid draws after the script has ended
            box = grid.bounding_box()
            assert box
            there.mouse.click(box["x"] + x, box["y"] + y)

        for _ in range(2):  # the same title again, after closing
            click(220, 50)
            expect(there.get_by_role("dialog")).to_be_visible()
            assert "path=" in there.url
            there.keyboard.press("Escape")
            expect(there.get_by_role("dialog")).to_be_hidden()
            browsing.settled(there)
            assert "path=" not in there.url
        for expected in ("sort=title", "sort=-title"):
            click(220, 17)
            expect(there).to_have_url(re.compile(re.escape(expected) + "(&|$)"))
            browsing.settled(there)
        there.get_by_text(EN("card.download"), exact=True).click()
        with there.expect_download() as got:
            there.get_by_text(EN("card.as_csv")).click()
        assert got.value.suggested_filename == "editorial-articles-search-kassa-2025-03-14-2026-03-13.csv"
        text = Path(got.value.path()).read_text(encoding="utf-8-sig")
        titles = [row["title"] for row in csv.DictReader(io.StringIO(text))]
        assert titles == sorted(titles, key=search.without_accents, reverse=True)
        expect(there.locator("[data-testid=stMain]")).to_contain_text(EN("articles.count", n=len(titles)))
        there.context.close()


def test_a_list_of_one_hour_of_a_weekday_and_of_one_author(long_list: live.Live, files: Files) -> None:
    """As a click on Volume opens it: its chips say what the list is, and one takes it away."""
    live.start(long_list, watch=False)
    app = page("articles", "en", period=["all"], weekday=["4"], hour=["10"], author=[""])
    assert_fine(app)
    assert list(app.dataframe[0].value["title"]) == ["Zon & *maan*"]
    chips = {button.key: button.label.replace("\\", "") for button in app.button}
    assert chips["articles.weekday"].startswith("Weekday: Thursday")
    assert chips["articles.hour"].startswith("Hour: between 10:00 and 11:00")
    assert chips["articles.author"].startswith("Author: no author")
    assert any("thursday" in name.lower() for name in files)
    app.button(key="articles.hour").click().run()
    app.button(key="articles.weekday").click().run()
    assert EN("articles.count", n=521) in everything(app)
    app = page("articles", "en", period=["all"], weekday=["8"], hour=["x"], author=["Ada"])
    assert EN("articles.count", n=0) not in everything(app)
    assert not len(app.dataframe)


def test_what_is_written_from_right_to_left_stands_apart_in_an_opened_article(tmp_path: Path) -> None:
    content = tmp_path / "content"
    write(
        content / "a.md", title="Een", date="2026-03-02", tags="['שלום עולם', 'ai, werk', geld]", authors="['דוד', Ada]"
    )
    (content / "dashboard.toml").write_text(SETTINGS, encoding="utf-8")
    app = opened(serve(content, tmp_path / "rtl.duckdb"), path="a.md")
    rows = {row[0]: row[1:] for row in app.table[0].value.values.tolist()}
    assert rows["Tags"][0].startswith("\u2068שלום עולם\u2069, ")
    assert rows["Authors"][0] == "\u2068דוד\u2069, Ada"
