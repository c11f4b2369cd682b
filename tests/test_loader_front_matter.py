from typing import Any

import pytest

from dashboard.loader.problems import SkipFileError
from tests.loading import split


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Een\ntags: [a, b]\n---\nbody\n",
        "\n\n  \n---\ntitle: Een\ntags: [a, b]\n---\nbody\n",
        "---\ntitle: Een\ntags: [a, b]\n...\nbody\n",
        "----\ntitle: Een\ntags: [a, b]\n----  \nbody\n",
        "---\n\n# a comment\ntitle: Een\ntags: [a, b]\n---\nbody\n",
        '+++\ntitle = "Een"\ntags = ["a", "b"]\n+++\nbody\n',
        '{\n  "title": "Een",\n  "tags": ["a", "b"]\n}\nbody\n',
        '{"title": "Een", "tags": ["a", "b"]}\nbody\n',
    ],
    ids=["yaml", "blank lines above", "dots below", "four dashes", "comment", "toml", "json", "json on one line"],
)
def test_every_form_gives_the_same(text: str) -> None:
    found, notes = split(text)
    assert found is not None
    assert found.metadata == {"title": "Een", "tags": ["a", "b"]}
    assert found.body == "body\n"
    assert notes.problems == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("---\na: 1\nb:\n  - 2\nc: 3\n---\n", {"a": 2, "b": 3, "c": 5}),
        ("\n\n---\na: 1\nb: |\n  c: x\n\nc: 3\n---\n", {"a": 4, "b": 5, "c": 8}),
        ("+++\na = 1\nb = [\n 2]\n[c]\nd = 3\n+++\n", {"a": 2, "b": 3, "c": 5, ("c", "d"): 6}),
        ("+++\nd = 1\n[b]\nc = 2\n[c]\nd = 3\n[[e]]\nd = 4\n+++\n",
         {"d": 2, "b": 3, ("b", "c"): 4, "c": 5, ("c", "d"): 6, "e": 7}),
        ("---\nc:\n  d: 1\n  e: {f: 2}\nd: 3\n---\n", {"c": 2, ("c", "d"): 3, ("c", "e"): 4, "d": 5}),
        ("---\nc: {d: 1,\n  e: 2}\n# x\n---\n", {"c": 2, ("c", "d"): 2, ("c", "e"): 3}),
        ('{\n"a": 1,\n"b": 2, "c":\n 3}\n', {"a": 2, "b": 3, "c": 3}),
        ('{\n"x": {"d":\n[{"d": "\\"{"}]},\n"d": 1, "\\u0064": 2\n}\n', {"x": 2, ("x", "d"): 2, "d": 4}),
    ],
    ids=["yaml", "block text", "toml", "tables", "plain yaml below", "yaml below", "json", "json below"],
)  # fmt: skip
def test_the_line_of_each_key_is_known(text: str, lines: dict[Any, int]) -> None:
    found, _ = split(text)
    assert found is not None
    assert found.lines == lines


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Just a text.",
        "---\n\nA paragraph below a rule.\n\n---\n\nAnother.\n",
        "---\n\nA rule, and nothing that ends it.\n",
        "{{< figure src=x >}}\n\nText.",
        "{% include x.html %}\n",
        "<p>HTML</p>",
        "+ a list\n+ of plusses\n",
    ],
)
def test_a_text_without_front_matter_has_none(text: str) -> None:
    found, _ = split(text)
    assert found is None


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("---\ntitle: Een\n\nbody\n", "unterminated", 1),
        ("\n\n---\ntitle: Een", "unterminated", 3),
        ('+++\ntitle = "Een"\n', "unterminated", 1),
        ('{\n "title": "Een",\n "tags": [\n', "unterminated", 4),
        ("---\n- a\n- b\n---\nbody", "front_matter_no_table", 1),
        ("---\nzomaar een woord\n---\nbody", "front_matter_no_table", 1),
        ("---\ntitle: Een: twee\n---\n", "front_matter_invalid", 2),
        ('---\na: 1\ntitle: "Een\nb: 2\n---\n', "front_matter_invalid", 3),
        ("\n---\na: 1\nb: [1, 2\nc: 3\n---\n", "front_matter_invalid", 4),
        ("---\na: 1\n\tb: 2\n---\n", "front_matter_invalid", 3),
        ("---\na: 1\ntags: [\n---\n", "front_matter_invalid", 3),
        ("---\na: 1\ntags: [ai, werk,\n---\nTekst.\n", "front_matter_invalid", 3),
        ("---\na: !python/object/apply:os.system [ls]\n---\n", "front_matter_invalid", 2),
        ("---\na: \x07bel\n---\n", "front_matter_invalid", 2),
        ("+++\na = 1\nb = \n+++\n", "front_matter_invalid", 3),
        ("+++\na = 1\na = 2\n+++\n", "front_matter_invalid", 3),
        ('{\n "a": 1,\n "b": tru\n}\n', "front_matter_invalid", 3),
        ("---\na: " + "[" * 40_000 + "\n---\n", "too_deep", 2),
        ("---\na: " + "{a: " * 17 + "1" + "}" * 17 + "\n---\n", "too_deep", 2),
        ("+++\na = " + "[" * 40_000 + "]" * 40_000 + "\n+++\n", "too_deep", 1),
        ("+++\na = " + "[" * 17 + "]" * 17 + "\n+++\n", "too_deep", 1),
        ('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}\n", "too_deep", 1),
        ('{"a": ' + "[" * 17 + "]" * 17 + "}\n", "too_deep", 1),
    ],
)
def test_damaged_front_matter_is_an_error_at_its_line(text: str, code: str, line: int) -> None:
    with pytest.raises(SkipFileError) as error:
        split(text)
    assert (error.value.code, error.value.line) == (code, line)


def test_the_depth_that_is_allowed_is_allowed() -> None:
    for text in ("---\na: {}\n---\n", "+++\na = {}\n+++\n", '{{"a": {}}}\n'):
        found, _ = split(text.format("[" * 15 + "]" * 15))
        assert found is not None


@pytest.mark.parametrize(
    "text",
    ["---\na: 1\nb: 2\na: 3\n---\n", '{\n"a": 1,\n"b": {"a": 7},\n"a": 3\n}\n'],
    ids=["yaml", "json"],
)
def test_the_last_of_two_equal_keys_wins_with_a_warning(text: str) -> None:
    found, notes = split(text)
    assert found is not None
    assert found.metadata["a"] == 3
    assert [(problem.code, problem.line, problem.value) for problem in notes.problems] == [("duplicate_key", 4, "a")]


def test_half_characters_become_whole_ones() -> None:
    found, _ = split('{"title": "a\\ud83db", "tags": ["\\udc00"], "ok": "\\ud83d\\ude00"}')
    assert found is not None
    assert found.metadata == {"title": "a\ufffdb", "tags": ["\ufffd"], "ok": "😀"}


def test_no_keys_at_all_is_front_matter_too() -> None:
    found, _ = split("---\n---\nbody")
    assert found is not None
    assert (found.metadata, found.body) == ({}, "body")


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ('title: a\nsummary: "begint\ndate: 2026-01-01\nsectie: x', 3),
        ("title: a\nsummary: 'begint\ndate: 2026-01-01", 3),
    ],
)
def test_a_quote_that_is_not_closed_is_told_where_it_begins(block: str, line: int) -> None:
    with pytest.raises(SkipFileError) as error:
        split(f"---\n{block}\n---\nTekst.\n")
    assert (error.value.code, error.value.line) == ("front_matter_invalid", line)
