import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.loader.problems import Notes
from dashboard.loader.tags import alias_keys, count_tags, tag_key


@pytest.mark.parametrize(
    "label",
    ["AI chips", "ai-chips", " Ai_Chips ", "ai  chips", "ＡＩ chips", "ai\u00a0chips", "ai‑chips", "-ai—chips-"],
)
def test_spellings_of_one_tag_have_one_key(label: str) -> None:
    assert tag_key(label) == "ai-chips"


@pytest.mark.parametrize(
    ("one", "other"),
    [("customer-experience", "user-experience"), ("research", "search"), ("auto", "autos"), ("c", "c++"), ("c#", "c")],
)
def test_tags_that_only_look_alike_stay_apart(one: str, other: str) -> None:
    assert tag_key(one) != tag_key(other)


@given(st.text(max_size=20))
def test_a_key_is_the_key_of_itself(label: str) -> None:
    assert tag_key(tag_key(label)) == tag_key(label)


def test_aliases_are_followed_to_the_end_and_circles_do_nothing() -> None:
    aliases = alias_keys({"AI": "kunstmatige intelligentie", "ml": "ai", "a": "b", "b": "a", "x": "x"})
    assert aliases["ml"] == aliases["ai"] == "kunstmatige-intelligentie"
    assert "a" not in aliases
    assert "b" not in aliases


def count(labels: list[str], most: int = 10, **aliases: str) -> tuple[list[tuple[str, str]], list[str]]:
    notes = Notes("een.md")
    found = count_tags(labels, alias_keys(aliases), most, notes, 4)
    return found, [problem.code for problem in notes.problems]


def test_an_article_counts_once_for_a_tag_under_its_first_spelling() -> None:
    assert count(["AI", "werk", "ai", "ml"], ml="ai") == ([("ai", "AI"), ("werk", "werk")], ["tag_repeated"] * 2)


def test_a_tag_of_nothing_is_left_out() -> None:
    assert count(["-", "werk"]) == ([("werk", "werk")], ["tag_empty"])


def test_too_many_tags_are_cut_with_a_warning() -> None:
    found, codes = count([f"tag {n}" for n in range(12)])
    assert [label for _, label in found] == [f"tag {n}" for n in range(10)]
    assert codes == ["too_many_tags"]
