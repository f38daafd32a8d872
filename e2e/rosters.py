"""Rosters as people really have them, with invented people: area 000000, a right check digit, nobody's telephone."""

from pathlib import Path

import openpyxl
from openpyxl.styles import Font

HEADINGS = ["序号", "姓 名", "性别", "民族", "公民身份\n号码", "入党时间", "转正\n时间", "所在支部", "联系电话"]
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(birth: str, order: int) -> str:
    """``birth`` as 19570701; an odd ``order`` is a man's (GB 11643)."""
    body = f"000000{birth}{order:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def wrong_digit(number: str) -> str:
    """The number with another check digit."""
    return number[:-1] + ("0" if number[-1] != "0" else "1")


def write_roster(path: Path, rows: list[list[str]]) -> Path:
    """A title over several columns, a blank row, headings with line breaks, a total and a signature below."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "党员花名册"
    sheet["A1"] = "复兴社区党员花名册"
    sheet["A1"].font = Font(bold=True, size=16)
    sheet.merge_cells("A1:I1")
    sheet["A2"] = "填报单位：复兴社区党总支"
    for column, heading in enumerate(HEADINGS, start=1):
        sheet.cell(4, column, heading)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate([str(number), *row], start=1):
            sheet.cell(4 + number, column, value)
    sheet.cell(6 + len(rows), 1, f"合计：{len(rows)} 人")
    sheet.cell(7 + len(rows), 1, "制表人：　　　　　　审核人：")
    book.save(path)
    return path


def mend(source: Path, target: Path, column: str, answers: dict[str, str]) -> Path:
    """Type the right value into ``column`` beside each name, as a clerk does in the error sheet."""
    book = openpyxl.load_workbook(source)
    sheet = book.active
    assert sheet is not None
    grid = [[str(cell.value or "").replace(" ", "").replace("\n", "") for cell in row] for row in sheet.iter_rows()]
    head = next(number for number, row in enumerate(grid) if "姓名" in row)
    for number, row in enumerate(grid[head + 1 :], start=head + 2):
        name = row[grid[head].index("姓名")]
        if name in answers:
            sheet.cell(number, grid[head].index(column) + 1, answers[name])
    book.save(target)
    return target
