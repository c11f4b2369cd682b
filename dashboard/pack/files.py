"""A pack as a file: which kinds there are, and how one gets to its place."""

import os
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from dashboard.errors import DashboardError
from dashboard.pack.document import Pack

MIME = {
    "html": "text/html",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

_NEEDS = {"html": ("vl_convert",), "pdf": ("vl_convert", "typst"), "pptx": ("vl_convert", "pptx")}


def available(suffix: str) -> bool:
    """Is all there that this kind of file is made with? It comes with the extra `pack`."""
    return all(map(find_spec, _NEEDS[suffix]))


def renderer(suffix: str) -> Callable[[Pack], bytes]:
    """It raises DashboardError where the extra `pack` is not installed."""
    render: Callable[[Pack], bytes] = import_module(f"dashboard.pack.{suffix}").render
    return render


def renderer_of(file: Path) -> Callable[[Pack], bytes]:
    """Raises DashboardError when the file's name says no kind that a pack can be."""
    suffix = file.suffix.lower().removeprefix(".")
    if suffix not in MIME:
        raise DashboardError("pack_suffix", file=file, known=", ".join(f".{known}" for known in MIME))
    return renderer(suffix)


def replace_file(file: Path, content: bytes) -> None:
    """The whole of it in its place, or what was there before. Raises DashboardError when it cannot be written."""
    half = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        half.write_bytes(content)
        half.replace(file)
    except OSError as error:
        with suppress(OSError):
            half.unlink()
        raise DashboardError("file_not_written", file=file, reason=error.strerror) from None
