from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.factories import Tree, make_place, make_user

from lianxin.access.scope import EVERYTHING, Scope
from lianxin.audit.models import AuditEntry
from lianxin.audit.versions import StaleVersionError
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.declare.ledgers import LedgerQuery
from lianxin.declare.roles import Role
from lianxin.residents import queries
from lianxin.residents.actions import (
    PlaceDetails,
    add_stairways,
    close_place,
    correct_place,
    register_building,
    register_place,
    reopen_place,
)
from lianxin.residents.ledgers import COURTYARDS
from lianxin.residents.models import Place
from lianxin.search.index import find


def courtyard(tree: Tree, name: str = "3号院", **details: object) -> Place:
    return register_place(community=tree.community, details=PlaceDetails(name, **details), actor=OPERATOR)  # type: ignore[arg-type]


def building(yard: Place, name: str, *stairways: int | None, households: int | None = None) -> Place:
    pairs = [(f"{number}单元", count) for number, count in enumerate(stairways, 1)]
    return register_building(
        courtyard=yard, details=PlaceDetails(name, households=households), stairways=pairs, actor=OPERATOR
    )


def total(yard: Place, on: date | None = None) -> int | None:
    return queries.household_totals([yard.pk], on)[yard.pk]


def test_three_levels_with_their_kinds_and_paths(tree: Tree) -> None:
    yard = courtyard(tree)
    house = building(yard, "1幢", 12, 12)
    stairway = house.parts.first()
    assert stairway is not None
    assert [row.kind for row in (yard, house, stairway)] == ["courtyard", "building", "stairway"]
    assert {row.path for row in (yard, house, stairway)} == {tree.general_branch.path}
    assert queries.full_name(stairway) == "3号院 1幢 1单元"
    with pytest.raises(RuleError):
        register_place(community=tree.community, details=PlaceDetails("1室"), parent=stairway, actor=OPERATOR)
    with pytest.raises(RuleError):
        add_stairways(building=yard, stairways=[("1单元", 1)], actor=OPERATOR)


def test_a_courtyard_is_found_by_name_and_address(tree: Tree) -> None:
    yard = courtyard(tree, "西昌路126号院", address="西昌路126号")
    building(yard, "1幢")
    hits = find("xcl", [tree.general_branch.path], ["residents.place"])
    assert [(hit.subject_id, hit.title) for hit in hits] == [(yard.pk, "西昌路126号院")]


def test_households_are_never_counted_twice(tree: Tree) -> None:
    yard = courtyard(tree, households=999)
    assert total(yard) == 999
    counted = building(yard, "1幢", 12, 13, None, households=500)
    assert total(yard) == 25
    building(yard, "2幢", None, None, households=30)
    assert total(yard) == 55
    building(yard, "3幢")
    assert total(yard) == 55
    assert total(courtyard(tree, "空院")) is None
    close_place(place=counted, version=1, closed_on=date(2024, 1, 1), note="", actor=OPERATOR)
    assert (total(yard), total(yard, date(2023, 12, 31)), total(yard, date(2024, 1, 1))) == (30, 55, 30)


def test_totals_of_many_courtyards_are_one_query(tree: Tree, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    yards = [courtyard(tree, f"{number}号院") for number in range(5)]
    for yard in yards:
        building(yard, "1幢", 3, 4)
    with django_assert_num_queries(1):
        assert set(queries.household_totals([yard.pk for yard in yards]).values()) == {7}


def test_names_are_unique_where_they_stand(tree: Tree) -> None:
    yard = courtyard(tree)
    building(yard, "1幢", 1)
    with pytest.raises(RuleError, match="本社区已经有“3号院”"):
        courtyard(tree)
    with pytest.raises(RuleError, match="3号院里已经有“1幢”"):
        building(yard, "1幢")
    building(courtyard(tree, "4号院"), "1幢")
    close_place(place=yard, version=1, closed_on=date(2024, 1, 1), note="", actor=OPERATOR)
    assert courtyard(tree).name == "3号院"
    yard.refresh_from_db()
    with pytest.raises(RuleError, match="已经有"):
        reopen_place(place=yard, version=yard.version, actor=OPERATOR)


def test_several_stairways_or_none(tree: Tree) -> None:
    house = building(courtyard(tree), "1幢", 10)
    with pytest.raises(RuleError):
        add_stairways(building=house, stairways=[("2单元", 10), ("1单元", 10)], actor=OPERATOR)
    assert house.parts.count() == 1
    add_stairways(building=house, stairways=[("2单元", 10), ("3单元", 10)], actor=OPERATOR)
    assert house.parts.count() == 3


def test_correcting_with_versions(tree: Tree) -> None:
    yard = courtyard(tree)
    details = PlaceDetails("30号院", upkeep="self", keeper="院坝自管小组")
    correct_place(place=yard, version=1, details=details, actor=OPERATOR)
    yard.refresh_from_db()
    assert (yard.name, yard.sort_key, yard.version) == ("30号院", "000030 hao yuan", 2)
    entry = AuditEntry.objects.get(action="residents.correct_place")
    assert entry.changes == {"name": ["3号院", "30号院"], "upkeep": ["", "self"], "keeper": ["", "院坝自管小组"]}
    with pytest.raises(StaleVersionError):
        correct_place(place=yard, version=1, details=details, actor=OPERATOR)


def test_closing_takes_the_parts_along_and_can_be_taken_back(tree: Tree) -> None:
    yard = courtyard(tree, opened_on=date(1980, 1, 1))
    house = building(yard, "1幢", 10)
    gone = building(yard, "2幢")
    close_place(place=gone, version=1, closed_on=date(2000, 1, 1), note="", actor=OPERATOR)
    with pytest.raises(RuleError):
        close_place(place=yard, version=1, closed_on=date(1979, 1, 1), note="", actor=OPERATOR)
    yard.refresh_from_db()
    close_place(place=yard, version=1, closed_on=date(2009, 6, 1), note="危房拆除", actor=OPERATOR)
    assert set(Place.objects.values_list("name", "closed_on")) == {
        ("3号院", date(2009, 6, 1)),
        ("1幢", date(2009, 6, 1)),
        ("1单元", date(2009, 6, 1)),
        ("2幢", date(2000, 1, 1)),
    }
    house.refresh_from_db()
    with pytest.raises(RuleError, match="请先恢复它"):
        reopen_place(place=house, version=house.version, actor=OPERATOR)
    reopen_place(place=yard, version=2, actor=OPERATOR)
    assert set(Place.objects.filter(closed_on__isnull=False).values_list("name", flat=True)) == {"2幢"}


@pytest.mark.parametrize("details", [PlaceDetails(""), PlaceDetails("  "), PlaceDetails("大院", households=5001)])
def test_limits(tree: Tree, details: PlaceDetails) -> None:
    with pytest.raises(RuleError):
        register_place(community=tree.community, details=details, actor=OPERATOR)


def test_who_sees_which_places(tree: Tree) -> None:
    own, other, foreign = make_place(tree.community), make_place(tree.community, "4号院"), make_place(tree.foreign)
    part = make_place(tree.community, "1幢", parent=own, kind="building")
    head = make_user(Role.COURTYARD_HEAD, tree.general_branch, narrowed=own)

    def seen(role: Role, where: str, code: str = "residents.view_places") -> set[Place]:
        return set(queries.places_visible_to(make_user(role, getattr(tree, where)), code))

    assert set(queries.places_visible_to(head)) == {own, part}
    assert set(queries.places_visible_to(head, "residents.change_places")) == set()
    assert seen(Role.PARTY_WORKER, "general_branch") == {own, other, part}
    assert seen(Role.BRANCH_SECRETARY, "first") == {own, other, part}
    assert seen(Role.STREET_OVERSEER, "street") == {own, other, part, foreign}
    assert seen(Role.MEMBER, "first") == set()
    assert seen(Role.GRID_WORKER, "general_branch", "residents.change_places") == {own, other, part}
    assert seen(Role.BRANCH_SECRETARY, "first", "residents.change_places") == set()


def rows(day: date, scope: Scope = EVERYTHING, **filters: str) -> list[tuple[object, ...]]:
    wanted = ("courtyard", "building", "stairway", "households", "upkeep")
    source = COURTYARDS.rows(LedgerQuery(scope, day, filters))
    columns = [next(column for column in COURTYARDS.columns if column.name == name) for name in wanted]
    return [tuple(column.value(row) for column in columns) for row in source.stream()]


def test_the_ledger_lists_every_count_once(tree: Tree) -> None:
    yard = courtyard(tree, "12号院", upkeep="self", households=999)
    building(yard, "10幢", 5, 6)
    building(yard, "2幢", None, None, households=30)
    courtyard(tree, "3号院", households=8)
    assert rows(date(2025, 1, 1)) == [
        ("3号院", "", "", 8, "未登记"),
        ("12号院", "2幢", "", 30, "自管"),
        ("12号院", "2幢", "1单元", None, "自管"),
        ("12号院", "2幢", "2单元", None, "自管"),
        ("12号院", "10幢", "1单元", 5, "自管"),
        ("12号院", "10幢", "2单元", 6, "自管"),
    ]
    yards = Place.objects.filter(kind="courtyard").values_list("pk", flat=True)
    assert sum(row[3] or 0 for row in rows(date(2025, 1, 1))) == sum(  # type: ignore[misc]
        count or 0 for count in queries.household_totals(yards).values()
    )
    assert [len(rows(date(2025, 1, 1), upkeep=value)) for value in ("self", "unknown", "property")] == [5, 1, 0]


def test_the_ledger_follows_the_day_and_the_scope(tree: Tree) -> None:
    yard = courtyard(tree, opened_on=date(2000, 1, 1), households=9)
    make_place(tree.foreign, "外院")
    close_place(place=yard, version=1, closed_on=date(2010, 1, 1), note="", actor=OPERATOR)
    scope = Scope((tree.general_branch.path,))
    days = (date(1999, 12, 31), date(2000, 1, 1), date(2009, 12, 31), date(2010, 1, 1))
    assert [len(rows(day, scope)) for day in days] == [0, 1, 1, 0]
    assert [row[0] for row in rows(days[0])] == ["外院"]
    head = Scope(things=(("residents.place", yard.pk),))
    assert len(rows(days[1], head)) == 1


def test_the_ledger_pages_in_one_query_each(tree: Tree, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(4):
        building(courtyard(tree, f"{number}号院"), "1幢", 1, 2, 3)
    source = COURTYARDS.rows(LedgerQuery(EVERYTHING, date(2025, 1, 1)))
    seen, cursor = 0, ""
    while True:
        with django_assert_num_queries(1):
            found, cursor = source.page(cursor, 5)
            [[column.value(row) for column in COURTYARDS.columns] for row in found]
        seen += len(found)
        if not cursor:
            break
    assert (seen, source.count()) == (12, 12)
