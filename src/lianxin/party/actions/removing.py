"""Taking registrations back: an import of the wrong file, somebody registered twice."""

import uuid
from collections.abc import Sequence

from django.db.models import ProtectedError

from lianxin.audit.versions import StaleVersionError
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.party.actions.common import entry_of
from lianxin.party.finding import forget_members
from lianxin.party.models import Member
from lianxin.residents.models import Person

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
        ids = [member.pk for member in members]
        forget_members(ids)
        try:
            Member.objects.filter(pk__in=ids).only("pk").delete()
            Person.objects.filter(pk__in=versions).only("pk").delete()
        except ProtectedError as error:
            raise RuleError("其中有人已经担任职务或另有登记，不能整批撤回，请逐人更正。") from error
    return len(members)
