"""The blank roster of courtyards."""

from lianxin.residents.choices import Upkeep
from lianxin.tables.template_file import BlankRoster

_UPKEEP = [Upkeep.PROPERTY.label, Upkeep.SELF.label, Upkeep.UNIT.label, Upkeep.NONE.label]

TEMPLATE = BlankRoster(
    name="院坝楼栋模板.xlsx",
    sheet="院坝楼栋",
    examples=(
        {
            "sequence": "示例",
            "courtyard": "3号院",
            "building": "1幢",
            "stairway": "1单元",
            "households": "12",
            "upkeep": _UPKEEP[0],
            "keeper": "和顺物业公司",
            "address": "和平巷3号",
            "note": "",
        },
        {"sequence": "示例", "courtyard": "", "building": "", "stairway": "2单元", "households": "12"},
    ),
    lists={"upkeep": _UPKEEP},
    needed=frozenset({"courtyard"}),
    wide={"keeper": 24, "address": 24, "note": 24},
    help=(
        ("怎样填", "一个单元一行；不分单元的楼一栋一行；只知道院坝的一处一行。示例行导入时自动略过，不用删。"),
        ("必填", "只有院坝必填。缺别的项目也能入册，以后再补。"),
        ("院坝、楼栋", "同一个院坝的名称可以合并单元格，也可以只写第一行，下面空着；写“同上”也认得。"),
        ("楼栋、单元", "“1幢”“1栋”“1号楼”“1”是同一栋；“1单元”“一单元”“1”是同一个单元。"),
        ("户数", "写在哪一级就是哪一级的户数；上一级自动相加，不用填合计。"),
        ("管理方式", "可以从下拉列表里选；院坝的各行写一次就行。"),
        ("空格", "不知道的空着就行。再次导入时，空格不会抹掉登记簿里已有的内容。"),
        ("列", "用不着的列可以删，列的次序可以换，也可以加别的列；表头的字请不要改。"),
    ),
)
