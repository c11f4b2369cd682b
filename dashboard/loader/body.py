"""The body of an article without its markup, and how many words a reader meets in it."""

import re

# Each pattern stops at the next mark of its kind or at the end of the text: none reads the same place again and again.
_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_SCRIPT = re.compile(r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{(?:[^{}]|\{(?!\{)|\}(?!\}))*\}\}|\{%(?:[^{%]|%(?!\})|\{(?!%))*%\}")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<https?://[^<>\s]*>")
_TARGET = re.compile(r"\]\([^()\n]{0,1000}(?:\([^()\n]{0,1000}\)[^()\n]{0,1000}){0,9}\)")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n]+\]:[^\n]*$|\]\[[^\]\n]*\]", re.MULTILINE)
_ADDRESS = re.compile(r"https?://[^\s<>)\]]+")  # patterns that begin with plain letters are looked for much faster
_BARE_ADDRESS = re.compile(r"\bwww\.[^\s<>)\]]+")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_JOINERS = "'’.,-–/&@+"  # one of these between two letters or digits keeps them one word
_ASCII = bytes(range(128))
_MANY = 1_000  # different characters beyond ASCII: from here on one look at each letter takes less time


def plain_text(body: str) -> str:
    """The prose of a body: no fenced code, comments, scripts, template tags, HTML tags, link targets, addresses.

    The text of a link and the description of an image stay: they are read.
    """
    # One character is looked for many times faster than two.
    if "`" in body or "~" in body:
        body = _FENCED.sub(" ", body)
    if "<" in body:
        body = _TAG.sub(" ", _SCRIPT.sub(" ", _COMMENT.sub(" ", body)))
    if "{" in body:
        body = _TEMPLATE.sub(" ", body)
    if "[" in body:
        start = body.rfind("\n", 0, body.index("[")) + 1
        linked = _TARGET.sub("] ", body[start:])
        body = body[:start] + (_REFERENCE.sub(" ", linked) if "]:" in linked or "][" in linked else linked)
    if "/" in body:
        body = _ADDRESS.sub(" ", body)
    if "www." in body:
        body = _BARE_ADDRESS.sub(" ", body)
    return _ENTITY.sub(" ", body) if "&" in body else body


def count_words(body: str) -> int:
    """Words of the prose: runs of letters and digits, where `AI-tools`, `foto's` and `1.234,5` are one word each.

    Counted in bytes, where every letter or digit becomes `a`, every joiner `'` and all else a space: many times faster
    than a pattern over the text. Beyond ASCII, a character's first byte tells its kind, and the others are left out;
    the characters that are an exception are replaced before.
    """
    text = plain_text(body)
    data = text.encode("utf-8", "surrogatepass")
    others = set(data.translate(None, _ASCII).decode("utf-8", "surrogatepass")) - _regular
    exceptions = {c: kind for c in others if (kind := _kind(c)) != _by_first_byte(c)}
    _regular.update(others - exceptions.keys())
    if len(exceptions) > _MANY:
        data = text.translate({ord(c): kind for c, kind in exceptions.items()}).encode("utf-8", "surrogatepass")
    else:
        for character, kind in exceptions.items():
            data = data.replace(character.encode("utf-8", "surrogatepass"), kind.encode())
    data = b" " + data.translate(_KINDS, _LATER_BYTES).replace(b"''", b"  ")  # two joiners in a row join nothing
    return data.replace(b"'", b"").count(b" a")


def _kind(character: str) -> str:
    return "a" if character.isalnum() else "'" if character in _JOINERS else " "


def _by_first_byte(character: str) -> str:
    return chr(_KINDS[character.encode("utf-8", "surrogatepass")[0]])


# The kind of most characters that begin with a byte. C2 and E2 begin signs (° « – €), F0 mostly pictures.
_KINDS = bytes(
    ord(_kind(chr(byte)) if byte < 0x80 else " " if byte in (0xC2, 0xE2, 0xF0) else "a") for byte in range(256)
)
_regular: set[str] = set()  # characters met before that are of the kind their first byte tells
_LATER_BYTES = bytes(range(0x80, 0xC0))
