"""Tags as written -> the tags an article counts for."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from dashboard.loader.problems import Notes

_SEPARATORS = re.compile(r"[\s_\-\u2010-\u2015]+")


@lru_cache(maxsize=10_000)
def tag_key(label: str) -> str:
    """One key for `AI chips`, `ai-chips` and `Ai_Chips`: NFKC, casefold, one hyphen for hyphens, underscores, spaces.

    '' for a label that holds nothing else.
    """
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", label).casefold())
    return _SEPARATORS.sub("-", text).strip("-")


def alias_keys(aliases: Mapping[str, str]) -> dict[str, str]:
    """`[tags.aliases]` as key -> key, followed to the end; a circle of aliases changes nothing."""
    direct = {tag_key(source): tag_key(target) for source, target in aliases.items()}
    result = {}
    for source in direct:
        seen = [source]
        while (target := direct.get(seen[-1], seen[-1])) not in seen:
            seen.append(target)
        if direct.get(seen[-1], seen[-1]) == seen[-1]:
            result[source] = seen[-1]
    return result


def count_tags(
    labels: list[str], aliases: Mapping[str, str], most: int, notes: Notes, line: int | None
) -> list[tuple[str, str]]:
    """(key, label) of each tag, once per article, in the order written; at most `most`, the rest with a warning."""
    found: dict[str, str] = {}
    for label in labels:
        key = tag_key(label)
        key = aliases.get(key, key)
        if not key:
            notes.add("tag_empty", line, "tags", label)
        elif key in found:
            notes.add("tag_repeated", line, "tags", label)
        else:
            found[key] = label
    if len(found) > most:
        notes.add("too_many_tags", line, "tags", len(found))
    return list(found.items())[:most]
