"""The link in a pack, back to the dashboard."""

from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from urllib.parse import urlencode, urlsplit

from dashboard.context import Context

WEB = ("http://", "https://")


def link_back(base: str, context: Context) -> str:
    """The dashboard as this pack has it, also when it is opened later: its day, filters and language."""
    return link_to(base, context.query() | {"as_of": [context.as_of.isoformat()], "lang": [context.words.language]})


def link_to(base: str, query: Mapping[str, Sequence[str]]) -> str:
    """The dashboard at this address with this query; empty where the address is none of the web."""
    base = base.strip()
    try:
        parts = urlsplit(base)
    except ValueError:
        return ""
    if not base.startswith(WEB):
        return ""
    both = "&".join(filter(None, (parts.query, urlencode(query, doseq=True))))
    return parts._replace(path=parts.path.rstrip("/") + "/", query=both, fragment="").geturl()


def only_here(address: str) -> bool:
    """Does this address lead nowhere from another machine?"""
    host = urlsplit(address).hostname or ""
    try:
        found = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return found.is_loopback or found.is_unspecified
