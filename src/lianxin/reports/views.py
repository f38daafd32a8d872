"""Ledgers as pages, on paper and as files."""

import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lianxin.access.scope import Scope
from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, once_of
from lianxin.audit.work import AlreadyDoneError
from lianxin.declare.errors import RuleError
from lianxin.declare.ledgers import Ledger
from lianxin.documents.errors import DocumentError
from lianxin.files.errors import StorageError
from lianxin.files.places import passing_file
from lianxin.files.store import pieces
from lianxin.jobs.queries import latest_job
from lianxin.reports.actions import RUN, export_ledger, request_export
from lianxin.reports.forms import ExportForm, ReadingForm
from lianxin.reports.queries import ledger_visible_to, ledgers_visible_to, organisations_of, runs_visible_to
from lianxin.reports.reading import Reading
from lianxin.reports.render import FORMATS, file_name
from lianxin.reports.rules import EXPORT, VIEW, exporting_scope, may_reveal, viewing_scope
from lianxin.reports.showing import PRINT_LIMIT, grouped, paging, shown

LARGE = 20_000
"""More rows than this are written by the worker, whatever the format says of itself."""


@require_safe
@allowed(VIEW)
def index(request: HttpRequest) -> HttpResponse:
    """The ledgers one may open."""
    return render(request, "reports/index.html", {"groups": grouped(ledgers_visible_to(request.user))})


@require_safe
@allowed(VIEW)
def ledger_page(request: HttpRequest, name: str) -> HttpResponse:
    """One ledger: filters, as of, rows, and how to take it home."""
    ledger = _ledger_or_404(request, name)
    scope = viewing_scope(request.user, ledger)
    form = ReadingForm(ledger, scope, request.GET)
    context = {"ledger": ledger, "form": form}
    if not form.is_valid():
        return render(request, "reports/ledger.html", context, status=400)
    reading = form.reading()
    rows = reading.rows()
    page = shown(reading, rows, after=request.GET.get("after", ""))
    context |= {"reading": reading, "page": page, **_ways_home(request, reading)}
    context["paging"] = paging(request.GET, page, rows.count())
    return render(request, "reports/ledger.html", context)


@require_safe
@allowed(EXPORT)
def print_page(request: HttpRequest, name: str) -> HttpResponse:
    """The ledger for paper: all rows, or the advice to export when there are too many."""
    ledger, scope = _exported_or_404(request, name)
    form = ReadingForm(ledger, scope, request.GET)
    if not form.is_valid():
        return redirect("reports:ledger", name=name)
    reading = form.reading()
    context = {
        "ledger": ledger,
        "reading": reading,
        "landscape": ledger.landscape,
        "back_url": reverse("reports:ledger", args=[name]),
        "page": shown(reading, size=PRINT_LIMIT, links=False),
        "limit": PRINT_LIMIT,
        "organisations": organisations_of(scope),
        "chosen": reading.chosen(),
    }
    return render(request, "reports/print.html", context)


@require_POST
@allowed(EXPORT)
def export(request: HttpRequest, name: str) -> HttpResponseBase:
    """The ledger as a file; a large one by the worker."""
    ledger, scope = _exported_or_404(request, name)
    form = ExportForm(ledger, scope, request.POST, may_reveal=may_reveal(request.user, ledger, scope))
    if not form.is_valid():
        return _with_faults(request, ledger, form)
    reading, code = form.reading(), form.cleaned_data["format"]
    reason = form.cleaned_data.get("reason", "")
    try:
        total = reading.rows().count()
        if total > min(LARGE, FORMATS[code].at_once):
            run = request_export(
                reading=reading, code=code, actor=actor_of(request), reason=reason, total=total, once=once_of(request)
            )
            return redirect("reports:run", pk=run.pk)
        target = passing_file()
        export_ledger(reading=reading, code=code, target=target, actor=actor_of(request), reason=reason)
    except AlreadyDoneError as earlier:
        return redirect("reports:run", pk=earlier.result)
    except (RuleError, StorageError, DocumentError) as refusal:
        form.add_error(None, str(refusal))
        return _with_faults(request, ledger, form)
    target.seek(0)
    kind = FORMATS[code].content_type
    return FileResponse(target, as_attachment=True, filename=file_name(reading, code), content_type=kind)


@require_safe
@allowed(EXPORT)
def run_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """How far a large export is, and the file when it is there."""
    run = get_visible_or_404(runs_visible_to(request.user), pk)
    part = request.headers.get("HX-Request") == "true"
    context = {"run": run, "job": latest_job(RUN, run.pk)}
    return render(request, "reports/_run.html" if part else "reports/run.html", context)


@require_safe
@never_cache
@allowed(EXPORT)
def run_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The file of a large export, for the day it is kept."""
    run = get_visible_or_404(runs_visible_to(request.user), pk)
    if run.file is None:
        raise Http404
    try:
        content = pieces(run.file)
        first = next(content, b"")
    except StorageError as problem:
        return render(request, "reports/run.html", {"run": run, "problem": str(problem)}, status=410)
    response = StreamingHttpResponse(_rejoined(first, content), content_type=FORMATS[run.format].content_type)
    response["Content-Length"] = str(run.file.size)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=run.file.name) or ""
    return response


def _rejoined(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _ledger_or_404(request: HttpRequest, name: str) -> Ledger:
    ledger = ledger_visible_to(request.user, name)
    if ledger is None:
        raise Http404
    return ledger


def _exported_or_404(request: HttpRequest, name: str) -> tuple[Ledger, Scope]:
    ledger = _ledger_or_404(request, name)
    scope = exporting_scope(request.user, ledger)
    if not scope:
        raise Http404
    return ledger, scope


def _ways_home(request: HttpRequest, reading: Reading) -> dict[str, Any]:
    """The export form as it stands on the page, and the query for the print; nothing for who may only look."""
    scope = exporting_scope(request.user, reading.ledger)
    if not scope:
        return {}
    form = ExportForm.of(reading, scope, may_reveal=may_reveal(request.user, reading.ledger, scope))
    return {"export": form, "query": urlencode({"as_of": reading.as_of.isoformat(), **reading.filters})}


def _with_faults(request: HttpRequest, ledger: Ledger, form: ExportForm) -> HttpResponse:
    """The page again with what is wrong, and what was typed."""
    context = {"ledger": ledger, "export": form, "faulty": True}
    return render(request, "reports/ledger.html", context, status=400)
