"""What the charts promise: colours one can tell apart, right labels, honest marks, and no frame that breaks them."""

import itertools
import json
import math
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import altair as alt
import pandas as pd
import pytest
import vl_convert

from dashboard import charts, findings
from dashboard.charts import DARK, LIGHT, Look, picture
from dashboard.charts.buckets import bucket_name, ticks, with_edges
from dashboard.charts.calendar import column, strips
from dashboard.charts.colour import contrast, legible, mix, readable_on
from dashboard.charts.drafts import band_of, wilson
from dashboard.charts.rows import distinct
from dashboard.charts.theme import FONT, Drawn
from dashboard.words import words
from tests import frames

NL, EN = words("nl"), words("en")
LOOKS = pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])

# Simulation matrices for severity 1.0: Machado, Oliveira and Fernandes 2009, table 1.
SIGHT = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def oklab(colour: str, sight: str) -> tuple[float, ...]:
    """How far apart two colours look is about their distance in this space (Ottosson 2020)."""
    rgb = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    r, g, b = (min(1.0, max(0.0, sum(m * c for m, c in zip(row, linear, strict=True)))) for row in SIGHT[sight])
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)  # the well-known grey that just fails


@LOOKS
def test_categories_stand_out_from_the_ground_and_from_each_other(look: Look) -> None:
    assert len(set(look.categories)) == 12
    for colour in (*look.categories, look.blue, look.orange):
        assert contrast(colour, look.ground) >= 3
    for sight in SIGHT:
        for a, b in itertools.combinations(look.categories, 2):
            first = {a, b} <= set(look.categories[:8])  # few publications have more sections
            assert math.dist(oklab(a, sight), oklab(b, sight)) >= (0.09 if first else 0.07), (sight, a, b)


@LOOKS
def test_words_are_readable(look: Look) -> None:
    for colour in (look.text, look.muted, look.orange_text):
        assert contrast(colour, look.ground) >= 4.5
    for colour in look.categories:
        assert contrast(legible(colour, look.ground, look.text), look.ground) >= 4.5
    for part in range(101):
        fill = mix(look.low, look.blue, part / 100)
        assert contrast(readable_on(fill, look.text, look.ground), fill) >= 4.5


@LOOKS
def test_a_colour_belongs_to_a_category_whatever_the_filter_shows(look: Look) -> None:
    known = ["werk", "geld", "", "groei", "tools"]
    everything, one = (
        spec(charts.volume_by(frame, NL, look, "month", "section", "stacked", known))
        for frame in (
            frames.volume_by({"geld": [1, 2], "werk": [2, 1], "": [1, 1]}),
            frames.volume_by({"werk": [2, 1]}),
        )
    )

    def colour(drawn: dict[str, Any], category: str) -> str:
        scale = next(found["scale"] for found in find(drawn, "color") if "scale" in found)
        return str(scale["range"][scale["domain"].index(category)])

    assert colour(everything, "werk") == colour(one, "werk")
    assert colour(one, "werk") != colour(one, "geld")
    assert [charts.colours(known, look)[name] for name in sorted(known)[1:]] == list(look.categories[:4])


def test_sixteen_categories_have_sixteen_colours_and_no_category_is_grey() -> None:
    shades = charts.colours([f"section {place}" for place in range(16)] + [""], LIGHT)
    assert len(set(shades.values())) == 17
    assert all(contrast(shade, LIGHT.ground) >= 3 for shade in shades.values())
    red, green, blue = (int(shades[""][i : i + 2], 16) for i in (1, 3, 5))
    assert max(red, green, blue) - min(red, green, blue) < 20


@pytest.mark.parametrize(
    ("first", "last", "granularity", "name"),
    [
        (date(2026, 11, 16), date(2026, 11, 22), "week", "week 47 (16–22 nov 2026)"),
        (date(2026, 12, 28), date(2027, 1, 3), "week", "week 53 (28 dec 2026\u2009–\u20093 jan 2027)"),
        (date(2027, 1, 4), date(2027, 1, 10), "week", "week 1 (4–10 jan 2027)"),
        (date(2026, 11, 16), date(2026, 11, 16), "day", "ma 16 nov 2026"),
        (date(2026, 11, 1), date(2026, 11, 30), "month", "november 2026"),
        (date(2026, 7, 1), date(2026, 9, 30), "quarter", "3e kwartaal 2026"),
        (date(2026, 1, 1), date(2026, 12, 31), "year", "2026"),
    ],
)
def test_bucket_names(first: date, last: date, granularity: str, name: str) -> None:
    assert bucket_name(first, last, granularity, NL) == name


@pytest.mark.parametrize("room", [4, 5, 7, 13])
@pytest.mark.parametrize(
    ("granularity", "counts"),
    [("day", 1), ("day", 12), ("day", 800), ("week", 1), ("week", 53), ("month", 36), ("quarter", 9), ("year", 40)],
)
def test_time_labels_are_few_round_and_inside(granularity: str, counts: int, room: int) -> None:
    frame = frames.buckets(date(2024, 3, 4), [1] * counts, granularity)
    first, last = frame["bucket"].min().date(), frame["bucket_end"].max().date()
    days, unit = ticks(first, last, granularity, room)
    assert 1 <= len(days) <= room
    assert all(first <= day <= last for day in days)
    assert days == sorted(set(days))
    if unit == "week":
        assert {day.weekday() for day in days} == {0}
    if unit in ("month", "quarter", "year") and len(days) > 1:
        assert {day.day for day in days} == {1}
        assert len({(b.year - a.year) * 12 + b.month - a.month for a, b in itertools.pairwise(days)}) == 1


def test_bars_stand_within_their_bucket_at_the_turn_of_the_year() -> None:
    data = with_edges(frames.buckets(date(2026, 12, 28), [1, 2]), "week", NL)
    assert list(data["first"]) == ["2026-12-28", "2027-01-04"]
    assert list(data["last"]) == ["2027-01-03", "2027-01-10"]
    assert (data["start"] < data["x0"]).all()
    assert (data["x1"] < data["end"]).all()
    assert list(data["end"]) == [pd.Timestamp(2027, 1, 4), pd.Timestamp(2027, 1, 11)]


def test_names_stay_apart() -> None:
    shown = distinct(["dup", "dup", "", "a\nb", " a  b "], "none")
    assert len(set(shown)) == 5
    assert [name.strip("\u200b") for name in shown] == ["dup", "dup", "none", "a b", "a b"]


@pytest.mark.parametrize(("age", "band"), [(0, 0), (14, 0), (15, 1), (30, 1), (31, 2), (90, 2), (91, 3), (9999, 3)])
def test_bands_of_age(age: int, band: int) -> None:
    assert band_of(age) == band


def test_wilson_as_published() -> None:
    # Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=0.0001)
    assert wilson(0, 5)[0] == 0
    assert math.isnan(wilson(0, 0)[0])


# What each chart makes of each frame

ODD = ["", "werk", "werk ", "a" * 200, "🎉 emoji", "وسم عربي", "regel\nbreuk", "</text><script>", "'quoted\"", "{n}"]
MANY = [f"section {place:02d}" for place in range(60)]
Draw = Callable[..., Any]


def everything() -> Iterator[tuple[str, pd.DataFrame, Draw]]:
    """(name, frame, draw) for every chart over plain, odd, large, tiny and empty frames; draw takes words and look."""
    for granularity, counts in (("week", [5, 0, 3, 8, 2, 1]), ("day", [1] * 800), ("month", [0]), ("year", [7, 9])):
        yield "volume", frames.volume(counts, granularity), lambda f, w, k, g=granularity: charts.volume(f, w, k, g)
    yield "volume", frames.volume([1]).head(0), lambda f, w, k: charts.volume(f, w, k, "week")
    for first, counts in (
        (date(2025, 3, 14), [0, 1, 2] * 122),
        (date(2022, 1, 1), [1] * 1700),
        (date(2026, 1, 1), [0]),
    ):
        for narrow in (False, True):
            yield "calendar", frames.calendar(first, counts), lambda f, w, k, s=narrow: charts.calendar(f, w, k, s)
    yield "calendar", frames.calendar(date(2026, 1, 1), [1]).head(0), lambda f, w, k: charts.calendar(f, w, k)
    silences = [(day, day + timedelta(days=2 + place)) for place, day in enumerate([date(2025, 1, 1)] * 250)]
    for usual in (1.5, None):
        for rows in (silences, silences[:1], silences[:0]):
            frame = frames.gaps(rows, running=True, usual=usual)
            yield "gaps", frame, lambda f, w, k: charts.gaps(f, w, k, date(2025, 1, 1), date(2026, 1, 1))
    for frame in (frames.hours({(1, 0): 3, (7, 23): 12}), frames.hours({}, n=5), frames.hours({}).head(0)):
        yield "hours", frame, lambda f, w, k: charts.hours(f, w, k)
        yield "hours", frame, lambda f, w, k: charts.hours(f, w, k, narrow=True)
    statuses = frames.volume_by({"draft": [0, 1], "expired": [2, 0], "published": [3, 4]})
    yield "volume_by", statuses, lambda f, w, k: charts.volume_by(f, w, k, "month", "status")
    for names in (["geld"], ["geld", "werk", ""], ODD, MANY):
        divided = frames.volume_by({name: [place % 3, 2, 0, 4] for place, name in enumerate(names)})
        for frame in (divided, divided.head(0), divided.assign(articles=0, total=0, share=float("nan"))):
            for mode in ("auto", "stacked", "multiples"):
                yield "volume_by", frame, lambda f, w, k, m=mode: charts.volume_by(f, w, k, "month", "section", m)
            for split in ("tag", "author"):
                yield "volume_by", frame, lambda f, w, k, s=split: charts.volume_by(f, w, k, "month", s, "stacked")
            yield "share", frame, lambda f, w, k: charts.share_over_time(f, w, k, "month", "audience")
        tags = frames.tags({name: (place, 3) for place, name in enumerate(names)})
        for frame in (tags, tags.head(0), tags.assign(before=float("nan"), before_n=float("nan"))):
            yield "tag_bars", frame, lambda f, w, k, narrow=False: charts.tag_bars(f, w, k, narrow=narrow)
        trend = frames.tag_trend({name: [1, 0, 2] for name in names})
        yield "tag_trend", trend, lambda f, w, k: charts.tag_trend(f, w, k, "month")
        cells = frames.balance({(s, a): len(s) % 3 for s in names for a in ODD[:4]})
        for frame in (cells, cells.head(0)):
            yield "balance", frame, lambda f, w, k, narrow=False: charts.balance_heatmap(f, w, k, narrow)
        parts = frames.shares({name: place for place, name in enumerate(names)})
        for frame in (parts, parts.head(0)):
            yield "shares", frame, lambda f, w, k: charts.shares(f, w, k, "section", {"werk": 0.4, "absent": 0.1})
            yield "shares", frame, lambda f, w, k: charts.shares(f, w, k, "language")
        waiting = frames.draft_share({name: (place, 3) for place, name in enumerate(names)})
        yield "draft_share", waiting, lambda f, w, k: charts.draft_share(f, w, k, "section")
        yield "draft_share", waiting, lambda f, w, k: charts.draft_share(f, w, k, "tag", labels={"werk": "<b>Werk</b>"})
    for count in (1, 40):
        months = [str(month) for month in pd.period_range("2023-01", periods=count, freq="M")]
        frame = frames.draft_share({month: (place % 2, 12) for place, month in enumerate([*months, ""])})
        yield "draft_share", frame, lambda f, w, k: charts.draft_share(f, w, k, "month")
    for counts in ([0] * 5, [0, 2, 0, 9, 1], [1] * 27, [0, 0, 0, 0, 0, 60]):
        for narrow in (False, True):
            frame = frames.ahead(counts, later=counts[0])
            yield "ahead", frame, lambda f, w, k, s=narrow: charts.ahead(f, w, k, date(2026, 3, 13), s)
    for ages in ([], [None], [0], [3, 14, 15, 30, 31, 90, 91, 4000, None], list(range(300)), [*range(charts.DOTS), 9]):
        yield "draft_ages", frames.drafts(ages), lambda f, w, k: charts.draft_ages(f, w, k)


CASES = list(everything())


def spec(chart: Drawn) -> dict[str, Any]:
    return dict(chart.to_dict())  # Altair holds the chart to Vega-Lite's schema here


def find(node: Any, key: str) -> Iterator[Any]:
    """Every value under this key, at any depth."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == key:
                yield value
            yield from find(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from find(value, key)


@pytest.mark.parametrize(("name", "frame", "draw"), CASES, ids=[f"{i}-{case[0]}" for i, case in enumerate(CASES)])
def test_every_frame_can_be_drawn(name: str, frame: pd.DataFrame, draw: Draw) -> None:
    before = frame.copy(deep=True)
    spoken, look = ((NL, LIGHT), (EN, DARK))[len(frame) % 2]
    drawn = spec(draw(frame, spoken, look))
    pd.testing.assert_frame_equal(frame, before)
    assert drawn["description"]
    assert "nan" not in drawn["description"].split()
    rows = [row for data in drawn["datasets"].values() for row in data] if "datasets" in drawn else []
    assert not any(re.search(r"\b(nan|None|NaT)\b", str(row.get("says", ""))) for row in rows)
    for parameter in drawn.get("params", []):
        assert parameter["name"] == "picked"
        fields = parameter["select"]["fields"]
        clickable = [row for row in rows if set(fields) <= set(row)]
        assert clickable or drawn["description"] == spoken("chart.nothing")
        # a click on a number or a date comes back changed; a string never does
        assert all(isinstance(row[field], str) for row in clickable for field in fields)


@pytest.mark.parametrize(
    ("name", "frame", "draw"), CASES[::7], ids=[f"{i}-{case[0]}" for i, case in enumerate(CASES[::7])]
)
def test_pictures_can_be_saved(name: str, frame: pd.DataFrame, draw: Draw) -> None:
    picture = vl_convert.vegalite_to_svg(spec(draw(frame, NL, LIGHT).properties(width=340)))
    assert "NaN" not in picture
    assert "undefined" not in picture


def test_a_picture_says_what_it_shows_on_the_ground_of_the_page() -> None:
    title = "Gemiddeld 4,6 stukken per week, en een zin die zo lang is dat hij niet op één regel van de titel past <b>"
    for look in (LIGHT, DARK):
        chart = charts.volume(frames.volume([1200, 6, 5]), NL, look, "week")
        drawn = picture.svg(chart, look, title, "1–21 dec 2025 · sectie: groei").decode()
        said = " ".join(element.text or "" for element in ElementTree.fromstring(drawn).iter() if element.text)
        assert f"{title} 1–21 dec 2025 · sectie: groei" in " ".join(said.split())
        assert "1.200" in said  # in Dutch
        assert f'fill="{look.ground}"'.lower() in drawn.lower()
        assert "<image" not in drawn
        data = picture.png(chart, look, title, "")
        assert data.startswith(b"\x89PNG")
        assert int.from_bytes(data[16:20], "big") == 2 * picture.WIDTH
    assert chart.to_dict()["config"]["background"] == "transparent"  # the chart on the page is as it was


def test_a_picture_has_the_font_of_the_screen_and_takes_it_along() -> None:
    chart = charts.tag_bars(frames.tags({"avg": (21, 6), "ai": (3, 3)}), NL, LIGHT)
    drawn = picture.svg(chart, LIGHT, "‘avg’ stijgt het meest", "sectie: groei").decode()
    assert re.findall(r"@font-face{font-family:'(.*?)';font-weight:(\d+)", drawn) == [
        ("Source Sans Pro", "400"),
        ("Source Sans Pro", "600"),
    ]
    assert set(re.findall(r'font-family="(.*?)"', drawn)) == {FONT}
    assert re.search(r"<text[^>]*>●<tspan x=\"13\">nu</tspan></text>", drawn)  # or all of it would get another font
    # As wide as a browser sets it: a title that is measured too narrow would be cut.
    mark = {"type": "text", "fontSize": 100, "font": FONT, "align": "left", "text": "Gemiddeld 4,6 stukken"}
    bare = {"data": {"values": [{}]}, "mark": mark, "width": 10, "height": 10, "autosize": "pad", "padding": 0}
    narrow, wide = (
        float(re.findall(r'width="([\d.]+)"', picture.draw(bare, family))[0])
        for family in (picture._screen_font(), picture.FAMILY)
    )
    assert narrow == pytest.approx(955, abs=8)
    assert wide > narrow


def test_a_picture_with_letters_that_the_font_lacks_is_in_one_that_has_them() -> None:
    chart = charts.tag_bars(frames.tags({"שלום": (21, 6), "ai": (3, 3)}), NL, LIGHT)
    drawn = picture.svg(chart, LIGHT, "‘\u2068שלום\u2069’ stijgt het meest", "").decode()
    assert set(re.findall(r'font-family="(.*?)"', drawn)) == {picture.FAMILY}
    assert "@font-face" not in drawn
    assert "\u2068" not in drawn
    assert "‘\u200eשלום\u200e’" in drawn


def test_a_character_of_two_units_is_never_halved() -> None:
    """Vega cuts a text that is too long between UTF-16 units, and half an emoji cannot be drawn."""
    emoji = ("🎉", "👩\u200d💻", "\U00020000", "🇳🇱")
    texts = [f"{'a' * before} {one} en nog een heel stuk tekst erachter" for before in range(45) for one in emoji]
    texts += ["\ue000 van een eigen lettertype", "🎉", "🚀🎉"]
    base = alt.Chart(pd.DataFrame({"text": texts, "place": range(len(texts))}))
    cut = base.mark_text(limit=90).encode(y="place:O", text="text:N", description="text:N")
    drawn = ElementTree.fromstring(picture.draw(cut.to_dict()))
    said = [element.text or "" for element in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert {"🎉", "🚀🎉"} <= set(said)
    assert any("\ue000" in text for text in said)
    assert {letter for text in said for letter in text if letter > "\ud7ff"} == set("\ue000🚀👩💻".join(emoji)) - {
        "\u200d"
    }
    labels = base.mark_bar().encode(y=alt.Y("text:N", axis=alt.Axis(labelLimit=90)))
    assert "…" in picture.draw(labels.to_dict())
    titled = charts.volume(frames.volume([3, 6, 5]), NL, LIGHT, "week")
    assert "Feest 🎉" in picture.svg(titled, LIGHT, "Feest 🎉", "").decode()


def rows_of(chart: Drawn, column: str) -> list[dict[str, Any]]:
    return [row for data in spec(chart)["datasets"].values() for row in data if column in row]


@pytest.mark.parametrize("counts", [[90, 80, 70, 0], [90, 80, 70, 3], [90, 80, 70, 40]])
def test_until_when_a_period_runs_is_not_written_over_its_number(counts: list[int]) -> None:
    chart = charts.volume(frames.volume(counts, "year"), NL, LIGHT, "year", until=date(2028, 3, 13))
    said = ElementTree.fromstring(picture.draw(chart.to_dict())).iter("{http://www.w3.org/2000/svg}text")
    places = {text.text: [float(n) for n in re.findall(r"-?[\d.]+", text.get("transform", ""))] for text in said}
    (until, number) = places["t/m 13 mrt"], places[str(counts[-1])]
    assert until[0] == number[0]
    assert abs(until[1] - number[1]) >= 12


def test_unfinished_bars_are_grey_and_the_last_says_until_when() -> None:
    frame = frames.volume([4, 6, 5, 2])
    drawn = spec(charts.volume(frame, NL, LIGHT, "week", until=date(2025, 12, 24)))
    assert "t/m 24 dec" in list(find(drawn, "text"))
    bars = drawn["layer"][0]["encoding"]["color"]
    assert bars["condition"]["test"] == "datum.complete"
    assert (bars["condition"]["value"], bars["value"]) == (LIGHT.blue, LIGHT.unfinished)
    said = [row["says"] for row in rows_of(charts.volume(frame, NL, LIGHT, "week"), "says")]
    assert said[0] == "week 49 (1–7 dec 2025): 4 stukken"
    assert said[-1] == "week 52 (22–28 dec 2025): 2 stukken · een jaar eerder: 0 · niet volledig"
    finished = frame.assign(complete=True)
    assert "t/m 24 dec" not in list(
        find(spec(charts.volume(finished, NL, LIGHT, "week", until=date(2025, 12, 24))), "text")
    )


@pytest.mark.parametrize(
    ("weeks", "narrow", "said"), [(5, True, True), (10, False, True), (10, True, False), (20, False, False)]
)
def test_a_first_bar_that_is_not_whole_says_from_when(weeks: int, narrow: bool, said: bool) -> None:
    """Above itself alone: where the bars are slim, its tooltip says that it is not complete."""
    frame = frames.volume([0, *[5] * (weeks - 1)])
    frame.loc[0, "complete"] = False
    since = date(2025, 12, 4)

    def texts(rows: Any, first: date | None) -> str:
        marks = find(spec(charts.volume(rows, NL, LIGHT, "week", narrow, since=first)), "text")
        return " ".join(" ".join(text) if isinstance(text, list) else str(text) for text in marks)

    assert ("vanaf 4 dec" in texts(frame, since)) == said
    assert "vanaf" not in texts(frame, None)
    assert "vanaf" not in texts(frame.assign(complete=True), since)


def test_the_year_before_is_drawn_where_there_is_one() -> None:
    frame = frames.volume([4, 6, 5, 2])
    label = NL("chart.volume.year_before")

    def texts(**options: Any) -> list[str]:
        drawn = charts.volume(options.pop("frame", frame), NL, LIGHT, options.pop("granularity", "week"), **options)
        return list(find(spec(drawn), "text"))

    assert label in texts()
    assert label not in texts(year_before=False)
    assert label not in texts(granularity="year")  # the bar beside it is the year before
    assert label not in texts(frame=frame.assign(year_before=0))
    assert label not in texts(frame=frame.assign(year_before=float("nan")))
    said = [row["says"] for row in rows_of(charts.volume(frame, NL, LIGHT, "week"), "says")]
    assert "een jaar eerder" not in said[0]
    assert said[2].endswith("5 stukken · een jaar eerder: 2")
    assert "nu 13, toen 3" in spec(charts.volume(frame, NL, LIGHT, "week"))["description"]


def test_every_day_has_its_own_place_in_the_calendar() -> None:
    """Monday on top, a column for each week, a year below the other."""
    drawn = charts.calendar(frames.calendar(date(2024, 12, 30), [1] * 800), NL, LIGHT)
    cells = rows_of(drawn, "says")
    assert len({(cell["x0"], cell["y0"]) for cell in cells}) == len(cells) == 800
    by_day = {cell["first"]: cell for cell in cells}
    assert by_day["2025-06-02"]["x0"] == by_day["2025-06-08"]["x0"]  # Monday to Sunday
    assert by_day["2025-06-02"]["y0"] < by_day["2025-06-08"]["y0"]
    assert by_day["2025-06-09"]["x0"] == pytest.approx(by_day["2025-06-08"]["x0"] + 1)
    assert by_day["2025-01-01"]["x0"] == pytest.approx(by_day["2026-01-01"]["x0"])
    assert by_day["2025-12-31"]["y0"] < by_day["2026-01-01"]["y0"]
    months = [row["text"] for row in rows_of(drawn, "kind") if row["kind"] == "month"]
    assert months[:3] == ["dec", "jan", "feb"]
    assert [row["text"] for row in rows_of(drawn, "kind") if row["kind"] == "year"] == ["2024", "2025", "2026", "2027"]


@pytest.mark.parametrize(
    ("first", "last", "narrow", "rows"),
    [
        (date(2026, 3, 1), date(2026, 3, 13), False, 1),
        (date(2025, 3, 14), date(2026, 3, 13), False, 1),
        (date(2025, 3, 14), date(2026, 3, 13), True, 2),
        (date(2025, 1, 1), date(2026, 3, 13), False, 2),
        (date(2025, 1, 1), date(2026, 3, 13), True, 3),
        (date(2000, 1, 1), date(2000, 12, 31), False, 1),  # 54 weeks: it begins on a Saturday, in a leap year
    ],
)
def test_a_calendar_is_one_row_years_or_halves(first: date, last: date, narrow: bool, rows: int) -> None:
    parts = strips(first, last, narrow)
    assert len(parts) == rows
    for day in pd.date_range(first, last):
        assert sum(start <= day.date() <= end for start, end in parts) == 1
    assert all(column(end, start) < (28 if narrow else 54) for start, end in parts)


def test_silences_are_as_long_as_they_lasted_and_labels_stand_apart() -> None:
    first = date(2025, 1, 1)
    rows = [(first, date(2025, 1, 11)), (date(2025, 1, 11), date(2025, 1, 23)), (date(2025, 12, 1), date(2025, 12, 9))]
    frame = frames.gaps(rows, running=True)
    bars = rows_of(charts.gaps(frame, NL, LIGHT, first, date(2026, 1, 1)), "says")
    assert [(bar["first"], bar["last"], bar["days"]) for bar in bars] == [
        ("2025-01-01", "2025-01-11", 10),
        ("2025-01-11", "2025-01-23", 12),
        ("2025-12-01", "2025-12-09", 8),
    ]
    assert [bar["labelled"] for bar in bars] == [False, True, True]
    assert [bar["fill"] for bar in bars] == [LIGHT.blue, LIGHT.blue, LIGHT.unfinished]
    assert bars[2]["says"] == "niets sinds 1 dec 2025: 8 dagen"


def test_hours_say_how_many_carry_a_time_and_open_theirs() -> None:
    drawn = charts.hours(frames.hours({(2, 9): 4, (7, 23): 2}, n=10), NL, LIGHT)
    assert "6 van 10 stukken hebben een tijdstip" in list(find(spec(drawn), "text"))
    assert list(find(spec(drawn), "fields")) == [["weekday", "hour"]]
    cells = {(row["day"], row["clock"]): row for row in rows_of(drawn, "clock")}
    assert len(cells) == 168
    assert cells["di", "9"]["says"] == "dinsdag 9.00–9.59 uur: 4 stukken"
    assert contrast(cells["di", "9"]["fill"], cells["di", "9"]["ink"]) >= 4.5


def test_tags_and_authors_are_never_stacked_and_what_is_left_out_is_said() -> None:
    frame = frames.volume_by({"a": [1, 2], "b": [3, 4]}).assign(left_out=4991)
    for split in ("tag", "author"):
        drawn = charts.volume_by(frame, NL, LIGHT, "month", split, "stacked")
        assert not rows_of(drawn, "y1")
        assert "Nog 4.991 andere ontbreken hier, ook in de tabel." in texts_of(drawn)
    picks = spec(charts.volume_by(frame, NL, LIGHT, "month", "author"))
    assert list(find(picks, "fields")) == [["author", "first", "last"]]


def test_the_rows_of_a_frame_are_made_once_for_all_layers_of_a_chart(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    to_values = alt.to_values
    monkeypatch.setattr(alt, "to_values", lambda data: made.append(len(data)) or to_values(data))
    drawn = charts.tag_bars(frames.tags({"ai": (12, 4), "avg": (3, 9)}), NL, LIGHT, 20)
    first = drawn.to_dict()
    assert made
    known = len(made)
    assert drawn.to_dict() == first
    assert len(made) == known
    other = charts.tag_bars(frames.tags({"ai": (30, 4), "avg": (3, 9)}), NL, LIGHT, 20).to_dict()
    assert other["datasets"] != first["datasets"]


def texts_of(chart: Drawn) -> list[str]:
    return [text for text in find(spec(chart), "text") if isinstance(text, str)]


def test_bars_begin_at_zero() -> None:
    drawn = spec(charts.volume(frames.volume([400, 401, 402]), NL, LIGHT, "week"))
    domains = [
        scale["domain"] for scale in find(drawn["layer"], "scale") if isinstance(scale.get("domain", [None])[0], int)
    ]
    assert domains
    assert all(domain[0] == 0 for domain in domains)


@pytest.mark.parametrize(("parts", "stacked"), [(4, True), (5, False)])
def test_more_than_four_parts_become_small_multiples(parts: int, stacked: bool) -> None:
    frame = frames.volume_by({f"part {place}": [3, 4] for place in range(parts)})
    for drawn in (
        charts.volume_by(frame, NL, LIGHT, "month", "section"),
        charts.share_over_time(frame, NL, LIGHT, "month", "section"),
    ):
        assert bool(rows_of(drawn, "y1")) == stacked
        assert bool(rows_of(drawn, "ceiling")) != stacked


def test_stacks_add_up() -> None:
    frame = frames.volume_by({"a": [3, 0], "b": [1, 5], "": [2, 2]})
    rows = [row for row in rows_of(charts.volume_by(frame, NL, LIGHT, "month", "section"), "y1") if "place" not in row]
    tops = {first: max(row["y1"] for row in rows if row["first"] == first) for first in {row["first"] for row in rows}}
    assert sorted(tops.values()) == [6, 7]
    shares = rows_of(charts.share_over_time(frame, NL, LIGHT, "month", "section"), "y1")
    assert max(row["y1"] for row in shares) == pytest.approx(1)


def test_labels_beside_a_stack_keep_a_line_apart() -> None:
    frame = frames.volume_by({"a": [100, 0], "b": [1, 0], "c": [1, 0], "d": [1, 0]})
    places = sorted(row["place"] for row in rows_of(charts.volume_by(frame, NL, LIGHT, "month", "section"), "place"))
    assert len(places) == 4
    assert all(b - a >= 103 * 16 / 240 - 1e-9 for a, b in itertools.pairwise(places))
    assert places[-1] <= 103


@LOOKS
def test_a_stack_of_sixty_has_twelve_parts_and_the_smallest_are_one(look: Look) -> None:
    counts = {f"part {place:02}": [60 - place, 2] for place in range(60)} | {"": [1, 1]}
    drawn = charts.volume_by(frames.volume_by(counts), NL, look, "month", "section", "stacked", list(counts))
    rows = [row for row in rows_of(drawn, "y1") if "place" not in row]
    assert {row["panel"] for row in rows} == {*(f"part {n:02}" for n in range(10)), "zonder sectie", "andere (50)"}
    assert max(row["y1"] for row in rows) == sum(first for first, _ in counts.values())  # not one is lost
    others = [row for row in rows if row["folded"]]
    assert [row["articles"] for row in others] == [sum(range(1, 51)), 100]
    assert others[0]["says"] == "andere (50), maart 2025: 1.275 stukken"
    assert "section" not in others[0]  # and so a click that would open it opens nothing: see the next test
    scale = next(found["scale"] for found in find(spec(drawn), "color") if "scale" in found)
    assert len(set(scale["range"])) == 11
    assert all(contrast(shade, look.ground) >= 3 for shade in scale["range"])
    # With a colour of its own for each of the sixty most would be as dark as the ink: a distance of 0.003.
    assert all(math.dist(oklab(shade, "usual"), oklab(look.text, "usual")) > 0.05 for shade in scale["range"])


def test_the_others_of_a_stack_open_nothing() -> None:
    drawn = charts.volume_by(
        frames.volume_by({name: [1, 2] for name in MANY}), NL, LIGHT, "month", "section", "stacked"
    )
    vega = vl_convert.vegalite_to_vega(spec(drawn))
    picked = next(signal for group in find(vega, "signals") for signal in group if signal["name"] == "picked_tuple")
    assert "folded" in picked["on"][0]["events"][0]["filter"][0]


def test_parts_without_a_bar_have_no_label_beside_it() -> None:
    frame = frames.volume_by({"a": [3, 4, 1], "b": [2, 0, 1], "c": [1, 1, 1]})  # the last of the three is running
    drawn = charts.volume_by(frame, NL, LIGHT, "month", "section", "stacked")
    assert [row["panel"] for row in rows_of(drawn, "place")] == ["a", "c"]


def test_sixty_sections_leave_no_one_out_in_silence() -> None:
    frame = frames.volume_by({name: [1, 2] for name in MANY})
    texts = list(find(spec(charts.volume_by(frame, NL, LIGHT, "month", "section")), "text"))
    assert "Niet getekend: nog 48." in texts


def test_panels_share_one_scale() -> None:
    rows = rows_of(charts.tag_trend(frames.tag_trend({"a": [8, 1, 0], "b": [4, 2, 0]}), NL, LIGHT, "month"), "height")
    tall = {row["tag"]: max(r["height"] - r["floor"] for r in rows if r["tag"] == row["tag"]) for row in rows}
    assert tall["a"] == pytest.approx(2 * tall["b"])
    titles = rows_of(charts.tag_trend(frames.tag_trend({"a": [1], "b": [1]}), NL, LIGHT, "month", narrow=True), "title")
    assert len({row["left"] for row in titles}) == 1  # one column on a phone


def test_tags_are_compared_with_before_only_where_there_is_one() -> None:
    compared = charts.tag_bars(frames.tags({"avg": (21, 6), "ai": (3, 3)}), NL, LIGHT)
    assert [row["count"] for row in rows_of(compared, "count")] == ["21 (+15)", "3 (0)"]
    assert "○ eerder" in list(find(spec(compared), "text"))
    alone = charts.tag_bars(frames.tags({"avg": (21, None)}, before_n=None), NL, LIGHT)
    assert [row["count"] for row in rows_of(alone, "count")] == ["21"]
    assert "○ eerder" not in list(find(spec(alone), "text"))


def test_the_tag_that_the_title_names_is_drawn() -> None:
    counts: dict[str, tuple[int, int | None]] = {f"tag {place:02}": (50 - place, 50 - place) for place in range(30)}
    frame = frames.tags(counts | {"gone": (0, 12)})
    finding = findings.tag_bars(frame, NL)
    assert (finding.key, finding.values["what"]) == ("finding.tag_bars.fall_one", "‘gone’")
    for top in (10, 20):
        names = [row["name"] for row in rows_of(charts.tag_bars(frame, NL, LIGHT, top), "count")]
        assert names == [*(f"tag {place:02}" for place in range(top - 1)), "gone"]
    still = rows_of(charts.tag_bars(frames.tags(counts), NL, LIGHT, 10), "count")
    assert [row["name"] for row in still] == [f"tag {place:02}" for place in range(10)]


def test_the_largest_shares_are_drawn_and_those_that_the_title_names() -> None:
    counts = {f"section {place:02}": 60 - place for place in range(60)}
    frame = frames.shares(counts)
    drawn = charts.shares(frame, NL, LIGHT, "section", top=12)
    assert [row["name"] for row in rows_of(drawn, "count")] == [f"section {place:02}" for place in range(12)]
    assert "Niet getekend: nog 48 secties." in list(find(spec(drawn), "text"))
    targets = {f"section {place:02}": 0.1 if place == 59 else 0.01 for place in range(40, 60)}
    targets["section 30"] = 0  # 2 % of the articles, which is not among the twelve largest
    named = findings.shares(frame, NL, "section", targets)
    assert (named.values["under"], named.values["over"]) == ("section 59", "section 30")
    planned = charts.shares(frame, NL, LIGHT, "section", targets, top=12)
    names = [row["name"] for row in rows_of(planned, "count")]
    assert names[0] == "section 59"
    assert "section 30" in names
    assert len(names) == 12
    on_plan = {f"section {place:02}": (60 - place) / 1830 for place in range(60)}  # of these the title names none
    level = charts.shares(frame, NL, LIGHT, "section", on_plan, top=12)
    assert {row["name"] for row in rows_of(level, "count")} == {f"section {place:02}" for place in range(12)}
    everything = charts.shares(frame, NL, LIGHT, "section")
    assert len(rows_of(everything, "count")) == 60
    assert not [text for text in find(spec(everything), "text") if "Niet getekend" in str(text)]


def test_the_largest_cells_are_drawn_and_those_that_the_title_names() -> None:
    cells = {(f"s{row:02}", f"a{column:02}"): 80 - row - column for row in range(30) for column in range(20)}
    frame = frames.balance(cells | {("s29", "a19"): 0})
    assert findings.balance(frame, NL).values == {"what": "a19", "where": "s29"}
    drawn = charts.balance_heatmap(frame, NL, LIGHT, top=12)
    rows = [row for row in rows_of(drawn, "number") if "section" in row]
    assert {row["section"] for row in rows} == {*(f"s{place:02}" for place in range(11)), "s29"}
    assert {row["audience"] for row in rows} == {*(f"a{place:02}" for place in range(11)), "a19"}
    said = ["Niet getekend: nog 18 secties.", "Niet getekend: nog 8 doelgroepen."]
    assert said in list(find(spec(drawn), "text"))
    corner = [row["number"] for row in rows_of(drawn, "number") if (row["row"], row["column"]) == ("totaal", "totaal")]
    assert corner == [NL.number(int(frame["articles"].sum()))]  # the totals are of all
    assert len([row for row in rows_of(charts.balance_heatmap(frame, NL, LIGHT), "number") if "section" in row]) == 600


@pytest.mark.parametrize(("blank", "rows"), [(20, 21), (21, 1)])
def test_a_section_without_any_article_does_not_apply(blank: int, rows: int) -> None:
    frame = frames.draft_share({f"section {place}": (0, 0) for place in range(blank)} | {"geld": (2, 10)})
    drawn = charts.draft_share(frame, NL, LIGHT, "section")
    counts = [row["count"].replace("\u00a0", " ") for row in rows_of(drawn, "count")]
    assert counts == ["17 % · 2 van 12", *["n.v.t."] * (rows - 1)]
    assert ("Niet getekend: 21 secties zonder stukken in deze periode." in list(find(spec(drawn), "text"))) == (
        rows == 1
    )


def test_heatmap_prints_every_cell_and_the_totals() -> None:
    frame = frames.balance({("geld", "A"): 30, ("geld", "B"): 0, ("", "A"): 2, ("", "B"): 8})
    rows = rows_of(charts.balance_heatmap(frame, NL, DARK), "number")
    cells = {(row["row"], row["column"]): row["number"] for row in rows}
    assert cells == {
        ("geld", "A"): "30", ("geld", "B"): "0", ("zonder sectie", "A"): "2", ("zonder sectie", "B"): "8",
        ("geld", "totaal"): "30", ("zonder sectie", "totaal"): "10",
        ("totaal", "A"): "32", ("totaal", "B"): "8", ("totaal", "totaal"): "40",
    }  # fmt: skip
    for row in rows:
        if "fill" in row:
            assert contrast(row["fill"], row["ink"]) >= 4.5
    assert {row["section"] for row in rows if "section" in row} == {"geld", ""}  # what a click hands on is the value


def test_shares_are_sorted_counted_and_grey_when_few() -> None:
    drawn = charts.shares(frames.shares({"geld": 10, "werk": 30, "": 10}), NL, LIGHT, "section", {"werk": 0.5})
    rows = rows_of(drawn, "count")
    assert [row["name"] for row in rows] == ["werk", "zonder sectie", "geld"]
    assert [row["count"].replace("\u00a0", " ") for row in rows] == [
        "60 % · 30 van 50",
        "20 % · 10 van 50",
        "20 % · 10 van 50",
    ]
    assert [row["target"] for row in rows] == [0.5, None, None]
    assert not any(row["few"] for row in rows)
    few = rows_of(charts.shares(frames.shares({"geld": 4, "werk": 5}), NL, LIGHT, "section"), "count")
    assert all(row["few"] for row in few)
    assert [row["count"] for row in few] == ["5 van 9", "4 van 9"]


def test_shares_with_a_plan_begin_with_what_is_furthest_behind() -> None:
    frame = frames.shares({"geld": 50, "werk": 30, "": 10, "groei": 10})
    drawn = charts.shares(frame, NL, LIGHT, "section", {"geld": 0.4, "werk": 0.35, "groei": 0.25})
    names = [row["name"] for row in rows_of(drawn, "count")]
    assert names == ["groei", "werk", "geld", "zonder sectie"]
    axis = drawn.to_dict()["layer"][0]["encoding"]["y"]
    assert axis["sort"] == names


def test_months_of_drafts_stand_in_time_order_and_early_ones_together() -> None:
    months = [str(month) for month in pd.period_range("2024-01", periods=20, freq="M")]
    frame = frames.draft_share(dict.fromkeys(reversed(months), (1, 9)))
    rows = rows_of(charts.draft_share(frame, NL, LIGHT, "month"), "count")
    assert [row["name"] for row in rows[:3]] == ["2 maanden ervoor", "mrt 2024", "apr 2024"]
    assert (rows[0]["first"], rows[0]["last"]) == ("2024-01-01", "2024-02-29")
    assert rows[0]["count"].replace("\u00a0", " ") == "10 % · 2 van 20"
    assert sum(row["n"] for row in rows) == frame["n"].sum()


def test_ages_are_counted_by_band_and_no_draft_is_lost() -> None:
    frame = frames.drafts([0, 14, 15, 30, 31, 90, 91, 4000, None])
    drawn = charts.draft_ages(frame, NL, LIGHT)
    assert [row["count"] for row in rows_of(drawn, "count")] == ["2", "2", "2", "2"]
    dots = rows_of(drawn, "slot")
    assert len(dots) == 8
    assert all(row["band"] <= row["slot"] <= row["band"] + 1 for row in dots)


def test_more_drafts_than_dots_can_show_stand_in_bars() -> None:
    few, many = ([*range(charts.DOTS - 1), None, *extra] for extra in ([9], [9, 9]))
    assert len(rows_of(charts.draft_ages(frames.drafts(few), NL, LIGHT), "path")) == charts.DOTS
    bars = rows_of(charts.draft_ages(frames.drafts(many), NL, LIGHT), "says")
    assert sum(bar["n"] for bar in bars) == charts.DOTS + 1
    assert bars[9]["says"] == "9 dagen: 3"
    assert bars[-1]["says"] == "567–598 dagen: 32"
    assert not charts.stands_in_bars(frames.drafts(few))
    assert charts.stands_in_bars(frames.drafts(many))


def test_numbers_and_months_are_dutch() -> None:
    locale = spec(charts.volume(frames.volume([1, 2]), NL, LIGHT, "week"))["config"]["locale"]
    assert locale["number"]["decimal"] == ","
    assert locale["number"]["thousands"] == "."
    assert locale["time"]["shortMonths"][:5] == ["jan", "feb", "mrt", "apr", "mei"]
    assert locale["time"]["days"][0] == "zondag"  # Vega counts from Sunday


def test_labels_stand_on_their_rows_and_axes_keep_silent() -> None:
    config = spec(charts.shares(frames.shares({"a": 20}), NL, LIGHT, "section"))["config"]
    assert config["axis"]["labelFlush"] is False  # flushed, the first and last label leave their row
    assert config["axis"]["aria"] is False
    assert json.dumps(config).count('"legend"') == 1
    assert config["legend"]["disable"] is True
    assert isinstance(charts.shares(frames.shares({"a": 20}), NL, LIGHT, "section"), alt.LayerChart)


def test_the_weeks_ahead_have_a_box_for_each_day_to_come_and_a_total() -> None:
    rows = rows_of(charts.ahead(frames.ahead([0, 2, 0, 0, 1], later=3), NL, LIGHT, date(2026, 3, 13)), "column")
    totals = [row for row in rows if row["column"] == NL("chart.ahead.total")]
    assert [row["articles"] for row in totals] == [0, 2, 0, 0, 1]
    assert (totals[1]["first"], totals[1]["last"]) == ("2026-03-16", "2026-03-22")
    days = [row for row in rows if row["column"] != NL("chart.ahead.total")]
    assert [row["first"] for row in days if row["first"] < "2026-03-16"] == ["2026-03-14", "2026-03-15"]
    assert len(days) == 2 + 4 * 7
    assert sorted(row["first"] for row in days if row["articles"]) == ["2026-03-17", "2026-03-18", "2026-04-07"]


def test_of_many_tags_those_with_most_drafts_are_drawn() -> None:
    frame = frames.draft_share({f"t{place:02}": (place, 20) for place in range(20)})
    rows = rows_of(charts.draft_share(frame, NL, LIGHT, "tag", labels={"t19": "Tag <19>"}), "count")
    assert [row["tag"] for row in rows] == [f"t{place:02}" for place in range(19, 7, -1)]
    assert rows[0]["name"] == "Tag <19>"
