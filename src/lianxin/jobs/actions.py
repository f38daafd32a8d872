"""Asking for long work."""

import uuid

from django.db import IntegrityError, transaction

from lianxin.declare.actors import Actor
from lianxin.jobs.models import Job, JobState
from lianxin.jobs.registry import runner_of
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
