"""Gaps as an editor uses it: what is required, what falls short, a gap that is hidden, words without their tag."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from dashboard import live
from dashboard.headlines import RULES
from dashboard.resources import SAMPLE
from dashboard.words import LANGUAGES, counted, words
from tests import browsing
from tests.conftest import write
from tests.test_pages import assert_fine, everything, page, serve

EN = words("en")
REQUIRED = (
    '[required]\ncells = [{section = "werk", tag = "AVG"}, {section = "geld"}, {audience = "KIND", tag = "nooit"}]\n'
)


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    yield
    import streamlit as st

    st.cache_resource.clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ten articles on geld, six with avg; ten on werk, none with it; a draft on werk that has it."""
    content = tmp_path / "content"
    for n in range(20):
        section, tags = ("geld", "[avg]" if n < 6 else "[]") if n < 10 else ("werk", "[]")
        title = "De AVG in het kort" if n in (8, 15) else f"Article {n}"
        audience = "BAAS" if n < 12 else "STARTER"
        write(
            content / f"{n}.md", title=title, date=f"2026-02-{n + 1:02}", tags=tags, sectie=section, doelgroep=audience
        )
    write(content / "draft.md", title="'*Draft*'", draft="true", tags="[avg]", sectie="werk", date="2026-02-01")
    return content


def opened(folder: Path, settings: str = "", **query: list[str]) -> AppTest:
    (folder / "dashboard.toml").write_text(settings, encoding="utf-8")
    serve(folder, folder.parent / "gaps.duckdb")
    app = page("gaps", "en", as_of=["2026-02-28"], **query)
    assert_fine(app)
    return app


def tables(app: AppTest, *columns: str) -> list[list[tuple[object, ...]]]:
    """The rows of each table that has these columns."""
    return [
        list(table.value[list(columns)].itertuples(index=False, name=None))
        for table in app.dataframe
        if set(columns) <= set(table.value)
    ]


def test_the_gap_and_the_draft_that_would_fill_it(folder: Path) -> None:
    app = opened(folder)
    assert "### " + EN.markdown(
        "finding.gap_cells.one_expected", what="werk × avg", n=counted("articles", 0), hope=3.0
    ) in everything(app)
    app.session_state["gaps.all.opened"] = True  # its table is made when it is opened
    app.run()
    assert [("Section", "werk", "avg", 0)] in tables(app, "field", "category", "label", "articles")
    assert tables(app, "title", "gaps") == [[("*Draft*", 1)]]
    assert EN("gaps.fillers_found", n=1) in everything(app)


def test_what_is_required_is_always_listed(folder: Path) -> None:
    assert EN("gaps.required") not in everything(opened(folder))
    app = opened(folder, REQUIRED)
    assert EN("gaps.required_empty", n=2, of=3) in everything(app)
    expected = [("werk", "any", "avg", 0, 1), ("geld", "any", "any", 10, 0), ("any", "KIND", "nooit", 0, 0)]
    assert tables(app, "section", "audience", "label", "articles", "drafts") == [expected]
    app = opened(folder, REQUIRED, section=["geld"])  # of the whole publication, whatever the filter
    assert tables(app, "section", "audience", "label", "articles", "drafts") == [expected]
    app = opened(folder, REQUIRED, **{"from": ["2020-01-01"], "to": ["2020-02-01"]})
    assert EN("gaps.required_empty", n=3, of=3) in everything(app)


REASON = '  "zo" hoort \\ het '
HIDDEN = {"section": "werk", "tag": "avg", "reason": '"zo" hoort \\ het'}


def test_the_lines_to_copy_hide_the_gap(folder: Path) -> None:
    app = opened(folder)
    app.text_input(key="gaps.reason").set_value(REASON).run()
    assert not [block for block in app.code if "gaps" in block.value]  # of no gap, there is nothing to copy
    app.multiselect(key="gaps.hide").set_value([0]).run()
    (lines,) = [block.value for block in app.code if "gaps" in block.value]
    assert tomllib.loads(lines) == {"gaps": {"hidden": [HIDDEN]}}
    hidden_is_shown(opened(folder, lines))


def test_of_two_gaps_with_the_same_names_the_chosen_one_is_hidden(folder: Path) -> None:
    """A section and an audience are both called werk, and neither has avg."""
    for file in folder.glob("1?.md"):
        file.write_text(re.sub(r"doelgroep: .*", "doelgroep: werk", file.read_text()))
    app = opened(folder)
    app.text_input(key="gaps.reason").set_value("zo").run()
    names = app.multiselect(key="gaps.hide").options
    twins = [place for place, name in enumerate(names) if name.endswith("werk × avg")]
    assert len(set(names)) == len(names)
    said = set()
    for place in twins:
        app.multiselect(key="gaps.hide").set_value([place]).run()
        (lines,) = [block.value for block in app.code if "gaps" in block.value]
        said |= {field for field in tomllib.loads(lines)["gaps"]["hidden"][0] if field in ("section", "audience")}
    assert said == {"section", "audience"}


def test_a_gap_is_hidden_from_the_page(folder: Path) -> None:
    settings = "# Ours.\ntitle = 'x'\n\n[targets.section]\nwerk = 0.5  # half\n"
    app = opened(folder, settings)
    live.current().editable = True
    app.run()
    (save,) = [button for button in app.button if button.label == EN("gaps.hide_save", file="dashboard.toml")]
    assert save.disabled
    app.multiselect(key="gaps.hide").set_value([0])
    app.text_input(key="gaps.reason").set_value(REASON).run()
    (save,) = [button for button in app.button if button.label == EN("gaps.hide_save", file="dashboard.toml")]
    save.click().run()
    written = (folder / "dashboard.toml").read_text()
    assert written.startswith(settings)
    assert tomllib.loads(written)["gaps"] == {"hidden": [HIDDEN]}
    hidden_is_shown(app)
    (again,) = [button for button in app.button if button.label == EN("gaps.show_save", file="dashboard.toml")]
    assert again.disabled
    assert app.multiselect(key="gaps.show").options == [f"Section werk × avg ({HIDDEN['reason']})"]
    app.multiselect(key="gaps.show").set_value([0]).run()
    (again,) = [button for button in app.button if button.label == EN("gaps.show_save", file="dashboard.toml")]
    again.click().run()
    assert tomllib.loads((folder / "dashboard.toml").read_text()) == tomllib.loads(settings)
    assert "### " + EN.markdown(
        "finding.gap_cells.one_expected", what="werk × avg", n=counted("articles", 0), hope=3.0
    ) in everything(app)
    assert not [expander for expander in app.expander if expander.label == EN("gaps.hidden", n=1)]


def hidden_is_shown(app: AppTest) -> None:
    assert EN("finding.gap_cells.none_expected") in everything(app)
    assert [expander.label for expander in app.expander if expander.label == EN("gaps.hidden", n=1)]
    assert [("werk", "avg", HIDDEN["reason"])] in tables(app, "category", "label", "reason")
    assert EN("gaps.fillers_none") in everything(app)  # a gap that is left needs no filling


def test_against_the_plan(folder: Path) -> None:
    app = opened(folder, "[targets.section]\nwerk = 0.75\n", against=["planned"])
    assert EN.markdown(
        "finding.gap_cells.one_planned", what="werk × avg", n=counted("articles", 0), hope=4.5
    ) in everything(app)
    app = opened(folder, "", against=["planned"])  # there is none
    assert EN.markdown(
        "finding.gap_cells.one_expected", what="werk × avg", n=counted("articles", 0), hope=3.0
    ) in everything(app)


def test_mentioned_and_not_tagged(folder: Path) -> None:
    app = opened(folder)
    assert EN("gaps.untagged_found", n=1) in everything(app)
    assert tables(app, "label", "in_title", "tagged") == [[("avg", 2, 6)]]
    assert "### " + EN.markdown("gaps.speak_of", n=2, tag="avg") in everything(app)
    assert [("De AVG in het kort",), ("De AVG in het kort",)] in tables(app, "title")


def test_without_sections_audiences_or_tags(tmp_path: Path) -> None:
    for n in range(12):
        write(tmp_path / "a" / f"{n}.md", title=f"A {n}", date=f"2026-02-{n + 1:02}", tags="[avg]")
        write(tmp_path / "b" / f"{n}.md", title=f"B {n}", date=f"2026-02-{n + 1:02}", sectie="geld")
    assert EN("gaps.no_places") in everything(opened(tmp_path / "a"))
    assert EN("empty.no_tag") in everything(opened(tmp_path / "b"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_overview_says_that_nothing_stands_out(tmp_path: Path, lang: str) -> None:
    for n in range(12):
        write(tmp_path / "c" / f"{n}.md", title=f"{n}", date=f"2026-02-{n + 1:02}", sectie=("geld", "werk")[n % 2])
    serve(tmp_path / "c", tmp_path / "c.duckdb")
    app = page("overview", lang, as_of=["2026-02-13"])
    assert words(lang)("overview.nothing_stands_out") in everything(app)


@pytest.mark.timeout(240)
def test_a_sentence_of_overview_leads_to_its_table_with_the_filters(chromium: str, tmp_path: Path) -> None:
    assert chromium
    with browsing.served(SAMPLE, tmp_path / "sample.duckdb") as address, browsing.browser() as started:
        screen = browsing.new_page(started, locale="en-GB")
        browsing.opened(screen, f"{address}/?lang=en&period=all&compare=none")
        screen.get_by_role("link", name=EN("page.gaps.title") + " →").click()
        expect(screen.locator("h1").first).to_have_text(EN("page.gaps.title"), timeout=15_000)
        expected = {"lang": ["en"], "period": ["all"], "compare": ["none"], "figure": ["gap_cells"]}
        in_view(screen, "gap_cells")
        assert parse_qs(urlsplit(screen.url).query) == expected
        screen.get_by_text(EN("bar.link"), exact=True).click()
        shared = screen.locator("[data-testid=stCode]").inner_text().replace("\n", "")
        assert parse_qs(urlsplit(shared).query) == expected
        fresh = browsing.new_page(started, size="phone")
        browsing.opened(fresh, shared)
        in_view(fresh, "gap_cells")
        for name, key in sorted({(rule.page, rule.table) for rule in RULES if rule.name != "required"}):
            browsing.opened(fresh, f"{address}/{name}?lang=nl&figure={key}")
            in_view(fresh, key)
        browsing.opened(fresh, f"{address}/topics?lang=nl&figure=no.such'figure")
        assert fresh.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0


@pytest.mark.timeout(240)
@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_a_cell_of_the_heatmap_opens_as_many_articles_as_it_says(chromium: str, tmp_path: Path, size: str) -> None:
    assert chromium
    with browsing.served(SAMPLE, tmp_path / "sample.duckdb") as address, browsing.browser() as started:
        screen = browsing.new_page(started, size=size)
        browsing.opened(screen, f"{address}/gaps?lang=en&period=all")
        cells = screen.locator("[data-testid=stVegaLiteChart] [aria-label*=' · to be expected: ']")
        said = [str(cell.get_attribute("aria-label")) for cell in cells.all()]
        place, (tag, section, n) = next(
            (place, found.groups())
            for place, label in enumerate(said)
            if (found := re.match(r"(\w+) × (\w+): ([2-9]|\d\d) articles", label))
        )
        cells.nth(place).scroll_into_view_if_needed()
        box = cells.nth(place).bounding_box()
        assert box
        screen.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(screen.locator("h1").first).to_have_text(EN("page.articles.title"), timeout=15_000)
        expect(screen.locator("[data-testid=stMain]")).to_contain_text(EN("articles.count", n=int(n)))
        query = parse_qs(urlsplit(screen.url).query)
        assert (query["tag"], query["section"]) == ([tag], [section])


def in_view(screen: Page, key: str) -> None:
    """The figure begins at the top of the window, below the navigation, and stays there; its table is open."""
    browsing.settled(screen)
    screen.wait_for_timeout(3_500)  # as long as it is looked for
    box = screen.locator(f".st-key-{key.replace('.', '-')}").first.bounding_box()
    assert box
    assert 50 <= box["y"] <= 90, key
    is_figure = screen.locator(f".st-key-chart-{key}").count()
    expect(screen.locator(f".st-key-rows-{key}")).to_have_count(is_figure)


def test_what_is_required_has_the_name_that_overview_links_to(folder: Path) -> None:
    app = opened(folder, REQUIRED)
    assert [table for table in app.dataframe if str(table.proto.id).endswith("-gaps.required")]
