"""The problems of the folder: by cause, with what each changes; then one by one, by severity, cause and folder."""

import re
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard.context import Context
from dashboard.views.context import choice
from dashboard.views.download import download
from dashboard.views.table import plain_table
from dashboard.words import Sentence, Words

FIRST = 50  # problems on the screen; the file has all
SEVERITIES = ("error", "warning", "notice")
_WHERE = re.compile(r"^while [^,]*, | \*\S+")  # what was being read, and which alias
WHOLE_FOLDER = "."  # the path of what is wrong with no file of its own

# Which figures a cause changes: a key of the words `effect`.
EFFECTS: Mapping[str, str] = {
    "unreadable": "all",
    "unreadable_folder": "all",
    "too_large": "all",
    "not_text": "all",
    "unterminated": "all",
    "front_matter_invalid": "all",
    "front_matter_no_table": "all",
    "too_deep": "all",
    "too_many_aliases": "all",
    "duplicate_key": "value",
    "wrong_type": "value",
    "date_invalid": "time",
    "date_incomplete": "time",
    "draft_unclear": "published",
    "too_many_tags": "tags",
    "missing_title": "none",
    "missing_date": "time",
    "missing_tags": "tags",
    "missing_section": "section",
    "missing_audience": "audience",
    "unknown_section": "section",
    "unknown_audience": "audience",
    "encoding_assumed": "none",
    "mojibake_repaired": "none",
    "date_ambiguous": "time",
    "tags_in_one_text": "tags",
    "tag_repeated": "none",
    "tag_empty": "none",
    "several_sections": "section",
    "several_values": "audience",
    "list_page": "no_article",
    "headless": "no_article",
    "no_front_matter": "no_article",
    "no_post": "no_article",
    "page_resource": "no_article",
    "not_built": "no_article",
    "other_format": "no_article",
    "link_outside": "no_article",
    "link_to_folder": "no_article",
    "field_not_used": "none",
    "snapshot_damaged": "first_seen",
}


def draw(context: Context) -> None:
    words = context.words
    counts = context.frame("problem_counts")
    title = words("data.problems", n=int(counts["problems"].sum()))
    st.header(title)
    if counts.empty:
        st.caption(words("data.problems_none"))
        return
    causes(context, counts)
    rows = chosen(context, counts)
    files = rows.loc[rows["path"] != WHOLE_FOLDER, "path"].nunique()
    where = Sentence("unit.files", {"n": files}) if files else Sentence("data.whole_folder")
    text = "data.problems_first" if len(rows) > FIRST else "data.problems_shown"
    st.caption(words(text, first=FIRST, n=len(rows), where=where))
    plain_table(context, of_screen(context, rows.head(FIRST)), title)
    download(context, "problems", lambda: in_words(context, rows), shown=lambda: of_screen(context, rows), whole=True)


def of_screen(context: Context, rows: pd.DataFrame) -> pd.DataFrame:
    shown = in_words(context, rows)
    shown["severity"] = [context.words(f"severity_one.{severity}") for severity in shown["severity"]]
    return shown[["severity", "place", "message", "remedy"]]


def causes(context: Context, counts: pd.DataFrame) -> None:
    """One row a cause: how often, in how many files, and what it does to the figures."""
    words = context.words
    grouped = counts.groupby(["severity", "code"], sort=False, as_index=False)[["problems", "files"]].sum()
    shown = grouped.assign(
        severity=[words(f"severity_one.{severity}") for severity in grouped["severity"]],
        cause=[words(f"problem.{code}.title") for code in grouped["code"]],
        effect=[words(f"effect.{EFFECTS[code]}") for code in grouped["code"]],
    )
    plain_table(context, shown[["severity", "cause", "problems", "files", "effect"]], words("data.causes"))


def chosen(context: Context, counts: pd.DataFrame) -> pd.DataFrame:
    """The problems of one severity, cause and folder, each chosen in the URL."""
    words = context.words
    numbers = counts.groupby("severity")["problems"].sum()
    severities = {s: words(f"severity.{s}", n=int(numbers[s])) for s in SEVERITIES if s in numbers}
    codes = {code: words(f"problem.{code}.title") for code in dict.fromkeys(counts["code"])}
    folders = {name: words("data.top_folder") if name == "." else name for name in sorted(set(counts["folder"]))}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        severity = choice("severity", {"": words("data.all")} | severities, "", words("data.severity"))
        code = choice("cause", {"": words("data.all_causes")} | codes, "", words("data.cause"), many=True)
        folder = ""
        if len(folders) > 1:
            folder = choice("folder", {"": words("data.all_folders")} | folders, "", words("data.folder_of"), many=True)
    return context.frame("problems", severity=severity, code=code, folder=folder)


def reason(words: Words, told: str) -> str:
    """What libyaml, or the reader of TOML or JSON, told of a front matter, in the newsroom's words; else its own."""
    problem = _WHERE.sub("", told)
    return words(key) if words.has(key := f"reason.{problem}") else words("reason.said", reason=told)


def in_words(context: Context, frame: pd.DataFrame) -> pd.DataFrame:
    """The problems with their sentences in the reader's language (the table holds them in English)."""
    words = context.words
    result = frame.copy()
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    for record in records:
        if record["code"] == "front_matter_invalid":
            record["value"] = reason(words, str(record["value"] or ""))
    for part in ("message", "remedy"):
        result[part] = [
            words(
                f"problem.{record['code']}.{part}",
                **{name: str(record[name] or "") for name in ("path", "line", "field", "value")},
            )
            for record in records
        ]
    result["place"] = [
        words("data.whole_folder")
        if record["path"] == WHOLE_FOLDER
        else record["path"] + (f":{int(record['line'])}" if record["line"] else "")
        for record in records
    ]
    return result
