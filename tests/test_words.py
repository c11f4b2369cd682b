"""Dutch and English are complete, and every key the code uses is there."""

import ast
import re
import string
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.words import LANGUAGES, Sentence, Words, _entries, counted, escape_markdown, isolated

CODE = Path(__file__).parent.parent / "dashboard"
USED = re.compile(r"""\b(?:words|text|Finding|Sentence)(?:\.markdown)?\(\s*f?"([a-z_0-9{}.:\[\]']+)\"""")


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_both_languages_have_the_same_keys() -> None:
    assert set(_entries("nl")) == set(_entries("en"))


@pytest.mark.parametrize("key", sorted(_entries("en")))
def test_both_languages_have_the_same_placeholders(key: str) -> None:
    assert placeholders(_entries("nl")[key]) == placeholders(_entries("en")[key])


def test_no_entry_is_empty() -> None:
    assert not [(code, key) for code in LANGUAGES for key, value in _entries(code).items() if not value.strip()]


def keys_in_code() -> list[str]:
    found = {key for path in CODE.rglob("*.py") for key in USED.findall(path.read_text(encoding="utf-8"))}
    return sorted(key for key in found if "." in key)


def test_the_search_for_keys_finds_them() -> None:
    assert len(keys_in_code()) > 50


@pytest.mark.parametrize("key", keys_in_code())
def test_every_key_in_the_code_has_words(key: str) -> None:
    pattern = re.compile(re.sub(r"\\\{.*?\\\}", ".+", re.escape(key)) + r"(\.one|\.other)?")
    assert any(pattern.fullmatch(known) for known in _entries("nl"))


@pytest.mark.parametrize("path", sorted(CODE.rglob("*.py")), ids=lambda path: str(path.relative_to(CODE)))
def test_every_error_has_its_sentence_and_what_goes_into_it(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
            continue
        prefix = {"DashboardError": "error.", "SettingsError": "error.", "NotAllowedError": "error.allowed."}
        key = node.args[0]
        if node.func.id not in prefix or not isinstance(key, ast.Constant):
            continue
        known = _entries("en")[prefix[node.func.id] + str(key.value)]
        given = {keyword.arg for keyword in node.keywords}
        assert None in given or placeholders(known) <= given, key.value


def test_dutch_has_one_word_for_an_article() -> None:
    """«Artikel» is what a file is, or is not: in the names of page and columns, and where the loader speaks."""
    of_files = ("data.", "error.", "folder.empty", "page.articles.", "problem.", "column.content_root")
    said = {key: text for key, text in _entries("nl").items() if not key.startswith(of_files)}
    assert not [key for key, text in said.items() if re.search(r"(?i)\bartikel(en)?\b", text)]
    stories = ("count.", "column.story", "bar.")
    assert not [
        key for key, text in said.items() if re.search(r"(?i)\bverhalen\b", text) and not key.startswith(stories)
    ]


def test_numbers_and_days_follow_the_language() -> None:
    assert Words("nl").number(1234.5) == "1.234,5"
    assert Words("en").number(1234.5) == "1,234.5"
    assert Words("nl").day(date(2026, 4, 14)) == "14 apr 2026"
    assert Words("nl").percent(0.17) == "17\u00a0%"


def test_a_percent_sign_stays_with_its_number() -> None:
    """No line begins with it, whoever wrote the sentence."""
    loose = re.compile(r"[\d}] %")
    assert not [(code, key) for code in LANGUAGES for key, text in _entries(code).items() if loose.search(text)]
    assert "80\u00a0%" in Words("nl")("chart.lengths.note")


def test_plural_follows_the_number() -> None:
    words = Words("nl")
    assert words("unit.days", n=1) == "1 dag"
    assert words("unit.days", n=31) == "31 dagen"


@pytest.mark.parametrize(
    ("key", "values", "nl", "en"),
    [
        ("unit.articles", {"n": 1}, "1 stuk", "1 article"),
        ("finding.lengths.one", {"high": counted("words", 1)}, "is 1 woord lang", "has 1 word"),
        ("chart.says.of", {"what": "a", "n": 0, "total": counted("articles", 1)}, "0 van 1 stuk", "0 of 1 article"),
        (
            "finding.gap_cells.one_expected",
            {"what": "a", "n": counted("articles", 1), "hope": 3},
            "a, 1 stuk waar",
            "a, 1 article where",
        ),
        (
            "finding.gap_cells.several_planned",
            {"what": "a", "n": counted("articles", 1.0)},
            "elk 1 stuk te weinig",
            "1 article too few each",
        ),
        ("finding.draft_ages.fresh", {"n": 1, "limit": "14 d"}, "Het enige concept", "The only draft"),
        ("gaps.required_none", {"n": 1}, "Het ene vak", "The one place"),
        (
            "headline.review_silence",
            {"longest_gap": counted("days", 4), "before_longest_gap": counted("days", 1)},
            "1 dag.",
            "1 day before",
        ),
        (
            "plan.tried",
            {"n": 2, "held": 2, "error": counted("articles", 1.0), "last_error": 1},
            "1 stuk n",
            "1 article o",
        ),
        ("plan.planned_articles", {"n": 1}, "het ene stuk van het plan", "the one article of the plan"),
        ("plan.by_now", {"n": 1}, "waar er nu 1 zou moeten staan", "where 1 should be"),
        ("chart.plan.says_due", {"n": 1}, "nu zou er 1 moeten staan", "1 should be there by now"),
        ("chart.alt.lengths", {"n": 1, "ranking": ""}, "van 1 stuk:", "of 1 article:"),
        ("chart.alt.tag_bars", {"n": 1, "ranking": ""}, "van 1 tag ", "of 1 tag "),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value[:12] else "",
)
def test_one_of_a_thing_is_singular(key: str, values: dict[str, Any], nl: str, en: str) -> None:
    assert nl in Words("nl")(key, **values)
    assert en in Words("en")(key, **values)


def test_a_part_of_a_sentence_keeps_its_distance() -> None:
    words, values = Words("nl"), {"category": "werk", "got": "6", "planned_share": "30 %", "behind": "3"}
    values |= {"of": Sentence("headline.of_planned", {"n": 261})}
    assert words.markdown("headline.section_plan", **values).endswith("30 % van 261 stukken: 3 achter.")


@pytest.mark.parametrize("title", ["שלום", "een woord: العربية", "\u202eomgekeerd"])
def test_what_is_written_from_right_to_left_does_not_reorder_its_sentence(title: str) -> None:
    words, key = Words("nl"), "article.in_section"
    for sentence in (words(key, section=title), words.markdown(key, section=title), words.plain(key, section=title)):
        before, _, rest = sentence.partition("\u2068")
        inside, _, after = rest.partition("\u2069")
        assert before + after == words(key, section="")
        assert inside.replace("\\", "") == title
    assert words.value(title) == title  # of a table, or a file


@pytest.mark.parametrize("text", ["", "plain", "één – 漢字 🎉", "Ω Ж"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert isolated(text) == text
    assert "\u2068" not in Words("en")("article.in_section", section=text)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a *b* [c](d)", r"a \*b\* \[c\]\(d\)"),
        ("<script>", r"\<script\>"),
        (":red[x] :smile:", ":\u2060red\\[x\\] :\u2060smile:"),
        ("$x$", r"\$x\$"),
        ("two\nlines", "two lines"),
    ],
)
def test_what_an_article_says_is_no_markup(text: str, escaped: str) -> None:
    assert escape_markdown(text) == escaped


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [(0.04, 1, "0"), (-0.04, 1, "0"), (0.06, 1, "+0,1"), (-3, 1, "−3"), (0.4, 0, "0"), (1.6, 0, "+2")],
)
def test_what_rounds_to_nothing_has_no_sign(value: float, digits: int, said: str) -> None:
    assert Words("nl").signed(value, digits) == said
