"""What are we not covering? Places that fall short, tags that stay in one place, and what waits that would help."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import figures, findings, live
from dashboard.charts import FEW
from dashboard.charts.alt_text import places
from dashboard.context import PUBLISHED, Context
from dashboard.errors import DashboardError
from dashboard.filters import QUERY_DEFAULTS
from dashboard.settings_file import Gap, hidden_lines, read, save_hidden, save_shown
from dashboard.targets import known_names, unknown_places
from dashboard.views.card import draw, mapped_nothing, names_some, no_tags, nothing_published, open_article, open_behind
from dashboard.views.context import choice, current
from dashboard.views.download import download
from dashboard.views.landing import link_to
from dashboard.views.table import FIRST, table

AGAINST = {"expected": "short", "planned": "plan_short"}  # what a gap is measured against -> column of what is lacking
PLACE = ("section", "audience", "tag")
SIDE_BY_SIDE = 6  # sections or audiences of a heatmap that has half the width
OFFERED = 200  # gaps to choose from in the list of those to hide
ANYWHERE: dict[str, Any] = dict.fromkeys(("sections", "audiences", "tags", "languages", "statuses"), ())


def rows(context: Context, key: str, shown: pd.DataFrame, opened: Callable[[int], None]) -> None:
    """A table; choosing a row calls `opened` with its number."""

    def picked() -> None:
        chosen = st.session_state[key]["selection"]["rows"]
        if chosen:
            opened(chosen[0])

    height = "auto" if len(shown) <= 8 else 330
    table(context, shown, key=key, on_select=picked, selection_mode="single-row", height=height)


def article_rows(context: Context, key: str, articles: pd.DataFrame, columns: list[str]) -> None:
    rows(context, key, articles[columns], lambda place: open_article(context, str(articles["path"].iloc[place])))


def tag_rows(context: Context, key: str, tags: pd.DataFrame, shown: pd.DataFrame) -> None:
    """Each row opens the articles with its tag."""

    def opened(place: int) -> None:
        open_behind(context, {"tag": str(tags["tag"].iloc[place])}, {"status": PUBLISHED})

    rows(context, key, shown, opened)


def required(context: Context) -> None:
    """Always all of them, with what is in them; a row opens it, of all days when the period has nothing."""
    words = context.words
    if not context.settings.required:
        return
    frame = context.frame("required_cells")
    finding = findings.required_cells(frame)
    st.header(words("gaps.required"))
    st.markdown(words(finding.key, **finding.values))
    for sentence in unknown_places(context.settings, known_names(context.snapshot)):
        st.warning(words.markdown(sentence.key, **sentence.values))

    def opened(place: int) -> None:
        cell = frame.iloc[place]
        named = {field: str(cell[field]) for field in PLACE if pd.notna(cell[field])}
        if pd.isna(cell["last_on"]):  # never anything: what is nearest
            named = dict(list(named.items())[-1:])
        opens = {"status": PUBLISHED} | ({} if cell["articles"] else {"period": "all"})
        open_behind(context, named, opens)

    named = [column for column in ("section", "audience", "label") if frame[column].notna().any()]
    shown = frame.assign(**{column: frame[column].fillna(words("gaps.any")) for column in named})
    shown = shown[[*named, "articles", "last_on", "drafts", "scheduled"]]
    rows(context, "gaps.required", shown, opened)
    download(context, "required-cells", frame.drop(columns="waiting"), shown=shown)


def shortfalls(context: Context) -> pd.DataFrame:
    """The ranking, all of it, and which gaps are left; returns those that are not."""
    words, frame = context.words, context.frame("gap_cells")
    st.header(words("gaps.heading"))
    against = "expected"
    if frame["plan_short"].notna().any():
        options = {code: words(f"gaps.against.{code}") for code in AGAINST}
        against = choice("against", options, against, words("gaps.against.label"))
    figure = figures.gap_cells(context, against)
    if figure.frame.empty:  # a sentence says it, a chart would be empty
        with st.container(border=True):
            st.markdown(words(figure.finding.key) + ".")
    else:
        draw(context, figure)
    short = AGAINST[against]
    every = figures.ranked(frame, short)
    named = every.assign(field=[words(f"field.{field}") for field in every["field"]]).round({against: 1, short: 1})
    left = every["reason"].notna()
    gaps = every[~left]
    if error := st.session_state.pop("gaps.error", None):
        st.error(words.markdown("folder.error", reason=error.sentence(words)))
    if len(gaps):
        columns = ["field", "category", "label", "articles", against, short, "last_on", "drafts", "scheduled"]
        shown = named[~left][columns]
        with st.expander(words("gaps.all", n=len(gaps)), key="gaps.all.opened", on_change="rerun") as all_of_them:
            if all_of_them.open:
                st.caption(words("gaps.opens"))
                rows(context, "gaps.all", shown, lambda place: open_gap(context, gaps.iloc[place]))
                of = gaps.drop(columns=["waiting", "reason"])
                download(context, "gaps", of, shown=shown, choices=(against,))
        with st.expander(words("gaps.hide")):
            hide(context, gaps.head(OFFERED))
    if of_settings := context.settings.hidden_gaps:
        with st.expander(words("gaps.hidden", n=len(of_settings))):
            if left.any():
                columns = ["field", "category", "label", "articles", short, "reason"]
                rows(
                    context,
                    "gaps.hidden",
                    named[left][columns],
                    lambda place: open_gap(context, every[left].iloc[place]),
                )
            show_again(context)
    heat(context, against)
    return gaps


def heat(context: Context, against: str) -> None:
    """Around the gaps: where else the same tags are short, and where there are more of them."""
    named = [by for by in ("section", "audience") if names_some(context, by)]
    made = [figures.gap_heat(context, by, against) for by in named]
    drawn = [figure for figure in made if figure.frame["category"].nunique() > 1]
    few = all(figure.frame["category"].nunique() <= SIDE_BY_SIDE for figure in drawn)
    places = st.columns(len(drawn)) if few and drawn else [st.container() for _ in drawn]
    for figure, place in zip(drawn, places, strict=True):
        with place:
            draw(context, figure)


def open_gap(context: Context, gap: "pd.Series[Any]") -> None:
    """Its articles; where there are none, those with its tag elsewhere."""
    cell = {"tag": str(gap["tag"])} | ({gap["field"]: str(gap["category"])} if gap["articles"] else {})
    open_behind(context, cell, {"status": PUBLISHED})


def hide(context: Context, gaps: pd.DataFrame) -> None:
    """Leaves gaps out with a reason: in the settings, or as lines for them where nobody may write them from here."""
    words, serving = context.words, live.current()
    name = serving.settings_path.name
    st.markdown(words("gaps.hide_help" if serving.editable else "gaps.hide_lines", file=name))
    # A section and an audience may have one name.
    names = [f"{words(f'field.{field}')} {name}" for field, name in zip(gaps["field"], places(gaps), strict=True)]
    chosen = st.multiselect(
        words("gaps.hide_which"),
        range(len(names)),
        format_func=names.__getitem__,
        placeholder=words("gaps.hide_choose"),
        select_all=False,
        key="gaps.hide",
    )
    reason = st.text_input(words("gaps.hide_reason"), placeholder=words("gaps.hide_example"), key="gaps.reason").strip()
    hidden: list[Gap] = [
        {str(gap["field"]): str(gap["category"]), "tag": str(gap["label"]), "reason": reason}
        for gap in gaps.iloc[chosen].to_dict("records")
    ]
    complete = bool(chosen and reason)
    if serving.editable:
        st.button(words("gaps.hide_save", file=name), disabled=not complete, on_click=_save, args=(save_hidden, hidden))
    elif complete:
        st.code(hidden_lines(hidden), language="toml", wrap_lines=True)


def show_again(context: Context) -> None:
    """Takes gaps out of those that are hidden, also those that fall short in another period only."""
    words, serving, hidden = context.words, live.current(), context.settings.hidden_gaps
    name = serving.settings_path.name
    if not serving.editable:
        st.caption(words("gaps.show_lines", file=name))
        return

    def said(place: int) -> str:
        (field,) = {"section", "audience"} & set(gap := hidden[place])
        return f"{words(f'field.{field}')} {gap[field]} × {gap['tag']} ({gap['reason']})"

    chosen = st.multiselect(
        words("gaps.show_which"),
        range(len(hidden)),
        format_func=said,
        placeholder=words("gaps.hide_choose"),
        select_all=False,
        key="gaps.show",
    )
    gaps = [hidden[place] for place in chosen]
    st.button(words("gaps.show_save", file=name), disabled=not gaps, on_click=_save, args=(save_shown, gaps))


def _save(save: Callable[[Path, bytes | None, list[Gap]], None], gaps: list[Gap]) -> None:
    path = live.current().settings_path
    try:
        save(path, read(path), gaps)
    except DashboardError as error:
        st.session_state["gaps.error"] = error
    else:
        st.session_state.update({"gaps.hide": [], "gaps.show": [], "gaps.reason": ""})


def one_audience(context: Context) -> None:
    words = context.words
    if not names_some(context, "audience"):
        return
    frame = context.frame("one_audience")
    st.header(words("gaps.one_audience"))
    if frame.empty:
        st.caption(words("gaps.one_audience_none"))
        return
    st.markdown(words("gaps.one_audience_found", n=len(frame)))
    columns = ["label", "audience", "articles", "expected_elsewhere", "last_elsewhere"]
    shown = frame[columns].round({"expected_elsewhere": 1})
    tag_rows(context, "gaps.one_audience", frame, shown)
    download(context, "one-audience", frame, shown=shown)


def fillers(context: Context, gaps: pd.DataFrame) -> None:
    """Drafts and scheduled articles in a place that falls short, or that must not be empty; the most useful first."""
    words = context.words
    cells = context.frame("required_cells")
    short = pd.concat([cells.loc[cells["articles"] == 0], gaps])
    filled = pd.DataFrame({"place": places(short), "path": short["waiting"]}).explode("path")
    filled = filled.dropna().drop_duplicates()  # a place can be both required and short
    st.header(words("gaps.fillers"))
    if filled.empty:
        st.caption(words("gaps.fillers_none"))
        return
    fills = filled["path"].value_counts()
    st.markdown(words("gaps.fillers_found", n=len(fills)))
    articles = context.frame("articles", **ANYWHERE, from_day=None, to_day=None, paths=tuple(sorted(fills.index)))
    articles = articles.assign(gaps=articles["path"].map(fills))
    articles = articles.sort_values(["gaps", "path"], ascending=[False, True])
    columns = ["title", "status", "published_on", "gaps", "fills"]

    def named(first: int | None = None) -> pd.DataFrame:
        """With the names of the places, of the first articles only: of thousands that takes its time."""
        of_these = filled[filled["path"].isin(articles["path"].head(first))] if first else filled
        return articles.assign(fills=articles["path"].map(of_these.groupby("path", sort=False)["place"].agg(list)))

    article_rows(context, "gaps.fillers", named(FIRST), columns)
    download(context, "would-fill", lambda: named()[["path", *columns]], shown=lambda: named()[columns])


def quiet(context: Context) -> None:
    words, found = context.words, figures.quiet_tags(context)
    silent = int((found.frame["state"] == "quiet").sum())
    st.header(words("gaps.quiet"))
    st.markdown(words.markdown(found.finding.key, **found.finding.values) + ".")
    if silent:
        label = words("gaps.quiet_all", n=silent) + " →"
        st.page_link("views/topics.py", label=label, query_params=link_to(context, "quiet_tags"))


def untagged(context: Context) -> None:
    """A tag's words in articles without the tag; below the list the articles of the chosen tag."""
    words = context.words
    st.header(words("gaps.untagged"))
    with st.spinner(words("gaps.searching")):
        frame = context.frame("untagged_mentions")
    said = [words("gaps.untagged_found" if len(frame) else "gaps.untagged_none", n=len(frame))]
    if context.row("totals")["published"] > QUERY_DEFAULTS["texts"]:
        said.append(words("gaps.untagged_newest", n=QUERY_DEFAULTS["texts"]))
    if not context.settings.store_texts:
        said.append(words("gaps.untagged_titles"))
    st.markdown(" ".join(said))
    if frame.empty:
        return
    shown = frame[["label", "articles", "in_title", "tagged"]]
    chosen = table(
        context,
        shown,
        key="gaps.untagged",
        on_select="rerun",
        selection_mode="single-row",
        height="auto" if len(frame) <= 8 else 330,
    )
    download(context, "untagged", frame.explode("paths").rename(columns={"paths": "path"}), shown=shown)
    place = next((row for row in chosen["selection"]["rows"] if row < len(frame)), 0)
    tag = frame.iloc[place]
    articles = context.frame("articles", paths=tuple(tag["paths"])).set_index("path").loc[list(tag["paths"])]
    st.markdown("### " + words.markdown("gaps.speak_of", n=len(articles), tag=tag["label"]))
    columns = ["published_on", "title", "section", "audience", "tags"]
    article_rows(context, "gaps.speak_of", articles.reset_index(), columns)


def page(context: Context) -> None:
    words = context.words
    required(context)
    if nothing_published(context):
        return
    gaps = context.frame("gap_cells").head(0)
    if not any(context.options("tag")):
        no_tags(context)
        return
    if not any(names_some(context, field) for field in ("section", "audience")):
        mapped_nothing(context, "gaps.no_places")
    elif (n := context.row("totals")["published"]) < FEW:
        st.info(words("finding.few", n=n))
    else:
        gaps = shortfalls(context)
        one_audience(context)
    fillers(context, gaps)
    quiet(context)
    untagged(context)


page(current())
