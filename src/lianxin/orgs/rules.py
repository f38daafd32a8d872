"""Who may do what with organisations, which may stand under which, and when a size calls for a change."""

from collections.abc import Mapping

from lianxin.declare.errors import RuleError
from lianxin.declare.roles import OFFICE, Action, Role, subtree
from lianxin.orgs.choices import BRANCH_KINDS, COMMUNITY_KINDS, OrganisationKind
from lianxin.orgs.models import Organisation
from lianxin.orgs.parameters import BRANCH_MIN, BRANCH_SOFT_MAX, COMMITTEE_MIN, GENERAL_BRANCH_MIN
from lianxin.orgs.registries import Headcount
from lianxin.parameters.queries import Rules

VIEW = "orgs.view_organisations"
CHANGE = "orgs.change_organisations"
CHANGE_COMMUNITY = "orgs.change_community"

ACTIONS = [
    Action(
        VIEW,
        "查看党组织",
        subtree(
            *OFFICE,
            Role.BRANCH_SECRETARY,
            Role.GROUP_LEADER,
            Role.GRID_WORKER,
            Role.STREET_OVERSEER,
            Role.DISTRICT_VIEWER,
        ),
        "组织名称、沿革和社区概况，不含党员个人信息",
    ),
    Action(
        CHANGE,
        "成立、更名、调整、撤销党组织",
        subtree(*OFFICE),
        "每一步都记入沿革和审计；登记错了，从最后一步起可以撤回",
    ),
    Action(CHANGE_COMMUNITY, "维护社区概况", subtree(*OFFICE), "每个填报数字都要写明截止日期和来源"),
]

_K = OrganisationKind
_UNDER_COMMITTEES = (_K.LOCAL_COMMITTEE, _K.WORKING_COMMITTEE, _K.PRIMARY_COMMITTEE)
_UNDER_ANY_BODY = (*_UNDER_COMMITTEES, _K.GENERAL_BRANCH)

PARENT_KINDS: Mapping[OrganisationKind, tuple[OrganisationKind, ...]] = {
    _K.LOCAL_COMMITTEE: (_K.LOCAL_COMMITTEE,),
    _K.WORKING_COMMITTEE: (_K.LOCAL_COMMITTEE, _K.WORKING_COMMITTEE),
    _K.PRIMARY_COMMITTEE: _UNDER_COMMITTEES,
    _K.GENERAL_BRANCH: _UNDER_COMMITTEES,
    _K.BRANCH: _UNDER_ANY_BODY,
    _K.JOINT_BRANCH: _UNDER_ANY_BODY,
    _K.TEMPORARY_BRANCH: _UNDER_ANY_BODY,
    _K.GROUP: BRANCH_KINDS,
    _K.FUNCTIONAL: (*_UNDER_ANY_BODY, *BRANCH_KINDS),
}
"""What each kind may stand under (domain §1.4, §1.5)."""


def child_kinds(parent: Organisation) -> list[OrganisationKind]:
    """The kinds that may be founded under an organisation, in the order of the list of kinds."""
    return [kind for kind in OrganisationKind if parent.kind in PARENT_KINDS[kind]]


def check_parent(kind: str, parent: Organisation | None) -> None:
    """Refuse a parent the kind may not stand under, or one that is dissolved. A root needs no parent.

    Raises ``RuleError``.
    """
    if parent is None:
        if kind == OrganisationKind.GROUP:
            raise RuleError("党小组要设在党支部下面。", "parent")
        return
    label = OrganisationKind(kind).label
    if parent.dissolved_on is not None:
        raise RuleError(f"{parent.name}已经撤销，不能作为上级。", "parent")
    if parent.kind not in PARENT_KINDS[OrganisationKind(kind)]:
        raise RuleError(f"{label}不能设在{parent.get_kind_display()}下面。", "parent")


def check_community_kind(kind: str) -> None:
    """Refuse a kind that cannot be a community's own organisation. Raises ``RuleError``."""
    if kind not in COMMUNITY_KINDS:
        raise RuleError("社区自己的党组织应是基层党委、党总支或党支部。", "kind")


def size_warnings(kind: str, count: Headcount, rules: Rules) -> list[str]:
    """What the size of an organisation calls for (domain §1.1): a warning, never a refusal.

    ``count`` is of it and all below it.
    """
    members, full = count.members, count.full
    if kind in (OrganisationKind.BRANCH, OrganisationKind.JOINT_BRANCH):
        most, least = rules.whole(BRANCH_SOFT_MAX), rules.whole(BRANCH_MIN)
        if members > most:
            return [f"有党员 {members} 名，超过 {most} 名，一般应分设支部或升为党总支。"]
        if full < least:
            return [f"正式党员 {full} 名，不足 {least} 名，应与邻近单位联合建立支部。"]
    if kind == OrganisationKind.GENERAL_BRANCH:
        most, least = rules.whole(COMMITTEE_MIN), rules.whole(GENERAL_BRANCH_MIN)
        if members >= most:
            return [f"有党员 {members} 名，达到 {most} 名，可以报上级批准升为基层党委。"]
        if members < least:
            return [f"有党员 {members} 名，不足 {least} 名；工作需要的，经上级批准可以设党总支。"]
    if kind == OrganisationKind.PRIMARY_COMMITTEE and members < rules.whole(COMMITTEE_MIN):
        return [f"有党员 {members} 名，不足 {rules.whole(COMMITTEE_MIN)} 名；经上级批准可以设基层党委。"]
    return []
