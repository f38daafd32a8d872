"""The pages of the first run, and what to do right after it."""

from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.access.rules import separation_warnings
from lianxin.access.scope import roles_of
from lianxin.access.views_support import actor_of, allowed, new_once, once_of, user_of
from lianxin.audit.work import AlreadyDoneError
from lianxin.declare.errors import RuleError
from lianxin.portal.rules import VIEW_FIRST_STEPS
from lianxin.portal.set_up import actions
from lianxin.portal.set_up.queries import beginnings
from lianxin.portal.set_up.showing import summary
from lianxin.portal.set_up.steps import (
    ASKING,
    BY_CODE,
    CHECK,
    ORDER,
    answered_forms,
    answers_of,
    first_open,
    form_of,
    shown_steps,
)


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """To the first step that is not answered; where it was left, it goes on."""
    if not actions.needs_set_up(request.user):
        return redirect("portal:home")
    return redirect(_url(first_open(answers_of(user_of(request)))))


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, code: str) -> HttpResponse:
    """One step: its answer is kept as soon as it is in order."""
    if not actions.needs_set_up(request.user):
        return redirect("portal:home")
    if code not in BY_CODE:
        raise Http404
    user = user_of(request)
    answers = answers_of(user)
    if ORDER.index(code) > ORDER.index(first_open(answers)):
        return redirect("portal:set_up")
    form = form_of(code, answers, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.keep_answer(user=user, step=code, answer=form.cleaned_data, actor=actor_of(request))
        return redirect("portal:set_up")
    place = ORDER.index(code)
    context = {
        "asking": BY_CODE[code],
        "form": form,
        "steps": shown_steps(code, answers),
        "back": _url(ORDER[place - 1]) if place else "",
        "warnings": separation_warnings(set(actions.first_roles(form["role"].value() or "secretary")))
        if code == "duties"
        else [],
    }
    return render(request, "portal/set_up_step.html", context)


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Everything at a glance, each part with the way back to it; from here the community is founded."""
    if not actions.needs_set_up(request.user):
        return redirect("portal:first_steps" if request.method == "POST" else "portal:home")
    answers = answers_of(user_of(request))
    if first_open(answers) != CHECK:
        return redirect("portal:set_up")
    answered = answered_forms(answers)
    for asking in ASKING:
        if not answered[asking.code].is_valid():
            messages.warning(request, f"“{asking.label}”这一步有一处要改，改好再接着。")
            return redirect(_url(asking.code))
    if request.method == "POST":
        return _found(request, answered)
    context = {
        "parts": [(asking, _url(asking.code), summary(asking.code, answered)) for asking in ASKING],
        "steps": shown_steps(CHECK, answers),
        "back": _url(ORDER[-2]),
        "once": new_once(),
    }
    return render(request, "portal/set_up_check.html", context)


def _found(request: HttpRequest, answered: Mapping[str, forms.Form]) -> HttpResponse:
    try:
        actions.found_from(forms_by_step=answered, actor=actor_of(request), once=once_of(request))
    except AlreadyDoneError:
        return redirect("portal:first_steps")
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("portal:set_up_check")
    messages.success(request, "社区已经建好。下一步：把党员花名册导进来。")
    return redirect("portal:first_steps")


@allowed(VIEW_FIRST_STEPS)
@require_safe
def first_steps(request: HttpRequest) -> HttpResponse:
    """开头几件事: the roster, slips for colleagues, the key, a backup."""
    user = user_of(request)
    context = {
        "steps": shown_steps("", {}, founded=True),
        "beginnings": beginnings(user),
        "warnings": separation_warnings(roles_of(user)),
    }
    return render(request, "portal/first_steps.html", context)


def _url(code: str) -> str:
    return reverse("portal:set_up_check") if code == CHECK else reverse("portal:set_up_step", args=[code])
