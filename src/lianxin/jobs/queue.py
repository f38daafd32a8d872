"""The queue between the processes: identifiers only. Losing it loses nothing, for the rows are what counts."""

import sqlite3
import uuid
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from huey import SqliteHuey, crontab

from lianxin.jobs.chores import every_minute
from lianxin.jobs.running import run_queued

QUEUE_FILE = "queue.sqlite3"


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue and the one task that takes a job's identifier."""

    huey: Any
    run: Any

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits in it and this process does nothing from it."""
        return not self.huey._tasks_in_flight and not self.huey.pending_count()  # noqa: SLF001 (there is no other way to ask)


@cache
def queue() -> Queue:
    """The installation's queue, opened at first use."""
    huey = SqliteHuey("lianxin", filename=str(_file()), results=False)
    run = huey.task(name="run_job")(run_queued)
    huey.periodic_task(crontab(minute="*"), name="every_minute")(every_minute)
    return Queue(huey, run)


def usable_queue() -> Queue:
    """As :func:`queue`; a damaged file is thrown away first."""
    try:
        queue().huey.pending_count()
    except sqlite3.DatabaseError:
        queue.cache_clear()
        for file in _file().parent.glob(QUEUE_FILE + "*"):
            file.unlink()
    return queue()


def enqueue(job_id: uuid.UUID) -> None:
    """Tell the worker that a job waits."""
    queue().run(str(job_id))


def _file() -> Path:
    return Path(settings.DATA_DIR) / QUEUE_FILE
