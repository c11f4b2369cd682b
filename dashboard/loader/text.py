"""Bytes of a file -> its text, with `\\n` line ends, and notes about what had to be assumed or repaired."""

import codecs
import re

from dashboard.loader.problems import Notes, SkipFileError

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROL_BYTES = bytes([*range(9), *range(14, 27), *range(28, 32)])
_PRINTED = bytes(range(33, 127))
# Everything in ASCII becomes a space: what is left of a text are its runs of other characters.
_ONLY_OTHERS = bytes(byte if byte >= 0x80 else 0x20 for byte in range(256))
_SMALL_LETTERS = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿ")
_NOT_ALONE = frozenset("ÃÂŒœ\ufeff")
_MOST_KEPT = 10_000
_SUSPECT = re.compile("[^\x00-\x7f]{2}|[\x80-\x9fÃÂŒœ]")


def decode(data: bytes, notes: Notes) -> str:
    """The text of a file. UTF-8 (with or without BOM), UTF-16 with BOM, else Windows-1252 with a notice.

    Mojibake (`ge√Øntegreerde`) is repaired line by line where ftfy is sure of it; curly quotes stay as they are.
    Raises SkipFileError `not_text` for binary content.
    """
    # Without its ASCII a file is a few short runs of other characters, met before: then all that follows is needless.
    if _harmless.issuperset(data.translate(None, _PRINTED).split()) and b"\r" not in data:
        try:
            return data.decode()
        except UnicodeDecodeError:  # they only looked whole without what stands between them
            pass
    text = _decode(data, notes)
    if len(data.translate(None, _CONTROL_BYTES)) < len(data) and _is_binary(text):
        raise SkipFileError("not_text")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _repair(text, notes) if not text.isascii() and may_be_mojibake(text) else text


def _is_binary(text: str) -> bool:
    return "\x00" in text or len(_CONTROL.findall(text[:10_000])) * 20 > len(text[:10_000])


def may_be_mojibake(text: str) -> bool:
    """Is it worth asking ftfy? Never False for a text with a line that `ftfy.is_bad` finds bad.

    Mojibake shows as two characters beyond ASCII in a row, or as one of a few. Small letters in a row (`één`) are none.
    """
    data = text.encode("utf-8", "surrogatepass")
    if _are_harmless(data.translate(None, _PRINTED).split()):  # those of one word together, which takes less time
        return False
    return not _are_harmless(data.translate(_ONLY_OTHERS).split())


def _are_harmless(runs: list[bytes]) -> bool:
    for run in set(runs) - _harmless:
        characters = run.decode("utf-8", "surrogatepass")
        alone = len(characters) == 1 and characters > "\x9f" and characters not in _NOT_ALONE
        if not alone and not _SMALL_LETTERS.issuperset(characters):
            return False
        if len(_harmless) < _MOST_KEPT:
            _harmless.add(run)
    return True


_harmless: set[bytes] = set()  # runs seen before


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
    done, number, counted = -1, 0, 0  # `number`: of the line that begins at `counted`
    for suspect in _SUSPECT.finditer(text):
        if suspect.start() <= done:
            continue
        start = text.rfind("\n", 0, suspect.start()) + 1
        done = text.find("\n", suspect.start()) % (len(text) + 1)  # -1, no further line, becomes the text's end
        line = text[start:done]
        if not may_be_mojibake(line) or not is_bad(line):  # the first takes a tenth of the time
            continue
        fixed = _repair_line(line)
        if fixed != line:
            number, counted = number + text.count("\n", counted, start), start
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
