"""Writes of the common pages: type size and the first set-up."""

from collections.abc import Mapping
from typing import Any

from lianxin.access.actions import give_grant
from lianxin.access.models import User
from lianxin.access.scope import open_grants
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.declare.roles import Role
from lianxin.orgs.actions import found_home_community
from lianxin.orgs.models import Community
from lianxin.orgs.queries import home

FIRST_ROLES = (Role.SECRETARY, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
"""What the first account holds until others take over; the page warns about it."""


def choose_type_size(*, user: User, large: bool) -> None:
    """Remember the type size with the account; a matter of taste, so not audited."""
    User.objects.filter(pk=user.pk).update(large_type=large)


def needs_set_up(user: object) -> bool:
    """Whether this is the first person in an empty house."""
    return isinstance(user, User) and home() is None and not open_grants(user)


def set_up_community(*, values: Mapping[str, Any], actor: Actor, once: str = "") -> Community:
    """Found the home community and give its founder the first roles."""
    if actor.user_id is None:
        raise RuleError("第一次设置要登录以后在网页上做。")
    with unit_of_work(actor, once=once):
        user = User.objects.get(pk=actor.user_id)
        community = found_home_community(
            community_name=values["community_name"],
            general_branch_name=values["general_branch_name"],
            kind=values["kind"],
            street_name=values["street_name"],
            district_name=values["district_name"],
            actor=actor,
        )
        for role in FIRST_ROLES:
            give_grant(user=user, role=role, organisation=community.organisation, actor=actor)
    return community
