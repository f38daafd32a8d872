"""One field of many: judged member by member, written with its trail, taken back without a seam until touched."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from tests.factories import Tree
from tests.party.cast import again, faults, member_of
from tests.party.doubles.support import tables
from tests.party.support import changes, crowd, facts, loaded, relations

from lianxin.audit.models import AuditEntry
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.jobs.models import Job
from lianxin.jobs.running import run_job
from lianxin.kernel import clock
from lianxin.party.actions import correct_member, depart_member
from lianxin.party.bulk.committing import AT_ONCE, ask_for_commit
from lianxin.party.bulk.fields import Wanted
from lianxin.party.bulk.staging import discard_bulk, leave_out, stage_bulk
from lianxin.party.bulk.taking_back import ask_to_take_back, why_not
from lianxin.party.choices import Aspect, ChangeKind
from lianxin.party.models import BulkChange, BulkRow, Member
from lianxin.party.models.bulk import BulkState

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)
OURS = ("jobs.", "party.Bulk")


def staged(tree: Tree, members: Sequence[Member], wanted: Wanted) -> BulkChange:
    return stage_bulk(community=tree.community, members=[m.pk for m in members], wanted=wanted, actor=OPERATOR)


def made(bulk: BulkChange) -> Job:
    return ended(ask_for_commit(bulk=bulk, actor=OPERATOR), bulk)


def taken_back(bulk: BulkChange) -> Job:
    return ended(ask_to_take_back(bulk=bulk, actor=OPERATOR), bulk)


def ended(job: Job, bulk: BulkChange) -> Job:
    run_job(job.pk)
    job.refresh_from_db()
    bulk.refresh_from_db()
    return job


def register() -> dict[str, Any]:
    """Every table of the register; a person's version only ever rises."""
    held = {label: rows for label, rows in tables().items() if not label.startswith(OURS)}
    held["residents.Person"] = [
        (row.pk, row.name, row.employer, row.residence, row.note, bytes(row.mobile_sealed or b""))
        for row in [member.person for member in loaded(Member.objects.all())]
    ]
    return held


def states(bulk: BulkChange) -> dict[str, tuple[str, str]]:
    names = dict(Member.objects.values_list("pk", "person__name"))
    return {names[row.member_id]: (row.state, row.why) for row in BulkRow.objects.filter(bulk=bulk)}


CASES = {
    "text": Wanted("employer", "金碧路超市", words="金碧路超市"),
    "emptied": Wanted("residence", None),
    "employment": Wanted("employment", "in_post", DAY, words="在职"),
    "floating": Wanted("floating", "out", DAY, words="流出"),
    "new economy": Wanted("new_economy", True, DAY, words="是"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_change_is_made_and_taken_back_without_a_seam(tree: Tree, case: str) -> None:
    members = [member_of(tree.first, name) for name in ("柳秀兰", "张建国", "赵志强")]
    before = register()
    bulk = staged(tree, members[:2], CASES[case])
    assert register() == before
    made(bulk)
    assert bulk.state == BulkState.COMMITTED
    assert (register() != before, faults()) == (True, [])
    taken_back(bulk)
    assert (bulk.state, faults()) == (BulkState.TAKEN_BACK, [])
    after = register()
    assert {label for label in before if before[label] != after[label]} == set()


@pytest.mark.parametrize("on", [None, DAY])
def test_people_are_moved_to_a_branch_and_back(tree: Tree, on: date | None) -> None:
    members = [member_of(tree.first, name) for name in ("柳秀兰", "张建国")]
    before = register()
    bulk = staged(tree, members, Wanted("organisation", tree.second.pk, on, words="第二支部"))
    made(bulk)
    assert {relations(member)[-1] for member in members} == {("第二支部", on, None)}
    assert [len(changes(member)) for member in members] == ([1, 1] if on else [0, 0])
    taken_back(bulk)
    assert register() == before


def test_a_dated_value_ends_the_old_one_on_its_day(tree: Tree) -> None:
    member = member_of(tree.first)
    made(staged(tree, [member], CASES["employment"]))
    assert facts(member, Aspect.EMPLOYMENT) == [("retired", None, DAY), ("in_post", DAY, None)]


def test_each_is_judged_by_himself(tree: Tree) -> None:
    people = {name: member_of(tree.first, name) for name in ("柳秀兰", "张建国", "赵志强", "周文明")}
    correct_member(member=people["张建国"], version=1, values={"employment": "in_post"}, reason="", actor=OPERATOR)
    made(staged(tree, [people["赵志强"]], Wanted("employment", "other", date(2026, 3, 1), words="其他")))
    depart_member(member=again(people["周文明"]), kind=ChangeKind.MOVED_OUT, on=date(2026, 2, 1), actor=OPERATOR)
    bulk = staged(tree, list(people.values()), CASES["employment"])
    assert states(bulk) == {
        "柳秀兰": ("changed", ""),
        "张建国": ("unchanged", ""),
        "赵志强": ("refused", "现在这一段从 2026-03-01 起，不能更早"),
        "周文明": ("refused", "已经离开名册"),
    }


def test_who_was_changed_after_the_preview_is_left_out_and_it_is_said(tree: Tree) -> None:
    one, two = member_of(tree.first, "柳秀兰"), member_of(tree.first, "张建国")
    bulk = staged(tree, [one, two], CASES["text"])
    correct_member(member=one, version=1, values={"note": "改过"}, reason="", actor=OPERATOR)
    job = made(bulk)
    assert job.message == "改好了 1 人。"
    assert states(bulk) == {"柳秀兰": ("refused", "核对以后有人改动过，没有改"), "张建国": ("changed", "")}
    assert (again(one).person.employer, again(two).person.employer) == ("", "金碧路超市")


def test_who_was_left_out_is_not_changed(tree: Tree) -> None:
    one, two = member_of(tree.first, "柳秀兰"), member_of(tree.first, "张建国")
    bulk = staged(tree, [one, two], CASES["text"])
    row = BulkRow.objects.get(bulk=bulk, member_id=one.pk)
    assert leave_out(bulk=bulk, rows=[row.pk], actor=OPERATOR) == 1
    made(bulk)
    assert (again(one).person.employer, again(two).person.employer) == ("", "金碧路超市")
    with pytest.raises(RuleError):
        leave_out(bulk=bulk, rows=[], actor=OPERATOR)


def test_what_was_touched_since_cannot_be_taken_back(tree: Tree) -> None:
    one = member_of(tree.first, "柳秀兰")
    bulk = staged(tree, [one], CASES["text"])
    made(bulk)
    member = again(one)
    correct_member(member=member, version=member.person.version, values={"note": "改"}, reason="", actor=OPERATOR)
    before = register()
    assert why_not(bulk) == "修改以后又有人改动过：柳秀兰。为不丢掉后来的改动，不能整批撤回，请逐人更正。"
    with pytest.raises(RuleError):
        ask_to_take_back(bulk=bulk, actor=OPERATOR)
    assert register() == before


def test_every_member_has_his_entry_there_and_back(tree: Tree) -> None:
    one = member_of(tree.first, "柳秀兰", employer="纺织厂")
    bulk = staged(tree, [one], CASES["text"])
    made(bulk)
    taken_back(bulk)
    entries = AuditEntry.objects.filter(target_id=one.pk).order_by("number").values_list("action", "changes")
    assert list(entries)[-2:] == [
        ("party.correct_member", {"employer": ["纺织厂", "金碧路超市"]}),
        ("party.take_back_bulk_member", {"employer": ["金碧路超市", "纺织厂"]}),
    ]


def test_many_go_in_batches_and_a_half_done_change_goes_on(tree: Tree) -> None:
    members = crowd(tree.community, AT_ONCE + 5, tree.first)
    bulk = staged(tree, members, CASES["text"])
    job = ask_for_commit(bulk=bulk, actor=OPERATOR)
    assert job.total == AT_ONCE + 5
    ended(job, bulk)
    assert (job.done, bulk.state) == (AT_ONCE + 5, BulkState.COMMITTED)
    BulkChange.objects.filter(pk=bulk.pk).update(state=BulkState.COMMITTING)
    made(bulk)
    assert Member.objects.filter(person__employer="金碧路超市", person__version=2).count() == AT_ONCE + 5
    taken_back(bulk)
    assert Member.objects.filter(person__employer="", person__version=3).count() == AT_ONCE + 5


def test_nobody_too_many_and_a_day_to_come_are_refused(tree: Tree) -> None:
    with pytest.raises(RuleError, match="没有选到人"):
        staged(tree, [], CASES["text"])
    with clock.frozen(datetime(2025, 1, 1, tzinfo=clock.TZ)), pytest.raises(RuleError, match="还没有到"):
        staged(tree, [member_of(tree.first)], CASES["employment"])


def test_a_change_put_aside_leaves_nothing_but_its_trail(tree: Tree) -> None:
    bulk = staged(tree, [member_of(tree.first)], CASES["text"])
    discard_bulk(bulk=bulk, actor=OPERATOR)
    assert BulkRow.objects.count() == 0
    with pytest.raises(RuleError):
        ask_for_commit(bulk=bulk, actor=OPERATOR)


def test_members_of_another_community_are_passed_over(tree: Tree) -> None:
    bulk = staged(tree, [member_of(tree.first), member_of(tree.foreign_branch)], CASES["text"])
    assert BulkRow.objects.filter(bulk=bulk).count() == 1


def test_what_is_written_waits_sealed(tree: Tree) -> None:
    bulk = staged(tree, [member_of(tree.first)], Wanted("residence", "西昌路126号院", words="西昌路126号院"))
    held = [bytes(bulk.sealed or b""), *(bytes(row.sealed or b"") for row in BulkRow.objects.all())]
    assert not any("西昌路".encode() in each or "和平巷".encode() in each for each in held)
