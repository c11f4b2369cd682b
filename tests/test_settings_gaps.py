"""Gaps that are hidden on a page: added to `dashboard.toml`, with all that stands in it as it was."""

import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.settings import SettingsError, read_settings
from dashboard.settings_file import hidden_lines, read, save_hidden, save_shown

FILES = (
    "",
    "# nothing yet",
    'title = "x"  # its name\n\n[targets.section]\nwerk = 0.3\n',
    '[[gaps.hidden]]\nsection = "geld"\ntag = "avg"\nreason = "so be it"\n',
    "\ufefftitle = 'x'\r\n",
)
text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)
gaps = st.lists(
    st.builds(lambda field, name, tag, reason: {field: name, "tag": tag, "reason": reason},
              st.sampled_from(["section", "audience"]), text, text, text),
    min_size=1, max_size=3,
)  # fmt: skip


@given(st.sampled_from(FILES), gaps)
def test_what_is_hidden_is_read_back_and_the_rest_stays(before: str, hidden: list[dict[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "dashboard.toml"
        path.write_bytes(before.encode())
        already = read_settings(file=path).hidden_gaps
        save_hidden(path, read(path), hidden)
        assert path.read_bytes().startswith(before.encode())
        assert read_settings(file=path).hidden_gaps == (*already, *hidden)
        save_shown(path, read(path), hidden)
        assert read_settings(file=path).hidden_gaps == tuple(gap for gap in already if gap not in hidden)


ONE, OTHER = ({"section": name, "tag": "x", "reason": "r"} for name in ("geld", "werk"))


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        ([ONE], "# why werk\n{werk}\n\n"),
        ([OTHER], "# why geld\n{geld}\n\n"),
        ([ONE, OTHER], ""),
    ],
)
def test_what_counts_again_takes_only_its_own_comment_along(
    tmp_path: Path, gone: list[dict[str, str]], left: str
) -> None:
    path, tables = tmp_path / "dashboard.toml", {"geld": hidden_lines([ONE]), "werk": hidden_lines([OTHER])}
    above, below = "# Ours.\ntitle = 'x'\n\n", "# the plan\n[targets.section]\nwerk = 0.3\n"
    path.write_text(above + "# why geld\n{geld}\n\n# why werk\n{werk}\n\n".format_map(tables) + below)
    save_shown(path, read(path), gone)
    assert path.read_text() == above + left.format_map(tables) + below


def test_a_file_that_says_it_in_another_form_is_left_alone(tmp_path: Path) -> None:
    """TOML allows no second `gaps` below one that is written in braces."""
    path = tmp_path / "dashboard.toml"
    path.write_text('gaps = {hidden = [{section = "geld", tag = "avg", reason = "x"}]}\n')
    before = path.read_bytes()
    with pytest.raises(SettingsError) as raised:
        save_hidden(path, before, [{"section": "werk", "tag": "ai", "reason": "y"}])
    assert raised.value.key == "settings_not_rewritten"
    with pytest.raises(SettingsError) as raised:
        save_shown(path, before, [{"section": "geld", "tag": "avg", "reason": "x"}])
    assert raised.value.key == "settings_not_rewritten"
    assert path.read_bytes() == before
    assert tomllib.loads(path.read_text())["gaps"]["hidden"]
