"""Reads of units in the area."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from lianxin.access.scope import scope_of
from lianxin.declare.refs import RefTarget
from lianxin.residents.choices import UnitChangeKind
from lianxin.residents.models import Unit, UnitChange
from lianxin.residents.reading import reading, searched_paths
from lianxin.residents.rules import VIEW_UNITS
from lianxin.search.index import find_ids


def units_visible_to(user: object, code: str = VIEW_UNITS) -> QuerySet[Unit]:
    """Units where the user may do ``code``; a liaison's own unit. Reading opens the whole community of one's branch."""
    scope = scope_of(user, code)
    condition = scope.q("path", residents__unit="pk")
    return Unit.objects.filter(condition | reading(scope) if code == VIEW_UNITS else condition)


def units_on(rows: QuerySet[Unit], on: date) -> QuerySet[Unit]:
    """Units that were here on a day, with ``name_then`` (their name on that day)."""
    later = UnitChange.objects.filter(unit=OuterRef("pk"), kind=UnitChangeKind.RENAMED, happened_on__gt=on)
    later = later.filter(withdrawn_at__isnull=True)
    first = later.order_by("happened_on", "id").values("before")[:1]
    present = rows.filter(
        Q(opened_on__isnull=True) | Q(opened_on__lte=on), Q(closed_on__isnull=True) | Q(closed_on__gt=on)
    )
    return present.annotate(name_then=Coalesce(Subquery(first), F("name")))


def history_of(unit: Unit) -> QuerySet[UnitChange]:
    """The steps of a unit's history and of those merged into it, the latest first, withdrawn ones too."""
    rows = UnitChange.objects.filter(Q(unit=unit) | Q(into=unit)).select_related("unit", "into")
    return rows.order_by("-happened_on", "-id")


def latest_step(unit: Unit) -> UnitChange | None:
    """The step of a unit's own history that was recorded last and counts: the only one that may be taken back."""
    rows = UnitChange.objects.filter(unit=unit, withdrawn_at__isnull=True)
    return rows.order_by("-recorded_at", "-id").first()


def unit_targets(ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, RefTarget]:
    """Names and pages of units, for ``declare.refs``."""
    rows = Unit.objects.filter(pk__in=list(ids)).values_list("pk", "name")
    return {pk: RefTarget(name, reverse("residents:unit", args=[pk])) for pk, name in rows}


def choosable_units(community: uuid.UUID, now: uuid.UUID | None = None) -> QuerySet[Unit]:
    """Units somebody may be said to work in: those here today, and the one recorded now."""
    here = Q(community=community, closed_on__isnull=True)
    return Unit.objects.filter(here | Q(pk=now) if now is not None else here).order_by("name_key", "id")


def filtered_units(rows: QuerySet[Unit], wanted: Mapping[str, Any], user: object) -> QuerySet[Unit]:
    """The units a list asks for: ``q`` in name, address or liaison, ``kind``, ``new_economy``, ``all``."""
    if not wanted.get("all"):
        rows = rows.filter(closed_on__isnull=True)
    if wanted.get("kind"):
        rows = rows.filter(kind=wanted["kind"])
    if wanted.get("new_economy"):
        rows = rows.filter(new_economy=True)
    if wanted.get("q"):
        found = find_ids(wanted["q"], searched_paths(scope_of(user, VIEW_UNITS)), "residents.unit")
        rows = rows.filter(Q(pk__in=found) | Q(name__icontains=wanted["q"]))
    return rows
