"""`editorial-dashboard pack` as a person or a timer runs it: the same file each time, mistakes in one sentence."""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.errors import DashboardError
from dashboard.loader import load
from dashboard.pack import memory
from dashboard.pack.blocks import BLOCKS, NOTHING, USUAL
from dashboard.pack.command import write_pack
from dashboard.pack.document import Decision
from dashboard.pack.links import link_to, only_here
from dashboard.settings import read_settings
from dashboard.words import words
from tests.conftest import HOME, Run, write

pytest.importorskip("vl_convert", reason="the extra `pack` is not installed")
EN, NL = words("en"), words("nl")
NOTES = """
note = "Welkom"

[notes]
volume = "Zomer <b>stil</b>"

[[decisions]]
text = "Meer geld"
owner = "Noor"
due = 2026-04-17
figure = "section:geld"
"""


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    content = tmp_path_factory.mktemp("pack") / "content"
    write(content / "one.md", title="One", date="2026-03-02", sectie="geld", doelgroep="STARTER", tags="[ai, kassa]")
    write(content / "two.md", title="Two", date="2026-03-09", sectie="groei", doelgroep="STARTER", tags="[ai]")
    load(content, content.parent / "two.duckdb", read_settings(content))
    return content.parent / "two.duckdb"


@pytest.fixture
def database(once: Path, tmp_path: Path) -> Path:
    """Of its own: meetings are kept beside it."""
    return Path(shutil.copy(once, tmp_path / "three.duckdb"))


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.toml"
    path.write_text(NOTES, encoding="utf-8")
    return path


def test_the_same_input_gives_the_same_file_in_another_process(
    command: Run, database: Path, notes: Path, tmp_path: Path
) -> None:
    made = []
    for seed, zone in (("1", "UTC"), ("2", "America/New_York")):  # which vl-convert draws days in
        file = tmp_path / f"{seed}.html"
        options = ("--database", database, "--notes", notes, "--as-of", "2026-03-13", "--tag", "ai")
        done = command("pack", file, *options, env={"PYTHONHASHSEED": seed, "TZ": zone})
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        made.append(file.read_bytes())
    assert made[0] == made[1]
    text = made[0].decode()
    assert "Zomer &lt;b&gt;stil&lt;/b&gt;" in text
    assert "Meer geld" in text
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_filter_is_taken_as_the_folder_writes_it_and_one_that_nothing_has_is_told(
    command: Run, database: Path, tmp_path: Path
) -> None:
    made = []
    for section in ("geld", "Geld"):
        file = tmp_path / f"{section}.html"
        done = command("pack", file, "--database", database, "--section", section, "--as-of", "2026-03-13")
        assert (done.returncode, done.stderr) == (0, "")
        made.append(file.read_bytes())
    assert made[0] == made[1]
    done = command("pack", tmp_path / "x.html", "--database", database, "--section", "gled", "--as-of", "2026-03-13")
    assert done.returncode == 0
    assert "gled" in done.stderr
    assert "spelling" in done.stderr
    assert done.stderr.count("\n") == 1


def test_filters_blocks_language_and_link_are_as_asked(command: Run, database: Path, tmp_path: Path) -> None:
    file = tmp_path / "p.HTML"
    options = ("--as-of", "2026-03-13", "--section", "geld", "--section", "", "--from", "2026-03-01")
    more = ("--blocks", "articles, drafts,articles", "--lang", "en", "--link", "https://example.org/x?a=1&b=2")
    assert command("pack", file, "--database", database, *options, *more).returncode == 0
    text = file.read_text(encoding="utf-8")
    assert '<html lang="en">' in text
    assert re.findall(r'<section id="block-(\w+)"', text) == ["articles", NOTHING]
    assert EN.plain("finding.draft_ages.none")[1:] in text
    assert f"geld, {EN('none.section')}" in text
    assert EN("pack.articles", n=1) in text
    filters = "period=own&amp;from=2026-03-01&amp;section=geld&amp;section=&amp;as_of=2026-03-13&amp;lang=en"
    assert f'href="https://example.org/x/?a=1&amp;b=2&amp;{filters}"' in text
    assert EN("bar.from_day", day=date(2026, 3, 1)) in text


@pytest.mark.parametrize(
    ("base", "link"),
    [
        ("https://example.org", "https://example.org/?tag=a+b"),
        (" https://example.org/d/#x ", "https://example.org/d/?tag=a+b"),
        ("http://[half/", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_a_link_leads_to_the_address_with_the_filters(base: str, link: str) -> None:
    assert link_to(base, {"tag": ["a b"]}) == link


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("http://127.0.0.1:8501/", True),
        ("http://localhost:8501/", True),
        ("http://[::1]:8501/", True),
        ("http://0.0.0.0:8501/", True),
        ("http://192.168.1.20:8501/", False),
        ("https://dashboard.example.org/", False),
        ("", False),
    ],
)
def test_an_address_of_this_machine_is_of_no_use_elsewhere(address: str, here: bool) -> None:
    assert only_here(address) == here


def test_the_next_pack_begins_with_the_decisions(command: Run, database: Path, notes: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.html", tmp_path / "2.html"
    command("pack", first, "--database", database, "--notes", notes, "--as-of", "2026-03-04", "--blocks", "overview")
    assert 'id="since"' not in first.read_text(encoding="utf-8")
    kept = json.loads((tmp_path / "three.meetings.json").read_text(encoding="utf-8"))
    assert [meeting["day"] for meeting in kept["meetings"]] == ["2026-03-04"]
    command("pack", second, "--database", database, "--as-of", "2026-03-13", "--blocks", "overview")
    text = second.read_text(encoding="utf-8")
    share = NL("pack.share_of", what="geld")
    values = {"then": NL("overview.of", k=1, n=1), "now": NL("overview.of", k=1, n=2)}
    assert NL("pack.moved_few", what=share, **values) in text
    again = json.loads((tmp_path / "three.meetings.json").read_text(encoding="utf-8"))
    assert again == kept  # without decisions there is nothing to remember


def decided(database: Path) -> list[Decision]:
    """At a meeting on 4 March: two decisions, one of them without a day."""
    made = [Decision("Meer geld", "Noor", date(2026, 3, 10), "section:geld"), Decision("Minder  werk")]
    memory.keep(database, memory.Meeting(date(2026, 3, 4), decisions=tuple(made)))
    return made


def test_the_notes_say_what_is_done_and_what_is_dropped(
    command: Run, database: Path, notes: Path, tmp_path: Path
) -> None:
    first, second = decided(database)
    notes.write_text('done = ["meer geld "]\ndropped = ["Minder werk"]', encoding="utf-8")
    options = ("--database", database, "--notes", notes, "--as-of", "2026-03-13", "--blocks", "overview")
    made = []
    for _ in range(2):
        done = command("pack", tmp_path / "p.html", *options)
        assert (done.returncode, done.stderr) == (0, "")
        made.append((tmp_path / "p.html").read_bytes())
    assert made[0] == made[1], "the second time it is done already"
    text = made[0].decode()
    assert NL("pack.since_closed") in text
    assert NL("pack.since_open") not in text
    day = date(2026, 3, 13)
    assert f"{NL('pack.done', day=day)} · Noor" in text
    assert NL("pack.dropped", day=day) in text
    (meeting,) = memory.read(database)
    assert meeting.decisions == (replace(first, done=day), replace(second, dropped=day))
    assert command("pack", tmp_path / "next.html", *options[:2], "--as-of", "2026-03-20").returncode == 0
    assert NL("pack.since_closed") in (tmp_path / "next.html").read_text(encoding="utf-8"), "no meeting was kept since"


def test_what_is_kept_of_the_day_itself_is_in_it_with_the_notes_file_on_top(
    command: Run, database: Path, notes: Path, tmp_path: Path
) -> None:
    """As the page begins with it; run again it is the same file."""
    day = date(2026, 3, 13)
    memory.keep(database, memory.Meeting(date(2026, 3, 4), decisions=(Decision("Bellen"),)))
    both = (Decision("Van de pagina", "Ali"), Decision("meer  geld", "Ali"), Decision("Bellen", "Ali"))
    memory.keep(database, memory.Meeting(day, notes={"volume": "Kort", "overview": "Stil"}, decisions=both))
    options = ("--database", database, "--as-of", "2026-03-13", "--blocks", "overview,volume")

    def made(*more: str | Path) -> str:
        done = command("pack", tmp_path / "p.html", *options, *more)
        assert (done.returncode, done.stderr) == (0, "")
        return (tmp_path / "p.html").read_text(encoding="utf-8")

    def decisions(page: str) -> list[list[str]]:
        table = page.partition('id="decisions"')[2].partition("</table>")[0]
        return [re.findall(r"<bdi>(.*?)</bdi>", row) for row in table.split("<tr>")[2:]]

    alone = made()
    assert decisions(alone) == [["Van de pagina", "Ali", ""], ["meer  geld", "Ali", ""]], "what is open stands above"
    assert "Kort" in alone
    once = made("--notes", notes)
    share = NL("pack.share_of", what="geld")
    assert decisions(once) == [["Van de pagina", "Ali", "", ""], ["Meer geld", "Noor", "17 apr 2026", share]]
    assert "Kort" not in once
    assert "Zomer &lt;b&gt;stil&lt;/b&gt;" in once
    assert "Stil" in once
    kept = memory.path_of(database).read_bytes()
    assert made("--notes", notes) == once
    assert memory.path_of(database).read_bytes() == kept
    notes.write_text('done = ["Bellen"]', encoding="utf-8")
    assert decisions(made("--notes", notes))[0] == ["Van de pagina", "Ali", "", ""], "what ends today is no decision"


def test_a_plan_that_cannot_be_meant_is_told_with_its_line(command: Run, database: Path, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text("[targets.section]\ngeld = 0.3\nged = 0.9\n", encoding="utf-8")
    options = ("--as-of", "2026-03-13", "--blocks", "overview", "--lang", "en")
    done = command("pack", "p.html", "--database", database, "--settings", "s.toml", *options, cwd=tmp_path)
    assert done.returncode == 0
    total, name = done.stderr.splitlines()
    assert total.startswith("Warning: s.toml:1: targets.section: the shares add up to 120%")
    assert name.startswith("Warning: s.toml:3: targets.section.ged is 0.9: no article has the section ‘ged’")
    assert "2 things in the plan are not right" in (tmp_path / "p.html").read_text(encoding="utf-8")


def test_what_is_done_but_nobody_decided_is_named_with_what_is_open(
    command: Run, database: Path, notes: Path, tmp_path: Path
) -> None:
    decided(database)
    notes.write_text('done = ["Minder geld"]\ndropped = ["minder werk", "Niets"]', encoding="utf-8")
    options = ("--database", database, "--notes", notes, "--as-of", "2026-03-13", "--blocks", "overview")
    done = command("pack", tmp_path / "p.html", *options)
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        f"Warning: {EN('error.decision_not_open', file=str(notes), text=text, open='“Meer geld”')}"
        for text in ("Minder geld", "Niets")
    ]
    assert NL("pack.overdue", day=date(2026, 3, 10), n=3) in (tmp_path / "p.html").read_text(encoding="utf-8")
    assert [one.dropped for one in memory.read(database)[0].decisions] == [None, date(2026, 3, 13)]
    notes.write_text('done = ["Meer geld"]', encoding="utf-8")
    done = command("pack", tmp_path / "p.html", "--database", tmp_path / "three.duckdb", *options[2:])
    assert (done.returncode, done.stderr) == (0, "")
    notes.write_text('done = ["Nog iets"]', encoding="utf-8")
    done = command("pack", tmp_path / "p.html", *options)
    assert done.stderr == f"Warning: {EN('error.decision_none_open', file=str(notes), text='Nog iets')}\n"


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ('done = ["Meer  GELD"]\n[[decisions]]\ntext = "Meer geld"', "done", "decisions"),
        ('dropped = ["Meer geld"]\n[[decisions]]\ntext = "Meer geld"', "dropped", "decisions"),
        ('done = ["Meer geld"]\ndropped = ["Nog iets", "Meer geld"]', "done", "dropped"),
    ],
)
def test_what_is_in_two_places_of_the_notes_is_a_mistake(
    database: Path, notes: Path, tmp_path: Path, text: str, one: str, other: str
) -> None:
    """It would be closed and opened by turns."""
    decided(database)
    before = memory.path_of(database).read_bytes()
    notes.write_text(text, encoding="utf-8")
    with pytest.raises(DashboardError) as raised:
        write_pack(tmp_path / "p.html", database, {"as_of": ["2026-03-13"]}, ("overview",), notes)
    assert str(raised.value) == EN("error.decision_twice", file=str(notes), text="Meer geld", one=one, other=other)
    assert memory.path_of(database).read_bytes() == before
    assert not (tmp_path / "p.html").exists()


def test_the_link_shows_the_same_day_whenever_it_is_opened(database: Path, tmp_path: Path) -> None:
    settings = tmp_path / "s.toml"
    settings.write_text('as_of = "2026-03-10"', encoding="utf-8")
    file = tmp_path / "p.html"
    options = {"period": ["quarter"]}
    write_pack(
        file, database, options, ("overview",), language="en", settings_file=settings, link="https://example.org"
    )
    link = "https://example.org/?period=quarter&amp;as_of=2026-03-10&amp;lang=en"
    assert f'href="{link}"' in file.read_text(encoding="utf-8")


def test_a_damaged_memory_is_named_and_the_pack_made(command: Run, database: Path, tmp_path: Path) -> None:
    (tmp_path / "three.meetings.json").write_text("{", encoding="utf-8")
    done = command("pack", tmp_path / "p.html", "--database", database, "--as-of", "2026-03-13", "--blocks", "overview")
    assert done.returncode == 0
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("Warning: ")
    assert "three.meetings.json" in done.stderr
    assert (tmp_path / "p.html").stat().st_size > 500_000
    assert (tmp_path / "three.meetings.json").read_text(encoding="utf-8") == "{"


def test_a_broken_filter_of_an_old_meeting_is_named_and_the_pack_made(
    command: Run, database: Path, notes: Path, tmp_path: Path
) -> None:
    def made(day: str, *options: str | Path) -> subprocess.CompletedProcess[str]:
        return command("pack", tmp_path / "p.html", "--database", database, "--as-of", day, "--lang", "en", *options)

    assert made("2026-03-02", "--notes", notes).returncode == 0
    file = tmp_path / "three.meetings.json"
    whole = json.loads(file.read_text(encoding="utf-8"))
    whole["meetings"][0]["filters"] = {"section": "geld"}
    file.write_text(json.dumps(whole), encoding="utf-8")
    done = made("2026-03-13")
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert "three.meetings.json: `filters.section` of the meeting of 2026-03-02 cannot be read" in done.stderr
    page = (tmp_path / "p.html").read_text(encoding="utf-8")
    assert all(one["text"] in page for one in whole["meetings"][0]["decisions"])


def test_an_empty_selection_is_a_pack_all_the_same(command: Run, database: Path, tmp_path: Path) -> None:
    done = command("pack", tmp_path / "p.html", "--database", database, "--section", "none such", "--as-of", "latest")
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert "No article of the folder has none such (section)" in done.stderr
    assert "none such" in (tmp_path / "p.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "options", "said"),
    [
        ("p.doc", [], r"p\.doc: a meeting pack is a file that ends in \.html, \.pdf, \.pptx; name it so"),
        ("p", [], "ends in .html"),
        ("p.html", ["--blocks", "volume,nothing"], "There is no block `nothing`; choose from overview, volume"),
        ("no/p.html", ["--blocks", "overview"], "cannot be written"),
        ("p.html", ["--notes", "none.toml"], "none.toml: cannot be read"),
        ("p.html", ["--settings", "none.toml"], "none.toml: no such settings file"),
        ("p.html", ["--database", "none.duckdb"], "none.duckdb"),
        ("p.html", ["--period", "5w"], "5w"),
        ("p.html", ["--lang", "de"], "de"),
        ("p.html", ["--as-of", "yesterday"], "yesterday"),
    ],
)
def test_a_mistake_is_one_sentence(
    command: Run, database: Path, tmp_path: Path, file: str, options: list[str], said: str
) -> None:
    done = command("pack", file, "--database", database, *options, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1
    assert re.search(said, done.stderr), done.stderr
    assert not (tmp_path / file).exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("note = ", "no valid TOML"),
        ("notes = 3", "`notes` is 3; it must be a table"),
        ("nota = 'x'", "setting `nota` (known: note, done, dropped, notes, decisions)"),
        ("[notes]\nvolumes = 'x'", "setting `volumes`"),
        ("note = 3", "`note` is 3"),
        ("done = 'x'", "`done` is 'x'; it must be a list of texts"),
        ("dropped = [3]", "`dropped` is …"),
        ("[notes]\nvolume = ['x']", "`volume` is …"),
        ("decisions = ['x']", "`decisions` is …"),
        ("[[decisions]]\nowner = 'Noor'", "`decisions` is …"),
        ("[[decisions]]\ntext = 3", "`text` is 3"),
        ("[[decisions]]\ntext = 'x'\nwho = 'Noor'", "setting `who`"),
        ("[[decisions]]\ntext = 'x'\ndue = '2026-04-17'", "`due` is '2026-04-17'"),
        ("[[decisions]]\ntext = 'x'\ndue = 2026-04-17T09:00:00", "`due` is"),
        (
            "[[decisions]]\ntext = 'x'\nfigure = 'clicks'",
            "`figure` is 'clicks'; it must be one of published, per_week, plan, draft_share, longest_gap,"
            " drafts_waiting, scheduled, section:geld, section:groei, audience:STARTER",
        ),
        ("[[decisions]]\ntext = 'x'\nfigure = 'drafts'", "`figure` is 'drafts'; it must be one of published"),
    ],
)
def test_a_mistake_in_the_notes_is_named_with_key_and_value(
    database: Path, tmp_path: Path, text: str, said: str
) -> None:
    notes = tmp_path / "n.toml"
    notes.write_text(text, encoding="utf-8")
    with pytest.raises(DashboardError) as raised:
        write_pack(tmp_path / "p.html", database, {}, ("overview",), notes)
    assert said in str(raised.value)
    assert str(notes) in str(raised.value)
    assert not (tmp_path / "p.html").exists()


def test_without_the_extra_it_says_what_to_install(command: Run, database: Path, tmp_path: Path) -> None:
    """A site-packages of its own hides the libraries: what is imported from it fails as if they were not there."""
    write(tmp_path / "hide" / "sitecustomize.py", body="")
    (tmp_path / "hide" / "sitecustomize.py").write_text(
        "import importlib.util, sys\n"
        "found = importlib.util.find_spec\n"
        "hidden = ('vl_convert', 'typst', 'pptx')\n"
        "importlib.util.find_spec = lambda name, *a: None if name in hidden else found(name, *a)\n",
        encoding="utf-8",
    )
    path = os.pathsep.join((str(tmp_path / "hide"), str(HOME)))
    for suffix in ("html", "pdf", "pptx"):
        file = tmp_path / f"p.{suffix}"
        done = command("pack", file, "--database", database, "--blocks", "overview", env={"PYTHONPATH": path})
        assert done.returncode == 2
        assert "editorial-dashboard[pack]" in done.stderr
        assert done.stderr.count("\n") == 1
        assert not file.exists()


def test_a_terminal_gets_one_line(database: Path, tmp_path: Path) -> None:
    main, side = pty.openpty()
    arguments = ["pack", str(tmp_path / "p.html"), "--database", str(database), "--blocks", "overview"]
    env = {**os.environ, "PYTHONPATH": str(HOME), "COLUMNS": "200"}
    done = subprocess.run([sys.executable, "-m", "dashboard", *arguments], stdout=side, env=env, check=True, timeout=60)
    os.close(side)
    said = os.read(main, 10_000).decode()
    os.close(main)
    assert done.returncode == 0
    assert said.strip() == f"Made {tmp_path / 'p.html'}"


def test_every_block_is_in_the_help_of_the_mistake(command: Run, database: Path, tmp_path: Path) -> None:
    done = command("pack", tmp_path / "p.pdf", "--database", database, "--blocks", "x")
    assert all(name in done.stderr for name in BLOCKS)


def test_the_notes_and_blocks_of_the_readme_are_so(database: Path, tmp_path: Path) -> None:
    part = (HOME / "README.md").read_text(encoding="utf-8").split("## Meeting pack")[1].split("\n## ")[0]
    (example,) = re.findall(r"```toml\n(.*?)```", part, flags=re.DOTALL)
    (tmp_path / "notes.toml").write_text(example, encoding="utf-8")
    day = {"as_of": ["2026-03-13"]}
    earlier = tuple(map(Decision, ("A regular day for interviews", "A column by the editor")))
    memory.keep(database, memory.Meeting(date(2026, 3, 6), decisions=earlier))
    assert write_pack(tmp_path / "p.html", database, day, ("drafts",), tmp_path / "notes.toml") == []
    ends = [(one.done, one.dropped) for one in memory.read(database)[0].decisions]
    assert ends == [(date(2026, 3, 13), None), (None, date(2026, 3, 13))]
    text = (tmp_path / "p.html").read_text(encoding="utf-8")
    assert "Six have waited since the summer." in text
    assert "Two more about money before May" in text
    named = re.findall(r"`(\w+)`", part.split("Its blocks are")[1].split(";")[0])
    assert named == list(BLOCKS)
    assert re.findall(r"`(\w+)`", part.split("all but")[1].split(".")[0]) == [
        name for name in BLOCKS if name not in USUAL
    ]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            'title = 3\nlanguage = "en"\n[targets.section]\ngeld = 0.3\nwerk = "veel"\n',
            ["`title` is 3", "werk` is 'veel'"],
        ),
        ("title = \n", ["this is no valid TOML"]),
    ],
)
def test_a_mistake_in_the_settings_is_told_and_the_rest_works(
    command: Run, database: Path, tmp_path: Path, settings: str, said: list[str]
) -> None:
    (tmp_path / "s.toml").write_text(settings, encoding="utf-8")
    options = ("--as-of", "2026-03-13", "--blocks", "overview", "--lang", "en")
    done = command("pack", "p.html", "--database", database, "--settings", "s.toml", *options, cwd=tmp_path)
    assert done.returncode == 0
    for part, line in zip(said, done.stderr.splitlines(), strict=True):
        assert part in line
        assert "s.toml" in line
    assert "Articles published" in (tmp_path / "p.html").read_text(encoding="utf-8")
