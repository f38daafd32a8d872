"""The two pages everybody opens first ask a fixed number of questions, whatever the register holds."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from tests.factories import Tree, make_tree, make_user, sign_in
from tests.party.support import crowd

from lianxin.declare.roles import Role

Queries = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def tree(db: None) -> Tree:
    return make_tree()


@pytest.fixture
def office(client: Client, tree: Tree) -> Client:
    return sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))


@pytest.mark.parametrize("number", [100, 300])
@pytest.mark.parametrize(
    ("address", "asked"), [("/", 27), ("/duties/", 20), ("/search/?q=zhang", 19), ("/help/", 4), ("/members/", 6)]
)
def test_fixed_queries(
    office: Client, tree: Tree, django_assert_num_queries: Queries, address: str, asked: int, number: int
) -> None:
    crowd(tree.community, number, tree.first)
    office.get(address)
    with django_assert_num_queries(asked):
        assert office.get(address).status_code == 200
