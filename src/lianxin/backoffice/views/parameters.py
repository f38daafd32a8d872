"""Rules as data: what holds today, on what it rests, what held before."""

import uuid
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.access.scope import can
from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, once_of
from lianxin.audit.work import AlreadyDoneError
from lianxin.backoffice.forms import ParameterForm, ReasonForm
from lianxin.backoffice.rules import CHANGE_PARAMETERS, VIEW_PARAMETERS
from lianxin.backoffice.showing import parameter_facts, parameter_line, value_line
from lianxin.declare.errors import RuleError
from lianxin.declare.parameters import Parameter, all_parameters, parameter
from lianxin.kernel import clock
from lianxin.orgs.editing import ALREADY_DONE, FormPage, answer_form
from lianxin.parameters import actions, queries


@allowed(VIEW_PARAMETERS)
@require_safe
def parameter_list(request: HttpRequest) -> HttpResponse:
    """Every parameter under its heading."""
    standing = queries.standing_values(clock.today())
    declared = sorted(all_parameters(), key=lambda each: each.group)
    groups = [
        (title, [parameter_line(each, standing.get(each.code)) for each in some])
        for title, some in groupby(declared, key=lambda each: each.group)
    ]
    return render(request, "backoffice/parameters.html", {"groups": groups})


@allowed(VIEW_PARAMETERS)
@require_safe
def parameter_page(request: HttpRequest, code: str) -> HttpResponse:
    """One parameter: what holds, on what it rests, every value there was."""
    declared = _declared(code)
    context = {
        "parameter": declared,
        "facts": parameter_facts(declared, queries.standing_values(clock.today()).get(code)),
        "values": [value_line(row) for row in queries.values_of(code)],
        "may_change": can(request.user, CHANGE_PARAMETERS),
    }
    return render(request, "backoffice/parameter.html", context)


@allowed(CHANGE_PARAMETERS)
@require_http_methods(["GET", "POST"])
def set_parameter(request: HttpRequest, code: str) -> HttpResponse:
    """A new value from a day on."""
    declared = _declared(code)
    form = ParameterForm(request.POST or None, declared=declared)
    back = reverse("backoffice:parameter", args=[code])

    def act() -> str:
        actions.set_parameter(code=code, **form.cleaned_data, actor=actor_of(request), once=once_of(request))
        messages.success(request, f"“{declared.title}”已经设定，从写明的那一天起算。")
        return back

    lead = "规定改了，在这里登记新的数值和从哪天起；以前的事仍按当时的规定，不会跟着变。"
    return answer_form(request, form, act, FormPage(f"设定“{declared.title}”", lead, back, "设定"))


@allowed(CHANGE_PARAMETERS)
@require_http_methods(["GET", "POST"])
def withdraw_parameter(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """Take back a value entered by mistake, after asking once more."""
    declared = _declared(code)
    row = get_visible_or_404(queries.values_of(code), pk)
    form = ReasonForm(request.POST or None)
    back = reverse("backoffice:parameter", args=[code])
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            actions.withdraw_parameter(row=row, actor=actor_of(request), reason=reason, once=once_of(request))
        except AlreadyDoneError:
            messages.info(request, ALREADY_DONE)
            return redirect(back)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "已经撤销，这一条不再算数，记录还在。")
            return redirect(back)
    context = {
        "heading": f"撤销“{declared.title}”的这个数值",
        "text": "撤销以后，从那一天起改按前一个数值算，由此得出的提醒跟着变。",
        "submit": "撤销",
        "tone": "danger",
        "form": form,
        "cancel_url": back,
    }
    return render(request, "ui/confirm.html", context)


def _declared(code: str) -> Parameter:
    try:
        return parameter(code)
    except KeyError:
        raise Http404 from None
