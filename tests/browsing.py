"""The dashboard in a real browser: a served folder and a Chromium that speaks to nothing but it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

# Every chart that stands on the page has been drawn.
DRAWN = """() => [...document.querySelectorAll('[data-testid=stVegaLiteChart]')]
    .every(chart => chart.querySelector('.marks'))"""
WIDTHS = {"laptop": (1280, 900), "phone": (390, 844)}
_PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"


def chromium() -> str | None:
    """The path of a Chromium: $CHROMIUM, else one on the path."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def served(content: Path, database: Path, *options: str, wait: int = 30) -> Iterator[str]:
    """The address of a dashboard of `content`, started as a reader starts it; `wait`: seconds until it must answer."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "dashboard",
        "serve",
        str(content),
        "--port",
        str(port),
        "--database",
        str(database),
    ]
    process = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/healthz", process, wait)
        yield address
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _wait_for(url: str, process: "subprocess.Popen[str]", seconds: int) -> None:
    for _ in range(10 * seconds):
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except OSError:
            if process.poll() is not None:
                raise RuntimeError(f"the dashboard stopped: {process.communicate()[1]}") from None
            time.sleep(0.1)
    raise RuntimeError(f"nothing answers at {url}")


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
        options += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
        started = playwright.chromium.launch(executable_path=chromium(), args=options)
        yield started
        started.close()


def new_page(started: Browser, *, size: str = "laptop", dark: bool = False, locale: str = "nl-NL") -> Page:
    width, height = WIDTHS[size]
    context = started.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        locale=locale,
        timezone_id="Europe/Amsterdam",
        user_agent=_PHONE if size == "phone" else None,
    )
    return context.new_page()


def opened(page: Page, url: str) -> Page:
    """The page at `url`, drawn to its end."""
    page.goto(url)
    return settled(page)


def settled(page: Page) -> Page:
    page.locator("h1").first.wait_for(timeout=30_000)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=30_000)
    page.wait_for_function(DRAWN, timeout=30_000)  # Vega draws after the script has ended
    page.wait_for_timeout(400)
    return page


def charts(page: Page) -> Locator:
    return page.locator("[data-testid=stVegaLiteChart]")
