"""What filling sheets tells the common rooms, registered when the app starts."""

from datetime import timedelta
from uuid import UUID

from lianxin.declare.demonstration import DemoPart, register_demo_part
from lianxin.declare.labels import register_audit_labels, register_field_labels
from lianxin.declare.ledgers import register_ledgers
from lianxin.declare.nav import NavItem, Place, register_nav
from lianxin.declare.parameters import register_parameters
from lianxin.declare.paths import register_path_column
from lianxin.declare.refs import register_ref
from lianxin.declare.roles import register_actions
from lianxin.jobs.registry import Every, register_runner, register_schedule
from lianxin.orgs.models import Community
from lianxin.reports.sheets.actions import FILL_JOB, clear_old_drafts, run_filling
from lianxin.reports.sheets.ledgers import SUBMISSIONS
from lianxin.reports.sheets.models import SheetDraft, Submission
from lianxin.reports.sheets.queries import draft_targets, submission_targets
from lianxin.reports.sheets.rules import ACTIONS, FILL, KEPT_YEARS
from lianxin.reports.sheets.trail import DRAFT, SUBMISSION

AUDIT_LABELS = {
    "reports.receive_sheet": "收下要填的表",
    "reports.explain_headings": "指明表头的意思",
    "reports.request_filling": "让后台填表",
    "reports.discard_sheet": "放弃要填的表",
    "reports.fill_sheet": "填表并留底",
    "reports.fetch_submission": "取留底的文件",
    "reports.correct_submission": "更正留底的记录",
    "reports.withdraw_submission": "作废一份留底",
}


def register() -> None:
    """Called once when the app starts."""
    register_actions(ACTIONS)
    register_parameters([KEPT_YEARS])
    register_audit_labels(AUDIT_LABELS)
    register_field_labels({"title": "表名", "asked_by": "谁要的", "received_on": "收到日期", "sent_how": "怎样送的"})
    register_ref(DRAFT, "要填的表", draft_targets)
    register_ref(SUBMISSION, "报送留底", submission_targets)
    register_path_column(SheetDraft)
    register_path_column(Submission)
    register_runner(FILL_JOB, run_filling, title="填街道的表", ref=DRAFT)
    register_schedule("reports.clear_sheets", "清除过了一周的空白表", Every(timedelta(hours=6)), clear_old_drafts)
    register_ledgers(SUBMISSIONS)
    register_demo_part(DemoPart("reports.sheets", _build_demo, _remove_demo))
    register_nav(NavItem(Place.LEDGERS, "填街道的表", "sheets:index", FILL, order=20))


def _build_demo(community: Community) -> None:
    from lianxin.reports.sheets.demonstration import build  # wanted once in an installation's life

    build(community)


def _remove_demo(community_id: UUID) -> None:
    from lianxin.reports.sheets.demonstration import remove

    remove(community_id)
