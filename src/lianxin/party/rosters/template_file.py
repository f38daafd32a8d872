"""The blank roster to fill in: our own headings, one line as an example, lists to choose from, and how to fill it."""

from typing import IO, TYPE_CHECKING

from lianxin.kernel.codes import EDUCATION, ETHNICITY
from lianxin.party.choices import Category, Employment
from lianxin.party.rosters.reading.synonyms import LABELS

if TYPE_CHECKING:
    from xlsxwriter import Workbook

NAME = "党员花名册模板.xlsx"
SHEET = "党员花名册"
_ROWS = 2_000
"""Rows that are prepared as text, with their lists."""
_EXAMPLE = {
    "sequence": "示例",
    "name": "张三",
    "sex": "男",
    "ethnicity": "汉族",
    "id_number": "000000195707010011",
    "birth_date": "1957-07-01",
    "education": "大学专科",
    "category": "正式党员",
    "join_date": "1986-07-01",
    "full_date": "1987-07-01",
    "branch": "第一支部",
    "group": "",
    "post_in_party": "",
    "job_post": "离退休人员",
    "employment": "退休",
    "floating": "",
    "mobile": "13800005678",
    "phone": "",
    "residence": "和平巷3号院2幢1单元301室",
    "hukou": "",
    "employer": "",
    "note": "",
}
_LISTS = {
    "sex": ["男", "女"],
    "category": [Category.FULL.label, Category.PROBATIONARY.label],
    "employment": [choice.label for choice in Employment],
    "floating": ["流入", "流出", "否"],
}
_NEEDED = {"name"}
_WIDE = {"id_number": 22, "residence": 30, "hukou": 30, "employer": 24, "branch": 16, "mobile": 14}
_HELP = (
    ("怎样填", "一人一行，从示例下面一行开始填；示例行导入时会自动略过，不用删。"),
    ("必填", "只有姓名必填。缺别的项目也能入册，会列在“资料不全”里，以后再补。"),
    ("空格", "不知道的空着就行。再次导入时，空格不会抹掉登记簿里已有的内容。"),
    ("身份证号", "18 位，照证件填。这一列已设成文本，不会变成 5.3E+17 这样的数字。"),
    ("日期", "1957-07-01、1957.7、1957年7月1日、1957 都可以，知道多少写多少。"),
    ("所在党支部", "写全称、简称或“第一”“1”都认得；登记簿里没有的支部，入册时会新建。"),
    ("性别、人员类别、在职离退", "可以从下拉列表里选，也可以自己写。"),
    ("民族", "例如：" + "、".join(list(ETHNICITY.labels.values())[:4]) + "；只写“汉”也可以。"),
    ("学历", "例如：" + "、".join(list(EDUCATION.labels.values())[:6]) + "；大专、本科、高中这样的说法也认得。"),
    ("列", "用不着的列可以删，列的次序可以换，也可以加别的列；表头的字请不要改。"),
)


def write_template(target: IO[bytes]) -> None:
    """Write the workbook into ``target``."""
    from xlsxwriter import Workbook  # large, and not for every process

    with Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        text = book.add_format({"num_format": "@"})
        heading = book.add_format({"bold": True, "bg_color": "#EDEDED", "border": 1, "num_format": "@"})
        needed = book.add_format({"bold": True, "bg_color": "#F8C9C4", "border": 1, "num_format": "@"})
        example = book.add_format({"italic": True, "font_color": "#6B6B6B", "num_format": "@"})
        page = book.add_worksheet(SHEET)
        page.freeze_panes(1, 2)
        for place, (name, sample) in enumerate(_EXAMPLE.items()):
            page.set_column(place, place, _WIDE.get(name, 2 * len(LABELS[name]) + 2), text)
            page.write_string(0, place, LABELS[name], needed if name in _NEEDED else heading)
            page.write_string(1, place, sample, example)
            if name in _LISTS:
                # A warning only: who writes 离休干部 is understood as well.
                rule = {"validate": "list", "source": _LISTS[name], "error_type": "warning", "error_title": "常用写法"}
                page.data_validation(1, place, _ROWS, place, rule)
        _write_help(book)


def _write_help(book: "Workbook") -> None:
    page = book.add_worksheet("填写说明")
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 90)
    for at, (title, words) in enumerate(_HELP):
        page.write_string(at, 0, title, bold)
        page.write_string(at, 1, words, wrapped)
