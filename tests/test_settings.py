"""A mistake in the settings is told in one sentence: where, what, and what to do; in Dutch and in English."""

import tomllib
from pathlib import Path

import pytest

from dashboard.settings import SettingsError, read_settings, settings_of, usable_settings
from dashboard.words import words

CELLS = 'cells = [{section = "geld", audience = "STARTER"}]'


@pytest.mark.parametrize(
    ("text", "english", "dutch"),
    [
        (
            "fields = 'x'",
            "`fields` is 'x'; it must be a table, such as [fields] with section = \"sectie\".",
            "`fields` is 'x'; het moet een tabel zijn, zoals [fields] met section = \"sectie\".",
        ),
        (
            "[fields]\nsectoin = 'x'",
            "there is no setting `fields.sectoin` (did you mean `section`?); correct its name, or remove it.",
            "er is geen instelling `fields.sectoin` (bedoel je `section`?); verbeter de naam, of haal haar weg.",
        ),
        (
            "[fields]\nsection = 3",
            '`fields.section` is 3; it must be the name of a key, or a list of names, such as ["sectie", "rubriek"].',
            "`fields.section` is 3; het moet de naam van een sleutel zijn, of een lijst van namen, "
            'zoals ["sectie", "rubriek"].',
        ),
        (
            "[fields]\nsection = ['@fodler']",
            "`fields.section` is ['@fodler']; what begins with @ must be one of @file name, @path, @folder, @suffix.",
            "`fields.section` is ['@fodler']; wat met @ begint, moet een van deze zijn: "
            "@file name, @path, @folder, @suffix.",
        ),
        (
            "[tags]\nalias = {a = 'b'}",
            "there is no setting `tags.alias` (did you mean `aliases`?); correct its name, or remove it.",
            "er is geen instelling `tags.alias` (bedoel je `aliases`?); verbeter de naam, of haal haar weg.",
        ),
        (
            "[tags]\nagreed = 'ai'",
            '`tags.agreed` is \'ai\'; it must be a list of tags, such as ["ai-strategy", "gdpr"].',
            '`tags.agreed` is \'ai\'; het moet een lijst van tags zijn, zoals ["ai-strategie", "avg"].',
        ),
        (
            "[tags.aliases]\n'ai chips' = 3",
            '`tags.aliases."ai chips"` is 3; it must be the tag to put in its place, such as "ai-chips".',
            '`tags.aliases."ai chips"` is 3; het moet de tag zijn die ervoor in de plaats komt, zoals "ai-chips".',
        ),
        (
            "[required]\ncell = []",
            "there is no setting `required.cell` (did you mean `cells`?); correct its name, or remove it.",
            "er is geen instelling `required.cell` (bedoel je `cells`?); verbeter de naam, of haal haar weg.",
        ),
        (
            "required = {}",
            f"`required` is {{}}; it must be a list of places, such as {CELLS} under [required].",
            f"`required` is {{}}; het moet een lijst van vakken zijn, zoals {CELLS} onder [required].",
        ),
        (
            "[required]\ncells = [{section = 'a'}, {sectoin = 'geld'}]",
            "`required.cells[2]` is {'sectoin': 'geld'}; a place names a section, an audience or a tag, "
            'each as a text: {section = "geld", audience = "STARTER"}.',
            "`required.cells[2]` is {'sectoin': 'geld'}; een vak noemt een sectie, een doelgroep of een tag, "
            'elk als tekst: {section = "geld", audience = "STARTER"}.',
        ),
        (
            "gaps = 1",
            "`gaps` is 1; it must be tables [[gaps.hidden]], each with section or audience, and with tag and reason.",
            "`gaps` is 1; het moeten tabellen [[gaps.hidden]] zijn, elk met section of audience, en met tag en reason.",
        ),
        (
            "[[gaps.hidden]]\nsection = 'a'",
            "`gaps.hidden[1]` is {'section': 'a'}; it must name a section or an audience (one of the two), "
            "and also tag and reason, each as a text.",
            "`gaps.hidden[1]` is {'section': 'a'}; het moet section of audience noemen (een van beide), "
            "en ook tag en reason, elk als tekst.",
        ),
        (
            "[targets.volume]\nper_day = 3",
            "there is no setting `targets.volume.per_day` (known: per_week, per_month); "
            "correct its name, or remove it.",
            "er is geen instelling `targets.volume.per_day` (bekend: per_week, per_month); "
            "verbeter de naam, of haal haar weg.",
        ),
        (
            "[targets.section]\nwerk = nan",
            "`targets.section.werk` is nan; it must be a share from 0 to 1, such as 0.25.",
            "`targets.section.werk` is nan; het moet een deel van 0 tot 1 zijn, zoals 0.25.",
        ),
    ],
)
def test_what_where_and_what_to_do(text: str, english: str, dutch: str) -> None:
    with pytest.raises(SettingsError) as raised:
        settings_of(tomllib.loads(text), "dashboard.toml", {})
    assert str(raised.value) == f"dashboard.toml: {english}"
    assert raised.value.sentence(words("nl")) == f"dashboard.toml: {dutch}"


def test_a_long_value_is_cut_short() -> None:
    with pytest.raises(SettingsError) as raised:
        settings_of({"as_of": "x" * 5000}, "dashboard.toml", {})
    assert len(str(raised.value)) < 250


def test_a_wrong_variable_leaves_what_the_file_says(tmp_path: Path) -> None:
    (tmp_path / "dashboard.toml").write_text("max_tags = 7\n", encoding="utf-8")
    environment = {"DASHBOARD_MAX_TAGS": "many", "DASHBOARD_TIME_ZONE": "Europe/Brussels"}
    settings, (mistake,) = usable_settings(tmp_path, environment=environment)
    assert (settings.max_tags, settings.time_zone) == (7, "Europe/Brussels")
    assert str(mistake) == "DASHBOARD_MAX_TAGS: `max_tags` is 'many'; it must be a whole number of at least 1."
    with pytest.raises(SettingsError, match="DASHBOARD_MAX_TAGS"):
        read_settings(tmp_path, environment=environment)


def test_a_file_that_was_named_and_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        usable_settings(tmp_path, tmp_path / "no.toml", {})
    assert str(raised.value) == (
        f"{tmp_path / 'no.toml'}: no such settings file; give the path of a dashboard.toml, or leave out --settings."
    )
