"""Invented organisations, people and accounts for tests; made by the product's own actions where there are any."""

import itertools
import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.test import Client

from lianxin.access.models import Grant, User
from lianxin.declare.actors import OPERATOR, Actor, ActorKind
from lianxin.declare.roles import Role
from lianxin.kernel import clock
from lianxin.kernel.crypto import keyring
from lianxin.kernel.identity_numbers import IdentityNumber
from lianxin.kernel.ids import uuid7
from lianxin.kernel.names import name_key
from lianxin.orgs.actions import CommunityDetails, found_community, found_home_community, found_organisation
from lianxin.orgs.choices import OrganisationKind
from lianxin.orgs.models import Community, Organisation
from lianxin.party.models import Affiliation, DatedFact, Member, MembershipChange
from lianxin.residents.choices import PlaceKind, UnitKind
from lianxin.residents.models import ID_NUMBER, PHONE, UNIT_PHONE, Person, Place, Unit

PASSWORD = "连心桥-2026-试"
_numbers = itertools.count(1)

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Tree:
    """A street with the home community (two branches, one group) and a foreign community beside it."""

    street: Organisation
    community: Community
    general_branch: Organisation
    first: Organisation
    second: Organisation
    group: Organisation
    foreign: Community
    foreign_general_branch: Organisation
    foreign_branch: Organisation


def make_tree() -> Tree:
    """The tree every test of scope stands on: 金碧街道, 复兴社区 (home) and 永宁社区 (foreign)."""
    community = found_home_community(
        street_name="金碧街道",
        district_name="西山区",
        community_name="复兴社区",
        general_branch_name="中共复兴社区总支部委员会",
        kind=OrganisationKind.GENERAL_BRANCH,
        actor=OPERATOR,
    )
    general_branch = community.organisation
    street = general_branch.parent
    assert street is not None
    first, second = make_branch(general_branch, "第一"), make_branch(general_branch, "第二")
    group = found_organisation(
        parent=first, kind=OrganisationKind.GROUP, name="第一党小组", short_name="一组", actor=OPERATOR
    )
    foreign = make_community(street, "永宁社区")
    return Tree(
        street=street,
        community=community,
        general_branch=general_branch,
        first=first,
        second=second,
        group=group,
        foreign=foreign,
        foreign_general_branch=foreign.organisation,
        foreign_branch=make_branch(foreign.organisation, "第一"),
    )


def make_community(street: Organisation | None, name: str, **more: Any) -> Community:
    """A community with its general branch under a street."""
    return found_community(
        parent=street,
        kind=OrganisationKind.GENERAL_BRANCH,
        name=f"中共{name}总支部委员会",
        short_name=f"{name}党总支",
        community=CommunityDetails(name=name, street_name="金碧街道", district_name="西山区"),
        actor=OPERATOR,
        **more,
    )


def make_branch(parent: Organisation, word: str, kind: str = OrganisationKind.BRANCH) -> Organisation:
    """A branch: ``word`` 第一 gives 中共…社区第一支部委员会, 第一支部."""
    stem = parent.name.removesuffix("总支部委员会")
    return found_organisation(
        parent=parent, kind=kind, name=f"{stem}{word}支部委员会", short_name=f"{word}支部", actor=OPERATOR
    )


def make_user(
    role: Role | None = None,
    organisation: Organisation | None = None,
    *,
    narrowed: Model | None = None,
    name: str = "钱文静",
    username: str = "",
) -> User:
    """An account with a password and, when given, one role in an organisation, perhaps narrowed to one thing."""
    user = User.objects.create_user(
        username=username or f"user{next(_numbers)}", password=PASSWORD, name=name, created_at=clock.now()
    )
    if role is not None and organisation is not None:
        make_grant(user, role, organisation, narrowed=narrowed)
    return user


def make_grant(user: User, role: Role, organisation: Organisation, *, narrowed: Model | None = None) -> Grant:
    """A role in force since long ago."""
    return Grant.objects.create(
        user=user,
        role=role.value,
        organisation_id=organisation.pk,
        organisation_path=organisation.path,
        organisation_name=organisation.name,
        narrowed_kind=narrowed._meta.label_lower if narrowed is not None else "",
        narrowed_id=narrowed.pk if narrowed is not None else None,
        narrowed_label=str(narrowed) if narrowed is not None else "",
        since=date(2020, 1, 1),
    )


def actor_for(user: User) -> Actor:
    """The user as the one who writes."""
    return Actor(ActorKind.USER, user.name, user.pk)


def sign_in(client: Client, user: User) -> Client:
    """The client, signed in."""
    client.force_login(user)
    return client


def fake_id_number(birth: date = date(1957, 7, 1), serial: int | None = None) -> str:
    """An identity number of area 000000 with a right check digit; nobody has it."""
    body = f"000000{birth:%Y%m%d}{(next(_numbers) if serial is None else serial) % 1000:03d}"
    number = body + "10X98765432"[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]
    assert IdentityNumber.parse(number).number == number
    return number


def make_person(
    community: Community, name: str = "柳秀兰", *, id_number: str = "", mobile: str = "", **fields: Any
) -> Person:
    """A person of a community, straight into the table (no search entry, no trail)."""
    person = Person(
        id=uuid7(),
        community=community,
        path=community.organisation.path,
        name=name,
        name_key=name_key(name),
        recorded_at=clock.now(),
        recorded_by="测试",
        **fields,
    )
    ring = keyring()
    if id_number:
        person.id_number_sealed = ring.seal(id_number, f"{ID_NUMBER}:{person.pk}")
        person.id_number_index = ring.index(id_number, ID_NUMBER)
    if mobile:
        person.mobile_sealed = ring.seal(mobile, f"{PHONE}:{person.pk}")
        person.mobile_index = ring.index(mobile, PHONE)
    person.save()
    return person


def make_member(
    branch: Organisation,
    name: str = "柳秀兰",
    *,
    person: Person | None = None,
    group: Organisation | None = None,
    since: date | None = None,
    **fields: Any,
) -> Member:
    """A full, retired member of a branch with the dated facts that belong to it."""
    community = Community.objects.select_related("organisation").get(pk=branch.community_id)
    person = person or make_person(community, name)
    values = {"category": "full", "employment": "retired", **fields}
    member = Member.objects.create(
        person=person,
        community=community,
        organisation=branch,
        group=group,
        path=(group or branch).path,
        name_key=person.name_key,
        **values,
    )
    Affiliation.objects.create(member=member, organisation=branch, group=group, since=since, until=member.left_on)
    aspects = ("category", "employment", "floating")
    DatedFact.objects.bulk_create(
        DatedFact(member=member, aspect=aspect, value=values[aspect], since=since)
        for aspect in aspects
        if values.get(aspect)
    )
    MembershipChange.objects.create(
        member=member,
        kind="opening",
        happened_on=since,
        organisation=branch,
        recorded_at=clock.now(),
        recorded_by="测试",
    )
    return member


def make_place(
    community: Community,
    name: str = "3号院",
    *,
    parent: Place | None = None,
    kind: str = PlaceKind.COURTYARD,
    **fields: Any,
) -> Place:
    """A place, straight into the table."""
    from lianxin.residents.naming import sort_key

    return Place.objects.create(
        community=community,
        path=community.organisation.path,
        parent=parent,
        kind=kind,
        name=name,
        sort_key=sort_key(name),
        **fields,
    )


def make_unit(community: Community, name: str = "金碧小学", *, phone: str = "", **fields: Any) -> Unit:
    """A unit, straight into the table."""
    pk: uuid.UUID = uuid7()
    return Unit.objects.create(
        id=pk,
        community=community,
        path=community.organisation.path,
        name=name,
        name_key=name_key(name),
        contact_phone_sealed=keyring().seal(phone, f"{UNIT_PHONE}:{pk}") if phone else None,
        **{"kind": UnitKind.SCHOOL, **fields},
    )
