"""A line a person put into a sheet: existing blank lines first, then copies of the first one above what must stay below."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from lxml import etree

from lianxin.reports.sheets.writing.cells import CellWriter
from lianxin.reports.sheets.writing.orders import Given
from lianxin.reports.sheets.writing.sheet import SheetPart
from lianxin.reports.sheets.writing.shifting import Shift, copied
from lianxin.reports.sheets.writing.styles import Styles
from lianxin.tables.package import column_letters

MARKER = "lianxin-lines"
_RANGE = re.compile(r"([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)")


class Body(NamedTuple):
    """The blank lines there are: the first row, the last, and how many."""

    first: int
    last: int

    @property
    def size(self) -> int:
        """How many lines there are."""
        return self.last - self.first + 1


def body_of(sheet: SheetPart, first: int, stop: int, styles: Styles) -> Body:
    """The lines of a sheet begin with ``first`` and end before ``stop`` (0: nothing stands below).

    Of ruled lines only those count that are ruled: a blank row between the table and the signature is no line.
    """
    if stop:
        last = max(first, stop - 1)
    else:
        last = first
        while last + 1 in sheet.rows and len(sheet.rows[last + 1]):
            last += 1
    if _ruled(sheet, first, styles):
        while last > first and not _ruled(sheet, last, styles):
            last -= 1
    return Body(first, last)


def _ruled(sheet: SheetPart, number: int, styles: Styles) -> bool:
    row = sheet.rows.get(number)
    return row is not None and any(styles.has_border(cell.get("s", "0")) for cell in sheet.cells(row).values())


def shift_for(name: str, body: Body, people: int) -> Shift | None:
    """The rows to be put in; before the last line, so that its lower rule and sums over all lines stay right."""
    if people <= body.size:
        return None
    single = body.size == 1
    at = body.last + 1 if single else body.last
    return Shift(name, at, people - body.size, grown=body.last if single else 0)


class LineWriter:
    """Fills the lines of one sheet. ``columns``: index and how each is written."""

    def __init__(self, sheet: SheetPart, styles: Styles, body: Body, columns: Sequence[tuple[int, str]]) -> None:
        self._sheet = sheet
        self._writer = CellWriter(styles, sheet.prefix)
        self._body = body
        self._columns = columns

    def fill(self, rows: Sequence[Sequence[Given]], shift: Shift | None) -> str:
        """Write the people; the XML of the rows put in, to stand in place of ``MARKER``."""
        body, added = self._body, shift.by if shift else 0
        self._part_lines()
        pattern = self._sheet.row(body.first)
        plan = self._pattern_of(pattern) if added else None
        before = body.size if body.size == 1 else body.size - 1
        existing = list(range(body.first, body.first + before))
        if body.size > 1:
            existing.append(body.last + added)
        put_in = ""
        if plan is not None:
            between = rows[before : before + added]
            put_in = plan.rows(between, body.first + before)
            self._mark(existing[before - 1])
            self._copy_merges(body.first, range(body.first + before, body.first + before + added))
        there = [*rows[:before], *rows[before + added :]] if added else list(rows)
        for number, values in zip(existing, there, strict=False):
            self._fill_row(number, values)
        return put_in

    def _part_lines(self) -> None:
        """Cells merged over several lines are parted: each line is somebody's."""
        first, last = self._body
        for merge in self._sheet.merges():
            found = _RANGE.fullmatch(merge.get("ref", ""))
            if found and found[2] != found[4] and int(found[2]) <= last and int(found[4]) >= first:
                self._sheet.drop_merge(merge)

    def _copy_merges(self, first: int, numbers: range) -> None:
        """Cells merged across in the first line are merged in every line put in."""
        across = [
            found
            for merge in self._sheet.merges()
            if (found := _RANGE.fullmatch(merge.get("ref", ""))) and int(found[2]) == int(found[4]) == first
        ]
        self._sheet.add_merges([f"{each[1]}{number}:{each[3]}{number}" for number in numbers for each in across])

    def _mark(self, number: int) -> None:
        self._sheet.row(number).addnext(etree.ProcessingInstruction(MARKER, ""))

    def _fill_row(self, number: int, values: Sequence[Given]) -> None:
        for (index, how), value in zip(self._columns, values, strict=True):
            cell = self._sheet.cell(number, index)
            if self._sheet.formula(cell) is not None:
                continue
            set_cell(self._sheet, self._writer, cell, value, how)

    def _pattern_of(self, row: Any) -> "_Pattern":  # noqa: ANN401 - lxml's element has no public type
        for index, _ in self._columns:
            self._sheet.cell(self._body.first, index)
        return _Pattern(self._sheet, self._writer, row, dict(self._columns), [index for index, _ in self._columns])


class _Pattern:
    """The first line as a pattern for others, written as text: building an element for each cell would take most of the time."""

    def __init__(
        self,
        sheet: SheetPart,
        writer: CellWriter,
        row: Any,  # noqa: ANN401
        how: dict[int, str],
        order: list[int],
    ) -> None:
        self._prefix, self._writer, self._first = sheet.prefix, writer, int(row.get("r"))
        self._row_attributes = "".join(
            f' {name}="{value}"' for name, value in row.attrib.items() if name != "r" and "}" not in name
        )
        self._cells: list[tuple[str, str, int, str, str]] = []
        for index, cell in sorted(sheet.cells(row).items()):
            formula = sheet.formula(cell)
            place = order.index(index) if index in how and formula is None else -1
            self._cells.append((column_letters(index), cell.get("s", "0"), place, how.get(index, ""), formula or ""))

    def rows(self, people: Sequence[Sequence[Given]], first: int) -> str:
        """The lines of these people, beginning with row ``first``."""
        p, inside = self._prefix, self._writer.inside
        known: dict[tuple[Given, str, str], tuple[str, str, str]] = {}
        lines = []
        for number, values in enumerate(people, first):
            cells = []
            for letters, style, place, how, formula in self._cells:
                value = values[place] if place >= 0 else None
                if value is None or value == "":
                    content = self._formula(formula, letters, number) if formula else ""
                    worn, kind = style, ""
                else:
                    key = (value, style, how)
                    found = known.get(key)
                    if found is None:
                        found = known[key] = inside(value, style, how)
                    worn, kind, content = found
                cells.append(f'<{p}c r="{letters}{number}" s="{worn}"{kind}>{content}</{p}c>')
            lines.append(f'<{p}row r="{number}"{self._row_attributes}>{"".join(cells)}</{p}row>')
            if len(known) > 20_000:
                known.clear()
        return "".join(lines)

    def _formula(self, formula: str, letters: str, number: int) -> str:
        moved = copied(formula, f"{letters}{self._first}", f"{letters}{number}")
        text = moved.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f"<{self._prefix}f>{text}</{self._prefix}f>"


def set_cell(sheet: SheetPart, writer: CellWriter, cell: Any, value: Given, how: str = "") -> None:  # noqa: ANN401
    """Put a value into a cell in place of what it held; None leaves it."""
    if value is None or value == "":
        return
    style, kind, inside = writer.inside(value, cell.get("s", "0"), how)
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    cell.set("s", style)
    if kind:
        cell.set("t", "inlineStr")
    space = sheet.root.nsmap[sheet.root.prefix]
    name = f":{sheet.root.prefix}" if sheet.root.prefix else ""
    content = etree.fromstring(f'<{sheet.prefix}c xmlns{name}="{space}">{inside}</{sheet.prefix}c>')
    cell.extend(list(content))
