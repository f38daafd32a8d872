"""Long work: what runs, waits, is done or was not; stopping, trying again; what is done by the clock."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lianxin.access.scope import can
from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, once_of, user_of
from lianxin.audit.work import AlreadyDoneError
from lianxin.backoffice import work
from lianxin.backoffice.rules import CHANGE_SCHEDULES, VIEW_JOBS
from lianxin.declare.errors import RuleError
from lianxin.jobs.actions import OPEN
from lianxin.jobs.queries import worker_seen
from lianxin.orgs.editing import ALREADY_DONE
from lianxin.ui.paging import asked_page, paging_links


@allowed(VIEW_JOBS)
@never_cache
@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """What waits and runs, then what has ended, the newest first."""
    user = user_of(request)
    shown = work.jobs_shown_to(user)
    at_work = shown.filter(state__in=OPEN).order_by("created_at", "id")[: work.OPEN_SHOWN]
    page = asked_page(shown.exclude(state__in=OPEN), request.GET, keys=work.NEWEST)
    context = {
        "open": work.lines_of(user, at_work),
        "ended": work.lines_of(user, page.rows),
        "paging": paging_links(page, request),
        "worker": worker_seen(),
        "may_schedule": can(user, CHANGE_SCHEDULES),
    }
    template = "backoffice/_jobs.html" if request.headers.get("HX-Request") else "backoffice/jobs.html"
    return render(request, template, context)


@allowed(VIEW_JOBS)
@never_cache
@require_safe
def job(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One job: how far it is, what came of it."""
    user = user_of(request)
    line = work.lines_of(user, [get_visible_or_404(work.jobs_shown_to(user), pk)])[0]
    template = "backoffice/_job.html" if request.headers.get("HX-Request") else "backoffice/job.html"
    return render(request, template, {"line": line, "job": line.job})


@allowed(VIEW_JOBS)
@require_POST
def cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask it to stop between two steps."""
    row = get_visible_or_404(work.jobs_shown_to(user_of(request)), pk)
    try:
        work.cancel_job(job=row, actor=actor_of(request))
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "已经请它停下，手上这一步办完就停。")
    return redirect("backoffice:job", row.pk)


@allowed(VIEW_JOBS)
@require_POST
def retry(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for it once more."""
    row = get_visible_or_404(work.jobs_shown_to(user_of(request)), pk)
    try:
        again = work.retry_job(job=row, actor=actor_of(request))
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("backoffice:job", row.pk)
    messages.success(request, "已经重新排上，接着没办完的往下办。")
    return redirect("backoffice:job", again.pk)


@allowed(CHANGE_SCHEDULES)
@never_cache
@require_safe
def schedules(request: HttpRequest) -> HttpResponse:
    """What is done by the clock."""
    return render(request, "backoffice/schedules.html", {"lines": work.schedule_lines(), "hours": range(24)})


@allowed(CHANGE_SCHEDULES)
@require_POST
def change_schedule(request: HttpRequest, code: str) -> HttpResponse:
    """Switch one on or off, or give it another hour."""
    row = work.schedule_or_404(code)
    typed = request.POST.get("hour", "")
    hour = int(typed) if typed in {str(number) for number in range(24)} else None
    enabled = request.POST.get("enabled", "1") == "1"
    work.change_schedule(schedule=row, enabled=enabled, hour=hour, actor=actor_of(request))
    messages.success(request, "改好了，下一次就按新的来。" if enabled else "已停用，要用的时候再打开。")
    return redirect("backoffice:schedules")


@allowed(CHANGE_SCHEDULES)
@require_POST
def run_schedule(request: HttpRequest, code: str) -> HttpResponse:
    """Do one now."""
    row = work.schedule_or_404(code)
    try:
        work.run_schedule(schedule=row, actor=actor_of(request), once=once_of(request))
    except AlreadyDoneError:
        messages.info(request, ALREADY_DONE)
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "做好了；费时间的已排到后台工作里。")
    return redirect("backoffice:schedules")
