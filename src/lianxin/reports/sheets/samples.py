"""Two invented blank sheets to try with, such as a street sends them: a line a person, and a counting table."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_PEOPLE_HEADS = ("序号", "姓名", "性别", "民族", "出生年月", "学历", "入党时间", "所在党支部", "联系电话", "帮扶联系人")
_BLANK_LINES = 6
_EDUCATION = ("研究生", "大学本科", "大学专科", "中专", "高中、中技", "初中及以下")
_AGES = ("35岁及以下", "36至45岁", "46至60岁", "61岁及以上")


@dataclass(frozen=True, slots=True)
class Sample:
    """One of them; ``draw`` writes into an XlsxWriter workbook."""

    name: str
    title: str
    text: str
    draw: Callable[[Any], None]

    def content(self) -> bytes:
        """The file."""
        import xlsxwriter  # large, and wanted by few

        target = io.BytesIO()
        book = xlsxwriter.Workbook(target, {"in_memory": True})
        self.draw(book)
        book.close()
        return target.getvalue()


def _draw_people(book: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
    title, head, body, note = _formats(book)
    sheet = book.add_worksheet("党员情况")
    last = len(_PEOPLE_HEADS) - 1
    sheet.merge_range(0, 0, 0, last, "社区党员基本情况登记表", title)
    sheet.set_row(0, 34)
    sheet.merge_range(1, 0, 1, last, "填报单位（盖章）：　　　　　　　　　　填报时间：　　年　　月　　日", note)
    for index, (heading, width) in enumerate(zip(_PEOPLE_HEADS, (6, 10, 6, 8, 11, 12, 12, 14, 14, 12), strict=True)):
        sheet.write_string(2, index, heading, head)
        sheet.set_column(index, index, width)
        for number in range(_BLANK_LINES):
            sheet.write_blank(3 + number, index, None, body)
    foot = 3 + _BLANK_LINES
    sheet.merge_range(foot, 0, foot, last, "合计：　　人", body)
    sheet.merge_range(foot + 1, 0, foot + 1, last, "填表人：　　　　　　审核人：　　　　　　联系电话：", note)
    _set_up_print(sheet, foot + 1, last)


def _draw_counts(book: Any) -> None:  # noqa: ANN401
    title, head, body, note = _formats(book)
    sheet = book.add_worksheet("党员统计")
    last = 3 + len(_AGES)
    sheet.merge_range(0, 0, 0, last, "党员年龄、学历情况统计表", title)
    sheet.set_row(0, 34)
    sheet.merge_range(1, 0, 1, last, "单位：人", note)
    for index, heading in ((0, "项目"), (1, "合计")):
        sheet.merge_range(2, index, 3, index, heading, head)
    sheet.merge_range(2, 2, 2, 3, "性别", head)
    sheet.merge_range(2, 4, 2, last, "年龄", head)
    for index, heading in enumerate(("男", "女", *_AGES), start=2):
        sheet.write_string(3, index, heading, head)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, last, 11)
    rows = ("合计", *_EDUCATION, "其中：少数民族", "预备党员", "老党员")
    for number, heading in enumerate(rows, start=4):
        sheet.write_string(number, 0, heading, head)
        for index in range(1, last + 1):
            sheet.write_blank(number, index, None, body)
    foot = 4 + len(rows)
    sheet.merge_range(foot, 0, foot, last, "填表人：　　　　　　审核人：", note)
    _set_up_print(sheet, foot, last)


def _formats(book: Any) -> tuple[Any, Any, Any, Any]:  # noqa: ANN401
    ruled = {
        "border": 1,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        "font_name": "仿宋",
        "font_size": 11,
    }
    return (
        book.add_format({"bold": True, "font_size": 18, "align": "center", "valign": "vcenter", "font_name": "黑体"}),
        book.add_format({**ruled, "bold": True}),
        book.add_format(ruled),
        book.add_format({"font_name": "仿宋", "font_size": 11, "valign": "vcenter"}),
    )


def _set_up_print(sheet: Any, last_row: int, last_column: int) -> None:  # noqa: ANN401
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.print_area(0, 0, last_row, last_column)


SAMPLES = {
    sample.name: sample
    for sample in (
        Sample("people", "党员基本情况登记表（试填）", "一人一行，有合计和落款，有一列登记簿里没有。", _draw_people),
        Sample("counts", "党员年龄学历统计表（试填）", "横竖交叉的统计，有一行说法要您指明。", _draw_counts),
    )
}
