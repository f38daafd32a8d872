"""Rosters of units: read, matched, brought in, taken back."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from tests.factories import Tree, make_person
from tests.party.rosters.files import Rows, xlsx
from tests.residents.rosters.bringing import UNIT_HEADINGS, brought, counts, figures, preview, register, taken_back

from lianxin.declare.actors import OPERATOR
from lianxin.orgs.models import Community
from lianxin.residents.actions import close_unit, rename_unit
from lianxin.residents.choices import UnitChangeKind
from lianxin.residents.models import RosterLine, Unit
from lianxin.residents.rosters.taking_back import why_not

CODE, OTHER_CODE = "91110000600037341L", "12100000400000122T"
SCHOOL = ["和平小学", "学校", "和平巷8号", CODE, "张三", "19900000001", 86, "否"]
SHOP = ["和顺商贸有限公司", "民营企业", "和平巷9号", OTHER_CODE, "李四", "0871-64140002", "约20人", "是"]


@pytest.fixture
def community(tree: Tree) -> Community:
    return tree.community


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "单位.xlsx"


def rows(*lines: Sequence[object]) -> Rows:
    return [["驻区单位名册"], list(UNIT_HEADINGS), *lines, ["制表人：", None, "审核人："]]


def unit(name: str = "和平小学") -> Unit:
    return Unit.objects.get(name=name)


def test_units_come_in_with_everything_said_of_them(community: Community, file: Path) -> None:
    headings = [*UNIT_HEADINGS, "党组织名称", "党员数"]
    lines: Rows = [headings, [*SCHOOL, "和平小学党支部", 21], [*SHOP, "无", None]]
    assert counts(brought("units", file, lines, community)) == (2, 0, 0, 0)
    school, shop = unit(), unit("和顺商贸有限公司")
    assert (school.kind, school.credit_code, school.contact_name, school.contact_phone) == (
        "school",
        CODE,
        "张三",
        "19900000001",
    )
    assert (school.headcount, school.new_economy, school.party_organisation, school.party_members) == (
        86,
        False,
        "和平小学党支部",
        21,
    )
    assert (shop.kind, shop.contact_phone, shop.headcount, shop.new_economy, shop.party_organisation) == (
        "private",
        "0871-64140002",
        20,
        True,
        "",
    )


def test_the_same_file_twice_changes_nothing(community: Community, file: Path) -> None:
    brought("units", file, rows(SCHOOL, SHOP), community)
    before = register()
    assert counts(brought("units", file, rows(SCHOOL, SHOP), community)) == (0, 0, 2, 0)
    assert register() == before


def test_blank_cells_erase_nothing(community: Community, file: Path) -> None:
    brought("units", file, rows(SCHOOL), community)
    assert counts(brought("units", file, rows(["和平小学", None, "和平巷10号"]), community)) == (0, 1, 0, 0)
    school = unit()
    assert (school.address, school.contact_phone, school.kind) == ("和平巷10号", "19900000001", "school")


def test_a_unit_is_known_by_its_code_and_keeps_its_name(community: Community, file: Path) -> None:
    brought("units", file, rows(SCHOOL), community)
    sheet = preview("units", xlsx(file, rows(["和平中心小学", *SCHOOL[1:]])), community)
    assert figures(sheet) == (0, 0, 1, [], ["name_differs"])


def test_a_unit_is_known_by_a_name_it_once_had(community: Community, file: Path) -> None:
    brought("units", file, rows(SCHOOL), community)
    rename_unit(unit=unit(), version=1, new_name="和平中心小学", on=date(2026, 1, 1), note="", actor=OPERATOR)
    sheet = preview("units", xlsx(file, rows(["和平小学", None, None, None, None, None, 90])), community)
    assert figures(sheet) == (0, 1, 0, [], ["former_name"])


def test_a_unit_that_left_is_not_brought_back(community: Community, file: Path) -> None:
    brought("units", file, rows(SCHOOL), community)
    close_unit(unit=unit(), version=1, kind=UnitChangeKind.MOVED_OUT, on=date(2026, 1, 1), note="", actor=OPERATOR)
    assert figures(preview("units", xlsx(file, rows(SCHOOL)), community)) == (0, 0, 1, [], ["already_closed"])


def test_what_keeps_a_line_out(community: Community, file: Path) -> None:
    brought("units", file, rows(SCHOOL, SHOP), community)
    lines = rows(
        [None, "学校", "和平巷"],
        ["和平小学", "学校", None, OTHER_CODE],
        ["和顺商贸有限公司", None, None, "123456789012345678"],
        ["新单位", "机关", "和平巷1号"],
        ["新单位", "机关", "和平巷1号"],
    )
    sheet = preview("units", xlsx(file, lines), community)
    assert [(each["row"], each["code"]) for each in sheet["refused"]] == [
        (3, "name_missing"),
        (4, "means_two_units"),
        (5, "credit_code_contradicts"),
        (7, "repeated_in_file"),
    ]


def test_what_only_warns(community: Community, file: Path) -> None:
    lines = rows(
        ["甲单位", "怪单位", "和平巷1号"],
        ["乙单位", None, "和平巷2号", "911100006000373410"],
        ["丙单位", "机关", None, 5.3e17, None, "没有电话号", "很多"],
    )
    sheet = preview("units", xlsx(file, lines), community)
    assert [(each["row"], each["code"]) for each in sheet["warnings"]] == [
        (3, "code_unknown"),
        (3, "kind_missing"),
        (4, "credit_code_odd"),
        (4, "kind_missing"),
        (5, "credit_code_odd"),
        (5, "phone_odd"),
        (5, "number_unreadable"),
    ]
    assert figures(sheet)[:4] == (3, 0, 0, [])


def test_telephones_lie_sealed_while_a_roster_waits(community: Community, file: Path) -> None:
    brought("units", file, rows(SCHOOL), community)
    line = RosterLine.objects.get()
    assert b"19900000001" not in bytes(line.sealed or b"")
    assert "19900000001" not in str(line.problems)


def test_taking_back_leaves_no_seam(community: Community, file: Path) -> None:
    brought("units", file, rows(SCHOOL), community)
    before = register()
    changed = ["和平小学", "学校", "和平巷18号", CODE, "王五", "19900000009", 90, "否"]
    taken_back(brought("units", file, rows(changed, SHOP), community))
    assert register() == before


def test_lines_that_are_no_unit(community: Community, file: Path) -> None:
    lines: Rows = [
        ["序号", *UNIT_HEADINGS[:3], "联系人"],
        ["1", "2", "3", "4", "5"],
        [None, "一、机关事业单位"],
        [1, "和平小学", "学校", "和平巷8号", "张三"],
        [None, None, None, None, "李四"],
        ["合计", None, None, None, 1],
    ]
    sheet = preview("units", xlsx(file, lines, merges=["B4:B5"]), community)
    assert [(each["row"], each["why"]) for each in sheet["ignored"]] == [
        (2, "栏次行"),
        (3, "分段标题"),
        (5, "上一行合并单元格的延续"),
        (6, "合计行"),
    ]
    assert figures(sheet) == (1, 0, 0, [], [])


def test_a_unit_with_people_is_not_taken_back(community: Community, file: Path) -> None:
    roster = brought("units", file, rows(SCHOOL), community)
    make_person(community, "张三", unit=unit())
    assert "和平小学" in why_not(roster)
