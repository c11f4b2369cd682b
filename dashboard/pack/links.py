"""The link in a pack, back to the dashboard."""

from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from urllib.parse import urlencode, urlsplit

WEB = ("http://", "https://")


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
