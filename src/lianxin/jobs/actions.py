"""Asking for long work."""

import uuid

from django.db import IntegrityError, transaction

from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.jobs.models import Job, JobState, Schedule
from lianxin.jobs.registry import kind_of, kinds, planned, runner_of
from lianxin.kernel import clock

OPEN = (JobState.WAITING, JobState.RUNNING)


def request_job(
    *,
    kind: str,
    subject_id: uuid.UUID,
    label: str,
    actor: Actor,
    total: int = 0,
    path: str = "",
    wake: bool = True,
) -> Job:
    """Note that ``kind`` of work is to be done on a row; the worker starts when the transaction is through.

    ``label`` is what pages call it, ``total`` how many steps it has (0: not known yet), ``path`` the organisation it
    belongs to. While such work on the same row waits or runs, that one is returned instead. ``wake=False``: the caller
    does it itself at once (``run_now``); should it die, the worker finds the row all the same.

    Raises:
        KeyError: nobody registered the kind.
    """
    runner_of(kind)
    same = Job.objects.filter(kind=kind, subject_id=subject_id, state__in=OPEN)
    with transaction.atomic():
        job = same.first()
        if job is not None:
            return job
        try:
            with transaction.atomic():
                job = Job.objects.create(
                    kind=kind,
                    subject_id=subject_id,
                    label=label[:200],
                    organisation_path=path,
                    total=total,
                    actor_kind=actor.kind.value,
                    actor_id=actor.user_id,
                    actor_name=actor.name,
                    created_at=clock.now(),
                )
        except IntegrityError:
            return same.get()
        if wake:
            _wake_worker(job.pk)
    return job


def _wake_worker(job_id: uuid.UUID) -> None:
    from lianxin.jobs.queue import enqueue  # the queue's library is wanted by few processes

    transaction.on_commit(lambda: enqueue(job_id), robust=True)


def ask_to_stop(*, job: Job, actor: Actor) -> bool:
    """Ask a job to stop; one that waits stops at once, one that runs between two of its steps.

    False: it was asked before, nothing more is done.

    Raises:
        RuleError: it has ended already, or its kind cannot be stopped.
    """
    known = kinds().get(job.kind)
    if known is None or known.when_cancelled is None:
        raise RuleError("这件事不能中途停下，请等它办完。")
    still_open = Job.objects.filter(pk=job.pk, state__in=OPEN)
    asked = still_open.filter(cancel_asked_at=None).update(cancel_asked_at=clock.now(), cancelled_by=actor.name)
    if not asked and not still_open.exists():
        raise RuleError("这件事已经结束了，没有什么可停的。")
    if asked:
        _wake_worker(job.pk)
    return bool(asked)


def asked_again(job: Job) -> Job | None:
    """The job that was made when this one, failed or stopped, was asked for once more and that is not yet over.

    Called in the unit of work that would ask: who asks at the same moment waits here.
    """
    Job.objects.select_for_update().get(pk=job.pk)
    return Job.objects.filter(kind=job.kind, subject_id=job.subject_id, state__in=OPEN).first()


def try_again(*, job: Job, actor: Actor) -> Job:
    """Ask once more for what failed or was stopped: a job of its own, which goes on from where that one left.

    Raises:
        RuleError: it did not fail, or no app does such work any more.
    """
    if job.state not in {JobState.FAILED, JobState.CANCELLED}:
        raise RuleError("这件事没有失败，不用再办。")
    try:
        kind_of(job.kind)
    except KeyError:
        raise RuleError("现在的版本不办这种事了。") from None
    return request_job(
        kind=job.kind,
        subject_id=job.subject_id,
        label=job.label,
        total=job.total,
        path=job.organisation_path,
        actor=actor,
    )


def change_schedule(*, schedule: Schedule, enabled: bool, hour: int | None) -> None:
    """Switch something done by the clock on or off, or give what is done daily another hour."""
    when = planned()[schedule.code].when
    schedule.enabled = enabled
    if when.hour is not None and hour is not None:
        schedule.hour = hour
    schedule.next_run_at = when.after(clock.now(), schedule.hour)
    schedule.save(update_fields=["enabled", "hour", "next_run_at"])
