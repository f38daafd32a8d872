"""Who may read the trail."""

from lianxin.declare.roles import Action, Role, subtree

VIEW = "audit.view_entries"
VERIFY = "audit.verify_chains"

ACTIONS = [
    Action(
        VIEW,
        "查看审计记录",
        subtree(Role.AUDITOR),
        "只看到本组织及下级的记录，和不属于任何组织的系统记录；谁也不能改、不能删",
    ),
    Action(VERIFY, "核对审计链", subtree(Role.AUDITOR, Role.SYSTEM_ADMIN), "只核对，不显示记录内容"),
]
