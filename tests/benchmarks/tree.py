"""A content folder of any size, in the Dutch seed format: front matter of eleven keys and some 3,600 bytes of text."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FIRST = datetime(2006, 1, 2, 6)
_SECTIONS = ("geld", "groei", "werk", "tools", "recht", "mensen", "veilig", "nieuws")
_AUDIENCES = ("BESLISSER", "UITVOERDER", "STARTER", "ADVISEUR")
_STEMS = (
    "ai cloud kassa privacy data chips werk geld groei marketing planning boekhouding beleid subsidie klant".split()
)
_TAGS = [*_STEMS, *(f"{a}-{b}" for a in _STEMS for b in _STEMS if a < b), "AI chips", "Cloud"]
_SUBJECTS = (
    "De bakker|Een installateur|De boekhouder|Elke ondernemer|Het team|De makelaar|Een lunchroom|De fietsenmaker".split(
        "|"
    )
)
_VERBS = "gebruikt|vergelijkt|bespreekt|controleert|bewaart|deelt|verbetert|beoordeelt|plant|herschrijft".split("|")
_OBJECTS = (
    "de planning van volgende week|elke factuur die binnenkomt|de vragen van vaste klanten|een geïntegreerd pakket|"
    "het financiële overzicht|één lijst met afspraken|de privacy van medewerkers|alle offertes van die maand"
).split("|")
_ENDINGS = (
    "en dat scheelt een halve dag|zonder er iets nieuws voor te kopen|omdat het vorig jaar te vaak misging|"
    "voordat de concurrent het doet|met hulp van een handleiding van de leverancier|"
    "want €250 per maand is veel geld|volgens het **eigen** draaiboek|ook als het druk is in de zaak"
).split("|")
_MANGLED = "Dat pakket is steeds beter ge√Øntegreerd, zegt de leverancier."  # in one article of a hundred


def make_tree(content: Path, articles: int, seed: int = 1) -> int:
    """Writes `articles` files into folders of a year and a month; returns how many bytes that are."""
    chance = random.Random(seed)
    made: set[Path] = set()
    size = 0
    for number in range(articles):
        day = _FIRST + timedelta(seconds=chance.randrange(20 * 365 * 86_400))
        folder = content / f"{day:%Y}" / f"{day:%m}"
        if folder not in made:
            folder.mkdir(parents=True, exist_ok=True)
            made.add(folder)
        data = article(chance, number, day).encode()
        (folder / f"{number:07}_{chance.getrandbits(64):016x}.md").write_bytes(data)
        size += len(data)
    return size


def article(chance: random.Random, number: int, day: datetime) -> str:
    tags = ", ".join(f'"{tag}"' for tag in chance.sample(_TAGS, 4))
    picture = chance.randrange(10**8)
    paragraphs = [_paragraph(chance, 5)]
    for _ in range(5):
        paragraphs += [f"\n## {_sentence(chance)[:-1]}?", _paragraph(chance, 5)]
    paragraphs.append("Lees ook [wat anderen doen](https://voorbeeld.example/wat-anderen-doen?van=hier).")
    if number % 100 == 7:
        paragraphs.append(_MANGLED)
    return "\n".join(
        (
            "---",
            f'title: "{_sentence(chance)[:-1]} ({number})"',
            f"date: {day:%Y-%m-%dT%H:%M:%S}.{chance.randrange(1000):03}Z",
            f"tags: [{tags}]",
            f'summary: "{_sentence(chance)} {_sentence(chance)}"',
            f'doelgroep: "{chance.choice(_AUDIENCES)}"',
            f'sectie: "{chance.choice(_SECTIONS)}"',
            "cover:",
            f'  image: "https://beeld.example/photos/{picture}/{picture}.jpeg?auto=compress&cs=tinysrgb&dpr=2&w=940"',
            f'  alt: "{_sentence(chance)}"',
            '  caption: "Beeld: De Werkbank"',
            f"draft: {'true' if chance.random() < 0.05 else 'false'}",
            "---",
            "",
            *paragraphs,
            "",
        )
    )


def _sentence(chance: random.Random) -> str:
    parts = (chance.choice(words) for words in (_SUBJECTS, _VERBS, _OBJECTS, _ENDINGS))
    return " ".join(parts) + "."


def _paragraph(chance: random.Random, sentences: int) -> str:
    return " ".join(_sentence(chance) for _ in range(sentences))
