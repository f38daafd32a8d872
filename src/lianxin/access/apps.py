"""The app's entry in Django's registry; ``ready`` registers what it declares."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """账号与权限."""

    name = "lianxin.access"
    label = "access"
    verbose_name = "账号与权限"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The role × action table, words for the trail, the paths kept in grants, what is swept now and then."""
        from datetime import timedelta

        from lianxin.access import labels
        from lianxin.access.actions.sessions import sweep_sessions
        from lianxin.access.lockout import sweep_failures
        from lianxin.access.models import Grant
        from lianxin.access.rules import ACTIONS
        from lianxin.audit.actions import sweep_once_keys
        from lianxin.declare.labels import register_audit_labels, register_field_labels
        from lianxin.declare.paths import register_path_column
        from lianxin.declare.roles import register_actions
        from lianxin.jobs.registry import Every, register_schedule

        register_actions(ACTIONS)
        register_audit_labels(labels.AUDIT)
        register_field_labels(labels.FIELDS)
        register_path_column(Grant, "organisation_path")
        register_schedule("access.failed_sign_ins", "清除过期的登录失败记录", Every(timedelta(hours=6)), sweep_failures)
        register_schedule("access.sessions", "清除过期的登录", Every(timedelta(hours=6)), sweep_sessions)
        register_schedule("audit.once_keys", "清除用过的表单编号", Every(timedelta(hours=6)), sweep_once_keys)
