"""Members brought to a sheet: the same as in 党员花名册, read once, masked."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.factories import Tree, fake_id_number, make_member, make_person, make_tree
from tests.reports.sheets.blanks import HEADS, sheet_of, workbook_of

from lianxin.access.scope import Scope
from lianxin.kernel import clock
from lianxin.reports.reading import Reading, find_ledger
from lianxin.reports.sheets.filling.choice import Choice
from lianxin.reports.sheets.filling.prepared import Prepared, prepare
from lianxin.reports.sheets.layouts.layout import Layout
from lianxin.reports.sheets.layouts.recognise import recognise
from lianxin.reports.sheets.queries import words_of
from lianxin.tables.workbook import Cell

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> Tree:
    tree = make_tree()
    people = [("张一", "1", 1950, tree.first), ("李二", "2", 1960, tree.first), ("王三", "1", 2000, tree.second)]
    for name, sex, year, branch in people:
        person = make_person(
            tree.community,
            name,
            sex=sex,
            id_number=fake_id_number(date(year, 7, 1)),
            mobile="19900000001",
            birth_date=date(year, 7, 1),
            birth_precision="d",
            health="高血压",
        )
        make_member(
            branch,
            person=person,
            join_date=date(1985, 7, 1),
            join_precision="m",
            full_date=date(1986, 7, 1),
            full_precision="d",
        )
    make_member(tree.first, "赵流入", floating="in")
    make_member(tree.second, "钱走了", left_on=date(2026, 1, 1), left_kind="died", since=date(2000, 1, 1))
    return tree


def layouts(tree: Tree, *rows: list[Cell]) -> list[Layout]:
    return recognise(workbook_of(sheet_of(rows)), words_of(tree.community), {})


def lines(prepared: Prepared) -> list[list[object]]:
    return [list(row) for row in prepared.orders[0]["rows"]]


def test_lines_of_members_masked_in_the_order_wanted(tree: Tree) -> None:
    choice = Choice(tree.general_branch, date(2026, 11, 20), order="age")
    prepared = prepare(layouts(tree, list(HEADS)), choice)
    assert [row[:3] for row in lines(prepared)] == [[1, "张一", "男"], [2, "李二", "女"], [3, "王三", "男"]]
    first = lines(prepared)[0]
    assert str(first[3]).startswith("000000********")
    assert first[4:] == [(1950, 7, 1), (1985, 7), "199****0001"]
    assert [each.heading for each in prepared.findings.blank] == ["帮扶人"]


def test_whole_numbers_and_health_need_a_reason(tree: Tree) -> None:
    sheet = layouts(tree, ["姓名", "身份证号", "健康状况", "备注"])
    masked = prepare(sheet, Choice(tree.first, clock.today()))
    assert {(each.heading, each.why) for each in masked.findings.blank} == {
        ("备注", "由您自己写"),
        ("健康状况", "涉及健康、困难，写明理由才填"),
    }
    assert len(lines(masked)[0]) == 2
    whole = prepare(sheet, Choice(tree.first, clock.today(), revealed=True))
    assert {(len(str(row[1])), row[2]) for row in lines(whole)} == {(18, "高血压")}


def test_what_the_register_does_not_know_is_counted(tree: Tree) -> None:
    make_member(tree.first, "孙四")
    prepared = prepare(layouts(tree, ["姓名", "性别", "联系电话"]), Choice(tree.first, clock.today()))
    assert [(gap.heading, gap.count) for gap in prepared.findings.gaps] == [("性别", 1), ("联系电话", 1)]


def test_a_branch_an_age_and_a_filter_narrow_it(tree: Tree) -> None:
    today = date(2026, 11, 20)
    sheet = layouts(tree, ["姓名", "性别"])
    assert [row[0] for row in lines(prepare(sheet, Choice(tree.second, today)))] == ["王三"]
    old = Choice(tree.general_branch, today, age="61岁及以上")
    assert sorted(str(row[0]) for row in lines(prepare(sheet, old))) == ["张一", "李二"]
    inward = Choice(tree.general_branch, today, {"floating": "in"})
    assert [row[0] for row in lines(prepare(sheet, inward))] == ["赵流入"]
    assert "61岁及以上" in old.basis()


@pytest.mark.parametrize("ago", [0, 365, 3650])
def test_figures_agree_with_the_roster_of_the_same_day(tree: Tree, ago: int) -> None:
    day = date(2026, 11, 20) - timedelta(days=ago)
    with clock.frozen(clock.now().replace(year=2026, month=11, day=20)):
        roster = Reading(find_ledger("党员花名册"), Scope((tree.general_branch.path,)), day)
        count = roster.rows().count()
        rows: list[list[Cell]] = [["支部", "合计", "男", "女"], ["第一支部"], ["第二支部"], ["合计"]]
        prepared = prepare(layouts(tree, *rows), Choice(tree.general_branch, day))
        numbers = prepared.counts["统计"].numbers
        people = prepare(layouts(tree, ["姓名", "性别"]), Choice(tree.general_branch, day))
        assert prepared.basis.startswith(roster.basis())
    assert numbers[4, 1] == len(prepared.people) == len(lines(people)) == count
    assert numbers[2, 1] + numbers[3, 1] == count


def test_six_hundred_crossings_are_two_questions(tree: Tree, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ages: list[Cell] = [f"{number}岁及以上" for number in range(20, 39)]
    younger: list[list[Cell]] = [[f"{number}岁及以下"] for number in range(40, 69)]
    rows: list[list[Cell]] = [["项目", "合计", *ages], *younger, ["流入"]]
    sheet = layouts(tree, *rows)
    choice = Choice(tree.general_branch, clock.today())
    with django_assert_num_queries(4):  # whose scope it is and the members, twice: those counted, and who flows in
        prepared = prepare(sheet, choice)
    assert len(prepared.orders[0]["cells"]) == 600


def test_the_choice_survives_the_way_to_the_worker(tree: Tree) -> None:
    choice = Choice(tree.first, date(2026, 6, 30), {"category": "full"}, "61岁及以上", "joined", revealed=True)
    assert Choice.of(choice.kept(), tree.first) == choice
