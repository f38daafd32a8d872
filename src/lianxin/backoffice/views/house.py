"""The door of 管理, the table of roles, the state of this installation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianxin.access.views_support import allowed
from lianxin.backoffice.condition import examine, facts
from lianxin.backoffice.permissions import table
from lianxin.backoffice.rules import VIEW_INSTALLATION, VIEW_ROLES


@allowed(VIEW_ROLES)
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Which role may do what: the tables the checks themselves read."""
    return render(request, "backoffice/roles.html", {"sections": table()})


@allowed(VIEW_INSTALLATION)
@require_safe
def installation(request: HttpRequest) -> HttpResponse:
    """Version, data folder, database, and what the doctor says."""
    return render(request, "backoffice/installation.html", {"facts": facts(), "findings": examine()})
