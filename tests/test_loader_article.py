import json
from datetime import date, datetime

import pytest

from tests.loading import article_of, outcome_of


def yaml(*lines: str, body: str = "Tekst.\n") -> str:
    return "\n".join(("---", *lines, "---", body))


FULL = yaml(
    'title: " Wat &amp; waarom "',
    "date: 2026-02-27T20:25:44.255Z",
    "tags: [openai, AI-strategie]",
    "summary: Kort.",
    "doelgroep: BESLISSER",
    "sectie: groei",
    "cover:",
    "  image: https://example.org/a.jpg",
    "  alt: Een foto",
    "  caption: Foto van iemand",
    "draft: false",
    "updated: 2026-03-01",
    "expires: 2027-01-01",
    "created: 2026-01-05",
    "authors: [Ann]",
    "lang: NL",
    body="Een twee drie.\n",
)


def test_every_field_finds_its_column() -> None:
    article, problems = article_of(FULL, "map/2026-02-27-openai.md", preset="dutch")
    assert problems == []
    assert article.title == "Wat & waarom"
    assert article.published_on == date(2026, 2, 27)
    assert article.published_at == datetime(2026, 2, 27, 21, 25, 44, 255_000)  # noqa: DTZ001 — local wall time
    assert article.tags == [("openai", "openai"), ("ai-strategie", "AI-strategie")]
    assert (article.summary, article.audience, article.section) == ("Kort.", "BESLISSER", "groei")
    assert article.cover_image == "https://example.org/a.jpg"
    assert (article.cover_alt, article.cover_caption) == ("Een foto", "Foto van iemand")
    assert article.draft is False
    assert (article.updated_on, article.expires_on) == (date(2026, 3, 1), date(2027, 1, 1))
    assert (article.first_seen_on, article.first_seen_from) == (date(2026, 1, 5), "created")
    assert (article.authors, article.language, article.slug) == (["Ann"], "nl", "openai")
    assert (article.word_count, article.body) == (3, "Een twee drie.\n")
    assert article.keys["section"] == "sectie"
    assert article.keys["cover_image"] == "cover.image"
    assert json.loads(article.front_matter)["date"] == "2026-02-27T20:25:44.255000+00:00"


@pytest.mark.parametrize(
    ("line", "labels", "codes"),
    [
        ("tags: [ai, werk]", ["ai", "werk"], []),
        ("tags: ai", ["ai"], []),
        ("tags: ai, werk", ["ai", "werk"], ["tags_in_one_text"]),
        ("tags:", [], []),
        ("tags: []", [], []),
        ("tags: 2026", ["2026"], []),
        ("tags: [2026, 1.10, yes, 2026-07-01, 010]", ["2026", "1.10", "yes", "2026-07-01", "010"], []),
        ("tags: [ai, null, werk]", ["ai", "werk"], ["tag_empty"]),
        ("tags: [[ai, werk], [[geld]]]", ["ai", "werk", "geld"], []),
        ("tags: [ai, AI, a i]", ["ai", "a i"], ["tag_repeated"]),
        ("tags: [{name: ai}, werk]", ["ai", "werk"], []),
        ("tags: [' ai ', 'R&amp;D']", ["ai", "R&D"], []),
        ("tags: {ai: true}", [], ["wrong_type"]),
    ],
)
def test_tags_in_every_form(line: str, labels: list[str], codes: list[str]) -> None:
    article, problems = article_of(yaml(line))
    assert [label for _, label in article.tags] == labels
    assert [code for code, _ in problems] == codes
    assert all(at == 2 for _, at in problems)


@pytest.mark.parametrize(
    ("line", "draft", "codes"),
    [
        ("draft: true", True, []),
        ("draft: false", False, []),
        ("draft: 'false'", False, []),
        ("draft: nee", False, []),
        ("draft: ja", True, []),
        ("draft: 'Yes'", True, []),
        ("draft: 1", True, []),
        ("draft: 0", False, []),
        ("Draft: TRUE", True, []),
        ("concept: ja", True, []),
        ("published: false", True, []),
        ("published: true", False, []),
        ("published: 2026-07-01", False, []),
        ("draft: misschien", False, ["draft_unclear"]),
        ("draft:", False, []),
    ],
)
def test_drafts_in_two_languages(line: str, draft: bool, codes: list[str]) -> None:
    article, problems = article_of(yaml(line))
    assert article.draft is draft
    assert [code for code, _ in problems] == codes


def test_a_folder_of_drafts() -> None:
    assert article_of(yaml("title: x"), "_drafts/x.md", preset="jekyll")[0].draft


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        (["author: Jansen, Piet"], ["Jansen, Piet"]),  # a comma may part a name from a job
        (["authors: [Ann, 'Bob, redacteur', Ann]"], ["Ann", "Bob, redacteur"]),
        (["authors: [{name: Ann, url: x}, 18]"], ["Ann", "18"]),
        (["author: {name: Ann}"], ["Ann"]),
        (["author:"], []),
    ],
)
def test_authors_are_never_split(lines: list[str], authors: list[str]) -> None:
    assert article_of(yaml(*lines))[0].authors == authors


def test_keys_count_without_case_and_the_first_that_is_not_empty_wins() -> None:
    article, _ = article_of(yaml("TITLE: Boven", "Sectie: ''", "Section: geld", "Category: anders", "DOELGROEP: ~"))
    assert (article.title, article.section, article.audience) == ("Boven", "geld", None)
    assert article.keys["section"] == "section"
    assert "audience" not in article.keys


def test_numbers_become_the_text_that_was_written() -> None:
    article, _ = article_of(yaml("title: 12:30", "slug: 007", "sectie: 1.10", "doelgroep: no"))
    assert (article.title, article.slug, article.section, article.audience) == ("12:30", "007", "1.10", "no")


def test_what_is_no_text_is_dropped_with_a_warning() -> None:
    article, problems = article_of(yaml("title: {nl: Een}", "doelgroep:", "  a: 1", "sectie: {x: 1}"))
    assert (article.title, article.audience, article.section) == (None, None, None)
    assert sorted(problems) == [("wrong_type", 2), ("wrong_type", 3), ("wrong_type", 5)]


def test_one_section_of_several() -> None:
    article, problems = article_of(yaml("title: x", "category: [geld, werk]"))
    assert (article.section, problems) == ("geld", [("several_sections", 3)])


def test_one_audience_of_several_is_told() -> None:
    article, problems = article_of(yaml("title: x", "doelgroep: [STARTER, PRO, STARTER]"))
    assert (article.audience, problems) == ("STARTER", [("several_values", 3)])
    assert article_of(yaml("title: x", "doelgroep: [STARTER, STARTER]"))[1] == []


@pytest.mark.parametrize(
    ("lines", "path", "day", "key", "codes"),
    [
        (["date: 2026-07-01"], "2014-03-12-x.md", date(2026, 7, 1), "date", []),
        (["title: x"], "2014-03-12-x.md", date(2014, 3, 12), "file name", []),
        (["date: 2026"], "x.md", None, None, ["date_incomplete"]),
        (["date: 2026-02-30"], "x.md", None, None, ["date_invalid"]),
        (["date: 2026-02-30"], "2014-03-12-x.md", date(2014, 3, 12), "file name", ["date_invalid"]),
        (["date: 01-07-2026"], "x.md", date(2026, 7, 1), "date", ["date_ambiguous"]),
        (["datum: 1 juli 2026"], "x.md", date(2026, 7, 1), "datum", []),
        (["path: 2019/05/15/slug"], "x.md", date(2019, 5, 15), "path", []),
    ],
)
def test_where_the_date_comes_from(
    lines: list[str], path: str, day: date | None, key: str | None, codes: list[str]
) -> None:
    article, problems = article_of(yaml(*lines), path)
    assert (article.published_on, article.keys.get("date")) == (day, key)
    assert [code for code, _ in problems] == codes


def test_until_its_publish_date_hugo_shows_nothing() -> None:
    article, _ = article_of(yaml("date: 2026-01-01", "publishDate: 2026-12-01"), preset="hugo")
    assert (article.published_on, article.keys["date"]) == (date(2026, 12, 1), "publishDate")
    article, _ = article_of(yaml("date: 2026-01-01", "publishDate: 2025-12-01"), preset="hugo")
    assert (article.published_on, article.keys["date"]) == (date(2026, 1, 1), "date")


@pytest.mark.parametrize(
    ("preset", "text", "path", "expected"),
    [
        (
            "hugo",
            yaml("params: {audience: A}", "type: t"),
            "nieuws/x/index.md",
            {"section": "nieuws", "audience": "A", "slug": "x"},
        ),
        ("hugo", yaml("title: x", "type: t"), "x.md", {"section": "t"}),
        ("hugo", yaml("title: x"), "x.nl.md", {"language": "nl", "slug": "x"}),
        ("hugo", yaml("title: x"), "release-1.2.nl.md", {"language": "nl", "slug": "release-1.2"}),
        ("hugo", yaml("title: x"), "release-1.2/index.nl.md", {"language": "nl", "slug": "release-1.2"}),
        ("jekyll", yaml("title: x"), "_posts/2014-03-12-node.js-tips.md", {"slug": "node.js-tips"}),
        ("hugo", yaml("featured_image: a.jpg", "url: /x/"), "x.md", {"cover_image": "a.jpg", "url": "/x/"}),
        ("hugo", yaml("images: [a.jpg, b.jpg]"), "x.md", {"cover_image": "a.jpg"}),
        ("jekyll", yaml("tags: ai werk", "categories: nieuws werk"), "x.md", {"section": "nieuws"}),
        ("jekyll", yaml("title: x"), "nieuws/_posts/2014-03-12-x.md", {"section": "nieuws", "slug": "x"}),
        ("jekyll", yaml("image: {path: a.jpg, alt: A}"), "x.md", {"cover_image": "a.jpg", "cover_alt": "A"}),
        ("jekyll", yaml("permalink: /:year/:title/"), "x.md", {"url": None}),
        (
            "zola",
            '+++\npath = "2019/05/15/x"\n[taxonomies]\ntags = ["a"]\n[extra]\naudience = "A"\n+++\n',
            "blog/x.md",
            {"section": "blog", "audience": "A", "published_on": date(2019, 5, 15), "url": "/2019/05/15/x"},
        ),
        ("eleventy", yaml("image: a.jpg", "image_alt: A"), "posts/x.md", {"section": "posts", "cover_alt": "A"}),
        (
            "eleventy",
            yaml("heroImage: a.jpg", "pubDate: Jul 08 2022"),
            "x.md",
            {"cover_image": "a.jpg", "published_on": date(2022, 7, 8)},
        ),
    ],
)
def test_each_kind_of_site(preset: str, text: str, path: str, expected: dict[str, object]) -> None:
    article, _ = article_of(text, path, preset=preset)
    assert {name: getattr(article, name) for name in expected} == expected


def test_a_problem_in_a_table_is_told_with_its_own_line() -> None:
    text = "+++\ntitle = 'x'\n[extra]\nauthor = 'Jan'\n[taxonomies]\ncategories = ['a']\ntags = ['ai', 'AI']\n+++\n"
    assert article_of(text, preset="zola")[1] == [("tag_repeated", 7)]


def test_jekyll_splits_a_text_of_tags_by_spaces() -> None:
    assert article_of(yaml("tag: machine learning"), preset="jekyll")[0].tags == [
        ("machine-learning", "machine learning")
    ]
    article, problems = article_of(yaml("tags: ai werk"), preset="jekyll")
    assert [label for _, label in article.tags] == ["ai", "werk"]
    assert problems == []


def test_fields_in_the_settings_overrule_the_preset() -> None:
    fields = {"section": ("rubriek",), "title": ("meta.kop", "kop")}
    article, _ = article_of(yaml("rubriek: geld", "sectie: groei", "meta: {kop: Boven}"), fields=fields)
    assert (article.section, article.title) == ("geld", "Boven")


def test_a_section_that_is_nearly_one_of_the_plan_is_told_with_it() -> None:
    targets = {"section": {"groei": 0.5, "geld": 0.5}}
    outcome = outcome_of(yaml("title: x", "sectie: groie"), targets=targets)
    problem = outcome.problems[0]
    assert (problem.code, problem.line, problem.field, problem.value) == (
        "unknown_section",
        3,
        "section",
        "groie → groei",
    )
    assert outcome_of(yaml("sectie: geld"), targets=targets).problems == []


@pytest.mark.parametrize(
    ("section", "meant"),
    [
        ("groie", "groei"),
        ("Groei", "groei"),
        ("gel", "geld"),
        ("gled", "geld"),
        ("gelds", "geld"),
        ("grooi", "groei"),
        ("open data", "open-data"),
        ("tools", None),
        ("regels", None),
        ("goud", None),
        ("it", None),
        ("geld en groei", None),
    ],
)
def test_a_section_left_out_of_the_plan_on_purpose_is_no_mistake(section: str, meant: str | None) -> None:
    """Only what is one slip away from a section of the plan may be one of them."""
    targets = {"section": {"groei": 0.4, "geld": 0.4, "open-data": 0.1, "ib": 0.1}}
    problems = outcome_of(yaml("title: x", f"sectie: {section}"), targets=targets).problems
    told = [problem.value for problem in problems if problem.code == "unknown_section"]
    assert told == ([f"{section} → {meant}"] if meant else [])


def test_all_of_the_front_matter_is_kept() -> None:
    text = yaml(
        "title: x",
        "big: 123456789012345678901234567890123456789012",
        "nan: .nan",
        "2026-07-01: day",
        "deep: {a: [1, {b: null}]}",
    )
    kept = json.loads(article_of(text)[0].front_matter)
    assert kept["big"] in (123456789012345678901234567890123456789012, "123456789012345678901234567890123456789012")
    assert (kept["nan"], kept["2026-07-01"], kept["deep"]) == ("nan", "day", {"a": ["1", {"b": None}]})


def test_texts_can_be_left_out() -> None:
    assert article_of(FULL, store_texts=False)[0].body == ""
    assert article_of(FULL, store_texts=False)[0].word_count == 3


@pytest.mark.parametrize(
    ("text", "path", "kind", "codes"),
    [
        (yaml("title: x"), "nieuws/_index.md", "ignored", ["list_page"]),
        ("zonder", "nieuws/_index.nl.md", "ignored", ["list_page"]),
        (yaml("headless: true"), "x/index.md", "ignored", ["headless"]),
        (yaml("headless: false"), "x/index.md", "article", []),
        ("Zomaar een tekst.", "README.md", "ignored", ["no_front_matter"]),
        ("<p>Een pagina</p>", "x.html", "ignored", []),
        (yaml("title: x"), "x.html", "article", []),
        ("---\ntitle: x", "x.md", "skipped", ["unterminated"]),
        ("", "leeg.md", "ignored", ["no_front_matter"]),
        (yaml("title: x", body=""), "x.md", "article", []),
    ],
)
def test_what_is_an_article_and_what_is_none(text: str, path: str, kind: str, codes: list[str]) -> None:
    outcome = outcome_of(text, path)
    assert (outcome.kind, [problem.code for problem in outcome.problems]) == (kind, codes)
    assert (outcome.article is None) == (kind != "article")
