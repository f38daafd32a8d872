"""The words above the columns of courtyard rosters, and those in 管理方式."""

import re

from lianxin.residents.choices import Upkeep
from lianxin.tables.vocabulary import SEQUENCE, Vocabulary

LABELS = {
    "courtyard": "院坝",
    "building": "楼栋",
    "stairway": "单元",
    "households": "户数",
    "upkeep": "管理方式",
    "keeper": "物业或管理单位",
    "address": "地址",
    "note": "备注",
    SEQUENCE: "序号",
}
_WORDS = {
    "courtyard": "院坝 院坝名称 小区 小区名称 院落 院落名称 楼院 院子 院名 院别 庭院 居民小区 住宅小区 小区院落 小区院坝 院坝小区 "
    "所属院坝 所属小区 所在小区 所在院坝 院落小区 居民院落 小区楼院 院",
    "building": "楼栋 栋 幢 座 楼栋号 栋号 幢号 楼号 楼栋名称 楼幢 楼幢号 栋数编号 楼宇 幢栋 栋别 楼栋编号 几栋 几幢",
    "stairway": "单元 单元号 单元名称 单元编号 单元别 门栋 几单元 梯号 楼道",
    "households": "户数 住户数 居民户数 总户数 住户 家庭户数 常住户数 户 入住户数 户数户 居民户 住户数量",
    "upkeep": "管理方式 管理类型 管理模式 物业情况 物业类型 有无物业 是否有物业 有没有物业 物业管理情况 物业管理方式 管理情况 院坝类型 "
    "小区类型 管理形式 物业管理 有无物业管理 是否有物业管理",
    "keeper": "物业公司 物业名称 物业单位 管理单位 物业服务企业 物业公司名称 产权单位 物业或管理单位 物业管理单位 物业服务公司 服务企业 "
    "管理主体 自管组织 管理单位名称",
    "address": "地址 详细地址 门牌 门牌号 坐落 位置 地点 所在地址 坐落地址 小区地址 院坝地址 路名门牌 具体位置",
    "note": "备注 备考 说明 附注",
    SEQUENCE: "序号 编号 顺序号 序 NO no 行号",
}
_WEAK = {
    "名称": ("courtyard",),
    "楼": ("building",),
    "门": ("stairway",),
    "梯": ("stairway",),
    "物业": ("keeper", "upkeep"),
    "类型": ("upkeep",),
    "合计": ("households",),
    "其他": ("note",),
    "号": (SEQUENCE,),
}
_COMPUTED = frozenset(
    "楼栋数 栋数 幢数 单元数 楼栋总数 单元总数 院坝数 人口 人口数 总人口 常住人口 居民人数 党员数 党员人数".split()
)
_ENDING = re.compile(r"(?:名称|全称|编号|情况)$")
_BEGINNING = re.compile(r"^(?:所属|所在|本|社区|居民)(?=.{2,})")

_UPKEEP = {
    Upkeep.PROPERTY: "有物业 物业 物业管理 专业物业 物业公司 物业公司管理 专业化物业 市场化物业 有物业管理 商品房物业 物业服务",
    Upkeep.SELF: "自管 自治 居民自管 业主自管 自管自治 居民自治 业委会自管 自主管理 自我管理 自管小区 自管会 自管院坝",
    Upkeep.UNIT: "单位房 单位 单位管理 单位宿舍 单位代管 单位自管 单位院 单位小区 家属院 单位家属院 单位产权 产权单位管理",
    Upkeep.NONE: "无物业 无人管 无人管理 无管理 三无 三无院落 三无小区 没有物业 无物业管理 老旧散居 散居 无主管 三无院坝 开放式 社区托管 社区代管",
}
UPKEEP = {word: upkeep.value for upkeep, words in _UPKEEP.items() for word in words.split()}
"""Word → how a courtyard is looked after."""


def _brought_to_one(word: str) -> str:
    text = word.lower().replace("的", "")
    return _ENDING.sub("", _BEGINNING.sub("", text)) or text


COURTYARD_WORDS = Vocabulary(
    labels=LABELS,
    plain={word: field for field, words in _WORDS.items() for word in words.split()},
    weak=_WEAK,
    name="courtyard",
    proofs=frozenset({"building", "stairway", "households", "upkeep", "keeper", "address"}),
    needed="表头这一行要有“院坝”（写“小区”“院落”也行），还要有“楼栋”“单元”“户数”“管理方式”“地址”中的至少一项",
    brought_to_one=_brought_to_one,
    others=("联系", "负责", "楼栋长", "单元长", "院坝长", "网格"),
    computed=_COMPUTED,
    never_repeated=frozenset({"households"}),
)
