"""One file -> an Article, or the reason why it is none."""

import re
from dataclasses import dataclass

from dashboard.loader.article import Article, make_article
from dashboard.loader.context import Context
from dashboard.loader.front_matter import FrontMatter, split_front_matter
from dashboard.loader.problems import Notes, Problem, SkipFileError
from dashboard.loader.text import decode
from dashboard.loader.values import Values, yes_or_no

ARTICLE, IGNORED, SKIPPED = "article", "ignored", "skipped"
_LIST_PAGE = re.compile(r"_index(\.|$)")


@dataclass(frozen=True, slots=True)
class Outcome:
    kind: str  # article, ignored, skipped
    article: Article | None
    problems: list[Problem]


def read_article(path: str, data: bytes, context: Context) -> Outcome:
    """What becomes of a file with these bytes. Never raises for what a file can hold."""
    notes = Notes(path)
    try:
        front_matter = split_front_matter(decode(data, notes), notes, context.settings)
        reason = _no_article(path, front_matter, context)
        if reason is not None or front_matter is None:
            if not (path.lower().endswith(".html") and front_matter is None):  # a template, a page of its own
                notes.add(reason or "no_front_matter")
            return Outcome(IGNORED, None, notes.problems)
        return Outcome(ARTICLE, make_article(path, front_matter, context, notes), notes.problems)
    except SkipFileError as error:
        notes.add(error.code, error.line, value=error.value)
        return Outcome(SKIPPED, None, notes.problems)


def _no_article(path: str, front_matter: FrontMatter | None, context: Context) -> str | None:
    name = path.rsplit("/", 1)[-1]
    if _LIST_PAGE.match(name):
        return "list_page"
    if front_matter is None:
        return "no_front_matter"
    shape = context.shapes.of(front_matter.metadata)
    if shape.path("headless"):
        headless = Values(front_matter, shape).get("headless")
        if headless is not None and yes_or_no(headless.value):
            return "headless"
    preset = context.preset
    if preset.name == "jekyll" and preset.has_config:
        folders = (*preset.above, *path.split("/")[:-1])
        if not any(folder.startswith("_") for folder in folders):
            return "no_post"
    return None
