"""Reads of bulk changes."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping

from django.db.models import Count, QuerySet
from django.urls import reverse

from lianxin.access.scope import scope_of
from lianxin.declare.refs import RefTarget
from lianxin.orgs.models import Community
from lianxin.orgs.queries import communities_visible_to
from lianxin.party.bulk.fields import label_of
from lianxin.party.models import BulkChange, BulkRow, Member
from lianxin.party.rules import BULK

LATEST = ("-created_at", "-id")


def bulks_visible_to(user: object) -> QuerySet[BulkChange]:
    """The bulk changes of the communities where the user may make such, the latest first."""
    rows = BulkChange.objects.select_related("community__organisation").order_by(*LATEST)
    return scope_of(user, BULK).narrow(rows, "path")


def community_to_change(user: object) -> Community | None:
    """The community in which the user may change many, this installation's own first."""
    rows = communities_visible_to(user, BULK).select_related("organisation")
    return rows.order_by("-is_home", "organisation__path").first()


def counts_of(bulk: BulkChange) -> Mapping[str, int]:
    """How many rows of each state."""
    rows = BulkRow.objects.filter(bulk=bulk).order_by().values_list("state").annotate(many=Count("pk"))
    return Counter(dict(rows))


def rows_of(bulk: BulkChange, state: str) -> QuerySet[BulkRow]:
    """The rows of one state."""
    return BulkRow.objects.filter(bulk=bulk, state=state)


def members_of(rows: Iterable[BulkRow]) -> Mapping[uuid.UUID, Member]:
    """The members of some rows with person and branch."""
    found = Member.objects.select_related("person", "organisation").filter(pk__in=[row.member_id for row in rows])
    return {member.pk: member for member in found}


def bulk_targets(ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, RefTarget]:
    """Names and pages of bulk changes, for ``declare.refs``."""
    rows = BulkChange.objects.filter(pk__in=list(ids)).values_list("pk", "field")
    return {pk: RefTarget(label_of(field), reverse("party:bulk", args=[pk])) for pk, field in rows}
