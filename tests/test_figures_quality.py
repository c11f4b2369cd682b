"""What the page Quality counts, against a plain count and against small folders known by hand."""

from __future__ import annotations

from datetime import date, timedelta
from difflib import SequenceMatcher
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dashboard.filters import Filters
from dashboard.loader import load
from dashboard.resources import SAMPLE
from dashboard.settings import Settings, read_settings
from dashboard.warehouse import Snapshot
from tests import counting_quality
from tests.conftest import CORPORA
from tests.figures import _equal, check, fill, parameters, rows
from tests.plain_reader import Article, read_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.counting_rules import Rows

AS_OF = date(2026, 3, 13)
HEADING = "Hoe kun je dit vandaag toepassen?"
FOLDERS = {"sample": SAMPLE, "18f": CORPORA / "18f" / "posts", "seeds": CORPORA / "seeds"}
STATES = {
    "all": Filters("all"),
    "a year": Filters("12m"),
    "drafts": Filters("all", status=("draft",)),
    "no section": Filters("all", section=("",)),
    "an audience": Filters("year", audience=("BESLISSER",)),
    "scheduled and expired": Filters("all", status=("scheduled", "expired")),
}


@pytest.fixture(scope="module", params=list(FOLDERS))
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, list[Article]]:
    """A snapshot of a real folder, and its articles as the plain reader sees them; texts and their words as loaded."""
    content = FOLDERS[request.param]
    if not content.is_dir():
        pytest.skip("the corpora are not beside this checkout")
    settings = read_settings(content, environment={})
    database = tmp_path_factory.mktemp("quality") / "editorial.duckdb"
    load(content, database, settings)
    snapshot = Snapshot(database)
    articles = read_folder(content, settings.zone, settings.tag_aliases, "posts" if request.param == "18f" else None)
    p = parameters(AS_OF, paths=tuple(a.path for a in articles))
    counted = {row["path"]: row["word_count"] for row in rows(snapshot, "articles", p)}
    bodies = {row["path"]: row["body"] for row in rows(snapshot, "texts", p)}
    for a in articles:
        a.words, a.body = counted[a.path], bodies[a.path]
    return snapshot, articles


@pytest.mark.parametrize("state", STATES)
def test_upkeep_and_lengths(folder: tuple[Snapshot, list[Article]], state: str) -> None:
    settings = Settings(required_headings=(HEADING, "Lees ook"), stale_after_days=400)
    p = parameters(AS_OF, STATES[state], settings)
    for row in check(*folder, "upkeep", p):
        named = check(*folder, "upkeep", p | {"lacks": row["code"]})
        assert next(len(again["paths"]) for again in named if again["code"] == row["code"]) == row["articles"]
    for by in ("section", "audience", "language", "all"):
        check(*folder, "lengths", p | {"by": by})


def test_similar(folder: tuple[Snapshot, list[Article]]) -> None:
    snapshot, articles = folder
    for name, count in (
        ("similar_titles", counting_quality.similar_titles),
        ("similar_texts", counting_quality.similar_texts),
    ):
        same(rows(snapshot, name, parameters(AS_OF)), count(articles))


def same(found: Rows, counted: Rows) -> None:
    assert len(found) == len(counted)
    for row, expected in zip(found, counted, strict=True):
        assert {name: value for name, value in row.items() if not _equal(value, expected[name])} == {}, (row, expected)


def test_shared_passage(folder: tuple[Snapshot, list[Article]]) -> None:
    """As long as the longest run of words that the standard library finds, and to be read in the first text."""
    snapshot, articles = folder
    bodies = {a.path: a.body for a in articles}
    for row in rows(snapshot, "similar_texts", parameters(AS_OF))[:5]:
        one, two = (
            counting_quality.words_of(counting_quality.NO_WORDS.sub(" ", bodies[row[side]]))
            for side in ("path", "other_path")
        )
        longest = SequenceMatcher(None, one, two, autojunk=False).find_longest_match()
        found = snapshot.row("shared_passage", {"path": row["path"], "other_path": row["other_path"]})
        assert found["words"] == longest.size
        assert counting_quality.words_of(found["passage"]) == one[longest.a : longest.a + longest.size]


def test_the_seeds_keep_to_the_house_style(tmp_path: Path) -> None:
    if not FOLDERS["seeds"].is_dir():
        pytest.skip("the corpora are not beside this checkout")
    load(FOLDERS["seeds"], tmp_path / "seeds.duckdb", Settings())
    upkeep = counts(Snapshot(tmp_path / "seeds.duckdb"), Settings(required_headings=(HEADING,)))
    assert upkeep[f"heading:{HEADING}"] == (0, 2)
    assert sum(lacking for lacking, _ in upkeep.values()) == 0


# ------------------------------------------------------------------ any folder

WORDS = ["mail", "Café", "cafe", "tips", "AI", "🎉", "1"]
days = st.dates(date(2023, 12, 1), date(2026, 4, 1))
BODIES = ["", f"## {HEADING}", "![ ](x.png)", '<img src="x">', "![Hond](x) <img alt=''>", "een twee drie vier vijf zes"]


@st.composite
def folders(draw: st.DrawFn) -> list[Article]:
    return [
        Article(
            f"{number}.md",
            title=draw(st.none() | st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)),
            summary=draw(st.sampled_from((None, "Kort"))),
            section=draw(st.sampled_from((None, "geld"))),
            audience=draw(st.sampled_from((None, "STARTER"))),
            language=draw(st.sampled_from((None, "nl", "en"))),
            story=draw(st.sampled_from((None, "one"))),
            day=draw(st.none() | days),
            updated=draw(st.none() | days),
            expires=draw(st.none() | days),
            draft=draw(st.booleans()),
            slug=draw(st.sampled_from((None, "mail", "Mail", "tips"))),
            cover=draw(st.sampled_from((None, "/x/mail.jpg", "https://x.nl/café-tips.PNG?w=1"))),
            alt=draw(st.none() | st.sampled_from(("Mail", "mail.jpg", "CAFE tips", "Een hond", "!"))),
            body=" ".join(draw(st.lists(st.sampled_from(BODIES), max_size=3))) * draw(st.integers(1, 3)),
            words=draw(st.integers(0, 400)),
            tags=draw(st.sampled_from(({}, {"ai": "AI"}))),
        )
        for number in range(draw(st.integers(1, 8)))
    ]


@given(
    folders(), st.sampled_from(list(STATES.values())), st.integers(1, 900), st.sampled_from(["alt", "stale", "cover"])
)
@hypothesis_settings(max_examples=60)
def test_any_folder(articles: list[Article], filters: Filters, stale: int, lacks: str) -> None:
    p = parameters(AS_OF, filters, Settings(required_headings=(HEADING,), stale_after_days=stale), lacks=lacks)
    with TemporaryDirectory() as folder:
        snapshot = made(Path(folder), articles)
        check(snapshot, articles, "upkeep", p)
        check(snapshot, articles, "lengths", p)
        same(rows(snapshot, "similar_titles", p), counting_quality.similar_titles(articles))
        same(rows(snapshot, "similar_texts", p), counting_quality.similar_texts(articles))


# ------------------------------------------------------------------ by hand


def made(tmp_path: Path, articles: Iterable[Article]) -> Snapshot:
    return Snapshot(fill(tmp_path / "editorial.duckdb", articles))


def counts(snapshot: Snapshot, settings: Settings | None = None, filters: Filters | None = None) -> dict[str, Any]:
    found = rows(snapshot, "upkeep", parameters(AS_OF, filters, settings))
    return {row["code"]: (row["articles"], row["of"]) for row in found}


def test_what_is_never_used_does_not_apply(tmp_path: Path) -> None:
    first = Article("1.md", title="One", day=AS_OF, summary="S", slug="one", words=3)
    snapshot = made(tmp_path, [first, Article("2.md", title="Two", day=AS_OF, slug="two", words=3)])
    found = counts(snapshot)
    assert found["summary"] == (1, 2)
    assert all(found[code] == (0, 0) for code in ("cover", "alt", "useless_alt", "tags", "section", "audience"))


@pytest.mark.parametrize(
    ("alt", "cover", "useless"),
    [
        ("Een hond in het gras", "/beeld/hond.jpg", 0),
        ("De titel!", "/beeld/hond.jpg", 1),
        ("Hond", "/beeld/hond.jpg", 1),
        ("hond.jpg", "https://voorbeeld.nl/beeld/hond.jpg?w=940#x", 1),
        ("grote hond", "/beeld/grote-hönd.JPG", 1),
        ("…", "/beeld/hond.jpg", 0),
        ("jpg", "/beeld/hond.jpg", 0),
    ],
)
def test_alt_text_that_says_nothing(tmp_path: Path, alt: str, cover: str, useless: int) -> None:
    article = Article("1.md", title="De titel", day=AS_OF, cover=cover, alt=alt)
    assert counts(made(tmp_path, [article]))["useless_alt"] == (useless, 1)


@pytest.mark.parametrize(
    ("body", "silent"),
    [
        ("![Een hond](hond.jpg)", (0, 1)),
        ("![Een hond](hond.jpg) en ![](kat.jpg)", (1, 1)),
        ("![ ](kat.jpg)", (1, 1)),
        ('<img src="kat.jpg">', (1, 1)),
        ('<IMG src="kat.jpg" ALT="">', (0, 1)),  # says that it is decoration
        ("Geen beeld, wel ![haken] en een [link](x).", (0, 0)),
    ],
)
def test_images_in_the_text(tmp_path: Path, body: str, silent: tuple[int, int]) -> None:
    assert counts(made(tmp_path, [Article("1.md", title="T", day=AS_OF, body=body, words=5)]))["image_alt"] == silent


@pytest.mark.parametrize(
    ("body", "lacking"),
    [
        (f"Tekst.\n\n## {HEADING}\nMeer.", 0),
        ("Tekst.\n\n### hoe kun je dit vandaag toepassen", 0),
        (f"## {HEADING} {{#toepassen}}", 0),
        (f"<h2 class='x'>{HEADING}</h2>", 0),
        (HEADING, 1),
        (f"## Later: {HEADING}", 1),
    ],
)
def test_required_headings(tmp_path: Path, body: str, lacking: int) -> None:
    snapshot = made(tmp_path, [Article("1.md", title="T", day=AS_OF, body=body, words=5), Article("2.md", day=AS_OF)])
    settings = Settings(required_headings=(HEADING,))
    assert counts(snapshot, settings)[f"heading:{HEADING}"] == (lacking, 1)  # whose text is not kept, cannot be judged


def test_stale_from_the_last_change_and_on_whatever_day(tmp_path: Path) -> None:
    old = AS_OF - timedelta(days=730)
    snapshot = made(
        tmp_path,
        [
            Article("stale.md", title="A", day=old),
            Article("a-day-younger.md", title="B", day=old + timedelta(days=1)),
            Article("updated.md", title="C", day=old, updated=AS_OF),
            Article("updated-before-its-day.md", title="D", day=AS_OF, updated=old),
            Article("undated.md", title="E"),
            Article("expired.md", title="F", day=old, expires=AS_OF),
            Article("draft.md", title="G", day=old, draft=True),
        ],
    )
    settings = Settings(stale_after_days=730)
    assert counts(snapshot, settings)["stale"] == (1, 4)
    assert counts(snapshot, settings, Filters("4w"))["stale"] == (1, 4)
    assert counts(snapshot, settings, Filters("4w"))["body"] == (1, 1)
    assert counts(snapshot, Settings(stale_after_days=729))["stale"] == (2, 4)


def test_duplicates_are_of_one_language_and_of_any_day(tmp_path: Path) -> None:
    snapshot = made(
        tmp_path,
        [
            Article("nl/1.md", title="Café – «Open»!", day=AS_OF, language="nl", slug="cafe"),
            Article("nl/2.md", title="cafe open", day=date(2019, 1, 1), language="nl", slug="Cafe", draft=True),
            Article("en/1.md", title="Café open", day=AS_OF, language="en", slug="cafe"),
            Article("en/2.md", title="🎉", day=AS_OF, language="en", slug="feest"),
            Article("en/3.md", title="🥳", day=AS_OF, language="en", slug="party"),
        ],
    )
    found = counts(snapshot, filters=Filters("4w"))
    assert (found["duplicate_title"], found["duplicate_slug"]) == ((1, 4), (1, 4))


def test_titles_that_share_two_thirds(tmp_path: Path) -> None:
    titles = {
        "1.md": "Vijf tips voor betere mail",
        "2.md": "Zeven tips voor betere mail",  # 4 of 6 words
        "3.md": "Zeven tips voor een mail",  # 3 of 7 with the first, 4 of 6 with the second
        "4.md": "MAIL, betere: vijf tips voor!",  # the words of the first
        "5.md": "Iets heel anders",
        "6.md": "",
    }
    articles = [Article(path, title=title, day=AS_OF) for path, title in titles.items()]
    found = rows(made(tmp_path, articles), "similar_titles", parameters(AS_OF))
    assert [(row["path"], row["other_path"], row["shared"], round(row["share"], 3)) for row in found] == [
        ("1.md", "4.md", 5, 1.0),
        ("1.md", "2.md", 4, 0.667),
        ("2.md", "3.md", 4, 0.667),
    ]


def test_translations_are_no_duplicates(tmp_path: Path) -> None:
    text = "een twee drie vier vijf zes zeven acht negen tien elf twaalf"
    articles = [
        Article("nl/a.md", title="Radio Gaga", day=AS_OF, language="nl", story="a", body=text),
        Article("en/a.md", title="Radio Gaga", day=AS_OF, language="en", story="a", body=text + " dertien"),
        Article("nl/b.md", title="Radio Gogo", day=AS_OF, language="nl", story="b", body=text + " dertien veertien"),
    ]
    snapshot = made(tmp_path, articles)
    assert rows(snapshot, "similar_titles", parameters(AS_OF)) == []
    found = rows(snapshot, "similar_texts", parameters(AS_OF))
    assert [(row["path"], row["other_path"]) for row in found] == [("en/a.md", "nl/b.md"), ("nl/a.md", "nl/b.md")]


def numbered(first: int, last: int) -> str:
    return " ".join(f"woord{number}" for number in range(first, last + 1))


def test_texts_that_share_a_quarter(tmp_path: Path) -> None:
    """Of 1 to 31 and 25 to 55 no passage is in both but that of 25 to 31, which is one word short."""
    articles = [
        Article("1.md", title="A", body=numbered(1, 31)),  # 24 passages
        Article("2.md", title="B", body=numbered(25, 55)),
        Article(
            "3.md", title="C", body=f"**Woord1**, {numbered(2, 13)} {numbered(101, 120)}"
        ),  # 6 of those of the first
        Article("4.md", title="D", body=numbered(1, 12) + " " + numbered(201, 220)),  # 5 of them
        Article("5.md", title="E", body=numbered(1, 31)),
        Article("6.md", title="F", body="te kort voor een passage"),
    ]
    snapshot = made(tmp_path, articles)
    found = rows(snapshot, "similar_texts", parameters(AS_OF))
    assert [(row["path"], row["other_path"], row["shared"], row["share"]) for row in found] == [
        ("1.md", "5.md", 24, 1.0),
        ("1.md", "3.md", 6, 0.25),
    ]
    assert snapshot.row("shared_passage", {"path": "3.md", "other_path": "1.md"}) == {
        "words": 13,
        "passage": f"Woord1**, {numbered(2, 13)}",
    }
    assert snapshot.row("shared_passage", {"path": "1.md", "other_path": "2.md"})["words"] == 0


@pytest.mark.parametrize(("copies", "pairs"), [(20, 190), (21, 0)])
def test_standing_matter_does_not_count(tmp_path: Path, copies: int, pairs: int) -> None:
    ending = numbered(1, 30)
    articles = [
        Article(f"{n}.md", title=str(n), body=f"{numbered(n * 100, n * 100 + 9)} {ending}") for n in range(copies)
    ]
    assert len(rows(made(tmp_path, articles), "similar_texts", parameters(AS_OF))) == pairs


def test_only_the_newest_texts_are_compared(tmp_path: Path) -> None:
    articles = [Article(f"{n}.md", title=str(n), day=AS_OF - timedelta(days=n), body=numbered(1, 30)) for n in range(3)]
    snapshot = made(tmp_path, articles)
    assert len(rows(snapshot, "similar_texts", parameters(AS_OF))) == 2
    found = rows(snapshot, "similar_texts", parameters(AS_OF, texts=2))
    assert [(row["path"], row["other_path"]) for row in found] == [("0.md", "1.md")]


def test_lengths_by_hand(tmp_path: Path) -> None:
    articles = [
        Article(f"{n}.md", day=AS_OF, section="geld", words=words) for n, words in enumerate((100, 200, 300, 400, 500))
    ]
    articles += [Article("none.md", day=AS_OF, words=50), Article("empty.md", day=AS_OF, section="geld")]
    p = parameters(AS_OF, settings=Settings(words_a_minute=150), by="section")
    found = check(made(tmp_path, articles), articles, "lengths", p)
    assert found[0] == {
        "category": "geld",
        "n": 5,
        "tenth": 140,
        "quarter": 200,
        "middle": 300,
        "three_quarters": 400,
        "nine_tenths": 460,
        "minutes": 2,
    }
    assert [row["category"] for row in found] == ["geld", ""]
