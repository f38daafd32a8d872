"""Where a request comes from."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = ""
_FORWARDED = frozenset({"X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via"})
"""Headers that a proxy leaves, spelled as Django does."""


def client_address(request: HttpRequest) -> str:
    """The visitor's network address; with trusted proxies the one the outermost of them saw.

    Entries of ``X-Forwarded-For`` before the trusted ones are the visitor's own words and never used.
    """
    count: int = settings.TRUSTED_PROXIES
    if count:
        seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        if len(seen) >= count:
            return _tidy(seen[-count])
    return _tidy(request.META.get("REMOTE_ADDR", ""))


def _tidy(text: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return UNKNOWN
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(address)


def network_of(address: str) -> str:
    """What counts as one sender: the address itself, for IPv6 its /64 (one household or office)."""
    if ":" not in address:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)


def from_this_machine(request: HttpRequest) -> bool:
    """Whether the browser runs on the computer the server runs on.

    A forwarded request without a trusted proxy may come from anywhere, so it never counts.
    """
    if not settings.TRUSTED_PROXIES and not _FORWARDED.isdisjoint(request.headers):
        return False
    address = client_address(request)
    return bool(address) and ipaddress.ip_address(address).is_loopback
