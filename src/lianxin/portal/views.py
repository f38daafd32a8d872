"""The common pages: 今日, search, type size, help, and the way from the demonstration to one's own."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lianxin.access.models import User
from lianxin.access.scope import can
from lianxin.access.views_support import actor_of, allowed, user_of
from lianxin.declare.duties import DutyKind
from lianxin.kernel import clock
from lianxin.portal import actions
from lianxin.portal.demo import remove_demo
from lianxin.portal.duties import due_line, duties_of
from lianxin.portal.forms import OwnCommunityForm
from lianxin.portal.frame import LARGE_COOKIE
from lianxin.portal.queries import found_by
from lianxin.portal.rules import VIEW_DUTIES, VIEW_FIRST_STEPS
from lianxin.portal.set_up.actions import needs_set_up
from lianxin.portal.today import day_of
from lianxin.ui.parts import Link

A_YEAR = 365 * 24 * 3600


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """今日: what should be put right, what was just recorded, where to begin."""
    if needs_set_up(request.user):
        return redirect("portal:set_up")
    assert isinstance(request.user, User)
    day = day_of(request.user)
    if day.own_page:
        return redirect(day.own_page)
    return render(request, "portal/home.html", {"day": day})


@require_GET
@allowed(VIEW_DUTIES)
def duties(request: HttpRequest) -> HttpResponse:
    """Everything that is due, of one kind or of all."""
    kind, today = request.GET.get("kind", ""), clock.today()
    found = duties_of(user_of(request), today)
    tabs = [
        Link(label, reverse("portal:duties") + (f"?kind={code}" if code else ""), current=code == kind)
        for code, label in (("", "全部"), *((each.value, each.label) for each in DutyKind))
    ]
    due = [due_line(duty, today) for duty in found if kind in ("", duty.kind.value)]
    return render(request, "portal/duties.html", {"due": due, "tabs": tabs})


@require_GET
@allowed(VIEW_DUTIES)
def day_print(request: HttpRequest) -> HttpResponse:
    """今日 on paper, in large type, with boxes to tick and room to write."""
    day = day_of(user_of(request), at_most=None)
    return render(
        request,
        "portal/day_print.html",
        {"day": day, "large": True, "back_url": reverse("portal:home"), "lines": "12345"},
    )


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """People, courtyards, units and organisations by characters, pinyin or initials."""
    query = request.GET.get("q", "").strip()[:60]
    assert isinstance(request.user, User)
    found = found_by(request.user, query) if query else []
    return render(request, "portal/search.html", {"query": query, "found": found})


@login_not_required
@require_POST
def type_size(request: HttpRequest) -> HttpResponse:
    """Switch between the usual and the large type; remembered for the account or the browser."""
    large = request.POST.get("size") == "large"
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    if isinstance(request.user, User):
        actions.choose_type_size(user=request.user, large=large)
    response.set_cookie(
        LARGE_COOKIE,
        "large" if large else "usual",
        max_age=A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """How the commonest things are done, in plain words."""
    return render(request, "portal/help.html", {"may_begin": can(request.user, VIEW_FIRST_STEPS)})


@allowed("portal.leave_demonstration")
@require_http_methods(["GET", "POST"])
def own_community(request: HttpRequest) -> HttpResponse:
    """建立自己的社区: say who you are, remove the demonstration, go on with an empty house."""
    form = OwnCommunityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = remove_demo(actor=actor_of(request), open_first=True)
        return redirect(token or reverse("account_login"))
    return render(request, "portal/own_community.html", {"form": form})
