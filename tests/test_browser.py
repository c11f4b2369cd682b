"""The running app in Chromium: every page, a click on a mark, a copied link, a changed file, nothing from outside."""

import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dashboard.resources import SAMPLE
from dashboard.words import LANGUAGES, words
from tests import browsing

PAGES = ("overview", "volume", "topics", "balance", "review")
PAGES += ("gaps", "drafts", "calendar", "plan", "pack", "articles", "quality", "data")
SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => window.shifted += entry.value))
    .observe({type: "layout-shift", buffered: true});
"""

pytestmark = [pytest.mark.usefixtures("chromium"), pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    content = tmp_path_factory.mktemp("browser") / "articles"
    shutil.copytree(SAMPLE, content)
    return content


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with browsing.served(folder, folder.parent / "browser.duckdb") as served:
        yield served


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    assert chromium
    with browsing.browser() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    new = browsing.new_page(browser)
    yield new
    new.context.close()


def place(name: str) -> str:
    return "" if name == "overview" else name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_opens_and_asks_nothing_of_the_outside(page: Page, address: str, lang: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in PAGES:
        browsing.opened(page, f"{address}/{place(name)}?lang={lang}")
        expect(page.locator("h1").first).to_have_text(words(lang)(f"page.{name}.title"))
        assert page.locator("[data-testid=stException]").count() == 0
    assert {
        url for url in asked if not url.startswith((address, "data:", "blob:", address.replace("http", "ws")))
    } == set()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_no_serious_fault(browser: Browser, address: str, lang: str, dark: bool) -> None:
    page = browsing.new_page(browser, dark=dark)
    faults = []
    for name in (*map(place, PAGES), "topics?figure=tag_bars"):  # the last with a table open
        browsing.opened(page, f"{address}/{name}{'&' if '?' in name else '?'}lang={lang}&as_of=2026-03-13")
        assert page.locator("[data-testid=stPopoverBody]").count() == ("figure=" in name)
        assert page.locator("html").get_attribute("lang") == lang
        for rule in Axe().run(page).response["violations"]:
            if rule["impact"] in ("serious", "critical"):
                faults += [(name, rule["id"], node["html"][:200]) for node in rule["nodes"]]
    page.context.close()
    assert faults == []


def test_the_navigation_keeps_the_filters(page: Page, address: str) -> None:
    browsing.opened(page, f"{address}/?section=geld&period=all&lang=nl")
    page.get_by_text(words("nl")("group.after"), exact=True).click()
    page.get_by_text(words("nl")("page.articles.title"), exact=True).last.click()
    expect(page.locator("h1").first).to_have_text(words("nl")("page.articles.title"))
    expect(page).to_have_url(re.compile(r"/articles\?.*section=geld"))


def test_a_click_on_a_mark_opens_its_articles(page: Page, address: str) -> None:
    browsing.opened(page, f"{address}/balance?lang=nl&period=all")
    chart = browsing.charts(page).nth(2)
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.45, box["y"] + box["height"] * 0.5)
    expect(page.locator("h1").first).to_have_text(words("nl")("page.articles.title"), timeout=15_000)
    browsing.settled(page)
    assert "section=" in page.url
    assert "audience=" in page.url
    page.go_back()  # one step
    expect(page.locator("h1").first).to_have_text(words("nl")("page.balance.title"), timeout=15_000)
    assert "section=" not in page.url


@pytest.mark.parametrize(
    ("query", "mark"),
    [
        (
            "period=year",
            re.compile(r"^(?:Mon|Tue|Wed|Thu|Fri) \d+ \w+ 2026: ([2-9]) articles$"),
        ),  # a day of the calendar
        ("by=tag&per=month", re.compile(r"^ai-strategie, \w+ 2025: (\d+) articles$")),
        ("by=status&per=month", re.compile(r"^draft, \w+ 202\d: ([1-9]) articles?$")),
    ],
)
def test_a_mark_of_volume_opens_as_many_articles_as_it_says(page: Page, address: str, query: str, mark: Any) -> None:
    browsing.opened(page, f"{address}/volume?lang=en&as_of=2026-03-13&{query}")
    found = page.locator("[data-testid=stVegaLiteChart] [aria-label]").all()
    shape, count = next(
        (shape, said[1]) for shape in found if (said := mark.match(shape.get_attribute("aria-label") or ""))
    )
    shape.scroll_into_view_if_needed()
    box = shape.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("h1").first).to_have_text(words("en")("page.articles.title"), timeout=15_000)
    expect(page.locator("[data-testid=stMain]")).to_contain_text(words("en")("articles.count", n=int(count)))


def test_a_copied_link_opens_the_same_page_in_a_fresh_browser(browser: Browser, page: Page, address: str) -> None:
    browsing.opened(page, f"{address}/volume?section=geld&section=&period=all&compare=year&per=month&lang=en")
    page.get_by_text(words("en")("bar.link"), exact=True).click()
    link = page.locator("[data-testid=stCode]").inner_text().strip().replace("\n", "")
    browsing.settled(page)
    before = page.locator("[data-testid=stMain]").inner_text()
    fresh = browsing.new_page(browser, locale="nl-NL")
    browsing.opened(fresh, link)
    fresh.get_by_text(words("en")("bar.link"), exact=True).click()
    expect(fresh.locator("h1").first).to_have_text(words("en")("page.volume.title"))
    expect(fresh.locator("[data-testid=stMain]")).to_have_text(re.compile(re.escape(before.splitlines()[0])))
    same = "before => document.querySelector('[data-testid=stMain]').innerText === before"
    fresh.wait_for_function(same, arg=before, timeout=15_000)
    fresh.context.close()


def test_a_changed_file_is_on_the_screen_within_seconds_with_the_filters_kept(
    page: Page, address: str, folder: Path
) -> None:
    browsing.opened(page, f"{address}/articles?section=geld&period=all&lang=en")
    count = re.search(r"(\d+) articles\.", page.locator("[data-testid=stMain]").inner_text())
    assert count
    new = folder / "2026" / "2026-03-10-in-the-test.md"
    new.write_text('---\ntitle: "Nieuw"\ndate: 2026-03-10\nsectie: "geld"\n---\nTekst.\n', encoding="utf-8")
    expect(page.locator("[data-testid=stMain]")).to_contain_text(f"{int(count[1]) + 1} articles.", timeout=5_000)
    assert "section=geld" in page.url
    new.unlink()
    expect(page.locator("[data-testid=stMain]")).to_contain_text(f"{count[1]} articles.", timeout=5_000)


def test_a_phone_shows_no_more_than_its_width(browser: Browser, address: str) -> None:
    phone = browsing.new_page(browser, size="phone")
    for name in PAGES:
        browsing.opened(phone, f"{address}/{place(name)}?lang=nl")
        wide = phone.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
        assert wide <= 390, f"{name} is {wide} px wide"
    phone.context.close()


@pytest.mark.parametrize("size", browsing.WIDTHS)
def test_nothing_jumps_while_a_page_opens(browser: Browser, address: str, size: str) -> None:
    """What a browser calls good is a shift of less than 0.1, in all; from 0.25 on, it is poor."""
    shifts = {}
    for name in PAGES:
        page = browsing.new_page(browser, size=size)  # which knows none of Streamlit's code yet
        page.add_init_script(SHIFTS)
        browsing.opened(page, f"{address}/{place(name)}?lang=nl&as_of=2026-03-13")
        shifts[name] = page.evaluate("shifted")
        page.context.close()
    assert {name: shift for name, shift in shifts.items() if shift >= 0.1} == {}


def test_no_level_of_headings_is_skipped(page: Page, address: str) -> None:
    """On any page, nor in an article that is open over one."""
    article = "2026/2026-01-06-een-prognose-hoeft-niet-te-kloppen-om-nuttig-te.md"
    for name, query in [*((name, "") for name in PAGES), ("articles", f"&path={article}")]:
        browsing.opened(page, f"{address}/{place(name)}?lang=nl&as_of=2026-03-13{query}")
        levels = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all("all => all.map(one => Number(one.tagName[1]))")
        assert levels[0] == 1, name
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels)), (name, levels)


def test_a_table_is_a_few_tabs_away_and_its_rows_open_with_the_keys_it_names(page: Page, address: str) -> None:
    browsing.opened(page, f"{address}/topics?lang=nl&as_of=2026-03-13")
    button = page.locator(".st-key-table-tag_bars button").first
    button.focus()
    page.keyboard.press("Enter")
    grid = page.locator("[data-testid=stPopoverBody] [data-testid=data-grid-canvas]")
    expect(grid).to_be_visible(timeout=15_000)
    expect(page.locator("[data-testid=stPopoverBody]")).to_be_focused(timeout=15_000)
    for _ in range(4):
        page.keyboard.press("Tab")
        if grid.evaluate("grid => grid === document.activeElement"):
            break
    expect(grid).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(grid).to_be_visible(timeout=15_000)
    grid.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Space")
    expect(page).to_have_url(re.compile(r"/articles\?.*tag="), timeout=15_000)


def test_every_table_of_the_data_page_has_a_name(page: Page, address: str) -> None:
    browsing.opened(page, f"{address}/data?lang=nl")
    tables = page.locator("[data-testid=stTableStyledTable]")
    expect(tables).to_have_count(4)  # causes, problems, fields, loads: of the sample, every key fills a field
    names = tables.evaluate_all("all => all.map(one => one.ariaLabel)")
    assert all(names)
    assert len(names) == len(set(names))


def test_a_chart_has_no_menu_of_its_own(page: Page, address: str) -> None:
    browsing.opened(page, f"{address}/volume?lang=nl")
    menus = page.locator("[data-testid=stElementToolbar]:has(+ [data-testid=stVegaLiteChart])")
    assert menus.count() == browsing.charts(page).count() > 3
    for chart, menu in zip(browsing.charts(page).all(), menus.all(), strict=True):
        chart.hover()
        expect(menu).to_be_hidden()
