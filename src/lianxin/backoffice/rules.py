"""Who may see the rooms behind the desk."""

from lianxin.declare.roles import ADMINS, OFFICE, Action, Role, subtree

VIEW_ROLES = "backoffice.view_roles"
VIEW_INSTALLATION = "backoffice.view_installation"
VIEW_PARAMETERS = "backoffice.view_parameters"
CHANGE_PARAMETERS = "backoffice.change_parameters"
VIEW_JOBS = "backoffice.view_jobs"
CHANGE_SCHEDULES = "backoffice.change_schedules"
MAKE_BACKUPS = "backoffice.make_backups"
PRINT_KEY = "backoffice.print_key"
VIEW_FONTS = "backoffice.view_fonts"

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
        VIEW_JOBS,
        "查看后台工作，停下或重办",
        subtree(*OFFICE, Role.SYSTEM_ADMIN),
        "自己提出的都看得到；别人的只看本组织及下级的",
    ),
    Action(CHANGE_SCHEDULES, "开关定时工作、改时间、马上做一次", subtree(Role.SECRETARY, Role.SYSTEM_ADMIN)),
    Action(
        MAKE_BACKUPS,
        "备份，把备份抄走",
        subtree(Role.SECRETARY, Role.SYSTEM_ADMIN),
        "备份是加密的，没有密钥打不开",
    ),
    Action(
        PRINT_KEY,
        "打印密钥单",
        subtree(Role.SECRETARY, Role.SECURITY_ADMIN),
        "要写理由，记入审计；示范账号不能打印",
    ),
    Action(VIEW_FONTS, "查看文书用的字体", subtree(*OFFICE, Role.SYSTEM_ADMIN), "字体由管电脑的人放进数据文件夹"),
]
