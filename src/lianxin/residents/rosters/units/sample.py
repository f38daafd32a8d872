"""The blank roster of units."""

from lianxin.residents.choices import UnitKind
from lianxin.tables.template_file import BlankRoster

TEMPLATE = BlankRoster(
    name="驻区单位模板.xlsx",
    sheet="驻区单位",
    examples=(
        {
            "sequence": "示例",
            "name": "和平小学",
            "kind": UnitKind.SCHOOL.label,
            "address": "和平巷8号",
            "credit_code": "",
            "contact_name": "张三",
            "contact_phone": "19900000001",
            "headcount": "86",
            "new_economy": "否",
            "party_organisation": "和平小学党支部",
            "party_members": "21",
            "note": "",
        },
    ),
    lists={"kind": [kind.label for kind in UnitKind], "new_economy": ["是", "否"]},
    needed=frozenset({"name"}),
    wide={"name": 28, "address": 28, "credit_code": 24, "contact_phone": 16, "party_organisation": 24, "note": 24},
    help=(
        ("怎样填", "一家单位一行，从示例下面一行开始填；示例行导入时自动略过，不用删。"),
        ("必填", "只有单位名称必填。缺别的项目也能入册，以后再补。"),
        ("认单位", "先看统一社会信用代码，再看名称；用过的旧名称也认得。名称不会被导入改掉，更名请在单位页面办理。"),
        ("统一社会信用代码", "18 位，照营业执照填。这一列已设成文本，不会丢掉后几位。"),
        ("类别、两新组织", "可以从下拉列表里选，也可以自己写；没写类别的先登记为“其他”。"),
        ("联系电话", "手机或带区号的固定电话；加密存放，页面上打码。"),
        ("空格", "不知道的空着就行。再次导入时，空格不会抹掉登记簿里已有的内容。"),
        ("列", "用不着的列可以删，列的次序可以换，也可以加别的列；表头的字请不要改。"),
    ),
)
