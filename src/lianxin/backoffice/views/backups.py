"""Backups: how it stands, one now, carrying one away; the key and the ten steps on paper."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.access.scope import can
from lianxin.access.views_support import actor_of, allowed, once_of, user_of
from lianxin.audit.work import AlreadyDoneError
from lianxin.backoffice.forms import KeySheetForm
from lianxin.backoffice.rules import MAKE_BACKUPS, PRINT_KEY
from lianxin.backups import actions, keeping, queries
from lianxin.declare.errors import RuleError
from lianxin.kernel.crypto import keyring


@allowed(MAKE_BACKUPS)
@never_cache
@require_safe
def backups(request: HttpRequest) -> HttpResponse:
    """When the last one was, which copies there are, what to do next."""
    copies = keeping.copies()
    carried = queries.carried_by_name([copy.name for copy in copies])
    context = {
        "standing": queries.standing(),
        "copies": [(copy, actions.size_in_words(copy.size), carried.get(copy.name)) for copy in copies],
        "folder": keeping.backups_folder(),
        "may_print": can(request.user, PRINT_KEY),
    }
    return render(request, "backoffice/backups.html", context)


@allowed(MAKE_BACKUPS)
@require_POST
def back_up(request: HttpRequest) -> HttpResponse:
    """One now, by the worker."""
    try:
        job = actions.request_backup(actor=actor_of(request), once=once_of(request))
    except AlreadyDoneError as done:
        return redirect("backoffice:job", done.result) if done.result else redirect("backoffice:backups")
    return redirect("backoffice:job", job.pk)


@allowed(MAKE_BACKUPS)
@require_POST
def carry(request: HttpRequest, name: str) -> HttpResponseBase:
    """A copy to the person's own disk."""
    copy = keeping.copy_named(name)
    if copy is None:
        raise Http404
    file = copy.path.open("rb")
    actions.carry_away(copy=copy, actor=actor_of(request))
    return FileResponse(file, as_attachment=True, filename=copy.name, content_type="application/octet-stream")


@allowed(MAKE_BACKUPS, PRINT_KEY)
@require_safe
def restore_sheet(request: HttpRequest) -> HttpResponse:
    """The ten steps, to be kept beside the key's sheet."""
    back = "backoffice:backups" if can(request.user, MAKE_BACKUPS) else "backoffice:key_sheet"
    return render(request, "backoffice/restore_sheet.html", {"back_url": reverse(back)})


@allowed(PRINT_KEY)
@never_cache
@require_http_methods(["GET", "POST"])
def key_sheet(request: HttpRequest) -> HttpResponse:
    """First why, and that nobody looks on; then, this once, the key."""
    form = KeySheetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keys = actions.print_key(
                reason=form.cleaned_data["reason"], actor=actor_of(request), demo=user_of(request).is_demo
            )
        except RuleError as error:
            form.add_error(error.field, error.message)
        else:
            groups = [[(place, word) for place, word in enumerate(words, 1)] for words in keys]
            shown = {"keys": groups, "key_id": keyring().key_id, "back_url": reverse("backoffice:key_sheet")}
            return render(request, "backoffice/key_words.html", shown)
    context = {"form": form, "sheets": queries.key_sheets(), "may_back_up": can(request.user, MAKE_BACKUPS)}
    return render(request, "backoffice/key_sheet.html", context)
