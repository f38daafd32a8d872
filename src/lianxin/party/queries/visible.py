"""The only door to members."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from lianxin.access.models import User
from lianxin.access.scope import Scope, next_path, scope_of
from lianxin.declare.refs import RefTarget
from lianxin.declare.written import ask, key_of
from lianxin.orgs.choices import BRANCH_KINDS, OrganisationKind
from lianxin.orgs.models import Organisation
from lianxin.party.models import Member, PersonAccount
from lianxin.party.rules import VIEW
from lianxin.residents.models import Person

PERSON = "residents.person"
MOST_PLACES = 300
"""Choices of a filter; who sees more organisations narrows by going to one of them."""


def members_visible_to(user: object, code: str = VIEW) -> QuerySet[Member]:
    """Members with whom the user may do ``code``, the departed too; a member sees himself."""
    return Member.objects.filter(in_scope(scope_of(user, code)))


class Place(NamedTuple):
    """As much of an organisation as it takes to ask for its members and to name it."""

    pk: uuid.UUID
    path: str
    kind: str
    community_id: uuid.UUID | None
    short_name: str


def places_in(scope: Scope, at_most: int = MOST_PLACES) -> list[Place]:
    """The organisations in scope that stand today, in the order of the tree; the scope's own root is the first."""
    inside = " OR ".join(["path >= %s AND path < %s"] * len(scope.paths)) or "1 = 0"
    ends = [end for path in scope.paths for end in (path, next_path(path))]
    rows = ask(
        "SELECT id, path, kind, community_id, short_name FROM orgs_organisation "  # noqa: S608 - only placeholders go in
        f"WHERE ({'1 = 1' if scope.everything else inside}) AND dissolved_on IS NULL ORDER BY path LIMIT %s",
        [*([] if scope.everything else ends), at_most],
    )
    return [Place(key_of(pk), path, kind, key_of(own) if own else None, name) for pk, path, kind, own, name in rows]


def in_scope(scope: Scope, places: Sequence[Place] | None = None) -> Q:
    """A condition on members. One community, branch or group is an equality, so that its index gives the order.

    ``places`` are those of :func:`places_in`, where they are at hand.
    """
    if not scope.everything and not scope.things and len(scope.paths) == 1:
        found = places_in(scope, 1) if places is None else places[:1]
        if found and found[0].path == scope.paths[0]:
            return in_organisation(found[0])
    return scope.q("path", residents__person="person_id")


def community_of(scope: Scope) -> uuid.UUID | None:
    """The community of which the scope is exactly the whole; None when it is less, or more."""
    if len(scope.paths) != 1 or scope.things:
        return None
    return Organisation.objects.filter(path=scope.paths[0], community=F("pk")).values_list("pk", flat=True).first()


def roll_scope(scope: Scope) -> Q:
    """The scope on the day of a roll: a whole community keeps its members, below it the place of that day decides."""
    community = community_of(scope)
    if community is not None:
        return Q(community=community)
    return scope.q("path_then", residents__person="person_id")


def in_organisation(organisation: Place | Organisation) -> Q:
    """Members whose relation stands in an organisation or below it."""
    if organisation.community_id == organisation.pk:
        return Q(community=organisation.pk)
    if organisation.kind in BRANCH_KINDS:
        return Q(organisation=organisation.pk)
    if organisation.kind == OrganisationKind.GROUP:
        return Q(group=organisation.pk)
    return Q(path__gte=organisation.path, path__lt=next_path(organisation.path))


def own_member_of(user: User) -> Member | None:
    """The member whose account this is."""
    persons = [*scope_of(user, VIEW).ids(PERSON)]
    tied = PersonAccount.objects.filter(user=user).values_list("person", flat=True)
    return Member.objects.filter(Q(person__in=tied) | Q(person__in=persons)).first()


def person_door(user: object, code: str) -> Q | None:
    """Persons opened, for an action of ``residents``, to who may do it where they stand as members.

    A branch secretary's branch holds members; their persons are the community's.
    """
    scope = scope_of(user, code)
    if not scope.paths:
        return None
    return Q(Exists(Member.objects.filter(in_scope(Scope(scope.paths)), person=OuterRef("pk"))))


def member_pages(user: object, ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, RefTarget]:
    """Pages of persons who are members, those the user may open."""
    rows = members_visible_to(user).filter(person__in=list(ids)).values_list("person_id", "pk", "person__name")
    return {person: RefTarget(name, reverse("party:member", args=[pk])) for person, pk, name in rows}


def person_with_number(rows: QuerySet[Member], *, id_index: str = "", mobile_index: str = "") -> QuerySet[Member]:
    """Of the rows those whose identity number or mobile has that blind index."""
    if id_index:
        return rows.filter(person__in=Person.objects.filter(id_number_index=id_index).exclude(id_number_index=""))
    return rows.filter(person__in=Person.objects.filter(mobile_index=mobile_index).exclude(mobile_index=""))
