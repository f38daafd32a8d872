"""Pages of bulk changes."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from lianxin.access.scope import scope_of
from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, new_once, once_of, user_of
from lianxin.audit.work import AlreadyDoneError
from lianxin.declare.errors import RuleError
from lianxin.jobs.models import Job
from lianxin.jobs.running import run_job
from lianxin.orgs.models import Community
from lianxin.party import queries as party
from lianxin.party import showing as party_showing
from lianxin.party.bulk import queries, showing
from lianxin.party.bulk.committing import AT_ONCE, ask_for_commit
from lianxin.party.bulk.fields import label_of
from lianxin.party.bulk.forms import ALL, ValueForm, WhoForm, ticked
from lianxin.party.bulk.staging import MOST, discard_bulk, leave_out, stage_bulk
from lianxin.party.bulk.taking_back import ask_to_take_back, why_not
from lianxin.party.forms import narrowing
from lianxin.party.models import BulkChange
from lianxin.party.models.bulk import BulkState
from lianxin.party.rules import BULK
from lianxin.party.views.telling import do_and_tell
from lianxin.ui.paging import asked_page, paging_links
from lianxin.ui.parts import Link

LONGEST_QUERY = 64


@require_GET
@allowed(BULK)
def bulks(request: HttpRequest) -> HttpResponse:
    """What was changed for many, the latest first."""
    page = asked_page(queries.bulks_visible_to(request.user), request.GET, keys=queries.LATEST)
    context = {"events": showing.events(page.rows), "paging": paging_links(page, request), "crumbs": _crumbs()[:1]}
    return render(request, "party/bulk/bulks.html", context)


@require_http_methods(["GET", "POST"])
@allowed(BULK)
def new(request: HttpRequest) -> HttpResponse:
    """Whom and which field; then the value; then the preview. Nothing is changed here."""
    community = queries.community_to_change(request.user)
    if community is None:
        raise Http404
    rows, narrowed = _members(request, community)
    who = WhoForm(request.POST if request.method == "POST" else None)
    chosen = request.POST.getlist("member")
    if who.is_bound and who.is_valid():
        if who.cleaned_data["who"] == ALL or ticked(chosen):
            return _value(request, community, rows, who)
        who.add_error(None, "请先勾选要改的人，或者选“符合条件的全部”。")
    page = asked_page(rows, request.GET, size=showing.SIZE)
    context = {
        "form": who,
        "lines": party_showing.list_lines(page.rows),
        "chosen": chosen,
        "paging": paging_links(page, request),
        "narrowed": narrowed,
        "crumbs": _crumbs()[:1],
    }
    return render(request, "party/bulk/new.html", context)


def _members(request: HttpRequest, community: Community) -> tuple[Any, bool]:
    """The rows of the list as it is narrowed in the address, and whether it is."""
    user = user_of(request)
    scope = scope_of(user, BULK)
    places = party.places_in(scope)
    filters, _ = narrowing(places, request.GET)
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    found = party.search_members(user, query) if query else None
    rows = party.member_list(scope, replace(filters, found=found), places).filter(community=community)
    return rows, any(value for key, value in request.GET.items() if key not in {"after", "before", "initial"})


def _value(request: HttpRequest, community: Community, rows: Any, who: WhoForm) -> HttpResponse:  # noqa: ANN401 - as ``member_list``
    """Ask for the value; when it comes, lay the change out."""
    field, everybody = who.cleaned_data["field"], who.cleaned_data["who"] == ALL
    chosen = [] if everybody else request.POST.getlist("member")
    said = request.POST if "said" in request.POST else None
    form = ValueForm(said, field=field, places=party.places_of(community))
    if form.is_bound and form.is_valid():
        picked = rows if everybody else rows.filter(pk__in=ticked(chosen))
        members = list(picked.order_by("name_key", "id").values_list("pk", flat=True)[: MOST + 1])
        try:
            bulk = stage_bulk(
                community=community,
                members=members,
                wanted=form.wanted(),
                actor=actor_of(request),
                once=once_of(request),
            )
        except AlreadyDoneError as earlier:
            return redirect("party:bulk", pk=earlier.result) if earlier.result else redirect("party:bulks")
        except RuleError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            return redirect("party:bulk", pk=bulk.pk)
    context = {
        "form": form,
        "label": label_of(field),
        "hidden": [("who", who.cleaned_data["who"]), ("field", field), ("said", "yes")],
        "chosen": chosen,
        "back": request.get_full_path(),
        "crumbs": _crumbs()[:1],
        "once": new_once(),
    }
    return render(request, "party/bulk/value.html", context)


@require_GET
@allowed(BULK)
def bulk(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One change: what it would do member by member, is doing, or has done."""
    row = get_visible_or_404(queries.bulks_visible_to(request.user), pk)
    work = showing.work_on(row)
    gone = row.state == BulkState.DISCARDED
    context = {
        "bulk": row,
        "label": label_of(row.field),
        "facts": showing.facts_of(row),
        "work": work,
        "listing": None if gone else showing.listing(row, request),
        "waits": row.state == BulkState.PREVIEW,
        "committed": row.state == BulkState.COMMITTED,
        "crumbs": _crumbs(),
        "once": new_once(),
    }
    return render(request, "party/bulk/bulk.html", context)


@require_GET
@allowed(BULK)
def progress(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """How far the work is, for the part of the page that asks every second; at its end the whole page anew."""
    row = get_visible_or_404(queries.bulks_visible_to(request.user), pk)
    work = showing.work_on(row)
    if not getattr(request, "htmx", False):
        return redirect("party:bulk", pk=pk)
    if work is None or work.failed:
        return HttpResponseClientRefresh()
    return render(request, "party/bulk/_progress.html", {"bulk": row, "work": work})


@require_POST
@allowed(BULK)
def without(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take ticked members out of the change."""
    row = get_visible_or_404(queries.bulks_visible_to(request.user), pk)
    rows = ticked(request.POST.getlist("row"))
    return _done(request, row, lambda: leave_out(bulk=row, rows=rows, actor=actor_of(request)), "去掉了，这些人不改。")


@require_POST
@allowed(BULK)
def commit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Make the change: at once for few, in the background for many."""
    row = get_visible_or_404(queries.bulks_visible_to(request.user), pk)
    return _done(request, row, lambda: _run(ask_for_commit(bulk=row, actor=actor_of(request), once=once_of(request))))


@require_POST
@allowed(BULK)
def discard(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put the change aside."""
    row = get_visible_or_404(queries.bulks_visible_to(request.user), pk)
    return _done(
        request,
        row,
        lambda: discard_bulk(bulk=row, actor=actor_of(request), once=once_of(request)),
        "放弃了，登记簿没有任何改动。",
    )


@require_http_methods(["GET", "POST"])
@allowed(BULK)
def take_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Undo the whole change: ask once more, say why when it cannot be."""
    row = get_visible_or_404(queries.bulks_visible_to(request.user), pk)
    if request.method == "POST":
        return _done(
            request, row, lambda: _run(ask_to_take_back(bulk=row, actor=actor_of(request), once=once_of(request)))
        )
    if reason := why_not(row):
        messages.error(request, reason)
        return redirect("party:bulk", pk=pk)
    context = {
        "heading": f"整批撤回：{label_of(row.field)}",
        "text": "改过的人都恢复到修改以前的样子，当时登记的日期和经历也一样。",
        "submit": "整批撤回",
        "tone": "danger",
        "cancel_url": reverse("party:bulk", args=[pk]),
        "once": new_once(),
    }
    return render(request, "ui/confirm.html", context)


def _run(job: Job) -> None:
    """Few are done while the page waits; the worker finds the job should this process die."""
    if job.total <= AT_ONCE:
        run_job(job.pk)


def _done(request: HttpRequest, row: BulkChange, act: Callable[[], object], told: str = "") -> HttpResponse:
    """Do it, say so or say why not, and back to the change's page."""
    do_and_tell(request, act, told)
    return redirect("party:bulk", pk=row.pk)


def _crumbs() -> list[Link]:
    return [Link("党员名单", reverse("party:members")), Link("批量修改", reverse("party:bulks"))]
