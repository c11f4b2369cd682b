"""The page that a browser is given first: Streamlit's own, with room for what is to come."""

import re
from pathlib import Path

from streamlit.file_util import get_static_dir

from dashboard.first_page import GROUPS, STEP, STEPS, first_page

VIEWS = Path(__file__).parent.parent / "dashboard" / "views"


def test_it_is_streamlits_own_page_with_a_style_and_the_headings_font() -> None:
    html, own = first_page(), Path(get_static_dir(), "index.html").read_text(encoding="utf-8")
    before, after = own.split("</head>")
    assert html.startswith(before)
    assert html.endswith(after)
    added = html.removeprefix(before).removesuffix(after)
    (font,) = re.findall(r'<link rel="preload" href="\./([^"]+)"', added)
    assert Path(get_static_dir(), font).is_file()
    assert f"[class*=st-key-room{STEPS}-]" in added
    assert f"height: {STEP * STEPS}px" in added


def test_every_page_has_its_file() -> None:
    assert all((VIEWS / f"{name}.py").is_file() for names in GROUPS.values() for name in names)
