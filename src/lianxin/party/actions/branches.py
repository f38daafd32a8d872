"""Assigning a branch: from 待分支部 into one, and from one to another."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.db.models import F

from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor, Recorded
from lianxin.declare.errors import RuleError
from lianxin.kernel import clock
from lianxin.orgs.models import Organisation
from lianxin.party.actions.common import entry_of, refresh_missing
from lianxin.party.actions.moving import Move, move
from lianxin.party.actions.places import Places
from lianxin.party.finding import reindex_members
from lianxin.party.models import Affiliation, Member
from lianxin.residents.models import Person

ASSIGN_BRANCH = "party.assign_branch"


def assign_branch(
    *,
    members: Sequence[Member],
    organisation: Organisation,
    group: uuid.UUID | None = None,
    on: date | None,
    actor: Actor,
    recorded: Recorded | None = None,
    once: str = "",
) -> int:
    """Let members (persons loaded, all of one community) stand in a branch from a day on; how many moved.

    ``on`` None: they always stood there and only now it is known, as when a roster named no branch; no change is
    then counted. Who stands there already is passed over.

    Raises:
        RuleError: a branch of another community, a day to come, a day before the present relation began, or somebody
            who has left.
    """
    if not members:
        return 0
    if on is not None and on > clock.today():
        raise RuleError("调整日期还没有到。", "on")
    with unit_of_work(actor, once=once) as work:
        places = Places.of(members[0].community, [organisation.pk, group, *(m.organisation_id for m in members)])
        place = places.resolve(organisation.pk, group)
        moving = [m for m in members if (m.organisation_id, m.group_id) != (place.organisation_id, place.group_id)]
        _check(moving, places, on)
        Person.objects.filter(pk__in=[member.person_id for member in moving]).update(version=F("version") + 1)
        before = {member.pk: places.name(member.organisation_id) for member in moving}
        move([Move(member, place, on) for member in moving], actor=actor, recorded=recorded)
        refresh_missing(moving, places.waiting_in)
        reindex_members([member.pk for member in moving])
        since = f"（{on:%Y-%m-%d}起）" if on else ""
        for member in moving:
            member.person.version += 1
            changes = {"organisation": [before[member.pk], place.name + since]}
            work.record(entry_of(ASSIGN_BRANCH, member, changes=changes))
    return len(moving)


def _check(members: Sequence[Member], places: Places, on: date | None) -> None:
    for member in members:
        if member.community_id != places.own.pk:
            raise RuleError("一次只能调整同一个社区的党员。")
        if member.left_on is not None:
            raise RuleError(f"{member.person.name}已经离开名册。")
    if on is None:
        return
    late = Affiliation.objects.filter(member__in=members, until__isnull=True, since__gt=on).select_related(
        "member__person"
    )
    for row in late[:1]:
        raise RuleError(f"{row.member.person.name}现在的组织关系从 {row.since:%Y-%m-%d} 起，调整日期不能更早。", "on")
