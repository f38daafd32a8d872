"""One account for every role; passwords follow from this installation's key, so each call tells the same."""

from dataclasses import dataclass

from lianxin.access.actions import Thing, give_grant, open_account
from lianxin.access.models import User
from lianxin.declare.actors import SYSTEM
from lianxin.declare.roles import Role
from lianxin.kernel.crypto import keyring
from lianxin.orgs.models import Organisation

LOGIN_PATH = "/accounts/login/"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account as ``lianxin demo --json`` tells it."""

    role: Role
    name: str
    username: str
    password: str


@dataclass(frozen=True, slots=True)
class Post:
    """A role to be held: by whom, where, about which one thing."""

    role: Role
    name: str
    organisation: Organisation
    thing: Thing | None = None


USERNAMES = {
    Role.SECRETARY: "shuji",
    Role.PARTY_WORKER: "dangwu",
    Role.BRANCH_SECRETARY: "zhibu",
    Role.GROUP_LEADER: "xiaozu",
    Role.MEMBER: "dangyuan",
    Role.COURTYARD_HEAD: "yuanba",
    Role.GRID_WORKER: "wangge",
    Role.UNIT_LIAISON: "danwei",
    Role.STREET_OVERSEER: "jiedao",
    Role.DISTRICT_VIEWER: "quji",
    Role.AUDITOR: "shenji",
    Role.SYSTEM_ADMIN: "xitong",
    Role.SECURITY_ADMIN: "anquan",
}


def demo_username(role: Role) -> str:
    """The user name of a role's account."""
    return f"demo-{USERNAMES[role]}"


def demo_password(role: Role) -> str:
    """The role's password on this installation: nobody can guess it, and it never changes."""
    return f"demo-{keyring().index(role.value, 'portal.demo.password')[:10]}"


def open_demo_account(post: Post) -> User:
    """The account of a post with its grant."""
    user = open_account(
        username=demo_username(post.role),
        name=post.name,
        password=demo_password(post.role),
        is_demo=True,
        actor=SYSTEM,
    )
    give_grant(
        user=user, role=post.role, organisation=post.organisation, thing=post.thing, note="演示账号", actor=SYSTEM
    )
    return user


def demo_accounts() -> list[DemoAccount]:
    """The accounts of the demonstration, in the order of the roles; empty when it is not there."""
    names = dict(User.objects.filter(is_demo=True).values_list("username", "name"))
    return [
        DemoAccount(role, names[demo_username(role)], demo_username(role), demo_password(role))
        for role in Role
        if demo_username(role) in names
    ]
