"""The worker process: one thread does jobs, this one looks after it.

The queue wakes the thread at once. Should the queue be lost, the rows are looked through every second.
"""

import contextlib
import json
import logging
import os
import signal
import sqlite3
import time
from threading import Event
from types import FrameType

from django.db import DatabaseError, InterfaceError, close_old_connections
from huey.consumer import Consumer

from lianxin.jobs import handle, leases
from lianxin.jobs.chores import at_start
from lianxin.jobs.liveness import heartbeat_file
from lianxin.jobs.models import Job
from lianxin.jobs.queue import Queue, enqueue, usable_queue
from lianxin.kernel import clock

logger = logging.getLogger(__name__)

POLL = 1.0
HEARTBEAT = 5.0
SHUTDOWN = 15.0
"""Seconds a runner has to reach its next ``progress`` after SIGTERM; what it left undone is resumed later."""
AT_ONCE = 100


def run_forever() -> None:
    """Work until SIGTERM or SIGINT."""
    logging.getLogger("huey").setLevel(logging.WARNING)
    handle.stopping.clear()
    at_start()
    queue = usable_queue()
    consumer = Consumer(queue.huey, workers=1, max_delay=0.5, shutdown_timeout=SHUTDOWN)
    consumer.start()
    _stop_on_signals(handle.stopping)
    logger.info("worker ready")
    next_beat = 0.0
    try:
        while not handle.stopping.wait(POLL):
            if time.monotonic() >= next_beat:
                _beat()
                next_beat = time.monotonic() + HEARTBEAT
            consumer.check_worker_health()
            _look_through_rows(queue)
    finally:
        handle.stopping.set()
        consumer.stop(graceful=True)
        with contextlib.suppress(OSError):
            heartbeat_file().unlink(missing_ok=True)


def _look_through_rows(queue: Queue) -> None:
    """Put what is due into the queue, when the thread has nothing else to do and the queue is empty."""
    close_old_connections()
    try:
        if queue.is_idle:
            for job_id in (
                Job.objects.filter(leases.due()).order_by("created_at").values_list("pk", flat=True)[:AT_ONCE]
            ):
                enqueue(job_id)
    except (DatabaseError, InterfaceError, sqlite3.Error) as error:
        logger.warning("database or queue does not answer: %s", type(error).__name__)
    finally:
        close_old_connections()


def _beat() -> None:
    path = heartbeat_file()
    part = path.with_suffix(".part")
    with contextlib.suppress(OSError):  # a full disk must not stop the work that could free it
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.write_text(json.dumps({"pid": os.getpid(), "at": clock.now().isoformat()}), "utf-8")
        part.replace(path)


def _stop_on_signals(stop: Event) -> None:
    def ask(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
