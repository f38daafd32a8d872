"""Courtyards: the list, one with its buildings and stairways, and every change to them."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lianxin.access.scope import require, scope_of
from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, once_of
from lianxin.audit.versions import StaleVersionError
from lianxin.declare.errors import RuleError
from lianxin.orgs.editing import FormPage, answer_form, answer_taking_back, changes_of, sent
from lianxin.orgs.models import Community
from lianxin.orgs.queries import communities_visible_to
from lianxin.residents import actions, queries, showing
from lianxin.residents.actions import PlaceDetails
from lianxin.residents.choices import PlaceKind
from lianxin.residents.forms import (
    AddStairwaysForm,
    ClosePlaceForm,
    CorrectCourtyardForm,
    CorrectPartForm,
    PlaceFilterForm,
    RegisterBuildingForm,
    RegisterCourtyardForm,
)
from lianxin.residents.models import Place
from lianxin.residents.rules import CHANGE_PLACES, VIEW_PLACES
from lianxin.ui.paging import asked_page, paging_links
from lianxin.ui.parts import Link

COURTYARD = ("name", "address", "upkeep", "keeper", "households", "opened_on", "note")
PART = ("name", "households", "address", "opened_on", "note")


@require_GET
@allowed(VIEW_PLACES)
def courtyards(request: HttpRequest) -> HttpResponse:
    """The courtyards in scope in natural order, with buildings and households."""
    form = PlaceFilterForm(request.GET)
    form.is_valid()
    rows = queries.filtered_courtyards(queries.courtyards_visible_to(request.user), form.cleaned_data, request.user)
    page = asked_page(rows, request.GET, keys=queries.BY_PLACE)
    totals = queries.household_totals([row.pk for row in page.rows])
    return render(
        request,
        "residents/courtyards.html",
        {
            "form": form,
            "lines": [(row, totals[row.pk]) for row in page.rows],
            "paging": paging_links(page, request),
            "may_register": bool(communities_visible_to(request.user, CHANGE_PLACES)[:1]),
        },
    )


@require_GET
@allowed(VIEW_PLACES)
def courtyard(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One courtyard: its buildings and stairways in one table, who lives and which units are here."""
    row = get_visible_or_404(queries.courtyards_visible_to(request.user), pk)
    may_change = scope_of(request.user, CHANGE_PLACES).covers(row.path)
    buildings = queries.whole_courtyard(row)
    persons = queries.persons_at(row, among=queries.persons_visible_to(request.user))
    return render(
        request,
        "residents/courtyard.html",
        {
            "courtyard": row,
            "facts": showing.courtyard_facts(row, queries.household_totals([row.pk])[row.pk], summed=bool(buildings)),
            "buildings": buildings,
            "people": showing.person_lines(request.user, persons[: showing.PEOPLE_SHOWN]),
            "units": queries.units_visible_to(request.user).filter(place=row, closed_on__isnull=True),
            "may_change": may_change and row.closed_on is None,
            "may_reopen": may_change and row.closed_on is not None,
            "changes": changes_of("residents.place", row) if may_change else [],
        },
    )


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_PLACES)
def register(request: HttpRequest) -> HttpResponse:
    """Register a courtyard."""
    community = _community(request)
    form = RegisterCourtyardForm(sent(request))

    def act() -> str:
        place = actions.register_place(
            community=community,
            details=PlaceDetails(**form.cleaned_data),
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, f"{place.name}已经登记，接着加楼栋和单元。")
        return _page(place)

    lead = f"把{community.name}的一个院坝记下来；楼栋、单元在它的页面上接着加。"
    page = FormPage("登记院坝", lead, reverse("residents:courtyards"), "登记", columns=2)
    return answer_form(request, form, act, page)


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_PLACES)
def add_building(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add a building with its stairways."""
    row = _changeable(request, pk, PlaceKind.COURTYARD)
    form = RegisterBuildingForm(sent(request))

    def act() -> str:
        data = form.cleaned_data
        actions.register_building(
            courtyard=row,
            details=PlaceDetails(**{name: data[name] for name in PART}),
            stairways=data["pairs"],
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, f"{data['name']}已经加上。")
        return _page(row)

    lead = f"{row.name}里的一栋楼，单元可以一次建好。"
    return answer_form(request, form, act, FormPage("加楼栋", lead, _page(row), "加上", columns=2))


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_PLACES)
def add_stairways(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add several stairways to a building at once."""
    row = _changeable(request, pk, PlaceKind.BUILDING)
    form = AddStairwaysForm(sent(request))

    def act() -> str:
        pairs = form.cleaned_data["pairs"]
        actions.add_stairways(building=row, stairways=pairs, actor=actor_of(request), once=once_of(request))
        messages.success(request, f"加上了 {len(pairs)} 个单元。")
        return _page(row)

    lead = "几个单元一次加好，户数写在一起。"
    return answer_form(request, form, act, FormPage(f"给{row.name}加单元", lead, _page(row), "加上"))


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_PLACES)
def correct(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a courtyard, a building or a stairway."""
    row = _changeable(request, pk)
    form_class = CorrectCourtyardForm if row.kind == PlaceKind.COURTYARD else CorrectPartForm
    form = form_class(sent(request, _initial(row)), initial=_initial(row))

    def act() -> str:
        kept = {"upkeep": row.upkeep, "keeper": row.keeper}
        actions.correct_place(
            place=row,
            version=form.cleaned_data["version"],
            details=PlaceDetails(**(kept | form.values)),
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, "更正好了。")
        return _page(row)

    lead = "改填错的、补没填的；拆除了请用“不在了”，不要改名。"
    return answer_form(request, form, act, FormPage(f"更正{row.name}", lead, _page(row), columns=2), _initial)


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_PLACES)
def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say that a place is no more."""
    row = _changeable(request, pk)
    form = ClosePlaceForm(sent(request), initial={"version": row.version})

    def act() -> str:
        data = form.cleaned_data
        actions.close_place(
            place=row,
            version=data["version"],
            closed_on=data["closed_on"],
            note=data["note"],
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, f"{row.name}已经登记为不在了，资料还在。")
        return _page(row)

    lead = "拆除、合并以后用；里面的楼栋、单元一起算不在了，记错了可以恢复。"
    never = Link("从来没有过这一处，登记错了：撤回它的登记", reverse("residents:remove_place", args=[row.pk]))
    notes = showing.closing_notes(row)
    page = FormPage(f"{row.name}不在了", lead, _page(row), "登记", notes=notes, others=(never,))
    return answer_form(request, form, act, page, lambda place: {"version": place.version})


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_PLACES)
def remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take back the registration of a place that never was."""
    row = _changeable(request, pk)
    back = reverse("residents:courtyards") if row.kind == PlaceKind.COURTYARD else _page(row)

    def act(version: int, reason: str) -> str:
        actions.remove_place(place=row, version=version, reason=reason, actor=actor_of(request), once=once_of(request))
        messages.success(request, f"{queries.full_name(row)}的登记已经撤回，审计记录里还查得到。")
        return back

    page = FormPage(
        f"撤回{queries.full_name(row)}的登记",
        "登重了、从来没有这一处时用。真的拆了、并了的，用“不在了”，以前的台账才不会变。",
        _page(row),
        "撤回登记",
        notes=(f"{row.name}会从名单、台账和查找里拿掉，连以前日期的台账里也不再有；审计记录留着。",),
    )
    return answer_taking_back(request, row, act, page, actions.why_place_stays(row))


@require_POST
@allowed(CHANGE_PLACES)
def reopen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a mistaken closing back."""
    row = _changeable(request, pk)
    version = request.POST.get("version", "")
    try:
        actions.reopen_place(place=row, version=int(version) if version.isdecimal() else 0, actor=actor_of(request))
        messages.success(request, f"{row.name}已经恢复。")
    except (RuleError, StaleVersionError) as error:
        messages.error(request, str(error))
    return redirect(_page(row))


def _community(request: HttpRequest) -> Community:
    """The community to register in: the one asked for, or the only (first) one."""
    rows = communities_visible_to(request.user, CHANGE_PLACES)
    asked = request.GET.get("community")
    first = rows.first()
    return get_visible_or_404(rows, asked or (first.pk if first else ""))


def _changeable(request: HttpRequest, pk: uuid.UUID, *kinds: PlaceKind) -> Place:
    rows = queries.places_visible_to(request.user, CHANGE_PLACES).select_related(
        "community__organisation", "parent__parent"
    )
    row = get_visible_or_404(rows.filter(kind__in=kinds) if kinds else rows, pk)
    require(request.user, CHANGE_PLACES, row.path)
    return row


def _page(row: Place) -> str:
    return reverse("residents:courtyard", args=[queries.top(row).pk])


def _initial(row: Place) -> dict[str, Any]:
    fields = COURTYARD if row.kind == PlaceKind.COURTYARD else PART
    return {"version": row.version, **{name: getattr(row, name) for name in fields}}
