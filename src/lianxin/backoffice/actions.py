"""Writes that join accounts with the people and things they are about."""

from dataclasses import dataclass
from datetime import date

from lianxin.access.actions import Thing, give_grant, open_account
from lianxin.access.models import Grant, User
from lianxin.audit.actions import record_verification
from lianxin.audit.verification import check_chain
from lianxin.audit.work import unit_of_work
from lianxin.backoffice.queries import chains_visible_to
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.declare.roles import Role
from lianxin.declare.verification import Fault
from lianxin.orgs.models import Organisation
from lianxin.party.actions import tie_account
from lianxin.party.models import PersonAccount


@dataclass(frozen=True, slots=True)
class RoleWanted:
    """A role as the form asks for it; ``thing`` for roles about one person, courtyard or unit."""

    role: Role
    organisation: Organisation
    thing: Thing | None = None
    since: date | None = None
    until: date | None = None
    note: str = ""


def open_office_account(
    *, name: str, username: str, actor: Actor, wanted: RoleWanted | None = None, once: str = ""
) -> User:
    """A new account, with its first role when one is wanted. Raises ``RuleError``."""
    with unit_of_work(actor, once=once) as work:
        user = open_account(username=username, name=name, actor=actor)
        if wanted is not None:
            give_role(user=user, wanted=wanted, actor=actor)
        work.leads_to(str(user.pk))
    return user


def give_role(*, user: User, wanted: RoleWanted, actor: Actor, once: str = "") -> Grant:
    """Give a role; a member's also says whose account this is. Raises ``RuleError``."""
    with unit_of_work(actor, once=once):
        grant = give_grant(
            user=user,
            role=wanted.role,
            organisation=wanted.organisation,
            thing=wanted.thing,
            since=wanted.since,
            until=wanted.until,
            note=wanted.note,
            actor=actor,
        )
        if wanted.role is Role.MEMBER and wanted.thing is not None:
            _tie(user, wanted.thing, actor)
    return grant


def _tie(user: User, thing: Thing, actor: Actor) -> None:
    """The account is this member's own; once tied it stays so."""
    if PersonAccount.objects.filter(user=user, person_id=thing.id).exists():
        return
    try:
        tie_account(user=user, person_id=thing.id, actor=actor)
    except RuleError as error:
        raise RuleError(f"{thing.label}已经有别的账号，或者这个账号已经是别人的。一人一个账号。", "thing") from error


def verify_chains(*, user: User, actor: Actor) -> list[Fault]:
    """Check the chains the user may check, and write down that it was done and what came of it."""
    chains = chains_visible_to(user)
    faults = [fault for chain in chains for fault in check_chain(chain)]
    record_verification(checked=sum(chain.length for chain in chains), faults=len(faults), actor=actor)
    return faults
