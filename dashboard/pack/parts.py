"""The parts of a block that are figures, with what of their rows stands below them."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pandas as pd

from dashboard import charts, figures, findings
from dashboard.charts import FEW
from dashboard.charts.buckets import day_of, days
from dashboard.charts.theme import Drawn
from dashboard.context import PUBLISHED, Context
from dashboard.figures import Figure
from dashboard.filters import USUAL_OF
from dashboard.findings import Finding
from dashboard.findings.finding import few
from dashboard.pack.cells import CHOSEN, MOST_ROWS, cross_table, table_of
from dashboard.pack.document import Exhibit
from dashboard.review import review

TAGS, GAPS, WEEKS = 10, 10, 8  # rows of a chart that still can be read on a slide; the rest is counted
MONTH, MONTH_ON_A_SLIDE = 760, 1240  # pixels that a month needs for its titles: the page of the HTML has no more
_ON_A_SCREEN = re.compile(r"(?i)\b(klik|click)")  # a sentence about clicking says nothing on paper
_SENTENCES = re.compile(r"(?<=[.!?]) ")

Frame = pd.DataFrame
Make = Callable[[Context], Figure | None]  # None: there is nothing to draw it of
Rows = Callable[[Context, Frame], Frame]  # which rows of a figure stand below it, and which come first


def as_they_are(_context: Context, rows: Frame) -> Frame:
    return rows


def descending(*columns: str) -> Rows:
    return lambda _context, rows: rows.sort_values(list(columns), ascending=False)


@dataclass(frozen=True)
class Part:
    make: Make
    columns: tuple[str, ...] = ()  # none: all that the figure has
    rows: Rows = as_they_are
    shown: int = 0  # see Exhibit
    least: int = 0  # see Exhibit
    also: Callable[[Context, Exhibit], Exhibit] = lambda _, made: made  # what it says beside what its figure does


def too_few(finding: Finding) -> bool:
    """Says only that there are too few articles."""
    return finding.key in ("finding.few", "finding.plan.few", "finding.unfinished") or finding.key.startswith(
        "finding.few."
    )


def subject(context: Context, figure: Figure) -> str:
    """What there are too few articles for."""
    return context.words(f"pack.subject.{figure.key or figure.name}")


def exhibit(context: Context, part: Part, figure: Figure) -> Exhibit:
    words = context.words

    def narrow() -> Drawn:
        on_a_phone = part.make(replace(context, narrow=True))
        assert on_a_phone is not None, "a phone shows the same figures"
        return on_a_phone.chart

    title = words.plain(figure.finding.key, **figure.finding.values)
    kind = words(f"field.{figure.category}") if figure.category in CHOSEN else ""  # of whom a plan names one only
    one_of_a_plan = kind and figure.name == "plan" and figure.finding.key.endswith(".one")
    made = Exhibit(
        name=figure.key or figure.name,
        title=f"{kind} {title}" if one_of_a_plan else title,
        chart=figure.chart,
        note=in_words(context, figure),
        alt=str(figure.spec["description"]),
        about=on_paper(
            words.plain(own if words.has(own := f"pack.counted.{figure.name}") else f"chart.{figure.name}.about")
        ),
        table=cross_table(context, figure.frame)
        if figure.name == "balance"
        else table_of(context, part.rows(context, figure.frame), part.columns, of=figure.category),
        shown=part.shown,
        least=part.least,
        narrow=narrow,
    )
    return part.also(context, made)


def in_words(context: Context, figure: Figure) -> str:
    """What the marks mean, for who never saw the dashboard: words of its own where the page says it elsewhere."""
    words, own = context.words, f"pack.read.{figure.name}"
    of = f"pack.per.{figure.category}"
    said = words.plain(own) if words.has(own) else on_paper(words.plain(f"chart.{figure.name}.{figure.note}"))
    before = context.before_text if figure.name == "tag_bars" else ""
    before = f"{words('pack.read.tag_bars_before')} {before}" if before else ""
    proof = words.plain(figure.proof.key, **figure.proof.values) if figure.proof else ""
    return " ".join(filter(None, (words(of) if words.has(of) else "", said, before, proof)))


def after_colon(text: str) -> str:
    """A sentence that goes on behind something; a name in capitals keeps them."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def on_paper(text: str) -> str:
    """A figure's words without those about clicking."""
    return " ".join(sentence for sentence in _SENTENCES.split(text) if not _ON_A_SCREEN.search(sentence))


# ------------------------------------------------------------------ figures that not every folder has


def named(context: Context, field: str) -> bool:
    """Does any article of the folder name a section, an audience, a tag?"""
    return any(context.options(field))


def where_named(field: str, make: Make) -> Make:
    return lambda context: make(context) if named(context, field) else None


def unplanned_shares(field: str) -> Make:
    """With a plan for this field the plan says how much each has, and should have. All in one is a sentence."""
    has_plan = planned(field)

    def make(context: Context) -> Figure | None:
        if has_plan(context):
            return None
        figure = figures.shares(context, field)
        return figure if len(figure.frame) > 1 else replace(figure, frame=figure.frame.head(0))

    return where_named(field, make)


def review_volume(context: Context) -> Figure | None:
    return figures.review_volume(context) if review(context).row("totals")["published"] else None


def with_its_quarters(context: Context, made: Exhibit) -> Exhibit:
    """Another `n articles, m before` is that of the period of the pack."""
    now, before = figures.names_of(review(context))
    return replace(made, title=context.words("pack.of_two", said=made.title, now=now, before=before))


def reviewed(field: str) -> Make:
    def make(context: Context) -> Figure | None:
        found = review(context)
        return figures.review_shares(context, field) if found.comparable and found.row("totals")["published"] else None

    return where_named(field, make)


def planned(field: str) -> Make:
    """Where the plan is about this field; and of the whole publication only."""

    def make(context: Context) -> Figure | None:
        rows = context.frame("plan")
        targets = rows.loc[rows["field"] == field, "target"]
        return figures.planned(context, field) if targets.notna().any() and not context.filters.narrowed else None

    return make


def gap_cells(against: str) -> Make:
    """Against what is planned only where there is a plan of sections, audiences or tags."""

    def make(context: Context) -> Figure | None:
        places = named(context, "section") or named(context, "audience")
        if not (places and named(context, "tag")):
            return None
        figure, n = figures.gap_cells(context, against), context.row("totals")["published"]
        if n < FEW:
            return replace(figure, finding=few(n)) if against == "expected" else None
        if against == "planned" and figure.frame.empty:
            return None
        chart = charts.gap_cells(figure.frame, context.words, context.look, against, GAPS, narrow=context.narrow)
        return replace(figure, chart=chart, key=figure.name)

    return make


def quiet_tags(context: Context) -> Figure:
    figure = figures.quiet_tags(context)
    chart = charts.quiet_tags(figure.frame, context.words, context.look, context.narrow, TAGS)
    return replace(figure, chart=chart)


def forecast(context: Context) -> Figure | None:
    """Where it says more than how many came out: beside a plan, or ahead."""
    figure = figures.forecast(_still_running(context))
    known = [name for name in ("planned", "expected") if name in figure.frame and figure.frame[name].notna().any()]
    return figure if known else None


def named_as_running(context: Context, made: Exhibit) -> Exhibit:
    """With the days that it is about, where the pack is about others."""
    running = _still_running(context)
    if running is context:
        return made
    words, row = context.words, running.row("plan")
    span = days(day_of(row["first_day"]), day_of(row["last_day"]), words)
    title = words("pack.running_title", said=after_colon(made.title))
    return replace(
        made, title=title, note=f"{words('pack.running', n=round(7 * row['weeks_left']), days=span)} {made.note}"
    )


def _still_running(context: Context) -> Context:
    """Of a period of which nothing is to come any more, the quarter on which the page Plan opens: if it has a forecast.

    That is only beside a number that is planned; how the period itself went, the other figures say.
    """
    planned_so_many = context.settings.targets.get("volume") and not context.filters.narrowed
    if not planned_so_many or figures.expected(context).hidden not in ("over", "endless"):
        return context
    running = replace(context, filters=context.filters.with_(period=USUAL_OF["plan"]))
    return context if figures.expected(running).hidden else running


def month_on_a_slide(context: Context, made: Exhibit) -> Exhibit:
    """Wider, so that its titles take fewer lines and its letters can be larger."""

    rows = to_come(context, figures.schedule(context, printed=MONTH).frame)
    is_ahead = (pd.to_datetime(rows["day"]) >= pd.Timestamp(context.as_of)).all()
    first = context.as_of.replace(day=1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    listed = context.words(
        f"pack.listed_{'ahead' if is_ahead else 'past'}", n=len(rows), day=last + timedelta(6 - last.weekday())
    )

    def projected() -> Exhibit:
        chart = figures.schedule(context, printed=MONTH_ON_A_SLIDE).chart
        return replace(made, chart=chart, least=MONTH_ON_A_SLIDE, listed=listed)

    return replace(made, projected=projected)


def lengths(context: Context) -> Figure:
    return figures.lengths(context, next((by for by in ("audience", "section") if named(context, by)), "all"))


# ------------------------------------------------------------------ rows


def ahead(context: Context) -> Figure:
    """The next weeks; without a single article in them a sentence, no chart."""
    figure, frame = figures.ahead(context), context.frame("ahead")
    if not figure.frame["articles"].sum():
        return replace(figure, frame=figure.frame.head(0))
    weeks = figure.frame["bucket"].head(WEEKS + 1)  # and the running one
    near = frame.assign(bucket=frame["bucket"].where(frame["bucket"].isin(weeks)))
    chart = charts.ahead(near, context.words, context.look, context.as_of, context.narrow)
    return replace(figure, chart=chart, finding=findings.ahead(near, context.words))


def scheduled(context: Context, _weeks: Frame) -> Frame:
    """The articles themselves: of the weeks the chart is enough."""
    rows = context.frame("ahead")
    return rows[rows["path"].notna()]


def to_come(context: Context, rows: Frame) -> Frame:
    """What is still to come out, where there is anything."""
    ahead = rows[~rows["status"].isin(PUBLISHED) & (pd.to_datetime(rows["day"]) >= pd.Timestamp(context.as_of))]
    return ahead if len(ahead) else rows


def month_ends(context: Context, rows: Frame) -> Frame:
    """The last row of each month, and that of as_of: the last of them, where they are too many."""
    days = pd.to_datetime(rows["day"])
    last = days.groupby(days.dt.to_period("M")).transform("max")
    shown = rows[(days == last) | (days == pd.Timestamp(context.as_of))]
    return shown.tail(MOST_ROWS)


def of_articles(_context: Context, rows: Frame) -> Frame:
    return rows.rename(columns={"n": "articles"})
