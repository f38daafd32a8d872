"""Reads of courtyards, buildings and stairways."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from lianxin.access.scope import scope_of
from lianxin.declare.refs import RefTarget
from lianxin.residents.choices import PlaceKind
from lianxin.residents.models import Place
from lianxin.residents.reading import reading, searched_paths
from lianxin.residents.rules import VIEW_PLACES
from lianxin.search.index import find_ids

BY_PLACE = ("sort_key", "id")


def places_visible_to(user: object, code: str = VIEW_PLACES) -> QuerySet[Place]:
    """Places where the user may do ``code``; a courtyard head's own courtyard with everything in it.

    Reading opens the whole community of one's branch: its houses are no secret there.
    """
    scope = scope_of(user, code)
    own = scope.ids("residents.place")
    condition = reading(scope) if code == VIEW_PLACES else scope.q("path")
    if own:
        condition |= Q(pk__in=own) | Q(parent__in=own) | Q(parent__parent__in=own)
    return Place.objects.filter(condition)


def courtyards_visible_to(user: object, code: str = VIEW_PLACES) -> QuerySet[Place]:
    """Courtyards where the user may do ``code``, with ``building_count`` (those standing)."""
    standing = Count("parts", filter=Q(parts__closed_on__isnull=True))
    return places_visible_to(user, code).filter(kind=PlaceKind.COURTYARD).annotate(building_count=standing)


def standing_on(rows: QuerySet[Place], on: date) -> QuerySet[Place]:
    """Places that stood on a day."""
    return rows.filter(
        Q(opened_on__isnull=True) | Q(opened_on__lte=on), Q(closed_on__isnull=True) | Q(closed_on__gt=on)
    )


def parts_of(place: Place) -> QuerySet[Place]:
    """What stands in a place, in natural order, what is gone too."""
    return Place.objects.filter(parent=place).order_by(*BY_PLACE)


def whole_courtyard(courtyard: Place) -> list[tuple[Place, list[Place]]]:
    """The buildings of a courtyard, each with its stairways, in natural order. One query."""
    inside = Place.objects.filter(Q(parent=courtyard) | Q(parent__parent=courtyard)).order_by(*BY_PLACE)
    rows = list(inside)
    stairways: dict[uuid.UUID | None, list[Place]] = {}
    for row in rows:
        if row.kind == PlaceKind.STAIRWAY:
            stairways.setdefault(row.parent_id, []).append(row)
    return [(row, stairways.get(row.pk, [])) for row in rows if row.kind == PlaceKind.BUILDING]


def household_totals(courtyards: Collection[uuid.UUID], on: date | None = None) -> dict[uuid.UUID, int | None]:
    """Households of courtyards: of each branch of the tree the finest level that has a count. One query.

    A building with counted stairways has their sum, otherwise its own count; a courtyard with counted buildings theirs,
    otherwise its own. None: nothing was counted. Places closed on ``on`` (None: now) do not count.
    """
    inside = Place.objects.filter(
        Q(pk__in=courtyards) | Q(parent__in=courtyards) | Q(parent__parent__in=courtyards),
    )
    inside = inside.filter(closed_on__isnull=True) if on is None else standing_on(inside, on)
    rows = inside.annotate(courtyard=Coalesce(F("parent__parent"), F("parent"), F("pk"))).values_list(
        "pk", "parent", "kind", "households", "courtyard"
    )
    return {courtyard: _total(of_it) for courtyard, of_it in _by_courtyard(rows, courtyards).items()}


def place_targets(ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, RefTarget]:
    """Names and pages of places, for ``declare.refs``: of a building or stairway the courtyard's page."""
    rows = Place.objects.filter(pk__in=list(ids)).select_related("parent__parent")
    return {
        place.pk: RefTarget(full_name(place), reverse("residents:courtyard", args=[top(place).pk])) for place in rows
    }


def full_name(place: Place) -> str:
    """``3号院 2幢 1单元``; reads ``parent`` and its parent."""
    line = [place]
    while line[0].parent is not None:
        line.insert(0, line[0].parent)
    return " ".join(part.name for part in line)


def top(place: Place) -> Place:
    """The courtyard a place is in (itself for a courtyard)."""
    return place if place.parent is None else top(place.parent)


_Row = tuple[uuid.UUID, uuid.UUID | None, str, int | None, uuid.UUID]


def _by_courtyard(rows: Iterable[Any], courtyards: Collection[uuid.UUID]) -> dict[uuid.UUID, list[_Row]]:
    grouped: dict[uuid.UUID, list[_Row]] = {pk: [] for pk in courtyards}
    for row in rows:
        grouped[row[4]].append(row)
    return grouped


def _total(rows: Sequence[_Row]) -> int | None:
    own: dict[str, dict[uuid.UUID, tuple[uuid.UUID | None, int | None]]] = {kind: {} for kind in PlaceKind.values}
    for pk, parent, kind, households, _ in rows:
        own[kind][pk] = (parent, households)
    counts: dict[uuid.UUID, int | None] = {}
    for kind in (PlaceKind.STAIRWAY, PlaceKind.BUILDING, PlaceKind.COURTYARD):
        below = _sums(counts, own)
        for pk, (_, households) in own[kind].items():
            counts[pk] = below.get(pk, households)
    return next((counts[pk] for pk in own[PlaceKind.COURTYARD]), None)


def _sums(
    counts: Mapping[uuid.UUID, int | None], own: Mapping[str, Mapping[uuid.UUID, tuple[uuid.UUID | None, int | None]]]
) -> dict[uuid.UUID, int]:
    parents = {pk: parent for level in own.values() for pk, (parent, _) in level.items()}
    sums: dict[uuid.UUID, int] = {}
    for pk, count in counts.items():
        parent = parents[pk]
        if parent is not None and count is not None:
            sums[parent] = sums.get(parent, 0) + count
    return sums


def choosable_courtyards(community: uuid.UUID, now: uuid.UUID | None = None) -> QuerySet[Place]:
    """Where somebody may be said to live or work: the community's courtyards, and what is recorded now."""
    standing = Q(kind=PlaceKind.COURTYARD, community=community, closed_on__isnull=True)
    rows = Place.objects.filter(standing | Q(pk=now) if now is not None else standing)
    return rows.select_related("parent__parent").order_by(*BY_PLACE)


def filtered_courtyards(rows: QuerySet[Place], wanted: Mapping[str, Any], user: object) -> QuerySet[Place]:
    """The courtyards a list asks for: ``q`` in name or address, ``upkeep`` ("unknown": not recorded), ``all``."""
    if not wanted.get("all"):
        rows = rows.filter(closed_on__isnull=True)
    upkeep, query = wanted.get("upkeep", ""), wanted.get("q", "")
    if upkeep:
        rows = rows.filter(upkeep="" if upkeep == "unknown" else upkeep)
    if query:
        found = find_ids(query, searched_paths(scope_of(user, VIEW_PLACES)), "residents.place")
        rows = rows.filter(Q(pk__in=found) | Q(name__icontains=query))
    return rows
