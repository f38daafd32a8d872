"""Roles: what they open, from when to when, who may give them, and which should not be in one hand."""

from datetime import date, datetime

import pytest
from tests.access.support import Place

from lianxin.access.actions import Thing, close_account, end_grant, give_grant
from lianxin.access.models import Grant, User
from lianxin.access.rules import (
    EVERYDAY_ROLES,
    NARROWED_KINDS,
    grantable_roles,
    may_end,
    may_manage,
    separation_warnings,
)
from lianxin.access.scope import can, roles_of, scope_of
from lianxin.audit.models import AuditEntry
from lianxin.declare.actors import OPERATOR, Actor, ActorKind
from lianxin.declare.errors import RuleError
from lianxin.declare.paths import move_paths
from lianxin.declare.roles import Role
from lianxin.kernel import clock
from lianxin.kernel.ids import uuid7

pytestmark = pytest.mark.django_db

VIEW = "access.view_accounts"


def give(user: User, role: Role, where: Place, **more: object) -> Grant:
    return give_grant(user=user, role=role, organisation=where, actor=OPERATOR, **more)  # type: ignore[arg-type]


def again(user: User) -> User:
    """The user as the next request reads it."""
    return User.objects.get(pk=user.pk)


def as_actor(user: User) -> Actor:
    return Actor(ActorKind.USER, user.name, user.pk)


def test_a_role_opens_its_subtree_and_nothing_beside_or_above(
    user: User, community: Place, street: Place, branch: Place, foreign: Place
) -> None:
    give(user, Role.SECRETARY, community)
    covered = {place.name: can(user, VIEW, place.path) for place in (street, community, branch, foreign)}
    assert covered == {street.name: False, community.name: True, branch.name: True, foreign.name: False}


def test_ending_a_role_takes_effect_at_the_next_request(user: User, community: Place) -> None:
    grant = give(user, Role.SECRETARY, community)
    assert roles_of(again(user)) == {Role.SECRETARY}
    end_grant(grant=grant, actor=OPERATOR)
    assert roles_of(again(user)) == set()
    assert not scope_of(again(user), VIEW)


def test_a_role_holds_from_its_first_day_until_before_its_last(user: User, community: Place) -> None:
    give(user, Role.GRID_WORKER, community, since=date(2026, 6, 10), until=date(2026, 6, 12))
    held = {}
    for day in (9, 10, 11, 12):
        with clock.frozen(datetime(2026, 6, day, 9)):
            held[day] = roles_of(again(user)) == {Role.GRID_WORKER}
    assert held == {9: False, 10: True, 11: True, 12: False}


def test_a_disabled_account_opens_nothing(user: User, community: Place) -> None:
    give(user, Role.SECRETARY, community)
    close_account(user=user, actor=OPERATOR)
    assert not scope_of(again(user), VIEW)


def test_the_same_role_is_given_once_but_can_be_given_again_after_its_end(user: User, community: Place) -> None:
    first = give(user, Role.GRID_WORKER, community)
    with pytest.raises(RuleError, match="已经是网格员了"):
        give(user, Role.GRID_WORKER, community)
    end_grant(grant=first, actor=OPERATOR)
    give(user, Role.GRID_WORKER, community)
    assert Grant.objects.count() == 2


def test_one_person_may_look_after_two_courtyards(user: User, community: Place) -> None:
    for name in ("3号院", "5号院"):
        give(user, Role.COURTYARD_HEAD, community, thing=Thing("residents.place", uuid7(), name))
    assert sorted(Grant.objects.values_list("narrowed_label", flat=True)) == ["3号院", "5号院"]


@pytest.mark.parametrize("role", list(Role))
def test_roles_about_one_thing_need_it_and_others_refuse_it(user: User, community: Place, role: Role) -> None:
    thing = Thing("residents.person", uuid7(), "柳秀兰")
    wanted = NARROWED_KINDS.get(role)
    if wanted != "residents.person":
        with pytest.raises(RuleError):
            give(user, role, community, thing=thing)
    if wanted is not None:
        with pytest.raises(RuleError, match="要写明"):
            give(user, role, community)


def test_a_role_moves_with_its_organisation(user: User, branch: Place) -> None:
    give(user, Role.BRANCH_SECRETARY, branch)
    move_paths("00010001", "00010009")
    assert Grant.objects.get().organisation_path == "000100090001"


def test_giving_and_ending_are_written_down_with_the_organisation(user: User, community: Place) -> None:
    end_grant(grant=give(user, Role.AUDITOR, community), actor=OPERATOR, reason="调走了")
    given, ended = AuditEntry.objects.filter(action__contains="grant").order_by("number")
    assert (given.organisation_path, given.changes["role"]) == (community.path, ["", "审计管理员"])
    assert (ended.action, ended.changes["role"], ended.reason) == ("access.end_grant", ["审计管理员", ""], "调走了")


def test_a_secretary_gives_everyday_roles_a_security_administrator_all(
    user: User, other: User, community: Place, foreign: Place
) -> None:
    give(user, Role.SECRETARY, community)
    give(other, Role.SECURITY_ADMIN, community)
    assert grantable_roles(user, community.path) == list(EVERYDAY_ROLES)
    assert grantable_roles(other, community.path) == list(Role)
    assert grantable_roles(user, foreign.path) == grantable_roles(other, foreign.path) == []


def test_a_secretary_cannot_take_over_an_administrator_s_account(
    user: User, other: User, community: Place, foreign: Place
) -> None:
    give(user, Role.SECRETARY, community)
    assert may_manage(user, other)
    give(other, Role.GRID_WORKER, community)
    assert may_manage(again(user), other)
    give(other, Role.SECURITY_ADMIN, community)
    assert not may_manage(again(user), other)


def test_nobody_manages_an_account_with_a_role_outside_the_scope(
    user: User, other: User, community: Place, foreign: Place
) -> None:
    give(user, Role.SECRETARY, community)
    give(user, Role.SYSTEM_ADMIN, community)
    give(other, Role.GRID_WORKER, community)
    give(other, Role.GRID_WORKER, foreign)
    assert not may_manage(again(user), other)


def test_ending_asks_for_the_same_right_as_giving(user: User, other: User, community: Place) -> None:
    give(user, Role.SECRETARY, community)
    everyday, admin = give(other, Role.GRID_WORKER, community), give(other, Role.AUDITOR, community)
    assert (may_end(again(user), everyday), may_end(again(user), admin)) == (True, False)


def test_nobody_gives_himself_a_role_while_another_could(user: User, other: User, community: Place) -> None:
    give(user, Role.SECURITY_ADMIN, community)
    give_grant(user=user, role=Role.AUDITOR, organisation=community, actor=as_actor(user))
    give(other, Role.SECURITY_ADMIN, community)
    with pytest.raises(RuleError, match="不能给自己加角色"):
        give_grant(user=user, role=Role.SECRETARY, organisation=community, actor=as_actor(user))


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN])
def test_the_last_administrator_stays(user: User, other: User, community: Place, role: Role) -> None:
    grant = give(user, role, community)
    with pytest.raises(RuleError, match="最后一位"):
        end_grant(grant=grant, actor=OPERATOR)
    with pytest.raises(RuleError, match="最后一位"):
        close_account(user=user, actor=OPERATOR)
    give(other, role, community)
    end_grant(grant=grant, actor=OPERATOR)


def test_nobody_closes_his_own_account(user: User) -> None:
    with pytest.raises(RuleError, match="自己的账号"):
        close_account(user=user, actor=as_actor(user))


def test_roles_in_one_hand_are_warned_about_plainly() -> None:
    assert separation_warnings({Role.SECRETARY, Role.MEMBER}) == []
    assert separation_warnings({Role.AUDITOR}) == []
    (two,) = separation_warnings({Role.AUDITOR, Role.SYSTEM_ADMIN})
    assert two.startswith("一个人兼着审计管理员、系统管理员：")
    assert len(separation_warnings({Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.SECRETARY})) == 2
