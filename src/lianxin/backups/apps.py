"""The app's entry in Django's registry; ``ready`` registers what it declares."""

from django.apps import AppConfig


class BackupsConfig(AppConfig):
    """备份."""

    name = "lianxin.backups"
    label = "backups"
    verbose_name = "备份"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Words for the trail, rules, the runner, the daily schedule."""
        from lianxin.backups import actions, declared
        from lianxin.declare.labels import register_audit_labels, register_field_labels
        from lianxin.declare.parameters import register_parameters
        from lianxin.jobs.registry import Daily, register_runner, register_schedule

        register_audit_labels(declared.AUDIT_LABELS)
        register_field_labels({"size": "大小"})
        register_parameters(declared.PARAMETERS)
        register_runner(
            actions.MAKE, actions.run_backup, title="备份", when_cancelled=lambda _: "没有留下备份文件，资料不受影响。"
        )
        register_schedule("backups.daily", "每天备份", Daily(12), actions.request_daily_backup)
