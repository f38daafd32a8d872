"""What the worker does by the clock: frees jobs of dead processes and does the registered chores."""

import logging
import time

from django.db import close_old_connections

from lianxin.jobs import leases, liveness
from lianxin.jobs.registry import chores

logger = logging.getLogger(__name__)

_done_at: dict[str, float] = {}


def every_minute() -> None:
    """Free what the dead held, then every chore whose time has come; one that fails does not stop the others."""
    close_old_connections()
    try:
        leases.free_dead()
        liveness.tidy()
        for chore in chores():
            last = _done_at.get(chore.code)
            if last is not None and time.monotonic() - last < chore.every.total_seconds():
                continue
            _done_at[chore.code] = time.monotonic()
            try:
                chore.do()
            except Exception as error:  # noqa: BLE001 (see above)
                logger.error("chore %s met %s", chore.code, type(error).__name__)  # noqa: TRY400 (a message may hold values)
    finally:
        close_old_connections()
