"""What the worker does every minute: frees jobs of dead processes and does what is due by the clock."""

from django.db import close_old_connections

from lianxin.jobs import leases, liveness, schedules


def at_start() -> None:
    """Make the schedules' rows, then do what was missed while the machine was off."""
    close_old_connections()
    try:
        schedules.seed()
    finally:
        close_old_connections()
    every_minute()


def every_minute() -> None:
    """Free what the dead held, then what is due."""
    close_old_connections()
    try:
        leases.free_dead()
        liveness.tidy()
        schedules.run_due()
    finally:
        close_old_connections()
