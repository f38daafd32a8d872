"""Every address of the product, one row each: who may go there, and how to ask.

Each app has a file in ``url_rows/`` with ``ROWS``. A new address fails ``test_urls.py`` until it has its row.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.factories import (
    fake_id_number,
    make_branch,
    make_community,
    make_grant,
    make_member,
    make_person,
    make_place,
    make_unit,
    make_user,
)

from lianxin.access.models import Grant, User
from lianxin.audit.models import AuditEntry
from lianxin.audit.work import Entry, unit_of_work
from lianxin.declare.actors import OPERATOR
from lianxin.declare.roles import Reach, Role, action
from lianxin.orgs.actions import found_organisation
from lianxin.orgs.choices import OrganisationKind
from lianxin.orgs.models import Community, Organisation
from lianxin.party.models import Member, PersonAccount
from lianxin.residents.choices import PlaceKind
from lianxin.residents.models import Person, Place, Unit

PUBLIC = "public"
"""For everybody, signed in or not."""
SIGNED_IN = "signed in"
"""For everybody who is signed in, whatever the role."""
NARROWED = (Role.MEMBER, Role.COURTYARD_HEAD, Role.UNIT_LIAISON)
"""Roles that reach one person, courtyard or unit, wherever they were given."""
FOREIGN_WORD = "永宁"
"""Stands in the name of everything foreign: no page of one's own may hold it."""


@dataclass
class Side:
    """One community with one of everything; ``own`` is the readers', ``foreign`` stands in another street."""

    word: str
    street: Organisation
    community: Community
    general_branch: Organisation
    branch: Organisation
    member: Member
    person: Person
    courtyard: Place
    building: Place
    unit: Unit
    account: User
    """A grid worker's, whom a secretary may manage."""
    grant: Grant
    entry: AuditEntry
    resident: Person
    """A person who is no member."""
    other_unit: Unit
    reader: User | None = None
    """Who is asking just now; None: a stranger."""


@dataclass
class World:
    """Both sides, and a user of every role over the own community (narrowed to its person, courtyard, unit).

    ``places`` are organisations around the own community from where it is looked at too: the street above, another
    community beside it, a branch below.
    """

    own: Side
    foreign: Side
    users: Mapping[Role, User]
    places: Mapping[str, Organisation]


Args = Callable[[Side], Sequence[object]]
Data = Mapping[str, object] | Callable[[Side], Mapping[str, object]]


def no_args(_: Side) -> Sequence[object]:
    """An address without any object."""
    return ()


def in_branch(side: Side) -> Organisation:
    """Where the branch's own things and its members stand."""
    return side.branch


@dataclass(frozen=True)
class Row:
    """One address.

    ``who`` is an action's code, ``PUBLIC`` or ``SIGNED_IN``. ``args`` makes the address's arguments from a side; an
    address without objects (``no_args``, perhaps with ``fixed`` arguments) is asked once, without a foreign twin. ``get``/``post`` are the statuses for
    who may (``None``: that method is not offered, 405); ``data`` is what is posted. ``changes`` False: the POST shows
    or refuses something and needs no entry in the trail. ``stranger_get``/``stranger_post``: what an open address
    answers to who is not signed in, where that differs. ``other`` holds roles that differ from the action's table on
    the own side, with the status they get and, in the row's comment, why.
    """

    name: str
    who: str
    stands: Callable[[Side], Organisation] | None = field(default=lambda side: side.general_branch, kw_only=True)
    """Where in the tree the address's object stands; None: it is somebody's own, wherever he is."""
    read_below: bool = field(default=False, kw_only=True)
    """Whether it is read from the branches below as well: houses and units are no secret there."""
    args: Args = no_args
    fixed: Sequence[object] = ()
    get: int | None = 200
    post: int | None = None
    data: Data = field(default_factory=dict)
    changes: bool = True
    stranger_get: int | None = None
    stranger_post: int | None = None
    other: Mapping[Role, int] = field(default_factory=dict)

    @property
    def has_objects(self) -> bool:
        """Whether there is a foreign twin to ask for."""
        return self.args is not no_args

    @property
    def is_placed(self) -> bool:
        """Whether its object stands somewhere in the tree and is opened by a role there."""
        return self.has_objects and self.who not in {PUBLIC, SIGNED_IN} and self.stands is not None

    def allows(self, role: Role) -> bool:
        """Whether the table lets the role do it on the own side (own reach: the users are narrowed to it)."""
        if self.who in {PUBLIC, SIGNED_IN}:
            return True
        return action(self.who).roles.get(role) in {Reach.SUBTREE, Reach.OWN}


def rows() -> dict[str, Row]:
    """Every row by the address's name; a name given twice is a mistake."""
    table: dict[str, Row] = {}
    for path in sorted((Path(__file__).parent / "url_rows").glob("*.py")):
        module: Any = import_module(f"tests.access.url_rows.{path.stem}")
        for row in module.ROWS:
            assert row.name not in table, row.name
            table[row.name] = row
    return table


def make_world() -> World:
    """Built by the product's own actions where there are any."""
    own, foreign = _make_side("复兴", "1"), _make_side(FOREIGN_WORD, "2")
    Community.objects.filter(pk=own.community.pk).update(is_home=True)
    narrowed = {Role.MEMBER: own.person, Role.COURTYARD_HEAD: own.courtyard, Role.UNIT_LIAISON: own.unit}
    users = {
        role: make_user(role, own.general_branch, narrowed=narrowed.get(role), name=role.label, username=role.value)
        for role in Role
    }
    PersonAccount.objects.create(user=users[Role.MEMBER], person=own.person)
    places = {
        "above": own.street,
        "beside": make_community(own.street, "金鸡社区").organisation,
        "below": make_branch(own.general_branch, "第二"),
    }
    return World(own, foreign, users, places)


def make_readers(world: World) -> dict[tuple[str, Role], User]:
    """A user of every role at each of the places around, but for the roles that are narrowed to one thing."""
    roles = [role for role in Role if role not in NARROWED]
    return {
        (where, role): make_user(role, place, name=role.label, username=f"{where}-{role.value}")
        for where, place in world.places.items()
        for role in roles
    }


def _make_side(word: str, number: str) -> Side:
    street = found_organisation(
        parent=None, kind=OrganisationKind.WORKING_COMMITTEE, name=f"{word}街道党工委", short_name=word, actor=OPERATOR
    )
    community = make_community(street, f"{word}社区")
    branch = make_branch(community.organisation, "第一")
    person = make_person(community, f"{word}党员", id_number=fake_id_number(), mobile="13800000000")
    member = make_member(branch, person=person)
    courtyard = make_place(community, f"{word}{number}号院")
    account = make_user(name=f"{word}网格员", username=f"{word}-grid")
    grant = make_grant(account, Role.GRID_WORKER, community.organisation)
    return Side(
        word=word,
        street=street,
        community=community,
        general_branch=community.organisation,
        branch=branch,
        member=member,
        person=person,
        courtyard=courtyard,
        building=make_place(community, f"{word}{number}幢", parent=courtyard, kind=PlaceKind.BUILDING),
        unit=make_unit(community, f"{word}小学", phone="19900000077"),
        account=account,
        grant=grant,
        entry=_an_entry(branch, word),
        resident=make_person(community, f"{word}居民"),
        other_unit=make_unit(community, f"{word}医院"),
    )


def _an_entry(branch: Organisation, word: str) -> AuditEntry:
    with unit_of_work(OPERATOR) as work:
        work.record(
            Entry(
                "orgs.correct_organisation",
                target_label=f"{word}的记录",
                community_id=branch.community_id,
                organisation_path=branch.path,
            )
        )
    return AuditEntry.objects.get(target_label=f"{word}的记录")
