"""How a person is reached and what the person agreed to; for members too."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, once_of
from lianxin.orgs.editing import FormPage, answer_form, answer_taking_back, sent
from lianxin.residents import actions, queries
from lianxin.residents.actions import ReachDetails
from lianxin.residents.doors import pages_elsewhere
from lianxin.residents.forms import CorrectConsentForm, GiveConsentForm, ReachForm, WithdrawConsentForm
from lianxin.residents.models import Consent, Person
from lianxin.residents.rules import CHANGE_REACH
from lianxin.ui.parts import Link

FIELDS = ("channel", "hearing", "dialect", "mobility", "carer_name", "carer_relation")


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_REACH)
def reach(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record how a person is best reached."""
    row, back = _person(request, pk)
    form = ReachForm(sent(request, _initial(row)), initial=_initial(row), phone_now=row.carer_phone_masked)

    def act() -> str:
        actions.record_reach(
            person=row,
            version=form.cleaned_data["version"],
            details=ReachDetails(**form.values),
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, "记下了。")
        return back

    lead = "按本人的习惯记，通知、接送、上门都照这个来。"
    return answer_form(request, form, act, FormPage(f"怎样联系{row.name}", lead, back, columns=2), _initial)


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_REACH)
def give_consent(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record a consent."""
    row, back = _person(request, pk)
    form = GiveConsentForm(sent(request))

    def act() -> str:
        data = form.cleaned_data
        actions.give_consent(
            person=row,
            purpose=data["purpose"],
            given_on=data["given_on"],
            how=data["how"],
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, "同意已经记下。")
        return back

    lead = "要公开姓名照片、登记健康困难，先问本人；没有同意的不公开。"
    return answer_form(request, form, act, FormPage(f"{row.name}同意了什么", lead, back, "登记"))


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_REACH)
def withdraw_consent(request: HttpRequest, pk: uuid.UUID, consent: uuid.UUID) -> HttpResponse:
    """Record that a consent was withdrawn."""
    row, back = _person(request, pk)
    given = queries.consents_of(row).select_related("person").filter(pk=consent, withdrawn_on__isnull=True).first()
    if given is None:
        raise Http404
    form = WithdrawConsentForm(sent(request))

    def act() -> str:
        actions.withdraw_consent(
            consent=given,
            withdrawn_on=form.cleaned_data["withdrawn_on"],
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, "撤回已经记下，从那天起不再使用。")
        return back

    heading = f"{row.name}撤回“{given.get_purpose_display()}”"
    lead = "本人什么时候都可以撤回，不用说理由。"
    return answer_form(request, form, act, FormPage(heading, lead, back, "登记撤回"))


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_REACH)
def correct_consent(request: HttpRequest, pk: uuid.UUID, consent: uuid.UUID) -> HttpResponse:
    """Put a consent right, a mistaken withdrawal too."""
    row, back = _person(request, pk)
    given = _consent(row, consent)
    form = CorrectConsentForm(sent(request, _of_consent(row, given)), initial=_of_consent(row, given))

    def act() -> str:
        data = form.cleaned_data
        actions.correct_consent(
            consent=given,
            version=data["version"],
            given_on=data["given_on"],
            how=data["how"],
            withdrawn_on=data["withdrawn_on"],
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, "更正好了。")
        return back

    def present(person: Person) -> dict[str, Any]:
        return _of_consent(person, _consent(person, consent))

    page = FormPage(
        f"更正{row.name}的同意：{given.get_purpose_display()}",
        "改写错的日期、说法；撤回登记错了的，把撤回日期清空就恢复了。",
        back,
        others=(
            Link(
                "本人从来没有同意过，登记错了：撤回这一条登记",
                reverse("residents:strike_consent", args=[row.pk, given.pk]),
            ),
        ),
    )
    return answer_form(request, form, act, page, present)


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_REACH)
def strike_consent(request: HttpRequest, pk: uuid.UUID, consent: uuid.UUID) -> HttpResponse:
    """Strike a consent that was never given."""
    row, back = _person(request, pk)
    given = _consent(row, consent)

    def act(version: int, reason: str) -> str:
        actions.strike_consent(
            consent=given, version=version, reason=reason, actor=actor_of(request), once=once_of(request)
        )
        messages.success(request, "误登的同意已经撤回，改动记录里还查得到。")
        return back

    page = FormPage(
        f"撤回误登的同意：{row.name}，{given.get_purpose_display()}",
        "登错了人、本人从来没有同意过的用；同意过又改主意的，用“登记撤回”。",
        back,
        "撤回这一条登记",
        notes=("这一条会从本人的同意里拿掉，原来登记的内容和您写的理由留在改动记录里。",),
    )
    return answer_taking_back(request, row, act, page)


def _consent(row: Person, pk: uuid.UUID) -> Consent:
    return get_visible_or_404(queries.consents_of(row).select_related("person"), pk)


def _of_consent(row: Person, given: Consent) -> dict[str, Any]:
    return {
        "version": row.version,
        "given_on": given.given_on,
        "how": given.how,
        "withdrawn_on": given.withdrawn_on,
    }


def _person(request: HttpRequest, pk: uuid.UUID) -> tuple[Person, str]:
    """The person and the page to go back to: the member's own where there is one."""
    rows = queries.persons_visible_to(request.user, CHANGE_REACH).select_related("community__organisation")
    row = get_visible_or_404(rows, pk)
    elsewhere = pages_elsewhere(request.user, [row.pk])
    page = elsewhere[row.pk].url if row.pk in elsewhere else reverse("residents:person", args=[row.pk])
    return row, page


def _initial(row: Person) -> dict[str, Any]:
    return {"version": row.version, **{name: getattr(row, name) for name in FIELDS}}
