"""Two branches become one: whole or not at all, asked twice, told in both histories."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import Tree, make_grant, make_user, sign_in
from tests.party.cast import again, faults, member_of
from tests.party.support import changes, crowd, main_of, relations
from tests.party.terms.support import BEGUN, elect

from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.declare.roles import Role
from lianxin.kernel import clock
from lianxin.orgs.actions import Step
from lianxin.orgs.models import Organisation, OrganisationChange, Term
from lianxin.party.actions import merge_branches
from lianxin.party.models import Member, OfficeHolding

ON = date(2026, 3, 1)


def merge(tree: Tree, on: date | None = ON, into: Organisation | None = None) -> int:
    source = Organisation.objects.select_related("parent").get(pk=tree.first.pk)
    step = Step(on, "西街党〔2026〕2号")
    return merge_branches(source=source, version=source.version, target=into or tree.second, step=step, actor=OPERATOR)


def test_members_offices_groups_and_the_branch_go_in_one_step(tree: Tree) -> None:
    member = member_of(tree.first, group=tree.group.pk)
    guest = member_of(tree.first, "曾小红", floating="in")
    elect(tree.first, BEGUN, secretary="柳秀兰")
    assert merge(tree) == 2
    for each in (member, guest):
        moved = again(each)
        assert (moved.organisation, moved.group, moved.path) == (tree.second, None, tree.second.path)
    assert relations(member) == [("一组", None, ON), ("第二支部", ON, None)]
    assert changes(member)[-1] == ("branch_moved", ON, "第一支部")
    assert set(OfficeHolding.objects.values_list("until", flat=True)) == {ON}
    assert Term.objects.get().ended_on == ON
    gone = Organisation.objects.filter(dissolved_on=ON).order_by("path")
    assert list(gone) == [tree.first, tree.group]
    steps = OrganisationChange.objects.filter(kind="merged").values_list("organisation__short_name", "before", "after")
    assert set(steps) == {(name, tree.first.name, tree.second.name) for name in ("第一支部", "第二支部")}
    assert faults() == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("foreign", "本社区的另一个支部"),
        ("itself", "本社区的另一个支部"),
        ("general_branch", "只有支部和支部"),
        ("no_day", "请填写合并的日期"),
        ("to_come", "还没有到"),
        ("too_early", "不能更早"),
        ("grant", "还有 1 个账号"),
    ],
)
def test_what_cannot_be_merged_is_refused_whole(tree: Tree, wrong: str, sentence: str) -> None:
    member = member_of(tree.first)
    into, on = tree.second, ON
    match wrong:
        case "foreign":
            into = tree.foreign_branch
        case "itself":
            into = tree.first
        case "general_branch":
            into = tree.general_branch
        case "to_come":
            on = clock.today() + timedelta(1)
        case "too_early":
            member.affiliations.update(since=date(2026, 5, 1))
        case "grant":
            make_grant(make_user(), Role.BRANCH_SECRETARY, tree.first)
    with pytest.raises(RuleError, match=sentence):
        merge(tree, None if wrong == "no_day" else on, into)
    assert again(member).organisation == tree.first
    assert Organisation.objects.filter(dissolved_on__isnull=False).count() == 0
    assert Organisation.objects.get(pk=tree.first.pk).version == 1


def test_the_page_asks_twice_and_names_what_will_happen(client: Client, tree: Tree) -> None:
    member = member_of(tree.first)
    elect(tree.first, BEGUN, secretary="柳秀兰")
    sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))
    assert "并入别的支部" in main_of(client.get(reverse("orgs:organisation", args=[tree.first.pk])))
    address = reverse("party:merge", args=[tree.first.pk])
    sent = {"version": "1", "target": str(tree.second.pk), "on": "2026.3.1", "document_no": "2号", "note": ""}
    asked = main_of(client.post(address, sent))
    for word in (
        "1名党员的组织关系编到第二支部",
        "1个党小组（一组）撤销",
        "柳秀兰（书记）",
        "合并以后正式党员1名，不足3名",
    ):
        assert word in asked
    assert again(member).organisation == tree.first
    done = client.post(address, {**sent, "confirmed": "1", "once": "a"})
    assert done["Location"] == reverse("orgs:organisation", args=[tree.second.pk])
    assert again(member).organisation == tree.second
    assert "并入别的支部" not in main_of(client.get(reverse("orgs:organisation", args=[tree.first.pk])))


def test_a_large_branch_merges_with_the_same_queries_for_members(tree: Tree) -> None:
    def cost(size: int, first: int) -> int:
        Organisation.objects.update(dissolved_on=None)
        Member.objects.filter(organisation=tree.second).update(left_on=ON, left_kind="moved_out")
        crowd(tree.community, size, tree.first, first=first)
        with CaptureQueriesContext(connection) as captured:
            assert merge(tree, clock.today()) == size
        return len(captured)

    assert cost(10, 0) == cost(100, 10)
