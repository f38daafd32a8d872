"""Lines of a sheet: which are no data whatever the roster is about, and merged cells filled in."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from lianxin.tables.headings import Heading
from lianxin.tables.result import Ignored
from lianxin.tables.workbook import Cell, Merge, Row

_TOTAL = re.compile(
    r"(?:合计|总计|小计|共计|累计|总人数|总数|计)(?:[:：(（\d].*|人数.*|党员.*)?|本页.*[合小]?计.*|(?:共|总共|合计)\d+[人名个].*"
    r"|(?:其中|平均)[:：男女年党正预].*|(?:男|女|正式|预备|党员)(?:党员)?(?:总?人?数)[:：]?\d*.*"
)
_SIGNATURE = re.compile(
    r"(?:填表|制表|填报|报送|上报|审核|审批|复核|核对|负责|经办|经手|录入|登记|校对|主管)(?:人|单位|部门|时间|日期|领导|说明|员)?(?:签[字名章])?(?:[:：(（].*)?"
    r"|(?:单位|党[总委]?支?部?|党组织|社区)[(（](?:盖|公|签|印)?章.*|.*[(（](?:盖章|公章|签章|签字|签名|印章)[)）][:：]?.*"
    r"|(?:说明|备注|注|注意|附|附注|联系人|联系电话|日期|时间|单位|单位负责人|支部书记|书记|填写说明|填表须知|提示)[:：].*"
    r"|第\d+页.*|注意事项.*|填写说明.*|填写要求.*|填表须知.*|(?:19|20)\d\d年\d+月\d+日(?:制|填|止)?"
)
_SAMPLE = re.compile(r".*(?:示例|样例|范例).*|例(?:[:：（(\d].*)?|例如.*|填写例.*")
COLUMN_MARK = re.compile(r"[甲乙丙丁戊己庚辛壬癸A-Za-z]|[(（]?\d{1,2}[)）]?|[①-⑳]|栏次")
"""What stands in a line that numbers the columns: 甲, 乙, 1, 2."""
LONGEST_NAME_ALONE = 15
"""Characters of what may be a name when nothing else stands in its line."""
_BLANKS = str.maketrans("", "", " \t\r\n\u3000\u00a0")


class Why(StrEnum):
    """Why a line is nobody's, as the preview says it."""

    TOTAL_LINE = "合计行"
    SIGNATURE_LINE = "落款或说明"
    SAMPLE_LINE = "示例行"
    REPEATED_HEADING = "重复的表头"
    INSTRUCTIONS = "填写要求"
    NUMBERED_COLUMNS = "栏次行"
    EMPTY_LINE = "没有内容的行"
    REMARK_LINE = "说明文字"
    CONTINUED = "上一行合并单元格的延续"


@dataclass(slots=True)
class Lines:
    """Somebody's lines, by number and cells, each with the branch of the section it stands in; and the others."""

    numbers: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    sections: list[str | None] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)


def fill_merges(lines: Lines, heading: Heading, merges: list[Merge], own_fields: Collection[str]) -> None:
    """Give every cell of a merged range its value: downwards, and sideways where the line says more than that.

    Not for what is each one's own, `own_fields`: name, number, telephone.
    """
    below = [merge for merge in merges if merge.bottom > heading.last_row]
    if not below:
        return
    at = {number: index for index, number in enumerate(lines.numbers)}
    own = {column.index for name, column in heading.fields.items() if name in own_fields}
    for merge in below:
        first = at.get(merge.top)
        if first is None or merge.left >= len(lines.rows[first]):
            continue
        value = lines.rows[first][merge.left]
        columns = [index for index in range(merge.left, merge.right + 1) if index not in own]
        for number in range(merge.top, merge.bottom + 1):
            if value is not None and number in at:
                _fill(lines.rows[at[number]], columns, value)


def _fill(row: Row, columns: list[int], value: Cell) -> None:
    if columns:
        row += [None] * (columns[-1] + 1 - len(row))
    for index in columns:
        if row[index] is None:
            row[index] = value


def why_odd(text: str) -> str | None:
    """Whether the first words of a line are those of a total, a sample or a signature."""
    if _TOTAL.fullmatch(text):
        return Why.TOTAL_LINE
    if _SAMPLE.fullmatch(text):
        return Why.SAMPLE_LINE
    return Why.SIGNATURE_LINE if _SIGNATURE.fullmatch(text) else None


def squeezed(cell: Cell) -> str:
    """A cell's text without blanks."""
    return (cell if isinstance(cell, str) else str(cell)).translate(_BLANKS)
