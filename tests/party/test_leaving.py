from datetime import date

import pytest
from django.db.models import F
from tests.factories import Tree, make_grant, make_user
from tests.party.cast import D, again, enrol, faults, member_of, values

from lianxin.access.models import Grant, User
from lianxin.audit.models import AuditEntry
from lianxin.audit.versions import StaleVersionError
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.declare.roles import Role
from lianxin.party.actions import (
    Paper,
    appoint_office,
    assign_branch,
    correct_member,
    depart_member,
    end_office,
    return_member,
    tie_account,
    undo_departure,
)
from lianxin.party.choices import ChangeKind, Office
from lianxin.party.models import Affiliation, DatedFact, Member, MembershipChange, OfficeHolding

DAY = date(2026, 5, 1)


def leave(member: Member, kind: ChangeKind = ChangeKind.MOVED_OUT, on: date = DAY) -> MembershipChange:
    return depart_member(member=member, kind=kind, on=on, actor=OPERATOR)


def places(member: Member) -> list[tuple[str, date | None, date | None]]:
    rows = Affiliation.objects.filter(member=member).order_by(F("since").asc(nulls_first=True))
    return list(rows.values_list("organisation__short_name", "since", "until"))


def test_leaving_ends_the_relation_the_facts_and_the_offices(tree: Tree) -> None:
    member = member_of(tree.first)
    appoint_office(
        member=member, organisation=tree.first, office=Office.SECRETARY, since=date(2024, 1, 1), actor=OPERATOR
    )
    change = depart_member(
        member=member,
        version=2,
        kind=ChangeKind.MOVED_OUT,
        on=DAY,
        paper=Paper("永宁社区党总支", "滇 002", "随子女"),
        actor=OPERATOR,
    )
    assert (change.kind, change.counterpart, change.document_no, change.organisation) == (
        "moved_out",
        "永宁社区党总支",
        "滇 002",
        tree.first,
    )
    assert places(member) == [("第一支部", None, DAY)]
    assert set(DatedFact.objects.filter(member=member).values_list("until", flat=True)) == {date(1986, 3, 5), DAY}
    assert OfficeHolding.objects.get().until == DAY
    assert (again(member).left_on, again(member).left_kind, again(member).category) == (DAY, "moved_out", "full")
    entry = AuditEntry.objects.get(action="party.depart_member")
    assert entry.changes == {
        "left_kind": ["", "转出组织关系"],
        "left_on": ["", "2026-05-01"],
        "offices": ["书记", "已结束"],
    }
    assert faults() == []


def test_a_death_ends_the_life_and_closes_the_account(tree: Tree) -> None:
    member = member_of(tree.first)
    user = make_user(Role.MEMBER, tree.general_branch, narrowed=member.person)
    tie_account(user=user, person_id=member.person_id, actor=OPERATOR)
    leave(again(member), ChangeKind.DIED)
    assert again(member).person.died_on == DAY
    assert (User.objects.get(pk=user.pk).is_active, Grant.objects.filter(user=user, until=None).count()) == (False, 0)


def test_moving_out_takes_the_roles_and_leaves_the_account(tree: Tree) -> None:
    member = member_of(tree.first)
    user = make_user(Role.BRANCH_SECRETARY, tree.first)
    make_grant(user, Role.BRANCH_SECRETARY, tree.foreign_branch)
    tie_account(user=user, person_id=member.person_id, actor=OPERATOR)
    leave(again(member))
    assert User.objects.get(pk=user.pk).is_active
    assert list(Grant.objects.filter(user=user, until=None).values_list("organisation_name", flat=True)) == [
        tree.foreign_branch.name
    ]


@pytest.mark.parametrize(
    ("more", "kind", "on", "message"),
    [
        ({}, ChangeKind.MOVED_IN, DAY, "请选离开名册的原因"),
        ({}, ChangeKind.DIED, date(2999, 1, 1), "还没有到"),
        ({}, ChangeKind.DIED, date(1985, 1, 1), "不能早于入党日期"),
        ({}, ChangeKind.FLOATED_BACK, DAY, "只用于流入党员"),
        ({}, ChangeKind.REVOKED, DAY, "只用于预备党员"),
        ({"floating": "in"}, ChangeKind.MOVED_OUT, DAY, "流入党员的组织关系不在本社区"),
    ],
)
def test_a_reason_must_fit(tree: Tree, more: dict[str, str], kind: ChangeKind, on: date, message: str) -> None:
    member = member_of(tree.first, **more)
    with pytest.raises(RuleError, match=message):
        leave(member, kind, on)
    assert again(member).left_on is None


def test_nobody_leaves_twice_and_who_left_is_not_changed(tree: Tree) -> None:
    member = member_of(tree.first)
    leave(member)
    with pytest.raises(RuleError, match="已经离开名册"):
        leave(again(member))
    with pytest.raises(RuleError, match="已经离开名册"):
        correct_member(
            member=again(member), version=2, values={"organisation": tree.second.pk}, reason="", actor=OPERATOR
        )
    correct_member(member=again(member), version=2, values={"full_date": D("1986-03-06")}, reason="", actor=OPERATOR)
    assert faults() == []


def test_a_departure_by_mistake_is_undone_as_if_it_had_not_been(tree: Tree) -> None:
    member = member_of(tree.first, new_economy=True, floating="out")
    appoint_office(member=member, organisation=tree.first, office=Office.SECRETARY, since=None, actor=OPERATOR)
    leave(member, ChangeKind.DIED)
    with pytest.raises(RuleError, match="理由"):
        undo_departure(member=again(member), reason=" ", actor=OPERATOR)
    undo_departure(member=again(member), version=3, reason="同名同姓，登错了人", actor=OPERATOR)
    fresh = again(member)
    assert (fresh.left_on, fresh.left_kind, fresh.person.died_on, fresh.person.version) == (None, "", None, 4)
    assert places(member) == [("第一支部", None, None)]
    assert DatedFact.objects.filter(member=member, until=None).count() == 4
    assert OfficeHolding.objects.get().until is None
    change = MembershipChange.objects.get(member=member)
    assert (change.withdrawn_reason, change.withdrawn_at is not None) == ("同名同姓，登错了人", True)
    assert faults() == []


def test_who_comes_back_stands_on_the_roll_from_that_day(tree: Tree) -> None:
    member = member_of(tree.first)
    leave(member)
    return_member(
        member=again(member), kind=ChangeKind.MOVED_IN, on=date(2026, 8, 1), organisation=tree.second.pk, actor=OPERATOR
    )
    fresh = again(member)
    assert (fresh.organisation, fresh.path, fresh.left_on) == (tree.second, tree.second.path, None)
    assert places(member) == [("第一支部", None, DAY), ("第二支部", date(2026, 8, 1), None)]
    assert list(
        DatedFact.objects.filter(member=member, aspect="employment")
        .order_by(F("since").asc(nulls_first=True))
        .values_list("since", "until")
    ) == [(None, DAY), (date(2026, 8, 1), None)]
    assert faults() == []


def test_a_member_who_flowed_in_and_then_moves_in_is_counted(tree: Tree) -> None:
    member = member_of(tree.first, floating="in")
    leave(member, ChangeKind.FLOATED_BACK)
    return_member(member=again(member), kind=ChangeKind.MOVED_IN, on=DAY, organisation=tree.first.pk, actor=OPERATOR)
    assert again(member).floating == ""
    assert faults() == []


@pytest.mark.parametrize(
    ("left", "back", "on"),
    [
        (ChangeKind.DIED, ChangeKind.RESTORED, date(2026, 6, 1)),
        (ChangeKind.MOVED_OUT, ChangeKind.RESUMED, date(2026, 6, 1)),
        (ChangeKind.MOVED_OUT, ChangeKind.DIED, date(2026, 6, 1)),
        (ChangeKind.MOVED_OUT, ChangeKind.MOVED_IN, date(2026, 4, 1)),
    ],
)
def test_coming_back_must_fit_too(tree: Tree, left: ChangeKind, back: ChangeKind, on: date) -> None:
    member = member_of(tree.first)
    leave(member, left)
    with pytest.raises(RuleError):
        return_member(member=again(member), kind=back, on=on, actor=OPERATOR)
    assert again(member).left_on == DAY


def test_branches_are_assigned_to_many_and_moves_are_counted(tree: Tree) -> None:
    waiting, settled, there = enrol(
        tree.community,
        values("柳秀兰"),
        values("曾小红", organisation=tree.second.pk),
        values("单志刚", organisation=tree.first.pk),
    )
    number = assign_branch(
        members=[waiting, settled, there], organisation=tree.first, on=date(2026, 3, 1), actor=OPERATOR
    )
    assert number == 2
    assert {again(m).path for m in (waiting, settled, there)} == {tree.first.path}
    assert places(settled) == [("第二支部", None, date(2026, 3, 1)), ("第一支部", date(2026, 3, 1), None)]
    assert MembershipChange.objects.filter(kind="branch_moved").count() == 2
    assert (again(waiting).missing, again(waiting).person.version, again(there).person.version) == ([], 2, 1)
    with pytest.raises(RuleError, match="不能更早"):
        assign_branch(members=[again(settled)], organisation=tree.second, on=date(2026, 2, 1), actor=OPERATOR)
    assert faults() == []


def test_a_branch_only_now_known_leaves_no_change(tree: Tree) -> None:
    member = enrol(tree.community, values())[0]
    assign_branch(members=[member], organisation=tree.first, group=tree.group.pk, on=None, actor=OPERATOR)
    assert places(member) == [("第一支部", None, None)]
    assert (again(member).group, MembershipChange.objects.count()) == (tree.group, 0)


def test_offices_are_taken_up_and_laid_down(tree: Tree) -> None:
    first, second = member_of(tree.first), member_of(tree.first, name="曾小红")
    holding = appoint_office(
        member=first, organisation=tree.first, office=Office.SECRETARY, since=date(2024, 1, 1), actor=OPERATOR
    )
    with pytest.raises(RuleError, match="柳秀兰"):
        appoint_office(member=second, organisation=tree.first, office=Office.SECRETARY, since=DAY, actor=OPERATOR)
    with pytest.raises(RuleError, match="不能更早"):
        end_office(holding=holding, until=date(2023, 1, 1), actor=OPERATOR)
    end_office(holding=holding, until=DAY, actor=OPERATOR)
    appoint_office(member=second, organisation=tree.first, office=Office.SECRETARY, since=DAY, actor=OPERATOR)
    with pytest.raises(RuleError, match="已经结束"):
        end_office(holding=holding, until=DAY, actor=OPERATOR)


@pytest.mark.parametrize(
    ("more", "place", "office"),
    [
        ({"category": "probationary", "full_date": None}, "first", Office.SECRETARY),
        ({}, "foreign_branch", Office.SECRETARY),
        ({}, "first", Office.GROUP_LEADER),
        ({}, "group", Office.DEPUTY),
    ],
)
def test_who_may_not_hold_which_office(tree: Tree, more: dict[str, str], place: str, office: Office) -> None:
    member = member_of(tree.first, **more)
    with pytest.raises(RuleError):
        appoint_office(member=member, organisation=getattr(tree, place), office=office, since=None, actor=OPERATOR)


def test_a_stale_version_stops_a_departure(tree: Tree) -> None:
    member = member_of(tree.first)
    correct_member(member=again(member), version=1, values={"note": "改过"}, reason="", actor=OPERATOR)
    with pytest.raises(StaleVersionError):
        depart_member(member=member, version=1, kind=ChangeKind.DIED, on=DAY, actor=OPERATOR)
    assert again(member).left_on is None
