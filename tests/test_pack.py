"""What a pack says: the numbers of the queries, every filter, in both languages, on every kind of folder."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from dashboard import figures
from dashboard.charts import DARK, FEW
from dashboard.charts.buckets import days
from dashboard.findings import Finding
from dashboard.headlines import headlines
from dashboard.loader.filling import Load
from dashboard.pack import key_figures
from dashboard.pack.blocks import BLOCKS, NOTHING, USUAL, block
from dashboard.pack.cells import LONGEST, MOST_ROWS
from dashboard.pack.document import Decision, Exhibit, Pack
from dashboard.pack.make import GENERAL, make_pack
from dashboard.pack.parts import WEEKS, on_paper, too_few
from dashboard.pack.plain import decided
from dashboard.pack.tables import ARTICLES
from dashboard.resources import SAMPLE
from dashboard.settings import Settings, read_settings
from dashboard.words import LANGUAGES, words
from tests.conftest import CORPORA, write
from tests.counting import totals
from tests.counting_rhythm import cadence
from tests.counting_rules import chosen, published, within
from tests.figures import parameters
from tests.packing import AS_OF, by_hand, context_of, loaded, texts
from tests.plain_reader import Article, read_folder

if TYPE_CHECKING:
    from pathlib import Path

    from dashboard.context import Context
    from dashboard.warehouse import Snapshot

SETTINGS = read_settings(SAMPLE)
NL, EN = words("nl"), words("en")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return loaded(SAMPLE, tmp_path_factory.mktemp("pack") / "sample.duckdb")


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return read_folder(SAMPLE, SETTINGS.zone, SETTINGS.tag_aliases)


def exhibit(pack: Pack, name: str) -> Exhibit:
    (found,) = [one for block_ in pack.blocks for one in block_.exhibits if one.name == name]
    return found


def column(found: Exhibit, label: str) -> list[str]:
    place = found.table.columns.index(label)
    return [row[place] for row in found.table.rows]


def whole(context: Context, **options: Any) -> Pack:
    return make_pack(context, tuple(BLOCKS), **options)


@pytest.mark.parametrize("filters", [{}, {"section": ("geld",)}, {"period": "quarter", "compare": "year"}])
def test_the_key_figures_are_those_counted_from_the_files(
    sample: Snapshot, articles: list[Article], filters: dict[str, Any]
) -> None:
    context = context_of(sample, settings=SETTINGS, **filters)
    counted = totals(articles, context.parameters())[0]
    rhythm = cadence(articles, context.parameters())[0]
    found = exhibit(make_pack(context, ("overview",)), "key_figures")
    now = dict(zip(column(found, NL("pack.key_figure")), column(found, NL("pack.now")), strict=True))
    assert now[NL("pack.figure.published")] == NL.number(counted["published"])
    assert now[NL("pack.figure.drafts_waiting")] == NL.number(counted["drafts_waiting"])
    assert now[NL("pack.figure.scheduled")] == NL.number(counted["scheduled"])
    assert now[NL("pack.figure.per_week")] == NL.number(rhythm["per_week"])
    share = counted["drafts"] / (counted["drafts"] + counted["published"])
    drafts = {"k": counted["drafts"], "n": counted["drafts"] + counted["published"]}
    assert now[NL("pack.figure.draft_share")] == NL("pack.of", share=NL.percent(share), **drafts)
    longest = max(rhythm["longest_gap"], rhythm["running_gap"])
    assert now[NL("pack.figure.longest_gap")] == NL("unit.days", n=longest)
    assert longest == rhythm["longest_gap"], "the days below are of a silence that is over"
    first = context.filters.days(context.as_of)[0]
    begun = ", begonnen voor de periode" if first and rhythm["gap_from"] < first else ""
    assert f": {days(rhythm['gap_from'], rhythm['gap_to'], NL)}{begun}; eerder " in found.note
    before = column(found, NL("column.before"))
    assert before[0] == NL.number(counted["published_before"])
    change = counted["published"] - counted["published_before"]
    assert column(found, NL("column.change"))[0] == NL.signed(change)


def test_the_plan_is_attained_as_far_as_counted_by_hand(sample: Snapshot, articles: list[Article]) -> None:
    """A surplus of one section hides no gap of another; of a part of the publication there is no plan."""
    context = context_of(sample, settings=SETTINGS)
    counts = Counter(a.section for a in chosen(articles, context.parameters()))
    goals = {name: share * 5 * 365 / 7 for name, share in SETTINGS.targets["section"].items()}
    attained = sum(min(counts[name], goal) for name, goal in goals.items()) / sum(goals.values())
    found = exhibit(make_pack(context, ("overview",)), "key_figures")
    label = NL("pack.plan_of", of=NL("plan.attained_of.section"))
    row = column(found, NL("pack.key_figure")).index(label)
    asked = round(sum(goals.values()))
    assert found.table.rows[row][1] == f"{NL.percent(attained)} van {asked}" == "81\u00a0% van 261"
    assert found.table.rows[row][3] == "+1\u00a0punt"
    (made,) = make_pack(context, ("plan",)).blocks
    said = "Van het plan voor de secties (261 stukken) is 81\u00a0% gehaald; overschotten tellen niet mee."
    assert made.sentences == (said,)
    part = exhibit(make_pack(context_of(sample, settings=SETTINGS, section=("geld",)), ("overview",)), "key_figures")
    assert not [name for name in column(part, NL("pack.key_figure")) if name.startswith("Plan")]


def test_the_plan_of_a_part_of_a_year_is_measured_as_the_part_before(tmp_path: Path) -> None:
    """One a week, as planned, since last summer: it is on course now and was so then, whatever is left of the year."""
    articles = [Article(f"{n}.md", day=date(2025, 6, 2) + timedelta(days=7 * n), section="geld") for n in range(41)]
    targets = {"section": {"geld": 1.0}, "volume": {"per_week": 1}}
    context = by_hand(tmp_path / "plan.duckdb", articles, date(2026, 3, 15), period="quarter")
    found = exhibit(make_pack(replace(context, settings=Settings(targets=targets)), ("overview",)), "key_figures")
    rows = {row[0]: row for row in found.table.rows}
    length = (date(2026, 3, 15) - date(2026, 1, 1)).days + 1
    weekly = [
        sum(first <= a.day <= last for a in articles if a.day)
        for first, last in (
            (date(2026, 1, 1), date(2026, 3, 15)),
            (date(2025, 10, 1), date(2025, 10, 1) + timedelta(days=length - 1)),
        )
    ]
    asked = length / 7
    now, then = (f"{NL.percent(min(n / asked, 1))} van {round(asked)}" for n in weekly)
    assert rows[NL("pack.plan_so_far_of", of=NL("plan.attained_of.section"))][1:3] == (now, then)
    assert min(weekly) / asked > 0.9
    drafts = rows[NL("pack.figure.draft_share")]
    assert drafts[1] == NL("pack.of", share=NL.percent(0), k=0, n=weekly[0])
    assert set(drafts[2:]) == {NL("none.value")}, "drafts of a part before had more time to come out"


def test_the_forecast_has_the_ends_of_the_months_with_how_sure_they_are(sample: Snapshot) -> None:
    context = context_of(sample, settings=SETTINGS, period="year")
    table = exhibit(make_pack(context, ("plan",)), "forecast").table
    ends = [date(2026, month + 1, 1) - timedelta(days=1) for month in range(1, 12)] + [date(2026, 12, 31)]
    assert [row[0] for row in table.rows] == [NL.day(day) for day in sorted([*ends, AS_OF])]
    assert table.more == 0
    assert {NL("column.likely_low"), NL("column.likely_high")} <= set(table.columns)
    expected = context.frame("forecast").set_index("day")
    assert len(expected) > len(table.rows)
    low = table.columns.index(NL("column.likely_low"))
    assert table.rows[-1][low] == NL.number(float(expected["low"].iloc[-1]))


def test_the_calendar_lists_what_is_still_to_come_only(tmp_path: Path) -> None:
    articles = [
        Article("out.md", title="Uit", day=date(2026, 3, 2)),
        Article("late.md", title="Te laat", day=date(2026, 3, 3), draft=True),
        Article("today.md", title="Vandaag", day=AS_OF, draft=True),
        Article("soon.md", title="Straks", day=date(2026, 3, 20)),
    ]
    found = exhibit(make_pack(by_hand(tmp_path / "c.duckdb", articles), ("calendar",)), "schedule")
    assert column(found, NL("column.title")) == ["Vandaag", "Straks"]


@pytest.mark.parametrize("same_second", [False, True])
def test_a_load_that_found_nothing_new_changes_no_fact(
    tmp_path: Path, same_second: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if same_second:  # loads know their second only
        monkeypatch.setattr(Load, "_now", lambda _: datetime.fromisoformat("2026-03-13T09:14"))
    content = tmp_path / "content"
    write(content / "one.md", title="One", date="2026-03-02")
    first = make_pack(context_of(loaded(content, tmp_path / "n.duckdb")), ()).facts
    assert make_pack(context_of(loaded(content, tmp_path / "n.duckdb")), ()).facts == first
    write(content / "two.md", title="Two", date="2026-03-03")
    assert make_pack(context_of(loaded(content, tmp_path / "n.duckdb")), ()).facts != first


@pytest.mark.parametrize("chosen_part", ["balance", "volume"])
def test_a_chart_for_a_phone_is_made_when_asked_for_only(
    sample: Snapshot, chosen_part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[bool] = []
    for part in BLOCKS[chosen_part].parts:
        make = part.make
        monkeypatch.setitem(part.__dict__, "make", lambda c, make=make: made.append(c.narrow) or make(c))
    (found,) = make_pack(context_of(sample, settings=SETTINGS), (chosen_part,)).blocks
    assert made
    assert not any(made)
    narrow = found.exhibits[0].narrow
    assert narrow is not None
    assert narrow().to_dict()
    assert made[-1]


def test_a_dark_screen_and_a_phone_make_the_same_pack(sample: Snapshot) -> None:
    context = context_of(sample, settings=SETTINGS)
    other = replace(context, look=DARK, narrow=True)
    (one,), (two,) = (make_pack(c, ("balance",)).blocks for c in (context, other))
    for first, second in zip(one.exhibits, two.exhibits, strict=True):
        assert first.chart is not None
        assert second.chart is not None
        assert first.chart.to_dict() == second.chart.to_dict()
        assert replace(first, chart=None, narrow=None) == replace(second, chart=None, narrow=None)


def test_a_required_place_that_is_empty_comes_with_the_gaps(tmp_path: Path) -> None:
    articles = [Article(f"{n}.md", day=date(2026, 3, 1 + n), section="geld") for n in range(3)]
    cells = ({"section": "geld"}, {"section": "werk"})
    context = replace(by_hand(tmp_path / "r.duckdb", articles), settings=Settings(required=cells))
    found = exhibit(make_pack(context, ("gaps",)), "required")
    assert found.title == NL.plain("gaps.required_empty", n=1, of=2)
    assert sorted(row[:2] for row in found.table.rows) == [("geld", "3"), ("werk", "0")]
    for filled, said in ((cells[:1], ("gaps.required_none", 1)), (cells[1:], ("gaps.required_all", 1))):
        settings = replace(context, settings=Settings(required=filled))
        found = exhibit(make_pack(settings, ("gaps",)), "required")
        assert found.title == NL.plain(said[0], n=said[1], of=1)


def test_a_review_says_which_quarters_it_compares(sample: Snapshot, articles: list[Article]) -> None:
    found = block(context_of(sample, settings=SETTINGS, period="4w"), "review")
    quarters = [(date(2025, 10, 1), date(2025, 12, 31)), (date(2025, 7, 1), date(2025, 9, 30))]
    counts = [len(within(published(articles, AS_OF), *quarter)) for quarter in quarters]
    assert found.sentences[0].startswith(days(*quarters[0], NL))
    assert days(*quarters[1], NL) in found.sentences[0]
    assert f"{counts[0]} stukken, eerder {counts[1]}" in found.exhibits[0].title


def test_a_review_in_which_nothing_moved_beyond_chance_says_what_moved_most(tmp_path: Path) -> None:
    """Of thirty each, 16 instead of 10 on geld."""

    def some(n: int, first: date, section: str) -> list[Article]:
        days = [first + timedelta(2 * place) for place in range(n)]
        return [Article(f"{section} {day}.md", day=day, section=section) for day in days]

    begun = Article("first.md", day=date(2025, 5, 8))
    now = some(16, date(2025, 10, 1), "geld") + some(14, date(2025, 10, 1), "werk")
    before = some(10, date(2025, 7, 1), "geld") + some(20, date(2025, 7, 1), "werk")
    said = block(by_hand(tmp_path / "moved.duckdb", [begun, *now, *before]), "review").sentences
    assert said[1] == NL.plain("review.perhaps_chance")
    assert "kan toeval zijn" in said[1]
    plain = [text.replace("\u00a0", " ") for text in said[2:]]
    assert plain == [
        "Sectie geld ging van 10 van de 30 stukken (33 %) naar 16 van de 30 (53 %).",
        "Sectie werk ging van 20 van de 30 stukken (67 %) naar 14 van de 30 (47 %).",
    ]
    begun = Article("june.md", day=date(2025, 6, 29))
    still = [begun, *some(44, date(2025, 10, 1), "geld"), *some(46, date(2025, 7, 1), "geld")]
    assert block(by_hand(tmp_path / "still.duckdb", still), "review").sentences[1:] == (
        NL.plain("review.nothing_changed"),
    )
    few = by_hand(
        tmp_path / "few.duckdb", [begun, *some(9, date(2025, 10, 1), "geld"), *some(9, date(2025, 7, 1), "geld")]
    )
    (periods,) = block(few, "review").sentences
    assert periods.startswith(days(date(2025, 10, 1), date(2025, 12, 31), NL)), "of so few it says no more than which"


def test_a_period_of_which_nothing_is_to_come_has_the_forecast_of_the_running_quarter(sample: Snapshot) -> None:
    """The quarter on which the page Plan opens, with its days, for they are not those of the pack."""

    def running(given: Settings = SETTINGS, **filters: Any) -> list[Exhibit]:
        found = block(context_of(sample, settings=given, **filters), "plan").exhibits
        return [one for one in found if one.name == "forecast"]

    quarter = context_of(sample, settings=SETTINGS, period="quarter")
    expected = figures.expected(quarter)
    assert not expected.hidden
    over = {"period": "own", "start": date(2025, 7, 1), "end": date(2025, 9, 30)}
    for filters in ({}, {"period": "4w"}, {"period": "month"}, {"period": "all"}, over):
        (found,) = running(**filters)
        assert found.title.startswith(
            f"Dit kwartaal: ruwe schatting: {round(expected.expected)} stukken op 31 mrt 2026"
        )
        assert days(date(2026, 1, 1), date(2026, 3, 31), NL) in found.note
        assert "er komen nog 18 dagen" in found.note
        assert found.table.rows[-1][0] == NL.day(date(2026, 3, 31))
    for period in ("quarter", "year"):
        (found,) = running(period=period)
        assert found.title.startswith(("Ruwe schatting", "Naar verwachting")), "it runs itself"
    assert running(section=("geld",)) == [], "of a part there is no plan"
    assert running(replace(SETTINGS, targets={"section": SETTINGS.targets["section"]})) == [], "no number is planned"


@pytest.mark.parametrize("period", ["12m", "quarter"])
def test_a_plan_says_of_what_kind_it_names_one(sample: Snapshot, period: str) -> None:
    """Who never saw the dashboard does not know that werk is a section, and STARTER an audience."""
    section, audience, *_ = block(context_of(sample, settings=SETTINGS, period=period), "plan").exhibits
    assert section.title.startswith("Sectie werk ")
    assert audience.title.startswith("Doelgroep STARTER ")


def test_a_forecast_that_does_not_hold_is_not_said(tmp_path: Path) -> None:
    """A publication of three weeks is too young for one."""
    articles = [Article(f"{n}.md", day=AS_OF - timedelta(n)) for n in range(21)]
    context = replace(by_hand(tmp_path / "y.duckdb", articles), settings=Settings(targets={"volume": {"per_week": 5}}))
    (course,) = block(context, "plan").exhibits
    assert course.title.startswith("21 stukken tot en met 13 mrt 2026")
    assert "verwacht" not in course.note


def test_without_a_period_before_there_are_no_columns_for_it(sample: Snapshot) -> None:
    found = exhibit(whole(context_of(sample, compare="none")), "key_figures")
    assert found.table.columns == (NL("pack.key_figure"), NL("pack.now"))


def test_the_sentences_are_those_of_overview(sample: Snapshot) -> None:
    context = context_of(sample, settings=SETTINGS)
    said = headlines(context.frame, NL, narrowed=False, running=True)
    found = block(context, "overview").sentences
    assert len(found) == len(said) >= 3
    of_plan = ""  # said once
    for sentence, headline in zip(found, said, strict=True):
        bare = NL(headline.finding.key, **headline.finding.values)
        assert bare.count("**") == 2
        kind = headline.finding.key.removeprefix("headline.").partition("_")[0]
        named = {"section": "Sectie ", "audience": "Doelgroep "}.get(kind, "")
        explained = f" {NL('pack.read.places')} {NL('pack.read.expected')}" if kind == "gap" else ""
        if headline.finding.key.endswith("_plan") and kind != "volume" and not of_plan:
            of_plan = explained = f" {NL('pack.read.surplus')}"
        assert sentence == named + bare.replace("**", "") + explained
    assert of_plan
    assert {"Sectie werk", "Doelgroep STARTER"} <= {" ".join(sentence.split()[:2]) for sentence in found}


def test_tables_hold_the_rows_of_the_query(sample: Snapshot, articles: list[Article]) -> None:
    context = context_of(sample, settings=SETTINGS)
    pack = whole(context)
    p = context.parameters()
    tags = exhibit(pack, "tag_bars").table
    counted = sorted(
        ((sum(tag in a.tags for a in chosen(articles, p)), tag) for tag in {t for a in articles for t in a.tags}),
        key=lambda pair: -pair[0],
    )
    assert [row[1] for row in tags.rows] == [NL.number(n) for n, _ in counted[:MOST_ROWS]]
    assert len(tags.rows) + tags.more == len(context.frame("tags").query("articles > 0 or before > 0"))
    without_a_plan = replace(SETTINGS, targets={})
    shares = exhibit(make_pack(replace(context, settings=without_a_plan), ("balance",)), "shares.section")
    counts = {name: sum((a.section or "") == name for a in chosen(articles, p)) for name in ("geld", "werk")}
    rows = {row[0]: row for row in shares.table.rows}
    for name, n in counts.items():
        assert rows[name][1] == NL.number(n)
        assert rows[name][2] == NL.percent(n / len(chosen(articles, p)))
    cross = exhibit(pack, "balance").table
    assert cross.rows[-1][-1] == NL.number(len(chosen(articles, p)))
    place = cross.columns.index("STARTER")
    geld = next(row for row in cross.rows if row[0] == "geld")
    assert geld[place] == str(sum((a.section, a.audience) == ("geld", "STARTER") for a in chosen(articles, p)))


def test_the_articles_are_those_published_in_the_period(sample: Snapshot, articles: list[Article]) -> None:
    context = context_of(sample, settings=SETTINGS)
    found = exhibit(whole(context), "articles")
    counted = chosen(articles, context.parameters())
    newest = sorted((a.day for a in counted if a.day), reverse=True)
    assert found.title == NL("pack.articles", n=len(counted))
    assert len(found.table.rows) == ARTICLES
    assert found.table.more == len(counted) - ARTICLES
    assert [row[0] for row in found.table.rows] == [NL.day(day) for day in newest[:ARTICLES]]
    assert {row[1] for row in found.table.rows} <= {a.title for a in counted}


def test_a_caption_names_what_is_drawn_and_nothing_else(sample: Snapshot) -> None:
    """A period that is over has no forecast, and nothing more is scheduled in it."""
    marks = {
        "expected": "het lichte vlak",
        "planned": "de oranje",
        "scheduled": "lichtblauw",
        "target": "oranje streep",
        "due": "grijze streep",
    }
    seen = Counter[tuple[str, str, bool]]()
    last_day = date(2025, 12, 31)  # of a quarter: none runs any more
    for period, as_of in (({"period": "quarter"}, AS_OF), ({"period": "12m"}, last_day)):
        pack = make_pack(context_of(sample, as_of=as_of, settings=SETTINGS, **period), ("plan",))
        for one in pack.blocks[0].exhibits:
            name = one.name.split(".")[0]
            assert one.chart is not None
            drawn = one.chart.to_json(ensure_ascii=False)
            for mark in ("expected", "planned") if name == "forecast" else ("scheduled", "target", "due"):
                there = NL(f"chart.{name}.{mark}") in drawn
                assert (marks[mark] in one.note) is there, (period, one.name, mark)
                seen[name, mark, there] += 1
    assert {("forecast", "expected", True), ("forecast", "expected", False)} < set(seen)
    assert {("plan", "scheduled", True), ("plan", "scheduled", False)} < set(seen)
    assert {("plan", "due", True), ("plan", "due", False)} < set(seen)


def test_a_pack_names_the_figures_that_its_decisions_are_to_move(sample: Snapshot) -> None:
    decisions = (Decision("Meer geld", figure="section:geld"), Decision("Bellen"), Decision("Vaker", figure="per_week"))
    made = make_pack(context_of(sample), (), decisions=decisions)
    table = decided(made)
    assert table.columns[-1] == NL("pack.to_move")
    share, pace = NL("pack.share_of", what="geld"), NL("pack.figure.per_week")
    assert [row[-1] for row in table.rows] == [share, "", pace]
    assert len(decided(replace(made, decisions=(Decision("Bellen"),))).columns) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_filter_is_spelled_out_also_one_that_is_not_set(sample: Snapshot, language: str) -> None:
    text = words(language)
    bare = dict(make_pack(context_of(sample, language), ()).facts)
    for field in ("section", "audience", "tag", "language", "status"):
        assert bare[text(f"field.{field}")] == text("pack.no_filter")
    narrowed = {
        "section": ("geld", ""),
        "audience": ("STARTER",),
        "tag": ("avg",),
        "language": ("nl",),
        "status": ("published", "draft"),
        "period": "year",
        "compare": "year",
    }
    facts = dict(make_pack(context_of(sample, language, **narrowed), (), link="https://example.org/?a=b&c").facts)
    assert facts[text("field.section")] == f"geld, {text('none.section')}"
    assert facts[text("field.audience")] == "STARTER"
    assert facts[text("field.tag")].lower() == "avg"
    assert facts[text("field.language")] == "nl"
    assert facts[text("field.status")] == f"{text('status.published')}, {text('status.draft')}"
    assert text("period.year") in facts[text("bar.period_label")]
    assert text.day(date(2026, 1, 1)) in facts[text("bar.period_label")]
    assert text.day(AS_OF) in facts[text("bar.period_label")]
    assert text.day(date(2025, 1, 1)) in facts[text("bar.compare_label")]
    assert text.day(date(2025, 3, 13)) in facts[text("bar.compare_label")]
    assert facts[text("pack.as_of")] == text.day(AS_OF)
    assert facts[text("pack.time_zone")] == "Europe/Amsterdam"
    load = sample.row("loads", {})
    for part in (text.moment(load["finished_at"]), text.number(load["articles"]), text.number(load["skipped"])):
        assert part in facts[text("pack.snapshot")]
    assert facts[text("pack.link")] == "https://example.org/?a=b&c"
    assert text("pack.link") not in bare


def test_without_a_comparison_the_pack_says_so(sample: Snapshot) -> None:
    def said(**filters: Any) -> str:
        return dict(make_pack(context_of(sample, **filters), ()).facts)[NL("bar.compare_label")]

    assert said(compare="none") == NL("pack.compare_none")
    assert said(period="all") == NL("pack.compare_nothing")
    before_the_first = {"period": "own", "start": date(2024, 3, 1), "end": date(2024, 4, 1)}
    assert said(**before_the_first) == NL("pack.compare_nothing")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pack_is_in_one_language_and_says_nothing_of_the_screen(sample: Snapshot, language: str) -> None:
    other = words(next(code for code in LANGUAGES if code != language))
    pack = whole(context_of(sample, language, settings=SETTINGS))
    said = list(texts(pack))
    assert not [text for text in said if "{" in text or "**" in text or "`" in text]
    assert not [text for text in said if "klik" in text.lower() or "click" in text.lower()]
    for name in BLOCKS:
        assert words(language)(f"page.{name}.title") in said
    assert other("pack.key_figure") not in said
    assert other("pack.no_filter") not in said
    for one in (one for found in pack.blocks for one in found.exhibits):
        assert one.title
        assert one.about
        assert (one.chart is None) == (one.alt == "") == (one.narrow is None)
        assert all(len(row) == len(one.table.columns) == len(one.table.numeric) for row in one.table.rows)
        assert one.table.rows
        assert len(one.table.rows) <= (ARTICLES if one.name == "articles" else MOST_ROWS)


def test_blocks_come_in_the_order_and_number_that_was_chosen(sample: Snapshot) -> None:
    pack = make_pack(context_of(sample), ("drafts", "volume"), {"volume": " Stil. ", GENERAL: "Hallo\n", "gaps": "no"})
    assert [(found.name, found.note) for found in pack.blocks] == [("drafts", ""), ("volume", "Stil.")]
    assert pack.note == "Hallo"
    assert make_pack(context_of(sample), ()).blocks == ()


def test_decisions_are_in_it_as_they_were_written(sample: Snapshot) -> None:
    decided = (Decision("Meer geld", "Noor", date(2026, 4, 17), "section:geld"), Decision("Minder"))
    assert make_pack(context_of(sample), (), decisions=decided).decisions == decided


def test_an_empty_selection_says_why_and_shows_nothing(sample: Snapshot, tmp_path: Path) -> None:
    filtered = whole(context_of(sample, section=("bestaat niet",)), notes={"volume": "x", GENERAL: "y"})
    assert filtered.blocks == ()
    assert filtered.empty == NL.plain("empty.filtered", period=filtered.subtitle)
    assert ("Sectie", "bestaat niet") in filtered.facts
    assert filtered.note == "y"
    other_days = {"period": "own", "start": date(2020, 1, 1), "end": date(2020, 2, 1)}
    assert "11 mrt 2026" in whole(context_of(sample, **other_days)).empty
    nothing = by_hand(tmp_path / "none.duckdb", [Article("a.md", title="A", draft=True)])
    assert whole(nothing).empty == NL.plain("empty.never")
    assert "**" not in whole(nothing).empty


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_article_and_nothing_else_is_a_pack(tmp_path: Path, language: str) -> None:
    context = by_hand(tmp_path / "one.duckdb", [Article("a.md", title="Een", day=date(2026, 3, 2))])
    pack = whole(replace(context, words=words(language)))
    assert pack.empty == ""
    *_, last = pack.blocks
    assert [found.name for found in pack.blocks if found.name in BLOCKS] == [
        "overview",
        "calendar",
        "quality",
        "articles",
    ]
    assert last.name == NOTHING
    text = words(language)
    for name in ("topics", "drafts", "plan", "review"):
        assert text(f"page.{name}.title").lower() in " ".join(last.sentences).lower()
    assert all(found.sentences or found.exhibits for found in pack.blocks)
    found = exhibit(pack, "articles")
    assert found.table.columns == tuple(words(language)(f"column.{name}") for name in ("published_on", "title"))
    assert found.table.more == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_told_of_few_articles_is_said_once(tmp_path: Path, language: str) -> None:
    articles = [
        Article(f"{n}.md", day=date(2026, 3, 1 + n), section="geld", audience="STARTER", tags={"avg": "avg"})
        for n in range(FEW - 1)
    ]
    context = replace(by_hand(tmp_path / "few.duckdb", articles), words=words(language))
    pack = make_pack(context, ("overview", "volume", "topics", "balance", "gaps"), {"balance": "Weinig."})
    *others, last = pack.blocks
    assert (last.name, last.exhibits) == (NOTHING, ())
    *_, said = last.sentences
    named = ("volume", "tag_bars", "shares.section", "shares.audience", "balance", "gap_cells")
    assert all(words(language)(f"pack.subject.{name}") in said for name in named)
    assert [found.name for found in others] == ["overview", "topics"], "the rest has nothing to show"
    assert last.note == f"{words(language)('page.balance.title')}: Weinig."
    few = words(language)("finding.few", n=FEW - 1)
    assert not [text for text in texts(pack) if text.startswith(few)]
    one_more = replace(articles[0], path="more.md")
    enough = by_hand(tmp_path / "enough.duckdb", [*articles, one_more])
    assert NOTHING not in [found.name for found in make_pack(enough, ("volume", "balance")).blocks]


@pytest.mark.parametrize("language", LANGUAGES)
def test_blocks_that_show_nothing_are_one_at_the_end_with_their_notes(tmp_path: Path, language: str) -> None:
    """Ten articles without a section or a tag, no draft, nothing scheduled, no plan."""
    articles = [Article(f"{n}.md", day=date(2026, 3, 1) + timedelta(n)) for n in range(FEW)]
    text = words(language)
    context = replace(by_hand(tmp_path / "n.duckdb", articles), words=text)
    pack = make_pack(
        context, ("balance", "drafts", "volume", "gaps", "plan"), {"drafts": " Goed. ", "gaps": "Tags?\nNu!"}
    )
    assert [found.name for found in pack.blocks] == ["volume", NOTHING]
    last = pack.blocks[-1]
    assert last.heading == text("pack.nothing_title")
    drafts, plan, mute = last.sentences
    waiting = text.plain("finding.draft_ages.none")
    assert drafts.startswith(f"{text('page.drafts.title')}: {waiting[0].lower()}{waiting[1:]}.")
    assert plan.startswith(f"{text('page.plan.title')}: ")
    silent = [text(f"page.{name}.title").lower() for name in ("balance", "gaps")]
    assert all(name in mute for name in silent)
    assert last.note == f"{text('page.drafts.title')}: Goed.\n{text('page.gaps.title')}: Tags?\nNu!"
    (only,) = make_pack(context, ("drafts",)).blocks
    assert only.sentences == (drafts,)


@pytest.mark.parametrize("targets", [{}, {"section": {"geld": 0.5, "werk": 0.5}}])
def test_gaps_are_measured_against_the_plan_where_there_is_one(tmp_path: Path, targets: dict[str, Any]) -> None:
    """Of 24 articles 18 are about money and 12 have the tag, all of them about money: 6 less than half are not."""
    articles = [
        Article(
            f"{n}.md",
            day=date(2026, 3, 1),
            section="geld" if n < 18 else "werk",
            tags={"avg": "avg"} if n < 12 else {},
        )
        for n in range(24)
    ]
    context = replace(by_hand(tmp_path / "gaps.duckdb", articles), settings=Settings(targets=targets))
    (found,) = make_pack(context, ("gaps",)).blocks
    against = {one.name: one for one in found.exhibits}
    assert list(against) == (["gap_cells_planned", "gap_cells_expected"] if targets else ["gap_cells_expected"])
    expected = against["gap_cells_expected"]
    assert column(expected, NL("column.label")) == ["avg"]
    assert column(expected, NL("column.expected")) == [NL.number(6 * 12 / 24)]
    if targets:
        assert column(against["gap_cells_planned"], NL("column.planned")) == [NL.number(12 * 12 / 24)]
        assert "plan" in against["gap_cells_planned"].title


def test_only_the_weeks_that_can_be_read_are_drawn(tmp_path: Path) -> None:
    """One article in half a year: its weeks would be lines on a slide."""
    articles = [Article("out.md", day=date(2026, 3, 2)), Article("far.md", title="Ver", day=date(2026, 8, 3))]
    articles.append(Article("near.md", title="Dichtbij", day=date(2026, 3, 20)))
    found = exhibit(make_pack(by_hand(tmp_path / "far.duckdb", articles), ("drafts",)), "ahead")
    assert found.chart is not None
    spec = found.chart.to_dict()
    drawn = {row["week"] for rows in spec["datasets"].values() for row in rows if "week" in row}
    assert len(drawn) == WEEKS + 1
    assert column(found, NL("column.title")) == ["Dichtbij", "Ver"]
    assert f"{WEEKS - 1} van de {WEEKS} weken" in found.title


def test_weeks_without_anything_scheduled_are_a_sentence(tmp_path: Path) -> None:
    """An empty chart says less, and takes a slide."""
    published = [Article("a.md", title="Een", day=date(2026, 3, 2))]
    drafts = block(by_hand(tmp_path / "none.duckdb", published), "drafts")
    assert "ahead" not in [found.name for found in drafts.exhibits]
    assert any("ingepland" in said for said in drafts.sentences)
    scheduled = [*published, Article("b.md", title="Twee", day=date(2026, 3, 20))]
    drafts = make_pack(by_hand(tmp_path / "one.duckdb", scheduled), ("drafts",)).blocks[0]
    assert "ahead" in [found.name for found in drafts.exhibits]


def test_an_article_without_a_title_goes_by_its_file(tmp_path: Path) -> None:
    context = by_hand(tmp_path / "no.duckdb", [Article("map/a.md", day=date(2026, 3, 2))])
    assert exhibit(make_pack(context, ("articles",)), "articles").table.rows[0][1] == "map/a.md"


def test_what_articles_say_stays_text_on_one_line_and_short(tmp_path: Path) -> None:
    titles = ["<b>x</b> {published} **vet** `code`", "lang " * 400, "x" * 2000, "שלום 🙂\n\ttwee", "%s {0} {{}}"]
    made = [
        Article(f"{n}.md", title=title, day=date(2026, 3, 2), tags={"t{}": "**t{}**"}) for n, title in enumerate(titles)
    ]
    made += [Article(f"more{n}.md", title="x", day=date(2026, 2, 2)) for n in range(FEW)]
    pack = whole(by_hand(tmp_path / "odd.duckdb", made))
    shown = [row[1] for row in exhibit(pack, "articles").table.rows]
    assert shown[0] == titles[0]
    assert shown[3] == "שלום 🙂 twee"
    assert shown[4] == titles[4]
    assert all(len(title) <= LONGEST for title in shown)
    assert shown[1].endswith("…")
    assert shown[2] == "x" * (LONGEST - 1) + "…"
    assert exhibit(pack, "tag_bars").table.rows[0][0] == "**t{}**"


def test_a_column_that_says_the_same_in_each_row_is_left_out(tmp_path: Path) -> None:
    context = by_hand(
        tmp_path / "few.duckdb", [Article(f"{n}.md", day=AS_OF - timedelta(days=7 * n)) for n in range(20)]
    )
    pack = whole(context)
    assert NL("column.section") not in exhibit(pack, "articles").table.columns
    assert NL("column.complete") in exhibit(pack, "volume").table.columns


def test_sentences_about_clicking_go_and_all_others_stay() -> None:
    assert on_paper("Een vakje is een dag. Klik op een vakje voor de stukken.") == "Een vakje is een dag."
    assert on_paper("There is no filter: a click opens nothing. It counts.") == "It counts."
    assert on_paper("Hoe voller, hoe meer; niet aanklikbaar") == "Hoe voller, hoe meer; niet aanklikbaar"


@pytest.mark.parametrize("name", ["18f", "seeds"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pack_of_a_real_folder(tmp_path: Path, name: str, language: str) -> None:
    content = CORPORA / name / "posts" if name == "18f" else CORPORA / name
    if not content.is_dir():
        pytest.skip("the corpora are not beside this checkout")
    pack = whole(context_of(loaded(content, tmp_path / "real.duckdb"), language, period="all"))
    articles = read_folder(content, Settings().zone, {})
    counted = chosen(articles, parameters(AS_OF))
    assert counted
    assert exhibit(pack, "articles").title == words(language)("pack.articles", n=len(counted))
    assert all(found.sentences or found.exhibits for found in pack.blocks)


def test_a_folder_of_odd_files(tmp_path: Path) -> None:
    content = tmp_path / "odd"
    write(content / "a.md", title='"<script>alert(1)</script>"', date="2026-03-02", tags="['</script><!--']")
    write(content / "b.md", title=f'"{"w" * 2000}"', date="2026-03-03", sectie='"📰"', doelgroep="العربية")
    pack = whole(context_of(loaded(content, tmp_path / "odd.duckdb")))
    assert "<script>alert(1)</script>" in [row[1] for row in exhibit(pack, "articles").table.rows]


@pytest.mark.parametrize(
    ("key", "few"), [("finding.few", True), ("finding.few.lengths", True), ("finding.fewer", False)]
)
def test_what_says_only_that_there_are_too_few(key: str, few: bool) -> None:
    assert too_few(Finding(key)) is few


@pytest.mark.parametrize(("period", "so_far"), [("quarter", True), ("12m", False), ("all", False)])
def test_of_a_running_period_the_plan_is_what_should_be_there_by_now(
    sample: Snapshot, period: str, so_far: bool
) -> None:
    said = key_figures.label(context_of(sample, settings=SETTINGS, period=period), "plan")
    assert said == NL("pack.plan_so_far_of" if so_far else "pack.plan_of", of=NL("plan.attained_of.section"))


@pytest.mark.parametrize(
    ("targets", "what", "told"),
    [
        ({"section": {"geld": 0.5, "werk": 0.5}, "volume": {"per_week": 7}}, "het plan voor de secties", (20, 28)),
        ({"audience": {"": 1.0}, "volume": {"per_week": 7}}, "het plan voor de doelgroepen", (24, 28)),
        ({"tag": {"avg": 0.5}}, "het plan voor de tags", (12, 12)),
        ({"volume": {"per_week": 5}}, "het geplande aantal", (20, 20)),
    ],
)
def test_how_far_the_plan_is_says_of_what_and_of_how_many(
    tmp_path: Path, targets: dict[str, Any], what: str, told: tuple[int, int]
) -> None:
    """24 pieces in 28 days: 18 about geld, of which 14 are planned, and 6 about werk, of 14; all but one with a tag."""
    articles = [
        Article(f"{n}.md", day=date(2026, 2, 14) + timedelta(days=n), section="werk" if n % 4 == 0 else "geld")
        for n in range(24)
    ]
    articles = [replace(one, tags={"avg": "avg"}) for one in articles[:23]] + articles[23:]
    context = by_hand(tmp_path / "m.duckdb", articles, period="4w")
    context = replace(context, settings=Settings(targets=targets))
    (made,) = make_pack(context, ("plan",)).blocks
    k, n = told
    share = NL.percent(k / n)
    less = "; overschotten tellen niet mee"
    surplus = "" if "doelgroepen" in what else less
    assert made.sentences[0] == f"Van {what} ({n} stukken) is {share} gehaald{surplus}."


def test_a_share_of_fewer_than_ten_stands_as_numbers(tmp_path: Path) -> None:
    articles = [Article(f"{n}.md", day=date(2026, 3, 1 + n), section="geld") for n in range(3)]
    articles += [Article(f"d{n}.md", day=date(2026, 3, 1 + n), section="geld", draft=True) for n in range(2)]
    articles += [Article("first.md", day=date(2026, 2, 1), section="geld")]
    articles += [Article(f"old{n}.md", day=date(2026, 2, 20 + n), section="geld") for n in range(6)]
    context = by_hand(tmp_path / "few.duckdb", articles, period="own", start=date(2026, 3, 1), end=date(2026, 3, 13))
    context = replace(context, settings=Settings(targets={"section": {"geld": 1.0}, "volume": {"per_week": 3}}))
    found = exhibit(make_pack(context, ("overview",)), "key_figures")
    rows = {row[0]: row[1:] for row in found.table.rows}
    assert rows[NL("pack.figure.draft_share")] == ("2 van 5", "–", "–")
    assert rows[NL("pack.plan_of", of=NL("plan.attained_of.section"))] == ("3 van 6", "6 van 6", "–")


def test_a_plan_that_cannot_be_meant_is_told_once_where_the_plan_is(sample: Snapshot) -> None:
    wrong = Settings(targets={**SETTINGS.targets, "section": {"werk": 0.9, "wrek": 0.6}})
    context = context_of(sample, settings=wrong)
    told = {one.name: " ".join(one.sentences) for one in make_pack(context, ("overview", "plan")).blocks}
    assert "In het plan kloppen 2 dingen niet. Het eerste: targets.section: de delen zijn samen 150" in told["plan"]
    assert "kloppen" not in told["overview"]
    alone = make_pack(context, ("overview", "gaps"))
    assert "kloppen 2 dingen niet" in alone.blocks[0].sentences[-1]
    for fine in (replace(context, settings=SETTINGS), context_of(sample, settings=wrong, section=("geld",))):
        assert not [text for text in texts(make_pack(fine, USUAL)) if "niet. targets" in text or "Het eerste" in text]
