"""The reader is held against PyYAML's own CSafeLoader, on texts PyYAML writes and on texts people wrote."""

import math
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dashboard.loader.problems import SkipFileError
from dashboard.loader.yaml_events import read_yaml

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.dates(),
    st.datetimes(),
    st.text(),
    st.binary(max_size=20),
    st.sampled_from(
        ["yes", "no", "~", "null", "1_000", "0x1f", "012", "12:30", "1e3", ".5", "-", "=", "2026-07-01", ""]
    ),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(st.text(max_size=8), st.integers(), st.booleans(), st.dates()), inner, max_size=4),
    ),
    max_leaves=20,
)
plain_words = st.text(st.sampled_from("0123456789+-_.:eEx~nyNYtf <= \tTZ"), min_size=1, max_size=12)


@given(values, st.booleans(), st.sampled_from(["'", '"', None]))
def test_it_reads_what_pyyaml_writes(value: Any, flow: bool, quotes: str | None) -> None:
    text = yaml.safe_dump({"a": value}, default_flow_style=flow, default_style=quotes, allow_unicode=True)
    assert read_yaml(text, 100, 10_000).value == yaml.load(text, Loader=yaml.CSafeLoader)


@given(st.lists(plain_words, max_size=5))
def test_plain_words_get_the_types_pyyaml_gives_them(words: list[str]) -> None:
    text = "a:\n" + "".join(f"  - {word}\n" for word in words)
    try:
        expected = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.constructor.ConstructorError:
        return  # a lone `=` or `<<`, which PyYAML knows no value for
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        if isinstance(error, yaml.YAMLError):
            with pytest.raises(yaml.YAMLError):
                read_yaml(text, 16, 10_000)
        else:
            read_yaml(text, 16, 10_000)  # the 30th of February stays text
        return
    found = read_yaml(text, 16, 10_000).value
    assert repr(found) == repr(expected)  # 1, 1.0 and True are equal, and nan is not


@given(st.text(max_size=60))
def test_any_text_gives_a_value_or_a_yaml_error(text: str) -> None:
    try:
        read_yaml(text, 16, 10_000)
    except (yaml.YAMLError, SkipFileError):
        pass


MERGED = """
base: &base {kleur: rood, maat: 1}
more: &more {maat: 2, vorm: rond}
one: {<<: *base, maat: 3}
two:
  <<: [*base, *more]
  naam: x
three:
  naam: y
  <<: *more
words: [&w woord, *w]
"""


def test_anchors_and_merge_keys_give_what_pyyaml_gives() -> None:
    assert read_yaml(MERGED, 16, 10_000).value == yaml.load(MERGED, Loader=yaml.CSafeLoader)


def test_every_18f_post_gives_what_pyyaml_gives(corpus_18f: Path) -> None:
    blocks = [path.read_text("utf-8").split("\n---")[0] for path in sorted(corpus_18f.glob("posts/*.md"))]
    assert len(blocks) == 509
    for block in blocks:
        assert read_yaml(block, 16, 10_000).value == yaml.load(block, Loader=yaml.CSafeLoader)


def test_lines_duplicates_and_what_was_written() -> None:
    table = read_yaml("b: 1\na:\n  x: 1\n  x: 2\nb: [1.10, yes, woord, 010]\n", 16, 10_000)
    assert table.value == {"b": [1.1, True, "woord", 8], "a": {"x": 2}}
    assert table.lines == {"b": 4, "a": 1, ("a", "x"): 3}
    assert table.duplicates == [("x", 3), ("b", 4)]
    assert table.written[("b", 0)] == "1.10"
    assert table.written[("b", 1)] == "yes"
    assert table.written[("b", 3)] == "010"
    assert ("b", 2) not in table.written


@pytest.mark.parametrize("word", ["2024-02-30", "2024-13-01", "2024-01-01 25:00:00", "9" * 5000])
def test_a_value_python_cannot_hold_stays_text(word: str) -> None:
    assert read_yaml(f"a: {word}", 16, 10_000).value == {"a": word}


def test_infinities() -> None:
    value = read_yaml("[.inf, -.inf, .nan]", 16, 10_000).value
    assert value[:2] == [math.inf, -math.inf]
    assert math.isnan(value[2])


def bomb(levels: int, merge: bool) -> str:
    lines = ["a0: &a0 {k0: v}" if merge else "a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for n in range(1, levels):
        again = ", ".join([f"*a{n - 1}"] * 9)
        lines.append(f"a{n}: &a{n} {{<<: [{again}], k{n}: v}}" if merge else f"a{n}: &a{n} [{again}]")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (bomb(12, merge=False), "too_many_aliases"),
        (bomb(12, merge=True), "too_many_aliases"),
        ("[" * 40_000, "too_deep"),
        ("- " * 40_000, "too_deep"),
        ("a: &a [[[[1]]]]\nb: [[[*a]]]", "too_deep"),
    ],
    ids=["aliases", "merges", "flow", "block", "an alias inside"],
)
def test_bombs_are_refused_at_once(text: str, code: str) -> None:
    start = time.perf_counter()
    with pytest.raises(SkipFileError) as error:
        read_yaml(text, 7 if "a: &a" in text else 16, 10_000)
    assert error.value.code == code
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    "text",
    [
        "a: *nobody",
        "a: &a [*a]",
        "? [1, 2]\n: x",
        "a: !thing x",
        "a: !!set {x}",
        "<<: 3",
        "a: 1\n---\nb: 2",
        "a: !!int x",
    ],
)
def test_what_it_does_not_take_is_a_yaml_error_with_a_line(text: str) -> None:
    with pytest.raises(yaml.MarkedYAMLError) as error:
        read_yaml(text, 16, 10_000)
    assert error.value.problem_mark is not None
