"""The calendar in Chromium: a title opens its article, the top of a day all of it; with the pointer and by touch."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.words import words
from tests import browsing
from tests.conftest import write

EN = words("en")
pytestmark = [pytest.mark.usefixtures("chromium"), pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Nine articles on 20 March, one on the 10th."""
    content = tmp_path_factory.mktemp("calendar") / "content"
    write(content / "alone.md", title="'All alone: <b>x</b>'", date="2026-03-10", sectie="geld")
    for n in range(9):
        write(content / f"crowd-{n}.md", title=f"Crowd {n}", date="2026-03-20", sectie="werk")
    with browsing.served(content, content.parent / "calendar.duckdb") as served:
        yield served


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    assert chromium
    with browsing.browser() as started:
        yield started


def opened(browser: Browser, address: str, size: str) -> Page:
    return browsing.opened(browsing.new_page(browser, size=size), f"{address}/calendar?lang=en&as_of=2026-03-13")


def click(page: Page, said: str) -> None:
    """The mark that a screen reader would name so."""
    mark = page.locator(f"[data-testid=stVegaLiteChart] [aria-label^='{said}']").first
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("h1").first).to_have_text(EN("page.articles.title"), timeout=15_000)
    browsing.settled(page)


@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_a_click_on_a_title_opens_its_article(browser: Browser, address: str, size: str) -> None:
    page = opened(browser, address, size)
    click(page, "All alone: <b>x</b> · published · Tue 10 Mar 2026 · geld")
    expect(page).to_have_url(re.compile(r"path=alone\.md"))
    expect(page.get_by_role("dialog")).to_contain_text("All alone: <b>x</b>")
    page.context.close()


def test_the_top_of_a_day_opens_all_its_articles(browser: Browser, address: str) -> None:
    page = opened(browser, address, "laptop")
    click(page, "Fri 20 Mar 2026: 9 articles")
    expect(page.locator("[data-testid=stMain]")).to_contain_text(EN("articles.count", n=9))
    page.context.close()


def test_on_a_phone_the_last_place_of_a_crowded_day_opens_the_rest(browser: Browser, address: str) -> None:
    page = opened(browser, address, "phone")
    assert page.locator("[data-testid=stVegaLiteChart]").get_by_text("+5 more", exact=True).count() == 1
    click(page, "Fri 20 Mar 2026: 9 articles")
    expect(page.locator("[data-testid=stMain]")).to_contain_text(EN("articles.count", n=9))
    page.context.close()


def test_the_file_is_an_icalendar(browser: Browser, address: str) -> None:
    page = opened(browser, address, "laptop")
    with page.expect_download() as started:
        page.get_by_text(EN("calendar.file_button", n=9), exact=True).click()
    content = Path(started.value.path()).read_bytes()
    assert started.value.suggested_filename == "editorial-calendar-2026-03-13.ics"
    assert content.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert content.count(b"BEGIN:VEVENT") == 9
    page.context.close()
