"""Keeping what a roster would do, sealed, until somebody decides."""

from collections.abc import Iterator, Mapping
from typing import Any

from lianxin.audit.work import Entry, unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.bulk import insert_rows
from lianxin.declare.errors import RuleError
from lianxin.files.models import StoredFile
from lianxin.kernel import clock
from lianxin.kernel.ids import uuid7
from lianxin.orgs.models import Community
from lianxin.residents.rosters.kinds import Kind
from lianxin.residents.rosters.models import LineState, Roster, RosterHeading, RosterLine, RosterState
from lianxin.residents.rosters.payload import Payload, seal_payload
from lianxin.residents.rosters.prepared import Prepared

ROSTER = "residents.roster"
"""The kind under which the trail names an import."""
_COLUMNS = ("id", "sheet", "row", "state", "warned", "problems", "sealed")


def open_roster(
    *,
    kind: Kind,
    community: Community,
    file_name: str,
    actor: Actor,
    file: StoredFile | None = None,
    sheet: str = "",
    once: str = "",
) -> Roster:
    """Note that a roster came in; its lines follow."""
    with unit_of_work(actor, once=once) as work:
        roster = Roster.objects.create(
            kind=kind.code,
            community=community,
            path=community.organisation.path,
            file=file,
            file_name=file_name[:200],
            sheet=sheet[:100],
            created_at=clock.now(),
            created_by=actor.name[:100],
        )
        work.record(entry("residents.stage_roster", roster))
        work.leads_to(str(roster.pk))
    return roster


def stage_lines(*, roster: Roster, prepared: Prepared, actor: Actor) -> None:
    """Put a roster's lines, in place of earlier ones, beside it; it then waits for a decision."""
    with unit_of_work(actor):
        RosterLine.objects.filter(roster=roster).delete()
        insert_rows(RosterLine, _COLUMNS, _staged(prepared), roster_id=roster.pk)
        roster.reading = prepared.reading
        roster.created_count = prepared.count(LineState.CREATED)
        roster.changed_count = prepared.count(LineState.CHANGED)
        roster.unchanged_count = prepared.count(LineState.UNCHANGED)
        roster.refused_count = prepared.count(LineState.REFUSED)
        roster.warning_count = prepared.warned
        roster.state = RosterState.PREVIEW
        roster.save()


def choose_columns(*, roster: Roster, mapping: Mapping[str, Any], remembered: Mapping[str, str], actor: Actor) -> None:
    """Note which columns mean what, as corrected by hand, and remember the headings for this community."""
    with unit_of_work(actor) as work:
        for heading, name in remembered.items():
            RosterHeading.objects.update_or_create(
                community_id=roster.community_id, kind=roster.kind, heading=heading[:60], defaults={"field": name}
            )
        roster.mapping = dict(mapping)
        roster.state = RosterState.READING
        roster.save(update_fields=["mapping", "state"])
        changes = {heading: ["", name] for heading, name in remembered.items()}
        work.record(entry("residents.choose_roster_columns", roster, changes))


def discard_roster(*, roster: Roster, actor: Actor, once: str = "") -> None:
    """Put a waiting roster aside; its lines are cleared at once. Raises ``RuleError`` when it is not waiting."""
    with unit_of_work(actor, once=once) as work:
        waiting = (RosterState.READING, RosterState.PREVIEW)
        if not Roster.objects.filter(pk=roster.pk, state__in=waiting).update(state=RosterState.DISCARDED):
            raise RuleError("这份名册已经入册、撤回或放弃了。")
        RosterLine.objects.filter(roster=roster).delete()
        work.record(entry("residents.discard_roster", roster))


def _staged(prepared: Prepared) -> Iterator[tuple[Any, ...]]:
    for line in prepared.lines:
        line_id = uuid7()
        problems = line.told[3]
        warned = any(not problem["refuses"] for problem in problems)
        payload = Payload(line.values, line.outcome.writes, line.cells)
        sealed = seal_payload(line_id, payload)
        yield (line_id, line.sheet, line.row, line.state.value, warned, problems or None, sealed)


def entry(action: str, roster: Roster, changes: Mapping[str, list[Any]] | None = None) -> Entry:
    """An audit entry about a roster."""
    return Entry(
        action,
        ROSTER,
        roster.pk,
        roster.file_name,
        roster.community_id,
        organisation_path=roster.path,
        changes=changes or {},
    )
