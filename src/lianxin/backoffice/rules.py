"""Who may see the rooms behind the desk."""

from lianxin.declare.roles import ADMINS, OFFICE, Action, Role, subtree

VIEW_ROLES = "backoffice.view_roles"
VIEW_INSTALLATION = "backoffice.view_installation"
SET_PUBLIC_ADDRESS = "backoffice.set_public_address"
VIEW_PARAMETERS = "backoffice.view_parameters"
CHANGE_PARAMETERS = "backoffice.change_parameters"

ACTIONS = [
    Action(VIEW_ROLES, "查看角色和权限表", subtree(*OFFICE, *ADMINS), "只有规定，没有人的资料"),
    Action(VIEW_PARAMETERS, "查看规定参数", subtree(*OFFICE, *ADMINS), "规定里的数字和依据"),
    Action(
        CHANGE_PARAMETERS,
        "设定规定参数",
        subtree(Role.SECRETARY, Role.SYSTEM_ADMIN),
        "要写明依据；以前的数值留着，改动记入审计。",
    ),
    Action(
        VIEW_INSTALLATION,
        "查看本机安装情况",
        subtree(Role.SECRETARY, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
        "版本、数据文件夹、体检结果",
    ),
    Action(
        SET_PUBLIC_ADDRESS,
        "设定公开网址",
        subtree(Role.SECRETARY, Role.SYSTEM_ADMIN),
        "设了以后，给党员、居民、单位的纸上才印网址和二维码；改动记入审计",
    ),
]
