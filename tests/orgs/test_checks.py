import uuid

import pytest
from tests.factories import Tree, make_place, make_user

from lianxin.access.models import Grant
from lianxin.audit.guards import guard_trail, unguard_trail
from lianxin.audit.models import AuditChain, AuditEntry
from lianxin.declare.roles import Role
from lianxin.orgs.checks import check_grants, check_paths, check_trails
from lianxin.orgs.models import Organisation


def test_a_whole_tree_has_no_faults(tree: Tree) -> None:
    make_user(Role.SECRETARY, tree.general_branch)
    assert [*check_paths(), *check_grants(), *check_trails()] == []


def test_a_path_that_is_not_below_its_parent_is_found(tree: Tree) -> None:
    Organisation.objects.filter(pk=tree.group.pk).update(path="00090009")
    assert [(fault.table, fault.row) for fault in check_paths()] == [("orgs_organisation", str(tree.group.pk))]


def test_a_role_that_reaches_further_than_its_organisation_is_found(tree: Tree) -> None:
    make_user(Role.BRANCH_SECRETARY, tree.first)
    Grant.objects.update(organisation_path=tree.street.path)
    grant = Grant.objects.get()
    told = f"记的范围 {tree.street.path} 与“{grant.organisation_name}”的路径不一致。"
    assert [(fault.table, fault.row, fault.message) for fault in check_grants()] == [
        ("access_grant", str(grant.pk), told)
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"organisation_id": uuid.UUID(int=5), "organisation_name": "某支部"}, "指向的党组织“某支部”不存在。"),
        ({"narrowed_id": uuid.UUID(int=5)}, "限定到的那一个人、院坝或单位不存在。"),
    ],
)
def test_a_role_over_something_that_is_not_there_is_found(tree: Tree, change: dict[str, object], told: str) -> None:
    make_user(Role.COURTYARD_HEAD, tree.general_branch, narrowed=make_place(tree.community))
    assert list(check_grants()) == []
    Grant.objects.update(**change)
    assert [fault.message for fault in check_grants()] == [told]


def test_a_trail_that_was_taken_away_altogether_is_found(tree: Tree) -> None:
    unguard_trail()
    AuditEntry.objects.all().delete()
    AuditChain.objects.all().delete()
    guard_trail()
    assert {fault.row for fault in check_trails()} == {"系统", tree.community.name, tree.foreign.name}
