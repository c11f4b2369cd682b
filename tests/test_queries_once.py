"""No page asks the database the same thing twice for one state of its filters."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dashboard import live, warehouse
from dashboard.figures import figure
from dashboard.warehouse import Snapshot
from tests.test_pages import PAGES, assert_fine, page

Asked = list[tuple[str, Any]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    """Each query that reaches the database, with its parameters."""
    import streamlit as st

    def noted(read: Callable[..., Any], but: tuple[str, ...] = ()) -> Callable[..., Any]:
        def once(snapshot: Snapshot, name: str, bound: Any) -> Any:
            if name not in but:
                found.append((name, bound))
            return read(snapshot, name, bound)

        return once

    found: Asked = []
    monkeypatch.setattr(Snapshot, "_read_rows", noted(Snapshot._read_rows))
    monkeypatch.setattr(Snapshot, "_read_frame", noted(Snapshot._read_frame, warehouse._AS_ROWS))
    yield found
    st.cache_resource.clear()


def forget() -> None:
    """As if nobody had looked yet: another connection, no figure."""
    import streamlit as st

    st.cache_resource.clear()
    figure._made.clear()


@pytest.mark.parametrize("query", [{}, {"period": ["all"], "section": ["geld"], "compare": ["year"]}], ids=str)
@pytest.mark.parametrize("name", PAGES)
def test_each_page_asks_each_thing_once(
    sample: live.Live, asked: Asked, name: str, query: dict[str, list[str]]
) -> None:
    live.start(sample, watch=False)
    forget()
    app = page("overview", "nl", **query)
    if name != "overview":
        app.switch_page(f"views/{name}.py")
        forget()
        asked.clear()
        app.run()
    assert_fine(app)
    assert {query for query, _ in asked} >= {"totals", "loads", "options"}
    assert [query for (query, _), times in Counter(asked).items() if times > 1] == []
