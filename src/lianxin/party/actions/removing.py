"""Taking registrations back: an import of the wrong file, somebody registered twice."""

import uuid
from collections.abc import Collection, Sequence

from django.db.models import ProtectedError

from lianxin.audit.versions import StaleVersionError
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.party.actions.common import entry_of
from lianxin.party.actions.correcting import Correction, correct_members
from lianxin.party.finding import forget_members
from lianxin.party.models import Member
from lianxin.residents.models import Person
from lianxin.residents.search import indexed_person
from lianxin.search import index

REMOVE = "party.remove_registered"
_SEEN = ("community_id", "organisation_id", "path", "person__name", "person__version")
"""All that is read of who goes: ten thousand go at once."""


def remove_registered(persons: Sequence[tuple[uuid.UUID, int]], *, actor: Actor, reason: str = "") -> int:
    """Remove persons and memberships that nobody touched since they were registered; how many. The trail stays.

    Args:
        persons: Identifier and the version that was written at registration.
        actor: Who takes them back.
        reason: Why, for the trail.

    Raises:
        StaleVersionError: one of them was changed since, or is gone; nothing is removed.
        RuleError: something else rests on one of them.
    """
    versions = dict(persons)
    with unit_of_work(actor) as work:
        members = list(
            Member.objects.select_related("person")
            .only(*_SEEN)
            .filter(person_id__in=versions)
            .select_for_update(of=("self",))
        )
        if len(members) != len(versions):
            raise StaleVersionError(None)
        for member in members:
            if member.person.version != versions[member.person_id]:
                raise StaleVersionError(member.person)
            work.record(entry_of(REMOVE, member, reason=reason))
        _delete_members([member.pk for member in members], persons=versions)
    return len(members)


def withdraw_enrolments(corrections: Sequence[Correction], *, actor: Actor, reason: str = "") -> None:
    """Take off the roll who was a registered resident before, and say of the person again what was known then.

    ``corrections`` hold the members (persons loaded), the versions written at enrolling and the persons' values before.

    Raises:
        StaleVersionError: one of them was changed since; nothing is withdrawn.
        RuleError: something else rests on one of the memberships.
    """
    with unit_of_work(actor) as work:
        correct_members(corrections, actor=actor, reason=reason, exact=True)
        members = [each.member for each in corrections]
        for member in members:
            work.record(entry_of(REMOVE, member, reason=reason))
        _delete_members([member.pk for member in members])
        persons = Person.objects.filter(pk__in=[member.person_id for member in members])
        index.put([indexed_person(person) for person in persons])


def _delete_members(members: Sequence[uuid.UUID], *, persons: Collection[uuid.UUID] = ()) -> None:
    forget_members(members)
    try:
        Member.objects.filter(pk__in=members).only("pk").delete()
        Person.objects.filter(pk__in=persons).only("pk").delete()
    except ProtectedError as error:
        raise RuleError("其中有人已经担任职务或另有登记，不能整批撤回，请逐人更正。") from error
