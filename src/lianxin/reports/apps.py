"""The app's entry in Django's registry; ``ready`` registers what it declares."""

from datetime import timedelta

from django.apps import AppConfig

from lianxin.declare.labels import register_audit_labels, register_field_labels
from lianxin.declare.nav import NavItem, Place, register_nav
from lianxin.declare.roles import register_actions


class ReportsConfig(AppConfig):
    """台账."""

    name = "lianxin.reports"
    label = "reports"
    verbose_name = "台账"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register actions, the place in the frame, audit labels, the runner of large exports, the sweep of files."""
        from lianxin.files.store import sweep
        from lianxin.jobs.registry import register_chore, register_runner
        from lianxin.reports.actions import EXPORT_LEDGER, RUN, make_file
        from lianxin.reports.rules import ACTIONS, VIEW
        from lianxin.reports.saved.actions import LABELS

        register_actions(ACTIONS)
        register_nav(
            NavItem(Place.LEDGERS, "全部台账", "reports:index", VIEW, order=10),
            NavItem(Place.LEDGERS, "常用视图", "reports:views", VIEW, order=15),
        )
        register_audit_labels(LABELS)
        register_field_labels({"view_name": "名称", "shared": "同事也能用", "as_of_kind": "看哪一天"})
        register_audit_labels({EXPORT_LEDGER: "导出台账"})
        register_field_labels(
            {"format": "格式", "rows": "行数", "as_of": "截止日期", "sensitive": "敏感内容", "since": "开始日期"}
        )
        register_runner(RUN, make_file)
        register_chore("files.sweep", timedelta(hours=1), sweep)
