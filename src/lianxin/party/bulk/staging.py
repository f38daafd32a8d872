"""Laying out a bulk change for looking at: a row for each member, nothing written to the register."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from lianxin.audit.work import Entry, unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.bulk import insert_rows
from lianxin.declare.errors import RuleError
from lianxin.kernel import clock
from lianxin.kernel.ids import uuid7
from lianxin.orgs.models import Community
from lianxin.party.bulk.fields import Wanted, label_of, seal_wanted, wanted_of
from lianxin.party.bulk.judging import judge
from lianxin.party.bulk.rows import Content, seal_content
from lianxin.party.models import BulkChange, BulkRow, Member
from lianxin.party.models.bulk import BulkRowState, BulkState

KIND = "party.bulk"
MOST = 10_000
CHUNK = 500
_COLUMNS = ("id", "member_id", "person_id", "name_key", "state", "why", "version", "sealed")


def members_with(ids: Collection[uuid.UUID]) -> list[Member]:
    """Members with everything a judgement reads."""
    rows = Member.objects.select_related("person", "organisation", "group", "community__organisation")
    return list(rows.filter(pk__in=ids))


def stage_bulk(
    *, community: Community, members: Sequence[uuid.UUID], wanted: Wanted, actor: Actor, once: str = ""
) -> BulkChange:
    """Keep what is to be changed for whom; it then waits for a decision.

    Raises ``RuleError`` when there is nobody or too many, or for a day to come.
    """
    if not members:
        raise RuleError("没有选到人。")
    if len(members) > MOST:
        raise RuleError(f"一次最多 {MOST} 人，请先用条件缩小范围。")
    if wanted.on is not None and wanted.on > clock.today():
        raise RuleError("开始日期还没有到。", "on")
    with unit_of_work(actor, once=once) as work:
        bulk_id = uuid7()
        bulk = BulkChange.objects.create(
            id=bulk_id,
            community=community,
            path=community.organisation.path,
            field=wanted.field,
            sealed=seal_wanted(bulk_id, wanted),
            on=wanted.on,
            created_at=clock.now(),
            created_by=actor.name[:100],
        )
        for start in range(0, len(members), CHUNK):
            some = [m for m in members_with(members[start : start + CHUNK]) if m.community_id == community.pk]
            insert_rows(BulkRow, _COLUMNS, _rows(some, wanted), bulk_id=bulk.pk)
        work.record(entry("party.stage_bulk", bulk))
        work.leads_to(str(bulk.pk))
    return bulk


def leave_out(*, bulk: BulkChange, rows: Sequence[uuid.UUID], actor: Actor) -> int:
    """Take members out of a change that still waits; how many. Raises ``RuleError`` when it does not wait."""
    with unit_of_work(actor):
        _refuse_unless_waiting(bulk)
        return BulkRow.objects.filter(bulk=bulk, pk__in=rows, state=BulkRowState.CHANGED).delete()[0]


def discard_bulk(*, bulk: BulkChange, actor: Actor, once: str = "") -> None:
    """Put a waiting change aside with its rows. Raises ``RuleError`` when it does not wait."""
    with unit_of_work(actor, once=once) as work:
        _refuse_unless_waiting(bulk)
        BulkChange.objects.filter(pk=bulk.pk).update(state=BulkState.DISCARDED)
        BulkRow.objects.filter(bulk=bulk).delete()
        work.record(entry("party.discard_bulk", bulk))


def entry(action: str, bulk: BulkChange) -> Entry:
    """An audit entry about a bulk change; the value itself stands in the entries of the members."""
    return Entry(
        action,
        KIND,
        bulk.pk,
        label_of(wanted_of(bulk).field),
        bulk.community_id,
        organisation_id=bulk.community_id,
        organisation_path=bulk.path,
    )


def _refuse_unless_waiting(bulk: BulkChange) -> None:
    if not BulkChange.objects.select_for_update().filter(pk=bulk.pk, state=BulkState.PREVIEW).exists():
        raise RuleError("这次修改已经办过或放弃了。")


def _rows(members: Sequence[Member], wanted: Wanted) -> Iterator[tuple[Any, ...]]:
    for member, (state, why, old) in zip(members, judge(members, wanted), strict=True):
        pk = uuid7()
        sealed = seal_content(pk, Content(old))
        yield pk, member.pk, member.person_id, member.name_key, state.value, why, member.person.version, sealed
