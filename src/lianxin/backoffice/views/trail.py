"""The audit trail: looking for entries, reading one, checking the chains."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from lianxin.access.scope import can
from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, user_of
from lianxin.audit.queries import NEWEST_FIRST, Wanted
from lianxin.audit.rules import VERIFY, VIEW
from lianxin.backoffice import actions
from lianxin.backoffice.forms import TrailFilter
from lianxin.backoffice.queries import (
    MOST_CHECKED_IN_A_PAGE,
    chains_visible_to,
    entries_visible_to,
    found_entries,
)
from lianxin.backoffice.trail import differences, facts_of, line_of
from lianxin.ui.paging import asked_page, paging_links


@allowed(VIEW)
@require_safe
def entry_list(request: HttpRequest) -> HttpResponse:
    """Who did what, the newest first."""
    form = TrailFilter(request.GET)
    wanted = form.wanted() if form.is_valid() else Wanted()
    page = asked_page(found_entries(user_of(request), wanted), request.GET, keys=NEWEST_FIRST)
    context = {
        "filter": form,
        "lines": [line_of(row) for row in page.rows],
        "paging": paging_links(page, request),
        "may_verify": can(request.user, VERIFY),
    }
    return render(request, "backoffice/trail.html", context)


@allowed(VIEW)
@require_safe
def entry(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One entry with what changed."""
    row = get_visible_or_404(entries_visible_to(user_of(request)), pk)
    context = {"entry": row, "line": line_of(row), "facts": facts_of(row), "differences": differences(row)}
    return render(request, "backoffice/entry.html", context)


@allowed(VERIFY)
@require_safe
def chain_list(request: HttpRequest) -> HttpResponse:
    """The chains with their length and head, to be printed or copied somewhere else."""
    return _chains(request)


@allowed(VERIFY)
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Check the chains now, when they are short enough for a page."""
    user = user_of(request)
    if sum(chain.length for chain in chains_visible_to(user)) > MOST_CHECKED_IN_A_PAGE:
        return _chains(request, too_long=True)
    faults = actions.verify_chains(user=user, actor=actor_of(request))
    return _chains(request, faults=faults, checked=True)


def _chains(request: HttpRequest, **more: object) -> HttpResponse:
    context = {"chains": chains_visible_to(user_of(request)), "most": MOST_CHECKED_IN_A_PAGE, **more}
    return render(request, "backoffice/chains.html", context)
