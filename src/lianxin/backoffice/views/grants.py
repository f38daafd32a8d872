"""Giving and ending roles."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lianxin.access import actions as access
from lianxin.access.queries import accounts_visible_to, grants_visible_to
from lianxin.access.rules import CHANGE_GRANTS, may_end, separation_warnings, standing_grants
from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, once_of, user_of
from lianxin.audit.work import AlreadyDoneError
from lianxin.backoffice import actions
from lianxin.backoffice.forms import ReasonForm, RoleForm
from lianxin.declare.errors import RuleError
from lianxin.declare.roles import Role


@allowed(CHANGE_GRANTS)
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give the account a role."""
    shown = get_visible_or_404(accounts_visible_to(request.user, CHANGE_GRANTS), pk)
    form = RoleForm(request.POST or None, giver=user_of(request))
    if request.method == "POST" and form.is_valid():
        wanted = form.wanted()
        assert wanted is not None
        try:
            actions.give_role(user=shown, wanted=wanted, actor=actor_of(request), once=once_of(request))
        except RuleError as error:
            form.add_error("thing_name" if error.field == "thing" else error.field, error.message)
        except AlreadyDoneError:
            messages.info(request, "刚才已经提交过了，没有重复登记。")
            return redirect("backoffice:account", shown.pk)
        else:
            messages.success(request, f"{shown.name}现在是{wanted.organisation.name}的{wanted.role.label}。")
            for warning in separation_warnings({Role(grant.role) for grant in standing_grants(shown)}):
                messages.warning(request, warning)
            return redirect("backoffice:account", shown.pk)
    return render(request, "backoffice/give_role.html", {"account": shown, "form": form})


@allowed(CHANGE_GRANTS)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End a role, with a reason; it takes effect at its holder's next click."""
    grant = get_visible_or_404(grants_visible_to(request.user, CHANGE_GRANTS), pk)
    if not may_end(user_of(request), grant):
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            access.end_grant(grant=grant, actor=actor_of(request), reason=form.cleaned_data["reason"])
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"已收回{grant.user.name}的“{Role(grant.role).label}”。")
            return redirect("backoffice:account", grant.user_id)
    context = {
        "heading": f"收回{grant.user.name}的“{Role(grant.role).label}”",
        "text": "收回以后马上不能再做这个角色的事；做过的事和记录都还在。",
        "submit": "收回",
        "tone": "danger",
        "form": form,
        "account": grant.user,
    }
    return render(request, "backoffice/confirm.html", context)
