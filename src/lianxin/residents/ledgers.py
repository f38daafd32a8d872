"""院坝楼栋一览 and 驻区单位一览."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from lianxin.declare.ledgers import CellKind, Choice, Column, Filter, Ledger, LedgerQuery, LedgerScope
from lianxin.declare.rows import QuerysetRows
from lianxin.residents.choices import PlaceKind, UnitKind, Upkeep
from lianxin.residents.models import Place, Unit
from lianxin.residents.queries.places import standing_on
from lianxin.residents.queries.units import units_on
from lianxin.residents.reading import reading
from lianxin.residents.rules import SEE_TELEPHONES, VIEW_PLACES, VIEW_UNITS

UNKNOWN_UPKEEP = "unknown"
"""In filters, where "" means all."""


def place_rows(query: LedgerQuery) -> QuerysetRows[Place]:
    """Places that carry a count, one row each, so that the rows' households add up to the community's.

    These are the finest levels, and a level above with a count of its own when nothing below it is counted
    (the rule of ``queries.household_totals``).
    """
    own = query.scope.ids("residents.place")
    open_ones = reading(query.scope) | Q(pk__in=own) | Q(parent__in=own) | Q(parent__parent__in=own)
    rows = (
        standing_on(Place.objects.filter(open_ones), query.as_of)
        .filter(_counting(query))
        .annotate(**_keys(), upkeep_here=_upkeep())
    )
    upkeep = query.filters.get("upkeep", "")
    if upkeep:
        rows = rows.filter(upkeep_here="" if upkeep == UNKNOWN_UPKEEP else upkeep)
    return QuerysetRows(
        rows.select_related("parent__parent"), keys=("path", "courtyard_key", "building_key", "stairway_key", "id")
    )


def unit_rows(query: LedgerQuery) -> QuerysetRows[Unit]:
    """Units that were here on the day, by name; each with ``name_then``."""
    open_ones = reading(query.scope) | Q(pk__in=query.scope.ids("residents.unit"))
    rows = units_on(Unit.objects.filter(open_ones), query.as_of)
    kind, new_economy = query.filters.get("kind", ""), query.filters.get("new_economy", "")
    if kind:
        rows = rows.filter(kind=kind)
    if new_economy:
        rows = rows.filter(new_economy=new_economy == "yes")
    return QuerysetRows(rows, keys=("name_key", "id"))


def level(row: Place, kind: PlaceKind) -> Place | None:
    """The courtyard, building or stairway a row belongs to."""
    place: Place | None = row
    while place is not None and place.kind != kind:
        place = place.parent
    return place


def _name_of(kind: PlaceKind) -> Callable[[Place], str]:
    def name(row: Place) -> str:
        found = level(row, kind)
        return found.name if found is not None else ""

    return name


def _courtyard(row: Place) -> Place:
    found = level(row, PlaceKind.COURTYARD)
    assert found is not None
    return found


def _counting(query: LedgerQuery) -> Q:
    below = standing_on(Place.objects.filter(Q(parent=OuterRef("pk")) | Q(parent__parent=OuterRef("pk"))), query.as_of)
    return ~Exists(below) | (Q(households__isnull=False) & ~Exists(below.filter(households__isnull=False)))


def _keys() -> dict[str, Any]:
    none = Value("", output_field=CharField())

    def of_level(courtyard: F | Value, building: F | Value, stairway: F | Value) -> Case:
        return Case(
            When(kind=PlaceKind.COURTYARD, then=courtyard),
            When(kind=PlaceKind.BUILDING, then=building),
            default=stairway,
            output_field=CharField(),
        )

    return {
        "courtyard_key": of_level(F("sort_key"), F("parent__sort_key"), F("parent__parent__sort_key")),
        "building_key": of_level(none, F("sort_key"), F("parent__sort_key")),
        "stairway_key": of_level(none, none, F("sort_key")),
    }


def _upkeep() -> Case:
    """The nearest level that says how it is looked after."""
    return Case(
        When(~Q(upkeep=""), then=F("upkeep")),
        When(
            parent__isnull=False,
            then=Case(
                When(~Q(parent__upkeep=""), then=F("parent__upkeep")),
                default=Coalesce(F("parent__parent__upkeep"), Value("")),
            ),
        ),
        default=Value(""),
        output_field=CharField(),
    )


def _keeper(row: Place) -> str:
    line = [row, row.parent, row.parent.parent if row.parent else None]
    return next((place.keeper for place in line if place is not None and place.keeper), "")


def upkeeps(scope: LedgerScope) -> Sequence[Choice]:
    """How a place may be looked after."""
    return [Choice(value or UNKNOWN_UPKEEP, str(label)) for value, label in Upkeep.choices]


COURTYARDS = Ledger(
    name="courtyards",
    title="院坝楼栋一览",
    app="residents",
    purpose="有哪些院坝、楼栋、单元，各多少户，谁在管。",
    action=VIEW_PLACES,
    columns=[
        Column(
            "courtyard",
            "院坝",
            _name_of(PlaceKind.COURTYARD),
            width=16,
            href=lambda row: reverse("residents:courtyard", args=[_courtyard(row).pk]),
        ),
        Column("address", "地址", lambda row: row.address or _courtyard(row).address, width=28),
        Column("building", "楼栋", _name_of(PlaceKind.BUILDING), width=10),
        Column("stairway", "单元", _name_of(PlaceKind.STAIRWAY), width=10),
        Column("households", "户数", lambda row: row.households, CellKind.NUMBER, width=8, present=True),
        Column("upkeep", "管理方式", lambda row: Upkeep(row.upkeep_here).label, width=10, present=True),
        Column("keeper", "物业或管理单位", _keeper, width=20, present=True),
        Column("note", "备注", lambda row: row.note, width=24, present=True),
    ],
    rows=place_rows,
    basis=lambda _: (
        "口径：当天还在的院坝楼栋，列到最细一级，各行户数相加就是总户数，不重复计；下一级没有户数的用上一级的。"
    ),
    filters=[Filter("upkeep", "管理方式", upkeeps)],
)


def unit_kinds(scope: LedgerScope) -> Sequence[Choice]:
    """The kinds of units."""
    return [Choice(kind.value, str(kind.label)) for kind in UnitKind]


UNITS = Ledger(
    name="units",
    title="驻区单位一览",
    app="residents",
    purpose="辖区里有哪些单位、找谁联系、哪些是两新组织。",
    action=VIEW_UNITS,
    columns=[
        Column(
            "name",
            "单位名称",
            lambda row: row.name_then,
            width=28,
            href=lambda row: reverse("residents:unit", args=[row.pk]),
        ),
        Column("kind", "类别", lambda row: row.get_kind_display(), width=12, present=True),
        Column("new_economy", "两新组织", lambda row: "是" if row.new_economy else "", width=10, present=True),
        Column("credit_code", "统一社会信用代码", lambda row: row.credit_code, width=22, present=True),
        Column("address", "地址", lambda row: row.address, width=28, present=True),
        Column("contact_name", "联络员", lambda row: row.contact_name, width=10, present=True),
        Column(
            "contact_phone",
            "联络员电话",
            lambda row: row.contact_phone,
            width=16,
            sensitive=True,
            masked=lambda row: row.contact_phone_masked,
            present=True,
        ),
        Column("headcount", "从业人数", lambda row: row.headcount, CellKind.NUMBER, width=10, present=True),
        Column("party_organisation", "党组织", lambda row: row.party_organisation, width=24, present=True),
        Column("party_members", "党员人数", lambda row: row.party_members, CellKind.NUMBER, width=10, present=True),
        Column("opened_on", "入驻日期", lambda row: row.opened_on, CellKind.DATE, width=12),
        Column("note", "备注", lambda row: row.note, width=24, present=True),
    ],
    rows=unit_rows,
    basis=lambda _: "口径：当天在本社区的单位，名称按当天；入驻日期不详的按一直在计，并入、关停、迁出当天起不再计。",
    filters=[
        Filter("kind", "类别", unit_kinds),
        Filter("new_economy", "两新组织", lambda _: [Choice("yes", "是"), Choice("no", "不是")]),
    ],
    reveal_action=SEE_TELEPHONES,
)
