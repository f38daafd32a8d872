"""The public address: until one is set, no web address and no QR code is printed for outsiders.

Whoever prints for members, residents or units asks :func:`public_link`; when it answers "", the telephone and the
thing's number stand in its place (``orgs.queries.reach_of`` gives both). What is for insiders on the office's own
network, such as a slip, may print the local address and must say so.
"""

import ipaddress
from urllib.parse import urlsplit

from lianxin.audit.work import Entry, unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.kernel import clock
from lianxin.kernel.text import tidy_text
from lianxin.parameters.models import PublicAddress

HOW = "写成 https://某某.cn 这样，不带后面的路径。"


def public_address() -> str:
    """The address in force without a slash at its end; "" as long as none is set."""
    row = PublicAddress.objects.order_by("-recorded_at", "-id").values_list("address", flat=True).first()
    return row or ""


def public_link(path: str) -> str:
    """The full address of a page for outsiders; "" as long as no public address is set."""
    address = public_address()
    return f"{address}{path}" if address else ""


def set_public_address(*, address: str, actor: Actor, once: str = "") -> str:
    """From now on outsiders are sent to ``address``; "" takes it back. The address as kept.

    Raises ``RuleError`` for what is no address or cannot be reached from outside.
    """
    new = checked_address(address)
    with unit_of_work(actor, once=once) as work:
        old = public_address()
        if old == new:
            return new
        PublicAddress.objects.create(address=new, recorded_at=clock.now(), recorded_by=actor.name[:100])
        work.record(Entry("parameters.set_public_address", changes={"public_address": [old, new]}))
    return new


def checked_address(text: str) -> str:
    """A public address as it is kept, "" for blank. Raises ``RuleError``."""
    text = tidy_text(text).rstrip("/")
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise RuleError(f"这不像网址。{HOW}", "address") from error
    whole = parts.scheme in {"http", "https"} and host and not (parts.path or parts.query or parts.fragment)
    if not whole or "@" in parts.netloc or len(text) > 200 or any(c.isspace() for c in text):
        raise RuleError(f"这不像网址。{HOW}", "address")
    if not _is_public(host):
        raise RuleError(f"“{host}”从外面打不开，只在本机或办公室的网络里有用。没有对外的网址就空着。", "address")
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{f':{port}' if port else ''}"


def _is_public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".lan", ".internal", ".localhost"))
