"""Steps of an organisation entered by mistake: taken back from the last one, refused where later records stand on them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import Tree, make_branch, make_grant, make_unit, make_user, sign_in

from lianxin.access.models import Grant
from lianxin.access.scope import EVERYTHING
from lianxin.audit.models import AuditEntry
from lianxin.audit.versions import StaleVersionError
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.declare.ledgers import LedgerQuery
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
    undo_organisation_step,
)
from lianxin.orgs.checks import check_paths
from lianxin.orgs.choices import OrganisationKind as Kind
from lianxin.orgs.ledgers import ORGANISATIONS
from lianxin.orgs.models import Organisation, OrganisationChange
from lianxin.residents.checks import check_paths as check_resident_paths
from lianxin.search.index import find

STEP = Step(date(2025, 3, 1), "金党〔2025〕8号")


def fresh(row: Organisation) -> Organisation:
    return Organisation.objects.select_related("parent").get(pk=row.pk)


def latest(row: Organisation) -> OrganisationChange:
    step = queries.latest_step(row)
    assert step is not None
    return step


def rename(row: Organisation, name: str, short_name: str) -> OrganisationChange:
    now = fresh(row)
    rename_organisation(
        organisation=now, version=now.version, name=name, short_name=short_name, step=STEP, actor=OPERATOR
    )
    return latest(row)


def move(row: Organisation, parent: Organisation) -> OrganisationChange:
    now = fresh(row)
    move_organisation(organisation=now, version=now.version, parent=parent, step=STEP, actor=OPERATOR)
    return latest(row)


def dissolve(row: Organisation) -> OrganisationChange:
    now = fresh(row)
    dissolve_organisation(organisation=now, version=now.version, step=STEP, actor=OPERATOR)
    return latest(row)


def undo(row: Organisation, step: OrganisationChange) -> Organisation:
    now = fresh(row)
    return undo_organisation_step(organisation=now, version=now.version, step=step, reason="登错了", actor=OPERATOR)


def in_ledger(day: date) -> list[tuple[object, ...]]:
    rows = ORGANISATIONS.rows(LedgerQuery(EVERYTHING, day)).stream()
    return [(row.name_then, row.upper_then) for row in rows]


def test_a_mistaken_renaming_is_as_if_it_had_not_been(tree: Tree) -> None:
    before = in_ledger(date(2025, 1, 1))
    grant = make_grant(make_user(), Role.BRANCH_SECRETARY, tree.first)
    step = rename(tree.first, "中共复兴社区东寺街支部委员会", "东寺街支部")
    undo(tree.first, step)
    now = fresh(tree.first)
    assert (now.name, now.short_name) == ("中共复兴社区第一支部委员会", "第一支部")
    assert (in_ledger(date(2025, 1, 1)), in_ledger(date(2025, 4, 1))) == (before, before)
    assert Grant.objects.get(pk=grant.pk).organisation_name == now.name
    assert find("东寺街", ["0001"], [queries.KIND]) == []
    kept = queries.history_of(now).get(kind="renamed")
    assert (kept.withdrawn_reason, kept.withdrawn_by) == ("登错了", OPERATOR.name)
    entry = AuditEntry.objects.get(action="orgs.undo_organisation_step")
    assert (entry.changes["short_name"], entry.reason) == (["东寺街支部", "第一支部"], "登错了")


def test_a_mistaken_dissolution_is_taken_back(tree: Tree) -> None:
    before = in_ledger(date(2025, 4, 1))
    step = dissolve(tree.second)
    assert fresh(tree.second).dissolved_on == STEP.on
    undo(tree.second, step)
    assert (fresh(tree.second).dissolved_on, in_ledger(date(2025, 4, 1))) == (None, before)
    assert AuditEntry.objects.get(action="orgs.undo_organisation_step").changes == {
        "dissolved_on": ["2025-03-01", None]
    }


def test_a_mistaken_move_takes_every_path_back(tree: Tree) -> None:
    unit = make_unit(tree.community)
    street = found_organisation(
        parent=None, kind=Kind.WORKING_COMMITTEE, name="棕树营街道工委", short_name="棕树营", actor=OPERATOR
    )
    step = move(tree.general_branch, street)
    undo(tree.general_branch, step)
    now = fresh(tree.general_branch)
    unit.refresh_from_db()
    assert (now.parent_id, now.path[:4], unit.path) == (tree.street.pk, tree.street.path, now.path)
    assert fresh(tree.group).path.startswith(now.path)
    assert (list(check_paths()), list(check_resident_paths())) == ([], [])
    assert AuditEntry.objects.get(action="orgs.undo_organisation_step").changes == {
        "parent": ["棕树营街道工委", tree.street.name]
    }


def test_a_mistaken_regrading_is_taken_back_unless_something_new_stands_below(tree: Tree) -> None:
    row = fresh(tree.second)
    regrade_organisation(organisation=row, version=row.version, kind=Kind.JOINT_BRANCH, step=STEP, actor=OPERATOR)
    undo(row, latest(row))
    assert fresh(row).kind == Kind.BRANCH
    general = fresh(tree.foreign_general_branch)
    dissolve(tree.foreign_branch)
    regrade_organisation(organisation=general, version=general.version, kind=Kind.BRANCH, step=STEP, actor=OPERATOR)
    step = latest(general)
    found_organisation(parent=fresh(general), kind=Kind.GROUP, name="一组", short_name="一组", actor=OPERATOR)
    with pytest.raises(RuleError, match="不能撤回：下面的一组不能设在"):
        undo(general, step)


def test_steps_are_taken_back_from_the_last_one(tree: Tree) -> None:
    first, last = rename(tree.second, "甲", "甲"), dissolve(tree.second)
    with pytest.raises(RuleError, match="请先撤回后面的"):
        undo(tree.second, first)
    undo(tree.second, last)
    undo(tree.second, first)
    assert fresh(tree.second).short_name == "第二支部"
    with pytest.raises(RuleError, match="已经撤回过了"):
        undo(tree.second, first)
    with pytest.raises(RuleError, match="请用“撤销”"):
        undo(tree.second, latest(tree.second))


def test_what_later_records_stand_on_stays(tree: Tree) -> None:
    step = dissolve(tree.second)
    make_branch(tree.general_branch, "第二")
    with pytest.raises(RuleError, match="已经有“中共复兴社区第二支部委员会”了"):
        undo(tree.second, step)
    group, branch = dissolve(tree.group), dissolve(tree.first)
    with pytest.raises(RuleError, match="请先撤回它的撤销"):
        undo(tree.group, group)
    undo(tree.first, branch)
    undo(tree.group, group)
    assert fresh(tree.group).dissolved_on is None


def test_the_second_clerk_takes_nothing_back(tree: Tree) -> None:
    step = dissolve(tree.second)
    with pytest.raises(StaleVersionError):
        undo_organisation_step(organisation=fresh(tree.second), version=1, step=step, reason="错", actor=OPERATOR)
    assert fresh(tree.second).dissolved_on == STEP.on


def test_the_founding_in_the_history_follows_a_correction(tree: Tree) -> None:
    row = fresh(tree.second)
    details = OrganisationDetails(founded_on=date(2001, 7, 1), approval_no="金党〔2001〕3号")
    correct_organisation(organisation=row, version=row.version, details=details, actor=OPERATOR)
    founding = queries.history_of(row).get(kind="founded")
    assert (founding.happened_on, founding.document_no) == (date(2001, 7, 1), "金党〔2001〕3号")


def test_taking_back_through_the_page(client: Client, tree: Tree) -> None:
    office = sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))
    step = dissolve(tree.second)
    page, address = (
        reverse("orgs:organisation", args=[tree.second.pk]),
        reverse("orgs:undo_step", args=[tree.second.pk, step.pk]),
    )
    assert address in office.get(page).content.decode()
    asked = office.get(address).content.decode()
    assert ("重新列为存在" in asked, "撤回这一步" in asked) == (True, True)
    assert office.post(address, {"version": 2, "reason": ""}).status_code == 200
    done = office.post(address, {"version": 2, "reason": "看错了文件"})
    assert (done.status_code, done.headers["Location"]) == (302, page)
    told = office.get(page).content.decode()
    assert ("（已撤回：看错了文件）" in told, "已撤销" in told, address in told) == (True, False, False)


def test_a_move_from_beyond_one_s_scope_is_not_taken_back(client: Client, tree: Tree) -> None:
    street = found_organisation(
        parent=None, kind=Kind.WORKING_COMMITTEE, name="棕树营街道工委", short_name="棕树营", actor=OPERATOR
    )
    step = move(tree.general_branch, street)
    office = sign_in(client, make_user(Role.PARTY_WORKER, fresh(tree.general_branch)))
    address = reverse("orgs:undo_step", args=[tree.general_branch.pk, step.pk])
    assert "请上级党组织撤回" in office.get(address, follow=True).content.decode()
    assert "请上级党组织撤回" in office.post(address, {"version": 2, "reason": "错"}).content.decode()
    assert fresh(tree.general_branch).parent_id == street.pk
