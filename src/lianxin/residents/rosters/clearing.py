"""Rosters that nobody needs any more: what was staged and kept of them goes after a week."""

from datetime import timedelta

from django.db.models import Q

from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import SYSTEM
from lianxin.files import store
from lianxin.kernel import clock
from lianxin.residents.rosters.models import Roster, RosterLine, RosterState
from lianxin.residents.rosters.receiving import KEEP_DAYS
from lianxin.residents.rosters.staging import entry

_AT_WORK = (RosterState.COMMITTING, RosterState.TAKING_BACK)


def clear_old_rosters() -> int:
    """Erase staged rows and kept files of rosters whose week is over, unless they are being worked on; how many.

    A roster that still waits is put aside. The week begins when it was committed, or else when it came in.
    """
    before = clock.now() - timedelta(days=KEEP_DAYS)
    over = Q(committed_at__lt=before) | Q(committed_at__isnull=True, created_at__lt=before)
    old = Roster.objects.filter(over, lines_removed_at__isnull=True).exclude(state__in=_AT_WORK)
    cleared = 0
    for roster in old.select_related("file"):
        _clear(roster)
        cleared += 1
    return cleared


def _clear(roster: Roster) -> None:
    with unit_of_work(SYSTEM) as work:
        RosterLine.objects.filter(roster=roster).delete()
        if roster.state in (RosterState.READING, RosterState.PREVIEW):
            roster.state = RosterState.DISCARDED
        roster.lines_removed_at = clock.now()
        roster.save(update_fields=["state", "lines_removed_at"])
        work.record(entry("residents.clear_roster", roster))
    if roster.file is not None:
        store.remove(roster.file)
