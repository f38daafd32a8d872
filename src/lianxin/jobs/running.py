"""Doing a job: claim, run, say how it ended."""

import logging
import time
import traceback
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from django.db import close_old_connections

from lianxin.declare.errors import RuleError
from lianxin.jobs import leases
from lianxin.jobs.handle import Cancelled, JobFailedError, JobHandle, LeaseLostError, Stopping
from lianxin.jobs.models import Job, JobState
from lianxin.jobs.registry import kind_of, runner_of

logger = logging.getLogger(__name__)

ATTEMPTS = 3
"""Errors in a row, without a step forward, after which a job is given up."""
KILLS = 20
"""Claims in a row that neither ended nor took a step forward: whatever kills the worker is in the job itself."""
PAUSE = timedelta(seconds=5)
POLL = 0.2

CLOSED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})

OnProgress = Callable[[int, int], None]


def run_job(job_id: uuid.UUID, on_progress: OnProgress | None = None) -> bool:
    """Do the job if nobody else does; whether it was ours to do."""
    job = leases.claim(job_id)
    if job is None:
        return False
    if job.attempts > KILLS:
        leases.finish(job.pk, job.worker, JobState.FAILED, _given_up(job, "每次办到一半程序就中断"))
        return True
    handle = JobHandle(job, on_progress)
    try:
        _stop_if_asked(job)
        message = runner_of(job.kind)(handle)
        _note_the_end(handle)
    except LeaseLostError:
        logger.warning("job %s is done by another worker", job.pk)
    except Stopping:
        leases.put_back(job.pk, job.worker)
    except Cancelled:
        _cancel(job, handle)
    except (JobFailedError, RuleError) as refusal:
        leases.finish(job.pk, job.worker, JobState.FAILED, str(refusal))
    except Exception as error:  # noqa: BLE001 (one job's mistake must not end the worker)
        _try_again(job, handle, error)
    except BaseException:
        leases.put_back(job.pk, job.worker)
        raise
    else:
        leases.finish(job.pk, job.worker, JobState.DONE, message)
    return True


def run_now(job: Job, on_progress: OnProgress | None = None) -> Job:
    """Do the job here, or when a worker already has it wait until it is done; the row at its end.

    For the command line: needs no worker. The job ends DONE, FAILED or CANCELLED.
    """
    while True:
        if not run_job(job.pk, on_progress):
            leases.free_dead()
            time.sleep(POLL)
        job.refresh_from_db()
        if job.state in CLOSED:
            return job
        if on_progress is not None:
            on_progress(job.done, job.total)


def run_queued(job_id: str) -> None:
    """What the queue calls, in the worker's thread."""
    close_old_connections()
    try:
        run_job(uuid.UUID(job_id))
    finally:
        close_old_connections()


def _stop_if_asked(job: Job) -> None:
    """A job that was asked to stop and then lost its worker is not begun again."""
    if job.cancel_asked_at is not None and kind_of(job.kind).when_cancelled is not None:
        raise Cancelled


def _note_the_end(handle: JobHandle) -> None:
    """Asked to stop too late: all is done, and so it is told."""
    with suppress(Cancelled):
        handle.write()


def _cancel(job: Job, handle: JobHandle) -> None:
    """Let the kind say what becomes of what is done."""
    says = kind_of(job.kind).when_cancelled
    try:
        message = says(handle) if says is not None else ""
    except Exception as error:  # noqa: BLE001 (as for the work itself)
        _try_again(job, handle, error)
    else:
        leases.finish(job.pk, job.worker, JobState.CANCELLED, message)


def _try_again(job: Job, handle: JobHandle, error: Exception) -> None:
    """The trace without the error's words: those may hold a person's values."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    logger.error("job %s (%s) met %s\n%s", job.pk, job.kind, type(error).__name__, frames)
    with suppress(LeaseLostError, Cancelled):
        handle.write()
    job.refresh_from_db(fields=["attempts"])
    if job.attempts < ATTEMPTS:
        leases.put_back(job.pk, job.worker, after=PAUSE * job.attempts, blameless=False)
    else:
        leases.finish(job.pk, job.worker, JobState.FAILED, _given_up(job, f"连续 {ATTEMPTS} 次没有办成"))


def _given_up(job: Job, why: str) -> str:
    return f"“{job.label}”{why}，已停下。已经办好的部分不受影响；请稍后再试，仍不行请把编号 {job.pk} 告诉管理员。"
