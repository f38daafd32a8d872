"""Persons who are no members: the list, one page, registering and correcting."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lianxin.access.scope import scope_of
from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, once_of
from lianxin.orgs.editing import FormPage, answer_form, answer_taking_back, changes_of, sent
from lianxin.orgs.queries import communities_visible_to
from lianxin.residents import actions, queries, showing
from lianxin.residents.actions import PersonDetails
from lianxin.residents.actions.persons import TELEPHONES
from lianxin.residents.doors import pages_elsewhere
from lianxin.residents.forms import CorrectPersonForm, PersonFilterForm, RegisterPersonForm
from lianxin.residents.models import Person
from lianxin.residents.rules import CHANGE_PERSONS, SEE_TELEPHONES, VIEW_PERSONS
from lianxin.search.index import find_ids
from lianxin.ui.paging import asked_page, paging_links

FIELDS = ("name", "sex", "birth", "ethnicity", "place", "residence", "unit", "employer", "skills", "note")
NUMBERS = ("id_number", "mobile", "phone")


@require_GET
@allowed(VIEW_PERSONS)
def persons(request: HttpRequest) -> HttpResponse:
    """Persons in scope whom no other app lists, by name."""
    form = PersonFilterForm(request.GET)
    form.is_valid()
    rows = queries.not_described_elsewhere(queries.persons_visible_to(request.user)).select_related(
        "place__parent__parent"
    )
    query = form.cleaned_data.get("q", "")
    if query:
        rows = rows.filter(pk__in=find_ids(query, scope_of(request.user, VIEW_PERSONS).paths, "residents.person"))
    page = asked_page(rows, request.GET)
    return render(
        request,
        "residents/persons.html",
        {
            "form": form,
            "persons": page.rows,
            "paging": paging_links(page, request, initials=True),
            "may_register": bool(communities_visible_to(request.user, CHANGE_PERSONS)[:1]),
        },
    )


@require_GET
@allowed(VIEW_PERSONS)
def person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One person; a person described by another app (a member) is shown there."""
    row = get_visible_or_404(_readable(request, VIEW_PERSONS), pk)
    elsewhere = pages_elsewhere(request.user, [row.pk])
    if row.pk in elsewhere:
        return redirect(elsewhere[row.pk].url)
    return _page_of(request, row)


@require_POST
@allowed(SEE_TELEPHONES)
def telephone(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one telephone; that it was seen is noted."""
    row = get_visible_or_404(_readable(request, SEE_TELEPHONES), pk)
    field = request.POST.get("field", "mobile")
    if field not in TELEPHONES:
        field = "mobile"
    number = actions.see_person_telephone(person=row, field=field, actor=actor_of(request))
    return _page_of(request, row, {field: number})


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_PERSONS)
def register(request: HttpRequest) -> HttpResponse:
    """Register a person."""
    rows = communities_visible_to(request.user, CHANGE_PERSONS)
    first = rows.first()
    community = get_visible_or_404(rows, request.GET.get("community") or (first.pk if first else ""))
    form = RegisterPersonForm(
        sent(request),
        courtyards=queries.choosable_courtyards(community.pk),
        units=queries.choosable_units(community.pk),
    )

    def act() -> str:
        numbers = {name: form.cleaned_data[name] or "" for name in NUMBERS}
        details = PersonDetails(**(form.cleaned_data | numbers))
        row = actions.register_person(
            community=community, details=details, actor=actor_of(request), once=once_of(request)
        )
        messages.success(request, f"{row.name}已经登记。")
        return _address(row)

    lead = "登记不是党员、但工作上要认得的人：院坝委员、照料人、联络员。是党员的请到党员名册登记。"
    page = FormPage("登记人员", lead, reverse("residents:persons"), "登记", columns=2)
    return answer_form(request, form, act, page)


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_PERSONS)
def correct(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a person."""
    row = get_visible_or_404(queries.not_described_elsewhere(_readable(request, CHANGE_PERSONS)), pk)
    form = CorrectPersonForm(
        sent(request, _initial(row)),
        initial=_initial(row),
        courtyards=queries.choosable_courtyards(row.community_id, row.place_id),
        units=queries.choosable_units(row.community_id, row.unit_id),
        present={name: getattr(row, f"{name}_masked") for name in NUMBERS},
    )

    def act() -> str:
        actions.correct_person(
            person=row,
            version=form.cleaned_data["version"],
            values=form.values,
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, "更正好了。")
        return _address(row)

    lead = "改填错的、补没填的；电话和身份证号不显示原来的，空着就是不改。"
    return answer_form(request, form, act, FormPage(f"更正{row.name}的资料", lead, _address(row), columns=2), _initial)


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_PERSONS)
def remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take back the registration of a person."""
    row = get_visible_or_404(queries.not_described_elsewhere(_readable(request, CHANGE_PERSONS)), pk)

    def act(version: int, reason: str) -> str:
        actions.remove_person(
            person=row, version=version, reason=reason, actor=actor_of(request), once=once_of(request)
        )
        messages.success(request, f"{row.name}的登记已经撤回，审计记录里还查得到。")
        return reverse("residents:persons")

    page = FormPage(
        f"撤回{row.name}的登记",
        "登重了、登错了人，或者本人不愿意被登记时用。只是写错了几栏的，用“更正”。",
        _address(row),
        "撤回登记",
        notes=(f"{row.name}的资料、怎样联系、同意都会删去，名单里和查找时不再有；审计记录留着，号码是打码的。",),
    )
    return answer_taking_back(request, row, act, page, actions.why_person_stays(row))


def _page_of(request: HttpRequest, row: Person, numbers: dict[str, str] | None = None) -> HttpResponse:
    may_change = scope_of(request.user, CHANGE_PERSONS).covers(row.path)
    return render(
        request,
        "residents/person.html",
        {
            "person": row,
            "facts": showing.person_facts(row),
            "numbers": numbers or {},
            **showing.reach_context(request.user, row),
            "may_change": may_change,
            "changes": changes_of("residents.person", row) if may_change else [],
        },
    )


def _readable(request: HttpRequest, code: str) -> QuerySet[Person]:
    rows = queries.persons_visible_to(request.user, code)
    return rows.select_related("community__organisation", "place__parent__parent", "unit")


def _address(row: Person) -> str:
    return reverse("residents:person", args=[row.pk])


def _initial(row: Person) -> dict[str, Any]:
    return {"version": row.version, **{name: getattr(row, name) for name in FIELDS}}
