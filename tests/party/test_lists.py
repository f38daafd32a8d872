"""Finding one's way in the list: order, paging both ways, jumping, searching, in one's own part only."""

from datetime import date

import pytest
from django.test import Client
from tests.factories import Tree, make_user, sign_in
from tests.party.cast import again, enrol, member_of, values
from tests.party.support import crowd, main_of, names_in, soup_of

from lianxin.access.models import User
from lianxin.declare.actors import OPERATOR
from lianxin.declare.roles import Role
from lianxin.party.actions import assign_branch, correct_member, depart_member
from lianxin.party.choices import ChangeKind
from lianxin.party.models import Member
from lianxin.party.queries import search_members

LIST = "/members/"
SURNAMES = {
    "单志刚": ("shan", "shanzhigang", "szg"),
    "仇大勇": ("qiu", "qiudayong", "qdy"),
    "解小云": ("xie", "xiexiaoyun", "xxy"),
    "曾小红": ("zeng", "zengxiaohong", "zxh"),
    "区少云": ("ou", "oushaoyun", "osy"),
    "查文": ("zha", "zhawen", "zw"),
    "尉迟敬": ("yuchi", "yuchijing", "ycj"),
    "万俟春": ("moqi", "moqichun", "mqc"),
    "吕淑珍": ("lv", "lvshuzhen", "lsz"),
    "覃玉兰": ("qin", "tanyulan", "qyl"),
}


@pytest.fixture
def worker(tree: Tree) -> User:
    return make_user(Role.PARTY_WORKER, tree.general_branch)


@pytest.fixture
def office(client: Client, worker: User) -> Client:
    return sign_in(client, worker)


def link(answer: object, rel: str) -> str:
    found = soup_of(answer).select_one(f"a[rel={rel}]")
    return f"{LIST}{found['href']}" if found else ""


def test_pages_go_forward_and_back_in_the_order_of_names(office: Client, tree: Tree) -> None:
    crowd(tree.community, 70, tree.first)
    in_order = list(Member.objects.order_by("name_key", "id").values_list("person__name", flat=True))
    forward, backward, address = [], [], LIST
    while address:
        answer = office.get(address)
        forward.append(names_in(answer))
        last, address = address, link(answer, "next")
    assert [len(names) for names in forward] == [20, 20, 20, 10]
    assert [name for names in forward for name in names] == in_order
    address = last
    while address:
        answer = office.get(address)
        backward.append(names_in(answer))
        address = link(answer, "prev")
    assert backward == forward[::-1]


def test_a_page_keeps_its_filters_and_a_jump_has_a_way_back(office: Client, tree: Tree) -> None:
    crowd(tree.community, 60, tree.first)
    crowd(tree.community, 30, tree.second, first=60)
    answer = office.get(LIST, {"branch": str(tree.first.pk), "initial": "w"})
    assert names_in(answer)[0].startswith("王")
    assert f"branch={tree.first.pk}" in link(answer, "next")
    before = names_in(office.get(link(answer, "prev")))
    assert (before[-1][0], len(before)) == ("李", 20)
    assert names_in(office.get(link(answer, "next")))[0][0] in "王张赵"
    assert names_in(office.get(LIST, {"initial": "zz"})) == names_in(office.get(LIST))


@pytest.mark.parametrize(
    "query", ["after=x", "before=%00", "after=W10", "branch=x", "category=x", "floating=x&initial=9"]
)
def test_what_makes_no_sense_narrows_nothing(office: Client, tree: Tree, query: str) -> None:
    enrol(tree.community, values("柳秀兰"), values("曾小红"))
    assert names_in(office.get(f"{LIST}?{query}")) == ["柳秀兰", "曾小红"]


@pytest.mark.parametrize("name", SURNAMES)
def test_surnames_are_found_as_they_are_read(worker: User, tree: Tree, name: str) -> None:
    found = {member.pk: other for other in SURNAMES for member in enrol(tree.community, values(other))}
    for query in (name, name[:2], *SURNAMES[name][1:]):
        assert [found[pk] for pk in search_members(worker, query)] == [name], query
    assert name in [found[pk] for pk in search_members(worker, SURNAMES[name][0])]


def test_a_search_answers_whole_names_and_ways_of_typing(office: Client, tree: Tree) -> None:
    enrol(tree.community, values("张三"), values("张三丰"), values("李张三"), values("买买提·艾力"), values("张四"))
    for query, found in (
        ("张三", {"张三", "张三丰", "李张三"}),
        ("zhang san", {"张三", "张三丰", "李张三"}),
        ("ZHANGSAN", {"张三", "张三丰", "李张三"}),
        ("zs", {"张三", "张四", "张三丰", "李张三"}),
        ("zsf", {"张三丰"}),
        ("艾力", {"买买提·艾力"}),
        ("买买提•艾力", {"买买提·艾力"}),
        ("李四", set()),
        ("·", set()),
        ("'; DROP TABLE party_member; --", set()),
    ):
        assert set(names_in(office.get(LIST, {"q": query}))) == found, query
    nothing = office.get(LIST, {"q": "没有这人"})
    assert "没有这样的党员" in main_of(nothing)


def test_a_search_and_a_filter_narrow_together(office: Client, tree: Tree) -> None:
    enrol(
        tree.community,
        values("张三", organisation=tree.first.pk),
        values("张四", organisation=tree.second.pk, employment="in_post"),
    )
    assert names_in(office.get(LIST, {"q": "zhang", "employment": "in_post"})) == ["张四"]
    assert names_in(office.get(LIST, {"q": "zhang", "branch": str(tree.first.pk)})) == ["张三"]


@pytest.mark.parametrize(
    ("role", "place", "seen"),
    [
        (Role.SECRETARY, "general_branch", ["张一", "张二", "张三"]),
        (Role.BRANCH_SECRETARY, "first", ["张一", "张二"]),
        (Role.GROUP_LEADER, "group", ["张一"]),
        (Role.SECRETARY, "foreign_general_branch", ["张外"]),
        (Role.STREET_OVERSEER, "street", ["张二", "张三", "张外", "张一"]),
    ],
)
def test_list_and_search_stay_in_one_s_own_part(
    client: Client, tree: Tree, role: Role, place: str, seen: list[str]
) -> None:
    enrol(
        tree.community,
        values("张一", organisation=tree.first.pk, group=tree.group.pk),
        values("张二", organisation=tree.first.pk),
        values("张三", organisation=tree.second.pk),
    )
    member_of(tree.foreign_branch, "张外")
    user = make_user(role, getattr(tree, place))
    sign_in(client, user)
    assert sorted(names_in(client.get(LIST))) == sorted(seen)
    assert sorted(names_in(client.get(LIST, {"q": "zhang"}))) == sorted(seen)
    foreign = client.get(LIST, {"branch": str(tree.foreign_branch.pk)})
    if place in {"foreign_general_branch", "street"}:
        assert names_in(foreign) == ["张外"]
    else:
        assert sorted(names_in(foreign)) == sorted(seen)


def test_the_search_follows_a_new_name_and_a_new_branch(client: Client, tree: Tree) -> None:
    member = member_of(tree.first, "柳秀兰")
    first, second = (make_user(Role.BRANCH_SECRETARY, branch) for branch in (tree.first, tree.second))
    assert (search_members(first, "lxl"), search_members(second, "lxl")) == ([member.pk], [])
    correct_member(member=member, version=1, values={"name": "单秀兰"}, reason="户口簿", actor=OPERATOR)
    assert (search_members(first, "lxl"), search_members(first, "shanxiulan")) == ([], [member.pk])
    assign_branch(members=[again(member)], organisation=tree.second, on=date(2025, 1, 1), actor=OPERATOR)
    assert (search_members(first, "sxl"), search_members(second, "sxl")) == ([], [member.pk])


def test_lines_say_what_to_look_out_for(office: Client, tree: Tree) -> None:
    gone = enrol(
        tree.community,
        values("柳秀兰", organisation=tree.first.pk, group=tree.group.pk, birth_date=None, id_number=None),
        values("曾小红", organisation=tree.second.pk, floating="in"),
        values("单志刚", organisation=tree.second.pk),
    )[2]
    depart_member(member=gone, kind=ChangeKind.DIED, on=date(2025, 3, 1), actor=OPERATOR)
    lines = [row.get_text(" ", strip=True) for row in soup_of(office.get(LIST)).select("tbody tr")]
    assert lines == [
        "柳秀兰 女 第一支部 一组 正式党员 退休 1985年3月5日 资料不全",
        f"曾小红 女 {_age()} 第二支部 正式党员 退休 1985年3月5日 流入",
    ]
    left = [row.get_text(" ", strip=True) for row in soup_of(office.get(LIST, {"left": "on"})).select("tbody tr")]
    assert left == [f"单志刚 女 {_age()} 第二支部 正式党员 退休 1985年3月5日 死亡 2025-03-01"]


def _age() -> int:
    from lianxin.kernel import clock

    today = clock.today()
    return today.year - 1957 - ((today.month, today.day) < (7, 1))
