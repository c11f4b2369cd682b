"""What the page Gaps says, once more in plain Python, from `metrics.md`."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from tests.counting import labels
from tests.counting_rules import Parameters, Rows, chosen, of, published, seen, status, wanted, within
from tests.counting_topics import why_alike

if TYPE_CHECKING:
    from tests.plain_reader import Article


def gap_cells(articles: list[Article], p: Parameters) -> Rows:
    """Every place against every tag, one at a time."""
    found, any_day = chosen(articles, p), wanted(articles, p)
    n, label = len(found), labels(articles)
    plan = {(field, name): float(share) for field, name, share in p["targets"]}
    hidden = {(section or audience, tag): reason for section, audience, tag, reason in p["hidden"]}
    tags = {tag for a in any_day for tag in a.tags} | {name for field, name in plan if field == "tag"}
    rows: Rows = []
    for field in ("section", "audience"):
        picked = p[f"{field}s"]
        planned_names = {name for of_field, name in plan if of_field == field and (not picked or name in picked)}
        for category in sorted({*seen(published(articles, p["as_of"]), field, p), *planned_names} - {""}):
            for tag in tags:
                row_total = sum(of(a, field) == category for a in found)
                column_total = sum(tag in a.tags for a in found)
                both = [a for a in any_day if of(a, field) == category and tag in a.tags]
                x = len(set(map(id, both)) & set(map(id, found)))
                expected = row_total * column_total / n if n else 0
                aims = (plan.get((field, category)), plan.get(("tag", tag)))
                planned = None
                if n and aims != (None, None):
                    of_row = row_total / n if aims[0] is None else aims[0]
                    of_column = column_total / n if aims[1] is None else aims[1]
                    planned = round(n * of_row * of_column, 9)
                short, plan_short = lacking(expected, x), lacking(planned, x)
                if short is None and plan_short is None:
                    continue
                waiting = sorted(a.path for a in both if status(a, p["as_of"]) in ("draft", "scheduled"))
                drafts = sum(status(a, p["as_of"]) == "draft" for a in both)
                rows.append(
                    {
                        "field": field,
                        "category": category,
                        "tag": tag,
                        "label": label.get(tag, tag),
                        "articles": x,
                        "category_total": row_total,
                        "tag_total": column_total,
                        "total": n,
                        "expected": expected,
                        "planned": planned,
                        "short": short,
                        "plan_short": plan_short,
                        "most_short": max(short or 0, plan_short or 0),
                        "last_on": max((a.day for a in published(both, p["as_of"]) if a.day), default=None),
                        "drafts": drafts,
                        "scheduled": len(waiting) - drafts,
                        "waiting": waiting,
                        "reason": hidden.get((category, tag)),
                    }
                )
    order = {"section": 0, "audience": 1}
    return sorted(
        rows,
        key=lambda r: (
            -round(r["most_short"], 9),
            r["articles"],
            order[r["field"]],
            r["category"],
            r["label"],
            r["tag"],
        ),
    )


def gap_heat(articles: list[Article], p: Parameters) -> Rows:
    """Every place of one kind against every tag; then those that lack most, and those there is most of."""
    found, by, label = chosen(articles, p), p["by"], labels(articles)
    n, plan = len(found), {(field, name): float(share) for field, name, share in p["targets"]}
    reasons = {(cell[("section", "audience").index(by)], cell[2]): cell[3] for cell in p["hidden"]}
    tags = {tag for a in found for tag in a.tags} | {name for field, name in plan if field == "tag"}
    cells: Rows = []
    for category in [name for name in seen(published(articles, p["as_of"]), by, p) if name]:
        for tag in tags:
            here = [a for a in found if of(a, by) == category]
            with_tag = [a for a in found if tag in a.tags]
            both = sum(tag in a.tags for a in here)
            aims = (plan.get((by, category)), plan.get(("tag", tag)))
            hope = len(here) * len(with_tag) / n if n else None
            if p["against"] == "planned" and n:
                of_row = len(here) if aims[0] is None else aims[0] * n
                of_column = len(with_tag) if aims[1] is None else aims[1] * n
                hope = None if aims == (None, None) else round(of_row * of_column / n, 9)
            enough = hope is not None and hope >= 3
            difference = both - hope if hope is not None and enough else None
            cell = {"category": category, "tag": tag, "label": label.get(tag, tag), "articles": both}
            cell |= {"category_total": len(here), "tag_total": len(with_tag), "total": n or None, "hope": hope}
            cell |= {"difference": difference, "residual": difference / hope**0.5 if enough and hope else None}
            cells.append(cell | {"reason": reasons.get((category, tag))})

    def ranked(name: str, cells: Rows) -> list[str]:
        """Of those with three to be hoped for somewhere."""
        groups: dict[str, Rows] = {}
        for cell in cells:
            groups.setdefault(cell[name], []).append(cell)
        lacks = {
            key: max(
                (-c["difference"] for c in rows if c["reason"] is None and (c["difference"] or 0) <= -1), default=0
            )
            for key, rows in groups.items()
            if any(c["difference"] is not None for c in rows)
        }
        return sorted(lacks, key=lambda key: (-round(lacks[key], 9), -groups[key][0][f"{name}_total"], key))

    all_tags = ranked("tag", cells)
    cells = [cell for cell in cells if cell["tag"] in all_tags[: p["top"]]]
    categories = ranked("category", cells)
    rows: Rows = []
    for column, tag in enumerate(all_tags[: p["top"]], start=1):
        of_tag = {cell["category"]: cell for cell in cells if cell["tag"] == tag}
        drawn = [of_tag[category] for category in categories[: p["top"]]]
        if all(cell["difference"] is None for cell in drawn):
            continue
        counts = {"tag_rank": column, "categories": len(categories), "tags": len(all_tags)}
        rows += [cell | {"category_rank": place} | counts for place, cell in enumerate(drawn, start=1)]
    return rows


def lacking(hope: float | None, there: int) -> float | None:
    """e - x, from three expected on, and not of less than one article."""
    return hope - there if hope is not None and hope >= 3 and hope - there >= 1 else None


def required_cells(articles: list[Article], p: Parameters) -> Rows:
    label = labels(articles)
    out = within(published(articles, p["as_of"]), p["from_day"], p["to_day"])
    rows: Rows = []
    for place, (section, audience, tag) in enumerate(p["required"], start=1):
        here = [
            a
            for a in articles
            if section in (None, a.section) and audience in (None, a.audience) and (tag is None or tag in a.tags)
        ]
        states = {a.path: status(a, p["as_of"]) for a in here}
        rows.append(
            {
                "place": place,
                "section": section,
                "audience": audience,
                "tag": tag,
                "label": label.get(tag, tag),
                "articles": sum(a.path in states for a in out),
                "total": len(out),
                "last_on": max((a.day for a in published(here, p["as_of"]) if a.day), default=None),
                "drafts": list(states.values()).count("draft"),
                "scheduled": list(states.values()).count("scheduled"),
                "waiting": sorted(path for path, state in states.items() if state in ("draft", "scheduled")),
            }
        )
    return rows


def one_audience(articles: list[Article], p: Parameters) -> Rows:
    found, label = [a for a in chosen(articles, p) if a.audience], labels(articles)
    ever = published(wanted(articles, p), p["as_of"])
    rows: Rows = []
    for tag in {tag for a in found for tag in a.tags}:
        audiences = {a.audience for a in found if tag in a.tags}
        if len(audiences) > 1:
            continue
        (audience,) = audiences
        k, others = sum(tag in a.tags for a in found), sum(a.audience != audience for a in found)
        if k * others < 3 * len(found):
            continue
        elsewhere = [a.day for a in ever if a.day and tag in a.tags and a.audience not in (None, audience)]
        rows.append(
            {
                "tag": tag,
                "label": label[tag],
                "audience": audience,
                "articles": k,
                "n": len(found),
                "audience_share": 1 - others / len(found),
                "expected_elsewhere": k * others / len(found),
                "last_elsewhere": max(elsewhere, default=None),
            }
        )
    return sorted(rows, key=lambda r: (-round(r["expected_elsewhere"], 9), r["label"], r["tag"]))


def untagged_mentions(articles: list[Article], p: Parameters) -> Rows:
    """Every tag against every text; what carries another spelling of the tag does not lack it."""
    label = labels(articles)
    found = sorted(chosen(articles, p), key=lambda a: a.path)
    found.sort(key=lambda a: a.day.toordinal() if a.day else 0, reverse=True)
    found = found[: p["texts"]]
    texts = {a.path: (spaced(words_of(a.title or "")), spaced(words_of(without_markup(a.body)))) for a in found}
    rows: Rows = []
    for tag, name in label.items():
        sought = spaced(words_of(name))
        if len(sought.strip()) < 2:
            continue
        without = [a for a in found if tag not in a.tags]
        speak_of = (a for a in without if any(sought in text for text in texts[a.path]))
        without = [a for a in speak_of if not any(why_alike(*sorted((tag, other))) for other in a.tags)]
        in_title = [a.path for a in without if sought in texts[a.path][0]]
        in_body = [a.path for a in without if a.path not in in_title and sought in texts[a.path][1]]
        if in_title or in_body:
            rows.append(
                {
                    "tag": tag,
                    "label": name,
                    "articles": len(in_title) + len(in_body),
                    "in_title": len(in_title),
                    "tagged": sum(tag in a.tags for a in found),
                    "searched": len(found),
                    "paths": in_title + in_body,
                }
            )
    return sorted(rows, key=lambda r: (-r["articles"], -r["in_title"], r["label"], r["tag"]))


def without_markup(body: str) -> str:
    for markup in (r"<[^>]*>", r"\]\([^)\s]*\)", r"\{[{%][^}]*\}", r"https?://\S+"):
        body = re.sub(markup, " ", body, flags=re.IGNORECASE)
    return body


def words_of(text: str) -> list[str]:
    """Runs of letters, digits and the marks that belong to them, without case and accents."""
    parts = unicodedata.normalize("NFD", text.lower())
    bare = unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))
    return "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in bare).split()


def spaced(words: list[str]) -> str:
    return f" {' '.join(words)} "
