"""The cells of one sheet as the child process collects them: blank lines left out, bounds kept."""

import datetime as dt
from typing import Any

from lianxin.tables.limits import Limits
from lianxin.tables.problems import Fault, UnreadableFile

Plain = str | int | float | tuple[int, ...] | None
"""A cell on its way: a date is `(y, m, d)`, a date shown without its day `(y, m)`, without its month `(y,)`."""

_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's days know no time zone
_BLANKS = "\0 \t\r\n\u3000\u00a0\ufeff"
_EXACT = 1e15
_YEARS_TYPED_AS_DAYS = (dt.date(1905, 3, 1), dt.date(1905, 7, 31))
"""In a cell formatted as a date, the year `1957` becomes the 1,957th day: in the spring and summer of 1905."""
_LAST_YEAR = 2100
"""Beyond it a "date" is a number such as 195707 in a cell formatted as a date."""


class Cells(dict[Any, Plain]):
    """Calamine's value → ours, remembered: most values of a roster come again and again."""

    def __init__(self, longest: int) -> None:
        """Take the number of characters kept of one text."""
        super().__init__()
        self.characters = 0
        self._longest = longest

    def __missing__(self, value: object) -> Plain:
        """Work out a value seen for the first time."""
        plain: Plain
        if isinstance(value, str):
            plain = (value[: self._longest] if len(value) > self._longest else value) if value.strip(_BLANKS) else None
            self.characters += len(value)
        else:
            plain = _plain(value)
        self[value] = plain
        return plain


def _plain(value: object) -> Plain:
    match value:
        case bool():
            return int(value)
        case int() | float():
            return _number(value)
        case dt.date():
            return _date(value)
        case dt.time():
            return value.isoformat("minutes")
        case dt.timedelta():
            return _number(value / dt.timedelta(days=1))
        case _:
            return None


def _number(value: float) -> int | float:
    """Integers come as floats; beyond fifteen digits a spreadsheet's number is no longer exact and stays one."""
    return int(value) if -_EXACT < value < _EXACT and float(value).is_integer() else value


def _date(value: dt.date) -> Plain:
    day = value.date() if isinstance(value, dt.datetime) else value
    first, last = _YEARS_TYPED_AS_DAYS
    if first <= day <= last or day.year > _LAST_YEAR:
        moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
        return _number(round((moment - _EPOCH) / dt.timedelta(days=1), 4))
    return (day.year, day.month, day.day)


class Grid:
    """Rows that hold something, with the numbers the spreadsheet shows, inside the limits."""

    def __init__(self, name: str, limits: Limits, *, hidden: bool = False) -> None:
        """Begin an empty sheet."""
        self.name = name
        self.hidden = hidden
        self.numbers: list[int] = []
        self.rows: list[list[Plain]] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.cells = 0
        self._table = Cells(limits.cell_characters)
        self._limits = limits

    def add(self, number: int, values: list[Any]) -> None:
        """Keep one row, without blanks at its end, unless it is blank.

        Raises:
            UnreadableFile: the sheet grows beyond the limits.
        """
        table = self._table
        row = [table[value] for value in values]
        if row.count(None) == len(row):
            return
        while row[-1] is None:
            row.pop()
        self.cells += len(row)
        self.numbers.append(number)
        self.rows.append(row)
        self._check(number, len(row))

    def _check(self, number: int, width: int) -> None:
        limits = self._limits
        if number - self.numbers[0] >= limits.rows:
            raise UnreadableFile(Fault.TOO_MANY_ROWS, sheet=self.name, limit=limits.rows)
        if width > limits.columns:
            raise UnreadableFile(Fault.TOO_MANY_COLUMNS, sheet=self.name, limit=limits.columns)
        if self.cells > limits.cells or self._table.characters > limits.characters:
            raise UnreadableFile(Fault.TOO_MANY_CELLS)
