"""What real folders hold, file by file: each is read right, or told with its line."""

import codecs
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.loading import article_of, load_files, load_folder, put

TEXT = "---\ntitle: Eén\ndate: 2026-03-01\ntags: [ai]\nsectie: geld\n---\nTekst.\n"


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        (TEXT.encode(), []),
        (TEXT.encode("utf-8-sig"), []),
        (TEXT.replace("\n", "\r\n").encode("utf-8-sig"), []),
        (TEXT.replace("\n", "\r\n").encode(), []),
        (TEXT.replace("\n", "\r").encode(), []),
        (TEXT.encode("utf-16"), []),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), []),
        (TEXT.encode("latin-1"), [("encoding_assumed", 2)]),
        (("\n \n" + TEXT).encode(), []),
        (TEXT.replace("2026-03-01", "2026-03-01\t").encode(), []),
        (TEXT.replace("---\n", "---  \n").encode(), []),
        (TEXT.replace("title: Eén\n", "title: Twee\ntitle: Eén\n").encode(), [("duplicate_key", 3)]),
        (TEXT.replace("Eén", "E&eacute;n ").encode(), []),
        (TEXT.replace("title", "Title").replace("tags", "TAGS").encode(), []),
        (TEXT.replace("Eén", "E√©n").encode(), [("mojibake_repaired", 2)]),
        (TEXT.replace("[ai]", "[ai, null]").encode(), [("tag_empty", 4)]),
        (TEXT.replace("[ai]", "[ai, AI]").encode(), [("tag_repeated", 4)]),
        (TEXT.replace("Tekst.", "Tekst.\n\n---\n\nNog iets.").encode(), []),
        (TEXT.replace("sectie: geld\n", "sectie: geld\n'<p>Een alinea</p>': ''\n").encode(), []),
    ],
    ids=[
        "plain",
        "BOM",
        "BOM and CRLF",
        "CRLF",
        "CR only",
        "UTF-16",
        "UTF-16 BE",
        "Latin-1",
        "blank lines first",
        "tab after a value",
        "spaces after the dashes",
        "duplicate key",
        "entity and outer space",
        "keys in capitals",
        "mojibake",
        "null in a list",
        "a tag twice",
        "a rule in the text",
        "HTML as a key",
    ],
)
def test_the_same_article_in_every_shape(data: bytes, problems: list[tuple[str, int]]) -> None:
    article, told = article_of(data)
    assert (article.title, article.published_on, article.section) == ("Eén", date(2026, 3, 1), "geld")
    assert article.tags == [("ai", "ai")]
    assert article.body.startswith("Tekst.\n")
    assert told == problems


@pytest.mark.parametrize(
    ("written", "day", "at"),
    [
        ("2026-03-28T23:30:00Z", date(2026, 3, 29), "00:30"),  # the night the clock goes forward: before, and after
        ("2026-03-29T00:59:59Z", date(2026, 3, 29), "01:59"),
        ("2026-03-29T01:00:00Z", date(2026, 3, 29), "03:00"),
        ("2026-03-29T22:00:00Z", date(2026, 3, 30), "00:00"),
        ("2026-10-24T22:00:00Z", date(2026, 10, 25), "00:00"),  # and back: the same hour twice
        ("2026-10-25T00:30:00Z", date(2026, 10, 25), "02:30"),
        ("2026-10-25T01:30:00Z", date(2026, 10, 25), "02:30"),
        ("2026-10-25T22:59:59Z", date(2026, 10, 25), "23:59"),
        ("2026-10-25T23:00:00Z", date(2026, 10, 26), "00:00"),
        ("2026-12-31 23:00:00 +0000", date(2027, 1, 1), "00:00"),
        ("2026-07-01 0:00:00 -0400", date(2026, 7, 1), "06:00"),
        ("2026-07-01T00:00:00", date(2026, 7, 1), "00:00"),  # no offset: local, it never moves
        ("'2026-03-29 02:30'", date(2026, 3, 29), "02:30"),  # a time that the clocks skip: as it was written
        ("2026-07-01", date(2026, 7, 1), None),
    ],
)
def test_midnight_and_the_clock_changes(written: str, day: date, at: str | None) -> None:
    article, problems = article_of(f"---\ntitle: x\ndate: {written}\n---\n")
    assert (article.published_on, article.published_at and f"{article.published_at:%H:%M}") == (day, at)
    assert article.published_at is None or isinstance(article.published_at, datetime)
    assert problems == []


def test_names_of_every_kind_keep_their_articles(tmp_path: Path) -> None:
    names = ["met spatie.md", "aan'haling.md", 'dubbel".md', "100%.md", "a&b=c#d.md", "émile.md", "é.md", "😀.md"]
    names += ["regel\nbreuk.md", "-rf.md", "{{x}}.md", "; drop table.md", "a\\b.md", "naam.MD", "x" * 240 + ".md"]
    try:
        content = put(tmp_path / "articles", {name: TEXT.replace("Eén", f"T{n}") for n, name in enumerate(names)})
    except OSError:
        pytest.skip("this file system takes fewer names")
    database = tmp_path / "x.duckdb"
    for _ in range(2):  # read, and carried over
        loaded = load_folder(content, database)
        assert sorted(loaded.rows("select path, title from articles")) == sorted(
            (name, f"T{n}") for n, name in enumerate(names)
        )
        put(content, {"met spatie.md": TEXT.replace("Eén", "T0")})


def test_numbers_as_slugs_and_a_text_without_words(tmp_path: Path) -> None:
    loaded = load_files(tmp_path, {"a.md": "---\ntitle: x\nslug: 2024\n---\n", "b.md": "---\ntitle: y\n---"})
    assert loaded.rows("select slug, word_count from articles order by path") == [("2024", 0), ("b", 0)]
