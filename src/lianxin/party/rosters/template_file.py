"""The blank roster of members to fill in."""

from lianxin.kernel.codes import EDUCATION, ETHNICITY
from lianxin.party.choices import Category, Employment
from lianxin.tables.template_file import BlankRoster

NAME = "党员花名册模板.xlsx"
SHEET = "党员花名册"
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

TEMPLATE = BlankRoster(NAME, SHEET, (_EXAMPLE,), _LISTS, _NEEDED, _WIDE, _HELP)
