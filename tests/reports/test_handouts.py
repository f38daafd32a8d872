from collections.abc import Mapping

import pytest
from django.http import QueryDict
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.documents.pdf import texts
from tests.factories import Tree, make_member, make_person, make_tree, make_unit, make_user, sign_in
from tests.party.support import crowd, soup_of

from lianxin.access.models import User
from lianxin.access.scope import scope_of
from lianxin.audit.models import AuditEntry
from lianxin.declare.handouts import handout_source, handout_sources
from lianxin.declare.roles import Role
from lianxin.orgs.models import Community
from lianxin.party.rules import VIEW

pytestmark = pytest.mark.django_db
MEMBERS = "/ledgers/handouts/party.members"
UNITS = "/ledgers/handouts/residents.units"


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def secretary(client: Client, tree: Tree) -> User:
    user = make_user(Role.SECRETARY, tree.general_branch)
    sign_in(client, user)
    return user


def made(client: Client, address: str, data: Mapping[str, object]) -> str:
    """The text of the sheet the form is answered with."""
    answer = client.post(address, data)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return "".join(texts(b"".join(answer)))


def member(tree: Tree, name: str, address: str = "", *, second: bool = False) -> None:
    person = make_person(tree.community, name, residence=address, id_number="", mobile="19900001234")
    make_member(tree.second if second else tree.first, person=person)


def test_a_sign_in_sheet_holds_the_list_as_it_was_narrowed(client: Client, tree: Tree, secretary: User) -> None:
    member(tree, "王喆")
    member(tree, "李㛃", second=True)
    query = f"branch={tree.first.pk}"
    soup = soup_of(client.get(f"{MEMBERS}/sign-in/?{query}"))
    assert f"名单：{tree.first.short_name}，共 1 个" in soup.get_text()
    form = {
        "title": "主题党日签到表",
        "note": "地点：活动室",
        "columns": ["branch", "sex"],
        "blank_rows": 2,
        "large": "on",
    }
    text = made(client, f"{MEMBERS}/sign-in/?{query}", form)
    for words in (
        "主题党日签到表",
        "地点：活动室",
        "序号姓名所在党支部性别签名备注",
        "1王喆",
        "名单 1 人，另留空行 2 行",
    ):
        assert words in text
    assert ("李㛃" in text, "1990000" in text) == (False, False)
    entry = AuditEntry.objects.get(action="reports.make_handout")
    assert (entry.target_label, entry.actor_id, entry.organisation_path) == (
        "党员名单",
        secretary.pk,
        tree.general_branch.path,
    )
    assert entry.changes == {
        "format": [None, "pdf"],
        "rows": [None, 1],
        "sheet": [None, "签到表"],
        "narrowed": [None, tree.first.short_name],
    }


def test_a_tick_sheet_has_a_column_for_each_thing_to_tick(client: Client, tree: Tree, secretary: User) -> None:
    member(tree, "王守信")
    text = made(client, f"{MEMBERS}/tick/", {"title": "通知", "ticks": "已通知、能来，要接送", "blank_rows": 0})
    assert "序号姓名已通知能来要接送1王守信" in text


@pytest.mark.parametrize(
    ("ticks", "sentence"),
    [("、", "请写要打勾的项目"), ("一、二、三、四、五、六、七", "最多 6 项"), ("这一项实在是写得太长太长了", "太长")],
)
def test_things_to_tick_that_cannot_be_are_said(client: Client, secretary: User, ticks: str, sentence: str) -> None:
    answer = client.post(f"{MEMBERS}/tick/", {"title": "通知", "ticks": ticks, "blank_rows": 1})
    assert answer.status_code == 400
    assert sentence in soup_of(answer).get_text()


def test_labels_carry_the_name_in_large_type_and_what_was_chosen(client: Client, tree: Tree, secretary: User) -> None:
    member(tree, "王守信", "东寺街12号院")
    form = {"layout": "3x8", "with_address": "on", "below": "branch", "large": "on"}
    assert made(client, f"{MEMBERS}/labels/", form) == f"东寺街12号院王守信同志{tree.first.short_name}"
    assert made(client, f"{MEMBERS}/labels/", {"layout": "2x7"}) == "王守信同志"


def test_envelopes_go_to_who_has_an_address_and_say_who_has_none(client: Client, tree: Tree, secretary: User) -> None:
    member(tree, "王守信", "东寺街12号院")
    member(tree, "李无址")
    assert "有 1 个没有登记地址" in soup_of(client.get(f"{MEMBERS}/envelopes/")).get_text()
    text = made(client, f"{MEMBERS}/envelopes/", {"envelope": "dl", "sender": "复兴社区", "postcode": "650000"})
    assert text == "东寺街12号院王守信同志 收复兴社区邮政编码 650000"


def test_a_units_envelope_goes_to_its_liaison(client: Client, tree: Tree, secretary: User) -> None:
    make_unit(tree.community, "金碧小学", address="金碧路1号", contact_name="赵老师")
    text = made(client, f"{UNITS}/envelopes/", {"envelope": "c5", "sender": "复兴社区"})
    assert text == "金碧路1号金碧小学赵老师 收复兴社区"


def test_nobody_to_print_is_said(client: Client, secretary: User) -> None:
    answer = client.post(f"{MEMBERS}/labels/", {"layout": "3x8"})
    assert answer.status_code == 400
    assert "名单是空的" in soup_of(answer).get_text()
    assert not AuditEntry.objects.filter(action="reports.make_handout").exists()


@pytest.mark.parametrize("address", ["party.members/none", "none/sign-in", "party.members/%00"])
def test_a_list_or_kind_there_is_not_is_not_found(client: Client, secretary: User, address: str) -> None:
    assert client.get(f"/ledgers/handouts/{address}/").status_code == 404


def test_a_branch_secretary_takes_home_the_own_branch_only(client: Client, tree: Tree) -> None:
    member(tree, "王守信")
    member(tree, "李二支", second=True)
    sign_in(client, make_user(Role.BRANCH_SECRETARY, tree.first))
    text = made(client, f"{MEMBERS}/labels/?branch={tree.second.pk}", {"layout": "2x7"})
    assert "李二支" not in text


def test_who_may_only_look_makes_no_sheets(client: Client, tree: Tree) -> None:
    sign_in(client, make_user(Role.GROUP_LEADER, tree.group))
    assert client.get(f"{MEMBERS}/sign-in/").status_code == 404
    assert "/ledgers/handouts/" not in client.get("/members/").content.decode()


def test_the_list_leads_to_its_sheets_as_it_is_narrowed(client: Client, tree: Tree, secretary: User) -> None:
    member(tree, "王守信")
    link = next(
        a["href"]
        for a in soup_of(client.get("/members/?employment=retired&after=")).select("a.btn")
        if "handouts" in str(a["href"])
    )
    assert link == f"{MEMBERS}/sign-in/?employment=retired"


def test_no_source_gives_away_what_is_masked() -> None:
    titles = {title for source in handout_sources() for _, title in source.columns}
    assert [title for title in titles if "号码" in title or "电话" in title or "手机" in title] == []


@pytest.mark.parametrize("count", [1, 10, 100])
def test_queries_do_not_grow_with_the_rows(
    tree: Tree, secretary: User, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    crowd(Community.objects.get(pk=tree.community.pk), count, tree.first)
    source = handout_source("party.members")
    assert source is not None
    scope = scope_of(secretary, VIEW)
    with django_assert_num_queries(2):
        assert len(source.rows(secretary, scope, QueryDict())) == count
