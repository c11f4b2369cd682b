"""What can be wrong with a file: a stable code, how bad it is, and where; the sentences stand in the words files.

A sentence uses no more than {path}, {line}, {field} and {value}: so a row of `problems` can be told in any language.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.errors import DashboardError
from dashboard.words import Sentence, words

FOLDER = "."  # the path of a problem that concerns the whole content folder
LONGEST_VALUE = 200
MOST_IN_ONE_FILE = 100
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")

# error: the file is skipped; warning: a value is missing or dropped; notice: repaired, or read with an assumption.
SEVERITY: Mapping[str, str] = {
    "unreadable": "error",
    "unreadable_folder": "error",
    "too_large": "error",
    "not_text": "error",
    "unterminated": "error",
    "front_matter_invalid": "error",
    "front_matter_no_table": "error",
    "too_deep": "error",
    "too_many_aliases": "error",
    "duplicate_key": "warning",
    "wrong_type": "warning",
    "date_invalid": "warning",
    "date_incomplete": "warning",
    "draft_unclear": "warning",
    "too_many_tags": "warning",
    "missing_title": "warning",
    "missing_date": "warning",
    "missing_tags": "warning",
    "missing_section": "warning",
    "missing_audience": "warning",
    "unknown_section": "warning",
    "unknown_audience": "warning",
    "encoding_assumed": "notice",
    "mojibake_repaired": "notice",
    "date_ambiguous": "notice",
    "tags_in_one_text": "notice",
    "tag_repeated": "notice",
    "tag_empty": "notice",
    "several_sections": "notice",
    "several_values": "notice",
    "list_page": "notice",
    "headless": "notice",
    "no_front_matter": "notice",
    "no_post": "notice",
    "page_resource": "notice",
    "not_built": "notice",
    "other_format": "notice",
    "link_outside": "notice",
    "link_to_folder": "notice",
    "field_not_used": "notice",
    "snapshot_damaged": "notice",
}

# Told anew at each load, because they depend on the other articles or on the load itself.
ABOUT_THE_FOLDER = (
    "missing_title",
    "missing_date",
    "missing_tags",
    "missing_section",
    "missing_audience",
    "field_not_used",
    "unreadable_folder",
    "link_outside",
    "link_to_folder",
    "other_format",
    "snapshot_damaged",
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One row of `problems`. `line` counts from 1; `value` is cut to 200 characters."""

    path: str
    code: str
    line: int | None = None
    field: str | None = None
    value: str | None = None

    @property
    def severity(self) -> str:
        return SEVERITY[self.code]

    @property
    def message(self) -> str:
        """In English: what the file says. The page tells it in the reader's language, by code."""
        return words("en")(self.sentence.key, **self.sentence.values)

    @property
    def remedy(self) -> str:
        return words("en")(f"problem.{self.code}.remedy", **self.sentence.values)

    @property
    def row(self) -> tuple[str | int | None, ...]:
        """As it stands in the table `problems`."""
        return self.path, self.line, self.severity, self.code, self.field, self.value, self.message, self.remedy

    @property
    def sentence(self) -> Sentence:
        """The message, for a reader of any language."""
        line, field, value = str(self.line or 1), self.field or "", self.value or ""
        return Sentence(
            f"problem.{self.code}.message", {"path": self.path, "line": line, "field": field, "value": value}
        )


class NoArticleError(DashboardError):
    """A folder in which no file can be used; `problems` says of each file why."""

    def __init__(self, key: str, /, *, problems: Sequence[Problem] = (), **values: Any) -> None:
        super().__init__(key, **values)
        self.problems = problems


class SkipFileError(Exception):
    """A file that cannot be used; becomes its problem of severity error."""

    def __init__(self, code: str, line: int | None = None, value: str | None = None) -> None:
        super().__init__(code)
        self.code, self.line, self.value = code, line, value


@dataclass(slots=True)
class Notes:
    """The problems of one file, gathered on its way through the loader; beyond a hundred, they are all alike."""

    path: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, line: int | None = None, field: str | None = None, value: object = None) -> None:
        if len(self.problems) >= MOST_IN_ONE_FILE and SEVERITY[code] != "error":
            return
        text = None if value is None else shown(value)
        self.problems.append(Problem(self.path, code, line, field, text))


def shown(value: object) -> str:
    """A value as a message shows it: on one line, at most 200 characters, no half ones, none that steers a terminal."""
    text = _CONTROL.sub("\ufffd", " ".join(str(value).split()))
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
