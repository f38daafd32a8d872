"""Making one of two records. Whose word holds is chosen part by part; what rests on who goes moves to who stays."""

import uuid
from collections.abc import Mapping
from typing import Any, cast

from django.db.models import F

from lianxin.audit.versions import StaleVersionError
from lianxin.audit.work import Entry, unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.declare.resting import MEMBER, PERSON, Resting, resting_on
from lianxin.kernel import clock
from lianxin.kernel.crypto import keyring
from lianxin.kernel.ids import uuid7
from lianxin.party.actions.common import refresh_missing, waiting_in
from lianxin.party.actions.histories import rewrite_category
from lianxin.party.choices import Aspect
from lianxin.party.doubles.keeping import Kept, seal_kept
from lianxin.party.doubles.resting import AFFILIATIONS, CHANGES, FACTS, SIDED
from lianxin.party.doubles.sides import PARTS, RELATION, Pair, Record, Side, open_parts, taken
from lianxin.party.finding import KIND, renew_search
from lianxin.party.images import erase, held_by
from lianxin.party.models import DatedFact, Member, PersonMerge
from lianxin.party.records import MemberValues, refusals, snapshot, values_of
from lianxin.residents.models import CARER_PHONE, ID_NUMBER, PHONE, Person

MERGE_PERSONS = "party.merge_persons"
_CONTEXTS = {
    "id_number_sealed": ID_NUMBER,
    "mobile_sealed": PHONE,
    "phone_sealed": PHONE,
    "carer_phone_sealed": CARER_PHONE,
}
_OWN_PEOPLE = ("name", "sex", "id_number", "birth_date")
_TOLD_WHOLE = {"hardship", "health", "carer", "note"}
"""Of these the trail says only that they were chosen, never the words."""


def merge_persons(
    *,
    pair: Pair,
    versions: Mapping[Side, int],
    stays: Side,
    chosen: Mapping[str, Side],
    actor: Actor,
    reason: str = "",
    once: str = "",
) -> PersonMerge:
    """Set one of two persons aside; the other keeps, part by part, what was chosen (``chosen``; else its own).

    Of two memberships one is set aside too: dated facts go with the side of their aspect, the places and the changes of
    the roll with the side of the relation, offices all move. What does not move is kept, sealed, with the merge.

    Raises:
        StaleVersionError: somebody changed one of the two meanwhile.
        RuleError: not two persons of one community, or a record that would contradict itself.
    """
    staying, going = pair[stays], pair[stays.other]
    if staying.person.pk == going.person.pk or staying.person.community_id != going.person.community_id:
        raise RuleError("只能合并同一个社区里登记的两个人。")
    sides = taken(pair, {name: chosen.get(name, stays) for name in open_parts(pair)})
    with unit_of_work(actor, once=once) as work:
        persons, members = _ids(pair)
        before = held_by(persons, members)
        _hold(pair, versions)
        number = going.person.id_number_index
        entry = _entry(pair, stays, sides, reason)
        known = _nonsense(staying) | _nonsense(going)
        _move(pair, stays, sides)
        _take_over(staying, going, [name for name, side in sides.items() if side is not stays])
        _refuse_nonsense(staying, known)
        pointers = [note for kind, one, other in _kinds(staying, going) for note in _turn(kind, one, other)]
        renew_search(persons, members)
        kept = Kept(before, held_by(persons, members), pointers)
        merge_id = uuid7()
        merge = PersonMerge.objects.create(
            id=merge_id,
            community_id=staying.person.community_id,
            path=staying.person.path,
            person_id=going.person.pk,
            member_id=going.member.pk if going.member else None,
            name=going.person.name,
            id_number_index=number,
            merged_into=staying.person.pk,
            into_name=staying.person.name,
            merged_at=clock.now(),
            merged_by=actor.name[:100],
            sealed=seal_kept(merge_id, kept),
        )
        work.record(entry)
        work.leads_to(str(merge.pk))
    return merge


def entry_about(action: str, record: Record, *, changes: Mapping[str, list[str]], reason: str = "") -> Entry:
    """An audit entry about who stays, as a member where there is a membership."""
    member = record.member
    return Entry(
        action,
        target_kind=KIND if member else PERSON,
        target_id=member.pk if member else record.person.pk,
        target_label=record.person.name,
        community_id=record.person.community_id,
        organisation_id=member.organisation_id if member else record.person.community_id,
        organisation_path=member.path if member else record.person.path,
        changes=changes,
        reason=reason,
    )


def _ids(pair: Pair) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
    members = [record.member.pk for record in pair.values() if record.member is not None]
    return [record.person.pk for record in pair.values()], members


def _hold(pair: Pair, versions: Mapping[Side, int]) -> None:
    for side, record in pair.items():
        rows = Person.objects.filter(pk=record.person.pk, version=versions[side])
        if record.person.version != versions[side] or not rows.update(version=F("version") + 1):
            raise StaleVersionError(Person.objects.filter(pk=record.person.pk).first())
        record.person.version += 1


def _entry(pair: Pair, stays: Side, sides: Mapping[str, Side], reason: str) -> Entry:
    """What changes in the record of who stays, masked; said before anything is written."""
    staying, going = pair[stays], pair[stays.other]
    changes = {"merged": [f"{record.person.name}" for record in (going, staying)]}
    for name, side in sides.items():
        if side is not stays and PARTS[name].value(staying) != PARTS[name].value(going):
            told = ("", "采用另一份") if name in _TOLD_WHOLE else (PARTS[name].words(r) for r in (staying, going))
            changes["organisation" if name == RELATION else name] = list(told)
    about = staying if staying.member or not going.member else Record(staying.person, going.member)
    return entry_about(MERGE_PERSONS, about, changes=changes, reason=reason)


def _kinds(staying: Record, going: Record) -> list[tuple[str, uuid.UUID, uuid.UUID]]:
    found = [(PERSON, staying.person.pk, going.person.pk)]
    if staying.member is not None and going.member is not None:
        found.append((MEMBER, staying.member.pk, going.member.pk))
    return found


def _move(pair: Pair, stays: Side, sides: Mapping[str, Side]) -> None:
    """Bring over what moves; take out of the tables what does not, and who goes."""
    staying, going = pair[stays], pair[stays.other]
    if staying.member is not None and going.member is not None:
        for thing in resting_on(MEMBER, pointers=False):
            _settle(thing, staying.member.pk, going.member.pk, None if thing.code not in SIDED else (stays, sides))
    for thing in resting_on(PERSON, pointers=False):
        _settle(thing, staying.person.pk, going.person.pk, None)
    erase(Person, [going.person.pk])


def _settle(
    thing: Resting, staying: uuid.UUID, going: uuid.UUID, sided: tuple[Side, Mapping[str, Side]] | None
) -> None:
    mine, theirs = list(thing.rows([staying])), list(thing.rows([going]))
    if sided is None:
        moving, leaving = list(thing.moves(mine, theirs)), []
    else:
        stays, sides = sided
        moving = [row for row in theirs if sides.get(_part_of(thing, row), stays) is not stays]
        leaving = [row for row in mine if sides.get(_part_of(thing, row), stays) is not stays]
    erase(thing.model, [row.pk for row in [*leaving, *(row for row in theirs if row not in moving)]])
    rows: Any = thing.model._base_manager.filter(pk__in=[row.pk for row in moving])
    rows.update(**{thing.column: staying})


def _part_of(thing: Resting, row: object) -> str:
    """The part of the record whose side a row of a history goes with."""
    assert thing.code in {FACTS, AFFILIATIONS, CHANGES}
    return row.aspect if isinstance(row, DatedFact) else RELATION


def _take_over(staying: Record, going: Record, names: list[str]) -> None:
    """Write into the row of who stays the parts that were chosen from who goes."""
    for name in names:
        part = PARTS[name]
        source: Any = going.member if part.of_member else going.person
        target: Any = staying.member if part.of_member else staying.person
        for column in part.columns:
            value = getattr(source, column)
            if column in _CONTEXTS and value:
                context, ring = _CONTEXTS[column], keyring()
                value = ring.seal(ring.open(bytes(value), f"{context}:{source.pk}"), f"{context}:{target.pk}")
            setattr(target, column, value)
    staying.person.save()
    member = staying.member
    if member is None:
        member = Member.objects.select_related("community__organisation").filter(person=staying.person).first()
        if member is None:
            return
        member.person = staying.person
    member.name_key = staying.person.name_key
    member.save()
    if {Aspect.CATEGORY.value, "join_date", "full_date"} & set(names):
        rewrite_category([(member, member.category)])
    refresh_missing([member], waiting_in(member))


def _refuse_nonsense(staying: Record, known: set[str]) -> None:
    """A contradiction that neither record held by itself comes of the choice."""
    person = staying.person
    if person.died_on and person.birth_date and person.died_on < person.birth_date:
        raise RuleError("去世日期早于出生日期，请重新选。")
    for reason in sorted(_nonsense(staying) - known):
        raise RuleError(f"照这样选，{reason}请重新选。")


def _nonsense(record: Record) -> set[str]:
    if record.member is None:
        values = cast("MemberValues", values_of(Member(person=record.person), _OWN_PEOPLE))
    else:
        values = snapshot(record.member)
    return {remark.reason for remark in refusals(values)}


def _turn(kind: str, staying: uuid.UUID, going: uuid.UUID) -> list[list[Any]]:
    """Let hints to who goes lead to who stays; what they were, to turn them back."""
    notes: list[list[Any]] = []
    for thing in resting_on(kind, pointers=True):
        rows = thing.rows([going])
        for pk, *old in list(rows.values_list("pk", *thing.stamp)):
            notes.append([thing.code, str(pk), str(staying), str(going), dict(zip(thing.stamp, old, strict=True))])
        rows.update(**{thing.column: staying}, **thing.stamp)
    return notes
