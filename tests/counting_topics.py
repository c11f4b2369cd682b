"""What the pages Topics and Balance say beyond counts, once more in plain Python, from `metrics.md`."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from tests.counting import labels
from tests.counting_rules import (
    Parameters,
    Rows,
    bucket,
    chosen,
    chosen_before,
    first_published,
    next_bucket,
    of,
    published,
    seen,
    share,
    wanted,
    within,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.plain_reader import Article

VOWELS = "aeiou"


def rising(articles: list[Article], p: Parameters) -> Rows:
    """The z of Monroe, Colaresi and Quinn (2008), written as they do: group i against group j, prior alpha.

    alpha_0, what the prior weighs, is never more than both groups together.
    """
    group_i, group_j = chosen(articles, p), chosen_before(articles, p)
    if group_j is None:
        return []
    label = labels(articles)
    y_i, y_j = (Counter(tag for a in group for tag in a.tags) for group in (group_i, group_j))
    folder = Counter(tag for a in published(articles, p["as_of"]) for tag in a.tags)
    n_i, n_j = y_i.total(), y_j.total()
    alpha_0 = min(n_i + n_j, folder.total())
    alpha = {tag: alpha_0 * count / folder.total() for tag, count in folder.items()}
    rows: Rows = []
    for w in y_i.keys() | y_j.keys():
        others = sum(alpha[tag] for tag in alpha if tag != w)
        others_i, others_j = n_i - y_i[w] + others, n_j - y_j[w] + others
        delta = z = None
        if others_i and others_j:
            delta = math.log((y_i[w] + alpha[w]) / others_i) - math.log((y_j[w] + alpha[w]) / others_j)
            z = delta / math.sqrt(1 / (y_i[w] + alpha[w]) + 1 / (y_j[w] + alpha[w]))
        now, before = share(y_i[w], len(group_i)), share(y_j[w], len(group_j))
        change = None if now is None or before is None else now - before
        beyond = z is not None and abs(z) >= 1.96 and change is not None and change * z > 0
        rows.append(
            {
                "tag": w,
                "label": label[w],
                "articles": y_i[w],
                "n": len(group_i),
                "share": now,
                "before": y_j[w],
                "before_n": len(group_j),
                "before_share": before,
                "change": change,
                "log_odds": delta,
                "z": z,
                "state": "usual" if not beyond else "rising" if z and z > 0 else "falling",
            }
        )
    return sorted(rows, key=lambda row: (row["z"] is None, -round(row["z"] or 0, 9), row["label"], row["tag"]))


def tag_pairs(articles: list[Article], p: Parameters) -> Rows:
    found, label = chosen(articles, p), labels(articles)
    count = Counter(tag for a in found for tag in a.tags)
    top = sorted(count, key=lambda tag: (-count[tag], label[tag], tag))[: p["top"]]
    rows: Rows = []
    for (rank, one), (other_rank, other) in combinations(enumerate(top, start=1), 2):
        both = sum(one in a.tags and other in a.tags for a in found)
        chance = (count[one] / len(found)) * (count[other] / len(found))
        rows.append(
            {
                "tag": one,
                "label": label[one],
                "rank": rank,
                "tag_articles": count[one],
                "other_tag": other,
                "other_label": label[other],
                "other_rank": other_rank,
                "other_articles": count[other],
                "articles": both,
                "n": len(found),
                "lift": (both / len(found)) / chance if both >= 3 else None,
            }
        )
    return rows


def tag_variants(articles: list[Article], p: Parameters) -> Rows:
    """Every tag against every other one: slow, and with no cleverness to be wrong about."""
    label, count = labels(articles), Counter(tag for a in articles for tag in a.tags)
    rows: Rows = []
    for one, other in combinations(sorted(count), 2):
        why = why_alike(one, other)
        if why is None:
            continue
        stays, goes = sorted((one, other), key=lambda tag: (-count[tag], len(tag), tag == one))
        rows.append(
            {
                "tag": goes,
                "label": label[goes],
                "articles": count[goes],
                "other_tag": stays,
                "other_label": label[stays],
                "other_articles": count[stays],
                "why": why,
            }
        )
    return sorted(rows, key=lambda r: (-(r["articles"] + r["other_articles"]), r["other_label"], r["label"], r["tag"]))


def why_alike(one: str, other: str) -> str | None:
    if is_plural(one, other) or is_plural(other, one):
        return "plural"
    if without_accents(one) == without_accents(other):
        return "accents"
    return "typing" if one_error(one, other) else None


def is_plural(many: str, one: str) -> bool:
    many, one = many.replace("’", "'"), one.replace("’", "'")
    if len(one) >= 3 and one[-1] not in "s'" and many in (one + "s", one + "'s"):
        return True
    if len(one) >= 2 and many in (one + "es", one + "ën", one + "en"):
        return True
    if one.endswith("y") and len(many) >= 5 and many == one[:-1] + "ies":  # policy, policies
        return True
    if not many.endswith("en") or len(many) < 4:
        return False
    stem = many[:-2]
    if stem == one + one[-1:]:  # man, mannen
        return True
    soft = {"v": "f", "z": "s"}.get(stem[-1], stem[-1])
    stem = stem[:-1] + soft
    if stem == one:  # huis, huizen
        return True
    short = len(one) >= 3 and one[-2] == one[-3] and one[-2] in "aeou" and one[-1] not in VOWELS
    return short and (len(one) == 3 or one[-4] not in VOWELS) and stem == one[:-2] + one[-1]  # taak, taken


def without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return "".join(c for c in parts if not unicodedata.combining(c))


def one_error(one: str, other: str) -> bool:
    """One character more, other, or two turned round; never a digit."""
    short, long = sorted((one, other), key=len)
    if len(short) < 6 or len(long) > 60 or len(long) - len(short) > 1:
        return False
    if len(short) < len(long):
        return any(not c.isdecimal() and short == long[:i] + long[i + 1 :] for i, c in enumerate(long))
    wrong = [i for i in range(len(one)) if one[i] != other[i]]
    if len(wrong) == 1:
        return not one[wrong[0]].isdecimal() and not other[wrong[0]].isdecimal()
    if len(wrong) != 2 or wrong[1] != wrong[0] + 1:
        return False
    i, j = wrong
    turned = one[i] == other[j] and one[j] == other[i]
    return turned and not (one[i].isdecimal() and one[j].isdecimal())


def tags_agreed(articles: list[Article], p: Parameters) -> Rows:
    label, count = labels(articles), Counter(tag for a in articles for tag in a.tags)
    agreed = set(p["agreed"])
    rows: Rows = []
    for tag in (count.keys() | agreed) - (count.keys() & agreed):
        days = sorted(a.day for a in articles if tag in a.tags and a.day)
        rows.append(
            {
                "state": "outside" if tag in count else "unused",
                "tag": tag,
                "label": label.get(tag, tag),
                "articles": count[tag],
                "first_on": days[0] if days else None,
                "last_on": days[-1] if days else None,
            }
        )
    return sorted(rows, key=lambda row: (row["state"], -row["articles"], row["label"], row["tag"]))


def missing_tags(articles: list[Article], p: Parameters) -> Rows:
    section, audience = p["cell_section"], p["cell_audience"]

    def in_cell(found: Iterable[Article], inside: bool = True) -> list[Article]:
        return [a for a in found if ((of(a, "section"), of(a, "audience")) == (section, audience)) == inside]

    found, label = chosen(articles, p), labels(articles)
    here, elsewhere = in_cell(found), in_cell(found, inside=False)
    count = Counter(tag for a in elsewhere for tag in a.tags)
    first = p["from_day"]
    earlier = [a for a in in_cell(published(wanted(articles, p), p["as_of"])) if first and a.day and a.day < first]
    rows: Rows = []
    for tag in count.keys() - {tag for a in here for tag in a.tags}:
        if count[tag] < 3:
            continue
        rows.append(
            {
                "tag": tag,
                "label": label[tag],
                "elsewhere": count[tag],
                "in_section": sum(tag in a.tags for a in elsewhere if of(a, "section") == section),
                "in_audience": sum(tag in a.tags for a in elsewhere if of(a, "audience") == audience),
                "n": len(elsewhere),
                "share": count[tag] / len(elsewhere),
                "here": len(here),
                "expected": len(here) * count[tag] / len(elsewhere),
                "last_here": max((a.day for a in earlier if tag in a.tags and a.day), default=None),
            }
        )
    return sorted(rows, key=lambda row: (-row["elsewhere"], row["label"], row["tag"]))


def evenness(articles: list[Article], p: Parameters) -> Rows:
    names = seen(published(articles, p["as_of"]), p["by"], p)
    found = [a for a in published(wanted(articles, p), p["as_of"]) if of(a, p["by"]) in names]
    begun = first_published(articles, p["as_of"])
    yesterday = p["as_of"] - timedelta(days=1)
    after = bucket("month", min(p["to_day"] or yesterday, yesterday) + timedelta(days=1))  # the month not over by then
    months = []
    start = bucket("month", after - timedelta(days=1))
    while begun and len(months) < 12 and start >= bucket("month", begun):
        months.insert(0, start)
        start = bucket("month", start - timedelta(days=1))
    if not months or not names:
        return []
    together = within(found, months[0], after - timedelta(days=1))
    rows: Rows = []
    for first in months:
        last = next_bucket("month", first) - timedelta(days=1)
        row = {"bucket": first, "bucket_end": last, "k": len(names), "with_none": "" in names}
        row |= spread([of(a, p["by"]) for a in within(found, first, last)], len(names))
        whole = spread([of(a, p["by"]) for a in together], len(names))
        rows.append(row | {f"all_{name}": value for name, value in whole.items()})
    return rows


def spread(found: list[str], k: int) -> dict[str, float | None]:
    n = len(found)
    if not n:
        return {"n": 0, "evenness": None, "effective": None, "hhi": None}
    shares = [count / n for count in Counter(found).values()]
    entropy = -sum(x * math.log(x) for x in shares)
    return {
        "n": n,
        "evenness": entropy / math.log(k) if k > 1 else None,
        "effective": math.exp(entropy),
        "hhi": sum(x * x for x in shares),
    }
