"""One figure: its rows, its chart, what it says; made once for all readers who look at the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, wraps
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd
from cachetools import LRUCache, cached

from dashboard.charts.theme import Drawn
from dashboard.context import PUBLISHED, Context
from dashboard.findings import Finding

ALL_TIME = {"status": PUBLISHED, "period": "all"}
P = ParamSpec("P")
T = TypeVar("T")
C = TypeVar("C", bound=Context)
_made: LRUCache[str, Any] = LRUCache(500)


@dataclass(frozen=True, eq=False)
class Figure:
    name: str  # its words are chart.<name>.about and .note
    page: str  # where it is at home
    frame: pd.DataFrame
    chart: Drawn
    finding: Finding
    # filters of what a click opens; None: nothing
    opens: Mapping[str, Any] | None = field(default_factory=lambda: {"status": PUBLISHED})
    category: str = ""  # what the frame's column `category` holds: section, audience, month
    key: str = ""  # tells two figures of one name on one page apart
    choices: tuple[str, ...] = ()  # of the reader, that make it another figure under the same key
    proof: Finding | None = None  # how far it can be trusted: said below it
    stock: bool = False  # as it stands on the day one looks from, whatever the period
    compares: bool = False  # its marks are of the days before, too
    note: str = "note"  # which text of its words says what is drawn: a chart may lack a mark

    @cached_property
    def spec(self) -> dict[str, Any]:
        """What a browser draws. The tests hold every chart to Vega-Lite's schema: here that would only take time."""
        spec: dict[str, Any] = self.chart.to_dict(validate=False)
        return spec


def shared(make: Callable[Concatenate[C, P], T]) -> Callable[Concatenate[C, P], T]:
    """One figure, or whatever else, for all readers who look at one snapshot through the same filters in one look."""

    def key(context: C, /, *args: P.args, **kwargs: P.kwargs) -> str:
        return repr((context.key, make.__name__, args, kwargs))

    return wraps(make)(cached(_made, key, Lock())(make))
