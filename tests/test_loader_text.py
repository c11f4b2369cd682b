import time

import pytest
from ftfy.badness import is_bad
from hypothesis import given
from hypothesis import strategies as st

from dashboard.loader.problems import Notes, SkipFileError
from dashboard.loader.text import decode, may_be_mojibake


def read(data: bytes) -> tuple[str, list[tuple[str, int | None, str | None]]]:
    notes = Notes("one.md")
    text = decode(data, notes)
    return text, [(problem.code, problem.line, problem.value) for problem in notes.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_without_a_word(encoding: str) -> None:
    assert read("één “citaat”\nregel".encode(encoding)) == ("één “citaat”\nregel", [])


def test_windows_1252_is_read_with_a_notice_at_the_first_line_that_shows_it() -> None:
    assert read("plat\nge\xefntegreerd \x93citaat\x94".encode("latin-1")) == (
        "plat\ngeïntegreerd “citaat”",
        [("encoding_assumed", 2, "Windows-1252")],
    )


def test_a_byte_that_windows_1252_does_not_know_is_no_reason_to_lose_the_file() -> None:
    text, problems = read(b"caf\xe9 \x81 \xe0")
    assert text.startswith("café")
    assert [code for code, *_ in problems] == ["encoding_assumed"]


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"tekst\x00tekst", b"\xff\xfeh", bytes(range(1, 32)) * 20],
    ids=["picture", "NUL", "half UTF-16", "control characters"],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(SkipFileError) as error:
        read(data)
    assert error.value.code == "not_text"


def test_all_line_ends_become_one() -> None:
    assert read(b"a\r\nb\rc\n\r\nd")[0] == "a\nb\nc\n\nd"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("beter ge√Øntegreerde tools", "beter geïntegreerde tools"),  # read as Mac Roman
        ("patiÃ«nt en coÃ¶rdinatie", "patiënt en coördinatie"),  # read as Windows-1252
        ("Het â€œcitaatâ€\x9d van vandaag", "Het “citaat” van vandaag"),
        ("ge√Øntegreerde financiële ‘AI’", "geïntegreerde financiële ‘AI’"),  # beside characters that are right
    ],
)
def test_mojibake_is_repaired_with_its_line_and_quotes_stay_curly(written: str, meant: str) -> None:
    text, problems = read(f"“regel één”\n{written}\nregel drie’s".encode())
    assert text == f"“regel één”\n{meant}\nregel drie’s"
    assert [(code, line) for code, line, _ in problems] == [("mojibake_repaired", 2)]
    assert "→" in (problems[0][2] or "")


@pytest.mark.parametrize(
    "text",
    [
        "Curaçao, crème brûlée, Škoda, naïef",
        "“Zo ’n €5” – 20 °C … ½ liter",
        "Ελληνικά и русский 日本語 😀",
        "ÀÉÎÕÜ ÅÆØ ß",
    ],
)
def test_text_that_is_right_stays_as_it_is(text: str) -> None:
    assert read(text.encode()) == (text, [])


def test_a_long_text_in_another_script_does_not_take_long() -> None:
    text = "Слово и дело, \n" * 20_000
    start = time.perf_counter()
    assert read(text.encode())[0] == text
    assert time.perf_counter() - start < 5


ODD = "abzAZ .,?!ÃÂŒœß÷éëïöüàâÄЃ‚€™“”°®µ²×√Ø∂ГўВЂвОоàβ\x80\x9d«»…—\u00a0"


@given(st.text(st.sampled_from(ODD), min_size=1, max_size=6))
def test_no_mojibake_is_passed_over_unseen(text: str) -> None:
    if is_bad(text):
        assert may_be_mojibake(text)


def test_common_text_is_not_asked_about() -> None:
    assert not may_be_mojibake("Eén coöperatie: “geïntegreerd”, financiële één-op-één – €250 … foto’s")
