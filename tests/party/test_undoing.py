"""What was entered by mistake about members: spans, comings back, offices, registrations; and what stands on them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import Tree, fake_id_number, make_person, make_user, sign_in
from tests.party.cast import again, enrol, faults, member_of, values
from tests.party.support import changes, facts, last_entry, main_of, relations

from lianxin.access.models import User
from lianxin.audit.models import AuditEntry
from lianxin.audit.versions import StaleVersionError
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.declare.roles import Role
from lianxin.party.actions import (
    appoint_office,
    assign_branch,
    correct_office,
    depart_member,
    end_office,
    enrol_person,
    remove_member,
    reopen_fact,
    return_member,
    set_fact,
    strike_office,
    undo_fact,
    undo_return,
)
from lianxin.party.choices import Aspect, ChangeKind, Office
from lianxin.party.models import DatedFact, Member, OfficeHolding, PersonAccount
from lianxin.party.queries import spans_of
from lianxin.residents.models import Person
from lianxin.search.index import find

DAY, LATER, LATEST = date(2024, 3, 1), date(2024, 9, 1), date(2025, 3, 1)


def say(member: Member, aspect: Aspect, value: str, since: date) -> None:
    set_fact(member=again(member), aspect=aspect, value=value, since=since, actor=OPERATOR)


def span(member: Member, aspect: Aspect, value: str) -> DatedFact:
    return spans_of(again(member)).get(aspect=aspect, value=value)


def leave_and_return(member: Member, place: object = None) -> None:
    depart_member(member=again(member), kind=ChangeKind.MOVED_OUT, on=DAY, actor=OPERATOR)
    organisation = again(member).organisation_id
    return_member(member=again(member), kind=ChangeKind.MOVED_IN, on=LATER, organisation=organisation, actor=OPERATOR)


def test_a_mistaken_span_goes_and_the_one_before_goes_on(tree: Tree) -> None:
    member = member_of(tree.first, employment="in_post")
    say(member, Aspect.EMPLOYMENT, "retired", DAY)
    undo_fact(fact=span(member, Aspect.EMPLOYMENT, "retired"), reason="看错了人", actor=OPERATOR)
    assert (facts(member, Aspect.EMPLOYMENT), again(member).employment) == ([("in_post", None, None)], "in_post")
    entry = last_entry(member)
    assert (entry.action, entry.changes, entry.reason) == (
        "party.undo_fact",
        {"employment": ["退休（2024-03-01起）", "现在：在职"]},
        "看错了人",
    )
    assert faults() == []


def test_a_span_in_between_leaves_no_hole(tree: Tree) -> None:
    member = member_of(tree.first, employment="in_post")
    say(member, Aspect.EMPLOYMENT, "laid_off", DAY)
    say(member, Aspect.EMPLOYMENT, "retired", LATER)
    undo_fact(fact=span(member, Aspect.EMPLOYMENT, "laid_off"), reason="没有下岗", actor=OPERATOR)
    assert facts(member, Aspect.EMPLOYMENT) == [("in_post", None, LATER), ("retired", LATER, None)]
    assert (again(member).employment, faults()) == ("retired", [])


def test_a_mistaken_first_span_leaves_none(tree: Tree) -> None:
    member = member_of(tree.first)
    say(member, Aspect.FLOATING, "out", DAY)
    undo_fact(fact=span(member, Aspect.FLOATING, "out"), reason="没有外出", actor=OPERATOR)
    assert (facts(member, Aspect.FLOATING), again(member).floating, faults()) == ([], "", [])


def test_a_mistaken_end_is_taken_back_while_nothing_follows(tree: Tree) -> None:
    member = member_of(tree.first)
    say(member, Aspect.FLOATING, "out", DAY)
    with pytest.raises(RuleError, match="没有登记结束"):
        reopen_fact(fact=span(member, Aspect.FLOATING, "out"), reason="错", actor=OPERATOR)
    say(member, Aspect.FLOATING, "", LATER)
    reopen_fact(fact=span(member, Aspect.FLOATING, "out"), reason="人没有回来", actor=OPERATOR)
    assert (facts(member, Aspect.FLOATING), again(member).floating) == ([("out", DAY, None)], "out")
    assert last_entry(member).changes == {"floating": ["流出（2024-09-01止）", "流出"]}
    say(member, Aspect.EMPLOYMENT, "in_post", DAY)
    with pytest.raises(RuleError, match="请先撤回后面那一段"):
        reopen_fact(fact=span(member, Aspect.EMPLOYMENT, "retired"), reason="错", actor=OPERATOR)
    assert faults() == []


def test_which_spans_are_not_taken_back(tree: Tree) -> None:
    member = member_of(tree.first)
    with pytest.raises(RuleError, match="请用“更正资料”改"):
        undo_fact(fact=span(member, Aspect.CATEGORY, "full"), reason="错", actor=OPERATOR)
    with pytest.raises(RuleError, match="写明撤回的理由"):
        undo_fact(fact=span(member, Aspect.EMPLOYMENT, "retired"), reason=" ", actor=OPERATOR)
    with pytest.raises(StaleVersionError):
        undo_fact(fact=span(member, Aspect.EMPLOYMENT, "retired"), version=99, reason="错", actor=OPERATOR)
    depart_member(member=again(member), kind=ChangeKind.MOVED_OUT, on=DAY, actor=OPERATOR)
    with pytest.raises(RuleError, match="请先撤销离开登记"):
        undo_fact(fact=span(member, Aspect.EMPLOYMENT, "retired"), reason="错", actor=OPERATOR)


def test_a_mistaken_return_is_as_if_it_had_not_been(tree: Tree) -> None:
    member = member_of(tree.first)
    depart_member(member=again(member), kind=ChangeKind.SUSPENDED, on=DAY, actor=OPERATOR)
    before = (relations(member), facts(member, Aspect.EMPLOYMENT), facts(member, Aspect.CATEGORY), changes(member))
    return_member(member=again(member), kind=ChangeKind.RESUMED, on=LATER, organisation=tree.second.pk, actor=OPERATOR)
    undo_return(member=again(member), reason="登错了人", actor=OPERATOR)
    now = again(member)
    assert (now.left_on, now.left_kind, now.organisation_id) == (DAY, "suspended", tree.first.pk)
    after = (relations(member), facts(member, Aspect.EMPLOYMENT), facts(member, Aspect.CATEGORY), changes(member))
    assert (after, faults()) == (before, [])
    entry = last_entry(member)
    assert (entry.action, entry.reason) == ("party.undo_return", "登错了人")
    assert entry.changes["left_on"] == ["2024-09-01起在册", "2024-03-01"]
    with pytest.raises(RuleError, match="没有可以撤回的"):
        undo_return(member=again(member), reason="错", actor=OPERATOR)


def test_a_return_something_stands_on_stays(tree: Tree) -> None:
    member = member_of(tree.first)
    with pytest.raises(RuleError, match="没有可以撤回的"):
        undo_return(member=again(member), reason="错", actor=OPERATOR)
    leave_and_return(member)
    holding = appoint_office(
        member=again(member), organisation=tree.first, office=Office.COMMITTEE, since=LATEST, actor=OPERATOR
    )
    with pytest.raises(RuleError, match="请先撤回任职"):
        undo_return(member=again(member), reason="错", actor=OPERATOR)
    strike_office(holding=holding, reason="错", actor=OPERATOR)
    say(member, Aspect.EMPLOYMENT, "in_post", LATEST)
    with pytest.raises(RuleError, match="登记过新的情况"):
        undo_return(member=again(member), reason="错", actor=OPERATOR)
    undo_fact(fact=span(member, Aspect.EMPLOYMENT, "in_post"), reason="错", actor=OPERATOR)
    assign_branch(members=[again(member)], organisation=tree.second, on=LATEST, actor=OPERATOR)
    with pytest.raises(RuleError, match="请先把支部调回来"):
        undo_return(member=again(member), reason="错", actor=OPERATOR)


def test_an_office_is_put_right(tree: Tree) -> None:
    member = member_of(tree.first)
    holding = appoint_office(
        member=again(member), organisation=tree.first, office=Office.SECRETARY, since=DAY, actor=OPERATOR
    )
    end_office(holding=holding, until=LATEST, actor=OPERATOR)
    correct_office(holding=holding, since=LATER, until=None, reason="没有离任", actor=OPERATOR)
    stored = OfficeHolding.objects.get()
    assert (stored.since, stored.until) == (LATER, None)
    entry = last_entry(member)
    assert entry.changes == {
        "offices": ["第一支部书记（2024-03-01起，2025-03-01止）", "第一支部书记（2024-09-01起，至今）"]
    }
    for since, until, word in ((LATEST, DAY, "不能早于"), (date(2190, 1, 1), None, "还没有到")):
        with pytest.raises(RuleError, match=word):
            correct_office(holding=holding, since=since, until=until, reason="错", actor=OPERATOR)


def test_an_end_stays_where_somebody_else_came_after(tree: Tree) -> None:
    one, other = enrol(tree.community, values("柳秀兰"), values("曾小红"))
    holding = appoint_office(
        member=again(one), organisation=tree.first, office=Office.SECRETARY, since=DAY, actor=OPERATOR
    )
    end_office(holding=holding, until=LATER, actor=OPERATOR)
    appoint_office(member=again(other), organisation=tree.first, office=Office.SECRETARY, since=LATER, actor=OPERATOR)
    with pytest.raises(RuleError, match="书记现在是曾小红"):
        correct_office(holding=holding, since=DAY, until=None, reason="错", actor=OPERATOR)
    depart_member(member=again(one), kind=ChangeKind.MOVED_OUT, on=LATEST, actor=OPERATOR)
    gone = OfficeHolding.objects.select_related("member__person", "organisation").get(pk=holding.pk)
    with pytest.raises(RuleError, match="已经离开名册"):
        correct_office(holding=gone, since=DAY, until=None, reason="错", actor=OPERATOR)


def test_an_office_never_held_is_struck(tree: Tree) -> None:
    member = member_of(tree.first)
    holding = appoint_office(
        member=again(member), organisation=tree.first, office=Office.SECRETARY, since=DAY, actor=OPERATOR
    )
    strike_office(holding=holding, reason="登错了人", actor=OPERATOR)
    assert OfficeHolding.objects.count() == 0
    entry = last_entry(member)
    assert (entry.changes, entry.reason) == ({"offices": ["第一支部书记（2024-03-01起，至今）", ""]}, "登错了人")


def test_a_registration_is_taken_back(tree: Tree) -> None:
    member = member_of(tree.first, "贺长青")
    remove_member(member=again(member), reason="登重了", actor=OPERATOR)
    assert (Member.objects.count(), Person.objects.count()) == (0, 0)
    assert find("贺长青", [""], ["party.member", "residents.person"]) == []
    entry = AuditEntry.objects.get(action="party.remove_member")
    assert (entry.changes["name"], entry.reason) == (["贺长青", ""], "登重了")


def test_who_was_known_before_is_known_again(tree: Tree) -> None:
    number = fake_id_number()
    person = make_person(tree.community, "贺长青", id_number=number)
    member = enrol_person(
        person=person, values=values("贺长青", id_number=number), community=tree.community, actor=OPERATOR
    )
    remove_member(member=again(member), reason="不是党员", actor=OPERATOR)
    assert (Member.objects.count(), list(Person.objects.all())) == (0, [person])
    assert [hit.title for hit in find("贺长青", [""], ["residents.person"])] == ["贺长青"]


@pytest.mark.parametrize(
    ("what", "word"),
    [("office", "登记过党内职务"), ("moved", "登记以后办过"), ("left", "请先撤销离开"), ("account", "本人的账号")],
)
def test_a_registration_something_rests_on_stays(tree: Tree, what: str, word: str) -> None:
    member = member_of(tree.first)
    if what == "office":
        appoint_office(member=again(member), organisation=tree.first, office=Office.DEPUTY, since=DAY, actor=OPERATOR)
    elif what == "moved":
        assign_branch(members=[again(member)], organisation=tree.second, on=DAY, actor=OPERATOR)
    elif what == "left":
        depart_member(member=again(member), kind=ChangeKind.MOVED_OUT, on=DAY, actor=OPERATOR)
    else:
        PersonAccount.objects.create(user=User.objects.get(pk=make_user().pk), person=member.person)
    with pytest.raises(RuleError, match=word):
        remove_member(member=again(member), reason="错", actor=OPERATOR)
    assert Member.objects.count() == 1


def test_taking_back_through_the_pages(client: Client, tree: Tree) -> None:
    office = sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))
    member = member_of(tree.first, "贺长青")
    say(member, Aspect.FLOATING, "out", DAY)
    page = reverse("party:member", args=[member.pk])
    wrong = span(member, Aspect.FLOATING, "out")
    undoing = reverse("party:undo_fact", args=[member.pk, wrong.pk])
    days = office.get(reverse("party:fact_beginning", args=[member.pk, wrong.pk])).content.decode()
    assert (undoing in days, reverse("party:reopen_fact", args=[member.pk, wrong.pk]) in days) == (True, False)
    assert "撤回这一段" in main_of(office.get(undoing))
    done = office.post(undoing, {"version": again(member).person.version, "reason": "没有外出"})
    assert (done.status_code, done.headers["Location"], again(member).floating) == (302, page, "")
    removal = reverse("party:remove_member", args=[member.pk])
    assert removal in office.get(reverse("party:departure", args=[member.pk])).content.decode()
    leave_and_return(member)
    told = office.get(reverse("party:departure", args=[member.pk])).content.decode()
    assert (reverse("party:undo_return", args=[member.pk]) in told, removal in told) == (True, False)
    refused = office.get(removal, follow=True)
    assert (refused.redirect_chain[0][0], "登记不能撤回" in main_of(refused)) == (page, True)


def test_offices_are_put_right_on_a_page_of_their_own(client: Client, tree: Tree) -> None:
    office = sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))
    member = member_of(tree.first)
    listed = reverse("party:offices", args=[member.pk])
    assert "没有登记过党内职务" in main_of(office.get(listed))
    holding = appoint_office(
        member=again(member), organisation=tree.first, office=Office.DEPUTY, since=DAY, actor=OPERATOR
    )
    end_office(holding=holding, until=LATER, actor=OPERATOR)
    assert listed in office.get(reverse("party:member", args=[member.pk])).content.decode()
    correction = reverse("party:correct_office", args=[member.pk, holding.pk])
    assert correction in office.get(listed).content.decode()
    assert reverse("party:strike_office", args=[member.pk, holding.pk]) in office.get(correction).content.decode()
    data = {"version": again(member).person.version, "since": "2024.3.1", "until": "", "reason": "没有离任"}
    assert office.post(correction, data).status_code == 302
    assert OfficeHolding.objects.get().until is None
    assert office.post(correction, data).status_code == 409
