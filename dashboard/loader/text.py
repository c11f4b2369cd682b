"""Bytes of a file -> its text, with `\\n` line ends, and notes about what had to be assumed or repaired."""

import codecs
import re

from dashboard.loader.problems import Notes, SkipFileError

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROL_BYTES = bytes([*range(9), *range(14, 27), *range(28, 32)])
# Mojibake shows as two characters beyond ASCII in a row, or as one of these few: looking for that in the bytes first
# spares most files the slower question. Two small letters in a row (`één`) are as good as one.
# T, L: the first byte of a character, T that of é and its kin; s, x: the other bytes, Ts is one of à…ÿ.


def _kind(byte: int) -> str:
    if byte < 0x80:
        return " "
    if byte < 0xC0:
        return "s" if byte >= 0xA0 and byte != 0xB7 else "x"  # ÷ is no letter
    return "T" if byte == 0xC3 else "L"


_KINDS = "".join(map(_kind, range(256))).encode()
_A1, _A2, _O1, _O2 = (character.encode() for character in "ÃÂŒœ")
_C1 = re.compile(rb"\xc2[\x80-\x9f]")
_SUSPECT = re.compile("[^\x00-\x7f]{2}|[\x80-\x9fÃÂŒœ]")


def decode(data: bytes, notes: Notes) -> str:
    """The text of a file. UTF-8 (with or without BOM), UTF-16 with BOM, else Windows-1252 with a notice.

    Mojibake (`ge√Øntegreerde`) is repaired line by line where ftfy is sure of it; curly quotes stay as they are.
    Raises SkipFileError `not_text` for binary content.
    """
    text = _decode(data, notes)
    if "\x00" in text or (
        len(data.translate(None, _CONTROL_BYTES)) < len(data)
        and len(_CONTROL.findall(text[:10_000])) * 20 > len(text[:10_000])
    ):
        raise SkipFileError("not_text")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _repair(text, notes) if not text.isascii() and may_be_mojibake(text) else text


def may_be_mojibake(text: str) -> bool:
    """Is it worth asking ftfy? Never False for a text with a line that `ftfy.is_bad` finds bad."""
    data = text.encode("utf-8", "surrogatepass")
    kinds = data.translate(_KINDS).replace(b"TsTs", b"Ts")
    return (
        (b"sT" in kinds or b"sL" in kinds or b"xT" in kinds or b"xL" in kinds)
        or (_A1 in data or _A2 in data or _O1 in data or _O2 in data)
        or (b"\xc2" in data and _C1.search(data) is not None)
    )


def _decode(data: bytes, notes: Notes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise SkipFileError("not_text") from None
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        if b"\x00" in data:
            raise SkipFileError("not_text") from None
        notes.add("encoding_assumed", data.count(b"\n", 0, error.start) + 1, value="Windows-1252")
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:  # five bytes have no meaning in it
            return data.decode("latin-1")


def _repair(text: str, notes: Notes) -> str:
    from ftfy.badness import is_bad

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
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    fixed = fix_encoding(line)
    if fixed == line or is_bad(fixed):
        parts = re.split(r"(\s+)", line)
        fixed = "".join(fix_encoding(part) if is_bad(part) else part for part in parts)
    return fixed


def _first_difference(line: str, fixed: str) -> tuple[str, str]:
    pairs = zip(line.split(), fixed.split(), strict=False)
    return next(((old, new) for old, new in pairs if old != new), (line.strip(), fixed.strip()))
