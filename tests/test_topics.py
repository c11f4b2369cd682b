"""Topics and Balance beyond the counts: known examples, odd words, and many of them."""

import math
import random
import time
import tomllib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.filters import Filters, agreed_tags
from dashboard.settings import Settings, SettingsError, read_settings
from dashboard.views.vocabulary import alias_lines
from dashboard.warehouse import Snapshot
from tests.figures import check, fill, parameters, rows
from tests.plain_reader import Article, tag_key

DAY = date(2026, 3, 2)
Made = Callable[..., tuple[Snapshot, list[Article]]]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    def make(*articles: Article) -> tuple[Snapshot, list[Article]]:
        return Snapshot(fill(tmp_path / "editorial.duckdb", articles)), list(articles)

    return make


def tagged(*tags: str, day: date = DAY, times: int = 1, **others: str) -> list[Article]:
    """So many articles with these tags, each a file of its own."""
    name = "-".join(map(str, (*tags, day, *others.values()))).replace("/", "")
    return [
        Article(f"{name}-{number}.md", day=day, tags={tag_key(tag): tag for tag in tags}, **others)  # type: ignore[arg-type]
        for number in range(times)
    ]


# ------------------------------------------------------------------ rising and falling

NOW, BEFORE = date(2026, 3, 10), date(2026, 2, 10)
TWO_MONTHS = Filters("own", date(2026, 2, 14), date(2026, 3, 13))


def test_z_worked_out_by_hand(made: Made) -> None:
    """20 of 30 tags now against 5 of 25 before, the prior being both: ln(45/40) - ln(30/50) over sqrt(1/45 + 1/30)."""
    snapshot, articles = made(
        *tagged("ai", day=NOW, times=20),
        *tagged("avg", day=NOW, times=10),
        *tagged("ai", day=BEFORE, times=5),
        *tagged("avg", day=BEFORE, times=20),
        Article("first.md", day=date(2026, 1, 1)),
    )
    found = {row["tag"]: row for row in check(snapshot, articles, "rising", parameters(date(2026, 3, 13), TWO_MONTHS))}
    z = (math.log(45 / 40) - math.log(30 / 50)) / math.sqrt(1 / 45 + 1 / 30)
    assert found["ai"]["z"] == pytest.approx(z)
    assert z == pytest.approx(2.667, abs=0.001)
    assert found["ai"]["state"] == "rising"
    assert found["avg"]["z"] == pytest.approx((math.log(40 / 45) - math.log(50 / 30)) / math.sqrt(1 / 40 + 1 / 50))
    assert found["avg"]["state"] == "falling"


def test_a_rare_tag_is_held_back(made: Made) -> None:
    """Three articles after none is no news among hundreds, however large its odds."""
    snapshot, articles = made(
        *(article for day in (NOW, BEFORE) for tag in "abcdef" for article in tagged(tag, day=day, times=20)),
        *tagged("new", day=NOW, times=3),
        Article("first.md", day=date(2026, 1, 1)),
    )
    found = check(snapshot, articles, "rising", parameters(date(2026, 3, 13), TWO_MONTHS))
    assert max(found, key=lambda row: row["log_odds"])["tag"] == "new"
    assert {row["state"] for row in found} == {"usual"}


def test_only_one_tag_has_no_odds(made: Made) -> None:
    snapshot, articles = made(
        *tagged("ai", day=NOW, times=12), *tagged("ai", day=BEFORE), *tagged(day=DAY - timedelta(90))
    )
    (row,) = check(snapshot, articles, "rising", parameters(date(2026, 3, 13), TWO_MONTHS))
    assert (row["z"], row["state"]) == (None, "usual")


def test_without_a_comparison_nothing_rises(made: Made) -> None:
    snapshot, articles = made(*tagged("ai", times=12))
    assert check(snapshot, articles, "rising", parameters(DAY)) == []


# ------------------------------------------------------------------ pairs, search, used once


def test_lift_by_hand(made: Made) -> None:
    """Both in 3 of 12, one in 4 and the other in 6: 3 × 12 / 24; two together say nothing yet."""
    snapshot, articles = made(
        *tagged("a", "b", times=3), *tagged("a"), *tagged("b", times=3), *tagged("c", "d", times=2), *tagged(times=3)
    )
    found = check(snapshot, articles, "tag_pairs", parameters(DAY, top=4))
    cells = {(row["tag"], row["other_tag"]): (row["articles"], row["lift"]) for row in found}
    assert cells[("b", "a")] == (3, 1.5)
    assert cells[("c", "d")] == (2, None)
    assert cells[("b", "c")] == (0, None)


def test_search_for_a_tag(made: Made) -> None:
    """By its spelling or its key, whatever the case, the accents and the hyphens; also a tag of other days."""
    snapshot, articles = made(
        *tagged("Eén Café"), *tagged("ai-act", "100%"), *tagged("oud", day=DAY - timedelta(900)), *tagged("ümlaut")
    )

    def found(search: str) -> list[str]:
        p = parameters(DAY, Filters("12m"), search=search)
        return [row["label"] for row in check(snapshot, articles, "tags", p)]

    assert found("een caf") == ["Eén Café"]
    assert found("AI ACT") == ["ai-act"]
    assert found("%") == ["100%"]
    assert found("UML") == ["ümlaut"]
    assert found("oud") == ["oud"]
    assert found("'; drop table tags; --") == []
    old = rows(snapshot, "tags", parameters(DAY, Filters("12m"), search="oud"))[0]
    assert (old["articles"], old["uses"], old["days_since"]) == (0, 1, 900)


def test_a_percentage_needs_a_base_of_ten(made: Made) -> None:
    snapshot, articles = made(
        *tagged("ten", day=NOW, times=15),
        *tagged("nine", day=NOW, times=15),
        *tagged("ten", day=BEFORE, times=10),
        *tagged("nine", day=BEFORE, times=9),
        Article("first.md", day=date(2026, 1, 1)),
    )
    found = check(snapshot, articles, "tags", parameters(date(2026, 3, 13), TWO_MONTHS))
    assert {row["tag"]: (row["change"], row["change_share"]) for row in found} == {"ten": (5, 0.5), "nine": (6, None)}


# ------------------------------------------------------------------ variants and the agreed list

SAME = [
    ("boeken", "boek", "plural"),
    ("taken", "taak", "plural"),
    ("mannen", "man", "plural"),
    ("brieven", "brief", "plural"),
    ("huizen", "huis", "plural"),
    ("bazen", "baas", "plural"),
    ("ideeën", "idee", "plural"),
    ("auto's", "auto", "plural"),
    ("foto’s", "foto", "plural"),
    ("websites", "website", "plural"),
    ("boxes", "box", "plural"),
    ("policies", "policy", "plural"),
    ("ai-agents", "ai-agent", "plural"),
    ("coordinatie", "coördinatie", "accents"),
    ("strateige", "strategie", "typing"),
    ("strategy", "strategie", None),  # two apart
    ("strategi", "strategie", "typing"),
    ("marketang", "marketing", "typing"),
]
APART = ["plan-2025", "plan-2026", "fase-12", "fase-21", "customer-experience", "user-experience", "research", "search"]
APART += ["ai", "as", "bus", "cases-x", "kat", "kar", "x" * 70, "x" * 69 + "y", "🎉", "🎈", "وسم", "وسمة"]


def test_what_may_be_one_tag_and_what_never(made: Made) -> None:
    words = sorted({word for many, one, _ in SAME for word in (many, one)} | set(APART))
    snapshot, articles = made(*(article for word in words for article in tagged(word)))
    found = check(snapshot, articles, "tag_variants", parameters(DAY))
    pairs = {frozenset((row["tag"], row["other_tag"])): row["why"] for row in found}
    for many, one, why in SAME:
        assert pairs.get(frozenset((many, one))) == why, (many, one)
    assert not [pair for pair in pairs if pair & set(APART)]


def test_the_rarer_goes_into_the_commoner(made: Made) -> None:
    snapshot, articles = made(
        *tagged("chatbots", times=3), *tagged("chatbot", times=2), Article("draft.md", draft=True)
    )
    (row,) = check(snapshot, articles, "tag_variants", parameters(DAY))
    assert (row["tag"], row["articles"], row["other_tag"], row["other_articles"]) == ("chatbot", 2, "chatbots", 3)


@pytest.mark.parametrize("seed", range(4))
def test_any_words_give_what_comparing_all_gives(made: Made, seed: int) -> None:
    """Each stem with some endings, each with an error here and there; the count compares every pair."""
    chance = random.Random(seed)
    stems = ["".join(chance.choices("abeékns-", k=chance.randint(1, 8))) for _ in range(60)]
    ends = ["", "s", "en", "es", "'s", "ies", "y", "ven", "f", "zen", "1", "2", "é", "ën"]
    words = {stem + end for stem in stems for end in chance.sample(ends, 4)}
    for word in sorted(words):
        place = chance.randrange(len(word) + 1)
        words.add(word[:place] + chance.choice(["", "a", "1"]) + word[place + chance.randint(0, 1) :])
    keys = sorted({tag_key(word) for word in words} - {""})
    snapshot, articles = made(*(Article(f"{n}.md", day=DAY, tags={key: key}) for n, key in enumerate(keys)))
    assert len(check(snapshot, articles, "tag_variants", parameters(DAY))) > 100


def test_five_thousand_tags(tmp_path: Path) -> None:
    """Suggestions, search and pairs answer at once, where 12 million comparisons would not."""
    database = fill(tmp_path / "many.duckdb", [])
    chance = random.Random(1)
    parts = ["".join(chance.choices("abcdefghiklmnoprstuvw", k=chance.randint(3, 8))) for _ in range(900)]
    tags = sorted({"-".join(chance.sample(parts, 2)) + chance.choice(["", "s", "en"]) for _ in range(5200)})[:5000]
    with duckdb.connect(str(database)) as connection:
        connection.execute("insert into tags select unnest($1), unnest($1)", [tags])
        connection.execute(
            "insert into articles (path, published_on, draft, word_count) "
            "select i || '.md', date '2026-01-01' + (i % 60)::integer, false, 0 from range(20000) r(i)"
        )
        connection.execute(
            "insert into article_tags select (row_number() over () * 7 + i * 13) % 20000 || '.md', tag, tag, 1 "
            "from tags, range(8) r(i)"
        )
    snapshot = Snapshot(database)
    for name, own in (("tag_variants", {}), ("tags", {"search": parts[0]}), ("tags", {}), ("tag_pairs", {"top": 12})):
        started = time.monotonic()
        found = snapshot.frame(name, parameters(DAY, **own))
        assert time.monotonic() - started < 5, name  # some 0.3 s on a quiet machine
        assert len(found)
    assert len(snapshot.frame("tags", parameters(DAY))) == 5000


texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=5))
def test_the_lines_are_toml_that_says_the_same(pairs: list[tuple[str, str]]) -> None:
    frame = pd.DataFrame(
        [(old, old, new) for old, new in pairs], columns=["tag", "label", "other_label"], dtype="object"
    )
    expected: dict[str, str] = {}
    for old, new in pairs:
        expected.setdefault(old, new)
    assert tomllib.loads("[tags.aliases]\n" + alias_lines(frame)) == {"tags": {"aliases": expected}}


def test_the_line_merges_them(tmp_path: Path) -> None:
    frame = pd.DataFrame({"tag": ['a"b\\'], "label": ['A "b" \\ \x7f'], "other_label": ["c = d"]})
    (tmp_path / "dashboard.toml").write_text("[tags.aliases]\n" + alias_lines(frame), encoding="utf-8")
    assert read_settings(tmp_path, environment={}).tag_aliases == {'A "b" \\ \x7f': "c = d"}


def test_the_agreed_list(made: Made) -> None:
    """In any spelling, through an alias too; a draft with a tag of its own can still be mended, so it counts."""
    settings = Settings(agreed_tags=("AI_Act", "gdpr", "nooit"), tag_aliases={"GDPR": "avg"})
    assert agreed_tags(settings) == {"ai-act": "AI_Act", "avg": "gdpr", "nooit": "nooit"}
    snapshot, articles = made(
        *tagged("ai act"), *tagged("avg"), *tagged("eigen", times=2), Article("d.md", draft=True, tags={"los": "Los"})
    )
    found = check(snapshot, articles, "tags_agreed", parameters(DAY, settings=settings))
    said = [(row["state"], row["label"], row["articles"]) for row in found]
    assert said == [("outside", "eigen", 2), ("outside", "Los", 1), ("unused", "nooit", 0)]


@pytest.mark.parametrize("text", ['agreed = "ai"', "agreed = [1]", 'agreed = [" "]', "agreed = {}", "agred = []"])
def test_a_list_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "dashboard.toml").write_text(f"[tags]\n{text}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        read_settings(tmp_path, environment={})
    assert "agreed" in str(error.value)


def test_the_list_and_the_aliases_stand_together(tmp_path: Path) -> None:
    text = '[tags]\nagreed = ["ai", "avg"]\n[tags.aliases]\n"gdpr" = "avg"\n'
    (tmp_path / "dashboard.toml").write_text(text, encoding="utf-8")
    settings = read_settings(tmp_path, environment={})
    assert (settings.agreed_tags, settings.tag_aliases) == (("ai", "avg"), {"gdpr": "avg"})


# ------------------------------------------------------------------ balance


def test_residual_by_hand(made: Made) -> None:
    """30 × 20 / 60 = 10 expected, 5 there: -5 / √10."""
    snapshot, articles = made(
        *tagged(times=5, section="geld", audience="A"),
        *tagged(times=25, section="geld", audience="B"),
        *tagged(times=15, section="werk", audience="A"),
        *tagged(times=15, section="werk", audience="B"),
    )
    cells = {(r["section"], r["audience"]): r for r in check(snapshot, articles, "balance", parameters(DAY))}
    assert cells[("geld", "A")]["expected"] == 10
    assert cells[("geld", "A")]["residual"] == pytest.approx(-5 / math.sqrt(10))


def test_evenness_of_equals_and_of_one(made: Made) -> None:
    """Four sections of three are as four, J = 1; a month with all in one is as one; the running month is not there."""
    january, february, march = date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5)
    sections = ("a", "b", "c", "d")
    snapshot, articles = made(
        *(article for section in sections for article in tagged(day=january, times=3, section=section)),
        *tagged(day=february, times=10, section="a"),
        *tagged(day=march, times=9, section="b"),
    )
    found = check(snapshot, articles, "evenness", parameters(date(2026, 3, 30)))
    assert [(row["bucket"], row["n"], row["k"]) for row in found] == [
        (date(2026, 1, 1), 12, 4),
        (date(2026, 2, 1), 10, 4),
    ]
    assert [row["evenness"] for row in found] == [pytest.approx(1), pytest.approx(0)]
    assert [row["effective"] for row in found] == [pytest.approx(4), pytest.approx(1)]
    assert [row["hhi"] for row in found] == [pytest.approx(0.25), pytest.approx(1)]
    assert found[0]["all_n"] == 22
    assert len(check(snapshot, articles, "evenness", parameters(date(2026, 3, 31)))) == 2  # its last day still runs
    assert len(check(snapshot, articles, "evenness", parameters(date(2026, 4, 1)))) == 3


def test_evenness_counts_what_the_plan_wants_and_what_has_none(made: Made) -> None:
    snapshot, articles = made(
        *tagged(day=date(2026, 2, 5), times=6, section="a"), *tagged(day=date(2026, 2, 6), times=6)
    )
    p = parameters(date(2026, 3, 2), settings=Settings(targets={"section": {"a": 0.5, "b": 0.5}}))
    (row,) = check(snapshot, articles, "evenness", p)
    assert (row["k"], row["with_none"]) == (3, True)
    assert row["evenness"] == pytest.approx(math.log(2) / math.log(3))


def test_evenness_has_twelve_months_wherever_the_period_begins(made: Made) -> None:
    days = [date(2024, 1, 15) + timedelta(days=7 * week) for week in range(110)]
    snapshot, articles = made(*(Article(f"{day}.md", day=day, section="ab"[day.month % 2]) for day in days))
    for period in ("4w", "12m", "all"):
        months = check(snapshot, articles, "evenness", parameters(date(2026, 2, 14), Filters(period)))
        assert [len(months), months[0]["bucket"], months[-1]["bucket"]] == [12, date(2025, 2, 1), date(2026, 1, 1)]
    own = Filters("own", date(2024, 5, 1), date(2024, 6, 30))
    months = check(snapshot, articles, "evenness", parameters(date(2026, 2, 14), own))
    assert [row["bucket"].month for row in months] == [1, 2, 3, 4, 5, 6]


def test_what_a_cell_lacks(made: Made) -> None:
    """Three times elsewhere and not here in the period; when it was here before."""
    here = {"section": "geld", "audience": "A"}
    snapshot, articles = made(
        *tagged("ai", times=4, section="werk", audience="A"),
        *tagged("avg", times=3, section="geld", audience="B"),
        *tagged("kassa", times=2, section="geld", audience="B"),
        *tagged("both", times=5, section="geld", audience="B"),
        *tagged("both", **here),
        *tagged("avg", day=date(2024, 5, 1), **here),
        *tagged("ai", day=date(2026, 3, 20), **here),  # still to come
    )
    p = parameters(DAY, Filters("12m"), cell_section="geld", cell_audience="A")
    found = check(snapshot, articles, "missing_tags", p)
    said = [(row["tag"], row["elsewhere"], row["in_section"], row["in_audience"], row["last_here"]) for row in found]
    assert said == [("ai", 4, 0, 4, None), ("avg", 3, 3, 0, date(2024, 5, 1))]
    assert found[0]["expected"] == pytest.approx(1 * 4 / 14)


def test_articles_of_an_author_and_of_an_hour(made: Made) -> None:
    monday, tuesday = datetime.fromisoformat("2026-03-02T09:30"), datetime.fromisoformat("2026-03-03T09:59")
    by = [["Ada"], ["Ada", "Bob"], ["Bob"], []]
    at = [monday, tuesday, None, tuesday]
    articles = [
        Article(f"{n}.md", day=date(2026, 3, 2), moment=moment, authors=authors)
        for n, (authors, moment) in enumerate(zip(by, at, strict=True))
    ]
    snapshot, _ = made(*articles)
    for own, n in (
        ({"authors": ("Ada",)}, 2),
        ({"authors": ("",)}, 1),
        ({"authors": ("Bob", "")}, 3),
        ({"weekday": 2}, 2),
        ({"weekday": 1, "hour": 9}, 1),
        ({"hour": 10}, 0),
    ):
        assert len(check(snapshot, articles, "articles", parameters(DAY, **own))) == n


def test_articles_with_two_tags(made: Made) -> None:
    snapshot, _ = made(*tagged("a", "b", times=3), *tagged("a", times=2), *tagged("b"))
    for with_tags, n in ((("a", "b"), 3), (("a",), 5), (("a", "a"), 5), ((), 6), (("a", "no such tag"), 0)):
        assert len(rows(snapshot, "articles", parameters(DAY, with_tags=with_tags))) == n
