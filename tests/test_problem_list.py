"""Every cause a load can name has its words and its effect on the figures, in both languages."""

import pytest

from dashboard.loader.problems import SEVERITY, SkipFileError
from dashboard.views.problem_list import EFFECTS, reason
from dashboard.words import LANGUAGES, words
from tests.loading import split


def test_every_cause_has_an_effect() -> None:
    assert set(EFFECTS) == set(SEVERITY)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", sorted(SEVERITY))
def test_every_cause_has_its_words(lang: str, code: str) -> None:
    reader = words(lang)
    values = {"path": "a.md", "line": "3", "field": "date", "value": "x"}
    for part in ("title", "message", "remedy"):
        assert reader(f"problem.{code}.{part}", **values)
    assert reader(f"effect.{EFFECTS[code]}")


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("title: Geld: meer", "een dubbele punt in een tekst zonder aanhalingstekens"),
        ('title: "Geld', "een aanhalingsteken wordt geopend en niet gesloten"),
        ("tags: [ai, werk\ntitle: x", "ontbreekt een komma of de haak"),
        ("title: x\ntags", "ontbreekt de dubbele punt"),
        ("title: 'a' b", "achter een aanhalingsteken staat nog tekst"),
        ("title: @geld", "een teken dat daar niet kan"),
        ("title: *geld", "een waarde begint met *"),
        ('title: "a\\qb"', "een backslash tussen dubbele aanhalingstekens"),
        ("title: &", "een waarde begint met * of &"),
    ],
)
def test_what_yaml_says_is_said_in_dutch(front: str, said: str) -> None:
    with pytest.raises(SkipFileError) as error:
        split(f"---\n{front}\n---\nText\n")
    assert said in reason(words("nl"), error.value.value)


def test_what_has_no_words_is_quoted() -> None:
    assert reason(words("nl"), "while x, some new fault") == "wie het inlas, meldt “while x, some new fault”"
