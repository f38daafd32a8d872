"""Units in the area: the list, one with its history, and every change."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lianxin.access.handouts import handouts_url
from lianxin.access.scope import scope_of
from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, once_of
from lianxin.orgs.editing import FormPage, answer_form, answer_taking_back, changes_of, sent
from lianxin.orgs.queries import communities_visible_to
from lianxin.residents import actions, queries, showing
from lianxin.residents.actions import UnitDetails
from lianxin.residents.forms import (
    CorrectUnitForm,
    RegisterUnitForm,
    UnitFilterForm,
)
from lianxin.residents.handouts import UNITS
from lianxin.residents.models import Unit
from lianxin.residents.rules import CHANGE_UNITS, SEE_TELEPHONES, VIEW_UNITS
from lianxin.ui.paging import asked_page, paging_links

FIELDS = (
    "name",
    "kind",
    "new_economy",
    "credit_code",
    "address",
    "place",
    "contact_name",
    "headcount",
    "party_organisation",
    "party_members",
    "note",
    "opened_on",
)


@require_GET
@allowed(VIEW_UNITS)
def units(request: HttpRequest) -> HttpResponse:
    """The units in scope, by name."""
    form = UnitFilterForm(request.GET)
    form.is_valid()
    rows = queries.filtered_units(queries.units_visible_to(request.user), form.cleaned_data, request.user)
    page = asked_page(rows, request.GET)
    return render(
        request,
        "residents/units.html",
        {
            "form": form,
            "units": page.rows,
            "handouts_url": handouts_url(request.user, UNITS, request.GET),
            "paging": paging_links(page, request, initials=True),
            "may_register": bool(communities_visible_to(request.user, CHANGE_UNITS)[:1]),
        },
    )


@require_GET
@allowed(VIEW_UNITS)
def unit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One unit: facts, whom to turn to, its history, who works there."""
    return _page_of(request, _visible(request, pk))


@require_POST
@allowed(SEE_TELEPHONES)
def telephone(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the liaison's telephone; that it was seen is noted."""
    row = get_visible_or_404(_readable(request, SEE_TELEPHONES), pk)
    return _page_of(request, row, actions.see_unit_telephone(unit=row, actor=actor_of(request)))


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_UNITS)
def register(request: HttpRequest) -> HttpResponse:
    """Register a unit."""
    rows = communities_visible_to(request.user, CHANGE_UNITS)
    first = rows.first()
    community = get_visible_or_404(rows, request.GET.get("community") or (first.pk if first else ""))
    form = RegisterUnitForm(sent(request), courtyards=queries.choosable_courtyards(community.pk))

    def act() -> str:
        details = UnitDetails(**form.cleaned_data)
        row = actions.register_unit(
            community=community, details=details, actor=actor_of(request), once=once_of(request)
        )
        _tell(request, row, f"{row.name}已经登记。")
        return unit_url(row)

    lead = f"把{community.name}辖区里的一个单位记下来，联席会议、共建活动都从这里找人。"
    page = FormPage("登记驻区单位", lead, reverse("residents:units"), "登记", columns=2)
    return answer_form(request, form, act, page)


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_UNITS)
def correct(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a unit."""
    row = changeable_unit(request, pk)
    form = CorrectUnitForm(
        sent(request, _initial(row)),
        initial=_initial(row),
        courtyards=queries.choosable_courtyards(row.community_id, row.place_id),
        phone_now=row.contact_phone_masked,
    )

    def act() -> str:
        actions.correct_unit(
            unit=row,
            version=form.cleaned_data["version"],
            details=UnitDetails(**form.values),
            actor=actor_of(request),
            once=once_of(request),
        )
        _tell(request, row, "更正好了。")
        return unit_url(row)

    lead = "改填错的、补没填的；单位改了名请用“更名”，原来的名字才留得住。"
    return answer_form(request, form, act, FormPage(f"更正{row.name}", lead, unit_url(row), columns=2), _initial)


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_UNITS)
def remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take back the registration of a unit that never was here."""
    row = changeable_unit(request, pk)

    def act(version: int, reason: str) -> str:
        actions.remove_unit(unit=row, version=version, reason=reason, actor=actor_of(request), once=once_of(request))
        messages.success(request, f"{row.name}的登记已经撤回，审计记录里还查得到。")
        return reverse("residents:units")

    page = FormPage(
        f"撤回{row.name}的登记",
        "登重了、辖区里从来没有这个单位时用。真有过、后来不在了的，用“关停或迁出”，以前的台账才不会变。",
        unit_url(row),
        "撤回登记",
        notes=(f"{row.name}会从名单、台账和查找里拿掉，连以前日期的台账里也不再有；审计记录留着。",),
    )
    return answer_taking_back(request, row, act, page, actions.why_unit_stays(row))


def _page_of(request: HttpRequest, row: Unit, phone: str = "") -> HttpResponse:
    may_change = scope_of(request.user, CHANGE_UNITS).covers(row.path)
    among = queries.persons_visible_to(request.user)
    return render(
        request,
        "residents/unit.html",
        {
            "unit": row,
            "facts": showing.unit_facts(row),
            "warnings": showing.unit_warnings(row),
            "phone": phone,
            "may_see_phone": _readable(request, SEE_TELEPHONES).filter(pk=row.pk).exists(),
            "history": showing.unit_events(queries.history_of(row), row),
            "people": showing.person_lines(request.user, queries.persons_of_unit(row, among)[: showing.PEOPLE_SHOWN]),
            "may_change": may_change and row.closed_on is None,
            "may_correct": may_change,
            "undoable": queries.latest_step(row) if may_change else None,
            "changes": changes_of("residents.unit", row) if may_change else [],
        },
    )


def _readable(request: HttpRequest, code: str) -> QuerySet[Unit]:
    return queries.units_visible_to(request.user, code).select_related(
        "community__organisation", "place__parent__parent"
    )


def _visible(request: HttpRequest, pk: uuid.UUID) -> Unit:
    return get_visible_or_404(_readable(request, VIEW_UNITS), pk)


def changeable_unit(request: HttpRequest, pk: uuid.UUID) -> Unit:
    """The unit if the user may change it; Http404 otherwise."""
    return get_visible_or_404(_readable(request, CHANGE_UNITS), pk)


def _tell(request: HttpRequest, row: Unit, done: str) -> None:
    messages.success(request, done)
    for warning in showing.unit_warnings(row):
        messages.warning(request, warning)


def unit_url(row: Unit) -> str:
    """The page of a unit."""
    return reverse("residents:unit", args=[row.pk])


def _initial(row: Unit) -> dict[str, Any]:
    return {"version": row.version, **{name: getattr(row, name) for name in FIELDS}}
