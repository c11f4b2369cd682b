"""What kind of site the content folder belongs to, and so which key means what."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from dashboard.settings import Settings

# Where a site's configuration tells its kind. `config.toml` is Hugo's old name and Zola's only one: see _config_kind.
CONFIG_FILES: Mapping[str, str] = {
    **dict.fromkeys(("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config.yaml", "config.json"), "hugo"),
    "config.toml": "hugo or zola",
    **dict.fromkeys(("_config.yml", "_config.yaml", "_config.toml"), "jekyll"),
    **dict.fromkeys((".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs"), "eleventy"),
    **dict.fromkeys(("eleventy.config.ts", "astro.config.mjs", "astro.config.js", "astro.config.ts"), "eleventy"),
}
# What a generator makes, or makes pages with, beside its configuration: none of it is an article.
_MACHINERY: Mapping[str, frozenset[str]] = {
    "hugo": frozenset(("public", "resources", "archetypes", "assets", "layouts", "static", "themes")),
    "zola": frozenset(("public", "sass", "static", "templates", "themes")),
    "jekyll": frozenset(("_site", "_data", "_includes", "_layouts", "_sass", "vendor")),
    "eleventy": frozenset(("_site", "dist", "public", "_data", "_includes", "_layouts")),
}
_WRAPPERS = frozenset(("content", "src", "site", "source", "pages", "collections"))
_DUTCH_KEY = re.compile(rb'^[ \t]*"?(?:sectie|doelgroep)"?[ \t]*[:=]', re.MULTILINE | re.IGNORECASE)
_DATED = re.compile(r"(?:^|/)\d{4}-\d{1,2}-\d{1,2}[-_][^/]*(?:/index)?\.\w+$")
_LANGUAGE_CODE = re.compile(r"[A-Za-z]{2}(?:[-_][A-Za-z]{2,4})?")
_INDEX = re.compile(r"(?:^|/)index(?:\.[A-Za-z_-]+)?\.\w+$")  # index.md, index.nl.md
_OF_ANY_FOLDER = re.compile(r"_?index\.|readme\.", re.IGNORECASE)  # says nothing about a story
_SAMPLE = 40  # files looked into for their keys
_NAMES = 2_000  # names looked at for a date
_LEVELS_UP = 3


@dataclass(frozen=True, slots=True)
class Preset:
    """Which key fills which field. `sources` are those of presets.toml, with the settings' in their place."""

    name: str
    reason: str  # a code, with the file that told so: config_in:hugo.toml; its words are data.reason.*
    sources: Mapping[str, tuple[str, ...]]
    from_settings: frozenset[str]
    above: tuple[str, ...] = ()  # folders between the site's root and the content folder
    has_config: bool = False
    language_folders: frozenset[str] = frozenset()
    language_level: int = 0  # 1: they stand inside the folders of the sections, as in src/content/blog/nl
    bundles: frozenset[str] = frozenset()  # folders of Hugo that are one article, where other files lie beside its own

    def folders(self, path: str) -> tuple[tuple[str, ...], str | None]:
        """The folders that say something about an article, and the language one of them stands for."""
        parts = (*self.above, *path.split("/")[:-1])
        while parts and parts[0] in _WRAPPERS:
            parts = parts[1:]
        at = self.language_level
        if len(parts) > at and parts[at].lower() in self.language_folders:
            return (*parts[:at], *parts[at + 1 :]), parts[at]
        return parts, None

    def is_resource(self, path: str) -> bool:
        """Does this file belong to the article whose folder it lies in, instead of being one?"""
        if not self.bundles or _INDEX.search(path):
            return False
        return any(path[: at + 1] in self.bundles for at, letter in enumerate(path) if letter == "/")

    @property
    def layout(self) -> str:
        """All that decides how a file is read besides the file, and why: another layout, and all is read again."""
        keys = sorted(self.sources.items())
        return repr(
            (
                self.name,
                self.reason,
                self.above,
                self.has_config,
                self.language_level,
                sorted(self.language_folders),
                sorted(self.bundles),
                keys,
            )
        )


def choose_preset(content: Path, paths: Sequence[str], settings: Settings) -> Preset:
    """The preset named in the settings, else the one the folder tells. `paths` are those of the files found in it."""
    root = content.resolve()
    site, config, kind = _site(root)
    if settings.preset != "auto":
        name, reason = settings.preset, "settings"
    elif kind:
        name, reason = kind, f"{'config_in' if site == root else 'config_above'}:{config}"
    else:
        name, reason = _kind_of_files(root, paths)
    above = root.relative_to(site).parts
    if name == "eleventy" and any((root / f"{root.name}.11tydata.{end}").is_file() for end in ("js", "json", "cjs")):
        above = above or (root.name,)  # a folder with a data file of its own name is a collection of that name
    table = {field: tuple(keys) for field, keys in _presets()[name].items()}
    configured, bundles = frozenset[str](), frozenset[str]()
    if name == "hugo":
        from dashboard.loader import hugo  # with all that reads YAML, which takes its time to load

        configuration = hugo.site_configuration(site)
        configured, bundles = hugo.languages(configuration), _bundles(paths)
        if key := hugo.tags_key(configuration):
            table["tags"] = (*table["tags"], key)
    table.update(settings.fields)
    preset = Preset(name, reason, table, frozenset(settings.fields), above, bool(kind), bundles=bundles)
    for level in (0, 1) if name == "eleventy" else (0,):
        if codes := _language_folders(preset, paths, level, configured):
            return replace(preset, language_folders=codes, language_level=level)
    return preset


def folders_not_entered(folder: Path, names: Iterable[str]) -> frozenset[str]:
    """Folders without articles in a folder that holds these names: those of the site whose configuration is there."""
    kinds = {_config_kind(folder / name) for name in names if name in CONFIG_FILES}
    return frozenset(("node_modules",)).union(*(_MACHINERY[kind] for kind in kinds if kind))


def is_language(text: str) -> bool:
    """nl, pt-br, zh-hans: the code of a language that exists."""
    return bool(_LANGUAGE_CODE.fullmatch(text)) and text[:2].lower() in _languages()


@cache
def _languages() -> frozenset[str]:
    from babel.localedata import locale_identifiers

    return frozenset(name.lower() for name in locale_identifiers() if "_" not in name and len(name) == 2)


def _site(root: Path) -> tuple[Path, str, str]:
    """The nearest folder with a configuration, the name of that file, and the kind of site; '' when there is none."""
    for folder in (root, *root.parents[:_LEVELS_UP]):
        for name in CONFIG_FILES:
            path = folder / name
            if path.is_file() and (kind := _config_kind(path)):
                return folder, name, kind
        if (folder / "config" / "_default").is_dir():
            return folder, "config/_default", "hugo"
    return root, "", ""


def _config_kind(path: Path) -> str:
    """Hugo writes baseURL, Zola base_url; a `config.*` with neither belongs to some other program."""
    kind = CONFIG_FILES[path.name]
    if not path.name.startswith("config."):
        return kind
    try:
        text = path.read_bytes()[:100_000]
    except OSError:
        return ""
    if b"base_url" in text and path.suffix == ".toml":
        return "zola"
    if re.search(rb"baseURL|languageCode|defaultContentLanguage", text, re.IGNORECASE):
        return "hugo"
    return "hugo" if b"theme" in text and (path.parent / "content").is_dir() else ""


def _kind_of_files(root: Path, paths: Sequence[str]) -> tuple[str, str]:
    data_file = next((path.name for path in sorted(root.glob("*.11tydata.*"))), None)
    if data_file:
        return "eleventy", f"data_file:{data_file}"
    heads = list(_heads(root, paths))
    if sum(bool(_DUTCH_KEY.search(head)) for head in heads) * 2 > len(heads):
        return "dutch", "dutch_keys"
    every = "\n".join(("", *paths))  # looked through at once: there may be a hundred thousand
    if root.name in ("_posts", "_drafts") or "/_posts/" in every or "\n_posts/" in every:
        return "jekyll", "posts_folder"
    if any(head.lstrip().startswith(b"+++") and re.search(rb"^\[(taxonomies|extra)\]", head, re.M) for head in heads):
        return "zola", "zola_tables"
    if "/_index." in every or "\n_index." in every:
        return "hugo", "list_pages"
    some = paths[:: max(1, len(paths) // _NAMES)]
    if sum(bool(_DATED.search(path)) for path in some) * 2 > len(some):
        return "jekyll", "dated_names"
    return "plain", "nothing"


def _heads(root: Path, paths: Sequence[str]) -> Iterable[bytes]:
    """The beginnings of some files, taken evenly from the whole folder."""
    for path in paths[:: max(1, -(-len(paths) // _SAMPLE))]:
        try:
            if not (root / path).is_file():  # a pipe would wait for ever
                continue
            with (root / path).open("rb") as file:
                yield file.read(4096)
        except (OSError, ValueError):
            continue


def _language_folders(preset: Preset, paths: Sequence[str], level: int, configured: frozenset[str]) -> frozenset[str]:
    """Folders at this level that are languages: all of them are, the site says so, or they hold the same files.

    A lone `it` among others is a section, and so are `hr` and `it`, unless a file stands in both under one name. None
    are, where the settings say that the language stands elsewhere.
    """
    if "language" in preset.from_settings and "@folder" not in preset.sources["language"]:
        return frozenset()
    inside = {path[: path.rfind("/") + 1] for path in paths}
    every = [folders for folder in inside if len(folders := preset.folders(folder)[0]) > level]
    names = {folders[level].lower() for folders in every}
    codes = frozenset(name for name in names if is_language(name))
    if codes == names or len(codes) < 2:
        return codes if codes == names else configured & names
    seen: dict[tuple[str, ...], set[str]] = {}
    for path in paths:
        folders = preset.folders(path)[0]
        if len(folders) > level and (code := folders[level].lower()) in codes:
            rest = (*folders[:level], *folders[level + 1 :], path[path.rfind("/") + 1 :])
            if len(rest) > level + 1 or not _OF_ANY_FOLDER.match(rest[-1]):
                seen.setdefault(rest, set()).add(code)
    return (configured & names).union(*(shared for shared in seen.values() if len(shared) > 1))


def _bundles(paths: Sequence[str]) -> frozenset[str]:
    """Folders with an `index.md` and with other articles: in Hugo those are resources of that page."""
    folders = {path[: path.rfind("/") + 1] for path in paths if "/" in path and _INDEX.search(path)}
    found = set()
    for path in paths if folders else ():
        if not _INDEX.search(path):
            at = path.rfind("/")
            while at > 0:
                if path[: at + 1] in folders:
                    found.add(path[: at + 1])
                at = path.rfind("/", 0, at)
    return frozenset(found)


@cache
def _presets() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("presets.toml").read_text(encoding="utf-8"))
