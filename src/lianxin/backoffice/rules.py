"""Who may see the rooms behind the desk."""

from lianxin.declare.roles import ADMINS, OFFICE, Action, Role, subtree

VIEW_ROLES = "backoffice.view_roles"
VIEW_INSTALLATION = "backoffice.view_installation"
VIEW_FONTS = "backoffice.view_fonts"

ACTIONS = [
    Action(VIEW_ROLES, "查看角色和权限表", subtree(*OFFICE, *ADMINS), "只有规定，没有人的资料"),
    Action(
        VIEW_INSTALLATION,
        "查看本机安装情况",
        subtree(Role.SECRETARY, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
        "版本、数据文件夹、体检结果",
    ),
    Action(VIEW_FONTS, "查看文书用的字体", subtree(*OFFICE, Role.SYSTEM_ADMIN), "字体由管电脑的人放进数据文件夹"),
]
