"""Bytes of a file -> its text, with `\\n` line ends, and notes about what had to be assumed or repaired."""

import codecs
import re

import ftfy
from ftfy.badness import is_bad

from dashboard.loader.problems import Notes, SkipFileError

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# Mojibake always holds a character besides these; looking for it first spares most texts the slower question.
_SUSPECT = re.compile("[^\x00-\x7f“”‘’„–—…•é\u00a0]")


def decode(data: bytes, notes: Notes) -> str:
    """The text of a file. UTF-8 (with or without BOM), UTF-16 with BOM, else Windows-1252 with a notice.

    Mojibake (`ge√Øntegreerde`) is repaired line by line where ftfy is sure of it; curly quotes stay as they are.
    Raises SkipFileError `not_text` for binary content.
    """
    text = _decode(data, notes)
    if "\x00" in text or len(_CONTROL.findall(text[:10_000])) * 20 > len(text[:10_000]):
        raise SkipFileError("not_text")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() else _repair(text, notes)


def _decode(data: bytes, notes: Notes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise SkipFileError("not_text") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\x00" in data:
            raise SkipFileError("not_text") from None
        notes.add("encoding_assumed", data.count(b"\n", 0, error.start) + 1, value="Windows-1252")
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:  # five bytes have no meaning in it
            return data.decode("latin-1")


def _repair(text: str, notes: Notes) -> str:
    lines: list[str] | None = None
    done = -1
    for suspect in _SUSPECT.finditer(text):
        if suspect.start() <= done:
            continue
        start = text.rfind("\n", 0, suspect.start()) + 1
        done = text.find("\n", suspect.start()) % (len(text) + 1)  # -1, no further line, becomes the text's end
        line = text[start:done]
        if not is_bad(line):
            continue
        fixed = _repair_line(line)
        if fixed != line:
            number = text.count("\n", 0, start)
            lines = lines if lines is not None else text.split("\n")
            lines[number] = fixed
            before, after = _first_difference(line, fixed)
            notes.add("mojibake_repaired", number + 1, value=f"{before} → {after}")
    return text if lines is None else "\n".join(lines)


def _repair_line(line: str) -> str:
    """The whole line when it is damaged throughout, else each damaged word by itself.

    `fix_encoding` is the part of ftfy that leaves curly quotes, ligatures and HTML entities as they are.
    """
    fixed = ftfy.fix_encoding(line)
    if fixed == line or is_bad(fixed):
        parts = re.split(r"(\s+)", line)
        fixed = "".join(ftfy.fix_encoding(part) if is_bad(part) else part for part in parts)
    return fixed


def _first_difference(line: str, fixed: str) -> tuple[str, str]:
    pairs = zip(line.split(), fixed.split(), strict=False)
    return next(((old, new) for old, new in pairs if old != new), (line.strip(), fixed.strip()))
