"""Rules as data on their pages."""

import pytest
from django.test import Client
from tests.factories import Tree, make_tree, make_user, sign_in

from lianxin.declare.parameters import all_parameters
from lianxin.declare.roles import Role
from lianxin.parameters.models import ParameterValue
from lianxin.parameters.queries import rules_on
from lianxin.party.rules import PROBATION

pytestmark = pytest.mark.django_db
PAGE = f"/manage/parameters/{PROBATION}/"


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def secretary(client: Client, tree: Tree) -> Client:
    return sign_in(client, make_user(Role.SECRETARY, tree.general_branch, name="社区书记"))


def main_of(client: Client, address: str) -> str:
    return client.get(address).content.decode().split("<main")[1]


def test_every_parameter_stands_in_the_list_with_its_basis(secretary: Client) -> None:
    page = main_of(secretary, "/manage/parameters/")
    assert [each.title for each in all_parameters() if each.title not in page or each.basis not in page] == []


def test_a_value_is_set_looked_back_at_and_withdrawn(secretary: Client) -> None:
    form = {"value": "18", "since": "2026.1.1", "basis": "试行办法第三条"}
    assert secretary.post(f"{PAGE}set/", form)["Location"] == PAGE
    assert rules_on().whole(PROBATION) == 18
    page = main_of(secretary, PAGE)
    assert [word for word in ("18 个月", "2026-01-01 起", "试行办法第三条", "社区书记") if word not in page] == []
    row = ParameterValue.objects.get()
    asked = main_of(secretary, f"{PAGE}{row.pk}/withdraw/")
    assert "从那一天起改按前一个数值算" in asked
    assert secretary.post(f"{PAGE}{row.pk}/withdraw/", {"reason": "记错了"})["Location"] == PAGE
    assert rules_on().whole(PROBATION) == 12
    assert "已撤销" in main_of(secretary, PAGE)


def test_what_is_wrong_is_said_at_its_field(secretary: Client) -> None:
    response = secretary.post(f"{PAGE}set/", {"value": "99", "since": "2026.1.1", "basis": "试"})
    assert "应在 1 到 24 个月之间。" in response.content.decode()
    assert ParameterValue.objects.count() == 0


def test_an_undeclared_parameter_is_not_there(secretary: Client) -> None:
    assert secretary.get("/manage/parameters/NOBODY/").status_code == 404


def test_who_only_looks_sees_no_way_to_change(client: Client, tree: Tree) -> None:
    sign_in(client, make_user(Role.AUDITOR, tree.general_branch))
    assert "parameters/PROBATION/set" not in main_of(client, PAGE)
