"""Pages of saved views."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.access.scope import can, scope_of
from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, once_of, user_of
from lianxin.audit.work import AlreadyDoneError
from lianxin.kernel import clock
from lianxin.orgs.editing import ALREADY_DONE, FormPage, answer_form, sent
from lianxin.reports.models import SavedView
from lianxin.reports.queries import organisations_of
from lianxin.reports.rules import SHARE, VIEW
from lianxin.reports.saved.actions import edit_view, remove_view, restore_view, save_view
from lianxin.reports.saved.choices import days_of
from lianxin.reports.saved.forms import EditViewForm, SaveViewForm
from lianxin.reports.saved.queries import own_views_of, restorable_of, saved_views_visible_to, views_shown
from lianxin.reports.saved.targets import target_visible_to


@require_safe
@allowed(VIEW)
def views_page(request: HttpRequest) -> HttpResponse:
    """One's own views and those of colleagues; what was removed of late can come back."""
    shown = views_shown(request.user, saved_views_visible_to(request.user))
    context = {
        "own": [view for view in shown if view.own],
        "shared": [view for view in shown if not view.own],
        "removed": views_shown(request.user, restorable_of(request.user)),
    }
    return render(request, "reports/saved/views.html", context)


@require_safe
@allowed(VIEW)
def open_view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Go to the ledger or list, as it was kept, on the day the view says."""
    row = get_visible_or_404(saved_views_visible_to(request.user), pk)
    target = target_visible_to(request.user, row.target)
    if target is None:
        raise Http404
    days = days_of(row.as_of_kind, clock.today(), row.since, row.as_of)
    return redirect(target.address(row.filters, row.columns, days))


@require_http_methods(["GET", "POST"])
@allowed(VIEW)
def save(request: HttpRequest) -> HttpResponse:
    """Keep what is shown under a name."""
    target = target_visible_to(request.user, request.GET.get("target", ""))
    if target is None:
        raise Http404
    may_share = can(request.user, SHARE)
    form = SaveViewForm(sent(request), target=target, query=request.GET, may_share=may_share)

    def act() -> str:
        code = SHARE if form.cleaned_data.get("shared") else VIEW
        row = save_view(
            wanted=form.wanted(),
            name=form.cleaned_data["name"],
            shared=form.cleaned_data.get("shared", False),
            organisation=organisations_of(scope_of(request.user, code))[0],
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, f"“{row.name}”已经存好，在“台账”里点它就能看。")
        return reverse("reports:views")

    lead = f"把{target.title}现在的筛选存起来，下次在“台账”里点一下就是这个样子。"
    page = FormPage("存成常用视图", lead, reverse("reports:views"), "存起来")
    return answer_form(request, form, act, page)


@require_http_methods(["GET", "POST"])
@allowed(VIEW)
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Rename a view, share it or take it back."""
    row = get_visible_or_404(own_views_of(request.user).filter(removed_at__isnull=True), pk)
    initial = _initial(row)
    form = EditViewForm(sent(request, initial), initial=initial, may_share=can(request.user, SHARE))

    def act() -> str:
        values = form.values
        edit_view(
            view=row,
            version=form.cleaned_data["version"],
            name=values["name"],
            shared=values.get("shared", row.shared),
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, "改好了。")
        return reverse("reports:views")

    page = FormPage("改常用视图", "换个名字，或者改给谁用；筛选要变就另存一个。", reverse("reports:views"))
    return answer_form(request, form, act, page, _initial)


@require_POST
@allowed(VIEW)
def remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put a view away; it can come back."""
    row = get_visible_or_404(own_views_of(user_of(request)).filter(removed_at__isnull=True), pk)
    with _at_most_once(request):
        remove_view(view=row, actor=actor_of(request), once=once_of(request))
        messages.success(request, f"“{row.name}”删掉了；点错了，在这一页下面可以恢复。")
    return redirect("reports:views")


@require_POST
@allowed(VIEW)
def restore(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Bring a removed view back."""
    row = get_visible_or_404(restorable_of(user_of(request)), pk)
    with _at_most_once(request):
        restore_view(view=row, actor=actor_of(request), once=once_of(request))
        messages.success(request, f"“{row.name}”恢复了。")
    return redirect("reports:views")


@contextmanager
def _at_most_once(request: HttpRequest) -> Iterator[None]:
    """A second press of the same button is told that the first one counted."""
    try:
        yield
    except AlreadyDoneError:
        messages.info(request, ALREADY_DONE)


def _initial(row: SavedView) -> dict[str, object]:
    return {"version": row.version, "name": row.name, "shared": row.shared}
