"""The sentences of Overview: each is worked out again, in both languages, from a plain count of its table."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from dashboard.filters import Filters
from dashboard.headlines import RULES, Headline, headlines
from dashboard.loader import load
from dashboard.resources import SAMPLE
from dashboard.settings import PLANNED, Settings, read_settings
from dashboard.warehouse import Snapshot
from dashboard.words import LANGUAGES, Words, words
from tests.counting_review import so_long
from tests.figures import COUNTS, fill
from tests.plain_reader import Article, read_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.counting_rules import Rows

AS_OF = date(2026, 3, 13)
Said = tuple[float, str, str]  # weight, Dutch, English
OF = (("van de", "stukken", "nl"), ("of the", "articles", "en"))


def percent(share: float, language: str) -> str:
    points = round(share * 100)  # half to even, as babel rounds
    return f"{points}\u00a0%" if language == "nl" else f"{points}%"


def number(value: float) -> tuple[str, str]:
    """As Dutch and as English writes it."""
    english = f"{round(value, 1):,.1f}".removesuffix(".0")
    return english.translate(str.maketrans(",.", ".,")), english


def behind(short: float) -> tuple[str, str]:
    low, high = math.floor(round(short, 1)), math.ceil(round(short, 1))
    return (f"{low}", f"{low}") if low == high else (f"{low} tot {high}", f"{low} to {high}")


def pieces(n: int) -> tuple[str, str]:
    return f"{n} stuk{'' if n == 1 else 'ken'}", f"{n} article{'' if n == 1 else 's'}"


def day(value: date) -> tuple[str, str]:
    dutch = "jan feb mrt apr mei jun jul aug sep okt nov dec".split()[value.month - 1]
    english = "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec".split()[value.month - 1]
    return f"{value.day} {dutch} {value.year}", f"{value.day} {english} {value.year}"


def on_plan(rows: Rows, field: str) -> list[Said]:
    """Of each part that lacks three whole articles of what the plan asks by now, or more."""
    said = []
    for row in rows:
        if row["field"] != field or row["target"] is None:
            continue
        k, share, due = row["articles"], row["planned_share"], math.floor(row["due"] + 0.5 + 1e-9)
        everything = row["due"] / (1 if share is None else share) if row["due"] else 0
        if everything < 10 or due - k < 3 or row["due"] - k < 0.02 * everything:
            continue
        what = f"‘{row['label']}’" if field == "tag" else row["category"]
        gets, got = ("staat bij", "is on") if field == "tag" else ("kreeg", "got")
        n, planned = row["n"], math.floor(everything + 0.5 + 1e-9)  # of what came out, and of what is planned
        of = ("", "") if planned == n else (f" van {planned} stukken", f" of {planned} articles")
        if planned != n and row["weeks_left"]:
            of = (f" van de {planned} die er nu zouden moeten zijn", f" of the {planned} that should be there by now")
        if field == "volume":
            dutch = f"**{pieces(k)[0]} gepubliceerd**; op plan waren het er {due} geweest: {due - k} stukken achter."
            english = f"**{pieces(k)[1]} published**; on plan it would have been {due}: {due - k} articles behind."
        else:
            shares = (
                [f"{k} {van} {n} {noun} ({percent(k / n, code)})" for van, noun, code in OF] if n >= 10 else pieces(k)
            )
            dutch = (
                f"**{what}** {gets} {shares[0]}; het plan is {percent(share, 'nl')}{of[0]}: {due - k} stukken achter."
            )
            english = (
                f"**{what}** {got} {shares[1]}; the plan is {percent(share, 'en')}{of[1]}: {due - k} articles behind."
            )
        said.append((row["due"] - k, dutch, english))
    return said


def change(rows: Rows, _: Settings) -> list[Said]:
    now, before = rows[0]["published"], rows[0]["published_before"]
    if before is None or before < 10 or abs(now - before) < 1.96 * math.sqrt(now + before):
        return []
    sign = f"+{now - before}" if now > before else f"−{before - now}"
    dutch = f"**{pieces(now)[0]} gepubliceerd**, eerder {before}: een verschil van {sign}."
    return [(abs(now - before), dutch, f"**{pieces(now)[1]} published**, {before} before: a difference of {sign}.")]


def silence(rows: Rows, _: Settings) -> list[Said]:
    (row,) = rows
    gap, usual = row["running_gap"], row["median_gap"]
    if row["publishing_days"] < 10 or gap < 3 * max(usual, 2):
        return []
    if so_long(gap, row["publishing_days"], row["days"]) > 0.025:
        return []
    (a, b), (c, d) = day(row["last_on"]), number(usual)
    nl, en = ("dag", "day") if usual == 1 else ("dagen", "days")
    dutch = f"**Niets gepubliceerd sinds {a}**: {gap} dagen; de gewone tussenpoos is {c} {nl}."
    english = f"**Nothing published since {b}**: {gap} days; the usual gap is {d} {en}."
    return [(gap / usual, dutch, english)]


def lacking(what: str, k: int, n: int, e: float) -> Said:
    (nl, en), (a, b) = behind(e - k), number(e)
    dutch = f"**{what}** kreeg {k} van de {n} stukken, waar er {a} te verwachten waren: {nl} stukken achter."
    return e - k, dutch, f"**{what}** got {k} of the {n} articles, where {b} were to be expected: {en} articles behind."


def cell(rows: Rows, _: Settings) -> list[Said]:
    return [
        lacking(f"{row['section']} × {row['audience']}", row["articles"], row["total"], row["expected"])
        for row in rows
        if row["section"] and row["audience"] and row["total"] >= 10 and (row["expected"] or 0) >= 3
        if row["articles"] - row["expected"] <= -2 * math.sqrt(row["expected"])
    ]


def gap(rows: Rows, _: Settings) -> list[Said]:
    return [
        lacking(f"{row['category']} × ‘{row['label']}’", row["articles"], row["total"], row["expected"])
        for row in rows
        if row["reason"] is None and row["total"] >= 10 and row["expected"] >= 3
        if row["expected"] - row["articles"] >= max(3, 2 * math.sqrt(row["expected"]))
    ]


def quiet(articles: list[Article], p: dict[str, Any]) -> list[Said]:
    """Straight from the articles: the table has no plain count of its own."""
    from tests.counting import labels
    from tests.counting_rules import published, wanted

    said, known = [], []
    for tag, label in labels(articles).items():
        days = [a.day for a in published(wanted(articles, p), p["as_of"]) if tag in a.tags and a.day]
        different = sorted(set(days))
        if len(days) < 4 or len(different) < 2:
            continue
        usual = (different[-1] - different[0]).days / (len(different) - 1)
        known.append((label, len(days), usual, different[-1]))
    for label, n, usual, last in known:
        silent, since = (p["as_of"] - last).days, (max(row[3] for row in known) - last).days
        if since < 3 * usual or silent > 365:
            continue
        a, b = day(last)
        every = (
            (f"elke {round(usual)} dagen", f"every {round(usual)} days")
            if round(usual) > 1
            else ("elke dag", "every day")
        )
        dutch = f"**‘{label}’** is stil sinds {a}: {silent} dagen niets, waar er gewoonlijk {every[0]} "
        english = f"**‘{label}’** has been quiet since {b}: nothing for {silent} days, where an article came out "
        dutch += f"een stuk verscheen ({n} in totaal)."
        english += f"{every[1]} as a rule ({n} in all)."
        said.append((min(since / usual, n), dutch, english))
    return said


def moved(rows: Rows, state: str) -> list[Said]:
    said = []
    nl, en = ("steeg", "rose") if state == "rising" else ("daalde", "fell")
    for row in rows:
        k, n, before, before_n = row["articles"], row["n"], row["before"], row["before_n"]
        if row["state"] != state or min(n, before_n) < 10 or abs(k - before / before_n * n) < 3:
            continue
        shares = [(percent(before / before_n, code), percent(k / n, code)) for code in LANGUAGES]
        dutch = f"**‘{row['label']}’** {nl} van {before} van de {before_n} stukken ({shares[0][0]}) "
        english = f"**‘{row['label']}’** {en} from {before} of the {before_n} articles ({shares[1][0]}) "
        dutch += f"naar {k} van de {n} ({shares[0][1]})."
        said.append((abs(k - before / before_n * n), dutch, english + f"to {k} of the {n} ({shares[1][1]})."))
    return said


def required(rows: Rows, _: Settings) -> list[Said]:
    names = [
        " × ".join(filter(None, (row["section"], row["audience"], row["label"]))) for row in rows if not row["articles"]
    ]
    if not names:
        return []
    k, n = len(names), len(rows)
    a, b = (
        (" en ".join(names), " and ".join(names))
        if k < 3
        else [f"{names[0]}, {names[1]} {et} {names[2]}" for et in ("en", "and")]
    )
    dutch = f"**{a}** {'is' if k == 1 else 'zijn'} leeg, en {'mag' if k == 1 else 'mogen'} dat niet zijn: "
    english = f"**{b}** {'is' if k == 1 else 'are'} empty, and must not be: {k} of the {n} required places."
    return [(math.inf, dutch + f"{k} van de {n} vereiste vakken.", english)]


def old_drafts(rows: Rows, _: Settings) -> list[Said]:
    old, n = sum((row["age_days"] or 0) > 90 for row in rows), len(rows)
    if old < 3:
        return []
    english = f"**{old} of the {n} drafts** have waited for more than 90 days."
    return [(old, f"**{old} van de {n} concepten** wachten langer dan 90 dagen.", english)]


def recomputed(articles: list[Article], p: dict[str, Any], given: Settings, running: bool) -> dict[str, list[Said]]:
    def rows(query: str, **own: Any) -> Rows:
        return COUNTS[query](articles, p | own)

    narrowed = any(p[name] for name in ("sections", "audiences", "tags", "languages", "statuses"))
    return {
        "required": required(rows("required_cells"), given),
        **{f"{field}_plan": [] if narrowed else on_plan(rows("plan"), field) for field in PLANNED},
        "change": change(rows("totals"), given),
        "silence": silence(rows("cadence"), given) if running else [],
        "cell": cell(rows("balance"), given),
        "gap": gap(rows("gap_cells"), given),
        "quiet": quiet(articles, p),
        "rising": moved(rows("rising"), "rising"),
        "falling": moved(rows("rising"), "falling"),
        "old_drafts": old_drafts(rows("drafts"), given),
    }


def shown(snapshot: Snapshot, filters: Filters, as_of: date, given: Settings, text: Words) -> list[Headline]:
    p, last = filters.parameters(as_of, given), filters.days(as_of)[1]

    def ask(query: str, **own: Any) -> Any:
        return snapshot.frame(query, p | own)

    return headlines(ask, text, narrowed=bool(filters.narrowed), running=last is None or last >= as_of)


def check(snapshot: Snapshot, articles: list[Article], filters: Filters, as_of: date, given: Settings) -> list[str]:
    """What is said, in Dutch, is what a plain count says, and nothing that matters more is left unsaid."""
    last = filters.days(as_of)[1]
    known = recomputed(articles, filters.parameters(as_of, given), given, last is None or last >= as_of)
    assert known.keys() == {rule.name for rule in RULES}
    found = {language: shown(snapshot, filters, as_of, given, words(language)) for language in LANGUAGES}
    for place, language in enumerate(LANGUAGES, start=1):
        for headline in found[language]:
            text = words(language)(headline.finding.key, **headline.finding.values)
            said = {
                (round(row[0], 6) if math.isfinite(row[0]) else row[0], row[place]) for row in known[headline.rule.name]
            }
            weight = round(headline.weight, 6) if math.isfinite(headline.weight) else headline.weight
            assert (weight, text) in said
    weights = [headline.weight for headline in found["nl"]]
    assert weights == sorted(weights, reverse=True)
    assert len(weights) <= 5
    every = sorted((max(row[0] for row in rows) for rows in known.values() if rows), reverse=True)
    assert bool(weights) == bool(every)
    if weights:
        assert math.isclose(weights[0], every[0]) or weights[0] == every[0]
    tags = [headline.finding.values.get("label") for headline in found["nl"]]
    assert len([tag for tag in tags if tag]) == len({tag for tag in tags if tag})
    sentences = [words("nl")(headline.finding.key, **headline.finding.values) for headline in found["nl"]]
    if len(sentences) < 3:  # there was no more to say, but for a second sentence about the same tag
        left = {row[1] for rows in known.values() for row in rows} - set(sentences)
        assert not [sentence for sentence in left if not any(tag and tag in sentence for tag in tags)]
    return sentences


STATES = {
    "12 months": Filters(),
    "4 weeks": Filters("4w"),
    "last month": Filters("month"),
    "quarter against a year": Filters("quarter", compare="year"),
    "everything": Filters("all"),
    "own": Filters("own", date(2024, 6, 1), date(2024, 12, 31)),
    "before the first": Filters("own", date(2019, 6, 1), date(2019, 12, 31)),
    "a section": Filters(section=("werk",)),
    "an audience": Filters("all", audience=("BESLISSER",)),
    "a tag": Filters(tag=("ai-strategie", "how-we-work")),
}
EVERYTHING = Filters("all")
MORE = {
    "required": ({"section": "regels", "audience": "STARTER"}, {"section": "werk", "tag": "AVG"}, {"section": "geld"}),
    "hidden_gaps": ({"section": "groei", "tag": "boekhouding", "reason": "zo hoort het"},),
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, list[Article], Settings]:
    given = read_settings(SAMPLE, environment={})
    database = tmp_path_factory.mktemp("headlines") / "sample.duckdb"
    load(SAMPLE, database, given)
    return Snapshot(database), read_folder(SAMPLE, given.zone, given.tag_aliases), given


@pytest.mark.parametrize("state", STATES)
def test_the_sample(sample: tuple[Snapshot, list[Article], Settings], state: str) -> None:
    snapshot, articles, given = sample
    plain = check(snapshot, articles, STATES[state], AS_OF, given)
    assert (len(plain) >= 3) or state not in ("12 months", "4 weeks", "last month", "everything")
    targets = {**given.targets, "tag": {"Digitale soevereiniteit": 0.3, "nooit": 0.2}, "volume": {"per_week": 9}}
    more = check(snapshot, articles, STATES[state], AS_OF, replace(given, **MORE, targets=targets))
    assert more[0].endswith("vereiste vakken.") or state == "everything"
    check(snapshot, articles, STATES[state], AS_OF, Settings(tag_aliases=given.tag_aliases))


def test_18f(corpus_18f: Path, tmp_path: Path) -> None:
    given = Settings()
    load(corpus_18f / "posts", tmp_path / "18f.duckdb", given)
    articles = read_folder(corpus_18f / "posts", given.zone, {}, "posts")
    for filters, as_of in (
        (Filters("all"), date(2026, 11, 21)),
        (Filters(), date(2016, 5, 1)),
        (Filters("4w"), date(2015, 3, 1)),
    ):
        check(Snapshot(tmp_path / "18f.duckdb"), articles, filters, as_of, given)


def made(folder: Path, counts: dict[str, int], filters: Filters = EVERYTHING) -> Callable[[Settings], list[str]]:
    """So many articles in each section, on one day of February; in a given period not the first of all."""
    articles = [
        Article(f"{section}{n}.md", section=section, day=date(2026, 2, 3))
        for section, k in counts.items()
        for n in range(k)
    ]
    if filters != EVERYTHING:
        articles.append(Article("first.md", day=date(2020, 1, 1)))
    snapshot = Snapshot(fill(folder / "made.duckdb", articles))
    return lambda given: check(snapshot, articles, filters, date(2026, 2, 4), given)


def test_the_sentence_of_the_plan(tmp_path: Path) -> None:
    say = made(tmp_path, {"werk": 6, "geld": 29})
    (sentence,) = say(Settings(targets={"section": {"werk": 0.3}}))
    assert sentence == (  # 0.3 × 35 = 10.5
        "**werk** kreeg 6 van de 35 stukken (17\u00a0%); het plan is 30\u00a0%: 5 stukken achter."
    )
    assert say(Settings(targets={"section": {"werk": 0.24}})) == []  # 2.4 articles behind
    assert say(Settings()) == []


def test_the_plan_is_a_part_of_what_is_planned(tmp_path: Path) -> None:
    """Of 3 February there are 35; in the month to that day 70 a month are 70 × 4/28 = 10, in January and that 80."""
    targets = {"section": {"werk": 0.3}, "volume": {"per_month": 70}}
    since_january = Filters("own", date(2026, 1, 1), date(2026, 2, 4))
    (whole, part) = made(tmp_path, {"werk": 6, "geld": 29}, since_january)(Settings(targets=targets))
    assert whole == "**35 stukken gepubliceerd**; op plan waren het er 80 geweest: 45 stukken achter."
    assert part == (  # 0.3 × 80 = 24
        "**werk** kreeg 6 van de 35 stukken (17\u00a0%); het plan is 30\u00a0% van 80 stukken: 18 stukken achter."
    )


def test_of_a_period_that_runs_the_plan_is_a_part_of_what_should_be_there(tmp_path: Path) -> None:
    """35 of 90 days are gone: 7 a week are 35 by now, of which 40 % are 14. And of nine a share says nothing."""
    targets = {"section": {"werk": 0.4}, "volume": {"per_week": 7}}
    (tmp_path / "few").mkdir()
    said = made(tmp_path, {"werk": 6, "geld": 30}, Filters("quarter"))(Settings(targets=targets))
    assert said == [
        "**werk** kreeg 6 van de 36 stukken (17\u00a0%); "
        "het plan is 40\u00a0% van de 35 die er nu zouden moeten zijn: 8 stukken achter."
    ]
    said = made(tmp_path / "few", {"werk": 1, "geld": 8}, Filters("quarter"))(Settings(targets=targets))
    assert (
        "**werk** kreeg 1 stuk; het plan is 40\u00a0% van de 35 die er nu zouden moeten zijn: 13 stukken achter."
        in said
    )


def test_nine_articles_say_nothing(tmp_path: Path) -> None:
    assert made(tmp_path, {"werk": 1, "geld": 8})(Settings(targets={"section": {"werk": 0.9}})) == []


@pytest.mark.parametrize(("silent", "said"), [(20, False), (150, True)])
def test_a_silence_that_chance_explains_is_not_said(tmp_path: Path, silent: int, said: bool) -> None:
    """Bunches of two days, a month apart: of such days in a year, twenty without anything are no news, 150 are."""
    days = [AS_OF - timedelta(silent + 30 * bunch + apart) for bunch in range(10) for apart in (0, 2)]
    articles = [Article(f"{one}.md", day=one) for one in days]
    snapshot = Snapshot(fill(tmp_path / "made.duckdb", articles))
    sentences = check(snapshot, articles, EVERYTHING, AS_OF, Settings())
    last, _ = day(AS_OF - timedelta(silent))
    sentence = f"**Niets gepubliceerd sinds {last}**: {silent} dagen; de gewone tussenpoos is 2 dagen."
    assert (sentence in sentences) == said


def test_a_hidden_gap_is_not_said(sample: tuple[Snapshot, list[Article], Settings]) -> None:
    snapshot, articles, given = sample
    bare = replace(given, targets={})
    said = check(snapshot, articles, STATES["everything"], AS_OF, bare)
    assert any(sentence.startswith("**groei × ‘boekhouding’**") for sentence in said)
    said = check(snapshot, articles, STATES["everything"], AS_OF, replace(bare, **MORE))
    assert not any(sentence.startswith("**groei × ‘boekhouding’**") for sentence in said)
