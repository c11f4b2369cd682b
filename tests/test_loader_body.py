import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.loader.body import count_words, plain_text


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("", 0),
        ("Eén twee, drie.", 3),
        ("AI-tools en foto's kosten 1.234,50 euro", 6),
        ("# Kop\n\n- punt **vet** _schuin_ `code`\n> citaat", 6),
        ('Zie [deze link](https://example.org/a_(b)) en ![een foto](foto.jpg "titel").', 6),
        ("Zie [deze][1] ook.\n\n[1]: https://example.org/lang/pad\n", 3),
        ("voor\n```python\nprint('niet geteld')\n```\nna", 2),
        ("voor\n~~~~\ncode\n~~~\nnog code\n~~~~\nna", 2),
        ("voor\n```\nniet gesloten", 1),
        ('een <b class="x y z">twee</b> <!-- niet dit --> drie<br>vier', 4),
        ("een <script>var a = 1;</script> <style>p { }</style> twee", 2),
        ('een {{< figure src="x.jpg" >}} twee {% include a.html %} drie', 3),
        ("kijk op https://example.org/a/b of www.example.org/c daar", 4),
        ("R&amp;D &nbsp; 3 < 4 en 5 > 2", 7),
        ("日本語 текст", 2),
    ],
)
def test_words_are_what_a_reader_reads(body: str, count: int) -> None:
    assert count_words(body) == count, plain_text(body)


@pytest.mark.parametrize(
    "body",
    [
        "](" * 100_000,
        "<a " * 100_000,
        "<!--" * 50_000,
        "{{" * 100_000,
        "{%" * 100_000,
        "```\n" * 50_000,
        "[a" * 100_000,
        "a-" * 200_000,
        "<script>" * 30_000,
        "](((((" * 30_000,
        "[x]:\n" * 50_000,
        "&" * 200_000,
    ],
)
def test_no_text_takes_long(body: str) -> None:
    start = time.perf_counter()
    count_words(body)
    assert time.perf_counter() - start < 5


WORD = re.compile(r"[^\W_]+(?:['’.,\-–/&@+][^\W_]+)*")


@given(
    st.text(st.one_of(st.sampled_from("ab é’–-.,'_ ½²•“”\u00a0\u2003٣"), st.characters(exclude_characters="&<[`~{/w")))
)
def test_words_are_counted_as_the_pattern_says(body: str) -> None:
    assert count_words(body) == len(WORD.findall(body))


def test_words_of_many_kinds_of_letters_too() -> None:
    body = "".join(chr(n) + "’"[: n % 3] + " "[: n % 7] for n in range(0xA1, 0x3000))
    assert count_words(body) == len(WORD.findall(plain_text(body)))
