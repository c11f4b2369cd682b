"""How fast the pages are, as ratios to Streamlit's own smallest page in the same run; see README.md beside this."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any

import duckdb

from dashboard.filters import QUERY_DEFAULTS, Filters
from dashboard.settings import Settings
from dashboard.warehouse import Snapshot, query_names, query_text
from tests import browsing
from tests.benchmarks.snapshot import AS_OF, make_snapshot
from tests.test_browser import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

ROUNDS = 3
LONGEST = 10  # seconds of a query
GOALS = {100_000: (1.5, 2.5), 1_000_000: (2.0, 4.0)}  # opening, changing a filter: at most so many times the floor
REST = 1_000  # ms between opening a page and changing a filter
DRAWN = """() => document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
    && [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].every(chart => chart.querySelector('.marks'))"""
SMALLEST = """
import altair as alt
import pandas as pd
import streamlit as st

st.title("One chart")
n = st.slider("bars", 1, 50, 20)
st.write(f"{n} bars")
rows = pd.DataFrame({"x": range(n), "y": range(n)})
st.altair_chart(alt.Chart(rows).mark_bar().encode(x="x:O", y="y:Q"))
"""
# The pages of a snapshot that is there: nothing is loaded, nothing followed.
OURS = """
import sys
from pathlib import Path
from dashboard.live import Live, start
from dashboard.serve import prepare_logs, serve
live = Live(Path(sys.argv[1]), Path(sys.argv[2]), as_of=sys.argv[3])
start(live)
serve(live, int(sys.argv[4]), "127.0.0.1")
"""


def main(articles: int) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as made:
        folder = Path(made)
        database = folder / "pages.duckdb"
        make_snapshot(database, articles, folder)
        print(f"{articles} articles, {database.stat().st_size / 1e6:.0f} MB; the best of {ROUNDS} rounds")
        time_queries(Snapshot(database))
        (folder / "smallest.py").write_text(SMALLEST)
        small = [sys.executable, "-m", "streamlit", "run", str(folder / "smallest.py"), "--server.headless", "true"]
        small += ["--server.address", "127.0.0.1", "--browser.gatherUsageStats", "false", "--server.port"]
        ours = [sys.executable, "-c", OURS, str(folder), str(database), AS_OF]
        with started(small) as smallest, started(ours) as address, browsing.browser() as browser:
            open_goal, change_goal = GOALS.get(articles, GOALS[100_000])
            for name in PAGES:
                url = f"{address}/{'' if name == 'overview' else name}?lang=nl"
                first = opening(browser, url)
                opened = in_turns(partial(opening, browser, smallest), partial(opening, browser, url))
                changed = in_turns(partial(slider, browser, smallest), partial(filter_change, browser, url))
                print(
                    f"  {name:10} opens in {ratio(*opened)} (goal {open_goal})"
                    f"   changes in {ratio(*changed)} (goal {change_goal})   first {first:5.2f} s"
                )


def ratio(floor: float, page: float) -> str:
    return f"{page:5.2f} s = {page / floor:4.2f} × {floor:.2f} s"


def in_turns(floor: Callable[[], float], page: Callable[[], float]) -> tuple[float, float]:
    """In turns: a machine is not as fast at one moment as at the next."""
    rounds = [(floor(), page()) for _ in range(ROUNDS)]
    return min(least for least, _ in rounds), min(taken for _, taken in rounds)


def time_queries(snapshot: Snapshot) -> None:
    """Each query with the page's first filters, the fastest of the rounds."""
    parameters = QUERY_DEFAULTS | Filters().parameters(date.fromisoformat(AS_OF), Settings())
    taken = {name: best(partial(query, snapshot, name, parameters)) for name in query_names()}
    for name, seconds in sorted(taken.items(), key=lambda item: -item[1]):
        print(f"  {name:24} {seconds * 1000:8.0f} ms{' (stopped)' if seconds > LONGEST else ''}")


def query(snapshot: Snapshot, name: str, parameters: dict[str, Any]) -> float:
    """Seconds; a query that takes longer than LONGEST is stopped."""
    clock = time.perf_counter()
    with snapshot._cursor(name) as cursor:
        alarm = Timer(LONGEST, cursor.interrupt)
        alarm.start()
        try:
            with suppress(duckdb.InterruptException):
                cursor.execute(query_text(name), snapshot._bind(name, parameters)).fetchall()
        finally:
            alarm.cancel()
    return time.perf_counter() - clock


@contextmanager
def started(command: list[str]) -> Iterator[str]:
    port = browsing.free_port()
    process = subprocess.Popen([*command, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(address, timeout=2).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def best(measure: Callable[[], float]) -> float:
    return min(measure() for _ in range(ROUNDS))


def opening(browser: Browser, url: str) -> float:
    """Seconds from the address to the last chart, in a browser that knows nothing yet."""
    page = browsing.new_page(browser)
    clock = time.perf_counter()
    page.goto(url)
    drawn(page)
    taken = time.perf_counter() - clock
    page.context.close()
    return taken


def drawn(page: Page) -> None:
    """Waits until the script has ended and every chart it made stands there."""
    page.locator("h1").first.wait_for(timeout=60_000)
    page.wait_for_function(DRAWN, polling=10, timeout=60_000)


def slider(browser: Browser, url: str) -> float:
    """From a key on the slider to the end of the page it changes."""
    page = at_rest(browser, url)
    page.get_by_role("slider").focus()
    taken = change(page, "ArrowRight", "() => document.body.innerText.includes('21 bars')")
    page.context.close()
    return taken


def filter_change(browser: Browser, url: str) -> float:
    """From a key on another period to the end of the page of that period."""
    page = at_rest(browser, url)
    said = "document.querySelector('[data-testid=stMain] [data-testid=stCaptionContainer]').innerText"
    before = page.evaluate(said)
    page.locator("[data-testid=stMain] button[role=radio]").nth(3).focus()  # last month: no page opens with it
    taken = change(page, "Enter", f"before => {said} != before", before)
    page.context.close()
    return taken


def at_rest(browser: Browser, url: str) -> Page:
    """The page, and its reader has had a moment to look at it."""
    page = browsing.new_page(browser)
    page.goto(url)
    drawn(page)
    page.wait_for_timeout(REST)
    return page


def change(page: Page, key: str, other: str, before: str = "") -> float:
    """Seconds from the key until the page says something else, the script has ended and every chart stands there."""
    clock = time.perf_counter()
    page.keyboard.press(key)
    page.wait_for_function(f"before => ({other})(before) && ({DRAWN})()", arg=before, polling=10, timeout=60_000)
    return time.perf_counter() - clock


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
