"""Whether anybody wrote about a community's people since a roster was laid beside them."""

import uuid

from lianxin.audit.models import AuditChain, AuditEntry
from lianxin.orgs.queries import KIND as ORGANISATION

BATCH = "party.roster"
"""The kind under which the trail names an import."""


def length_of(community_id: uuid.UUID) -> int:
    """How long a community's trail is: it grows with every write about its people."""
    return AuditChain.objects.filter(pk=community_id).values_list("length", flat=True).first() or 0


def untouched_since(community_id: uuid.UUID, mark: int | None) -> int | None:
    """The length of the trail if nobody wrote about people since it was ``mark`` long; None when somebody did.

    Founding a branch and what is done with imports themselves changes nobody.
    """
    length = length_of(community_id)
    if mark is None:
        return None
    since = AuditEntry.objects.filter(chain=community_id, number__gt=mark)
    return None if since.exclude(target_kind__in=(BATCH, ORGANISATION)).exists() else length
