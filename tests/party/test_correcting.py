from datetime import date

import pytest
from django.db.models import F
from tests.factories import Tree, fake_id_number
from tests.party.cast import D, again, enrol, faults, member_of, values

from lianxin.audit.models import AuditEntry
from lianxin.audit.versions import StaleVersionError
from lianxin.declare.actors import OPERATOR, Recorded
from lianxin.declare.errors import RuleError
from lianxin.party.actions import Correction, correct_member, correct_members
from lianxin.party.choices import Aspect
from lianxin.party.finding import KIND
from lianxin.party.models import Affiliation, DatedFact, Member, MembershipChange
from lianxin.party.records import MemberValues, snapshot
from lianxin.residents.models import Person
from lianxin.search.index import find


def facts(member: Member, aspect: Aspect) -> list[tuple[str, date | None, date | None]]:
    rows = DatedFact.objects.filter(member=member, aspect=aspect).order_by(F("since").asc(nulls_first=True))
    return list(rows.values_list("value", "since", "until"))


def test_a_correction_says_old_and_new_with_reason_and_masks_numbers(tree: Tree) -> None:
    member = member_of(tree.first)
    number = fake_id_number(date(1958, 1, 1))
    done = correct_member(
        member=member,
        version=1,
        values={"name": "柳秀蓝", "ethnicity": "02", "mobile": "13900005678", "id_number": number},
        reason="核对档案",
        actor=OPERATOR,
    )
    assert (done.version, list(done.changes)) == (2, ["name", "ethnicity", "id_number", "mobile"])
    entry = AuditEntry.objects.get(action="party.correct_member")
    assert entry.reason == "核对档案"
    assert entry.changes["name"] == ["柳秀兰", "柳秀蓝"]
    assert entry.changes["ethnicity"] == ["汉族", "蒙古族"]
    assert entry.changes["mobile"] == ["138****1234", "139****5678"]
    assert number not in str(entry.changes)
    fresh = again(member)
    assert (fresh.person.id_number, fresh.person.mobile, fresh.name_key) == (number, "13900005678", "liu xiu lan")
    assert [hit.title for hit in find("柳秀蓝", [tree.first.path], [KIND])] == ["柳秀蓝"]
    assert faults() == []


def test_the_second_clerk_overwrites_nothing(tree: Tree) -> None:
    member = member_of(tree.first)
    mine, theirs = again(member), again(member)
    correct_member(member=mine, version=1, values={"note": "甲"}, reason="", actor=OPERATOR)
    with pytest.raises(StaleVersionError) as raised:
        correct_member(member=theirs, version=1, values={"note": "乙"}, reason="", actor=OPERATOR)
    assert raised.value.current == mine.person
    with pytest.raises(StaleVersionError):
        correct_member(member=again(member), version=1, values={"note": "乙"}, reason="", actor=OPERATOR)
    assert again(member).person.note == "甲"


def test_one_stale_record_keeps_a_whole_bulk_from_being_written(tree: Tree) -> None:
    first, second = enrol(tree.community, values("柳秀兰"), values("曾小红"))
    Person.objects.filter(pk=second.person_id).update(version=7)
    with pytest.raises(StaleVersionError) as raised:
        correct_members([Correction(first, 1, {"note": "甲"}), Correction(second, 1, {"note": "乙"})], actor=OPERATOR)
    assert raised.value.current == second.person
    assert again(first).person.note == ""


def test_nothing_changed_writes_nothing(tree: Tree) -> None:
    member = member_of(tree.first)
    done = correct_members([Correction(member, 1, snapshot(member))], actor=OPERATOR)
    assert (done[0].version, done[0].changes, again(member).person.version) == (1, {}, 1)
    assert AuditEntry.objects.filter(action="party.correct_member").count() == 0


def test_a_roster_s_blank_never_erases_and_a_clerk_s_does(tree: Tree) -> None:
    member = member_of(tree.first)
    said: MemberValues = {"residence": None, "join_date": D("1985")}
    assert correct_members([Correction(member, 1, said)], actor=OPERATOR)[0].changes == {}
    correct_member(member=member, version=1, values=said, reason="档案只写到年", actor=OPERATOR)
    fresh = again(member)
    assert (fresh.person.residence, fresh.joined, fresh.missing) == ("", D("1985"), ["residence"])


def test_the_history_of_the_category_follows_corrected_dates(tree: Tree) -> None:
    member = member_of(tree.first)
    correct_member(
        member=member,
        version=1,
        values={"join_date": D("1984-06-01"), "full_date": D("1985-06-01")},
        reason="",
        actor=OPERATOR,
    )
    assert facts(member, Aspect.CATEGORY) == [
        ("probationary", date(1984, 6, 1), date(1985, 6, 1)),
        ("full", date(1985, 6, 1), None),
    ]
    assert faults() == []


def test_what_a_roster_newly_says_begins_on_its_day(tree: Tree) -> None:
    member = member_of(tree.first, employment="in_post")
    said: MemberValues = {"employment": "retired", "floating": "out", "organisation": tree.second.pk}
    correct_members([Correction(member, 1, said)], actor=OPERATOR, recorded=Recorded(happened_on=date(2026, 6, 30)))
    assert facts(member, Aspect.EMPLOYMENT) == [
        ("in_post", None, date(2026, 6, 30)),
        ("retired", date(2026, 6, 30), None),
    ]
    assert facts(member, Aspect.FLOATING) == [("out", date(2026, 6, 30), None)]
    moved = MembershipChange.objects.get(member=member)
    assert (moved.kind, moved.happened_on, moved.counterpart) == ("branch_moved", date(2026, 6, 30), "第一支部")
    fresh = again(member)
    assert (fresh.organisation, fresh.path, fresh.employment, fresh.floating) == (
        tree.second,
        tree.second.path,
        "retired",
        "out",
    )
    assert faults() == []


def test_a_branch_that_only_now_is_known_is_no_move(tree: Tree) -> None:
    member = enrol(tree.community, values())[0]
    correct_members([Correction(member, 1, {"organisation": tree.first.pk})], actor=OPERATOR)
    assert list(Affiliation.objects.values_list("organisation", "since", "until")) == [(tree.first.pk, None, None)]
    assert (MembershipChange.objects.count(), again(member).missing) == (0, [])


def test_exactly_the_old_values_undo_a_roster(tree: Tree) -> None:
    member = member_of(tree.first, group=tree.group.pk)
    before = snapshot(member)
    said: MemberValues = {
        "name": "柳秀蓝",
        "employment": "student",
        "floating": "out",
        "organisation": tree.second.pk,
        "join_date": D("1985-03-06"),
        "residence": "别处",
    }
    done = correct_members([Correction(member, 1, said)], actor=OPERATOR)[0]
    old: dict[str, object] = {name: was for name, (was, _) in done.changes.items()}
    old["group"] = tree.group.pk
    correct_members([Correction(again(member), 2, old)], actor=OPERATOR, exact=True)  # type: ignore[arg-type]
    fresh = again(member)
    assert (snapshot(fresh), fresh.path) == (before, tree.group.path)
    assert facts(member, Aspect.EMPLOYMENT) == [("retired", None, None)]
    assert facts(member, Aspect.FLOATING) == []
    assert faults() == []


def test_a_number_of_somebody_else_and_an_empty_name_are_refused(tree: Tree) -> None:
    first, second = enrol(tree.community, values("柳秀兰"), values("曾小红"))
    number = first.person.id_number
    with pytest.raises(RuleError, match="柳秀兰"):
        correct_member(member=second, version=1, values={"id_number": number}, reason="", actor=OPERATOR)
    with pytest.raises(RuleError, match="姓名不能是空的"):
        correct_member(member=second, version=1, values={"name": None}, reason="", actor=OPERATOR)
    assert again(second).person.version == 1
