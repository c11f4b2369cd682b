"""The plan as numbers to change: written to dashboard.toml where that is allowed, else as lines to copy."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import live
from dashboard.context import Context
from dashboard.errors import DashboardError
from dashboard.settings import VOLUMES
from dashboard.settings_file import read, save_targets, toml_lines
from dashboard.targets import SHARES, WHOLE, Targets, mistakes, refused

STATE = "plan.edit"
OFFERED = 500  # names to choose from
MANY = 12  # numbers below each other

Known = Mapping[str, Sequence[str]]


def editor(context: Context, proposed: Targets, known: Known) -> None:
    """`proposed`: what stands in it as long as there is no plan."""
    words, serving = context.words, live.current()
    saved = {field: dict(shares) for field, shares in context.settings.targets.items() if shares}
    state = _state(saved or proposed)
    st.header(words("plan.edit"), anchor="edit")
    begins = proposed and not saved
    st.markdown(words("plan.edit_begin" if begins else "plan.edit_help", file=serving.settings_path.name))
    draft = _numbers(context, state, known)
    state["draft"] = draft
    changed = draft != saved
    wrong = refused(draft)
    for sentence in wrong:
        st.error(words.markdown("plan.refused", what=sentence))
    if changed:
        for sentence in mistakes(draft, context.settings, known):
            st.warning(words.markdown(sentence.key, **sentence.values))
    if not serving.editable:
        st.markdown(words("plan.copy", file=serving.settings_path.name))
        st.code(toml_lines(draft) if not wrong else "", language="toml", wrap_lines=True)
        return
    with st.container(horizontal=True):
        st.button(
            words("plan.save", file=serving.settings_path.name),
            disabled=not changed or bool(wrong),
            on_click=_save,
            args=(context, draft, state["seen"]),
        )
        if changed and saved:
            st.button(words("plan.undo"), on_click=_forget)
    if not _say(context, draft) and state["seen"] != _file():
        st.warning(words("plan.changed", file=serving.settings_path.name))
        st.button(words("plan.take_over"), on_click=_forget)


def _state(shown: Targets) -> dict[str, Any]:
    """What the reader began with. Taken anew when the file changed, unless that would lose what was typed."""
    now = _file()
    state: dict[str, Any] | None = st.session_state.get(STATE)
    left = state is not None and f"plan.{state['edition']}.section" not in st.session_state  # for another page
    if state is None or (state["seen"] != now and (left or state["draft"] == state["shown"])):
        edition = state["edition"] + 1 if state else 0
        state = {"seen": now, "shown": shown, "draft": shown, "added": {}, "edition": edition}
        st.session_state[STATE] = state
    return state


def _file() -> bytes | None:
    try:
        return read(live.current().settings_path)
    except DashboardError:
        return None


def _numbers(context: Context, state: Mapping[str, Any], known: Known) -> dict[str, dict[str, float]]:
    """The plan as it stands in the fields now; only what has a number."""
    words, shown, key = context.words, state["shown"], f"plan.{state['edition']}"
    draft: dict[str, dict[str, float]] = {}
    for column, field in zip(st.columns(len(SHARES)), SHARES, strict=True):
        with column:
            st.subheader(words(f"plan.edit_{field}"))
            begun, added = shown.get(field, {}), state["added"].setdefault(field, [])
            few = known[field] if field in WHOLE and len(known[field]) <= MANY else []
            names = list(dict.fromkeys((*begun, *few, *added)))
            shares = {}
            with st.container(height=560 if len(names) > MANY else "content", border=False):
                for name in names:
                    shown_as = name or words(f"none.{field}")
                    share = _share(context, f"{key}.{field}.{name}", shown_as, begun.get(name))
                    if share is not None:
                        shares[name] = share
            if shares and field in WHOLE:
                st.caption(words("plan.edit_sum", total=round(100 * sum(shares.values()), 1)))
            _another(context, f"{key}.{field}", [name for name in known[field] if name not in names][:OFFERED], added)
            if shares:
                draft[field] = shares
    st.subheader(words("plan.edit_number"))
    volume = _volume(context, key, shown.get("volume", {}))
    return draft | ({"volume": volume} if volume else {})


def _share(context: Context, key: str, name: str, begun: float | None) -> float | None:
    """A percentage; a share that is not changed stays as exact as it was."""
    words = context.words
    shown = None if begun is None else round(100.0 * begun, 4)
    st.session_state.setdefault(key, shown)  # and no value of its own, or it could not be cleared
    percent = st.number_input(
        words.markdown("plan.edit_percent", name=name), value=None, step=1.0, format="%g", key=key
    )
    if percent is None or percent == shown:
        return begun if percent is not None else None
    return _plain(percent / 100)


def _another(context: Context, key: str, offered: Sequence[str], added: list[str]) -> None:
    """A name to add: one that articles have, or a new one."""

    def add() -> None:
        if (name := (st.session_state[key] or "").strip()) and name not in added:
            added.append(name)
        st.session_state[key] = None

    st.selectbox(
        context.words("plan.edit_add"),
        offered,
        index=None,
        key=key,
        on_change=add,
        accept_new_options=True,
        placeholder=context.words("plan.edit_choose"),
    )


def _volume(context: Context, key: str, begun: Mapping[str, float]) -> dict[str, float]:
    words = context.words
    unit = next((unit for unit in VOLUMES if unit in begun), VOLUMES[0])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.session_state.setdefault(f"{key}.volume", float(begun[unit]) if begun else None)
        count = st.number_input(
            words("plan.edit_volume"),
            value=None,
            step=1.0,
            format="%g",
            key=f"{key}.volume",
            width=220,
        )
        chosen = st.segmented_control(
            words("plan.edit_unit"),
            VOLUMES,
            default=unit,
            format_func=lambda code: words(f"plan.unit.{code}"),
            key=f"{key}.unit",
            required=True,
        )
    if count is None:
        return {}
    if begun and (count, chosen) == (begun[unit], unit):
        return dict(begun)
    return {str(chosen): _plain(count)}


def _plain(number: float) -> float:
    """0.3, not 0.30000000000000004; 5, not 5.0."""
    rounded = round(number, 6)
    return int(rounded) if float(rounded).is_integer() else rounded


def _save(context: Context, draft: Targets, seen: bytes | None) -> None:
    path = live.current().settings_path
    try:
        kept = save_targets(path, seen, draft)
    except DashboardError as error:
        st.session_state["plan.said"] = error
        return
    words = context.words
    saved = words("plan.saved", file=path.name, kept=kept.name) if kept else words("plan.saved_new", file=path.name)
    st.session_state["plan.said"] = saved
    _forget()


def _forget() -> None:
    """Begin again from the file as it is."""
    state = st.session_state.get(STATE)
    if state:
        state["draft"], state["seen"] = state["shown"], object()


def _say(context: Context, draft: Targets) -> bool:
    """What became of the last click on Save, if there was one."""
    words, said = context.words, st.session_state.pop("plan.said", None)
    if isinstance(said, DashboardError):
        st.error(words.markdown("folder.error", reason=said.sentence(words)))
        st.code(toml_lines(draft), language="toml", wrap_lines=True)
        st.button(words("plan.take_over"), on_click=_forget)
    elif said:
        st.success(said)
    return said is not None
