"""A line's cells as text that means the same when it is read again by itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from lianxin.kernel.partial_dates import PartialDate
from lianxin.tables.result import RosterRow, SheetReading
from lianxin.tables.vocabulary import Vocabulary
from lianxin.tables.words import DITTOS
from lianxin.tables.workbook import Cell, shown

_EXACT = 10**15
"""A spreadsheet keeps fifteen digits of a number; beyond, they are written so that they are refused again."""


class CellTexts:
    """The cells of one sheet's lines, for the error sheet.

    What another line says (同上, the title of a section above) is written out; a number that meant a date or had lost
    its zero is written as it was understood.
    """

    def __init__(self, sheet: SheetReading, words: Vocabulary) -> None:
        self._rows = sheet.rows
        self._words = words
        self._fields = {column.index: column.field for column in sheet.headings if column.field}
        self._section = next((index for index, name in self._fields.items() if name == words.section), None)
        self.section_column = max((column.index for column in sheet.headings), default=-1) + 1
        """Where what a section gives its lines is written, one past the last heading."""

    def of(self, at: int) -> list[str]:
        """The texts of the line at a place in the sheet's rows."""
        row = self._rows[at]
        texts = [self._text(row, index, cell) for index, cell in enumerate(row.cells)]
        if not DITTOS.isdisjoint(row.cells):
            self._write_out(texts, at)
        given = row.values.get(self._words.section)
        if given:
            self._put(texts, self.section_column if self._section is None else self._section, str(given))
        return texts

    def _text(self, row: RosterRow, index: int, cell: Cell) -> str:
        if isinstance(cell, str):
            return cell
        name = self._fields.get(index, "")
        value = row.values.get(name) if name else None
        if cell is not None and (isinstance(value, PartialDate) or (name in self._words.written_out and value)):
            return str(value)
        if isinstance(cell, int | float) and abs(cell) >= _EXACT:
            return f"{cell:.5E}"
        return shown(cell)

    def _write_out(self, texts: list[str], at: int) -> None:
        for index, cell in enumerate(self._rows[at].cells):
            if cell in DITTOS and self._fields.get(index) not in self._words.never_repeated:
                texts[index] = self._above(index, at)

    def _above(self, index: int, at: int) -> str:
        for row in reversed(self._rows[:at]):
            cell = row.cells[index] if index < len(row.cells) else None
            if cell not in DITTOS:
                return self._text(row, index, cell)
        return ""

    @staticmethod
    def _put(texts: list[str], index: int, text: str) -> None:
        texts += [""] * (index + 1 - len(texts))
        texts[index] = texts[index] if texts[index] and texts[index] not in DITTOS else text


def padded(texts: Sequence[str], width: int) -> list[str]:
    """Texts in exactly ``width`` columns."""
    return [*texts[:width], *[""] * (width - len(texts))]


def headings_of(sheet: Mapping[str, Any]) -> dict[int, tuple[str, str]]:
    """Place → heading and field, of a sheet as kept in a batch's ``reading``."""
    return {index: (heading, name) for index, heading, name, _ in sheet["headings"]}
