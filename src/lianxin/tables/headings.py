"""Finding the heading of a sheet and what each of its columns means."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lianxin.kernel.partial_dates import PartialDate
from lianxin.tables.vocabulary import SEQUENCE, Vocabulary
from lianxin.tables.wordings import UNKNOWN, Meaning, bare, meaning
from lianxin.tables.workbook import Cell, Row, Sheet

_ROWS_LOOKED_AT = 60
_LONGEST_HEADING = 200
_DEPTHS = (1, 2, 3)
"""Rows a heading may have."""
_TIMES = frozenset({"时间", "日期", "年月"})
_DATA = re.compile(r"[0-9]{15}|[0-9]{17}[0-9Xx]|1[3-9][0-9]{9}|(?:19|20)[0-9]{2}[-./年][0-9]{1,2}.*")
_BY_MONTH, _BY_DAY = re.compile("年月|月份"), re.compile("日|dd", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the heading: where, what stands above it, which field it is read as.

    `field` is None for a column that is not read; `why` then says why (empty: the heading is not known). `by_month`:
    the heading asks for year and month, so that the first of a month in it means the month.
    """

    index: int
    heading: str
    field: str | None
    why: str = ""
    by_month: bool = False


@dataclass(slots=True)
class Heading:
    """A sheet's heading: the row that holds the name, the last row of the heading, the columns from left to right."""

    row: int
    last_row: int
    columns: list[Column] = field(default_factory=list)

    @property
    def fields(self) -> dict[str, Column]:
        """The columns that are read, by field; the running number not among them."""
        return {column.field: column for column in self.columns if column.field and column.field != SEQUENCE}


def find_heading(sheet: Sheet, words: Vocabulary, synonyms: Mapping[str, str | None]) -> Heading | None:
    """The first row, or rows together, with a name and one of the fields that prove it.

    What stands above may be a subtitle and not the upper part of a heading, so the rows below it are tried as well.
    """
    for at in range(min(len(sheet.rows), _ROWS_LOOKED_AT)):
        here = [_proven(sheet, at, depth, words, synonyms) for depth in _DEPTHS]
        if any(here):
            below = [_proven(sheet, at + 1, depth, words, synonyms) for depth in _DEPTHS]
            candidates = (here[0], below[0], *here[1:], *below[1:])
            return max(filter(None, candidates), key=lambda heading: _fitness(sheet, heading, words.name))
    return None


def _fitness(sheet: Sheet, heading: Heading, field: str) -> tuple[bool, int]:
    """A heading ends where the merged cell ends that holds its name; beyond that, the more fields the better."""
    name = heading.fields[field].index
    bottoms = [
        merge.bottom
        for merge in sheet.merges
        if merge.top <= heading.row <= merge.bottom and merge.left <= name <= merge.right
    ]
    return (heading.last_row in bottoms, len(heading.fields))


def heading_at(
    sheet: Sheet,
    row: int | None,
    chosen: Mapping[int, str | None],
    words: Vocabulary,
    synonyms: Mapping[str, str | None],
) -> Heading | None:
    """The heading with a clerk's corrections: another row (as shown in the spreadsheet), other fields by column.

    `chosen` gives a field by column from 0, or None for a column not to be read. None if there is no such row.
    """
    if row is None:
        heading = find_heading(sheet, words, synonyms)
    elif row in sheet.numbers:
        at = sheet.numbers.index(row)
        found = [heading for depth in _DEPTHS if (heading := _heading(sheet, at, depth, words, synonyms, chosen=True))]
        heading = max(found, key=lambda heading: len(heading.fields))
        heading.row = row
    else:
        heading = None
    if heading and chosen:
        heading.columns = _corrected(heading, chosen)
    return heading


def _proven(sheet: Sheet, at: int, depth: int, words: Vocabulary, synonyms: Mapping[str, str | None]) -> Heading | None:
    heading = _heading(sheet, at, depth, words, synonyms)
    return heading if heading and words.name in heading.fields and words.proofs & heading.fields.keys() else None


def _heading(
    sheet: Sheet, at: int, depth: int, words: Vocabulary, synonyms: Mapping[str, str | None], *, chosen: bool = False
) -> Heading | None:
    """A row, or a row with those below it, read as a heading; None if it cannot be one."""
    if at + depth > len(sheet.rows) or not (chosen or is_heading_text(sheet.rows[at])):
        return None
    if not all(_carries_on(sheet, at, upper, words) for upper in range(at, at + depth - 1)):
        return None
    columns = assign(_texts(sheet, at, depth), words, synonyms)
    return Heading(_row_of_name(sheet, at, depth, columns, words.name), sheet.numbers[at + depth - 1], columns)


def assign(texts: Mapping[int, tuple[str, ...]], words: Vocabulary, synonyms: Mapping[str, str | None]) -> list[Column]:
    """Give each column its field: plain words first, weaker words what is left; a second column of a field nothing."""
    meant = {index: _meant_by(parts, words, synonyms) for index, parts in texts.items()}
    taken: dict[str, int] = {}
    for weak in (False, True):
        for index, (fields, is_weak) in meant.items():
            if is_weak is not weak:
                continue
            free = next((name for name in fields if name not in taken), None)
            if free:
                taken[free] = index
    given = {index: name for name, index in taken.items()}
    return [_column(index, parts, given.get(index), meant[index].fields, words) for index, parts in texts.items()]


def _column(index: int, parts: tuple[str, ...], given: str | None, meant: tuple[str, ...], words: Vocabulary) -> Column:
    heading = " ".join(dict.fromkeys(parts))
    why = ""
    if given is None and meant:
        why = "与前面的列重复，只读第一列"
    elif given is None and bare(parts[-1]) in words.computed:
        why = "由系统自己推算，不用导入"
    elif given == SEQUENCE:
        why = "序号，不用导入"
    by_month = bool(_BY_MONTH.search(heading)) and not _BY_DAY.search(heading)
    return Column(index, heading, given, why, by_month)


def _meant_by(parts: tuple[str, ...], words: Vocabulary, synonyms: Mapping[str, str | None]) -> Meaning:
    """What a column may mean; `parts` are the headings from top to bottom."""
    for text in _readings(parts, words.others):
        found = meaning(text, words, synonyms)
        if found.fields:
            return found
    return UNKNOWN


def _readings(parts: tuple[str, ...], others: tuple[str, ...]) -> Iterator[str]:
    """`入党` under `时间` may be 入党时间 or 时间入党; on its own only if the groups are about nobody else.

    Of several groups above one another the nearest says most.
    """
    *groups, last = [part for part in parts if bare(part)] or parts
    if not groups:
        yield last
        return
    for group in dict.fromkeys((groups[-1], "".join(groups))):
        yield from (bare(last) + bare(group), bare(group) + bare(last))
    if not any(word in group for group in groups for word in others):
        yield last


def _texts(sheet: Sheet, at: int, depth: int) -> dict[int, tuple[str, ...]]:
    """Column → heading texts from top to bottom."""
    last = at + depth - 1
    rows = [*(_spread(sheet, upper, last) for upper in range(at, last)), sheet.rows[last]]
    texts: dict[int, tuple[str, ...]] = {}
    for row in rows:
        for index, cell in enumerate(row):
            if cell is not None and (text := _text(cell)) not in texts.get(index, ()):
                texts[index] = (*texts.get(index, ()), text)
    return dict(sorted(texts.items()))


def _carries_on(sheet: Sheet, first: int, at: int, words: Vocabulary) -> bool:
    """Whether the row after `at` belongs to the heading begun at `first`: short words, none below what stands alone.

    A merged range over both rows, or over several columns of the upper one, says so; so does a lower row that leaves
    the column of the name empty.
    """
    lower, number, following = sheet.rows[at + 1], sheet.numbers[at], sheet.numbers[at + 1]
    if not is_heading_text(lower) or _words(sheet.rows[first]) < 2:
        return False
    down = any(merge.top <= number and merge.bottom >= following for merge in sheet.merges)
    if down or following != number + 1:
        return down
    across = any(merge.top == merge.bottom == number and merge.right > merge.left for merge in sheet.merges)
    if across and _known(lower, words):
        return True
    above = sheet.rows[first : at + 1]
    sole = [
        index
        for row in above
        for index, cell in enumerate(row)
        if cell is not None and bare(_text(cell)) == words.labels[words.name]
    ]
    empty = all(index >= len(lower) or lower[index] is None for index in sole)
    return bool(sole) and empty and _known(lower, words)


def _known(row: Row, vocabulary: Vocabulary) -> bool:
    """Whether the row's words are words of headings."""
    words = [_text(cell) for cell in row if cell is not None]
    known = [word for word in words if bare(word) in _TIMES or meaning(word, vocabulary, {}).fields]
    return len(known) * 2 >= len(words)


def _spread(sheet: Sheet, at: int, last: int) -> Row:
    """A heading row with merged groups repeated over their columns; without merges, over the blanks to the right.

    ``last`` is the place of the heading's last row: a group reaches as far as there are words below it.
    """
    number, row, below = sheet.numbers[at], list(sheet.rows[at]), sheet.rows[at + 1 : last + 1]
    merges = [merge for merge in sheet.merges if merge.top <= number <= merge.bottom]
    row += [None] * (max(map(len, below)) - len(row))
    for merge in merges:
        for index in range(merge.left, min(merge.right + 1, len(row))):
            if merge.top == number:
                row[index] = row[merge.left]
    if not merges:
        for index in range(1, len(row)):
            if row[index] is None and any(index < len(lower) and lower[index] is not None for lower in below):
                row[index] = row[index - 1]
    return row


def _row_of_name(sheet: Sheet, at: int, depth: int, columns: Sequence[Column], name: str) -> int:
    """The row in which the heading of the name stands; the upper one if there is none."""
    index = next((column.index for column in columns if column.field == name), None)
    for offset in reversed(range(depth)):
        row = sheet.rows[at + offset]
        if index is not None and index < len(row) and row[index] is not None:
            return sheet.numbers[at + offset]
    return sheet.numbers[at]


def _corrected(heading: Heading, chosen: Mapping[int, str | None]) -> list[Column]:
    wanted = {name for name in chosen.values() if name}
    columns = {}
    for column in heading.columns:
        name = chosen.get(column.index, None if column.field in wanted else column.field)
        why = "" if name else "按手工设置不读这一列"
        columns[column.index] = Column(column.index, column.heading, name, why, column.by_month)
    for index, name in chosen.items():
        if index not in columns:
            columns[index] = Column(index, "", name)
    return [columns[index] for index in sorted(columns)]


def is_heading_text(row: Row) -> bool:
    """Whether no cell of the row looks like somebody's data."""
    return not any(_is_data(cell) for cell in row if cell is not None)


def _is_data(cell: Cell) -> bool:
    match cell:
        case str():
            text = cell.strip().strip("'")
            return len(text) > _LONGEST_HEADING or bool(_DATA.fullmatch(text))
        case date() | PartialDate():
            return True
        case int() | float():
            return abs(cell) > 999
        case _:
            return False


def _words(row: Row) -> int:
    return sum(isinstance(cell, str) for cell in row)


def _text(cell: Cell) -> str:
    """A heading as it stands, line breaks and all: it is how people find their column again."""
    return cell.strip() if isinstance(cell, str) else str(cell)
