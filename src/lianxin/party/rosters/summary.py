"""A members' roster as the command line's JSON tells it."""

from typing import Any

from lianxin.party.models.roster import RosterBatch, StagedRow
from lianxin.tables.summary import summary


def summary_of(batch: RosterBatch) -> dict[str, Any]:
    """The summary of a batch as it stands."""
    rows = StagedRow.objects.filter(batch=batch).order_by("sheet", "row")
    return summary(batch.reading["sheets"], rows.values_list("sheet", "row", "state", "problems").iterator())
