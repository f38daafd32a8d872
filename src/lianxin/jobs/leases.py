"""Who has a job, for how long: every change of hands is one conditional update, so two workers never hold the same."""

import uuid
from datetime import timedelta

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Greatest

from lianxin.jobs.liveness import is_dead, new_claim
from lianxin.jobs.models import Job, JobState
from lianxin.kernel import clock

LEASE = timedelta(seconds=30)
"""A claim not renewed for this long is anybody's again."""
LONGEST_MESSAGE = 300


def due() -> Q:
    """Jobs that somebody may take up now."""
    now = clock.now()
    waiting = Q(state=JobState.WAITING) & (Q(lease_until=None) | Q(lease_until__lte=now))
    return waiting | Q(state=JobState.RUNNING, lease_until__lt=now)


def claim(job_id: uuid.UUID) -> Job | None:
    """Take the job up, if it may be taken up: the row as claimed, or None."""
    name = new_claim()
    taken = Job.objects.filter(due(), pk=job_id).update(
        state=JobState.RUNNING, worker=name, lease_until=clock.now() + LEASE, attempts=F("attempts") + 1
    )
    return Job.objects.get(pk=job_id, worker=name) if taken else None


def renew(job_id: uuid.UUID, claim_name: str, done: int, total: int, *, forward: bool) -> bool:
    """Hold on to the job and note how far it is; False when it is somebody else's or was asked to stop.

    A step forward forgets earlier attempts: a long job killed often still comes to its end.
    """
    values = {"done": done, "total": total, "lease_until": clock.now() + LEASE}
    if forward:
        values["attempts"] = 1
    return bool(_held(job_id, claim_name).filter(cancel_asked_at=None).update(**values))


def is_asked_to_stop(job_id: uuid.UUID, claim_name: str) -> bool:
    """Whether the job is still ours and somebody asked it to stop."""
    return _held(job_id, claim_name).exclude(cancel_asked_at=None).exists()


def finish(job_id: uuid.UUID, claim_name: str, state: JobState, message: str) -> bool:
    """End the job, done or failed; False when it is somebody else's."""
    values = {"state": state, "message": message[:LONGEST_MESSAGE], "lease_until": None, "worker": ""}
    return bool(_held(job_id, claim_name).update(finished_at=clock.now(), **values))


def put_back(job_id: uuid.UUID, claim_name: str, *, after: timedelta = timedelta(), blameless: bool = True) -> bool:
    """Let the job wait for the next worker, perhaps for a while; ``blameless``: this attempt does not count."""
    attempts = Greatest(F("attempts") - Value(1), Value(0)) if blameless else F("attempts")
    not_before = clock.now() + after if after else None
    return bool(
        _held(job_id, claim_name).update(state=JobState.WAITING, worker="", lease_until=not_before, attempts=attempts)
    )


def free_dead() -> int:
    """Free at once the jobs of processes of this machine that are gone; how many."""
    freed = 0
    held = Job.objects.filter(state=JobState.RUNNING).exclude(worker="").values_list("pk", "worker")
    for job_id, claim_name in held:
        if is_dead(claim_name):
            freed += put_back(job_id, claim_name, blameless=False)
    return freed


def _held(job_id: uuid.UUID, claim_name: str) -> QuerySet[Job]:
    return Job.objects.filter(pk=job_id, state=JobState.RUNNING, worker=claim_name)
