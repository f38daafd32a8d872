"""Reads of pairs that may be one person, and of merges."""

import uuid
from collections.abc import Iterable, Mapping

from django.db.models import QuerySet
from django.urls import reverse

from lianxin.access.scope import scope_of
from lianxin.declare.refs import RefTarget
from lianxin.orgs.models import Community
from lianxin.orgs.queries import communities_visible_to
from lianxin.party.doubles.sides import Pair, Record, Side
from lianxin.party.models import DuplicateCandidate, Member, PersonMerge
from lianxin.party.rules import MERGE_PERSONS
from lianxin.residents.models import Person

_WITH = ("place", "unit", "community", "member__organisation", "member__group", "member__community__organisation")
_READ = tuple(f"{half}__{name}" for half in ("first", "second") for name in _WITH)


def candidates_visible_to(user: object) -> QuerySet[DuplicateCandidate]:
    """Pairs of the communities where the user may merge, both read with membership and places."""
    rows = DuplicateCandidate.objects.select_related(*_READ)
    return scope_of(user, MERGE_PERSONS).narrow(rows, "path")


def waiting(rows: QuerySet[DuplicateCandidate]) -> QuerySet[DuplicateCandidate]:
    """Those that nobody has judged."""
    return rows.filter(judged_at__isnull=True)


def judged(rows: QuerySet[DuplicateCandidate]) -> QuerySet[DuplicateCandidate]:
    """Those said to be two people."""
    return rows.filter(judged_at__isnull=False)


def merges_visible_to(user: object) -> QuerySet[PersonMerge]:
    """Merges of the communities where the user may merge, the latest first."""
    return scope_of(user, MERGE_PERSONS).narrow(PersonMerge.objects.order_by("-merged_at", "-id"), "path")


def communities_to_look_in(user: object) -> QuerySet[Community]:
    """The communities whose persons the user may merge."""
    return communities_visible_to(user, MERGE_PERSONS).select_related("organisation")


def pair_of(candidate: DuplicateCandidate) -> Pair:
    """Both records beside each other: a member before a resident, the older before the younger."""
    records = [Record.of(person) for person in (candidate.first, candidate.second)]
    records.sort(key=lambda record: (record.member is None, record.person.recorded_at, record.person.pk))
    return dict(zip(Side, records, strict=True))


def holder_of(merge: PersonMerge) -> RefTarget | None:
    """The page of who stayed."""
    member = Member.objects.filter(person=merge.merged_into).values_list("pk", flat=True).first()
    if member is not None:
        return RefTarget(merge.into_name, reverse("party:member", args=[member]))
    if Person.objects.filter(pk=merge.merged_into).exists():
        return RefTarget(merge.into_name, reverse("residents:person", args=[merge.merged_into]))
    return None


def set_aside_as(member_id: uuid.UUID) -> PersonMerge | None:
    """The merge by which a membership was set aside, when it still is."""
    return PersonMerge.objects.filter(member_id=member_id, undone_at__isnull=True).first()


def merge_targets(ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, RefTarget]:
    """Names and pages of merges, for ``declare.refs``."""
    rows = PersonMerge.objects.filter(pk__in=list(ids)).values_list("pk", "name")
    return {pk: RefTarget(name, reverse("party:merge", args=[pk])) for pk, name in rows}
