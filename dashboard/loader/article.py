"""Front matter and body -> an Article, field by field."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from dashboard.loader.body import count_words
from dashboard.loader.context import Context
from dashboard.loader.dates import DateError, Moment, date_in_file_name, date_in_path, read_date
from dashboard.loader.front_matter import FrontMatter
from dashboard.loader.presets import is_language
from dashboard.loader.problems import Notes
from dashboard.loader.tags import count_tags
from dashboard.loader.values import Found, Values, as_json, plain, yes_or_no

_WARNED = ("title", "audience")  # of a value that is no text
_FILE_NAME_DATE = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}[-_. ]?")


@dataclass(slots=True)
class Article:
    """A row of `articles`, and what goes into the tables beside it. Column meanings: queries/schema.sql."""

    path: str
    slug: str | None = None
    url: str | None = None
    language: str | None = None
    story: str = ""
    title: str | None = None
    summary: str | None = None
    section: str | None = None
    audience: str | None = None
    authors: list[str] = field(default_factory=list)
    published_on: date | None = None
    published_at: datetime | None = None
    updated_on: date | None = None
    expires_on: date | None = None
    draft: bool = False
    first_seen_on: date | None = None
    first_seen_from: str | None = None
    cover_image: str | None = None
    cover_alt: str | None = None
    cover_caption: str | None = None
    word_count: int = 0
    front_matter: str = "{}"
    body: str = ""
    tags: list[tuple[str, str]] = field(default_factory=list)  # key, label
    keys: dict[str, str] = field(default_factory=dict)  # field -> the key that filled it
    unmapped: tuple[str, ...] = ()  # keys that no field takes its value from


def make_article(path: str, front_matter: FrontMatter, values: Values, context: Context, notes: Notes) -> Article:
    """The article a file holds; what was missing, dropped or assumed goes into `notes`."""
    return _Reader(path, front_matter, values, context, notes).read()


class _Reader:
    """Knows the article so far, and where to look for the rest."""

    def __init__(self, path: str, front_matter: FrontMatter, values: Values, context: Context, notes: Notes) -> None:
        self.path, self.front_matter, self.values, self.context, self.notes = path, front_matter, values, context, notes
        self.sources = values.shape.sources
        self.article = Article(path)
        self.place = context.place(path)
        folders = self.place.folders
        name = path[path.rfind("/") + 1 :]
        self.stem = name[: name.rfind(".")]
        self.suffix = None
        if "." in self.stem:
            stem, _, suffix = self.stem.rpartition(".")
            if stem and is_language(suffix):
                self.stem, self.suffix = stem, suffix
        if self.stem == "index" and folders:
            self.stem, folders = folders[-1], folders[:-1]  # a leaf bundle: the folder is the article
        self.folders = folders

    def read(self) -> Article:
        article, sources = self.article, self.sources
        for name, key, text in self.values.first_texts():
            if text and key != "categories":  # Jekyll splits those
                article.keys[name] = key
                setattr(article, name, text)
            elif name != "section":
                setattr(article, name, self._text(name))
        if "section" in sources and article.section is None:
            article.section = self._section()
        self._check_known("section", article.section)
        self._check_known("audience", article.audience)
        if "language" in sources:
            article.language = self._language()
        article.story = (self._text("story") if "story" in sources else None) or self._story()
        if "authors" in sources:
            article.authors = self._authors()
        if "tags" in sources:
            article.tags = self._tags()
        self._dates()
        if "draft" in sources:
            article.draft = self._draft()
        article.slug = article.slug or _FILE_NAME_DATE.sub("", self.stem) or self.stem
        if "url" in sources:
            article.url = self._url()
        article.word_count = count_words(self.front_matter.body)
        article.front_matter = as_json(self.front_matter.metadata)
        article.body = self.front_matter.body if self.context.settings.store_texts else ""
        article.unmapped = self.values.shape.unmapped
        return article

    def _text(self, field: str) -> str | None:
        """The first value that is text. A table or an empty list is passed over, with a warning where it matters."""
        warn = field in _WARNED
        passed: Found | None = None
        for found in self.values.each(field):
            text = None if isinstance(found.value, dict) else self.values.text(found)
            if text:
                self.article.keys[field] = found.key
                if warn and len(several := dict.fromkeys(self.values.texts(found))) > 1:
                    self.notes.add("several_values", found.line, field, ", ".join(several))
                return text
            passed = passed or found
        if warn and passed is not None:
            self.notes.add("wrong_type", passed.line, field, plain(passed.value))
        return None

    def _section(self) -> str | None:
        for source in self.sources["section"]:
            if source == "@folder":
                folder = self._section_folder()
                if folder:
                    self.article.keys["section"] = "folder"
                    return folder
                continue
            found = self.values.get(source)
            if found is None:
                continue
            names = [] if isinstance(found.value, dict) else self.values.texts(found)
            if self.context.preset.name == "jekyll" and source == "categories" and isinstance(found.value, str):
                names = found.value.split()  # Jekyll splits it by spaces
            if not names:
                self.notes.add("wrong_type", found.line, "section", plain(found.value))
                continue
            if len(set(names)) > 1:
                self.notes.add("several_sections", found.line, "section", ", ".join(names))
            self.article.keys["section"] = found.key
            return names[0]
        return None

    def _section_folder(self) -> str | None:
        folders = self.folders
        if self.context.preset.name == "jekyll":
            folders = tuple(folder.lstrip("_") for folder in folders if folder not in ("_posts", "_drafts"))
        return folders[0] if folders else None

    def _check_known(self, field: str, value: str | None) -> None:
        nearest = self.context.nearest_known(field, value) if value is not None else None
        if nearest is not None:
            line = next((f.line for f in self.values.each(field)), None)
            self.notes.add(f"unknown_{field}", line, field, f"{value} → {nearest}" if nearest else value)

    def _language(self) -> str | None:
        for source in self.sources["language"]:
            if source == "@folder":
                key, text = "folder", self.place.language
            elif source == "@suffix":
                key, text = "suffix", self.suffix
            else:
                found = self.values.get(source)
                key, text = source, self.values.text(found) if found else None
            if text:
                self.article.keys["language"] = key
                return text.lower().replace("_", "-")
        return None

    def _story(self) -> str:
        """The path without what tells the language: the same for all translations of one story."""
        name = self.path[self.path.rfind("/") + 1 :]
        if self.suffix and "@suffix" in self.sources.get("language", ()):
            first, _, last = name.rpartition(f".{self.suffix}.")
            name = f"{first}.{last}"
        return self.place.story + name

    def _authors(self) -> list[str]:
        """Names as they stand: a comma in one may be followed by a job."""
        for found in self.values.each("authors"):
            names = list(dict.fromkeys(self.values.texts(found)))
            if names:
                self.article.keys["authors"] = found.key
                return names
        return []

    def _tags(self) -> list[tuple[str, str]]:
        context = self.context
        for found in self.values.each("tags"):
            if isinstance(found.value, dict):
                self.notes.add("wrong_type", found.line, "tags", plain(found.value))
                continue
            labels = self._labels(found)
            tags = count_tags(labels, context.aliases, context.settings.max_tags, self.notes, found.line)
            if tags:
                self.article.keys["tags"] = found.key
                return tags
        return []

    def _labels(self, found: Found) -> list[str]:
        labels = self.values.texts(found)
        if isinstance(found.value, list):
            flat = len(labels) == len(found.value)
            if not flat and any(item is None or item == "" for item in found.value):
                self.notes.add("tag_empty", found.line, "tags")
            return labels
        if isinstance(found.value, str) and "," in found.value:
            self.notes.add("tags_in_one_text", found.line, "tags", found.value)
            return [part.strip() for part in found.value.split(",") if part.strip()]
        if isinstance(found.value, str) and self.context.preset.name == "jekyll" and found.key == "tags":
            return found.value.split()  # Jekyll splits it by spaces; `tag: machine learning` is one
        return labels

    def _dates(self) -> None:
        article = self.article
        published = self._published()
        if published is not None:
            article.published_on, article.published_at = published.day, published.at
        sources = self.sources
        if "updated" in sources and (updated := self._date("updated")):
            article.updated_on = updated.day
        if "expires" in sources and (expires := self._date("expires")):
            article.expires_on = expires.day
        if "created" in sources and (created := self._date("created")):
            article.first_seen_on, article.first_seen_from = created.day, "created"

    def _published(self) -> Moment | None:
        moment = self._date("date")
        if "not_before" in self.sources and (not_before := self._date("not_before")):
            key = self.article.keys.pop("not_before")
            if moment and not_before.day > moment.day:
                self.article.keys["date"] = key
                moment = not_before
        return moment

    def _date(self, field: str) -> Moment | None:
        """The first source that gives a day; what was passed over is told."""
        for source in self.sources.get(field, ()):
            if source == "@file name":
                key, day = "file name", date_in_file_name(self.path)
            elif source == "@path":
                texts = [self.values.text(found) or "" for key in ("path", "slug") if (found := self.values.get(key))]
                key, day = "path", next(filter(None, map(date_in_path, texts)), None)
            else:
                moment = self._date_in_key(source, field)
                if moment is not None:
                    self.article.keys[field] = source
                    return moment
                continue
            if day is not None:
                self.article.keys[field] = key
                return Moment(day, None)
        return None

    def _date_in_key(self, key: str, field: str) -> Moment | None:
        found = self.values.get(key)
        if found is None:
            return None
        name = "date" if field == "not_before" else field
        moment, code = None, "date_ambiguous"
        try:
            moment = read_date(found.value, self.context.zone)
        except DateError as error:
            code = error.code
        if moment is None or moment.ambiguous:
            self.notes.add(code, found.line, name, self.front_matter.written.get(found.path) or plain(found.value))
        return moment

    def _draft(self) -> bool:
        for source in self.sources["draft"]:
            if source == "@folder":
                if "_drafts" in (*self.context.preset.above, *self.path.split("/")[:-1]):
                    self.article.keys["draft"] = "folder"
                    return True
                continue
            found = self.values.get(source.lstrip("!"))
            if found is None:
                continue
            answer = yes_or_no(found.value)
            if answer is None:
                if not source.startswith("!"):  # `published` may also hold a date
                    self.notes.add("draft_unclear", found.line, "draft", plain(found.value))
                continue
            if source.startswith("!") and answer:
                continue
            self.article.keys["draft"] = found.key
            return answer != source.startswith("!")
        return False

    def _url(self) -> str | None:
        """The path of the page, where the article says it; a template says nothing."""
        text = self._text("url")
        self.article.keys.pop("url", None)
        if not text or "{" in text or text.startswith(":") or "/:" in text:
            return None
        return text if text.startswith(("/", "http:", "https:")) else f"/{text}"
