"""Serves the pages: Streamlit on one address, with the program's own settings, from a checkout and a wheel alike."""

import errno
import logging
import os
import signal
import socket
import sys
import tomllib
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from dashboard.errors import DashboardError
from dashboard.first_page import GROUPS, first_page
from dashboard.report import shown
from dashboard.resources import STREAMLIT_CONFIG

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, PlainTextResponse

    from dashboard.live import Live

log = logging.getLogger("dashboard")

APP = Path(__file__).parent / "app.py"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(live: "Live", port: int, address: str) -> None:
    """Serve `live` until Ctrl-C or SIGTERM. Starting it and its first load come before this."""
    import streamlit as st
    from starlette.routing import Route

    live.editable = only_here(address)
    # Streamlit puts the folder of sys.argv[0] in front of sys.path: better the one that holds this package.
    sys.argv = [str(APP.parent.parent / "editorial-dashboard")]
    signal.signal(signal.SIGTERM, _stop)
    names = ("", *(name for group in GROUPS.values() for name in group))
    app = st.App(
        APP,
        routes=[Route("/healthz", _healthz), *(Route(f"/{name}", _first_page) for name in names)],
        lifespan=lambda _: _announce(f"Serving {shown(live.content)} on {url(address, port)} (Ctrl-C stops it)."),
        on_script_error=on_script_error,
    )
    try:
        app.run(config=streamlit_options(port, address))
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
    finally:
        live.stop()


def prepare_logs() -> None:
    """Our own lines with the time; of the server's only warnings; of a failed page no second account."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", datefmt="%H:%M:%S"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
    logging.getLogger("uvicorn.error").addFilter(lambda record: record.levelno >= logging.WARNING)
    if os.environ.get("DASHBOARD_DEBUG") != "1":
        logging.getLogger("streamlit.error_util").addFilter(lambda record: record.exc_info is None)


def check_port(port: int, address: str) -> None:
    """Raises DashboardError, with a port that is free, when `port` cannot be bound."""
    problem = _bind(port, address)
    if problem is None:
        return
    if problem in (errno.EADDRINUSE, errno.EACCES):
        key = "port_in_use" if problem == errno.EADDRINUSE else "port_not_allowed"
        begin = port + 1 if port > 1023 else 8501
        free = next(other for other in (*range(begin, min(begin + 50, 65536)), 0) if _bind(other, address) is None)
        raise DashboardError(key, port=port, free=free)
    raise DashboardError("address_elsewhere", address=address)


def url(address: str, port: int) -> str:
    """Where a browser on this machine finds the pages."""
    host = "localhost" if address in (*LOOPBACK, "0.0.0.0", "::") else address
    return f"http://{host}:{port}"


def streamlit_options(port: int, address: str) -> dict[str, Any]:
    """The values of .streamlit/config.toml by dotted name, and what the command line says."""
    options = dict(_flatten(tomllib.loads(STREAMLIT_CONFIG.read_text(encoding="utf-8"))))
    options |= {"server.port": port, "server.address": address, "logger.hideWelcomeMessage": True}
    options["logger.enableRich"] = False
    if only_here(address):
        options["server.allowedHosts"] = list(LOOPBACK)  # no other name may lead here: a page elsewhere could give one
    return options


def only_here(address: str) -> bool:
    """Is no other machine served, neither directly nor through a proxy with a name of its own?"""
    return address in LOOPBACK and "STREAMLIT_SERVER_ALLOWED_HOSTS" not in os.environ


def on_script_error(error: Exception) -> bool:
    """One line on stderr and one sentence on the page, in place of a traceback. Tells Streamlit to add nothing."""
    import streamlit as st

    from dashboard.live import current
    from dashboard.views.context import language
    from dashboard.words import escape_markdown, words

    reader = words(language(current().settings()))
    if isinstance(error, DashboardError):
        log.warning("%s", error)
        st.error(escape_markdown(error.sentence(reader)))
        return True
    what = type(error).__name__
    own = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(APP.parent)
    ]
    if own:
        what += f", {Path(own[-1].filename).name}:{own[-1].lineno}"
    log.error("A page failed (%s): %s", what, " ".join(str(error).split()))
    st.error(reader.markdown("page.failed", what=what))
    return True


async def _first_page(_: "Request") -> "HTMLResponse":
    from starlette.responses import HTMLResponse

    return HTMLResponse(first_page(), headers={"Cache-Control": "no-cache"})


async def _healthz(_: "Request") -> "PlainTextResponse":
    from starlette.responses import PlainTextResponse

    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


@asynccontextmanager
async def _announce(text: str) -> AsyncIterator[None]:
    """Says the address when the pages can be asked for, not before."""
    print(text, flush=True)
    yield


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _bind(port: int, address: str) -> int | None:
    """None, or the errno that says why not."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server will
        try:
            probe.bind((address, port))
        except socket.gaierror:
            return errno.EADDRNOTAVAIL
        except OSError as error:
            return error.errno
    return None


def _flatten(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value
