"""The page of one member, its print, and what is masked on it."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lianxin.access.scope import Scope, scope_of
from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, user_of
from lianxin.declare.errors import RuleError
from lianxin.documents.errors import DocumentError
from lianxin.kernel import clock
from lianxin.party import actions, queries, showing
from lianxin.party.models import Member
from lianxin.party.queries import members_visible_to
from lianxin.party.rules import APPOINT, CHANGE, REVEAL_ID_NUMBER, SEE_TELEPHONES, VIEW
from lianxin.residents.showing import reach_context
from lianxin.ui.parts import Link


def visible_member(request: HttpRequest, pk: uuid.UUID, code: str = VIEW) -> Member:
    """The member with the person and the place, for writing with the community; Http404 outside the user's scope."""
    rows = members_visible_to(request.user, code).select_related("person", "organisation", "group")
    return get_visible_or_404(rows if code == VIEW else rows.select_related("community__organisation"), pk)


@require_GET
@allowed(VIEW)
def me(request: HttpRequest) -> HttpResponse:
    """A member's way to his own page."""
    own = queries.own_member_of(user_of(request))
    if own is None:
        raise Http404
    return redirect("party:member", pk=own.pk)


@require_GET
@allowed(VIEW)
@never_cache
def member(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One member: the record, the dated facts, offices, changes, corrections."""
    return _page(request, visible_member(request, pk), {})


@require_GET
@allowed(VIEW)
@never_cache
def member_print(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One member on paper, in large type; what is masked stays masked."""
    row = visible_member(request, pk)
    return render(
        request,
        "party/member_print.html",
        {
            "member": row,
            "large": True,
            "back_url": row_url(row),
            "today": clock.today(),
            "standing": showing.standing_facts(row, clock.today()),
            "facts": showing.print_facts(row),
            "aspects": showing.aspect_lines(row, queries.facts_of(row)),
            "offices": showing.office_lines(queries.offices_of(row)),
        },
    )


@require_POST
@allowed(VIEW)
@never_cache
def member_pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The same as a file to print and to file; the trail knows."""
    row = visible_member(request, pk)
    try:
        made = actions.print_record(member=row, actor=actor_of(request))
    except DocumentError as problem:
        messages.error(request, str(problem))
        return redirect(row_url(row))
    named = content_disposition_header(as_attachment=True, filename=f"党员登记_{row.person.name}.pdf")
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": named or "attachment"})


@require_POST
@allowed(SEE_TELEPHONES)
@never_cache
def telephone(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The page with one telephone in clear, this once; the trail knows."""
    row = visible_member(request, pk, SEE_TELEPHONES)
    field = request.POST.get("field", "")
    try:
        shown = actions.see_telephone(member=row, field=field, actor=actor_of(request))
    except RuleError as error:
        messages.error(request, error.message)
        return redirect(row_url(row))
    return _page(request, row, {field: shown})


@require_POST
@allowed(REVEAL_ID_NUMBER)
@never_cache
def id_number(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The page with the identity number in clear, this once, for a reason; the trail knows."""
    row = visible_member(request, pk, REVEAL_ID_NUMBER)
    try:
        shown = actions.reveal_id_number(
            member=row, reason=request.POST.get("reason", "")[:200], actor=actor_of(request)
        )
    except RuleError as error:
        messages.error(request, error.message)
        return redirect(row_url(row))
    return _page(request, row, {"id_number": shown})


def row_url(row: Member) -> str:
    """The page of a member."""
    return reverse("party:member", args=[row.pk])


def _page(request: HttpRequest, row: Member, revealed: dict[str, str]) -> HttpResponse:
    user = user_of(request)
    may = {
        name: scope_of(user, code).covers(row.path)
        for name, code in {
            "change": CHANGE,
            "appoint": APPOINT,
            "telephone": SEE_TELEPHONES,
            "id_number": REVEAL_ID_NUMBER,
        }.items()
    }
    own = _is_own(scope_of(user, VIEW), row)
    return render(
        request,
        "party/member.html",
        {
            "member": row,
            "may": may,
            "own": own,
            "revealed": revealed,
            "numbers": {},
            **reach_context(user, row.person, stands=row.path),
            "crumbs": [] if own else [Link("党员名单", reverse("party:members"))],
            "missing": showing.missing_labels(row),
            "standing": showing.standing_facts(row, clock.today()),
            "key_facts": showing.key_facts(row),
            "groups": showing.record_groups(row, all_of_them=may["change"], care=may["change"] or own),
            "aspects": showing.aspect_lines(row, queries.facts_of(row)),
            "affiliations": showing.affiliation_events(queries.affiliations_of(row)),
            "offices": showing.office_lines(queries.offices_of(row)),
            "changes": showing.change_events(queries.changes_of(row)),
            "traces": showing.trace_events(queries.traces_of(row)) if may["change"] else [],
        },
    )


def _is_own(scope: Scope, row: Member) -> bool:
    return row.person_id in scope.ids(queries.PERSON) and not scope.covers(row.path)
