"""Bringing members onto the roll: always in bulk, a single registration is a bulk of one."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS

from lianxin.audit.versions import bump_version
from lianxin.audit.work import Entry, Work, unit_of_work
from lianxin.declare.actors import Actor, Channel, Recorded
from lianxin.declare.bulk import insert_rows
from lianxin.declare.errors import RuleError
from lianxin.kernel import clock
from lianxin.kernel.ids import uuid7
from lianxin.kernel.names import name_key
from lianxin.orgs.models import Community
from lianxin.party.actions.columns import (
    MEMBER_COLUMNS,
    MEMBER_FIELDS,
    PERSON_COLUMNS,
    PERSON_FIELDS,
    SEALED_COLUMNS,
    sealer,
    written,
)
from lianxin.party.actions.common import refresh_missing
from lianxin.party.actions.correcting import Correction, correct_members
from lianxin.party.actions.places import Places, Standing
from lianxin.party.choices import JOINING, Aspect, ChangeKind, Floating, NewEconomy
from lianxin.party.finding import Findable, index_members
from lianxin.party.models import Affiliation, DatedFact, Member, MembershipChange
from lianxin.party.records import NOT_FLOATING, MemberValues, missing_fields
from lianxin.party.spans import Span, category_spans
from lianxin.residents import search as residents_search
from lianxin.residents.models import Person
from lianxin.search import index

_CATEGORY, _EMPLOYMENT, _FLOATING, _NEW_ECONOMY = (
    Aspect.CATEGORY.value,
    Aspect.EMPLOYMENT.value,
    Aspect.FLOATING.value,
    Aspect.NEW_ECONOMY.value,
)
TARGET = "party.member"
REGISTER = "party.register_member"
_IDENTIFIERS = ("id", "person_id")
_PERSON = ("id", "name", "name_key", *PERSON_COLUMNS, *SEALED_COLUMNS)
_MEMBER = (
    "id",
    "person_id",
    "organisation_id",
    "group_id",
    "path",
    "name_key",
    "category",
    "employment",
    "floating",
    "new_economy",
    *MEMBER_COLUMNS,
    "missing",
    "is_complete",
)


@dataclass(frozen=True, slots=True)
class Joining:
    """A real joining of the community's roll, as the annual statistics count it (domain §14.3)."""

    kind: ChangeKind
    on: date
    counterpart: str = ""
    document_no: str = ""
    note: str = ""


@dataclass(slots=True)
class _Draft:
    """One row on its way into the tables."""

    values: Mapping[str, Any]
    person_id: uuid.UUID
    member_id: uuid.UUID
    name: str
    key: str
    place: Standing
    spans: list[tuple[str, Span]]
    missing: list[str]
    sealed: list[Any]


def register_members(
    rows: Sequence[MemberValues],
    *,
    community: Community,
    actor: Actor,
    recorded: Recorded | None = None,
    joining: Joining | None = None,
    once: str = "",
) -> list[Member]:
    """Put people on the roll: person, membership, place, dated facts, search entry, audit entry.

    Args:
        rows: Clean values; each has a name. No identity number of somebody already registered.
        community: Where they are registered; without a branch they stand in its own organisation as 待分支部.
        actor: Who registers.
        recorded: By which channel it became known.
        joining: A real joining, which leaves a row of change; None for people already on the roll when the register
            was opened.
        once: The form's key.

    Returns:
        The members in the order of the rows, carrying only their identifiers: other columns are read when asked for.

    Raises:
        RuleError: a name is missing, an identity number is registered already, an organisation is not of this
            community, or the joining is none.
    """
    if joining is not None and joining.kind not in JOINING:
        raise RuleError("这不是进入名册的原因。", "kind")
    with unit_of_work(actor, once=once) as work:
        places = Places.of(community, (row.get(key) for row in rows for key in ("organisation", "group")))
        drafts = list(_drafts(rows, places, joining))
        _refuse_known_numbers(drafts, community)
        at = clock.now()
        _insert_persons(drafts, places, at, actor, recorded)
        _put_on_roll(drafts, places, at, work, joining, recorded)
        if len(drafts) == 1:
            work.leads_to(str(drafts[0].member_id))
    return [Member.from_db(DEFAULT_DB_ALIAS, _IDENTIFIERS, (d.member_id, d.person_id)) for d in drafts]


def enrol_person(
    *,
    person: Person,
    values: MemberValues,
    community: Community,
    actor: Actor,
    recorded: Recorded | None = None,
    joining: Joining | None = None,
    once: str = "",
) -> Member:
    """Put on the roll somebody the community knows already as no member; what is said of the person is corrected too.

    Raises:
        RuleError: as :func:`register_members`.
        StaleVersionError: somebody changed the person meanwhile.
    """
    with unit_of_work(actor, once=once) as work:
        bump_version(Person, person, person.version)
        places = Places.of(community, (values.get("organisation"), values.get("group")))
        (draft,) = _drafts([values], places, joining)
        draft.person_id = person.pk
        _put_on_roll([draft], places, clock.now(), work, joining, recorded)
        index.remove(residents_search.PERSON, [person.pk])
        member = Member.objects.select_related("person", "community__organisation").get(pk=draft.member_id)
        correct_members([Correction(member, person.version, values)], actor=actor, recorded=recorded)
        refresh_missing([member], places.waiting_in)
        work.leads_to(str(member.pk))
    return member


def _put_on_roll(
    drafts: Sequence[_Draft],
    places: Places,
    at: datetime,
    work: Work,
    joining: Joining | None,
    recorded: Recorded | None,
) -> None:
    """Everything about the membership of persons that are there."""
    _insert_members(drafts, places, at)
    _insert_histories(drafts, joining)
    if joining is not None:
        _insert_changes(drafts, joining, at, work.actor, recorded)
    index_members([Findable(d.member_id, d.name, d.place.name, d.place.path) for d in drafts])
    _record(work, drafts, places, joining)


def _refuse_known_numbers(drafts: Sequence[_Draft], community: Community) -> None:
    numbers = [index for draft in drafts if (index := draft.sealed[1])]
    known = Person.objects.filter(community=community, id_number_index__in=numbers).exclude(id_number_index="")
    if name := known.order_by().values_list("name", flat=True).first():
        raise RuleError(f"这个公民身份号码已经登记在“{name}”名下，请先查一查名单。", "id_number")


def _drafts(rows: Sequence[MemberValues], places: Places, joining: Joining | None) -> Iterator[_Draft]:
    seal = sealer()
    for row in rows:
        name = row.get("name")
        if not name:
            raise RuleError("姓名不能是空的。", "name")
        values, person_id = cast("Mapping[str, Any]", row), uuid7()
        place = places.resolve(row.get("organisation"), row.get("group"))
        yield _Draft(
            values=values,
            person_id=person_id,
            member_id=uuid7(),
            name=name,
            key=name_key(name)[:200],
            place=place,
            spans=list(_spans(row, joining)),
            missing=missing_fields(row, waiting_in=places.waiting_in, standing_in=place.organisation_id),
            sealed=seal(person_id, values),
        )


def _spans(row: MemberValues, joining: Joining | None) -> Iterator[tuple[str, Span]]:
    for span in category_spans(row.get("category") or "", row.get("join_date"), row.get("full_date")):
        yield _CATEGORY, span
    if employment := row.get("employment"):
        yield _EMPLOYMENT, Span(_plain(employment))
    floating = row.get("floating")
    if joining is not None and joining.kind is ChangeKind.FLOATED_IN:
        yield _FLOATING, Span(Floating.INWARD.value, joining.on)
    elif floating and floating != NOT_FLOATING:
        yield _FLOATING, Span(_plain(floating))
    if row.get("new_economy"):
        yield _NEW_ECONOMY, Span(NewEconomy.YES.value)


def _plain(value: str) -> str:
    """A choice as the plain text the drivers take."""
    return str.__str__(value)


def _insert_persons(
    drafts: Sequence[_Draft], places: Places, at: datetime, actor: Actor, recorded: Recorded | None
) -> None:
    insert_rows(
        Person,
        _PERSON,
        ((d.person_id, d.name[:50], d.key, *written(PERSON_FIELDS, d.values), *d.sealed) for d in drafts),
        community_id=places.own.pk,
        path=places.own.path,
        recorded_at=at,
        recorded_by=actor.name[:100],
        recorded_channel=(recorded.channel if recorded else Channel.DESK).value,
    )


def _insert_members(drafts: Sequence[_Draft], places: Places, at: datetime) -> None:
    insert_rows(Member, _MEMBER, map(_member_row, drafts), community_id=places.own.pk, recorded_at=at)


def _member_row(draft: _Draft) -> tuple[Any, ...]:
    open_values = {aspect: span.value for aspect, span in draft.spans if span.until is None}
    return (
        draft.member_id,
        draft.person_id,
        draft.place.organisation_id,
        draft.place.group_id,
        draft.place.path,
        draft.key,
        open_values.get(_CATEGORY, ""),
        open_values.get(_EMPLOYMENT, ""),
        open_values.get(_FLOATING, ""),
        _NEW_ECONOMY in open_values,
        *written(MEMBER_FIELDS, draft.values),
        draft.missing,
        not draft.missing,
    )


def _insert_histories(drafts: Sequence[_Draft], joining: Joining | None) -> None:
    since = joining.on if joining else None
    insert_rows(
        Affiliation,
        ("id", "member_id", "organisation_id", "group_id"),
        ((uuid7(), d.member_id, d.place.organisation_id, d.place.group_id) for d in drafts),
        since=since,
    )
    insert_rows(
        DatedFact,
        ("id", "member_id", "aspect", "value", "since", "until"),
        (
            (uuid7(), d.member_id, aspect, span.value, span.since, span.until)
            for d in drafts
            for aspect, span in d.spans
        ),
    )


def _insert_changes(
    drafts: Sequence[_Draft], joining: Joining, at: datetime, actor: Actor, recorded: Recorded | None
) -> None:
    insert_rows(
        MembershipChange,
        ("id", "member_id", "organisation_id"),
        ((uuid7(), d.member_id, d.place.organisation_id) for d in drafts),
        kind=joining.kind.value,
        happened_on=joining.on,
        counterpart=joining.counterpart,
        document_no=joining.document_no,
        note=joining.note,
        channel=(recorded.channel if recorded else Channel.DESK).value,
        recorded_at=at,
        recorded_by=actor.name[:100],
    )


def _record(work: Work, drafts: Sequence[_Draft], places: Places, joining: Joining | None) -> None:
    reason = joining.kind.label if joining else ""
    for draft in drafts:
        work.record(
            Entry(
                REGISTER,
                target_kind=TARGET,
                target_id=draft.member_id,
                target_label=draft.name,
                community_id=places.own.pk,
                organisation_id=draft.place.organisation_id,
                organisation_path=draft.place.path,
                changes={"organisation": ["", draft.place.name]},
                reason=reason,
            )
        )
