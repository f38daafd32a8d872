"""Which lines below a heading are somebody's, and which are totals, signatures, remarks and titles of sections."""

import re
from dataclasses import dataclass, field

from lianxin.party.rosters.reading import words
from lianxin.party.rosters.reading.headings import Heading, is_heading_text
from lianxin.party.rosters.reading.result import Ignored
from lianxin.party.rosters.reading.values import NEVER_REPEATED
from lianxin.party.rosters.reading.wordings import bare, fields_meant
from lianxin.party.rosters.reading.workbook import Cell, Merge, Row, Sheet

_PROOFS = ("id_number", "birth_date", "join_date")
_LOOKED_AT_CLOSELY = frozenset("合总小共本累计(（[【必选文填格例如①")
"""Names that begin so may be no names: totals, instructions, the numbers of columns."""
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
_BRANCH = re.compile(r"(?!.*总支).{0,40}(?:支部|支委|党小组|第.{1,3}小组)(?:委员会)?(?:[:：(（].*)?")
_BRANCH_NAME = re.compile(r"[^:：(（]+")
_HEADLINE = re.compile(
    r".*(?:花名册|名册|名单|登记表|信息表|情况表|统计表|一览表|汇总表|台账|党员|人员|社区|街道|党委|总支)(?:[:：(（【\[].*)?"
)
"""What stands alone under 姓名 and is nobody's name: a page's title once more, the title of a section."""
_COLUMN_MARK = re.compile(r"[甲乙丙丁戊己庚辛壬癸A-Za-z]|[(（]?\d{1,2}[)）]?|[①-⑳]|栏次")
_ABOUT_ROSTERS = re.compile(
    r"(?:党员)?(?:花名册|名册|名单|信息表?|情况表?|登记表|基本情况|一览表|统计表|汇总表?|台账|党员)+.*$"
)
_BLANKS = str.maketrans("", "", " \t\r\n\u3000\u00a0")
_LONGEST_NAME_ALONE = 15
_LONGEST_WORD = 40

_TOTAL_LINE = "合计行"
_SIGNATURE_LINE = "落款或说明"
_SAMPLE_LINE = "示例行"
_REPEATED_HEADING = "重复的表头"
_INSTRUCTIONS = "填写要求"
_NUMBERED_COLUMNS = "栏次行"
_EMPTY_LINE = "没有内容的行"
_REMARK_LINE = "说明文字"
_CONTINUED = "上一行合并单元格的延续"
_SECTION = "分段标题，下面的人归入“{branch}”"
_TITLE = "分段标题"


@dataclass(slots=True)
class Lines:
    """Somebody's lines, by number and cells, each with the branch of the section it stands in; and the others."""

    numbers: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    sections: list[str | None] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)


def lines_below(sheet: Sheet, heading: Heading) -> Lines:
    """Sort the lines below a heading; merged cells are filled in."""
    sorter = _Sorter(sheet, heading)
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        if number > heading.last_row:
            sorter.take(number, row)
    fill_merges(sorter.lines, heading, sheet.merges)
    return sorter.lines


class _Sorter:
    def __init__(self, sheet: Sheet, heading: Heading) -> None:
        self.lines = Lines()
        self._section: str | None = None
        fields = heading.fields
        self._mapped = {column.index: name for name, column in fields.items()}
        self._name = fields["name"].index if "name" in fields else -1
        self._proofs = tuple(fields[name].index for name in _PROOFS if name in fields)
        self._continued = {
            number
            for merge in sheet.merges
            if merge.left <= self._name <= merge.right and merge.top > heading.last_row
            for number in range(merge.top + 1, merge.bottom + 1)
        }

    def take(self, number: int, row: Row) -> None:
        plain = number not in self._continued and self._plainly_somebody(row)
        why = None if plain else self._why_nobody(number, row)
        if why is None:
            self.lines.numbers.append(number)
            self.lines.rows.append(row)
            self.lines.sections.append(self._section)
        else:
            self.lines.ignored.append(Ignored(number, why))

    def _plainly_somebody(self, row: Row) -> bool:
        """Quickly: a name without anything odd, one proof, and no words before it that might be a signature."""
        width = len(row)
        name = row[self._name] if 0 <= self._name < width else None
        if (
            not isinstance(name, str)
            or len(name) < 2
            or name[0] in _LOOKED_AT_CLOSELY
            or "名" in name
            or "：" in name
            or ":" in name
        ):
            return False
        if not any(index < width and row[index] is not None for index in self._proofs):
            return False
        first = row[0]
        return "例" not in name and (
            self._name == 0 or not isinstance(first, str) or first.isdecimal() or not _why_odd(_squeezed(first))
        )

    def _why_nobody(self, number: int, row: Row) -> str | None:
        texts = {index: _squeezed(cell) for index, cell in enumerate(row) if cell is not None}
        name = texts.get(self._name, "")
        if number in self._continued:
            return _CONTINUED
        if self._repeats_heading(texts):
            return _REPEATED_HEADING
        odd = _why_odd(texts[min(texts)]) or _why_odd(name)
        return odd or self._why_marks(texts, name, row) or self._why_empty(texts, name)

    def _why_marks(self, texts: dict[int, str], name: str, row: Row) -> str | None:
        """A line of the form itself: numbers of its columns, what to fill in where; or figures and names of others."""
        if len(texts) > 2 and name and all(map(_COLUMN_MARK.fullmatch, texts.values())):
            return _NUMBERED_COLUMNS
        if name and not bare(name) and name not in words.BLANKS and is_heading_text(row):
            return _INSTRUCTIONS
        if len(texts) > 1 and not any(index in texts for index in self._proofs):
            if name.isdecimal():
                return _TOTAL_LINE
            if texts[min(texts)].endswith((":", "：")):
                return _SIGNATURE_LINE
        return None

    def _why_empty(self, texts: dict[int, str], name: str) -> str | None:
        said = {index for index, text in texts.items() if index in self._mapped and text not in words.BLANKS}
        if len(texts) == 1:
            return self._why_alone(next(iter(texts.values())), name, proven=bool(said & set(self._proofs)))
        if not said or all(self._mapped[index] in {"branch", "group"} for index in said):
            return _EMPTY_LINE
        return None

    def _why_alone(self, text: str, name: str, *, proven: bool) -> str | None:
        """A line with one word in it: a section, a remark, or a person of whom only the name is known."""
        if _BRANCH.fullmatch(text):
            found = _BRANCH_NAME.match(text)
            self._section = found[0] if found else text
            return _SECTION.format(branch=self._section)
        if (titled := branch_titled(text)) and _BRANCH.fullmatch(titled):
            self._section = titled
            return _SECTION.format(branch=titled)
        if not proven and (text.isdecimal() or _HEADLINE.fullmatch(text)):
            return _EMPTY_LINE if text.isdecimal() else _TITLE
        if proven or (name and len(name) <= _LONGEST_NAME_ALONE and not any(sign in name for sign in "：:。，,；;、")):
            return None
        return _REMARK_LINE if len(text) > _LONGEST_NAME_ALONE else _TITLE

    def _repeats_heading(self, texts: dict[int, str]) -> bool:
        """Whether two columns hold the very words that mean their field."""
        hits = 0
        for index, text in texts.items():
            wanted = self._mapped.get(index)
            if wanted and len(text) <= _LONGEST_WORD and wanted in fields_meant(text, {}):
                hits += 1
        return hits > 1


def branch_titled(title: str) -> str | None:
    """The branch after which a roster is named: `第一支部党员花名册` → `第一支部`."""
    branch = _ABOUT_ROSTERS.sub("", title.strip())
    return branch if branch.endswith("支部") else None


def fill_merges(lines: Lines, heading: Heading, merges: list[Merge]) -> None:
    """Give every cell of a merged range its value: downwards, and sideways where the line says more than that.

    Not for what is each person's own (name, identity number, telephone).
    """
    below = [merge for merge in merges if merge.bottom > heading.last_row]
    if not below:
        return
    at = {number: index for index, number in enumerate(lines.numbers)}
    own = {column.index for name, column in heading.fields.items() if name in NEVER_REPEATED}
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


def _why_odd(text: str) -> str | None:
    """Whether the first words of a line are those of a total, a sample or a signature."""
    if _TOTAL.fullmatch(text):
        return _TOTAL_LINE
    if _SAMPLE.fullmatch(text):
        return _SAMPLE_LINE
    return _SIGNATURE_LINE if _SIGNATURE.fullmatch(text) else None


def _squeezed(cell: Cell) -> str:
    return (cell if isinstance(cell, str) else str(cell)).translate(_BLANKS)
