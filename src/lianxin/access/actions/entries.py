"""Audit entries about accounts: which account, and where it belongs."""

from collections.abc import Mapping, Sequence
from typing import Any

from lianxin.access.models import Grant, User
from lianxin.audit.work import Entry
from lianxin.declare.actors import Actor, ActorKind

USER_KIND = "access.user"


def account_entry(
    action: str,
    user: User,
    *,
    changes: Mapping[str, Sequence[Any]] | None = None,
    reason: str = "",
    grant: Grant | None = None,
) -> Entry:
    """An entry of the system's chain about an account.

    It carries the organisation of ``grant``, else that of the account's latest role, so that the auditor of that
    organisation sees it; accounts without any role are seen by every auditor.
    """
    place = grant or Grant.objects.filter(user=user).order_by("-since", "-id").first()
    return Entry(
        action,
        target_kind=USER_KIND,
        target_id=user.pk,
        target_label=f"{user.name}（{user.username}）",
        organisation_id=place.organisation_id if place else None,
        organisation_path=place.organisation_path if place else "",
        changes=changes or {},
        reason=reason,
    )


def user_actor(user: User, address: str) -> Actor:
    """The user as the one who acts, before there is a signed-in request."""
    return Actor(ActorKind.USER, user.name, user.pk, address)


def visitor(address: str) -> Actor:
    """Somebody who has not signed in."""
    return Actor(ActorKind.SYSTEM, "未登录的来访者", None, address)
