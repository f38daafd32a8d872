"""What is done by the clock: rows made from what the apps registered, claimed by one worker at a time."""

import logging
from collections.abc import Iterator
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from lianxin.jobs.models import Schedule
from lianxin.jobs.registry import Planned, planned
from lianxin.kernel import clock

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
"""Longer than anything quick takes; what a killed worker held is done again after it."""
FAILED = "上一次没有办成（{}），下一次会再做。仍不行请运行 lianxin doctor。"


def seed() -> None:
    """Make the missing rows; what an old version did and this one does not is removed."""
    known = dict(Schedule.objects.values_list("code", "pk"))
    for code, plan in planned().items():
        if code in known:
            continue
        # Something every few hours is done at once; something daily waits for its hour.
        first = clock.now() if plan.when.hour is None else plan.when.after(clock.now(), None)
        try:
            with transaction.atomic():
                Schedule.objects.create(code=code, hour=plan.when.hour, next_run_at=first)
        except IntegrityError:  # another worker made it meanwhile
            continue
    Schedule.objects.exclude(code__in=list(planned())).delete()


def run_due() -> int:
    """Do what is due, each once however often it was missed; how many."""
    plans = planned()
    due = Schedule.objects.filter(enabled=True, next_run_at__lte=clock.now(), code__in=list(plans))
    return sum(_run(row, plans[row.code]) for row in due.order_by("next_run_at", "id"))


def run_now(row: Schedule) -> bool:
    """Do it now, whatever the clock says; False when a worker is doing it."""
    return _run(row, planned()[row.code])


def _run(row: Schedule, plan: Planned) -> bool:
    now = clock.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    if not Schedule.objects.filter(free, pk=row.pk, next_run_at=row.next_run_at).update(lease_until=now + LEASE):
        return False
    trouble = ""
    try:
        plan.do()
    except Exception as error:  # noqa: BLE001 (one that fails must not stop the others)
        logger.error("schedule %s met %s", plan.code, type(error).__name__)  # noqa: TRY400 (a message may hold values)
        trouble = FAILED.format(type(error).__name__)
    done = clock.now()
    hour = Schedule.objects.values_list("hour", flat=True).get(pk=row.pk)
    Schedule.objects.filter(pk=row.pk).update(
        last_run_at=done, next_run_at=plan.when.after(done, hour), last_error=trouble, lease_until=None
    )
    return True


def lines() -> Iterator[tuple[Schedule, Planned]]:
    """Every schedule with what was declared of it, in the order of its title."""
    plans = planned()
    rows = [row for row in Schedule.objects.all() if row.code in plans]
    for row in sorted(rows, key=lambda row: (plans[row.code].when.hour is None, plans[row.code].title)):
        yield row, plans[row.code]
