"""Giving and ending roles."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db import IntegrityError, transaction

from lianxin.access.actions.entries import account_entry
from lianxin.access.models import Grant, User
from lianxin.access.rules import NARROWED_KINDS, check_not_last, check_own_grant
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.declare.roles import Role
from lianxin.kernel import clock


class OrganisationLike(Protocol):
    """What a grant keeps of an organisation."""

    pk: Any
    path: Any
    name: Any


@dataclass(frozen=True, slots=True)
class Thing:
    """The one person, courtyard or unit a role is about: ``kind`` is "residents.person", ``.place`` or ``.unit``."""

    kind: str
    id: uuid.UUID
    label: str


def give_grant(  # noqa: PLR0913 (all of it makes one grant)
    *,
    user: User,
    role: Role,
    organisation: OrganisationLike,
    actor: Actor,
    thing: Thing | None = None,
    since: date | None = None,
    until: date | None = None,
    note: str = "",
    once: str = "",
) -> Grant:
    """Give a role in an organisation and everything below it, from ``since`` (today) until before ``until`` (open).

    Raises ``RuleError``: a role that is about one thing without that thing (or with one of another kind), a role
    already held there, dates the wrong way round, oneself as receiver while another security administrator exists.
    """
    wanted = NARROWED_KINDS.get(role)
    if wanted != (thing.kind if thing else None):
        raise RuleError(
            f"“{role.label}”要写明{_noun(wanted)}。" if wanted else f"“{role.label}”不限定到一人一处。", "thing"
        )
    begins = since or clock.today()
    if until is not None and until <= begins:
        raise RuleError("结束的日子要晚于开始的日子。", "until")
    if actor.user_id == user.pk:
        check_own_grant(user)
    with unit_of_work(actor, once=once) as work:
        grant = Grant(
            user=user,
            role=role.value,
            organisation_id=organisation.pk,
            organisation_path=organisation.path,
            organisation_name=organisation.name[:100],
            narrowed_kind=thing.kind if thing else "",
            narrowed_id=thing.id if thing else None,
            narrowed_label=thing.label[:100] if thing else "",
            since=begins,
            until=until,
            note=note[:200],
        )
        try:
            with transaction.atomic():
                grant.save(force_insert=True)
        except IntegrityError as error:
            raise RuleError(f"{user.name}在{organisation.name}已经是{role.label}了。", "role") from error
        work.record(account_entry("access.give_grant", user, changes=_changes(grant), grant=grant))
    return grant


def end_grant(*, grant: Grant, actor: Actor, reason: str = "") -> None:
    """The role no longer holds, from the next request on.

    Raises ``RuleError`` for the last system or security administrator.
    """
    check_not_last(grant.user, Role(grant.role))
    today = clock.today()
    ends = max(today, grant.since)
    with unit_of_work(actor) as work:
        if not Grant.objects.filter(pk=grant.pk, until__isnull=True).update(until=ends):
            return
        grant.until = ends
        changes = {"role": [Role(grant.role).label, ""], "role_until": ["", ends.isoformat()]}
        work.record(account_entry("access.end_grant", grant.user, changes=changes, reason=reason, grant=grant))


def _changes(grant: Grant) -> dict[str, list[str]]:
    changes = {
        "role": ["", Role(grant.role).label],
        "organisation": ["", grant.organisation_name],
        "role_since": ["", grant.since.isoformat()],
    }
    if grant.narrowed_label:
        changes["narrowed"] = ["", grant.narrowed_label]
    if grant.until:
        changes["role_until"] = ["", grant.until.isoformat()]
    return changes


def _noun(kind: str | None) -> str:
    return {"residents.person": "是哪一个人", "residents.place": "是哪个院坝", "residents.unit": "是哪个单位"}.get(
        kind or "", "对象"
    )
