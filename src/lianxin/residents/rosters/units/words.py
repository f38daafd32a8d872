"""The words above the columns of unit rosters, and those in 类别."""

import re

from lianxin.residents.choices import UnitKind
from lianxin.tables.vocabulary import SEQUENCE, Vocabulary

LABELS = {
    "name": "单位名称",
    "kind": "类别",
    "address": "地址",
    "credit_code": "统一社会信用代码",
    "contact_name": "联络员",
    "contact_phone": "联系电话",
    "headcount": "从业人数",
    "new_economy": "两新组织",
    "party_organisation": "党组织",
    "party_members": "党员人数",
    "note": "备注",
    SEQUENCE: "序号",
}
_WORDS = {
    "name": "单位名称 单位 单位全称 驻区单位 驻区单位名称 企业名称 机构名称 辖区单位 辖区单位名称 单位名 企业 机构 公司名称 商户名称 "
    "门店名称 组织名称 成员单位 共建单位 法人单位名称",
    "kind": "类别 单位类别 单位性质 性质 单位类型 企业类型 组织类型 机构类型 机构类别 单位性质类别 企业性质 经济类型 单位分类",
    "address": "地址 单位地址 详细地址 办公地址 经营地址 注册地址 住所 位置 地点 坐落 经营场所 通讯地址 所在地址",
    "credit_code": "统一社会信用代码 信用代码 社会信用代码 统一信用代码 统一代码 营业执照号 营业执照号码 执照号码 机构代码 "
    "统一社会信用代码证号 社会统一信用代码 组织机构代码",
    "contact_name": "联络员 联系人 联系人姓名 联络人 联络员姓名 对接人 经办人 单位联系人 单位联络员",
    "contact_phone": "联系电话 电话 联系方式 手机 手机号 手机号码 联系人电话 联络员电话 电话号码 联系号码 联系人手机 联系人联系方式 "
    "联络员联系方式 联络员手机",
    "headcount": "从业人数 职工人数 员工人数 人数 在职人数 从业人员 员工数 职工数 从业人员数 职工总数 员工总数 单位人数 在岗人数 总人数 "
    "在册职工",
    "new_economy": "两新组织 是否两新 两新 是否两新组织 是否属于两新组织 是否两新单位 两新单位 是否非公 非公企业 是否为两新组织",
    "party_organisation": "党组织 党组织名称 党组织情况 所属党组织 党支部 党支部名称 单位党组织 是否有党组织 有无党组织 党组织建立情况 "
    "是否建立党组织 所在党组织",
    "party_members": "党员人数 党员数 党员 党员总数 党员数量 在册党员 在职党员 在职党员数 在职党员人数 正式党员数 中共党员",
    "note": "备注 备考 说明 附注",
    SEQUENCE: "序号 编号 顺序号 序 NO no",
}
_WEAK = {
    "名称": ("name",),
    "类型": ("kind",),
    "行业": ("kind",),
    "负责人": ("contact_name",),
    "单位负责人": ("contact_name",),
    "主要负责人": ("contact_name",),
    "法定代表人": ("contact_name",),
    "法人": ("contact_name",),
    "姓名": ("contact_name",),
    "办公电话": ("contact_phone",),
    "负责人电话": ("contact_phone",),
    "座机": ("contact_phone",),
    "固定电话": ("contact_phone",),
    "其他": ("note",),
    "号": (SEQUENCE,),
}
_ENDING = re.compile(r"(?:全称|情况)$")
_BEGINNING = re.compile(r"^(?:驻区|辖区|本|该|现有|现)(?=.{2,})")

_KINDS = {
    UnitKind.AGENCY: "机关 党政机关 政府机关 行政机关 行政单位 机关单位 政府部门 国家机关 群团 群团组织 人民团体",
    UnitKind.INSTITUTION: "事业单位 事业 事业法人 参公事业单位 全额事业单位 差额事业单位",
    UnitKind.STATE_ENTERPRISE: "国有企业 国企 央企 中央企业 国有 国有控股 国有控股企业 国有独资 公有制企业 集体企业 国有银行 银行",
    UnitKind.PRIVATE_ENTERPRISE: "非公有制企业 非公企业 非公 私营企业 民营企业 私企 民企 非公有制 非公有制经济组织 企业 公司 个体 个体户 "
    "个体工商户 商户 有限责任公司 有限公司 股份有限公司 外资企业 合资企业 新经济组织",
    UnitKind.SOCIAL: "社会组织 社会团体 民办非企业 民办非企业单位 民非 社会服务机构 基金会 协会 商会 新社会组织 行业协会",
    UnitKind.MILITARY: "军队 部队 驻军 武警 军队单位 消防 军事单位",
    UnitKind.SCHOOL: "学校 小学 中学 幼儿园 大学 高校 院校 教育 教育机构 中小学",
    UnitKind.HOSPITAL: "医院 卫生院 卫生机构 医疗机构 医疗 社区卫生服务中心 诊所 卫生服务站",
    UnitKind.PROPERTY: "物业公司 物业 物业企业 物业服务企业 物业管理公司 物业服务公司",
    UnitKind.OTHER: "其他 其它 其他单位",
}
KINDS = {word: kind.value for kind, words in _KINDS.items() for word in words.split()}
"""Word → kind of unit."""


def _brought_to_one(word: str) -> str:
    text = word.lower().replace("的", "")
    return _ENDING.sub("", _BEGINNING.sub("", text)) or text


UNIT_WORDS = Vocabulary(
    labels=LABELS,
    plain={word: field for field, words in _WORDS.items() for word in words.split()},
    weak=_WEAK,
    name="name",
    proofs=frozenset(LABELS) - {"name", "note", SEQUENCE},
    needed="表头这一行要有“单位名称”，还要有“类别”“地址”“统一社会信用代码”“联络员”“联系电话”中的至少一项",
    brought_to_one=_brought_to_one,
    never_repeated=frozenset({"name", "credit_code", "headcount", "party_members"}),
    written_out=frozenset({"contact_phone"}),
)
