"""A roster file, read to the end: the door of this package."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lianxin.party.rosters.reading import words
from lianxin.party.rosters.reading.checks import REQUIRED, RowCheck
from lianxin.party.rosters.reading.found import Found, Value
from lianxin.party.rosters.reading.headings import Heading, heading_at
from lianxin.party.rosters.reading.limits import DEFAULT_LIMITS, Limits
from lianxin.party.rosters.reading.lines import Lines, branch_titled, lines_below
from lianxin.party.rosters.reading.problems import Fault, UnreadableFile
from lianxin.party.rosters.reading.remarks import Code, Refusal, Remark
from lianxin.party.rosters.reading.result import RosterReading, RosterRow, SheetReading
from lianxin.party.rosters.reading.sandbox import read_workbook
from lianxin.party.rosters.reading.values import read_column
from lianxin.party.rosters.reading.wordings import bare, fields_meant
from lianxin.party.rosters.reading.workbook import Sheet, Workbook, shown

_SAMPLE_ROWS = 20
_RANKS: tuple[Code, ...] = tuple(Refusal)
_HIDDEN = "隐藏的工作表“{name}”没有读；要导入它，请先取消隐藏，或指定这张表。"
_SECOND_NAME = "工作表“{name}”里有不止一列姓名，只读了最左边的；右边还有人的话，请把他们接到下面再导入。"
_NO_NAME = "没有姓名，不能入册，请补上。"
_REPEATED = "身份证号与{where}第 {row} 行相同，同一个人只能有一行。"


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """A clerk's corrections for one sheet.

    `header_row` is the row as the spreadsheet shows it, None to let it be found; `columns` gives a field by column
    from 0, or None for a column that shall not be read.
    """

    header_row: int | None = None
    columns: Mapping[int, str | None] = field(default_factory=dict)


class NoHeading(UnreadableFile):
    """No sheet has a heading that is recognised; `reading` holds first lines, to choose one by hand."""

    def __init__(self, reading: RosterReading) -> None:
        """Keep what was read."""
        super().__init__(Fault.NO_HEADING)
        self.reading = reading


def read_roster(
    path: Path,
    *,
    sheet: str | None = None,
    mappings: Mapping[str, SheetMapping] | None = None,
    synonyms: Mapping[str, str | None] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> RosterReading:
    """Read a roster: its sheets, their headings, and every line typed and checked. Nothing is written anywhere.

    Args:
        path: An .xlsx, .xls or delimited text file, under whatever name.
        sheet: Only the sheet of this name, which may be a hidden one; otherwise all that are not hidden.
        mappings: Corrections by hand, by the sheet's name.
        synonyms: The community's remembered headings, as written, each with its field or None (not to be read).
        limits: Bounds of size, memory and time.

    Raises:
        UnreadableFile: with one Chinese sentence: the file cannot be read, or has no such sheet.
        NoHeading: no sheet has a name column and one of identity number, birth, joining.
    """
    workbook = read_workbook(path, limits=limits)
    own = {bare(heading): name for heading, name in (synonyms or {}).items()}
    reading = RosterReading(workbook.kind, list(workbook.notes))
    first_rows: dict[str, tuple[str, int]] = {}
    for each in _chosen(workbook, sheet, reading.notes):
        mapping = (mappings or {}).get(each.name, SheetMapping())
        heading = heading_at(each, mapping.header_row, mapping.columns, own)
        if heading and _has_second_name(heading, own):
            reading.notes.append(_SECOND_NAME.format(name=each.name))
        result = _read_sheet(each, heading, textual=workbook.kind == "csv")
        _refuse_repeated(result, first_rows)
        for row in result.rows:
            row.refusals.sort(key=_rank)
        reading.sheets.append(result)
    if all(each.header_row is None for each in reading.sheets):
        raise NoHeading(reading)
    return reading


def _has_second_name(heading: Heading, synonyms: Mapping[str, str | None]) -> bool:
    """Whether people stand side by side: whoever stands on the right is not read and must not be lost in silence."""
    names = [column for column in heading.columns if fields_meant(column.heading, synonyms)[:1] == ("name",)]
    return len(names) > 1


def _chosen(workbook: Workbook, name: str | None, notes: list[str]) -> Sequence[Sheet]:
    if name is not None:
        chosen = [sheet for sheet in workbook.sheets if sheet.name.strip() == name.strip()]
        if not chosen and workbook.kind != "csv":
            names = "、".join(sheet.name for sheet in workbook.sheets)
            raise UnreadableFile(Fault.NO_SUCH_SHEET, name=name, names=names)
        return chosen or workbook.sheets
    visible = [sheet for sheet in workbook.sheets if not sheet.hidden]
    notes.extend(_HIDDEN.format(name=sheet.name) for sheet in workbook.sheets if sheet.hidden and sheet.rows)
    return visible


def _read_sheet(sheet: Sheet, heading: Heading | None, *, textual: bool) -> SheetReading:
    sample = list(zip(sheet.numbers[:_SAMPLE_ROWS], sheet.rows[:_SAMPLE_ROWS], strict=True))
    result = SheetReading(sheet.name, branch_hint=branch_titled(sheet.name), sample=sample)
    if heading is None:
        return result
    lines = lines_below(sheet, heading)
    _settle_kinds(heading, lines)
    fields = heading.fields
    result.header_row = heading.row
    result.headings = heading.columns
    result.ignored = lines.ignored
    sections = any(lines.sections)
    result.missing_fields = [name for name in REQUIRED if name not in fields and not (name == "branch" and sections)]
    result.rows = _read_rows(heading, lines, textual=textual)
    return result


def _settle_kinds(heading: Heading, lines: Lines) -> None:
    """人员类别 often stands above 在职 and 退休, 身份 above 正式 and 预备: the words below decide."""
    for name, other in (("category", "employment"), ("employment", "category")):
        fields = heading.fields
        if name not in fields or other in fields:
            continue
        column = fields[name]
        said = {shown(row[column.index]) for row in lines.rows if column.index < len(row)}
        if any(words.meant(other, word) for word in said) and not any(words.meant(name, word) for word in said):
            heading.columns[heading.columns.index(column)] = replace(column, field=other)
            return


def _read_rows(heading: Heading, lines: Lines, *, textual: bool) -> list[RosterRow]:
    fields = heading.fields
    check = RowCheck(fields)
    names = list(fields)
    by_field: list[list[Value | Found | None]] = []
    for column in fields.values():
        index = column.index
        cells_below = [row[index] if index < len(row) else None for row in lines.rows]
        by_field.append(read_column(column, cells_below, textual=textual))
    rows: list[RosterRow] = []
    for number, cells, section, said in zip(
        lines.numbers, lines.rows, lines.sections, zip(*by_field, strict=True), strict=True
    ):
        values, odd = _gather(names, said)
        if section:
            values.setdefault("branch", section)
        remarks = check.check(values, odd, cells)
        if "name" not in values:
            remarks.insert(0, check.remark(Refusal.NAME_MISSING, "name", _NO_NAME, cells))
        warnings = [remark for remark in remarks if not remark.refuses]
        refusals = [remark for remark in remarks if remark.refuses]
        rows.append(RosterRow(number, values, warnings, refusals, cells))
    return rows


def _gather(names: Sequence[str], said: Sequence[Value | Found | None]) -> tuple[dict[str, Value], dict[str, Found]]:
    """The values of one line by field, and the fields of which something must be said.

    What belongs to another field than its column's goes there if nothing stands there.
    """
    values: dict[str, Value] = {}
    odd: dict[str, Found] = {}
    strays: list[tuple[str, Value]] = []
    for name, what in zip(names, said, strict=True):
        if what is None:
            continue
        if not isinstance(what, Found):
            values[name] = what
            continue
        if what.value is not None and what.field is None:
            values[name] = what.value
        elif what.value is not None and what.field is not None:
            strays.append((what.field, what.value))
        if what.also is not None:
            strays.append(what.also)
        if what.code is not None or what.other is not None:
            odd[name] = what
    for name, value in strays:
        values.setdefault(name, value)
    return values, odd


def _refuse_repeated(sheet: SheetReading, first_rows: dict[str, tuple[str, int]]) -> None:
    """The first line with an identity number stands; later ones, in this and in the following sheets, are refused."""
    fields = {column.field: column for column in sheet.headings}
    if "id_number" not in fields:
        return
    check = RowCheck({"id_number": fields["id_number"]})
    for row in sheet.rows:
        number = row.values.get("id_number")
        if not isinstance(number, str):
            continue
        first = first_rows.get(number)
        if first is not None:
            where = "" if first[0] == sheet.name else f"工作表“{first[0]}”"
            reason = _REPEATED.format(where=where, row=first[1])
            row.refusals.append(check.remark(Refusal.ID_REPEATED, "id_number", reason, row.cells))
        elif not row.refusals:
            first_rows[number] = (sheet.name, row.row)


def _rank(refusal: Remark) -> int:
    """Of several faults of a line the one that stands first in ``Refusal`` is told first, and as its code."""
    return _RANKS.index(refusal.code)
