"""The lines that need mending, and what a roster did, from what is kept of it."""

from typing import IO, Any

from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.residents.rosters.models import LineState, Roster
from lianxin.residents.rosters.payload import open_payload
from lianxin.residents.rosters.queries import lines_of
from lianxin.residents.rosters.registry import kind_of
from lianxin.residents.rosters.staging import entry
from lianxin.tables.error_sheet import FaultyRow, write_error_sheet
from lianxin.tables.summary import summary


def export_errors(*, roster: Roster, target: IO[bytes], actor: Actor) -> int:
    """Write a roster's error sheet into ``target`` and note it in the trail; how many lines."""
    lines = lines_of(roster).filter(problems__isnull=False)
    faulty = [
        FaultyRow(
            line.sheet,
            line.row,
            line.state == LineState.REFUSED,
            open_payload(line.pk, line.sealed).cells,
            line.problems or (),
        )
        for line in lines.iterator(chunk_size=2000)
    ]
    write_error_sheet(target, roster.reading["sheets"], faulty, kind_of(roster).words)
    with unit_of_work(actor) as work:
        work.record(entry("residents.export_roster_errors", roster, {"rows": [None, len(faulty)]}))
    return len(faulty)


def summary_of(roster: Roster) -> dict[str, Any]:
    """The roster as the command line's JSON tells it, as it stands."""
    rows = lines_of(roster).values_list("sheet", "row", "state", "problems")
    return summary(roster.reading["sheets"], rows.iterator())
