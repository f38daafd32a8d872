"""What was sent: looked at, fetched again, its note corrected, withdrawn."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.access.scope import Scope
from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, once_of
from lianxin.declare.errors import RuleError
from lianxin.files.errors import StorageError
from lianxin.orgs.editing import FormPage, answer_form, sent
from lianxin.party.ledgers import MEMBERS
from lianxin.reports.rules import may_reveal
from lianxin.reports.sheets import actions, queries, showing
from lianxin.reports.sheets.actions.submissions import Note
from lianxin.reports.sheets.filling.findings import Findings
from lianxin.reports.sheets.forms import FetchForm, NoteForm, WithdrawForm
from lianxin.reports.sheets.models import Submission
from lianxin.reports.sheets.rules import FILL, VIEW_SUBMISSIONS
from lianxin.reports.sheets.views.drafts import XLSX


@require_safe
@allowed(VIEW_SUBMISSIONS)
def submission_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One submission: who asked, as of when, counted how, what to look at, and the file."""
    return _page_of(request, get_visible_or_404(queries.submissions_visible_to(request.user), pk))


def _page_of(request: HttpRequest, row: Submission, fetch: FetchForm | None = None, problem: str = "") -> HttpResponse:
    context = {
        "submission": row,
        "facts": showing.facts_of(row),
        "told": showing.told(Findings.of(row.findings)),
        "gone": row.file.removed_at is not None,
        "fetch": (fetch or FetchForm()) if row.revealed and _may_reveal(request, row) else None,
        "fetchable": not row.revealed or _may_reveal(request, row),
        "problem": problem,
    }
    status = 422 if fetch is not None else 410 if problem else 200
    return render(request, "reports/sheets/submission.html", context, status=status)


def _may_reveal(request: HttpRequest, row: Submission) -> bool:
    return may_reveal(request.user, MEMBERS, Scope((row.organisation.path,)))


@require_POST
@never_cache
@allowed(FILL)
def submission_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The file once more; that it was fetched is noted."""
    row = get_visible_or_404(queries.submissions_visible_to(request.user), pk)
    form = FetchForm(request.POST)
    reason = form.cleaned_data["reason"] if row.revealed and _may_reveal(request, row) and form.is_valid() else ""
    try:
        content = actions.fetch_submission(submission=row, actor=actor_of(request), reason=reason)
    except RuleError:
        return _page_of(request, row, form)
    except StorageError as problem:
        return _page_of(request, row, problem=str(problem))
    response = StreamingHttpResponse(content, content_type=XLSX)
    response["Content-Length"] = str(row.file.size)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=row.file.name) or ""
    return response


def _address(row: Submission) -> str:
    return reverse("sheets:submission", args=[row.pk])


def _initial(row: Submission) -> Mapping[str, Any]:
    return {
        "version": row.version,
        "title": row.title,
        "asked_by": row.asked_by,
        "received_on": row.received_on,
        "sent_how": row.sent_how,
    }


@require_http_methods(["GET", "POST"])
@allowed(FILL)
def correct(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct what is noted, or add how it was sent."""
    row = get_visible_or_404(queries.submissions_visible_to(request.user), pk)
    form = NoteForm(sent(request, _initial(row)), initial=_initial(row))

    def act() -> str:
        actions.correct_submission(
            submission=row,
            version=form.cleaned_data["version"],
            note=Note(**form.values),
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, "改好了。")
        return _address(row)

    lead = "补写怎样送的，或更正记错的。截止日期、口径和文件是报送时的样子，不能改。"
    return answer_form(request, form, act, FormPage(f"更正“{row.title}”的记录", lead, _address(row)), _initial)


@require_http_methods(["GET", "POST"])
@allowed(FILL)
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say that what was sent does not hold any more."""
    row = get_visible_or_404(queries.submissions_visible_to(request.user), pk)
    form = WithdrawForm(sent(request), initial={"version": row.version})

    def act() -> str:
        actions.withdraw_submission(
            submission=row,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, "已经作废，文件和记录都还留着。")
        return _address(row)

    lead = "报错了、街道改了表样，就把这一份作废，另填一份。"
    page = FormPage(f"作废“{row.title}”", lead, _address(row), "作废")
    return answer_form(request, form, act, page, lambda present: {"version": present.version})
