import os
from pathlib import Path

import pytest

from dashboard.loader.presets import Preset, choose_preset, folders_not_entered, is_language
from dashboard.settings import FIELDS, PRESETS, Settings
from tests.loading import put

DUTCH = "---\ntitle: x\nsectie: geld\n---\n"
PLAIN = "---\ntitle: x\n---\n"
ASTRO: dict[str, str | bytes] = dict.fromkeys((f"src/content/{name}.md" for name in ("blog/nl/a", "blog/en/a")), PLAIN)


def choose(folder: Path, **settings: object) -> Preset:
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md"))
    return choose_preset(folder, paths, Settings(**settings))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("files", "inside", "name", "reason"),
    [
        ({"hugo.toml": "", "content/a.md": PLAIN}, "", "hugo", "config_in:hugo.toml"),
        ({"hugo.toml": "", "content/nieuws/a.md": PLAIN}, "content/nieuws", "hugo", "config_above:hugo.toml"),
        ({"config.toml": "baseURL = 'x'", "a.md": PLAIN}, "", "hugo", "config.toml"),
        ({"config.toml": "base_url = 'x'", "a.md": PLAIN}, "", "zola", "config.toml"),
        ({"config.toml": "colour = 'red'", "a.md": PLAIN}, "", "plain", "nothing"),
        ({"config.json": '{"theme": "dark"}', "articles/a.md": PLAIN}, "articles", "plain", "nothing"),
        ({"config.yaml": "theme: dark", "content/a.md": PLAIN}, "content", "hugo", "config_above:config.yaml"),
        ({"config/_default/menu.toml": "", "content/a.md": PLAIN}, "content", "hugo", "config/_default"),
        ({"_config.yml": "", "_posts/a.md": DUTCH}, "", "jekyll", "_config.yml"),
        ({".eleventy.js": "", "a.md": PLAIN}, "", "eleventy", ".eleventy.js"),
        ({"astro.config.mjs": "", "src/content/blog/a.md": PLAIN}, "src/content/blog", "eleventy", "astro.config.mjs"),
        ({"hugo.toml": "", "a/b/c/d/a.md": PLAIN}, "a/b/c/d", "plain", "nothing"),  # more than three folders above
        ({"a.11tydata.js": "", "a.md": PLAIN}, "", "eleventy", "a.11tydata.js"),
        ({"a.md": DUTCH, "b.md": DUTCH, "c.md": PLAIN}, "", "dutch", "dutch_keys"),
        ({"a.md": DUTCH, "b.md": PLAIN, "c.md": PLAIN}, "", "plain", "nothing"),
        ({"_posts/a.md": PLAIN}, "", "jekyll", "posts_folder"),
        ({"_posts/a.md": PLAIN}, "_posts", "jekyll", "posts_folder"),
        ({"2014-03-12-a.md": PLAIN, "2014-03-13-b.md": PLAIN, "c.md": PLAIN}, "", "jekyll", "dated_names"),
        ({"a.md": "+++\n[taxonomies]\ntags = []\n+++\n"}, "", "zola", "zola_tables"),
        ({"nieuws/_index.md": PLAIN, "nieuws/a.md": PLAIN}, "", "hugo", "list_pages"),
        ({"a.md": PLAIN}, "", "plain", "nothing"),
    ],
)
def test_the_folder_tells_its_kind(
    tmp_path: Path, files: dict[str, str | bytes], inside: str, name: str, reason: str
) -> None:
    preset = choose(put(tmp_path / "site", files) / inside)
    assert preset.name == name
    assert reason in preset.reason


def test_the_settings_overrule_it(tmp_path: Path) -> None:
    preset = choose(put(tmp_path, {"hugo.toml": "", "a.md": PLAIN}), preset="zola", fields={"section": ("rubriek",)})
    assert (preset.name, preset.reason) == ("zola", "settings")
    assert preset.sources["section"] == ("rubriek",)
    assert preset.from_settings == {"section"}


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "auto"])
def test_every_preset_says_something_about_every_field(tmp_path: Path, name: str) -> None:
    preset = choose(tmp_path, preset=name)
    assert set(FIELDS) - set(preset.sources) == set()
    for sources in preset.sources.values():
        for source in sources:
            assert source.startswith("@") == (source in ("@file name", "@path", "@folder", "@suffix"))


@pytest.mark.parametrize(
    ("files", "inside", "path", "folders", "language"),
    [
        (
            {"hugo.toml": "", "content/nl/nieuws/a.md": PLAIN, "content/en/b.md": PLAIN},
            "",
            "content/nl/nieuws/a.md",
            ("nieuws",),
            "nl",
        ),
        ({"hugo.toml": "", "content/nl/nieuws/a.md": PLAIN}, "content/nl", "nieuws/a.md", ("nieuws",), "nl"),
        ({"hugo.toml": "", "content/nieuws/a.md": PLAIN}, "content/nieuws", "a.md", ("nieuws",), None),
        ({"it/a.md": PLAIN, "geld/b.md": PLAIN}, "", "it/a.md", ("it",), None),  # a section
        ({"it/a.md": PLAIN, "nl/a.md": PLAIN, "blog/c.md": PLAIN}, "", "it/a.md", (), "it"),  # translations
        ({"it/a.md": PLAIN, "hr/b.md": PLAIN, "blog/c.md": PLAIN}, "", "it/a.md", ("it",), None),  # sections
        ({"it/_index.md": PLAIN, "hr/_index.md": PLAIN, "blog/c.md": PLAIN}, "", "hr/a.md", ("hr",), None),
        (
            {"hugo.yaml": "languages:\n  it: {}\n", "content/it/a.md": PLAIN, "content/b/c.md": PLAIN},
            "content",
            "it/a.md",
            (),
            "it",
        ),
        ({"pt-br/a.md": PLAIN, "zh-hans/b.md": PLAIN}, "", "pt-br/a.md", (), "pt-br"),
        ({"astro.config.mjs": "", **ASTRO}, "", "src/content/blog/nl/a/b.md", ("blog", "a"), "nl"),
        ({"astro.config.mjs": "", **ASTRO}, "src/content/blog", "nl/a.md", ("blog",), "nl"),
        (
            {"astro.config.mjs": "", "src/content/blog/it/a.md": PLAIN, "b/geld/b.md": PLAIN},
            "",
            "b/it/a.md",
            ("b", "it"),
            None,
        ),
        ({"posts/posts.11tydata.js": "", "posts/a.md": PLAIN}, "posts", "a.md", ("posts",), None),
    ],
)
def test_what_the_folders_of_an_article_say(
    tmp_path: Path,
    files: dict[str, str | bytes],
    inside: str,
    path: str,
    folders: tuple[str, ...],
    language: str | None,
) -> None:
    preset = choose(put(tmp_path / "site", files) / inside)
    assert preset.folders(path) == (folders, language)


def test_languages() -> None:
    assert all(map(is_language, ("nl", "NL", "en-gb", "pt_BR", "zh-hans")))
    assert not any(map(is_language, ("", "xx", "nieuws", "n", "en-", "en-12", "md")))


def test_two_sections_may_be_named_like_languages_where_the_settings_say_so(tmp_path: Path) -> None:
    site = put(tmp_path, {"hr/a.md": PLAIN, "it/b.md": PLAIN})
    assert choose(site).folders("hr/a.md") == ((), "hr")
    assert choose(site, fields={"language": ("lang",)}).folders("hr/a.md") == (("hr",), None)


@pytest.mark.parametrize(
    ("files", "key"),
    [
        ({"hugo.toml": "[taxonomies]\ntag = 'onderwerpen'\ncategory = 'rubrieken'"}, "onderwerpen"),
        ({"config.yaml": "baseURL: x\nTaxonomies:\n  onderwerp: onderwerpen\n  category: categories"}, "onderwerpen"),
        ({"hugo.toml": "", "config/_default/taxonomies.toml": "thema = 'themas'"}, "themas"),
        ({"config/_default/hugo.json": '{"taxonomies": {"thema": "themas"}}'}, "themas"),
        ({"hugo.toml": "[taxonomies]\ntag = 'tags'\nthema = 'themas'"}, None),  # tags are called tags
        ({"hugo.toml": "[taxonomies]\nthema = 'themas'\nplaats = 'plaatsen'"}, None),  # either can be meant
        ({"hugo.toml": "[taxonomies]\ncategory = 'rubrieken'"}, None),
        ({"hugo.toml": "[taxonomies]\ntag = 3\n"}, None),
        ({"hugo.toml": "[taxonomies"}, None),
        ({"hugo.yaml": "a: &a [*a]"}, None),
    ],
)
def test_tags_under_the_name_that_the_site_gives_them(
    tmp_path: Path, files: dict[str, str | bytes], key: str | None
) -> None:
    site = put(tmp_path, {**files, "content/a.md": PLAIN})
    usual = choose(site, preset="hugo", fields={"tags": ("tags",)}).sources["tags"]
    assert usual == ("tags",)  # the settings overrule it
    tags = choose(site / "content").sources["tags"]
    assert tags[3:] == (() if key is None else (key,))
    assert tags[0] == "tags"


def test_folders_of_a_site_generator_are_entered_only_without_its_configuration(tmp_path: Path) -> None:
    put(tmp_path, {"config.toml": "base_url = 'x'", "config.json": "{}"})
    assert "public" in folders_not_entered(tmp_path, ["hugo.toml", "content"])
    assert "sass" in folders_not_entered(tmp_path, ["config.toml"])
    assert "_site" in folders_not_entered(tmp_path, ["_config.yml"])
    assert folders_not_entered(tmp_path, ["public", "resources", "config.json"]) == {"node_modules"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_among_the_files_is_not_waited_for(tmp_path: Path) -> None:
    put(tmp_path, {"a.md": DUTCH})
    os.mkfifo(tmp_path / "pipe.md")
    assert choose(tmp_path).name == "dutch"
