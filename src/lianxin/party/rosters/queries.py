"""Reads of rosters on their way into the register."""

import uuid
from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet
from django.urls import reverse

from lianxin.access.scope import scope_of
from lianxin.declare.refs import RefTarget
from lianxin.kernel.text import tidy_text
from lianxin.orgs.models import Community
from lianxin.orgs.queries import communities_visible_to
from lianxin.party.models.roster import BatchState, RosterBatch
from lianxin.party.rules import IMPORT_ROSTER


def rosters_visible_to(user: object) -> QuerySet[RosterBatch]:
    """The imports of the communities where the user may bring rosters in."""
    rows = RosterBatch.objects.select_related("community__organisation", "file")
    return scope_of(user, IMPORT_ROSTER).narrow(rows, "path")


def communities_to_import_into(user: object) -> QuerySet[Community]:
    """The communities where the user may bring rosters in, this installation's own first."""
    return communities_visible_to(user, IMPORT_ROSTER).order_by("-is_home", "organisation__path")


def roster_targets(ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, RefTarget]:
    """Names and pages of imports, for ``declare.refs``."""
    rows = RosterBatch.objects.filter(pk__in=list(ids)).values_list("pk", "file_name")
    return {pk: RefTarget(name, reverse("party:roster", args=[pk])) for pk, name in rows}


def community_named(name: str) -> Community | None:
    """The one community that is called so, itself or its organisation; None when there is none or more than one."""
    wanted = tidy_text(name)
    called = Q(name=wanted) | Q(organisation__name=wanted) | Q(organisation__short_name=wanted)
    found = list(Community.objects.select_related("organisation").filter(called)[:2])
    return found[0] if len(found) == 1 else None


def interrupted(community: Community) -> list[RosterBatch]:
    """Imports whose commit has begun and not ended, the oldest first."""
    rows = RosterBatch.objects.filter(community=community, state=BatchState.COMMITTING)
    return list(rows.order_by("created_at", "pk"))
