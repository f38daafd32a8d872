"""Who may do what with places, units and persons; limits of what is recorded about them."""

from datetime import date

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from lianxin.declare.errors import RuleError
from lianxin.declare.roles import OFFICE, Action, Reach, Role, subtree
from lianxin.residents.choices import PlaceKind

VIEW_PLACES = "residents.view_places"
CHANGE_PLACES = "residents.change_places"
VIEW_UNITS = "residents.view_units"
CHANGE_UNITS = "residents.change_units"
VIEW_PERSONS = "residents.view_persons"
CHANGE_PERSONS = "residents.change_persons"
CHANGE_REACH = "residents.change_reach"
SEE_TELEPHONES = "residents.see_telephones"

ACTIONS = [
    Action(
        VIEW_PLACES,
        "查看院坝楼栋",
        {
            **subtree(
                *OFFICE,
                Role.BRANCH_SECRETARY,
                Role.GROUP_LEADER,
                Role.GRID_WORKER,
                Role.STREET_OVERSEER,
                Role.DISTRICT_VIEWER,
            ),
            Role.COURTYARD_HEAD: Reach.OWN,
        },
        "院坝委员只看自己的院坝；授权在支部的人看所在社区的院坝要另有社区授权",
    ),
    Action(CHANGE_PLACES, "登记、导入、更正院坝楼栋", subtree(*OFFICE, Role.GRID_WORKER)),
    Action(
        VIEW_UNITS,
        "查看驻区单位",
        {
            **subtree(*OFFICE, Role.BRANCH_SECRETARY, Role.GRID_WORKER, Role.STREET_OVERSEER, Role.DISTRICT_VIEWER),
            Role.UNIT_LIAISON: Reach.OWN,
        },
        "单位联络员只看自己的单位",
    ),
    Action(CHANGE_UNITS, "登记、导入、更正驻区单位", subtree(*OFFICE)),
    Action(
        VIEW_PERSONS,
        "查看人员（电话打码）",
        subtree(*OFFICE, Role.GRID_WORKER),
        "不是党员的人；党员看本人在“党员”里",
    ),
    Action(CHANGE_PERSONS, "登记和更正人员", subtree(*OFFICE)),
    Action(
        CHANGE_REACH,
        "登记怎样联系、个人信息同意",
        subtree(*OFFICE, Role.BRANCH_SECRETARY, Role.GROUP_LEADER),
        "支部书记、党小组长只限自己的党员",
    ),
    Action(
        SEE_TELEPHONES,
        "显示电话",
        subtree(*OFFICE, Role.BRANCH_SECRETARY, Role.GROUP_LEADER),
        "每次显示都记入审计",
    ),
]

PARTS = {PlaceKind.COURTYARD: PlaceKind.BUILDING, PlaceKind.BUILDING: PlaceKind.STAIRWAY}
"""What stands in a courtyard, in a building."""

MOST_HOUSEHOLDS = 5000
"""Households of one level; more is a slip of the pen."""


def credit_code_warning(code: str) -> str:
    """What is wrong with a unified social credit code (GB 32100-2015), "" when nothing is; never a refusal."""
    if not code:
        return ""
    try:
        uscc.validate(code)
    except ValidationError:
        return f"统一社会信用代码 {code} 的校验码不对，请核对营业执照；已照样存下。"
    return ""


def check_days(opened: date | None, closed: date | None, field: str = "closed_on") -> None:
    """Refuse an end before the beginning. Raises ``RuleError``."""
    if opened is not None and closed is not None and closed < opened:
        raise RuleError("结束日期不能早于开始日期。", field)
