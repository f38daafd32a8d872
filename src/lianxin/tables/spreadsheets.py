"""Workbooks of Excel and WPS, through calamine. Runs in the child process."""

from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from lianxin.tables.grid import Grid
from lianxin.tables.limits import Limits
from lianxin.tables.package import Package
from lianxin.tables.problems import Fault, UnreadableFile


class Spreadsheet:
    """An .xlsx or .xls file."""

    def __init__(self, path: Path, limits: Limits, *, zipped: bool) -> None:
        """Open the workbook; `zipped` for .xlsx.

        Raises:
            UnreadableFile: damaged, encrypted, or with too many sheets.
        """
        self._limits = limits
        self._package = Package(path, limits) if zipped else None
        try:
            self._book = _opened(path, ".xlsx" if zipped else ".xls")
        except PasswordError as error:
            raise UnreadableFile(Fault.ENCRYPTED) from error
        except (CalamineError, OSError, ValueError) as error:
            raise UnreadableFile(Fault.DAMAGED) from error
        self.sheets = {
            sheet.name: sheet.visible != SheetVisibleEnum.Visible
            for sheet in self._book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        }
        if len(self.sheets) > limits.sheets:
            raise UnreadableFile(Fault.TOO_MANY_SHEETS, count=len(self.sheets), limit=limits.sheets)

    def grid(self, name: str) -> Grid:
        """Read one sheet.

        Raises:
            UnreadableFile: damaged, or larger than the limits.
        """
        dayless: dict[tuple[int, int], int] = {}
        if self._package:
            self._package.refuse_far_cells(name)
            dayless = self._package.dates_without_day(name)
        grid = Grid(name, self._limits, hidden=self.sheets[name])
        try:
            sheet = self._book.get_sheet_by_name(name)
            for number, values in enumerate(sheet.iter_rows(), start=1):
                grid.add(number, values)
            merges = sheet.merged_cell_ranges or []
        except (CalamineError, OSError, ValueError) as error:
            raise UnreadableFile(Fault.DAMAGED) from error
        _forget_days(grid, dayless)
        grid.merges = list(_inside(grid, merges[: self._limits.merges], self._limits.cells))
        return grid


def _opened(path: Path, suffix: str) -> CalamineWorkbook:
    """The reader believes a name that ends in .xls or .xlsx; where it is wrong, only the content is shown to it."""
    if path.suffix.lower() in {".xls", ".xlsx"} - {suffix}:
        with path.open("rb") as stream:
            return CalamineWorkbook.from_filelike(stream)
    return CalamineWorkbook.from_path(path)


def _forget_days(grid: Grid, dayless: dict[tuple[int, int], int]) -> None:
    if not dayless:
        return
    at = dict(zip(grid.numbers, grid.rows, strict=True))
    for (number, column), shown in dayless.items():
        row = at.get(number, [])
        value = row[column] if column < len(row) else None
        if isinstance(value, tuple) and value[2] == 1:
            row[column] = value[:shown]


def _inside(
    grid: Grid, merges: list[tuple[tuple[int, int], tuple[int, int]]], most_cells: int
) -> Iterator[tuple[int, int, int, int]]:
    """Merged ranges that touch the used area: first row number, first column, last row number, last column.

    A hostile file may merge everything with everything: no more are given than cover `most_cells`.
    """
    if not grid.numbers:
        return
    last_row, last_column = grid.numbers[-1], max(map(len, grid.rows))
    for (top, left), (bottom, right) in merges:
        if top < last_row and left < last_column:
            merge = (top + 1, left, min(bottom + 1, last_row), min(right, last_column))
            most_cells -= (merge[2] - top) * (merge[3] - left + 1)
            if most_cells < 0:
                return
            yield merge
