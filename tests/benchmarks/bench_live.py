"""How long a changed file takes to the screen while a large folder is served; see README.md beside this."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import expect

from dashboard.words import words
from tests import browsing
from tests.benchmarks.bench_load import settle
from tests.benchmarks.tree import make_tree

ROUNDS = 5
GOAL = 5.0  # seconds
NEW = '---\ntitle: "Nieuw"\ndate: 2025-11-20\nsectie: "geld"\ndoelgroep: "STARTER"\ntags: ["ai"]\n---\nTekst.\n'


def main(articles: int) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-live-") as made:
        content = Path(made) / "content"
        make_tree(content, articles)
        settle(content)
        clock = time.perf_counter()
        with browsing.served(content, Path(made) / "live.duckdb", wait=600) as address, browsing.browser() as browser:
            print(f"{articles} articles, served after {time.perf_counter() - clock:.1f} s")
            page = browsing.opened(browsing.new_page(browser), f"{address}/?lang=en&period=all&as_of=2026-03-13")
            status = page.locator("[data-testid=stMain]")
            for number in range(ROUNDS):
                before = status.locator("[data-testid=stCaptionContainer]").first.inner_text().split(" · ")[0]
                published = int("".join(filter(str.isdigit, before))) + 1
                file = content / "2006" / "01" / f"new{number}.md"
                file.write_text(NEW, encoding="utf-8")
                os.utime(file, (time.time() - 60,) * 2)
                clock = time.perf_counter()
                expect(status).to_contain_text(words("en")("bar.published", n=published), timeout=60_000)
                print(f"  a new file on the screen after {time.perf_counter() - clock:5.1f} s  (goal: under {GOAL})")
                browsing.settled(page)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
