"""What is to be written, on its way to the child process and back: plain values."""

import re
from collections.abc import Mapping
from typing import TypedDict

from lianxin.tables.package import column_index

Given = str | int | tuple[int, ...] | None
"""What is written: text, a number, a date as `(1957, 7, 1)`, `(1957, 7)` or `(1957,)`; None leaves the cell."""
TEXT, PLAIN, MONTH = "text", "", "month"
"""How a column is written: always as text; as it comes; dates as year and month."""


class Order(TypedDict, total=False):
    """What is to be written into one sheet, in plain values that go through a pipe.

    A line a person: ``first``, ``stop``, ``columns`` (index, how), ``rows``. Counts: ``cells`` (row, column, number).
    ``texts`` replace the text of cells that are there (row, column, text), rows as they stand in the blank sheet.
    """

    sheet: str
    first: int
    stop: int
    columns: list[tuple[int, str]]
    rows: list[list[Given]]
    cells: list[tuple[int, int, int]]
    texts: list[tuple[int, int, str]]


Formulas = dict[str, list[tuple[int, int, str]]]
"""By sheet the formulas that stood where a number belongs: row, column, formula without its sign."""


def evaluated(formula: str, numbers: Mapping[tuple[int, int], int]) -> int | None:
    """What a plain sum (`SUM(B5:B9)`, `B5+C5`) comes to over known numbers by (row, column); None for other formulas."""
    total = 0
    text = formula.replace("$", "").replace(" ", "").upper()
    summed = re.fullmatch(r"SUM\(([^()]*)\)", text)
    for part in summed[1].split(",") if summed else text.split("+"):
        found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?", part)
        if found is None or (found[3] and not summed):
            return None
        total += _sum_of(found, numbers)
    return total


def _sum_of(found: "re.Match[str]", numbers: Mapping[tuple[int, int], int]) -> int:
    left, right = column_index(found[1]), column_index(found[3] or found[1])
    top, bottom = int(found[2]), int(found[4] or found[2])
    return sum(n for (row, column), n in numbers.items() if top <= row <= bottom and left <= column <= right)
