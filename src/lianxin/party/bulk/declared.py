"""What bulk changes tell the common rooms, registered when the app starts."""

from lianxin.declare.labels import register_audit_labels, register_entered_ledgers
from lianxin.declare.paths import register_path_column
from lianxin.declare.refs import register_ref
from lianxin.jobs.registry import register_runner
from lianxin.party.bulk.committing import COMMIT_JOB, run_commit
from lianxin.party.bulk.queries import bulk_targets
from lianxin.party.bulk.staging import KIND
from lianxin.party.bulk.taking_back import BACK, TAKE_BACK_JOB, run_take_back
from lianxin.party.models import BulkChange

AUDIT_LABELS = {
    "party.stage_bulk": "提出批量修改",
    "party.commit_bulk": "批量修改",
    "party.discard_bulk": "放弃批量修改",
    "party.take_back_bulk": "整批撤回批量修改",
    BACK: "撤回批量修改",
}


def register() -> None:
    """Called once when the app starts."""
    register_audit_labels(AUDIT_LABELS)
    register_entered_ledgers({BACK: ("党员花名册",)})
    register_ref(KIND, "批量修改", bulk_targets)
    register_path_column(BulkChange)
    register_runner(COMMIT_JOB, run_commit)
    register_runner(TAKE_BACK_JOB, run_take_back)
