"""Every cause a load can name has its words and its effect on the figures, in both languages."""

import pytest

from dashboard.loader.problems import SEVERITY
from dashboard.views.problem_list import EFFECTS
from dashboard.words import LANGUAGES, words


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
