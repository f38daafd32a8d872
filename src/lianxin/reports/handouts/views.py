"""The page on which a list becomes a sheet."""

import io
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lianxin.access.scope import Scope, scope_of
from lianxin.access.views_support import actor_of, allowed, user_of
from lianxin.declare.errors import RuleError
from lianxin.declare.handouts import MOST_ON_HANDOUTS, HandoutSource, handout_source
from lianxin.documents.errors import DocumentError
from lianxin.kernel import clock
from lianxin.orgs.queries import home_community
from lianxin.reports.handouts.actions import make_handout
from lianxin.reports.handouts.forms import HandoutForm
from lianxin.reports.handouts.kinds import KINDS, HandoutKind
from lianxin.reports.queries import organisations_of
from lianxin.reports.rules import EXPORT, common
from lianxin.ui.parts import Link


@require_http_methods(["GET", "POST"])
@allowed(EXPORT)
def handout(request: HttpRequest, source: str, kind: str) -> HttpResponseBase:
    """Choose what stands on the sheet; the answer to the form is the file."""
    listed, scope = _listed_or_404(request, source)
    if kind not in KINDS:
        raise Http404
    wanted = KINDS[kind]
    user = user_of(request)
    rows = list(listed.rows(user, scope, request.GET))
    told = listed.told(scope, request.GET)
    form = HandoutForm(
        request.POST if request.method == "POST" else None,
        source=listed,
        kind=wanted,
        initial=_initial(listed, wanted, scope),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = make_handout(
                source=listed,
                kind=wanted,
                scope=scope,
                rows=rows,
                told=told,
                chosen=form.cleaned_data,
                actor=actor_of(request),
            )
        except (RuleError, DocumentError) as refusal:
            form.add_error(None, str(refusal))
        else:
            return _as_file(made, form.cleaned_data.get("title") or f"{listed.title}{wanted.title}")
    back = f"{reverse(listed.back)}?{request.GET.urlencode()}" if request.GET else reverse(listed.back)
    return render(
        request,
        "reports/handout.html",
        {
            "source": listed,
            "kind": wanted,
            "form": form,
            "tabs": _tabs(request, listed, wanted),
            "crumbs": [Link(listed.title, back)],
            "back": back,
            "count": min(len(rows), MOST_ON_HANDOUTS),
            "cut": len(rows) > MOST_ON_HANDOUTS,
            "without_address": sum(not row.address for row in rows) if wanted.addressed else 0,
            "told": told,
        },
        status=400 if form.errors else 200,
    )


def _listed_or_404(request: HttpRequest, name: str) -> tuple[HandoutSource, Scope]:
    """The list and the part of it the user may take home; a foreign and a missing one answer alike."""
    listed = handout_source(name)
    if listed is None:
        raise Http404
    scope = common(scope_of(request.user, EXPORT), scope_of(request.user, listed.action))
    if not scope.paths:
        raise Http404
    return listed, scope


def _initial(listed: HandoutSource, kind: HandoutKind, scope: Scope) -> dict[str, Any]:
    home = home_community()
    first = next(iter(organisations_of(scope)), None)
    sender = home.name if home is not None else first.name if first is not None else ""
    return {
        "title": f"{clock.today().month}月{listed.title}{kind.title}",
        "columns": [name for name, _ in listed.columns[:1]],
        "blank_rows": 3,
        "layout": "3x8",
        "envelope": "dl",
        "sender": sender,
        "large": True,
        "boxes": True,
    }


def _tabs(request: HttpRequest, listed: HandoutSource, chosen: HandoutKind) -> list[Link]:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return [
        Link(kind.title, reverse("reports:handout", args=[listed.name, kind.code]) + query, current=kind is chosen)
        for kind in KINDS.values()
    ]


def _as_file(made: bytes, name: str) -> FileResponse:
    return FileResponse(io.BytesIO(made), as_attachment=True, filename=f"{name}.pdf", content_type="application/pdf")
