"""How each reason of the annual statistics (domain §14.3) moves the totals of the days before and after."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import Tree, make_user, sign_in
from tests.party.cast import D, again, enrol, faults, member_of, values
from tests.party.support import changes, facts, last_entry, main_of, relations

from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.declare.roles import Role
from lianxin.kernel import clock
from lianxin.orgs.models import Community
from lianxin.party.actions import (
    Joining,
    Paper,
    appoint_office,
    assign_branch,
    convert_member,
    depart_member,
    end_office,
    return_member,
    set_fact,
    undo_departure,
)
from lianxin.party.choices import JOINING, LEAVING, RETURNING, Aspect, ChangeKind, Office
from lianxin.party.models import Member, MembershipChange
from lianxin.party.queries import affiliations_of, changes_of, headcounts, offices_of, on_roll, totals

DAY = date(2025, 6, 1)
EVE = DAY - timedelta(days=1)
PAPER = Paper("永宁社区党总支", "滇00123", "随子女居住")
FITTING: dict[ChangeKind, dict[str, Any]] = {
    ChangeKind.FLOATED_BACK: {"floating": "in"},
    ChangeKind.REVOKED: {"category": "probationary", "full_date": None},
}
"""What somebody must be for a reason to fit; the rest fits everybody whose relation is here."""


def numbers(community: Community, day: date) -> tuple[int, int]:
    """The total and those who flow in."""
    found = totals(community, day)
    return found.counted, found.flowed_in


def leave(member: Member, kind: ChangeKind, on: date = DAY) -> MembershipChange:
    return depart_member(member=again(member), kind=kind, on=on, paper=PAPER, actor=OPERATOR)


@pytest.mark.parametrize("kind", LEAVING)
def test_each_reason_of_leaving(tree: Tree, kind: ChangeKind) -> None:
    member_of(tree.first, "曾小红")
    member = member_of(tree.first, "柳秀兰", **FITTING.get(kind, {}))
    inward = kind is ChangeKind.FLOATED_BACK
    there = (1, 1) if inward else (2, 0)
    leave(member, kind)
    change = MembershipChange.objects.get(member=member)
    assert (change.kind, change.happened_on, change.organisation) == (kind, DAY, tree.first)
    assert (change.counterpart, change.document_no, change.note) == ("永宁社区党总支", "滇00123", "随子女居住")
    assert [numbers(tree.community, day) for day in (EVE, DAY, date(2025, 12, 31))] == [there, (1, 0), (1, 0)]
    assert headcounts([tree.first.path])[tree.first.path].members == 1
    row = again(member)
    assert (row.left_kind, row.left_on, row.person.died_on) == (kind, DAY, DAY if kind is ChangeKind.DIED else None)
    assert relations(member) == [("第一支部", None, DAY)]
    assert facts(member, Aspect.EMPLOYMENT) == [("retired", None, DAY)]
    assert last_entry(member).changes == {"left_kind": ["", kind.label], "left_on": ["", "2025-06-01"]}
    assert faults() == []


@pytest.mark.parametrize("kind", LEAVING)
def test_each_reason_of_leaving_taken_back(tree: Tree, kind: ChangeKind) -> None:
    member = member_of(tree.first, **FITTING.get(kind, {}))
    before = (numbers(tree.community, DAY), relations(member), [facts(member, aspect) for aspect in Aspect])
    leave(member, kind)
    undo_departure(member=again(member), reason="登错了人", actor=OPERATOR)
    after = (numbers(tree.community, DAY), relations(member), [facts(member, aspect) for aspect in Aspect])
    assert after == before
    row = again(member)
    assert (row.left_kind, row.left_on, row.person.died_on, changes(member)) == ("", None, None, [])
    assert faults() == []


@pytest.mark.parametrize("kind", [kind for kind in ChangeKind if kind not in LEAVING])
def test_no_other_reason_takes_anybody_off_the_roll(tree: Tree, kind: ChangeKind) -> None:
    member = member_of(tree.first)
    with pytest.raises(RuleError, match="请选离开名册的原因"):
        leave(member, kind)
    assert again(member).left_on is None


@pytest.mark.parametrize("kind", [kind for kind in JOINING if kind is not ChangeKind.OPENING])
def test_each_reason_of_joining(tree: Tree, kind: ChangeKind) -> None:
    joining = Joining(kind, DAY, PAPER.counterpart, PAPER.document_no, PAPER.note)
    member = enrol(tree.community, values(organisation=tree.first.pk), joining=joining)[0]
    inward = kind is ChangeKind.FLOATED_IN
    assert [numbers(tree.community, day) for day in (EVE, DAY)] == [(0, 0), (0, 1) if inward else (1, 0)]
    assert changes(member) == [(kind, DAY, "永宁社区党总支")]
    assert relations(member) == [("第一支部", DAY, None)]
    assert facts(member, Aspect.FLOATING) == ([("in", DAY, None)] if inward else [])
    assert faults() == []


def test_whoever_was_there_when_the_register_was_opened_is_no_increase(tree: Tree) -> None:
    member = member_of(tree.first)
    assert (changes(member), numbers(tree.community, date(2000, 1, 1))) == ([], (1, 0))
    assert numbers(tree.community, date(1985, 3, 4)) == (0, 0)


@pytest.mark.parametrize("kind", RETURNING)
def test_each_way_back(tree: Tree, kind: ChangeKind) -> None:
    member = member_of(tree.first, new_economy=True)
    leave(member, ChangeKind.SUSPENDED)
    back = date(2025, 9, 1)
    return_member(member=again(member), kind=kind, on=back, organisation=tree.second.pk, paper=PAPER, actor=OPERATOR)
    inward = kind is ChangeKind.FLOATED_IN
    days = (EVE, DAY, back - timedelta(days=1), back)
    assert [numbers(tree.community, day) for day in days] == [(1, 0), (0, 0), (0, 0), (0, 1) if inward else (1, 0)]
    assert relations(member) == [("第一支部", None, DAY), ("第二支部", back, None)]
    assert facts(member, Aspect.NEW_ECONOMY) == [("yes", None, DAY), ("yes", back, None)]
    assert changes(member) == [("suspended", DAY, "永宁社区党总支"), (kind, back, "永宁社区党总支")]
    assert faults() == []


def test_leaving_and_returning_twice(tree: Tree) -> None:
    member = member_of(tree.first)
    steps = [date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1), date(2025, 4, 1)]
    for left, back in (steps[:2], steps[2:]):
        leave(member, ChangeKind.MOVED_OUT, left)
        return_member(
            member=again(member), kind=ChangeKind.MOVED_IN, on=back, organisation=tree.first.pk, actor=OPERATOR
        )
    assert [numbers(tree.community, day)[0] for day in steps] == [0, 1, 0, 1]
    leave(member, ChangeKind.DIED, date(2025, 5, 1))
    undo_departure(member=again(member), reason="误报", actor=OPERATOR)
    assert [numbers(tree.community, day)[0] for day in (*steps, date(2025, 5, 1))] == [0, 1, 0, 1, 1]
    assert facts(member, Aspect.EMPLOYMENT) == [
        ("retired", None, steps[0]),
        ("retired", steps[1], steps[2]),
        ("retired", steps[3], None),
    ]
    assert faults() == []


def test_leaving_on_the_day_of_the_last_change(tree: Tree) -> None:
    member = member_of(tree.first)
    assign_branch(members=[member], organisation=tree.second, on=DAY, actor=OPERATOR)
    set_fact(member=again(member), aspect=Aspect.FLOATING, value="out", since=DAY, actor=OPERATOR)
    with pytest.raises(RuleError, match="从 2025-06-01 起，离开日期不能更早"):
        leave(member, ChangeKind.DIED, EVE)
    leave(member, ChangeKind.DIED)
    assert (numbers(tree.community, EVE), numbers(tree.community, DAY)) == ((1, 0), (0, 0))
    assert faults() == []
    undo_departure(member=again(member), reason="误报", actor=OPERATOR)
    assert (again(member).organisation, facts(member, Aspect.FLOATING)) == (tree.second, [("out", DAY, None)])
    assert faults() == []


def test_the_page_tells_the_latest_first_and_what_is_open_before_what_ended(tree: Tree) -> None:
    member = member_of(tree.first)
    for office, since in ((Office.DEPUTY, None), (Office.SECRETARY, date(2024, 1, 1)), (Office.PUBLICITY, EVE)):
        holding = appoint_office(
            member=again(member), organisation=tree.first, office=office, since=since, actor=OPERATOR
        )
        if office is Office.SECRETARY:
            end_office(holding=holding, until=EVE, actor=OPERATOR)
    MembershipChange.objects.create(
        member=member, kind="opening", organisation=tree.first, recorded_at=clock.now(), recorded_by="测试"
    )
    for branch, on in ((tree.second, EVE), (tree.first, DAY)):
        assign_branch(members=[again(member)], organisation=branch, on=on, actor=OPERATOR)
    assert [(row.organisation.short_name, row.since) for row in affiliations_of(member)] == [
        ("第一支部", DAY),
        ("第二支部", EVE),
        ("第一支部", None),
    ]
    assert [(row.kind, row.happened_on) for row in changes_of(member)] == [
        ("branch_moved", DAY),
        ("branch_moved", EVE),
        ("opening", None),
    ]
    assert [row.office for row in offices_of(member)] == ["publicity", "deputy", "secretary"]


def test_flowing_in_is_not_counted_and_flowing_out_is(tree: Tree) -> None:
    member = member_of(tree.first)
    member_of(tree.first, "曾小红", floating="in")
    set_fact(member=member, aspect=Aspect.FLOATING, value="out", since=DAY, actor=OPERATOR)
    before, after = totals(tree.community, EVE), totals(tree.community, DAY)
    assert (before.counted, before.flowed_in, before.flowed_out) == (1, 1, 0)
    assert (after.counted, after.flowed_in, after.flowed_out) == (1, 1, 1)
    assert headcounts([tree.first.path])[tree.first.path].members == 1


def test_every_change_shows_in_the_breakdown_from_its_day_on(tree: Tree) -> None:
    member = member_of(
        tree.first, category="probationary", join_date=D("2024-05-01"), full_date=None, employment="in_post"
    )
    convert_member(member=again(member), full_date=D("2025-06-01"), actor=OPERATOR)
    for aspect, value in ((Aspect.EMPLOYMENT, "retired"), (Aspect.NEW_ECONOMY, "yes")):
        set_fact(member=again(member), aspect=aspect, value=value, since=DAY, actor=OPERATOR)
    assign_branch(members=[again(member)], organisation=tree.second, on=DAY, actor=OPERATOR)
    before, after = totals(tree.community, EVE), totals(tree.community, DAY)
    assert (before.category, before.employment, before.new_economy, before.organisations) == (
        {"probationary": 1},
        {"in_post": 1},
        0,
        {tree.first.pk: 1},
    )
    assert (after.category, after.employment, after.new_economy, after.organisations) == (
        {"full": 1},
        {"retired": 1},
        1,
        {tree.second.pk: 1},
    )
    assert totals(tree.community) == after
    assert on_roll(date(2024, 4, 30)).count() == 0


def test_a_departure_on_its_pages(client: Client, tree: Tree) -> None:
    member = member_of(tree.first)
    sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))
    address = reverse("party:departure", args=[member.pk])
    sent = {"version": "1", "kind": "moved_out", "on": "2025.6.1", "counterpart": "永宁社区党总支", "once": "a"}
    for wrong, sentence in (
        ({"on": "2199.1.1"}, "离开日期还没有到"),
        ({"kind": ""}, "还没有选。"),
        ({"kind": "floated_back"}, "只用于流入党员"),
        ({"on": "去年"}, "不是能读懂的日期"),
    ):
        refused = client.post(address, {**sent, **wrong, "once": ""})
        assert (refused.status_code, again(member).left_on) == (200, None), wrong
        assert sentence in main_of(refused), wrong
    assert client.post(address, sent)["Location"] == f"/members/{member.pk}/"
    assert client.post(address, sent)["Location"] == f"/members/{member.pk}/"
    assert changes(member) == [("moved_out", DAY, "永宁社区党总支")]
    page = main_of(client.get(f"/members/{member.pk}/"))
    assert "已离开名册2025年6月1日，转出组织关系。" in page
    assert "永宁社区党总支" in page
