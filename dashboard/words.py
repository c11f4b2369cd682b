"""The words on the screen: one TOML file a language, the same keys and placeholders in each.

Numbers and dates that go into a sentence are written the way its readers write them: 1.234,5 and 14 apr 2026 in Dutch.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any
from unicodedata import bidirectional

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

from dashboard.resources import TEXT

LANGUAGES = ("nl", "en")
_LOCALES = {"nl": Locale("nl", "NL"), "en": Locale("en", "GB")}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$&])")
_LINK = re.compile(r"(?i)https?:/|ftp:/|www(?=\.)|@(?=\w)|mailto:|xmpp:")
_SHORTCODE = re.compile(r":(?=[\w+\-/]+:|\w+\[)")
_SPACE = re.compile(r"[ \t\r\n\v\f\x85\u2028\u2029]+")  # not the no-break space of "17 %"

_PERCENT = re.compile(r"(?<=[\d}]) %")
_FROM_THE_RIGHT = {"R", "AL", "RLE", "RLO", "RLI"}  # Hebrew, Arabic and the like, and marks that turn what follows

# Babel takes long over each of the thousands of cells that say much the same. Moments are naive, as those of every
# table are: two of one instant in two zones would be equal, and get one text.
_kept = lru_cache(100_000)


def isolated(text: str) -> str:
    """Text that is written from right to left, set apart: it does not reorder the sentence that it stands in."""
    if text.isascii() or not any(bidirectional(letter) in _FROM_THE_RIGHT for letter in text):
        return text
    return f"\u2068{text}\u2069"


def escape_markdown(text: str) -> str:
    """What an article says, fit to stand in Markdown as plain text: no markup, link, emoji code, formula or colour."""
    text = _SHORTCODE.sub(":\u2060", text)  # Streamlit reads :smile: and :red[x] even when escaped,
    text = _LINK.sub(lambda found: found[0] + "\u2060", text)  # and makes links of what looks like an address
    text = _MARKDOWN.sub(r"\\\1", _SPACE.sub(" ", text).strip())
    return text


@dataclass(frozen=True)
class Sentence:
    """A sentence whose language is chosen later: its key, and what goes into it."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


def counted(unit: str, n: float) -> Sentence:
    """A number with its noun, which a sentence about another number holds: articles, 1 -> 1 article."""
    return Sentence(f"unit.{unit}", {"n": n})


class Words:
    """Words of one language: `words("unit.days", n=3)`.

    A key that holds a table with `one` and `other` is chosen by the placeholder `n`. Raises KeyError for a key or
    placeholder that is not there, which a test rules out.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = _LOCALES[language]
        self._entries = _entries(language)

    def __call__(self, key: str, /, **values: Any) -> str:
        """A sentence as plain text."""
        return self._template(key, values).format_map({name: self._inserted(v) for name, v in values.items()})

    def markdown(self, key: str, /, **values: Any) -> str:
        """A sentence whose template may hold Markdown and whose values never do."""
        return self._template(key, values).format_map({name: self._escaped(v) for name, v in values.items()})

    def plain(self, key: str, /, **values: Any) -> str:
        """A sentence whose template may hold Markdown, as plain text: for paper, and for what writes no Markdown."""
        template = self._template(key, values).replace("**", "").replace("`", "")
        return template.format_map({name: self._inserted(v) for name, v in values.items()})

    def has(self, key: str) -> bool:
        return key in self._entries or f"{key}.other" in self._entries

    def _template(self, key: str, values: Mapping[str, Any]) -> str:
        if key in self._entries:
            return self._entries[key]
        if "n" not in values:
            raise KeyError(key)
        return self._entries[f"{key}.one" if abs(values["n"]) == 1 else f"{key}.other"]

    def _inserted(self, value: Any) -> str:
        return isolated(value) if isinstance(value, str) else self.value(value)

    def _escaped(self, value: Any) -> str:
        text = self._inserted(value)
        begins = " " if isinstance(value, Sentence) and text.startswith(" ") else ""  # a part of a sentence may
        return begins + escape_markdown(text)

    def value(self, value: Any) -> str:
        """A number, day, moment or sentence as this language writes it; any other value as it is."""
        if isinstance(value, Sentence):
            return self(value.key, **value.values)
        if isinstance(value, bool) or value is None or isinstance(value, str):
            return str(value)
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        return self.number(value)

    @_kept
    def number(self, value: float, digits: int = 1) -> str:
        return str(format_decimal(round(value, digits) + 0, locale=self.locale))

    def signed(self, value: float, digits: int = 1) -> str:
        sign = "+" if round(value, digits) > 0 else ""
        return sign + self.number(value, digits).replace("-", "−")

    @_kept
    def percent(self, share: float, digits: int = 0) -> str:
        """0.173 -> 17 % in Dutch, 17% in English."""
        number = "0" if not digits else "0." + "0" * digits
        return str(format_percent(share, number + ("\u00a0%" if self.language == "nl" else "%"), locale=self.locale))

    @_kept
    def day(self, value: date) -> str:
        return str(format_date(value, "d MMM y", locale=self.locale)).replace(".", "")

    @_kept
    def moment(self, value: datetime) -> str:
        return str(format_datetime(value, "d MMM y HH:mm", locale=self.locale)).replace(".", "")

    def clock(self, value: datetime) -> str:
        return str(format_datetime(value, "HH:mm", locale=self.locale))


@cache
def words(language: str) -> Words:
    return Words(language)


@cache
def _entries(language: str) -> Mapping[str, str]:
    written = tomllib.loads((TEXT / f"{language}.toml").read_text(encoding="utf-8"))
    return {key: _PERCENT.sub("\u00a0%", text) for key, text in _flatten(written)}  # a sign stays with its number


def _flatten(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in table.items():
        rows += _flatten(value, f"{prefix}{key}.") if isinstance(value, dict) else [(prefix + key, value)]
    return rows
