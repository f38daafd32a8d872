"""Correcting what is known of members: always in bulk, a single correction is a bulk of one."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple, cast

from lianxin.audit.versions import StaleVersionError
from lianxin.audit.work import Entry, Work, unit_of_work
from lianxin.declare.actors import Actor, Recorded
from lianxin.declare.bulk import update_rows
from lianxin.declare.errors import RuleError
from lianxin.kernel import clock
from lianxin.kernel.crypto import keyring
from lianxin.kernel.names import name_key
from lianxin.orgs.models import Community
from lianxin.party.actions.columns import (
    BLANKS,
    MEMBER_COLUMNS,
    PERSON_COLUMNS,
    SEALED_COLUMNS,
    sealer,
)
from lianxin.party.actions.common import entry_of, refresh_missing
from lianxin.party.actions.histories import rewrite_category, say_fact
from lianxin.party.actions.moving import Move, move
from lianxin.party.actions.places import Places
from lianxin.party.choices import Aspect
from lianxin.party.finding import reindex_members
from lianxin.party.models import Member
from lianxin.party.records import (
    FACT_FIELDS,
    FIELDS,
    PLACE_FIELDS,
    SENSITIVE_FIELDS,
    Differences,
    Home,
    MemberValues,
    Shape,
    differences,
    shown,
    snapshot,
)
from lianxin.residents.models import ID_NUMBER, Person

CORRECT = "party.correct_member"

_FINDABLE = {"name", *PLACE_FIELDS}
_NO_IS_NOTHING = {"new_economy", "lost"}
_CATEGORY_RESTS_ON = {"category", "join_date", "full_date"}


class Correction(NamedTuple):
    """What is said about one member (with its person loaded), against the version of the person that was seen."""

    member: Member
    version: int
    values: MemberValues


@dataclass(slots=True)
class Corrected:
    """What came of one correction; ``version`` is the one to be seen next."""

    member: Member
    version: int
    changes: Differences


def correct_members(
    corrections: Sequence[Correction],
    *,
    actor: Actor,
    reason: str = "",
    recorded: Recorded | None = None,
    exact: bool = False,
    once: str = "",
) -> list[Corrected]:
    """Correct records, in the order given; who has nothing changed keeps the version.

    As a roster says it: a blank never erases, a coarser date never overwrites a finer one; a new employment, floating
    or new-economy value begins on ``recorded.happened_on`` or today, and so does a new branch, except for who was
    待分支部, whose branch simply becomes known. The history of the category follows its dates.

    ``exact``, as a clerk puts a record right or takes an import back: every value named replaces the old one, None
    empties the field, and dated facts and places are put right as if they had never been otherwise.

    Raises:
        StaleVersionError: somebody changed one of the records meanwhile; nothing is written.
        RuleError: no name, a place outside the community, an identity number registered already, or the category or
            place of somebody who has left.
    """
    on = None if exact else (recorded and recorded.happened_on) or clock.today()
    with unit_of_work(actor, once=once) as work:
        _refuse_stale(corrections)
        drafts = [_draft(correction, exact=exact) for correction in corrections]
        for group in _by_community([draft for draft in drafts if draft.changes]):
            _apply(group, on, work, reason, recorded)
    return [Corrected(d.member, d.version + bool(d.changes), d.changes) for d in drafts]


def correct_member(
    *,
    member: Member,
    version: int,
    values: MemberValues,
    reason: str,
    actor: Actor,
    recorded: Recorded | None = None,
    once: str = "",
) -> Corrected:
    """Put one record right, exactly as given; see :func:`correct_members`."""
    one = Correction(member, version, values)
    return correct_members([one], actor=actor, reason=reason, recorded=recorded, exact=True, once=once)[0]


@dataclass(slots=True)
class _Draft:
    member: Member
    version: int
    changes: Differences


def _refuse_stale(corrections: Sequence[Correction]) -> None:
    """Tell whose record somebody else changed; the conditional update then holds what this reading saw."""
    seen = {each.member.person_id: each for each in corrections}
    for person in Person.objects.filter(pk__in=seen).select_for_update():
        each = seen.pop(person.pk)
        if not person.version == each.version == each.member.person.version:
            raise StaleVersionError(person)
    if seen:
        raise StaleVersionError(None)


def _draft(correction: Correction, *, exact: bool) -> _Draft:
    member = correction.member
    known = snapshot(member)
    changes = _replacements(known, correction.values) if exact else differences(known, correction.values)
    if "name" in changes and not changes["name"][1]:
        raise RuleError("姓名不能是空的。", "name")
    if member.left_on is not None and changes.keys() & {*FACT_FIELDS, *PLACE_FIELDS}:
        raise RuleError(f"{member.person.name}已经离开名册，类别和所在支部不能再改；如果离开是误登，请先撤销。")
    return _Draft(member, correction.version, changes)


def _replacements(known: MemberValues, values: MemberValues) -> Differences:
    old, new = cast("Mapping[str, object]", known), cast("Mapping[str, object]", values)
    return {
        name: (old[name], new[name])
        for name in FIELDS
        if name in new and old[name] != new[name] and not (_nothing(name, old[name]) and _nothing(name, new[name]))
    }


def _nothing(name: str, value: object) -> bool:
    """Whether a value says nothing; "no" is something only where it may also be unknown."""
    return value is None or value == "" or (value is False and name in _NO_IS_NOTHING)


def _by_community(drafts: Sequence[_Draft]) -> Iterable[list[_Draft]]:
    groups: dict[uuid.UUID, list[_Draft]] = {}
    for draft in drafts:
        groups.setdefault(draft.member.community_id, []).append(draft)
    return groups.values()


def _apply(drafts: Sequence[_Draft], on: date | None, work: Work, reason: str, recorded: Recorded | None) -> None:
    community = drafts[0].member.community
    _refuse_known_numbers(drafts, community)
    places = _places(drafts, community)
    for draft in drafts:
        _write_columns(draft)
    _save(drafts)
    _change_places(drafts, places, on, work.actor, recorded)
    _change_facts(drafts, on)
    refresh_missing([draft.member for draft in drafts], places.waiting_in)
    reindex_members([draft.member.pk for draft in drafts if draft.changes.keys() & _FINDABLE])
    names = places.names()
    for draft in drafts:
        work.record(_entry(draft, names, reason))


def _refuse_known_numbers(drafts: Sequence[_Draft], community: Community) -> None:
    numbers = [str(new) for draft in drafts if (new := draft.changes.get("id_number", ("", ""))[1])]
    if not numbers:
        return
    index = keyring().index
    known = Person.objects.filter(community=community, id_number_index__in=[index(n, ID_NUMBER) for n in numbers])
    if name := known.exclude(id_number_index="").order_by().values_list("name", flat=True).first():
        raise RuleError(f"这个公民身份号码已经登记在“{name}”名下，请先查一查名单。", "id_number")


def _places(drafts: Sequence[_Draft], community: Community) -> Places:
    ids = [value for d in drafts for name in PLACE_FIELDS for value in d.changes.get(name, ())]
    ids += [d.member.organisation_id for d in drafts if "group" in d.changes]
    return Places.of(community, ids)


def _write_columns(draft: _Draft) -> None:
    """Bring the unsealed columns of both rows to the new values."""
    for name, (_, new) in draft.changes.items():
        spec = FIELDS[name]
        row: Any = draft.member.person if spec.home is Home.PERSON else draft.member
        if spec.shape is Shape.PARTIAL:
            setattr(row, spec.column, getattr(new, "on", None))
            setattr(row, spec.precision, str.__str__(getattr(new, "precision", "")))
        elif spec.column:
            setattr(row, spec.column, BLANKS[name] if new is None else new)
    if "name" in draft.changes:
        person = draft.member.person
        person.name_key = draft.member.name_key = name_key(person.name)[:200]


def _change_places(
    drafts: Sequence[_Draft], places: Places, on: date | None, actor: Actor, recorded: Recorded | None
) -> None:
    moves = []
    for draft in drafts:
        if not draft.changes.keys() & set(PLACE_FIELDS):
            continue
        here = draft.member.organisation_id
        branch = draft.changes.get("organisation", (None, here))[1]
        group = draft.changes.get("group", (None, None))[1]
        place = places.resolve(cast("uuid.UUID | None", branch), cast("uuid.UUID | None", group))
        only_now_known = here == places.waiting_in or (branch == here and draft.member.group_id is None)
        moves.append(Move(draft.member, place, None if only_now_known else on))
    move(moves, actor=actor, recorded=recorded)


def _change_facts(drafts: Sequence[_Draft], on: date | None) -> None:
    rewrite_category(
        [
            (draft.member, str(draft.changes.get("category", ("", draft.member.category))[1] or ""))
            for draft in drafts
            if draft.changes.keys() & _CATEGORY_RESTS_ON
        ]
    )
    for aspect in (Aspect.EMPLOYMENT, Aspect.FLOATING, Aspect.NEW_ECONOMY):
        said = [(draft.member, draft.changes[aspect.value][1]) for draft in drafts if aspect.value in draft.changes]
        say_fact(said, aspect, on)


def _save(drafts: Sequence[_Draft]) -> None:
    columns = ("name", "name_key", *PERSON_COLUMNS)
    values = attrgetter(*columns)
    found = update_rows(
        Person,
        (*columns, "version"),
        ("id", "version"),
        ((*values(d.member.person), d.version + 1, d.member.person_id, d.version) for d in drafts),
    )
    if found != len(drafts):
        raise StaleVersionError(None)
    for draft in drafts:
        draft.member.person.version = draft.version + 1
    _save_sealed([draft for draft in drafts if draft.changes.keys() & set(SENSITIVE_FIELDS)])
    columns = ("name_key", *MEMBER_COLUMNS)
    values = attrgetter(*columns)
    update_rows(Member, columns, ("id",), ((*values(d.member), d.member.pk) for d in drafts))


def _save_sealed(drafts: Sequence[_Draft]) -> None:
    sealed = sealer()
    rows = []
    for draft in drafts:
        known = cast("Mapping[str, Any]", snapshot(draft.member))
        values = sealed(draft.member.person_id, {**known, **{name: new for name, (_, new) in draft.changes.items()}})
        for column, value in zip(SEALED_COLUMNS, values, strict=True):
            setattr(draft.member.person, column, value)
        rows.append((*values, draft.member.person_id))
    update_rows(Person, SEALED_COLUMNS, ("id",), rows)


def _entry(draft: _Draft, names: Mapping[uuid.UUID, str], reason: str) -> Entry:
    changes = {name: [shown(name, old, names), shown(name, new, names)] for name, (old, new) in draft.changes.items()}
    return entry_of(CORRECT, draft.member, changes=changes, reason=reason)
