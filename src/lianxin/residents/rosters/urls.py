"""Addresses of bringing in rosters of one kind; the app's own addresses take them in below each list."""

from typing import Any

from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.access.views_support import allowed
from lianxin.residents.rosters.addresses import name_of
from lianxin.residents.rosters.kinds import Kind
from lianxin.residents.rosters.registry import KINDS
from lianxin.residents.rosters.views import Pages

_FORM = require_http_methods(["GET", "POST"])
_ROUTES: tuple[tuple[str, str, Any], ...] = (
    ("", "rosters", require_safe),
    ("new/", "new", _FORM),
    ("template/", "template", require_safe),
    ("<uuid:pk>/", "roster", require_safe),
    ("<uuid:pk>/columns/", "columns", _FORM),
    ("<uuid:pk>/progress/", "progress", require_safe),
    ("<uuid:pk>/commit/", "commit", require_POST),
    ("<uuid:pk>/discard/", "discard", require_POST),
    ("<uuid:pk>/errors/", "errors", require_POST),
    ("<uuid:pk>/take-back/", "take_back", _FORM),
)


def _patterns(kind: Kind) -> list[URLPattern]:
    pages = Pages(kind)
    return [
        path(
            f"{kind.code}/rosters/{route}",
            method(allowed(kind.action)(getattr(pages, page))),
            name=name_of(kind.code, page, full=False),
        )
        for route, page, method in _ROUTES
    ]


urlpatterns = [pattern for kind in KINDS.values() for pattern in _patterns(kind)]
