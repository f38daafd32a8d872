"""What is written into a package, opened again by another reader."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from tests.reports.sheets.blanks import grid, opened, people, values

from lianxin.reports.sheets.writing.orders import Given, Order, evaluated
from lianxin.reports.sheets.writing.package import fill_package
from lianxin.reports.sheets.writing.shifting import Shift, copied
from lianxin.tables.limits import DEFAULT_LIMITS

COLUMNS = [(0, ""), (1, ""), (2, ""), (3, "text"), (4, "month"), (5, ""), (6, "text")]


def line(number: int) -> list[Given]:
    joined = (1985, 7, 1) if number % 2 else (1985, 7)
    return [number, f"张三{number}", "男", "000000195707010011", (1957, 7, 1), joined, "19900000001"]


def filled(path: Path, count: int, stop: int, **more: object) -> bytes:
    order: Order = {"sheet": "党员信息", "first": 4, "stop": stop, "columns": COLUMNS}
    order["rows"] = [line(number) for number in range(1, count + 1)]
    content, _ = fill_package(path, [{**order, **more}], DEFAULT_LIMITS)  # type: ignore[typeddict-item]
    return content


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    return people(tmp_path / "空白.xlsx")


def test_fewer_people_than_lines_leave_the_rest_blank(blank: Path) -> None:
    book = opened(filled(blank, 2, 9))
    sheet = book["党员信息"]
    assert values(sheet, 4, 7, 3) == [[1, "张三1", "男"], [2, "张三2", "男"], [None] * 3, [None] * 3]
    assert (sheet["A9"].value, sheet["H9"].value, sheet.print_area) == (
        "合计：    人", "=COUNTA(B4:B7)", "'党员信息'!$A$1:$H$10",
    )  # fmt: skip


def test_more_people_push_what_stands_below_down_and_everything_follows(blank: Path) -> None:
    book = opened(filled(blank, 9, 9))
    sheet = book["党员信息"]
    assert [row[1] for row in values(sheet, 4, 12)] == [f"张三{number}" for number in range(1, 10)]
    assert {cell.border.left.style for row in sheet.iter_rows(4, 12, 1, 8) for cell in row} == {"thin"}
    assert {cell.font.name for row in sheet.iter_rows(4, 12, 1, 8) for cell in row} == {"仿宋"}
    assert (sheet["A14"].value, sheet["H14"].value) == ("合计：    人", "=COUNTA(B4:B12)")
    assert sheet["A15"].value == "制表人：　　　审核人："
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A15:H15", "A1:H1"]
    assert sheet.print_area == "'党员信息'!$A$1:$H$15"
    assert book["汇总"]["A1"].value == "=COUNTA(党员信息!B4:B12)"


def test_a_single_blank_line_is_enough(tmp_path: Path) -> None:
    sheet = opened(filled(people(tmp_path / "一行.xlsx", lines=1), 3, 6))["党员信息"]
    assert [row[1] for row in values(sheet, 4, 6)] == ["张三1", "张三2", "张三3"]
    assert (sheet["A8"].value, sheet["H8"].value) == ("合计：    人", "=COUNTA(B4:B6)")


def test_nothing_below_the_heading(tmp_path: Path) -> None:
    blank = people(tmp_path / "没有空行.xlsx", lines=0, foot=False)
    assert [row[1] for row in values(opened(filled(blank, 2, 0))["党员信息"], 4, 5)] == ["张三1", "张三2"]


def test_numbers_are_text_and_dates_wear_the_sheets_own_format(blank: Path) -> None:
    sheet = opened(filled(blank, 9, 9))["党员信息"]
    for number in (4, 8, 12):
        row = [cell for (cell,) in sheet.iter_cols(1, 7, number, number)]
        assert [(row[3].data_type, row[3].number_format), (row[6].data_type, row[6].number_format)] == [("s", "@")] * 2
        assert row[4].value == "1957.07"
    assert (sheet["F4"].value, sheet["F4"].number_format) == (datetime(1985, 7, 1), "yyyy-mm-dd")
    assert sheet["F5"].value == "1985-07", "a day nobody knows is not made up"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "<b>&"])
def test_a_text_is_never_a_formula(blank: Path, text: str) -> None:
    content, _ = fill_package(
        blank,
        [{"sheet": "党员信息", "first": 4, "stop": 9, "columns": [(1, "")], "rows": [[text]] * 9}],
        DEFAULT_LIMITS,
    )
    cells = [cell for (cell,) in opened(content)["党员信息"].iter_rows(4, 12, 2, 2)]
    assert {(cell.data_type, cell.value) for cell in cells} == {("s", text)}


def test_formulas_in_a_line_stay_and_are_copied_down(tmp_path: Path) -> None:
    path = people(tmp_path / "公式.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["党员信息"]
    for number in range(4, 8):
        sheet.cell(number, 3, f'=IF(B{number}="","",$A$1&B{number})')
    book.save(path)
    found = [row[2] for row in values(opened(filled(path, 6, 9))["党员信息"], 4, 9)]
    assert found == [f'=IF(B{number}="","",$A$1&B{number})' for number in range(4, 10)]


def test_lists_to_choose_from_and_rules_of_colour_follow(tmp_path: Path) -> None:
    path = people(tmp_path / "下拉.xlsx")
    book = openpyxl.load_workbook(path)
    rule = DataValidation(type="list", formula1='"男,女"')
    rule.add("C4:C7")
    book["党员信息"].add_data_validation(rule)
    book["党员信息"].freeze_panes = "A4"
    book.save(path)
    sheet = opened(filled(path, 9, 9))["党员信息"]
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == ["C4:C12"]
    assert sheet.freeze_panes == "A4"


def test_cells_merged_over_lines_are_parted_and_across_are_copied(tmp_path: Path) -> None:
    path = people(tmp_path / "合并.xlsx")
    book = openpyxl.load_workbook(path)
    book["党员信息"].merge_cells("H4:H7")
    book["党员信息"].merge_cells("B4:C4")
    book.save(path)
    merged = sorted(map(str, opened(filled(path, 6, 9))["党员信息"].merged_cells.ranges))
    assert merged == ["A12:H12", "A1:H1", "B4:C4", "B7:C7", "B8:C8"]


def test_other_parts_are_taken_over_as_they_came(blank: Path) -> None:
    with zipfile.ZipFile(blank) as before, zipfile.ZipFile(io.BytesIO(filled(blank, 2, 9))) as after:
        assert after.namelist() == before.namelist()
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed == {"xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"}


def test_counts_go_into_their_cells_and_formulas_are_left_to_work(tmp_path: Path) -> None:
    path = grid(tmp_path / "统计.xlsx", [["支部", "男", "女", "合计"], ["第一支部", None, 0, "=B2+C2"]])
    order: Order = {"sheet": "统计", "cells": [(2, 1, 3), (2, 2, 4), (2, 3, 9)]}
    content, formulas = fill_package(path, [order], DEFAULT_LIMITS)
    assert values(opened(content)["统计"], 2, 2, 4) == [["第一支部", 3, 4, "=B2+C2"]]
    assert formulas == {"统计": [(2, 3, "B2+C2")]}


@pytest.mark.parametrize(
    ("formula", "here", "moved"),
    [
        ("SUM(B4:B7)", True, "SUM(B4:B9)"),
        ("B7+LOG10(5)", True, "B9+LOG10(5)"),
        ("$B$7&\"B7\"", True, "$B$9&\"B7\""),
        ("B4", True, "B4"),
        ("B7", False, "B7"),
        ("'表 一'!B7+别的!B7", False, "'表 一'!B9+别的!B7"),
        ("'表 一'!$3:$7", False, "'表 一'!$3:$9"),
        ("B7_名", True, "B7_名"),
    ],
)  # fmt: skip
def test_what_points_below_the_new_rows_follows(formula: str, here: bool, moved: str) -> None:
    assert Shift("表 一", at=7, by=2).formula(formula, here=here) == moved


def test_a_formula_copied_to_another_cell() -> None:
    assert copied('B4+$C$4+C$4+"B4"', "D4", "E6") == 'C6+$C$4+D$4+"B4"'


@pytest.mark.parametrize(
    ("formula", "result"),
    [("SUM(B2:B3)", 7), ("B2+B3", 7), ("SUM(B2,B3)", 7), ("SUM($B$2:B3)", 7), ("B2*2", None), ("B2:B3", None)],
)
def test_plain_sums_are_worked_out(formula: str, result: int | None) -> None:
    assert evaluated(formula, {(2, 1): 3, (3, 1): 4}) == result
