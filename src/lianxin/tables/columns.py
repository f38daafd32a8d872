"""What the cells of one column say, each different cell worked out once; ditto marks repeat what stands above."""

from collections.abc import Callable, Sequence

from lianxin.tables import words
from lianxin.tables.found import BLANK, Found, Value
from lianxin.tables.remarks import Common
from lianxin.tables.workbook import Cell

DITTO = Found(None, Common.DITTO_UNRESOLVED, "“同上”上面没有可以沿用的内容，这一格先空着。")
_NOT_DITTO = Found(None, Common.DITTO_UNRESOLVED, "这一项每人不同，不能写“同上”，这一格先空着。")

_NOTHING_MORE = BLANK[1:]
_BLANKS = str.maketrans("", "", " \t\r\n\u3000\u00a0")
_LONGEST_MARK = 12

Reader = Callable[[Cell], Found]


class ColumnReader(dict[Cell, Value | Found | None]):
    """What the cells of one column say, worked out once for each different cell.

    A cell that says nothing gives None, a plain one its value; a `Found` comes when more must be said.
    A spreadsheet's number never equals another kind of cell: whole numbers are `int`, others `float`.
    """

    def __init__(self, reader: Reader, *, own: bool) -> None:
        """Take what reads one cell; `own`: nobody shares these, a ditto mark is no value."""
        super().__init__({None: None})
        self._own = own
        self._reader = reader

    def __missing__(self, cell: Cell) -> Value | Found | None:
        """Read a cell seen for the first time."""
        found = self._read(cell)
        plain = found.value if found[1:] == _NOTHING_MORE else found
        self[cell] = plain
        return plain

    def _read(self, cell: Cell) -> Found:
        if isinstance(cell, str) and len(cell) < _LONGEST_MARK:
            mark = cell if cell.isalnum() else cell.translate(_BLANKS)
            if mark in words.DITTOS:
                return _NOT_DITTO if self._own else DITTO
            if mark in words.BLANKS or not mark:
                return BLANK
        return self._reader(cell)


def read_column(reader: Reader, cells: Sequence[Cell], *, own: bool = False) -> list[Value | Found | None]:
    """What every cell of a column says; a ditto mark says what the cell above it says, unless each has its `own`."""
    column = ColumnReader(reader, own=own)
    found = [column[cell] for cell in cells]
    if DITTO in column.values():
        for index, said in enumerate(found[1:], start=1):
            above = found[index - 1]
            if said is DITTO and above is not None:
                found[index] = _without_remark(above)
    return found


def _without_remark(said: Value | Found) -> Value | Found:
    """What a ditto mark repeats: the value, not what was said about it; nothing to repeat stays a ditto mark."""
    if not isinstance(said, Found):
        return said
    return DITTO if said.value is None else said._replace(code=None, reason="")
