"""The ten resident units; names of the source document where it names them."""

from dataclasses import dataclass

from lianxin.residents.choices import UnitKind


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """A unit as the demonstration registers it."""

    name: str
    kind: UnitKind
    address: str
    new_economy: bool = False


UNITS = (
    DemoUnit("昆明玉带物业管理有限公司", UnitKind.PROPERTY, "西昌路88号", new_economy=True),
    DemoUnit("云南省第一人民医院", UnitKind.HOSPITAL, "金碧路157号"),
    DemoUnit("昆明市地方税务局", UnitKind.AGENCY, "东寺街21号"),
    DemoUnit("复兴小学（演示）", UnitKind.SCHOOL, "柿花桥6号"),
    DemoUnit("复兴幼儿园（演示）", UnitKind.SCHOOL, "柿花桥11号"),
    DemoUnit("金碧路邮政所（演示）", UnitKind.STATE_ENTERPRISE, "金碧路30号"),
    DemoUnit("东寺街派出所（演示）", UnitKind.AGENCY, "东寺街52号"),
    DemoUnit("西昌路供电营业厅（演示）", UnitKind.STATE_ENTERPRISE, "西昌路40号"),
    DemoUnit("社区卫生服务站（演示）", UnitKind.INSTITUTION, "西昌路102号"),
    DemoUnit("金碧路便民超市（演示）", UnitKind.PRIVATE_ENTERPRISE, "金碧路66号", new_economy=True),
)
RENAMED = ("昆明市地方税务局", "国家税务总局昆明市税务局", (2018, 7, 5))
"""Local tax offices merged with the state ones in 2018; the day is the demonstration's own."""
