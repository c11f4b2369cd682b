"""What a reader types in the search box -> patterns for the query `articles`, each of which an article must match.

Case, accents and the shape of an apostrophe do not matter, quotes hold words together, and every other character
stands for itself.
"""

import re
import unicodedata
from functools import cache

_TERM = re.compile(r'"([^"]*)"?|([^\s"]+)')
_QUOTES = str.maketrans("“”„«»", '"""""')
LONGEST = 200  # characters; what is typed beyond them is not looked at
_APOSTROPHES = "'’‘`´"
_LETTERS_WITH_MARKS = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))]  # of the Latin script


def patterns(text: str) -> tuple[str, ...]:
    """One regular expression (RE2) a word or quoted phrase, the longest first: it leaves the fewest to be tried."""
    terms = [" ".join((quoted or word).split()) for quoted, word in _TERM.findall(text[:LONGEST].translate(_QUOTES))]
    folded = dict.fromkeys(without_accents(term) for term in terms)
    return tuple(_pattern(term) for term in sorted(folded, key=len, reverse=True) if term)


def without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.lower())
    return "".join(character for character in parts if not unicodedata.combining(character))


def _pattern(term: str) -> str:
    return "(?i)" + "".join(map(_character, term))


def _character(character: str) -> str:
    if character == " ":
        return r"\s+"
    if character in _APOSTROPHES:
        return f"[{_APOSTROPHES}]"
    if "a" <= character <= "z":
        marked = _marked().get(character, "")
        return f"[{character}{marked}][\u0300-\u036f]*" if marked else character
    return re.escape(character)


@cache
def _marked() -> dict[str, str]:
    """Each letter with what it looks like under an accent: e -> èéêë…"""
    found: dict[str, str] = {}
    for letter in _LETTERS_WITH_MARKS:
        bare = without_accents(letter)
        if len(bare) == 1 and letter != bare and (letter.islower() or len(letter.lower()) > 1):  # (?i) knows no İ
            found[bare] = found.get(bare, "") + letter
    return found
