"""Members into branches: many out of 待分支部, or one from branch to branch."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lianxin.access.scope import scope_of
from lianxin.access.views_support import actor_of, allowed, new_once, once_of, user_of
from lianxin.audit.work import AlreadyDoneError
from lianxin.declare.errors import RuleError
from lianxin.orgs.editing import ALREADY_DONE, FormPage, answer_form, sent
from lianxin.party import actions, queries, showing
from lianxin.party.forms import BranchAssignmentForm
from lianxin.party.queries import ListFilters, members_visible_to
from lianxin.party.rules import CHANGE
from lianxin.party.views.pages import row_url, visible_member
from lianxin.ui.paging import asked_page, paging_links

PAGE = 100


@require_http_methods(["GET", "POST"])
@allowed(CHANGE)
def branch_assignment(request: HttpRequest) -> HttpResponse:
    """Everybody 待分支部, with a box before each, and one branch for those ticked."""
    user = user_of(request)
    community = queries.communities_to_register_in(user).first()
    places = queries.places_of(community) if community else []
    form = BranchAssignmentForm(request.POST or None, places=places)
    chosen = request.POST.getlist("member")
    if request.method == "POST" and form.is_valid() and (done := _assign(request, form, chosen)):
        messages.success(request, done)
        return redirect("party:branch_assignment")
    scope = scope_of(user, CHANGE)
    page = asked_page(queries.member_list(scope, ListFilters(unassigned=True)), request.GET, size=PAGE)
    return render(
        request,
        "party/branch_assignment.html",
        {
            "form": form,
            "lines": showing.list_lines(page.rows),
            "chosen": chosen,
            "paging": paging_links(page, request, initials=True),
            "has_places": bool(places),
            "once": new_once(),
        },
    )


def _assign(request: HttpRequest, form: BranchAssignmentForm, chosen: list[str]) -> str:
    """What was done, in a sentence; "" when a rule or an empty choice refused, which then stands in the form."""
    ids = [pk for text in chosen if (pk := _identifier(text))]
    rows = members_visible_to(request.user, CHANGE).select_related("person", "community__organisation")
    members = list(rows.filter(pk__in=ids))
    if not members:
        form.add_error(None, "请先勾选要编入的党员。")
        return ""
    branch, group = form.target()
    try:
        number = actions.assign_branch(
            members=members,
            organisation=branch,
            group=group,
            on=form.cleaned_data["on"],
            actor=actor_of(request),
            once=once_of(request),
        )
    except AlreadyDoneError:
        return ALREADY_DONE
    except RuleError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return ""
    return f"{number} 人编入{branch.short_name}。"


def _identifier(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
@allowed(CHANGE)
def branch(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One member into another branch or group."""
    row = visible_member(request, pk, CHANGE)
    present = str(row.group_id or row.organisation_id)
    initial: dict[str, Any] = {"place": present}
    form = BranchAssignmentForm(sent(request), initial=initial, places=queries.places_of(row.community))

    def act() -> str:
        organisation, group = form.target()
        number = actions.assign_branch(
            members=[row],
            organisation=organisation,
            group=group,
            on=form.cleaned_data["on"],
            actor=actor_of(request),
            once=once_of(request),
        )
        told = f"编入{organisation.short_name}。" if number else "本来就在这里，没有改动。"
        messages.success(request, told)
        return row_url(row)

    lead = "在本社区的支部、党小组之间调整；转到社区以外，请办理“离开名册”。"
    page = FormPage(f"调整{row.person.name}所在的支部", lead, row_url(row), "调整")
    if row.left_on is not None:
        return redirect(reverse("party:member", args=[row.pk]))
    return answer_form(request, form, act, page)
