"""What a load did, for the one who asked for it."""

from dataclasses import dataclass, fields
from datetime import datetime

from dashboard.loader.problems import Problem

# What becomes of a file; same: its bytes are those of the load before.
ARTICLE, IGNORED, SKIPPED, SAME = "article", "ignored", "skipped", "same"


@dataclass(frozen=True)
class LoadResult:
    """The row of `loads`, the preset, and all problems of the folder, old and new, by path and line."""

    started_at: datetime  # local wall time in the editorial time zone
    finished_at: datetime
    content_root: str
    found: int
    read: int
    unchanged: int
    ignored: int
    skipped: int
    removed: int
    articles: int
    seconds: float
    version: str
    preset: str
    preset_reason: str
    problems: list[Problem]
    reason: str = ""  # why every file was read again, though few had changed: version, settings, layout

    @property
    def errors(self) -> int:
        return self._count("error")

    @property
    def warnings(self) -> int:
        return self._count("warning")

    @property
    def notices(self) -> int:
        return self._count("notice")

    def _count(self, severity: str) -> int:
        return sum(problem.severity == severity for problem in self.problems)


LOADS_ROW = [field.name for field in fields(LoadResult)][:12]  # the columns of `loads`, in their order
