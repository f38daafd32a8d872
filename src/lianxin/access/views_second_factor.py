"""两步登录: turned on with a telephone, turned off with the password, and the code asked at signing in."""

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.decorators import login_stage_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.access import actions, lockout
from lianxin.access.actions.second_factor import WRONG_CODE
from lianxin.access.adapter import HOW
from lianxin.access.addresses import client_address
from lianxin.access.forms import CodeForm, NewCodeForm
from lianxin.access.mfa_adapter import opened, sealed
from lianxin.access.models import User
from lianxin.access.second_factor import CodeStage, has_second_factor, is_due, must_have, second_factor_of
from lianxin.access.views_support import actor_of, once_of, user_of
from lianxin.audit.work import AlreadyDoneError
from lianxin.declare.errors import RuleError
from lianxin.kernel import clock
from lianxin.kernel.crypto import CryptoError
from lianxin.ui.qr import qr_drawing

SECRET = "access_second_factor"  # noqa: S105 (where the session keeps it, sealed)
APP = "allauth.mfa"


@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Whether it is on, since when, and what may be done about it."""
    user = user_of(request)
    context = {"present": second_factor_of(user), "must": must_have(user), "due": is_due(user)}
    return render(request, "access/second_factor.html", context)


@reauthentication_required(app=APP)  # type: ignore[untyped-decorator]  # allauth ships no types
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def turn_on(request: HttpRequest) -> HttpResponse:
    """Show the secret as a drawing and as text, and ask for a first code. The sheet of recovery codes answers the POST."""
    user = user_of(request)
    if has_second_factor(user):
        return redirect("access:second_factor")
    secret = _pending_secret(request)
    form = NewCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = actions.turn_on_second_factor(
                user=user,
                secret=secret,
                code=form.cleaned_data["code"],
                actor=actor_of(request),
                once=once_of(request),
            )
        except RuleError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        except AlreadyDoneError:
            return redirect("access:second_factor")
        else:
            request.session.pop(SECRET, None)
            return _sheet(request, user, codes)
    address = get_adapter().build_totp_url(user, secret)
    context = {
        "form": form,
        "drawing": qr_drawing(address, "两步登录的二维码"),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
    }
    return render(request, "access/turn_on.html", context)


@reauthentication_required(app=APP)  # type: ignore[untyped-decorator]  # allauth ships no types
@never_cache
@require_http_methods(["GET", "POST"])
def renew_codes(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes; the sheet answers the POST itself, its codes are shown this once."""
    user = user_of(request)
    if not has_second_factor(user):
        return redirect("access:second_factor")
    if request.method == "POST":
        try:
            return _sheet(
                request,
                user,
                actions.renew_recovery_codes(user=user, actor=actor_of(request), once=once_of(request)),
            )
        except AlreadyDoneError:
            messages.info(request, "刚才已经换过一批，只显示一次。没有印好的话，再换一批，旧的自动作废。")
            return redirect("access:second_factor")
    context = {
        "heading": "换一批备用码",
        "text": "新的十个备用码只在下一页显示一次，请当场打印。旧的全部作废。",
        "submit": "换一批，去打印",
        "cancel_url": reverse("access:second_factor"),
    }
    return render(request, "ui/confirm.html", context)


@reauthentication_required(app=APP)  # type: ignore[untyped-decorator]  # allauth ships no types
@require_http_methods(["GET", "POST"])
def turn_off(request: HttpRequest) -> HttpResponse:
    """Back to the password alone, after it was typed once more."""
    if request.method == "POST":
        try:
            actions.turn_off_second_factor(user=user_of(request), actor=actor_of(request))
        except RuleError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "两步登录已经停用，以后只要密码。")
        return redirect("access:second_factor")
    context = {
        "heading": "停用两步登录",
        "text": "停用以后，知道密码就能登录。手机里那一项可以删掉，备用码作废。",
        "submit": "停用",
        "tone": "danger",
        "cancel_url": reverse("access:second_factor"),
    }
    return render(request, "ui/confirm.html", context)


@login_stage_required(stage=CodeStage.key, redirect_urlname="account_login")  # type: ignore[untyped-decorator]
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second step of signing in: a code from the telephone, or a recovery code."""
    stage: CodeStage = request._login_stage  # type: ignore[attr-defined]  # noqa: SLF001 (as allauth hands it over)
    user: User = stage.login.user
    if "leave" in request.POST:
        left: HttpResponse = stage.abort()
        return left
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = client_address(request)
        attempt = lockout.begin_code(user.username, address)
        if attempt.locked_until:
            form.add_error(None, f"试得太多了，请过 {attempt.wait_minutes} 分钟再试。手机丢了，请安全管理员重设。")
        elif how := actions.use_code(user=user, code=form.cleaned_data["code"], address=address):
            lockout.succeeded(attempt)
            request.session[HOW] = how
            response: HttpResponse = stage.exit()
            return response
        else:
            actions.record_failed_code(user=user, address=address, locks=attempt.locks)
            form.add_error("code", WRONG_CODE)
    return render(request, "access/code.html", {"form": form})


def _pending_secret(request: HttpRequest) -> str:
    """The secret on offer, the same until it is used: reloading must not spoil what the telephone has read."""
    try:
        return opened(request.session[SECRET])
    except (KeyError, ValueError, CryptoError):
        secret: str = generate_totp_secret()
        request.session[SECRET] = sealed(secret)
        return secret


def _sheet(request: HttpRequest, user: User, codes: list[str]) -> HttpResponse:
    context = {
        "owner": user,
        "codes": [f"{each[:4]} {each[4:]}" for each in codes],
        "made_at": clock.now(),
        "back_url": reverse("access:second_factor"),
        "large": True,
    }
    return render(request, "access/recovery_codes.html", context)
