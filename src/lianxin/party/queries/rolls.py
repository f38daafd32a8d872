"""The roll on a day, and its totals."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, F, FilteredRelation, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from lianxin.access.scope import next_path, outermost
from lianxin.kernel import clock
from lianxin.orgs.models import Community
from lianxin.orgs.registries import Headcount
from lianxin.party.choices import Aspect, Category, Floating, NewEconomy
from lianxin.party.models import Member

ASPECTS = tuple(aspect.value for aspect in Aspect)
_NONE = Value("", output_field=CharField())


def on_roll(
    as_of: date | None = None, *, named: bool = False, aspects: Collection[str] = ASPECTS, placed: bool = True
) -> QuerySet[Member]:
    """Members whose relation stood here on a day (None: today) and who had joined by then; flowed-in ones too.

    Each row has the place of that day, ``organisation_then`` and ``group_then`` (identifiers) and ``path_then``, when
    ``named`` also ``branch_then`` and ``team_then`` (short names, which a count can do without), and the values of the
    four aspects, ``category_then``, ``employment_then``, ``floating_then``, ``new_economy_then`` ("" where there is
    none). A relation or fact without a beginning counts from joining on; one does not hold any more on the day it ends.

    A count of a past day asks for no more than it needs: ``aspects`` are those wanted, not ``placed``: no ``path_then``.
    """
    day = as_of or clock.today()
    rows, place = (_now(), "") if day >= clock.today() else (_then(day, aspects, placed=placed), "place__")
    if not named:
        return rows
    return rows.annotate(
        branch_then=F(f"{place}organisation__short_name"),
        team_then=Coalesce(F(f"{place}group__short_name"), _NONE),
    )


def _now() -> QuerySet[Member]:
    """The same from the members' own columns, which repeat what holds now (``verify`` compares).

    Dates to come are refused, so everybody there has joined.
    """
    new_economy = Case(When(new_economy=True, then=Value(NewEconomy.YES.value)), default=_NONE)
    return Member.objects.filter(left_on__isnull=True).annotate(
        organisation_then=F("organisation"),
        group_then=F("group"),
        path_then=F("path"),
        category_then=F("category"),
        employment_then=F("employment"),
        floating_then=F("floating"),
        new_economy_then=new_economy,
    )


def _then(day: date, aspects: Collection[str], *, placed: bool) -> QuerySet[Member]:
    facts = {
        f"{aspect}_fact": FilteredRelation("facts", condition=Q(facts__aspect=aspect) & _held("facts", day))
        for aspect in aspects
    }
    place = FilteredRelation("affiliations", condition=_held("affiliations", day))
    values: dict[str, Any] = {f"{aspect}_then": Coalesce(F(f"{aspect}_fact__value"), _NONE) for aspect in aspects}
    if placed:
        values["path_then"] = Coalesce(F("place__group__path"), F("place__organisation__path"))
    return (
        Member.objects.filter(Q(join_date__isnull=True) | Q(join_date__lte=day))
        .alias(place=place, **facts)
        .filter(place__organisation__isnull=False)
        .annotate(
            organisation_then=F("place__organisation"),
            group_then=F("place__group"),
            **values,
        )
    )


def _held(relation: str, day: date) -> Q:
    begun = Q(**{f"{relation}__since__isnull": True}) | Q(**{f"{relation}__since__lte": day})
    return begun & (Q(**{f"{relation}__until__isnull": True}) | Q(**{f"{relation}__until__gt": day}))


COUNTED = ~Q(floating_then=Floating.INWARD)
"""Of :func:`on_roll` those in the community's total: who flows in stands apart, who flows out is in it."""


@dataclass(frozen=True, slots=True)
class Totals:
    """How many members there are: ``counted`` is the total, ``flowed_in`` stands apart; the rest break ``counted`` down.

    ``category`` and ``employment`` count by code, "" for not known; ``organisations`` by identifier of the branch (the
    community's own: 待分支部).
    """

    counted: int = 0
    flowed_in: int = 0
    flowed_out: int = 0
    new_economy: int = 0
    category: Mapping[str, int] = field(default_factory=dict)
    employment: Mapping[str, int] = field(default_factory=dict)
    organisations: Mapping[uuid.UUID, int] = field(default_factory=dict)

    @property
    def full(self) -> int:
        """正式党员."""
        return self.category.get(Category.FULL, 0)

    @property
    def probationary(self) -> int:
        """预备党员."""
        return self.category.get(Category.PROBATIONARY, 0)


_GROUPED = ("category_then", "employment_then", "floating_then", "new_economy_then", "organisation_then")


def totals(community: Community, as_of: date | None = None) -> Totals:
    """The totals of one community on a day (None: today), in one query."""
    groups = on_roll(as_of).filter(community=community).order_by().values_list(*_GROUPED).annotate(number=Count("pk"))
    sums: dict[str, Counter[Any]] = {name: Counter() for name in (*_GROUPED, "counted")}
    for *values, number in groups:
        row = dict(zip(_GROUPED, values, strict=True))
        if row["floating_then"] == Floating.INWARD:
            sums["floating_then"][Floating.INWARD.value] += number
            continue
        for name, value in row.items():
            sums[name][value] += number
        sums["counted"][""] += number
    return Totals(
        counted=sums["counted"][""],
        flowed_in=sums["floating_then"][Floating.INWARD.value],
        flowed_out=sums["floating_then"][Floating.OUTWARD.value],
        new_economy=sums["new_economy_then"][NewEconomy.YES.value],
        category=dict(sums["category_then"]),
        employment=dict(sums["employment_then"]),
        organisations=dict(sums["organisation_then"]),
    )


def headcounts(paths: Collection[str]) -> Mapping[str, Headcount]:
    """Members and full members in and below each organisation today, flowed-in ones left out; one query."""
    inside = Q(pk__in=[])
    for path in outermost(paths):
        inside |= Q(path__gte=path, path__lt=next_path(path))
    rows = (
        Member.objects.filter(inside, left_on__isnull=True)
        .exclude(floating=Floating.INWARD)
        .order_by()
        .values_list("path")
        .annotate(all=Count("pk"), full=Count("pk", filter=Q(category=Category.FULL)))
    )
    counted = list(rows)
    return {path: _below(path, counted) for path in paths}


def _below(path: str, rows: Iterable[tuple[str, int, int]]) -> Headcount:
    counted = [(members, full) for own, members, full in rows if own.startswith(path)]
    return Headcount(sum(members for members, _ in counted), sum(full for _, full in counted))
