"""Enumerations of organisations."""

from django.db import models


class OrganisationKind(models.TextChoices):
    """Kinds of Party organisation; codes are our own (domain §1.4), to be mapped later."""

    LOCAL_COMMITTEE = "130", "地方党委"
    WORKING_COMMITTEE = "220", "党工委"
    PRIMARY_COMMITTEE = "310", "基层党委"
    GENERAL_BRANCH = "320", "党总支"
    BRANCH = "330", "党支部"
    JOINT_BRANCH = "331", "联合党支部"
    TEMPORARY_BRANCH = "332", "临时党支部"
    GROUP = "340", "党小组"
    FUNCTIONAL = "360", "功能型党组织"


BRANCH_KINDS = (
    OrganisationKind.BRANCH,
    OrganisationKind.JOINT_BRANCH,
    OrganisationKind.TEMPORARY_BRANCH,
)
"""Kinds a member's relation (组织关系) normally stands in."""

COMMUNITY_KINDS = (
    OrganisationKind.PRIMARY_COMMITTEE,
    OrganisationKind.GENERAL_BRANCH,
    OrganisationKind.BRANCH,
)
"""Kinds that can be a community's own organisation."""


class UnitSituation(models.TextChoices):
    """Situation of the unit an organisation belongs to (national collection form, domain §1.4)."""

    SAME_AS_UPPER = "same", "与上级党组织相同"
    LEGAL_ENTITY = "entity", "法人单位"
    JOINT = "joint", "联合党支部"


class OrganisationChangeKind(models.TextChoices):
    """What happened to an organisation (domain §1.5)."""

    FOUNDED = "founded", "成立"
    RENAMED = "renamed", "更名"
    MOVED = "moved", "隶属调整"
    UPGRADED = "upgraded", "升格或降格"
    MERGED = "merged", "合并"
    DISSOLVED = "dissolved", "撤销"


class Figure(models.TextChoices):
    """Items a community states about itself; what the registers can count is not asked here."""

    AREA = "area", "面积"
    HOUSEHOLDS = "households", "总户数"
    RESIDENTS = "residents", "常住人口"
    HUKOU = "hukou", "户籍人口"
    NEWCOMERS = "newcomers", "流动人口"
    OVER_SIXTY = "over_sixty", "60 岁以上老人"
    MINIMUM_INCOME = "minimum_income", "低保户"
    DISABLED = "disabled", "持证残疾人"
    ROOMS = "rooms", "活动用房面积"

    @property
    def measure(self) -> str:
        """What it is counted in."""
        return _MEASURES[self]


_MEASURES = {
    Figure.AREA: "平方公里",
    Figure.HOUSEHOLDS: "户",
    Figure.RESIDENTS: "人",
    Figure.HUKOU: "人",
    Figure.NEWCOMERS: "人",
    Figure.OVER_SIXTY: "人",
    Figure.MINIMUM_INCOME: "户",
    Figure.DISABLED: "人",
    Figure.ROOMS: "平方米",
}
