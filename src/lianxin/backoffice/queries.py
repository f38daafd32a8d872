"""Reads behind the desk."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse

from lianxin.access.actions import Thing
from lianxin.access.models import User
from lianxin.access.queries import accounts_visible_to
from lianxin.access.rules import CHANGE_GRANTS, NARROWED_KINDS
from lianxin.access.scope import scope_of
from lianxin.audit.models import AuditChain, AuditEntry
from lianxin.audit.queries import NEWEST_FIRST, PATH, Wanted, chains, entries_in, wanted_entries
from lianxin.audit.rules import VERIFY, VIEW
from lianxin.audit.work import SYSTEM_CHAIN
from lianxin.declare.refs import RefTarget
from lianxin.declare.roles import Role
from lianxin.kernel.names import name_key
from lianxin.orgs.models import Organisation
from lianxin.orgs.queries import organisations_visible_to, standing
from lianxin.party.models import Member, PersonAccount
from lianxin.party.queries import members_visible_to
from lianxin.residents.choices import PlaceKind
from lianxin.residents.queries import places_visible_to, units_visible_to

THINGS_SHOWN = 20
ORGANISATIONS_SHOWN = 500
ENTRIES_SHOWN = 10
COMINGS_AND_GOINGS = ("access.sign_in", "access.sign_out", "access.use_slip", "access.change_password")
MOST_CHECKED_IN_A_PAGE = 50_000
"""Entries a page checks itself (about a second); more is for ``lianxin verify``."""


def found_accounts(user: User, *, text: str = "", state: str = "") -> QuerySet[User]:
    """Accounts the user may see, by user name, narrowed to a part of name or user name and to open or closed ones."""
    rows = accounts_visible_to(user)
    if text:
        rows = rows.filter(Q(name__contains=text) | Q(username__contains=text.lower()))
    if state:
        rows = rows.filter(is_active=state == "open")
    return rows


def organisations_to_grant_in(user: User) -> QuerySet[Organisation]:
    """Standing organisations in which the user may give roles, in the order of the tree."""
    return standing(organisations_visible_to(user, CHANGE_GRANTS))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member, courtyard or unit a role could be about, and what tells it from others of that name."""

    thing: Thing
    detail: str


def things_for(user: User, role: Role, organisation: Organisation, text: str) -> list[Candidate]:
    """Members, courtyards or units of the organisation's community whose name contains ``text``, twenty at most."""
    kind = NARROWED_KINDS[role]
    community = organisation.community_id
    if role is Role.COURTYARD_HEAD:
        places = places_visible_to(user, CHANGE_GRANTS).filter(kind=PlaceKind.COURTYARD, closed_on__isnull=True)
        found = places.filter(community_id=community, name__contains=text).order_by("sort_key", "id")[:THINGS_SHOWN]
        return [Candidate(Thing(kind, place.pk, place.name), place.address) for place in found]
    if role is Role.UNIT_LIAISON:
        units = units_visible_to(user, CHANGE_GRANTS).filter(closed_on__isnull=True)
        rows = units.filter(community_id=community, name__contains=text).order_by("name_key", "id")[:THINGS_SHOWN]
        return [Candidate(Thing(kind, unit.pk, unit.name), unit.address) for unit in rows]
    members = members_visible_to(user, CHANGE_GRANTS).filter(left_on__isnull=True, community_id=community)
    people = members.filter(person__name__contains=text).select_related("person", "organisation")
    return [
        Candidate(Thing(kind, member.person_id, member.person.name), _tells_apart(member))
        for member in people.order_by("name_key", "id")[:THINGS_SHOWN]
    ]


def _tells_apart(member: Member) -> str:
    born = f"{member.person.birth.chinese()}生" if member.person.birth else ""
    return "，".join(filter(None, [born, member.organisation.short_name]))


def suggested_username(name: str) -> str:
    """The name in pinyin, which most offices take."""
    return name_key(name).replace(" ", "") if name else ""


def person_of(account: User) -> RefTarget | None:
    """Whose account it is, when it is tied to a person."""
    tie = PersonAccount.objects.select_related("person").filter(user=account).first()
    return RefTarget(tie.person.name, reverse("residents:person", args=[tie.person_id])) if tie else None


def entries_visible_to(user: User) -> QuerySet[AuditEntry]:
    """The trail of the organisations the user audits, and what belongs to none."""
    scope = scope_of(user, VIEW)
    return entries_in(scope.q(PATH)) if scope else AuditEntry.objects.none()


def entries_by(user: User, account: User) -> list[AuditEntry]:
    """What an account did lately, for an auditor all of it, for others its comings and goings."""
    rows = AuditEntry.objects.filter(actor_id=account.pk).select_related("chain").order_by(*NEWEST_FIRST)
    if scope_of(user, VIEW):
        return list(entries_visible_to(user).filter(actor_id=account.pk).order_by(*NEWEST_FIRST)[:ENTRIES_SHOWN])
    return list(rows.filter(action__in=COMINGS_AND_GOINGS)[:ENTRIES_SHOWN])


def found_entries(user: User, wanted: Wanted) -> QuerySet[AuditEntry]:
    """What an auditor looks for in the trail."""
    return wanted_entries(entries_visible_to(user), wanted)


def chains_visible_to(user: User) -> list[AuditChain]:
    """The system's chain and those of the communities the user may check."""
    inside = set(organisations_visible_to(user, VERIFY).values_list("pk", flat=True))
    return [chain for chain in chains() if chain.pk == SYSTEM_CHAIN or chain.pk in inside]


def account_targets(ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, RefTarget]:
    """Names and pages of accounts, for ``declare.refs``."""
    rows = User.objects.filter(pk__in=list(ids)).values_list("pk", "name")
    return {pk: RefTarget(name, reverse("backoffice:account", args=[pk])) for pk, name in rows}
