"""A sheet of courtyards, line by line: which place a line is about, what it says of it, which level a count is of."""

from collections.abc import Collection, Iterable

from lianxin.residents.rosters.courtyards.names import LONGEST, completed, key_of, split_building
from lianxin.residents.rosters.courtyards.words import COURTYARD_WORDS, LABELS, UPKEEP
from lianxin.residents.rosters.lines import lines_below, refuse, typed_rows
from lianxin.residents.rosters.remarks import Refusal
from lianxin.residents.rosters.typed import count_reader, text_reader, word_reader
from lianxin.residents.rules import MOST_HOUSEHOLDS
from lianxin.tables.columns import Reader
from lianxin.tables.headings import Column, Heading
from lianxin.tables.reading import blank_reading
from lianxin.tables.result import RosterRow, SheetReading
from lianxin.tables.words import yes_or_no
from lianxin.tables.workbook import Cell, Merge, Sheet, shown

LEVELS = ("courtyard", "building", "stairway")
PATH, COUNTED_AT = "path", "counted_at"
"""Values worked out: the name path joined by blanks that names cannot hold; the level the households are counted of."""
JOINT = "\n"
_LENGTHS = {"courtyard": LONGEST, "building": LONGEST, "stairway": LONGEST, "keeper": 60, "address": 120, "note": 200}
_NO = frozenset({"无", "没有", "否", "×", "x", "X"})


def read_courtyards(sheet: Sheet, heading: Heading) -> SheetReading:
    """The lines of a sheet with what they say."""
    _spell_out_no(sheet, heading)
    result = blank_reading(sheet)
    lines = lines_below(sheet, heading, COURTYARD_WORDS, totals_in=("building", "stairway"))
    result.header_row, result.headings, result.ignored = heading.row, heading.columns, lines.ignored
    result.rows = typed_rows(heading, lines, COURTYARD_WORDS, _reader)
    _name_places(result)
    _settle_counts(result, heading, sheet.merges)
    _refuse_repeated(result)
    return result


def _spell_out_no(sheet: Sheet, heading: Heading) -> None:
    """Under 有无物业 a 无 is an answer and no blank."""
    column = heading.fields.get("upkeep")
    if column is None or "物业" not in column.heading:
        return
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        if number > heading.last_row and column.index < len(row) and shown(row[column.index]).strip() in _NO:
            row[column.index] = "无物业"


def _reader(column: Column, cells: Collection[Cell]) -> Reader:
    del cells
    name = column.field or ""
    if name == "households":
        return count_reader(LABELS[name], MOST_HOUSEHOLDS)
    if name == "upkeep":
        return word_reader(LABELS[name], UPKEEP, _has_property if "物业" in column.heading else None)
    return text_reader(LABELS[name], _LENGTHS[name])


def _has_property(cell: Cell) -> str | None:
    answer = yes_or_no(shown(cell))
    return None if answer is None else "property" if answer else "none"


def _name_places(sheet: SheetReading) -> None:
    """Give every line its name path; what is left blank above a building or stairway is as in the line above."""
    above: list[str] = []
    places = [next((each.index for each in sheet.headings if each.field == level), None) for level in LEVELS]
    for row in sheet.rows:
        names = [completed(str(row.values.pop(level, "")), at) for at, level in enumerate(LEVELS)]
        if names[1] and not names[2]:
            names[1], names[2] = split_building(names[1])
        deepest = max((at for at, name in enumerate(names) if name), default=-1)
        if deepest > 0 and above and (not names[0] or (not names[1] and keys_of(names[:1]) == keys_of(above[:1]))):
            names[: min(deepest, len(above))] = [
                name or before for name, before in zip(names[:deepest], above, strict=False)
            ]
            _write_out(row, places, names)
        if not names[0]:
            refuse(row, sheet, COURTYARD_WORDS, Refusal.NAME_MISSING, "courtyard", "没有写院坝，不知道是哪里，请补上。")
        elif names[2] and not names[1]:
            refuse(
                row, sheet, COURTYARD_WORDS, Refusal.BUILDING_MISSING, "building", "写了单元，没有写是哪一栋，请补上。"
            )
        else:
            above = [name for name in names if name]
            row.values[PATH] = JOINT.join(above)


def _write_out(row: RosterRow, places: Iterable[int | None], names: Iterable[str]) -> None:
    """Alone in the error sheet, a line must say itself what stood above it."""
    for index, name in zip(places, names, strict=True):
        if index is not None and name:
            row.cells += [None] * (index + 1 - len(row.cells))
            row.cells[index] = name if row.cells[index] is None else row.cells[index]


def path_of(row: RosterRow) -> tuple[str, ...]:
    """The name path of a line, () when it has none."""
    path = row.values.get(PATH)
    return tuple(str(path).split(JOINT)) if path else ()


def keys_of(path: Iterable[str]) -> tuple[str, ...]:
    """What places are told apart by, level by level."""
    return tuple(key_of(name, level) for level, name in enumerate(path))


def counted_at(row: RosterRow) -> int:
    """The level, from 1, that a line's households are counted of."""
    level = row.values.get(COUNTED_AT)
    return level if isinstance(level, int) else len(path_of(row))


def _settle_counts(sheet: SheetReading, heading: Heading, merges: Iterable[Merge]) -> None:
    """A count merged over the lines of a building is the building's, over those of a courtyard the courtyard's."""
    column = heading.fields.get("households")
    spans = {
        merge.top: merge.bottom
        for merge in merges
        if column is not None and merge.left <= column.index <= merge.right and merge.bottom > merge.top
    }
    for at, row in enumerate(sheet.rows):
        path = path_of(row)
        if "households" not in row.values or not path:
            continue
        level = len(path)
        for other in sheet.rows[at + 1 :]:
            if other.row > spans.get(row.row, 0):
                break
            level = min(level, _common(keys_of(path), keys_of(path_of(other))))
        row.values[COUNTED_AT] = max(level, 1)


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    length = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        length += 1
    return length


def _refuse_repeated(sheet: SheetReading) -> None:
    """Two lines about the same place that say different counts cannot both be right; the first stands."""
    first: dict[tuple[str, ...], RosterRow] = {}
    for row in sheet.rows:
        keys = keys_of(path_of(row))[: counted_at(row)]
        if not keys or "households" not in row.values:
            continue
        earlier = first.setdefault(keys, row)
        if earlier is not row and earlier.values["households"] != row.values["households"]:
            reason = f"这一处在第 {earlier.row} 行已经写过，户数不同，只能有一个，请核对。"
            refuse(row, sheet, COURTYARD_WORDS, Refusal.REPEATED, "households", reason)
