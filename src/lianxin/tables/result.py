"""What reading a roster gives."""

from dataclasses import dataclass, field

from lianxin.tables.found import Value
from lianxin.tables.headings import Column
from lianxin.tables.remarks import Remark
from lianxin.tables.workbook import Row


@dataclass(slots=True)
class RosterRow:
    """One line of a roster.

    `row` is its number in the spreadsheet, `values` the typed values by field (absent: not said or not understood),
    `cells` the line as it was, for the error sheet: as sensitive as the values.
    """

    row: int
    values: dict[str, Value]
    warnings: list[Remark]
    refusals: list[Remark]
    cells: Row

    @property
    def refused(self) -> bool:
        """Whether it is kept out."""
        return bool(self.refusals)


@dataclass(frozen=True, slots=True)
class Ignored:
    """A line that is nobody's: a total, a signature, a remark."""

    row: int
    why: str


@dataclass(slots=True)
class SheetReading:
    """One sheet.

    `header_row` is the row in which the heading of the name stands, None without a heading; `headings` are all its columns;
    `missing_fields` the required fields for which there is no column; `hint` what the sheet is named after (a branch):
    to be offered, not taken.
    """

    name: str
    header_row: int | None = None
    headings: list[Column] = field(default_factory=list)
    rows: list[RosterRow] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    missing_fields: list[str] = field(default_factory=list)
    hint: str | None = None
    sample: list[tuple[int, Row]] = field(default_factory=list)
    """The first lines with their numbers, to choose a heading by hand."""

    @property
    def columns(self) -> dict[str, str]:
        """Heading → field of the columns that are read."""
        return {column.heading: column.field for column in self.headings if column.field}

    @property
    def unknown_headings(self) -> list[str]:
        """Headings that no field was found for."""
        return [column.heading for column in self.headings if not column.field and not column.why]

    @property
    def unread_headings(self) -> dict[str, str]:
        """Heading → why its column is not read: computed, a second one of its kind, chosen so."""
        return {column.heading: column.why for column in self.headings if not column.field and column.why}


@dataclass(slots=True)
class RosterReading:
    """A whole file: its kind (`xlsx`, `xls`, `csv`), remarks for the reader, its sheets."""

    kind: str
    notes: list[str] = field(default_factory=list)
    sheets: list[SheetReading] = field(default_factory=list)
