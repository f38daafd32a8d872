"""Reads of rosters on their way into the register."""

import uuid
from collections.abc import Iterable, Mapping

from django.db.models import QuerySet
from django.urls import reverse

from lianxin.access.scope import scope_of
from lianxin.declare.refs import RefTarget
from lianxin.orgs.models import Community
from lianxin.orgs.queries import communities_visible_to
from lianxin.residents.rosters.addresses import name_of
from lianxin.residents.rosters.kinds import Kind
from lianxin.residents.rosters.models import Roster, RosterLine, RosterState


def rosters_visible_to(user: object, kind: Kind) -> QuerySet[Roster]:
    """The imports of a kind, of the communities where the user may bring such rosters in."""
    rows = Roster.objects.filter(kind=kind.code).select_related("community__organisation", "file")
    return scope_of(user, kind.action).narrow(rows, "path")


def communities_to_import_into(user: object, kind: Kind) -> QuerySet[Community]:
    """The communities where the user may bring such rosters in, this installation's own first."""
    return communities_visible_to(user, kind.action).order_by("-is_home", "organisation__path")


def roster_targets(ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, RefTarget]:
    """Names and pages of imports, for ``declare.refs``."""
    rows = Roster.objects.filter(pk__in=list(ids)).values_list("pk", "file_name", "kind")
    return {pk: RefTarget(name, reverse(name_of(kind, "roster"), args=[pk])) for pk, name, kind in rows}


def interrupted(community: Community, kind: Kind) -> list[Roster]:
    """Imports whose commit has begun and not ended, the oldest first."""
    rows = Roster.objects.filter(community=community, kind=kind.code, state=RosterState.COMMITTING)
    return list(rows.order_by("created_at", "pk"))


def lines_of(roster: Roster) -> QuerySet[RosterLine]:
    """A roster's lines in the order of the file."""
    return RosterLine.objects.filter(roster=roster).order_by("sheet", "row")
