"""The page Plan as an editor uses it: how it stands, another number, saved or to copy; mistakes by their names."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest

from dashboard import live
from dashboard.filters import Filters
from dashboard.serve import only_here
from dashboard.words import LANGUAGES, words
from tests import browsing
from tests.conftest import write
from tests.counting_plan import attained, backtest, forecast, plan
from tests.figures import parameters
from tests.plain_reader import read_folder
from tests.test_pages import assert_fine, everything, metrics, page, serve
from tests.test_pages_gaps import tables

NL, EN = words("nl"), words("en")
PLAN = """# the plan
[targets.section]
werk = 0.6  # most
geld = 0.4

[targets.volume]
per_week = 2
"""


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    yield
    import streamlit as st

    st.cache_resource.clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve articles on geld, six on werk, one a week from 3 November 2025; one more on werk to come."""
    content = tmp_path / "content"
    for n in range(18):
        day = date.fromordinal(date(2025, 11, 3).toordinal() + 7 * n)
        section = "werk" if n % 3 == 0 else "geld"
        write(content / f"{n}.md", title=f"{n}", date=str(day), sectie=section, doelgroep="BAAS", tags="[AI Act]")
    write(content / "ahead.md", title="Ahead", date="2026-03-20", sectie="werk")
    return content


def opened(
    folder: Path, settings: str | None = PLAN, lang: str = "nl", local: bool = True, **query: list[str]
) -> AppTest:
    if settings is not None:
        (folder / "dashboard.toml").write_text(settings, encoding="utf-8")
    serve(folder, folder.parent / "plan.duckdb").editable = local
    app = page("plan", lang, **{"as_of": ["2026-03-04"], "period": ["quarter"], **query})
    assert_fine(app)
    return app


def settings_of(folder: Path) -> str:
    return (folder / "dashboard.toml").read_text(encoding="utf-8")


def share(app: AppTest, name: str, lang: str = "nl") -> object:
    label = words(lang).markdown("plan.edit_percent", name=name)
    (field,) = [field for field in app.number_input if field.label == label]
    return field


def save(app: AppTest, lang: str = "nl") -> object:
    label = words(lang)("plan.save", file="dashboard.toml")
    (button,) = [button for button in app.button if button.label == label]
    return button


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_numbers_equal_a_plain_count(folder: Path, lang: str) -> None:
    app, text = opened(folder, lang=lang), words(lang)
    settings, as_of = live.current().settings(), date(2026, 3, 4)
    articles = read_folder(folder, settings.zone, {})
    p = parameters(as_of, Filters("quarter"), settings)
    rows = plan(articles, p)
    volume = next(row for row in rows if row["field"] == "volume")
    last, tried = forecast(articles, p)[-1], backtest(articles, p)
    assert not tried  # the folder is too young
    shown = metrics(app)
    of = text("overview.of", k=volume["articles"], n=int(volume["target"] + 0.5))
    assert shown[text("plan.published")][0] == of
    known = attained(rows, "section")
    assert known is not None
    assert shown[text("plan.attained")][0] == text.percent(known)
    assert shown[text("plan.needed")] == (
        text.number(volume["needed_per_week"]),
        text("plan.usual", per_week=volume["usual_per_week"]),
    )
    band = text("plan.band", low=last["low"], high=last["high"])
    assert shown[text("plan.forecast")] == (text.number(last["expected"], 0), band)
    werk = next(row for row in rows if row["category"] == "werk")
    expected = (
        text("plan.field.section"),
        "werk",
        werk["articles"],
        round(werk["target"], 1),
        1,
        round(werk["short"], 1),
    )
    (table,) = tables(app, "field", "category", "articles", "target", "scheduled", "short")
    assert expected in table
    assert text.markdown("plan.period", n=27, days="x").split("x")[0] in everything(app).replace("\u2009", " ")


def test_a_period_that_is_over_leads_to_one_that_runs(folder: Path) -> None:
    app = opened(folder, period=["12m"])
    shown = metrics(app)
    assert shown[NL("plan.needed")] == ("–", NL("plan.over"))
    assert shown[NL("plan.forecast")] == ("–", NL("plan.hidden.over"))
    assert NL("plan.ahead.quarter") in everything(app)
    assert shown.keys() == metrics(opened(folder, period=["all"])).keys()
    assert NL("plan.hidden.endless") in metrics(opened(folder, period=["all"]))[NL("plan.forecast")]


def test_without_a_plan_there_is_one_to_begin_with(folder: Path) -> None:
    app = opened(folder, settings=None, period=["12m"])
    assert NL("plan.empty") in everything(app)
    assert not app.metric
    assert {field.label: field.value for field in app.number_input} == {
        NL.markdown("plan.edit_percent", name="geld"): 67.0,
        NL.markdown("plan.edit_percent", name="werk"): 33.0,
        NL("plan.edit_volume"): 1.0,
    } | {NL.markdown("plan.edit_percent", name="BAAS"): None}
    save(app).click().run()
    assert_fine(app)
    assert tomllib.loads(settings_of(folder)) == {
        "targets": {"section": {"geld": 0.67, "werk": 0.33}, "volume": {"per_week": 1}}
    }
    assert NL("plan.saved_new", file="dashboard.toml") in [box.value for box in app.success]
    assert NL("plan.published") in metrics(app)


def test_another_number_is_saved_and_followed(folder: Path) -> None:
    app = opened(folder)
    assert save(app).disabled
    before = metrics(app)[NL("plan.attained")]
    share(app, "werk").set_value(12.5).run()
    assert not save(app).disabled
    assert settings_of(folder) == PLAN
    save(app).click().run()
    assert_fine(app)
    assert settings_of(folder) == PLAN.replace("werk = 0.6  #", "werk = 0.125  #")
    assert (folder / "dashboard.toml.bak").read_text(encoding="utf-8") == PLAN
    assert NL("plan.saved", file="dashboard.toml", kept="dashboard.toml.bak") in [box.value for box in app.success]
    assert metrics(app)[NL("plan.attained")] != before
    assert save(app).disabled


def test_a_name_can_be_chosen(folder: Path) -> None:
    app = opened(folder)
    (box,) = [box for box in app.selectbox if box.options == ["AI Act"]]
    box.set_value("AI Act").run()
    assert save(app).disabled  # it has no number yet
    share(app, "AI Act").set_value(10.0).run()
    assert not app.warning
    save(app).click().run()
    assert_fine(app)
    assert settings_of(folder) == PLAN + '\n[targets.tag]\n"AI Act" = 0.1\n'


@pytest.mark.timeout(240)
def test_a_name_can_be_typed_and_a_number_cleared(chromium: str, folder: Path) -> None:
    assert chromium
    (folder / "dashboard.toml").write_text(PLAN, encoding="utf-8")
    with browsing.served(folder, folder.parent / "plan.duckdb") as address, browsing.browser() as started:
        screen = browsing.opened(browsing.new_page(started), f"{address}/plan?lang=nl&as_of=2026-03-04&period=12m")
        screen.get_by_label(NL("plan.edit_add")).first.fill('nieuw "zo"')
        screen.keyboard.press("Enter")
        number = screen.get_by_label('nieuw "zo" (%)', exact=True)
        number.fill("12.5")
        number.press("Enter")
        expect(screen.locator("[data-testid=stMain]")).to_contain_text("geen artikel heeft de sectie ‘nieuw")
        number = screen.get_by_label("werk (%)", exact=True)
        number.fill("")
        number.press("Enter")
        expect(screen.locator("[data-testid=stMain]")).to_contain_text(NL("plan.edit_sum", total=52.5))
        browsing.settled(screen)  # while the page is drawn anew, the button stands there twice
        screen.get_by_role("button", name=NL("plan.save", file="dashboard.toml")).click()
        expect(screen.locator("[data-testid=stMain]")).to_contain_text(
            NL("plan.saved", file="dashboard.toml", kept="dashboard.toml.bak")
        )
    expected = PLAN.replace("werk = 0.6  # most\n", "").replace(
        "geld = 0.4\n", 'geld = 0.4\n"nieuw \\"zo\\"" = 0.125\n'
    )
    assert settings_of(folder) == expected


def test_what_cannot_be_is_named_and_not_saved(folder: Path) -> None:
    app = opened(folder)
    share(app, "werk").set_value(-5.0).run()
    assert ["werk` is -0.05" in box.value.replace("\\", "") for box in app.error] == [True]
    assert save(app).disabled
    share(app, "werk").set_value(70.0).run()
    assert not app.error
    total = NL.markdown("plan.mistake.sum", field="section", total=110.0)
    assert total in [warning.value for warning in app.warning]
    save(app).click().run()
    assert total in [warning.value for warning in app.warning]  # it was meant, and the page goes on saying so
    assert NL("plan.attained") in metrics(app)


def test_a_mistake_in_the_file_is_named_and_the_rest_works(folder: Path) -> None:
    plan = (
        "[targets.section]\nwrek = 0.9\ngeld = 0.5\n[targets.tag]\n'<b>nooit</b>' = 0.1\n[targets.audience]\nBAAS = 1\n"
    )
    app = opened(folder, plan, lang="en")
    said = "\n".join(warning.value for warning in app.warning)
    assert EN.markdown("plan.mistake.sum", field="section", total=140.0) in said
    assert "‘wrek’" in said
    assert "werk" in said.replace("wrek", "")
    assert EN.markdown("plan.mistake.unknown_tag", what="‘<b>nooit</b>’") in said
    assert "‘wrek’ (did you mean ‘werk’?)" in said.replace("\\", "")
    assert metrics(app)[EN("plan.attained")]
    (folder / "dashboard.toml").write_text("[targets.section]\nwerk = 3\n", encoding="utf-8")
    app.run()
    assert any("werk` is 3" in warning.value.replace("\\", "") for warning in app.warning)
    assert metrics(app)[EN("plan.attained")]  # from the last good settings


def test_a_file_that_changed_meanwhile_is_not_lost(folder: Path) -> None:
    app = opened(folder)
    share(app, "werk").set_value(50.0).run()
    (folder / "dashboard.toml").write_text(PLAN + "# by hand\n", encoding="utf-8")
    save(app).click().run()
    assert settings_of(folder) == PLAN + "# by hand\n"
    assert any("dashboard.toml" in box.value.replace("\\", "") for box in app.error)
    assert any("werk = 0.5" in block.value for block in app.code)
    next(button for button in app.button if button.label == NL("plan.take_over")).click().run()
    assert share(app, "werk").value == 60.0
    share(app, "werk").set_value(55.0).run()
    save(app).click().run()
    assert settings_of(folder) == PLAN.replace("werk = 0.6  #", "werk = 0.55  #") + "# by hand\n"


def test_an_untouched_editor_follows_the_file(folder: Path) -> None:
    app = opened(folder)
    (folder / "dashboard.toml").write_text(PLAN.replace("0.6", "0.25"), encoding="utf-8")
    app.run()
    assert share(app, "werk").value == 25.0


def test_served_to_others_there_are_lines_to_copy(folder: Path) -> None:
    app = opened(folder, local=False)
    assert not [button for button in app.button if "dashboard.toml" in button.label]
    share(app, "werk").set_value(50.0).run()
    (lines,) = [block.value for block in app.code if "targets" in block.value]
    assert tomllib.loads(lines) == {"targets": {"section": {"werk": 0.5, "geld": 0.4}, "volume": {"per_week": 2}}}
    assert settings_of(folder) == PLAN


@pytest.mark.parametrize(
    ("address", "editable"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("10.0.0.5", False)],
)
def test_only_this_machine_may_edit(address: str, editable: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert only_here(address) == editable
    monkeypatch.setenv("STREAMLIT_SERVER_ALLOWED_HOSTS", "dashboard.example.org")  # behind a proxy
    assert not only_here(address)


def test_beside_a_filter_there_is_no_plan(folder: Path) -> None:
    app = opened(folder, section=["werk"])
    assert NL("plan.narrowed") in everything(app)
    assert not app.metric
    next(button for button in app.button if button.label == NL("bar.clear")).click().run()
    assert NL("plan.attained") in metrics(app)


def test_a_period_with_nothing_in_it(folder: Path) -> None:
    app = opened(folder, **{"period": ["own"], "from": ["2019-01-01"], "to": ["2019-02-01"]})
    assert NL("bar.show_everything") in [button.label for button in app.button]
    app = opened(folder, **{"period": ["own"], "from": ["2026-05-01"], "to": ["2026-06-01"]})
    assert metrics(app)[NL("plan.attained")][0].startswith("0")


def test_names_are_only_text(folder: Path) -> None:
    name = "<b>x</b> :red[y] $z$ **c** {d}"
    (folder / "dashboard.toml").write_text(f"[targets.section]\n'{name}' = 0.5\n", encoding="utf-8")
    serve(folder, folder.parent / "plan.duckdb")
    app = page("plan", "nl", as_of=["2026-03-04"])
    assert not app.exception
    for element in (*app.markdown, *app.warning, *app.caption):
        assert "<b>" not in element.value
    assert share(app, name).value == 50.0
