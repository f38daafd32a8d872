"""Bringing in a roster, page by page: choose a file, look, decide, and take it back if it was the wrong one."""

import io
import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, new_once, once_of
from lianxin.audit.work import AlreadyDoneError
from lianxin.declare.errors import RuleError
from lianxin.files.errors import StorageError
from lianxin.files.places import passing_file
from lianxin.party.models.roster import BatchState, RosterBatch
from lianxin.party.rosters import queries, showing
from lianxin.party.rosters.committing import ask_for_commit
from lianxin.party.rosters.error_sheet import export_errors
from lianxin.party.rosters.forms import ColumnsForm, UploadForm
from lianxin.party.rosters.prepared import UnreadableFile
from lianxin.party.rosters.reading.synonyms import LABELS
from lianxin.party.rosters.receiving import read_again, receive_roster
from lianxin.party.rosters.taking_back import ask_to_take_back, discard_batch, why_not
from lianxin.party.rosters.template_file import NAME, TEMPLATE
from lianxin.party.rules import IMPORT_ROSTER
from lianxin.tables.template_file import write_template
from lianxin.ui.paging import key_page, paging_links

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ALREADY = "刚才已经提交过了，没有重复登记。"
_NEWEST_FIRST = ("-created_at", "-id")
_WITH_ROWS = (
    BatchState.PREVIEW,
    BatchState.COMMITTED,
    BatchState.COMMITTING,
    BatchState.TAKING_BACK,
    BatchState.TAKEN_BACK,
)


@require_safe
@allowed(IMPORT_ROSTER)
def rosters(request: HttpRequest) -> HttpResponse:
    """The rosters brought in so far, the newest first."""
    visible = queries.rosters_visible_to(request.user)
    page = key_page(
        visible, keys=_NEWEST_FIRST, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    lines = [(batch, showing.tone_of(batch.state)) for batch in page.rows]
    context = {"lines": lines, "paging": paging_links(page, request)}
    return render(request, "party/rosters/list.html", context)


@require_http_methods(["GET", "POST"])
@allowed(IMPORT_ROSTER)
def new_roster(request: HttpRequest) -> HttpResponse:
    """Choose a file; what it would do is shown before anything happens."""
    communities = queries.communities_to_import_into(request.user)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent, communities=communities)
    if form.is_valid():
        try:
            return redirect("party:roster", pk=_receive(request, form))
        except AlreadyDoneError as earlier:
            messages.info(request, _ALREADY)
            return redirect("party:roster", pk=earlier.result) if earlier.result else redirect("party:rosters")
        except (UnreadableFile, StorageError) as problem:
            form.add_error("file" if isinstance(problem, UnreadableFile) else None, str(problem))
    status = 422 if form.errors else 200
    return render(request, "party/rosters/new.html", {"form": form, "once": new_once()}, status=status)


def _receive(request: HttpRequest, form: UploadForm) -> uuid.UUID:
    upload = form.cleaned_data["file"]
    batch = receive_roster(
        upload=upload,
        name=upload.name or "",
        sheet=form.cleaned_data["sheet"],
        community=form.destination,
        actor=actor_of(request),
        once=once_of(request),
    )
    return batch.pk


@require_safe
@allowed(IMPORT_ROSTER)
def template_file(request: HttpRequest) -> HttpResponseBase:
    """The blank roster."""
    target = io.BytesIO()
    write_template(target, TEMPLATE, LABELS)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=NAME, content_type=XLSX)


@require_safe
@allowed(IMPORT_ROSTER)
def roster(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One roster: what it would do, is doing, or has done."""
    batch = get_visible_or_404(queries.rosters_visible_to(request.user), pk)
    return render(request, "party/rosters/roster.html", _shown(request, batch))


def _shown(request: HttpRequest, batch: RosterBatch) -> dict[str, Any]:
    with_rows = batch.state in _WITH_ROWS and batch.rows_removed_at is None
    return {
        "batch": batch,
        "tone": showing.tone_of(batch.state),
        "steps": showing.steps_of(batch),
        "facts": showing.facts_of(batch),
        "sheets": showing.sheets_of(batch),
        "work": showing.work_on(batch),
        "listing": showing.listing(batch, request) if with_rows else None,
        "new_branches": batch.reading.get("new_branches", []),
        "notes": batch.reading.get("notes", []),
        "waits": batch.state == BatchState.PREVIEW,
        "committed": batch.state == BatchState.COMMITTED,
        "faulty": with_rows and bool(batch.refused_count or batch.warning_count),
        "once": new_once(),
    }


@require_safe
@allowed(IMPORT_ROSTER)
def progress(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """How far the work is, for the part of the page that asks every second; at its end the whole page anew."""
    batch = get_visible_or_404(queries.rosters_visible_to(request.user), pk)
    work = showing.work_on(batch)
    if not getattr(request, "htmx", False):
        return redirect("party:roster", pk=pk)
    if work is None or work.failed:
        return HttpResponseClientRefresh()
    return render(request, "party/rosters/_progress.html", {"batch": batch, "work": work})


@require_http_methods(["GET", "POST"])
@allowed(IMPORT_ROSTER)
def columns(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say by hand what the columns mean; the headings are remembered."""
    batch = get_visible_or_404(queries.rosters_visible_to(request.user), pk)
    if batch.state != BatchState.PREVIEW or batch.file is None:
        messages.error(request, "这份名册已经入册、放弃或清除，列的对应不能再改。")
        return redirect("party:roster", pk=pk)
    form = ColumnsForm(request.POST if request.method == "POST" else None, batch=batch)
    if form.is_valid():
        try:
            read_again(
                batch=batch,
                mapping=form.mapping,
                remembered=form.remembered,
                actor=actor_of(request),
                once=once_of(request),
            )
        except AlreadyDoneError:
            messages.info(request, _ALREADY)
            return redirect("party:roster", pk=pk)
        except (UnreadableFile, StorageError, RuleError) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "已按改过的列重新读了一遍，表头的对应也记下了。")
            return redirect("party:roster", pk=pk)
    status = 422 if form.errors else 200
    return render(
        request, "party/rosters/columns.html", {"batch": batch, "form": form, "once": new_once()}, status=status
    )


@require_POST
@allowed(IMPORT_ROSTER)
def commit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Bring the roster into the register, in the background."""
    batch = get_visible_or_404(queries.rosters_visible_to(request.user), pk)
    return _done(request, batch, lambda: ask_for_commit(batch=batch, actor=actor_of(request), once=once_of(request)))


@require_POST
@allowed(IMPORT_ROSTER)
def discard(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put the roster aside."""
    batch = get_visible_or_404(queries.rosters_visible_to(request.user), pk)
    return _done(
        request,
        batch,
        lambda: discard_batch(batch=batch, actor=actor_of(request), once=once_of(request)),
        "已放弃，登记簿没有任何改动。",
    )


@require_POST
@allowed(IMPORT_ROSTER)
def errors(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The lines to be mended, as a spreadsheet; noted in the trail."""
    batch = get_visible_or_404(queries.rosters_visible_to(request.user), pk)
    if batch.rows_removed_at is not None:
        messages.error(request, "暂存的内容已按规定清除，请重新导入原文件。")
        return redirect("party:roster", pk=pk)
    target = passing_file()
    export_errors(batch=batch, target=target, actor=actor_of(request))
    target.seek(0)
    name = f"{batch.file_name.rpartition('.')[0] or batch.file_name}_要改的行.xlsx"
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


@require_http_methods(["GET", "POST"])
@allowed(IMPORT_ROSTER)
def take_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Undo a whole import: ask once more, say why when it cannot be."""
    batch = get_visible_or_404(queries.rosters_visible_to(request.user), pk)
    if request.method == "POST":
        return _done(
            request, batch, lambda: ask_to_take_back(batch=batch, actor=actor_of(request), once=once_of(request))
        )
    reason = why_not(batch)
    if reason:
        messages.error(request, reason)
        return redirect("party:roster", pk=pk)
    context = {
        "batch": batch,
        "heading": f"整批撤回“{batch.file_name}”",
        "text": "这次导入新增的人会从登记簿里移走，改动的内容恢复到导入以前；新建又空着的支部一并撤销。",
        "items": _what_goes(batch),
        "submit": "整批撤回",
        "tone": "danger",
        "cancel_url": reverse("party:roster", args=[pk]),
        "once": new_once(),
    }
    return render(request, "party/rosters/take_back.html", context)


def _what_goes(batch: RosterBatch) -> list[str]:
    parts = (("移走新增的 {} 人", batch.created_count), ("恢复有变化的 {} 人", batch.changed_count))
    return [words.format(count) for words, count in parts if count]


def _done(request: HttpRequest, batch: RosterBatch, act: Any, told: str = "") -> HttpResponse:  # noqa: ANN401
    """Do it, say so or say why not, and back to the roster's page."""
    try:
        act()
    except AlreadyDoneError:
        messages.info(request, _ALREADY)
    except RuleError as refusal:
        messages.error(request, refusal.message)
    else:
        if told:
            messages.success(request, told)
    return redirect("party:roster", pk=batch.pk)
