"""The plan in `dashboard.toml`: what is allowed, and writing it back without touching anything else."""

import os
import string
import tomllib
from contextlib import nullcontext, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import settings_file
from dashboard.resources import SAMPLE
from dashboard.settings import PLANNED, SettingsError, read_settings, usable_settings
from dashboard.settings_file import read, save_targets, toml_lines, with_targets
from dashboard.words import LANGUAGES, words

Plan = dict[str, dict[str, float]]
FILE = """\
# Of the newsroom.
title = "De Werkbank"  # its name
as_of = "2026-03-13"

[targets.section]
# what matters most
werk = 0.30  # more than before
"geld" = 0.2
tools = 5e-1

# for whom

[targets.audience]
BESLISSER = 1

[tags.aliases]  # one word for one thing
"gdpr" = "avg"
"""
PLAN = {"section": {"werk": 0.3, "geld": 0.2, "tools": 0.5}, "audience": {"BESLISSER": 1}}


def put(folder: Path, text: str) -> Path:
    path = folder / "dashboard.toml"
    path.write_bytes(text.encode())
    return path


def saved(path: Path, targets: settings_file.Targets) -> str:
    save_targets(path, read(path), targets)
    return path.read_bytes().decode()


def test_the_same_plan_leaves_every_byte(tmp_path: Path) -> None:
    assert saved(put(tmp_path, FILE), PLAN) == FILE
    sample = (SAMPLE / "dashboard.toml").read_text(encoding="utf-8")
    assert with_targets(sample, read_settings(SAMPLE, environment={}).targets) == sample


def test_a_change_is_one_line_and_keeps_its_comment(tmp_path: Path) -> None:
    plan = {**PLAN, "section": PLAN["section"] | {"werk": 0.25}}
    assert saved(put(tmp_path, FILE), plan) == FILE.replace("werk = 0.30  #", "werk = 0.25  #")


def test_a_new_name_stands_below_the_last_and_one_that_goes_takes_its_line(tmp_path: Path) -> None:
    plan = {**PLAN, "section": {"werk": 0.3, "tools": 0.5, "a b": 0.05}}
    expected = FILE.replace('"geld" = 0.2\n', "").replace("tools = 5e-1\n", 'tools = 5e-1\n"a b" = 0.05\n')
    assert saved(put(tmp_path, FILE), plan) == expected


@pytest.mark.parametrize(
    ("above", "gone", "below"),
    [
        ("# why\nwerk = 0.3\n", "werk", ""),
        ("# why\n# and more\n  # still more\nwerk = 0.3  # beside\n", "werk", ""),
        ("# why\nwerk = 0.3\n# other\ngeld = 0.2\n", "werk", "# other\ngeld = 0.2\n"),
        ("# why\nwerk = 0.3\n# other\ngeld = 0.2\n", "geld", "# why\nwerk = 0.3\n"),
        ("# of both\nwerk = 0.3\ngeld = 0.2\n", "werk", "# of both\ngeld = 0.2\n"),
        ("# of both\nwerk = 0.3\ngeld = 0.2\n", "geld", "# of both\nwerk = 0.3\n"),
        ("# of both\nwerk = 0.3\ngeld = 0.2\n\n# else\n", "werk geld", "\n# else\n"),
        ("# of all\n\nwerk = 0.3\n", "werk", "# of all\n\n"),
        ("# of all\n\n# why\nwerk = 0.3\n\ngeld = 0.2\n", "werk", "# of all\n\n\ngeld = 0.2\n"),
        ("werk = 0.3\n# the end\n", "werk", "# the end\n"),
        ("geld = 0.2\n# why\n'w = #' = 0.3\n", "w = #", "geld = 0.2\n"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_comment_goes_with_what_it_stands_above(above: str, gone: str, below: str, line_end: str) -> None:
    """Directly above it, and above nothing that stays."""
    head, tail = "# the plan\n[targets.section]\n", "\n# for whom\n[targets.audience]\nBAAS = 1\n"
    text = (head + above + tail).replace("\n", line_end)
    names = [gone] if "#" in gone else gone.split()
    plan = {field: dict(shares) for field, shares in tomllib.loads(text)["targets"].items()}
    for name in names:
        del plan["section"][name]
    assert with_targets(text, plan) == (head + below + tail).replace("\n", line_end)


def test_a_new_part_of_the_plan_stands_at_the_end(tmp_path: Path) -> None:
    plan = {**PLAN, "volume": {"per_week": 5}, "tag": {"AI Act": 0.1}}
    expected = FILE + '\n[targets.tag]\n"AI Act" = 0.1\n\n[targets.volume]\nper_week = 5\n'
    path = put(tmp_path, FILE)
    assert saved(path, plan) == expected
    assert saved(path, {}) == "".join(
        line
        for line in expected.splitlines(keepends=True)
        if not line.startswith(("# what matters most", "werk", '"geld', "tools", "BESL", '"AI', "per"))
    )
    assert read_settings(tmp_path, environment={}).targets == {field: {} for field in PLANNED}


def test_the_old_file_is_kept_and_its_rights(tmp_path: Path) -> None:
    path = put(tmp_path, FILE)
    path.chmod(0o640)
    new = saved(path, {"tag": {"avg": 0.1}})
    assert (tmp_path / "dashboard.toml.bak").read_text(encoding="utf-8") == FILE
    assert path.stat().st_mode & 0o777 == 0o640
    assert path.read_text(encoding="utf-8") == new
    assert sorted(file.name for file in tmp_path.iterdir()) == ["dashboard.toml", "dashboard.toml.bak"]


def test_what_the_editor_wrote_is_still_there_after_three_saves(tmp_path: Path) -> None:
    path = put(tmp_path, FILE)
    versions = [FILE] + [saved(path, {"tag": {"avg": share}}) for share in (0.1, 0.2, 0.3)]
    names = ["dashboard.toml.bak", "dashboard.toml.2.bak", "dashboard.toml.3.bak", "dashboard.toml"]
    assert [(tmp_path / name).read_text(encoding="utf-8") for name in names] == versions
    assert save_targets(path, read(path), {}) == tmp_path / "dashboard.toml.4.bak"


def test_a_file_that_is_not_there_is_made(tmp_path: Path) -> None:
    path = tmp_path / "dashboard.toml"
    assert saved(path, PLAN) == toml_lines(PLAN)
    assert read_settings(tmp_path, environment={}).targets == PLAN
    assert not (tmp_path / "dashboard.toml.bak").exists()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    path = put(tmp_path / "shared", FILE)
    (tmp_path / "dashboard.toml").symlink_to(path)
    save_targets(tmp_path / "dashboard.toml", FILE.encode(), {})
    assert (tmp_path / "dashboard.toml").is_symlink()
    assert b"werk" not in path.read_bytes()


def refused(path: Path, seen: bytes | None, targets: settings_file.Targets = PLAN) -> str:
    """The key of the sentence; nothing was written."""
    before = read(path)
    with pytest.raises(SettingsError) as error:
        save_targets(path, seen, targets)
    assert read(path) == before
    assert not [*path.parent.glob(".*"), *path.parent.glob("*.bak")]
    assert all(path.name in error.value.sentence(words(language)) for language in LANGUAGES)
    return error.value.key


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = put(tmp_path, FILE)
    seen = read(path)
    put(tmp_path, FILE + "# by hand\n")
    assert refused(path, seen) == "settings_changed"
    path.unlink()
    assert refused(path, seen) == "settings_changed"
    put(tmp_path, "")
    assert refused(path, None) == "settings_changed"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (b"[targets\n", "settings_not_toml"),
        (b'title = "\xff"\n', "settings_not_utf8"),
        (b"titel = 'x'\n", "setting_unknown"),
        (b"[targets.section]\nwerk = 2\n", "setting_value"),
        (b"targets = 3\n", "setting_value"),
    ],
)
def test_a_broken_file_is_left_alone(tmp_path: Path, text: bytes, key: str) -> None:
    path = tmp_path / "dashboard.toml"
    path.write_bytes(text)
    assert refused(path, text) == key


@pytest.mark.parametrize(
    ("targets", "key"),
    [
        ({"section": {"werk": -0.1}}, "setting_value"),
        ({"volume": {"per_day": 3}}, "setting_unknown"),
        ({"tag": {"a": float("nan")}}, "setting_value"),
        ({"x": {"a": 1}}, "setting_unknown"),
    ],
)
def test_a_plan_that_is_not_allowed_is_not_written(tmp_path: Path, targets: settings_file.Targets, key: str) -> None:
    path = put(tmp_path, FILE)
    assert refused(path, read(path), targets) == key


def test_half_a_character_is_not_written(tmp_path: Path) -> None:
    path = put(tmp_path, FILE)
    assert refused(path, read(path), {"section": {"\ud83d": 0.1}}) == "settings_not_rewritten"


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, FILE)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert refused(path, read(path)) == "settings_not_written"


DOTTED = 'targets.section.werk = 0.5  # dotted\ntargets.section."a.b" = 0.1\nlanguage = "en"\n'
FORMS = (
    FILE,
    "",
    "# only a comment",
    FILE.rstrip("\n"),
    "\ufeff" + FILE,
    FILE.replace("\n", "\r\n"),
    'title = "x"\n[targets.section]\nwerk = 0.5',  # no line end after the last
    'title = "x"\ntargets = {section = {werk = 0.5}}  # on one line\nlanguage = "en"\n',
    "[targets]\nsection = {werk = 0.5}  # inside\n\n[targets.audience]\nBAAS = 1\n\n# end\n",
    DOTTED,
    '[targets.section]\nwerk = 0.5\n\n[tags]\nagreed = ["ai"]\n\n[targets.audience]\nBAAS = 1\n\n[quality]\n# last\n',
    "[targets.section]\n\n# nothing yet\n\n[targets.volume]\nper_month = 20\n",
    "[targets.section]  # all of them\n    werk = 0.5  # indented\n\n\n\n[required]\ncells = [{section = 'werk'}]\n",
)
ODD = ["", "werk", "a.b", 'say "so"', "it's", "two\nlines", "[targets.section]", "# a", "\\", "📰", "עברית", "\x7f\0"]
names = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(ODD)
shares = st.dictionaries(names, st.sampled_from([0, 1, 0.3, 0.123456789]) | st.floats(0, 1), max_size=5)
plans = st.fixed_dictionaries(
    {},
    optional={
        "section": shares,
        "audience": shares,
        "tag": shares,
        "volume": st.dictionaries(st.sampled_from(["per_week", "per_month"]), st.floats(0, 1000)),
    },
)


def of_other_things(text: str) -> str:
    """The text without the values of the plan, the comments directly above them, and empty lines at its end."""
    kept: list[str] = []
    above: list[str] = []
    inside = False
    for line in text.splitlines(keepends=True):
        if inside and line.startswith("#"):
            above.append(line)
            continue
        if line.startswith("["):
            inside = line.startswith("[targets")
            if inside and line.strip() in ADDED:
                continue
        if not (inside and "=" in line):
            kept += [*above, line]
        above = []
    return "".join([*kept, *above]).rstrip()


ADDED = {f"[targets.{field}]" for field in PLANNED}
BY_LINES = [text for text in FORMS if text != DOTTED and "{werk" not in text]


@given(st.sampled_from(FORMS), plans, plans)
@settings(max_examples=300)
def test_any_plan_is_read_back_as_it_was_written(text: str, first: Plan, then: Plan) -> None:
    with TemporaryDirectory() as folder:
        path = put(Path(folder), text)
        for plan in (first, then):
            before = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
            with suppress(SettingsError) if text == DOTTED else nullcontext():  # some of these tomlkit cannot change
                save_targets(path, read(path), plan)
            after = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
            old = before.pop("targets", {})
            found = {field: given for field, given in after.pop("targets", {}).items() if given}
            if text != DOTTED or found != old:
                assert found == {field: given for field, given in plan.items() if given}
            assert after == before


printable = st.text(string.ascii_letters + " .\"'é📰", max_size=8)


plain_shares = st.dictionaries(printable, st.floats(0, 1), max_size=4)


@given(st.sampled_from(BY_LINES), st.dictionaries(st.sampled_from(["section", "audience", "tag"]), plain_shares))
@settings(max_examples=200)
def test_all_else_stays_as_it_was(text: str, plan: Plan) -> None:
    assert of_other_things(with_targets(text, plan)) == of_other_things(text)


def test_windows_line_ends_stay(tmp_path: Path) -> None:
    text = saved(put(tmp_path, FILE.replace("\n", "\r\n")), {"section": {"a": 0.1, "b": 0.2}, "tag": {"c": 0.3}})
    assert text.count("\n") == text.count("\r\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[targets.section]\nwerk = 1.2", "dashboard.toml: `targets.section.werk` is 1.2; "),
        ("[targets.tag]\navg = -0.1", "dashboard.toml: `targets.tag.avg` is -0.1; "),
        ("[targets.tag]\n'AI Act' = 2", 'dashboard.toml: `targets.tag."AI Act"` is 2; '),
        ("[targets.audience]\nBAAS = true", "`targets.audience.BAAS` is true; "),
        ("[targets.volume]\nper_week = inf", "`targets.volume.per_week` is inf; "),
        ("[targets.volume]\nper_week = nan", "`targets.volume.per_week` is nan; "),
        ("[targets.volume]\nper_month = -1", "`targets.volume.per_month` is -1; "),
        ("[targets.volume]\nper_month = 'x'", "`targets.volume.per_month` is 'x'; "),
        ("[targets.volume]\nper_day = 1", "`targets.volume.per_day` ("),
        ("[targets.sections]\nwerk = 0.1", "`targets.sections` ("),
        ("targets.section = 3", "[targets.section]"),
    ],
)
def test_a_mistake_is_named_with_key_and_value(tmp_path: Path, text: str, said: str) -> None:
    put(tmp_path, text)
    with pytest.raises(SettingsError) as error:
        read_settings(tmp_path, environment={})
    assert all(said in error.value.sentence(words(language)) for language in LANGUAGES)


def test_a_wrong_number_spoils_only_itself(tmp_path: Path) -> None:
    """Each is named, all else of the plan and of the file works."""
    text = "language = 'xx'\n[targets.section]\nwerk = -0.1\ngeld = 0.4\ntools = nan\nregels = 1.5\n"
    path = put(tmp_path, text + "[targets.volume]\nper_day = 1\nper_week = 5\n[targets.sections]\nx = 1\n")
    given, wrong = usable_settings(tmp_path, environment={"DASHBOARD_MAX_TAGS": "many", "DASHBOARD_LANGUAGE": "en"})
    assert given.targets == {"section": {"geld": 0.4}, "volume": {"per_week": 5}}
    assert given.language == "en"
    assert [(error.values["where"], error.values["key"], error.values.get("value")) for error in wrong] == [
        (str(path), "language", "'xx'"),
        (str(path), "targets.section.werk", "-0.1"),
        (str(path), "targets.section.tools", "nan"),
        (str(path), "targets.section.regels", "1.5"),
        (str(path), "targets.volume.per_day", None),
        (str(path), "targets.sections", None),
        ("DASHBOARD_MAX_TAGS", "max_tags", "'many'"),
    ]


def test_a_variable_is_told_beside_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    put(tmp_path, "[targets\n")
    given, wrong = usable_settings(tmp_path, environment={"DASHBOARD_AS_OF": "soon", "DASHBOARD_TITLE": "x"})
    assert [error.key for error in wrong] == ["settings_not_toml", "setting_value"]
    assert given.title == "x"
