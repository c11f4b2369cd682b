"""The Streamlit app: one run draws the frame (navigation, filter bar, status line) and the page the reader chose."""

import json
from pathlib import Path

import streamlit as st

from dashboard import live
from dashboard.context import Context
from dashboard.errors import DashboardError
from dashboard.filters import QUERY_NAMES, Filters, as_known
from dashboard.first_page import GROUPS
from dashboard.views import context as page_context
from dashboard.views import filter_bar, landing
from dashboard.warehouse import Warehouse
from dashboard.words import Words, escape_markdown, words

# In the URL, and not taken along to another page.
OF_ONE_PAGE = (*page_context.OF_A_LIST, "page", "path", landing.FIGURE)

# A click on a mark opens another page with other filters. Streamlit writes first the filters and then the page into the
# browser's history, in a moment: for the reader, and so for the Back button, that is one step.
ONE_STEP_BACK = """
if (!window.oneStepBack) {
    window.oneStepBack = true;
    const push = history.pushState.bind(history);
    let filtered = -Infinity;
    history.pushState = (state, title, url) => {
        const to = new URL(url, location.href), now = performance.now();
        const turned = to.pathname !== location.pathname;
        if (turned && to.search === location.search && now - filtered < 1000) history.replaceState(state, title, url);
        else push(state, title, url);
        filtered = turned ? -Infinity : now;
    };
}
"""

# Streamlit's own page says it is in English, in which a screen reader would read Dutch words; so are some of its own.
IN_THE_LANGUAGE = """
document.documentElement.lang = %s;
document.querySelector("[data-testid=stSkipToContent]")?.replaceChildren(%s);
document.querySelector("[data-testid=stTopNav]")?.setAttribute("aria-label", %s);
"""

# Streamlit gives each chart buttons in English, for what stands below it in the reader's words: table and downloads.
# Nor has a heading its link in English: Kopieer link says more.
# Of an open article, titles of neighbours on several lines begin below each other.
# A word of two thousand letters would make a cell scroll, out of the keyboard's reach. A number in a card was cut off
# on a phone, where it can go on to the next line.
STYLE = """
[data-testid=stElementToolbar]:has(+ [data-testid=stVegaLiteChart]) { display: none }
[data-testid=stHeaderActionElements] { display: none }
[class*=st-key-article-] [data-testid=stBaseButton-tertiary] { justify-content: start; text-align: start }
[data-testid=stTable] td { overflow-wrap: anywhere }
[data-testid=stMetric] :is([data-testid=stMetricValue], [data-testid=stMetricDelta]) * {
    white-space: normal;
    overflow: visible;
}
"""

# Streamlit draws what a button opens at the end of the page, some forty Tabs away, and not at once: what it opens is
# waited for, for some seconds. (Escape brings the focus back.)
INTO_WHAT_OPENS = """
if (!window.intoWhatOpens) {
    window.intoWhatOpens = true;
    const body = () => document.querySelector("[data-testid=stPopoverBody]");
    addEventListener("click", event => {
        if (!event.target.closest("[data-testid=stPopoverButton]")) return;
        const before = body();
        let left = 500;
        const looking = setInterval(() => {
            const opened = body();
            const arrived = opened?.contains(document.activeElement);
            if (--left === 0 || arrived) clearInterval(looking);
            if (!opened || opened === before || arrived) return;
            opened.tabIndex = -1;
            opened.style.outline = "none";  // that it opened says enough
            opened.focus({preventScroll: true});  // which what is not visible yet does not take
        }, 20);
        for (const moved of ["pointerdown", "keydown"])
            addEventListener(moved, () => clearInterval(looking), {once: true, capture: true});
    }, true);
}
"""


@st.cache_resource(show_spinner=False)
def warehouse(path: str) -> Warehouse:
    """One for all readers: a snapshot is opened once."""
    return Warehouse(Path(path))


def navigation(text: Words) -> st.Page:
    pages = {
        text(f"group.{group}"): [
            st.Page(
                f"views/{name}.py",
                title=text(f"page.{name}.title"),
                url_path=name,
                default=name == "overview",
            )
            for name in names
        ]
        for group, names in GROUPS.items()
    }
    return st.navigation(pages, position="top")


def remember_filters(page: st.Page) -> None:
    """A click in the navigation drops the URL's parameters: put those of the page before back."""
    moved = st.session_state.get("page") not in (None, page.url_path)
    if moved and not st.query_params and st.session_state.get("query"):
        st.query_params.from_dict(st.session_state["query"])
    st.session_state["page"] = page.url_path
    st.session_state["query"] = {
        name: st.query_params.get_all(name) for name in st.query_params if name not in OF_ONE_PAGE
    }


@st.fragment(run_every=2)
def follow_folder(shown: object) -> None:
    """The folder was read again while the reader looks: draw the page anew, with the same filters."""
    if state_of_folder() != shown:
        st.rerun(scope="app")


def state_of_folder() -> object:
    serving = live.current()
    said = [str(error) for error in (*serving.mistakes, serving.load_error)]
    return warehouse(str(serving.database)).file_key(), said, serving.settings()


def run() -> None:
    serving = live.current()
    shown = state_of_folder()
    settings = serving.settings()
    text = words(page_context.language(settings))
    title = settings.title or serving.content.name
    page = navigation(text)
    st.set_page_config(page_title=f"{page.title} · {title}", page_icon="📰", layout="wide")
    in_browser = IN_THE_LANGUAGE % tuple(map(json.dumps, (text.language, text("bar.skip"), text("bar.pages"))))
    in_browser += ONE_STEP_BACK + INTO_WHAT_OPENS
    with st.container(key="unseen"):
        st.html(f"<script>{in_browser}</script><style>{STYLE}</style>", unsafe_allow_javascript=True)
    remember_filters(page)
    if query := st.session_state.pop("open_articles", None):
        st.switch_page("views/articles.py", query_params=query)

    try:
        snapshot = warehouse(str(serving.database)).snapshot()
    except DashboardError as error:
        st.title(title)
        st.warning(text.markdown("folder.error", reason=(serving.error or error).sentence(text)))
        st.markdown(text.markdown("folder.empty", folder=str(serving.content)))
        follow_folder(shown)
        return

    query = {name: st.query_params.get_all(name) for name in st.query_params}
    filters = Filters.from_query(query, page.url_path)
    if filters.narrowed:
        filters = as_known(filters, snapshot.known_values, settings)
    canonical = filters.to_query(page.url_path)
    for name in QUERY_NAMES:  # what the address says is what the screen shows
        if query.get(name, []) != canonical.get(name, []):
            st.query_params[name] = canonical.get(name, [])
    context = Context(
        words=text,
        look=page_context.look(),
        settings=settings,
        snapshot=snapshot,
        filters=filters,
        as_of=snapshot.as_of(filters.as_of or settings.as_of),
        narrow=page_context.narrow(),
        kept=page_context.kept_parameters(),
    )
    st.session_state["context"] = context
    filter_bar.heading(context, page.title)
    filter_bar.draw(context)
    filter_bar.status_line(context)
    if mistakes := serving.mistakes:
        found = [escape_markdown(mistake.sentence(text)) for mistake in mistakes]
        st.warning("\n\n".join([*found, text("folder.mistakes_kept")]))
    if trouble := serving.load_error or warehouse(str(serving.database)).refused:
        read_at = context.row("loads")["finished_at"]
        st.warning(text.markdown("folder.error_kept", reason=trouble.sentence(text), time=read_at))
    page.run()
    landing.into_view()
    follow_folder(shown)
    say_what_was_read(context)


def say_what_was_read(context: Context) -> None:
    load = context.row("loads")
    before = st.session_state.get("read_at")
    st.session_state["read_at"] = load["finished_at"]
    if before is not None and before != load["finished_at"]:
        st.toast(context.words("folder.read_again", time=filter_bar.read_at(context, load), n=load["articles"]))


if __name__ == "__main__":  # and not where Python looks at it to start another process
    run()
