"""One's own account, the slip, and the very first sign-in. Signing in and out are allauth's views (``urls``)."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.access import actions, lockout
from lianxin.access.adapter import wait_text
from lianxin.access.addresses import client_address, from_this_machine
from lianxin.access.forms import FirstAccountForm, NewPasswordForm, SlipCodeForm
from lianxin.access.models import User
from lianxin.access.queries import find_link, find_slip, slip_by_id
from lianxin.access.rules import separation_warnings
from lianxin.access.scope import open_grants, roles_of
from lianxin.access.second_factor import has_second_factor
from lianxin.access.session_store import remember_device
from lianxin.access.views_support import user_of
from lianxin.declare.errors import RuleError
from lianxin.declare.roles import Role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SLIP_IN_SESSION = "access_slip"


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """我的账号: who I am here, what I may do, and the way to a new password."""
    user = user_of(request)
    grants = [(Role(grant.role).label, grant) for grant in open_grants(user)]
    context = {"grants": grants, "warnings": separation_warnings(roles_of(user))}
    return render(request, "access/account.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def slip(request: HttpRequest) -> HttpResponse:
    """Type the code of a printed slip."""
    form = SlipCodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "access/slip.html", {"form": form})
    address = client_address(request)
    attempt = lockout.begin_slip(address)
    if attempt.locked_until:
        form.add_error(None, wait_text(attempt))
        return render(request, "access/slip.html", {"form": form})
    found = find_slip(form.cleaned_data["code"])
    if found is None or not _may_enter(request, found.user):
        actions.record_failed_slip(address=address, locks=attempt.locks)
        form.add_error("code", actions.SPENT)
        return render(request, "access/slip.html", {"form": form})
    lockout.succeeded(attempt)
    request.session[SLIP_IN_SESSION] = str(found.pk)
    return redirect("access:slip_password")


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "POST"])
def slip_password(request: HttpRequest) -> HttpResponse:
    """Choose the password the slip is for, and be signed in with it."""
    found = slip_by_id(request.session.get(SLIP_IN_SESSION, ""))
    if found is None or found.user is None:
        messages.error(request, actions.SPENT)
        return redirect("access:slip")
    form = NewPasswordForm(request.POST or None, user=found.user)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.use_slip(
                slip=found, password=form.cleaned_data["password1"], address=client_address(request)
            )
        except RuleError as error:
            messages.error(request, error.message)
            return redirect("access:slip")
        if has_second_factor(user):
            request.session.flush()
            messages.success(request, "密码已经定好。请用它登录，接着输手机上的动态码。")
            return redirect("account_login")
        _sign_in(request, user, "启用单")
        messages.success(request, "密码已经定好。下次登录用它就行，单子可以撕掉了。")
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "access/slip_password.html", {"form": form, "owner": found.user})


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "POST"])
def first(request: HttpRequest, token: str) -> HttpResponse:
    """The link printed at the first start: into the demonstration, or the first account of an empty house."""
    link = find_link(token)
    if link is None or not _may_enter(request, link.user):
        messages.error(request, actions.LINK_SPENT)
        return redirect("account_login")
    if link.user is not None:
        return _enter_demo(request, token, link.user)
    form = FirstAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.open_first_account(
                token=token,
                username=form.cleaned_data["username"],
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password1"],
                address=client_address(request),
            )
        except RuleError as error:
            form.add_error(error.field, error.message)
        else:
            _sign_in(request, user, "第一次登录的链接")
            return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "access/first.html", {"form": form})


def _enter_demo(request: HttpRequest, token: str, user: User) -> HttpResponse:
    if request.method != "POST":
        return render(request, "access/first_demo.html", {"owner": user})
    try:
        actions.enter_demo(token=token, address=client_address(request))
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("account_login")
    _sign_in(request, user, "第一次登录的链接")
    return redirect(settings.LOGIN_REDIRECT_URL)


def _may_enter(request: HttpRequest, user: User | None) -> bool:
    return user is None or not user.is_demo or from_this_machine(request)


def _sign_in(request: HttpRequest, user: User, how: str) -> None:
    """Sign in under a new session key, with nothing of the visitor's session kept."""
    request.session.flush()
    login(request, user, backend=BACKEND)
    remember_device(request)
    actions.record_sign_in(user=user, address=client_address(request), how=how)
