"""The list of members, and the exact look-up of a number."""

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lianxin.access.handouts import handouts_url
from lianxin.access.scope import can, scope_of
from lianxin.access.views_support import allowed, user_of
from lianxin.party import queries, showing
from lianxin.party.forms import narrowing
from lianxin.party.handouts import MEMBERS
from lianxin.party.rules import CHANGE, IMPORT_ROSTER, VIEW
from lianxin.ui.paging import asked_page, paging_links

LONGEST_QUERY = 64


@require_GET
@allowed(VIEW)
def members(request: HttpRequest) -> HttpResponse:
    """The members in scope by name: filtered, searched, jumped into by initial."""
    user = user_of(request)
    scope = scope_of(user, VIEW)
    if not scope.paths:
        return redirect("party:me")
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    found = queries.search_members(user, query) if query else None
    places = queries.places_in(scope)
    filters, box = narrowing(places, request.GET)
    rows = queries.member_list(scope, replace(filters, found=found), places)
    page = asked_page(rows, request.GET)
    return render(
        request,
        "party/members.html",
        {
            "filters": box,
            "query": query,
            "cut": found is not None and len(found) >= queries.FOUND_AT_MOST,
            "lines": showing.list_lines(page.rows),
            "paging": paging_links(page, request, initials=True),
            "narrowed": any(value for key, value in request.GET.items() if key not in {"after", "before", "initial"}),
            "handouts_url": handouts_url(user, MEMBERS, request.GET),
            "may_change": can(user, CHANGE),
            "may_import": can(user, IMPORT_ROSTER),
        },
    )


@require_POST
@allowed(VIEW)
def look_up(request: HttpRequest) -> HttpResponse:
    """The search box: a number leads straight to its member, so that it never stands in an address; words search."""
    query = request.POST.get("q", "").strip()[:LONGEST_QUERY]
    if queries.looks_like_number(query):
        member = queries.look_up_number(user_of(request), query)
        if member is not None:
            return redirect("party:member", pk=member.pk)
        messages.info(request, "您能看到的党员里，没有登记这个号码的人。")
        return redirect("party:members")
    address = reverse("party:members")
    return redirect(f"{address}?{urlencode({'q': query})}" if query else address)
