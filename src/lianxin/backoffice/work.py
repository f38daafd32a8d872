"""Long work and what is done by the clock, as pages show and change them."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404

from lianxin.access.models import User
from lianxin.access.scope import can, scope_of
from lianxin.audit.work import Entry, unit_of_work
from lianxin.backoffice.rules import CHANGE_SCHEDULES, VIEW_JOBS
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.declare.refs import RefTarget, resolve
from lianxin.jobs import actions, schedules
from lianxin.jobs.models import Job, JobState, Schedule
from lianxin.jobs.registry import Kind, kinds, planned
from lianxin.ui.parts import Tone

NEWEST = ("-created_at", "-id")
OPEN_SHOWN = 50
AUDIT_LABELS = {
    "backoffice.cancel_job": "停下后台工作",
    "backoffice.retry_job": "重办后台工作",
    "backoffice.change_schedule": "改定时工作",
    "backoffice.run_schedule": "马上做定时工作",
}
TONES: dict[str, Tone] = {
    JobState.WAITING: "quiet",
    JobState.RUNNING: "info",
    JobState.DONE: "ok",
    JobState.FAILED: "bad",
    JobState.CANCELLED: "warn",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A job as pages show it."""

    job: Job
    tone: Tone
    title: str
    target: RefTarget | None
    may_cancel: bool
    may_retry: bool

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.job.state in actions.OPEN


def jobs_shown_to(user: User) -> QuerySet[Job]:
    """A user's own jobs, those of the organisations in scope, and for who keeps the schedules the machine's own."""
    condition = Q(actor_id=user.pk)
    scope = scope_of(user, VIEW_JOBS)
    if scope:
        condition |= scope.q("organisation_path")
    if can(user, CHANGE_SCHEDULES):
        condition |= Q(organisation_path="")
    return Job.objects.filter(condition)


def lines_of(user: User, jobs: Iterable[Job]) -> list[Line]:
    """Jobs with their words, one look-up of pages for each kind of thing."""
    rows = list(jobs)
    known = kinds()
    # The page of what somebody else asked for may not be open to this user.
    own: dict[str, list[uuid.UUID]] = {}
    for job in rows:
        if job.actor_id == user.pk and job.kind in known and known[job.kind].ref:
            own.setdefault(known[job.kind].ref, []).append(job.subject_id)
    pages = {ref: resolve(ref, ids) for ref, ids in own.items()}
    return [_line(job, known.get(job.kind), pages, own=job.actor_id == user.pk) for job in rows]


def _line(job: Job, kind: Kind | None, pages: Mapping[str, Mapping[uuid.UUID, RefTarget]], *, own: bool) -> Line:
    target = pages.get(kind.ref, {}).get(job.subject_id) if kind is not None and own else None
    stoppable = kind is not None and kind.when_cancelled is not None and job.cancel_asked_at is None
    return Line(
        job,
        TONES[job.state],
        kind.title if kind is not None and kind.title else "后台工作",
        target,
        may_cancel=stoppable and job.state in actions.OPEN,
        may_retry=kind is not None and job.state in {JobState.FAILED, JobState.CANCELLED},
    )


def cancel_job(*, job: Job, actor: Actor) -> None:
    """Ask a job to stop; asked twice is asked once. Raises ``RuleError``."""
    with unit_of_work(actor) as work:
        if actions.ask_to_stop(job=job, actor=actor):
            work.record(_entry("backoffice.cancel_job", job))


def retry_job(*, job: Job, actor: Actor) -> Job:
    """Ask once more for what failed or was stopped; asked twice is asked once. Raises ``RuleError``."""
    with unit_of_work(actor) as work:
        earlier = actions.asked_again(job)
        if earlier is not None:
            return earlier
        again = actions.try_again(job=job, actor=actor)
        work.record(_entry("backoffice.retry_job", again))
    return again


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """Something done by the clock."""

    row: Schedule
    title: str
    when: str
    last: datetime | None
    is_daily: bool


def schedule_lines() -> list[ScheduleLine]:
    """Everything done by the clock."""
    return [
        ScheduleLine(row, plan.title, plan.when.words(row.hour), row.last_run_at, plan.when.hour is not None)
        for row, plan in schedules.lines()
    ]


def schedule_or_404(code: str) -> Schedule:
    """The row of something this version does by the clock."""
    row = Schedule.objects.filter(code=code).first() if code in planned() else None
    if row is None:
        raise Http404
    return row


def change_schedule(*, schedule: Schedule, enabled: bool, hour: int | None, actor: Actor) -> None:
    """Switch it on or off, or give it another hour; what it is already changes nothing."""
    plan = planned()[schedule.code]
    with unit_of_work(actor) as work:
        schedule = Schedule.objects.select_for_update().get(pk=schedule.pk)
        before = _words(schedule)
        actions.change_schedule(schedule=schedule, enabled=enabled, hour=hour)
        changes = {"schedule": [before, _words(schedule)]}
        entry = Entry("backoffice.change_schedule", "jobs.schedule", schedule.pk, plan.title, changes=changes)
        if before != _words(schedule):
            work.record(entry)


def run_schedule(*, schedule: Schedule, actor: Actor, once: str = "") -> None:
    """Do it now.

    Raises:
        RuleError: it is being done, or did not work.
        AlreadyDoneError: the same form came before.
    """
    plan = planned()[schedule.code]
    with unit_of_work(actor, once=once) as work:
        work.record(Entry("backoffice.run_schedule", "jobs.schedule", schedule.pk, plan.title))
    if not schedules.run_now(schedule):
        raise RuleError("正在做，等一会儿再看。")
    schedule.refresh_from_db()
    if schedule.last_error:
        raise RuleError(schedule.last_error)


def _words(schedule: Schedule) -> str:
    plan = planned()[schedule.code]
    return plan.when.words(schedule.hour) if schedule.enabled else "停用"


def _entry(action: str, job: Job) -> Entry:
    return Entry(action, "jobs.job", job.pk, job.label, organisation_path=job.organisation_path)
