"""What a user's grants open: organisation subtrees, or single things."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.http import Http404

from lianxin.access.models import Grant, User
from lianxin.declare.roles import Reach, Role, action
from lianxin.kernel import clock

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Scope:
    """Open subtrees (paths) and single things (kind, identifier). ``everything``: the operator."""

    paths: tuple[str, ...] = ()
    things: tuple[tuple[str, uuid.UUID], ...] = ()
    everything: bool = False

    def __bool__(self) -> bool:
        return self.everything or bool(self.paths) or bool(self.things)

    def covers(self, path: str) -> bool:
        """Whether an organisation path lies in one of the subtrees."""
        return self.everything or any(path.startswith(open_path) for open_path in self.paths)

    def ids(self, kind: str) -> tuple[uuid.UUID, ...]:
        """The single things of one kind."""
        return tuple(thing for thing_kind, thing in self.things if thing_kind == kind)

    def q(self, path_field: str, **own: str) -> Q:
        """A condition for rows in scope: ``path_field`` in a subtree, or ``own`` kinds by field.

        ``own`` maps a kind with its dot written "__" to the field that holds the identifier:
        ``scope.q("path", residents__person="person_id")``.
        """
        if self.everything:
            return Q()
        open_rows = [Q(**{f"{path_field}__gte": path, f"{path_field}__lt": next_path(path)}) for path in self.paths]
        for kind, field in own.items():
            ids = self.ids(kind.replace("__", "."))
            if ids:
                open_rows.append(Q(**{f"{field}__in": ids}))
        return reduce(or_, open_rows) if open_rows else Q(pk__in=[])

    def narrow(self, rows: QuerySet[M], path_field: str, **own: str) -> QuerySet[M]:
        """The rows of a query that lie in scope; see :meth:`q`."""
        return rows.filter(self.q(path_field, **own))


NOTHING = Scope()
EVERYTHING = Scope(everything=True)


def next_path(path: str) -> str:
    """The first path after a subtree; paths are fixed-width segments of plain ASCII."""
    return path + "~" if path else "~"


def open_grants(user: User) -> list[Grant]:
    """The grants in force today, read once per user object."""
    cached: list[Grant] | None = getattr(user, "_open_grants", None)
    if cached is None:
        today = clock.today()
        cached = [
            grant for grant in _grants_of(user) if grant.since <= today and (grant.until is None or grant.until > today)
        ]
        user._open_grants = cached  # type: ignore[attr-defined]  # noqa: SLF001
    return cached


def _grants_of(user: User) -> Iterable[Grant]:
    """All grants of an account, the ended ones too: a handful. Written out, see ``declare.written``."""
    key = Grant._meta.get_field("user").get_db_prep_value(user.pk, connection)
    return Grant.objects.raw("SELECT * FROM access_grant WHERE user_id = %s", [key])


def roles_of(user: User) -> set[Role]:
    """The roles a user holds today."""
    return {Role(grant.role) for grant in open_grants(user)}


def scope_of(user: object, code: str) -> Scope:
    """Where the user may do the action, worked out once per user object; nothing for strangers and disabled accounts."""
    if not isinstance(user, User) or not user.is_active:
        return NOTHING
    known: dict[str, Scope] = user.__dict__.setdefault("_scopes", {})
    if code not in known:
        known[code] = _scope_of(user, code)
    return known[code]


def _scope_of(user: User, code: str) -> Scope:
    allowed = action(code).roles
    paths: list[str] = []
    things: list[tuple[str, uuid.UUID]] = []
    for grant in open_grants(user):
        reach = allowed.get(Role(grant.role))
        if reach is Reach.SUBTREE:
            paths.append(grant.organisation_path)
        elif reach is Reach.OWN and grant.narrowed_id is not None:
            things.append((grant.narrowed_kind, grant.narrowed_id))
    return Scope(outermost(paths), tuple(sorted(set(things))))


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that do not lie below another of them, in order."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not any(path.startswith(outer) for outer in kept):
            kept.append(path)
    return tuple(kept)


def can(user: object, code: str, path: str | None = None) -> bool:
    """Whether the user may do the action anywhere, or in the organisation of ``path``."""
    scope = scope_of(user, code)
    return bool(scope) if path is None else scope.covers(path)


def require(user: object, code: str, path: str) -> None:
    """Go on only when the user may do the action in the organisation of ``path``; else Http404.

    Outside one's scope a thing does not exist, so the answer is the same as for a missing one.
    """
    if not can(user, code, path):
        raise Http404
