"""How easily a text reads: Flesch (1948) for English, Flesch-Douma (1960) for Dutch. A hint, never a verdict.

    en  206.835 - 1.015 · words/sentence - 84.6 · syllables/word
    nl  206.84  - 0.93  · words/sentence - 77   · syllables/word

Headings, tables and code are no sentences and are left out; an item of a list is one.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import pyphen

from dashboard.loader.body import plain_text

LANGUAGES = ("nl", "en")
FEWEST_WORDS = 100  # under this one long word moves the score by points
_LONGEST_WORD = 60  # letters; what is longer was never hyphenated

_FORMULAS = {"nl": (206.84, 0.93, 77.0), "en": (206.835, 1.015, 84.6)}
# Common in the one, and not in the other or in a language nearby (German has die, Spanish has de and en).
_COMMONEST = {
    "nl": frozenset("het een van je dat niet zijn met voor ook maar bij naar worden hebben".split()),
    "en": frozenset("the of and to that it you for are with they this have from".split()),
}
_NO_PROSE = re.compile(
    r"^ {0,3}#{1,6}[ \t].*$|^.*\n {0,3}(?:=+|-{2,})[ \t]*$"  # a heading, with signs before it or a line below it
    r"|^ {0,3}\|.*$"  # a row of a table
    r"|^(?: {4}|\t)(?![ \t]*(?:[-*+]|\d+[.)])[ \t]).*$",  # code, and no item of a list in a list
    re.MULTILINE,
)
_BLOCK = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+>]|\d+[.)])[ \t])")
_WORD = re.compile(r"[^\W\d_]+(?:['’\-–][^\W\d_]+)*")
# A full stop ends no sentence after an initial or an abbreviation, nor before a small letter or a comma.
_SHORTENED = re.compile(
    r"\b(?:[A-Z]|[a-z]\.[a-z]|dr|drs|ds|mr|mrs|ms|ir|ing|prof|st|jr|sr|vs|no|nr|art|blz|bijv|bv|ca|resp|vgl|zgn|etc)\.$",
    re.IGNORECASE,
)
_STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]*_]*+(?=\s+[\"'“‘(\[*_]*[^\W\d_a-zß-öø-ÿ]|\s+[\"'“‘(\[*_]*\d|\s*$)")
_VOWELS = {
    "nl": re.compile(r"[äëïöü]?[aeiouyáàâéèêíìîóòôúùû]+|[äëïöü]"),
    "en": re.compile(r"[aeiouyáàâäéèêëíìîïóòôöúùûü]+"),
}
# An e that is written and not said: made, makes, worked; but table, needed, boxes.
_SILENT = re.compile(r"(?<=[^aeiouy])(?<![^aeiouyr]l)(?:e|(?<![sxzcg])(?<!ch)(?<!sh)es|(?<![td])ed)$")


@dataclass(frozen=True)
class Measured:
    """The counts of one text, and the language they were counted in; empty when it is neither Dutch nor English."""

    language: str
    words: int = 0
    sentences: int = 0
    syllables: int = 0

    @property
    def ease(self) -> float | None:
        """0 is very hard, 100 very easy; both ends are open. None for too few words, or another language."""
        if self.language not in _FORMULAS or self.words < FEWEST_WORDS:
            return None
        start, per_sentence, per_word = _FORMULAS[self.language]
        return start - per_sentence * self.words / self.sentences - per_word * self.syllables / self.words


def measure(body: str, language: str | None = None) -> Measured:
    """Counts of a body as written. `language` is what the article names (nl, nl-be, en_gb); else its words tell."""
    blocks = _BLOCK.split(_NO_PROSE.sub("\n\n", plain_text(body)))
    words = [word for block in blocks for word in _WORD.findall(block)]
    code = re.split(r"[-_]", language.lower())[0] if language else language_of(words)
    if code not in LANGUAGES:
        return Measured("")
    return Measured(code, len(words), sum(map(sentences, blocks)), sum(syllables(word.lower(), code) for word in words))


def language_of(words: list[str]) -> str:
    """nl or en, whichever has more of its commonest words in it; '' when neither has one in twenty."""
    shares = {code: sum(word.lower() in common for word in words) for code, common in _COMMONEST.items()}
    best = max(shares, key=shares.__getitem__)
    return best if words and shares[best] * 20 >= len(words) else ""


def sentences(block: str) -> int:
    """Sentences of one paragraph or item of a list: what has words and no full stop is one, too."""
    count = start = 0
    for stop in _STOP.finditer(block):
        before = block[max(start, stop.start() - 12) : stop.start() + 1]
        if stop[0][0] == "." and stop.end() < len(block) and _SHORTENED.search(before):
            continue
        count += bool(_WORD.search(block, start, stop.end()))
        start = stop.end()
    return count + bool(_WORD.search(block, start))


@lru_cache(maxsize=200_000)
def syllables(word: str, language: str) -> int:
    """Syllables of a word in small letters.

    The larger of what hyphenation and what the vowels tell. Hyphenation knows that `creatie` has three, and never
    splits off one letter (`over`), which the vowels see. Held against the CMU dictionary, the two together are right
    for 97 of 100 words of an English running text, alone for 91 and 95.
    """
    vowels = len(_VOWELS[language].findall(word))
    if language == "en" and vowels > 1 and _SILENT.search(word):
        vowels -= 1
    if len(word) > _LONGEST_WORD:
        return max(vowels, 1)
    return max(vowels, len(_hyphenation(language).positions(word)) + 1)


@cache
def _hyphenation(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang={"nl": "nl_NL", "en": "en_US"}[language])
