"""Removing the demonstration's members and rosters."""

import uuid

from lianxin.party.finding import forget_members
from lianxin.party.models import (
    BulkChange,
    DuplicateCandidate,
    Member,
    OfficeHolding,
    PersonAccount,
    PersonMerge,
    RosterBatch,
)


def remove_members(community_id: uuid.UUID) -> None:
    """Delete every membership of the community with its history, its rosters, and whose accounts are whose."""
    members = Member.objects.filter(community=community_id)
    forget_members(members.values_list("pk", flat=True))
    PersonAccount.objects.filter(person__community=community_id).delete()
    OfficeHolding.objects.filter(member__community=community_id).delete()
    members.delete()
    for model in (RosterBatch, BulkChange, PersonMerge, DuplicateCandidate):
        model._default_manager.filter(community=community_id).delete()
