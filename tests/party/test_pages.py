import html
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import Tree, fake_id_number, make_user, sign_in
from tests.party.cast import D, again, enrol, member_of, values

from lianxin.audit.models import AuditEntry
from lianxin.declare.actors import OPERATOR
from lianxin.declare.roles import Role
from lianxin.kernel import clock
from lianxin.party.actions import correct_member, depart_member
from lianxin.party.choices import ChangeKind
from lianxin.party.models import Member, MembershipChange, OfficeHolding

Queries = Callable[[int], AbstractContextManager[Any]]
READERS = (
    (Role.SECRETARY, "general_branch", 200),
    (Role.PARTY_WORKER, "general_branch", 200),
    (Role.BRANCH_SECRETARY, "first", 200),
    (Role.BRANCH_SECRETARY, "second", 404),
    (Role.GROUP_LEADER, "group", 200),
    (Role.STREET_OVERSEER, "street", 200),
    (Role.DISTRICT_VIEWER, "street", 200),
    (Role.SECRETARY, "foreign_general_branch", 404),
    (Role.BRANCH_SECRETARY, "foreign_branch", 404),
    (Role.GRID_WORKER, "general_branch", 404),
    (Role.AUDITOR, "general_branch", 404),
    (Role.SYSTEM_ADMIN, "general_branch", 404),
)


def page(client: Client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(f"party:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def names_in(text: str) -> list[str]:
    return re.findall(r'<a class="go" href="[^"]*">([^<]*)</a>', text)


@pytest.fixture
def office(client: Client, tree: Tree) -> Client:
    return sign_in(client, make_user(Role.SECRETARY, tree.general_branch))


@pytest.mark.parametrize(("role", "place", "status"), READERS)
def test_who_may_read_a_member(client: Client, tree: Tree, role: Role, place: str, status: int) -> None:
    member = member_of(tree.first, group=tree.group.pk)
    sign_in(client, make_user(role, getattr(tree, place)))
    assert client.get(reverse("party:member", args=[member.pk])).status_code == status
    assert client.get(reverse("party:member_print", args=[member.pk])).status_code == status


@pytest.mark.parametrize(
    "name",
    ["correction", "conversion", "branch", "departure", "undo_departure", "return", "office_new", "id_number"],
)
@pytest.mark.parametrize(
    ("role", "place"), [(Role.BRANCH_SECRETARY, "first"), (Role.SECRETARY, "foreign_general_branch")]
)
def test_who_may_not_write(client: Client, tree: Tree, role: Role, place: str, name: str) -> None:
    member = member_of(tree.first)
    sign_in(client, make_user(role, getattr(tree, place)))
    address = reverse(f"party:{name}", args=[member.pk])
    assert client.post(address, {"reason": "看看", "version": "1"}).status_code == 404
    assert again(member).person.version == 1


def test_a_member_sees_himself_and_nobody_else(client: Client, tree: Tree) -> None:
    own, other = enrol(
        tree.community, values("柳秀兰", organisation=tree.first.pk), values("曾小红", organisation=tree.first.pk)
    )
    sign_in(client, make_user(Role.MEMBER, tree.general_branch, narrowed=own.person))
    own_page = reverse("party:member", args=[own.pk])
    assert client.get(reverse("party:me")).headers["Location"] == own_page
    assert client.get(reverse("party:members")).headers["Location"] == reverse("party:me")
    assert "这是您在党组织的登记" in client.get(own_page).content.decode()
    assert client.get(reverse("party:member", args=[other.pk])).status_code == 404
    assert client.post(reverse("party:telephone", args=[own.pk]), {"field": "mobile"}).status_code == 404


def test_the_page_has_two_numbers_and_masked_values(office: Client, tree: Tree) -> None:
    member = member_of(
        tree.first, join_date=D("1957-07-01"), full_date=D("1958-07-01"), birth_date=D("1937"), id_number=None
    )
    text = re.sub(r"<[^>]+>", " ", page(office, "member", member.pk))
    today = clock.today()
    years = today.year - 1957 - ((today.month, today.day) < (7, 1))
    assert re.search(rf"党龄\s+{years - 1}年", text)
    assert re.search(rf"政治生日\s+{years}周年", text)
    assert "138****1234" in text
    assert "13800001234" not in text


@pytest.mark.parametrize(
    ("role", "place", "seen"),
    [
        (Role.SECRETARY, "general_branch", True),
        (Role.BRANCH_SECRETARY, "first", True),
        (Role.STREET_OVERSEER, "street", False),
    ],
)
def test_a_telephone_is_shown_to_who_is_responsible_and_noted(
    client: Client, tree: Tree, role: Role, place: str, seen: bool
) -> None:
    member = member_of(tree.first)
    sign_in(client, make_user(role, getattr(tree, place)))
    response = client.post(reverse("party:telephone", args=[member.pk]), {"field": "mobile"})
    assert ("13800001234" in response.content.decode()) is seen
    assert AuditEntry.objects.filter(action="party.see_telephone").count() == int(seen)


def test_an_identity_number_is_shown_once_for_a_reason(office: Client, tree: Tree) -> None:
    member = member_of(tree.first)
    number, address = member.person.id_number, reverse("party:id_number", args=[member.pk])
    refused = office.post(address, {"reason": ""}, follow=True)
    assert number not in refused.content.decode()
    shown = office.post(address, {"reason": "办理介绍信"})
    assert number in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert number not in page(office, "member", member.pk)
    entry = AuditEntry.objects.get(action="party.reveal_id_number")
    assert (entry.reason, number in str(entry.changes)) == ("办理介绍信", False)


def test_the_list_is_filtered_searched_and_jumped_into(office: Client, tree: Tree) -> None:
    enrol(
        tree.community,
        values("柳秀兰", organisation=tree.first.pk),
        values("曾小红", organisation=tree.second.pk, category="probationary", full_date=None, floating="out"),
        values("单志刚", employment="in_post", new_economy=True, residence=None, mobile=None),
    )
    assert names_in(page(office, "members")) == ["柳秀兰", "单志刚", "曾小红"]
    for query, found in (
        ({"q": "lxl"}, ["柳秀兰"]),
        ({"q": "曾"}, ["曾小红"]),
        ({"q": "shanzhigang"}, ["单志刚"]),
        ({"branch": str(tree.second.pk)}, ["曾小红"]),
        ({"branch": str(tree.general_branch.pk)}, ["柳秀兰", "单志刚", "曾小红"]),
        ({"category": "probationary"}, ["曾小红"]),
        ({"employment": "in_post"}, ["单志刚"]),
        ({"floating": "out"}, ["曾小红"]),
        ({"floating": "none"}, ["柳秀兰", "单志刚"]),
        ({"new_economy": "on"}, ["单志刚"]),
        ({"incomplete": "1"}, ["单志刚"]),
        ({"unassigned": "on"}, ["单志刚"]),
        ({"left": "on"}, []),
        ({"initial": "s"}, ["单志刚", "曾小红"]),
    ):
        assert names_in(page(office, "members", **query)) == found, query


def test_a_number_is_looked_up_without_standing_in_an_address(office: Client, tree: Tree) -> None:
    member = member_of(tree.first)
    foreign = enrol(tree.foreign, values("曾小红", mobile="13900005678"))[0]
    own = reverse("party:member", args=[member.pk])

    def asked(query: str) -> str:
        return str(office.post(reverse("party:look_up"), {"q": query}).headers["Location"])

    assert asked(member.person.id_number) == own
    assert asked("138 0000 1234") == own
    assert asked(foreign.person.mobile) == reverse("party:members")
    assert asked("柳秀") == f"{reverse('party:members')}?q={quote('柳秀')}"


@pytest.mark.parametrize("number", [10, 100, 1000])
def test_lists_cost_the_same_number_of_queries(
    office: Client, tree: Tree, number: int, django_assert_num_queries: Queries
) -> None:
    rows = [values(f"柳秀{chr(0x4E00 + place)}", id_number=None) for place in range(number)]
    for start in range(0, number, 200):
        enrol_quickly(tree, rows[start : start + 200])
    for name in ("members", "branch_assignment"):
        page(office, name)
        with django_assert_num_queries({"members": 6, "branch_assignment": 9}[name]):
            page(office, name)


def enrol_quickly(tree: Tree, rows: list[Any]) -> None:
    from lianxin.party.actions import register_members

    register_members(rows, community=tree.community, actor=OPERATOR)


def test_the_page_of_a_member_costs_the_same_whatever_happened(
    office: Client, tree: Tree, django_assert_max_num_queries: Queries
) -> None:
    member = member_of(tree.first)
    for place in range(12):
        correct_member(
            member=again(member), version=place + 1, values={"note": f"第{place}次"}, reason="", actor=OPERATOR
        )
    with django_assert_max_num_queries(22):
        page(office, "member", member.pk)


def test_pages_go_on_where_they_ended(office: Client, tree: Tree) -> None:
    enrol_quickly(tree, [values(f"柳秀{chr(0x4E00 + place)}", id_number=None) for place in range(45)])
    text, seen = page(office, "members"), []
    while True:
        seen += names_in(text)
        following = re.search(r'href="\?after=([^"]+)"', text)
        if following is None:
            break
        text = page(office, "members", after=following[1])
    assert (len(seen), len(set(seen))) == (45, 45)


def test_one_member_is_registered_with_what_the_number_tells(office: Client, tree: Tree) -> None:
    data = {
        "name": "柳　秀兰",
        "id_number": fake_id_number(date(1957, 7, 1), 12),
        "place": str(tree.group.pk),
        "joining_kind": "moved_in",
        "joining_on": "2026.5.6",
        "counterpart": "永宁社区党总支",
        "once": "one",
    }
    for _ in range(2):
        office.post(reverse("party:member_new"), data)
    member = Member.objects.select_related("person").get()
    assert (member.person.name, member.person.sex, member.person.birth, member.group) == (
        "柳秀兰",
        "2",
        D("1957-07-01"),
        tree.group,
    )
    assert MembershipChange.objects.get().kind == "moved_in"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"name": ""}, "姓名"),
        ({"name": "柳秀兰", "id_number": "000000195707010000"}, "校验码不对"),
        ({"name": "柳秀兰", "id_number": fake_id_number(date(1957, 7, 1), 12), "sex": "1"}, "性别与身份证号不符"),
        ({"name": "柳秀兰", "join_date": "1986", "full_date": "1985"}, "早于"),
        ({"name": "柳秀兰", "joining_kind": "moved_in"}, "请填进入名册的日期"),
        ({"name": "柳秀兰", "mobile": "0871-60000000"}, "11 位数字"),
    ],
)
def test_what_cannot_be_registered_is_said_at_its_field(
    office: Client, tree: Tree, data: dict[str, str], told: str
) -> None:
    response = office.post(reverse("party:member_new"), {"joining_kind": "opening", **data})
    assert (response.status_code, told in response.content.decode()) == (200, True)
    assert Member.objects.count() == 0


def test_a_sealed_field_says_what_is_there_and_that_blank_keeps_it(office: Client, tree: Tree) -> None:
    member = member_of(tree.first, mobile="19900001234")
    page = office.get(reverse("party:correction", args=[member.pk])).content.decode()
    assert "现登记 199****1234，不改就空着。" in page
    assert "19900001234" not in page


def test_two_clerks_correct_one_member_and_the_second_sees_both(office: Client, tree: Tree) -> None:
    member = member_of(tree.first)
    address = reverse("party:correction", args=[member.pk])
    form = hidden_and_typed(office.get(address).content.decode())
    correct_member(member=again(member), version=1, values={"residence": "对方改的"}, reason="", actor=OPERATOR)
    mine = {**form, "residence": "我改的", "skills": "木工", "reason": "本人来说"}
    conflict = office.post(address, mine)
    text = conflict.content.decode()
    assert (conflict.status_code, again(member).person.residence) == (409, "对方改的")
    assert ("对方改的" in text, "我改的" in text, 'name="keep_residence"' in text) == (True, True, True)
    again_form = hidden_and_typed(text)
    chosen = {**again_form, "keep_residence": "theirs", "keep_skills": "mine", "once": "second"}
    assert office.post(address, chosen).status_code == 302
    person = again(member).person
    assert (person.residence, person.skills, person.mobile, person.version) == ("对方改的", "木工", "13800001234", 3)


def hidden_and_typed(text: str) -> dict[str, str]:
    """What a browser would send back of a form: inputs, chosen options, texts."""
    main = text[text.index("<main") :]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", main):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag and 'type="radio"' not in tag:
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name, options in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', main, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def test_steps_of_a_membership_through_their_pages(office: Client, tree: Tree) -> None:
    member = member_of(tree.first)

    def send(name: str, *more: object, **data: str) -> int:
        version = str(again(member).person.version)
        return office.post(reverse(f"party:{name}", args=[member.pk, *more]), {"version": version, **data}).status_code

    assert send("fact", "employment", value="in_post", since="2026-01-01") == 302
    assert send("fact", "floating", value="out", since="2026-01-01") == 302
    assert send("branch", place=str(tree.second.pk), on="2026-02-01") == 302
    assert send("office_new", organisation=str(tree.second.pk), office="secretary", since="2026-02-02") == 302
    assert send("office_end", OfficeHolding.objects.get().pk, until="2026-02-03") == 302
    assert send("departure", kind="moved_out", on="2026-03-01", counterpart="永宁社区") == 302
    assert again(member).left_kind == "moved_out"
    assert send("undo_departure", reason="登错了人") == 302
    assert send("departure", kind="moved_out", on="2026-03-01") == 302
    assert send("return", kind="moved_in", on="2026-04-01", place=str(tree.first.pk)) == 302
    fresh = again(member)
    assert (fresh.organisation, fresh.employment, fresh.floating, fresh.left_on) == (tree.first, "in_post", "out", None)
    assert send("departure", kind="floated_back", on="2026-05-01") == 200
    assert client_sees(office, member) == ["改动和查看记录", "增减变动", "党内职务"]


def client_sees(client: Client, member: Member) -> list[str]:
    text = page(client, "member", member.pk)
    return [title for title in ("改动和查看记录", "增减变动", "党内职务") if title in text]


def test_those_who_wait_are_assigned_with_boxes(office: Client, tree: Tree) -> None:
    first, second = enrol(tree.community, values("柳秀兰"), values("曾小红"))
    address = reverse("party:branch_assignment")
    assert "请先勾选" in office.post(address, {"place": str(tree.first.pk)}).content.decode()
    office.post(address, {"place": str(tree.group.pk), "member": [str(first.pk), "nonsense"], "once": "a"})
    assert (again(first).group, again(second).organisation) == (tree.group, tree.general_branch)
    assert names_in(page(office, "branch_assignment")) == ["曾小红"]


def test_a_departed_member_is_found_among_those_who_left(office: Client, tree: Tree) -> None:
    member = member_of(tree.first)
    depart_member(member=member, kind=ChangeKind.DIED, on=date(2026, 5, 1), actor=OPERATOR)
    assert names_in(page(office, "members")) == []
    assert names_in(page(office, "members", left="on")) == ["柳秀兰"]
    assert "已离开名册" in page(office, "member", member.pk)
