"""Founding, correcting, renaming, moving, regrading, dissolving."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lianxin.access.scope import scope_of
from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, once_of
from lianxin.declare.errors import RuleError
from lianxin.orgs import actions, queries, showing
from lianxin.orgs.actions import OrganisationDetails, Step
from lianxin.orgs.choices import COMMUNITY_KINDS, OrganisationChangeKind, OrganisationKind
from lianxin.orgs.editing import FormPage, answer_form, answer_taking_back, sent
from lianxin.orgs.forms import CorrectForm, DissolveForm, FoundForm, MoveForm, RegradeForm, RenameForm
from lianxin.orgs.models import Organisation, OrganisationChange
from lianxin.orgs.rules import CHANGE, PARENT_KINDS, child_kinds

DETAILS = (
    "founded_on",
    "approval_no",
    "unit_situation",
    "floating",
    "contact_name",
    "contact_phone",
    "address",
)


@require_http_methods(["GET", "POST"])
@allowed(CHANGE)
def found(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Found an organisation under this one."""
    parent = _changeable(request, pk)
    form = FoundForm(sent(request), kinds=child_kinds(parent))

    def act() -> str:
        data = form.cleaned_data
        created = actions.found_organisation(
            parent=parent,
            kind=data["kind"],
            name=data["name"],
            short_name=data["short_name"],
            details=OrganisationDetails(**{name: data[name] for name in DETAILS}),
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, f"{created.name}已经成立。")
        return _page(created)

    lead = f"在{parent.name}下面设一个党组织；成立以后就可以把党员编进去。"
    return answer_form(request, form, act, FormPage("成立下级党组织", lead, _page(parent), "成立", columns=2))


@require_http_methods(["GET", "POST"])
@allowed(CHANGE)
def correct(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct what carries no history."""
    row = _changeable(request, pk)
    form = CorrectForm(sent(request, _details(row)), initial=_details(row))

    def act() -> str:
        details = OrganisationDetails(**form.values)
        actions.correct_organisation(
            organisation=row,
            version=form.cleaned_data["version"],
            details=details,
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, "更正好了。")
        return _page(row)

    lead = "改填错的、补没填的；更名、调整隶属、撤销请用各自的页面，那样沿革里才有。"
    return answer_form(
        request, form, act, FormPage(f"更正{row.short_name}的资料", lead, _page(row), columns=2), _details
    )


@require_http_methods(["GET", "POST"])
@allowed(CHANGE)
def rename(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give it another name."""
    row = _changeable(request, pk)
    form = RenameForm(sent(request, _names(row)), initial=_names(row))

    def act() -> str:
        data = form.cleaned_data
        actions.rename_organisation(
            organisation=row,
            version=data["version"],
            name=data["name"],
            short_name=data["short_name"],
            step=_step(data),
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, "新名称已经用上，原名称记在沿革里。")
        return _page(row)

    lead = "党组织改了名称时用；从那一天起的台账用新名称，以前的仍用原名称。"
    return answer_form(request, form, act, FormPage(f"{row.short_name}更名", lead, _page(row), "更名"), _names)


@require_http_methods(["GET", "POST"])
@allowed(CHANGE)
def move(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put it under another parent."""
    row = _changeable(request, pk)
    within = queries.organisations_visible_to(request.user, CHANGE)
    parents = queries.possible_parents(row, within, PARENT_KINDS[OrganisationKind(row.kind)])
    form = MoveForm(sent(request), initial=_version(row), parents=parents)

    def act() -> str:
        data = form.cleaned_data
        actions.move_organisation(
            organisation=row,
            version=data["version"],
            parent=data["parent"],
            step=_step(data),
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, f"{row.short_name}已经调到{data['parent'].name}下面。")
        return _page(row)

    lead = "上级调整了隶属关系时用；下面的组织、党员、授权一起过去。"
    notes = () if parents.exists() else ("在您管的范围里，没有它可以调去的上级。",)
    return answer_form(
        request, form, act, FormPage(f"调整{row.short_name}的隶属", lead, _page(row), "调整", notes=notes), _version
    )


@require_http_methods(["GET", "POST"])
@allowed(CHANGE)
def regrade(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Raise or lower it."""
    row = _changeable(request, pk)
    own = row.community_id == row.pk
    kinds = [kind for kind in (COMMUNITY_KINDS if own else OrganisationKind) if kind != row.kind and _fits(kind, row)]
    form = RegradeForm(sent(request), initial=_version(row), kinds=kinds)

    def act() -> str:
        data = form.cleaned_data
        actions.regrade_organisation(
            organisation=row,
            version=data["version"],
            kind=data["kind"],
            step=_step(data),
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, "类别已经调整，记在沿革里。")
        return _page(row)

    lead = "党员多了升格、少了降格时用，凭上级批复办。"
    return answer_form(request, form, act, FormPage(f"{row.short_name}升格或降格", lead, _page(row), "办理"), _version)


@require_http_methods(["GET", "POST"])
@allowed(CHANGE)
def dissolve(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Dissolve it; what still stands there is said instead."""
    row = _changeable(request, pk)
    form = DissolveForm(sent(request), initial=_version(row))

    def act() -> str:
        data = form.cleaned_data
        actions.dissolve_organisation(
            organisation=row,
            version=data["version"],
            step=_step(data),
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, f"{row.name}已经撤销，资料和沿革都还在。")
        return _page(row)

    lead = "组织不再存在时用。先把党员转出去、把下级组织安排好；撤销以后资料仍可查，不会删除。"
    return answer_form(request, form, act, FormPage(f"撤销{row.short_name}", lead, _page(row), "撤销"), _version)


@require_http_methods(["GET", "POST"])
@allowed(CHANGE)
def undo(request: HttpRequest, pk: uuid.UUID, step: uuid.UUID) -> HttpResponse:
    """Take back the latest step of its history, entered by mistake."""
    row = _changeable(request, pk)
    taken = get_visible_or_404(queries.history_of(row), step)
    refusal = _not_theirs(request, taken) or actions.why_step_stays(row, taken)

    def act(version: int, reason: str) -> str:
        if beyond := _not_theirs(request, taken):
            raise RuleError(beyond)
        actions.undo_organisation_step(
            organisation=row,
            version=version,
            step=taken,
            reason=reason,
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, f"误登的{taken.get_kind_display()}已经撤回，沿革里注明了。")
        return _page(row)

    page = FormPage(
        f"撤回“{showing.step_words(taken)}”",
        "登错了组织、登错了事时用。撤回以后像没有办过一样，沿革里仍看得到这一步和撤回的理由。",
        _page(row),
        "撤回这一步",
        notes=showing.undoing_notes(taken, row),
    )
    return answer_taking_back(request, row, act, page, refusal)


def _not_theirs(request: HttpRequest, step: OrganisationChange) -> str:
    """Why a move is not this user's to take back: where it would go back to is not theirs."""
    if step.kind != OrganisationChangeKind.MOVED or step.withdrawn_at is not None:
        return ""
    scope, parent = scope_of(request.user, CHANGE), step.restores.get("parent")
    if scope.everything or queries.organisations_visible_to(request.user, CHANGE).filter(pk=parent).exists():
        return ""
    return f"原来的上级{step.before}不在您管的范围里，请上级党组织撤回。"


def _changeable(request: HttpRequest, pk: uuid.UUID) -> Organisation:
    return get_visible_or_404(queries.organisations_visible_to(request.user, CHANGE).select_related("parent"), pk)


def _fits(kind: OrganisationKind, row: Organisation) -> bool:
    return row.parent is None or row.parent.kind in PARENT_KINDS[kind]


def _page(row: Organisation) -> str:
    return reverse("orgs:organisation", args=[row.pk])


def _step(data: Mapping[str, Any]) -> Step:
    return Step(data["on"], data["document_no"], data["note"])


def _version(row: Organisation) -> dict[str, Any]:
    return {"version": row.version}


def _names(row: Organisation) -> dict[str, Any]:
    return {"version": row.version, "name": row.name, "short_name": row.short_name}


def _details(row: Organisation) -> dict[str, Any]:
    return {"version": row.version, **{name: getattr(row, name) for name in DETAILS}}
