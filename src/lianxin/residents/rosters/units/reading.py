"""A sheet of units, line by line."""

import re
from collections.abc import Collection

from lianxin.kernel.text import to_half_width
from lianxin.residents.rosters.lines import lines_below, refuse, typed_rows
from lianxin.residents.rosters.remarks import Refusal, Warn
from lianxin.residents.rosters.typed import count_reader, read_phone, text_reader, word_reader
from lianxin.residents.rosters.units.words import KINDS, LABELS, UNIT_WORDS
from lianxin.residents.rules import credit_code_warning
from lianxin.tables.columns import Reader
from lianxin.tables.found import BLANK, Found
from lianxin.tables.headings import Column, Heading
from lianxin.tables.reading import blank_reading
from lianxin.tables.result import RosterRow, SheetReading
from lianxin.tables.words import yes_or_no
from lianxin.tables.workbook import Cell, Sheet, shown

MOST_PEOPLE = 100_000
"""People of one unit; more is a slip of the pen."""
_LENGTHS = {"name": 80, "address": 120, "contact_name": 50, "party_organisation": 80, "note": 200}
_CODE = re.compile(r"[0-9A-Z]{8,18}", re.ASCII)
_DAMAGED = "代码存成了数字，后几位已经丢失，这一格先空着；请把这一列设为“文本”格式，照营业执照重新填写。"
_NEW_ECONOMY = ("两新", "非公", "新经济", "新社会", "社会组织")


def read_units(sheet: Sheet, heading: Heading) -> SheetReading:
    """The lines of a sheet with what they say."""
    result = blank_reading(sheet)
    lines = lines_below(sheet, heading, UNIT_WORDS)
    result.header_row, result.headings, result.ignored = heading.row, heading.columns, lines.ignored
    result.rows = typed_rows(heading, lines, UNIT_WORDS, _reader)
    for row in result.rows:
        if "name" not in row.values:
            refuse(row, result, UNIT_WORDS, Refusal.NAME_MISSING, "name", "没有写单位名称，请补上。")
    _refuse_repeated(result)
    return result


def _reader(column: Column, cells: Collection[Cell]) -> Reader:
    del cells
    name = column.field or ""
    if name in {"headcount", "party_members"}:
        return count_reader(LABELS[name], MOST_PEOPLE)
    if name == "kind":
        return word_reader(LABELS[name], KINDS)
    if name == "new_economy":
        return _read_new_economy
    if name == "credit_code":
        return read_credit_code
    if name == "contact_phone":
        return read_phone
    return text_reader(LABELS[name], _LENGTHS[name])


def read_credit_code(cell: Cell) -> Found:
    """A unified social credit code (GB 32100-2015); what its check digit says is a warning, never a refusal."""
    if isinstance(cell, float) or (isinstance(cell, int) and abs(cell) >= 10**15):
        return Found(None, Warn.CREDIT_CODE_ODD, _DAMAGED)
    code = to_half_width(shown(cell)).upper().replace(" ", "").replace("-", "").lstrip("'‘’`")
    if not code:
        return BLANK
    if not _CODE.fullmatch(code):
        return Found(None, Warn.CREDIT_CODE_ODD, "不像统一社会信用代码（18 位数字和字母），这一格先空着。")
    warning = credit_code_warning(code)
    return Found(code, Warn.CREDIT_CODE_ODD, warning) if warning else Found(code)


def _read_new_economy(cell: Cell) -> Found:
    text = shown(cell)
    answer = yes_or_no(text)
    if answer is None and any(word in text for word in _NEW_ECONOMY):
        answer = not text.startswith(("非两新", "不", "否"))
    if answer is None:
        return Found(None, Warn.CODE_UNKNOWN, f"“{text[:30]}”看不出是不是两新组织，这一格先空着。")
    return Found(answer)


def _refuse_repeated(sheet: SheetReading) -> None:
    """One unit is one line: the first with a name or a credit code stands."""
    first: dict[str, RosterRow] = {}
    for row in sheet.rows:
        for name in ("credit_code", "name"):
            value = row.values.get(name)
            if not value or row.refusals:
                continue
            earlier = first.setdefault(f"{name} {value}", row)
            if earlier is not row:
                reason = f"{LABELS[name]}与第 {earlier.row} 行相同，同一个单位只能有一行。"
                refuse(row, sheet, UNIT_WORDS, Refusal.REPEATED, name, reason)
