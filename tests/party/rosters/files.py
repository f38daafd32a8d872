"""Roster files made by code: good ones in every shape, and hostile ones."""

import csv
import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import xlsxwriter
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

from lianxin.kernel.identity_numbers import check_character

Rows = Sequence[Sequence[object]]

HEADINGS = (
    "序号",
    "姓名",
    "性别",
    "民族",
    "身份证号码",
    "出生日期",
    "学历",
    "人员类别",
    "入党日期",
    "转正日期",
    "所在党支部",
    "手机号码",
)


def id_number(birth: date = date(1957, 7, 1), sequence: int = 1, area: str = "000000") -> str:
    """A made-up number with a right check character; an odd sequence for a man."""
    digits = f"{area}{birth:%Y%m%d}{sequence:03d}"
    return digits + check_character(digits)


def member(number: int = 1, **changes: object) -> list[object]:
    """One line under `HEADINGS`, a man born on the first of July 1957; `changes` by heading."""
    line: dict[str, object] = dict(
        zip(
            HEADINGS,
            (
                number,
                f"赵{'甲乙丙丁戊己庚辛壬癸'[number % 10]}",
                "男",
                "汉族",
                id_number(sequence=2 * number - 1),
                "1957-07-01",
                "高中",
                "正式党员",
                "1985-07-01",
                "1986-07-01",
                "第一支部",
                "13800000000",
            ),
            strict=True,
        )
    )
    line |= changes
    return [line[heading] for heading in HEADINGS]


def roster(count: int = 3) -> list[list[object]]:
    """A plain roster: the headings and some members."""
    return [list(HEADINGS), *(member(number) for number in range(1, count + 1))]


def xlsx(
    path: Path,
    rows: Rows | Mapping[str, Rows],
    *,
    merges: Iterable[str] = (),
    formats: Mapping[str, str] | None = None,
    hidden: Iterable[str] = (),
) -> Path:
    """An .xlsx by openpyxl; `merges` and `formats` (cell → number format) are of the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, lines in _sheets(rows).items():
        sheet: Worksheet = book.create_sheet(name)
        for at, line in enumerate(lines, start=1):
            for column, value in enumerate(line, start=1):
                if value is not None:
                    cell = sheet.cell(at, column)
                    cell.value = value  # type: ignore[assignment]
        if name in hidden:
            sheet.sheet_state = "hidden"
    first = book.worksheets[0]
    for merge in merges:
        first.merge_cells(merge)
    for cell_name, number_format in (formats or {}).items():
        first[cell_name].number_format = number_format
    book.save(path)
    return path


def xls(path: Path, rows: Rows | Mapping[str, Rows], *, merges: Iterable[tuple[int, int, int, int]] = ()) -> Path:
    """An .xls by xlwt; `merges` are (first row, last row, first column, last column) from 0, of the first sheet."""
    book = xlwt.Workbook()
    dates = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for at, (name, lines) in enumerate(_sheets(rows).items()):
        sheet = book.add_sheet(name)
        covered = {(row, column): (last, right) for row, last, column, right in (() if at else merges)}
        for row, line in enumerate(lines):
            for column, value in enumerate(line):
                if (row, column) in covered:
                    last, right = covered[row, column]
                    sheet.write_merge(row, last, column, right, value)
                elif isinstance(value, date):
                    sheet.write(row, column, value, dates)
                elif value is not None:
                    sheet.write(row, column, value)
    book.save(str(path))
    return path


def text_file(path: Path, rows: Rows, *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """A delimited text file."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def package(path: Path, sheet_xml: str | Iterable[str], **parts: bytes) -> Path:
    """An .xlsx around a worksheet's own XML (in pieces, if it is long); `parts` are further members, `__` for `/`, `_dot_` for `.`."""
    start = xlsx_bytes([["x"]])
    members = {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}
    with zipfile.ZipFile(io.BytesIO(start)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != "xl/worksheets/sheet1.xml" and name not in members:
                new.writestr(name, old.read(name))
        with new.open("xl/worksheets/sheet1.xml", "w") as stream:
            for piece in [sheet_xml] if isinstance(sheet_xml, str) else sheet_xml:
                stream.write(piece.encode())
        for name, content in members.items():
            new.writestr(name, content)
    return path


def worksheet(*rows: str) -> str:
    """A worksheet's XML around its rows."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{''.join(rows)}</sheetData></worksheet>"
    )


def xlsx_bytes(rows: Rows) -> bytes:
    """The bytes of a plain .xlsx."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Sheet1")
    for at, line in enumerate(rows):
        sheet.write_row(at, 0, line)
    book.close()
    return out.getvalue()


def xls_bytes(rows: Rows) -> bytes:
    """The bytes of a plain .xls."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for at, line in enumerate(rows):
        for column, value in enumerate(line):
            sheet.write(at, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def compound_file(path: Path, *names: str) -> Path:
    """An OLE2 file with directory entries of these names and nothing in them."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[24:34] = struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    entries = bytearray()
    for name in ("Root Entry", *names):
        entry = bytearray(128)
        encoded = name.encode("utf-16-le") + b"\x00\x00"
        entry[: len(encoded)] = encoded
        entry[64:66] = struct.pack("<H", len(encoded))
        entry[66] = 5 if name == "Root Entry" else 2
        entries += entry
    path.write_bytes(bytes(header + entries) + bytes(1024))
    return path


def _sheets(rows: Rows | Mapping[str, Rows]) -> Mapping[str, Rows]:
    return rows if isinstance(rows, Mapping) else {"Sheet1": rows}
