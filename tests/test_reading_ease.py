"""Reading ease, against figures worked out by hand on small texts."""

from __future__ import annotations

import time

import pytest

from dashboard.reading_ease import Measured, language_of, measure, sentences, syllables

DUTCH = "De kat zit op het dak van een huis. "  # 9 words of one syllable
ENGLISH = "The cat and the dog sat on the table. "  # 9 words, 10 syllables


@pytest.mark.parametrize(
    ("body", "counts", "ease"),
    [
        (DUTCH * 12, Measured("nl", 108, 12, 108), 206.84 - 0.93 * 9 - 77),
        (ENGLISH * 12, Measured("en", 108, 12, 120), 206.835 - 1.015 * 9 - 84.6 * 10 / 9),
        # Joined by a comma: 18 words a sentence.
        ((DUTCH.replace(".", ",") + DUTCH.lower()) * 6, Measured("nl", 108, 6, 108), 206.84 - 0.93 * 18 - 77),
        # De on-der-ne-mer werkt voor het bedrijf met een com-pu-ter: 9 words, 15 syllables.
        (
            "De ondernemer werkt voor het bedrijf met een computer.\n\n" * 12,
            Measured("nl", 108, 12, 180),
            206.84 - 0.93 * 9 - 77 * 15 / 9,
        ),
    ],
)
def test_by_hand(body: str, counts: Measured, ease: float) -> None:
    found = measure(body)
    assert found == counts
    assert found.ease == pytest.approx(ease)


def test_a_short_text_and_another_language_have_no_score() -> None:
    assert measure(DUTCH * 11).ease is None  # 99 words
    assert measure(DUTCH * 11 + "Ook.").ease is not None
    assert measure("").ease is None
    spanish = measure("El gobierno de la ciudad y que no es en la casa de los niños. " * 20)
    assert (spanish, spanish.ease) == (Measured(""), None)
    assert measure(ENGLISH * 20, "fr") == Measured("")


@pytest.mark.parametrize(("named", "language"), [("nl", "nl"), ("nl-be", "nl"), ("en_GB", "en"), ("EN", "en")])
def test_the_language_that_is_named_wins(named: str, language: str) -> None:
    assert measure(DUTCH * 20, named).language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Het is niet de bedoeling dat je met een ander naar huis gaat", "nl"),
        ("It is not that you and the others have to go home with them", "en"),
        ("Die Regierung war nicht in der Lage und hat die Arbeit von gestern", ""),
        ("Le gouvernement de la France en a dit que les gens sont dans la rue", ""),
        ("مرحبا بالعالم", ""),
        ("", ""),
    ],
)
def test_language_of_a_text_that_names_none(text: str, language: str) -> None:
    assert language_of(text.split()) == language


@pytest.mark.parametrize(
    ("block", "count"),
    [
        ("Een zin.", 1),
        ("Een zin. En nog een! En nog een? Zeker…", 4),
        ("Zonder punt", 1),
        ("Met een punt. Zonder punt", 2),
        ("Dr. Jansen en mevr. de Vries, bijv. op dinsdag.", 1),
        ("J. de Vries kwam om 3.5 uur.", 1),
        ("„Echt?” vroeg ze. “Ja.” Hij knikte.", 3),
        ("He works for the U.S. Government, e.g. on Tuesdays.", 1),
        ("Wacht... Nee!!! Toch?!", 3),
        ("Er zijn er 12. Dat is veel. 13 is te veel.", 3),
        ("Kijk op voorbeeld.nl of in versie 2.0.", 1),
        ("**Let op.** Dit is vet.", 2),
        ("123. 456.", 0),
        ("", 0),
    ],
)
def test_sentences(block: str, count: int) -> None:
    assert sentences(block) == count


@pytest.mark.parametrize(
    "marked",
    [
        "# Een kop die niet meetelt\n\n",
        "Een kop die niet meetelt\n===\n\n",
        "| een | tabel |\n| --- | --- |\n| met | woorden |\n\n",
        "```\ncode en nog meer code\n```\n\n",
        "    print('een regel code')\n\n",
        "<!-- een opmerking -->\n\n",
        "{{< figure src='hond.jpg' >}}\n\n",
    ],
)
def test_what_is_no_prose_does_not_count(marked: str) -> None:
    assert measure(marked + DUTCH * 12, "nl") == measure(DUTCH * 12, "nl")


def test_each_item_of_a_list_is_a_sentence() -> None:
    assert measure("- de kat\n- de hond\n  en het dak\n1. de muis\n", "nl") == Measured("nl", 9, 3, 9)
    assert measure("Een regel die\ndoorloopt op de volgende.", "nl").sentences == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "nl",
            "kat:1 over:2 idee:2 eigen:2 creatie:3 ondernemer:4 geïntegreerde:5 foto's:2 vrijheid:2 aaien:2 "
            "beeld:1 leeuw:1 nieuwe:2 economie:4 één:1 reünie:3 bijvoorbeeld:3 zoëven:3 softwareleveranciers:7",
        ),
        (
            "en",
            "the:1 about:2 open:2 make:1 makes:1 worked:1 needed:2 boxes:2 table:2 agencies:3 created:3 people:2 "
            "you're:1 hm:1 services:3 government:3",
        ),
    ],
)
def test_syllables(language: str, words: str) -> None:
    known = dict(pair.split(":") for pair in words.split())
    assert {word: syllables(word, language) for word in known} == {word: int(n) for word, n in known.items()}


@pytest.mark.parametrize(
    "piece",
    [".", "A. ", "a", " ", "-\n", "\n", "a'", "# ", '!"', "a\n--\n", "1", "|a", "([", "*", "\t", "e.g. X", "\u0301"],
)
def test_no_text_takes_long(piece: str) -> None:
    text = piece * (300_000 // len(piece)) + " einde"
    started = time.perf_counter()
    measure(text, "nl")
    assert time.perf_counter() - started < 5
