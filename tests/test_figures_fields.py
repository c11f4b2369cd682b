"""Which key fills which field, with what it holds, and which keys fill none: held against a plain count."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
import yaml

from dashboard.loader import load
from dashboard.resources import SAMPLE
from dashboard.settings import read_settings
from dashboard.warehouse import Snapshot
from tests.conftest import CORPORA
from tests.figures import fill
from tests.loading import Loaded, load_files
from tests.plain_reader import Article, read_folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# What the presets take in these folders, typed from what their makers wrote, not from presets.toml.
MAPPED = {
    "sample": "title date tags summary sectie doelgroep draft created cover.image cover.alt cover.caption",
    "seeds": "title date tags summary sectie doelgroep draft cover.image cover.alt cover.caption",
    "18f": "title date tags authors excerpt description image image_alt image_figcaption image_caption locale"
    " permalink",
}
FOLDERS = {"sample": (SAMPLE, None), "seeds": (CORPORA / "seeds", None), "18f": (CORPORA / "18f" / "posts", "posts")}


class AsWritten(yaml.CSafeLoader):
    """Days stay the text they are."""


AsWritten.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


@pytest.fixture(scope="module", params=FOLDERS)
def folder(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Snapshot, list[Article], list[dict[str, Any]]]:
    """Its name, its snapshot, its articles as a plain reader sees them, and their front matter as written."""
    content, collection = FOLDERS[request.param]
    if not content.is_dir():
        pytest.skip("the corpora are not beside this checkout")
    settings = read_settings(content, environment={})
    database = tmp_path_factory.mktemp(request.param) / "fields.duckdb"
    load(content, database, settings)
    articles = read_folder(content, settings.zone, settings.tag_aliases, collection)
    return request.param, Snapshot(database), articles, [front_matter(content / a.path) for a in articles]


def front_matter(path: Path) -> dict[str, Any]:
    text = path.read_text(encoding="utf-8-sig").lstrip()
    metadata = yaml.load(text.split("---\n")[1], AsWritten)  # noqa: S506 — a CSafeLoader
    assert isinstance(metadata, dict)
    return metadata


def leaves(metadata: dict[str, Any]) -> dict[str, Any]:
    """Every key with a value of its own; a table in a table is one value."""
    found = {}
    for key, value in metadata.items():
        if isinstance(value, dict) and value:
            found |= {f"{key}.{inner}": item for inner, item in value.items()}
        else:
            found[key] = value
    return found


def as_text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def commonest(values: Iterable[str]) -> list[tuple[str, int]]:
    counts = Counter(value[:200] for value in values if value)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].encode()))[:3]


def test_keys_that_nothing_maps(folder: tuple[str, Snapshot, list[Article], list[dict[str, Any]]]) -> None:
    name, snapshot, _, written = folder
    held: dict[str, list[str]] = {}
    for metadata in written:
        for key, value in leaves(metadata).items():
            if key.lower() not in MAPPED[name].split():
                held.setdefault(key[:200], []).append(as_text(value))
    _, rows = snapshot.rows("unmapped_keys", {})
    assert [(key, articles) for key, articles, _ in rows] == sorted(
        ((key, len(values)) for key, values in held.items()), key=lambda row: (-row[1], row[0].encode())
    )
    for key, _, examples in rows:
        if len(key) < 200:  # a paragraph that leaked into the front matter is no key to look a value up by
            assert examples == [text for text, _ in commonest(held[key])]
    assert bool(rows) == (name == "18f")


def test_examples_of_every_field(folder: tuple[str, Snapshot, list[Article], list[dict[str, Any]]]) -> None:
    name, snapshot, articles, written = folder
    _, rows = snapshot.rows("field_examples", {})
    examples: dict[str, list[tuple[str, int]]] = {}
    for field, example, count in rows:
        examples.setdefault(field, []).append((example, count))
    counted = {
        "title": commonest(a.title or "" for a in articles),
        "summary": commonest(a.summary or "" for a in articles),
        "section": commonest(a.section or "" for a in articles),
        "audience": commonest(a.audience or "" for a in articles),
        "language": commonest(a.language or "" for a in articles),
        "date": commonest(str(a.day or "") for a in articles),
        "created": commonest(str(a.created or "") for a in articles),
        "tags": commonest(label for a in articles for label in a.tags.values()),
        "draft": commonest("true" if a.draft else "false" for a in articles) if name != "18f" else [],
        "authors": commonest(as_text(author) for m in written for author in m.get("authors") or []),
        "cover_alt": commonest(as_text(leaves(m).get("cover.alt" if name != "18f" else "image_alt")) for m in written),
    }
    for field, expected in counted.items():
        assert examples.pop(field, []) == expected, field
    assert set(examples) <= {"cover_image", "cover_caption"}


def test_only_what_a_key_filled_is_an_example(tmp_path: Path) -> None:
    """A slug from the file name, a draft that nobody named one and a story are no examples: no key holds them."""
    loaded = load_files(tmp_path, {"a.md": "---\ntitle: a\n---\n", "b.md": "---\ntitle: b\nslug: c\n---\n"})
    examples = Snapshot(loaded.database).rows("field_examples", {})[1]
    assert examples == [("slug", "c", 1), ("title", "a", 1), ("title", "b", 1)]


def unmapped(loaded: Loaded) -> list[tuple[str, int, list[str]]]:
    return Snapshot(loaded.database).rows("unmapped_keys", {})[1]


def test_a_key_of_any_form_has_its_examples(tmp_path: Path) -> None:
    loaded = load_files(
        tmp_path,
        {
            "a.md": '---\ntitle: x\n"a.b": met punt\n"~/x": pad\ntable: {"q/r": diep, empty: ""}\n2026: jaar\n---\n',
            "b.md": "---\ntitle: y\nlist: [een, 2]\nnested: {one: {two: 3}}\nnothing:\nempty: []\n---\n",
            "c.md": "---\ntitle: [\n---\n",
        },
        preset="plain",
    )
    assert unmapped(loaded) == [
        ("2026", 1, ["jaar"]),
        ("a.b", 1, ["met punt"]),
        ("empty", 1, []),
        ("list", 1, ['["een",2]']),
        ("nested.one", 1, ['{"two":3}']),
        ("nothing", 1, []),
        ("table.empty", 1, []),
        ("table.q/r", 1, ["diep"]),
        ("~/x", 1, ["pad"]),
    ]


def test_the_newest_thousand_give_the_examples(tmp_path: Path) -> None:
    database = fill(tmp_path / "hand.duckdb", [])
    with duckdb.connect(database) as connection:
        connection.execute("""
            insert into files (path, size, mtime_ns, hash, outcome, shape)
            select lpad(n::varchar, 4, '0'), 1, 1, '', 'article', if(n = 2000, 2, 1) from range(2001) numbers (n);
            insert into articles (path, published_on, draft, word_count, front_matter)
            select
                lpad(n::varchar, 4, '0'), date '2000-01-01' + (n % 20)::integer, false, 0,
                json_object('mood', case when n = 2000 then 'eerst' when n % 20 < 10 then 'oud' else 'nieuw' end)
            from range(2001) numbers (n);
            insert into article_fields values (1, 'mood', null), (2, 'mood', null), (2, 'title', 'title')
        """)
    _, rows = Snapshot(database).rows("unmapped_keys", {})
    assert rows == [("mood", 2001, ["nieuw", "eerst"])]  # with other keys, the thousand begins anew
