"""Relations that move between branches and groups of one community."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lianxin.declare.actors import Actor, Channel, Recorded
from lianxin.declare.bulk import insert_rows, update_rows
from lianxin.kernel import clock
from lianxin.kernel.ids import uuid7
from lianxin.orgs.models import Organisation
from lianxin.party.actions.places import Standing
from lianxin.party.choices import ChangeKind
from lianxin.party.models import Affiliation, Member, MembershipChange


@dataclass(frozen=True, slots=True)
class Move:
    """A member's new place from a day on; ``on`` None: it always stood there, we only did not know."""

    member: Member
    to: Standing
    on: date | None = None


def move(moves: Sequence[Move], *, actor: Actor, recorded: Recorded | None = None) -> None:
    """Write where relations stand now: the open affiliation, the member's own columns, a change between branches."""
    if not moves:
        return
    open_rows = {
        row.member_id: row
        for row in Affiliation.objects.filter(member__in=[each.member for each in moves], until__isnull=True)
    }
    dated = [each for each in moves if _is_dated(each, open_rows[each.member.pk])]
    simple = [each for each in moves if each not in dated]
    simple = _undone(simple, open_rows, actor)
    update_rows(
        Affiliation,
        ("organisation_id", "group_id"),
        ("id",),
        ((each.to.organisation_id, each.to.group_id, open_rows[each.member.pk].pk) for each in simple),
    )
    update_rows(Affiliation, ("until",), ("id",), ((each.on, open_rows[each.member.pk].pk) for each in dated))
    insert_rows(
        Affiliation,
        ("id", "member_id", "organisation_id", "group_id", "since"),
        ((uuid7(), each.member.pk, each.to.organisation_id, each.to.group_id, each.on) for each in dated),
    )
    _record_changes([each for each in dated if each.to.organisation_id != each.member.organisation_id], actor, recorded)
    write_members(moves)


def _undone(moves: Sequence[Move], open_rows: Mapping[uuid.UUID, Affiliation], actor: Actor) -> list[Move]:
    """Take back the last step of those who are put where they stood before it; the moves that are no such thing."""
    begun = {row.member_id: row for row in open_rows.values() if row.since is not None}
    before = {
        (row.member_id, row.until, row.organisation_id, row.group_id): row
        for row in Affiliation.objects.filter(
            member_id__in=[each.member.pk for each in moves if each.member.pk in begun], until__isnull=False
        )
    }
    rest = []
    for each in moves:
        step = begun.get(each.member.pk)
        earlier = step and before.get((each.member.pk, step.since, each.to.organisation_id, each.to.group_id))
        if step is None or earlier is None:
            rest.append(each)
            continue
        step.delete()
        Affiliation.objects.filter(pk=earlier.pk).update(until=None)
        MembershipChange.objects.filter(
            member=each.member, kind=ChangeKind.BRANCH_MOVED, happened_on=step.since, withdrawn_at__isnull=True
        ).update(withdrawn_at=clock.now(), withdrawn_by=actor.name[:100], withdrawn_reason="调整撤回")
    return rest


def _is_dated(each: Move, open_row: Affiliation) -> bool:
    return each.on is not None and (open_row.since is None or open_row.since < each.on)


def _record_changes(moves: Sequence[Move], actor: Actor, recorded: Recorded | None) -> None:
    left = {each.member.organisation_id for each in moves}
    names = dict(Organisation.objects.filter(pk__in=left).values_list("pk", "short_name")) if left else {}
    insert_rows(
        MembershipChange,
        ("id", "member_id", "happened_on", "organisation_id", "counterpart"),
        (
            (uuid7(), each.member.pk, each.on, each.to.organisation_id, names[each.member.organisation_id])
            for each in moves
        ),
        kind=ChangeKind.BRANCH_MOVED.value,
        channel=(recorded.channel if recorded else Channel.DESK).value,
        recorded_at=clock.now(),
        recorded_by=actor.name[:100],
    )


def write_members(moves: Sequence[Move]) -> None:
    """Write where members stand beside their other columns, where lists read it."""
    rows: list[tuple[uuid.UUID, uuid.UUID | None, str, uuid.UUID]] = []
    for each in moves:
        each.member.organisation_id = each.to.organisation_id
        each.member.group_id = each.to.group_id
        each.member.path = each.to.path
        rows.append((each.to.organisation_id, each.to.group_id, each.to.path, each.member.pk))
    update_rows(Member, ("organisation_id", "group_id", "path"), ("id",), rows)
