"""What bringing in rosters of courtyards and units tells the common rooms, registered when the app starts."""

from datetime import timedelta

from lianxin.declare.labels import register_audit_labels, register_field_labels
from lianxin.declare.nav import NavItem, Place, register_nav
from lianxin.declare.paths import register_path_column
from lianxin.declare.refs import register_ref
from lianxin.jobs.registry import Every, register_runner, register_schedule
from lianxin.residents.rosters.clearing import clear_old_rosters
from lianxin.residents.rosters.committing import COMMIT_JOB, run_commit
from lianxin.residents.rosters.models import Roster
from lianxin.residents.rosters.queries import roster_targets
from lianxin.residents.rosters.receiving import READ_JOB, run_reading
from lianxin.residents.rosters.staging import ROSTER
from lianxin.residents.rosters.taking_back import TAKE_BACK_JOB, run_take_back
from lianxin.residents.rules import CHANGE_PLACES, CHANGE_UNITS

AUDIT_LABELS = {
    "residents.stage_roster": "读入院坝、单位名册",
    "residents.choose_roster_columns": "改院坝、单位名册各列的对应",
    "residents.commit_roster": "院坝、单位名册入册",
    "residents.finish_roster": "院坝、单位名册入册完成",
    "residents.discard_roster": "放弃院坝、单位名册",
    "residents.take_back_roster": "整批撤回院坝、单位名册",
    "residents.took_back_roster": "院坝、单位名册撤回完成",
    "residents.export_roster_errors": "下载院坝、单位名册错误表",
    "residents.clear_roster": "清除到期的院坝、单位名册暂存",
}


def register() -> None:
    """Called once when the app starts."""
    register_audit_labels(AUDIT_LABELS)
    register_field_labels({"created": "新增", "changed": "更正"})
    register_ref(ROSTER, "院坝、单位名册", roster_targets)
    register_path_column(Roster)
    register_runner(
        READ_JOB,
        run_reading,
        title="读取院坝、单位名册",
        ref=ROSTER,
        when_cancelled=lambda _: "没有读进来，登记簿没有改动。到名册页可以放弃它。",
    )
    register_runner(
        COMMIT_JOB,
        run_commit,
        title="院坝、单位名册入册",
        ref=ROSTER,
        when_cancelled=lambda job: (
            f"办到第 {job.done} 行停下：已经入册的留在册里，其余没有动。到名册页点“接着办”可以办完。"
        ),
    )
    register_runner(
        TAKE_BACK_JOB,
        run_take_back,
        title="撤回院坝、单位名册",
        ref=ROSTER,
        when_cancelled=lambda _: "撤回到一半停下：撤回了的不再改回，其余还在册里。到名册页点“接着办”可以办完。",
    )
    register_schedule(
        "residents.clear_rosters", "清除到期的院坝、单位名册暂存", Every(timedelta(hours=6)), clear_old_rosters
    )
    register_nav(
        NavItem(Place.ZONES, "导入院坝", "residents:courtyard_rosters", CHANGE_PLACES, order=15),
        NavItem(Place.COMMITTEE, "导入单位", "residents:unit_rosters", CHANGE_UNITS, order=15),
    )
