"""Blank sheets as a street sends them, and what was filled read by another reader."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Border, Font, Side

from lianxin.tables.workbook import Cell, Merge, Sheet, Workbook

RULED = Border(*(Side(style="thin"),) * 4)
HEADS = ("序号", "姓名", "性别", "身份证号", "出生年月", "入党时间", "联系电话", "帮扶人")


def people(path: Path, *, lines: int = 4, heads: Sequence[str] = HEADS, foot: bool = True) -> Path:
    """A title, headings in row 3, ruled blank lines from row 4, below them a total, a sum and a signature."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "党员信息"
    sheet["A1"] = "党员信息表"
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(heads))
    for index, heading in enumerate(heads, 1):
        sheet.cell(3, index, heading).border = RULED
        for number in range(4, 4 + lines):
            cell = sheet.cell(number, index)
            cell.border = RULED
            cell.font = Font(name="仿宋", size=11)
            if heading == "入党时间":
                cell.number_format = "yyyy-mm-dd"
    last = 3 + lines
    if foot:
        sheet.cell(last + 2, 1, "合计：    人")
        sheet.cell(last + 2, 8, f"=COUNTA(B4:B{last})")
        sheet.cell(last + 3, 1, "制表人：　　　审核人：")
        sheet.merge_cells(start_row=last + 3, end_row=last + 3, start_column=1, end_column=len(heads))
        sheet.print_area = f"A1:H{last + 3}"
        book.create_sheet("汇总")["A1"] = f"=COUNTA(党员信息!B4:B{last})"
    book.save(path)
    return path


def grid(path: Path, rows: Sequence[Sequence[Any]], merges: Sequence[str] = (), title: str = "统计") -> Path:
    """A sheet of these values."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    book.save(path)
    return path


def sheet_of(rows: Sequence[Sequence[Cell]], merges: Sequence[Merge] = (), name: str = "统计") -> Sheet:
    """A sheet as the reader gives it, without a file."""
    kept = [(number, list(row)) for number, row in enumerate(rows, 1) if any(cell is not None for cell in row)]
    return Sheet(name, numbers=[number for number, _ in kept], rows=[row for _, row in kept], merges=list(merges))


def workbook_of(sheet: Sheet) -> Workbook:
    """A workbook with one sheet."""
    return Workbook("xlsx", sheets=[sheet])


def opened(content: bytes) -> Any:  # noqa: ANN401 (openpyxl's workbook, used freely)
    """The filled workbook."""
    return openpyxl.load_workbook(BytesIO(content))


def values(sheet: Any, first: int, last: int, columns: int = 8) -> list[list[Any]]:  # noqa: ANN401
    """The values of some rows."""
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first, max_row=last, max_col=columns)]
