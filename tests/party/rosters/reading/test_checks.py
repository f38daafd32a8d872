"""What one line's values say about one another: refusals and warnings."""

from datetime import date, datetime
from pathlib import Path

import pytest
from tests.party.rosters.files import HEADINGS, Rows, id_number, member, xlsx

from lianxin.kernel import clock
from lianxin.kernel.partial_dates import PartialDate
from lianxin.party.rosters.reading.remarks import Refusal, Warn
from lianxin.party.rosters.reading.rows import read_roster
from lianxin.tables.result import RosterRow


def row(tmp_path: Path, **changes: object) -> RosterRow:
    """One line under the usual headings, with an area that exists."""
    line = {"身份证号码": id_number(area="110105")} | changes
    path = xlsx(tmp_path / "a.xlsx", [list(HEADINGS), member(1, **line)])
    return read_roster(path).sheets[0].rows[0]


def refusals(row: RosterRow) -> list[tuple[str, str]]:
    return [(str(remark.code), remark.column) for remark in row.refusals]


def warnings(row: RosterRow) -> list[tuple[str, str]]:
    return [(str(remark.code), remark.column) for remark in row.warnings]


def test_nothing_to_say_about_a_good_line(tmp_path: Path) -> None:
    good = row(tmp_path)
    assert (good.refusals, good.warnings, good.refused) == ([], [], False)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"姓名": None}, ("name_missing", "姓名")),
        ({"姓名": "——"}, ("name_missing", "姓名")),
        ({"姓名": "同上"}, ("name_missing", "姓名")),
        ({"身份证号码": "12345"}, ("id_malformed", "身份证号码")),
        ({"身份证号码": "110105194912310021"}, ("id_checksum", "身份证号码")),
        ({"身份证号码": 110105194912310021}, ("id_damaged", "身份证号码")),
        ({"出生日期": "1957-02-30"}, ("date_impossible", "出生日期")),
        ({"入党日期": "1985.13"}, ("date_impossible", "入党日期")),
        ({"入党日期": "2085-07-01", "转正日期": None}, ("date_impossible", "入党日期")),
        ({"转正日期": "1984-07-01"}, ("dates_out_of_order", "转正日期")),
        ({"入党日期": "1950-07-01"}, ("dates_out_of_order", "入党日期")),
        ({"性别": "女"}, ("sex_contradicts_id", "性别")),
    ],
)
def test_refusals(tmp_path: Path, changes: dict[str, object], expected: tuple[str, str]) -> None:
    refused = row(tmp_path, **changes)
    assert refusals(refused) == [expected]
    assert refused.refused
    assert all(remark.reason.endswith("。") for remark in refused.refusals)


def test_several_refusals_of_one_line(tmp_path: Path) -> None:
    refused = row(tmp_path, 姓名=None, 身份证号码="12345", 入党日期="1985.13", 转正日期=None)
    assert refusals(refused) == [
        ("name_missing", "姓名"),
        ("id_malformed", "身份证号码"),
        ("date_impossible", "入党日期"),
    ]


def test_dates_out_of_order_say_nothing_of_probation(tmp_path: Path) -> None:
    assert warnings(row(tmp_path, 转正日期="1984-07-01")) == []


def test_application_after_joining(tmp_path: Path) -> None:
    rows: Rows = [["姓名", "申请入党日期", "入党日期"], ["甲乙", "1986", "1985.7"], ["丙丁", "1985", "1985.7"]]
    first, second = read_roster(xlsx(tmp_path / "a.xlsx", rows)).sheets[0].rows
    assert refusals(first) == [("dates_out_of_order", "入党日期")]
    assert refusals(second) == []


def test_the_first_line_with_a_number_stands(tmp_path: Path) -> None:
    lines = [member(1), member(2), member(3, 身份证号码=id_number()), member(4, 身份证号码=f"'{id_number()}")]
    rows = read_roster(xlsx(tmp_path / "a.xlsx", [["花名册"], list(HEADINGS), *lines])).sheets[0].rows
    assert [refusals(row) for row in rows] == [
        [],
        [],
        [("id_repeated_in_file", "身份证号码")],
        [("id_repeated_in_file", "身份证号码")],
    ]
    assert rows[2].refusals[0].reason == "身份证号与第 3 行相同，同一个人只能有一行。"


def test_a_line_that_is_refused_does_not_stand_in_the_way(tmp_path: Path) -> None:
    lines = [member(1, 性别="女"), member(1)]
    rows = read_roster(xlsx(tmp_path / "a.xlsx", [list(HEADINGS), *lines])).sheets[0].rows
    assert [refusals(row) for row in rows] == [[("sex_contradicts_id", "性别")], []]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"民族": None}, ("field_missing", "民族")),
        ({"学历": "无"}, ("field_missing", "学历")),
        ({"人员类别": None}, ("field_missing", "人员类别")),
        ({"手机号码": None}, ("field_missing", "手机号码")),
        ({"转正日期": None}, ("field_missing", "转正日期")),
        ({"所在党支部": None}, ("branch_missing", "所在党支部")),
        ({"身份证号码": None}, ("field_missing", "身份证号码")),
        ({"入党日期": None}, ("field_missing", "入党日期")),
        ({"民族": "地球族"}, ("code_unknown", "民族")),
        ({"手机号码": "138"}, ("phone_odd", "手机号码")),
        ({"出生日期": "1958-07-01"}, ("birth_differs_from_id", "出生日期")),
        ({"出生日期": "1958"}, ("birth_differs_from_id", "出生日期")),
        ({"出生日期": "待查清"}, ("date_unreadable", "出生日期")),
        ({"入党日期": "1974-07-01", "转正日期": "1974-07-01"}, ("under_18_at_join", "入党日期")),
        ({"转正日期": "1985-12-01"}, ("era_of_probation", "转正日期")),
        ({"入党日期": "1976-07-01", "转正日期": "1977-07-01"}, ("era_of_probation", "转正日期")),
        ({"人员类别": "预备党员"}, ("probationary_with_full_date", "人员类别")),
        ({"身份证号码": id_number()}, ("area_unknown", "身份证号码")),
        ({"身份证号码": id_number(area="999999")}, ("area_unknown", "身份证号码")),
        ({"转正日期": "2099-07-01"}, ("date_in_future", "转正日期")),
        ({"入党日期": 1984.1}, ("date_ambiguous", "入党日期")),
    ],
)
def test_warnings(tmp_path: Path, changes: dict[str, object], expected: tuple[str, str]) -> None:
    warned = row(tmp_path, **changes)
    assert warnings(warned) == [expected]
    assert warned.refusals == []
    assert all(remark.reason.endswith("。") for remark in warned.warnings)


def test_a_warning_keeps_the_cell_as_it_was(tmp_path: Path) -> None:
    warned = row(tmp_path, 民族="地球族")
    assert (warned.warnings[0].raw, warned.warnings[0].index) == ("地球族", 3)
    assert "ethnicity" not in warned.values


def test_birth_and_sex_come_from_the_number(tmp_path: Path) -> None:
    good = row(tmp_path, 出生日期=None, 性别=None)
    assert (good.values["birth_date"], good.values["sex"]) == (PartialDate(date(1957, 7, 1)), "1")
    assert good.warnings == []


def test_a_coarse_birth_that_agrees_becomes_as_fine_as_the_number(tmp_path: Path) -> None:
    for written in ("1957.7", "1957", 195707):
        good = row(tmp_path, 出生日期=written)
        assert (good.values["birth_date"], good.warnings) == (PartialDate(date(1957, 7, 1)), [])


def test_the_number_decides_between_january_and_october(tmp_path: Path) -> None:
    october = row(tmp_path, 出生日期=1957.1, 身份证号码=id_number(date(1957, 10, 2), area="110105"))
    assert (october.values["birth_date"], october.warnings) == (PartialDate(date(1957, 10, 2)), [])
    january = row(tmp_path, 出生日期=1957.1, 身份证号码=id_number(date(1957, 1, 2), area="110105"))
    assert (january.values["birth_date"], january.warnings) == (PartialDate(date(1957, 1, 2)), [])
    neither = row(tmp_path, 出生日期=1957.1)
    assert [code for code, _column in warnings(neither)] == ["birth_differs_from_id", "date_ambiguous"]


def test_the_order_of_dates_decides_between_january_and_october(tmp_path: Path) -> None:
    found = row(tmp_path, 入党日期="1985-07-01", 转正日期=1985.1)
    assert str(found.values["full_date"]) == "1985-10"
    assert found.refusals == []


def test_coarse_dates_are_compared_at_the_coarser_precision(tmp_path: Path) -> None:
    found = row(tmp_path, 入党日期="1985-07-01", 转正日期="1985")
    assert refusals(found) == []


def test_without_a_column_of_categories_a_past_full_date_says_full(tmp_path: Path) -> None:
    rows: Rows = [["姓名", "入党时间", "转正时间"], ["甲乙", "1985.7", "1986.7"], ["丙丁", "2026.1", "2027.1"]]
    with clock.frozen(datetime(2026, 11, 23)):
        first, second = read_roster(xlsx(tmp_path / "a.xlsx", rows)).sheets[0].rows
    assert first.values["category"] == "full"
    assert "category" not in second.values


def test_no_full_date_is_asked_for_where_there_was_no_probation(tmp_path: Path) -> None:
    assert row(tmp_path, 入党日期="1976-07-01", 转正日期=None).warnings == []


def test_codes_are_those_agreed() -> None:
    assert {str(code) for code in Refusal} == {
        "name_missing",
        "id_malformed",
        "id_checksum",
        "id_damaged",
        "id_repeated_in_file",
        "date_impossible",
        "dates_out_of_order",
        "sex_contradicts_id",
    }
    assert {str(code) for code in Refusal} & {str(code) for code in Warn} == set()
