"""Removing the demonstration's organisations, and those above that stood for it alone."""

import uuid

from lianxin.orgs.models import Community, Organisation, OrganisationChange, StatedFigure, Term
from lianxin.orgs.paths import ancestors
from lianxin.orgs.queries import KIND, subtree
from lianxin.search.index import remove


def remove_organisations(community_id: uuid.UUID, path: str) -> None:
    """Delete the community, its organisations, and ancestors left without anything below."""
    ids = list(subtree(path).values_list("pk", flat=True))
    OrganisationChange.objects.filter(organisation__in=ids).delete()
    Term.objects.filter(organisation__in=ids).delete()
    StatedFigure.objects.filter(community=community_id).delete()
    Community.objects.filter(pk=community_id).delete()
    Organisation.objects.filter(pk__in=ids).update(community=None)
    for row in Organisation.objects.filter(pk__in=ids).order_by("-path"):
        row.delete()
    for row in Organisation.objects.filter(path__in=ancestors(path)).order_by("-path"):
        if not row.children.exists():
            OrganisationChange.objects.filter(organisation=row).delete()
            remove(KIND, [row.pk])
            row.delete()
