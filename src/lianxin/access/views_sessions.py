"""登录的设备: where one is signed in, and signing out elsewhere."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lianxin.access import actions
from lianxin.access.queries import sessions_of
from lianxin.access.views_support import actor_of, user_of

GONE = "那台设备已经退出了。"


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Every device one is signed in on."""
    rows = sessions_of(user_of(request))
    return render(request, "access/sessions.html", {"rows": rows, "here": request.session.session_key})


@require_POST
def end_session(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """Sign one device out; one that is not there, or somebody else's, answers as one that is out already."""
    if actions.end_session(user=user_of(request), number=number, actor=actor_of(request)):
        messages.success(request, "已经退出，那边再点一下就要重新登录。")
    else:
        messages.info(request, GONE)
    return redirect("access:sessions")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    ended = actions.end_sessions(user=user_of(request), actor=actor_of(request), keep=request.session.session_key)
    messages.success(request, f"已经退出别的 {ended} 台设备，只剩这一台。" if ended else "别处没有登录。")
    return redirect("access:sessions")
