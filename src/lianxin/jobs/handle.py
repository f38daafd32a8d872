"""What a runner holds while it works."""

import time
import uuid
from collections.abc import Callable
from threading import Event

from lianxin.declare.actors import Actor, ActorKind
from lianxin.jobs import leases
from lianxin.jobs.models import Job

RENEW_EVERY = 0.5
"""Seconds: progress reported more often is kept in memory until then."""

stopping = Event()
"""Set when this process was asked to end."""


class Stopping(Exception):  # noqa: N818 (a request, not a fault)
    """The process is asked to end: leave; the job goes back to waiting and is resumed by the next worker."""


class Cancelled(Exception):  # noqa: N818 (a request, not a fault)
    """Somebody asked for the job to stop: leave; what is done stays or is taken back as its kind says."""


class LeaseLostError(Exception):
    """Another worker has taken the job over: leave without writing anything more."""


class JobFailedError(Exception):
    """The job cannot be done, and trying again would not help; the message is a Chinese sentence for who asked."""


class JobHandle:
    """A claimed job as its runner sees it: what to work on, for whom, and how to say how far it is."""

    def __init__(self, job: Job, on_progress: Callable[[int, int], None] | None = None) -> None:
        """``job`` as claimed; ``on_progress`` is told (done, total) beside the row (the command line's line of progress)."""
        self.id: uuid.UUID = job.pk
        self.kind: str = job.kind
        self.subject_id: uuid.UUID = job.subject_id
        self.path: str = job.organisation_path
        self.actor = Actor(ActorKind(job.actor_kind), job.actor_name, job.actor_id)
        self.done: int = job.done
        self.total: int = job.total
        self._claim = job.worker
        self._on_progress = on_progress
        self._forward = False
        self._written_at = 0.0

    def progress(self, done: int, total: int | None = None) -> None:
        """Say how far the work is; call it between two steps, outside any transaction.

        Raises:
            Stopping: the process is asked to end.
            Cancelled: somebody asked the job to stop.
            LeaseLostError: another worker has the job now.
        """
        self._forward = self._forward or done > self.done
        self.done = done
        self.total = self.total if total is None else total
        if stopping.is_set() or time.monotonic() - self._written_at >= RENEW_EVERY:
            self.write()
        if self._on_progress is not None:
            self._on_progress(self.done, self.total)
        if stopping.is_set():
            raise Stopping

    def write(self) -> None:
        """Bring to the row what was reported so far, and hold on to the lease. Raises LeaseLostError, Cancelled."""
        if not leases.renew(self.id, self._claim, self.done, self.total, forward=self._forward):
            raise Cancelled if leases.is_asked_to_stop(self.id, self._claim) else LeaseLostError
        self._forward = False
        self._written_at = time.monotonic()
