"""The gallery of components, and the pages of errors."""

import logging
import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.views.decorators.http import require_safe

from lianxin.ui import samples

logger = logging.getLogger(__name__)

SAMPLE_PAGES = {
    "desk": "ui/gallery/desk.html",
    "empty": "ui/gallery/empty.html",
    "print": "ui/gallery/print.html",
    "confirm": "ui/gallery/confirm.html",
    "sign-in": "ui/gallery/sign_in.html",
    "400": "400.html",
    "403": "403.html",
    "403-1": "403_csrf.html",
    "404": "404.html",
    "405": "405.html",
    "429": "429.html",
    "500": "500.html",
    "503": "503.html",
}


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in all its states; ``?large=1`` in large type."""
    return render(request, "ui/gallery/index.html", _sample_context(request) | {"messages": samples.MESSAGES})


@require_safe
def sample(request: HttpRequest, name: str) -> HttpResponse:
    """A whole page as an example: the desk, a sheet of paper, a question, an error."""
    if name not in SAMPLE_PAGES:
        raise Http404
    return render(request, SAMPLE_PAGES[name], _sample_context(request))


def server_error(request: HttpRequest) -> HttpResponse:
    """Status 500 with a number that is also in the log (``handler500``)."""
    number = secrets.token_hex(3)
    logger.error("Error number %s at %s", number, request.path)
    return HttpResponse(get_template("500.html").render({"error_number": number}), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Status 503: come back in a minute."""
    return HttpResponse(get_template("503.html").render(), status=503, headers={"Retry-After": "60"})


def _sample_context(request: HttpRequest) -> dict[str, object]:
    return {
        "frame": samples.frame(large=request.GET.get("large") == "1"),
        "members": samples.MEMBERS,
        "form": samples.MemberForm(),
        "faulty_form": samples.faulty_form(),
        "filter_form": samples.FilterForm(request.GET),
        "dues": samples.DUES,
        "facts": samples.FACTS,
        "events": samples.EVENTS,
        "steps": samples.STEPS,
        "differences": samples.DIFFERENCES,
        "conflicts": samples.CONFLICTS,
        "crumbs": samples.CRUMBS,
        "tabs": samples.TABS,
        "paging": samples.PAGING,
        "initials": samples.INITIALS,
        "icons": samples.ICONS,
        "pages": SAMPLE_PAGES,
        "back_url": "../",
        "heading": "把贺长青转出本支部",
        "text": "转出以后，花名册上不再列他的名字；以前的记录都留着，转错了可以转回来。",
        "items": ("第一支部人数 39 变为 38", "党费从下个月起不再催交"),
        "submit": "转出",
        "tone": "danger",
        "cancel_url": "../",
    }
