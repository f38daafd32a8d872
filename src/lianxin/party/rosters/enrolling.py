"""Residents who are registered already and stand in a roster: they are put on the roll, not registered again."""

import uuid
from collections.abc import Iterable
from typing import cast

from lianxin.orgs.models import Community
from lianxin.party.models import Member
from lianxin.party.records import FIELDS, Home, MemberValues, values_of
from lianxin.party.rosters.identify import CHUNK, chunks
from lianxin.residents.models import Person


def registered_residents(community: Community, ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, Person]:
    """Those of the persons who are registered in the community and are no members (by now)."""
    rows = Person.objects.filter(community=community, member__isnull=True)
    found: dict[uuid.UUID, Person] = {}
    for some in chunks((pk for pk in ids if pk is not None), CHUNK):
        found.update((person.pk, person) for person in rows.filter(pk__in=some))
    return found


def known_of(person: Person, values: MemberValues) -> MemberValues:
    """What is known of a person in the fields that a roster says something about."""
    names = [name for name in FIELDS if name in values and FIELDS[name].home is Home.PERSON]
    return cast("MemberValues", values_of(Member(person=person), names))
