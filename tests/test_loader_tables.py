from pathlib import Path

from tests.loading import Loaded, load_files


def article(**keys: str) -> str:
    lines = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return f"---\n{lines}---\nTekst van drie.\n"


def labels(loaded: Loaded) -> dict[str, str]:
    return dict(loaded.rows("select tag, label from tags"))


def test_a_tag_is_shown_under_its_commonest_spelling(tmp_path: Path) -> None:
    tags = ["[AI chips]", "[ai-chips, Werk]", "[ai-chips, werk]", "[Ai Chips]"]
    loaded = load_files(tmp_path, {f"{n}.md": article(tags=value) for n, value in enumerate(tags)})
    assert labels(loaded) == {"ai-chips": "ai-chips", "werk": "Werk"}  # as common: the first in the alphabet
    assert loaded.rows("select count(*) from article_tags") == [(6,)]


def test_an_alias_never_gives_a_tag_its_name(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"{n}.md": article(tags="[kunstmatige intelligentie]") for n in range(3)}
    files["x.md"] = article(tags="[ai, machine learning]")
    aliases = {"Kunstmatige Intelligentie": "AI", "machine learning": "ML"}
    loaded = load_files(tmp_path, files, tag_aliases=aliases)
    assert labels(loaded) == {"ai": "ai", "ml": "ML"}
    assert loaded.rows("select label from article_tags where path = '0.md'") == [("kunstmatige intelligentie",)]


def test_articles_lie_in_order_of_day_and_path(tmp_path: Path) -> None:
    loaded = load_files(
        tmp_path,
        {"c.md": article(date="2026-01-01"), "a.md": article(title="x"), "b.md": article(date="2026-01-02"),
         "d/a.md": article(date="2026-01-01")},
    )  # fmt: skip
    assert loaded.rows("select path from articles") == [("c.md",), ("d/a.md",), ("b.md",), ("a.md",)]


def test_positions_count_from_one(tmp_path: Path) -> None:
    loaded = load_files(tmp_path, {"a.md": article(tags="[x, y, X, z]")})
    assert loaded.rows("select tag, position from article_tags order by 2") == [("x", 1), ("y", 2), ("z", 3)]


def test_what_others_have_and_an_article_has_not_is_told(tmp_path: Path) -> None:
    loaded = load_files(
        tmp_path,
        {
            "a.md": article(title="a", date="2026-01-01", sectie="geld", tags="[x]"),
            "b.md": article(title="b", date="2026-02-30", sectie="''", tags="[]"),
            "c.md": article(datum="2026-01-01", sectie="geld", tags="[x]"),
            "d.md": article(title="d", date="2026-01-01", sectie="geld", tags="[null]"),
        },
    )
    assert loaded.codes("a.md") == []
    assert sorted(loaded.codes("b.md")) == [
        "date_invalid",
        "missing_section",
        "missing_tags",
    ]  # one word about the date
    assert loaded.codes("c.md") == ["missing_title"]
    assert sorted(loaded.codes("d.md")) == ["missing_tags", "tag_empty"]
    assert loaded.rows("select code, field from problems where path = '.'") == [("field_not_used", "audience")]


def test_a_draft_without_a_day_is_no_fault(tmp_path: Path) -> None:
    dated = "---\ntitle: x\ndate: 2026-01-01\n---\n"
    files: dict[str, str | bytes] = {
        "a.md": dated,
        "b.md": "---\ntitle: y\ndraft: true\n---\n",
        "c.md": "---\ntitle: z\n---\n",
    }
    loaded = load_files(tmp_path, files)
    assert [path for path, code in loaded.rows("select path, code from problems") if code == "missing_date"] == ["c.md"]


def test_which_key_filled_which_field(tmp_path: Path) -> None:
    loaded = load_files(
        tmp_path,
        {
            "2026-01-01-a.md": article(title="a", rubriek="geld"),
            "b.md": article(title="b", date="2026-01-01", rubriek="werk"),
            "c.md": article(titel="c", date="2026-01-01"),
        },
        preset="dutch",
        fields={"section": ("rubriek",)},
    )
    assert loaded.rows("from fields") == [
        ("date", "date", "dutch", 2),
        ("date", "file name", "dutch", 1),
        ("section", "rubriek", "settings", 2),
        ("title", "title", "dutch", 2),
        ("title", "titel", "dutch", 1),
    ]


def test_values_no_table_takes_as_they_are(tmp_path: Path) -> None:
    loaded = load_files(
        tmp_path,
        {
            "a.json.md": '{"title": "half \\ud83d", "n": 1'
            + "0" * 50
            + ', "date": "2026-01-01", "nul": "\\u0000"}\ntekst',
            "b.md": article(title='"nul \\0 hier"', big="9" * 60, inf=".inf"),
        },
    )
    assert loaded.rows("select title from articles order by path") == [("half \ufffd",), ("nul \0 hier",)]
    assert loaded.rows("select count(*) from articles where json_valid(front_matter)") == [(2,)]
    assert loaded.rows("select front_matter ->> 'inf' from articles where path = 'b.md'") == [("inf",)]


def test_texts_are_stored_or_not(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.md": article(title="a")}
    assert load_files(tmp_path, files).rows("from article_texts") == [("a.md", "Tekst van drie.\n")]
    assert load_files(tmp_path, files, store_texts=False).rows("from article_texts") == []
