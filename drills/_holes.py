"""The product's addresses and some with holes in them, to prove that the drill of injections finds holes."""

from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path

from lianxin.access.models import User
from lianxin.config.urls import urlpatterns as own

HOLES = {
    "sql": "语句",
    "order": "排序",
    "lookup": "条件",
    "template": "模板",
    "file": "路径",
    "error": "答复 500",
    "redirect": "引到别处",
}
"""Each hole, and the word in the fault that must be told of it."""


def _said(value: Any) -> HttpResponse:  # noqa: ANN401
    return HttpResponse(str(value))


@login_not_required
def sql(request: HttpRequest) -> HttpResponse:
    """A text put together."""
    with connection.cursor() as cursor:
        try:
            cursor.execute(f"SELECT name FROM access_user WHERE name = '{request.GET.get('q', '')}'")  # noqa: S608
        except Exception:  # noqa: BLE001 (a hole that hides its errors)
            return _said("")
        return _said(cursor.fetchall())


@login_not_required
def order(request: HttpRequest) -> HttpResponse:
    """Ordered by whatever is asked for."""
    try:
        return _said(list(User.objects.order_by(request.GET.get("sort", "pk")).values_list("name")))
    except Exception:  # noqa: BLE001
        return _said("")


@login_not_required
def lookup(request: HttpRequest) -> HttpResponse:
    """Narrowed by whatever is asked for."""
    try:
        return _said(User.objects.filter(**request.GET.dict()).count())
    except Exception:  # noqa: BLE001
        return _said("")


@login_not_required
def template(request: HttpRequest) -> HttpResponse:
    """What is typed is a template."""
    try:
        return _said(Template(request.GET.get("q", "")).render(Context()))
    except Exception:  # noqa: BLE001
        return _said("")


@login_not_required
def file(request: HttpRequest) -> HttpResponse:
    """A file of that name."""
    try:
        return _said((Path("/srv") / request.GET.get("name", "x")).read_text())
    except (OSError, ValueError):
        return _said("")


@login_not_required
def error(request: HttpRequest) -> HttpResponse:
    """Believes that a number is typed."""
    return _said(int(request.GET.get("page", "1")))


@login_not_required
def redirect(request: HttpRequest) -> HttpResponse:
    """Goes wherever it is told."""
    response = HttpResponse(status=302)
    response["Location"] = request.GET.get("next", "/").replace("\r", "").replace("\n", "")
    return response


urlpatterns = [*own, *(path(f"hole/{name}/", globals()[name], name=f"hole-{name}") for name in HOLES)]
