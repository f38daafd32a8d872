"""Recognising headings."""

import pytest

from lianxin.party.rosters.reading.headings import assign, fields_meant, find_heading, heading_at
from lianxin.tables.wordings import bare
from lianxin.tables.workbook import Merge, Row, Sheet


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
        ("员工姓名", "name"),
        ("姓名Name", "name"),
        ("有效身份证件号码", "id_number"),
        ("身份证No.", "id_number"),
        ("身份证号码/护照号", "id_number"),
        ("社会保障号码", "id_number"),
        ("出生日期（8位）", "birth_date"),
        ("出身年月", "birth_date"),
        ("加入中国共产党的时间", "join_date"),
        ("何时加入中国共产党", "join_date"),
        ("加入中共党组织时间", "join_date"),
        ("批准为预备党员时间", "join_date"),
        ("支部大会通过接收为预备党员日期", "join_date"),
        ("支部大会通过日期", "join_date"),
        ("确定为正式党员时间", "full_date"),
        ("何时转为正式党员", "full_date"),
        ("正式入党时间", "full_date"),
        ("递交申请书日期", "application_date"),
        ("最终学历", "education"),
        ("学历及学位", "education"),
        ("现所属党支部", "branch"),
        ("组织关系所在党组织名称", "branch"),
        ("归属党支部", "branch"),
        ("是否为预备党员", "category"),
        ("是否转正", "category"),
        ("党内现任职务", "post_in_party"),
        ("职务（党内）", "post_in_party"),
        ("常用联系电话", "mobile"),
        ("手机号码/联系电话", "mobile"),
        ("联系电话1", "mobile"),
        ("电话（座机）", "phone"),
        ("现居住详细地址", "residence"),
        ("户籍所在派出所", "hukou"),
        ("是否是农民工", "is_migrant_worker"),
        ("是否退休党员", "employment"),
        ("是否流出党员", "floating"),
        ("退休前所在单位", "employer"),
        ("工作单位及现任职务", "employer"),
        ("是否为困难党员", "hardship"),
        ("补充说明", "note"),
        ("转正情况", None),
        ("配偶姓名", None),
        ("联系人电话", None),
        ("紧急联系人电话", None),
        ("家庭成员姓名", None),
        ("单位类别", None),
        ("QQ号", None),
        ("入党时所在支部", None),
        ("转入时间", None),
        ("退休时间", None),
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


def test_another_way_of_saying_a_word_gives_way_to_the_word() -> None:
    columns = assign({0: ("常用联系电话",), 1: ("手机号码",), 2: ("姓名/性别",), 3: ("有效身份证号",)}, {})
    assert [column.field for column in columns] == ["phone", "mobile", None, "id_number"]


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


_THREE_ROWS: dict[int, Row] = {
    1: ["某某社区党员信息采集表"],
    2: ["填报单位：复兴社区", None, None, None, None, None, None, None, "填报日期：2026年11月"],
    3: ["序号", "姓名", "基本情况", None, None, None, "党内信息", None, None, "联系方式"],
    4: [None, None, "性别", "民族", "出生情况", None, "时间", None, "所在支部", "手机", "住址"],
    5: [None, None, None, None, "身份证号", "出生年月", "入党", "转正"],
    6: [1, "张三", "男", "汉", "000000195707010011", "1957.7", "1985.7", "1986.7", "第一支部", "19900000000", "3栋"],
}
_IN_THREE_ROWS = {
    "name": 1,
    "sex": 2,
    "ethnicity": 3,
    "id_number": 4,
    "birth_date": 5,
    "join_date": 6,
    "full_date": 7,
    "branch": 8,
    "mobile": 9,
    "residence": 10,
}


def test_three_rows_of_heading_with_merged_groups() -> None:
    merges = [Merge(1, 0, 1, 10), Merge(2, 0, 2, 7), Merge(3, 0, 5, 0), Merge(3, 1, 5, 1), Merge(3, 2, 3, 5)]
    merges += [Merge(3, 6, 3, 8), Merge(3, 9, 3, 10), Merge(4, 2, 5, 2), Merge(4, 3, 5, 3), Merge(4, 4, 4, 5)]
    merges += [Merge(4, 6, 4, 7), Merge(4, 8, 5, 8), Merge(4, 9, 5, 9), Merge(4, 10, 5, 10)]
    found = find_heading(_sheet(_THREE_ROWS, *merges), {})
    assert found is not None
    assert (found.row, found.last_row) == (3, 5)
    assert {name: column.index for name, column in found.fields.items()} == _IN_THREE_ROWS
    assert found.fields["full_date"].heading == "党内信息 时间 转正"


def test_three_rows_of_heading_without_merges() -> None:
    found = find_heading(_sheet(_THREE_ROWS), {})
    assert found is not None
    assert (found.row, found.last_row) == (3, 5)
    assert {name: column.index for name, column in found.fields.items()} == _IN_THREE_ROWS


def test_a_group_merged_over_two_of_three_rows() -> None:
    rows: dict[int, Row] = {
        1: ["序号", "姓名", "身份证号", "时间", None, "联系方式"],
        3: [None, None, None, "入党", "转正", "手机", "固话"],
        4: [1, "张三", "000000195707010011", "1985.7", "1986.7", "19900000000", "0871-66666666"],
    }
    merges = [Merge(1, 0, 3, 0), Merge(1, 1, 3, 1), Merge(1, 2, 3, 2), Merge(1, 3, 2, 4), Merge(1, 5, 2, 6)]
    found = find_heading(_sheet(rows, *merges), {})
    assert found is not None
    assert found.last_row == 3
    assert list(found.fields) == ["name", "id_number", "join_date", "full_date", "mobile", "phone"]


def test_a_heading_ends_where_the_merged_cell_of_the_name_ends() -> None:
    rows: dict[int, Row] = {
        1: ["姓名", "身份证号", "其他"],
        2: [None, None, "甲项", "乙项"],
        3: ["张三", "000000195707010011", "是", "否"],
    }
    found = find_heading(_sheet(rows, Merge(1, 0, 2, 0), Merge(1, 1, 2, 1), Merge(1, 2, 1, 3)), {})
    assert found is not None
    assert found.last_row == 2
