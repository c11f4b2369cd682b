"""Can I trust the figures? What was found, what was wrong, which keys were read, when."""

import pandas as pd
import streamlit as st

from dashboard.views.card import column_label, download, number, number_row, table
from dashboard.views.context import Context, choice, current
from dashboard.words import escape_markdown

SUM = ("found", "read", "unchanged", "ignored", "skipped")
FIRST = 100  # problems on the screen; the file has all
SEVERITIES = ("error", "warning", "notice")
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


def problems(context: Context) -> None:
    words = context.words
    counts = context.frame("problem_counts")
    st.subheader(words("data.problems", n=int(counts["problems"].sum())))
    if counts.empty:
        st.caption(words("data.problems_none"))
        return
    severity = choice(
        "severity",
        {"all": words("data.all")}
        | {s: words(f"severity.{s}", n=int(counts.loc[counts["severity"] == s, "problems"].sum())) for s in SEVERITIES},
        "all",
        words("data.severity"),
    )
    rows = in_words(context, context.frame("problems"))
    if severity != "all":
        rows = rows[rows["severity"] == severity]
    shown = rows.assign(severity=[words(f"severity_one.{s}") for s in rows["severity"]])
    sentences = shown[["severity", "place", "message", "remedy"]].head(FIRST)
    # A plain table: its sentences wrap, and a screen reader reads them.
    st.table(
        sentences.map(escape_markdown).rename(columns=lambda c: column_label(context, c)),
        border="horizontal",
        hide_index=True,
    )
    if len(shown) > FIRST:
        st.caption(words("data.problems_first", first=FIRST, n=len(shown)))
    download(context, "problems", rows)


def in_words(context: Context, frame: pd.DataFrame) -> pd.DataFrame:
    """The problems with their sentences in the reader's language (the table holds them in English)."""
    words = context.words
    result = frame.copy()
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    for part in ("message", "remedy"):
        result[part] = [
            words(key, **{name: record[name] or "" for name in ("path", "line", "field", "value")})
            if words.has(key := f"problem.{record['code']}.{part}")
            else record[part]
            for record in records
        ]
    result["place"] = [record["path"] + (f":{int(record['line'])}" if record["line"] else "") for record in records]
    return result


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
    table(
        context, fields.assign(field=[column_label(context, FIELD_COLUMNS.get(name, name)) for name in fields["field"]])
    )


def history(context: Context) -> None:
    st.subheader(context.words("data.loads"))
    loads = context.frame("loads")
    table(context, loads.drop(columns=["content_root", "started_at"]))
    download(context, "loads", loads)


def page(context: Context) -> None:
    found(context)
    problems(context)
    mapping(context)
    history(context)


page(current())
