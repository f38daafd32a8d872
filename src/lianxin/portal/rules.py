"""Who may do what on the common pages."""

from lianxin.declare.roles import OFFICE, Action, Role, subtree

VIEW_DAY = "portal.view_day"
VIEW_DUTIES = "portal.view_duties"
VIEW_FIRST_STEPS = "portal.view_first_steps"

ACTIONS = [
    Action(
        "portal.leave_demonstration",
        "删除演示数据，建立自己的社区",
        subtree(Role.SECRETARY, Role.SYSTEM_ADMIN),
        "演示社区只在本机；删除后不能恢复，所以只给社区书记和系统管理员。",
    ),
    Action(
        VIEW_DAY,
        "看“今日”里刚刚记下的事、人数和政治生日",
        subtree(*OFFICE, Role.BRANCH_SECRETARY, Role.GROUP_LEADER),
        "按各自管的组织显示。",
    ),
    Action(
        VIEW_DUTIES,
        "看“今日”里该办的事，打印当天的单子",
        subtree(*OFFICE, Role.BRANCH_SECRETARY, Role.GROUP_LEADER, Role.SYSTEM_ADMIN),
        "预备期满、资料不全、待分支部、备份过期等，各人只看到自己能办、能看的。",
    ),
    Action(
        VIEW_FIRST_STEPS,
        "看“开头几件事”",
        subtree(*OFFICE, Role.SYSTEM_ADMIN),
        "建好社区以后接着做什么：导名册、开账号、收好密钥、备份。",
    ),
]
