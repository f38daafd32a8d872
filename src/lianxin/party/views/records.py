"""Registering a member, and correcting a record."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lianxin.access.views_support import actor_of, allowed, once_of, user_of
from lianxin.orgs.editing import FormPage, answer_form, sent
from lianxin.party import actions, queries
from lianxin.party.choices import ChangeKind
from lianxin.party.forms import CorrectionForm, RegistrationForm
from lianxin.party.models import Member
from lianxin.party.records import FIELDS, SENSITIVE_FIELDS, MemberValues, shown, snapshot, warnings
from lianxin.party.rules import CHANGE
from lianxin.party.views.pages import row_url, visible_member
from lianxin.residents.models import Person

NOT_HERE = ("organisation", "group", "employment", "floating", "new_economy")
"""Changed on pages of their own, with a day."""


@require_http_methods(["GET", "POST"])
@allowed(CHANGE)
def register(request: HttpRequest) -> HttpResponse:
    """A new member."""
    user = user_of(request)
    community = queries.communities_to_register_in(user).first()
    if community is None:
        raise Http404
    form = RegistrationForm(sent(request), places=queries.places_of(community))

    def act() -> str:
        data, values = form.cleaned_data, form.record()
        kind = ChangeKind(data["joining_kind"])
        joining = None
        if kind is not ChangeKind.OPENING:
            joining = actions.Joining(kind, data["joining_on"], data["counterpart"], data["document_no"])
        alike = queries.namesakes(community, str(values.get("name")))
        how: dict[str, Any] = {"joining": joining, "actor": actor_of(request), "once": once_of(request)}
        known = queries.resident_with(community, values.get("id_number"))
        if known is not None:
            made = actions.enrol_person(person=known, values=values, community=community, **how)
        else:
            made = actions.register_members([values], community=community, **how)[0]
        _say(request, values)
        if alike:
            messages.warning(request, f"名单里已经有 {len(alike)} 位同名的：{'、'.join(alike)}。请核对是不是同一个人。")
        messages.success(request, f"{values.get('name')} 登记好了。")
        return row_url(made)

    lead = "一位一位登记用这一页；手头有花名册的，用“导入花名册”更快。除了姓名，不知道的都可以先空着。"
    page = FormPage("登记党员", lead, reverse("party:members"), "登记", columns=2)
    return answer_form(request, form, act, page)


@require_http_methods(["GET", "POST"])
@allowed(CHANGE)
def correct(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put a record right."""
    row = visible_member(request, pk, CHANGE)
    form = CorrectionForm(sent(request, _initial(row)), initial=_initial(row))
    form.tell_present({name: shown(name, getattr(row.person, name)) for name in SENSITIVE_FIELDS})

    def act() -> str:
        values = form.record()
        done = actions.correct_member(
            member=row,
            version=form.cleaned_data["version"],
            values=values,
            reason=form.cleaned_data["reason"],
            actor=actor_of(request),
            once=once_of(request),
        )
        if done.changes:
            _say(request, values)
            messages.success(request, f"更正好了：{'、'.join(FIELDS[name].label for name in done.changes)}。")
        else:
            messages.info(request, "没有改动。")
        return row_url(row)

    def present(person: Person) -> Mapping[str, Any]:
        return _initial(visible_member(request, pk, CHANGE))

    lead = "改填错的、补没填的；改动前后的内容、谁改的、为什么，都留在本人页面下面。"
    page = FormPage(f"更正{row.person.name}的资料", lead, row_url(row), columns=2)
    return answer_form(request, form, act, page, present)


def _initial(row: Member) -> dict[str, Any]:
    values: dict[str, Any] = {**snapshot(row)}
    worker = values["is_migrant_worker"]
    values["is_migrant_worker"] = "" if worker is None else "yes" if worker else "no"
    kept = {name: value for name, value in values.items() if name not in {*NOT_HERE, *SENSITIVE_FIELDS}}
    return {**kept, "version": row.person.version}


def _say(request: HttpRequest, values: MemberValues) -> None:
    for remark in warnings(values):
        messages.warning(request, remark.reason)
