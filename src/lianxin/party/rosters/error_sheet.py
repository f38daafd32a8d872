"""The lines of a members' roster that need mending, from what was only looked at and from what is kept."""

from collections.abc import Iterator
from typing import IO

from lianxin.audit.work import Entry, unit_of_work
from lianxin.declare.actors import Actor
from lianxin.party.models.roster import RosterBatch, RowState, StagedRow
from lianxin.party.rosters.payload import open_payload
from lianxin.party.rosters.prepared import Prepared
from lianxin.party.rosters.reading.headings import MEMBERS
from lianxin.party.rosters.trail import BATCH
from lianxin.tables.error_sheet import FaultyRow, write_error_sheet


def faulty_rows(prepared: Prepared) -> list[FaultyRow]:
    """Those of a roster that was only looked at."""
    return [
        FaultyRow(
            row.sheet,
            row.row,
            row.outcome.state is RowState.REFUSED,
            row.cells,
            [problem.as_json() for problem in row.problems],
        )
        for row in prepared.rows
        if row.problems
    ]


def faulty_rows_of(batch: RosterBatch) -> Iterator[FaultyRow]:
    """Those of a batch whose rows are still kept."""
    rows = StagedRow.objects.filter(batch=batch, problems__isnull=False).order_by("sheet", "row")
    for row in rows.iterator(chunk_size=2000):
        cells = open_payload(row.pk, row.sealed).cells
        yield FaultyRow(row.sheet, row.row, row.state == RowState.REFUSED, cells, row.problems or ())


def export_errors(*, batch: RosterBatch, target: IO[bytes], actor: Actor) -> int:
    """Write a batch's error sheet into ``target`` and note it in the trail; how many rows."""
    rows = list(faulty_rows_of(batch))
    write_error_sheet(target, batch.reading["sheets"], rows, MEMBERS)
    with unit_of_work(actor) as work:
        work.record(
            Entry(
                "party.export_roster_errors",
                BATCH,
                batch.pk,
                batch.file_name,
                batch.community_id,
                organisation_path=batch.path,
                changes={"rows": [None, len(rows)]},
            )
        )
    return len(rows)
