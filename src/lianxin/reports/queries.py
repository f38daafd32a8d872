"""Which ledgers and which finished files somebody may open."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from lianxin.access.scope import Scope, can
from lianxin.declare.ledgers import Ledger, all_ledgers
from lianxin.declare.refs import RefTarget
from lianxin.orgs.models import Organisation
from lianxin.orgs.queries import home_community
from lianxin.reports.models import ReportRun
from lianxin.reports.rules import EXPORT, viewing_scope


def ledgers_visible_to(user: Any) -> list[Ledger]:  # noqa: ANN401 (a user or a visitor)
    """The ledgers of which the user may read at least a part, in the order of registration."""
    return [ledger for ledger in all_ledgers() if viewing_scope(user, ledger)]


def ledger_visible_to(user: Any, name: str) -> Ledger | None:  # noqa: ANN401
    """The ledger of that name, None when there is none or nothing of it is open to the user."""
    return next((ledger for ledger in ledgers_visible_to(user) if ledger.name == name), None)


def runs_visible_to(user: Any) -> QuerySet[ReportRun]:  # noqa: ANN401
    """The exports the user asked for, as long as he may export at all; the newest first."""
    if not can(user, EXPORT):
        return ReportRun.objects.none()
    return ReportRun.objects.select_related("file").filter(user_id=user.pk).order_by("-created_at", "-id")


def run_by_id(run_id: uuid.UUID) -> ReportRun | None:
    """The run a job is about."""
    return ReportRun.objects.filter(pk=run_id).first()


def run_targets(ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, RefTarget]:
    """Names and pages of exports, for ``declare.refs``."""
    rows = ReportRun.objects.filter(pk__in=list(ids)).values_list("pk", "title")
    return {pk: RefTarget(title, reverse("reports:run", args=[pk])) for pk, title in rows}


def organisations_of(scope: Scope) -> list[Organisation]:
    """The organisations whose subtrees the scope opens; none for the operator's everything."""
    return list(Organisation.objects.filter(path__in=scope.paths).order_by("path")) if scope.paths else []


def home_scope() -> Scope:
    """The home community's subtree; everything where no community was set up."""
    home = home_community()
    return Scope(everything=True) if home is None else Scope(paths=(home.organisation.path,))


def scope_named(name: str) -> Scope | None:
    """The subtree of the one organisation with that full or short name; None when none or more than one has it.

    Full names go first, and the home community's organisations before others.
    """
    named = Organisation.objects.filter(Q(name=name) | Q(short_name=name))
    for rows in (_at_home(named.filter(name=name)), _at_home(named), named.filter(name=name), named):
        found = list(rows[:2])
        if len(found) == 1:
            return Scope(paths=(found[0].path,))
    return None


def _at_home(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    home = home_community()
    return rows.none() if home is None else rows.filter(community_id=home.pk)
