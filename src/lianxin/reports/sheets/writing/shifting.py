"""Rows put into a sheet: what stood below moves down, and everything that points there follows."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from lianxin.tables.package import column_index, column_letters

LAST_ROW = 1_048_576
_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})")
_ROWS = re.compile(r"(\$?)(\d{1,7}):(\$?)(\d{1,7})")
_REFERENCE = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")"""
    r"""|(?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"""
    r"""(?<![\w.])(?P<place>\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?|\$?\d{1,7}:\$?\d{1,7})(?![\w.(!])"""
)
"""Texts in a formula are passed over; a place is no part of a name (`A1_x`) and no function (`LOG10(`)."""


@dataclass(frozen=True, slots=True)
class Shift:
    """``by`` rows put in before row ``at`` of ``sheet``.

    ``grown``: the one row of lines there was; a range that ends with it takes the new ones in, as a sum of all lines must.
    """

    sheet: str
    at: int
    by: int
    grown: int = 0

    def row(self, number: int) -> int:
        """Where a row stands afterwards."""
        return number + self.by if self.at <= number < LAST_ROW else number

    def end(self, number: int) -> int:
        """Where the last row of a range stands afterwards."""
        return number + self.by if number == self.grown else self.row(number)

    def reference(self, text: str) -> str:
        """`B5`, `B5:C9`, `$3:$4`, several with blanks between, as they stand in attributes."""
        return " ".join(self._one(part) for part in text.split(" "))

    def formula(self, text: str, *, here: bool) -> str:
        """A formula without its sign; ``here``: it stands on the shifted sheet, so that plain references mean it."""

        def moved(found: "re.Match[str]") -> str:
            sheet = found["sheet"]
            named = sheet[:-1].strip("'").replace("''", "'") if sheet else ""
            if found["text"] or (named != self.sheet if sheet else not here):
                return found[0]
            return f"{sheet or ''}{self._one(found['place'])}"

        return _REFERENCE.sub(moved, text)

    def _one(self, text: str) -> str:
        first, colon, last = text.partition(":")
        whole = _ROWS.fullmatch(text)
        if whole:
            return f"{whole[1]}{self.row(int(whole[2]))}:{whole[3]}{self.end(int(whole[4]))}"
        return f"{_moved(first, self.row)}{colon}{_moved(last, self.end)}" if colon else _moved(first, self.row)


def copied(formula: str, source: str, target: str) -> str:
    """A formula as copying it from one cell to another makes it: what is not fixed by $ moves along."""
    origin, place = _CELL.fullmatch(source), _CELL.fullmatch(target)
    if origin is None or place is None:
        return formula
    down = int(place[4]) - int(origin[4])
    across = column_index(place[2]) - column_index(origin[2])

    def moved(found: "re.Match[str]") -> str:
        if found["text"]:
            return found[0]
        parts = (_copied(part, down, across) for part in found["place"].split(":"))
        return f"{found['sheet'] or ''}{':'.join(parts)}"

    return _REFERENCE.sub(moved, formula)


def _copied(cell: str, down: int, across: int) -> str:
    found = _CELL.fullmatch(cell)
    if found is None:
        return cell
    letters = found[2] if found[1] else column_letters(max(0, column_index(found[2].upper()) + across))
    number = found[4] if found[3] else str(max(1, int(found[4]) + down))
    return f"{found[1]}{letters}{found[3]}{number}"


def _moved(cell: str, row: Callable[[int], int]) -> str:
    found = _CELL.fullmatch(cell)
    return f"{found[1]}{found[2]}{found[3]}{row(int(found[4]))}" if found else cell
