"""Into branches and from one to another: by the action, on the pages, and when an organisation itself moves."""

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import Tree, make_branch, make_community, make_user, sign_in
from tests.party.cast import again, enrol, faults, member_of, values
from tests.party.support import changes, last_entry, main_of, names_in, relations, versions

from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.declare.roles import Role
from lianxin.kernel import clock
from lianxin.orgs.actions import Step, move_organisation
from lianxin.orgs.choices import OrganisationKind
from lianxin.orgs.models import Organisation
from lianxin.party.actions import assign_branch, depart_member
from lianxin.party.choices import ChangeKind
from lianxin.party.finding import KIND
from lianxin.party.models import Member, MembershipChange
from lianxin.party.queries import members_visible_to
from lianxin.search.checks import check_entries
from lianxin.search.index import find

DAY = date(2025, 6, 1)
LATER = date(2025, 9, 1)


@pytest.fixture
def office(client: Client, tree: Tree) -> Client:
    return sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))


def assign(members: list[Member], branch: Organisation, on: date | None, group: Organisation | None = None) -> int:
    return assign_branch(
        members=[again(member) for member in members],
        organisation=branch,
        group=group.pk if group else None,
        on=on,
        actor=OPERATOR,
    )


def test_a_branch_that_only_now_is_known_was_always_the_branch(tree: Tree) -> None:
    members = enrol(tree.community, values("柳秀兰"), values("曾小红", id_number=None))
    assert assign(members, tree.first, None) == 2
    for member in members:
        assert (relations(member), changes(member)) == ([("第一支部", None, None)], [])
    assert [again(member).missing for member in members] == [[], ["id_number"]]
    assert versions(members) == [2, 2]
    assert last_entry(members[0]).changes == {"organisation": ["复兴社区党总支", "第一支部"]}
    assert [hit.detail for hit in find("lxl", [tree.first.path], [KIND])] == ["第一支部"]
    assert faults() == []


def test_moving_from_a_day_on_keeps_where_one_was_and_leaves_a_change(tree: Tree) -> None:
    moving, there = member_of(tree.first, "柳秀兰", group=tree.group.pk), member_of(tree.second, "曾小红")
    assert assign([moving, there], tree.second, DAY) == 1
    assert relations(moving) == [("一组", None, DAY), ("第二支部", DAY, None)]
    assert changes(moving) == [("branch_moved", DAY, "第一支部")]
    assert last_entry(moving).changes == {"organisation": ["第一支部", "第二支部（2025-06-01起）"]}
    assert (relations(there), versions([there])) == ([("第二支部", None, None)], [1])
    row = again(moving)
    assert (row.organisation, row.group, row.path) == (tree.second, None, tree.second.path)
    assert [hit.title for hit in find("lxl", [tree.second.path], [KIND])] == ["柳秀兰"]
    assert find("lxl", [tree.first.path], [KIND]) == []
    assert faults() == []


def test_into_a_group_of_the_same_branch_is_no_change_of_the_statistics(tree: Tree) -> None:
    member = member_of(tree.first)
    assert assign([member], tree.first, DAY, tree.group) == 1
    assert relations(member) == [("第一支部", None, DAY), ("一组", DAY, None)]
    assert changes(member) == []
    assert again(member).path == tree.group.path
    assert faults() == []


def test_put_back_on_the_same_day_it_never_was(tree: Tree) -> None:
    member = member_of(tree.first)
    assign([member], tree.second, DAY)
    assign([member], tree.first, DAY)
    assert (relations(member), changes(member)) == ([("第一支部", None, None)], [])
    withdrawn = MembershipChange.objects.get(member=member)
    assert (withdrawn.withdrawn_reason, withdrawn.withdrawn_at is None) == ("调整撤回", False)
    assert faults() == []


def test_a_second_move_stands_behind_the_first(tree: Tree) -> None:
    member = member_of(tree.first)
    assign([member], tree.second, DAY)
    assign([member], tree.first, LATER)
    assert relations(member) == [("第一支部", None, DAY), ("第二支部", DAY, LATER), ("第一支部", LATER, None)]
    assert changes(member) == [("branch_moved", DAY, "第一支部"), ("branch_moved", LATER, "第二支部")]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("", ""),
        ("to_come", "还没有到"),
        ("too_early", "不能更早"),
        ("foreign", "不在本社区"),
        ("no_branch", "不是党支部"),
        ("dissolved", "已经撤销"),
        ("group_of_another", "请先选对支部"),
        ("left", "已经离开名册"),
        ("two_communities", "同一个社区"),
    ],
)
def test_what_a_move_is_refused_for(tree: Tree, wrong: str, sentence: str) -> None:
    third = make_branch(tree.general_branch, "第三")
    members = enrol(tree.community, values("柳秀兰", organisation=tree.first.pk), values("曾小红"))
    assign(members[:1], tree.second, DAY)
    branch, group, on = third, None, LATER
    match wrong:
        case "to_come":
            on = date(2199, 1, 1)
        case "too_early":
            on = date(2025, 5, 31)
        case "foreign":
            branch = tree.foreign_branch
        case "no_branch":
            branch = tree.group
        case "dissolved":
            Organisation.objects.filter(pk=third.pk).update(dissolved_on=DAY)
        case "group_of_another":
            group = tree.group
        case "left":
            depart_member(member=again(members[1]), kind=ChangeKind.MOVED_OUT, on=DAY, actor=OPERATOR)
        case "two_communities":
            members.append(member_of(tree.foreign_branch, "外"))
    if not wrong:
        assert assign(members, branch, on, group) == 2
        return
    before = [relations(member) for member in members]
    with pytest.raises(RuleError, match=sentence):
        assign(members, branch, on, group)
    assert [relations(member) for member in members] == before


def test_the_page_of_those_who_wait_and_a_whole_handful_into_a_branch(office: Client, tree: Tree) -> None:
    waiting = enrol(tree.community, values("柳秀兰"), values("曾小红"), values("单志刚"))
    member_of(tree.second, "早已编好")
    foreign = enrol(tree.foreign, values("外人"))[0]
    address = reverse("party:branch_assignment")
    assert names_in(office.get(address)) == ["柳秀兰", "单志刚", "曾小红"]
    chosen = [waiting[0].pk, waiting[1].pk, foreign.pk, "x"]
    answer = office.post(address, {"member": chosen, "place": tree.group.pk, "on": ""}, follow=True)
    assert "2人编入第一支部" in main_of(answer)
    assert names_in(answer) == ["单志刚"]
    assert [again(member).path for member in waiting[:2]] == [tree.group.path] * 2
    assert again(foreign).organisation == tree.foreign_general_branch


def test_the_page_says_what_is_wrong_and_keeps_what_was_ticked(office: Client, tree: Tree) -> None:
    member = enrol(tree.community, values())[0]
    address = reverse("party:branch_assignment")
    nobody = office.post(address, {"place": tree.first.pk})
    assert "请先勾选要编入的党员" in main_of(nobody)
    answer = office.post(address, {"member": [member.pk], "place": tree.first.pk, "on": "2199.1.1"})
    assert "调整日期还没有到" in main_of(answer)
    assert f'value="{member.pk}" checked' in answer.content.decode()
    assert again(member).organisation == tree.general_branch


def test_one_key_moves_once(office: Client, tree: Tree) -> None:
    first, second = enrol(tree.community, values("柳秀兰"), values("曾小红"))
    address = reverse("party:branch_assignment")
    sent = {"place": tree.first.pk, "once": "k1"}
    office.post(address, {**sent, "member": [first.pk]})
    answer = office.post(address, {**sent, "member": [second.pk]}, follow=True)
    assert "没有重复登记" in main_of(answer)
    assert again(second).organisation == tree.general_branch


def test_the_page_that_moves_one(office: Client, tree: Tree) -> None:
    member = member_of(tree.first)
    address = reverse("party:branch", args=[member.pk])
    assert office.post(address, {"place": tree.second.pk, "on": "2025.6.1"})["Location"] == f"/members/{member.pk}/"
    assert relations(member) == [("第一支部", None, DAY), ("第二支部", DAY, None)]
    same = office.post(address, {"place": tree.second.pk, "on": "2025.9.1"}, follow=True)
    assert "本来就在这里" in main_of(same)
    assert "不能更早" in main_of(office.post(address, {"place": tree.first.pk, "on": "2025.5.1"}))


def test_members_follow_when_their_organisation_moves(tree: Tree) -> None:
    community = make_community(tree.street, "大社区")
    Organisation.objects.filter(pk=community.pk).update(kind=OrganisationKind.PRIMARY_COMMITTEE)
    community.organisation.refresh_from_db()
    upper, lower = (make_branch(community.organisation, word, OrganisationKind.GENERAL_BRANCH) for word in "甲乙")
    branch = make_branch(upper, "第一")
    member, still = member_of(branch, "柳秀兰"), member_of(tree.first, "曾小红")
    boss = make_user(Role.BRANCH_SECRETARY, lower)
    assert list(members_visible_to(boss)) == []
    with clock.frozen(datetime(2026, 1, 5, 9)):
        move_organisation(
            organisation=branch, version=branch.version, parent=lower, step=Step(DAY, "批准1号"), actor=OPERATOR
        )
    branch.refresh_from_db()
    assert again(member).path == branch.path
    assert branch.path.startswith(lower.path)
    assert again(still).path == tree.first.path
    assert list(members_visible_to(boss)) == [member]
    assert [hit.title for hit in find("lxl", [lower.path], [KIND])] == ["柳秀兰"]
    assert find("lxl", [upper.path], [KIND]) == []
    assert (faults(), list(check_entries())) == ([], [])


def test_a_group_does_not_leave_its_branch_with_members_in_it(tree: Tree) -> None:
    member, group = member_of(tree.first, group=tree.group.pk), tree.group

    def leave() -> None:
        group.refresh_from_db()
        move_organisation(organisation=group, version=group.version, parent=tree.second, step=Step(DAY), actor=OPERATOR)

    with pytest.raises(RuleError, match="还有 1 名党员"):
        leave()
    assert again(member).path == group.path
    assign([member], tree.first, DAY)
    leave()
    assert (group.parent_id, again(member).path) == (tree.second.pk, tree.first.path)
    assert faults() == []
