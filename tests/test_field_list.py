"""The page Data: every field with what fills it, the keys that fill none, and settings lines that work."""

import re
import tomllib
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.resources import SAMPLE
from dashboard.settings import FIELDS, read_settings
from dashboard.views.field_list import settings_lines
from dashboard.views.problem_list import FIRST
from dashboard.words import LANGUAGES, words
from tests.loading import load_folder, put
from tests.test_pages import assert_fine, page, serve

ODD = '<b>x</b> :red[y] "z" \\ \n\x7f é 😀 #'


def texts(app: AppTest) -> list[str]:
    return [element.value for kind in ("header", "markdown", "caption") for element in app.get(kind)]


def rows(app: AppTest, number: int) -> dict[str, list[str]]:
    """A table of the page: its first column -> the others."""
    frame = app.table[number].value
    return {
        str(row[0]): [re.sub("[\u2068\u2069]", "", str(cell)) for cell in row[1:]]
        for row in frame.itertuples(index=False)
    }


def lines(app: AppTest) -> list[str]:
    return [code.value for code in app.code if code.language == "toml"]


MAPPING = 2  # after the causes and the problems


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_says_what_fills_it(tmp_path: Path, lang: str) -> None:
    files: dict[str, str | bytes] = {
        "2026-03-01-a.md": "---\ntitle: a\nsectie: geld\nrubriek: x\ntags: [ai]\ndraft: false\n---\n",
        "b.md": "---\ntitle: b\ndate: 2026-03-02\nsectie: geld\ntags: [ai]\n---\n",
        "dashboard.toml": '[fields]\nsection = ["sectie"]\n',
    }
    serve(put(tmp_path / "content", files), tmp_path / "x.duckdb")
    text = words(lang)
    app = page("data", lang)
    assert_fine(app)
    found = rows(app, MAPPING)
    (empty,) = [line for line in texts(app) if text("column.summary") in line]
    assert len(found) + len(empty.split(",")) == len(FIELDS)
    assert empty.startswith(text("data.nothing_fills", n=2, fields="")[:-1])
    assert found[text("column.draft")] == ["draft \\(1\\)", text("data.false")]
    assert found[text("column.published_on")][0] == f"date \\(1\\) · {text('data.key.file_name')} \\(1\\)"
    assert "dashboard\\.toml" in found[text("column.section")][0]
    assert found[text("column.section")][1] == "geld \\(2\\)"
    assert rows(app, MAPPING + 1) == {"rubriek": ["1", "x"]}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_folder_whose_keys_all_fill_a_field_says_so(tmp_path: Path, lang: str) -> None:
    serve(SAMPLE, tmp_path / "x.duckdb")
    app = page("data", lang)
    assert words(lang)("data.keys_none") in texts(app)
    assert not lines(app)


def test_a_key_and_a_field_give_the_lines_to_copy(tmp_path: Path) -> None:
    content = put(tmp_path / "content", {"a.md": "---\ntitle: a\nrubriek: x\nsectie: geld\n---\n"})
    (content / "dashboard.toml").write_text('preset = "hugo"\n', encoding="utf-8")
    serve(content, tmp_path / "x.duckdb")
    app = page("data", "en")
    text = words("en")
    select = {box.label: box for box in app.selectbox}
    select[text("data.choose_key")].set_value("rubriek").run()
    assert not lines(app)
    select[text("data.choose_field")].set_value("section").run()
    assert lines(app) == ['[fields]\nsection = ["rubriek", "sectie"]']


@pytest.mark.parametrize(
    ("field", "key", "filled_by", "line"),
    [
        ("section", "rubriek", [], 'section = "rubriek"'),
        ("date", "day", ["date", "file name"], 'date = ["day", "date", "@file name"]'),
        ("draft", "wip", ["published", "folder"], 'draft = ["wip", "!published", "@folder"]'),
        ("language", "taal", ["suffix"], 'language = ["taal", "@suffix"]'),
    ],
)
def test_what_fills_the_field_now_still_does(field: str, key: str, filled_by: list[str], line: str) -> None:
    assert settings_lines(field, key, filled_by) == f"[fields]\n{line}"


def test_a_key_of_any_form_can_be_set(tmp_path: Path) -> None:
    (tmp_path / "dashboard.toml").write_text(settings_lines("section", ODD, []), encoding="utf-8")
    assert read_settings(tmp_path, environment={}).fields == {"section": (ODD,)}


def test_the_lines_do_what_they_promise(tmp_path: Path) -> None:
    content = put(
        tmp_path / "content",
        {
            "geld/2026-03-01-a.md": "---\ntitle: a\nthema: werk\npublished: false\n---\n",
            "geld/2026-03-02-b.md": "---\ntitle: b\n---\n",
            "geld/2026-03-03-c.md": "---\ntitle: c\nwip: yes\n---\n",
        },
    )
    articles = "select section, draft, published_on::varchar from articles order by path"
    before = load_folder(content, tmp_path / "x.duckdb", preset="plain")
    assert before.rows(articles) == [
        ("geld", True, "2026-03-01"),
        ("geld", False, "2026-03-02"),
        ("geld", False, "2026-03-03"),
    ]
    fields = {}
    for field, key in (("section", "thema"), ("draft", "wip"), ("date", "dag")):
        filled_by = [name for (name,) in before.rows(f"select key from fields where field = '{field}'")]
        table = tomllib.loads(settings_lines(field, key, filled_by))["fields"]
        fields |= {name: tuple(keys) for name, keys in table.items()}
    after = load_folder(content, tmp_path / "x.duckdb", preset="plain", fields=fields)
    assert after.rows(articles) == [
        ("werk", True, "2026-03-01"),
        ("geld", False, "2026-03-02"),
        ("geld", True, "2026-03-03"),
    ]


def test_many_problems_and_keys_are_cut_and_counted(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"{n:02}.md": f"---\ntitle: t\ndate: nooit\ntags: ai\nkey{n}: {n}\n---\n" for n in range(60)
    }
    files["00.md"] = "---\ntitle: t\ndate: 2026-03-01\nsectie: geld\ntags: ai\nkey0: 1\n---\n"
    serve(put(tmp_path / "content", files), tmp_path / "x.duckdb")
    text = words("en")
    app = page("data", "en")
    assert_fine(app)
    problems = int(app.table[0].value[text("column.problems")].astype(int).sum())
    assert problems > 2 * FIRST
    assert text("data.problems_first", first=FIRST, n=problems, where=text("unit.files", n=59)) in texts(app)
    assert len(app.table[1].value) == FIRST
    assert len(app.table[MAPPING + 1].value) < 60
    assert any(caption.startswith("The first 25 of 60") for caption in texts(app))
    box = next(box for box in app.selectbox if box.label == text("data.cause"))
    box.set_value("field_not_used").run()
    assert text("data.problems_shown", n=1, where=text("data.whole_folder")) in texts(app)
    assert list(app.table[1].value[text("column.place")]) == [text("data.whole_folder")]


def test_what_a_key_says_is_only_text(tmp_path: Path) -> None:
    odd = '"<b>x</b> :red[y] **z** [a](javascript:b) $k$": ":smile: <i>"'
    serve(put(tmp_path / "content", {"a.md": f"---\ntitle: a\n{odd}\n---\n"}), tmp_path / "x.duckdb")
    app = page("data", "en")
    assert not app.exception
    ((key, cells),) = rows(app, MAPPING + 1).items()
    assert key.startswith("\\<b\\>x\\</b\\>")
    assert ":red[" not in key
    assert "\\*\\*z" in key
    assert ":smile:" not in cells[1]
