"""The app's entry in Django's registry; ``ready`` registers what it declares."""

from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    """管理."""

    name = "lianxin.backoffice"
    label = "backoffice"
    verbose_name = "管理"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The role × action table, pages at the frame's foot, names of accounts."""
        from lianxin.access.rules import VIEW_ACCOUNTS
        from lianxin.audit.rules import VERIFY, VIEW
        from lianxin.backoffice.duties import backup_duties
        from lianxin.backoffice.queries import account_targets
        from lianxin.backoffice.rules import (
            ACTIONS,
            MAKE_BACKUPS,
            VIEW_FONTS,
            VIEW_INSTALLATION,
            VIEW_JOBS,
            VIEW_PARAMETERS,
            VIEW_ROLES,
        )
        from lianxin.backoffice.work import AUDIT_LABELS
        from lianxin.declare.duties import register_duties
        from lianxin.declare.labels import register_audit_labels
        from lianxin.declare.nav import NavItem, Place, register_nav
        from lianxin.declare.refs import register_ref
        from lianxin.declare.roles import register_actions

        register_actions(ACTIONS)
        register_duties("backoffice.backups", backup_duties)
        register_audit_labels(AUDIT_LABELS)
        register_ref("access.user", "账号", account_targets)
        register_nav(
            NavItem(Place.FOOT, "账号", "backoffice:accounts", VIEW_ACCOUNTS, 10),
            NavItem(Place.FOOT, "角色", "backoffice:roles", VIEW_ROLES, 20),
            NavItem(Place.FOOT, "规定参数", "backoffice:parameters", VIEW_PARAMETERS, 25),
            NavItem(Place.FOOT, "审计记录", "backoffice:trail", VIEW, 30),
            NavItem(Place.FOOT, "审计链", "backoffice:chains", VERIFY, 40),
            NavItem(Place.FOOT, "备份", "backoffice:backups", MAKE_BACKUPS, 44),
            NavItem(Place.FOOT, "字体", "backoffice:fonts", VIEW_FONTS, 45),
            NavItem(Place.FOOT, "后台工作", "backoffice:jobs", VIEW_JOBS, 46),
            NavItem(Place.FOOT, "本机", "backoffice:installation", VIEW_INSTALLATION, 50),
        )
