"""Translations of one story share `story`; the keys of the folder and what the fields hold can be asked."""

from pathlib import Path

import pytest

from dashboard.resources import QUERIES
from tests.loading import Loaded, load_files

ARTICLE = "---\ntitle: x\ndate: 2026-01-01\n---\nTekst.\n"


def stories(loaded: Loaded) -> dict[str, tuple[str | None, str]]:
    return {
        path: (language, story) for path, language, story in loaded.rows("select path, language, story from articles")
    }


def test_a_folder_of_a_language_and_a_suffix_are_no_part_of_the_story(tmp_path: Path) -> None:
    names = ("nl/geld/a.md", "en/geld/a.md", "nl/b/index.md", "nl/b/index.en.md", "nl/los.md", "nl/it.v2.md")
    assert stories(load_files(tmp_path, dict.fromkeys(names, ARTICLE), preset="hugo")) == {
        "nl/geld/a.md": ("nl", "geld/a.md"),
        "en/geld/a.md": ("en", "geld/a.md"),
        "nl/b/index.md": ("nl", "b/index.md"),
        "nl/b/index.en.md": ("nl", "b/index.md"),
        "nl/los.md": ("nl", "los.md"),
        "nl/it.v2.md": ("nl", "it.v2.md"),
    }


def test_without_languages_the_story_is_the_path(tmp_path: Path) -> None:
    loaded = load_files(tmp_path, {"geld/a.md": ARTICLE, "it/b.md": ARTICLE}, preset="plain")
    assert {path: story for path, (_, story) in stories(loaded).items()} == {
        "geld/a.md": "geld/a.md",
        "it/b.md": "it/b.md",
    }


@pytest.mark.parametrize(
    ("preset", "key"),
    [("hugo", "translationKey"), ("jekyll", "ref"), ("jekyll", "page_id"), ("plain", "translationKey")],
)
def test_a_key_that_links_translations_is_the_story(tmp_path: Path, preset: str, key: str) -> None:
    linked = f"---\ntitle: x\n{key}: over\n---\nTekst.\n"
    loaded = load_files(tmp_path, {"nl/over-ons.md": linked, "en/about.md": linked}, preset=preset)
    assert {story for _, story in stories(loaded).values()} == {"over"}


def test_every_key_with_the_field_it_fills(tmp_path: Path) -> None:
    loaded = load_files(
        tmp_path,
        {
            "a.md": "---\nTitle: a\nlayout: post\ncover: {image: x, mood: blij}\n---\n",
            "b.md": "---\ntitle: b\nlayout: page\nmood: x\ntags: []\n---\n",
            "kapot.md": "---\nlayout: [\n---\n",
        },
        preset="dutch",
    )
    keys = loaded.rows((QUERIES / "unmapped_keys.sql").read_text(encoding="utf-8"))
    assert keys == [("layout", 2, ["page", "post"]), ("cover.mood", 1, ["blij"]), ("mood", 1, ["x"])]
    fields = loaded.rows("select key, field, articles from fields order by key")
    assert fields == [("cover.image", "cover_image", 1), ("title", "title", 2)]


def test_three_examples_of_each_field(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"{n}.md": f"---\ntitle: t{n}\nsectie: {'geld' if n < 3 else f's{n}'}\ntags: [a, 't{n}']\n---\n"
        for n in range(7)
    }
    rows = load_files(tmp_path, files).rows((QUERIES / "field_examples.sql").read_text(encoding="utf-8"))
    assert [row for row in rows if row[0] == "section"] == [
        ("section", "geld", 3),
        ("section", "s3", 1),
        ("section", "s4", 1),
    ]
    assert [row[1:] for row in rows if row[0] == "tags"] == [("a", 7), ("t0", 1), ("t1", 1)]
    assert {row[0] for row in rows} == {"section", "tags", "title"}
