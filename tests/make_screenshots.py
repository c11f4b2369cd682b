"""Writes docs/*.png, the pictures of the README, from the sample: `make screenshots`."""

import tempfile
from pathlib import Path

from PIL import Image  # type: ignore[import-untyped,unused-ignore]

from dashboard.resources import SAMPLE
from tests import browsing

DOCS = Path(__file__).parent.parent / "docs"
PICTURES = {  # name: page, size, dark
    "overview": ("", "laptop", False),
    "overview-dark": ("", "laptop", True),
    "balance": ("balance", "laptop", False),
}


def main() -> None:
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, browsing.browser() as started:
        with browsing.served(SAMPLE, Path(folder) / "sample.duckdb", "--no-watch") as address:
            for name, (place, size, dark) in PICTURES.items():
                page = browsing.new_page(started, size=size, dark=dark)
                page.set_viewport_size({"width": browsing.WIDTHS[size][0], "height": 1240})
                browsing.opened(page, f"{address}/{place}?lang=nl")
                page.screenshot(path=DOCS / f"{name}.png")
                page.context.close()
                shrink(DOCS / f"{name}.png")


def shrink(path: Path) -> None:
    """A palette of 128 colours is a third of the size, and nobody sees it."""
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


if __name__ == "__main__":
    main()
