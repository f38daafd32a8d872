"""The app's entry in Django's registry; ``ready`` registers what it declares."""

from datetime import timedelta

from django.apps import AppConfig

from lianxin.declare.handouts import HandoutPage, register_handout_page
from lianxin.declare.labels import register_audit_labels, register_field_labels
from lianxin.declare.nav import NavItem, Place, register_nav
from lianxin.declare.refs import register_ref
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
        from lianxin.jobs.registry import Every, register_runner, register_schedule
        from lianxin.reports.actions import EXPORT_LEDGER, RUN, make_file
        from lianxin.reports.handouts.actions import MAKE_HANDOUT
        from lianxin.reports.letters.actions import WRITE_LETTER
        from lianxin.reports.queries import run_targets
        from lianxin.reports.rules import ACTIONS, EXPORT, VIEW, WRITE_LETTERS
        from lianxin.reports.sheets import declared as sheets

        register_actions(ACTIONS)
        register_handout_page(HandoutPage("reports:handout", "sign-in", EXPORT))
        register_nav(
            NavItem(Place.LEDGERS, "全部台账", "reports:index", VIEW, order=10),
            NavItem(Place.LEDGERS, "写公文", "reports:letter", WRITE_LETTERS, order=40),
        )
        register_audit_labels({EXPORT_LEDGER: "导出台账", MAKE_HANDOUT: "做签到表、标签、信封", WRITE_LETTER: "写公文"})
        register_field_labels({"format": "格式", "rows": "行数", "as_of": "截止日期", "sensitive": "敏感内容"})
        register_field_labels({"sheet": "种类", "narrowed": "名单", "letter_kind": "文种", "letter_number": "发文字号"})
        register_runner(
            RUN, make_file, title="导出台账", ref=RUN, when_cancelled=lambda _: "没有写成文件。要的时候请重新导出。"
        )
        register_ref(RUN, "台账导出", run_targets)
        register_schedule("files.sweep", "清除到期的文件", Every(timedelta(hours=1)), sweep)
        sheets.register()
