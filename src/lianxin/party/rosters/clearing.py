"""Rosters that nobody needs any more: what was staged and kept of them goes after a week."""

from datetime import timedelta

from django.db.models import Q

from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import SYSTEM
from lianxin.files import store
from lianxin.kernel import clock
from lianxin.party.models.roster import BatchState, RosterBatch, StagedRow
from lianxin.party.rosters.receiving import KEEP_DAYS
from lianxin.party.rosters.staging import entry

_AT_WORK = (BatchState.COMMITTING, BatchState.TAKING_BACK)


def clear_old_rosters() -> int:
    """Erase staged rows and kept files of rosters whose week is over, unless they are being worked on; how many.

    A roster that still waits is put aside. The week begins when it was committed, or else when it came in.
    """
    before = clock.now() - timedelta(days=KEEP_DAYS)
    over = Q(committed_at__lt=before) | Q(committed_at__isnull=True, created_at__lt=before)
    old = RosterBatch.objects.filter(over, rows_removed_at__isnull=True).exclude(state__in=_AT_WORK)
    cleared = 0
    for batch in old.select_related("file"):
        _clear(batch)
        cleared += 1
    return cleared


def _clear(batch: RosterBatch) -> None:
    with unit_of_work(SYSTEM) as work:
        StagedRow.objects.filter(batch=batch).delete()
        if batch.state in (BatchState.READING, BatchState.PREVIEW):
            batch.state = BatchState.DISCARDED
        batch.rows_removed_at = clock.now()
        batch.save(update_fields=["state", "rows_removed_at"])
        work.record(entry("party.clear_roster", batch))
    if batch.file is not None:
        store.remove(batch.file)
