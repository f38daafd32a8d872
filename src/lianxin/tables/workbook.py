"""A file's cells in the parent process, before anything is understood."""

from dataclasses import dataclass, field
from datetime import date

from lianxin.kernel.partial_dates import PartialDate

Cell = str | int | float | date | PartialDate | None
"""A number is a number only if the spreadsheet held one: text of digits stays text.

A `PartialDate` is a date cell whose format shows no day, or no month.
"""

Row = list[Cell]


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range: row numbers as shown, columns from 0, all ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One sheet: the rows that hold something, each with its number; a row is as long as its last filled cell."""

    name: str
    hidden: bool = False
    numbers: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)


@dataclass(slots=True)
class Workbook:
    """A file as read: its kind (`xlsx`, `xls`, `csv`), remarks for the reader, its sheets."""

    kind: str
    notes: list[str] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)


def shown(cell: Cell) -> str:
    """A cell as text, for messages and for the error sheet."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case float():
            return f"{cell:.0f}" if cell.is_integer() else repr(cell)
        case _:
            return str(cell)
