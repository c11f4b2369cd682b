"""Can I trust the figures? What was found, what was wrong, which keys were read, when."""

import streamlit as st

from dashboard.settings import FILE_NAME
from dashboard.views import problem_list
from dashboard.views.card import column_label, download, number, number_row, table
from dashboard.views.context import Context, current

NO_KEYS = ("file name", "folder", "path", "suffix")  # where a value comes from when no key holds it
SUM = ("found", "read", "unchanged", "ignored", "skipped")
FIELD_COLUMNS = {"date": "published_on", "updated": "updated_on", "expires": "expires_on", "created": "first_seen_on"}


def found(context: Context) -> None:
    """found = read + unchanged + ignored + skipped, as one sum on the screen."""
    words, load = context.words, context.row("loads")
    st.markdown("#### " + words.markdown("data.sum", **{name: load[name] for name in SUM}))
    with number_row(5):
        for name in SUM:
            number(words(f"data.{name}"), words.number(load[name]), None, words(f"data.{name}_help"))
    snapshot = context.row("snapshot")
    st.caption(
        words.markdown(
            "data.folder",
            folder=snapshot["content_root"],
            time=load["finished_at"],
            seconds=words.number(load["seconds"], 2),
            version=load["version"],
        )
    )


def mapping(context: Context) -> None:
    words, snapshot = context.words, context.row("snapshot")
    st.subheader(words("data.fields"))
    why, _, file = snapshot["preset_reason"].partition(":")
    st.caption(
        words.markdown(
            "data.preset",
            preset=words(f"data.preset_name.{snapshot['preset']}"),
            reason=words(f"data.reason.{why}", file=file),
        )
    )
    fields = context.frame("fields")
    named = fields.assign(
        field=[column_label(context, FIELD_COLUMNS.get(name, name)) for name in fields["field"]],
        key=[words(f"data.key.{name.replace(' ', '_')}") if name in NO_KEYS else name for name in fields["key"]],
        source=[FILE_NAME if name == "settings" else words(f"data.preset_name.{name}") for name in fields["source"]],
    )
    table(context, named)


def history(context: Context) -> None:
    st.subheader(context.words("data.loads"))
    loads = context.frame("loads")
    table(context, loads.drop(columns=["content_root", "started_at"]))
    download(context, "loads", loads, stock=True)


def page(context: Context) -> None:
    found(context)
    problem_list.draw(context)
    mapping(context)
    history(context)


page(current())
