"""Sign-in is the rule, open pages the exception; and what an account must do before anything else."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django_htmx.http import HttpResponseClientRedirect

from lianxin.access.addresses import from_this_machine
from lianxin.access.models import Session, User
from lianxin.access.second_factor import is_due
from lianxin.access.session_store import SessionStore
from lianxin.kernel import clock

OPEN_WHILE_PASSWORD_IS_DUE = frozenset({"account_change_password", "account_logout"})
OPEN_WHILE_SECOND_FACTOR_IS_DUE = frozenset(
    {"access:second_factor", "access:turn_on", "account_reauthenticate", "account_change_password", "account_logout"}
)


SEEN_AGAIN_AFTER = timedelta(minutes=5)
"""How exactly the list of devices says when one was last used: a page is not to write at each click."""


def note_use(session: object) -> None:
    """Note now and then that a device is in use, beside the session's data, whose end does not move."""
    if not isinstance(session, SessionStore) or session.seen_at is None:
        return
    now = clock.now()
    if now - session.seen_at > SEEN_AGAIN_AFTER:
        Session.objects.filter(session_key=session.session_key).update(seen_at=now)


class SignInMiddleware(LoginRequiredMiddleware):
    """Every view asks for sign-in unless marked ``login_not_required``; views so marked never touch the session here.

    A demonstration account is good on this machine only; who must change the password is led to that page.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Any,  # noqa: ANN401 (Django's signature)
        view_args: Any,  # noqa: ANN401
        view_kwargs: Any,  # noqa: ANN401
    ) -> HttpResponseBase | None:
        """Runs before each view."""
        if not getattr(view_func, "login_required", True):
            return None
        user = request.user
        if isinstance(user, User) and user.is_demo and not from_this_machine(request):
            auth.logout(request)
        answer: HttpResponseBase | None = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is None and isinstance(user, User):
            note_use(request.session)
            if user.must_change_password:
                return self._lead_to_password(request)
            if is_due(user):
                return self._lead_to_second_factor(request)
        return answer

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Neither a browser nor a proxy keeps our pages: after signing out, going back shows nothing."""
        if "Cache-Control" not in response.headers:
            patch_cache_control(response, private=True, no_store=True)
        return response

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseBase:  # type: ignore[override]  # noqa: ANN401
        """To the sign-in page; a part of a page asked for by htmx takes the whole window there."""
        if getattr(request, "htmx", False):
            query = urlencode({REDIRECT_FIELD_NAME: request.htmx.current_url_abs_path or "/"})  # type: ignore[attr-defined]
            return HttpResponseClientRedirect(f"{settings.LOGIN_URL}?{query}")
        answer: HttpResponseBase = super().handle_no_permission(request, view_func)
        return answer

    def _lead_to_password(self, request: HttpRequest) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is not None and match.view_name in OPEN_WHILE_PASSWORD_IS_DUE:
            return None
        return redirect(reverse("account_change_password"))

    def _lead_to_second_factor(self, request: HttpRequest) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is not None and match.view_name in OPEN_WHILE_SECOND_FACTOR_IS_DUE:
            return None
        return redirect(reverse("access:second_factor"))
