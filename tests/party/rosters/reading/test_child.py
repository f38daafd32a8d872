"""The child process's own work, run here so that it can be looked at."""

import datetime as dt
import io
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.party.rosters.files import Rows, compound_file, package, roster, text_file, worksheet, xls, xlsx

from lianxin.tables.child import tell
from lianxin.tables.frames import BrokenFrameError, read_frames, write_frame
from lianxin.tables.grid import Cells, Grid
from lianxin.tables.limits import DEFAULT_LIMITS, Limits
from lianxin.tables.package import column_index, column_letters
from lianxin.tables.problems import Fault, UnreadableFile


def frames(path: Path, limits: Limits = DEFAULT_LIMITS) -> list[tuple[Any, ...]]:
    out = io.BytesIO()
    tell(path, limits, out)
    return list(read_frames(io.BytesIO(out.getvalue())))


def fault(path: Path, limits: Limits = DEFAULT_LIMITS) -> Fault:
    with pytest.raises(UnreadableFile) as caught:
        tell(path, limits, io.BytesIO())
    return caught.value.fault


def test_what_is_told_of_an_xlsx(tmp_path: Path) -> None:
    rows: Rows = [["标题"], [], [None, 1.0, 2.5, True, dt.date(1957, 7, 1), dt.date(1957, 7, 1), dt.time(8, 30), "  "]]
    path = xlsx(tmp_path / "a.xlsx", {"甲": rows, "乙": []}, merges=["A1:C1", "A9:XFD9"], formats={"F3": "yyyy/m"})
    assert frames(path) == [
        ("kind", "xlsx", []),
        ("sheet", "甲", False),
        ("rows", [1, 3], [["标题"], [None, 1, 2.5, 1, (1957, 7, 1), (1957, 7), "08:30"]]),
        ("merges", [(1, 0, 1, 2)]),
        ("sheet", "乙", False),
        ("merges", []),
        ("end",),
    ]


def test_what_is_told_of_an_xls_and_of_a_text(tmp_path: Path) -> None:
    rows: Rows = [["甲", 1.0, dt.date(1957, 7, 1)], [None, "乙"]]
    assert frames(xls(tmp_path / "a.xls", rows))[2] == ("rows", [1, 2], [["甲", 1, (1957, 7, 1)], [None, "乙"]])
    assert frames(text_file(tmp_path / "a.csv", [["甲", '="01"'], [], ["", "乙"]]))[1:3] == [
        ("sheet", "a", False),
        ("rows", [1, 3], [["甲", "01"], [None, "乙"]]),
    ]


def test_limits_of_the_child(tmp_path: Path) -> None:
    small = DEFAULT_LIMITS._replace(rows=5, columns=30, cells=100, sheets=2)
    assert fault(xlsx(tmp_path / "a.xlsx", [["x"]] * 6), small) == Fault.TOO_MANY_ROWS
    assert fault(text_file(tmp_path / "b.csv", [["x"] * 31]), small) == Fault.TOO_MANY_COLUMNS
    assert fault(text_file(tmp_path / "c.csv", [["x"] * 26] * 5), small) == Fault.TOO_MANY_CELLS
    assert (
        fault(xlsx(tmp_path / "d.xlsx", {"一": [["x"] * 26] * 3, "二": [["x"] * 26] * 3}), small)
        == Fault.TOO_MANY_CELLS
    )
    assert fault(xlsx(tmp_path / "e.xlsx", {"一": [], "二": [], "三": []}), small) == Fault.TOO_MANY_SHEETS
    few = DEFAULT_LIMITS._replace(characters=10)
    assert fault(text_file(tmp_path / "f.csv", [["x" * 8, "y" * 8]]), few) == Fault.TOO_MANY_CELLS
    assert fault(text_file(tmp_path / "h.csv", [["x" * 12]]), few) == Fault.DAMAGED
    assert fault(xlsx(tmp_path / "g.xlsx", [["x" * 8, "y" * 8]]), few) == Fault.TOO_MANY_CELLS


def test_a_title_far_above_does_not_count_as_rows(tmp_path: Path) -> None:
    small = DEFAULT_LIMITS._replace(rows=50)
    rows: Rows = [*([] for _ in range(60)), *roster(2)]
    assert frames(xlsx(tmp_path / "a.xlsx", rows), small)[2][1] == [61, 62, 63]


def test_damage_found_late(tmp_path: Path) -> None:
    assert fault(package(tmp_path / "a.xlsx", "<worksheet><sheetData><row r='1'><c r='A1'")) == Fault.DAMAGED
    assert fault(package(tmp_path / "b.xlsx", worksheet(), xl__workbook_dot_xml=b"<x")) == Fault.DAMAGED
    assert fault(compound_file(tmp_path / "c.xls", "EncryptedPackage")) == Fault.ENCRYPTED


def test_values_of_cells() -> None:
    cells = Cells(longest=5)
    given: list[object] = ["", " \t\u3000", "一二三四五六七", 3.0, -0.0, 1e15, 5.3e17, float("nan"), False]
    given += [dt.datetime(1957, 7, 1, 13, 5), dt.datetime(1905, 5, 10, 16, 48), dt.date(1905, 5, 10)]
    given += [dt.date(2435, 10, 28), dt.timedelta(days=1957), dt.time(0, 0), None]
    plain = [cells[value] for value in given]
    assert plain[:7] == [None, None, "一二三四五", 3, 0, 1e15, 5.3e17]
    assert plain[7] != plain[7]
    assert plain[8:] == [0, (1957, 7, 1), 1957.7, 1957, 195707, 1957, "00:00", None]
    assert cells.characters == 0 + 3 + 7


def test_rows_keep_their_numbers() -> None:
    grid = Grid("表", DEFAULT_LIMITS)
    rows: list[list[Any]] = [["", ""], ["甲", ""], [None], ["", "乙"]]
    for number, row in enumerate(rows, start=1):
        grid.add(number, row)
    assert (grid.numbers, grid.rows, grid.cells) == ([2, 4], [["甲"], [None, "乙"]], 3)


def test_letters_of_columns() -> None:
    for index, letters in ((0, "A"), (25, "Z"), (26, "AA"), (200, "GS"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")):
        assert (column_letters(index), column_index(letters)) == (letters, index)


def test_limits_travel_as_text() -> None:
    assert Limits.from_text(DEFAULT_LIMITS.to_text()) == DEFAULT_LIMITS


def _broken() -> Iterator[bytes]:
    whole = io.BytesIO()
    write_frame(whole, "rows", [1])
    yield whole.getvalue()[:-1]
    yield whole.getvalue()[:2]
    yield struct.pack(">I", 0)
    yield struct.pack(">I", 2**31) + b"x"


@pytest.mark.parametrize("content", list(_broken()))
def test_frames_cut_short(content: bytes) -> None:
    with pytest.raises(BrokenFrameError):
        list(read_frames(io.BytesIO(content)))


def test_the_child_starts_without_django_and_without_the_kernel() -> None:
    program = (
        "import sys, lianxin.tables.child, lianxin.tables.spreadsheets, "
        "lianxin.tables.delimited; "
        "print(sorted(name for name in sys.modules if name.startswith(('django', 'lianxin.kernel'))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": "src"}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
