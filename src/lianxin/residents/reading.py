"""Whose houses and units one reads: those of the subtrees that are open, and of the community one's branch is in."""

from django.db.models import Q

from lianxin.access.scope import Scope
from lianxin.orgs.models import Community
from lianxin.orgs.paths import ancestors


def reading(scope: Scope, path_field: str = "path") -> Q:
    """A condition for rows that hold their community's path: in scope, or of a community above an open path.

    Only communities have such rows, so of the organisations above a branch its own community alone is opened.
    """
    if scope.everything:
        return ~Q(pk__in=[])  # an empty Q would vanish when joined to others by "or"
    condition = scope.q(path_field)
    above = sorted({path for open_path in scope.paths for path in ancestors(open_path)})
    return condition | Q(**{f"{path_field}__in": above}) if above else condition


def searched_paths(scope: Scope) -> tuple[str, ...]:
    """The subtrees to search for what :func:`reading` opens."""
    if scope.everything:
        return ("",)
    above = {path for open_path in scope.paths for path in ancestors(open_path)}
    own = Community.objects.filter(organisation__path__in=above).values_list("organisation__path", flat=True)
    return (*scope.paths, *(own if above else ()))
