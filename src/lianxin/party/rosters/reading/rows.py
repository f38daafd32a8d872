"""A roster file, read to the end: the door of this package."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from lianxin.party.rosters.reading import words
from lianxin.party.rosters.reading.checks import REQUIRED, RowCheck
from lianxin.party.rosters.reading.headings import MEMBERS, fields_meant
from lianxin.party.rosters.reading.lines import branch_titled, lines_below
from lianxin.party.rosters.reading.remarks import Refusal
from lianxin.party.rosters.reading.values import read_column
from lianxin.tables.found import Found, Value
from lianxin.tables.headings import Heading
from lianxin.tables.limits import DEFAULT_LIMITS, Limits
from lianxin.tables.lines import Lines
from lianxin.tables.reading import (
    SheetMapping,
    blank_reading,
    gather,
    open_sheets,
    own_words,
    refuse_without_heading,
)
from lianxin.tables.remarks import Code, Remark
from lianxin.tables.result import RosterReading, RosterRow, SheetReading
from lianxin.tables.workbook import Sheet, shown

_RANKS: tuple[Code, ...] = tuple(Refusal)
_SECOND_NAME = "工作表“{name}”里有不止一列姓名，只读了最左边的；右边还有人的话，请把他们接到下面再导入。"
_NO_NAME = "没有姓名，不能入册，请补上。"
_REPEATED = "身份证号与{where}第 {row} 行相同，同一个人只能有一行。"


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
    own = own_words(synonyms)
    reading, found = open_sheets(path, words=MEMBERS, sheet=sheet, mappings=mappings, synonyms=own, limits=limits)
    first_rows: dict[str, tuple[str, int]] = {}
    for each, heading in found:
        if heading and _has_second_name(heading, own):
            reading.notes.append(_SECOND_NAME.format(name=each.name))
        result = _read_sheet(each, heading, textual=reading.kind == "csv")
        _refuse_repeated(result, first_rows)
        for row in result.rows:
            row.refusals.sort(key=_rank)
        reading.sheets.append(result)
    refuse_without_heading(reading, MEMBERS)
    return reading


def _has_second_name(heading: Heading, synonyms: Mapping[str, str | None]) -> bool:
    """Whether people stand side by side: whoever stands on the right is not read and must not be lost in silence."""
    names = [column for column in heading.columns if fields_meant(column.heading, synonyms)[:1] == ("name",)]
    return len(names) > 1


def _read_sheet(sheet: Sheet, heading: Heading | None, *, textual: bool) -> SheetReading:
    result = blank_reading(sheet, hint=branch_titled(sheet.name))
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
        values, odd = gather(names, said)
        if section:
            values.setdefault("branch", section)
        remarks = check.check(values, odd, cells)
        if "name" not in values:
            remarks.insert(0, check.remark(Refusal.NAME_MISSING, "name", _NO_NAME, cells))
        warnings = [remark for remark in remarks if not remark.refuses]
        refusals = [remark for remark in remarks if remark.refuses]
        rows.append(RosterRow(number, values, warnings, refusals, cells))
    return rows


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
