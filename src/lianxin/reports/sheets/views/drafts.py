"""From the sheet that came this morning to the filled one: choose the file, explain headings, look, fill."""

import io
import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.access.scope import Scope
from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, new_once, once_of
from lianxin.audit.work import AlreadyDoneError
from lianxin.declare.errors import RuleError
from lianxin.files import store
from lianxin.files.errors import StorageError
from lianxin.jobs.queries import latest_job
from lianxin.orgs.editing import ALREADY_DONE
from lianxin.party.ledgers import MEMBERS
from lianxin.reports.rules import may_reveal
from lianxin.reports.sheets import actions, queries, samples, showing
from lianxin.reports.sheets.actions import FILL_JOB, SMALL
from lianxin.reports.sheets.filling.prepared import Prepared, prepare
from lianxin.reports.sheets.forms import ChoiceForm, FillForm, HeadingsForm, SearchForm, UploadForm
from lianxin.reports.sheets.layouts.layout import Layout, understood
from lianxin.reports.sheets.models import SheetDraft
from lianxin.reports.sheets.rules import FILL
from lianxin.reports.sheets.sandboxed import SheetRefused
from lianxin.ui.paging import key_page, paging_links

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NEWEST_FIRST = ("-kept_at", "-id")


@require_safe
@allowed(FILL)
def index(request: HttpRequest) -> HttpResponse:
    """What was sent, the newest first; what is not filled yet; blank sheets to try."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    rows = queries.listed_submissions(request.user, words)
    page = key_page(rows, keys=_NEWEST_FIRST, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    context = {
        "form": form,
        "submissions": page.rows,
        "paging": paging_links(page, request),
        "drafts": queries.waiting_drafts(request.user)[:20],
        "samples": samples.SAMPLES.values(),
    }
    return render(request, "reports/sheets/index.html", context)


@require_http_methods(["GET", "POST"])
@allowed(FILL)
def new_sheet(request: HttpRequest) -> HttpResponse:
    """Choose the blank sheet."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent, communities=queries.communities_to_fill_for(request.user))
    if form.is_valid():
        try:
            return redirect("sheets:draft", pk=_receive(request, form))
        except AlreadyDoneError as earlier:
            messages.info(request, ALREADY_DONE)
            return redirect("sheets:draft", pk=earlier.result) if earlier.result else redirect("sheets:index")
        except (SheetRefused, StorageError) as problem:
            form.add_error("file" if isinstance(problem, SheetRefused) else None, str(problem))
    context = {"form": form, "once": new_once(), "samples": samples.SAMPLES.values()}
    return render(request, "reports/sheets/new.html", context, status=422 if form.errors else 200)


def _receive(request: HttpRequest, form: UploadForm) -> uuid.UUID:
    upload = form.cleaned_data["file"]
    draft = actions.receive_sheet(
        upload=upload,
        name=upload.name or "",
        community=form.destination,
        actor=actor_of(request),
        once=once_of(request),
    )
    return draft.pk


@require_safe
@allowed(FILL)
def sample(request: HttpRequest, name: str) -> HttpResponseBase:
    """An invented blank sheet to try with."""
    found = samples.SAMPLES.get(name)
    if found is None:
        raise Http404
    content = io.BytesIO(found.content())
    return FileResponse(content, as_attachment=True, filename=f"{found.title}.xlsx", content_type=XLSX)


@require_safe
@allowed(FILL)
def draft_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One blank sheet: how it was understood, whom to fill it with, how it would look."""
    draft = get_visible_or_404(queries.drafts_visible_to(request.user), pk)
    job = latest_job(FILL_JOB, draft.pk) if draft.choice else None
    if request.headers.get("HX-Request") == "true":
        return render(request, "reports/sheets/_work.html", {"draft": draft, "job": job})
    if job is not None and job.state != "failed":
        return render(request, "reports/sheets/draft.html", {"draft": draft, "job": job})
    form = ChoiceForm(request.GET, organisations=queries.organisations_to_fill_for(draft.community))
    return _page_of(request, draft, form, problem=job.message if job is not None else "")


def _page_of(
    request: HttpRequest, draft: SheetDraft, form: ChoiceForm, fill: FillForm | None = None, problem: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {"draft": draft, "form": form, "once": new_once(), "problem": problem}
    status = 422 if fill is not None or form.errors else 200
    try:
        with store.opened(draft.file) as path:
            layouts = actions.layouts_of(path, draft)
    except (SheetRefused, StorageError) as refusal:
        return render(request, "reports/sheets/draft.html", {**context, "problem": str(refusal)}, status=410)
    context["layouts"] = understood(layouts)
    if form.is_valid() and understood(layouts):
        prepared = prepare(layouts, form.choice())
        context |= _shown(prepared)
        context["fill"] = fill or _unfilled(request, draft, form)
    elif not understood(layouts):
        context["told"] = [("warn", "没有认出来", [f"“{each.name}”：{_why(each)}" for each in layouts])]
    return render(request, "reports/sheets/draft.html", context, status=status)


def _shown(prepared: Prepared) -> dict[str, Any]:
    return {
        "previews": showing.previews(prepared),
        "told": showing.told(prepared.findings),
        "people": len(prepared.people),
        "basis": prepared.basis,
        "previewed": showing.PREVIEWED,
    }


def _why(layout: Layout) -> str:
    return str(getattr(layout, "why", ""))


def _unfilled(request: HttpRequest, draft: SheetDraft, form: ChoiceForm) -> FillForm:
    """The form as it stands under a choice: nothing to correct yet."""
    values = QueryDict(mutable=True)
    values.update({name: str(form.data.get(name, "")) for name in ChoiceForm.base_fields})
    values["title"] = draft.file_name.rpartition(".")[0] or draft.file_name
    organisations = queries.organisations_to_fill_for(draft.community)
    return FillForm(values, organisations=organisations, may_reveal=_may_reveal(request, form))


def _may_reveal(request: HttpRequest, form: ChoiceForm) -> bool:
    organisation = form.cleaned_data.get("organisation")
    return organisation is not None and may_reveal(request.user, MEMBERS, Scope((organisation.path,)))


@require_http_methods(["GET", "POST"])
@allowed(FILL)
def headings(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say by hand what the headings mean; it is remembered for the next sheet."""
    draft = get_visible_or_404(queries.drafts_visible_to(request.user), pk)
    try:
        with store.opened(draft.file) as path:
            layouts = actions.layouts_of(path, draft)
    except (SheetRefused, StorageError) as refusal:
        messages.error(request, str(refusal))
        return redirect("sheets:index")
    vocabulary = queries.words_of(draft.community).vocabulary
    form = HeadingsForm(
        request.POST if request.method == "POST" else None,
        layouts=layouts,
        vocabulary=vocabulary,
        earlier=draft.mapping,
    )
    if form.is_valid():
        try:
            actions.explain_headings(
                draft=draft,
                mapping=form.mapping,
                explained=form.explained,
                actor=actor_of(request),
                once=once_of(request),
            )
        except AlreadyDoneError:
            messages.info(request, ALREADY_DONE)
        else:
            messages.success(request, "已按改过的重新认了一遍，下次遇到同样的表头就认得了。")
        return redirect("sheets:draft", pk=pk)
    context = {"draft": draft, "form": form, "once": new_once()}
    return render(request, "reports/sheets/headings.html", context, status=422 if form.errors else 200)


@require_POST
@allowed(FILL)
def fill(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Fill the sheet and keep it; for many members by the worker."""
    draft = get_visible_or_404(queries.drafts_visible_to(request.user), pk)
    organisations = queries.organisations_to_fill_for(draft.community)
    asked = ChoiceForm(request.POST, organisations=organisations)
    reveals = asked.is_valid() and _may_reveal(request, asked)
    form = FillForm(request.POST, organisations=organisations, may_reveal=reveals)
    if not form.is_valid():
        return _page_of(request, draft, asked, form)
    details = form.details()
    choice = form.choice(revealed=bool(details.reason.strip()))
    try:
        total = choice.reading.rows().count()
        if total > SMALL:
            actions.request_filling(
                draft=draft,
                choice=choice,
                details=details,
                total=total,
                actor=actor_of(request),
                once=once_of(request),
            )
            return redirect("sheets:draft", pk=pk)
        submission, _ = actions.fill_draft(
            draft=draft, choice=choice, details=details, actor=actor_of(request), once=once_of(request)
        )
    except AlreadyDoneError as earlier:
        messages.info(request, ALREADY_DONE)
        return redirect("sheets:submission", pk=earlier.result) if earlier.result else redirect("sheets:index")
    except (RuleError, SheetRefused, StorageError) as refusal:
        form.add_error(None, str(refusal))
        return _page_of(request, draft, asked, form)
    messages.success(request, "填好了，已经留底。取了文件，照平常的办法送去就行。")
    return redirect("sheets:submission", pk=submission.pk)


@require_POST
@allowed(FILL)
def discard(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put a blank sheet aside."""
    draft = get_visible_or_404(queries.drafts_visible_to(request.user), pk)
    try:
        actions.discard_draft(draft=draft, actor=actor_of(request), once=once_of(request))
    except AlreadyDoneError:
        messages.info(request, ALREADY_DONE)
    else:
        messages.success(request, f"“{draft.file_name}”已放弃，已经留底的不受影响。")
    return redirect(reverse("sheets:index"))
