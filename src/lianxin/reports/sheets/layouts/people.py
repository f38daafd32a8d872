"""A sheet with a line a person: the heading by the importer's words, where the lines begin, what must stay below them."""

import re
from collections.abc import Iterator, Mapping

from lianxin.party.rosters.reading.headings import find_heading, heading_at
from lianxin.party.rosters.reading.synonyms import WEAK
from lianxin.reports.sheets.layouts.columns import FILLABLE, LEFT_TO_THE_OFFICE, NOT_FILLED, OWN_WORDS
from lianxin.reports.sheets.layouts.layout import ByHand, Column, Layout, PeopleLayout, Total, UnknownLayout
from lianxin.tables.headings import Heading
from lianxin.tables.wordings import bare
from lianxin.tables.workbook import Cell, Row, Sheet

_ROWS_LOOKED_AT = 60
_LEAST_FIELDS = 2
_FOOT_ROWS, _LONGEST_TOTAL = 20, 100
_SAMPLE = re.compile(r"\s*(?:示例|样例|范例|例[:：]|例如).*|.*(?:（示例）|\(示例\))\s*")
_NUMBERED = re.compile(r"[甲乙丙丁戊]|\d{1,2}|[(（]\d{1,2}[)）]")
_TOTAL = re.compile(
    r"(?P<before>\s*(?:合\s*计|总\s*计|共\s*计|共有?|总人数)\s*[:：]?)(?P<gap>[\s_＿　]*(?P<number>\d*)[\s_＿　]*)(?P<after>[人名].*)"
)
_FOOT = re.compile(r"合计|总计|小计|共计|填表|制表|填报|审核|负责|签|盖章|说明|备注|注[:：]|日期|单位|联系|书记|电话")

_HAS_PEOPLE = "表里已经写了人名，这里只填空白表；请把名字清掉，或者换成空白的那一份。"


def people_layout(sheet: Sheet, remembered: Mapping[str, str], by_hand: ByHand) -> Layout | None:
    """How a sheet with a line a person is laid out; None when it has no heading of that kind.

    ``remembered``: the community's own words in ``bare`` form → field ("" : not to be filled).
    """
    words: dict[str, str | None] = {**OWN_WORDS, **{heading: name or None for heading, name in remembered.items()}}
    heading = _heading(sheet, words, by_hand)
    if heading is None:
        return None
    last = _last_row_of(heading, sheet)
    first, stop, people = _body(sheet, heading, last)
    if people:
        return UnknownLayout(sheet.name, _HAS_PEOPLE)
    columns = [_column(each.index, each.heading, each.field, each.why, each.by_month) for each in heading.columns]
    return PeopleLayout(sheet.name, heading.row, first, stop, columns, _total(sheet, stop))


def _heading(sheet: Sheet, words: Mapping[str, str | None], by_hand: ByHand) -> Heading | None:
    if by_hand.header_row or by_hand.columns:
        chosen = {index: name or None for index, name in by_hand.columns.items()}
        return heading_at(sheet, by_hand.header_row, chosen, words) or _loose(sheet, words)
    return find_heading(sheet, words) or _loose(sheet, words)


def _loose(sheet: Sheet, words: Mapping[str, str | None]) -> Heading | None:
    """A sheet that is to be filled need not tell people apart: a name and anything else we know is enough."""
    found = list(_candidates(sheet, words))
    best = max(found, key=lambda heading: len(heading.fields), default=None)
    return best if best is not None and len(best.fields) >= _LEAST_FIELDS else None


def _candidates(sheet: Sheet, words: Mapping[str, str | None]) -> Iterator[Heading]:
    for number, row in list(zip(sheet.numbers, sheet.rows, strict=True))[:_ROWS_LOOKED_AT]:
        if any(isinstance(cell, str) and (bare(cell) == "姓名" or WEAK.get(bare(cell)) == ("name",)) for cell in row):
            heading = heading_at(sheet, number, {}, words)
            if heading is not None and "name" in heading.fields:
                yield heading


def _column(index: int, heading: str, name: str | None, why: str, by_month: bool) -> Column:  # noqa: FBT001
    if name in LEFT_TO_THE_OFFICE:
        return Column(index, heading, NOT_FILLED, "由您自己写", by_month)
    if name not in FILLABLE:
        return Column(index, heading, NOT_FILLED, _WHYS.get(why, why), by_month)
    return Column(index, heading, name or NOT_FILLED, "", by_month)


_WHYS = {
    "与前面的列重复，只读第一列": "与前面的列重复，只填第一列",
    "由系统自己推算，不用导入": "登记簿里没有",
    "按手工设置不读这一列": "按手工设置不填这一列",
}
"""The importer's reasons in the words of filling."""


def _last_row_of(heading: Heading, sheet: Sheet) -> int:
    """The last row of the heading, cells merged downwards from it included."""
    reaching = (
        m.bottom for m in sheet.merges if heading.row <= m.top <= heading.last_row or m.top <= heading.row <= m.bottom
    )
    return max(heading.last_row, *(bottom for bottom in reaching), heading.last_row)


def _body(sheet: Sheet, heading: Heading, last: int) -> tuple[int, int, bool]:
    """The first line, the row that must stay below the lines (0: none), and whether somebody is there already."""
    name = heading.fields["name"].index if "name" in heading.fields else -1
    first, stop = last + 1, 0
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        if number <= last or stop:
            continue
        if number == first and _is_of_the_heading(row):
            first = number + 1
        elif any(isinstance(cell, str) for cell in row):
            stop = number
            if _is_somebody(row, name):
                return first, stop, True
    return first, stop, False


def _is_of_the_heading(row: Row) -> bool:
    """A row of column numbers (甲 1 2 3) or an example below the heading."""
    texts = [_text(cell) for cell in row if cell is not None]
    if any(_SAMPLE.fullmatch(text) for text in texts):
        return True
    return len(texts) > 2 and all(_NUMBERED.fullmatch(text) for text in texts)


def _is_somebody(row: Row, name: int) -> bool:
    said = [cell for cell in row if isinstance(cell, str)]
    cell = row[name] if 0 <= name < len(row) else None
    if not isinstance(cell, str) or any(_FOOT.search(text) for text in said):
        return False
    return 2 <= len(cell.replace(" ", "").replace("　", "")) <= 15


def _total(sheet: Sheet, stop: int) -> Total | None:
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        if not stop or not stop <= number < stop + _FOOT_ROWS:
            continue
        for index, cell in enumerate(row):
            found = _TOTAL.fullmatch(cell) if isinstance(cell, str) and len(cell) <= _LONGEST_TOTAL else None
            if found:
                written = int(found["number"]) if found["number"] else None
                return Total(number, index, found["before"], found["after"], written)
    return None


def _text(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else str(cell)
