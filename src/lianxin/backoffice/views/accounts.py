"""Accounts: list, page, opening, closing, slips."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.access import actions as access
from lianxin.access.addresses import from_this_machine
from lianxin.access.models import User
from lianxin.access.queries import (
    accounts_visible_to,
    grants_visible_to,
    holding,
    sessions_of,
    slips_of,
    with_open_grants,
)
from lianxin.access.rules import (
    CHANGE_GRANTS,
    MANAGE_ACCOUNTS,
    RESET_SECOND_FACTOR,
    VIEW_ACCOUNTS,
    may_end,
    may_manage,
    may_reset_second_factor,
    separation_warnings,
    standing_grants,
)
from lianxin.access.scope import can
from lianxin.access.second_factor import has_second_factor
from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, once_of, user_of
from lianxin.audit.work import AlreadyDoneError
from lianxin.backoffice import actions
from lianxin.backoffice.forms import AccountFilter, BareAccountForm, OpenAccountForm, ReasonForm, SlipForm
from lianxin.backoffice.queries import entries_by, found_accounts, person_of, suggested_username
from lianxin.backoffice.trail import line_of
from lianxin.declare.errors import RuleError
from lianxin.declare.roles import Role
from lianxin.orgs.queries import home_community, reach_of
from lianxin.ui.paging import asked_page, paging_links

ALREADY = "刚才已经提交过了，没有重复登记。"
SLIPS_SHOWN = 10


@allowed(VIEW_ACCOUNTS)
@require_safe
def account_list(request: HttpRequest) -> HttpResponse:
    """Who can sign in, and as what."""
    form = AccountFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = found_accounts(user_of(request), text=wanted.get("q", ""), state=wanted.get("state", ""))
    if wanted.get("role"):
        rows = holding(rows, Role(wanted["role"]))
    page = asked_page(with_open_grants(rows), request.GET, keys=("username",))
    context = {
        "filter": form,
        "page": page,
        "paging": paging_links(page, request),
        "may_open": can(request.user, MANAGE_ACCOUNTS),
    }
    return render(request, "backoffice/accounts.html", context)


@allowed(VIEW_ACCOUNTS)
@require_safe
def account(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One account: its roles, slips, sign-ins."""
    user = user_of(request)
    shown = _visible(request, pk)
    grants = list(grants_visible_to(user).filter(user=shown))
    context = {
        "account": shown,
        "person": person_of(shown),
        "grants": [(Role(grant.role), grant, may_end(user, grant)) for grant in grants],
        "warnings": separation_warnings({Role(grant.role) for grant in standing_grants(shown)}),
        "slips": slips_of(shown)[:SLIPS_SHOWN],
        "entries": [line_of(entry) for entry in entries_by(user, shown)],
        "may_manage": may_manage(user, shown),
        "sessions": sessions_of(shown) if may_manage(user, shown) else [],
        "here": request.session.session_key,
        "second_factor": has_second_factor(shown),
        "may_reset": may_reset_second_factor(user, shown) and shown.pk != user.pk,
        "may_grant": can(user, CHANGE_GRANTS),
    }
    return render(request, "backoffice/account.html", context)


@allowed(MANAGE_ACCOUNTS)
@require_http_methods(["GET", "POST"])
def open_account(request: HttpRequest) -> HttpResponse:
    """Open an account and, for who may, give its first role at once."""
    user = user_of(request)
    data = request.POST or None
    form = OpenAccountForm(data, giver=user, optional=True) if can(user, CHANGE_GRANTS) else BareAccountForm(data)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            opened = actions.open_office_account(
                name=name,
                username=form.cleaned_data["username"] or suggested_username(name),
                wanted=form.wanted(),
                actor=actor_of(request),
                once=once_of(request),
            )
        except RuleError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        except AlreadyDoneError as done:
            messages.info(request, ALREADY)
            return redirect("backoffice:account", done.result) if done.result else redirect("backoffice:accounts")
        else:
            messages.success(request, f"已给{opened.name}开了账号。下一步：打印启用单交给本人。")
            return redirect("backoffice:account", opened.pk)
    return render(request, "backoffice/open_account.html", {"form": form})


@allowed(MANAGE_ACCOUNTS)
@require_http_methods(["GET", "POST"])
def close_account(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Close the account, with a reason; it takes effect at its owner's next click."""
    shown = _managed(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            access.close_account(user=shown, actor=actor_of(request), reason=form.cleaned_data["reason"])
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{shown.name}的账号已停用。")
            return redirect("backoffice:account", shown.pk)
    context = {
        "heading": f"停用{shown.name}的账号",
        "text": "停用以后马上不能再用，没用过的启用单作废；做过的事和记录都还在，可以再恢复。",
        "submit": "停用",
        "tone": "danger",
        "form": form,
    }
    return render(request, "backoffice/confirm.html", {**context, "account": shown})


@allowed(MANAGE_ACCOUNTS)
@require_POST
def reopen_account(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Let a closed account sign in again."""
    shown = _managed(request, pk)
    access.reopen_account(user=shown, actor=actor_of(request))
    messages.success(request, f"{shown.name}的账号已恢复，原来的密码和还有效的角色都能用。")
    return redirect("backoffice:account", shown.pk)


@allowed(MANAGE_ACCOUNTS)
@require_POST
def demand_password(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for a new password at the account's next click."""
    shown = _managed(request, pk)
    access.demand_new_password(user=shown, actor=actor_of(request))
    messages.success(request, f"{shown.name}下次打开页面时要先换密码。")
    return redirect("backoffice:account", shown.pk)


@allowed(RESET_SECOND_FACTOR)
@require_http_methods(["GET", "POST"])
def reset_second_factor(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Telephone and recovery codes are lost: the password alone is enough until it is turned on anew."""
    shown = get_visible_or_404(accounts_visible_to(request.user, RESET_SECOND_FACTOR), pk)
    if not may_reset_second_factor(user_of(request), shown):
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            access.reset_second_factor(user=shown, actor=actor_of(request), reason=form.cleaned_data["reason"])
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{shown.name}的两步登录已经重设，现在只要密码。请他换手机后马上再启用。")
            return redirect("backoffice:account", shown.pk)
    context = {
        "heading": f"重设{shown.name}的两步登录",
        "text": "确认是本人丢了手机和备用码，当面或打电话核实过再办。重设以后只要密码就能登录。",
        "submit": "重设",
        "tone": "danger",
        "form": form,
    }
    return render(request, "backoffice/confirm.html", {**context, "account": shown})


@allowed(MANAGE_ACCOUNTS)
@require_POST
def end_session(request: HttpRequest, pk: uuid.UUID, number: uuid.UUID) -> HttpResponse:
    """Sign one device of the account out."""
    shown = _managed(request, pk)
    if access.end_session(user=shown, number=number, actor=actor_of(request)):
        messages.success(request, f"{shown.name}的那台设备已经退出。")
    else:
        messages.info(request, "那台设备已经退出了。")
    return redirect("backoffice:account", shown.pk)


@allowed(MANAGE_ACCOUNTS)
@require_POST
def end_sessions(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Sign every device of the account out; one's own stays in here."""
    shown = _managed(request, pk)
    here = request.session.session_key if shown.pk == user_of(request).pk else None
    ended = access.end_sessions(user=shown, actor=actor_of(request), keep=here)
    messages.success(request, f"{shown.name}的 {ended} 台设备已经退出，要再用得重新登录。")
    return redirect("backoffice:account", shown.pk)


@allowed(MANAGE_ACCOUNTS)
@never_cache
@require_http_methods(["GET", "POST"])
def slip(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Issue a slip. The sheet answers the POST itself: its code is shown this once and kept nowhere."""
    shown = _managed(request, pk)
    form = SlipForm(request.POST or None, initial={"days": access.SLIP_DAYS})
    if request.method == "POST" and form.is_valid():
        try:
            issued = access.issue_slip(
                user=shown, actor=actor_of(request), days=form.cleaned_data["days"], once=once_of(request)
            )
        except RuleError as error:
            form.add_error(None, error.message)
        except AlreadyDoneError:
            messages.info(request, "这张单子刚才已经开过，口令只显示一次。没有印好的话，请重新开一张，旧的自动作废。")
            return redirect("backoffice:account", shown.pk)
        else:
            return render(request, "backoffice/slip.html", _sheet(request, shown, issued))
    return render(request, "backoffice/issue_slip.html", {"account": shown, "form": form})


def _sheet(request: HttpRequest, shown: User, issued: access.IssuedSlip) -> dict[str, object]:
    grants = [grant for grant in standing_grants(shown) if grant.until is None]
    community, login = home_community(), reverse("account_login")
    return {
        "account": shown,
        "code": issued.code,
        "slip": issued.slip,
        "places": sorted({grant.organisation_name for grant in grants}),
        "roles": [Role(grant.role).label for grant in grants],
        "community": community,
        "reach": reach_of(community, login) if community else None,
        "inside": "" if from_this_machine(request) else request.build_absolute_uri(login),
        "issuer": user_of(request).name,
        "back_url": reverse("backoffice:account", args=[shown.pk]),
        "large": True,
    }


def _visible(request: HttpRequest, pk: uuid.UUID) -> User:
    return get_visible_or_404(accounts_visible_to(request.user), pk)


def _managed(request: HttpRequest, pk: uuid.UUID) -> User:
    """The account, when it is one the user may manage; else as if it were not there."""
    shown = get_visible_or_404(accounts_visible_to(request.user, MANAGE_ACCOUNTS), pk)
    if not may_manage(user_of(request), shown):
        raise Http404
    return shown
