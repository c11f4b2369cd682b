"""What do we take into the room? Blocks, notes, decisions and what came of earlier ones, and the file they become."""

from collections.abc import Callable, Iterable
from functools import partial
from textwrap import shorten
from typing import Any

import streamlit as st

from dashboard.context import Context
from dashboard.errors import DashboardError
from dashboard.pack import memory
from dashboard.pack.blocks import BLOCKS, USUAL
from dashboard.pack.document import Decision, Moved, Pack
from dashboard.pack.files import MIME, available, renderer
from dashboard.pack.followed import lately
from dashboard.pack.links import link_back, only_here
from dashboard.pack.make import GENERAL, make_pack
from dashboard.pack.plain import promised
from dashboard.targets import all_mistakes, known_names
from dashboard.views.context import current
from dashboard.views.download import file_name
from dashboard.views.filter_bar import link
from dashboard.views.pack_decisions import SHOWN, as_rows, decide, decisions_of, follow
from dashboard.words import escape_markdown

LONGEST = 20_000  # characters of a note
MADE = "pack.made"  # the last file: of which state, of which kind, its bytes
# What the reader chose and wrote for the meeting of a day: stays when filters, page or language change.
WRITTEN = "pack.written.{day}"
ADDRESS = "pack.addresses"  # of the dashboard, as the reader wants it in the link: whatever the day


def page(context: Context) -> None:
    words = context.words
    if found := all_mistakes(context.settings, known_names(context.snapshot)):
        st.warning("\n\n".join(words.markdown(mistake.key, **mistake.values) for mistake in found))
    meetings = remembered(context)
    written = begun(context, meetings)
    st.caption(words("pack.page.intro"))
    left, right = st.columns((3, 2), gap="large")
    with left:
        st.header(words("pack.page.blocks"))
        choose(context, written)
        follow(context, lately(meetings, context.as_of))
        st.header(words("pack.decisions"))
        st.caption(words("pack.page.decisions_help"))
        decide(context, written)
        st.header(words("pack.page.make"))
        link_back = back(context)
        decisions = decisions_of(written["decisions"])
        pack = make_pack(context, chosen(written), written["notes"], decisions, meetings, link_back)
        since = (pack.since_day, pack.since, pack.since_closed, pack.since_figures)
        state = repr((context.key, chosen(written), written["notes"], decisions, since, link_back))
        offer(context, pack, decisions, written, state)
    with right:
        st.header(words("pack.page.preview"))
        with st.container(border=True):
            st.markdown(outline(pack))


def remembered(context: Context) -> list[memory.Meeting]:
    words, found = context.words, list[memory.Meeting]()
    try:
        found = memory.read(context.snapshot.path)
        troubles = memory.troubles(context.snapshot.path, found)
    except DashboardError as error:
        troubles = [error]
    for trouble in troubles:
        st.warning(words.markdown("pack.page.trouble", reason=trouble.sentence(words)))
    return found


def begun(context: Context, meetings: list[memory.Meeting]) -> dict[str, Any]:
    """What was written so far: in this browser window, or kept for the meeting of this very day."""
    key = WRITTEN.format(day=context.as_of)
    if key not in st.session_state:
        today = next((meeting for meeting in meetings if meeting.day == context.as_of), None)
        blocks = today.blocks if today else USUAL
        st.session_state[key] = {
            "began": today,
            "blocks": {name: name in blocks for name in BLOCKS},
            "notes": {name: today.notes.get(name, "") if today else "" for name in (GENERAL, *BLOCKS)},
            "decisions": as_rows(today.decisions if today else ()),
        }
    written: dict[str, Any] = st.session_state[key]
    return written


def choose(context: Context, written: dict[str, Any]) -> None:
    """Each block with room for a note; the note to the whole comes first."""
    words = context.words
    note(context, written, GENERAL, words("pack.page.note_whole"))
    for name in BLOCKS:
        heading = words(f"page.{name}.title")
        left, right = st.columns((1, 2), vertical_alignment="center")
        with left:
            kept_in(written["blocks"], name, f"pack.block.{name}", partial(st.checkbox, heading))
        if written["blocks"][name]:
            with right:
                note(context, written, name, words("pack.page.note_to", block=heading))


def note(context: Context, written: dict[str, Any], name: str, label: str) -> None:
    area = partial(st.text_area, label, height=68, max_chars=LONGEST, placeholder=label, label_visibility="collapsed")
    kept_in(written["notes"], name, f"pack.note.{context.words.language}.{name}", area)


def kept_in(values: dict[str, Any], name: str, key: str, widget: Callable[..., Any]) -> None:
    """A widget that shows values[name] and writes to it. Streamlit forgets what a widget held once it is not drawn."""

    def keep() -> None:
        values[name] = st.session_state[key]

    st.session_state[key] = values[name]
    widget(key=key, on_change=keep)


def chosen(written: dict[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in BLOCKS if written["blocks"][name])


def address(context: Context) -> str:
    """Of the dashboard, as this browser reached it; empty where nobody else can reach it there."""
    found = str(link(context)).split("?")[0].removesuffix("pack")
    return "" if only_here(found) else found


def back(context: Context) -> str:
    """The link in the pack: the dashboard with this period and these filters."""
    words = context.words
    if ADDRESS not in st.session_state:
        st.session_state[ADDRESS] = {"": address(context)}
    chosen_by_reader: dict[str, Any] = st.session_state[ADDRESS]
    kept_in(chosen_by_reader, "", "pack.address", partial(st.text_input, words("pack.page.address"), max_chars=500))
    st.caption(words("pack.page.address_help"))
    return link_back(str(chosen_by_reader[""]), context)


def offer(context: Context, pack: Pack, decisions: tuple[Decision, ...], written: dict[str, Any], state: str) -> None:
    """Three buttons that make a file of what is written now, and one that only keeps what was decided.

    Two steps, making and saving: a file that is made as it is saved would miss the note that was written last.
    state: names all that the pack is made from; another state, and the file that was made is of no use.
    """
    words = context.words
    ready = list(filter(available, MIME))
    with st.container(horizontal=True):
        asked = [suffix for suffix in ready if st.button(words(f"pack.page.as_{suffix}"), key=f"pack.make.{suffix}")]
        only_keep = st.button(words("pack.page.keep"), key="pack.keep")
    if len(ready) < len(MIME):
        st.info(words.markdown("pack.page.trouble", reason=DashboardError("pack_extra_missing").sentence(words)))
    for suffix in asked:
        with st.spinner(words("pack.page.making")):
            st.session_state[MADE] = (state, suffix, renderer(suffix)(pack))
    made_of, suffix, content = st.session_state.get(MADE, ("", "", b""))
    if made_of == state:
        label = words("pack.page.save", kind=suffix.upper(), size=len(content) / 1e6)
        name = file_name(context, "pack", suffix)
        st.download_button(label, content, name, MIME[suffix], key="pack.save", on_click="ignore")
    began = written["began"]
    if only_keep and not decisions and not (began and began.decisions):  # nor is there one to take out
        st.info(words("pack.page.keep_nothing"))
    elif only_keep or (asked and decisions):
        keep(context, decisions, written)
    st.caption(words("pack.page.keeps", day=context.as_of))


def keep(context: Context, decisions: tuple[Decision, ...], written: dict[str, Any]) -> None:
    """All that this meeting decided, also again what an earlier one did (a pack tells that among what is open)."""
    words = context.words
    meeting = memory.meeting_of(context, chosen(written), written["notes"], decisions)
    try:
        aside = memory.keep(context.snapshot.path, meeting, written["began"])
    except DashboardError as error:
        st.warning(words.markdown("pack.page.trouble", reason=error.sentence(words)))
        return
    written["began"] = meeting
    st.success(words("pack.page.kept", n=len(decisions), day=context.as_of))
    if aside:
        st.info(words.markdown("pack.page.aside", file=str(aside)))


def outline(pack: Pack) -> str:
    """What will be in it, in its order, as Markdown in which what articles and editors say is only text."""
    words = pack.words
    lines = ["### " + words.markdown("pack.page.titled", title=pack.title, period=pack.subtitle), _small(pack.note)]
    lines.append(_small(" · ".join(f"{name}: {value}" for name, value in pack.facts)))
    if pack.looks_back:
        lines.append("#### " + words.markdown("pack.since", day=pack.since_day))
        for heading, group in pack.followed:
            lines += _group(words(heading), map(_followed, group))
        lines += _group(pack.since_heading, pack.since_figures)
    lines.append(escape_markdown(pack.empty))
    for block in pack.blocks:
        lines += ["#### " + escape_markdown(block.heading), _small(block.note)]
        lines += map(_item, (*block.sentences, *(exhibit.title for exhibit in block.exhibits)))
    if pack.decisions:
        lines.append("#### " + words.markdown("pack.decisions"))
        lines += [_item(" · ".join(filter(None, (one.text, promised(one, words))))) for one in pack.decisions]
    return "\n".join(lines)


def _group(heading: str, said: Iterable[str]) -> list[str]:
    items = list(map(_item, said))
    return ["##### " + escape_markdown(heading), *items] if items else []


def _followed(moved: Moved) -> str:
    return " – ".join((moved.decision.text, moved.by, *moved.before))


def _item(text: str) -> str:
    return "- " + escape_markdown(text)


def _small(text: str) -> str:
    return f"\n:small[{escape_markdown(shorten(text, SHOWN, placeholder=' …'))}]\n" if text else ""


page(current())
