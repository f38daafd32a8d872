"""Offices: taken up and laid down on their days, one secretary at a time, ended by a departure."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from tests.factories import Tree, make_user, sign_in
from tests.party.cast import again, enrol, faults, member_of, values
from tests.party.support import last_entry, main_of, versions

from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.declare.roles import Role
from lianxin.orgs.models import Organisation
from lianxin.party.actions import appoint_office, depart_member, end_office, undo_departure
from lianxin.party.choices import ChangeKind, Office
from lianxin.party.models import Member, OfficeHolding
from lianxin.party.queries import offices_of

SINCE, UNTIL = date(2024, 3, 1), date(2025, 3, 1)
Held = tuple[str, str, date | None, date | None]


def appoint(
    member: Member, place: Organisation, office: Office = Office.SECRETARY, since: date | None = SINCE
) -> OfficeHolding:
    return appoint_office(member=again(member), organisation=place, office=office, since=since, actor=OPERATOR)


def held(member: Member) -> list[Held]:
    return [(row.organisation.short_name, row.office, row.since, row.until) for row in offices_of(member)]


def test_an_office_is_held_from_its_day_to_its_day(tree: Tree) -> None:
    member = member_of(tree.first)
    holding = appoint(member, tree.first)
    assert last_entry(member).changes == {"offices": ["", "第一支部书记（2024-03-01起）"]}
    end_office(holding=holding, until=UNTIL, actor=OPERATOR)
    assert last_entry(member).changes == {"offices": ["第一支部书记", "2025-03-01止"]}
    assert held(member) == [("第一支部", "secretary", SINCE, UNTIL)]
    assert versions([member]) == [3]


def test_one_secretary_at_a_time_and_many_committee_members(tree: Tree) -> None:
    one, other = enrol(tree.community, values("柳秀兰", organisation=tree.first.pk), values("曾小红"))
    holding = appoint(one, tree.first)
    appoint(one, tree.general_branch, Office.ORGANISATION)
    appoint(other, tree.general_branch, Office.COMMITTEE)
    appoint(one, tree.general_branch, Office.COMMITTEE)
    with pytest.raises(RuleError, match="第一支部的书记现在是柳秀兰，请先登记他（她）的任期结束"):
        appoint(other, tree.first)
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficeHolding.objects.create(member=other, organisation=tree.first, office=Office.SECRETARY)
    appoint(other, tree.second)
    end_office(holding=holding, until=UNTIL, actor=OPERATOR)
    appoint(other, tree.first, since=UNTIL)
    assert held(other)[0][0] in {"第一支部", "第二支部"}
    assert OfficeHolding.objects.filter(member=other, until__isnull=True).count() == 3


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("", ""),
        ("probationary", "没有选举权和被选举权"),
        ("left", "已经离开名册"),
        ("foreign", "不在本社区"),
        ("dissolved", "已经撤销"),
        ("leader_of_branch", "党小组只设党小组长"),
        ("secretary_of_group", "党小组只设党小组长"),
        ("to_come", "还没有到"),
        ("again", "已经登记了这个职务"),
    ],
)
def test_what_an_appointment_is_refused_for(tree: Tree, wrong: str, sentence: str) -> None:
    more: dict[str, Any] = {"category": "probationary", "full_date": None} if wrong == "probationary" else {}
    member = member_of(tree.first, **more)
    place, office, since = tree.first, Office.DEPUTY, SINCE
    match wrong:
        case "left":
            depart_member(member=again(member), kind=ChangeKind.MOVED_OUT, on=SINCE, actor=OPERATOR)
        case "foreign":
            place = tree.foreign_branch
        case "dissolved":
            Organisation.objects.filter(pk=place.pk).update(dissolved_on=SINCE)
            place.refresh_from_db()
        case "leader_of_branch":
            office = Office.GROUP_LEADER
        case "secretary_of_group":
            place = tree.group
        case "to_come":
            since = date(2199, 1, 1)
        case "again":
            appoint(member, place, office)
    before = held(member)
    if not wrong:
        appoint(member, place, office, since)
        assert held(member) == [("第一支部", "deputy", SINCE, None)]
        return
    with pytest.raises(RuleError, match=sentence):
        appoint(member, place, office, since)
    assert held(member) == before


@pytest.mark.parametrize(("until", "sentence"), [(date(2024, 2, 29), "不能更早"), (date(2199, 1, 1), "还没有到")])
def test_an_office_ends_neither_before_it_began_nor_to_come(tree: Tree, until: date, sentence: str) -> None:
    holding = appoint(member_of(tree.first), tree.first)
    with pytest.raises(RuleError, match=sentence):
        end_office(holding=holding, until=until, actor=OPERATOR)
    assert OfficeHolding.objects.get().until is None
    end_office(holding=holding, until=SINCE, actor=OPERATOR)
    with pytest.raises(RuleError, match="已经结束"):
        end_office(holding=holding, until=UNTIL, actor=OPERATOR)
    assert OfficeHolding.objects.get().until == SINCE


def test_a_departure_ends_all_and_its_undoing_gives_back_what_is_free(tree: Tree) -> None:
    member, other = enrol(
        tree.community, values("柳秀兰", organisation=tree.first.pk), values("曾小红", organisation=tree.first.pk)
    )
    appoint(member, tree.first)
    appoint(member, tree.first, Office.DISCIPLINE, since=None)
    depart_member(member=again(member), kind=ChangeKind.DIED, on=UNTIL, actor=OPERATOR)
    assert {row[3] for row in held(member)} == {UNTIL}
    assert last_entry(member).changes["offices"] == ["书记、纪检委员", "已结束"]
    appoint(other, tree.first, since=UNTIL)
    undo_departure(member=again(member), reason="同名，登错了人", actor=OPERATOR)
    assert {row[1]: row[3] for row in held(member)} == {"secretary": UNTIL, "discipline": None}
    assert faults() == []


def test_the_pages_of_an_office(client: Client, tree: Tree) -> None:
    member = member_of(tree.first)
    sign_in(client, make_user(Role.SECRETARY, tree.general_branch))
    new = reverse("party:office_new", args=[member.pk])
    sent = {"version": "1", "organisation": str(tree.first.pk), "office": "secretary", "since": "2024.3.1"}
    assert client.post(new, sent)["Location"] == f"/members/{member.pk}/"
    page = main_of(client.get(f"/members/{member.pk}/"))
    assert "第一支部书记2024年3月1日今登记结束" in page
    stale = client.post(new, {**sent, "office": "deputy"})
    assert (stale.status_code, len(held(member))) == (409, 1)
    holding = OfficeHolding.objects.get()
    end = reverse("party:office_end", args=[member.pk, holding.pk])
    assert "不能更早" in main_of(client.post(end, {"version": "2", "until": "2024.2.1"}))
    assert client.post(end, {"version": "2", "until": "2025.3.1"})["Location"] == f"/members/{member.pk}/"
    assert held(member) == [("第一支部", "secretary", SINCE, UNTIL)]
    stranger = member_of(tree.second, "曾小红")
    assert client.get(reverse("party:office_end", args=[stranger.pk, holding.pk])).status_code == 404
