import csv
import io
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook
from tests.reports.toys import TREE, ListRows, listed, reading_of

from lianxin.declare.ledgers import CellKind
from lianxin.reports.reading import Reading, Value
from lianxin.reports.render import csv as csv_render
from lianxin.reports.render import xlsx as xlsx_render
from lianxin.reports.render.csv import shielded, write_csv
from lianxin.reports.render.xlsx import HEADER_ROW, TooManyRowsError, write_xlsx

Writer = Callable[[Reading, Iterable[list[Value]], IO[bytes]], int]
PAYLOADS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "　=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    '=HYPERLINK("http://x.example/","点我")',
    "=cmd|'/C calc'!A0",
    "{=SUM(1)}",
    "'=1+1",
    "''",
    "http://x.example/",
    "mailto:a@x.example",
    'a"b,c;d',
    "两\n行",
    "<b>&amp;</b>",
    "0012",
    "1e5",
    "𠮷",
    "_x0041_",
    "TRUE",
    " 前后有空 ",
]


def as_xlsx(rows: list[list[Value]], kinds: list[CellKind]) -> bytes:
    reading = reading_of(listed(rows, kinds))
    target = io.BytesIO()
    assert write_xlsx(reading, reading.values(), target) == len(rows)
    return target.getvalue()


def sheet_of(content: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def as_csv(rows: list[list[Value]], columns: int = 1) -> bytes:
    reading = reading_of(listed(rows, [CellKind.TEXT] * columns))
    target = io.BytesIO()
    assert write_csv(reading, reading.values(), target) == len(rows)
    return target.getvalue()


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("kind", list(CellKind))
def test_no_text_is_live_in_xlsx_and_none_is_changed(payload: str, kind: CellKind) -> None:
    content = as_xlsx([[payload]], [kind])
    cell = sheet_of(content).cell(HEADER_ROW + 1, 1)
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert cell.value == payload.replace("_x0041_", "_x005F_x0041_")
    assert cell.number_format == "@"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_our_own_reader_gets_the_text_back_from_xlsx(payload: str) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx([[payload]], [CellKind.TEXT])))
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert rows[HEADER_ROW][0] == payload


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_is_live_in_csv_and_one_apostrophe_gives_it_back(payload: str) -> None:
    ((_title,), (cell,)) = read_csv(as_csv([[payload]]))
    assert cell.lstrip()[:1] not in set("=+-@＝＋－＠")
    assert cell.strip("\u200b\ufeff")[:1] not in set("=+-@")
    assert (cell.removeprefix("'")) == payload


@pytest.mark.parametrize("harmless", ["", "张三", "a=b", "1+1", "13800000000", "2026-11-20", "第一支部"])
def test_harmless_text_stays_as_it_is(harmless: str) -> None:
    assert shielded(harmless) == harmless


def test_a_title_may_begin_like_a_formula_too() -> None:
    ledger = listed([], title="=1+1")
    target = io.BytesIO()
    write_xlsx(reading_of(ledger), [], target)
    assert sheet_of(target.getvalue()).cell(1, 1).data_type == "s"


def test_csv_is_a_mark_one_header_and_rows() -> None:
    content = as_csv([["张三", None], [date(1957, 7, 1), 12], ["a,b", '说"好"']], columns=2)
    assert content.decode("utf-8-sig") == ('第1列,第2列\r\n张三,\r\n1957-07-01,12\r\n"a,b","说""好"""\r\n')
    assert content.startswith(csv_render.BOM)


def test_csv_of_many_rows_is_whole() -> None:
    rows: list[list[Value]] = [[number] for number in range(2500)]
    assert [line[0] for line in read_csv(as_csv(rows))[1:]] == [str(number) for number in range(2500)]


def test_xlsx_cells_have_their_types() -> None:
    kinds = [
        CellKind.TEXT,
        CellKind.NUMBER,
        CellKind.DATE,
        CellKind.DATE,
        CellKind.DATE,
        CellKind.TEXT,
        CellKind.NUMBER,
    ]
    row: list[Value] = ["000000195707010016", 86, date(1957, 7, 1), "1957-07", date(1899, 12, 31), 5, None]
    sheet = sheet_of(as_xlsx([row], kinds))
    cells = [sheet.cell(HEADER_ROW + 1, column) for column in range(1, 8)]
    assert [cell.value for cell in cells] == [
        "000000195707010016",
        86,
        datetime(1957, 7, 1),
        "1957-07",
        "1899-12-31",
        "5",
        None,
    ]
    assert [cell.data_type for cell in cells] == ["s", "n", "d", "s", "s", "s", "n"]
    assert cells[2].number_format == "yyyy-mm-dd"


def test_xlsx_has_title_basis_header_and_is_set_up_for_paper() -> None:
    sheet = sheet_of(as_xlsx([["张三", 1]], [CellKind.TEXT, CellKind.NUMBER]))
    assert sheet.title == "玩具清单"
    assert sheet["A1"].value == "玩具清单"
    assert sheet["A2"].value == "截至2026年11月20日。口径：照单全收。"
    assert [cell.value for cell in sheet[3]] == ["第1列", "第2列"]
    assert sheet.freeze_panes == "B4"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize or 0)) == ("landscape", 9)
    fit = sheet.sheet_properties.pageSetUpPr
    assert fit is not None
    assert (fit.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert sheet.column_dimensions["A"].width == pytest.approx(12.7, abs=0.1)
    assert sheet.max_row == 4


def test_an_empty_ledger_is_a_whole_workbook() -> None:
    assert sheet_of(as_xlsx([], [CellKind.TEXT])).max_row == HEADER_ROW


def test_what_xml_cannot_hold_does_not_break_the_file() -> None:
    sheet = sheet_of(as_xlsx([["a\0b\x01c\ud800d\ufffee"], ["长" * 40_000]], [CellKind.TEXT]))
    assert sheet.cell(HEADER_ROW + 1, 1).value == "a_x0000_b_x0001_c\ufffdd_xFFFE_e"
    assert sheet.cell(HEADER_ROW + 2, 1).value == "长" * 32_767


def test_lone_surrogates_do_not_break_csv() -> None:
    assert read_csv(as_csv([["a\ud800"]]))[1] == ["a?"]


def test_names_of_sheets_are_made_fit() -> None:
    ledger = listed([], title="名册[一/二]:" + "长" * 40)
    target = io.BytesIO()
    write_xlsx(reading_of(ledger), [], target)
    assert sheet_of(target.getvalue()).title == ("名册 一 二  " + "长" * 40)[:31]


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_render, "MOST_ROWS", 2)
    assert as_xlsx([["1"], ["2"]], [CellKind.TEXT])
    with pytest.raises(TooManyRowsError, match="导出 csv"):
        as_xlsx([["1"], ["2"], ["3"]], [CellKind.TEXT])


class Endless(ListRows):
    def stream(self) -> Iterator[list[Value]]:
        for number in range(30_000):
            yield [f"张三{number}", "云南省昆明市", number]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_memory_does_not_grow_with_the_rows(write: Writer, tmp_path: Path) -> None:
    kinds = [CellKind.TEXT, CellKind.TEXT, CellKind.NUMBER]
    reading = reading_of(listed(Endless([]), kinds))
    with (tmp_path / "out").open("wb") as target:
        tracemalloc.start()
        try:
            assert write(reading, reading.values(), target) == 30_000
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 4 * 1024 * 1024


def test_masked_columns_are_masked_unless_revealed() -> None:
    columns = [column for column in TREE.columns if column.name == "secret"]
    row = type("Row", (), {"path": "0001"})()
    masked = reading_of(TREE).getters(columns)
    revealed = reading_of(TREE, revealed=True).getters(columns)
    assert [get(row) for get in masked] == ["号****"]
    assert [get(row) for get in revealed] == ["号0001"]


@pytest.mark.django_db
def test_a_pdf_has_who_made_it_the_basis_and_every_value_as_text() -> None:
    from tests.documents.pdf import texts

    from lianxin.reports.render.paper import write_pdf

    reading = reading_of(listed([[payload] for payload in ("=1+1", "@SUM(1)", "喆㛃")]))
    target = io.BytesIO()
    assert write_pdf(reading, reading.values(), target) == 3
    text = "".join(texts(target.getvalue()))
    for words in (
        "玩具清单",
        reading.basis(),
        "序号第1列",
        "1=1+1",
        "2@SUM(1)",
        "3喆㛃",
        "共 3 条。",
        "第 1 页，共 1 页",
    ):
        assert words in text


@pytest.mark.django_db
def test_paper_masks_and_shows_hidden_columns_only_for_a_reason() -> None:
    from lianxin.declare.ledgers import Column
    from lianxin.reports.render.paper import table_of

    columns = (
        Column("a", "名称", lambda row: row[0]),
        Column("b", "号码", lambda row: row[0], sensitive=True, on_page=False),
        Column("c", "备注", lambda row: row[0], on_page=False),
    )
    ledger = listed([["x"]], columns=columns)
    assert [column.title for column in table_of(reading_of(ledger)).columns] == ["名称"]
    assert [column.title for column in table_of(reading_of(ledger, revealed=True)).columns] == ["名称", "号码"]
