"""allauth on our terms: user name and password only, our waits, our words, every sign-in in the trail."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lianxin.access import lockout
from lianxin.access.actions import change_password, record_failed_sign_in, record_sign_in, record_sign_out
from lianxin.access.addresses import client_address, from_this_machine
from lianxin.access.models import User
from lianxin.access.session_store import remember_device
from lianxin.access.views_support import actor_of

HOW = "access_signed_in_how"
"""Where the session keeps, between its two steps, how somebody signs in."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """What allauth asks the project."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "用户名或密码不对。请看看大小写和输入法，再试一次。",
        "enter_current_password": "现在的密码不对。",
        "incorrect_password": "密码不对。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are opened at the desk."""
        return False

    def get_login_stages(self) -> list[str]:
        """After the password there is one more step at most, ours."""
        return ["lianxin.access.second_factor.CodeStage"]

    def get_reauthentication_methods(self, user: object) -> list[dict[str, str]]:
        """The password, which every account has."""
        url = reverse("account_reauthenticate")
        return [{"id": "reauthenticate", "description": "密码", "url": url}] if isinstance(user, User) else []

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages only; no JSON twin of the sign-in."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """The user, or None after a wait was checked, the attempt counted and the failure written down.

        Unknown names, wrong passwords, closed accounts and demonstration accounts from elsewhere take the same path:
        one password hash, one count, one entry, the same words.
        """
        username = str(credentials.get("username", ""))
        address = client_address(request)
        attempt = lockout.begin(username, address)
        if attempt.locked_until:
            raise ValidationError(wait_text(attempt), code="too_many_login_attempts")
        user = authenticate(request, **credentials)
        if isinstance(user, User) and (from_this_machine(request) or not user.is_demo):
            lockout.succeeded(attempt)
            return user
        record_failed_sign_in(username=username, address=address, locks=attempt.locks)
        return None

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Written down once the session has its new key."""
        remember_device(request)
        record_sign_in(user=user, address=client_address(request), how=request.session.pop(HOW, "密码"))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Written down before the session goes."""
        if isinstance(request.user, User):
            record_sign_out(user=request.user, address=client_address(request))
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        """The password-change page has judged the password."""
        change_password(user=user, password=password, actor=actor_of(self.request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's own account."""
        return reverse("access:account")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No e-mail here."""


def wait_text(attempt: lockout.Attempt) -> str:
    """What to say while nothing may be tried."""
    return (
        f"试得太多了，请过 {attempt.wait_minutes} 分钟再试。"
        "急用或者忘了密码，请到社区办公室开一张启用单，凭单子上的口令马上就能进来。"
    )
