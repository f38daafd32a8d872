"""Who may do what on the common pages."""

from lianxin.declare.roles import OFFICE, Action, Role, subtree

ACTIONS = [
    Action(
        "portal.leave_demonstration",
        "删除演示数据，建立自己的社区",
        subtree(Role.SECRETARY, Role.SYSTEM_ADMIN),
        "演示社区只在本机；删除后不能恢复，所以只给社区书记和系统管理员。",
    ),
    Action(
        "portal.view_day",
        "看“今日”里本社区的提醒",
        subtree(*OFFICE, Role.BRANCH_SECRETARY, Role.GROUP_LEADER),
        "资料不全、待分支部等提醒，按各自管的组织显示。",
    ),
]
