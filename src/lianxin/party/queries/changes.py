"""What came onto the roll and what left it, between two days."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from lianxin.access.scope import Scope
from lianxin.party.choices import Aspect, ChangeKind, Floating
from lianxin.party.models import DatedFact, MembershipChange
from lianxin.party.queries.visible import community_of

ADDING = (
    ChangeKind.DEVELOPED,
    ChangeKind.REJOINED,
    ChangeKind.RESTORED,
    ChangeKind.RESUMED,
    ChangeKind.MOVED_IN,
    ChangeKind.BLOCK_IN,
)
SUBTRACTING = (
    ChangeKind.EXPELLED,
    ChangeKind.STRUCK_OFF,
    ChangeKind.PERSUADED_OUT,
    ChangeKind.WITHDREW,
    ChangeKind.REVOKED,
    ChangeKind.SUSPENDED,
    ChangeKind.DIED,
    ChangeKind.MOVED_OUT,
    ChangeKind.BLOCK_OUT,
)
"""The reasons by which table 1 of the annual statistics counts (domain §14.3); others change no total."""


def changes_between(scope: Scope, since: date, until: date, *, withdrawn: bool = False) -> QuerySet[MembershipChange]:
    """The changes that happened from ``since`` to ``until``, both included; those withdrawn only when asked for.

    Each carries ``flowed_in``: who died was no member of this total, see :func:`flowed_in_when_died`.
    """
    rows = MembershipChange.objects.filter(change_scope(scope), happened_on__gte=since, happened_on__lte=until)
    rows = rows if withdrawn else rows.filter(withdrawn_at__isnull=True)
    return rows.annotate(flowed_in=flowed_in_when_died())


def change_scope(scope: Scope) -> Q:
    """A whole community's changes are its members'; below it those of the place decide."""
    community = community_of(scope)
    if community is not None:
        return Q(member__community=community)
    return scope.q("organisation__path", residents__person="member__person_id")


def flowed_in_when_died() -> Q:
    """Who died as a member flowing in: no member of this total, so no loss to it."""
    inward = DatedFact.objects.filter(
        member=OuterRef("member"),
        aspect=Aspect.FLOATING,
        value=Floating.INWARD,
        until=OuterRef("happened_on"),
    )
    return Q(kind=ChangeKind.DIED) & Q(Exists(inward))
