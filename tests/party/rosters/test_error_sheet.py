"""The error sheet is mended and brought in again; the blank template is filled in and brought in."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.factories import Tree, make_tree
from tests.party.rosters.bringing import brought, committed, counts, lines, member_of, prepared, preview, staged
from tests.party.rosters.files import HEADINGS, Rows, id_number, member, roster, text_file, xlsx

from lianxin.audit.models import AuditEntry
from lianxin.declare.actors import OPERATOR
from lianxin.kernel.identity_numbers import IdentityNumber
from lianxin.party.models import Member
from lianxin.party.rosters.error_sheet import export_errors, faulty_rows
from lianxin.party.rosters.prepared import Prepared
from lianxin.party.rosters.reading.headings import MEMBERS
from lianxin.party.rosters.template_file import TEMPLATE
from lianxin.tables.error_sheet import write_error_sheet
from lianxin.tables.problems import UnreadableFile
from lianxin.tables.template_file import write_template

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "花名册.xlsx"


def error_sheet(found: Prepared, path: Path) -> openpyxl.Workbook:
    with path.open("wb") as target:
        write_error_sheet(target, found.reading["sheets"], faulty_rows(found), MEMBERS)
    return openpyxl.load_workbook(path)


def mend(book: openpyxl.Workbook, title: str, row: int, heading: str, value: str, path: Path) -> Path:
    sheet = book[title]
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(row, headings.index(heading) + 1).value = value
    book.save(path)
    return path


def test_mended_rows_come_in(tree: Tree, file: Path) -> None:
    """Wrong check digit, no name, impossible date, a repeated number, the branch of a section above, 同上."""
    rows: Rows = [
        ["复兴社区党员花名册"],
        [*HEADINGS],
        ["第二支部（共5人）"],
        member(1, 所在党支部=None, 身份证号码=id_number()[:-1] + "Y"),
        member(2, 所在党支部=None, 姓名=None),
        member(3, 所在党支部=None, 民族="同上", 入党日期="1985-02-30"),
        member(4, 所在党支部=None, 身份证号码=id_number(sequence=11)),
        member(5, 所在党支部=None, 身份证号码=id_number(sequence=11)),
    ]
    found = prepared(xlsx(file, rows), tree.community)
    assert [row.outcome.state.value for row in found.rows] == ["refused"] * 3 + ["created", "refused"]
    brought(file, rows, tree.community)
    book = error_sheet(found, file)
    assert book.sheetnames == ["不能入册", "提醒"]
    for row, heading, value in (
        (2, "身份证号码", id_number()),
        (3, "姓名", "赵丙"),
        (4, "入党日期", "1985-02-03"),
        (5, "身份证号码", id_number(sequence=13)),
    ):
        mend(book, "不能入册", row, heading, value, file)
    sheet = preview(file, tree.community)
    assert (sheet["created"], sheet["refused"]) == (4, [])
    book = openpyxl.load_workbook(file)
    book.save(file)
    assert counts(committed(file, tree.community)) == (4, 0, 1, 0)
    assert set(Member.objects.values_list("organisation", flat=True)) == {tree.second.pk}
    assert member_of("赵丁").person.ethnicity == "01"


def test_faulty_cells_are_coloured_and_explained(tree: Tree, file: Path) -> None:
    found = prepared(xlsx(file, lines(member(1, 身份证号码="123"), member(2))), tree.community)
    sheet = error_sheet(found, file)["不能入册"]
    headings = [cell.value for cell in sheet[1]]
    cell = sheet.cell(2, headings.index("身份证号码") + 1)
    assert headings == [*HEADINGS, "问题"]
    assert (cell.value, cell.fill.fgColor.rgb, cell.number_format) == ("123", "FFF8C9C4", "@")
    assert cell.comment is not None
    assert cell.comment.text == found.rows[0].problems[0].reason
    assert str(sheet.cell(2, len(headings)).value).startswith("第 2 行：【身份证号码】")
    assert sheet.cell(2, 2).fill.fgColor.rgb == "00000000"


def test_what_keeps_a_line_out_is_told_apart_from_what_is_only_worth_a_look(tree: Tree, file: Path) -> None:
    found = prepared(xlsx(file, lines(member(1, 身份证号码="123", 民族=None))), tree.community)
    sheet = error_sheet(found, file)["不能入册"]
    colours = [sheet.cell(2, HEADINGS.index(heading) + 1).fill.fgColor.rgb for heading in ("身份证号码", "民族")]
    assert colours == ["FFF8C9C4", "FFFBE6B5"]


def test_the_meaning_of_headings_in_three_rows_is_kept(tree: Tree, file: Path) -> None:
    rows: Rows = [
        ["姓名", "基本情况", None, "党内信息", None],
        [None, "出生情况", None, "时间", None],
        [None, "身份证号", "出生年月", "入党", "转正"],
        ["张三", id_number(), "1957.7", "1985.7", "1984.7"],
    ]
    merges = ["A1:A3", "B1:C1", "D1:E1", "B2:C2", "D2:E2"]
    book = error_sheet(prepared(xlsx(file, rows, merges=merges), tree.community), file)
    assert [cell.value for cell in book["不能入册"][1]] == [
        "姓名",
        "身份证号",
        "出生日期",
        "入党日期",
        "转正日期",
        "问题",
    ]
    mended = preview(mend(book, "不能入册", 2, "转正日期", "1986.7", file), tree.community)
    assert (mended["created"], mended["refused"]) == (1, [])


def test_every_cell_is_text(tree: Tree, file: Path) -> None:
    """Formulas are no formulas, numbers keep their digits, dates are what they were understood to be."""
    odd = member(7, 姓名=None, 手机号码=13800000000, 出生日期=date(1957, 7, 1), 入党日期=1985.7)
    sheet = error_sheet(prepared(xlsx(file, lines(odd)), tree.community), file)["不能入册"]
    assert {cell.data_type for cell in sheet[2] if cell.value is not None} == {"s"}
    values = [cell.value for cell in sheet[2]]
    assert values[5:12] == ["1957-07-01", "高中", "正式党员", "1985-07", "1986-07-01", "第一支部", "13800000000"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x.cn"])
def test_formula_like_texts_come_out_as_text(tree: Tree, file: Path, text: str) -> None:
    found = prepared(text_file(file.with_suffix(".csv"), lines(member(1, 姓名=None, 学历=text))), tree.community)
    cell = error_sheet(found, file)["不能入册"].cell(2, HEADINGS.index("学历") + 1)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_a_damaged_number_is_refused_until_it_is_mended(tree: Tree, file: Path) -> None:
    damaged = lines(member(1, 身份证号码=530102195707010000))
    found = prepared(xlsx(file, damaged), tree.community)
    error_sheet(found, file)
    sheet = preview(file, tree.community)
    assert [each["code"] for each in sheet["refused"]] == ["id_damaged"]


def test_the_meaning_of_two_lined_headings_is_kept(tree: Tree, file: Path) -> None:
    rows: Rows = [
        ["姓名", "身份证号", "时间", None],
        [None, None, "入党", "转正"],
        ["赵乙", "123", "1985.7", "1986.7"],
        ["赵丙", id_number(), "1985.7", "1986.7"],
    ]
    found = prepared(xlsx(file, rows, merges=["C1:D1", "A1:A2", "B1:B2"]), tree.community)
    assert found.rows[1].said.values.get("join_date") is not None
    book = error_sheet(found, file)
    mend(book, "不能入册", 2, "身份证号", id_number(sequence=3), file)
    mended = prepared(file, tree.community)
    assert [str(row.said.values.get("join_date")) for row in mended.rows] == ["1985-07", "1985-07"]


def test_several_sheets(tree: Tree, file: Path) -> None:
    sheets = {
        "一支部": lines(member(1, 身份证号码="1")),
        "二支部": lines(member(2, 身份证号码="1"), member(3, 学历="博学")),
    }
    book = error_sheet(prepared(xlsx(file, sheets), tree.community), file)
    assert book.sheetnames == ["不能入册 一支部", "不能入册 二支部", "提醒 二支部"]


def test_downloading_it_leaves_a_trace(tree: Tree, file: Path) -> None:
    batch = staged(xlsx(file, lines(member(1, 身份证号码="123"))), tree.community)
    target = io.BytesIO()
    assert export_errors(batch=batch, target=target, actor=OPERATOR) == 1
    trace = AuditEntry.objects.latest("number")
    assert (trace.action, trace.target_id) == ("party.export_roster_errors", batch.pk)
    sheet = openpyxl.load_workbook(target)["不能入册"]
    assert sheet.cell(2, 5).value == "123"


def test_the_blank_template_holds_nobody(tree: Tree, file: Path) -> None:
    with file.open("wb") as target:
        write_template(target, TEMPLATE, MEMBERS.labels)
    found = prepared(file, tree.community)
    assert [(sheet["header_row"], sheet["ignored"]) for sheet in found.reading["sheets"]] == [
        (1, [{"row": 2, "why": "示例行"}]),
        (None, []),
    ]
    assert found.rows == []


def test_the_template_filled_in(tree: Tree, file: Path) -> None:
    with file.open("wb") as target:
        write_template(target, TEMPLATE, MEMBERS.labels)
    book = openpyxl.load_workbook(file)
    sheet = book["党员花名册"]
    example = dict(zip((cell.value for cell in sheet[1]), (cell.value for cell in sheet[2]), strict=True))
    assert IdentityNumber.parse(str(example["身份证号"])).area == "000000"
    for place, heading in enumerate(example, start=1):
        sheet.cell(3, place).value = example[heading] if heading != "序号" else "1"
    book.save(file)
    told = preview(file, tree.community)
    assert (told["created"], told["refused"]) == (1, [])
    assert {each["code"] for each in told["warnings"]} == {"area_unknown"}
    assert {rule.formula1 for rule in sheet.data_validations.dataValidation} >= {'"男,女"', '"正式党员,预备党员"'}


def test_a_file_without_heading_is_one_sentence(tree: Tree, file: Path) -> None:
    with pytest.raises(UnreadableFile, match="没有找到表头"):
        prepared(xlsx(file, [["单位", "人数"], ["复兴社区", 78]]), tree.community)


def test_nothing_to_mend(tree: Tree, file: Path) -> None:
    found = prepared(xlsx(file, roster(1)), tree.community)
    assert [problem.code for row in found.rows for problem in row.problems] == ["area_unknown"]
    assert error_sheet(found, file).sheetnames == ["提醒"]
