"""What was entered by mistake about a member: a span, a coming back, an office, the registration itself."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, once_of
from lianxin.orgs.editing import FormPage, answer_form, answer_taking_back, sent
from lianxin.party import actions, forms, queries, showing
from lianxin.party.choices import Aspect
from lianxin.party.models import Member, OfficeHolding
from lianxin.party.rules import APPOINT, CHANGE
from lianxin.party.views.pages import row_url, visible_member
from lianxin.residents.models import Person
from lianxin.ui.parts import Link


@require_http_methods(["GET", "POST"])
@allowed(CHANGE)
def fact(request: HttpRequest, pk: uuid.UUID, fact: uuid.UUID) -> HttpResponse:
    """A span that should not have been entered."""
    row = visible_member(request, pk, CHANGE)
    span = get_visible_or_404(queries.spans_of(row), fact)
    word = showing.aspect_word(Aspect(span.aspect), span.value)

    def act(version: int, reason: str) -> str:
        actions.undo_fact(fact=span, version=version, reason=reason, actor=actor_of(request), once=once_of(request))
        messages.success(request, f"误登的“{word}”已经撤回。")
        return row_url(row)

    page = FormPage(
        f"撤回{row.person.name}的“{word}”",
        "这一段情况根本没有过时用；真的变了的，用“变了”，以前的那一段才留得住。",
        row_url(row),
        "撤回这一段",
        notes=(f"“{word}”这一段（{_from_to(span.since, span.until)}）会拿掉，被它接上的前一段接着算。",),
    )
    return answer_taking_back(request, row.person, act, page, actions.why_fact_stays(span))


@require_http_methods(["GET", "POST"])
@allowed(CHANGE)
def fact_end(request: HttpRequest, pk: uuid.UUID, fact: uuid.UUID) -> HttpResponse:
    """An end of a span that should not have been entered."""
    row = visible_member(request, pk, CHANGE)
    span = get_visible_or_404(queries.spans_of(row), fact)
    word = showing.aspect_word(Aspect(span.aspect), span.value)

    def act(version: int, reason: str) -> str:
        actions.reopen_fact(fact=span, version=version, reason=reason, actor=actor_of(request), once=once_of(request))
        messages.success(request, f"“{word}”接着算，误登的结束已经撤回。")
        return row_url(row)

    page = FormPage(
        f"撤回{row.person.name}“{word}”的结束",
        "这一段其实没有结束时用。",
        row_url(row),
        "撤回结束",
        notes=(f"“{word}”从{showing.day(span.since) or '登记前'}起一直算到现在。",),
    )
    return answer_taking_back(request, row.person, act, page, actions.why_fact_has_ended(span))


@require_http_methods(["GET", "POST"])
@allowed(CHANGE)
def coming_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A coming back entered by mistake."""
    row = visible_member(request, pk, CHANGE)

    def act(version: int, reason: str) -> str:
        actions.undo_return(member=row, version=version, reason=reason, actor=actor_of(request), once=once_of(request))
        messages.success(request, f"误登的重新列入已经撤回，{row.person.name}仍是离开名册。")
        return row_url(row)

    page = FormPage(
        f"撤回{row.person.name}的重新列入",
        "重新列入登错了人、登错了事时用；回来以后又离开的，用“离开名册”。",
        row_url(row),
        "撤回重新列入",
        notes=("恢复成重新列入以前的样子：不在名册上，原来离开的日期和原因不变；有账号的，在本社区的角色收回。",),
    )
    return answer_taking_back(request, row.person, act, page, actions.why_return_stays(row))


@require_http_methods(["GET", "POST"])
@allowed(CHANGE)
def member(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A registration that should not have been."""
    row = visible_member(request, pk, CHANGE)
    name = row.person.name

    def act(version: int, reason: str) -> str:
        actions.remove_member(
            member=row, version=version, reason=reason, actor=actor_of(request), once=once_of(request)
        )
        messages.success(request, f"{name}的登记已经撤回，审计记录里还查得到。")
        return reverse("party:members")

    goes = f"{name}会从名册、台账和查找里拿掉，连以前日期的花名册里也不再有；资料删去，审计记录留着。"
    if actions.was_known_before(row):
        goes = f"{name}不再是党员，以前的花名册里也不再有；原来登记在“人员”里的资料还在。"
    page = FormPage(
        f"撤回{name}的登记",
        "登重了、登错了人时用。只是写错了几栏的，用“更正资料”；真的转走、去世的，用“离开名册”。",
        row_url(row),
        "撤回登记",
        notes=(goes, "如果是导入名册登记的，这份名册以后就不能整批撤回了。"),
    )
    return answer_taking_back(request, row.person, act, page, actions.why_member_stays(row))


@require_GET
@allowed(APPOINT)
def offices(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The offices of a member, each to be put right."""
    row = visible_member(request, pk, APPOINT)
    held = queries.offices_of(row)
    lines = list(zip(held, showing.office_lines(held), strict=True))
    return render(
        request,
        "party/offices.html",
        {"member": row, "lines": lines, "crumbs": [Link(row.person.name, row_url(row))]},
    )


@require_http_methods(["GET", "POST"])
@allowed(APPOINT)
def correct_office(request: HttpRequest, pk: uuid.UUID, office: uuid.UUID) -> HttpResponse:
    """From when to when an office was held, put right; a mistaken end too."""
    row, holding = _held(request, pk, office)
    form = forms.OfficeCorrectionForm(sent(request, _days(row, holding)), initial=_days(row, holding))

    def act() -> str:
        data = form.cleaned_data
        actions.correct_office(
            holding=holding,
            version=data["version"],
            since=data["since"],
            until=data["until"],
            reason=data["reason"],
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, "任职更正好了。")
        return row_url(row)

    def present(_: Person) -> dict[str, Any]:
        return _days(*_held(request, pk, office))

    page = FormPage(
        f"更正{row.person.name}的任职：{_named(holding)}",
        "改写错的起止日期；误登了结束的，把结束日期清空就恢复了。",
        row_url(row),
        others=(
            Link("没有任过这个职务，登记错了：撤回这项任职", reverse("party:strike_office", args=[row.pk, holding.pk])),
        ),
    )
    return answer_form(request, form, act, page, present)


@require_http_methods(["GET", "POST"])
@allowed(APPOINT)
def strike_office(request: HttpRequest, pk: uuid.UUID, office: uuid.UUID) -> HttpResponse:
    """An office that was never held."""
    row, holding = _held(request, pk, office)

    def act(version: int, reason: str) -> str:
        actions.strike_office(
            holding=holding, version=version, reason=reason, actor=actor_of(request), once=once_of(request)
        )
        messages.success(request, "误登的任职已经撤回，改动记录里还查得到。")
        return row_url(row)

    page = FormPage(
        f"撤回{row.person.name}的任职：{_named(holding)}",
        "登错了人、登错了职务时用；真的任过、现在不任了的，用“登记结束”。",
        row_url(row),
        "撤回这项任职",
        notes=(f"{_named(holding)}（{_from_to(holding.since, holding.until)}）会拿掉，以前的台账里也不再有。",),
    )
    return answer_taking_back(request, row.person, act, page)


def _held(request: HttpRequest, pk: uuid.UUID, office: uuid.UUID) -> tuple[Member, OfficeHolding]:
    row = visible_member(request, pk, APPOINT)
    holding = get_visible_or_404(queries.offices_held_by(row), office)
    holding.member = row
    return row, holding


def _named(holding: OfficeHolding) -> str:
    return f"{holding.organisation.short_name}{holding.get_office_display()}"


def _days(row: Member, holding: OfficeHolding) -> dict[str, Any]:
    return {"version": row.person.version, "since": holding.since, "until": holding.until}


def _from_to(since: date | None, until: date | None) -> str:
    return f"{showing.day(since) or '登记前'}至{showing.day(until) or '今'}"
