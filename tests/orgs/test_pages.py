from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.factories import Tree, make_branch, make_user, sign_in

from lianxin.access.scope import EVERYTHING, Scope
from lianxin.declare.actors import OPERATOR
from lianxin.declare.ledgers import LedgerQuery
from lianxin.declare.roles import Role
from lianxin.orgs.actions import Step, move_organisation, rename_organisation
from lianxin.orgs.ledgers import ORGANISATIONS
from lianxin.orgs.models import Organisation, StatedFigure
from lianxin.orgs.queries import organisations_visible_to
from lianxin.orgs.views.tree import TREE_PAGE


@pytest.fixture
def office(client: Client, tree: Tree) -> Client:
    return sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))


def page(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(f"orgs:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_the_tree_shows_what_is_in_scope(office: Client, tree: Tree) -> None:
    text = page(office, "tree")
    assert tree.first.name in text
    assert tree.group.name in text
    assert tree.foreign_branch.name not in text
    assert tree.street.name not in text


def test_the_tree_is_searched_by_initials(office: Client, tree: Tree) -> None:
    text = office.get(reverse("orgs:tree"), {"q": "第二"}).content.decode()
    assert tree.second.name in text
    assert tree.first.name not in text
    assert "没有这样的党组织" in office.get(reverse("orgs:tree"), {"q": "没有"}).content.decode()


def test_the_tree_asks_the_same_queries_for_10_100_and_1000(office: Client, tree: Tree) -> None:
    counts = []
    for total in (10, 100, 1000):
        for number in range(Organisation.objects.count(), total):
            Organisation.objects.create(
                parent=tree.general_branch,
                community=tree.general_branch,
                path=f"00010001{number + 1000}",
                kind="330",
                name=f"支部{number}",
                short_name=f"{number}",
            )
        office.get(reverse("orgs:tree"))
        with CaptureQueriesContext(connection) as captured:
            response = office.get(reverse("orgs:tree"))
        counts.append((len(captured), len(response.context["lines"])))
    assert [queries for queries, _ in counts] == [counts[0][0]] * 3
    assert counts[2][1] == TREE_PAGE


def test_one_organisation_tells_its_history(office: Client, tree: Tree) -> None:
    rename_organisation(
        organisation=tree.first,
        version=1,
        name="中共复兴社区东寺街支部委员会",
        short_name="东寺街支部",
        step=Step(date(2025, 3, 1), "金党〔2025〕8号"),
        actor=OPERATOR,
    )
    text = page(office, "organisation", tree.first.pk)
    assert "更名：中共复兴社区第一支部委员会 → 中共复兴社区东寺街支部委员会" in text
    assert "金党〔2025〕8号" in text
    assert reverse("orgs:found", args=[tree.first.pk]) in text


@pytest.mark.parametrize("name", ["organisation", "found", "correct", "rename", "move", "regrade", "dissolve"])
def test_foreign_organisations_do_not_exist(office: Client, tree: Tree, name: str) -> None:
    for row in (tree.foreign_branch, tree.street):
        assert office.get(reverse(f"orgs:{name}", args=[row.pk])).status_code == 404
        assert office.post(reverse(f"orgs:{name}", args=[row.pk])).status_code in {404, 405}


@pytest.mark.parametrize("role", [Role.BRANCH_SECRETARY, Role.STREET_OVERSEER, Role.GRID_WORKER])
def test_readers_read_and_do_not_change(client: Client, tree: Tree, role: Role) -> None:
    sign_in(client, make_user(role, tree.first))
    assert client.get(reverse("orgs:organisation", args=[tree.first.pk])).status_code == 200
    for name in ("found", "correct", "rename", "move", "regrade", "dissolve"):
        assert client.get(reverse(f"orgs:{name}", args=[tree.first.pk])).status_code == 404
        assert client.post(reverse(f"orgs:{name}", args=[tree.first.pk])).status_code == 404


def test_the_door_opens_subtrees_only(tree: Tree) -> None:
    secretary = make_user(Role.BRANCH_SECRETARY, tree.first)
    assert list(organisations_visible_to(secretary)) == [tree.first, tree.group]
    assert list(organisations_visible_to(make_user(Role.MEMBER, tree.first))) == []
    assert list(organisations_visible_to(None)) == []


def test_founding_a_group_through_the_page(office: Client, tree: Tree) -> None:
    address = reverse("orgs:found", args=[tree.second.pk])
    data = {"kind": "340", "name": "第二党小组", "short_name": "二组", "founded_on": "2025.3.1", "once": "a"}
    response = office.post(address, data)
    created = Organisation.objects.get(name="第二党小组")
    assert response.headers["Location"] == reverse("orgs:organisation", args=[created.pk])
    assert (created.parent_id, created.founded_on) == (tree.second.pk, date(2025, 3, 1))
    office.post(address, data)
    assert Organisation.objects.filter(name="第二党小组").count() == 1
    again = office.post(address, {**data, "once": "b"})
    assert (again.status_code, "已经有“第二党小组”了" in again.content.decode()) == (200, True)
    assert "330" not in page(office, "found", tree.second.pk).split("</select>")[0]


def test_two_clerks_correct_one_organisation(office: Client, tree: Tree) -> None:
    address = reverse("orgs:correct", args=[tree.first.pk])
    shown = office.get(address).context["form"]
    was = shown.initial["was"]
    first = {"version": "1", "was": was, "contact_name": "罗平", "address": "东寺街1号"}
    assert office.post(address, first).status_code == 302
    second = {"version": "1", "was": was, "contact_name": "方小玲", "approval_no": "3号"}
    conflict = office.post(address, second)
    assert conflict.status_code == 409
    rows = {row.name: (row.original, row.theirs, row.mine, row.choice) for row in conflict.context["conflicts"]}
    assert rows == {
        "contact_name": ("", "罗平", "方小玲", ""),
        "address": ("", "东寺街1号", "", "theirs"),
        "approval_no": ("", "", "3号", "mine"),
    }
    resolved = {field.html_name: field.value() or "" for field in conflict.context["form"]}
    keep = {"keep_contact_name": "theirs", "keep_address": "theirs", "keep_approval_no": "mine"}
    assert office.post(address, {**resolved, **keep}).status_code == 302
    row = Organisation.objects.get(pk=tree.first.pk)
    assert (row.contact_name, row.address, row.approval_no, row.version) == ("罗平", "东寺街1号", "3号", 3)


def test_every_step_through_its_page(office: Client, tree: Tree) -> None:
    step = {"on": "2025-03-01", "document_no": "8号"}

    def post(page: str, row: Organisation, **data: object) -> int:
        version = Organisation.objects.get(pk=row.pk).version
        return office.post(reverse(f"orgs:{page}", args=[row.pk]), {"version": version, **step, **data}).status_code

    assert post("rename", tree.first, name="甲支部委员会", short_name="甲支部") == 302
    assert post("move", tree.group, parent=tree.second.pk) == 302
    assert post("move", tree.group, parent=tree.foreign_branch.pk) == 200
    assert post("regrade", tree.first, kind="331") == 302
    assert post("dissolve", tree.second) == 200
    assert post("dissolve", tree.group) == 302
    assert post("dissolve", tree.second) == 302
    assert "已撤销" in page(office, "organisation", tree.second.pk)


def test_the_profile_and_its_figures(office: Client, tree: Tree) -> None:
    assert office.get(reverse("orgs:communities")).headers["Location"] == reverse(
        "orgs:community", args=[tree.community.pk]
    )
    assert "还没有填报数字" in page(office, "community", tree.community.pk)
    address = reverse("orgs:state_figure", args=[tree.community.pk])
    figure = {"code": "area", "value": "0.35", "stated_on": "2009-12-31", "source": "经验材料"}
    assert office.post(address, figure).status_code == 302
    assert office.post(address, figure).status_code == 200
    stated = StatedFigure.objects.get()
    one = reverse("orgs:correct_figure", args=[tree.community.pk, stated.pk])
    assert office.post(one, {**figure, "value": "0.36", "version": "1"}).status_code == 302
    assert office.post(one, {**figure, "value": "0.37", "version": "1"}).status_code == 409
    text = page(office, "community", tree.community.pk)
    assert ("0.36 平方公里" in text, "2009年12月31日" in text, "经验材料" in text) == (True, True, True)
    profile = {"version": "1", "name": "复兴社区", "area_code": "530112", "boundary_east": "东寺街"}
    assert office.post(reverse("orgs:correct_community", args=[tree.community.pk]), profile).status_code == 302
    assert "东至东寺街" in page(office, "community", tree.community.pk)


@pytest.mark.parametrize("name", ["community", "correct_community", "state_figure"])
def test_foreign_communities_do_not_exist(office: Client, tree: Tree, name: str) -> None:
    assert office.get(reverse(f"orgs:{name}", args=[tree.foreign.pk])).status_code == 404


def rows(day: date, scope: Scope = EVERYTHING, **filters: str) -> list[list[object]]:
    book = ORGANISATIONS
    source = book.rows(LedgerQuery(scope, day, filters))
    return [
        [column.value(row) for column in book.columns if column.name in {"name", "kind", "upper"}]
        for row in source.stream()
    ]


def test_the_ledger_follows_names_and_parents_by_the_day(tree: Tree) -> None:
    old = tree.group.name
    move_organisation(
        organisation=tree.group, version=1, parent=tree.second, step=Step(date(2024, 5, 1)), actor=OPERATOR
    )
    group = Organisation.objects.get(pk=tree.group.pk)
    rename_organisation(
        organisation=group, version=2, name="新党小组", short_name="新组", step=Step(date(2025, 5, 1)), actor=OPERATOR
    )

    def then(day: date) -> list[object]:
        return next(row for row in rows(day, kind="340"))

    assert then(date(2024, 4, 30)) == [old, "党小组", tree.first.name]
    assert then(date(2024, 5, 1)) == [old, "党小组", tree.second.name]
    assert then(date(2025, 5, 1)) == ["新党小组", "党小组", tree.second.name]


def test_the_ledger_holds_what_stood_on_the_day_in_scope(tree: Tree) -> None:
    Organisation.objects.filter(pk=tree.first.pk).update(founded_on=date(2020, 1, 1), dissolved_on=date(2022, 1, 1))
    own = Scope((tree.general_branch.path,))
    counts = [
        len(rows(day, own)) for day in (date(2019, 12, 31), date(2020, 1, 1), date(2021, 12, 31), date(2022, 1, 1))
    ]
    assert counts == [3, 4, 4, 3]


def test_the_ledger_reads_in_one_query(tree: Tree, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for word in ("第三", "第四", "第五"):
        make_branch(tree.general_branch, word)
    with django_assert_num_queries(1):
        rows(date(2025, 1, 1))
