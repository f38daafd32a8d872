"""Steps of a membership: conversion, facts, leaving, coming back, offices."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, once_of
from lianxin.kernel.standing import probation_doubt
from lianxin.orgs.editing import FormPage, answer_form, sent
from lianxin.party import actions, forms, queries, showing
from lianxin.party.actions import Paper
from lianxin.party.choices import Aspect, Office
from lianxin.party.models import DatedFact, Member
from lianxin.party.rules import APPOINT, CHANGE
from lianxin.party.views.pages import row_url, visible_member
from lianxin.ui.parts import Link

Write = Callable[[], str]


@require_http_methods(["GET", "POST"])
@allowed(CHANGE)
def conversion(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """转正."""
    row = visible_member(request, pk, CHANGE)
    form = forms.ConversionForm(sent(request), initial=_version(row))

    def act() -> str:
        actions.convert_member(
            member=row,
            version=form.cleaned_data["version"],
            full_date=form.cleaned_data["full_date"],
            actor=actor_of(request),
            once=once_of(request),
        )
        if doubt := probation_doubt(row.joined, row.became_full):
            messages.warning(request, f"{doubt}，请对照档案核对。")
        messages.success(request, f"{row.person.name}已登记转正。")
        return row_url(row)

    lead = "预备期满、支部大会通过、上级批准以后登记；预备那一段自动留着。"
    return answer_form(
        request, form, act, FormPage(f"{row.person.name}转正", lead, row_url(row), "登记"), _again(request, pk)
    )


@require_http_methods(["GET", "POST"])
@allowed(CHANGE)
def fact(request: HttpRequest, pk: uuid.UUID, aspect: str) -> HttpResponse:
    """From a day on something else holds."""
    row = visible_member(request, pk, CHANGE)
    if aspect not in Aspect.values or aspect == Aspect.CATEGORY:
        raise Http404
    kind = Aspect(aspect)
    form = forms.FactForm(sent(request), initial=_version(row), aspect=kind)

    def act() -> str:
        data = form.cleaned_data
        actions.set_fact(
            member=row,
            version=data["version"],
            aspect=kind,
            value=data["value"],
            since=data["since"],
            note=data["note"],
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, f"{kind.label}登记好了，以前的留着。")
        return row_url(row)

    now = showing.aspect_word(kind, getattr(row, kind.value)) or "没有登记"
    page = FormPage(
        f"{row.person.name}的{kind.label}变了",
        f"现在登记的是：{now}。填从哪一天起变成什么；填错了的，用“更正日期”或再登记一次。",
        row_url(row),
        "登记",
    )
    return answer_form(request, form, act, page, _again(request, pk))


@require_http_methods(["GET", "POST"])
@allowed(CHANGE)
def fact_beginning(request: HttpRequest, pk: uuid.UUID, fact: uuid.UUID) -> HttpResponse:
    """The day a fact began, put right."""
    row = visible_member(request, pk, CHANGE)
    span = get_visible_or_404(queries.spans_of(row), fact)
    initial = {**_version(row), "since": span.since}
    form = forms.FactBeginningForm(sent(request, initial), initial=initial)

    def act() -> str:
        data = form.cleaned_data
        actions.correct_fact(
            fact=span,
            version=data["version"],
            since=data["since"],
            reason=data["reason"],
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, "日期更正好了。")
        return row_url(row)

    word = showing.aspect_word(Aspect(span.aspect), span.value)
    lead = f"更正“{word}”从哪一天起；前一段的结束日期跟着改。"
    page = FormPage(f"更正{row.person.name}的日期", lead, row_url(row), others=_instead_of_days(span))
    return answer_form(request, form, act, page, _again(request, pk))


@require_http_methods(["GET", "POST"])
@allowed(CHANGE)
def departure(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Leaving the roll."""
    row = visible_member(request, pk, CHANGE)
    form = forms.DepartureForm(sent(request), initial=_version(row))

    def act() -> str:
        data = form.cleaned_data
        actions.depart_member(
            member=row,
            version=data["version"],
            kind=data["kind"],
            on=data["on"],
            paper=_paper(data),
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, f"{row.person.name}从 {data['on']:%Y-%m-%d} 起不在名册上，资料都留着。")
        return row_url(row)

    lead = "转出、去世、停止党籍等离开名册时用；资料和经历都留着，登记错了可以撤销。"
    notes = ("担任的党内职务同时结束；有账号的，在本社区的角色同时收回，去世的停用账号。",)
    page = FormPage(
        f"{row.person.name}离开名册", lead, row_url(row), "登记离开", notes=notes, others=_instead_of_leaving(row)
    )
    return answer_form(request, form, act, page, _again(request, pk))


@require_http_methods(["GET", "POST"])
@allowed(CHANGE)
def undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A departure entered by mistake."""
    row = visible_member(request, pk, CHANGE)
    form = forms.UndoForm(sent(request), initial=_version(row))

    def act() -> str:
        actions.undo_departure(
            member=row,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, f"{row.person.name}仍在名册上，误登的离开已撤销。")
        return row_url(row)

    lead = "登记离开登错了人、登错了事时用；真的回来了的，用“重新列入名册”。"
    notes = ("账号的角色不会自动恢复，需要的请安全管理员重新授权。",)
    page = FormPage(f"撤销{row.person.name}的离开登记", lead, row_url(row), "撤销", notes=notes)
    return answer_form(request, form, act, page, _again(request, pk))


@require_http_methods(["GET", "POST"])
@allowed(CHANGE)
def come_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """On the roll again."""
    row = visible_member(request, pk, CHANGE)
    form = forms.ReturnForm(sent(request), initial=_version(row), places=queries.places_of(row.community))

    def act() -> str:
        data = form.cleaned_data
        actions.return_member(
            member=row,
            version=data["version"],
            kind=data["kind"],
            on=data["on"],
            organisation=uuid.UUID(data["place"]) if data["place"] else None,
            paper=_paper(data),
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, f"{row.person.name}从 {data['on']:%Y-%m-%d} 起重新列入名册。")
        return row_url(row)

    lead = "离开以后又回来的用：恢复党籍、重新转入、再次流入。中间那一段仍算不在册。"
    page = FormPage(f"{row.person.name}重新列入名册", lead, row_url(row), "列入")
    return answer_form(request, form, act, page, _again(request, pk))


@require_http_methods(["GET", "POST"])
@allowed(APPOINT)
def office(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """An office taken up."""
    row = visible_member(request, pk, APPOINT)
    organisations = queries.organisations_of(row.community)
    initial = {**_version(row), "organisation": str(row.organisation_id)}
    form = forms.OfficeForm(sent(request), initial=initial, organisations=organisations)

    def act() -> str:
        data = form.cleaned_data
        actions.appoint_office(
            member=row,
            version=data["version"],
            organisation=data["organisation"],
            office=Office(data["office"]),
            since=data["since"],
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, "任职登记好了。")
        return row_url(row)

    lead = "选举或任命以后登记；登记的是职务，能看什么、办什么另由安全管理员授权。"
    page = FormPage(f"登记{row.person.name}任职", lead, row_url(row), "登记")
    return answer_form(request, form, act, page, _again(request, pk))


@require_http_methods(["GET", "POST"])
@allowed(APPOINT)
def office_end(request: HttpRequest, pk: uuid.UUID, office: uuid.UUID) -> HttpResponse:
    """An office laid down."""
    row = visible_member(request, pk, APPOINT)
    holding = get_visible_or_404(queries.offices_of(row), office)
    holding.member = row
    form = forms.OfficeEndForm(sent(request), initial=_version(row))

    def act() -> str:
        actions.end_office(
            holding=holding,
            version=form.cleaned_data["version"],
            until=form.cleaned_data["until"],
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, "任职结束登记好了，经历留着。")
        return row_url(row)

    name = f"{holding.organisation.short_name}{holding.get_office_display()}"
    page = FormPage(f"{row.person.name}不再担任{name}", "届满、辞职、免职以后登记。", row_url(row), "登记")
    return answer_form(request, form, act, page, _again(request, pk))


def _instead_of_days(span: DatedFact) -> tuple[Link, ...]:
    """What may be wrong with a span besides its day."""
    links = []
    if not actions.why_fact_has_ended(span):
        label = "这一段其实没有结束，误登了结束：撤回结束"
        links.append(Link(label, reverse("party:reopen_fact", args=[span.member_id, span.pk])))
    if not actions.why_fact_stays(span):
        label = "这一段根本不该登记：撤回这一段"
        links.append(Link(label, reverse("party:undo_fact", args=[span.member_id, span.pk])))
    return tuple(links)


def _instead_of_leaving(row: Member) -> tuple[Link, ...]:
    """What somebody may have come for who should not be on the roll."""
    links = []
    if not actions.why_return_stays(row):
        label = "他没有回来，“重新列入名册”登记错了：撤回重新列入"
        links.append(Link(label, reverse("party:undo_return", args=[row.pk])))
    if not actions.why_member_stays(row):
        label = "登重了、登错了人，本来就不该登记：撤回这个人的登记"
        links.append(Link(label, reverse("party:remove_member", args=[row.pk])))
    return tuple(links)


def _version(row: Member) -> dict[str, Any]:
    return {"version": row.person.version}


def _again(request: HttpRequest, pk: uuid.UUID) -> Callable[[Any], dict[str, Any]]:
    """What the form shows when somebody else wrote meanwhile: the new version."""
    return lambda _: _version(visible_member(request, pk))


def _paper(data: dict[str, Any]) -> Paper:
    return Paper(data["counterpart"], data["document_no"], data["note"])
