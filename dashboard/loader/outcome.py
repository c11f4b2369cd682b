"""Files -> an Article of each, or the reason why it is none."""

from collections.abc import Iterable
from typing import NamedTuple

from dashboard.loader.article import Article, make_article
from dashboard.loader.context import Context
from dashboard.loader.front_matter import FrontMatter, split_front_matter
from dashboard.loader.problems import Notes, Problem, SkipFileError
from dashboard.loader.result import ARTICLE, IGNORED, SKIPPED
from dashboard.loader.text import decode
from dashboard.loader.values import Values, yes_or_no

_BUILD = ("build", "_build")  # the table's name now, and before


class Outcome(NamedTuple):
    kind: str  # article, ignored, skipped
    article: Article | None
    problems: list[Problem]


class _Opened(NamedTuple):
    path: str
    notes: Notes
    front_matter: FrontMatter | None
    is_skipped: bool


def read_articles(files: Iterable[tuple[str, bytes]], context: Context) -> list[Outcome]:
    """What becomes of files with these paths and bytes. Never raises for what a file can hold.

    In two steps, each for all of them: what the processor has at hand for one is of use for the next.
    """
    opened = [_open(path, data, context) for path, data in files]
    return [_read(one, context) for one in opened]


def _open(path: str, data: bytes, context: Context) -> _Opened:
    notes = Notes(path)
    try:
        return _Opened(path, notes, split_front_matter(decode(data, notes), notes, context.settings), False)
    except SkipFileError as error:
        notes.add(error.code, error.line, value=error.value)
        return _Opened(path, notes, None, True)


def _read(opened: _Opened, context: Context) -> Outcome:
    path, notes, front_matter, is_skipped = opened
    if is_skipped:
        return Outcome(SKIPPED, None, notes.problems)
    values = Values(front_matter, context.shapes.of(front_matter.metadata)) if front_matter is not None else None
    reason = _no_article(path, values, context)
    if reason is not None or front_matter is None or values is None:
        if not (path.lower().endswith(".html") and front_matter is None):  # a template, a page of its own
            notes.add(reason or "no_front_matter")
        return Outcome(IGNORED, None, notes.problems)
    return Outcome(ARTICLE, make_article(path, front_matter, values, context, notes), notes.problems)


def _no_article(path: str, values: Values | None, context: Context) -> str | None:
    name = path[path.rfind("/") + 1 :]
    if name.startswith("_index") and name[6:7] in (".", ""):
        return "list_page"
    if values is None:
        return "no_front_matter"
    headless = values.get("headless")
    if headless is not None and yes_or_no(headless.value):
        return "headless"
    preset = context.preset
    if preset.name == "hugo":
        if preset.is_resource(path):
            return "page_resource"
        if any(_is_never(values, f"{table}.render") and _is_never(values, f"{table}.list") for table in _BUILD):
            return "not_built"
    if preset.name == "jekyll" and preset.has_config:
        folders = (*preset.above, *path.split("/")[:-1])
        if not any(folder.startswith("_") for folder in folders):
            return "no_post"
    return None


def _is_never(values: Values, key: str) -> bool:
    found = values.get(key)
    return found is not None and (found.value is False or found.value == "never")
