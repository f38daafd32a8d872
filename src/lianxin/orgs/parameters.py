"""Rules about organisations that are data: sizes and terms (domain §1.1, §1.2, §19)."""

from collections.abc import Mapping
from decimal import Decimal

from lianxin.declare.parameters import Certainty, Parameter
from lianxin.orgs.choices import OrganisationKind
from lianxin.orgs.models import Organisation

BRANCH_MIN, BRANCH_SOFT_MAX = "ORG_BRANCH_MIN", "BRANCH_SOFT_MAX"
GENERAL_BRANCH_MIN, COMMITTEE_MIN = "ORG_ZONGZHI_MIN", "ORG_DANGWEI_MIN"
COMMITTEE_NEEDED_AT = "COMMITTEE_NEEDED_AT"
TERM_COMMUNITY, TERM_BRANCH, TERM_COMMITTEE = "TERM_COMMUNITY", "TERM_BRANCH", "TERM_COMMITTEE"
EXTEND_MAX, REMIND_AHEAD = "ELECTION_EXTEND_MAX", "TERM_REMIND_AHEAD"

BRANCH_RULES = "《中国共产党支部工作条例（试行）》第二章"
BRANCH_COMMITTEE_RULES = "《中国共产党支部工作条例（试行）》第六章"
TERM_RULES = "中共中央办公厅《关于党的基层组织任期的意见》（2018年）第一条"
EXTENSION_RULES = "中共中央办公厅《关于党的基层组织任期的意见》（2018年）第二条"
SIZES, TERMS = "党组织设置", "班子任期"

PARAMETERS = [
    Parameter(
        BRANCH_MIN,
        "成立党支部至少要有的正式党员",
        Decimal(3),
        "人",
        SIZES,
        Certainty.PUBLISHED,
        BRANCH_RULES,
        "少于这个数只提醒联合建立支部，不拦登记。",
        least=Decimal(1),
        most=Decimal(50),
    ),
    Parameter(
        BRANCH_SOFT_MAX,
        "党支部党员一般不超过",
        Decimal(50),
        "人",
        SIZES,
        Certainty.PUBLISHED,
        BRANCH_RULES,
        "超过只提醒，不拦登记。",
        least=Decimal(3),
        most=Decimal(500),
    ),
    Parameter(
        GENERAL_BRANCH_MIN,
        "设党总支一般要有的党员",
        Decimal(50),
        "人",
        SIZES,
        Certainty.GENERAL,
        "",
        "不足的，工作需要并经上级批准也可以设。",
        least=Decimal(3),
        most=Decimal(500),
    ),
    Parameter(
        COMMITTEE_MIN,
        "设基层党委一般要有的党员",
        Decimal(100),
        "人",
        SIZES,
        Certainty.GENERAL,
        "",
        "不足的，经上级批准也可以设。",
        least=Decimal(3),
        most=Decimal(1000),
    ),
    Parameter(
        COMMITTEE_NEEDED_AT,
        "应当设支部委员会的正式党员数",
        Decimal(7),
        "人",
        SIZES,
        Certainty.PUBLISHED,
        BRANCH_COMMITTEE_RULES,
        "不足的只设书记，必要时设一名副书记。",
        least=Decimal(3),
        most=Decimal(50),
    ),
    Parameter(
        TERM_COMMUNITY,
        "社区党组织（党委、党总支、党支部）每届任期",
        Decimal(5),
        "年",
        TERMS,
        Certainty.PUBLISHED,
        TERM_RULES,
        "已经登记的届次按登记时的年限，不跟着改。",
        least=Decimal(1),
        most=Decimal(10),
    ),
    Parameter(
        TERM_BRANCH,
        "其他基层单位党总支、党支部每届任期",
        Decimal(3),
        "年",
        TERMS,
        Certainty.PUBLISHED,
        TERM_RULES,
        "两新组织等单位的支部用它。",
        least=Decimal(1),
        most=Decimal(10),
    ),
    Parameter(
        TERM_COMMITTEE,
        "基层党委每届任期",
        Decimal(5),
        "年",
        TERMS,
        Certainty.PUBLISHED,
        TERM_RULES,
        least=Decimal(1),
        most=Decimal(10),
    ),
    Parameter(
        EXTEND_MAX,
        "延期或提前换届最长",
        Decimal(12),
        "个月",
        TERMS,
        Certainty.PUBLISHED,
        EXTENSION_RULES,
        "要报上级党委批准。",
        least=Decimal(0),
        most=Decimal(60),
    ),
    Parameter(
        REMIND_AHEAD,
        "换届提前多久提醒",
        Decimal(6),
        "个月",
        TERMS,
        Certainty.OURS,
        "",
        "只管提醒，不改变届满日期。",
        least=Decimal(0),
        most=Decimal(24),
    ),
]

TERM_LABELS: Mapping[str, str] = {
    TERM_COMMUNITY: "社区党组织",
    TERM_BRANCH: "其他基层单位的党总支、党支部",
    TERM_COMMITTEE: "基层党委",
}
"""By which rule a term's length goes, in words."""

ELECTED = (
    OrganisationKind.PRIMARY_COMMITTEE,
    OrganisationKind.GENERAL_BRANCH,
    OrganisationKind.BRANCH,
    OrganisationKind.JOINT_BRANCH,
)
"""Kinds whose leaders are elected for a term."""


def has_terms(organisation: Organisation) -> bool:
    """Whether its leaders are elected for a term; 党工委 are appointed, temporary branches hold no elections
    (domain §1.1, §1.2).
    """
    return organisation.kind in ELECTED


def term_rule(organisation: Organisation) -> str:
    """The rule that a term's length usually goes by; a unit's own branch in a community is not the community's."""
    own_unit = organisation.unit_situation == "entity" and organisation.community_id != organisation.pk
    if organisation.community_id is not None and not own_unit:
        return TERM_COMMUNITY
    return TERM_COMMITTEE if organisation.kind == OrganisationKind.PRIMARY_COMMITTEE else TERM_BRANCH
