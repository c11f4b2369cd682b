"""The figures of the page Quality once more, in plain Python and never from the SQL (see counting.py)."""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any

from tests.counting_rules import Parameters, Rows, of, status, wanted, within

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tests.plain_reader import Article

HEADING = re.compile(r" {0,3}#{1,6}[ \t]+([^{]+)")
HTML_HEADING = re.compile(r"<h[1-6][^>]*>(.*?)</h[1-6]>", re.IGNORECASE | re.DOTALL)
NO_WORDS = re.compile(r"<[^>]*>|\]\([^)\s]*\)|https?://\S+|\{[{%][^}]*\}")


def folded(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in parts if not unicodedata.combining(c))


def bare(text: str | None) -> str:
    """Letters and digits, without case and accents."""
    return "".join(c for c in folded(text or "") if c.isalnum())


def words_of(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in folded(text)).split()


def qualified(articles: list[Article], p: Parameters) -> list[Article]:
    """Of any day: with the statuses that are chosen, else what counts as published."""
    return [a for a in wanted(articles, p) if p["statuses"] or status(a, p["as_of"]) in ("published", "expired")]


# ------------------------------------------------------------------ upkeep


def upkeep(articles: list[Article], p: Parameters) -> Rows:
    of_any_day = qualified(articles, p)
    found = within(of_any_day, p["from_day"], p["to_day"])
    titles = Counter((bare(a.title), a.language) for a in articles)
    slugs = Counter(((a.slug or "").lower(), a.language) for a in articles)
    texts = [a for a in found if a.body]

    def useless(a: Article) -> bool:
        file = re.split(r"[?#]", a.cover or "")[0].split("/")[-1]
        stem = re.sub(r"\.[a-z0-9]+$", "", file, flags=re.IGNORECASE)
        return bare(a.alt) != "" and bare(a.alt) in map(bare, (a.title, file, stem))

    def used(field: Callable[[Article], Any]) -> list[Article]:
        return found if any(field(a) for a in articles) else []

    def days_since(a: Article) -> int:
        return (p["as_of"] - last_change(a)).days

    answers: dict[str, tuple[list[Article], Callable[[Article], bool]]] = {
        "summary": (used(lambda a: a.summary), lambda a: not a.summary),
        "cover": (used(lambda a: a.cover), lambda a: not a.cover),
        "alt": ([a for a in used(lambda a: a.alt) if a.cover], lambda a: not a.alt),
        "useless_alt": ([a for a in found if a.alt], useless),
        "image_alt": ([a for a in texts if images(a.body)], lambda a: not all(images(a.body))),
        "tags": (used(lambda a: a.tags), lambda a: not a.tags),
        "section": (used(lambda a: a.section), lambda a: not a.section),
        "audience": (used(lambda a: a.audience), lambda a: not a.audience),
        "body": (found, lambda a: not a.words),
        "duplicate_title": (found, lambda a: bare(a.title) != "" and titles[bare(a.title), a.language] > 1),
        "duplicate_slug": (found, lambda a: bool(a.slug) and slugs[(a.slug or "").lower(), a.language] > 1),
        "stale": (
            [a for a in of_any_day if status(a, p["as_of"]) != "expired" and (a.day or a.updated)],
            lambda a: days_since(a) >= p["stale_after_days"],
        ),
    }
    for heading in p["headings"]:
        answers[f"heading:{heading}"] = (texts, lambda a, heading=heading: bare(heading) not in headings(a.body))
    rows: Rows = []
    for code, (could, lacks) in answers.items():
        lacking = [a.path for a in could if lacks(a)]
        paths = sorted(lacking) if code == p["lacks"] else []
        rows.append({"code": code, "articles": len(lacking), "of": len(could), "paths": paths})

    def share(row: dict[str, Any]) -> float:
        return row["articles"] / row["of"] if row["of"] else -1

    return sorted(rows, key=lambda row: (-share(row), -row["articles"], row["code"]))


def last_change(a: Article) -> date:
    return max(day for day in (a.day, a.updated) if day)


def images(body: str) -> list[bool]:
    """For each image: does it say what it shows?"""
    found = [bool(alt.strip()) for alt in re.findall(r"!\[([^\]]*)\]\(", body)]
    tags = re.findall(r"<img\s[^>]*>", body, re.IGNORECASE)
    return found + [re.search(r"\balt\s*=", tag, re.IGNORECASE) is not None for tag in tags]


def headings(body: str) -> set[str]:
    lines = [match[1] for line in body.split("\n") if (match := HEADING.match(line))]
    return {bare(text) for text in lines + HTML_HEADING.findall(body)}


# ------------------------------------------------------------------ lengths


def lengths(articles: list[Article], p: Parameters) -> Rows:
    found = [a for a in within(qualified(articles, p), p["from_day"], p["to_day"]) if a.words]
    by_name: dict[str, list[int]] = defaultdict(list)
    for a in found:
        by_name["" if p["by"] == "all" else of(a, p["by"])].append(a.words)
    rows = [{"category": name, **spread(counts, p["words_a_minute"])} for name, counts in by_name.items()]
    return sorted(rows, key=lambda row: (row["category"] == "", -row["middle"], row["category"]))


def spread(values: list[int], words_a_minute: int) -> dict[str, Any]:
    parts = statistics.quantiles(values, n=20, method="inclusive") if len(values) > 1 else values * 19
    middle = statistics.median(values)
    return {
        "n": len(values),
        "tenth": parts[1],
        "quarter": parts[4],
        "middle": middle,
        "three_quarters": parts[14],
        "nine_tenths": parts[17],
        "minutes": middle / words_a_minute,
    }


# ------------------------------------------------------------------ nearly the same


def similar_titles(articles: list[Article]) -> Rows:
    """Every title held against every other one."""
    by_words: dict[tuple[frozenset[str], str], list[Article]] = defaultdict(list)
    for a in sorted(articles, key=lambda a: a.path):
        if words := frozenset(words_of(a.title or "")):
            by_words[words, a.language or ""].append(a)
    rows: Rows = []
    for (words, _), group in by_words.items():
        rows += [pair(group[0], other, len(words), len(words)) for other in group[1:]]
    for ((one, _), [a, *_]), ((two, _), [b, *_]) in combinations(by_words.items(), 2):
        shared, both = len(one & two), len(one | two)
        if shared * 3 >= both * 2 and not translations(a, b):
            rows.append(pair(a, b, shared, both))
    return sorted(rows, key=in_order)


def similar_texts(articles: list[Article]) -> Rows:
    by_words: dict[tuple[str, ...], list[Article]] = defaultdict(list)
    for a in sorted(articles, key=lambda a: a.path):
        if len(words := words_of(NO_WORDS.sub(" ", a.body))) >= 8:
            by_words[tuple(words)].append(a)
    passages = {
        group[0].path: set(zip(*(words[n:] for n in range(8)), strict=False)) for words, group in by_words.items()
    }
    first = {group[0].path: group[0] for group in by_words.values()}
    holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for path, own in passages.items():
        for passage in own:
            holders[passage].append(path)
    standing = {passage for passage, paths in holders.items() if len(paths) > 20}
    shared = Counter(
        both for passage, paths in holders.items() if passage not in standing for both in combinations(sorted(paths), 2)
    )
    rows: Rows = []
    for words, group in by_words.items():
        others = [other for other in group[1:] if not translations(group[0], other)]
        rows += [pair(group[0], other, len(words) - 7, len(words) - 7) for other in others]
    for (one, two), n in shared.items():
        shorter = min(len(passages[one] - standing), len(passages[two] - standing))
        if n * 4 >= shorter and not translations(first[one], first[two]):
            rows.append(pair(first[one], first[two], n, shorter))
    return sorted(rows, key=in_order)


def translations(a: Article, b: Article) -> bool:
    return a.story is not None and a.story == b.story and a.language != b.language


def pair(a: Article, b: Article, shared: int, whole: int) -> dict[str, Any]:
    a, b = sorted((a, b), key=lambda one: one.path)
    return {
        "path": a.path,
        "title": a.title,
        "other_path": b.path,
        "other_title": b.title,
        "shared": shared,
        "share": shared / whole,
    }


def in_order(row: dict[str, Any]) -> tuple[float, int, str, str]:
    return -row["share"], -row["shared"], row["path"], row["other_path"]
