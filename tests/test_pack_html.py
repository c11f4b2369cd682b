"""The pack as one HTML file: whole, safe, the same each time, and alive in a browser without a network."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from dashboard.pack import html
from dashboard.pack.blocks import BLOCKS
from dashboard.pack.document import Decision, Pack
from dashboard.pack.make import GENERAL, make_pack
from dashboard.pack.memory import meeting_of
from dashboard.resources import SAMPLE
from dashboard.settings import read_settings
from dashboard.words import LANGUAGES, words
from tests import browsing
from tests.packing import AS_OF, by_hand, context_of, loaded, texts
from tests.plain_reader import Article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from dashboard.warehouse import Snapshot

pytest.importorskip("vl_convert", reason="the extra `pack` is not installed")
SETTINGS = read_settings(SAMPLE)
VOID = {"meta", "img", "br"}
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    '"><img src=x onerror=alert(1)>',
    "\u2028]]>\u202eabc",
    "https://evil.example/x.js",
    "&lt;b&gt;",
]
NOTE = f"Eerste regel <b>vet</b>\nשלום 👩‍👩‍👧 {HOSTILE[0]}\n" + "lang " * 2000


class Parsed(HTMLParser):
    """Tags and attributes in order, all text, and whether each tag that opens is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.scripts.append((self.tags[-1][1], data))
        elif self.open and self.open[-1] != "style":
            self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return loaded(SAMPLE, tmp_path_factory.mktemp("html") / "sample.duckdb")


@pytest.fixture(scope="module")
def packs(sample: Snapshot) -> dict[str, Pack]:
    """Of the sample, with a meeting before, notes and decisions."""
    made = {}
    for language in LANGUAGES:
        context = context_of(sample, language, settings=SETTINGS)
        decisions = (Decision("Meer geld", "Noor", date(2026, 4, 17), "section:geld"), Decision("Opruimen"))
        earlier = (Decision("Minder werk", "Ali", date(2026, 3, 9), "section:werk"), Decision("Bellen"))
        since = meeting_of(replace(context, as_of=date(2026, 3, 2)), (), {}, earlier)
        notes = {GENERAL: "Welkom", "volume": "Stil"}
        link = "https://example.org/?period=12m&lang=nl"
        made[language] = make_pack(context, tuple(BLOCKS), notes, decisions, [since], link)
    return made


@pytest.fixture(scope="module")
def pages(packs: dict[str, Pack]) -> dict[str, str]:
    return {language: html.render(pack).decode("utf-8") for language, pack in packs.items()}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    articles = [
        Article(
            f"{n}.md",
            title=text,
            day=date(2026, 3, 1 + n),
            section=text,
            audience=text,
            draft=n == 0,
            tags={f"t{n}": text, "all": HOSTILE[0]},
            created=date(2026, 1, 1),
        )
        for n, text in enumerate(HOSTILE * 2)
    ]
    context = by_hand(tmp_path_factory.mktemp("hostile") / "h.duckdb", articles)
    context = replace(context, settings=replace(context.settings, title=HOSTILE[0]))
    decisions = tuple(Decision(text, text) for text in HOSTILE)
    notes = {GENERAL: NOTE, **dict.fromkeys(BLOCKS, NOTE)}
    earlier = tuple(replace(made, text=f"{made.text} {made.text}") for made in decisions)
    since = meeting_of(replace(context, as_of=date(2026, 3, 2)), (), {}, earlier)
    return html.render(make_pack(context, tuple(BLOCKS), notes, decisions, [since])).decode("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_the_pack_says_is_on_the_page(pages: dict[str, str], packs: dict[str, Pack], language: str) -> None:
    parsed, pack = Parsed(pages[language]), packs[language]
    assert parsed.open == []
    assert parsed.all("html") == [{"lang": language}]
    shown = " ".join("".join(parsed.text).split())
    images = {image["alt"] for image in parsed.all("img")}
    exhibits = [one for block in pack.blocks for one in block.exhibits]
    for text in texts(replace(pack, blocks=tuple(replace(block, name="", exhibits=()) for block in pack.blocks))):
        if not text.startswith("section:"):
            assert " ".join(text.split()) in shown
    for one in exhibits:
        for text in (
            one.title,
            one.note,
            one.about,
            *one.table.columns,
            *(cell for row in one.table.rows for cell in row),
        ):
            assert " ".join(text.split()) in shown
    assert images == {one.alt for one in exhibits if one.chart is not None}
    assert [tag for tag, _ in parsed.tags].count("h1") == 1
    levels = [int(tag[1]) for tag, _ in parsed.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    ids = [attributes["id"] for _, attributes in parsed.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for attributes in parsed.all("a"):
        target = str(attributes["href"])
        assert target == "https://example.org/?period=12m&lang=nl" or target.removeprefix("#") in ids


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_holds_all_it_needs_and_asks_for_nothing(pages: dict[str, str], language: str) -> None:
    parsed = Parsed(pages[language])
    assert not [tag for tag, _ in parsed.tags if tag in ("link", "iframe", "object", "embed", "base", "form")]
    sources = [str(a["src"]) for _, a in parsed.tags if "src" in a]
    assert sources
    assert all(source.startswith("data:image/svg+xml;base64,") for source in sources)
    drawings = [base64.b64decode(source.split(",")[1]).decode() for source in sources]
    assert not [svg for svg in drawings if re.search(r"href=\"http|<image|<script|url\(http", svg)]
    style = pages[language].split("<style>")[1].split("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style
    specs = json.loads(next(data for a, data in parsed.scripts if a.get("type") == "application/json"))
    for one in (spec for chart in specs.values() for spec in chart.values()):
        assert one["width"] == "container"
        assert '"url"' not in json.dumps(one)
        assert "href" not in json.dumps(one)


def test_the_browser_may_run_the_one_script_and_fetch_nothing(pages: dict[str, str]) -> None:
    parsed = Parsed(pages["nl"])
    (policy,) = (str(a["content"]) for a in parsed.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    (script,) = (data for a, data in parsed.scripts if "type" not in a)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == f"'sha256-{digest}'"
    assert rules["img-src"] == "data:"


def test_what_articles_and_editors_say_begins_and_ends_no_markup(hostile: str) -> None:
    parsed = Parsed(hostile)
    assert len(parsed.scripts) == len(parsed.all("script")) == 2
    assert parsed.open == []
    assert hostile.count("<!--") == 0
    assert {a["src"][:5] for a in parsed.all("img") if a["src"]} == {"data:"}
    assert not [a for _, attributes in parsed.tags for a in attributes if a.startswith("on")]
    shown = "".join(parsed.text)
    assert NOTE.strip() in shown
    for text in HOSTILE:
        assert " ".join(text.replace("\u202e", "").split()) in " ".join(shown.split())
    assert "\u202e" not in shown
    json.loads(next(data for a, data in parsed.scripts if a.get("type") == "application/json"))


def test_an_empty_selection_is_one_page_that_says_so(sample: Snapshot) -> None:
    pack = make_pack(context_of(sample, "en", section=("x",)), tuple(BLOCKS), {GENERAL: "Hi"})
    parsed = Parsed(html.render(pack).decode())
    assert pack.empty in "".join(parsed.text)
    assert "Hi" in parsed.text
    assert not parsed.all("figure")
    assert not parsed.all("nav")
    for name, value in pack.facts:
        assert name in parsed.text
        assert value in parsed.text


def test_the_same_pack_is_the_same_file(sample: Snapshot) -> None:
    made = [
        html.render(make_pack(context_of(sample, settings=SETTINGS), ("volume", "balance"), {GENERAL: "x"}))
        for _ in range(2)
    ]
    assert made[0] == made[1]


# ------------------------------------------------------------------ in a browser


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    assert chromium
    with browsing.browser() as started:
        yield started


def opened(browser: Browser, folder: Path, text: str, size: str = "laptop", **options: Any) -> tuple[Page, list[str]]:
    """The file in a browser without a network, and what went wrong there."""
    file = folder / "pack.html"
    file.write_text(text, encoding="utf-8")
    width, height = browsing.WIDTHS[size]
    page = browser.new_context(viewport={"width": width, "height": height}, offline=True, **options).new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith(("file:", "data:")) else None)
    page.goto(file.as_uri())
    if options.get("java_script_enabled", True):
        page.wait_for_function("[...document.querySelectorAll('.chart')].every(one => one.querySelector('svg'))")
    return page, wrong


@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_the_charts_are_alive_offline(browser: Browser, tmp_path: Path, pages: dict[str, str], size: str) -> None:
    page, wrong = opened(browser, tmp_path, pages["nl"], size)
    assert page.locator(".chart svg").count() == pages["nl"].count('class="chart"') > 10
    assert page.locator(".chart img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == browsing.WIDTHS[size][0]
    chart = page.locator("#chart-volume-volume")
    chart.scroll_into_view_if_needed()
    bar = chart.locator("path[aria-label*='jun 2025']").first
    label = bar.get_attribute("aria-label")
    bar.hover()
    tip = page.locator("#vg-tooltip-element.visible")
    tip.wait_for()
    assert label
    assert tip.inner_text() == label
    assert wrong == []
    page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_serious_fault(browser: Browser, tmp_path: Path, pages: dict[str, str], language: str) -> None:
    page, _ = opened(browser, tmp_path, pages[language])
    for fold in page.locator("summary").all():
        fold.click()
    found = Axe().run(page).response["violations"]
    serious = [
        (rule["id"], rule["nodes"][0]["html"][:200]) for rule in found if rule["impact"] in ("serious", "critical")
    ]
    page.context.close()
    assert serious == []


def test_nothing_hostile_runs(browser: Browser, tmp_path: Path, hostile: str) -> None:
    page, wrong = opened(browser, tmp_path, hostile)
    page.locator("#chart-topics-tag_bars path[aria-label]").first.hover()
    page.wait_for_timeout(300)
    assert wrong == []
    assert page.evaluate("document.documentElement.scrollWidth") == 1280
    page.context.close()


def test_a_script_that_came_in_all_the_same_does_not_run(
    browser: Browser, tmp_path: Path, pages: dict[str, str]
) -> None:
    broken = pages["nl"].replace("</main>", "<script>document.title = 'gone'</script></main>")
    page, _ = opened(browser, tmp_path, broken)
    assert page.title().startswith(words("nl")("page.pack.title"))
    page.context.close()


def test_without_scripts_the_charts_are_drawings(browser: Browser, tmp_path: Path, pages: dict[str, str]) -> None:
    page, _ = opened(browser, tmp_path, pages["en"], java_script_enabled=False)
    drawn = page.locator(".chart img")
    assert drawn.count() == pages["en"].count('class="chart"')
    assert all(image.bounding_box()["height"] > 50 for image in drawn.all())  # type: ignore[index]
    page.context.close()


def test_it_prints_on_a4_with_the_definitions(browser: Browser, tmp_path: Path, pages: dict[str, str]) -> None:
    from pypdf import PdfReader

    page, _ = opened(browser, tmp_path, pages["nl"])
    page.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True)
    page.context.close()
    reader = PdfReader(tmp_path / "print.pdf")
    assert {(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in reader.pages} <= {
        (595, 842),
        (596, 842),
        (595, 843),
        (596, 843),
    }
    said = " ".join(" ".join(p.extract_text() for p in reader.pages).split())
    assert words("nl")("chart.volume.about").split(". ")[0] in said
    assert words("nl").day(AS_OF) in said
    assert len(reader.pages) < 20
