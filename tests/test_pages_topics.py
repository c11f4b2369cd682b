"""Topics and Balance as a reader uses them: search, used once, lines to copy, the agreed list, what a cell lacks."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest

from dashboard.resources import SAMPLE
from dashboard.words import words
from tests import browsing
from tests.conftest import write
from tests.test_pages import assert_fine, everything, page, serve

EN = words("en")


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    yield
    import streamlit as st

    st.cache_resource.clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve articles: prijs and prijzen may be one tag, geld × STARTER never has avg, and *los* was used once."""
    content = tmp_path / "content"
    for day in range(1, 13):
        section, audience = ("geld", "werk")[day % 2], ("STARTER", "BAAS")[day % 3 == 0]
        tags = ["prijs" if day % 2 else "prijzen"] + (["avg"] if section == "werk" else [])
        write(
            content / f"{day}.md",
            title=f"Article {day}",
            date=f"2026-02-{day:02}",
            tags=f"[{', '.join(tags)}]",
            sectie=section,
            doelgroep=audience,
        )
    write(content / "13.md", title="Thirteen", date="2024-01-05", tags='["*los*"]', sectie="geld", doelgroep="BAAS")
    return content


def shown(app: AppTest, column: str) -> list[list[object]]:
    """That column of each table that has it."""
    return [list(table.value[column]) for table in app.dataframe if column in table.value]


def opened(folder: Path, name: str, **query: list[str]) -> AppTest:
    serve(folder, folder.parent / "pages.duckdb")
    app = page(name, "en", as_of=["2026-02-14"], **query)
    assert_fine(app)
    return app


def test_search_reads_the_url_and_writes_it(folder: Path) -> None:
    app = opened(folder, "topics", search=["PRÍJ"])
    assert ["prijs", "prijzen"] in [sorted(map(str, labels)) for labels in shown(app, "label")]
    app.text_input(key="topics.search").set_value(" avg ").run()
    assert app.query_params["search"] in ("avg", ["avg"])
    assert ["avg"] in shown(app, "label")
    app.text_input(key="topics.search").set_value("no *such* tag").run()
    assert EN.markdown("topics.none_found", search="no *such* tag") in everything(app)


def test_used_once_is_of_all_days(folder: Path) -> None:
    app = opened(folder, "topics", list=["once"], period=["4w"])
    assert ["*los*"] in shown(app, "label")
    assert EN("topics.list.once", n=1) in str(app.main)


def test_the_line_to_copy_is_toml(folder: Path) -> None:
    app = opened(folder, "topics")
    lines = [block.value for block in app.code if "prij" in block.value]
    assert len(lines) == 1
    assert set(tomllib.loads(lines[0]).items()) <= {("prijs", "prijzen"), ("prijzen", "prijs")}
    (folder / "dashboard.toml").write_text("[tags.aliases]\n" + lines[0], encoding="utf-8")
    app = opened(folder, "topics")
    assert not [block.value for block in app.code if "prij" in block.value]
    assert EN("topics.variants_none") in everything(app)


def test_the_agreed_list_is_there_when_there_is_one(folder: Path) -> None:
    assert EN("topics.agreed", n=2) not in everything(opened(folder, "topics"))
    (folder / "dashboard.toml").write_text('[tags]\nagreed = ["AVG", "*nooit*"]\n', encoding="utf-8")
    app = opened(folder, "topics")
    assert EN("topics.agreed", n=2) in everything(app)
    assert EN.markdown("topics.agreed_outside", n=3, uses="13 times") in everything(app)
    assert EN.markdown("topics.agreed_unused", n=1, tags="‘*nooit*’") in everything(app)


def test_tags_of_other_days_only(folder: Path) -> None:
    write(folder / "14.md", title="Fourteen", date="2025-06-05", sectie="geld")
    app = opened(folder, "topics", **{"from": ["2025-06-01"], "to": ["2025-06-30"]})
    assert "No article published in" in everything(app)
    assert EN("bar.show_everything") in [button.label for button in app.button]
    assert any("avg" in labels for labels in shown(app, "label"))


def test_what_a_cell_lacks(folder: Path) -> None:
    app = opened(folder, "balance", in_section=["geld"], in_audience=["STARTER"])
    here = sum(1 for day in range(1, 13) if day % 2 == 0 and day % 3)
    names = {"section": "geld", "audience": "STARTER"}
    assert EN.markdown("balance.missing_found", n=2, here=here, **names) in everything(app)
    assert ["avg", "prijs"] in [sorted(map(str, labels)) for labels in shown(app, "label")]
    app.selectbox(key="choice.in_section").set_value("werk").run()
    assert app.query_params["in_section"] in ("werk", ["werk"])
    assert ["prijzen"] in shown(app, "label")


@pytest.mark.parametrize("show", ["count", "row", "column", "residual"])
def test_each_way_to_show_the_cells_is_in_the_url(folder: Path, show: str) -> None:
    app = opened(folder, "balance", show=[show])
    assert app.segmented_control(key="choice.show").value == show
    assert EN(f"chart.{'balance' if show == 'count' else f'balance_{show}'}.note") in everything(app)


def test_articles_to_move_only_beside_the_whole_publication(folder: Path) -> None:
    (folder / "dashboard.toml").write_text("[targets.section]\ngeld = 0.25\nwerk = 0.75\n", encoding="utf-8")
    said = EN("finding.to_move.most", n=3, total=12, what="werk", more=12)
    assert said in everything(opened(folder, "balance"))
    assert said not in everything(opened(folder, "balance", section=["geld"]))


@pytest.mark.timeout(240)
def test_a_click_on_a_pair_opens_the_articles_with_both(chromium: str, tmp_path: Path) -> None:
    assert chromium
    with browsing.served(SAMPLE, tmp_path / "pairs.duckdb") as address, browsing.browser() as started:
        screen = browsing.new_page(started, locale="en-GB")
        browsing.opened(screen, f"{address}/topics?lang=en&period=all")
        cells = screen.locator("[aria-roledescription][aria-label*=' + ']")
        label = next(
            text for text in cells.evaluate_all("all => all.map(e => e.ariaLabel)") if " times as often" in text
        )
        cell = screen.locator(f'[aria-label="{label}"]').first
        cell.scroll_into_view_if_needed()
        cell.click()
        expect(screen.locator("h1").first).to_have_text(EN("page.articles.title"), timeout=15_000)
        browsing.settled(screen)
        both, n = label.split(": ")[0], int(label.split(": ")[1].split()[0])
        expect(screen.locator("[data-testid=stMain]")).to_contain_text(EN("articles.count", n=n))
        assert screen.url.count("tag=") == screen.url.count("with=") == 1, both


def test_without_tags_no_cell_is_said_to_have_them_all(tmp_path: Path) -> None:
    for day, section in ((1, "geld"), (2, "werk")):
        write(tmp_path / f"{section}.md", title=section, date=f"2026-03-0{day}", sectie=section)
    (tmp_path / "dashboard.toml").write_text('as_of = "2026-03-13"\n', encoding="utf-8")
    serve(tmp_path, tmp_path / "untagged.duckdb")
    app = page("balance", "nl")
    assert_fine(app)
    assert words("nl")("balance.missing") not in [element.value for element in app.header]


def test_one_section_is_said_and_not_drawn(tmp_path: Path) -> None:
    """A chart of it could only say 100 %; with a second one there is something to divide."""
    for day in range(1, 13):
        write(tmp_path / f"{day}.md", title=f"{day}", date=f"2026-03-{day:02}", sectie="geld")
    (tmp_path / "dashboard.toml").write_text('as_of = "2026-03-13"\n', encoding="utf-8")
    serve(tmp_path, tmp_path / "one.duckdb")
    app = page("balance", "nl")
    assert_fine(app)
    assert "alle 12 stukken staan in geld (14 mrt 2025 – 13 mrt 2026)" in everything(app)
    assert [chart.proto.id for chart in app.get("vega_lite_chart")] == []
    write(tmp_path / "other.md", title="Other", date="2026-03-01", sectie="werk")
    serve(tmp_path, tmp_path / "two.duckdb")
    drawn = [chart.proto.id.split("-")[-1] for chart in page("balance", "nl").get("vega_lite_chart")]
    assert drawn == ["chart.shares.section", "chart.balance", "chart.evenness.section", "chart.share_over_time"]


@pytest.mark.parametrize("name", ["volume", "quality"])
def test_the_parts_of_a_page_are_headings_of_the_second_level(folder: Path, name: str) -> None:
    app = page(name, "nl")
    assert_fine(app)
    assert app.header
    assert not app.subheader


def test_without_tags_it_says_what_to_do(tmp_path: Path) -> None:
    """Which line of the settings, and the way to the keys; where only the filters leave none, the way back."""
    for n in range(12):
        write(tmp_path / "none" / f"{n}.md", title=f"{n}", date=f"2026-02-{n + 1:02}", sectie="geld")
        tagged = {"tags": "[avg]"} if n % 2 else {}
        write(
            tmp_path / "some" / f"{n}.md", title=f"{n}", date=f"2026-02-{n + 1:02}", sectie=("a", "b")[n % 2], **tagged
        )
    app = opened(tmp_path / "none", "topics")
    assert EN("empty.no_tag") in everything(app)
    assert [link.proto.label for link in app.get("page_link")][-1] == EN("empty.to_keys") + " →"
    app = opened(tmp_path / "some", "topics", section=["a"])
    assert EN("empty.filtered_tags") in everything(app)
    app.button[-1].click().run()
    assert "section" not in app.query_params
    assert ["avg"] in shown(app, "label")
