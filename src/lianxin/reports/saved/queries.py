"""Which saved views somebody may use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from lianxin.access.scope import scope_of
from lianxin.kernel import clock
from lianxin.reports.models import SavedView
from lianxin.reports.rules import VIEW
from lianxin.reports.saved.choices import PERIODS
from lianxin.reports.saved.targets import Target, target_visible_to

RESTORABLE = timedelta(days=30)


def saved_views_visible_to(user: Any) -> QuerySet[SavedView]:  # noqa: ANN401 (a user or a visitor)
    """One's own, and those shared in an organisation whose ledgers one may look at; by name."""
    scope = scope_of(user, VIEW)
    if not scope:
        return SavedView.objects.none()
    shared = Q(shared=True) & scope.q("organisation__path")
    return SavedView.objects.filter(Q(user_id=user.pk) | shared, removed_at__isnull=True).order_by("name", "id")


def own_views_of(user: Any) -> QuerySet[SavedView]:  # noqa: ANN401
    """Those one may rename and remove, the removed ones too."""
    rows = SavedView.objects.filter(user_id=user.pk)
    return rows if scope_of(user, VIEW) else rows.none()


def restorable_of(user: Any) -> QuerySet[SavedView]:  # noqa: ANN401
    """One's own removed within the last thirty days, the latest first."""
    return own_views_of(user).filter(removed_at__gt=clock.now() - RESTORABLE).order_by("-removed_at")


@dataclass(frozen=True, slots=True)
class ViewShown:
    """A saved view as pages show it."""

    row: SavedView
    title: str
    told: str
    url: str
    own: bool


def views_shown(user: Any, rows: Iterable[SavedView]) -> list[ViewShown]:  # noqa: ANN401
    """Those of what the user may see, with a line that says what they show."""
    found = []
    for row in rows:
        target = target_visible_to(user, row.target)
        if target is None:
            continue
        own = row.user_id == user.pk
        parts = [target.title, _when(row, target), "" if own else f"{row.user_name}存的"]
        url = reverse("reports:view", args=[row.pk])
        found.append(ViewShown(row, target.title, "，".join(filter(None, parts)), url, own))
    return found


def _when(row: SavedView, target: Target) -> str:
    if target.ledger is None:
        return ""
    if target.ledger.period:
        fixed = f"{row.since or ''} 至 {row.as_of}"
        return PERIODS.get(row.as_of_kind, fixed)
    return f"截至{row.as_of or row.get_as_of_kind_display()}"
