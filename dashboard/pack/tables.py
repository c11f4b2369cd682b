"""The parts of a block that are no figure: tables."""

from dataclasses import replace

from dashboard import findings
from dashboard.context import PUBLISHED, Context
from dashboard.pack import key_figures
from dashboard.pack.cells import table_of
from dashboard.pack.document import Exhibit, Table
from dashboard.pack.parts import named

ARTICLES = 25  # rows of the list; the rest is counted


def key_numbers(context: Context) -> Exhibit:
    """The key figures of the period, beside those of the one before."""
    words, now = context.words, key_figures.key_figures(context)
    then = key_figures.period_before(context)
    before = key_figures.of_before(then) if then else {}
    codes = [code for code in key_figures.HEADLINE if code in now]
    columns = [words("pack.key_figure"), words("pack.now")]
    rows = [[key_figures.label(context, code), key_figures.said(words, code, now)] for code in codes]
    if then:
        columns += [words("column.before"), words("column.change")]
        for row, code in zip(rows, codes, strict=True):
            row += [
                key_figures.said(words, code, before),
                key_figures.change(words, code, before, now, "points_in_a_table"),
            ]
    table = Table(tuple(columns), tuple(map(tuple, rows)), (False, *[True] * (len(columns) - 1)))
    n, earlier = int(now["published"] or 0), before.get("published")
    change = "alone" if earlier is None else "same" if earlier == n else "other"
    values = {"n": n, "before": earlier, "change": words.signed(n - (earlier or 0))}
    title = words.plain(f"finding.review_volume.{change}", **values)
    silences = [key_figures.silence(context, now), key_figures.silence(then, before) if then else ""]
    when = words(f"pack.silence{'_before' if silences[1] else ''}", now=silences[0], before=silences[1])
    of_plan = [words("pack.plan_of_now")] if before.get("plan") is not None else []
    said = [context.before_text, words("pack.full_weeks"), *of_plan, words("pack.no_before")] if then else []
    note = " ".join([*said[:1], *([when] if silences[0] else []), *said[1:]])
    return Exhibit("key_figures", title, None, note, "", words("pack.key_figures_about"), table)


def article_list(context: Context) -> Exhibit:
    """What was published, the newest first."""
    words, chosen = context.words, context.filters.status
    statuses = tuple(status for status in PUBLISHED if not chosen or status in chosen)
    frame = context.frame("articles", statuses=statuses, rows=ARTICLES)
    count = int(frame["found"].iloc[0])
    titled = frame["title"].fillna("").str.strip() != ""
    tags = ["tags"] if named(context, "tag") else []
    columns = ("published_on", "title", "section", "audience", *tags)
    table = table_of(context, frame.assign(title=frame["title"].where(titled, frame["path"])), columns, ARTICLES)
    table = replace(table, more=count - len(table.rows))
    made = _table_alone("articles", words("pack.articles", n=count), words("pack.articles_about"), table)
    return replace(made, note=words("pack.tags_as_written")) if tags else made


def required_cells(context: Context) -> Exhibit | None:
    """What must never be empty, all of it; nothing where the settings name none."""
    words = context.words
    if not context.settings.required:
        return None
    frame = context.frame("required_cells")
    finding = findings.required_cells(frame)
    places = [column for column in ("section", "audience", "label") if frame[column].notna().any()]
    shown = frame.assign(**{column: frame[column].fillna(words("gaps.any")) for column in places})
    title = words.plain(finding.key, **finding.values)
    table = table_of(context, shown, (*places, "articles", "last_on", "drafts", "scheduled"))
    return _table_alone("required", title, words("pack.required_about"), table)


def _table_alone(name: str, title: str, about: str, table: Table) -> Exhibit:
    return Exhibit(name, title, None, "", "", about, table)
