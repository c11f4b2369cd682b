"""The lists of the pages Articles and Drafts, counted in plain Python: see counting.py."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from tests.counting import folded, labels
from tests.counting_rules import Parameters, Rows, bucket, status, wanted, within

if TYPE_CHECKING:
    from tests.plain_reader import Article


def listed(articles: list[Article], p: Parameters) -> Rows:
    """The query `articles`, without the columns that are copied from the file as they are."""
    label = labels(articles)
    found = [
        a
        for a in within(wanted(articles, p), p["from_day"], p["to_day"])
        if set(p["with_tags"]) <= a.tags.keys()
        and (not p["paths"] or a.path in p["paths"])
        and (not p["authors"] or any(author in p["authors"] for author in a.authors or [""]))
        and (p["weekday"] is None or (a.moment is not None and a.moment.isoweekday() == p["weekday"]))
        and (p["hour"] is None or (a.moment is not None and a.moment.hour == p["hour"]))
        and all(_says(a, term, label) for term in terms(p["search"]))
    ]
    found.sort(key=lambda a: a.path)
    found.sort(key=lambda a: (a.day is not None, a.day or date.min, a.moment is not None, str(a.moment)), reverse=True)
    column, backwards = p["sort"].lstrip("-"), p["sort"].startswith("-")
    keyed = [a for a in found if _sort_key(a, column, p) is not None]
    keyed.sort(key=lambda a: _sort_key(a, column, p) or "", reverse=backwards)
    inorder = keyed + [a for a in found if _sort_key(a, column, p) is None]
    end = len(inorder) if p["rows"] is None else p["skip"] + p["rows"]
    return [
        {
            "path": a.path,
            "title": a.title,
            "section": a.section,
            "audience": a.audience,
            "tags": list(a.tags.values()),
            "status": status(a, p["as_of"]),
            "published_on": a.day,
            "published_at": a.moment,
            "summary": a.summary,
            "language": a.language,
            "found": len(inorder),
        }
        for a in inorder[p["skip"] : end]
    ]


def terms(search: str) -> list[str]:
    """What stands between quotes is one term, and so is every other word."""
    found: list[str] = []
    for place, part in enumerate(search.translate(str.maketrans("“”„", '"""')).split('"')):
        found += [" ".join(part.split())] if place % 2 else part.split()
    return [folded(term) for term in found if term]


def _says(a: Article, term: str, label: dict[str, str]) -> bool:
    tag_names = [name for tag in a.tags for name in (a.tags[tag], label[tag], tag.replace("-", " "))]
    parts = [a.title or "", a.summary or "", a.path, a.body, *a.authors, *tag_names]
    return any(term in " ".join(folded(part).replace("’", "'").split()) for part in parts)


def _sort_key(a: Article, column: str, p: Parameters) -> str | None:
    at = a.moment or a.day
    keys = {
        "published_on": at and f"{at:%Y-%m-%d %H:%M:%S}",
        "updated_on": a.updated and str(a.updated),
        "expires_on": a.expires and str(a.expires),
        "first_seen_on": a.created and str(a.created),
        "word_count": f"{a.words:9}",
        "title": a.title and folded(a.title),
        "section": a.section and folded(a.section),
        "audience": a.audience and folded(a.audience),
        "status": status(a, p["as_of"]),
        "language": a.language,
        "path": a.path,
    }
    return keys[column] or None


def ahead(articles: list[Article], p: Parameters) -> Rows:
    found = [a for a in wanted(articles, p) if status(a, p["as_of"]) == "scheduled" and a.day]
    found.sort(key=lambda a: (a.day or date.max, str(a.moment or ""), a.path))
    running = bucket("week", p["as_of"])
    furthest = max((bucket("week", a.day) for a in found if a.day), default=running)
    weeks = 1 + min(26, max(4, (furthest - running).days // 7))
    rows: Rows = []
    for start in [running + timedelta(weeks=week) for week in range(weeks)]:
        here = [a for a in found if a.day and start <= a.day <= start + timedelta(days=6)]
        rows += [_scheduled(start, len(here), a) for a in here or [None]]
    later = [a for a in found if a.day and a.day >= running + timedelta(weeks=weeks)]
    return rows + [_scheduled(None, len(later), a) for a in later]


def _scheduled(start: date | None, n: int, a: Article | None) -> dict[str, object]:
    return {
        "bucket": start,
        "bucket_end": start and start + timedelta(days=6),
        "articles": n,
        "published_on": a and a.day,
        "published_at": a and a.moment,
        "path": a and a.path,
        "title": a and a.title,
        "section": a and a.section,
        "audience": a and a.audience,
    }


def neighbours(articles: list[Article], p: Parameters) -> Rows:
    this = next((a for a in articles if a.path == p["path"]), None)
    if this is None:
        return []
    others = [a for a in articles if a.path != this.path and a.language == this.language]
    found: list[tuple[str, Article, int | None]] = []
    if this.day:
        in_section = [a for a in others if a.section and a.section == this.section]
        for prefix, near in (("", others), ("section_", in_section)):
            order = sorted([a for a in near if a.day] + [this], key=_moment)
            place = order.index(this)
            found += [(f"{prefix}before", order[place - 1], None)] if place else []
            found += [(f"{prefix}after", order[place + 1], None)] if place + 1 < len(order) else []

    def distance(a: Article) -> tuple[bool, int]:
        return (True, 0) if not a.day or not this.day else (False, abs((a.day - this.day).days))

    sharing = [(len(a.tags.keys() & this.tags.keys()), a) for a in others if a.tags.keys() & this.tags.keys()]
    sharing.sort(key=lambda pair: (-pair[0], distance(pair[1]), pair[1].path))
    found += [("tags", a, shared) for shared, a in sharing[:5]]
    return [
        {
            "relation": relation,
            "path": a.path,
            "title": a.title,
            "published_on": a.day,
            "status": status(a, p["as_of"]),
            "shared": shared,
        }
        for relation, a, shared in found
    ]


def _moment(a: Article) -> tuple[datetime, str]:
    return a.moment or datetime.combine(a.day or date.min, time()), a.path
