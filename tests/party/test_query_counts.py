"""A page costs the same number of queries whether there are ten members or a thousand."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import Tree, make_user, sign_in
from tests.party.cast import again
from tests.party.support import cost, crowd, loaded

from lianxin.access.models import User
from lianxin.declare.actors import OPERATOR
from lianxin.declare.roles import Role
from lianxin.orgs.models import Organisation
from lianxin.party.actions import assign_branch
from lianxin.party.models import Member
from lianxin.party.queries import look_up_number, search_members, totals

SIZES = (10, 100, 1000)


@pytest.fixture
def worker(tree: Tree) -> User:
    return make_user(Role.PARTY_WORKER, tree.general_branch)


def grown(tree: Tree, branch: Organisation | None, measure: Callable[[], int]) -> list[int]:
    """What is measured at each size of one growing register."""
    found, there = [], 0
    for size in SIZES:
        crowd(tree.community, size - there, branch, first=there)
        there = size
        found.append(measure())
    assert Member.objects.count() == SIZES[-1]
    return found


@pytest.mark.parametrize(
    ("address", "waiting"),
    [
        ("/members/", False),
        ("/members/?initial=w&employment=retired", False),
        ("/members/?unassigned=on", True),
        ("/members/branch-assignment/", True),
        ("/ledgers/members/", False),
        ("/ledgers/members/?as_of=2020-01-01", False),
        ("/ledgers/organisations/", False),
        ("/", True),
        ("/organisations/", False),
    ],
)
def test_pages(client: Client, tree: Tree, worker: User, address: str, waiting: bool) -> None:
    sign_in(client, worker)
    found = grown(tree, None if waiting else tree.first, lambda: cost(client, address))
    assert found == [found[0]] * 3


def test_the_search_page(client: Client, tree: Tree, worker: User) -> None:
    sign_in(client, worker)
    few, many, more = grown(tree, tree.first, lambda: cost(client, "/search/?q=zhang"))
    assert (many, more) == (few - 1, few - 1)  # two hits ask for beginnings too; a full page does not


def test_the_list_of_what_is_found(client: Client, tree: Tree, worker: User) -> None:
    sign_in(client, worker)
    found = grown(tree, tree.first, lambda: cost(client, "/members/?q=zhang"))
    assert found == [found[0], found[0], found[0] - 1]  # as above, from the most that a list looks up


def test_the_page_and_the_print_of_one_member(client: Client, tree: Tree, worker: User) -> None:
    sign_in(client, worker)
    member = crowd(tree.community, 1, tree.first, first=5000)[0]
    addresses = [reverse(f"party:{name}", args=[member.pk]) for name in ("member", "member_print", "correction")]
    first = [cost(client, address) for address in addresses]
    crowd(tree.community, 1000, tree.first)
    assert [cost(client, address) for address in addresses] == first


@pytest.mark.parametrize("role", [Role.BRANCH_SECRETARY, Role.STREET_OVERSEER])
def test_the_list_of_who_sees_a_part_or_much_more(client: Client, tree: Tree, role: Role) -> None:
    sign_in(client, make_user(role, tree.first if role is Role.BRANCH_SECRETARY else tree.street))
    found = grown(tree, tree.first, lambda: cost(client, "/members/"))
    assert found == [found[0]] * 3


def test_assigning_many_to_a_branch(tree: Tree) -> None:
    found = []
    for size, first in ((10, 0), (100, 10), (1000, 110)):
        members = loaded(crowd(tree.community, size, first=first))
        with CaptureQueriesContext(connection) as queries:
            assert assign_branch(members=members, organisation=tree.first, on=None, actor=OPERATOR) == size
        found.append(len(queries))
    assert found == [found[0]] * 3


def test_totals_look_up_and_search(tree: Tree, worker: User) -> None:
    member = again(crowd(tree.community, 1, tree.first, first=5000)[0])
    user = User.objects.get(pk=worker.pk)

    def measure() -> int:
        with CaptureQueriesContext(connection) as queries:
            totals(tree.community)
            assert look_up_number(user, member.person.id_number) == member
            search_members(user, "没有的人")
        return len(queries)

    measure()
    first = measure()
    crowd(tree.community, 1000, tree.first)
    assert measure() == first
