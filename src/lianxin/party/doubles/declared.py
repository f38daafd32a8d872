"""What finding and merging duplicates tells the common rooms, registered when the app starts."""

from datetime import timedelta

from lianxin.declare.duties import register_duties
from lianxin.declare.labels import register_audit_labels, register_entered_ledgers, register_field_labels
from lianxin.declare.nav import NavItem, Place, register_nav
from lianxin.declare.paths import register_path_column
from lianxin.declare.verification import register_check
from lianxin.jobs.registry import Every, register_runner, register_schedule
from lianxin.party.doubles import resting
from lianxin.party.doubles.checks import check_set_aside
from lianxin.party.doubles.duties import duplicate_duties
from lianxin.party.doubles.finding import FIND_JOB, find_everywhere, run_finding
from lianxin.party.doubles.judging import TWO_PEOPLE, UNJUDGED
from lianxin.party.doubles.merging import MERGE_PERSONS as MERGED
from lianxin.party.doubles.undoing import UNDO
from lianxin.party.models import DuplicateCandidate, PersonMerge
from lianxin.party.rules import MERGE_PERSONS

AUDIT_LABELS = {
    MERGED: "合并重复的人",
    UNDO: "撤销合并",
    TWO_PEOPLE: "认定不是同一个人",
    UNJUDGED: "取消认定",
}
FIELD_LABELS = {
    "merged": "并入",
    "two_people": "两个人",
    "unit": "所在单位",
    "died_on": "去世日期",
    "carer": "家人或照料人",
}
LEDGERS = ("党员花名册",)


def register() -> None:
    """Called once when the app starts."""
    resting.register()
    register_audit_labels(AUDIT_LABELS)
    register_field_labels(FIELD_LABELS)
    register_entered_ledgers({MERGED: LEDGERS, UNDO: LEDGERS})
    register_path_column(DuplicateCandidate)
    register_path_column(PersonMerge)
    register_runner(FIND_JOB, run_finding)
    register_schedule("party.find_duplicates", "找可能重复的人", Every(timedelta(hours=1)), find_everywhere)
    register_check("party.set_aside", "没有什么指向已经并入别人的人", check_set_aside)
    register_duties("party.duplicates", duplicate_duties)
    register_nav(NavItem(Place.MEMBERS, "可能重复", "party:duplicates", MERGE_PERSONS, order=40))
