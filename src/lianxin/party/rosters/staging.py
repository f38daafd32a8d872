"""Keeping what a roster would do, sealed, until somebody decides."""

from collections.abc import Iterator, Mapping
from typing import Any

from lianxin.audit.work import Entry, unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.bulk import insert_rows
from lianxin.files.models import StoredFile
from lianxin.kernel import clock
from lianxin.kernel.ids import uuid7
from lianxin.orgs.models import Community
from lianxin.party.models.roster import BatchState, HeadingSynonym, RosterBatch, RowState, StagedRow
from lianxin.party.rosters.payload import Payload, seal_payload
from lianxin.party.rosters.prepared import Prepared
from lianxin.party.rosters.trail import BATCH

FIRST_VERSION = 1
"""Of a person whom a row registered; a created row with a later one put somebody known already on the roll."""
_COLUMNS = ("id", "sheet", "row", "state", "warned", "problems", "sealed", "person_id")


def open_batch(
    *,
    community: Community,
    file_name: str,
    actor: Actor,
    file: StoredFile | None = None,
    sheet: str = "",
    once: str = "",
) -> RosterBatch:
    """Note that a roster came in; its rows follow."""
    with unit_of_work(actor, once=once) as work:
        batch = RosterBatch.objects.create(
            community=community,
            path=community.organisation.path,
            file=file,
            file_name=file_name[:200],
            sheet=sheet[:100],
            state=BatchState.READING,
            created_at=clock.now(),
            created_by=actor.name[:100],
        )
        work.record(entry("party.stage_roster", batch))
        work.leads_to(str(batch.pk))
    return batch


def stage_rows(*, batch: RosterBatch, prepared: Prepared, actor: Actor) -> None:
    """Put a roster's rows, in place of earlier ones, beside the batch; it then waits for a decision."""
    with unit_of_work(actor):
        StagedRow.objects.filter(batch=batch).delete()
        insert_rows(StagedRow, _COLUMNS, _staged(prepared), batch_id=batch.pk)
        batch.reading = prepared.reading
        batch.created_count = prepared.count(RowState.CREATED)
        batch.changed_count = prepared.count(RowState.CHANGED)
        batch.unchanged_count = prepared.count(RowState.UNCHANGED)
        batch.refused_count = prepared.count(RowState.REFUSED)
        batch.warning_count = prepared.warned
        batch.state = BatchState.PREVIEW
        batch.save()


def choose_columns(
    *, batch: RosterBatch, mapping: Mapping[str, Any], remembered: Mapping[str, str], actor: Actor
) -> None:
    """Note which columns mean what, as corrected by hand, and remember the headings for this community."""
    with unit_of_work(actor) as work:
        for heading, name in remembered.items():
            HeadingSynonym.objects.update_or_create(
                community_id=batch.community_id, heading=heading[:60], defaults={"field": name}
            )
        batch.mapping = dict(mapping)
        batch.state = BatchState.READING
        batch.save(update_fields=["mapping", "state"])
        changes = {heading: ["", name] for heading, name in remembered.items()}
        work.record(entry("party.choose_roster_columns", batch, changes))


def _staged(prepared: Prepared) -> Iterator[tuple[Any, ...]]:
    for row in prepared.rows:
        row_id = uuid7()
        outcome = row.outcome
        payload = Payload(row.said.values, outcome.before, row.said.new_branch, row.cells)
        yield (
            row_id,
            row.sheet,
            row.row,
            outcome.state.value,
            any(not problem.refuses for problem in row.problems),
            [problem.as_json() for problem in row.problems] or None,
            seal_payload(row_id, payload),
            outcome.person_id,
        )


def entry(action: str, batch: RosterBatch, changes: Mapping[str, list[Any]] | None = None) -> Entry:
    """An audit entry about a batch."""
    return Entry(
        action,
        BATCH,
        batch.pk,
        batch.file_name,
        batch.community_id,
        organisation_path=batch.path,
        changes=changes or {},
    )
