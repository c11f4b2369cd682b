"""Tables on the screen: the page's own formats whatever the browser's language, and the files beside them."""

import io
import re
import zipfile
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pandas as pd
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import live
from dashboard.readable import formats, readable
from dashboard.resources import STREAMLIT_CONFIG
from dashboard.serve import streamlit_options
from dashboard.views import download
from dashboard.views.table import FIRST
from dashboard.words import words
from tests.conftest import write
from tests.test_card import Stub
from tests.test_pages import assert_fine, forget, page, sample, serve

if TYPE_CHECKING:
    from dashboard.context import Context

__all__ = ["forget", "sample"]  # fixtures


def displayed(app: AppTest, place: int = 0) -> pd.DataFrame:
    """A table as it is written on the screen."""
    values = app.dataframe[place].proto.arrow_data.styler.display_values
    frame: pd.DataFrame = pa.ipc.open_stream(values).read_pandas()
    return frame


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        ("nl", ["14 apr 2026", "14 apr 2026 09:05", "1.234,5", "1.234", "17,3\u00a0%", "5"]),
        ("en", ["14 Apr 2026", "14 Apr 2026 09:05", "1,234.5", "1,234", "17.3%", "5"]),
    ],
)
def test_days_and_numbers_are_written_in_the_language_of_the_page(lang: str, written: list[str]) -> None:
    moment = pd.Timestamp("2026-04-14 09:05")
    row = {"published_on": moment, "read_at": moment, "z": 1234.5, "articles": 1234, "share": 0.1731, "hour": 5.0}
    frame = pd.DataFrame([row | {"title": "5", "weekday": 1, "tags": ["a"], "state": "quiet"}])
    found = formats(cast("Context", Stub(words=words(lang))), frame)
    assert [found[column](frame[column].iloc[0]) for column in row] == written
    assert set(found) == set(row)


@pytest.mark.parametrize(("lang", "day"), [("nl", "11 mrt 2026"), ("en", "11 Mar 2026")])
def test_a_table_shows_these_and_holds_the_values(sample: live.Live, lang: str, day: str) -> None:
    """The browser sorts by what it holds; what is missing has no text."""
    live.start(sample, watch=False)
    app = page("articles", lang, columns=["published_on", "title", "updated_on"])
    assert_fine(app)
    shown, held = displayed(app), app.dataframe[0].value
    assert shown["published_on"].iloc[0] == day
    assert held["published_on"].iloc[0] == pd.Timestamp("2026-03-11")
    assert pd.api.types.is_datetime64_any_dtype(held["published_on"])
    assert set(shown.loc[held["updated_on"].isna(), "updated_on"]) <= {""}


def test_a_long_table_shows_its_first_rows_and_says_so(tmp_path: Path) -> None:
    for n in range(3):
        tags = ", ".join(f"tag {n} {k}" for k in range(400))
        write(tmp_path / "c" / f"{n}.md", title=f"{n}", date=f"2026-02-0{n + 1}", tags=f"[{tags}]", sectie="a")
    (tmp_path / "c" / "dashboard.toml").write_text("max_tags = 500\n", encoding="utf-8")
    serve(tmp_path / "c", tmp_path / "c.duckdb")
    app = page("topics", "en", as_of=["2026-02-14"])
    assert max(len(table.value) for table in app.dataframe) == FIRST
    text = words("en")("card.first", first=FIRST, n=1200)
    assert text in [caption.value for caption in app.caption]


def test_excel_has_the_columns_of_the_screen_and_the_csv_all(monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, bytes] = {}

    def button(label: str, make: Any, *, file_name: str, **_: Any) -> None:
        made[Path(file_name).suffix] = make()

    monkeypatch.setattr(download.st, "popover", lambda *_, **__: nullcontext())
    monkeypatch.setattr(download.st, "download_button", button)
    frame = pd.DataFrame({"label": ["ai", "avg"], "articles": [3, 2], "tag": ["key-of-ai", "key-of-avg"]})
    download.download(cast("Context", Stub()), "tags", frame, shown=frame[["label", "articles"]])
    assert made[".csv"].decode("utf-8-sig").splitlines()[1] == "ai,3,key-of-ai"
    with zipfile.ZipFile(io.BytesIO(made[".xlsx"])) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
        rows = book.read("xl/worksheets/sheet1.xml").decode().count("<row ")
    assert rows == 1 + len(frame)
    assert ">avg<" in texts
    assert "key-of" not in texts


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The names of the files of the last page, by the key of their button."""
    names: dict[str, str] = {}

    def button(*_: Any, key: str, file_name: str, **__: Any) -> None:
        names[key] = file_name

    monkeypatch.setattr(download.st, "download_button", button)
    return names


@pytest.mark.parametrize(
    ("name", "figure", "choices"),
    [
        ("volume", "volume_by", [{"by": "section"}, {"by": "tag", "per": "month"}, {"by": "tag", "per": "year"}]),
        ("volume", "volume", [{}, {"per": "day"}, {"per": "quarter"}]),
        ("balance", "balance", [{}, {"show": "row"}, {"show": "residual"}]),
        ("balance", "share_over_time", [{}, {"per": "year"}, {"by": "audience"}]),
        ("topics", "tag_trend", [{}, {"per": "week"}]),
        ("quality", "lengths", [{"by": "section"}, {"by": "audience"}]),
    ],
)
def test_another_choice_is_another_file(
    sample: live.Live, offered: dict[str, str], name: str, figure: str, choices: list[dict[str, str]]
) -> None:
    live.start(sample, watch=False)
    found = []
    for choice in choices:
        assert_fine(page(name, "en", as_of=["2026-03-13"], **{key: [value] for key, value in choice.items()}))
        found.append(offered.pop(f"csv.{figure}"))
        assert all(re.search(rf"-{value}\b", found[-1]) for value in choice.values())
        assert found[-1].endswith("-2025-03-14-2026-03-13.csv")
    assert len(set(found)) == len(choices)


def test_what_a_page_shows_unasked_is_not_in_its_files_names(sample: live.Live, offered: dict[str, str]) -> None:
    live.start(sample, watch=False)
    assert_fine(page("volume", "en", as_of=["2026-03-13"], by=["section"], per=["month"]))
    assert offered["csv.volume_by"] == "editorial-volume-by-section-month-2025-03-14-2026-03-13.csv"
    assert offered["png.calendar"] == "editorial-calendar-2025-03-14-2026-03-13.png"


def test_columns_for_programs_are_not_shown() -> None:
    context = cast("Context", Stub())
    frame = pd.DataFrame({"tag": ["key-of-ai"], "label": ["ai"], "log_odds": [0.5], "z": [2.5], "articles": [3]})
    assert list(readable(context, frame).columns) == ["label", "articles"]
    assert list(readable(context, frame[["tag", "articles"]]).columns) == ["tag", "articles"]  # nothing else names it
    with zipfile.ZipFile(io.BytesIO(download.as_xlsx(context, frame))) as book:
        assert "key-of" not in book.read("xl/sharedStrings.xml").decode()
    assert download.as_csv(frame).decode("utf-8-sig").splitlines()[0] == "tag,label,log_odds,z,articles"


def test_streamlits_own_files_are_not_offered() -> None:
    """They have neither the period nor the filters in their names."""
    assert STREAMLIT_CONFIG.is_file()
    assert streamlit_options(8501, "127.0.0.1")["client.disableDataExport"] is True
