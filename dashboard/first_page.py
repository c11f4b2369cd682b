"""What a browser has of a page before Streamlit draws any of it: the room that each part will take."""

from functools import cache
from pathlib import Path

GROUPS = {
    "back": ("overview", "volume", "topics", "balance", "review"),
    "ahead": ("gaps", "drafts", "calendar", "plan", "pack"),
    "after": ("articles", "quality", "data"),
}

# Of the room for a chart or a table there is a style for each so many pixels, up to what no screen shows at once.
STEP, STEPS = 12, 100

# Until the code of an element has come, Streamlit draws a grey line of one height in its place: here as high and wide
# as what will stand there, or all below it would jump. With `body` a rule weighs more than Streamlit's own, which come
# later; a script has nothing to show.
_ROOM = """
body [data-testid=stMainBlockContainer] { max-width: initial }
body :is(.st-key-unseen, [data-testid=stHeaderActionElements]) { display: none }
body [data-testid=stGrid] [data-testid=stSkeleton] { height: 8.4rem }
body :is([class*=st-key-choice-], [class*=st-key-review-]) [data-testid=stSkeleton] { height: 4.25rem }
body :is([class*=st-key-choice-], .st-key-review-kind) [data-testid=stSkeleton] { width: 20rem; max-width: 100% }
body .st-key-filter-period [data-testid=stSkeleton] { height: 2.4rem; width: 38.5rem; max-width: 100% }
body .st-key-filter-lang [data-testid=stSkeleton] { height: 2.4rem; width: 6.2rem }
body [class*=st-key-calendar-]:not(.st-key-calendar-late) > [data-testid=stSkeleton] { width: 6rem }
body [class*=st-key-pack-block-] [data-testid=stSkeleton] { height: 1.5rem }
body [class*=st-key-pack-note-] [data-testid=stSkeleton] { height: 4.5rem }
body .st-key-status [data-testid=stSkeleton] { height: 1.25rem; width: 10rem }
"""
_WAITS = "[data-testid=stSkeleton], [data-testid=stVegaLiteChart]:empty"


@cache
def first_page() -> str:
    """Streamlit's own empty page, with that room; the first thing that is asked for at any address of a page."""
    from streamlit.file_util import get_static_dir

    static = Path(get_static_dir())
    rooms = (f"[class*=st-key-room{n}-] :is({_WAITS}) {{ height: {n * STEP}px }}" for n in range(1, STEPS + 1))
    head = [f"<style>{_ROOM}", *rooms, "</style>"]
    # The headings' font would come late, and some take another number of lines in it than in what stands in for it.
    fonts = [file.relative_to(static).as_posix() for file in static.rglob("SourceSerif*-Roman*.woff2")]
    head += [f'<link rel="preload" href="./{file}" as="font" type="font/woff2" crossorigin>' for file in fonts]
    html = (static / "index.html").read_text(encoding="utf-8")
    return html.replace("</head>", "\n".join([*head, "</head>"]), 1)
