from datetime import date

import pytest
from tests.factories import Tree, make_branch

from lianxin.audit.models import AuditChain, AuditEntry
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.orgs import queries
from lianxin.orgs.actions import (
    CommunityDetails,
    OrganisationDetails,
    found_community,
    found_home_community,
    found_organisation,
)
from lianxin.orgs.choices import OrganisationKind as Kind
from lianxin.orgs.models import Community, Organisation, OrganisationChange
from lianxin.orgs.paths import ancestors, depth, free_path, segment
from lianxin.search.index import find


def test_paths_are_segments_below_the_parent_s(tree: Tree) -> None:
    assert [row.path for row in (tree.street, tree.general_branch, tree.first, tree.second, tree.group)] == [
        "0001",
        "00010001",
        "000100010001",
        "000100010002",
        "0001000100010001",
    ]
    assert tree.foreign_general_branch.path == "00010002"


def test_segments_sort_as_their_numbers() -> None:
    numbers = [0, 1, 9, 10, 35, 36, 1295, 1296, 1_679_615]
    assert [segment(number) for number in numbers] == sorted(segment(number) for number in numbers)
    assert segment(1_679_615) == "ZZZZ"
    with pytest.raises(RuleError):
        segment(1_679_616)


def test_a_segment_is_never_used_twice(tree: Tree) -> None:
    last = free_path(tree.general_branch)
    assert free_path(tree.general_branch) == last[:-1] + "4"
    assert free_path(None) == "0002"


def test_arithmetic_of_paths() -> None:
    assert ancestors("000100020003") == ["0001", "00010002"]
    assert (depth("0001"), depth("000100020003")) == (0, 2)


def test_everything_under_a_community_knows_it(tree: Tree) -> None:
    assert {row.community_id for row in queries.subtree(tree.general_branch.path)} == {tree.community.pk}
    assert tree.street.community_id is None


def test_founding_leaves_history_trail_and_a_search_entry(tree: Tree) -> None:
    details = OrganisationDetails(founded_on=date(2024, 7, 1), approval_no="金党〔2024〕3号", floating=True)
    branch = found_organisation(
        parent=tree.general_branch,
        kind=Kind.BRANCH,
        name=" 中共复兴社区流动党员支部委员会 ",
        short_name="流动党员支部",
        details=details,
        actor=OPERATOR,
    )
    step = OrganisationChange.objects.get(organisation=branch)
    assert (branch.name, branch.floating, branch.position) == ("中共复兴社区流动党员支部委员会", True, 3)
    assert (step.kind, step.happened_on, step.document_no) == ("founded", date(2024, 7, 1), "金党〔2024〕3号")
    entry = AuditEntry.objects.get(target_id=branch.pk)
    assert (entry.action, entry.chain_id, entry.organisation_path) == (
        "orgs.found_organisation",
        tree.community.pk,
        branch.path,
    )
    assert [hit.subject_id for hit in find("liudong", [branch.path], [queries.KIND])] == [branch.pk]


@pytest.mark.parametrize(
    ("kind", "parent"),
    [
        (Kind.GROUP, "general_branch"),
        (Kind.GROUP, "group"),
        (Kind.BRANCH, "first"),
        (Kind.GENERAL_BRANCH, "general_branch"),
        (Kind.WORKING_COMMITTEE, "general_branch"),
        (Kind.LOCAL_COMMITTEE, "street"),
    ],
)
def test_kinds_that_may_not_stand_there(tree: Tree, kind: Kind, parent: str) -> None:
    with pytest.raises(RuleError) as refused:
        found_organisation(parent=getattr(tree, parent), kind=kind, name="某", short_name="某", actor=OPERATOR)
    assert refused.value.field == "parent"


def test_a_group_is_no_root(db: None) -> None:
    with pytest.raises(RuleError):
        found_organisation(parent=None, kind=Kind.GROUP, name="某", short_name="某", actor=OPERATOR)


@pytest.mark.parametrize(
    ("name", "short_name", "field"),
    [("中共复兴社区第一支部委员会", "新", "name"), ("新", "第一支部", "short_name")],
)
def test_siblings_have_different_names(tree: Tree, name: str, short_name: str, field: str) -> None:
    with pytest.raises(RuleError) as refused:
        found_organisation(
            parent=tree.general_branch, kind=Kind.BRANCH, name=name, short_name=short_name, actor=OPERATOR
        )
    assert refused.value.field == field
    assert make_branch(tree.foreign_general_branch, "第二").short_name == "第二支部"


def test_the_first_set_up(db: None) -> None:
    community = found_home_community(
        street_name="金碧街道",
        district_name="西山区",
        community_name="复兴社区",
        general_branch_name="",
        kind=Kind.GENERAL_BRANCH,
        actor=OPERATOR,
    )
    own = community.organisation
    assert queries.home_community() == community
    assert (own.name, own.short_name, own.community_id) == ("中共复兴社区党总支", "复兴社区党总支", own.pk)
    assert own.parent is not None
    assert (own.parent.name, own.parent.short_name, own.parent.parent_id) == (
        "中共西山区金碧街道工作委员会",
        "金碧街道党工委",
        None,
    )
    assert AuditChain.objects.get(pk=own.pk).name == "复兴社区"


def test_there_is_one_home(tree: Tree) -> None:
    with pytest.raises(RuleError):
        found_home_community(
            street_name="金碧街道",
            district_name="西山区",
            community_name="另一社区",
            general_branch_name="",
            kind=Kind.BRANCH,
            actor=OPERATOR,
        )
    assert Community.objects.count() == 2
    assert Organisation.objects.filter(name__contains="另一").count() == 0


@pytest.mark.parametrize(("parent", "kind"), [("general_branch", Kind.BRANCH), ("street", Kind.JOINT_BRANCH)])
def test_a_community_stands_by_itself(tree: Tree, parent: str, kind: Kind) -> None:
    with pytest.raises(RuleError):
        found_community(
            parent=getattr(tree, parent),
            kind=kind,
            name="某",
            short_name="某",
            community=CommunityDetails(name="某社区"),
            actor=OPERATOR,
        )
