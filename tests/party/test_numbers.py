"""Identity numbers and telephones: masked everywhere, found by POST, shown to who may, and every look in the trail."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.factories import Tree, make_user, sign_in
from tests.party.cast import D, again, enrol, member_of, values
from tests.party.support import main_of

from lianxin.access.models import User
from lianxin.audit.models import AuditEntry
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.declare.roles import Role
from lianxin.kernel import clock
from lianxin.kernel.crypto import CryptoError, keyring
from lianxin.party.actions import correct_member, depart_member, reveal_id_number, see_telephone
from lianxin.party.choices import ChangeKind
from lianxin.party.models import Member
from lianxin.party.queries import look_up_number
from lianxin.residents.models import ID_NUMBER, PHONE, Person

LANDLINE = "0871-63000001"


@pytest.fixture
def member(tree: Tree) -> Member:
    return member_of(tree.first, group=tree.group.pk, phone=LANDLINE)


def enter(client: Client, tree: Tree, role: Role, place: str) -> User:
    user = make_user(role, getattr(tree, place))
    sign_in(client, user)
    return user


def looks() -> list[tuple[str, dict[str, Any], str]]:
    """What the trail knows of looks at numbers."""
    rows = AuditEntry.objects.filter(action__in=["party.see_telephone", "party.reveal_id_number"]).order_by("number")
    return [(row.action.removeprefix("party."), row.changes, row.reason) for row in rows]


def test_nothing_in_the_database_holds_a_number_in_clear(tree: Tree, member: Member) -> None:
    number = member.person.id_number
    correct_member(member=member, version=1, values={"mobile": "13900005678"}, reason="", actor=OPERATOR)
    reveal_id_number(member=again(member), reason="核对", actor=OPERATOR)
    clear = [number, "13800001234", "13900005678", LANDLINE, LANDLINE.replace("-", "")]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found = [
                text
                for row in cursor.fetchall()
                for cell in row
                for text in clear
                if text in (bytes(cell).decode("latin-1") if isinstance(cell, bytes | memoryview) else str(cell))
            ]
            assert (table, found) == (table, [])


def test_a_sealed_number_opens_in_its_own_place_only(tree: Tree, member: Member) -> None:
    other = member_of(tree.first, "曾小红")
    person, ring = member.person, keyring()
    assert person.id_number_sealed is not None
    assert ring.open(bytes(person.id_number_sealed), f"{ID_NUMBER}:{person.pk}") == person.id_number
    for context in (f"{ID_NUMBER}:{other.person_id}", f"{PHONE}:{person.pk}"):
        with pytest.raises(CryptoError):
            ring.open(bytes(person.id_number_sealed), context)
    twin = again(other).person
    assert (twin.mobile, person.mobile_sealed != twin.mobile_sealed) == (person.mobile, True)
    assert (person.mobile_index, person.id_number_index) == (
        ring.index("13800001234", PHONE),
        ring.index(person.id_number, ID_NUMBER),
    )
    assert twin.mobile_index == person.mobile_index


def test_a_number_taken_away_leaves_neither_seal_nor_index(tree: Tree, member: Member) -> None:
    correct_member(
        member=member, version=1, values={"id_number": None, "mobile": None, "phone": None}, reason="", actor=OPERATOR
    )
    person = Person.objects.get(pk=member.person_id)
    assert (person.id_number_sealed, person.id_number_index) == (None, "")
    assert (person.mobile_sealed, person.mobile_index, person.phone_sealed) == (None, "", None)
    assert again(member).missing == ["id_number", "mobile"]


@pytest.mark.parametrize(
    ("role", "place", "finds"),
    [
        (Role.SECRETARY, "general_branch", True),
        (Role.BRANCH_SECRETARY, "first", True),
        (Role.GROUP_LEADER, "group", True),
        (Role.STREET_OVERSEER, "street", True),
        (Role.BRANCH_SECRETARY, "second", False),
        (Role.SECRETARY, "foreign_general_branch", False),
    ],
)
def test_a_whole_number_leads_to_its_member_in_one_s_part(
    client: Client, tree: Tree, member: Member, role: Role, place: str, finds: bool
) -> None:
    enter(client, tree, role, place)
    page = reverse("party:member", args=[member.pk])
    number = member.person.id_number
    for query in (
        number,
        f" {number[:6]} {number[6:14]} {number[14:]} ",
        number.lower(),
        "13800001234",
        "138 0000 1234",
    ):
        answer = client.post("/members/look-up/", {"q": query})
        assert answer["Location"] == (page if finds else "/members/"), query
    told = client.post("/members/look-up/", {"q": number}, follow=True)
    assert ("没有登记这个号码的人" in main_of(told)) is not finds
    assert number not in str(told.redirect_chain)


def test_a_number_is_looked_up_by_post_only_and_exactly(client: Client, tree: Tree, member: Member) -> None:
    user = enter(client, tree, Role.PARTY_WORKER, "general_branch")
    number = member.person.id_number
    assert client.get("/members/look-up/", {"q": number}).status_code == 405
    assert client.get("/members/", {"q": number}).context["lines"] == []
    last = (int(number[16]) + 1) % 10
    assert look_up_number(user, f"{number[:16]}{last}{number[17]}") is None
    assert look_up_number(user, number[:17]) is None
    assert look_up_number(user, "13800001235") is None


def test_a_shared_telephone_leads_to_who_is_still_here(tree: Tree, member: Member) -> None:
    user = make_user(Role.PARTY_WORKER, tree.general_branch)
    husband = member_of(tree.first, "单志刚")
    depart_member(member=again(husband), kind=ChangeKind.DIED, on=clock.today(), actor=OPERATOR)
    assert look_up_number(user, "13800001234") == member
    assert look_up_number(user, husband.person.id_number) == husband


@pytest.mark.parametrize(
    ("role", "place", "status"),
    [
        (Role.SECRETARY, "general_branch", 200),
        (Role.PARTY_WORKER, "general_branch", 200),
        (Role.BRANCH_SECRETARY, "first", 200),
        (Role.GROUP_LEADER, "group", 200),
        (Role.BRANCH_SECRETARY, "second", 404),
        (Role.SECRETARY, "foreign_general_branch", 404),
        (Role.STREET_OVERSEER, "street", 404),
        (Role.DISTRICT_VIEWER, "street", 404),
        (Role.GRID_WORKER, "general_branch", 404),
        (Role.SYSTEM_ADMIN, "general_branch", 404),
    ],
)
def test_telephones_are_for_the_office_and_who_is_responsible(
    client: Client, tree: Tree, member: Member, role: Role, place: str, status: int
) -> None:
    user = enter(client, tree, role, place)
    for field, number, masked in (
        ("mobile", "13800001234", "138****1234"),
        ("phone", LANDLINE, member.person.phone_masked),
    ):
        answer = client.post(reverse("party:telephone", args=[member.pk]), {"field": field})
        assert (answer.status_code, number in answer.content.decode()) == (status, status == 200)
        expected = [("see_telephone", {field: ["", masked]}, "")] if status == 200 else []
        assert looks()[-1:] == expected
    actors = set(AuditEntry.objects.filter(action="party.see_telephone").values_list("actor_id", flat=True))
    assert actors == ({user.pk} if status == 200 else set())


@pytest.mark.parametrize(
    ("role", "place", "status"),
    [
        (Role.SECRETARY, "general_branch", 200),
        (Role.PARTY_WORKER, "general_branch", 200),
        (Role.BRANCH_SECRETARY, "first", 404),
        (Role.GROUP_LEADER, "group", 404),
        (Role.SECRETARY, "foreign_general_branch", 404),
        (Role.STREET_OVERSEER, "street", 404),
    ],
)
def test_identity_numbers_are_for_the_office_with_a_reason(
    client: Client, tree: Tree, member: Member, role: Role, place: str, status: int
) -> None:
    enter(client, tree, role, place)
    number, address = member.person.id_number, reverse("party:id_number", args=[member.pk])
    answer = client.post(address, {"reason": "办理组织关系介绍信"})
    assert (answer.status_code, number in answer.content.decode()) == (status, status == 200)
    masked = f"{number[:6]}********{number[14:]}"
    expected = [("reveal_id_number", {"id_number": ["", masked]}, "办理组织关系介绍信")] if status == 200 else []
    assert looks() == expected
    if status == 200:
        for reason in ("", " ", "看"):
            refused = client.post(address, {"reason": reason}, follow=True)
            assert ("请写明为什么" in main_of(refused), number in refused.content.decode()) == (True, False)
        assert client.get(address).status_code == 405
        assert looks() == expected


def test_pages_of_a_member_show_no_number_by_themselves(client: Client, tree: Tree, member: Member) -> None:
    enter(client, tree, Role.SECRETARY, "general_branch")
    number = member.person.id_number
    for name in ("member", "member_print", "correction"):
        text = client.get(reverse(f"party:{name}", args=[member.pk])).content.decode()
        shown = [part in text for part in (number, "13800001234", LANDLINE, "138****1234", number[-4:])]
        assert shown == [False, False, False, True, True], name
    assert looks() == []


def test_the_actions_themselves_refuse_what_is_not_there(tree: Tree, member: Member) -> None:
    empty = enrol(tree.community, values("曾小红", id_number=None, mobile=None, birth_date=D("1957")))[0]
    assert see_telephone(member=member, field="phone", actor=OPERATOR) == LANDLINE
    assert reveal_id_number(member=member, reason="核对档案", actor=OPERATOR) == member.person.id_number
    before = looks()
    for field, sentence in (
        ("mobile", "没有登记电话"),
        ("id_number", "没有这一项电话"),
        ("carer_phone", "没有这一项电话"),
    ):
        with pytest.raises(RuleError, match=sentence):
            see_telephone(member=empty, field=field, actor=OPERATOR)
    with pytest.raises(RuleError, match="没有登记公民身份号码"):
        reveal_id_number(member=empty, reason="核对档案", actor=OPERATOR)
    with pytest.raises(RuleError, match="请写明为什么"):
        reveal_id_number(member=member, reason=" 看 ", actor=OPERATOR)
    assert looks() == before


def test_a_member_sees_his_own_numbers_masked_and_no_button(client: Client, tree: Tree, member: Member) -> None:
    sign_in(client, make_user(Role.MEMBER, tree.general_branch, narrowed=member.person))
    answer = client.get(reverse("party:member", args=[member.pk]))
    text = answer.content.decode()
    assert ("138****1234" in text, "13800001234" in text, member.person.id_number in text) == (True, False, False)
    assert "改动和查看记录" not in main_of(answer)
    for name in ("telephone", "id_number"):
        sent = {"field": "mobile", "reason": "看看自己"}
        assert client.post(reverse(f"party:{name}", args=[member.pk]), sent).status_code == 404
    assert client.post("/members/look-up/", {"q": member.person.id_number})["Location"] == f"/members/{member.pk}/"
