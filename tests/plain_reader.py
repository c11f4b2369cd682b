"""A second reader of content folders, small and slow, that shares nothing with the loader: what the counts start from.

It knows the keys of the sample, the seeds and 18f, and no others.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

DUTCH_MONTHS = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
YES = (True, "ja", "true", "yes")


@dataclass
class Article:
    path: str
    title: str | None = None
    summary: str | None = None
    section: str | None = None
    audience: str | None = None
    language: str | None = None
    day: date | None = None
    moment: datetime | None = None  # local wall time, where one is known
    expires: date | None = None
    draft: bool = False
    created: date | None = None
    tags: dict[str, str] = field(default_factory=dict)  # key -> as written, each once
    authors: list[str] = field(default_factory=list)
    story: str | None = None  # the translations of one story have one name for it
    slug: str | None = None
    updated: date | None = None
    cover: str | None = None
    alt: str | None = None
    body: str = ""
    words: int = 0


class Loader(yaml.CSafeLoader):
    """A day that is none (30 February) stays text, as it would for a person."""


def _day_or_text(loader: Any, node: Any) -> Any:
    try:
        return yaml.SafeLoader.construct_yaml_timestamp(loader, node)
    except ValueError:
        return node.value


Loader.add_constructor("tag:yaml.org,2002:timestamp", _day_or_text)


def tag_key(label: str) -> str:
    text = unicodedata.normalize("NFKC", label).casefold()
    return "-".join(re.split(r"[-_\s]+", text.strip(" -_\t\n")))


def read_folder(
    folder: Path, zone: ZoneInfo, aliases: Mapping[str, str], collection: str | None = None
) -> list[Article]:
    """Every article that can be read; files that hold none, or that are broken, are left out.

    `collection` is the section of all that name none.
    """
    merged = {tag_key(old): tag_key(new) for old, new in aliases.items()}
    articles = []
    for path in sorted(folder.rglob("*.md")):
        content = path.read_bytes()
        meta = _front_matter(content)
        if meta is not None:
            article = _article(path.relative_to(folder).as_posix(), meta, zone, merged)
            article.body = _body(content)
            article.section = article.section or collection
            articles.append(article)
    return articles


def _front_matter(content: bytes) -> dict[str, Any] | None:
    if b"\0" in content:
        return None
    lines = content.decode("utf-8-sig").lstrip().splitlines()
    fences = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
    if len(fences) < 2 or fences[0] != 0:
        return None
    try:
        meta = yaml.load("\n".join(lines[1 : fences[1]]), Loader)  # noqa: S506 — a CSafeLoader
    except yaml.YAMLError:
        return None
    return {str(key).lower(): value for key, value in meta.items()} if isinstance(meta, dict) else None


def _body(content: bytes) -> str:
    """All below the front matter."""
    lines = content.decode("utf-8-sig").lstrip().splitlines()
    fences = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
    return "\n".join(lines[fences[1] + 1 :])


def _article(path: str, meta: dict[str, Any], zone: ZoneInfo, merged: dict[str, str]) -> Article:
    day, moment = _date(meta.get("date"), zone)
    if day is None:
        day, moment = _date(Path(path).name[:10], zone)
    tags: dict[str, str] = {}
    labels = meta.get("tags") or []
    for label in labels.split(",") if isinstance(labels, str) else labels:
        key = tag_key(str(label))
        tags.setdefault(merged.get(key, key), str(label).strip())
    return Article(
        path=path,
        title=_text(meta["title"]),
        summary=next((_text(meta[key]) for key in ("summary", "excerpt", "description") if meta.get(key)), None),
        section=meta.get("sectie"),
        audience=meta.get("doelgroep"),
        language=meta["locale"].lower() if meta.get("locale") else None,
        day=day,
        moment=moment,
        draft=meta.get("draft") in YES,
        created=_date(meta.get("created"), zone)[0],
        tags=tags,
        slug=re.sub(r"^\d{4}-\d{1,2}-\d{1,2}-", "", Path(path).stem),
        cover=_cover(meta, "image"),
        alt=_cover(meta, "alt"),
        authors=list(dict.fromkeys(_text(name) for name in _list(meta.get("authors")))),
    )


def _cover(meta: dict[str, Any], part: str) -> str | None:
    """Of `cover: {image: …, alt: …}`, or of `image` and `image_alt`."""
    if isinstance(meta.get("cover"), dict):
        return meta["cover"].get(part) or None
    return meta.get("image" if part == "image" else "image_alt") or None


def _list(value: Any) -> list[Any]:
    return [item for item in (value if isinstance(value, list) else [value]) if item]


def _text(value: Any) -> str:
    """On one line, `&rsquo;` as the character it is."""
    return " ".join(html.unescape(str(value)).split())


def _date(value: Any, zone: ZoneInfo) -> tuple[date | None, datetime | None]:
    if isinstance(value, str):
        value = _date_in(value)
    if isinstance(value, datetime):
        local = value.astimezone(zone) if value.tzinfo else value
        return local.date(), local.replace(tzinfo=None)
    return (value, None) if isinstance(value, date) else (None, None)


def _date_in(text: str) -> date | None:
    """An ISO day or moment, or `14 apr 2025`."""
    words = text.split()
    if len(words) == 3 and words[1] in DUTCH_MONTHS:
        return date(int(words[2]), DUTCH_MONTHS.index(words[1]) + 1, int(words[0]))
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        return None
