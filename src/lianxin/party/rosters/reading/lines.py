"""Which lines below a heading are somebody's, and which are totals, signatures, remarks and titles of sections."""

import re

from lianxin.party.rosters.reading.headings import MEMBERS, fields_meant
from lianxin.tables.headings import Heading, is_heading_text
from lianxin.tables.lines import COLUMN_MARK, LONGEST_NAME_ALONE, Lines, Why, fill_merges, squeezed, why_odd
from lianxin.tables.result import Ignored
from lianxin.tables.wordings import bare
from lianxin.tables.words import BLANKS
from lianxin.tables.workbook import Row, Sheet

_PROOFS = ("id_number", "birth_date", "join_date")
_LOOKED_AT_CLOSELY = frozenset("合总小共本累计(（[【必选文填格例如①")
"""Names that begin so may be no names: totals, instructions, the numbers of columns."""
_BRANCH = re.compile(r"(?!.*总支).{0,40}(?:支部|支委|党小组|第.{1,3}小组)(?:委员会)?(?:[:：(（].*)?")
_BRANCH_NAME = re.compile(r"[^:：(（]+")
_HEADLINE = re.compile(
    r".*(?:花名册|名册|名单|登记表|信息表|情况表|统计表|一览表|汇总表|台账|党员|人员|社区|街道|党委|总支)(?:[:：(（【\[].*)?"
)
"""What stands alone under 姓名 and is nobody's name: a page's title once more, the title of a section."""
_ABOUT_ROSTERS = re.compile(
    r"(?:党员)?(?:花名册|名册|名单|信息表?|情况表?|登记表|基本情况|一览表|统计表|汇总表?|台账|党员)+.*$"
)
_LONGEST_WORD = 40

_SECTION = "分段标题，下面的人归入“{branch}”"
_TITLE = "分段标题"


def lines_below(sheet: Sheet, heading: Heading) -> Lines:
    """Sort the lines below a heading; merged cells are filled in."""
    sorter = _Sorter(sheet, heading)
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        if number > heading.last_row:
            sorter.take(number, row)
    fill_merges(sorter.lines, heading, sheet.merges, MEMBERS.never_repeated)
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
            self._name == 0 or not isinstance(first, str) or first.isdecimal() or not why_odd(squeezed(first))
        )

    def _why_nobody(self, number: int, row: Row) -> str | None:
        texts = {index: squeezed(cell) for index, cell in enumerate(row) if cell is not None}
        name = texts.get(self._name, "")
        if number in self._continued:
            return Why.CONTINUED
        if self._repeats_heading(texts):
            return Why.REPEATED_HEADING
        odd = why_odd(texts[min(texts)]) or why_odd(name)
        return odd or self._why_marks(texts, name, row) or self._why_empty(texts, name)

    def _why_marks(self, texts: dict[int, str], name: str, row: Row) -> str | None:
        """A line of the form itself: numbers of its columns, what to fill in where; or figures and names of others."""
        if len(texts) > 2 and name and all(map(COLUMN_MARK.fullmatch, texts.values())):
            return Why.NUMBERED_COLUMNS
        if name and not bare(name) and name not in BLANKS and is_heading_text(row):
            return Why.INSTRUCTIONS
        if len(texts) > 1 and not any(index in texts for index in self._proofs):
            if name.isdecimal():
                return Why.TOTAL_LINE
            if texts[min(texts)].endswith((":", "：")):
                return Why.SIGNATURE_LINE
        return None

    def _why_empty(self, texts: dict[int, str], name: str) -> str | None:
        said = {index for index, text in texts.items() if index in self._mapped and text not in BLANKS}
        if len(texts) == 1:
            return self._why_alone(next(iter(texts.values())), name, proven=bool(said & set(self._proofs)))
        if not said or all(self._mapped[index] in {"branch", "group"} for index in said):
            return Why.EMPTY_LINE
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
            return Why.EMPTY_LINE if text.isdecimal() else _TITLE
        if proven or (name and len(name) <= LONGEST_NAME_ALONE and not any(sign in name for sign in "：:。，,；;、")):
            return None
        return Why.REMARK_LINE if len(text) > LONGEST_NAME_ALONE else _TITLE

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
