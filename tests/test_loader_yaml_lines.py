import random

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dashboard.loader.problems import SkipFileError
from dashboard.loader.yaml_events import read_yaml
from dashboard.loader.yaml_lines import read_plain_yaml
from tests.conftest import CORPORA

KEYS = ("title", "date", "tags", "yes", "on", "a-b", "x_1", "null", "Cover", "n")
VALUES = (
    '"x"', "'y'", "abc def", "a: b", "a #b", "a#b", "a:b", "a:", "2026-01-01", "2026-02-30", "true", "no", "12:30",
    "1.10", "[a, b]", "[a, \"b\", 'c d', 2, yes]", "[]", "[ ]", "[a,,b]", "[a, ]", "[x: y]", "[[a]]", "[a]x", "[a", "",
    "# c", "&a x", "*a", "!t x", "- x", "| ", "> ", "{a: b}", '"a\\n"', "'it''s'", "foto's", '"a" b', "/p/x.jpg", "?",
    "~", "null", ".5", "=", "<<", "@x", "%x", "a\u00a0b", "a\tb", "a\u2028b", "[foto's, \"b, c\"]", "[a?b]", "x   ",
    "http://x.y:80/z", "''", '""', "a, b", "a]b{c}", "“x”", "\ufeffx", "\x85",
)  # fmt: skip
lines = st.one_of(
    st.builds(
        "{}{}:{}{}".format,
        st.sampled_from(("", "", "", "  ", "    ")),
        st.sampled_from(KEYS),
        st.sampled_from((" ", " ", "  ", "")),
        st.one_of(st.sampled_from(VALUES), st.text(max_size=12)),
    ),
    st.builds("{}- {}".format, st.sampled_from(("", "  ", "    ")), st.sampled_from(VALUES)),
    st.sampled_from(("", "   ", "# x", "---", "...")),
)


def same(text: str) -> bool:
    """Where the line reader answers, it answers as libyaml does."""
    quick = read_plain_yaml(text, 16)
    if quick is None:
        return True
    try:
        return repr(quick) == repr(read_yaml(text, 16, 10_000))  # 1 and True are equal, and no more than that
    except (yaml.YAMLError, SkipFileError):
        return False


@given(st.lists(lines, min_size=1, max_size=6).map("\n".join))
def test_it_answers_as_libyaml_or_not_at_all(text: str) -> None:
    assert same(text), text


def test_it_answers_as_libyaml_for_thousands_of_texts() -> None:
    chance = random.Random(4)
    answered = 0
    for _ in range(30_000):
        some = []
        for _ in range(chance.randint(1, 4)):
            margin, kind = chance.choice(("", "", "  ")), chance.random()
            key = "" if kind < 0.2 else f"{chance.choice(KEYS)}: "
            some.append(f"{margin}{key or '- '}{chance.choice(VALUES)}")
        text = "\n".join(some)
        assert same(text), text
        answered += read_plain_yaml(text, 16) is not None
    assert answered > 500


@pytest.mark.parametrize(
    "text",
    ['title: "Een"\ntags: ["a", b]\ndate: 2026-01-01T10:00:00Z\ncover:\n  image: "x"\n  alt: y\ndraft: false',
     "tags:\n  - a\n  - b c\ntitle: 'x'", "tags:\n- a\n- 2026\n\ntitle: x", "summary:\ntitle: x"],
)  # fmt: skip
def test_it_reads_what_most_articles_hold(text: str) -> None:
    assert read_plain_yaml(text, 16) is not None
    assert same(text)


@pytest.mark.parametrize(
    "text", ["a: 1\na: 2", "a: |\n  b", "a: b\n  c", "a: [b,\n c]", "a: &x b", "? a", "", "a: b # c"]
)
def test_it_leaves_the_rest_to_libyaml(text: str) -> None:
    assert read_plain_yaml(text, 16) is None


def test_real_front_matter(corpus_18f: object) -> None:
    heads = [path.read_text(encoding="utf-8").split("---\n", 2)[1] for path in (CORPORA / "18f" / "posts").glob("*.md")]
    assert all(map(same, heads))
    assert sum(read_plain_yaml(head, 16) is not None for head in heads) > len(heads) / 2
