"""Folders that people wrote, against counts that other programs made."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CORPORA
from tests.loading import Loaded, load_folder


@pytest.fixture(scope="module")
def posts(corpus_18f: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load_folder(corpus_18f / "posts", tmp_path_factory.mktemp("18f") / "18f.duckdb")


@pytest.fixture(scope="module")
def expected(corpus_18f: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((corpus_18f / "expected.json").read_text("utf-8"))
    return loaded


def test_all_files_are_articles(posts: Loaded, expected: dict[str, Any]) -> None:
    assert posts.result.found == expected["files_seen"]
    assert posts.result.articles == posts.result.read == expected["articles"]
    assert posts.result.errors == len(expected["unparseable"]) == 0
    assert posts.codes() == ["field_not_used"]  # no audience
    assert (posts.result.preset, posts.rows("select count(*) from articles where draft")) == (
        "eleventy",
        [(expected["drafts"],)],
    )


def test_days(posts: Loaded, expected: dict[str, Any]) -> None:
    years = dict(posts.rows("select strftime(published_on, '%Y'), count(*) from articles group by 1"))
    months = dict(posts.rows("select strftime(published_on, '%Y-%m'), count(*) from articles group by 1"))
    assert years == expected["articles_per_year"]
    assert months == expected["articles_per_month"]
    first, last, undated = posts.rows(
        "select min(published_on)::varchar, max(published_on)::varchar, count(*) - count(published_on) from articles"
    )[0]
    assert (first, last, undated) == (expected["first_date"], expected["last_date"], expected["without_date"])
    sources = dict(
        posts.rows("select if(key = 'file name', key, 'date key'), articles from fields where field = 'date'")
    )
    assert sources == expected["date_source"]


def test_tags(posts: Loaded, expected: dict[str, Any]) -> None:
    assert posts.rows("select count(*) from tags") == [(expected["distinct_tags"],)]
    assert posts.rows("select count(*) from article_tags") == [(expected["tag_uses"],)]
    uses = posts.rows(
        "select tags.label, count(*) from article_tags join tags using (tag) group by all order by 2 desc, 1"
    )
    assert sum(count == 1 for _, count in uses) == expected["tags_used_once"]
    assert [list(use) for use in uses[:10]] == expected["top10_tags"]


def test_authors(posts: Loaded, expected: dict[str, Any]) -> None:
    uses = posts.rows(
        "select author, count(*) from (select unnest(authors) as author from articles) group by 1 order by 2 desc, 1"
    )
    assert len(uses) == expected["distinct_authors"]
    assert [list(use) for use in uses[:10]] == expected["top10_authors"]


def test_sections_and_expiry(posts: Loaded, expected: dict[str, Any]) -> None:
    assert dict(posts.rows("select section, count(*) from articles group by 1")) == expected["per_section"]
    assert posts.rows("select count(*) from articles where expires_on is not null") == [(expected["expired_as_of"],)]
    assert posts.rows("select count(*) from articles where word_count = 0") == [(expected["articles_with_empty_body"],)]


def test_the_seeds(tmp_path: Path) -> None:
    if not (CORPORA / "seeds").is_dir():
        pytest.skip("the corpora are not beside this checkout")
    loaded = load_folder(CORPORA / "seeds", tmp_path / "seeds.duckdb")
    assert (loaded.result.articles, loaded.result.preset) == (2, "dutch")
    assert [(p.path, p.line, p.code, p.value) for p in loaded.result.problems] == [
        ("000_33bbcdb641461c3e.md", 15, "mojibake_repaired", "ge√Øntegreerde → geïntegreerde")
    ]
    assert loaded.rows("select section, audience, draft, published_at::varchar from articles order by path") == [
        ("groei", "BESLISSER", False, "2026-02-27 21:25:44.255"),
        ("werk", "BESLISSER", False, "2026-02-26 13:20:34.833"),
    ]
    assert loaded.rows("select list(tag order by position) from article_tags group by path order by path") == [
        (["openai", "investering", "ai-strategie", "amazon"],),
        (["digitale-soevereiniteit", "cloud", "ai-chips", "strategie"],),
    ]
    body = loaded.rows("select body from article_texts order by path")[0][0]
    assert "geïntegreerde AI-tools" in body
    assert "√" not in body
