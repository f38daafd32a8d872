"""Files that are no rosters, or want to do harm: one clear sentence each, and the reader lives."""

import contextlib
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.party.rosters.files import (
    HEADINGS,
    Rows,
    compound_file,
    id_number,
    package,
    roster,
    text_file,
    worksheet,
    xls,
    xls_bytes,
    xlsx,
    xlsx_bytes,
)

from lianxin.party.rosters.reading.rows import read_roster
from lianxin.tables.limits import DEFAULT_LIMITS, MEGABYTE
from lianxin.tables.problems import Fault, UnreadableFile
from lianxin.tables.sandbox import read_workbook
from lianxin.tables.sniff import sniff

Make = Callable[[Path], Path]

_HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="inlineStr"><is><t>身份证号</t></is></c></row>'
_PERSON = (
    '<row r="2"><c r="A2" t="inlineStr"><is><t>张三</t></is></c>'
    f'<c r="B2" t="inlineStr"><is><t>{id_number()}</t></is></c></row>'
)


def _written(content: bytes) -> Make:
    def make(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return make


def _archive(**members: bytes) -> Make:
    def make(path: Path) -> Path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
        return path

    return make


def _cell(name: str) -> str:
    number = name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="{number}"><c r="{name}"><v>1</v></c></row>'


def _truncated(share: float) -> Make:
    content = xlsx_bytes(roster(200))
    return _written(content[: int(len(content) * share)])


def _bomb(path: Path) -> Path:
    return package(path, worksheet(_HEADER), xl__media__image1=bytes(170 * MEGABYTE))


def _thin_bomb(path: Path) -> Path:
    return package(path, worksheet(_HEADER), xl__media__image1=bytes(20 * MEGABYTE))


def _many_members(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(3_000):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"")
    return path


def _encrypted_archive(path: Path) -> Path:
    content = bytearray(xlsx_bytes(roster(1)))
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 1)
    path.write_bytes(content)
    return path


def _many_sheets(path: Path) -> Path:
    return xlsx(path, {f"第{number}张": [["x"]] for number in range(21)})


def _wide(path: Path) -> Path:
    return text_file(path, [["姓名", "身份证号", *range(10_000)]])


def _wide_sheet(path: Path) -> Path:
    return xlsx(path, [["姓名", "身份证号", *range(10_000)]])


def _long(path: Path) -> Path:
    return text_file(path, [["姓名", "身份证号"], *([f"张{number}", ""] for number in range(60_000))])


def _long_sheet(path: Path) -> Path:
    rows = (f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(1, 1_000_001))
    return package(
        path, ["<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>", *rows]
    )


def _heavy(path: Path) -> Path:
    line = ["字" * 100] * 150
    return text_file(path, [line] * 600)


def _many_cells(path: Path) -> Path:
    return text_file(path, [[1] * 190] * 6_000)


SENTENCES: dict[str, tuple[Make, Fault, str]] = {
    "empty": (_written(b""), Fault.EMPTY, "这个文件是空的"),
    "only blanks": (_written(b"\r\n \r\n"), Fault.EMPTY, "这个文件是空的"),
    "NULs": (_written(bytes(4096)), Fault.EMPTY, "这个文件是空的"),
    "pdf": (_written(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), Fault.OTHER_KIND, "这是 PDF 文件"),
    "png": (_written(b"\x89PNG\r\n\x1a\n" + bytes(range(256))), Fault.OTHER_KIND, "这是图片"),
    "program": (_written(b"\x7fELF" + bytes(range(256)) * 8), Fault.OTHER_KIND, "这是程序"),
    "rar": (_written(b"Rar!\x1a\x07\x00" + bytes(64)), Fault.OTHER_KIND, "这是压缩包"),
    "noise": (_written(bytes(range(256)) * 64), Fault.OTHER_KIND, "这是别的文件"),
    "web page": (_written(b"<html><table><tr><td>x</td></tr></table></html>"), Fault.WEB_PAGE, "网页格式"),
    "page of a system": (_written(b"\r\n<style>td{}</style><table><tr><td>x"), Fault.WEB_PAGE, "网页格式"),
    "page in two-byte letters": (_written("<html><table>".encode("utf-16")), Fault.WEB_PAGE, "网页格式"),
    "page in one file": (_written(b"MIME-Version: 1.0\r\nContent-Type: x\r\n"), Fault.WEB_PAGE, "网页格式"),
    "PostScript": (_written(b"%!PS-Adobe-3.0\n"), Fault.OTHER_KIND, "这是 PostScript 文件"),
    "SYLK": (_written(b"ID;PWXL;N;E\r\nP;PGeneral\r\n"), Fault.OTHER_KIND, "这是 SYLK 表格"),
    "ofd": (_archive(OFD_dot_xml=b"x"), Fault.OTHER_KIND, "这是 OFD 文件"),
    "xml sheet": (
        _written(b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'),
        Fault.WEB_PAGE,
        "网页格式",
    ),
    "zip": (_archive(a_dot_txt=b"x"), Fault.OTHER_KIND, "这是压缩包"),
    "docx": (_archive(word__document_dot_xml=b"x"), Fault.OTHER_KIND, "这是 Word 文档"),
    "pptx": (_archive(ppt__presentation_dot_xml=b"x"), Fault.OTHER_KIND, "这是演示文稿"),
    "xlsb": (_archive(xl__workbook_dot_bin=b"x"), Fault.OTHER_KIND, "这是 .xlsb 表格"),
    "ods": (_archive(mimetype=b"x", content_dot_xml=b"x"), Fault.OTHER_KIND, "OpenDocument"),
    "doc": (lambda path: compound_file(path, "WordDocument"), Fault.OTHER_KIND, "这是 Word 文档"),
    "ppt": (lambda path: compound_file(path, "PowerPoint Document"), Fault.OTHER_KIND, "这是演示文稿"),
    "encrypted": (lambda path: compound_file(path, "EncryptionInfo", "EncryptedPackage"), Fault.ENCRYPTED, "密码"),
    "encrypted zip": (_encrypted_archive, Fault.ENCRYPTED, "密码"),
    "hollow xls": (lambda path: compound_file(path, "Workbook"), Fault.TOO_MUCH_WORK, "已损坏"),
    "other compound": (lambda path: compound_file(path, "Something"), Fault.DAMAGED, "已损坏"),
    "half": (_truncated(0.5), Fault.DAMAGED, "已损坏"),
    "nearly whole": (_truncated(0.99), Fault.DAMAGED, "已损坏"),
    "only the parts' names": (
        _archive(**{"[Content_Types]_dot_xml": b"", "xl__workbook_dot_xml": b""}),
        Fault.DAMAGED,
        "已损坏",
    ),
    "bomb": (_bomb, Fault.BOMB, "大得不正常"),
    "thin bomb": (_thin_bomb, Fault.BOMB, "大得不正常"),
    "many members": (_many_members, Fault.BOMB, "大得不正常"),
    "far corner": (
        lambda path: package(path, worksheet(_cell("A1"), _cell("XFD1048576"))),
        Fault.FAR_CELL,
        "在 XFD1048576 处还有内容",
    ),
    "far column": (lambda path: package(path, worksheet(_HEADER, _cell("GS5"))), Fault.FAR_CELL, "在 GS5 处还有内容"),
    "far row": (lambda path: package(path, worksheet(_HEADER, _cell("B60000"))), Fault.TOO_MANY_ROWS, "超过 50000 行"),
    "many sheets": (_many_sheets, Fault.TOO_MANY_SHEETS, "有 21 张工作表，最多读 20 张"),
    "10,000 columns": (_wide, Fault.TOO_MANY_COLUMNS, "超过 200 列"),
    "10,000 columns in a sheet": (_wide_sheet, Fault.FAR_CELL, "在 GS1 处还有内容"),
    "60,000 rows": (_long, Fault.TOO_MANY_ROWS, "超过 50000 行"),
    "a million rows": (_long_sheet, Fault.FAR_CELL, "在 A100000 处还有内容"),
    "too many cells": (_many_cells, Fault.TOO_MANY_CELLS, "格子太多"),
    "no encoding": (_written("姓名,身份证号\n".encode("gbk") + b"\xff\xff\xff\n"), Fault.ENCODING, "文字编码"),
    "an open quote": (_written(b'"' + b"x" * 41_000_000), Fault.FILE_TOO_LARGE, "文件有 40 MB"),
    "only formats": (lambda path: xlsx(path, [[]]), Fault.NO_SHEET, "没有一张有内容的工作表"),
}


def _processor_seconds() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


_TOLD_AT_ONCE = {Fault.OTHER_KIND, Fault.WEB_PAGE, Fault.ENCRYPTED, Fault.BOMB}
"""Before anything is parsed."""


@pytest.mark.parametrize("kind", SENTENCES)
def test_one_sentence_for(kind: str, tmp_path: Path) -> None:
    make, fault, words = SENTENCES[kind]
    path = make(tmp_path / "名册.xlsx")
    begun = _processor_seconds()
    with pytest.raises(UnreadableFile) as caught:
        read_roster(path)
    assert caught.value.fault == fault
    assert words in str(caught.value)
    assert str(caught.value).count("。") == 1
    assert str(caught.value).endswith("。")
    assert _processor_seconds() - begun < 3
    if fault in _TOLD_AT_ONCE:
        with pytest.raises(UnreadableFile) as caught:
            sniff(path, DEFAULT_LIMITS)
        assert caught.value.fault == fault


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.xlsx", tmp_path):
        with pytest.raises(UnreadableFile, match="打不开这个文件"):
            read_roster(path)


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="没有名为“二”的工作表，只有：一。"):
        read_roster(xlsx(tmp_path / "a.xlsx", {"一": roster(1)}), sheet="二")


def test_a_quotation_mark_without_its_pair(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('姓名,身份证号\n"张三,\n李四,\n', "utf-8")
    with pytest.raises(UnreadableFile) as problem:
        read_roster(path)
    assert problem.value.fault is Fault.OPEN_QUOTE
    path.write_text('姓名,身份证号,备注\n张三,,"两行\n备注"\n', "utf-8")
    assert len(read_roster(path).sheets[0].rows) == 1


def test_far_corners_of_an_xls(tmp_path: Path) -> None:
    path = xls(tmp_path / "a.xls", [["x"]])
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    sheet.write(0, 0, "x")
    sheet.write(65_535, 255, "x")
    book.save(str(path))
    with pytest.raises(UnreadableFile) as caught:
        read_roster(path)
    assert caught.value.fault in {Fault.TOO_MUCH_WORK, Fault.TOO_MANY_ROWS, Fault.TOO_MANY_COLUMNS}


def test_a_million_empty_rows_hide_nothing(tmp_path: Path) -> None:
    empty = (f'<row r="{number}" ht="15"/>' for number in range(3, 1_048_577))
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    path = package(tmp_path / "a.xlsx", [head, _HEADER, _PERSON, *empty, "</sheetData></worksheet>"])
    assert [row.row for row in read_roster(path).sheets[0].rows] == [2]


def test_a_million_empty_lines_hide_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"姓名,身份证号\n张三,{id_number()}\n".encode() + b",\n" * 1_000_000)
    assert [row.row for row in read_roster(path).sheets[0].rows] == [2]


def test_empty_cells_at_far_corners_hide_nothing(tmp_path: Path) -> None:
    styled = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    path = package(tmp_path / "a.xlsx", worksheet(_HEADER, _PERSON, styled))
    assert [row.row for row in read_roster(path).sheets[0].rows] == [2]


def test_cells_without_names_at_far_corners_kill_only_the_child(tmp_path: Path) -> None:
    """Attributes in another order escape the quick look; then the child's memory holds."""
    far = '<row r="1048576"><c t="n" r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(UnreadableFile) as caught:
        read_roster(package(tmp_path / "a.xlsx", worksheet(_HEADER, far)))
    assert caught.value.fault in {Fault.FAR_CELL, Fault.TOO_MUCH_WORK, Fault.DAMAGED}


def test_macros_and_links_are_said_and_left_alone(tmp_path: Path) -> None:
    path = package(
        tmp_path / "a.xlsm",
        worksheet(_HEADER, _PERSON),
        **{"xl__vbaProject.bin": b"x", "xl__externalLinks__externalLink1.xml": b"<x/>"},
    )
    reading = read_roster(path)
    assert reading.notes == [
        "文件里有宏，没有运行，也没有读。",
        "文件里有指向其他文件的链接，没有跟随，只读了保存在表里的值。",
    ]
    assert [row.values["name"] for row in reading.sheets[0].rows] == ["张三"]


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    text = '<row r="2"><c r="A2" t="inlineStr"><is><t>&e11;</t></is></c></row>'
    xml = worksheet(_HEADER, text).replace("?><worksheet", f'?><!DOCTYPE x [<!ENTITY e0 "x">{entities}]><worksheet')
    said, megabytes = _peak(package(tmp_path / "a.xlsx", xml))
    assert (said in {"damaged", "0 rows", "1 rows"}, megabytes < 100) == (True, True)


def test_merges_of_everything_with_everything(tmp_path: Path) -> None:
    merges = "".join(f'<mergeCell ref="A{row}:XFD1048576"/>' for row in range(1, 30_000))
    xml = worksheet(_HEADER, _PERSON).replace("</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>")
    assert len(read_workbook(package(tmp_path / "a.xlsx", xml)).sheets[0].merges) <= DEFAULT_LIMITS.merges


def test_a_slow_file_is_given_up(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", roster(1))
    with pytest.raises(UnreadableFile, match="用的时间太长"):
        read_roster(path, limits=DEFAULT_LIMITS._replace(wall_seconds=0.001))


_MEASURE = """
import re, resource, sys
from pathlib import Path
from lianxin.tables.problems import UnreadableFile
from lianxin.party.rosters.reading.rows import read_roster
peak = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
before = peak()
try:
    said = f"{len(read_roster(Path(sys.argv[1])).sheets[0].rows)} rows"
except UnreadableFile as problem:
    said = str(problem.fault)
print(said, (peak() - before + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024, sep=",")
"""
"""Run apart, because a child's peak counts the pages of the process it was forked from."""


def _peak(path: Path) -> tuple[str, int]:
    """What came of a file, and the megabytes it cost this process and its child together."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path)],
        env={"PYTHONPATH": "src", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    said, megabytes = done.stdout.strip().split(",")
    return said, int(megabytes)


def _strings(path: Path, text: str, count: int) -> Path:
    """A sheet of a few cells with a huge table of texts."""
    table = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{f"<si><t>{text}</t></si>" * count}</sst>'
    return package(path, worksheet(_HEADER, _PERSON), xl__sharedStrings_dot_xml=table.encode())


@pytest.mark.full
def test_memory_of_hostile_and_of_large_files(tmp_path: Path) -> None:
    hostile = _strings(tmp_path / "a.xlsx", "".join(map(chr, range(0x4E00, 0x4E00 + 10))), 3_500_000)
    said, megabytes = _peak(hostile)
    assert (said, megabytes < 300) == ("too_much_work", True)
    said, megabytes = _peak(_long_sheet(tmp_path / "b.xlsx"))
    assert (said, megabytes < 100) == ("far_cell", True)
    large = text_file(tmp_path / "c.csv", [HEADINGS, *([str(at), "赵甲", *["同样"] * 18] for at in range(49_000))])
    said, megabytes = _peak(large)
    assert (said, megabytes < 300) == ("49000 rows", True)


GOOD = xlsx_bytes(roster(20))
GOOD_OLD = xls_bytes(roster(20))
GOOD_TEXT = "\n".join(",".join(map(str, line)) for line in roster(20)).encode("gb18030")
_CALM = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=False
)


@_CALM
@given(
    good=st.sampled_from([GOOD, GOOD_OLD, GOOD_TEXT]),
    flips=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=12),
    cut=st.floats(0.2, 1),
)
def test_a_damaged_file_is_read_or_refused(
    tmp_path: Path, good: bytes, flips: list[tuple[float, int]], cut: float
) -> None:
    content = bytearray(good)
    for where, value in flips:
        content[int(where * len(content))] = value
    path = tmp_path / "a.xlsx"
    path.write_bytes(content if cut > 0.6 else content[: int(cut * len(content))])
    with contextlib.suppress(UnreadableFile):
        assert all(row.row > 1 for sheet in read_roster(path).sheets for row in sheet.rows)


@_CALM
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.text(max_size=12).filter(lambda text: text.isprintable()),
                st.floats(allow_nan=False, allow_infinity=False),
                st.integers(-(10**18), 10**18),
                st.dates(),
                st.booleans(),
                st.sampled_from(["同上", "无", "合计", "示例", "1957.7", "第一支部", id_number(), "说明：", *HEADINGS]),
            ),
            max_size=14,
        ),
        max_size=12,
    )
)
def test_whatever_stands_below_a_heading_is_read(tmp_path: Path, lines: list[list[object]]) -> None:
    rows: Rows = [
        list(HEADINGS),
        *([value.isoformat() if hasattr(value, "isoformat") else value for value in line] for line in lines),
    ]
    path = text_file(tmp_path / "a.csv", rows)
    sheet = read_roster(path).sheets[0]
    told = [row.row for row in sheet.rows] + [line.row for line in sheet.ignored]
    assert len(told) == len(set(told))
