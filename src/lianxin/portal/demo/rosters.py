"""Two rosters that wait for a decision: what an office brings in first, with a slip of the pen in each."""

import io
from collections.abc import Sequence

from lianxin.declare.actors import SYSTEM
from lianxin.orgs.models import Community
from lianxin.portal.demo.places import DemoCourtyard
from lianxin.portal.demo.units import UNITS
from lianxin.residents.rosters.receiving import receive_roster
from lianxin.residents.rosters.registry import KINDS

_PLACES = ("序号", "小区名称", "楼栋", "单元", "户数", "有无物业", "物业公司", "地址", "楼栋长")
_UNITS = ("序号", "单位名称", "单位性质", "地址", "联系人", "联系电话", "职工人数", "是否两新", "党组织", "党员数")

Line = Sequence[str | int]


def stage_demo_rosters(community: Community, yards: Sequence[DemoCourtyard]) -> None:
    """Bring both files in; nothing of them is in the register until somebody says so."""
    known = yards[2]
    places: list[Line] = [
        (1, known.name, "1幢", "1单元", known.buildings[0].stairways[0] + 2, "", "", known.address, "张家顺"),
        (2, "", "", "2单元", known.buildings[0].stairways[1], "", "", "", "张家顺"),
        (3, "柿花桥99号院（演示）", "1幢", "1单元", 14, "有", "昆明玉带物业管理有限公司", "柿花桥99号", "李文珍"),
        (4, "", "", "2单元", 14, "", "", "", "李文珍"),
        (5, "", "2幢", "", "二十几", "", "", "", ""),
        (6, "金碧路101号院（演示）", "", "1单元", 12, "无", "", "金碧路101号", ""),
        ("合计", "", "", "", 54, "", "", "", ""),
    ]
    school, shop = UNITS[3], UNITS[-1]
    units: list[Line] = [
        (1, school.name, "学校", school.address, "赵云霞", "19900000571", 86, "否", "复兴小学党支部（演示）", 21),
        (2, shop.name, "民营企业", shop.address, "", "", 24, "是", "无", ""),
        (3, "柿花桥口腔诊所（演示）", "诊所", "柿花桥20号", "钱国华", "0871-00000000", "约12人", "是", "无", 1),
        (4, "柿花桥口腔诊所（演示）", "诊所", "柿花桥20号", "", "", "", "", "", ""),
    ]
    _bring(community, "courtyards", "院坝楼栋一览表（演示）", _PLACES, places)
    _bring(community, "units", "驻区单位名册（演示）", _UNITS, units)


def _bring(community: Community, kind: str, title: str, headings: Line, lines: Sequence[Line]) -> None:
    receive_roster(
        kind=KINDS[kind],
        upload=_workbook(title, headings, lines),
        name=f"{title}.xlsx",
        sheet="",
        community=community,
        actor=SYSTEM,
    )


def _workbook(title: str, headings: Line, lines: Sequence[Line]) -> io.BytesIO:
    from xlsxwriter import Workbook  # large, and not for every process

    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet("名册")
        page.merge_range(0, 0, 0, len(headings) - 1, title)
        for at, line in enumerate((headings, *lines), start=1):
            for place, value in enumerate(line):
                if value != "":
                    page.write(at, place, value)
    target.seek(0)
    return target
