"""Accounts behind the desk: opening with a role, slips on paper, closing, and who may not."""

import re

import pytest
from django.test import Client
from tests.factories import Tree, make_grant, make_member, make_place, make_tree, make_unit, make_user, sign_in

from lianxin.access.models import Grant, Slip, User
from lianxin.audit.models import AuditEntry
from lianxin.declare.roles import Role
from lianxin.party.models import PersonAccount

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def secretary(client: Client, tree: Tree) -> User:
    user = make_user(Role.SECRETARY, tree.general_branch, name="社区书记")
    sign_in(client, user)
    return user


def open_form(tree: Tree, **more: object) -> dict[str, object]:
    return {"name": "王 守信", "username": "", "role": "", "organisation": "", "once": "k1", **more}


def test_an_account_is_opened_with_its_first_role(client: Client, secretary: User, tree: Tree) -> None:
    response = client.post(
        "/manage/accounts/new/", open_form(tree, role="branch_secretary", organisation=str(tree.first.pk))
    )
    opened = User.objects.get(username="wangshouxin")
    assert response["Location"] == f"/manage/accounts/{opened.pk}/"
    grant = Grant.objects.get(user=opened)
    assert (opened.name, grant.role, grant.organisation_path) == ("王守信", "branch_secretary", tree.first.path)
    assert not opened.has_usable_password()
    assert [e.action for e in AuditEntry.objects.filter(target_id=opened.pk).order_by("number")] == [
        "access.open_account",
        "access.give_grant",
    ]


def test_the_same_form_twice_opens_one_account(client: Client, secretary: User, tree: Tree) -> None:
    first = client.post("/manage/accounts/new/", open_form(tree))
    second = client.post("/manage/accounts/new/", open_form(tree))
    assert first["Location"] == second["Location"]
    assert User.objects.filter(name="王守信").count() == 1


@pytest.mark.parametrize(("role", "text"), [("member", "柳秀兰"), ("courtyard_head", "3号"), ("unit_liaison", "小学")])
def test_a_role_about_one_thing_finds_it_by_name(
    client: Client, secretary: User, tree: Tree, role: str, text: str
) -> None:
    person = make_member(tree.first, "柳秀兰").person
    things = {
        "member": person.pk,
        "courtyard_head": make_place(tree.community, "3号院").pk,
        "unit_liaison": make_unit(tree.community, "金碧小学").pk,
    }
    make_place(tree.foreign, "3号院")
    make_unit(tree.foreign, "永宁小学")
    make_member(tree.foreign_branch, "柳秀兰")
    form = open_form(tree, role=role, organisation=str(tree.first.pk), thing_name=text)
    assert client.post("/manage/accounts/new/", form).status_code == 302
    assert Grant.objects.get(role=role).narrowed_id == things[role]
    assert [tie.person_id for tie in PersonAccount.objects.all()] == ([person.pk] if role == "member" else [])


def test_several_of_one_name_are_offered_to_choose_from(client: Client, secretary: User, tree: Tree) -> None:
    people = [make_member(tree.first, "柳秀兰").person for _ in range(2)]
    form = open_form(tree, role="member", organisation=str(tree.first.pk), thing_name="柳秀兰")
    page = client.post("/manage/accounts/new/", form).content.decode()
    assert "找到 2 个，请点一个" in page
    assert set(re.findall(r'name="thing" value="([^"]+)"', page)) == {str(person.pk) for person in people}
    client.post("/manage/accounts/new/", {**form, "thing": str(people[1].pk)})
    assert PersonAccount.objects.get().person_id == people[1].pk


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"role": "member", "thing_name": ""}, "请填党员的姓名"),
        ({"role": "member", "thing_name": "没有这个人"}, "本社区没有找到"),
        ({"role": "grid_worker", "organisation": ""}, "给角色要选一个组织"),
        ({"role": "auditor"}, "选择一个有效的选项"),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_opened(
    client: Client, secretary: User, tree: Tree, fields: dict[str, str], words: str
) -> None:
    before = User.objects.count()
    response = client.post("/manage/accounts/new/", open_form(tree, **{"organisation": str(tree.first.pk), **fields}))
    assert words in response.content.decode()
    assert User.objects.count() == before


def test_a_foreign_organisation_cannot_be_chosen(client: Client, secretary: User, tree: Tree) -> None:
    form = open_form(tree, role="grid_worker", organisation=str(tree.foreign_branch.pk))
    assert client.post("/manage/accounts/new/", form).status_code == 200
    assert Grant.objects.filter(role="grid_worker").count() == 0


def test_a_person_has_one_account(client: Client, secretary: User, tree: Tree) -> None:
    make_member(tree.first, "柳秀兰")
    form = open_form(tree, role="member", organisation=str(tree.first.pk), thing_name="柳秀兰")
    client.post("/manage/accounts/new/", form)
    page = client.post("/manage/accounts/new/", {**form, "username": "second", "once": "k2"}).content.decode()
    assert "一人一个账号" in page
    assert User.objects.filter(username="second").count() == 0


def test_the_slip_is_a_sheet_with_everything_and_its_code_is_shown_once(
    client: Client, secretary: User, tree: Tree
) -> None:
    newcomer = make_user(Role.GROUP_LEADER, tree.first, name="王守信", username="wangsx")
    path = f"/manage/accounts/{newcomer.pk}/slip/"
    assert client.get(path).status_code == 200
    assert Slip.objects.count() == 0
    response = client.post(path, {"days": 14, "once": "s1"})
    sheet = response.content.decode()
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{2}", sheet)
    assert code
    assert response["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    for words in ("王守信", "wangsx", "党小组长", tree.first.name, "社区书记", "复兴社区"):
        assert words in sheet
    assert "http" not in re.sub(r'(href|src)="[^"]*"', "", sheet)
    again = client.post(path, {"days": 14, "once": "s1"}, follow=True).content.decode()
    assert code[0] not in again
    assert Slip.objects.count() == 1
    assert Client().post("/accounts/slip/", {"code": code[0]})["Location"] == "/accounts/slip/password/"


def test_closing_asks_for_a_reason_and_can_be_taken_back(client: Client, secretary: User, tree: Tree) -> None:
    other = make_user(Role.GRID_WORKER, tree.general_branch, name="王守信")
    path = f"/manage/accounts/{other.pk}/close/"
    assert client.get(path).status_code == 200
    assert client.post(path, {"reason": ""}).status_code == 200
    assert client.post(path, {"reason": "调走了"}).status_code == 302
    assert not User.objects.get(pk=other.pk).is_active
    client.post(f"/manage/accounts/{other.pk}/reopen/")
    assert User.objects.get(pk=other.pk).is_active


def test_a_role_is_ended_with_a_reason(client: Client, secretary: User, tree: Tree) -> None:
    other = make_user(Role.GRID_WORKER, tree.general_branch, name="王守信")
    grant = Grant.objects.get(user=other)
    assert client.post(f"/manage/roles/{grant.pk}/end/", {"reason": "换人"}).status_code == 302
    assert AuditEntry.objects.get(action="access.end_grant").reason == "换人"
    assert client.get(f"/manage/roles/{grant.pk}/end/").status_code == 404


def test_roles_in_one_hand_are_warned_about_when_given(client: Client, tree: Tree) -> None:
    security = make_user(Role.SECURITY_ADMIN, tree.general_branch, name="安全管理员")
    other = make_user(Role.AUDITOR, tree.general_branch, name="王守信")
    sign_in(client, security)
    response = client.post(
        f"/manage/accounts/{other.pk}/roles/new/",
        {"role": "system_admin", "organisation": str(tree.general_branch.pk), "once": "r1"},
        follow=True,
    )
    assert "一个人兼着审计管理员、系统管理员" in response.content.decode()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.SECRETARY])
def test_a_secretary_does_not_touch_administrators(client: Client, secretary: User, tree: Tree, role: Role) -> None:
    other = make_user(role, tree.general_branch, name="王守信")
    grant = Grant.objects.get(user=other)
    paths = [f"/manage/accounts/{other.pk}/{part}/" for part in ("slip", "close", "reopen", "new-password")]
    answers = {path: client.post(path, {"days": 14, "reason": "x"}).status_code for path in paths}
    assert answers == dict.fromkeys(paths, 404)
    assert client.post(f"/manage/roles/{grant.pk}/end/", {"reason": "x"}).status_code == 404
    assert client.get(f"/manage/accounts/{other.pk}/").status_code == 200


def test_accounts_of_a_foreign_community_are_not_there(client: Client, secretary: User, tree: Tree) -> None:
    stranger = make_user(Role.GRID_WORKER, tree.foreign_general_branch, name="永宁的人", username="yongning")
    assert client.get(f"/manage/accounts/{stranger.pk}/").status_code == 404
    assert "yongning" not in client.get("/manage/accounts/?q=yong").content.decode()


def test_the_list_is_filtered_by_name_role_and_state(client: Client, secretary: User, tree: Tree) -> None:
    make_user(Role.GRID_WORKER, tree.general_branch, name="王守信", username="wang")
    closed = make_user(Role.GROUP_LEADER, tree.general_branch, name="李大顺", username="lids")
    User.objects.filter(pk=closed.pk).update(is_active=False)

    def names(query: str) -> set[str]:
        return set(
            re.findall(
                r'<th scope="row"><a href="[^"]*">([^<]+)', client.get(f"/manage/accounts/{query}").content.decode()
            )
        )

    assert names("") == {"社区书记", "王守信", "李大顺"}
    assert names("?q=守信") == names("?q=WANG") == names("?role=grid_worker") == {"王守信"}
    assert names("?state=closed") == {"李大顺"}


@pytest.mark.parametrize("count", [1, 30, 300])
def test_the_list_asks_the_database_as_often_for_many_as_for_few(
    client: Client, secretary: User, tree: Tree, count: int, django_assert_num_queries: object
) -> None:
    for _ in range(count):
        make_grant(make_user(name="某人"), Role.GRID_WORKER, tree.general_branch)
    client.get("/manage/accounts/")
    with django_assert_num_queries(6):  # type: ignore[operator]
        assert client.get("/manage/accounts/").status_code == 200
