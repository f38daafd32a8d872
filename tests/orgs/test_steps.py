from datetime import date

import pytest
from tests.factories import Tree, make_grant, make_person, make_place, make_unit, make_user

from lianxin.access.models import Grant
from lianxin.audit.models import AuditEntry
from lianxin.audit.versions import StaleVersionError
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.declare.roles import Role
from lianxin.orgs import queries
from lianxin.orgs.actions import (
    OrganisationDetails,
    Step,
    correct_organisation,
    dissolve_organisation,
    found_organisation,
    move_organisation,
    regrade_organisation,
    rename_organisation,
)
from lianxin.orgs.checks import check_paths
from lianxin.orgs.choices import OrganisationKind as Kind
from lianxin.orgs.models import Organisation
from lianxin.orgs.registries import Headcount
from lianxin.orgs.rules import size_warnings
from lianxin.parameters.queries import Rules
from lianxin.residents.checks import check_paths as check_resident_paths
from lianxin.search.index import find

STEP = Step(date(2025, 3, 1), "金党〔2025〕8号", "按批复")


def fresh(row: Organisation) -> Organisation:
    return Organisation.objects.get(pk=row.pk)


def rename(row: Organisation, name: str, short_name: str, step: Step = STEP) -> Organisation:
    row = fresh(row)
    return rename_organisation(
        organisation=row, version=row.version, name=name, short_name=short_name, step=step, actor=OPERATOR
    )


def move(row: Organisation, parent: Organisation, step: Step = STEP) -> Organisation:
    row = fresh(row)
    return move_organisation(organisation=row, version=row.version, parent=parent, step=step, actor=OPERATOR)


def dissolve(row: Organisation, step: Step = STEP) -> Organisation:
    row = fresh(row)
    return dissolve_organisation(organisation=row, version=row.version, step=step, actor=OPERATOR)


def test_renaming_keeps_the_old_name_in_history(tree: Tree) -> None:
    grant = make_grant(make_user(), Role.BRANCH_SECRETARY, tree.first)
    renamed = rename(tree.first, "中共复兴社区东寺街支部委员会", "东寺街支部")
    step = queries.history_of(renamed)[0]
    assert (step.before, step.after, step.document_no) == (
        "中共复兴社区第一支部委员会",
        "中共复兴社区东寺街支部委员会",
        "金党〔2025〕8号",
    )
    assert step.note == "按批复；简称：第一支部 → 东寺街支部"
    assert Grant.objects.get(pk=grant.pk).organisation_name == "中共复兴社区东寺街支部委员会"
    assert [hit.title for hit in find("dsj", ["0001"], [queries.KIND])] == ["中共复兴社区东寺街支部委员会"]
    entry = AuditEntry.objects.get(action="orgs.rename_organisation")
    assert entry.changes["short_name"] == ["第一支部", "东寺街支部"]


def test_two_clerks_the_second_is_told(tree: Tree) -> None:
    version = tree.first.version
    rename(tree.first, "甲", "甲")
    with pytest.raises(StaleVersionError) as stale:
        rename_organisation(
            organisation=tree.first, version=version, name="乙", short_name="乙", step=STEP, actor=OPERATOR
        )
    assert str(stale.value.current) == "甲"
    assert fresh(tree.first).name == "甲"


@pytest.mark.parametrize("name", ["中共复兴社区第一支部委员会", "中共复兴社区第二支部委员会"])
def test_a_new_name_is_new_and_free(tree: Tree, name: str) -> None:
    with pytest.raises(RuleError):
        rename(tree.first, name, tree.first.short_name)


def test_steps_before_the_founding_are_refused(tree: Tree) -> None:
    Organisation.objects.filter(pk=tree.first.pk).update(founded_on=date(2026, 1, 1))
    with pytest.raises(RuleError) as refused:
        rename(tree.first, "甲", "甲")
    assert refused.value.field == "on"


def test_moving_takes_everything_along(tree: Tree) -> None:
    place, unit, person = make_place(tree.community), make_unit(tree.community), make_person(tree.community)
    grant = make_grant(make_user(), Role.GROUP_LEADER, tree.group)
    street = found_organisation(
        parent=None, kind=Kind.WORKING_COMMITTEE, name="棕树营街道工委", short_name="棕树营", actor=OPERATOR
    )
    moved = move(tree.general_branch, street)
    assert (street.path, moved.path, fresh(tree.group).path) == ("0002", "00020001", "0002000100010001")
    for row in (place, unit, person):
        row.refresh_from_db()
        assert row.path == "00020001"
    assert Grant.objects.get(pk=grant.pk).organisation_path == fresh(tree.group).path
    assert find("第一支部", ["0001"], [queries.KIND]) == [
        hit for hit in find("第一支部", [""], [queries.KIND]) if hit.subject_id == tree.foreign_branch.pk
    ]
    assert (list(check_paths()), list(check_resident_paths())) == ([], [])
    step = queries.history_of(moved)[0]
    assert (step.kind, step.before, step.after) == ("moved", tree.street.name, "棕树营街道工委")


def test_a_group_moves_to_another_branch(tree: Tree) -> None:
    moved = move(tree.group, tree.second)
    assert (moved.path, moved.parent_id) == ("0001000100020001", tree.second.pk)


@pytest.mark.parametrize(
    ("what", "where"),
    [
        ("first", "general_branch"),
        ("general_branch", "first"),
        ("first", "group"),
        ("first", "foreign_general_branch"),
        ("group", "foreign_branch"),
        ("general_branch", "foreign_general_branch"),
        ("group", "general_branch"),
        ("first", "street"),
    ],
)
def test_where_nothing_may_be_moved(tree: Tree, what: str, where: str) -> None:
    before = sorted(Organisation.objects.values_list("pk", "path"))
    with pytest.raises(RuleError):
        move(getattr(tree, what), getattr(tree, where))
    assert sorted(Organisation.objects.values_list("pk", "path")) == before


def test_a_branch_becomes_a_general_branch_when_nothing_below_hinders(tree: Tree) -> None:
    row = fresh(tree.general_branch)
    raised = regrade_organisation(
        organisation=row, version=row.version, kind=Kind.PRIMARY_COMMITTEE, step=STEP, actor=OPERATOR
    )
    assert queries.history_of(raised)[0].after == "基层党委"
    with pytest.raises(RuleError):
        regrade_organisation(organisation=raised, version=raised.version, kind=Kind.BRANCH, step=STEP, actor=OPERATOR)
    first = fresh(tree.first)
    with pytest.raises(RuleError):
        regrade_organisation(
            organisation=first, version=first.version, kind=Kind.GENERAL_BRANCH, step=STEP, actor=OPERATOR
        )


def test_dissolving_asks_what_still_stands(tree: Tree) -> None:
    with pytest.raises(RuleError, match="下面还有 1 个党组织"):
        dissolve(tree.first)
    grant = make_grant(make_user(), Role.GROUP_LEADER, tree.group)
    with pytest.raises(RuleError, match="还有 1 个账号"):
        dissolve(tree.group)
    Grant.objects.filter(pk=grant.pk).update(until=date(2025, 1, 1))
    gone = dissolve(tree.group)
    assert (gone.dissolved_on, queries.history_of(gone)[0].kind) == (date(2025, 3, 1), "dissolved")
    assert fresh(dissolve(tree.first)).dissolved_on == date(2025, 3, 1)


def test_a_community_with_places_is_not_dissolved(tree: Tree) -> None:
    make_place(tree.foreign)
    dissolve(tree.foreign_branch)
    with pytest.raises(RuleError, match="1 处院坝"):
        dissolve(tree.foreign_general_branch)


def test_the_dissolved_stay_as_they_are(tree: Tree) -> None:
    dissolve(tree.second)
    with pytest.raises(RuleError, match="已经撤销"):
        rename(tree.second, "甲", "甲")
    with pytest.raises(RuleError, match="已经撤销"):
        dissolve(tree.second)
    with pytest.raises(RuleError, match="已经撤销"):
        found_organisation(parent=fresh(tree.second), kind=Kind.GROUP, name="组", short_name="组", actor=OPERATOR)


def test_correcting_writes_what_changed(tree: Tree) -> None:
    row = fresh(tree.first)
    details = OrganisationDetails(founded_on=date(2001, 7, 1), contact_phone="0871-60000000")
    correct_organisation(organisation=row, version=row.version, details=details, actor=OPERATOR)
    entry = AuditEntry.objects.get(action="orgs.correct_organisation")
    assert entry.changes == {"founded_on": [None, "2001-07-01"], "contact_phone": ["", "0871-60000000"]}
    assert fresh(tree.first).position == 1


@pytest.mark.parametrize(
    ("kind", "members", "full", "word"),
    [
        (Kind.BRANCH, 51, 51, "分设支部"),
        (Kind.BRANCH, 50, 50, ""),
        (Kind.BRANCH, 5, 2, "联合建立支部"),
        (Kind.BRANCH, 3, 3, ""),
        (Kind.TEMPORARY_BRANCH, 1, 1, ""),
        (Kind.GENERAL_BRANCH, 100, 90, "升为基层党委"),
        (Kind.GENERAL_BRANCH, 99, 90, ""),
        (Kind.GENERAL_BRANCH, 50, 50, ""),
        (Kind.GENERAL_BRANCH, 49, 49, "不足 50 名"),
        (Kind.PRIMARY_COMMITTEE, 99, 99, "不足 100 名"),
    ],
)
def test_sizes_warn(kind: Kind, members: int, full: int, word: str) -> None:
    warnings = size_warnings(kind, Headcount(members, full), Rules({}))
    assert [word in warning for warning in warnings] == ([True] if word else [])


def test_the_check_names_what_does_not_hold(tree: Tree) -> None:
    Organisation.objects.filter(pk=tree.first.pk).update(path="00010001000Z")
    Organisation.objects.filter(pk=tree.second.pk).update(community=tree.foreign_general_branch)
    assert {fault.row for fault in check_paths()} == {str(tree.group.pk), str(tree.second.pk)}
