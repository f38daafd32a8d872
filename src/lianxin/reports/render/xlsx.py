"""XLSX: a title, the 口径, the header, then the rows, ready to print on A4.

XlsxWriter makes everything but the rows; its own cells cost several times what ours do. The frame it makes holds one
row of specimens, and the rows that take its place wear the specimens' styles. ``bench/export_xlsx.py`` measures both.

Every text is an inline string: whatever it begins with, it is no formula, no link and no number.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from lianxin.declare.errors import RuleError
from lianxin.declare.ledgers import CellKind, Column
from lianxin.kernel.inline_strings import inline_string
from lianxin.reports.reading import Reading, Value

HEADER_ROW = 3
"""Counted from 1, as spreadsheet programs do: title, 口径, header."""
MOST_ROWS = 1_048_576 - HEADER_ROW
AT_ONCE = 500
MOST_KNOWN = 5_000
COMPRESSION = 1
"""Level 6 makes the file a sixth smaller and takes two thirds longer."""
A4 = 9
SHEET_FILE = "xl/worksheets/sheet1.xml"

_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_RELIABLE_DAY = date(1900, 3, 1)
"""Spreadsheet programs believe in a 29 February 1900; earlier days are written as text."""
_SPECIMENS = re.compile(rf'<row r="{HEADER_ROW + 1}".*?</row>', re.DOTALL)
_STYLE = re.compile(r'<c r="[A-C]\d+" s="(\d+)"')
_DIMENSION = re.compile(r"<dimension [^>]*/>")
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


class TooManyRowsError(RuleError):
    """More rows than one sheet holds."""

    def __init__(self) -> None:
        super().__init__(f"一张工作表最多放 {MOST_ROWS} 行，放不下。请先筛选，或者导出 csv。")


@dataclass(frozen=True, slots=True)
class _Cells:
    """How the cells of one column begin, up to the number of their row; no ``figure``: numbers are written as text."""

    text: str
    day: str
    figure: str


def write_xlsx(reading: Reading, rows: Iterable[list[Value]], target: IO[bytes]) -> int:
    """Write the rows into a workbook of one sheet; the number of rows. ``target`` must be seekable.

    Raises:
        TooManyRowsError: more rows than a sheet holds.
    """
    parts = _frame(reading)
    frame = _DIMENSION.sub("", parts.pop(SHEET_FILE).decode())
    before, specimens, after = _cut(frame)
    columns = _columns(reading.ledger.columns, _STYLE.findall(specimens))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        with archive.open(SHEET_FILE, "w") as sheet:
            sheet.write(before.encode())
            count = _write_rows(rows, columns, sheet)
            sheet.write(after.encode())
    return count


def _write_rows(rows: Iterable[list[Value]], columns: Sequence[_Cells], sheet: IO[bytes]) -> int:
    """Millions of cells come through here, so it calls little; words that come again are written from memory."""
    starts = [(column.text, column.day, column.figure) for column in columns]
    known: dict[Value, str] = {}
    number = HEADER_ROW
    lines: list[str] = []
    for row in rows:
        number += 1
        cells = []
        for value, (text, day, figure) in zip(row, starts, strict=True):
            if value is None or value == "":
                continue
            kind = value.__class__
            if kind is str:
                body = known.get(value)
                if body is None:
                    body = known[value] = _body(value)  # type: ignore[arg-type]
                cells.append(f"{text}{number}{body}")
            elif kind is int and figure:
                cells.append(f'{figure}{number}"><v>{value}</v></c>')
            else:
                cells.append(_other_cell(value, text, day, number))
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
        if len(lines) == AT_ONCE:
            _hand_over(lines, number, sheet)
            if len(known) > MOST_KNOWN:
                known.clear()
    _hand_over(lines, number, sheet)
    return number - HEADER_ROW


def _other_cell(value: Value, text: str, day: str, number: int) -> str:
    """A day, or what is to stand as text: a day before the calendar of spreadsheets, a number in a column of text."""
    if value.__class__ is date and value >= _FIRST_RELIABLE_DAY:
        return f'{day}{number}"><v>{value.toordinal() - _EPOCH}</v></c>'
    return f"{text}{number}{_body(str(value))}"


def _body(text: str) -> str:
    """A text's cell from behind the number of its row."""
    return f'">{inline_string(text)}</c>'


def _hand_over(lines: list[str], number: int, sheet: IO[bytes]) -> None:
    if number - HEADER_ROW > MOST_ROWS:
        raise TooManyRowsError
    sheet.write("".join(lines).encode())
    lines.clear()


def _columns(columns: Sequence[Column], styles: Sequence[str]) -> list[_Cells]:
    text, day, figure = styles
    return [
        _Cells(
            text=f'<c s="{text}" t="inlineStr" r="{xl_col_to_name(index)}',
            day=f'<c s="{day}" r="{xl_col_to_name(index)}',
            figure="" if column.kind is CellKind.TEXT else f'<c s="{figure}" r="{xl_col_to_name(index)}',
        )
        for index, column in enumerate(columns)
    ]


def _cut(frame: str) -> tuple[str, str, str]:
    """What stands before the specimens, they, and what follows."""
    found = _SPECIMENS.search(frame)
    assert found is not None, "the frame was made without specimens"
    return frame[: found.start()], found[0], frame[found.end() :]


def _frame(reading: Reading) -> dict[str, bytes]:
    """The parts of a workbook that has everything but the rows, by their names in the archive."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    sheet = book.add_worksheet(_FORBIDDEN_IN_NAMES.sub(" ", reading.ledger.title)[:31] or "台账")
    text = book.add_format({"num_format": "@", "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
    figure = book.add_format({"num_format": "0", "valign": "top"})
    _write_heads(book, sheet, reading)
    for index, column in enumerate(reading.ledger.columns):
        # The whole column is text, so that what somebody adds by hand (a number of 18 digits) stays whole too.
        sheet.set_column(index, index, column.width, text if column.kind is CellKind.TEXT else None)
    for index, style in enumerate((text, day, figure)):
        sheet.write_blank(HEADER_ROW, index, None, style)
    _set_up_print(sheet, landscape=reading.ledger.landscape)
    book.close()
    with zipfile.ZipFile(buffer) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _write_heads(book: Any, sheet: Any, reading: Reading) -> None:  # noqa: ANN401 (XlsxWriter has no types)
    title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    basis = book.add_format({"font_size": 9, "text_wrap": True, "valign": "vcenter"})
    header = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1, "bg_color": "#F4F1EB"})
    last = len(reading.ledger.columns) - 1
    for row, (words, style, height) in enumerate(((reading.ledger.title, title, 30), (reading.basis(), basis, 28))):
        sheet.set_row(row, height)
        if last:
            sheet.merge_range(row, 0, row, last, "", style)
        sheet.write_string(row, 0, words, style)
    for index, column in enumerate(reading.ledger.columns):
        sheet.write_string(HEADER_ROW - 1, index, column.title, header)


def _set_up_print(sheet: Any, *, landscape: bool) -> None:  # noqa: ANN401
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW - 1)
    sheet.freeze_panes(HEADER_ROW, 1)
    sheet.hide_gridlines(0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
