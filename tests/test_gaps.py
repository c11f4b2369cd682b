"""The queries of the page Gaps: by hand, on real texts, and on texts of any kind."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts import LIGHT
from dashboard.context import Context
from dashboard.figures import gap_heat
from dashboard.filters import Filters
from dashboard.loader import load
from dashboard.resources import SAMPLE
from dashboard.settings import Settings, SettingsError, read_settings
from dashboard.warehouse import Snapshot
from dashboard.words import words
from tests.figures import check, fill, parameters, rows
from tests.plain_reader import Article, read_folder

if TYPE_CHECKING:
    from tests.counting_rules import Rows

AS_OF = date(2026, 3, 13)
DAY = date(2026, 3, 2)


def articles(*groups: tuple[int, dict[str, Any]]) -> list[Article]:
    """So many of each, on one day, with a path of its own."""
    kinds = [kind for many, kind in groups for _ in range(many)]
    return [Article(f"{place:03}.md", **({"day": DAY} | kind)) for place, kind in enumerate(kinds)]


def ask(folder: Path, name: str, found: list[Article], given: Settings | None = None, **own: Any) -> Rows:
    """The rows, which are also those of the plain count."""
    snapshot = Snapshot(fill(folder / f"{name}.duckdb", found))
    return check(snapshot, found, name, parameters(AS_OF, settings=given) | own)


AVG = {"avg": "AVG"}
UNEVEN = articles(
    (6, {"section": "geld", "tags": AVG}),
    (4, {"section": "geld"}),
    (10, {"section": "werk"}),
    (1, {"section": "werk", "tags": AVG, "draft": True}),
    (1, {"section": "werk", "tags": AVG, "day": date(2026, 4, 1)}),
    (1, {"section": "werk", "tags": AVG, "day": date(2025, 1, 6), "draft": True}),
)


def test_a_tag_that_one_section_never_gets(tmp_path: Path) -> None:
    (row,) = ask(tmp_path, "gap_cells", UNEVEN)
    assert (row["category"], row["tag"], row["articles"], row["expected"], row["short"]) == ("werk", "avg", 0, 3, 3)
    assert (row["drafts"], row["scheduled"], row["waiting"]) == (2, 1, ["020.md", "021.md", "022.md"])
    assert row["planned"] is row["last_on"] is row["reason"] is None


def test_under_three_expected_is_no_gap(tmp_path: Path) -> None:
    assert not ask(tmp_path, "gap_cells", UNEVEN[1:])  # 10 of 19 × 5 = 2.6


def test_against_the_plan(tmp_path: Path) -> None:
    plan = Settings(targets={"section": {"werk": 0.5}, "tag": {"A.V.G": 0.4}}, tag_aliases={"A.V.G": "avg"})
    found = {row["category"]: row for row in ask(tmp_path, "gap_cells", UNEVEN, plan)}
    assert found["werk"]["planned"] == found["werk"]["plan_short"] == 4  # 20 × 0.5 × 0.4
    assert "geld" not in found  # 10 × 0.4 = 4 of which there are 6
    given = Settings(targets={"tag": {"Nooit": 0.4}})
    never = [
        row
        for row in check(
            Snapshot(tmp_path / "gap_cells.duckdb"), UNEVEN, "gap_cells", parameters(AS_OF, settings=given)
        )
        if row["tag"] == "nooit"
    ]
    assert [(row["category"], row["articles"], row["planned"]) for row in never] == [("geld", 0, 4), ("werk", 0, 4)]


def test_a_heatmap_has_both_sides_of_a_gap(tmp_path: Path) -> None:
    heat = {row["category"]: row for row in ask(tmp_path, "gap_heat", UNEVEN, by="section")}
    assert {name: (row["articles"], row["hope"], row["difference"]) for name, row in heat.items()} == {
        "werk": (0, 3, -3),
        "geld": (6, 3, 3),
    }
    assert heat["werk"]["residual"] == pytest.approx(-(3**0.5))
    assert [(row["category_rank"], row["tag_rank"], row["categories"]) for row in heat.values()] == [
        (1, 1, 2),
        (2, 1, 2),
    ]


def test_a_heatmap_has_the_tags_and_sections_that_lack_most(tmp_path: Path) -> None:
    """Twenty sections and sixty tags, one of which each section but one lacks; a hidden gap does not rank."""
    found = articles(
        *((10, {"section": f"s{n:02}", "tags": {f"t{n:02}": f"T{n:02}", "all": "All"}}) for n in range(20)),
        (90, {"section": "s00", "tags": {"only": "Only"}}),
        *((1, {"section": "s01", "tags": {f"x{n}": f"X{n}"}}) for n in range(60)),
    )
    rows = ask(tmp_path, "gap_heat", found, by="section", top=3)
    assert rows[0]["tag"] == "all"
    assert len({row["category"] for row in rows}) == 3
    assert all(row["tags"] < 81 and row["categories"] <= 20 for row in rows)  # with three to be expected somewhere
    hidden = Settings(hidden_gaps=tuple({"section": name, "tag": "all", "reason": "zo"} for name in ("s00", "s01")))
    (tmp_path / "hidden").mkdir()
    rows = ask(tmp_path / "hidden", "gap_heat", found, hidden, by="section", top=3)
    assert rows[0]["tag"] == "only"


@pytest.mark.parametrize("narrow", [False, True])
def test_the_figure_says_what_it_draws(tmp_path: Path, narrow: bool) -> None:
    """On a phone six columns, in the chart, in its table, and in what is said of them."""
    found = articles(*((10, {"section": f"s{n}", "tags": {"all": "All"}}) for n in range(10)), (90, {"section": "s0"}))
    snapshot = Snapshot(fill(tmp_path / "figure.duckdb", found))
    context = Context(words("en"), LIGHT, Settings(), snapshot, Filters("all"), AS_OF, narrow=narrow)
    figure = gap_heat(context, "section", "expected")
    assert figure.frame["category"].nunique() == (6 if narrow else 10)
    assert ("Not drawn: 4 more sections." in str(figure.spec)) == narrow
    assert words("en")(figure.finding.key, **figure.finding.values).startswith("s0 gets fewer articles")
    assert list(figure.frame["articles"]) == [10] * len(figure.frame)


def test_a_heatmap_against_the_plan(tmp_path: Path) -> None:
    plan = Settings(
        targets={"section": {"werk": 0.5}, "tag": {"A.V.G": 0.4, "Nooit": 0.5}}, tag_aliases={"A.V.G": "avg"}
    )
    rows = ask(tmp_path, "gap_heat", UNEVEN, plan, by="section", against="planned")
    differences = {(row["category"], row["tag"]): row["difference"] for row in rows}
    assert differences == {("werk", "nooit"): -5, ("geld", "nooit"): -5, ("werk", "avg"): -4, ("geld", "avg"): 2}
    (tmp_path / "without").mkdir()
    assert not ask(tmp_path / "without", "gap_heat", UNEVEN, by="section", against="planned")


def test_a_plan_says_nothing_of_a_part() -> None:
    plan = Settings(targets={"section": {"werk": 0.5}})
    assert parameters(AS_OF, settings=plan)["targets"] == (("section", "werk", "0.5"),)
    assert parameters(AS_OF, Filters("all", audience=("STARTER",)), plan)["targets"] == ()


def test_a_hidden_gap_keeps_its_reason(tmp_path: Path) -> None:
    hidden = Settings(hidden_gaps=({"section": "werk", "tag": "Avg", "reason": "zo hoort het"},))
    (row,) = ask(tmp_path, "gap_cells", UNEVEN, hidden)
    assert row["reason"] == "zo hoort het"
    other = Settings(hidden_gaps=({"audience": "werk", "tag": "avg", "reason": "of another kind"},))
    (row,) = rows(Snapshot(tmp_path / "gap_cells.duckdb"), "gap_cells", parameters(AS_OF, settings=other))
    assert row["reason"] is None


def test_required_cells_are_all_there(tmp_path: Path) -> None:
    cells = ({"section": "werk", "tag": "A.V.G"}, {"section": "geld", "tag": "avg"}, {"audience": "STARTER"})
    given = Settings(required=cells, tag_aliases={"A.V.G": "avg"})
    found = ask(tmp_path, "required_cells", UNEVEN, given)
    assert [(row["articles"], row["drafts"], row["scheduled"]) for row in found] == [(0, 2, 1), (6, 0, 0), (0, 0, 0)]
    narrowed = Filters("all", section=("geld",), status=("draft",))  # required of the whole publication all the same
    p = parameters(AS_OF, narrowed, given)
    assert rows(Snapshot(tmp_path / "required_cells.duckdb"), "required_cells", p) == found


def test_a_tag_for_one_audience(tmp_path: Path) -> None:
    found = articles(
        (6, {"audience": "BAAS", "tags": AVG}),
        (6, {"audience": "STARTER"}),
        (5, {"tags": AVG}),
        (1, {"audience": "STARTER", "tags": AVG, "draft": True}),
    )
    (row,) = ask(tmp_path, "one_audience", found)
    assert (row["audience"], row["articles"], row["n"], row["expected_elsewhere"]) == ("BAAS", 6, 12, 3)
    assert row["last_elsewhere"] is None
    before = [*found, Article("before.md", audience="STARTER", tags=AVG, day=date(2020, 1, 1))]
    p = parameters(AS_OF, Filters("own", date(2026, 1, 1), AS_OF))
    snapshot = Snapshot(fill(tmp_path / "before.duckdb", before))
    (row,) = check(snapshot, before, "one_audience", p)
    assert row["last_elsewhere"] == date(2020, 1, 1)
    assert not check(snapshot, before, "one_audience", parameters(AS_OF))


@pytest.mark.parametrize(
    ("tag", "text", "found"),
    [
        ("AI-agents", "Wat zijn ai agents?", True),
        ("ai agents", "AI-Agents: wat nu", True),
        ("één", "Nog EEN keer", True),
        ("cafe", "Een café", True),
        ("ai", "Maine, said he; ai-ai", True),
        ("ai", "Maine said, mail, ait", False),
        ("prijs", "De prijzen", False),
        ("ai act", "De AI en de Act", False),
        ("werk", '<a class="werk" href="/werk">hier</a>', False),
        ("werk", "Lees [dit](https://werk.example/werk) of https://a.example/werk", False),
        ("werk", "Lees [werk](https://a.example/)", True),
        ("werk", "{% include werk %} {{ werk }}", False),
        ("c", "De taal c", False),
        ("c++", "De taal c++", False),
        ("وسم", "هذا وسم هنا", True),
        ("% _", "100 % _ x", False),
    ],
)
def test_words_of_a_tag(tmp_path: Path, tag: str, text: str, found: bool) -> None:
    key = {"key": tag}
    known = [Article("tagged.md", day=DAY, tags=key, title=tag), Article("text.md", day=DAY, body=text, title="Titel")]
    assert bool(ask(tmp_path, "untagged_mentions", known)) == found
    titled = [known[0], Article("text.md", day=DAY, title=text.replace("<", " ").replace("(", " "))]
    snapshot = Snapshot(fill(tmp_path / "titled.duckdb", titled))
    check(snapshot, titled, "untagged_mentions", parameters(AS_OF))


@pytest.mark.parametrize(
    ("tag", "other", "lacks"),
    [
        ("chatbot", "chatbots", False),
        ("chatbots", "chatbot", False),
        ("één plan", "een plan", False),
        ("automatisering", "automatisering2", True),
        ("automatisering", "automatiserng", False),
        ("taak", "taken", False),
        ("chatbot", "robots", True),
    ],
)
def test_another_spelling_of_a_tag_is_the_tag(tmp_path: Path, tag: str, other: str, lacks: bool) -> None:
    """What carries the one does not lack the other; what carries neither lacks the one that it names."""
    found = [
        Article("tagged.md", day=DAY, tags={tag: tag}),
        Article("spelled.md", day=DAY, tags={other: other}, title=f"Over {tag}"),
        Article("neither.md", day=DAY, title=f"Nog eens {tag}"),
    ]
    rows = {row["tag"]: row["paths"] for row in ask(tmp_path, "untagged_mentions", found)}
    assert rows[tag] == (["neither.md", "spelled.md"] if lacks else ["neither.md"])


def test_only_the_newest_are_searched(tmp_path: Path) -> None:
    found = [Article("tag.md", day=date(2020, 1, 1), tags={"ai": "ai"})]
    found += [Article(f"{day}.md", day=date(2026, 3, day), title="Over ai") for day in range(1, 6)]
    (row,) = ask(tmp_path, "untagged_mentions", found, texts=3)
    assert (row["articles"], row["searched"], row["paths"]) == (3, 3, ["5.md", "4.md", "3.md"])


@pytest.mark.parametrize("name", ["sample", "18f"])
def test_real_texts(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    content = SAMPLE if name == "sample" else request.getfixturevalue("corpus_18f") / "posts"
    given = read_settings(content, environment={})
    load(content, tmp_path / "editorial.duckdb", given)
    found = read_folder(content, given.zone, given.tag_aliases, "posts" if name == "18f" else None)
    for article in found:
        text = (content / article.path).read_text(encoding="utf-8-sig").lstrip()
        article.body = text.split("\n---", 1)[1]
    snapshot = Snapshot(tmp_path / "editorial.duckdb")
    for filters in (None, Filters("all", tag=("ai-strategie", "how-we-work")), Filters("own", date(2025, 9, 1), AS_OF)):
        p = parameters(AS_OF, filters, given)
        mentions = check(snapshot, found, "untagged_mentions", p)
        assert len(mentions) > 10 or filters


TEXTS = st.sampled_from(
    ["ai", "AI act", "é", "e", "it's", "a.i", "avg", "avgs", "\n", "<b>", "](", ")", "x-ai", "{{ avg }}", "É"]
)


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(TEXTS, st.lists(TEXTS, max_size=4), st.sets(st.sampled_from(["ai", "AI act", "é é", "avg", "avgs"])))
    )
)
def test_any_text(texts: list[tuple[str, list[str], set[str]]]) -> None:
    found = [
        Article(f"{n}.md", day=DAY, title=title, body=" ".join(body), tags={tag.lower(): tag for tag in sorted(tags)})
        for n, (title, body, tags) in enumerate(texts)
    ]
    with TemporaryDirectory() as folder:
        check(Snapshot(fill(Path(folder) / "x.duckdb", found)), found, "untagged_mentions", parameters(AS_OF))


def toml(folder: Path, text: str) -> Settings:
    (folder / "dashboard.toml").write_text(text, encoding="utf-8")
    return read_settings(folder, environment={})


def test_hidden_gaps_in_the_settings(tmp_path: Path) -> None:
    text = '[[gaps.hidden]]\nsection = "geld"\ntag = "AVG"\nreason = "zo"\n'
    text += '[[gaps.hidden]]\naudience = "A"\ntag = "x"\nreason = "y"'
    given = toml(tmp_path, text)
    assert parameters(AS_OF, settings=given)["hidden"] == (("geld", None, "avg", "zo"), (None, "A", "x", "y"))
    assert Settings().hidden_gaps == ()


GAP = ("`gaps.hidden[1]` is ", "a section or an audience (one of the two), and also tag and reason")
PLACE = ("`required.cells[1]` is ", "a section, an audience or a tag")


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (("`gaps` is 3", "[[gaps.hidden]]"), "gaps = 3"),
        (("`gaps.hide`", "`hidden`"), "[gaps]\nhide = []"),
        (GAP, '[[gaps.hidden]]\nsection = "geld"\ntag = "avg"'),
        (GAP, '[[gaps.hidden]]\nsection = "geld"\nreason = "zo"'),
        (GAP, '[[gaps.hidden]]\ntag = "avg"\nreason = "zo"'),
        (GAP, '[[gaps.hidden]]\nsection = "geld"\naudience = "A"\ntag = "avg"\nreason = "zo"'),
        (GAP, '[[gaps.hidden]]\nsection = "geld"\ntag = 3\nreason = "zo"'),
        (GAP, '[[gaps.hidden]]\nsection = "geld"\ntag = "avg"\nreason = " "'),
        (PLACE, "[required]\ncells = [{}]"),
        (PLACE, "[required]\ncells = [{tag = 3}]"),
        (PLACE, '[required]\ncells = [{tags = "avg"}]'),
    ],
)
def test_a_mistake_names_the_key_and_what_is_allowed(tmp_path: Path, said: tuple[str, str], text: str) -> None:
    with pytest.raises(SettingsError) as error:
        toml(tmp_path, text)
    key, allowed = said
    assert key in str(error.value)
    assert allowed in str(error.value)
    assert "{key}" not in error.value.sentence(words("nl"))
