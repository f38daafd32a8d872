"""What the registers of places and units count for a community's profile."""

import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from lianxin.orgs.choices import Figure
from lianxin.orgs.models import Community
from lianxin.orgs.registries import Counted
from lianxin.residents.choices import PlaceKind
from lianxin.residents.models import Place, Unit
from lianxin.residents.queries.places import household_totals, standing_on
from lianxin.residents.queries.units import units_on
from lianxin.residents.rules import VIEW_PLACES, VIEW_UNITS


def counted_places(communities: Collection[Community], day: date) -> Mapping[uuid.UUID, Sequence[Counted]]:
    """Courtyards, buildings and households of the day; three queries."""
    places = standing_on(Place.objects.filter(community__in=communities), day)
    numbers = Counter(places.order_by().values_list("community_id", "kind"))
    yards = dict(places.filter(kind=PlaceKind.COURTYARD).values_list("pk", "community_id"))
    households: Counter[uuid.UUID] = Counter()
    for yard, number in household_totals(list(yards), day).items():
        households[yards[yard]] += number or 0
    return {
        row.pk: [
            _places(
                Figure.HOUSEHOLDS.value,
                Figure.HOUSEHOLDS.label,
                households[row.pk],
                "户",
                "院坝楼栋登记的户数相加，取最细一级",
            ),
            _places("courtyards", "院坝", numbers[row.pk, PlaceKind.COURTYARD.value], "个", "当天还在的院坝"),
            _places("buildings", "楼栋", numbers[row.pk, PlaceKind.BUILDING.value], "栋", "当天还在的楼栋"),
        ]
        for row in communities
    }


def counted_units(communities: Collection[Community], day: date) -> Mapping[uuid.UUID, Sequence[Counted]]:
    """Units of the day, and of them the new-economy ones; one query."""
    rows = units_on(Unit.objects.filter(community__in=communities), day).order_by()
    numbers = Counter(rows.values_list("community_id", "new_economy"))
    return {
        row.pk: [
            _units("units", "驻区单位", numbers[row.pk, True] + numbers[row.pk, False], "当天在本社区的单位"),
            _units("new_economy_units", "其中两新组织", numbers[row.pk, True], "当天在本社区的两新组织"),
        ]
        for row in communities
    }


def _places(code: str, label: str, value: int, unit: str, basis: str) -> Counted:
    return Counted(code, str(label), value, unit, "courtyards", VIEW_PLACES, basis)


def _units(code: str, label: str, value: int, basis: str) -> Counted:
    return Counted(code, label, value, "个", "units", VIEW_UNITS, basis)
