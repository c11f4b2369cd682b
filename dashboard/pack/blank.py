"""An empty presentation in the look of the dashboard: its theme, its master and its one layout, 16:9."""

from typing import Any

from dashboard.charts import LIGHT

WIDTH, HEIGHT = 960.0, 540.0  # points, as everything here
LEFT, ROOM = 36.0, 888.0  # where all begins, and how wide it may be
TITLE_TOP, TITLE_HEIGHT = 42.0, 72.0
BOTTOM, FOOT = 500.0, 512.0  # where all ends, and where the foot begins
HEAD, SANS = "Georgia", "Arial"  # on every machine that shows slides
_PLACES = {  # left, top, width, height
    "title": (LEFT, TITLE_TOP, ROOM, TITLE_HEIGHT),
    "body": (LEFT, 130.0, ROOM, 360.0),
    "ftr": (LEFT, FOOT, 640.0, 16.0),
    "sldNum": (LEFT + ROOM - 200.0, FOOT, 200.0, 16.0),
}
_COLOURS = {
    "dk1": LIGHT.text,
    "lt1": LIGHT.ground,
    "dk2": LIGHT.muted,
    "lt2": LIGHT.rule,
    "accent1": LIGHT.blue,
    "accent2": LIGHT.orange,
    "accent3": LIGHT.unfinished,
    "accent4": LIGHT.categories[1],
    "accent5": LIGHT.categories[2],
    "accent6": LIGHT.categories[3],
    "hlink": LIGHT.blue,
    "folHlink": LIGHT.muted,
}
_UNUSED = ("printerSettings", "thumbnail", "extended-properties")


def blank() -> Any:
    from pptx import Presentation
    from pptx.util import Pt

    show: Any = Presentation()
    show.slide_width, show.slide_height = Pt(WIDTH), Pt(HEIGHT)
    show.element.find("{*}sldSz").attrib.pop("type", None)  # it says 4:3
    _strip(show)
    _colour(show)
    for page in (show.slide_master, show.slide_layouts[0]):
        for holder in list(page.placeholders):
            _place(page, holder)
    return show


def kind(holder: Any) -> str:
    """What a placeholder is for: title, body, ftr, sldNum, dt."""
    found: str = holder.element.find(".//{*}ph").get("type")
    return found


def a(name: str) -> str:
    return "{http://schemas.openxmlformats.org/drawingml/2006/main}" + name


def _strip(show: Any) -> None:
    """What python-pptx's own empty file brings along: other layouts, a thumbnail, a printer, its maker's name."""
    for layout in list(show.slide_layouts):
        if layout.name != "Title Only":
            show.slide_layouts.remove(layout)
    for relations in (show.part.rels, show.part.package._rels):
        for key in [key for key, one in relations.items() if one.reltype.rsplit("/", 1)[1] in _UNUSED]:
            relations.pop(key)
    properties = show.core_properties._element
    for child in list(properties):
        properties.remove(child)


def _colour(show: Any) -> None:
    """Colours and fonts, so that what a person adds has them too."""
    from pptx.opc.constants import RELATIONSHIP_TYPE
    from pptx.opc.oxml import serialize_part_xml
    from pptx.oxml import parse_xml

    theme = show.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    tree: Any = parse_xml(theme.blob)
    for name, colour in _COLOURS.items():
        place = tree.find(f".//{a('clrScheme')}/{a(name)}")
        place.clear()
        place.append(place.makeelement(a("srgbClr"), {"val": colour[1:]}))
    for name, font in (("majorFont", HEAD), ("minorFont", SANS)):
        tree.find(f".//{a(name)}/{a('latin')}").set("typeface", font)
    theme._blob = serialize_part_xml(tree)
    style = show.slide_master.element.find(".//{*}titleStyle/{*}lvl1pPr")
    style.set("algn", "l")
    style.find(a("defRPr")).set("b", "1")


def _place(page: Any, holder: Any) -> None:
    from pptx.util import Pt

    if kind(holder) not in _PLACES:
        page.shapes._spTree.remove(holder.element)  # the day on which it is opened
        return
    holder.left, holder.top, holder.width, holder.height = map(Pt, _PLACES[kind(holder)])
    if kind(holder) in ("ftr", "sldNum"):
        holder.text_frame.margin_left = holder.text_frame.margin_right = 0
        level = holder.element.find(".//{*}lvl1pPr")
        if level is not None:  # the layout takes it from the master
            level.set("algn", "l" if kind(holder) == "ftr" else "r")
            level.find(a("defRPr")).set("sz", "1000")
