"""Roles, and the one table per app that says which role may do what.

The tables feed the permission checks, the role page, ``docs/permissions.md`` and
the tests of every URL.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The thirteen roles; labels in ``ROLE_LABELS``."""

    SECRETARY = "secretary"
    PARTY_WORKER = "party_worker"
    BRANCH_SECRETARY = "branch_secretary"
    GROUP_LEADER = "group_leader"
    MEMBER = "member"
    COURTYARD_HEAD = "courtyard_head"
    GRID_WORKER = "grid_worker"
    UNIT_LIAISON = "unit_liaison"
    STREET_OVERSEER = "street_overseer"
    DISTRICT_VIEWER = "district_viewer"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"

    @property
    def label(self) -> str:
        """The Chinese name of the role."""
        return ROLE_LABELS[self]


ROLE_LABELS: Mapping[Role, str] = {
    Role.SECRETARY: "社区书记",
    Role.PARTY_WORKER: "党务工作者",
    Role.BRANCH_SECRETARY: "支部书记",
    Role.GROUP_LEADER: "党小组长",
    Role.MEMBER: "党员",
    Role.COURTYARD_HEAD: "院坝委员",
    Role.GRID_WORKER: "网格员",
    Role.UNIT_LIAISON: "单位联络员",
    Role.STREET_OVERSEER: "街道查看员",
    Role.DISTRICT_VIEWER: "区级查看员",
    Role.AUDITOR: "审计管理员",
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.SECURITY_ADMIN: "安全管理员",
}

OFFICE = (Role.SECRETARY, Role.PARTY_WORKER)
ADMINS = (Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)


class Reach(StrEnum):
    """How far an allowance reaches inside a grant."""

    SUBTREE = "subtree"
    """The granted organisation and everything below it."""
    OWN = "own"
    """Only the person, courtyard or unit that the grant names."""

    @property
    def label(self) -> str:
        """The Chinese words for the reach."""
        return "本组织及下级" if self is Reach.SUBTREE else "只限本人（本院、本单位）"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done: ``code`` is "app.verb_noun", ``roles`` who may and how far."""

    code: str
    label: str
    roles: Mapping[Role, Reach]
    note: str = ""


def subtree(*roles: Role) -> dict[Role, Reach]:
    """An allowance for the roles over their organisation and below."""
    return dict.fromkeys(roles, Reach.SUBTREE)


def own(*roles: Role) -> dict[Role, Reach]:
    """An allowance for the roles over what their grant names."""
    return dict.fromkeys(roles, Reach.OWN)


_actions: dict[str, Action] = {}


def register_actions(actions: Iterable[Action]) -> None:
    """Add an app's table; a code registered twice with another meaning is a mistake."""
    for action in actions:
        if _actions.get(action.code, action) != action:
            message = f"action {action.code} is declared twice"
            raise ValueError(message)
        _actions[action.code] = action


def action(code: str) -> Action:
    """The declared action; KeyError when no app declares it."""
    return _actions[code]


def all_actions() -> list[Action]:
    """Every declared action in the order of its code."""
    return [_actions[code] for code in sorted(_actions)]
