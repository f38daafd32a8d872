"""What bringing in rosters tells the common rooms, registered when the app starts."""

from datetime import timedelta

from lianxin.declare.labels import register_audit_labels, register_field_labels
from lianxin.declare.nav import NavItem, Place, register_nav
from lianxin.declare.paths import register_path_column
from lianxin.declare.refs import register_ref
from lianxin.jobs.registry import Every, register_runner, register_schedule
from lianxin.party.models import RosterBatch
from lianxin.party.rosters.clearing import clear_old_rosters
from lianxin.party.rosters.committing import COMMIT_JOB, run_commit
from lianxin.party.rosters.queries import roster_targets
from lianxin.party.rosters.receiving import READ_JOB, run_reading
from lianxin.party.rosters.taking_back import TAKE_BACK_JOB, run_take_back
from lianxin.party.rosters.trail import BATCH
from lianxin.party.rules import IMPORT_ROSTER

AUDIT_LABELS = {
    "party.stage_roster": "读入名册",
    "party.choose_roster_columns": "改名册各列的对应",
    "party.commit_roster": "名册入册",
    "party.finish_roster": "名册入册完成",
    "party.discard_roster": "放弃名册",
    "party.take_back_roster": "整批撤回名册",
    "party.took_back_roster": "名册撤回完成",
    "party.export_roster_errors": "下载名册错误表",
    "party.clear_roster": "清除到期的名册暂存",
}


def register() -> None:
    """Called once when the app starts."""
    register_audit_labels(AUDIT_LABELS)
    register_field_labels({"created": "新增", "changed": "更正"})
    register_ref(BATCH, "名册", roster_targets)
    register_path_column(RosterBatch)
    register_runner(
        READ_JOB,
        run_reading,
        title="读取名册",
        ref=BATCH,
        when_cancelled=lambda _: "没有读进来，登记簿没有改动。到名册页可以放弃它。",
    )
    register_runner(
        COMMIT_JOB,
        run_commit,
        title="名册入册",
        ref=BATCH,
        when_cancelled=lambda job: (
            f"办到第 {job.done} 行停下：已经入册的留在册里，其余没有动。到名册页点“接着办”可以办完。"
        ),
    )
    register_runner(
        TAKE_BACK_JOB,
        run_take_back,
        title="撤回名册",
        ref=BATCH,
        when_cancelled=lambda _: "撤回到一半停下：撤回了的不再改回，其余还在册里。到名册页点“接着办”可以办完。",
    )
    register_schedule("party.clear_rosters", "清除到期的名册暂存", Every(timedelta(hours=6)), clear_old_rosters)
    register_nav(NavItem(Place.MEMBERS, "导入花名册", "party:rosters", IMPORT_ROSTER, order=20))
