"""The README's guides say what is so: a small site of each kind, loaded with and without the settings of its guide."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from dashboard.loader import load
from dashboard.loader.presets import CONFIG_FILES, choose_preset
from dashboard.settings import Settings, read_settings
from tests.conftest import HOME
from tests.loading import Loaded, put
from tests.test_readme import README, blocks, guide, program


def test_every_settings_line_of_the_readme_is_taken(tmp_path: Path) -> None:
    examples = [block for block in blocks("toml") if "[[decisions]]" not in block]  # these are the notes of a pack
    assert len(examples) == 1 + len(SITES)
    for example in examples:
        (tmp_path / "dashboard.toml").write_text(example, encoding="utf-8")
        read_settings(tmp_path, environment={})


# A small site of each kind: its files, the folder the README points at, and what a load makes of it: the preset and its
# reason; of each article section, audience, day, draft and language; and the same with the settings of the guide.
SITES: dict[str, tuple[dict[str, str | bytes], str, str, list[tuple[Any, ...]], list[tuple[Any, ...]]]] = {
    "Hugo": (
        {
            "hugo.toml": "",
            "content/_index.md": "---\ntitle: Welkom\n---\n",
            "content/posts/_index.md": "---\ntitle: Alles\n---\n",
            "content/posts/a/index.md": "---\ntitle: a\ndate: 2026-03-01\nparams: {audience: STARTER}\n---\n",
            "content/posts/b.nl.md": (
                "---\ntitle: b\npublishDate: 2026-03-02\ndraft: true\ncategories: [geld, ai]\n---\n"
            ),
            "content/posts/c.md": "---\ntitle: c\nheadless: true\n---\n",
            "public/posts/a/index.html": "<html>",
        },
        "content",
        "hugo config_above:hugo.toml",
        [
            ("posts/a/index.md", "posts", "STARTER", "2026-03-01", False, None),
            ("posts/b.nl.md", "posts", None, "2026-03-02", True, "nl"),
        ],
        [
            ("posts/a/index.md", None, "STARTER", "2026-03-01", False, None),
            ("posts/b.nl.md", "geld", None, "2026-03-02", True, "nl"),
        ],
    ),
    "Jekyll": (
        {
            "_config.yml": "timezone: America/New_York\n",
            "about.md": "---\ntitle: Over ons\n---\n",
            "_posts/2026-03-01-a.md": "---\ntitle: a\ncategories: geld\nlang: nl\n---\n",
            "_posts/2026-03-02-b.md": "---\ntitle: b\ndate: 2026-03-02 01:30:00 +0000\npublished: false\n---\n",
            "_drafts/c.md": "---\ntitle: c\naudience: STARTER\n---\n",
            "_site/a/index.html": "---\n---\n",
        },
        ".",
        "jekyll config_in:_config.yml",
        [
            ("_drafts/c.md", None, "STARTER", None, True, None),
            ("_posts/2026-03-01-a.md", "geld", None, "2026-03-01", False, "nl"),
            ("_posts/2026-03-02-b.md", None, None, "2026-03-02", True, None),
        ],
        [
            ("_drafts/c.md", None, "STARTER", None, True, None),
            ("_posts/2026-03-01-a.md", "geld", None, "2026-03-01", False, "nl"),
            ("_posts/2026-03-02-b.md", None, None, "2026-03-01", True, None),
        ],
    ),
    "Zola": (
        {
            "config.toml": 'base_url = "https://krant.example"\n',
            "content/_index.md": "+++\n+++\n",
            "content/blog/2026-03-01-a.md": '+++\ntitle = "a"\n[taxonomies]\ncategories = ["geld"]\n+++\n',
            "content/blog/b.nl.md": (
                '+++\ntitle = "b"\ndate = 2026-03-02\ndraft = true\n[extra]\naudience = "STARTER"\n+++\n'
            ),
        },
        "content",
        "zola config_above:config.toml",
        [
            ("blog/2026-03-01-a.md", "blog", None, "2026-03-01", False, None),
            ("blog/b.nl.md", "blog", "STARTER", "2026-03-02", True, "nl"),
        ],
        [
            ("blog/2026-03-01-a.md", "geld", None, "2026-03-01", False, None),
            ("blog/b.nl.md", None, "STARTER", "2026-03-02", True, "nl"),
        ],
    ),
    "Eleventy and Astro": (
        {
            "astro.config.mjs": "",
            "src/content/blog/a.mdx": "---\ntitle: a\npubDate: 2026-03-01\ncategory: geld\nlang: nl\n---\n",
            "src/content/blog/2026-03-02-b.md": (
                "---\ntitle: b\ncategory: werk\nisDraft: true\naudience: STARTER\n---\n"
            ),
            "src/content/blog/notes.md": "No front matter.\n",
        },
        "src/content/blog",
        "eleventy config_above:astro.config.mjs",
        [
            ("2026-03-02-b.md", "blog", "STARTER", "2026-03-02", True, None),
            ("a.mdx", "blog", None, "2026-03-01", False, "nl"),
        ],
        [
            ("2026-03-02-b.md", "werk", "STARTER", "2026-03-02", True, None),
            ("a.mdx", "geld", None, "2026-03-01", False, "nl"),
        ],
    ),
    "Dutch format": (
        {
            "a.md": "---\ntitle: a\ndate: 2026-03-01\nsectie: werk\ndoelgroep: STARTER\ntaal: nl\n---\n",
            "b.md": "---\ntitle: b\ndatum: 2 maart 2026\nsectie: gel\nconcept: ja\n---\n",
        },
        ".",
        "dutch dutch_keys",
        [
            ("a.md", "werk", "STARTER", "2026-03-01", False, "nl"),
            ("b.md", "gel", None, "2026-03-02", True, None),
        ],
        [
            ("a.md", "werk", "STARTER", "2026-03-01", False, "nl"),
            ("b.md", "gel", None, "2026-03-02", True, None),
        ],
    ),
}


@pytest.mark.parametrize("site", SITES)
def test_a_site_of_each_kind_loads_as_its_guide_says(tmp_path: Path, site: str) -> None:
    files, inside, preset, by_itself, as_guided = SITES[site]
    content = put(tmp_path / "site", files) / inside
    articles = "select path, section, audience, published_on::varchar, draft, language from articles order by path"
    loaded = load_with(content, tmp_path / "x.duckdb", "")
    assert loaded.rows("select preset || ' ' || preset_reason from snapshot") == [(preset,)]
    assert loaded.rows(articles) == by_itself
    assert not loaded.result.skipped
    assert not loaded.result.errors
    guided = load_with(content, tmp_path / "x.duckdb", guide(site))
    assert guided.rows(articles) == as_guided
    if site == "Dutch format":  # the plan knows its sections
        assert ("unknown_section", "gel → geld") in [(p.code, p.value) for p in guided.result.problems]
    else:
        assert as_guided != by_itself


def load_with(content: Path, database: Path, settings: str) -> Loaded:
    file = database.with_name("dashboard.toml")
    file.write_text(settings, encoding="utf-8")
    return Loaded(load(content, database, read_settings(content, file, environment={})), database)


def test_the_table_of_keys_is_what_the_presets_do() -> None:
    lines = README.read_text(encoding="utf-8").split("| | Hugo ")[1].split("\n\n")[0].splitlines()
    table = {cells[1].strip(): cells[2:-1] for cells in (line.split("|") for line in lines[2:])}
    presets = ("hugo", "jekyll", "zola", "eleventy", "dutch")
    for field in ("date", "section", "audience", "draft", "language"):
        for name, cell in zip(presets, table[field.capitalize()], strict=True):
            sources = [source.lower() for source in preset_sources(name)[field]]
            named = [SOURCE.get(word, word.strip("`").lower()) for word in map(str.strip, cell.split(","))]
            assert [sources.index(word) for word in named] == sorted(sources.index(word) for word in named), (
                name,
                cell,
            )
    for name, cell in zip(presets[:4], table["Told by"], strict=False):
        for file in re.findall(r"`([^`]+\.[^`]+)`", cell):
            assert name in CONFIG_FILES[file]


SOURCE = {
    "file name": "@file name",
    "folder": "@folder",
    "folder `_drafts`": "@folder",
    "`x.nl.md`": "@suffix",
    "`published: false`": "!published",
}


def preset_sources(name: str) -> Mapping[str, Sequence[str]]:
    return choose_preset(HOME, [], Settings(preset=name)).sources


@pytest.mark.skipif(os.name == "nt", reason="the step is one of a Unix shell")
def test_the_workflow_checks_a_content_repository(tmp_path: Path) -> None:
    (workflow,) = blocks("yaml")
    steps = yaml.safe_load(workflow)["jobs"]["check"]["steps"]
    assert [step["uses"].split("@")[0] for step in steps if "uses" in step].count("actions/checkout") == 2
    (python,) = [step["with"]["python-version"] for step in steps if "setup-python" in step.get("uses", "")]
    needed = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert [int(part) for part in python.split(".")] >= [int(part) for part in needed.removeprefix(">=").split(".")]
    check = steps[-1]["run"]
    assert "--format github" in check
    program(tmp_path / "bin" / "editorial-dashboard", f"exec '{sys.executable}' -m dashboard \"$@\"")
    broken: dict[str, str | bytes] = {"content/geld/b.md": "---\ntitle: b\ndate: 2026-02-30\ntags: [ai]\n---\n"}
    files, *_ = SITES["Hugo"]
    site = put(tmp_path / "site", {**files, "content/posts/c.md": "---\ntitle: c\ntags: [ai]\n---\n", **broken})
    environment = {**os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": str(HOME)}
    done = subprocess.run(["sh", "-c", check], cwd=site, env=environment, capture_output=True, text=True, check=False)
    assert "::warning file=content/geld/b.md,line=3,title=date_invalid::" in done.stdout
    assert done.returncode == 1
