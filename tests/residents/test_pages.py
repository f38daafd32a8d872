from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import Tree, make_person, make_place, make_unit, make_user, sign_in

from lianxin.audit.models import AuditEntry
from lianxin.declare.refs import RefTarget
from lianxin.declare.roles import Role
from lianxin.residents import doors
from lianxin.residents.models import Consent, Person, Place, Unit
from lianxin.residents.search import indexed_person, indexed_place, indexed_unit
from lianxin.search.index import put

LISTS = ("courtyards", "units", "persons")


@pytest.fixture
def office(client: Client, tree: Tree) -> Client:
    return sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))


def address(name: str, *args: object) -> str:
    return reverse(f"residents:{name}", args=args)


def text_of(client: Client, name: str, *args: object, **query: str) -> str:
    response = client.get(address(name, *args), query)
    assert response.status_code == 200
    return response.content.decode()


def post(client: Client, page: str, /, *args: object, **data: Any) -> HttpResponse:
    response = client.post(address(page, *args), data)
    assert isinstance(response, HttpResponse)
    return response


@pytest.mark.parametrize("name", LISTS)
def test_empty_lists_say_what_to_do_first(office: Client, name: str) -> None:
    text = text_of(office, name)
    assert 'class="empty"' in text
    assert "登记" in text
    assert "没有这样的" in text_of(office, name, q="没有")


@pytest.mark.parametrize("name", LISTS)
def test_lists_ask_the_same_queries_for_10_100_and_1000(office: Client, tree: Tree, name: str) -> None:
    makers: dict[str, Callable[[int], object]] = {
        "courtyards": lambda n: make_place(tree.community, f"{n}号院"),
        "units": lambda n: make_unit(tree.community, f"单位{n}"),
        "persons": lambda n: make_person(tree.community, f"张三{n}"),
    }
    counts, made = [], 0
    for total in (10, 100, 1000):
        for number in range(made, total):
            makers[name](number)
        made = total
        office.get(address(name))
        with CaptureQueriesContext(connection) as captured:
            office.get(address(name))
        counts.append(len(captured))
    assert counts == [counts[0]] * 3


def test_lists_show_and_find_what_is_in_scope(office: Client, tree: Tree) -> None:
    for community, word in ((tree.community, "本"), (tree.foreign, "外")):
        put([indexed_place(make_place(community, f"{word}院"))])
        put([indexed_unit(make_unit(community, f"{word}校"))])
        put([indexed_person(make_person(community, f"{word}人"))])
    for name, end in (("courtyards", "院"), ("units", "校"), ("persons", "人")):
        for query in ({}, {"q": end}, {"q": "wai"}, {"q": "外"}):
            assert f"外{end}" not in text_of(office, name, **query).replace('value="外"', "")
        assert f"本{end}" in text_of(office, name)
        assert f"本{end}" in text_of(office, name, q="ben")


def test_lists_are_filtered_and_paged(office: Client, tree: Tree) -> None:
    for number in range(25):
        make_place(tree.community, f"{number}号院", upkeep="self" if number % 2 else "")
    make_place(tree.community, "旧院", closed_on=date(2020, 1, 1))
    first = office.get(address("courtyards"))
    assert [row.name for row, _ in first.context["lines"]][:3] == ["0号院", "1号院", "2号院"]
    second = office.get(address("courtyards") + first.context["paging"].next_url)
    assert [row.name for row, _ in second.context["lines"]] == [f"{number}号院" for number in range(20, 25)]
    lines = {
        key: len(office.get(address("courtyards"), query).context["lines"])
        for key, query in {
            "self": {"upkeep": "self"},
            "unknown": {"upkeep": "unknown"},
            "q": {"q": "旧", "all": "on"},
        }.items()
    }
    assert lines == {"self": 12, "unknown": 13, "q": 1}
    make_unit(tree.community, "新公司", kind="private", new_economy=True)
    make_unit(tree.community, "小学")
    assert len(office.get(address("units"), {"new_economy": "on"}).context["units"]) == 1
    assert len(office.get(address("units"), {"kind": "school"}).context["units"]) == 1


def test_the_life_of_a_courtyard(office: Client, tree: Tree) -> None:
    made = post(office, "register_courtyard", name="西昌路126号院", upkeep="unit", once="1")
    yard = Place.objects.get()
    assert made.headers["Location"] == address("courtyard", yard.pk)
    building = {"name": "1幢", "stairways": "4", "each": "24、24、18、18", "once": "2"}
    assert post(office, "add_building", yard.pk, **building).status_code == 302
    assert post(office, "add_building", yard.pk, **{**building, "name": "2幢", "each": "24、24"}).status_code == 200
    house = Place.objects.get(kind="building")
    assert post(office, "add_stairways", house.pk, first="5", last="6", each="10").status_code == 302
    assert post(office, "add_stairways", house.pk, first="5", last="2").status_code == 200
    text = text_of(office, "courtyard", yard.pk)
    assert ("104 户" in text, "6单元" in text, "加楼栋" in text) == (True, True, True)
    assert post(office, "correct_place", yard.pk, version=1, name="西昌路126号", upkeep="self").status_code == 302
    conflict = post(office, "correct_place", yard.pk, version=1, name="西昌路一二六号院", upkeep="unit")
    assert conflict.status_code == 409
    assert "两边都在" in conflict.content.decode()
    assert post(office, "close_place", yard.pk, version=2, closed_on="2009.6.1", note="危房拆除").status_code == 302
    text = text_of(office, "courtyard", yard.pk)
    assert ("危房拆除" in text, "记错了，恢复" in text, "加楼栋" in text) == (True, True, False)
    assert post(office, "reopen_place", yard.pk, version=3).status_code == 302
    assert "104 户" in text_of(office, "courtyard", yard.pk)


def test_the_life_of_a_unit(office: Client, tree: Tree) -> None:
    data = {"name": "金碧小学", "kind": "school", "contact_phone": "13800000001", "credit_code": "1", "once": "1"}
    assert post(office, "register_unit", **data).status_code == 302
    assert post(office, "register_unit", **data).status_code == 302
    unit = Unit.objects.get()
    text = text_of(office, "unit", unit.pk)
    assert ("138****0001" in text, "13800000001" in text, "校验码不对" in text) == (True, False, True)
    shown = post(office, "unit_telephone", unit.pk)
    assert (shown.status_code, "13800000001" in shown.content.decode()) == (200, True)
    assert AuditEntry.objects.filter(action="residents.see_telephone", target_id=unit.pk).count() == 1
    assert office.get(address("unit_telephone", unit.pk)).status_code == 405
    form = text_of(office, "correct_unit", unit.pk)
    assert ("138****0001" in form, "13800000001" in form) == (True, False)
    correction = {"version": 1, "name": "金碧小学", "kind": "school", "headcount": "40"}
    assert post(office, "correct_unit", unit.pk, **correction).status_code == 302
    assert Unit.objects.get().contact_phone == "13800000001"
    assert post(office, "correct_unit", unit.pk, **{**correction, "headcount": "41"}).status_code == 409
    step = {"version": 2, "on": "2024-05-01", "note": "更名批复"}
    assert post(office, "rename_unit", unit.pk, **step, new_name="复兴小学").status_code == 302
    other = make_unit(tree.community, "中心小学")
    foreign = make_unit(tree.foreign, "外校")
    assert post(office, "merge_unit", unit.pk, **{**step, "version": 3}, into=foreign.pk).status_code == 200
    assert post(office, "merge_unit", unit.pk, **{**step, "version": 3}, into=other.pk).status_code == 302
    text = text_of(office, "unit", unit.pk)
    assert ("更名：金碧小学 → 复兴小学" in text, "并入：复兴小学 → 中心小学" in text) == (True, True)
    assert "复兴小学并入本单位" in text_of(office, "unit", other.pk)
    closing = {"version": 1, "on": "2025-01-01", "kind": "moved_out"}
    assert post(office, "close_unit", other.pk, **closing).status_code == 302
    assert "迁出：中心小学" in text_of(office, "unit", other.pk)


def test_the_life_of_a_person(office: Client, tree: Tree) -> None:
    yard = make_place(tree.community)
    data = {"name": "方小玲", "mobile": "13800000001", "place": yard.pk, "birth": "1960.5", "once": "1"}
    assert post(office, "register_person", **data).status_code == 302
    person = Person.objects.get()
    assert "方小玲" in text_of(office, "courtyard", yard.pk)
    text = text_of(office, "person", person.pk)
    assert ("138****0001" in text, "13800000001" in text, "1960年5月" in text) == (True, False, True)
    assert "13800000001" in post(office, "person_telephone", person.pk, field="mobile").content.decode()
    correction = {"version": 1, "name": "方小玲", "birth": "1960-05", "mobile": "无"}
    assert post(office, "correct_person", person.pk, **correction).status_code == 302
    assert (Person.objects.get().mobile, Person.objects.get().place) == ("", None)
    assert post(office, "correct_person", person.pk, **correction, sex="2").status_code == 409
    reach = {"version": 2, "channel": "visit", "hearing": "loud", "carer_phone": "13800000003"}
    assert post(office, "reach", person.pk, **reach).status_code == 302
    assert post(office, "reach", person.pk, **{**reach, "hearing": "good"}).status_code == 409
    text = text_of(office, "person", person.pk)
    assert ("上门说" in text, "要大声" in text, "138****0003" in text) == (True, True, True)
    consent = {"purpose": "health", "given_on": "2024.5.1", "how": "当面"}
    assert post(office, "give_consent", person.pk, **consent).status_code == 302
    assert post(office, "give_consent", person.pk, **consent).status_code == 200
    given = Consent.objects.get()
    assert post(office, "withdraw_consent", person.pk, given.pk, withdrawn_on="2024-06-01").status_code == 302
    assert post(office, "withdraw_consent", person.pk, given.pk, withdrawn_on="2024-06-01").status_code == 404
    assert "已撤回" in text_of(office, "person", person.pk)


def test_a_person_described_elsewhere_has_that_page(
    office: Client, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = make_person(tree.community, "柳秀兰", note="在别处")
    monkeypatch.setattr(doors, "_elsewhere", {})
    doors.register_elsewhere(
        "test",
        Q(note="在别处"),
        lambda _, ids: {pk: RefTarget("柳秀兰", "/members/1/") for pk in ids if pk == member.pk},
    )
    assert office.get(address("person", member.pk)).headers["Location"] == "/members/1/"
    assert "柳秀兰" not in text_of(office, "persons")
    assert office.get(address("correct_person", member.pk)).status_code == 404
    assert post(office, "reach", member.pk, version=1, channel="visit").headers["Location"] == "/members/1/"


PLACE_PAGES = ("courtyard", "add_building", "correct_place", "close_place")
UNIT_PAGES = ("unit", "correct_unit", "rename_unit", "merge_unit", "close_unit")
PERSON_PAGES = ("person", "correct_person", "reach", "give_consent")
POSTED = ("reopen_place", "unit_telephone", "person_telephone")


def test_foreign_things_do_not_exist(office: Client, tree: Tree) -> None:
    things = {
        PLACE_PAGES: make_place(tree.foreign),
        UNIT_PAGES: make_unit(tree.foreign, phone="13800000001"),
        PERSON_PAGES: make_person(tree.foreign),
    }
    for pages, thing in things.items():
        for page in pages:
            assert office.get(address(page, thing.pk)).status_code == 404
        for page in POSTED:
            assert post(office, page, thing.pk).status_code == 404


def test_what_readers_may_not_do(client: Client, tree: Tree) -> None:
    yard, unit = make_place(tree.community), make_unit(tree.community, phone="13800000001")
    sign_in(client, make_user(Role.STREET_OVERSEER, tree.street))
    assert "加楼栋" not in text_of(client, "courtyard", yard.pk)
    assert 'action="' + address("unit_telephone", unit.pk) not in text_of(client, "unit", unit.pk)
    assert post(client, "unit_telephone", unit.pk).status_code == 404
    assert client.get(address("persons")).status_code == 404
    for page in PLACE_PAGES[1:]:
        assert client.get(address(page, yard.pk)).status_code == 404
    for page in UNIT_PAGES[1:]:
        assert client.get(address(page, unit.pk)).status_code == 404


def test_a_courtyard_head_sees_the_own_courtyard_only(client: Client, tree: Tree) -> None:
    own, other = make_place(tree.community), make_place(tree.community, "4号院")
    sign_in(client, make_user(Role.COURTYARD_HEAD, tree.general_branch, narrowed=own))
    assert ("3号院" in (text := text_of(client, "courtyards")), "4号院" in text) == (True, False)
    statuses = [client.get(address("courtyard", pk)).status_code for pk in (own.pk, other.pk)]
    assert statuses == [200, 404]


def test_a_branch_secretary_finds_the_houses_of_the_community(client: Client, tree: Tree) -> None:
    for community, name in ((tree.community, "西昌路126号院"), (tree.foreign, "西昌路9号院")):
        put([indexed_place(make_place(community, name))])
    sign_in(client, make_user(Role.BRANCH_SECRETARY, tree.first))
    lines = client.get(address("courtyards"), {"q": "xcl"}).context["lines"]
    assert [row.name for row, _ in lines] == ["西昌路126号院"]
