"""Members in the search box."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from lianxin.declare.refs import RefTarget
from lianxin.party.models import Member
from lianxin.residents import search as residents_search
from lianxin.residents.models import Person
from lianxin.search import index

KIND = "party.member"


@dataclass(frozen=True, slots=True)
class Findable:
    """What a member is found by and shown as."""

    member_id: uuid.UUID
    name: str
    branch: str
    path: str


def index_members(members: Sequence[Findable]) -> None:
    """Make members findable, or renew how; in the caller's transaction."""
    index.put([_indexed(member) for member in members])


def reindex_members(ids: Iterable[uuid.UUID]) -> None:
    """Renew members after their name or place changed."""
    index_members(list(_findable(list(ids))))


def forget_members(ids: Iterable[uuid.UUID]) -> None:
    """Take members out of the search."""
    index.remove(KIND, ids)


def renew_search(persons: Iterable[uuid.UUID], members: Iterable[uuid.UUID]) -> None:
    """Let the search know these persons and memberships as they stand: who is there, as what, or not at all."""
    persons, members = list(persons), list(members)
    forget_members(members)
    index.remove(residents_search.PERSON, persons)
    there = Person.objects.filter(pk__in=persons)
    reindex_members(Member.objects.filter(person__in=there).values_list("pk", flat=True))
    index.put([residents_search.indexed_person(person) for person in there.filter(member__isnull=True)])


def all_findable() -> Iterator[index.Indexed]:
    """Every member, for rebuilding and checking the index."""
    return map(_indexed, _findable(None))


def member_targets(ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, RefTarget]:
    """Names and pages of members, for ``declare.refs``."""
    rows = Member.objects.filter(pk__in=list(ids)).values_list("pk", "person__name")
    return {pk: RefTarget(name, reverse("party:member", args=[pk])) for pk, name in rows}


def _findable(ids: list[uuid.UUID] | None) -> Iterator[Findable]:
    rows = Member.objects.all() if ids is None else Member.objects.filter(pk__in=ids)
    columns = ("pk", "person__name", "organisation__short_name", "path")
    return (Findable(*row) for row in rows.values_list(*columns).iterator(chunk_size=2000))


def _indexed(member: Findable) -> index.Indexed:
    return index.Indexed(KIND, member.member_id, member.name, member.branch, member.path, (member.name,))
