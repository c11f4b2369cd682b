"""[quality] in dashboard.toml: what it takes, and what a mistake in it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dashboard.settings import Settings, SettingsError, read_settings
from dashboard.words import words

if TYPE_CHECKING:
    from pathlib import Path


def read(folder: Path, toml: str, **environment: str) -> Settings:
    (folder / "dashboard.toml").write_text(f"[quality]\n{toml}\n", encoding="utf-8")
    return read_settings(folder, environment=environment)


def test_defaults_and_values(tmp_path: Path) -> None:
    assert (Settings().required_headings, Settings().stale_after_days, Settings().words_a_minute) == ((), 730, 238)
    settings = read(tmp_path, 'required_headings = [" Lees  ook ", "Bron", "Bron"]\nstale_after_days = 90')
    assert (settings.required_headings, settings.stale_after_days) == (("Lees ook", "Bron"), 90)


def test_the_environment_wins(tmp_path: Path) -> None:
    settings = read(tmp_path, "words_a_minute = 200", DASHBOARD_WORDS_A_MINUTE="180", DASHBOARD_STALE_AFTER_DAYS="30")
    assert (settings.words_a_minute, settings.stale_after_days) == (180, 30)
    with pytest.raises(SettingsError, match="DASHBOARD_WORDS_A_MINUTE: `words_a_minute` is 'many'"):
        read(tmp_path, "", DASHBOARD_WORDS_A_MINUTE="many")


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("stale_after_days = 0", "stale_after_days` is 0; it must be a whole number of at least 1"),
        ("words_a_minute = 1.5", "words_a_minute` is 1.5; it must be a whole number of at least 1"),
        ('required_headings = "Bron"', "required_headings` is 'Bron'; it must be a list of headings"),
        ('required_headings = [""]', "required_headings` is ['']; it must be a list of headings"),
        (
            "stale_days = 3",
            "there is no setting `quality.stale_days` (did you mean `stale_after_days`?); correct its name",
        ),
    ],
)
def test_a_mistake_names_key_value_and_what_is_allowed(tmp_path: Path, toml: str, said: str) -> None:
    with pytest.raises(SettingsError) as error:
        read(tmp_path, toml)
    assert str(error.value).startswith(f"{tmp_path / 'dashboard.toml'}: ")
    assert "`quality." in str(error.value)
    assert said in str(error.value)
    assert "{" not in error.value.sentence(words("nl"))


def test_no_table(tmp_path: Path) -> None:
    (tmp_path / "dashboard.toml").write_text("quality = 3\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"`quality` is 3; it must be a table, \[quality\], with required_headings"):
        read_settings(tmp_path, environment={})
