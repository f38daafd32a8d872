"""Which lines below a heading are data, and which are totals, signatures, titles; lines typed column by column."""

import re
from collections.abc import Callable, Collection, Mapping

from lianxin.residents.rosters.remarks import Refusal
from lianxin.tables.columns import Reader, read_column
from lianxin.tables.found import Found, Value
from lianxin.tables.headings import Column, Heading
from lianxin.tables.lines import COLUMN_MARK, Lines, Why, fill_merges, squeezed, why_odd
from lianxin.tables.reading import gather
from lianxin.tables.remarks import Code, Remark
from lianxin.tables.result import Ignored, RosterRow, SheetReading
from lianxin.tables.vocabulary import Vocabulary
from lianxin.tables.wordings import fields_meant
from lianxin.tables.words import BLANKS
from lianxin.tables.workbook import Cell, Row, Sheet, shown

_TITLE = re.compile(
    r".*(?:一览表|统计表|登记表|情况表|信息表|汇总表|名册|名单|台账|明细表?)|[一二三四五六七八九十]+、.*|.*[:：]"
)
_TITLE_LINE = "分段标题"

Readers = Callable[[Column, Collection[Cell]], Reader]
"""Gives what reads the cells of a column."""


def lines_below(sheet: Sheet, heading: Heading, words: Vocabulary, totals_in: Collection[str] = ()) -> Lines:
    """Sort the lines below a heading; merged cells are filled in. 合计 may also stand in the fields of ``totals_in``."""
    lines = Lines()
    mapped = {column.index: name for name, column in heading.fields.items()}
    watched = [index for index, name in mapped.items() if name in totals_in or name == words.name]
    continued = _continued(sheet, heading, words) if words.name in words.never_repeated else frozenset()
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        if number <= heading.last_row:
            continue
        why = Why.CONTINUED if number in continued else _why_none(row, mapped, watched, words)
        if why is None:
            lines.numbers.append(number)
            lines.rows.append(list(row))
            lines.sections.append(None)
        else:
            lines.ignored.append(Ignored(number, why))
    fill_merges(lines, heading, sheet.merges, words.never_repeated)
    return lines


def _continued(sheet: Sheet, heading: Heading, words: Vocabulary) -> frozenset[int]:
    """Lines over which the name of the line above is merged: more about it, and no line of their own."""
    name = heading.fields[words.name].index if words.name in heading.fields else -1
    merges = [merge for merge in sheet.merges if merge.left <= name <= merge.right and merge.top > heading.last_row]
    return frozenset(number for merge in merges for number in range(merge.top + 1, merge.bottom + 1))


def _why_none(row: Row, mapped: Mapping[int, str], watched: Collection[int], words: Vocabulary) -> str | None:
    texts = {index: squeezed(cell) for index, cell in enumerate(row) if cell is not None}
    said = {index for index, text in texts.items() if index in mapped and text not in BLANKS}
    repeated = sum(mapped[index] in fields_meant(texts[index], words, {}) for index in said)
    if repeated > 1:
        return Why.REPEATED_HEADING
    for index in (min(texts), *(place for place in watched if place in texts)):
        if odd := why_odd(texts[index]):
            return odd
    if len(texts) > 2 and _numbers_columns(list(texts.values())):
        return Why.NUMBERED_COLUMNS
    if len(texts) == 1 and _TITLE.fullmatch(next(iter(texts.values()))):
        return _TITLE_LINE
    if not said:
        return Why.EMPTY_LINE if len(texts) < 2 or set(texts) & set(mapped) else Why.REMARK_LINE
    return None


def _numbers_columns(texts: list[str]) -> bool:
    """``甲 乙 1 2`` or ``1 2 3 4 5``; houses are numbered too, but not one after the other across a line."""
    if texts[0].isdecimal():
        return len(texts) > 3 and texts == [str(number) for number in range(1, len(texts) + 1)]
    return all(map(COLUMN_MARK.fullmatch, texts))


class Speaker:
    """Makes remarks about the lines of one sheet."""

    def __init__(self, columns: Mapping[str, Column], labels: Mapping[str, str]) -> None:
        self._columns = columns
        self._labels = labels

    def __call__(self, code: Code, field: str, reason: str, cells: Row) -> Remark:
        """A remark about a field's cell in a line."""
        column = self._columns.get(field)
        if column is None:
            return Remark(code, field, self._labels[field], None, reason)
        raw = shown(cells[column.index]) if column.index < len(cells) else ""
        return Remark(code, field, column.heading, column.index, reason, raw)


def typed_rows(heading: Heading, lines: Lines, words: Vocabulary, readers: Readers) -> list[RosterRow]:
    """The lines with their values by field, and what must be said about single cells."""
    fields = heading.fields
    say = Speaker(fields, words.labels)
    by_field: list[list[Value | Found | None]] = []
    for name, column in fields.items():
        cells = [row[column.index] if column.index < len(row) else None for row in lines.rows]
        by_field.append(read_column(readers(column, cells), cells, own=name in words.never_repeated))
    rows = []
    for number, cells, said in zip(lines.numbers, lines.rows, zip(*by_field, strict=True), strict=True):
        values, odd = gather(list(fields), said)
        remarks = [say(found.code, name, found.reason, cells) for name, found in odd.items() if found.code is not None]
        rows.append(RosterRow(number, values, remarks, [], cells))
    return rows


def refuse(row: RosterRow, sheet: SheetReading, words: Vocabulary, code: Refusal, field: str, reason: str) -> None:
    """Keep a line out."""
    columns = {column.field: column for column in sheet.headings if column.field}
    row.refusals.append(Speaker(columns, words.labels)(code, field, reason, row.cells))
