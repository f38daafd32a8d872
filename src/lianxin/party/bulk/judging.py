"""What a bulk change means for each member: to be changed, so already, or not possible and why."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from lianxin.party.bulk.fields import FACTS, PLACE, Wanted, words_of
from lianxin.party.choices import Floating
from lianxin.party.models import Affiliation, DatedFact, Member
from lianxin.party.models.bulk import BulkRowState
from lianxin.party.records import values_of
from lianxin.party.records.comparing import replaces


class Judgement(NamedTuple):
    """For one member: the state, why not, and the present value in words."""

    state: BulkRowState
    why: str
    old: str


def judge(members: Sequence[Member], wanted: Wanted) -> list[Judgement]:
    """One judgement for each member (persons, branches and groups loaded); one query whatever their number."""
    bounds = _bounds(members, wanted)
    return [_judge(member, wanted, bounds.get(member.pk)) for member in members]


def _judge(member: Member, wanted: Wanted, bound: date | None) -> Judgement:
    old = present(member, wanted.field)
    if not _changes(member, wanted):
        return Judgement(BulkRowState.UNCHANGED, "", old)
    return Judgement(
        BulkRowState.REFUSED if (why := _why_not(member, wanted, bound)) else BulkRowState.CHANGED, why, old
    )


def present(member: Member, field: str) -> str:
    """The present value in words."""
    if field == PLACE:
        return member.organisation.short_name + (f" {member.group.short_name}" if member.group else "")
    return words_of(field, values_of(member, [field])[field])


def _changes(member: Member, wanted: Wanted) -> bool:
    if wanted.field == PLACE:
        return member.organisation_id != wanted.value or wanted.group not in (None, member.group_id)
    known = values_of(member, [wanted.field])[wanted.field]
    if wanted.field in FACTS:
        return replaces(wanted.field, known, wanted.value)
    return bool((known or None) != wanted.value)


def _why_not(member: Member, wanted: Wanted, bound: date | None) -> str:
    if member.left_on is not None:
        return "已经离开名册"
    if wanted.field == "floating" and member.floating == Floating.INWARD:
        return "流入党员，流入结束请在本人页面办理"
    if bound is not None and wanted.on is not None and wanted.on < bound:
        return f"现在这一段从 {bound:%Y-%m-%d} 起，不能更早"
    return ""


def _bounds(members: Sequence[Member], wanted: Wanted) -> Mapping[uuid.UUID, date]:
    """The day before which nothing new can begin: when what holds now began, or what held last ended."""
    if wanted.on is None:
        return {}
    if wanted.field == PLACE:
        rows = Affiliation.objects.filter(member__in=members, until__isnull=True, since__isnull=False)
        return {member: since for member, since in rows.values_list("member_id", "since") if since}
    latest: dict[uuid.UUID, date] = {}
    facts = DatedFact.objects.filter(member__in=members, aspect=wanted.field)
    for member, since, until in facts.values_list("member_id", "since", "until"):
        day = until or since
        if day is not None:
            latest[member] = max(day, latest.get(member, day))
    return latest
