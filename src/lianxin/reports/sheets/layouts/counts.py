"""A counting table: which rows and columns are conditions over members, and which crossings hold a number.

The heading's depth and the number of columns of row headings are not known beforehand: each depth is tried, and the
one by which most crossings are understood is taken.
"""

import re
from collections.abc import Iterator, Sequence

from lianxin.reports.sheets.layouts.conditions import (
    GROUP,
    Condition,
    Dimension,
    Vocabulary,
    group_of,
    is_within,
    plain,
)
from lianxin.reports.sheets.layouts.layout import CountLayout, Line
from lianxin.tables.workbook import Cell, Merge, Sheet

_DEEPEST = 3
_MOST_ROWS = 500
_MOST_CELLS = 20_000
_LEAST_CELLS = 2
_FOOT = re.compile(
    r"\s*(?:填表|制表|填报|报送|审核|审批|复核|负责|经办|单位负责|联系|说明|备注|注|日期|填写|附)\S{0,6}\s*(?:[:：(（].*)?$|.*(?:盖章|签字|签名|公章).*",
    re.DOTALL,
)
_NUMBERS_ROW = re.compile(r"[甲乙丙丁]|\d{1,2}|[(（]\d{1,2}[)）]")

Grid = dict[tuple[int, int], str]


class _Table:
    """The sheet's texts by place, merged ones in every cell they cover, and what each row holds of its own."""

    def __init__(self, sheet: Sheet) -> None:
        self.rows = dict(zip(sheet.numbers, sheet.rows, strict=True))
        self.merges = sheet.merges
        self.own: dict[int, dict[int, str]] = {}
        self.grid: Grid = {}
        for number, row in self.rows.items():
            texts = {index: cell.strip() for index, cell in enumerate(row) if isinstance(cell, str)}
            self.own[number] = texts
            self.grid |= {(number, index): text for index, text in texts.items()}
        self.across: dict[int, dict[int, str]] = {}
        self.covered: set[tuple[int, int]] = set()
        for merge in sheet.merges:
            self._spread(merge)
        for (number, index), text in sorted(self.grid.items()):
            self.across.setdefault(number, {})[index] = text

    def _spread(self, merge: Merge) -> None:
        text = self.grid.get((merge.top, merge.left))
        for number in range(merge.top, merge.bottom + 1):
            for index in range(merge.left, merge.right + 1):
                if (number, index) != (merge.top, merge.left):
                    self.covered.add((number, index))
                    if text is not None:
                        self.grid[number, index] = text

    def rightmost(self, number: int) -> int:
        """The last column of the row in which a text stands, merged ones from above left out; -1 for none."""
        own = self.own.get(number, {})
        ends = [merge.right for merge in self.merges if merge.top == number and merge.left in own]
        return max([*own, *ends], default=-1)

    def last_row(self) -> int:
        bottoms = (merge.bottom for merge in self.merges if (merge.top, merge.left) in self.grid)
        return max([*self.rows, *bottoms], default=0)


def count_layout(sheet: Sheet, words: Vocabulary) -> CountLayout | None:
    """How a counting table is laid out; None when too little of it is understood, or it is no table of a usual size."""
    covered = sum((merge.bottom - merge.top + 1) * (merge.right - merge.left + 1) for merge in sheet.merges)
    if len(sheet.rows) > _MOST_ROWS or covered > _MOST_CELLS or sum(map(len, sheet.rows)) > _MOST_CELLS:
        return None
    table = _Table(sheet)
    tried = (
        _at(table, sheet.name, top, depth, words) for top in _tops(table, words) for depth in range(1, _DEEPEST + 1)
    )
    best = max((each for each in tried if each is not None), key=lambda each: len(each.cells), default=None)
    return best if best is not None and len(best.cells) >= _LEAST_CELLS else None


def _tops(table: _Table, words: Vocabulary) -> Iterator[int]:
    """Rows that may be the first of the heading: two texts at least, something in them or just below understood."""
    for number in sorted(table.own)[:20]:
        texts = table.own[number]
        if len(texts) >= 2 and any(words.meaning(text) or group_of(text) for text in texts.values()):
            yield number


def _at(table: _Table, name: str, top: int, depth: int, words: Vocabulary) -> CountLayout | None:
    head = range(top, top + depth)
    width = max(table.rightmost(number) for number in head)
    body = [number for number in range(top + depth, table.last_row() + 1) if _is_line(table, number)]
    if not body:
        return None
    stub = 1 + max(_stub_end(table, number) for number in body)
    if stub > width or not 0 < len(body) * (width + 1 - stub) <= _MOST_CELLS:
        return None
    columns = [_line(at, _headings(table, [(number, at) for number in head]), words) for at in range(stub, width + 1)]
    rows = [_line(number, _headings(table, [(number, at) for at in range(stub)]), words) for number in body]
    columns = [line for line in columns if line.headings]
    rows = [line for line in rows if line.headings]
    cells = [
        (row.at, column.at)
        for row in rows
        if row.conditions is not None
        for column in columns
        if column.conditions is not None and _takes(table, row.at, column.at)
    ]
    said = any(line.conditions for line in rows) or any(line.conditions for line in columns)
    return CountLayout(name, top, rows, columns, cells) if cells and said else None


def _is_line(table: _Table, number: int) -> bool:
    """Whether a row below the heading is one to be counted: it has a heading of its own or from above, and no foot."""
    own = table.own.get(number, {})
    texts = list((own or table.across.get(number, {})).values())
    if not texts or any(_FOOT.match(text) for text in texts):
        return False
    numbered = [text for text in texts if _NUMBERS_ROW.fullmatch(text)]
    return len(numbered) < len(texts)


def _stub_end(table: _Table, number: int) -> int:
    """The last column of the row's own heading: the run of texts it begins with; a barred cell further on is none."""
    across = table.across.get(number, {})
    end = min(across, default=-1)
    while end + 1 in across:
        end += 1
    return end


def _headings(table: _Table, places: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    texts = (table.grid[place] for place in places if place in table.grid)
    return tuple(dict.fromkeys(text for text in texts if not text.isdecimal()))


def _line(at: int, headings: tuple[str, ...], words: Vocabulary) -> Line:
    conditions: list[Condition] = []
    groups: list[Dimension] = []
    within = False
    for text in headings:
        within = within or is_within(text)
        found = words.meaning(text, groups)
        if found is None:
            return Line(at, headings, None, text.replace("\n", ""), within)
        dimension = group_of(text)
        if dimension is not None:
            groups.append(dimension)
        if found is not GROUP:
            conditions.append(found)
            groups.append(found.dimension)
    return Line(at, headings, tuple(conditions), "", within)


def _takes(table: _Table, number: int, index: int) -> bool:
    """Whether a crossing is free: blank, or the number a formula left there; not the hidden part of a merged cell."""
    if (number, index) in table.covered:
        return False
    row: list[Cell] = table.rows.get(number, [])
    cell = row[index] if index < len(row) else None
    return cell is None or isinstance(cell, int | float)


def headings_to_ask(layout: CountLayout) -> list[tuple[str, str]]:
    """Every heading with how it was understood ("" : it was not), in the order of the sheet, each once."""
    found: dict[str, str] = {}
    for line in (*layout.columns, *layout.rows):
        for text in line.headings:
            if plain(text) and plain(text) not in found:
                found[plain(text)] = _understood(text, line)
    return list(found.items())


def _understood(text: str, line: Line) -> str:
    if line.conditions is None and line.unknown == text.replace("\n", ""):
        return ""
    return plain(text)
