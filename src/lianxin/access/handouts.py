"""The way from a list to the page that makes sheets of it."""

from django.http import QueryDict
from django.urls import reverse

from lianxin.access.scope import can
from lianxin.declare.handouts import HandoutSource, handout_page
from lianxin.ui.parts import PAGE_KEYS


def handouts_url(user: object, source: HandoutSource, query: QueryDict) -> str:
    """The page for the list as it is narrowed just now; "" for who may not take it home."""
    page = handout_page()
    if page is None or not (can(user, page.action) and can(user, source.action)):
        return ""
    kept = query.copy()
    for key in PAGE_KEYS:
        kept.pop(key, None)
    address = reverse(page.url_name, args=[source.name, page.first_kind])
    return f"{address}?{kept.urlencode()}" if kept else address
