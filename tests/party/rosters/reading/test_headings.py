"""Recognising headings."""

import pytest

from lianxin.party.rosters.reading.headings import assign, bare, fields_meant, find_heading, heading_at
from lianxin.party.rosters.reading.workbook import Merge, Row, Sheet


@pytest.mark.parametrize(
    ("heading", "form"),
    [
        ("姓名", "姓名"),
        ("姓　 名*", "姓名"),
        ("★姓名：", "姓名"),
        ("入党\n时间", "入党时间"),
        ("出生年月\n（yyyy-mm）", "出生年月"),
        ("出生年月 yyyy-mm-dd", "出生年月"),
        ("出生日期(格式：1990-01-01", "出生日期"),
        ("入党时间 格式如1990.1", "入党时间"),
        ("申请入党时间", "申请入党时间"),
        ("手机号码【必填】", "手机号码"),
        ("手机号码必填", "手机号码"),
        ("身份证号（18位）", "身份证号"),
        ("１．姓名", "姓名"),
        ("（1）姓名", "姓名"),
        ("一、姓名", "姓名"),
        ("在职/离退", "在职离退"),
        ("户籍所在地（请填写到门牌号）", "户籍所在地"),
        ("联系电话（请填手机）", "联系电话"),
    ],
)
def test_what_is_left_of_a_heading(heading: str, form: str) -> None:
    assert bare(heading) == form


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("党员姓名", "name"),
        ("人员姓名", "name"),
        ("接收预备党员", "join_date"),
        ("党支部全称", "branch"),
        ("小区楼栋", "residence"),
        ("全日制学历", "education"),
        ("名字", "name"),
        ("身份证", "id_number"),
        ("公民身份号码", "id_number"),
        ("公民身份证号", "id_number"),
        ("证件号码", "id_number"),
        ("生日", "birth_date"),
        ("出生时间", "birth_date"),
        ("入党年月", "join_date"),
        ("加入党组织日期", "join_date"),
        ("加入党组织时间", "join_date"),
        ("何时入党", "join_date"),
        ("入党日期（加入党组织日期）", "join_date"),
        ("时间（入党）", "join_date"),
        ("转正时间", "full_date"),
        ("转为正式党员日期", "full_date"),
        ("组织关系所在党支部", "branch"),
        ("支部名称", "branch"),
        ("支部", "branch"),
        ("文化程度", "education"),
        ("文化", "education"),
        ("党员类别", "category"),
        ("联系方式", "mobile"),
        ("电话", "mobile"),
        ("座机", "phone"),
        ("家庭住址", "residence"),
        ("现居住地", "residence"),
        ("户口所在地", "hukou"),
        ("工作单位及职务", "employer"),
        ("单位", "employer"),
        ("职务", "post_in_party"),
        ("职业", "job_post"),
        ("是否流动党员", "floating"),
        ("是否失联党员", "lost"),
        ("党龄校正值", "party_age_adj"),
        ("从事专业技术职务", "tech_title"),
        ("党员档案所在单位", "archive_unit"),
        ("在职/离退", "employment"),
        ("是否离退休", "employment"),
        ("两新组织", "new_economy"),
        ("入党介绍人", None),
        ("年龄", None),
        ("党龄", None),
        ("支部书记", None),
    ],
)
def test_which_field_a_heading_means(heading: str, field: str | None) -> None:
    meant = fields_meant(heading, {})
    assert (meant[0] if meant else None) == field


def test_own_words_go_first() -> None:
    own: dict[str, str | None] = {"单位": "branch", "备注": None}
    assert fields_meant("单位：", own) == ("branch",)
    assert fields_meant("备注", own) == ()


def test_groups_of_other_people_are_left_alone() -> None:
    columns = assign({0: ("姓名",), 1: ("入党介绍人", "姓名"), 2: ("入党介绍人", "单位"), 3: ("时间", "入党")}, {})
    assert [column.field for column in columns] == ["name", None, None, "join_date"]


def test_a_plain_word_beats_a_weak_one() -> None:
    columns = assign({0: ("名称",), 1: ("姓名",), 2: ("类别",), 3: ("人员类别",)}, {})
    assert [column.field for column in columns] == [None, "name", "employment", "category"]


def _sheet(rows: dict[int, Row], *merges: Merge) -> Sheet:
    return Sheet("S", numbers=list(rows), rows=list(rows.values()), merges=list(merges))


def test_a_subtitle_of_two_cells_is_no_group() -> None:
    rows: dict[int, Row] = {
        1: ["花名册"],
        2: ["填报单位：复兴社区", None, "日期：2026年"],
        3: ["姓名", "性别", "入党时间"],
        4: ["张三", "男", "1985.7"],
    }
    found = find_heading(_sheet(rows, Merge(1, 0, 1, 2), Merge(2, 0, 2, 1)), {})
    assert found is not None
    assert (found.row, found.last_row) == (3, 3)
    assert [column.heading for column in found.columns] == ["姓名", "性别", "入党时间"]


def test_a_heading_below_instructions() -> None:
    rows: dict[int, Row] = {number: [f"填写说明第{number}条：姓名、身份证号必填"] for number in range(1, 40)}
    rows[45] = ["姓名", "身份证号"]
    found = find_heading(_sheet(rows), {})
    assert found is not None
    assert found.row == 45


def test_a_row_that_is_not_there_cannot_be_chosen() -> None:
    rows: dict[int, Row] = {1: ["甲", "乙"]}
    assert heading_at(_sheet(rows), 7, {}, {}) is None


def test_a_chosen_row_needs_no_known_word() -> None:
    rows: dict[int, Row] = {1: ["甲", "乙"], 2: ["张三", "1957.7"]}
    found = heading_at(_sheet(rows), 1, {0: "name", 1: "birth_date", 5: "note"}, {})
    assert found is not None
    assert {name: column.index for name, column in found.fields.items()} == {"name": 0, "birth_date": 1, "note": 5}
