"""Who may open accounts and give roles, and which roles should not be in one hand."""

from collections.abc import Collection

from lianxin.access.models import Grant, User
from lianxin.access.scope import can, open_grants
from lianxin.declare.errors import RuleError
from lianxin.declare.roles import ADMINS, OFFICE, Action, Role, subtree
from lianxin.kernel import clock

VIEW_ACCOUNTS = "access.view_accounts"
MANAGE_ACCOUNTS = "access.manage_accounts"
CHANGE_GRANTS = "access.change_grants"
RESET_SECOND_FACTOR = "access.reset_second_factor"

ACTIONS = [
    Action(
        VIEW_ACCOUNTS,
        "查看账号和授权",
        subtree(Role.SECRETARY, *ADMINS),
        "只看到在本组织及下级有过角色的账号，和还没有给过角色的新账号",
    ),
    Action(
        MANAGE_ACCOUNTS,
        "开账号、停用账号、开启用单",
        subtree(Role.SECRETARY, Role.SYSTEM_ADMIN),
        "社区书记只能管日常角色的账号，不能动三员（系统、安全、审计管理员）和上级查看员的账号",
    ),
    Action(
        CHANGE_GRANTS,
        "给角色、收回角色",
        subtree(Role.SECRETARY, Role.SECURITY_ADMIN),
        "安全管理员可给全部角色；社区书记只能给日常角色。还有别的安全管理员时，谁也不能给自己加角色",
    ),
    Action(
        RESET_SECOND_FACTOR,
        "重设别人的两步登录",
        subtree(Role.SECURITY_ADMIN),
        "手机和备用码都丢了的时候用，要写理由；只管全部角色都在本组织及下级的账号",
    ),
]

EVERYDAY_ROLES = (
    Role.PARTY_WORKER,
    Role.BRANCH_SECRETARY,
    Role.GROUP_LEADER,
    Role.MEMBER,
    Role.COURTYARD_HEAD,
    Role.GRID_WORKER,
    Role.UNIT_LIAISON,
)
"""Roles a community's secretary may give and take; the others are the security administrator's."""

NARROWED_KINDS = {
    Role.MEMBER: "residents.person",
    Role.COURTYARD_HEAD: "residents.place",
    Role.UNIT_LIAISON: "residents.unit",
}
"""Roles that are about one thing, and its kind."""


def grantable_roles(user: User, path: str) -> list[Role]:
    """The roles the user may give in the organisation of ``path``, in the order of the table."""
    if not can(user, CHANGE_GRANTS, path):
        return []
    if _holds(user, Role.SECURITY_ADMIN, path):
        return list(Role)
    return list(EVERYDAY_ROLES)


def may_manage(user: User, account: User) -> bool:
    """Whether the user may close the account, reopen it or print a slip for it.

    Whoever can set a password can act as its owner: so all the account's roles must lie in one's scope, and a
    secretary never manages an account with an administrator's or overseer's role.
    """
    if not can(user, MANAGE_ACCOUNTS):
        return False
    grants = standing_grants(account)
    if all(_holds(user, Role.SYSTEM_ADMIN, grant.organisation_path) for grant in grants):
        return True
    return all(
        can(user, MANAGE_ACCOUNTS, grant.organisation_path) and Role(grant.role) in EVERYDAY_ROLES for grant in grants
    )


def may_reset_second_factor(user: User, account: User) -> bool:
    """Whether the user may reset the account's second factor: all the account's roles must lie in one's scope."""
    return can(user, RESET_SECOND_FACTOR) and all(
        _holds(user, Role.SECURITY_ADMIN, grant.organisation_path) for grant in standing_grants(account)
    )


def may_end(user: User, grant: Grant) -> bool:
    """Whether the user may end the grant: the same roles as may be given."""
    return grant.until is None and Role(grant.role) in grantable_roles(user, grant.organisation_path)


def standing_grants(account: User) -> list[Grant]:
    """The account's grants in force today or later, read anew."""
    today = clock.today()
    return [grant for grant in Grant.objects.filter(user=account) if grant.until is None or grant.until > today]


def check_own_grant(user: User) -> None:
    """Refuse giving oneself a role while another security administrator could. Raises ``RuleError``."""
    if _others_with(Role.SECURITY_ADMIN, user):
        raise RuleError("不能给自己加角色，请另一位安全管理员来办。")


def check_not_last(account: User, role: Role) -> None:
    """Refuse taking away the last system or security administrator. Raises ``RuleError``."""
    if role not in {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN} or _others_with(role, account):
        return
    if any(grant.role == role for grant in standing_grants(account)):
        raise RuleError(f"{account.name}是最后一位{role.label}。请先把这个角色给另一个人，再来办。")


def separation_warnings(roles: Collection[Role]) -> list[str]:
    """What to say about roles in one hand (GB/T 22239-2019 8.1.4.2: administrators' rights are kept apart).

    In a small office one person may hold them all, so this warns and never refuses.
    """
    warnings = []
    admins = [role for role in ADMINS if role in roles]
    if len(admins) > 1:
        names = "、".join(role.label for role in admins)
        warnings.append(f"一个人兼着{names}：谁管账号、谁给权限、谁查记录应当分开。人手够了请分给不同的人。")
    if admins and any(role in roles for role in OFFICE):
        warnings.append(f"{admins[0].label}同时在办党员业务：能管系统的人最好不碰党员资料。人手够了请分开。")
    return warnings


def _holds(user: User, role: Role, path: str) -> bool:
    return any(grant.role == role and path.startswith(grant.organisation_path) for grant in open_grants(user))


def _others_with(role: Role, user: User) -> bool:
    today = clock.today()
    grants = Grant.objects.filter(role=role, user__is_active=True, user__is_demo=user.is_demo).exclude(user=user)
    return any(grant.until is None or grant.until > today for grant in grants)
