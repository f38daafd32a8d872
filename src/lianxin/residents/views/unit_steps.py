"""Steps of a unit's history: renamed, merged, closed, and taken back when that was a mistake."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, once_of
from lianxin.orgs.editing import FormPage, answer_form, answer_taking_back, sent
from lianxin.residents import actions, queries, showing
from lianxin.residents.choices import UnitChangeKind
from lianxin.residents.forms import CloseUnitForm, MergeUnitForm, RenameUnitForm
from lianxin.residents.models import Unit
from lianxin.residents.rules import CHANGE_UNITS
from lianxin.residents.views.units import changeable_unit, unit_url
from lianxin.ui.parts import Link


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_UNITS)
def rename(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give a unit another name."""
    row = changeable_unit(request, pk)
    form = RenameUnitForm(sent(request), initial=version_of(row))

    def act() -> str:
        data = form.cleaned_data
        actions.rename_unit(
            unit=row,
            version=data["version"],
            new_name=data["new_name"],
            on=data["on"],
            note=data["note"],
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, "新名称已经用上，原名称记在沿革里。")
        return unit_url(row)

    lead = "单位换了名字时用；那一天以前的台账仍用原名。"
    return answer_form(request, form, act, FormPage(f"{row.name}更名", lead, unit_url(row), "更名"), version_of)


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_UNITS)
def merge(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Merge a unit into another."""
    row = changeable_unit(request, pk)
    others = queries.choosable_units(row.community_id).exclude(pk=row.pk)
    form = MergeUnitForm(sent(request), initial=version_of(row), others=others)

    def act() -> str:
        data = form.cleaned_data
        actions.merge_unit(
            unit=row,
            version=data["version"],
            into=data["into"],
            on=data["on"],
            note=data["note"],
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, f"已经并入{data['into'].name}。")
        return unit_url(row)

    lead = "两个单位合成一个时用；本单位从这一天起不再列出，沿革两边都有。"
    return answer_form(request, form, act, FormPage(f"{row.name}并入别的单位", lead, unit_url(row), "并入"), version_of)


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_UNITS)
def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End a unit's being here."""
    row = changeable_unit(request, pk)
    form = CloseUnitForm(sent(request), initial=version_of(row))

    def act() -> str:
        data = form.cleaned_data
        actions.close_unit(
            unit=row,
            version=data["version"],
            kind=UnitChangeKind(data["kind"]),
            on=data["on"],
            note=data["note"],
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, f"{row.name}已经登记为不在本社区，资料还在。")
        return unit_url(row)

    lead = "单位关停或迁走以后用；资料和沿革都留着，不会删除，登记错了可以撤回。"
    never = Link("从来没有过这个单位，登记错了：撤回它的登记", reverse("residents:remove_unit", args=[row.pk]))
    page = FormPage(f"{row.name}不在了", lead, unit_url(row), "登记", others=(never,))
    return answer_form(request, form, act, page, version_of)


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_UNITS)
def undo(request: HttpRequest, pk: uuid.UUID, step: uuid.UUID) -> HttpResponse:
    """Take back the latest step of a unit's history, entered by mistake."""
    row = changeable_unit(request, pk)
    taken = get_visible_or_404(queries.history_of(row).filter(unit=row), step)

    def act(version: int, reason: str) -> str:
        actions.undo_unit_step(
            unit=row, version=version, step=taken, reason=reason, actor=actor_of(request), once=once_of(request)
        )
        messages.success(request, f"误登的{taken.get_kind_display()}已经撤回，沿革里注明了。")
        return unit_url(row)

    page = FormPage(
        f"撤回“{showing.unit_step(taken, row)}”",
        "登错了单位、登错了事时用。撤回以后像没有办过一样，沿革里仍看得到这一步和撤回的理由。",
        unit_url(row),
        "撤回这一步",
        notes=showing.undoing_notes(taken, row),
    )
    return answer_taking_back(request, row, act, page, actions.why_step_stays(row, taken))


def version_of(row: Unit) -> dict[str, Any]:
    """What a form over a unit that asks nothing of its record shows."""
    return {"version": row.version}
